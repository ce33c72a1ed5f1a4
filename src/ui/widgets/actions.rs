//! What can be done with this? A list of deeds, opened by the right button (or Shift+F10 where the keyboard is), or by a button
//! that says only that there is more.

use egui::accesskit::Role;
use egui::{Align, Key, Modifiers, Popup, Rect, Response, Sense, SetOpenCommand, Ui, WidgetInfo, pos2, vec2};

use super::button::focus_ring;
use super::line;
use crate::ui::theme::measure::{RADIUS_BUTTON, RADIUS_FIELD, ROW, S};
use crate::ui::theme::{self, Letters};

/// The side of the button.
const MORE: f32 = ROW;
/// A list is at least as wide as this.
const LEAST_WIDTH: f32 = 140.0;

/// The list of deeds of something that was drawn; returns which was chosen just now.
#[must_use]
pub fn context_menu(response: &Response, deeds: &[&str]) -> Option<usize> {
    let by_key = response.has_focus() && response.ctx.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::F10));
    let opens = response.secondary_clicked() || by_key;
    let id = Popup::default_response_id(response);
    if !opens && !Popup::is_id_open(&response.ctx, id) {
        return None;
    }
    let mut popup = Popup::menu(response).open_memory(opens.then_some(SetOpenCommand::Bool(true)));
    // Where the pointer was; opened by the keyboard, at what it belongs to.
    if response.secondary_clicked() || (!by_key && Popup::position_of_id(&response.ctx, id).is_some()) {
        popup = popup.at_pointer_fixed();
    }
    popup.show(|ui| list_ui(ui, deeds)).and_then(|shown| shown.inner)
}

/// A button of three dots with a list of deeds; returns what egui says of it, and which deed was chosen just now.
pub fn more(ui: &mut Ui, name: &str, deeds: &[&str]) -> (Response, Option<usize>) {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(MORE, MORE), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    let is_open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
    if response.hovered() || is_open {
        ui.painter().rect_filled(rect, RADIUS_BUTTON, palette.hovered);
    }
    for step in [-5.0, 0.0, 5.0] {
        ui.painter().circle_filled(pos2(rect.center().x + step, rect.center().y), 1.5, palette.secondary);
    }
    focus_ring(ui, rect, RADIUS_BUTTON, &response);
    let chosen = Popup::menu(&response).show(|ui| list_ui(ui, deeds)).and_then(|shown| shown.inner);
    (response, chosen)
}

fn list_ui(ui: &mut Ui, deeds: &[&str]) -> Option<usize> {
    ui.spacing_mut().item_spacing.y = 1.0;
    let palette = theme::of(ui);
    let width = |deed: &&str| line::galley(ui.painter(), deed, Letters::Body, palette.text, f32::INFINITY).size().x;
    let widest = deeds.iter().map(width).fold(LEAST_WIDTH - 2.0 * S, f32::max) + 2.0 * S;
    let mut chosen = None;
    for (at, deed) in deeds.iter().enumerate() {
        if deed_ui(ui, deed, widest) {
            chosen = Some(at);
            ui.close();
        }
    }
    chosen
}

fn deed_ui(ui: &mut Ui, deed: &str, width: f32) -> bool {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, ui.is_enabled(), deed));
    if response.hovered() {
        ui.painter().rect_filled(rect, RADIUS_BUTTON - 2, palette.hovered);
    }
    let words = Rect::from_min_max(rect.min + vec2(S, 0.0), rect.max);
    line::paint(ui.painter(), words, deed, Letters::Body, palette.text, Align::Min);
    focus_ring(ui, rect.shrink(2.0), RADIUS_FIELD, &response);
    response.clicked()
}
