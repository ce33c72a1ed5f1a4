//! What do fingers do to a list, to the lock screen, and to the keys that no tile covers? Taps, holds, flicks, scrolling.

use egui::{Key as Pressed, Sense};

use super::hand::{self, Hidden};
use super::rows;
use super::touching::Touching;
use crate::lang::text;
use crate::phone::shell::scene::{AppScene, Finger, ListScene, Panel, RectEp, Row, RowScene, Scene, StartScene};

/// A toast that is flicked so far to the right leaves the action center, in effective pixels (as the banner's, at half its way).
const DISMISS_EP: f32 = 100.0;

/// Lets fingers touch the rows of a list.
pub(super) fn list(hand: &mut Touching, list: &ListScene, height_ep: f32) {
    let hidden = Hidden::of(list.rows.iter().map(|row| (row.rect, hand::UNDER_LAST)), list.kind.top(), height_ep);
    let mut scrolled = hand::under(hand, hidden);
    for (index, RowScene { rect, row }) in list.rows.iter().enumerate() {
        let Some(finger) = row.finger() else { continue };
        let place = hand.canvas.rect(*rect).intersect(hand.screen);
        if !place.is_positive() {
            continue;
        }
        let id = hand.ui.scope_id().with(("row", list.kind, index));
        let response = hand.sense(id, place, Sense::click_and_drag(), || rows::name(row, list.kind));
        scrolled += hand::dragged_up(hand, &response);
        match row {
            Row::App { app, .. } => {
                let is_wanted = response.has_focus() && hand.ui.input(|input| input.key_pressed(Pressed::F2));
                if response.secondary_clicked() || response.long_touched() || is_wanted {
                    hand.fingers.push(Finger::HoldApp(app.clone()));
                }
            }
            Row::Note { id, .. } => {
                let went = hand.ui.input(|input| input.pointer.total_drag_delta()).unwrap_or_default();
                let kept = hand.ui.scope_id().with("flick");
                if response.dragged() {
                    hand.ui.data_mut(|data| data.insert_temp(kept, went.x / hand.canvas.scale()));
                }
                let removed = response.has_focus() && hand.ui.input(|input| input.key_pressed(Pressed::Delete));
                let flicked = response.drag_stopped()
                    && hand.ui.data(|data| data.get_temp::<f32>(kept)).is_some_and(|went| went > DISMISS_EP);
                if removed || flicked {
                    hand.fingers.push(Finger::DismissNote(*id));
                }
            }
            _ => {}
        }
        if response.clicked() {
            hand.fingers.push(finger);
        }
    }
    hand::scroll_list(hand, scrolled);
}

/// The lock screen is pushed up; a tap, or Enter, does it too.
pub(super) fn lock(hand: &mut Touching) {
    let id = hand.ui.scope_id().with("lock");
    if hand.sense(id, hand.screen, Sense::click(), || text("device-unlock").to_owned()).clicked() {
        hand.fingers.push(Finger::Unlock);
    }
}

/// The bar at the end of an app's page that pins it.
pub(super) fn pin(hand: &mut Touching, app: &AppScene) {
    let Some(offer) = &app.pin else { return };
    let place = hand.canvas.rect(offer.rect).intersect(hand.screen);
    let id = hand.ui.scope_id().with("pin");
    if hand.sense(id, place, Sense::click(), || text("phone-pin").to_owned()).clicked() {
        hand.fingers.push(offer.finger.clone());
    }
}

/// The round arrow that leads from Start to the list of apps.
pub(super) fn arrow(hand: &mut Touching, start: &StartScene) {
    let place = hand.canvas.rect(start.arrow).intersect(hand.screen);
    let id = hand.ui.scope_id().with("arrow");
    if place.is_positive() && hand.sense(id, place, Sense::click(), || text("device-apps").to_owned()).clicked() {
        hand.fingers.push(Finger::Open(Panel::Apps));
    }
}

/// The status bar, where something can be pulled down from it.
pub(super) fn status_bar(hand: &mut Touching, scene: &Scene) {
    if scene.status_bar.notes.is_none() {
        return;
    }
    let area = RectEp { x_ep: 0.0, y_ep: 0.0, width_ep: scene.width_ep, height_ep: 32.0 };
    let id = hand.ui.scope_id().with("status-bar");
    if hand.sense(id, hand.canvas.rect(area), Sense::click(), || text("device-action-center").to_owned()).clicked() {
        hand.fingers.push(Finger::Open(Panel::ActionCenter));
    }
}
