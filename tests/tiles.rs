//! What do fingers do with the tiles on Start, and what do updates do to each of them? No pixels: those are in `screens`.
#![cfg(test)]

#[path = "support/gallery.rs"]
mod gallery;
#[path = "support/pushed_phone.rs"]
mod pushed_phone;

use gallery::Pinned;
use pushed_phone::{FLIP, TestPhone, at, trips};
use tilecast::notification::tile::ValueKind;
use tilecast::notification::{FieldName, TemplateKind};
use tilecast::phone::shell::scene::{Finger, Key, Page, RectEp, Spot, StartScene, TileKey, TileScene, TileSize};
use tilecast::phone::snapshot::FieldSnapshot;
use tilecast::phone::{Output, Phone, PhoneConfig};
use tilecast::protocol::device::OsVersion;
use tilecast::protocol::trace::Stage;

const GATE: &str = "/Gate.xaml?id=4";

fn gate() -> TileKey {
    TileKey { id: Some(GATE.to_owned()), ..trips() }
}

fn pin(id: &str, size: TileSize) -> Finger {
    pin_as(id, size, TemplateKind::Flip)
}

fn pin_as(id: &str, size: TileSize, template: TemplateKind) -> Finger {
    Finger::Pin { app: "trips".to_owned(), id: Some(id.to_owned()), size, template }
}

fn start(phone: &Phone) -> StartScene {
    match phone.scene(at(0)).page {
        Page::Start(start) => start,
        page @ (Page::App(_) | Page::List(_) | Page::Lock(_)) => panic!("{page:?} in place of Start"),
    }
}

fn tile(phone: &Phone, key: &TileKey) -> TileScene {
    start(phone).tiles.into_iter().find(|tile| tile.key == *key).unwrap()
}

fn corner(phone: &Phone, key: &TileKey) -> (f32, f32) {
    let RectEp { x_ep, y_ep, .. } = tile(phone, key).rect;
    (x_ep, y_ep)
}

/// What Start says against a finger.
fn objection(phone: &TestPhone, finger: &Finger) -> Option<String> {
    phone.phone.objection(finger).map(|objection| objection.to_string())
}

// --- pinning ---

/// A secondary tile is pinned beside the app's own, shows what its updates say, and leads to the page that is its id.
#[test]
fn a_secondary_tile_is_pinned_updated_and_tapped() {
    let mut phone = TestPhone::new();
    phone.finger(pin(GATE, TileSize::Medium), at(0));
    assert_eq!(corner(&phone.phone, &gate()), (246.0, 94.0));
    let attributes = format!(r#"Id="{GATE}" Template="FlipTile""#);
    assert_eq!(phone.tile(&attributes, "<wp:Title>Gate 4</wp:Title><wp:Count>2</wp:Count>"), (Stage::Shown, None));
    let tiles = phone.phone.snapshot().tiles;
    assert_eq!(tiles[1].id.as_deref(), Some(GATE));
    assert_eq!(phone.front().0.as_deref(), Some("Trips"), "the app's own tile stays as it is");
    phone.finger(Finger::TapTile(gate()), at(0));
    assert_eq!(phone.page().as_deref(), Some(GATE));
}

/// What cannot be pinned is not, and the phone says why.
#[test]
fn what_cannot_be_pinned_is_said() {
    let mut phone = TestPhone::new();
    let own = Finger::Pin { app: "trips".to_owned(), id: None, size: TileSize::Small, template: TemplateKind::Flip };
    let nobody = Finger::Pin { app: "post".to_owned(), id: None, size: TileSize::Small, template: TemplateKind::Flip };
    for (finger, why) in [
        (own, "the tile is pinned already: trips"),
        (nobody, "no app `post` is installed"),
        (pin("", TileSize::Small), "a secondary tile's id cannot be empty: it is the page that the tile leads to"),
        (pin_as(GATE, TileSize::Wide, TemplateKind::Standard), "the tile cannot be wide: it is one of Windows Phone 7"),
    ] {
        assert_eq!(objection(&phone, &finger).as_deref(), Some(why));
        phone.finger(finger, at(0));
        assert_eq!(start(&phone.phone).tiles.len(), 1);
    }
    assert_eq!(objection(&phone, &pin(GATE, TileSize::Wide)), None);
    assert_eq!(start(&phone.phone).tiles.len(), 1, "asking pins nothing");
}

/// Two hundred tiles fit on Start, and not one more.
#[test]
fn start_has_an_end() {
    let mut phone = TestPhone::new();
    for id in 1..200 {
        phone.finger(pin(&format!("/Gate.xaml?id={id}"), TileSize::Small), at(0));
    }
    let objection = objection(&phone, &pin("/one/more", TileSize::Small));
    assert_eq!(objection.as_deref(), Some("200 tiles are pinned, more do not fit"));
}

/// A tile that is unpinned is gone, its row collapses, and updates for it are ignored and said so.
#[test]
fn an_unpinned_tile_is_gone() {
    let mut phone = TestPhone::new();
    phone.finger(pin(GATE, TileSize::Wide), at(0));
    assert_eq!(corner(&phone.phone, &gate()), (24.0, 316.0));
    phone.finger(Finger::Unpin(trips()), at(0));
    assert_eq!(corner(&phone.phone, &gate()), (24.0, 94.0));
    let (stage, detail) = phone.tile(FLIP, "<wp:Title>Gate 5</wp:Title>");
    assert_eq!((stage, detail.as_deref()), (Stage::Ignored, Some("the app's own tile is not pinned")));
    assert_eq!(objection(&phone, &Finger::Unpin(trips())).as_deref(), Some("no such tile is pinned: trips"));
    phone.finger(Finger::Unpin(gate()), at(0));
    assert_eq!(objection(&phone, &Finger::Hold(gate())), Some(format!("no such tile is pinned: trips#{GATE}")));
}

// --- sizes ---

/// The arrow makes a tile wide, then small, then medium again; a tile that grows pushes others away.
#[test]
fn a_tile_is_resized() {
    let mut phone = TestPhone::new();
    phone.finger(pin(GATE, TileSize::Medium), at(0));
    phone.finger(Finger::Hold(trips()), at(0));
    for (size, width) in [(TileSize::Wide, 432.0), (TileSize::Small, 99.0), (TileSize::Medium, 210.0)] {
        let lifted = start(&phone.phone).lifted.unwrap();
        assert_eq!(lifted.next_size, Some(size));
        phone.finger(Finger::Resize { tile: lifted.tile, size }, at(0));
        assert_eq!((tile(&phone.phone, &trips()).size, tile(&phone.phone, &trips()).rect.width_ep), (size, width));
        let gate = corner(&phone.phone, &gate());
        assert_eq!(gate, if size == TileSize::Wide { (246.0, 316.0) } else { (246.0, 205.0) }, "{size:?}");
    }
}

/// A tile of Windows Phone 7 is small or medium on 8, and only medium on its own system.
#[test]
fn a_seven_tile_has_fewer_sizes() {
    let mut phone = TestPhone::with(TemplateKind::Standard);
    phone.finger(Finger::Hold(trips()), at(0));
    assert_eq!(start(&phone.phone).lifted.unwrap().next_size, Some(TileSize::Small));
    let wide = Finger::Resize { tile: trips(), size: TileSize::Wide };
    assert!(objection(&phone, &wide).is_some());
    let mut seven = Phone::new(PhoneConfig::sample("ana".parse().unwrap(), "ana", OsVersion::V7_1));
    seven.handle(tilecast::phone::Input::Finger(Finger::Hold(trips())), at(0));
    assert_eq!(start(&seven).lifted.unwrap().next_size, None);
    let small = Finger::Resize { tile: trips(), size: TileSize::Small };
    let why = seven.objection(&small).map(|objection| objection.to_string());
    assert_eq!(why.as_deref(), Some("a tile of Windows Phone 7 has one size, medium"));
    let iconic = seven.objection(&pin_as(GATE, TileSize::Medium, TemplateKind::Iconic)).map(|why| why.to_string());
    assert_eq!(iconic.as_deref(), Some("Windows Phone 7 knows only its own tile, not IconicTile"));
}

// --- the edit mode ---

/// A tile that is held is lifted; Back, Start, a tap beside it and a tap on it put it down and do nothing else.
#[test]
fn a_lifted_tile_is_put_down() {
    for finger in [Finger::Press(Key::Back), Finger::Press(Key::Start), Finger::TapAside, Finger::TapTile(trips())] {
        let mut phone = TestPhone::new();
        phone.finger(Finger::Hold(trips()), at(0));
        assert_eq!(start(&phone.phone).lifted.map(|lifted| lifted.tile), Some(trips()));
        assert_eq!(phone.finger(finger, at(0)), []);
        assert_eq!(start(&phone.phone).lifted, None);
        assert_eq!(phone.page(), None);
    }
}

/// While one tile is lifted, a tap on another lifts that one, and its app does not open.
#[test]
fn a_tap_lifts_another_tile() {
    let mut phone = TestPhone::new();
    phone.finger(pin(GATE, TileSize::Small), at(0));
    phone.finger(Finger::Hold(trips()), at(0));
    phone.finger(Finger::TapTile(gate()), at(0));
    assert_eq!(start(&phone.phone).lifted.map(|lifted| lifted.tile), Some(gate()));
}

/// A tile that is dragged lies where the finger has it; the others make room, and come back when it goes on.
#[test]
fn others_make_room_for_a_dragged_tile() {
    let mut phone = TestPhone::new();
    phone.finger(pin(GATE, TileSize::Medium), at(0));
    phone.finger(pin("/b", TileSize::Wide), at(0));
    let wide = TileKey { id: Some("/b".to_owned()), ..trips() };
    let drag = |phone: &mut TestPhone, x_ep, y_ep| {
        phone.finger(Finger::Drag { tile: trips(), x_ep, y_ep }, at(0));
        [&trips(), &gate(), &wide].map(|key| corner(&phone.phone, key))
    };
    let before = [(24.0, 94.0), (246.0, 94.0), (24.0, 316.0)];
    assert_eq!(drag(&mut phone, 250, 100), before, "it is not lifted yet");
    phone.finger(Finger::Hold(trips()), at(0));
    assert_eq!(drag(&mut phone, 250, 100), [(246.0, 94.0), (24.0, 94.0), (24.0, 316.0)]);
    assert_eq!(drag(&mut phone, 20, 300), [(24.0, 316.0), (246.0, 94.0), (24.0, 538.0)]);
    assert_eq!(drag(&mut phone, 24, 94), before);
    assert_eq!(drag(&mut phone, 250, 100), [(246.0, 94.0), (24.0, 94.0), (24.0, 316.0)]);
    phone.finger(Finger::Drop, at(0));
    assert_eq!(start(&phone.phone).lifted.map(|lifted| lifted.tile), Some(trips()), "it stays lifted");
    assert_eq!(drag(&mut phone, -500, 9_000), [(24.0, 538.0), (24.0, 94.0), (24.0, 316.0)]);
}

/// A tile can be put at a cell without being held, as from the keyboard.
#[test]
fn a_tile_is_put_at_a_cell() {
    let mut phone = TestPhone::new();
    phone.finger(pin(GATE, TileSize::Small), at(0));
    phone.finger(Finger::Move { tile: gate(), to: Spot { column: 0, row: 0 } }, at(0));
    assert_eq!(corner(&phone.phone, &gate()), (24.0, 94.0));
    assert_eq!(corner(&phone.phone, &trips()), (24.0, 205.0));
}

/// Behind an app no tile can be held; opening an app puts a lifted tile down.
#[test]
fn nothing_is_lifted_behind_an_app() {
    let mut phone = TestPhone::new();
    phone.toast("Train 7", "", at(0));
    phone.finger(Finger::Hold(trips()), at(0));
    phone.finger(Finger::TapToast, at(1));
    phone.finger(Finger::Hold(trips()), at(2));
    assert_eq!(
        objection(&phone, &Finger::Hold(trips())).as_deref(),
        Some("something else is in front, Start is not to be seen")
    );
    phone.finger(Finger::Press(Key::Start), at(3));
    assert_eq!(start(&phone.phone).lifted, None);
}

// --- what updates do ---

/// The fields of the app's own tile, as the control API tells them.
fn field(phone: &TestPhone, name: &str) -> Option<FieldSnapshot> {
    phone.phone.snapshot().tiles[0].fields.get(name).cloned()
}

fn text(value: &str) -> FieldSnapshot {
    FieldSnapshot::Text(value.to_owned())
}

/// An empty back text of a Windows Phone 7 update keeps what is there, and says so; one of a Flip update replaces it.
#[test]
fn empty_back_texts_differ_by_template() {
    let mut phone = TestPhone::new();
    phone.tile(FLIP, "<wp:BackTitle>Next</wp:BackTitle><wp:BackContent>Gate 4</wp:BackContent>");
    let (stage, detail) = phone.tile("", "<wp:BackTitle></wp:BackTitle><wp:BackContent/>");
    let why = "the empty BackTitle changes nothing: Action=\"Clear\" removes it; \
               the empty BackContent changes nothing: Action=\"Clear\" removes it";
    assert_eq!((stage, detail.as_deref()), (Stage::Shown, Some(why)));
    assert_eq!(
        (field(&phone, "back_title"), field(&phone, "back_content")),
        (Some(text("Next")), Some(text("Gate 4")))
    );
    assert_eq!(phone.tile(FLIP, "<wp:BackTitle></wp:BackTitle>"), (Stage::Shown, None));
    assert_eq!(field(&phone, "back_title"), Some(text("")));
}

/// An empty address clears the picture of the wide back and no other one.
#[test]
fn an_empty_address_clears_the_wide_back() {
    let mut phone = TestPhone::new();
    phone.tile(
        FLIP,
        "<wp:WideBackBackgroundImage>/Art/wb.png</wp:WideBackBackgroundImage>\
         <wp:BackBackgroundImage>/Art/b.png</wp:BackBackgroundImage>",
    );
    let (_, detail) = phone.tile(FLIP, "<wp:WideBackBackgroundImage/><wp:BackBackgroundImage/>");
    let why = "the empty WideBackBackgroundImage removes it, as Action=\"Clear\" does; \
               the empty BackBackgroundImage changes nothing: Action=\"Clear\" removes it";
    assert_eq!(detail.as_deref(), Some(why));
    assert_eq!(field(&phone, "wide_back_background_image"), None);
    assert_eq!(field(&phone, "back_background_image"), Some(text("/Art/b.png")));
}

/// Decimals are floored, less than one hides the badge, more than 99 is shown as 99, which is said.
#[test]
fn odd_counts_are_shown_as_the_phone_showed_them() {
    let mut phone = TestPhone::new();
    let many = Some("the count is 1200, the phone shows 99".to_owned());
    for (count, shown, remark) in [
        ("3.7", Some(3), None),
        ("0.9", None, None),
        ("-0.5", None, None),
        ("99", Some(99), None),
        ("1200", Some(99), many),
        ("-3", None, None),
    ] {
        let (stage, detail) = phone.tile(FLIP, &format!("<wp:Count>{count}</wp:Count>"));
        assert_eq!((stage, detail, phone.front().1), (Stage::Shown, remark, shown), "{count}");
    }
}

/// Windows Phone 7.1 knows its own tile alone: an update with a template of 8 is ignored there and said so.
#[test]
fn seven_knows_no_template() {
    let mut seven = Pinned::new(OsVersion::V7_1, TemplateKind::Standard, TileSize::Medium).unwrap();
    let before = seven.front();
    let outputs = seven.push(TemplateKind::Flip, "<wp:Title>Gate 4</wp:Title>");
    let why = "the phone runs 7.1, which has no FlipTile: the tile stays as it was";
    assert!(outputs.iter().any(
        |output| matches!(output, Output::Reached { stage: Stage::Ignored, detail: Some(detail), .. } if detail == why)
    ));
    assert_eq!(seven.front(), before);
}

/// Every template takes every element that it has, clears it again, and what is cleared is gone from what the tile says.
#[test]
fn every_element_is_set_and_cleared() {
    for template in gallery::TEMPLATES {
        let mut tile = Pinned::new(OsVersion::V8_1, template, TileSize::Medium).unwrap();
        let element = |name: &FieldName, rest: &str| format!("<wp:{}{rest}", name.element());
        let value = |name: &FieldName| match name.value_kind() {
            ValueKind::Text => "words",
            ValueKind::Image => "/Art/red.png",
            ValueKind::Count => "5",
            ValueKind::Color => "#FF008A00",
        };
        let set: String = template
            .fields()
            .iter()
            .map(|name| element(name, &format!(">{}</wp:{}>", value(name), name.element())))
            .collect();
        tile.push(template, &set);
        let fields = |tile: &Pinned| tile.phone.snapshot().tiles[0].fields.clone();
        let pinned = tile.phone.snapshot().tiles[0].template;
        for name in template.fields() {
            let shown = fields(&tile).values().filter(|shown| format!("{shown:?}").contains(value(name))).count();
            assert!(shown > 0, "{template:?} {name:?}");
        }
        assert!(fields(&tile).len() >= template.fields().len());
        let clear: String = template.fields().iter().map(|name| element(name, r#" Action="Clear"/>"#)).collect();
        tile.push(template, &clear);
        let left = fields(&tile).len();
        let kept = pinned.fields().len() - template.fields().len();
        assert!(left <= kept, "{template:?}: {left} of {kept}");
    }
}
