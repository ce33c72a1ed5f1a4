//! The phones in the middle: cards in rows, as large as there is room for or as they are wanted.
//!
//! Where each stands is `arrangement`, what can be done with one `deeds`, how there come to be more `lineup`.

use egui::{Align, Id, Layout, Rect, ScrollArea, Sense, Ui, UiBuilder, Vec2, pos2, vec2};

use super::arrangement::{Arrangement, OVER};
use super::{Commands, deeds, drops, lineup};
use crate::clock::Timestamp;
use crate::console::lineup::LineupCommand;
use crate::console::{Command, Model};
use crate::lang::{Argument, text, text_with};
use crate::protocol::device::DeviceId;
use crate::ui::device::{Touched, body_size, phone_ui};
use crate::ui::theme::measure::{M, ROW, S, XL};
use crate::ui::theme::{self, Letters};
use crate::ui::views::PhonesView;
use crate::ui::views::phones::PhoneCard;
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::{actions, line};

/// A card narrower than this says how its phone is connected by the dot alone.
const SAYS_CONNECTION_FROM: f32 = 220.0;

/// What the cards are drawn from.
#[derive(Clone, Copy)]
pub struct Lineup<'a> {
    /// What is known.
    pub model: &'a Model,
    /// The cards.
    pub view: &'a PhonesView,
    /// Where they stand.
    pub arrangement: &'a Arrangement,
    /// The time.
    pub now: Timestamp,
}

/// Where the phones stand in a room of this size.
#[must_use]
pub fn arranged(view: &PhonesView, room: Vec2) -> Arrangement {
    let bodies: Vec<Vec2> = view.phones.iter().map(|phone| body_size(phone.width_ep, phone.height_ep)).collect();
    Arrangement::new(&bodies, room, view.zoom)
}

/// Draws the phones that are in sight. Gives back when one of them next changes by itself.
pub fn phones_ui(ui: &mut Ui, lineup: Lineup<'_>, commands: &mut Commands) -> Option<Timestamp> {
    if lineup.view.phones.is_empty() {
        nobody_ui(ui, commands);
        return None;
    }
    lineup::keys(ui, ui.available_rect_before_wrap(), lineup.arrangement, commands);
    let right = lineup.arrangement.cards.iter().map(Rect::right).fold(0.0, f32::max);
    let called = just_called(ui, lineup.model);
    let (mut changes, mut places) = (Vec::new(), Vec::new());
    ScrollArea::both().auto_shrink([false, false]).show_viewport(ui, |ui, sight| {
        let corner = ui.max_rect().min.to_vec2();
        ui.set_min_size(vec2(right + M, lineup.arrangement.height));
        for (phone, card) in lineup.view.phones.iter().zip(&lineup.arrangement.cards) {
            let shown = card.translate(corner);
            head_ui(ui, phone, shown, lineup.now, commands);
            if called == Some(&phone.device) {
                ui.scroll_to_rect(shown, None);
            }
            if card.intersects(sight) {
                changes.push(body_ui(ui, phone, shown, lineup, commands));
                places.push((phone.device.clone(), body_rect(shown)));
            }
        }
    });
    drops::drops_ui(ui, lineup.model, &places, commands);
    changes.into_iter().flatten().min()
}

/// Where the phone itself is on its card.
fn body_rect(card: Rect) -> Rect {
    Rect::from_min_max(pos2(card.left(), card.top() + OVER), card.max)
}

/// The phone that this window has just sent something to.
fn just_called<'a>(ui: &Ui, model: &'a Model) -> Option<&'a DeviceId> {
    let (push, device) = model.desk.lineup.called.as_ref()?;
    let id = Id::unique("phones-called");
    let known: Option<u128> = ui.data(|data| data.get_temp(id));
    ui.data_mut(|data| data.insert_temp(id, push.as_u128()));
    (known != Some(push.as_u128())).then_some(device)
}

/// The name of a phone and what it runs. Also where it is out of sight, so that the keyboard finds it.
fn head_ui(ui: &mut Ui, phone: &PhoneCard, card: Rect, now: Timestamp, commands: &mut Commands) {
    let palette = theme::of(ui);
    let rect = Rect::from_min_size(card.min, vec2(card.width(), ROW));
    let place = UiBuilder::new().id_salt(("card", &phone.device)).max_rect(rect);
    ui.scope_builder(place.layout(Layout::right_to_left(Align::Center)), |ui| {
        ui.spacing_mut().item_spacing.x = S;
        let name = text_with("phones-more", &[("name", Argument::Text(&phone.name))]);
        let (more, chosen) = actions::more(ui, &name, &deeds::words());
        commands.extend(chosen.and_then(|at| deeds::command(at, &phone.device, now)));
        if more.gained_focus() {
            ui.scroll_to_rect(card, None);
        }
        let wordy = card.width() >= SAYS_CONNECTION_FROM;
        let connection = if wordy { phone.connection } else { "" };
        let painter = ui.painter().clone();
        let width = |words: &str, letters| line::galley(&painter, words, letters, palette.text, f32::INFINITY).size().x;
        let os = phone.os.word();
        let after = width(os, Letters::Body) + 2.0 * S + 14.0 + width(connection, Letters::Body);
        let room = (ui.available_width() - after).max(ROW);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let shown = width(&phone.name, Letters::Strong).min(room);
            ui.allocate_ui_with_layout(vec2(shown, ROW), Layout::left_to_right(Align::Center), |ui| {
                line::one_line(ui, &phone.name, Letters::Strong, palette.text);
            });
            line::one_line(ui, os, Letters::Body, palette.secondary);
            if wordy {
                line::badge(ui, phone.tone, connection, Letters::Body, palette.secondary);
            } else {
                line::silent_badge(ui, phone.tone, phone.connection);
            }
        });
    });
}

/// The phone itself. Gives back when it next changes by itself.
fn body_ui(
    ui: &mut Ui,
    phone: &PhoneCard,
    card: Rect,
    lineup: Lineup<'_>,
    commands: &mut Commands,
) -> Option<Timestamp> {
    let Lineup { model, now, .. } = lineup;
    let (scene, next_change) = phone.seen(model, now)?;
    let rect = body_rect(card);
    // Not for the keyboard, which has the button for it.
    let response = ui.interact(rect, ui.scope_id().with(("body", &phone.device)), Sense::CLICK);
    let chosen = actions::context_menu(&response, &deeds::words());
    commands.extend(chosen.and_then(|at| deeds::command(at, &phone.device, now)));
    let mut place = ui.new_child(UiBuilder::new().max_rect(rect));
    let Touched { fingers, pictures, focused } = phone_ui(&mut place, rect, &scene, &phone.name);
    let device = &phone.device;
    commands.extend(fingers.into_iter().map(|finger| Command::Finger { device: device.clone(), finger }));
    commands.extend(pictures.into_iter().map(|(of, keep)| Command::Picture {
        device: device.clone(),
        of,
        at: now,
        keep,
    }));
    // Whoever comes by keyboard sees what it is on.
    if let Some(focused) = focused.filter(|_| ui.input(|input| input.key_pressed(egui::Key::Tab))) {
        ui.scroll_to_rect(focused, None);
    }
    next_change
}

fn nobody_ui(ui: &mut Ui, commands: &mut Commands) {
    let palette = theme::of(ui);
    let height = ui.available_height();
    ui.vertical_centered(|ui| {
        ui.add_space((height / 2.0 - 2.0 * XL).max(0.0));
        line::words(ui, text("phones-none"), Letters::Title, palette.text);
        line::words(ui, text("phones-none-do"), Letters::Body, palette.secondary);
        ui.add_space(S);
        if Button::new(text("phones-none-add"), Loudness::Quiet).show(ui).clicked() {
            commands.push(Command::Lineup(LineupCommand::Add));
        }
    });
}
