//! What does a button look like? One primary button per window, quiet ones for the rest.

use egui::accesskit::Role;
use egui::{Align, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::line;
use crate::ui::theme::measure::{DOT, HAIRLINE, M, RADIUS_BUTTON, ROW, S};
use crate::ui::theme::{self, Letters, Tone};

/// The room that a badge dot takes before the text.
const DOT_ROOM: f32 = 2.0 * DOT + 6.0;

/// How loud a button is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loudness {
    /// The one thing to do.
    Primary,
    /// Something to do.
    Quiet,
    /// Something to do, said by words alone.
    Plain,
}

/// A button before it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Button<'a> {
    text: &'a str,
    name: &'a str,
    shortcut: Option<&'a str>,
    loudness: Loudness,
    height: f32,
    min_width: f32,
    pressed: Option<Pressed>,
    dot: Option<Tone>,
}

/// Whether a button that switches something is pressed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// It is: what it switches is on.
    In,
    /// It is not.
    Out,
}

impl<'a> Button<'a> {
    /// A button with this text.
    #[must_use]
    pub const fn new(text: &'a str, loudness: Loudness) -> Self {
        Self { text, name: text, shortcut: None, loudness, height: ROW, min_width: 0.0, pressed: None, dot: None }
    }

    /// What a screen reader says, where the text alone does not tell what it is about.
    #[must_use]
    pub const fn named(mut self, name: &'a str) -> Self {
        self.name = name;
        self
    }

    /// The keys that do the same, shown after the text.
    #[must_use]
    pub const fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = Some(keys);
        self
    }

    /// How high it is.
    #[must_use]
    pub const fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// How wide it is at least.
    #[must_use]
    pub const fn min_width(mut self, width: f32) -> Self {
        self.min_width = width;
        self
    }

    /// It switches something.
    #[must_use]
    pub const fn pressed(mut self, pressed: Pressed) -> Self {
        self.pressed = Some(pressed);
        self
    }

    /// A badge dot before the text.
    #[must_use]
    pub const fn dot(mut self, dot: Option<Tone>) -> Self {
        self.dot = dot;
        self
    }

    /// Draws it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let palette = theme::of(ui);
        let (letters, pad) = match self.loudness {
            Loudness::Primary => (Letters::Strong, M + 4.0),
            Loudness::Quiet => (Letters::Body, M),
            Loudness::Plain => (Letters::Small, S - 2.0),
        };
        let measured =
            |ui: &Ui, text: &str| line::galley(ui.painter(), text, letters, palette.text, f32::INFINITY).size().x;
        let text_width = measured(ui, self.text);
        let shortcut_width = self.shortcut.map_or(0.0, |keys| measured(ui, keys) + S);
        let dot_width = self.dot.map_or(0.0, |_| DOT_ROOM);
        let width = (text_width + shortcut_width + dot_width + 2.0 * pad).ceil().max(self.min_width);
        let (rect, response) = ui.allocate_exact_size(vec2(width, self.height), Sense::click());
        response.widget_info(|| match self.pressed {
            Some(pressed) => WidgetInfo::selected(Role::Button, ui.is_enabled(), pressed == Pressed::In, self.name),
            None => WidgetInfo::labeled(Role::Button, ui.is_enabled(), self.name),
        });
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response, text_width + shortcut_width + dot_width, text_width);
        }
        response
    }

    fn paint(self, ui: &Ui, rect: Rect, response: &Response, inner: f32, text_width: f32) {
        let palette = theme::of(ui);
        let over = response.hovered() || response.is_pointer_button_down_on();
        let (fill, edge, color) = match self.loudness {
            Loudness::Primary => (Some(palette.accent_fill), None, palette.on_accent),
            Loudness::Quiet if self.pressed == Some(Pressed::In) => {
                (Some(palette.selected), Some(palette.accent), palette.text)
            }
            Loudness::Quiet if over => (Some(palette.hovered), Some(palette.line), palette.text),
            Loudness::Quiet => (Some(palette.raised), Some(palette.line), palette.text),
            Loudness::Plain if over => (Some(palette.hovered), None, palette.text),
            Loudness::Plain => (None, None, palette.secondary),
        };
        if let Some(fill) = fill {
            let fill = if self.loudness == Loudness::Primary && over { fill.gamma_multiply(0.88) } else { fill };
            ui.painter().rect_filled(rect, RADIUS_BUTTON, fill);
        }
        if let Some(edge) = edge {
            ui.painter().rect_stroke(rect, RADIUS_BUTTON, Stroke::new(HAIRLINE, edge), StrokeKind::Inside);
        }
        let letters = match self.loudness {
            Loudness::Primary => Letters::Strong,
            Loudness::Quiet => Letters::Body,
            Loudness::Plain => Letters::Small,
        };
        let mut left = rect.center().x - inner / 2.0;
        if let Some(tone) = self.dot {
            line::dot(ui.painter(), pos2(left + DOT, rect.center().y + 0.5), palette.tone(tone));
            left += DOT_ROOM;
        }
        let text = Rect::from_min_max(pos2(left, rect.top()), pos2(left + text_width + 1.0, rect.bottom()));
        line::paint(ui.painter(), text, self.text, letters, color, Align::Min);
        if let Some(keys) = self.shortcut {
            let place = Rect::from_min_max(pos2(text.right() + S - 1.0, rect.top()), pos2(rect.right(), rect.bottom()));
            line::paint(ui.painter(), place, keys, Letters::Body, color.gamma_multiply(0.92), Align::Min);
        }
        focus_ring(ui, rect, RADIUS_BUTTON, response);
    }
}

/// Draws a ring around what has the keyboard's focus.
pub fn focus_ring(ui: &Ui, rect: Rect, radius: u8, response: &Response) {
    if response.has_focus() {
        let palette = theme::of(ui);
        let ring = Stroke::new(1.5, palette.accent);
        ui.painter().rect_stroke(rect.expand(2.0), radius + 2, ring, StrokeKind::Inside);
    }
}
