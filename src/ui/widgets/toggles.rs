//! Which of these? Buttons side by side, each of which is on or off by itself.

use egui::accesskit::Role;
use egui::{Align, CornerRadius, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::button::focus_ring;
use super::line;
use crate::ui::theme::measure::{HAIRLINE, RADIUS_FIELD, ROW, S, XS};
use crate::ui::theme::{self, Letters};

/// One of them.
#[derive(Clone, Copy, Debug)]
pub struct Toggle<'a> {
    /// What it says.
    pub text: &'a str,
    /// Whether it is on.
    pub is_on: bool,
}

/// Draws them, and gives back which was just switched.
pub fn toggles_ui(ui: &mut Ui, toggles: &[Toggle<'_>]) -> Option<usize> {
    ui.spacing_mut().item_spacing.x = XS;
    let mut switched = None;
    for (at, toggle) in toggles.iter().enumerate() {
        if toggle_ui(ui, toggle) {
            switched = Some(at);
        }
    }
    switched
}

fn toggle_ui(ui: &mut Ui, toggle: &Toggle<'_>) -> bool {
    let palette = theme::of(ui);
    let words = line::galley(ui.painter(), toggle.text, Letters::Body, palette.text, f32::INFINITY).size().x;
    let (rect, response) = ui.allocate_exact_size(vec2((words + 2.0 * S).ceil(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), toggle.is_on, toggle.text));
    let radius = CornerRadius::same(RADIUS_FIELD);
    let (fill, edge, color) = match (toggle.is_on, response.hovered()) {
        (true, _) => (palette.selected, palette.accent, palette.text),
        (false, true) => (palette.hovered, palette.line, palette.text),
        (false, false) => (palette.raised, palette.line, palette.secondary),
    };
    ui.painter().rect(rect, radius, fill, Stroke::new(HAIRLINE, edge), StrokeKind::Inside);
    line::paint(ui.painter(), rect, toggle.text, Letters::Body, color, Align::Center);
    focus_ring(ui, rect, RADIUS_FIELD, &response);
    response.clicked()
}
