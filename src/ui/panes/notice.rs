//! The banner that says what went wrong, until it is dismissed or mended.

use egui::accesskit::Role;
use egui::{Align, Layout, Rect, Sense, Ui, WidgetInfo, pos2};

use super::Commands;
use crate::console::Command;
use crate::console::lineup::LineupCommand;
use crate::lang::text;
use crate::ui::theme::measure::{DOT, S};
use crate::ui::theme::{self, Letters, Tone};
use crate::ui::views::NoticeView;
use crate::ui::views::notice::Mend;
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::line;

/// Draws what is wrong with the service; it stays as long as that holds.
pub fn trouble_ui(ui: &mut Ui, view: &NoticeView) {
    let palette = theme::of(ui);
    ui.add_space(S);
    ui.spacing_mut().item_spacing.y = 2.0;
    let top = ui.cursor().min;
    line::badge(ui, Tone::Refused, &view.what, Letters::Strong, palette.text);
    if !view.meaning.is_empty() {
        ui.horizontal_top(|ui| {
            ui.add_space(DOT * 2.0 + S - 2.0);
            line::words(ui, &view.meaning, Letters::Body, palette.text);
        });
    }
    let whole = Rect::from_min_max(top, pos2(ui.max_rect().right(), ui.cursor().top()));
    let response = ui.interact(whole, ui.scope_id().with("trouble"), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Alert, true, text("trouble-name"));
        info.current_text_value = Some(format!("{} {}", view.what, view.meaning));
        info
    });
    ui.add_space(S);
}

/// Draws the banner.
pub fn notice_ui(ui: &mut Ui, view: &NoticeView, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.horizontal_centered(|ui| {
        line::badge(ui, view.tone, &view.what, Letters::Strong, palette.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if Button::new(text("dismiss"), Loudness::Quiet).show(ui).clicked() {
                commands.push(Command::DismissNotice);
            }
            let offered = view.mend.map(|mend| match mend {
                Mend::BringBack => (text("bring-back"), LineupCommand::BringBack),
            });
            if let Some((words, command)) = offered
                && Button::new(words, Loudness::Quiet).show(ui).clicked()
            {
                commands.push(Command::Lineup(command));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                line::one_line(ui, &view.meaning, Letters::Body, palette.secondary).on_hover_text(&view.meaning);
            });
        });
    });
}
