//! How is code shown? Monospace with line numbers and colours, to be read and copied; the colouring is `spans`.

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Color32, CornerRadius, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::line;
use super::spans::{Part, spans};
use crate::ui::theme::measure::{HAIRLINE, RADIUS_FIELD, S};
use crate::ui::theme::{self, Letters, Palette};

/// What the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// XML.
    Xml,
    /// An HTTP message: a start line, headers, and a body that may be XML.
    Http,
    /// Anything else.
    Plain,
}

/// Whether lines are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// Each line carries its number.
    Shown,
    /// They would be noise.
    Hidden,
}

/// Shows a text in a box of this size, scrolled if need be.
pub fn code_ui(ui: &mut Ui, name: &str, content: &str, language: Language, numbers: Numbers, size: egui::Vec2) {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Document, true, name);
        info.current_text_value = Some(content.to_owned());
        info
    });
    let radius = CornerRadius::same(RADIUS_FIELD);
    ui.painter().rect(rect, radius, palette.background, Stroke::new(HAIRLINE, palette.line), StrokeKind::Inside);
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink(1.0)).layout(*ui.layout()));
    inside.set_clip_rect(rect.shrink(1.0).intersect(ui.clip_rect()));
    // A fade would be in the pane's colour, not in that of the code.
    inside.spacing_mut().scroll.fade.strength = 0.0;
    let scroll = match language {
        Language::Http => ScrollArea::vertical(),
        Language::Xml | Language::Plain => ScrollArea::both(),
    };
    scroll.id_salt(name).auto_shrink([false, false]).show(&mut inside, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        lines_ui(ui, content, language, numbers, palette);
    });
}

fn lines_ui(ui: &mut Ui, content: &str, language: Language, numbers: Numbers, palette: &Palette) {
    let height = Letters::Mono.line();
    let gutter = match numbers {
        Numbers::Shown => 36.0,
        Numbers::Hidden => 12.0,
    };
    let wrap = match language {
        Language::Http => ui.available_width() - gutter - S,
        Language::Xml | Language::Plain => f32::INFINITY,
    };
    let lay = |mut job: LayoutJob| {
        job.wrap.max_width = wrap;
        ui.painter().layout_job(job)
    };
    let galleys: Vec<_> = jobs(content, language, palette).into_iter().map(lay).collect();
    let widest = galleys.iter().map(|galley| galley.size().x).fold(0.0, f32::max);
    let tall: f32 = galleys.iter().map(|galley| galley.size().y.max(height)).sum();
    let total = vec2(gutter + widest + 2.0 * S, tall + 2.0 * S);
    let (rect, _) = ui.allocate_exact_size(total, Sense::hover());
    let mut top = rect.top() + S;
    for (at, galley) in galleys.into_iter().enumerate() {
        let row = Rect::from_min_max(pos2(rect.left(), top), pos2(rect.left() + gutter - 10.0, top + height));
        if numbers == Numbers::Shown {
            line::paint(ui.painter(), row, &(at + 1).to_string(), Letters::Mono, palette.dim, Align::Max);
        }
        let tall = galley.size().y.max(height);
        ui.painter().galley(pos2(rect.left() + gutter, top).round(), galley, palette.text);
        top += tall;
    }
}

/// One layout job per line of the text.
fn jobs(content: &str, language: Language, palette: &Palette) -> Vec<LayoutJob> {
    let font = Letters::Mono.font();
    let mut lines = vec![LayoutJob::default()];
    let mut add = |piece: &str, color: Color32| {
        for (at, part) in piece.split('\n').enumerate() {
            if at > 0 {
                lines.push(LayoutJob::default());
            }
            if let Some(last) = lines.last_mut() {
                let format =
                    TextFormat { line_height: Some(Letters::Mono.line()), ..TextFormat::simple(font.clone(), color) };
                last.append(part.trim_end_matches('\r'), 0.0, format);
            }
        }
    };
    match language {
        Language::Plain => add(content, palette.text),
        Language::Xml => xml(content, palette, &mut add),
        Language::Http => {
            let (head, body) = content.split_once("\r\n\r\n").unwrap_or((content, ""));
            http_head(head, palette, &mut add);
            if !body.is_empty() {
                add("\n\n", palette.text);
                if body.starts_with('<') { xml(body, palette, &mut add) } else { add(body, palette.text) }
            }
        }
    }
    lines
}

fn http_head(head: &str, palette: &Palette, add: &mut impl FnMut(&str, Color32)) {
    for (at, header) in head.split("\r\n").enumerate() {
        if at > 0 {
            add("\n", palette.text);
        }
        match header.split_once(':') {
            Some((name, value)) if at > 0 => {
                add(name, palette.secondary);
                add(":", palette.secondary);
                add(value, palette.text);
            }
            _ => add(header, palette.text),
        }
    }
}

fn xml(content: &str, palette: &Palette, add: &mut impl FnMut(&str, Color32)) {
    for (part, piece) in spans(content) {
        let color = match part {
            Part::Text => palette.text,
            Part::Tag => palette.accent,
            Part::Attribute => palette.warned,
            Part::Value => palette.received,
            Part::Reference => palette.kind,
            Part::Aside => palette.dim,
        };
        add(piece, color);
    }
}
