//! The pushes that stand at a breakpoint: the list, and the body of the one that is looked at, to be changed and let go.

use egui::accesskit::Role;
use egui::{Align, Frame, Id, Layout, Margin, Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::Commands;
use super::service::nothing_ui;
use crate::console::Command;
use crate::console::service::ServiceCommand;
use crate::console::service::faults::Quick;
use crate::lang::{Argument, text, text_with};
use crate::protocol::PushId;
use crate::ui::theme::measure::{DOT, M, ROW, S, XS};
use crate::ui::theme::{self, Letters, Tone};
use crate::ui::views::HeldView;
use crate::ui::views::held::{Body, HeldRow, OpenPush};
use crate::ui::widgets::button::{Button, Loudness, focus_ring};
use crate::ui::widgets::field::text_area;
use crate::ui::widgets::form::problem_ui;
use crate::ui::widgets::line;

/// How many held pushes are in sight at once.
const ROWS_IN_SIGHT: f32 = 5.0;
/// The least height of the body.
const BODY: f32 = 96.0;

/// Draws the section.
pub fn held_ui(ui: &mut Ui, view: &HeldView, commands: &mut Commands) {
    let Some(open) = &view.open else {
        Frame::new().inner_margin(Margin::symmetric(12, 12)).show(ui, |ui| {
            nothing_ui(ui, text("held-none"), text("held-none-do"));
            ui.add_space(M);
            if Button::new(text("held-hold-next"), Loudness::Quiet).show(ui).clicked() {
                commands.push(Command::Service(ServiceCommand::Quick(Quick::Hold)));
            }
        });
        return;
    };
    #[expect(clippy::cast_precision_loss, reason = "a list of a few thousand rows")]
    let height = (view.rows.len() as f32).min(ROWS_IN_SIGHT) * ROW;
    ui.add_space(XS);
    let list = ScrollArea::vertical().id_salt("held").max_height(height).auto_shrink([false, true]);
    list.show_rows(ui, ROW, view.rows.len(), |ui, range| {
        for row in view.rows.iter().skip(range.start).take(range.len()) {
            row_ui(ui, row, commands);
        }
    });
    ui.add_space(XS);
    line::hairline(ui);
    Frame::new().inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| open_ui(ui, open, view.rows.len(), commands));
}

fn row_ui(ui: &mut Ui, row: &HeldRow, commands: &mut Commands) {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| {
        let named = [
            ("number", Argument::Text(row.number.as_str())),
            ("kind", Argument::Text(row.kind)),
            ("what", Argument::Text(&row.what)),
        ];
        WidgetInfo::selected(Role::Row, true, row.selected, text_with("held-row-name", &named))
    });
    let fill = match (row.selected, response.hovered()) {
        (true, _) => Some(palette.selected),
        (false, true) => Some(palette.raised),
        (false, false) => None,
    };
    let painter = ui.painter();
    if let Some(fill) = fill {
        painter.rect_filled(rect, 0.0, fill);
    }
    let inner = rect.shrink2(vec2(M, 0.0));
    line::dot(painter, pos2(inner.left() + DOT, inner.center().y), palette.tone(Tone::Warned));
    let mut rest = inner.with_min_x(inner.left() + DOT * 2.0 + S);
    let mut cell = |words: &str, color, room: f32| {
        let place = Rect::from_min_max(rest.min, pos2((rest.left() + room).min(rest.right()), rest.bottom()));
        let painted = line::paint(painter, place, words, Letters::Body, color, Align::Min);
        rest = rest.with_min_x(painted.right() + S);
    };
    cell(&row.number, palette.text, f32::INFINITY);
    cell(row.kind, palette.kind, f32::INFINITY);
    let to =
        line::paint(painter, rest.with_min_x(rest.center().x), &row.to, Letters::Body, palette.secondary, Align::Max);
    let what = Rect::from_min_max(rest.min, pos2(to.left() - S, rest.bottom()));
    line::paint(painter, what, &row.what, Letters::Body, palette.text, Align::Min);
    focus_ring(ui, rect.shrink(2.0), 2, &response);
    if response.clicked() {
        commands.push(Command::Service(ServiceCommand::Look(row.push)));
    }
}

fn open_ui(ui: &mut Ui, open: &OpenPush, count: usize, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.spacing_mut().item_spacing.y = XS;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), Layout::left_to_right(Align::Center), |ui| {
        line::one_line(ui, &open.caption, Letters::Strong, palette.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            line::one_line(ui, &open.size, Letters::Small, palette.secondary);
            if matches!(open.body, Body::Changed(_)) {
                let restore = Button::new(text("held-restore"), Loudness::Plain);
                if restore.show(ui).clicked() {
                    commands.push(Command::Service(ServiceCommand::EditBody(open.push, None)));
                }
            }
        });
    });
    let below = ROW + S + if open.problem.is_some() { Letters::Small.line() + XS } else { 0.0 };
    match &open.body {
        Body::Own(words) | Body::Changed(words) => {
            let mut typed = words.clone();
            let size = vec2(ui.available_width(), (ui.available_height() - below).max(BODY));
            let response = text_area(ui, body_id(open.push), &mut typed, size);
            response.widget_info(|| {
                let mut info = WidgetInfo::labeled(Role::MultilineTextInput, true, text("held-body"));
                info.current_text_value = Some(typed.clone());
                info
            });
            if response.changed() {
                commands.push(Command::Service(ServiceCommand::EditBody(open.push, Some(typed))));
            }
        }
        Body::Closed(why) => {
            line::words(ui, why, Letters::Body, palette.secondary);
        }
    }
    if let Some(problem) = &open.problem {
        problem_ui(ui, 0.0, problem);
    }
    ui.add_space(XS);
    buttons_ui(ui, open, count, commands);
}

fn body_id(push: PushId) -> Id {
    Id::unique(("held", push.0))
}

fn buttons_ui(ui: &mut Ui, open: &OpenPush, count: usize, commands: &mut Commands) {
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = S;
        let release = match &open.body {
            Body::Changed(_) => text("held-release-changed"),
            Body::Own(_) | Body::Closed(_) => text("held-release"),
        };
        if Button::new(release, Loudness::Quiet).show(ui).clicked() {
            match &open.problem {
                Some(_) => ui.memory_mut(|memory| memory.request_focus(body_id(open.push))),
                None => commands.push(Command::Service(ServiceCommand::Release(open.push))),
            }
        }
        if Button::new(text("held-drop"), Loudness::Quiet).show(ui).clicked() {
            commands.push(Command::Service(ServiceCommand::Drop(open.push)));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if count > 1 && Button::new(text("held-release-all"), Loudness::Plain).show(ui).clicked() {
                commands.push(Command::Service(ServiceCommand::ReleaseAll));
            }
        });
    });
}
