//! Which flicks open and close what lies beside and over Start? Left for the list of apps and right from it, down from the
//! status bar for the action center, up to close it and to unlock.

use egui::{Pos2, Vec2};

use super::touching::Touching;
use crate::phone::shell::scene::{Finger, Key, ListKind, Page, Panel, Scene};

/// How far a finger goes that flicks, in effective pixels (our choice).
const FAR_EP: f32 = 110.0;
/// From how near to the screen's upper end the action center is pulled down: the status bar, and a finger's width.
const FROM_TOP_EP: f32 = 48.0;
/// From how near to its lower end it is pushed up again.
const FROM_BOTTOM_EP: f32 = 120.0;

/// Where a finger came down, and where it was last.
#[derive(Clone, Copy, Debug)]
struct Track {
    from: Pos2,
    to: Pos2,
}

/// Follows the finger, and says what a flick opened or closed when it leaves the screen.
pub(super) fn swipe(hand: &mut Touching, scene: &Scene) {
    let id = hand.ui.scope_id().with("swipe");
    let track: Option<Track> = hand.ui.data(|data| data.get_temp(id));
    let (is_down, origin, now) =
        hand.ui.input(|input| (input.pointer.primary_down(), input.pointer.press_origin(), input.pointer.latest_pos()));
    if is_down {
        let is_ours = |at: &Pos2| hand.screen.contains(*at) && hand.ui.rect_contains_pointer(hand.screen.expand(400.0));
        if let Some(from) = track.map(|track| track.from).or_else(|| origin.filter(is_ours)) {
            let to = now.unwrap_or(from);
            hand.ui.data_mut(|data| data.insert_temp(id, Track { from, to }));
        }
        return;
    }
    let Some(Track { from, to }) = track else { return };
    hand.ui.data_mut(|data| data.remove::<Track>(id));
    // The place where it was let go counts too.
    let to = now.unwrap_or(to);
    let (from, to) = (hand.canvas.place_ep(from), hand.canvas.place_ep(to));
    hand.fingers.extend(meaning(scene, from, to - from));
}

fn meaning(scene: &Scene, from: Pos2, went: Vec2) -> Option<Finger> {
    let is_level = went.x.abs() > 2.0 * went.y.abs();
    let (left, right) = (is_level && went.x < -FAR_EP, is_level && went.x > FAR_EP);
    let is_upright = went.y.abs() > 2.0 * went.x.abs();
    let (up, down) = (is_upright && went.y < -FAR_EP, is_upright && went.y > FAR_EP);
    let from_top = from.y < FROM_TOP_EP && scene.status_bar.notes.is_some();
    match &scene.page {
        Page::Lock(_) => up.then_some(Finger::Unlock),
        Page::List(list) if list.kind == ListKind::ActionCenter => {
            (up && from.y > scene.height_ep - FROM_BOTTOM_EP).then_some(Finger::Press(Key::Back))
        }
        _ if down && from_top => Some(Finger::Open(Panel::ActionCenter)),
        Page::Start(start) => (left && start.lifted.is_none()).then_some(Finger::Open(Panel::Apps)),
        Page::List(list) => (right && list.kind == ListKind::Apps).then_some(Finger::Press(Key::Back)),
        Page::App(_) => None,
    }
}
