//! The settings: each with what it means, its default, and that it is a choice where nobody knows better.

use egui::{Align, Frame, Id, Layout, Margin, ScrollArea, Ui, vec2};

use super::Commands;
use crate::console::Command;
use crate::console::service::ServiceCommand;
use crate::console::service::settings::Setting;
use crate::lang::{Argument, text, text_with};
use crate::ui::theme::measure::{L, ROW, S, XS};
use crate::ui::theme::{self, Letters};
use crate::ui::views::SettingsView;
use crate::ui::views::settings::{ControlView, Default, SettingRow};
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::form::{FieldLook, field_ui, problem_ui};
use crate::ui::widgets::line;
use crate::ui::widgets::segmented::{Look, Segment, segmented};

/// Width of a field for a number.
const NUMBER: f32 = 84.0;

/// Draws the section.
pub fn settings_ui(ui: &mut Ui, view: &SettingsView, commands: &mut Commands) {
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(12, 12)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = XS;
            let palette = theme::of(ui);
            line::words(ui, text("settings-about"), Letters::Small, palette.secondary);
            head_ui(ui, view, commands);
            for row in &view.rows {
                ui.add_space(S);
                ui.push_id(row.setting, |ui| row_ui(ui, row, commands));
            }
            ui.add_space(L);
        });
    });
}

fn head_ui(ui: &mut Ui, view: &SettingsView, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), Layout::left_to_right(Align::Center), |ui| {
        line::one_line(ui, &view.summary, Letters::Body, palette.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if view.changed > 0 && Button::new(text("settings-reset"), Loudness::Quiet).show(ui).clicked() {
                commands.push(Command::Service(ServiceCommand::ResetSettings));
            }
        });
    });
}

fn row_ui(ui: &mut Ui, row: &SettingRow, commands: &mut Commands) {
    let palette = theme::of(ui);
    let wide = matches!(&row.control, ControlView::Typed { wide: true, .. });
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), Layout::left_to_right(Align::Center), |ui| {
        line::one_line(ui, row.title, Letters::Body, palette.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !wide {
                control_ui(ui, row, commands);
            }
            if row.default == Default::Kept {
                line::one_line(ui, text("setting-is-default"), Letters::Tiny, palette.dim);
            }
        });
    });
    if wide {
        control_ui(ui, row, commands);
    }
    if let Some(problem) = &row.problem {
        problem_ui(ui, 0.0, problem);
    }
    line::words(ui, row.meaning, Letters::Small, palette.secondary);
    if let Some(choice) = row.choice {
        line::words(ui, choice, Letters::Small, palette.secondary);
    }
    if let Default::Changed { words, typed } = &row.default {
        changed_ui(ui, row, words, typed, commands);
    }
}

/// What the default is, and a way back to it.
fn changed_ui(ui: &mut Ui, row: &SettingRow, words: &str, typed: &str, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = XS;
        line::badge(ui, theme::Tone::Warned, words, Letters::Small, palette.text);
        let name = text_with("setting-reset-name", &[("title", Argument::Text(row.title))]);
        if Button::new(text("setting-reset"), Loudness::Plain).named(&name).show(ui).clicked() {
            commands.push(Command::Service(ServiceCommand::Set(row.setting, typed.to_owned())));
        }
    });
}

fn control_ui(ui: &mut Ui, row: &SettingRow, commands: &mut Commands) {
    match &row.control {
        ControlView::Chosen { options, chosen } => {
            let names: Vec<String> = options.iter().map(|(_, words)| format!("{}: {words}", row.title)).collect();
            let mut segments = Vec::new();
            for ((value, words), name) in options.iter().zip(&names) {
                segments.push(Segment { value: *value, text: words, name });
            }
            if let Some(value) = segmented(ui, chosen.as_str(), &segments, Look::ROW) {
                commands.push(Command::Service(ServiceCommand::Set(row.setting, value.to_owned())));
            }
        }
        ControlView::Typed { text, hint, unit, wide } => {
            let palette = theme::of(ui);
            if !unit.is_empty() {
                line::one_line(ui, unit, Letters::Small, palette.secondary);
            }
            let width = if *wide { ui.available_width() } else { NUMBER };
            let look = FieldLook { hint, problem: row.problem.is_some() };
            typed_ui(ui, row, text, width, look, commands);
        }
    }
}

/// A field: what is typed is set when the field is left, if it can be.
fn typed_ui(ui: &mut Ui, row: &SettingRow, shown: &str, width: f32, look: FieldLook<'_>, commands: &mut Commands) {
    let mut typed = shown.to_owned();
    let response = field_ui(ui, field_id(row.setting), row.title, &mut typed, width, look);
    let told = |command| Command::Service(command);
    if response.changed() {
        commands.push(told(ServiceCommand::TypeSetting(row.setting, Some(typed.clone()))));
    }
    if response.lost_focus() {
        commands.push(told(ServiceCommand::Set(row.setting, typed)));
    }
}

fn field_id(setting: Setting) -> Id {
    Id::unique(("setting", setting.name()))
}
