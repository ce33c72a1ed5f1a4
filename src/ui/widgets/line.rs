//! How is one line of text put where it belongs? Painted into a rectangle, cut with an ellipsis, or added to a layout.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align, Color32, Galley, Label, Painter, Pos2, Rect, Response, RichText, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::measure::{DOT, ROW, S};
use crate::ui::theme::{self, Letters, Tone};

/// Lays out one line that is at most `width` wide; what does not fit ends in an ellipsis.
#[must_use]
pub fn galley(painter: &Painter, text: &str, letters: Letters, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(letters.font(), color));
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    painter.layout_job(job)
}

/// Paints one line into a rectangle, vertically centred, and returns where the text stands.
#[expect(clippy::must_use_candidate, reason = "it is called for what it paints")]
pub fn paint(painter: &Painter, rect: Rect, text: &str, letters: Letters, color: Color32, align: Align) -> Rect {
    let galley = galley(painter, text, letters, color, rect.width());
    let size = galley.size();
    let x = match align {
        Align::Min => rect.left(),
        Align::Center => rect.center().x - size.x / 2.0,
        Align::Max => rect.right() - size.x,
    };
    let at = pos2(x, rect.center().y - size.y / 2.0).round();
    painter.galley(at, galley, color);
    Rect::from_min_size(at, size)
}

/// Whether one line fits into a width without an ellipsis.
#[must_use]
pub fn fits(painter: &Painter, text: &str, letters: Letters, width: f32) -> bool {
    !galley(painter, text, letters, Color32::PLACEHOLDER, width).elided
}

/// Paints a badge dot.
pub fn dot(painter: &Painter, center: Pos2, color: Color32) {
    painter.circle_filled(center, DOT, color);
}

/// Adds a text that wraps.
pub fn words(ui: &mut Ui, text: &str, letters: Letters, color: Color32) -> Response {
    let rich = RichText::new(text).font(letters.font()).color(color).line_height(Some(letters.line()));
    ui.add(Label::new(rich).wrap())
}

/// Adds a text on one line, cut where the space ends; what is cut shows under the pointer.
pub fn one_line(ui: &mut Ui, text: &str, letters: Letters, color: Color32) -> Response {
    let rich = RichText::new(text).font(letters.font()).color(color);
    ui.add(Label::new(rich).truncate())
}

/// Adds a badge dot and a text on one line.
pub fn badge(ui: &mut Ui, tone: Tone, text: &str, letters: Letters, color: Color32) -> Response {
    let palette = theme::of(ui);
    let before = DOT * 2.0 + S - 2.0;
    let galley = galley(ui.painter(), text, letters, color, ui.available_width() - before);
    let size = vec2(before + galley.size().x, letters.line().max(galley.size().y));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    dot(ui.painter(), pos2(rect.left() + DOT, rect.center().y + 0.5), palette.tone(tone));
    let at = pos2(rect.left() + before, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at.round(), galley, color);
    response
}

/// Adds a badge dot alone, which says what it means to those who point at it or hear it.
pub fn silent_badge(ui: &mut Ui, tone: Tone, meaning: &str) -> Response {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(DOT * 2.0 + S, ROW), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, meaning));
    dot(ui.painter(), pos2(rect.left() + DOT, rect.center().y + 0.5), palette.tone(tone));
    response.on_hover_text(meaning)
}

/// A hairline across the top of what follows.
pub fn hairline(ui: &mut Ui) {
    let palette = theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, palette.line);
}

/// Cuts the middle out of a long text so that at most `chars` characters stay.
#[must_use]
pub fn cut_middle(text: &str, chars: usize) -> String {
    let count = text.chars().count();
    if count <= chars {
        return text.to_owned();
    }
    let tail = chars / 3;
    let head = chars.saturating_sub(tail + 1);
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::cut_middle;

    /// A long address keeps its beginning and its end.
    #[test]
    fn the_middle_goes_first() {
        assert_eq!(cut_middle("short", 10), "short");
        assert_eq!(cut_middle("0123456789abcdef", 10), "012345…def");
    }
}
