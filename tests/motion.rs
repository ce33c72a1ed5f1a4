//! What moves on a phone, and when is nothing moving? Turns, cycles, arrivals and toasts by the clock; no waiting.
#![cfg(test)]
#![expect(clippy::float_cmp, reason = "where nothing moves, positions are exact")]

#[path = "support/gallery.rs"]
mod gallery;
#[path = "support/pixels.rs"]
mod pixels;
#[path = "support/pushed_phone.rs"]
mod pushed_phone;

use egui::vec2;
use gallery::{Pinned, SIZES, fields};
use pixels::assert_golden;
use pushed_phone::{FLIP, TestPhone, at, trips};
use tilecast::clock::Timestamp;
use tilecast::notification::TemplateKind;
use tilecast::phone::shell::scene::{Face, Finger, Key, Movement, TileScene, TileSize};
use tilecast::phone::{Input, Phone};
use tilecast::protocol::device::OsVersion;
use tilecast::ui::offscreen::Offscreen;
use tilecast::ui::tiles::tile_ui;

const FLIP_MS: u64 = 850;

fn flip(size: TileSize) -> Pinned {
    Pinned::filled(OsVersion::V8_0, TemplateKind::Flip, size).unwrap()
}

/// Every moment at which the screen says it will change, up to a time; asserts that it does change then, and not before.
fn changes(phone: &Phone, until: Timestamp) -> Vec<Timestamp> {
    let mut all = Vec::new();
    let mut now = at(0);
    while let Some(next) = phone.next_change(now).filter(|next| *next <= until) {
        assert!(next > now);
        let before = Timestamp::from_micros(next.as_micros() - 1);
        // While something moves, it is drawn in steps of a frame: between two of them it moves on.
        if next.since(now).as_millis() > 16 {
            assert_eq!(phone.scene(before), phone.scene(Timestamp::from_micros(now.as_micros() + 1)), "{now:?}");
        }
        all.push(next);
        now = next;
    }
    all
}

/// How many of these are frames of something that moves.
fn frames(all: &[Timestamp]) -> usize {
    all.windows(2).filter(|pair| pair[1].since(pair[0]).as_millis() <= 16).count()
}

fn is_back(tile: &TileScene) -> bool {
    match tile.face {
        Face::Back(_) => true,
        Face::Picture(_) | Face::Iconic(_) | Face::Cycle(_) => false,
    }
}

// --- turns ---

/// A Flip tile with something on its back turns over and over; the side changes where the tile is seen from its edge.
#[test]
fn a_flip_tile_turns() {
    let tile = flip(TileSize::Medium);
    let mut sides = Vec::new();
    let mut before = tile.tile(900);
    for millis in (900..120_000).step_by(5) {
        let now = tile.tile(millis);
        if is_back(&now) != is_back(&before) {
            assert!(before.turned_deg > 80.0 && now.turned_deg < -80.0, "{} {}", before.turned_deg, now.turned_deg);
            sides.push(is_back(&now));
        }
        before = now;
    }
    assert!((10..60).contains(&sides.len()), "{}", sides.len());
    assert!(sides.iter().enumerate().all(|(nth, is_back)| *is_back == (nth % 2 == 0)));
}

/// A small tile never moves, and neither does one whose back is empty at its size; then the screen waits for its clock.
#[test]
fn still_tiles_ask_for_nothing() {
    let mut empty = Pinned::filled(OsVersion::V8_0, TemplateKind::Flip, TileSize::Wide).unwrap();
    empty.push(TemplateKind::Flip, r#"<wp:WideBackContent Action="Clear"/><wp:BackTitle Action="Clear"/>"#);
    let iconic = SIZES.map(|size| Pinned::filled(OsVersion::V8_0, TemplateKind::Iconic, size).unwrap());
    let small = [TemplateKind::Flip, TemplateKind::Cycle]
        .map(|template| Pinned::filled(OsVersion::V8_0, template, TileSize::Small).unwrap());
    for tile in [flip(TileSize::Small), empty].into_iter().chain(iconic).chain(small) {
        let after_arrival = at(FLIP_MS);
        assert_eq!(tile.phone.next_change(after_arrival), Some(at(60_000)));
        assert_eq!(tile.phone.deadline(), None);
        assert!((FLIP_MS..130_000).step_by(100).all(|millis| tile.tile(millis) == tile.front()));
    }
}

/// On 8 a tile whose back was cleared lies on its front for good; on 7.1 it keeps turning, to an empty back.
#[test]
fn a_cleared_back_differs_by_system() {
    let clear = r#"<wp:BackTitle Action="Clear"/><wp:BackContent Action="Clear"/>"#;
    for (os, turns) in [(OsVersion::V7_1, true), (OsVersion::V7_8, false), (OsVersion::V8_1, false)] {
        let mut tile = Pinned::filled(os, TemplateKind::Standard, TileSize::Medium).unwrap();
        assert!(tile.back().is_some());
        tile.push(TemplateKind::Standard, clear);
        let back = tile.back();
        assert_eq!(back.is_some(), turns, "{os}");
        if let Some(Face::Back(back)) = back.map(|back| back.face) {
            assert_eq!((back.content, back.title), (None, None));
        }
    }
}

/// The window draws frames while a tile turns or a picture rises, and none in between.
#[test]
fn frames_are_drawn_only_while_something_moves() {
    let flipping = changes(&flip(TileSize::Medium).phone, at(60_000));
    let turns =
        (0..60_000).step_by(10).filter(|millis| flip(TileSize::Medium).tile(*millis).turned_deg != 0.0).count() * 10;
    assert!(frames(&flipping) * 16 <= turns * 11 / 10, "{} frames in {turns} ms", frames(&flipping));
    assert!(frames(&flipping) > 100);
    let cycling = Pinned::filled(OsVersion::V8_0, TemplateKind::Cycle, TileSize::Wide).unwrap();
    let cycling = changes(&cycling.phone, at(60_000));
    assert!((6 * 60..10 * 63).contains(&frames(&cycling)), "{}", frames(&cycling));
}

/// Behind an app nothing turns that anybody would see.
#[test]
fn nothing_moves_behind_an_app() {
    let mut phone = flip(TileSize::Medium).phone;
    let key = tilecast::phone::shell::scene::TileKey { id: Some("/T.xaml".to_owned()), ..trips() };
    phone.handle(Input::Finger(Finger::TapTile(key)), at(0));
    assert_eq!(phone.next_change(at(0)), Some(at(60_000)));
    phone.handle(Input::Finger(Finger::Press(Key::Start)), at(1_000));
    assert!(phone.next_change(at(1_000)) < Some(at(60_000)));
}

/// Two phones turn their tiles at different times; the same phone always at the same, however often it is looked after.
#[test]
fn phones_are_seeded_by_their_ids() {
    let phone = |device: &str| {
        let mut phone = TestPhone::named(device);
        phone.tile(FLIP, "<wp:BackTitle>Next</wp:BackTitle>");
        phone.phone
    };
    let turns = |phone: &Phone| changes(phone, at(30_000));
    assert_eq!(turns(&phone("ana")), turns(&phone("ana")));
    assert_ne!(turns(&phone("ana")), turns(&phone("bo")));
    let mut ticked = phone("ana");
    for millis in (0..600_000).step_by(777) {
        ticked.handle(Input::Tick, at(millis));
    }
    assert_eq!(ticked.scene(at(600_000)), phone("ana").scene(at(600_000)));
}

/// A day that passes in no time costs no time, and the phone asks to be looked after once a minute, not at every turn.
#[test]
fn a_jump_of_the_clock_is_cheap() {
    let mut tile = flip(TileSize::Medium);
    let deadline = tile.phone.deadline().unwrap();
    assert!(deadline >= at(60_000));
    for days in [1, 30, 36_500, 100_000_000_000] {
        let now = at(days * 86_400_000);
        let scene = tile.phone.scene(now);
        tile.phone.handle(Input::Tick, now);
        assert_eq!(tile.phone.scene(now), scene);
    }
}

// --- arrivals ---

/// New content shows at once, and the tile turns once with it, if somebody sees it.
#[test]
fn new_content_shows_at_once_with_a_turn() {
    for template in [TemplateKind::Flip, TemplateKind::Iconic, TemplateKind::Cycle] {
        let mut phone = TestPhone::with(template);
        let attribute = format!(r#"Template="{}""#, template.attribute().unwrap());
        phone.tile(&attribute, "<wp:Title>Gate 4</wp:Title>");
        let tile = |millis| phone.tile_at(millis);
        assert!((0..FLIP_MS).all(|millis| tile(millis).face.title() == Some("Gate 4")));
        assert!(tile(100).turned_deg > 45.0 && tile(300).turned_deg < 0.0);
        assert!((FLIP_MS..2_000).all(|millis| tile(millis).turned_deg == 0.0));
    }
}

/// An update that changes nothing that is seen moves nothing, and neither does one that nobody sees.
#[test]
fn what_is_not_seen_does_not_move() {
    let mut phone = TestPhone::new();
    phone.tile(FLIP, "<wp:Title>Trips</wp:Title><wp:WideBackContent>Gate 4</wp:WideBackContent>");
    assert_eq!(phone.tile_at(100).turned_deg, 0.0);
    phone.finger(Finger::TapTile(trips()), at(0));
    phone.tile(FLIP, "<wp:Title>Gate 5</wp:Title>");
    phone.finger(Finger::Press(Key::Back), at(10));
    let tile = phone.tile_at(100);
    assert_eq!((tile.face.title(), tile.turned_deg), (Some("Gate 5"), 0.0));
    phone.finger(Finger::Resize { tile: trips(), size: TileSize::Small }, at(10));
    phone.tile(FLIP, "<wp:Count>5</wp:Count>");
    assert_eq!(phone.tile_at(100).turned_deg, 0.0, "small tiles never move");
}

/// A tile on its back shows its front when its front gets new content, and its new back when only that changes.
#[test]
fn new_content_is_turned_to() {
    let mut tile = flip(TileSize::Medium);
    let on_back = (0..240).map(|half| half * 500).find(|millis| {
        let now = tile.tile(*millis);
        is_back(&now) && now.turned_deg == 0.0
    });
    let on_back = on_back.unwrap();
    tile.push_at(TemplateKind::Flip, "<wp:BackTitle>Then</wp:BackTitle>", on_back);
    assert_eq!(tile.tile(on_back).face.title(), Some("Then"));
    assert!(tile.tile(on_back + 100).turned_deg > 45.0);
    tile.push_at(TemplateKind::Flip, "<wp:Title>Trains</wp:Title>", on_back + 200);
    assert_eq!(tile.tile(on_back + 200).face.title(), Some("Trains"));
}

// --- reduced motion ---

/// With reduced motion nothing turns, rises, flies or tilts: what changes is simply different, and only the clock is waited for.
#[test]
fn reduced_motion_stops_it_all() {
    let cycle = Pinned::filled(OsVersion::V8_0, TemplateKind::Cycle, TileSize::Wide).unwrap();
    for mut tile in [flip(TileSize::Medium), cycle] {
        tile.phone.handle(Input::Movement(Movement::Reduced), at(0));
        tile.push(TemplateKind::Flip, "<wp:Title>Gate 4</wp:Title>");
        tile.push(TemplateKind::Cycle, "<wp:Title>Gate 4</wp:Title>");
        assert_eq!(tile.phone.next_change(at(0)), Some(at(60_000)));
        let first = tile.tile(0);
        assert_eq!(first.face.title(), Some("Gate 4"));
        assert!((0..120_000).step_by(250).all(|millis| tile.tile(millis) == first));
        assert_eq!(tile.phone.scene(at(0)).movement, Movement::Reduced);
        tile.phone.handle(Input::Movement(Movement::Full), at(0));
        assert!((0..120_000).step_by(50).any(|millis| tile.tile(millis) != first));
    }
}

/// With reduced motion a toast is there, and then it is not.
#[test]
fn a_reduced_toast_does_not_fly() {
    let mut phone = TestPhone::new();
    phone.phone.handle(Input::Movement(Movement::Reduced), at(0));
    phone.toast("Train 7", "", at(0));
    for millis in [0, 100, 9_999] {
        let toast = phone.phone.scene(at(millis)).toast.unwrap();
        assert_eq!((toast.shift_ep, toast.opacity), (0.0, 1.0));
    }
    assert_eq!(phone.phone.scene(at(10_000)).toast, None);
    assert_eq!(phone.phone.next_change(at(0)), Some(at(10_000)));
    assert_eq!(phone.phone.next_change(at(10_000)), Some(at(60_000)));
}

// --- pictures ---

/// A tile that turns has depth: the edge that comes is longer than the one that goes, letters and badge turn with it.
#[test]
fn turning_tiles() {
    let offscreen = Offscreen::new();
    // With room around it, for the edge that comes near.
    let picture = |tile: &TileScene, degrees: f32| {
        let tile = TileScene { turned_deg: degrees, ..tile.clone() };
        let (width, height) = (tile.rect.width_ep + 48.0, tile.rect.height_ep + 24.0);
        offscreen.paint(width, height, 1.0, |painter, rect| tile_ui(painter, rect.shrink2(vec2(24.0, 12.0)), &tile))
    };
    let flat = flip(TileSize::Medium).front();
    for (name, degrees) in [("30", 30.0), ("75", 75.0), ("minus-50", -50.0)] {
        assert_golden(&format!("turn-medium-{name}"), &picture(&flat, degrees).unwrap());
    }
    let back = flip(TileSize::Wide).back().unwrap();
    assert_golden("turn-wide-back", &picture(&back, -20.0).unwrap());
}

/// A tile that is hardly turned looks like one that lies flat; one that is seen from its edge is not seen.
#[test]
fn the_ends_of_a_turn() {
    let offscreen = Offscreen::new();
    let flat = flip(TileSize::Medium).front();
    let picture = |degrees: f32| offscreen.tile(&TileScene { turned_deg: degrees, ..flat.clone() }, 1.0).unwrap();
    let (lying, hardly, edge) = (picture(0.0), picture(0.01), picture(90.0));
    let off = lying.rgba.iter().zip(&hardly.rgba).filter(|(a, b)| a.abs_diff(**b) > 48).count();
    assert!(off * 100 < lying.rgba.len(), "{off} of {}", lying.rgba.len());
    let seen = edge.rgba.chunks_exact(4).filter(|pixel| pixel[3] > 0).count();
    assert!(seen < 3 * 240, "{seen}");
}

/// While a picture rises the one before it goes out at the top; title and badge stay.
#[test]
fn a_rising_picture() {
    let tile = Pinned::filled(OsVersion::V8_0, TemplateKind::Cycle, TileSize::Medium).unwrap();
    let rising = (6_000..10_000).map(|millis| tile.tile(millis)).find(|tile| match &tile.face {
        Face::Cycle(face) => face.rising.as_ref().is_some_and(|rising| rising.risen > 0.3),
        Face::Picture(_) | Face::Back(_) | Face::Iconic(_) => false,
    });
    assert_golden("cycle-medium-rising", &Offscreen::new().tile(&rising.unwrap(), 1.0).unwrap());
    assert!(fields(TemplateKind::Cycle).contains("CycleImage2"));
}
