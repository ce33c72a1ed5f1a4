//! The banner that says what went wrong, until it is dismissed or mended.

use egui::{Align, Layout, Ui};

use super::Commands;
use crate::console::Command;
use crate::lang::text;
use crate::ui::theme::{self, Letters, Tone};
use crate::ui::views::NoticeView;
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::line;

/// Draws the banner.
pub fn notice_ui(ui: &mut Ui, view: &NoticeView, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.horizontal_centered(|ui| {
        line::badge(ui, Tone::Refused, &view.what, Letters::Strong, palette.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if Button::new(text("dismiss"), Loudness::Quiet).show(ui).clicked() {
                commands.push(Command::DismissNotice);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                line::one_line(ui, &view.meaning, Letters::Body, palette.secondary).on_hover_text(&view.meaning);
            });
        });
    });
}
