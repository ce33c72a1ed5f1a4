//! The log at the foot: one row per push, only those in sight drawn.

use egui::accesskit::Role;
use egui::{Align, Layout, Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::Commands;
use crate::console::{Command, Model};
use crate::lang::{Argument, text, text_with};
use crate::ui::theme::measure::{DOT, HAIRLINE, HEAD, L, M, ROW, S};
use crate::ui::theme::{self, Letters, Tone};
use crate::ui::views::LogView;
use crate::ui::views::log::{LogLine, LogRow};
use crate::ui::widgets::button::{Button, Loudness, focus_ring};
use crate::ui::widgets::copy::copy_button;
use crate::ui::widgets::line;

/// Draws head, columns and rows.
pub fn log_ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let view = LogView::new(model, 0..0);
    head_ui(ui, &view, commands);
    if view.invitation.is_some() {
        invitation_ui(ui, &view, commands);
        ui.take_available_space();
        return;
    }
    let columns = Columns::of(ui.available_width());
    columns_ui(ui, &columns);
    let pitch = ROW;
    ScrollArea::vertical().auto_shrink([false, false]).show_rows(ui, pitch, view.line_count, |ui, range| {
        for line in &LogView::new(model, range).lines {
            match line {
                LogLine::Push(row) => row_ui(ui, row, &columns, commands),
                LogLine::Happened { time, tone, what } => happened_ui(ui, time, *tone, what, &columns),
            }
        }
    });
}

fn head_ui(ui: &mut Ui, view: &LogView, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), HEAD), Layout::left_to_right(Align::Center), |ui| {
        ui.add_space(M);
        line::one_line(ui, text("log-title"), Letters::Strong, palette.text);
        ui.add_space(S);
        if view.total > 0 {
            line::one_line(ui, &view.count, Letters::Body, palette.secondary);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(M);
            if view.total > 0 {
                let clear = Button::new(text("log-clear"), Loudness::Quiet).named(text("log-clear-name"));
                if clear.show(ui).clicked() {
                    commands.push(Command::ClearLog);
                }
            }
        });
    });
}

/// What to do while there is nothing: where to point a sender, and a push to begin with.
fn invitation_ui(ui: &mut Ui, view: &LogView, commands: &mut Commands) {
    let palette = theme::of(ui);
    let Some(Some(endpoint)) = &view.invitation else {
        ui.add_space(S);
        ui.horizontal(|ui| {
            ui.add_space(M);
            line::words(ui, text("log-empty-closed"), Letters::Body, palette.secondary);
        });
        return;
    };
    let whose = text_with("log-empty", &[("whose", Argument::Text(&endpoint.whose))]);
    ui.add_space(S);
    ui.horizontal(|ui| {
        ui.add_space(M);
        line::words(ui, &whose, Letters::Body, palette.secondary);
    });
    ui.add_space(S);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        ui.add_space(M);
        let button_room = 240.0;
        let room = (ui.available_width() - button_room).max(120.0);
        let uri_width = line::galley(ui.painter(), &endpoint.uri, Letters::Mono, palette.text, room).size().x;
        let (rect, _) = ui.allocate_exact_size(vec2(uri_width + 2.0 * S, ROW), Sense::hover());
        ui.painter().rect_filled(rect, 5.0, palette.raised);
        line::paint(ui.painter(), rect.shrink2(vec2(S, 0.0)), &endpoint.uri, Letters::Mono, palette.text, Align::Min);
        copy_button(ui, text("endpoint-copy"), &endpoint.uri, Loudness::Quiet);
        if Button::new(text("send-one"), Loudness::Quiet).show(ui).on_hover_text(text("send-one-hint")).clicked() {
            commands.push(Command::SendOne);
        }
    });
}

/// Where each column begins and ends.
struct Columns([(f32, f32); 9]);

impl Columns {
    fn of(width: f32) -> Self {
        let (from, to, verdict, fault) = match width {
            roomy if roomy >= 1_200.0 => (214.0, 130.0, 250.0, 84.0),
            tight if tight >= 960.0 => (124.0, 104.0, 190.0, 70.0),
            _ => (76.0, 80.0, 132.0, 56.0),
        };
        let fixed = [44.0, 96.0, from, to, 48.0, 0.0, verdict, 64.0, fault];
        let gaps = L * 8.0 + 2.0 * M;
        let what = (width - fixed.iter().sum::<f32>() - gaps).max(60.0);
        let mut left = M;
        Self(fixed.map(|wide| {
            let wide = if wide <= 0.0 { what } else { wide };
            let span = (left, left + wide);
            left += wide + L;
            span
        }))
    }

    fn cells(&self, rect: Rect) -> [Rect; 9] {
        self.0.map(|(from, to)| {
            Rect::from_min_max(pos2(rect.left() + from, rect.top()), pos2(rect.left() + to, rect.bottom()))
        })
    }
}

fn columns_ui(ui: &mut Ui, columns: &Columns) {
    let palette = theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let names = [
        text("column-row"),
        text("column-time"),
        text("column-from"),
        text("column-to"),
        text("column-kind"),
        text("column-what"),
        text("column-verdict"),
        text("column-to-shown"),
        text("column-fault"),
    ];
    for (at, (name, cell)) in names.into_iter().zip(columns.cells(rect)).enumerate() {
        let align = if at == 7 { Align::Max } else { Align::Min };
        line::paint(ui.painter(), cell, name, Letters::Small, palette.secondary, align);
    }
    let under = Rect::from_min_max(pos2(rect.left(), rect.bottom() - HAIRLINE), rect.max);
    ui.painter().rect_filled(under, 0.0, palette.line);
}

fn row_ui(ui: &mut Ui, row: &LogRow, columns: &Columns, commands: &mut Commands) {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let number = row.row.to_string();
    response.widget_info(|| {
        let named = [
            ("row", Argument::Text(&number)),
            ("kind", Argument::Text(row.kind)),
            ("what", Argument::Text(&row.what)),
            ("verdict", Argument::Text(&row.verdict)),
        ];
        let mut name = text_with("log-row-name", &named);
        for more in row.shown_tone.map(|_| &row.to_shown).into_iter().chain(&row.fault) {
            name = text_with("log-row-name-more", &[("name", Argument::Text(&name)), ("more", Argument::Text(more))]);
        }
        WidgetInfo::selected(Role::Row, true, row.selected, name)
    });
    let painter = ui.painter();
    let fill = match (row.selected, response.hovered()) {
        (true, _) => Some(palette.selected),
        (false, true) => Some(palette.raised),
        (false, false) => None,
    };
    if let Some(fill) = fill {
        painter.rect_filled(rect, 0.0, fill);
    }
    let [number_cell, time, from, to, kind, what, verdict, shown, fault] = columns.cells(rect);
    let plain = |cell: Rect, words: &str, color| line::paint(painter, cell, words, Letters::Body, color, Align::Min);
    plain(number_cell, &number, palette.text);
    plain(time, &row.time, palette.secondary);
    plain(from, &row.from, palette.text);
    plain(to, &row.to, palette.text);
    plain(kind, row.kind, if row.known_kind { palette.kind } else { palette.secondary });
    plain(what, &row.what, palette.text);
    line::dot(painter, pos2(verdict.left() + DOT, verdict.center().y), palette.tone(row.tone));
    let words = Rect::from_min_max(verdict.min + vec2(DOT * 2.0 + 6.0, 0.0), verdict.max);
    plain(words, &row.verdict, palette.text);
    let shown_color = row.shown_tone.map_or(palette.secondary, |tone| palette.tone(tone));
    line::paint(painter, shown, &row.to_shown, Letters::Body, shown_color, Align::Max);
    if let Some(words) = &row.fault {
        plain(fault, words, palette.warned);
    }
    focus_ring(ui, rect.shrink(2.0), 2, &response);
    if response.clicked() {
        // A second click lets go of the row: the answer follows the latest push again.
        commands.push(Command::Select((!row.selected).then_some(row.row)));
    }
}

/// Something beside the pushes: a line in quieter letters.
fn happened_ui(ui: &mut Ui, time: &str, tone: Tone, what: &str, columns: &Columns) {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    response.widget_info(|| {
        let named = [("time", Argument::Text(time)), ("what", Argument::Text(what))];
        WidgetInfo::labeled(Role::Label, true, text_with("log-line-name", &named))
    });
    let [_, time_cell, from, .., last] = columns.cells(rect);
    let painter = ui.painter();
    line::paint(painter, time_cell, time, Letters::Body, palette.secondary, Align::Min);
    line::dot(painter, pos2(from.left() + DOT, from.center().y), palette.tone(tone));
    let words = Rect::from_min_max(from.min + vec2(DOT * 2.0 + 6.0, 0.0), last.max);
    line::paint(painter, words, what, Letters::Body, palette.secondary, Align::Min);
}
