//! The phones in the middle, as large as there is room for.

use egui::{Align, Layout, ScrollArea, Sense, Ui, UiBuilder, Vec2, vec2};

use super::Commands;
use crate::clock::Timestamp;
use crate::console::Command;
use crate::console::render::shot::Pictured;
use crate::lang::{Argument, text, text_with};
use crate::ui::device::{KEPT, Touched, phone_size, phone_ui};
use crate::ui::theme::measure::{L, ROW, S, XL};
use crate::ui::theme::{self, Letters};
use crate::ui::views::PhonesView;
use crate::ui::views::phones::PhoneCard;
use crate::ui::widgets::{actions, line};

/// A phone is never drawn larger than this.
const TALLEST: f32 = 960.0;

/// Draws the phones, centred.
pub fn phones_ui(ui: &mut Ui, view: &PhonesView, now: Timestamp, commands: &mut Commands) {
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
                    card_ui(ui, phone, size, now, commands);
                });
            }
        });
    });
}

fn card_ui(ui: &mut Ui, phone: &PhoneCard, size: Vec2, now: Timestamp, commands: &mut Commands) {
    let palette = theme::of(ui);
    let keep = |of, keep| Command::Picture { device: phone.device.clone(), of, at: now, keep };
    let deeds = KEPT.map(|(deed, _)| text(deed));
    ui.allocate_ui_with_layout(vec2(size.x, ROW), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = S;
        line::one_line(ui, &phone.name, Letters::Strong, palette.text);
        line::one_line(ui, phone.os.word(), Letters::Body, palette.secondary);
        line::badge(ui, phone.tone, phone.connection, Letters::Body, palette.secondary);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = text_with("phones-more", &[("name", Argument::Text(&phone.name))]);
            let chosen = actions::more(ui, &name, &deeds).and_then(|at| KEPT.get(at));
            commands.extend(chosen.map(|(_, how)| keep(Pictured::Screen, *how)));
        });
    });
    // Not for the keyboard, which has the button for it.
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    let chosen = actions::context_menu(&response, &deeds).and_then(|at| KEPT.get(at));
    commands.extend(chosen.map(|(_, how)| keep(Pictured::Screen, *how)));
    let mut place = ui.new_child(UiBuilder::new().max_rect(rect));
    let Touched { fingers, pictures } = phone_ui(&mut place, rect, &phone.scene, &phone.name);
    commands.extend(fingers.into_iter().map(|finger| Command::Finger { device: phone.device.clone(), finger }));
    commands.extend(pictures.into_iter().map(|(of, how)| keep(of, how)));
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
