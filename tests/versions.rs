//! What does each version make of a payload? The comparison in words, and what a phone of that version really does, side by side.
#![cfg(test)]
#![expect(clippy::float_cmp, reason = "places on the grid are exact")]

#[path = "support/gallery.rs"]
mod gallery;
#[path = "support/pixels.rs"]
mod pixels;
#[path = "support/pushed_phone.rs"]
mod pushed_phone;

use gallery::fields;
use pushed_phone::{at, opened, push, tile, toast};
use serde_json::{Value, json};
use tilecast::console::lint::lint;
use tilecast::console::versions::{Pictures, Takes, VersionRow, compare};
use tilecast::notification::read::read;
use tilecast::notification::{Kind, Notification, TemplateKind};
use tilecast::phone::shell::scene::{Face, Finger, Page, Scene, TileKey, TileScene, TileSize};
use tilecast::phone::{Input, Output, Phone, PhoneConfig};
use tilecast::protocol::device::OsVersion;
use tilecast::protocol::link::{PhoneFrame, RelayFrame};
use tilecast::protocol::trace::Stage;
use tilecast::protocol::version::{Columns, Screen};
use tilecast::ui::offscreen::Offscreen;

const SOUNDING: &str = r#"<wp:Notification xmlns:wp="WPNotification"><wp:Toast><wp:Text1>Train 7</wp:Text1><wp:Text2>Leaves at 10:40</wp:Text2><wp:Param>/Trip.xaml?id=7</wp:Param><wp:Sound>/Sounds/bell.wav</wp:Sound></wp:Toast></wp:Notification>"#;

fn template(kind: TemplateKind) -> String {
    let attribute = kind.attribute().map_or_else(String::new, |name| format!(r#"Template="{name}""#));
    tile(&attribute, fields(kind))
}

fn rows(body: &str, kind: Kind) -> Vec<VersionRow> {
    compare(&read(body.as_bytes(), kind).unwrap().notification, body.len())
}

fn face(tile: &TileScene) -> String {
    let (side, picture) = match &tile.face {
        Face::Picture(face) => ("front", &face.picture),
        Face::Back(face) => ("back", &face.picture),
        Face::Iconic(face) => ("icon", &face.icon),
        Face::Cycle(face) => ("cycle", &face.picture),
    };
    let picture = picture.as_ref().map_or("no picture", |picture| picture.name.as_str());
    let size = (tile.rect.width_ep, tile.rect.height_ep);
    format!("{:?} {side} {}x{}: {:?}, {picture}", tile.size, size.0, size.1, tile.face.title().unwrap_or_default())
}

/// A comparison with its pictures in a line each.
fn in_words(rows: &[VersionRow]) -> Value {
    let row = |row: &VersionRow| {
        let pictures = match &row.pictures {
            Pictures::Tiles(tiles) => json!(tiles.iter().map(face).collect::<Vec<_>>()),
            Pictures::Screen(scene) => {
                json!(scene.toast.as_ref().map(|toast| format!("{} {}", toast.text1, toast.text2)))
            }
            Pictures::Nothing => Value::Null,
        };
        json!({ "os": row.os, "takes": row.takes, "notes": row.notes, "pictures": pictures })
    };
    rows.iter().map(row).collect()
}

/// One payload of every kind and template on every version: what each shows, and what it leaves out.
#[test]
fn every_payload_on_every_version() {
    insta::assert_json_snapshot!("toast", in_words(&rows(SOUNDING, Kind::Toast)));
    for kind in TemplateKind::ALL {
        insta::assert_json_snapshot!(format!("{kind:?}").to_lowercase(), in_words(&rows(&template(kind), Kind::Tile)));
    }
    let secondary = tile(r#"Id="/Trip.xaml?id=7""#, "<wp:Title>Trips</wp:Title>");
    insta::assert_json_snapshot!("secondary", in_words(&rows(&secondary, Kind::Tile)));
    let long = toast(&"x".repeat(1_100), "", "");
    insta::assert_json_snapshot!("long", in_words(&rows(&long, Kind::Toast)));
    let raw = compare(&read(b"{}", Kind::Raw).unwrap().notification, 2);
    insta::assert_json_snapshot!("raw", in_words(&raw));
}

/// A phone of each version does with a push what the comparison says, and the linter says the same.
#[test]
fn comparison_phone_and_lint_agree() {
    let mut payloads = vec![(Kind::Toast, SOUNDING.to_owned()), (Kind::Toast, toast("a", "b", ""))];
    payloads.extend(TemplateKind::ALL.map(|kind| (Kind::Tile, template(kind))));
    for (kind, body) in payloads {
        for row in rows(&body, kind) {
            let mut config = PhoneConfig::sample("ana".parse().unwrap(), "ana", row.os);
            config.apps[0].template = pinned(kind, &body);
            let phone = Phone::new(config);
            let (stage, told) = delivered(phone, kind, &body);
            let shown = match row.takes {
                Takes::Everything | Takes::Some => Stage::Shown,
                Takes::Nothing | Takes::Error | Takes::ToApp => Stage::Ignored,
            };
            assert_eq!(stage, shown, "{} {body}", row.os);
            assert_eq!(told, row.takes == Takes::Error, "{} {body}", row.os);
            let linted = lint(body.as_bytes(), Some(kind), Some(row.os)).unwrap().diagnostics;
            let about_age =
                linted.iter().any(|found| matches!(found.code, "L8" | "L62") && found.message.contains("phone runs"));
            assert_eq!(about_age, row.takes != Takes::Everything, "{} {body} {linted:?}", row.os);
        }
    }
}

/// The template that a tile must have to take the update.
fn pinned(kind: Kind, body: &str) -> TemplateKind {
    match read(body.as_bytes(), kind).unwrap().notification {
        Notification::Tile(tile) => tile.template.kind(),
        Notification::Toast(_) | Notification::Raw(_) => TemplateKind::Flip,
    }
}

/// The last stage of a push, and whether the app lost its channel by it.
fn delivered(mut phone: Phone, kind: Kind, body: &str) -> (Stage, bool) {
    phone.handle(Input::LinkUp, at(0));
    phone.handle(Input::Frame(RelayFrame::Welcome { relay: "test".to_owned(), resumed: false }), at(0));
    phone.handle(Input::Frame(opened()), at(0));
    let outputs = phone.handle(Input::Frame(push(1, kind, body)), at(0));
    let mut stages = outputs.iter().filter_map(|output| match output {
        Output::Reached { stage, .. } => Some(*stage),
        Output::Send(_) | Output::Fetch(_) | Output::Trouble(_) => None,
    });
    let closed = outputs.iter().any(|output| matches!(output, Output::Send(PhoneFrame::Close { .. })));
    let told = phone.snapshot().apps[0].events.iter().any(|event| event.name == "ErrorOccurred");
    assert_eq!(closed, told, "who hears of an error has lost the channel");
    (stages.next_back().unwrap(), told)
}

/// 8.1 swallows what it cannot read: the app hears nothing and keeps its channel; before, it loses it.
#[test]
fn newer_phones_swallow_errors() {
    for (os, told) in [(OsVersion::V7_1, true), (OsVersion::V8_0, true), (OsVersion::V8_1, false)] {
        let phone = Phone::new(PhoneConfig::sample("ana".parse().unwrap(), "ana", os));
        assert_eq!(delivered(phone, Kind::Toast, "<wp:Notification"), (Stage::Ignored, told), "{os}");
    }
}

fn start(os: OsVersion, screen: Screen, columns: Columns) -> (Phone, Scene) {
    let config = PhoneConfig { screen, columns, ..PhoneConfig::sample("ana".parse().unwrap(), "ana", os) };
    let mut phone = Phone::new(config);
    for (id, size) in
        [("/a", TileSize::Medium), ("/b", TileSize::Wide), ("/c", TileSize::Small), ("/d", TileSize::Medium)]
    {
        let pin = Finger::Pin { app: "trips".to_owned(), id: Some(id.to_owned()), size, template: TemplateKind::Flip };
        phone.handle(Input::Finger(pin), at(0));
    }
    let scene = phone.scene(at(0));
    (phone, scene)
}

/// Three columns hold three medium tiles in a row, smaller; the right margin is as wide as the left one.
#[test]
fn three_columns_are_smaller() {
    let (_, scene) = start(OsVersion::V8_1, Screen::Hd1080, Columns::Three);
    let Page::Start(page) = &scene.page else { panic!("no Start") };
    let at = |id: Option<&str>| {
        let key = TileKey { app: "trips".to_owned(), id: id.map(str::to_owned) };
        page.tiles.iter().find(|tile| tile.key == key).unwrap().rect
    };
    assert_eq!((at(None).x_ep, at(Some("/a")).x_ep, at(Some("/a")).width_ep), (16.0, 168.0, 144.0));
    assert_eq!((at(Some("/b")).width_ep, at(Some("/b")).y_ep), (296.0, 94.0 + 152.0));
    assert_eq!((at(Some("/c")).x_ep, at(Some("/c")).width_ep), (320.0, 68.0));
    assert_eq!(scene.height_ep.round(), 853.0);
    let rest = start(OsVersion::V8_0, Screen::Wvga, Columns::Three).1;
    assert_eq!(rest.height_ep, 800.0);
    let Page::Start(page) = &rest.page else { panic!("no Start") };
    assert_eq!(page.tiles[0].rect.width_ep, 210.0, "8.0 has three columns on large screens only");
}

/// Each screen in its own pixels is as large as the phone's.
#[test]
fn screens_have_their_own_pixels() {
    let offscreen = Offscreen::new();
    for screen in Screen::ALL {
        let (_, scene) = start(OsVersion::V8_1, screen, Columns::Two);
        let pixels = offscreen.screen(&scene, screen.scale()).unwrap();
        assert_eq!((pixels.width, pixels.height), screen.pixels(), "{}", screen.word());
    }
    let (_, scene) = start(OsVersion::V8_1, Screen::Hd1080, Columns::Three);
    pixels::assert_golden("screen-three-columns", &offscreen.screen(&scene, 0.5).unwrap());
}
