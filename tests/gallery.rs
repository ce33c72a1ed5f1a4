//! What does every tile look like? Each template, at each size, on each system, on both sides: as text, bit by bit, and on one
//! sheet for people.
#![cfg(test)]

#[path = "support/gallery.rs"]
mod gallery;
#[path = "support/pixels.rs"]
mod pixels;
#[path = "support/pushed_phone.rs"]
mod pushed_phone;

use std::collections::BTreeMap;
use std::path::Path;

use egui::{Color32, Painter, Rect, pos2, vec2};
use gallery::{Pinned, SIZES, TEMPLATES, fields};
use pixels::assert_golden;
use serde_json::{Value, json};
use tilecast::notification::TemplateKind;
use tilecast::phone::shell::scene::{RectEp, TileScene, TileSize};
use tilecast::protocol::device::OsVersion;
use tilecast::ui::device::canvas::{Anchor, Canvas, Lettering};
use tilecast::ui::fonts::Weight;
use tilecast::ui::offscreen::{self, Offscreen};
use tilecast::ui::tiles::tile_ui;

fn word(template: TemplateKind, size: TileSize) -> String {
    format!("{template:?}-{size:?}").to_lowercase()
}

/// A tile of the gallery, with a name.
struct Specimen {
    name: String,
    tile: TileScene,
}

/// Each template at each size and side, on the systems that draw it in their own way.
fn specimens() -> Vec<Specimen> {
    let mut all = Vec::new();
    for (os, system) in [(OsVersion::V7_1, "seven"), (OsVersion::V8_0, "eight")] {
        for template in TEMPLATES {
            for size in SIZES {
                let Ok(pinned) = Pinned::filled(os, template, size) else { continue };
                let name = format!("{system}-{}", word(template, size));
                all.extend(pinned.back().map(|tile| Specimen { name: format!("{name}-back"), tile }));
                all.push(Specimen { name, tile: pinned.front() });
            }
        }
    }
    all
}

/// What differs by what the payload says, not by template or size alone.
fn variants() -> Vec<Specimen> {
    let changed = |name: &str, template, size, change: &str| {
        let mut pinned = Pinned::filled(OsVersion::V8_0, template, size).unwrap();
        pinned.push(template, change);
        Specimen { name: format!("eight-{}-{name}", word(template, size)), tile: pinned.front() }
    };
    let no_count = r"<wp:Count>0</wp:Count>";
    let no_lines =
        r#"<wp:WideContent1 Action="Clear"/><wp:WideContent2 Action="Clear"/><wp:WideContent3 Action="Clear"/>"#;
    let no_picture = r#"<wp:BackgroundImage Action="Clear"/><wp:Title>A title that is far too long for it</wp:Title>"#;
    let many = "<wp:Count>120</wp:Count><wp:BackgroundColor>#FFFA6800</wp:BackgroundColor>";
    let three = "<wp:WideContent3>Bring a laptop\nand a charger</wp:WideContent3><wp:Count>42</wp:Count>\
                 <wp:Title>A title that runs into the icon beside the number</wp:Title>";
    vec![
        changed("no-count", TemplateKind::Iconic, TileSize::Small, no_count),
        changed("no-count", TemplateKind::Iconic, TileSize::Medium, no_count),
        changed("many", TemplateKind::Iconic, TileSize::Medium, many),
        changed("no-lines", TemplateKind::Iconic, TileSize::Wide, no_lines),
        changed("full", TemplateKind::Iconic, TileSize::Wide, three),
        changed("no-picture", TemplateKind::Flip, TileSize::Medium, no_picture),
    ]
}

/// Every specimen is drawn as it always was, to the bit.
#[test]
fn every_tile_is_drawn() {
    let offscreen = Offscreen::new();
    for Specimen { name, tile } in specimens().iter().chain(&variants()) {
        assert_golden(&format!("gallery/{name}"), &offscreen.tile(tile, 1.0).unwrap());
    }
}

/// What each system makes of each template at each size: both sides, or why it cannot be pinned there.
#[test]
fn every_system_in_text() {
    for template in TEMPLATES {
        for size in SIZES {
            let systems = OsVersion::ALL.map(|os| (os.word().to_owned(), system(os, template, size)));
            let systems: BTreeMap<String, Value> = systems.into_iter().collect();
            insta::assert_json_snapshot!(word(template, size), systems);
        }
    }
}

fn system(os: OsVersion, template: TemplateKind, size: TileSize) -> Value {
    match Pinned::filled(os, template, size) {
        Ok(pinned) => json!({
            "tile": pinned.front(),
            "back": pinned.back().map(|back| back.face),
            "moves": pinned.phone.next_change(pushed_phone::at(900)) != Some(pushed_phone::at(60_000)),
        }),
        Err(why) => json!({ "not_pinned": why }),
    }
}

/// All of them on one sheet, with their names: written to `target/tmp/tiles.png`.
#[test]
fn the_sheet() {
    let specimens: Vec<Specimen> = specimens().into_iter().chain(variants()).collect();
    let places = places(&specimens);
    let height = places.iter().map(Rect::bottom).fold(0.0, f32::max) + 16.0;
    let pixels = Offscreen::new().paint(SHEET_WIDTH, height, 1.0, |painter, rect| {
        painter.rect_filled(rect, 0.0, Color32::BLACK);
        for (specimen, place) in specimens.iter().zip(&places) {
            draw(painter, specimen, *place);
        }
    });
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tiles.png");
    std::fs::write(&path, offscreen::png(&pixels.unwrap()).unwrap()).unwrap();
    assert!(specimens.len() > 20);
    assert!(places.iter().all(|place| place.right() <= SHEET_WIDTH));
    assert!(fields(TemplateKind::Flip).contains("WideBackContent"));
}

const SHEET_WIDTH: f32 = 1_440.0;
const LABEL: f32 = 26.0;

/// Rows of tiles, as many in each as fit.
fn places(specimens: &[Specimen]) -> Vec<Rect> {
    let (mut x, mut y, mut tallest) = (16.0, 16.0, 0.0_f32);
    let place = |specimen: &Specimen| {
        let RectEp { width_ep, height_ep, .. } = specimen.tile.rect;
        let width = width_ep.max(190.0);
        if x + width > SHEET_WIDTH {
            (x, y, tallest) = (16.0, y + tallest + LABEL + 16.0, 0.0);
        }
        let place = Rect::from_min_size(pos2(x, y + LABEL), vec2(width_ep, height_ep));
        x += width + 16.0;
        tallest = tallest.max(height_ep);
        place
    };
    specimens.iter().map(place).collect()
}

fn draw(painter: &Painter, specimen: &Specimen, place: Rect) {
    tile_ui(painter, place, &specimen.tile);
    let label = Lettering { weight: Weight::Regular, size_ep: 14.0, color: Color32::GRAY };
    Canvas::new(painter, place.min, 1.0).text(Anchor::Left, 0.0, -8.0, &specimen.name, label);
}
