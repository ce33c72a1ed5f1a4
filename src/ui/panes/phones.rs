//! The phones in the middle, as large as there is room for.

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use super::Commands;
use crate::console::Command;
use crate::lang::text;
use crate::ui::device::phone_ui;
use crate::ui::theme::measure::{L, ROW, S, XL};
use crate::ui::theme::{self, Letters};
use crate::ui::views::PhonesView;
use crate::ui::views::phones::PhoneCard;
use crate::ui::widgets::line;

/// Width of a phone's body for a height of one: a screen of 480 x 800 with a rim and a row of keys.
const BODY: f32 = 0.55;
/// A phone is never drawn larger than this.
const TALLEST: f32 = 960.0;

/// Draws the phones, centred.
pub fn phones_ui(ui: &mut Ui, view: &PhonesView, commands: &mut Commands) {
    if view.phones.is_empty() {
        nobody_ui(ui);
        return;
    }
    let room = ui.available_size();
    let height = (room.y - ROW - S - 2.0 * L).clamp(200.0, TALLEST);
    let size = vec2((height * BODY).round(), height.round());
    #[expect(clippy::cast_precision_loss, reason = "a handful of phones")]
    let count = view.phones.len() as f32;
    let wanted = count * size.x + (count - 1.0) * XL;
    let above = ((room.y - size.y - ROW - S) / 2.0).max(S);
    ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| {
        ui.add_space(above);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = XL;
            ui.add_space(((room.x - wanted) / 2.0).max(0.0));
            for phone in &view.phones {
                ui.allocate_ui_with_layout(size + vec2(0.0, ROW + S), Layout::top_down(Align::Min), |ui| {
                    card_ui(ui, phone, size, commands);
                });
            }
        });
    });
}

fn card_ui(ui: &mut Ui, phone: &PhoneCard, size: egui::Vec2, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.allocate_ui_with_layout(vec2(size.x, ROW), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = S;
        line::one_line(ui, &phone.name, Letters::Strong, palette.text);
        line::one_line(ui, phone.os.word(), Letters::Body, palette.secondary);
        line::badge(ui, phone.tone, phone.connection, Letters::Body, palette.secondary);
    });
    for finger in phone_ui(ui, size, &phone.scene, &phone.name) {
        commands.push(Command::Finger { device: phone.device.clone(), finger });
    }
}

fn nobody_ui(ui: &mut Ui) {
    let palette = theme::of(ui);
    let height = ui.available_height();
    ui.vertical_centered(|ui| {
        ui.add_space((height / 2.0 - XL).max(0.0));
        line::words(ui, text("phones-none"), Letters::Title, palette.text);
        line::words(ui, text("phones-none-do"), Letters::Body, palette.secondary);
    });
}
