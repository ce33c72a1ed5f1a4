//! How does a form read? A label before each control, a unit after it, and below it what is wrong.

use egui::accesskit::Role;
use egui::{Align, Color32, Id, Response, Sense, Ui, WidgetInfo, vec2};

use super::field::TextField;
use super::line;
use crate::ui::theme::measure::{ROW, S, XS};
use crate::ui::theme::{self, Letters};

/// A label, this wide, and what stands after it.
pub fn row<R>(ui: &mut Ui, label: &str, label_width: f32, add: impl FnOnce(&mut Ui, Id) -> R) -> R {
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        let (rect, response) = ui.allocate_exact_size(vec2(label_width, ROW), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
        line::paint(ui.painter(), rect, label, Letters::Body, palette.secondary, Align::Min);
        add(ui, response.id)
    })
    .inner
}

/// What is wrong with the control above, indented as far as it.
pub fn problem_ui(ui: &mut Ui, indent: f32, words: &str) {
    let color = theme::of(ui).refused;
    small_ui(ui, indent, words, color);
}

/// What else there is to say of the control above, indented as far as it.
pub fn remark_ui(ui: &mut Ui, indent: f32, words: &str) {
    let color = theme::of(ui).secondary;
    small_ui(ui, indent, words, color);
}

fn small_ui(ui: &mut Ui, indent: f32, words: &str, color: Color32) {
    // Closer to its control than to the next one.
    ui.add_space(XS - ui.spacing().item_spacing.y);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(indent);
        line::words(ui, words, Letters::Small, color);
    });
}

/// What follows a control: a unit.
pub fn unit_ui(ui: &mut Ui, words: &str) {
    let palette = theme::of(ui);
    line::one_line(ui, words, Letters::Body, palette.secondary);
}

/// A field for a number or a few words, named for who hears it.
pub fn field_ui(ui: &mut Ui, id: Id, name: &str, typed: &mut String, width: f32, look: FieldLook<'_>) -> Response {
    let field = TextField { id, hint: look.hint, problem: look.problem, letters: Letters::Body };
    let response = field.show(ui, typed, width);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::TextInput, ui.is_enabled(), name);
        info.current_text_value = Some(typed.clone());
        info
    });
    response
}

/// How a field looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct FieldLook<'a> {
    /// What it says while it is empty.
    pub hint: &'a str,
    /// Whether something is wrong with it.
    pub problem: bool,
}
