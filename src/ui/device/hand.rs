//! What do fingers do to the tiles? Taps, holds, drags, the discs of a lifted tile, and the same from the keyboard.

use std::time::Duration;

use egui::{Id, Key, Pos2, Response, Sense, Vec2};

use super::lifted::Disc;
use super::pose::Pose;
use super::touching::{Chosen, Touching, title};
use crate::console::render::shot::Pictured;
use crate::lang::{Argument, text, text_with};
use crate::phone::shell::scene::{
    Finger, Lifted, Movement, RectEp, Scene, Spot, StartScene, TileKey, TileScene, TileSize,
};

/// How long a tile must be held to be lifted (R); what is shorter is a tap.
const HOLD_SECS: f64 = 0.8;
/// How long a tile stays tilted when it is let go, and how long it then takes to lie flat (VISUALS.md 3, "return after 0.2 s
/// in 0.1 s", A).
const TILT_STAYS_SECS: f64 = 0.2;
const TILT_RETURNS_SECS: f64 = 0.1;
/// How far a finger may go, in points, and still count as one that stays: what egui takes for a click.
const STAYS: f32 = 6.0;
/// How often what moves by a finger is drawn.
const FRAME_SECS: f64 = 1.0 / 60.0;
/// Where the first tile stands while Start is not scrolled (VISUALS.md 1.3).
const START_TOP: f32 = 94.0;
/// What is to be seen under the last tile, at the least: the gutter of three columns.
const LEAST_GUTTER: f32 = 8.0;
/// What is to be seen under the round arrow, and under the last row of a list (R).
pub(super) const UNDER_LAST: f32 = 24.0;
/// How far Page Up and Page Down scroll: three rows of medium tiles less one of small ones.
const PAGE_EP: i32 = 555;
/// How far a tile is dragged before the phone hears of it again, in effective pixels.
const DRAG_STEP_EP: f32 = 6.0;

/// What a finger remembers of a phone from one frame to the next.
#[derive(Clone, Debug, Default)]
struct Grip {
    /// The tile that tilts or comes back from it, and since when it is let go.
    tilted: Option<(TileKey, Pose, Option<f64>)>,
    /// The tile that was held long enough in this touch.
    held: Option<TileKey>,
    /// What was scrolled by less than an effective pixel.
    scrolled: f32,
    /// The tile that is dragged: from its corner to the finger, and the corner that the phone last heard of.
    dragged: Option<(TileKey, Vec2, Pos2)>,
}

/// Lets fingers touch the tiles of Start.
pub(super) fn tiles(hand: &mut Touching, scene: &Scene, start: &StartScene) {
    let grip_id = hand.ui.scope_id().with("grip");
    let mut grip: Grip = hand.ui.data(|data| data.get_temp(grip_id)).unwrap_or_default();
    let lifted = start.lifted.as_ref();
    let tiles = start.tiles.iter().map(|tile| (tile.rect, LEAST_GUTTER));
    let hidden = Hidden::of(tiles.chain([(start.arrow, UNDER_LAST)]), START_TOP, scene.height_ep);
    let mut scrolled = aside(hand, lifted) + wheel(hand, hidden);
    for tile in &start.tiles {
        scrolled += touch(hand, tile, lifted, scene.movement, &mut grip);
    }
    scroll(hand, &mut grip, scrolled);
    if let Some(lifted) = lifted
        && let Some(tile) = start.tiles.iter().find(|tile| tile.key == lifted.tile)
    {
        discs(hand, tile, lifted);
    }
    let seen = |key: &TileKey| start.tiles.iter().any(|tile| tile.key == *key);
    grip.dragged.take_if(|(key, ..)| !seen(key) || lifted.is_none_or(|lifted| lifted.tile != *key));
    settle_tilt(hand, &mut grip);
    hand.touch.dragged = grip.dragged.as_ref().map(|(_, _, corner)| (corner.x, corner.y));
    hand.ui.data_mut(|data| data.insert_temp(grip_id, grip));
}

/// What is beside the tiles, under them: a tap puts the lifted tile down. Gives back by how much it was dragged up.
fn aside(hand: &mut Touching, lifted: Option<&Lifted>) -> f32 {
    let id = hand.ui.scope_id().with("aside");
    if lifted.is_none() {
        return dragged_up(hand, &hand.ui.interact(hand.screen, id, Sense::DRAG));
    }
    let response = hand.sense(id, hand.screen, Sense::click_and_drag(), || text("device-aside").to_owned());
    if response.clicked() {
        hand.fingers.push(Finger::TapAside);
    }
    dragged_up(hand, &response)
}

/// What lies under the rows of a list: by how much it was dragged up, or turned by the wheel.
pub(super) fn under(hand: &mut Touching, hidden: Hidden) -> f32 {
    let id = hand.ui.scope_id().with("under");
    let dragged = dragged_up(hand, &hand.ui.interact(hand.screen, id, Sense::DRAG));
    dragged + wheel(hand, hidden)
}

/// Tells the phone by how many whole effective pixels a list was dragged.
pub(super) fn scroll_list(hand: &mut Touching, by_ep: f32) {
    let grip_id = hand.ui.scope_id().with("grip");
    let mut grip: Grip = hand.ui.data(|data| data.get_temp(grip_id)).unwrap_or_default();
    scroll(hand, &mut grip, by_ep);
    hand.ui.data_mut(|data| data.insert_temp(grip_id, grip));
}

/// By how much a finger drags up what it is on, in effective pixels.
pub(super) fn dragged_up(hand: &Touching, response: &Response) -> f32 {
    if response.dragged() { -response.drag_delta().y / hand.canvas.scale() } else { 0.0 }
}

/// How much of a page is out of sight, in effective pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hidden {
    above: f32,
    below: f32,
}

impl Hidden {
    /// Of a page with these parts and what is to be seen under each, the first of which stands at `top` where nothing is
    /// scrolled.
    pub(super) fn of(parts: impl Iterator<Item = (RectEp, f32)>, top: f32, height_ep: f32) -> Self {
        let ends = parts.map(|(part, under_ep)| (part.y_ep, part.y_ep + part.height_ep + under_ep));
        let (first, last) =
            ends.fold((top, 0.0_f32), |(first, last), (above, below)| (first.min(above), last.max(below)));
        Self { above: top - first, below: last - height_ep }
    }
}

/// By how much the wheel drags up what the pointer is over. Where there is no more of it that way, the wheel is the window's.
fn wheel(hand: &Touching, hidden: Hidden) -> f32 {
    let delta = hand.ui.input(|input| input.smooth_scroll_delta().y);
    let more = if delta > 0.0 { hidden.above } else { hidden.below };
    if more < 0.5 || !hand.ui.rect_contains_pointer(hand.screen) {
        return 0.0;
    }
    hand.ui.input_mut(|input| input.smooth_scroll_delta.y = 0.0);
    -delta / hand.canvas.scale()
}

/// Tells the phone by how many whole effective pixels Start was dragged.
fn scroll(hand: &mut Touching, grip: &mut Grip, by_ep: f32) {
    grip.scrolled += by_ep;
    let whole = grip.scrolled.trunc();
    grip.scrolled -= whole;
    if whole != 0.0 {
        hand.fingers.push(Finger::Scroll(whole_ep(whole)));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and a screen is small")]
const fn whole_ep(place_ep: f32) -> i32 {
    place_ep.round() as i32
}

fn repaint_after(hand: &Touching, secs: f64) {
    let wait = Duration::try_from_secs_f64(secs.max(FRAME_SECS)).unwrap_or_default();
    hand.ui.ctx().request_repaint_after(wait);
}

/// A finger, or the keyboard, is on a tile. Gives back by how much it drags Start up.
fn touch(hand: &mut Touching, tile: &TileScene, lifted: Option<&Lifted>, movement: Movement, grip: &mut Grip) -> f32 {
    let rect = hand.canvas.rect(tile.rect).intersect(hand.screen);
    if !rect.is_positive() {
        return 0.0;
    }
    let name = || text_with("device-tile", &[("title", Argument::Text(title(tile)))]);
    let id = hand.ui.scope_id().with(("tile", &tile.key));
    let response = hand.sense(id, rect, Sense::click_and_drag(), name);
    let is_lifted = lifted.is_some_and(|lifted| lifted.tile == tile.key);
    if response.is_pointer_button_down_on() {
        press(hand, tile, &response, lifted, movement, grip);
    } else {
        grip.held.take_if(|key| *key == tile.key);
    }
    if response.clicked() {
        hand.fingers.push(Finger::TapTile(tile.key.clone()));
    }
    let lift = (!is_lifted).then(|| text("device-lift"));
    if hand.offer(&response, Pictured::Tile(tile.key.clone()), lift) == Chosen::Yes {
        hand.fingers.push(Finger::Hold(tile.key.clone()));
    }
    if response.has_focus() {
        keyboard(hand, tile, is_lifted, id);
    }
    if is_lifted {
        drag(hand, tile, &response, grip);
        return 0.0;
    }
    dragged_up(hand, &response)
}

/// A finger is on a tile: the tile tilts, and after a while it is lifted.
fn press(
    hand: &mut Touching,
    tile: &TileScene,
    response: &Response,
    lifted: Option<&Lifted>,
    movement: Movement,
    grip: &mut Grip,
) {
    let is_held = grip.held.as_ref() == Some(&tile.key);
    let (time, since, stayed, origin) = hand.ui.input(|input| {
        let pointer = &input.pointer;
        // By how far it went, not by how long it is down: a finger that holds is no drag.
        let went = pointer.total_drag_delta().unwrap_or_default();
        (input.time, pointer.press_start_time(), went.length() <= STAYS, pointer.press_origin())
    });
    if !stayed {
        // Who drags presses nothing any more.
        if let Some((_, _, let_go)) = &mut grip.tilted {
            let_go.get_or_insert(time);
        }
    } else if let (Movement::Full, None, Some(origin)) = (movement, lifted, origin) {
        let within = (origin - response.rect.min) / response.rect.size();
        grip.tilted = Some((tile.key.clone(), Pose::pressed(within.x, within.y), None));
    }
    let is_lifted = lifted.is_some_and(|lifted| lifted.tile == tile.key);
    let by_finger = hand.ui.input(|input| input.pointer.primary_down());
    if is_held || is_lifted || !stayed || !by_finger {
        return;
    }
    let held_secs = since.map_or(0.0, |since| time - since);
    if held_secs >= HOLD_SECS {
        grip.held = Some(tile.key.clone());
        hand.fingers.push(Finger::Hold(tile.key.clone()));
    } else {
        repaint_after(hand, HOLD_SECS - held_secs);
    }
}

/// The lifted tile follows the finger; the phone hears where it is, so that the others make room.
fn drag(hand: &mut Touching, tile: &TileScene, response: &Response, grip: &mut Grip) {
    let finger = response.interact_pointer_pos().map(|at| hand.canvas.place_ep(at));
    let went = hand.ui.input(|input| input.pointer.total_drag_delta()).unwrap_or_default();
    if response.dragged()
        && (grip.dragged.is_some() || went.length() > STAYS)
        && let Some(finger) = finger
    {
        let here = Pos2::new(tile.rect.x_ep, tile.rect.y_ep);
        let (_, grab, told) = match grip.dragged.take() {
            Some(dragged) if dragged.0 == tile.key => dragged,
            Some(_) | None => {
                // From where the finger came down, not from where it was found to drag.
                let origin = hand.ui.input(|input| input.pointer.press_origin());
                let origin = origin.map_or(finger, |at| hand.canvas.place_ep(at));
                (tile.key.clone(), origin - here, here)
            }
        };
        let corner = finger - grab;
        let told = if (corner - told).length_sq() >= DRAG_STEP_EP * DRAG_STEP_EP {
            let (x_ep, y_ep) = (whole_ep(corner.x), whole_ep(corner.y));
            hand.fingers.push(Finger::Drag { tile: tile.key.clone(), x_ep, y_ep });
            corner
        } else {
            told
        };
        hand.touch.dragged = Some((corner.x, corner.y));
        grip.dragged = Some((tile.key.clone(), grab, told));
    }
    if response.drag_stopped() && grip.dragged.take().is_some() {
        hand.fingers.push(Finger::Drop);
    }
}

/// A tile that was let go stays tilted for a moment and comes back.
fn settle_tilt(hand: &mut Touching, grip: &mut Grip) {
    let Some((key, pose, let_go)) = grip.tilted.take() else { return };
    let (time, is_down) = hand.ui.input(|input| (input.time, input.pointer.any_down()));
    let let_go = if is_down && let_go.is_none() { None } else { Some(let_go.unwrap_or(time)) };
    let passed = let_go.map_or(0.0, |let_go| time - let_go);
    let left = 1.0 - ((passed - TILT_STAYS_SECS) / TILT_RETURNS_SECS).clamp(0.0, 1.0);
    if left <= 0.0 {
        return;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a part, 0 to 1")]
    let left = left as f32;
    hand.touch.pressed = Some((key.clone(), pose.part(left)));
    if let_go.is_some() {
        repaint_after(hand, TILT_STAYS_SECS - passed);
    }
    grip.tilted = Some((key, pose, let_go));
}

/// The discs at the corners of the lifted tile.
fn discs(hand: &mut Touching, tile: &TileScene, lifted: &Lifted) {
    for disc in Disc::of(lifted.next_size) {
        let title = ("title", Argument::Text(title(tile)));
        let name = match disc {
            Disc::Unpin => text_with("device-unpin", &[title]),
            Disc::Resize(size) => text_with("device-resize", &[title, ("size", Argument::Text(size_word(size)))]),
        };
        let rect = hand.canvas.rect(disc.area(tile.rect)).intersect(hand.screen);
        // One id for the arrow, whatever size it gives: the keyboard stays on it.
        let id = hand.ui.scope_id().with(("disc", matches!(disc, Disc::Unpin)));
        if hand.sense(id, rect, Sense::click(), || name.clone()).clicked() {
            let tile = tile.key.clone();
            hand.fingers.push(match disc {
                Disc::Unpin => Finger::Unpin(tile),
                Disc::Resize(size) => Finger::Resize { tile, size },
            });
        }
    }
}

/// Page Up and Down scroll. F2 lifts the tile that has the focus; then the arrows move it, Delete takes it off, Escape puts it down.
fn keyboard(hand: &mut Touching, tile: &TileScene, is_lifted: bool, id: Id) {
    let pressed = |key: Key| hand.ui.input(|input| input.key_pressed(key));
    let key = tile.key.clone();
    for (page, by_ep) in [(Key::PageDown, PAGE_EP), (Key::PageUp, -PAGE_EP)] {
        if pressed(page) {
            hand.fingers.push(Finger::Scroll(by_ep));
        }
    }
    if !is_lifted {
        if pressed(Key::F2) {
            hand.fingers.push(Finger::Hold(key));
        }
        return;
    }
    let filter =
        egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, ..Default::default() };
    hand.ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let Spot { column, row } = tile.spot;
    let moves = [
        (Key::ArrowLeft, Spot { column: column.saturating_sub(1), row }),
        (Key::ArrowRight, Spot { column: column.saturating_add(1), row }),
        (Key::ArrowUp, Spot { column, row: row.saturating_sub(1) }),
        (Key::ArrowDown, Spot { column, row: row.saturating_add(1) }),
    ];
    if let Some((_, to)) = moves.into_iter().find(|(key, _)| pressed(*key)) {
        hand.fingers.push(Finger::Move { tile: key, to });
    } else if pressed(Key::Delete) {
        hand.fingers.push(Finger::Unpin(key));
    } else if pressed(Key::Escape) {
        hand.fingers.push(Finger::TapAside);
    }
}

fn size_word(size: TileSize) -> &'static str {
    match size {
        TileSize::Small => text("device-size-small"),
        TileSize::Medium => text("device-size-medium"),
        TileSize::Wide => text("device-size-wide"),
    }
}
