//! How does one type a text? A field with a label before it, a hint while it is empty, and a problem below it.

use egui::epaint::RectShape;
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{
    Align2, CornerRadius, FontSelection, Frame, Id, Margin, Rect, Response, Shape, Stroke, StrokeKind, TextEdit, Ui,
    vec2,
};

use crate::ui::theme::measure::{HAIRLINE, RADIUS_FIELD, ROW, S};
use crate::ui::theme::{self, Letters};

/// A text field before it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct TextField<'a> {
    /// Keeps the cursor across frames.
    pub id: Id,
    /// What it shows while it is empty.
    pub hint: &'a str,
    /// Whether what it holds cannot be sent.
    pub problem: bool,
    /// What it is written in.
    pub letters: Letters,
}

impl TextField<'_> {
    /// Draws it over the whole width and returns what egui says of it.
    pub fn show(self, ui: &mut Ui, text: &mut String, width: f32) -> Response {
        let palette = theme::of(ui);
        let size = vec2(width, ROW);
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        let (edge, thickness) = match (self.problem, focused) {
            (true, _) => (palette.refused, 1.5),
            (false, true) => (palette.accent, 1.5),
            (false, false) => (palette.line, HAIRLINE),
        };
        // The frame lies under the letters, wherever the layout puts them.
        let frame = ui.painter().add(Shape::Noop);
        let edit = TextEdit::singleline(text)
            .id(self.id)
            .font(FontSelection::FontId(self.letters.font()))
            .text_color(palette.text)
            .hint_text(egui::RichText::new(self.hint).color(palette.dim).font(self.letters.font()))
            .frame(Frame::new().inner_margin(Margin::symmetric(8, 0)))
            .align(Align2::LEFT_CENTER)
            .desired_width(width - 2.0 * S)
            .min_size(size);
        let response = ui.add_sized(size, edit);
        let radius = CornerRadius::same(RADIUS_FIELD);
        let stroke = Stroke::new(thickness, edge);
        let shape = RectShape::new(response.rect, radius, palette.raised, stroke, StrokeKind::Inside);
        ui.painter().set(frame, shape);
        if response.gained_focus() && !ui.input(|input| input.pointer.any_down() || input.pointer.any_released()) {
            select_all(ui, self.id, text);
        }
        response
    }
}

/// Whoever comes by keyboard finds the text selected, as in any form: the next letter replaces it.
fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let whole = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(whole));
    state.store(ui.ctx(), id);
}

/// A field of several lines, filling the space given.
pub fn text_area(ui: &mut Ui, id: Id, text: &mut String, size: egui::Vec2) -> Response {
    let palette = theme::of(ui);
    let focused = ui.memory(|memory| memory.has_focus(id));
    let edge = if focused { Stroke::new(1.5, palette.accent) } else { Stroke::new(HAIRLINE, palette.line) };
    let rect = Rect::from_min_size(ui.cursor().min, size);
    ui.painter().rect(rect, CornerRadius::same(RADIUS_FIELD), palette.background, edge, StrokeKind::Inside);
    let edit = TextEdit::multiline(text)
        .id(id)
        .font(FontSelection::FontId(Letters::Mono.font()))
        .text_color(palette.text)
        .frame(Frame::new().inner_margin(Margin::symmetric(10, 8)))
        .align(Align2::LEFT_TOP)
        .desired_width(size.x - 20.0)
        .min_size(size);
    ui.scope(|ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(rect));
        ui.add_sized(size, edit)
    })
    .inner
}
