//! The answer: the verdict in words, the headers, the journey; the whole request and answer on demand.

use egui::{Align, CornerRadius, Frame, Layout, Margin, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::Commands;
use crate::console::Command;
use crate::console::model::DetailTab;
use crate::console::service::ServiceCommand;
use crate::lang::{Argument, text, text_with};
use crate::ui::theme::measure::{DOT, L, M, RADIUS_CARD, S, XS};
use crate::ui::theme::{self, Letters};
use crate::ui::views::AnswerView;
use crate::ui::views::answer::{Held, PushDetails};
use crate::ui::views::journey::Step;
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::code::{Language, Numbers, code_ui};
use crate::ui::widgets::copy::copy_button;
use crate::ui::widgets::line;
use crate::ui::widgets::tabs::tabs;

/// Draws everything below the pane's head.
pub fn answer_ui(ui: &mut Ui, view: &AnswerView, commands: &mut Commands) {
    let Some(push) = &view.push else {
        nothing_ui(ui);
        return;
    };
    tabs_ui(ui, view.tab, push, commands);
    line::hairline(ui);
    // The margin is inside the scrolled content, so that the scroll bar stands in it and covers no number.
    let inner = Frame::new().inner_margin(Margin::symmetric(12, 12));
    let scroll = ScrollArea::vertical().id_salt(view.tab).auto_shrink([false, false]);
    match view.tab {
        DetailTab::Verdict => {
            scroll.show(ui, |ui| inner.show(ui, |ui| verdict_ui(ui, push, commands)));
        }
        DetailTab::Lint => {
            scroll.show(ui, |ui| inner.show(ui, |ui| lint_ui(ui, push)));
        }
        DetailTab::Request => {
            inner.show(ui, |ui| match &push.request {
                Some(request) => whole_ui(ui, text("request-name"), text("request-copy"), request),
                None => note_ui(ui, text("request-none")),
            });
        }
        DetailTab::Answer => {
            inner.show(ui, |ui| match &push.answer {
                Some(answer) => whole_ui(ui, text("answer-name"), text("answer-copy"), answer),
                None => note_ui(ui, text("answer-not-yet")),
            });
        }
    }
}

fn tabs_ui(ui: &mut Ui, chosen: DetailTab, push: &PushDetails, commands: &mut Commands) {
    let lint = match push.lint.len() {
        0 => text("tab-lint").to_owned(),
        count => text_with("tab-lint-count", &[("count", Argument::Number(count as u64))]),
    };
    let names = [
        (DetailTab::Verdict, text("tab-verdict")),
        (DetailTab::Request, text("tab-request")),
        (DetailTab::Answer, text("tab-answer")),
        (DetailTab::Lint, lint.as_str()),
    ];
    ui.horizontal(|ui| {
        ui.add_space(XS);
        if let Some(tab) = tabs(ui, chosen, &names, 32.0) {
            commands.push(Command::Detail(tab));
        }
    });
}

fn nothing_ui(ui: &mut Ui) {
    let palette = theme::of(ui);
    line::hairline(ui);
    Frame::new().inner_margin(Margin::same(12)).show(ui, |ui| {
        line::words(ui, text("answer-none"), Letters::Title, palette.text);
        ui.add_space(S);
        line::words(ui, text("answer-none-do"), Letters::Body, palette.secondary);
    });
}

fn note_ui(ui: &mut Ui, words: &str) {
    let palette = theme::of(ui);
    line::words(ui, words, Letters::Body, palette.secondary);
}

fn verdict_ui(ui: &mut Ui, push: &PushDetails, commands: &mut Commands) {
    let palette = theme::of(ui);
    card_ui(ui, push);
    if let Some(held) = &push.held {
        ui.add_space(M);
        held_ui(ui, held, commands);
    }
    if !push.statuses.is_empty() {
        ui.add_space(M);
        ui.spacing_mut().item_spacing.y = XS;
        for (name, value) in &push.statuses {
            header_ui(ui, name, value);
        }
    }
    if !push.journey.is_empty() {
        ui.add_space(L);
        line::one_line(ui, text("journey-title"), Letters::Strong, palette.text);
        ui.add_space(XS);
        for step in &push.journey {
            step_ui(ui, step);
        }
    }
}

fn card_ui(ui: &mut Ui, push: &PushDetails) {
    let palette = theme::of(ui);
    let card =
        Frame::new().fill(palette.raised).corner_radius(CornerRadius::same(RADIUS_CARD)).inner_margin(Margin::same(12));
    card.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = S - 2.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = S;
            let (rect, _) = ui.allocate_exact_size(vec2(11.0, Letters::Verdict.line()), Sense::hover());
            ui.painter().circle_filled(pos2(rect.center().x, rect.center().y + 1.0), 5.0, palette.tone(push.tone));
            line::words(ui, &push.title, Letters::Verdict, palette.text);
        });
        line::words(ui, &push.meaning, Letters::Body, palette.secondary);
        if let Some(reason) = &push.reason {
            line::words(ui, reason, Letters::Body, palette.text);
        }
        if let Some(fault) = &push.fault {
            line::words(ui, fault, Letters::Strong, palette.warned);
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = XS;
            ui.label(egui::RichText::new(text("answer-todo")).font(Letters::Strong.font()).color(palette.text));
            let advice = egui::RichText::new(&push.advice).font(Letters::Body.font()).color(palette.text);
            ui.label(advice.line_height(Some(Letters::Body.line())));
        });
    });
}

/// That the push stands at a breakpoint, and what can be done about it: the same as on the panel about the service.
fn held_ui(ui: &mut Ui, held: &Held, commands: &mut Commands) {
    let palette = theme::of(ui);
    line::words(ui, text("held-note"), Letters::Body, palette.warned);
    ui.add_space(S);
    let named = [("number", Argument::Text(held.number.as_str()))];
    let choices = [
        ("held-release", "held-release-name", ServiceCommand::Release(held.push)),
        ("held-drop", "held-drop-name", ServiceCommand::Drop(held.push)),
        ("held-look", "held-look-name", ServiceCommand::Look(held.push)),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        for (words, name, command) in choices {
            if Button::new(text(words), Loudness::Quiet).named(&text_with(name, &named)).show(ui).clicked() {
                commands.push(Command::Service(command));
            }
        }
    });
}

fn header_ui(ui: &mut Ui, name: &str, value: &str) {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), Letters::Mono.line()), Sense::hover());
    let spoken = format!("{name}: {value}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &spoken));
    let split = rect.left() + (rect.width() * 0.58).clamp(178.0, 210.0);
    let left = Rect::from_min_max(rect.min, pos2(split - S, rect.bottom()));
    let right = Rect::from_min_max(pos2(split, rect.top()), rect.max);
    line::paint(ui.painter(), left, name, Letters::Mono, palette.secondary, Align::Min);
    line::paint(ui.painter(), right, value, Letters::Mono, palette.text, Align::Min);
    if !line::fits(ui.painter(), value, Letters::Mono, right.width()) {
        response.on_hover_text(value);
    }
}

fn step_ui(ui: &mut Ui, step: &Step) {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let spoken = format!("{}, {}", step.label, step.at);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &spoken));
    let painter = ui.painter();
    line::dot(painter, pos2(rect.left() + DOT, rect.center().y), palette.tone(step.tone));
    let time = line::paint(painter, rect, &step.at, Letters::Body, palette.secondary, Align::Max);
    let words = Rect::from_min_max(pos2(rect.left() + DOT * 2.0 + M, rect.top()), pos2(time.left() - S, rect.bottom()));
    let label = line::paint(painter, words, &step.label, Letters::Body, palette.text, Align::Min);
    if let Some(detail) = &step.detail {
        let beside = Rect::from_min_max(pos2(label.right() + S, rect.top()), words.max);
        if line::fits(painter, detail, Letters::Body, beside.width()) {
            line::paint(painter, beside, detail, Letters::Body, palette.secondary, Align::Min);
        } else {
            below_ui(ui, detail, words.left() - rect.left());
        }
    }
}

/// A detail that is too long for its step's line, in lines of its own under the step's words.
fn below_ui(ui: &mut Ui, detail: &str, indent: f32) {
    let palette = theme::of(ui);
    ui.horizontal_top(|ui| {
        ui.add_space(indent);
        let words = egui::RichText::new(detail).font(Letters::Body.font()).color(palette.secondary);
        ui.add(egui::Label::new(words).wrap());
    });
}

fn whole_ui(ui: &mut Ui, name: &str, copy_name: &str, content: &str) {
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        line::one_line(ui, name, Letters::Small, palette.secondary);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            copy_button(ui, copy_name, content, Loudness::Plain);
        });
    });
    code_ui(ui, name, content, Language::Http, Numbers::Hidden, ui.available_size());
}

fn lint_ui(ui: &mut Ui, push: &PushDetails) {
    let palette = theme::of(ui);
    if push.lint.is_empty() {
        note_ui(ui, text("lint-none"));
    }
    for found in &push.lint {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = S;
            let (rect, _) = ui.allocate_exact_size(vec2(DOT * 2.0, Letters::Body.line()), Sense::hover());
            line::dot(ui.painter(), rect.center() + vec2(0.0, 1.0), palette.tone(found.tone));
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                line::words(ui, &found.message, Letters::Body, palette.text);
                line::words(ui, &found.why, Letters::Small, palette.secondary);
                if let Some(place) = &found.place {
                    line::words(ui, place, Letters::Small, palette.secondary);
                }
            });
        });
        ui.add_space(S);
    }
}
