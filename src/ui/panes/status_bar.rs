//! The line at the foot of the window.

use egui::{Align, Layout, Ui};

use super::Commands;
use crate::console::Command;
use crate::lang::text;
use crate::phone::shell::scene::Movement;
use crate::ui::theme::measure::{L, STATUS_BAR};
use crate::ui::theme::{self, Letters, Tone};
use crate::ui::views::StatusBarView;
use crate::ui::widgets::button::{Button, Loudness, Pressed};
use crate::ui::widgets::line;

/// Draws the bar.
pub fn status_bar_ui(ui: &mut Ui, view: &StatusBarView, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.horizontal_centered(|ui| {
        line::badge(ui, view.tone, &view.state, Letters::Small, palette.secondary);
        for remark in &view.remarks {
            ui.add_space(L);
            line::badge(ui, Tone::Warned, remark, Letters::Small, palette.text);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| movement_ui(ui, view.movement, commands));
    });
}

/// The switch that lets what the phones show move, or not.
fn movement_ui(ui: &mut Ui, movement: Movement, commands: &mut Commands) {
    let (words, pressed, other) = match movement {
        Movement::Full => ("motion-full", Pressed::Out, Movement::Reduced),
        Movement::Reduced => ("motion-reduced", Pressed::In, Movement::Full),
    };
    let button = Button::new(text(words), Loudness::Plain).named(text("motion-name")).pressed(pressed);
    if button.height(STATUS_BAR).show(ui).on_hover_text(text("motion-hint")).clicked() {
        commands.push(Command::Movement(other));
    }
}
