//! Which pane stands where? One story from left to right: compose, see, what came back; the steps above it, the log below.
//!
//! Widths and heights come from `theme/measure`; what does not fit becomes a tab.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Ui, vec2};

use super::composer::Room;
use super::{Commands, answer, composer, log, notice, phones, pipeline, status_bar, top_bar};
use crate::clock::Timestamp;
use crate::console::model::{ComposerTab, MiddleTab};
use crate::console::{Command, Model};
use crate::lang::text;
use crate::ui::theme::measure::{
    Areas, HEAD, M, PIPELINE, SOURCE_TAB_BELOW, STATUS_BAR, TOP_BAR, TWO_COLUMNS_BELOW, XS,
};
use crate::ui::theme::{self, Letters, Palette};
use crate::ui::views::{AnswerView, ComposerView, NoticeView, PhonesView, PipelineView, StatusBarView, TopBarView};
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::line;
use crate::ui::widgets::tabs::tabs;

/// Draws the whole window and returns when it changes next by itself, if it does.
pub fn frame_ui(ui: &mut Ui, model: &Model, now: Timestamp, commands: &mut Commands) -> Option<Timestamp> {
    let palette = theme::of(ui);
    let size = ui.available_size();
    let areas = Areas::of(size.x, size.y);
    let bar = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 0));
    let top = Panel::top("top-bar").exact_size(TOP_BAR).resizable(false).frame(bar);
    top.show(ui, |ui| top_bar::top_bar_ui(ui, &TopBarView::new(model), commands));
    if let Some(said) = &model.desk.notice {
        let panel = Panel::top("notice").exact_size(HEAD + XS).resizable(false).frame(bar.fill(palette.selected));
        panel.show(ui, |ui| notice::notice_ui(ui, &NoticeView::new(said), commands));
    }
    let strip = PipelineView::new(model, now);
    let plain = Frame::new().fill(palette.panel);
    let panel = Panel::top("pipeline").exact_size(PIPELINE).resizable(false).frame(plain);
    panel.show(ui, |ui| pipeline::pipeline_ui(ui, &strip));
    let status = Panel::bottom("status").exact_size(STATUS_BAR).resizable(false).frame(bar);
    status.show(ui, |ui| status_bar::status_bar_ui(ui, &StatusBarView::new(model)));
    let rows = Panel::bottom("log").resizable(true).default_size(areas.log).size_range(96.0..=size.y * 0.5);
    rows.frame(plain).show(ui, |ui| log::log_ui(ui, model, commands));
    story_ui(ui, model, now, size.x, areas, commands);
    [strip.next_change, model.world.next_change(now)].into_iter().flatten().min()
}

fn story_ui(ui: &mut Ui, model: &Model, now: Timestamp, width: f32, areas: Areas, commands: &mut Commands) {
    let palette = theme::of(ui);
    let plain = Frame::new().fill(palette.panel);
    let left = Panel::left("composer").resizable(false).exact_size(areas.composer).frame(plain);
    left.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let room = if width < SOURCE_TAB_BELOW { Room::One } else { Room::Both };
        composer_head(ui, model.desk.composer, room, palette, commands);
        ui.spacing_mut().item_spacing.y = 8.0;
        composer::composer_ui(ui, &ComposerView::new(model), room, commands);
    });
    let answer = AnswerView::new(model);
    if width >= TWO_COLUMNS_BELOW {
        let right = Panel::right("answer").resizable(false).exact_size(areas.answer).frame(plain);
        right.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            answer_head(ui, &answer, palette);
            answer::answer_ui(ui, &answer, commands);
        });
        CentralPanel::no_frame().frame(Frame::new().fill(palette.background)).show(ui, |ui| {
            phones::phones_ui(ui, &PhonesView::new(model, now), commands);
        });
    } else {
        middle_ui(ui, model, now, &answer, commands);
    }
}

/// Phones and answer as tabs of one pane.
fn middle_ui(ui: &mut Ui, model: &Model, now: Timestamp, answer: &AnswerView, commands: &mut Commands) {
    let palette = theme::of(ui);
    let fill = match model.desk.middle {
        MiddleTab::Phones => palette.background,
        MiddleTab::Answer => palette.panel,
    };
    CentralPanel::no_frame().frame(Frame::new().fill(fill)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let names = [(MiddleTab::Phones, text("phones-title")), (MiddleTab::Answer, text("answer-title"))];
        head_ui(ui, |ui| {
            if let Some(tab) = tabs(ui, model.desk.middle, &names, HEAD) {
                commands.push(Command::Middle(tab));
            }
            match model.desk.middle {
                MiddleTab::Phones => outcome_ui(ui, answer, palette),
                MiddleTab::Answer => caption_ui(ui, answer, palette),
            }
        });
        match model.desk.middle {
            MiddleTab::Phones => {
                line::hairline(ui);
                phones::phones_ui(ui, &PhonesView::new(model, now), commands);
            }
            MiddleTab::Answer => answer::answer_ui(ui, answer, commands),
        }
    });
}

fn head_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(ui.available_width(), HEAD), Layout::left_to_right(Align::Center), |ui| {
        ui.add_space(M - 8.0);
        add(ui);
    });
}

fn composer_head(ui: &mut Ui, tab: ComposerTab, room: Room, palette: &Palette, commands: &mut Commands) {
    head_ui(ui, |ui| {
        match room {
            Room::Both => {
                ui.add_space(8.0);
                line::one_line(ui, text("composer-title"), Letters::Strong, palette.text);
            }
            Room::One => {
                let names =
                    [(ComposerTab::Form, text("composer-form")), (ComposerTab::Source, text("composer-source"))];
                if let Some(tab) = tabs(ui, tab, &names, HEAD) {
                    commands.push(Command::Composer(tab));
                }
            }
        }
        files_ui(ui, commands);
    });
    line::hairline(ui);
}

/// Opening and saving, at the right end of the composer's head.
fn files_ui(ui: &mut Ui, commands: &mut Commands) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(M);
        let choices = [
            ("composer-save", "composer-save-name", Command::Save),
            ("composer-open", "composer-open-name", Command::Open),
        ];
        for (words, name, command) in choices {
            if Button::new(text(words), Loudness::Plain).named(text(name)).show(ui).clicked() {
                commands.push(command);
            }
        }
    });
}

fn answer_head(ui: &mut Ui, view: &AnswerView, palette: &Palette) {
    head_ui(ui, |ui| {
        ui.add_space(8.0);
        line::one_line(ui, text("answer-title"), Letters::Strong, palette.text);
        caption_ui(ui, view, palette);
    });
}

/// The verdict in a word, while the answer itself is behind its tab.
fn outcome_ui(ui: &mut Ui, view: &AnswerView, palette: &Palette) {
    if let Some(push) = &view.push {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(M);
            line::badge(ui, push.tone, &push.title, Letters::Body, palette.text);
        });
    }
}

fn caption_ui(ui: &mut Ui, view: &AnswerView, palette: &Palette) {
    if let Some(push) = &view.push {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(M);
            line::one_line(ui, &push.caption, Letters::Body, palette.secondary);
        });
    }
}
