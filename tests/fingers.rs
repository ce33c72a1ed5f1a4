//! What do fingers do to the tiles of a phone in a window? Held, dragged, resized, unpinned, tilted, scrolled; by mouse and keys.
#![cfg(test)]
#![expect(clippy::float_cmp, reason = "where nothing moves, positions are exact")]

#[path = "support/handled_phone.rs"]
mod handled_phone;
#[path = "support/pixels.rs"]
mod pixels;
#[path = "support/pushed_phone.rs"]
mod pushed_phone;

use egui::{Key, PointerButton, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use handled_phone::{Desk, builder, place, wheel_down};
use pixels::{Camera, assert_golden};
use pushed_phone::{at, trips};
use tilecast::notification::TemplateKind;
use tilecast::phone::shell::scene::{Finger, Movement, Page, StartScene, TileKey, TileScene, TileSize};
use tilecast::phone::{Input, Phone, PhoneConfig};
use tilecast::protocol::device::OsVersion;

fn key(id: &str) -> TileKey {
    TileKey { id: Some(id.to_owned()), ..trips() }
}

/// A phone with four tiles: its own, two medium and a wide one.
fn phone() -> Phone {
    let mut phone = Phone::new(PhoneConfig::sample("ana".parse().unwrap(), "ana", OsVersion::V8_0));
    for (id, size, template) in [
        ("/b", TileSize::Medium, TemplateKind::Iconic),
        ("/c", TileSize::Wide, TemplateKind::Flip),
        ("/d", TileSize::Small, TemplateKind::Flip),
    ] {
        let pin = Finger::Pin { app: "trips".to_owned(), id: Some(id.to_owned()), size, template };
        phone.handle(Input::Finger(pin), at(0));
    }
    phone
}

fn window(phone: Phone, camera: &Camera) -> Harness<'static, Desk> {
    handled_phone::window(builder().renderer(camera.renderer()), phone, 0)
}

fn start(harness: &Harness<'_, Desk>) -> StartScene {
    match harness.state().phone.scene(at(0)).page {
        Page::Start(start) => start,
        page @ (Page::App(_) | Page::List(_) | Page::Lock(_)) => panic!("{page:?} in place of Start"),
    }
}

fn tile(harness: &Harness<'_, Desk>, key: &TileKey) -> TileScene {
    start(harness).tiles.into_iter().find(|tile| tile.key == *key).unwrap()
}

/// Where the middle of a tile is in the window.
fn middle(harness: &Harness<'_, Desk>, key: &TileKey) -> Pos2 {
    let rect = tile(harness, key).rect;
    place(rect.x_ep + 0.5 * rect.width_ep, rect.y_ep + 0.5 * rect.height_ep)
}

fn steps(harness: &mut Harness<'_, Desk>, count: usize) {
    for _ in 0..count {
        harness.step();
    }
}

/// A finger comes down on a tile and stays there until the tile is lifted.
fn hold(harness: &mut Harness<'_, Desk>, key: &TileKey) -> Pos2 {
    let at = middle(harness, key);
    harness.drag_at(at);
    steps(harness, 60);
    at
}

fn lifted(harness: &Harness<'_, Desk>) -> Option<TileKey> {
    start(harness).lifted.map(|lifted| lifted.tile)
}

/// A tile that is held for a while is lifted, and its app does not open when the finger leaves; a short touch opens it.
#[test]
fn holding_lifts() {
    let mut harness = window(phone(), &Camera::new());
    let at = hold(&mut harness, &trips());
    assert_eq!(harness.state().fingers, [Finger::Hold(trips())]);
    harness.drop_at(at);
    steps(&mut harness, 5);
    assert_eq!(lifted(&harness), Some(trips()), "it stays lifted");
    assert_eq!(harness.state().fingers.len(), 1);
}

/// A finger that moves before the time is over scrolls, and lifts nothing.
#[test]
fn dragging_scrolls() {
    let mut phone = phone();
    for id in 0..6 {
        let pin = Finger::Pin {
            app: "trips".to_owned(),
            id: Some(format!("/wide{id}")),
            size: TileSize::Wide,
            template: TemplateKind::Flip,
        };
        phone.handle(Input::Finger(pin), at(0));
    }
    let mut harness = window(phone, &Camera::new());
    let from = middle(&harness, &trips());
    harness.drag_at(from);
    harness.step();
    for step in 1..=10_u16 {
        harness.hover_at(from - vec2(0.0, 4.0 * f32::from(step)));
        harness.step();
    }
    steps(&mut harness, 60);
    harness.drop_at(from - vec2(0.0, 40.0));
    steps(&mut harness, 5);
    assert_eq!(lifted(&harness), None);
    let top = tile(&harness, &trips()).rect.y_ep;
    assert!((94.0 - top - 80.0).abs() < 20.0, "{top}");
    // The wheel goes on, as far as there are tiles.
    wheel_down(&mut harness, from);
    steps(&mut harness, 60);
    let end = start(&harness).tiles.iter().map(|tile| tile.rect.y_ep + tile.rect.height_ep).fold(0.0, f32::max);
    // Under the last tile is the round arrow.
    assert!((end - 704.0).abs() < 1.0, "{end}");
    harness.get_by_label("Start key").click();
    harness.run();
    assert_eq!(tile(&harness, &trips()).rect.y_ep, 94.0, "the Start key leads to the first tile");
}

/// A lifted tile follows the finger, in the same touch or in the next, and the others make room; a drop leaves it there.
#[test]
fn a_lifted_tile_is_dragged() {
    let mut harness = window(phone(), &Camera::new());
    let from = hold(&mut harness, &trips());
    let to = middle(&harness, &key("/b"));
    for step in 1..=10_u16 {
        harness.hover_at(from + (to - from) * (f32::from(step) / 10.0));
        harness.step();
    }
    harness.drop_at(to);
    steps(&mut harness, 5);
    assert_eq!(tile(&harness, &trips()).rect.x_ep, 246.0);
    assert_eq!(tile(&harness, &key("/b")).rect.x_ep, 24.0);
    assert_eq!(harness.state().fingers.last(), Some(&Finger::Drop));
    assert_eq!(lifted(&harness), Some(trips()));
}

/// The discs of a lifted tile resize it and take it off; a tap beside the tiles puts it down.
#[test]
fn discs_are_touched() {
    let mut harness = window(phone(), &Camera::new());
    let at = hold(&mut harness, &key("/c"));
    harness.drop_at(at);
    steps(&mut harness, 2);
    harness.get_by_label("make Trips small").click();
    harness.run();
    assert_eq!(tile(&harness, &key("/c")).size, TileSize::Small);
    // A small tile shows no title, so it is called by its app's name.
    harness.get_by_label("unpin trips").click();
    harness.run();
    assert_eq!(start(&harness).tiles.len(), 3);
    assert_eq!(lifted(&harness), None);
    hold(&mut harness, &trips());
    harness.drop_at(middle(&harness, &trips()));
    steps(&mut harness, 2);
    let beside = place(240.0, 700.0);
    harness.drag_at(beside);
    harness.step();
    harness.drop_at(beside);
    steps(&mut harness, 2);
    assert_eq!(lifted(&harness), None);
}

/// The other button offers to lift a tile at once, for those who have a mouse.
#[test]
fn the_other_button_lifts() {
    let mut harness = window(phone(), &Camera::new());
    let at = middle(&harness, &key("/b"));
    harness.hover_at(at);
    harness.step();
    for pressed in [true, false] {
        harness.event(egui::Event::PointerButton {
            pos: at,
            button: PointerButton::Secondary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        harness.step();
    }
    steps(&mut harness, 2);
    harness.get_by_label("Rearrange").click();
    steps(&mut harness, 4);
    assert_eq!(lifted(&harness), Some(key("/b")));
}

/// F2 lifts the tile that has the focus, arrows move it, Escape puts it down, Delete takes it off.
#[test]
fn the_keyboard_rearranges() {
    let mut harness = window(phone(), &Camera::new());
    harness.get_by_label("Back key").focus();
    harness.run();
    let own = harness.get_all_by_label("tile Trips").next().unwrap();
    own.focus();
    harness.run();
    for pressed in [Key::F2, Key::ArrowDown, Key::ArrowDown, Key::Escape] {
        harness.key_press(pressed);
        harness.run();
    }
    assert_eq!(lifted(&harness), None);
    let moved = harness.state().fingers.clone();
    assert!(moved.contains(&Finger::Hold(trips())) && moved.contains(&Finger::TapAside), "{moved:?}");
    assert!(tile(&harness, &trips()).spot.row > 0, "{:?}", tile(&harness, &trips()).spot);
    for pressed in [Key::F2, Key::Delete] {
        harness.key_press(pressed);
        harness.run();
    }
    assert_eq!(harness.state().fingers.last(), Some(&Finger::Unpin(trips())));
    assert_eq!(start(&harness).tiles.len(), 3);
}

/// A lifted tile stands over the others, which step back; its discs are on its corners.
#[test]
fn a_lifted_tile_is_drawn() {
    let camera = Camera::new();
    let mut harness = window(phone(), &camera);
    let at = hold(&mut harness, &trips());
    harness.drop_at(at);
    steps(&mut harness, 60);
    assert_golden("phone-lifted", &camera.shoot(&harness));
}

/// A tile that is pressed tilts to where it is pressed, stays so for a moment when it is let go, and lies flat again.
#[test]
fn a_pressed_tile_tilts() {
    let camera = Camera::new();
    let mut harness = window(phone(), &camera);
    let flat = camera.shoot(&harness);
    harness.drag_at(middle(&harness, &key("/c")) + vec2(-80.0, 30.0));
    steps(&mut harness, 3);
    let tilted = camera.shoot(&harness);
    assert!(tilted != flat);
    assert_golden("phone-pressed", &tilted);
    // Let go beside it, so that nothing is tapped.
    harness.hover_at(place(240.0, 780.0));
    harness.step();
    harness.drop_at(place(240.0, 780.0));
    steps(&mut harness, 6);
    assert!(camera.shoot(&harness) != flat, "it stays for a fifth of a second");
    steps(&mut harness, 20);
    assert!(camera.shoot(&harness) == flat);
}

/// With reduced motion a pressed tile does not tilt.
#[test]
fn reduced_motion_does_not_tilt() {
    let camera = Camera::new();
    let mut phone = phone();
    phone.handle(Input::Movement(Movement::Reduced), at(0));
    let mut harness = window(phone, &camera);
    let flat = camera.shoot(&harness);
    harness.drag_at(middle(&harness, &key("/c")) + vec2(-80.0, 30.0));
    steps(&mut harness, 3);
    assert!(camera.shoot(&harness) == flat);
}
