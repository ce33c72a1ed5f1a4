//! Which part of a pane? Words in a row, the chosen one underlined.

use egui::accesskit::Role;
use egui::{Align, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use super::button::focus_ring;
use super::line;
use crate::ui::theme::measure::{RADIUS_FIELD, S};
use crate::ui::theme::{self, Letters};

/// Whether the chosen tab takes the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyboard {
    /// It does.
    Take,
    /// Whoever has it keeps it.
    Leave,
}

/// Draws the tabs into a row, this high, and returns the one that was just chosen.
pub fn tabs<T: Copy + PartialEq>(ui: &mut Ui, chosen: T, names: &[(T, &str)], height: f32) -> Option<T> {
    tabs_with_keyboard(ui, chosen, names, height, Keyboard::Leave)
}

/// The same; the chosen tab may take the keyboard.
pub fn tabs_with_keyboard<T: Copy + PartialEq>(
    ui: &mut Ui,
    chosen: T,
    names: &[(T, &str)],
    height: f32,
    keyboard: Keyboard,
) -> Option<T> {
    let palette = theme::of(ui);
    let mut picked = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        for (value, name) in names {
            let width = line::galley(ui.painter(), name, Letters::Body, palette.text, f32::INFINITY).size().x + 2.0 * S;
            let (rect, response) = ui.allocate_exact_size(vec2(width.ceil(), height), Sense::click());
            let is_chosen = *value == chosen;
            response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), is_chosen, name));
            if is_chosen && keyboard == Keyboard::Take {
                response.request_focus();
            }
            let color = if is_chosen || response.hovered() { palette.text } else { palette.secondary };
            line::paint(ui.painter(), rect, name, Letters::Body, color, Align::Center);
            if is_chosen {
                let under = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0), rect.max);
                ui.painter().rect_filled(under, 0.0, palette.accent);
            }
            focus_ring(ui, rect.shrink2(vec2(2.0, 6.0)), RADIUS_FIELD, &response);
            if response.clicked() && !is_chosen {
                picked = Some(*value);
            }
        }
    });
    picked
}
