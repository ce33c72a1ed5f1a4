//! The line at the foot of the window.

use egui::Ui;

use crate::ui::theme::measure::L;
use crate::ui::theme::{self, Letters, Tone};
use crate::ui::views::StatusBarView;
use crate::ui::widgets::line;

/// Draws the bar.
pub fn status_bar_ui(ui: &mut Ui, view: &StatusBarView) {
    let palette = theme::of(ui);
    ui.horizontal_centered(|ui| {
        line::badge(ui, view.tone, &view.state, Letters::Small, palette.secondary);
        for remark in &view.remarks {
            ui.add_space(L);
            line::badge(ui, Tone::Warned, remark, Letters::Small, palette.text);
        }
    });
}
