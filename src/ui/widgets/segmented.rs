//! Which one of a few? Segments side by side on one track; the chosen one is filled.

use egui::accesskit::Role;
use egui::{Align, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::button::focus_ring;
use super::line;
use crate::ui::theme::measure::{HAIRLINE, RADIUS_BUTTON, RADIUS_FIELD, ROW};
use crate::ui::theme::{self, Letters};

/// How the chosen segment stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// Filled with the accent.
    Strong,
    /// Lifted from the track.
    Calm,
}

/// One segment.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a, T> {
    /// What it stands for.
    pub value: T,
    /// What it shows.
    pub text: &'a str,
    /// What a screen reader says.
    pub name: &'a str,
}

/// Sizes of a segmented control.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// How the chosen segment stands out.
    pub emphasis: Emphasis,
    /// The letters.
    pub letters: Letters,
    /// Space beside each text.
    pub pad: f32,
    /// Height of the track.
    pub height: f32,
}

impl Look {
    /// For choices that decide what the rest is about.
    pub const CHOICE: Self = Self { emphasis: Emphasis::Strong, letters: Letters::Body, pad: 10.0, height: ROW };
    /// For choices within such a choice.
    pub const QUIET: Self = Self { emphasis: Emphasis::Calm, letters: Letters::Body, pad: 10.0, height: ROW };
    /// For a choice per row of a form.
    pub const ROW: Self = Self { emphasis: Emphasis::Calm, letters: Letters::Tiny, pad: 7.0, height: ROW };
}

/// How wide the control is.
#[must_use]
pub fn width<T>(ui: &Ui, segments: &[Segment<'_, T>], look: Look) -> f32 {
    segments.iter().map(|segment| segment_width(ui, segment.text, look)).sum::<f32>() + 4.0
}

fn segment_width(ui: &Ui, text: &str, look: Look) -> f32 {
    let palette = theme::of(ui);
    (line::galley(ui.painter(), text, look.letters, palette.text, f32::INFINITY).size().x + look.pad * 2.0).ceil()
}

/// Draws the segments and returns the one that was just chosen.
pub fn segmented<T: Copy + PartialEq>(ui: &mut Ui, chosen: T, segments: &[Segment<'_, T>], look: Look) -> Option<T> {
    let palette = theme::of(ui);
    let widths: Vec<f32> = segments.iter().map(|segment| segment_width(ui, segment.text, look)).collect();
    let (track, _) = ui.allocate_exact_size(vec2(width(ui, segments, look), look.height), Sense::hover());
    ui.painter().rect_filled(track, RADIUS_BUTTON, palette.raised);
    let mut picked = None;
    let mut left = track.left() + 2.0;
    for (segment, width) in segments.iter().zip(widths) {
        let rect = Rect::from_min_max(pos2(left, track.top() + 2.0), pos2(left + width, track.bottom() - 2.0));
        left += width;
        if segment_ui(ui, rect, segment, segment.value == chosen, look) {
            picked = Some(segment.value);
        }
    }
    picked
}

fn segment_ui<T>(ui: &Ui, rect: Rect, segment: &Segment<'_, T>, chosen: bool, look: Look) -> bool {
    let palette = theme::of(ui);
    let response = ui.interact(rect, ui.scope_id().with(("segment", segment.name)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, segment.name));
    let radius = CornerRadius::same(RADIUS_FIELD - 1);
    let color = match (chosen, look.emphasis) {
        (true, Emphasis::Strong) => {
            ui.painter().rect_filled(rect, radius, palette.accent_fill);
            palette.on_accent
        }
        (true, Emphasis::Calm) => {
            ui.painter().rect_filled(rect, radius, palette.panel);
            ui.painter().rect_stroke(rect, radius, Stroke::new(HAIRLINE, palette.line), StrokeKind::Inside);
            palette.text
        }
        (false, _) if response.hovered() => palette.text,
        (false, _) => palette.secondary,
    };
    line::paint(ui.painter(), rect, segment.text, look.letters, color, Align::Center);
    focus_ring(ui, rect.shrink(1.0), RADIUS_FIELD, &response);
    response.clicked() && !chosen
}
