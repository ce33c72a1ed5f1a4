//! The phones in the middle, as large as there is room for.

use egui::{Align, Layout, ScrollArea, Sense, Ui, UiBuilder, Vec2, vec2};

use super::Commands;
use crate::console::Command;
use crate::lang::text;
use crate::ui::device::{phone_size, phone_ui};
use crate::ui::theme::measure::{L, ROW, S, XL};
use crate::ui::theme::{self, Letters};
use crate::ui::views::PhonesView;
use crate::ui::views::phones::PhoneCard;
use crate::ui::widgets::line;

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
    let sizes: Vec<Vec2> = view.phones.iter().map(|phone| phone_size(&phone.scene, height.round()).round()).collect();
    let wanted = sizes.iter().map(|size| size.x + XL).sum::<f32>() - XL;
    let above = ((room.y - height - ROW - S) / 2.0).max(S);
    ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| {
        ui.add_space(above);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = XL;
            ui.add_space(((room.x - wanted) / 2.0).max(0.0));
            for (phone, size) in view.phones.iter().zip(sizes) {
                ui.allocate_ui_with_layout(size + vec2(0.0, ROW + S), Layout::top_down(Align::Min), |ui| {
                    card_ui(ui, phone, size, commands);
                });
            }
        });
    });
}

fn card_ui(ui: &mut Ui, phone: &PhoneCard, size: Vec2, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.allocate_ui_with_layout(vec2(size.x, ROW), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = S;
        line::one_line(ui, &phone.name, Letters::Strong, palette.text);
        line::one_line(ui, phone.os.word(), Letters::Body, palette.secondary);
        line::badge(ui, phone.tone, phone.connection, Letters::Body, palette.secondary);
    });
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let mut place = ui.new_child(UiBuilder::new().max_rect(rect));
    for finger in phone_ui(&mut place, rect, &phone.scene, &phone.name) {
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
