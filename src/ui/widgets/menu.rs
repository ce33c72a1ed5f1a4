//! Which one of many? A button that shows the chosen one and opens a list.

use egui::accesskit::Role;
use egui::{
    Align, CornerRadius, Popup, Rect, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::button::focus_ring;
use super::line;
use crate::ui::theme::measure::{HAIRLINE, RADIUS_BUTTON, RADIUS_FIELD, ROW, S};
use crate::ui::theme::{self, Letters};

/// A longer list is scrolled.
const TALLEST: f32 = 336.0;

/// Draws a list button of this width and returns the index that was just chosen.
pub fn menu(ui: &mut Ui, name: &str, shown: &str, choices: &[(&str, bool)], width: f32) -> Option<usize> {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), name);
        info.current_text_value = Some(shown.to_owned());
        info
    });
    let fill = if response.hovered() { palette.hovered } else { palette.raised };
    let edge = Stroke::new(HAIRLINE, palette.line);
    ui.painter().rect(rect, CornerRadius::same(RADIUS_FIELD), fill, edge, StrokeKind::Inside);
    let inner = Rect::from_min_max(rect.min + vec2(S, 0.0), rect.max - vec2(S + 14.0, 0.0));
    line::paint(ui.painter(), inner, shown, Letters::Body, palette.text, Align::Min);
    let tip = pos2(rect.right() - S - 4.0, rect.center().y + 2.0);
    let arrow = vec![tip + vec2(-4.0, -4.0), tip + vec2(4.0, -4.0), tip + vec2(0.0, 1.0)];
    ui.painter().add(Shape::convex_polygon(arrow, palette.secondary, Stroke::NONE));
    focus_ring(ui, rect, RADIUS_FIELD, &response);
    let mut picked = None;
    Popup::menu(&response).width(width).show(|ui| {
        ui.set_min_width(width - 10.0);
        ui.spacing_mut().item_spacing.y = 1.0;
        ScrollArea::vertical().max_height(TALLEST).show(ui, |ui| {
            for (at, (choice, chosen)) in choices.iter().enumerate() {
                if choice_ui(ui, choice, *chosen) {
                    picked = Some(at);
                    ui.close();
                }
            }
        });
    });
    picked
}

fn choice_ui(ui: &mut Ui, text: &str, chosen: bool) -> bool {
    let palette = theme::of(ui);
    let width = line::galley(ui.painter(), text, Letters::Body, palette.text, f32::INFINITY).size().x + 2.0 * S;
    let (rect, response) = ui.allocate_exact_size(vec2(width.max(ui.available_width()), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, ui.is_enabled(), chosen, text));
    let fill = match (chosen, response.hovered()) {
        (true, _) => Some(palette.selected),
        (false, true) => Some(palette.hovered),
        (false, false) => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, RADIUS_BUTTON - 2, fill);
    }
    line::paint(ui.painter(), rect.shrink2(vec2(S, 0.0)), text, Letters::Body, palette.text, Align::Min);
    focus_ring(ui, rect.shrink(2.0), RADIUS_FIELD, &response);
    response.clicked()
}
