//! Every kind of tile: each template at each size on each system, pinned by a finger and filled by a push.

#![allow(dead_code, reason = "not every test file needs all of it")]

use tilecast::notification::TemplateKind;
use tilecast::phone::shell::scene::{Finger, Movement, Page, TileKey, TileScene, TileSize};
use tilecast::phone::{Input, Output, Phone, PhoneConfig};
use tilecast::protocol::device::OsVersion;
use tilecast::protocol::version::abilities;

use super::pushed_phone::{at, push, tile};
use tilecast::notification::Kind;

pub(crate) const SIZES: [TileSize; 3] = [TileSize::Small, TileSize::Medium, TileSize::Wide];
pub(crate) const TEMPLATES: [TemplateKind; 4] =
    [TemplateKind::Standard, TemplateKind::Flip, TemplateKind::Iconic, TemplateKind::Cycle];

/// Everything that a template can say.
pub(crate) fn fields(template: TemplateKind) -> &'static str {
    match template {
        TemplateKind::Standard => {
            "<wp:BackgroundImage>/Art/m.png</wp:BackgroundImage><wp:Count>3</wp:Count><wp:Title>Trips</wp:Title>\
             <wp:BackTitle>Next</wp:BackTitle><wp:BackContent>Gate 4 boards in twelve minutes</wp:BackContent>"
        }
        TemplateKind::Flip => {
            "<wp:SmallBackgroundImage>/Art/s.png</wp:SmallBackgroundImage>\
             <wp:WideBackgroundImage>/Art/w.png</wp:WideBackgroundImage>\
             <wp:WideBackContent>Gate 4, platform B\nboards in 12 minutes\nfrom Hall 2, upstairs</wp:WideBackContent>\
             <wp:BackgroundImage>/Art/m.png</wp:BackgroundImage><wp:Count>3</wp:Count><wp:Title>Trips</wp:Title>\
             <wp:BackTitle>Next</wp:BackTitle><wp:BackContent>Gate 4\nboards in\n12 minutes</wp:BackContent>"
        }
        TemplateKind::Iconic => {
            "<wp:SmallIconImage>/Art/i71.png</wp:SmallIconImage><wp:IconImage>/Art/i134.png</wp:IconImage>\
             <wp:WideContent1>WP Developer Day</wp:WideContent1><wp:WideContent2>Hall 2, 10:00</wp:WideContent2>\
             <wp:WideContent3>Bring a laptop</wp:WideContent3><wp:Count>8</wp:Count><wp:Title>Calendar</wp:Title>"
        }
        TemplateKind::Cycle => {
            "<wp:SmallBackgroundImage>/Art/s.png</wp:SmallBackgroundImage><wp:CycleImage1>/Art/c1.png</wp:CycleImage1>\
             <wp:CycleImage2>/Art/c2.png</wp:CycleImage2><wp:Count>7</wp:Count><wp:Title>Album</wp:Title>"
        }
    }
}

/// What a tile of 7.0 can say: the back came later.
const FIELDS_OF_SEVEN: &str =
    "<wp:BackgroundImage>/Art/m.png</wp:BackgroundImage><wp:Count>3</wp:Count><wp:Title>Trips</wp:Title>";

/// A phone with one tile.
pub(crate) struct Pinned {
    pub phone: Phone,
    key: TileKey,
    pushes: u64,
}

impl Pinned {
    /// A tile as it was pinned; why not, if it cannot be.
    pub(crate) fn new(os: OsVersion, template: TemplateKind, size: TileSize) -> Result<Self, String> {
        let mut phone = Phone::new(PhoneConfig::sample("ana".parse().unwrap(), "ana", os));
        // A version without secondary tiles has the app's own one.
        let id = abilities(os).secondary_tiles.so().then(|| "/T.xaml".to_owned());
        let key = TileKey { app: "trips".to_owned(), id };
        phone.handle(Input::Finger(Finger::Unpin(TileKey { id: None, ..key.clone() })), at(0));
        let pin = Finger::Pin { app: key.app.clone(), id: key.id.clone(), size, template };
        if let Some(objection) = phone.objection(&pin) {
            return Err(objection.to_string());
        }
        phone.handle(Input::Finger(pin), at(0));
        Ok(Self { phone, key, pushes: 0 })
    }

    /// The same, filled by a push.
    pub(crate) fn filled(os: OsVersion, template: TemplateKind, size: TileSize) -> Result<Self, String> {
        let mut pinned = Self::new(os, template, size)?;
        match os {
            OsVersion::V7_0 => pinned.push(template, FIELDS_OF_SEVEN),
            OsVersion::V7_1 | OsVersion::V7_8 | OsVersion::V8_0 | OsVersion::V8_1 => {
                pinned.push(template, fields(template))
            }
        };
        Ok(pinned)
    }

    /// A push comes.
    pub(crate) fn push(&mut self, template: TemplateKind, fields: &str) -> Vec<Output> {
        self.push_at(template, fields, 0)
    }

    /// A push comes so many milliseconds later.
    pub(crate) fn push_at(&mut self, template: TemplateKind, fields: &str, millis: u64) -> Vec<Output> {
        let attribute = template.attribute().map_or_else(String::new, |name| format!(r#"Template="{name}""#));
        let id = self.key.id.as_ref().map_or_else(String::new, |id| format!(r#"Id="{id}""#));
        let body = tile(&format!("{id} {attribute}"), fields);
        self.pushes += 1;
        self.phone.handle(Input::Frame(push(self.pushes, Kind::Tile, &body)), at(millis))
    }

    /// The tile so many milliseconds later.
    pub(crate) fn tile(&self, millis: u64) -> TileScene {
        match self.phone.scene(at(millis)).page {
            Page::Start(start) => start.tiles.into_iter().find(|tile| tile.key == self.key).unwrap(),
            page @ (Page::App(_) | Page::List(_) | Page::Lock(_)) => panic!("{page:?} in place of Start"),
        }
    }

    /// The tile lying on its front.
    pub(crate) fn front(&self) -> TileScene {
        let mut still = Self { phone: self.phone.clone(), key: self.key.clone(), pushes: self.pushes };
        still.phone.handle(Input::Movement(Movement::Reduced), at(0));
        still.tile(0)
    }

    /// The tile lying on its back; none if it never turns.
    pub(crate) fn back(&self) -> Option<TileScene> {
        // Two minutes are enough for a tile that turns alone, every few seconds.
        let front = self.front();
        (0..240)
            .map(|half| self.tile(half * 500))
            .find(|tile| tile.turned_deg == 0.0 && is_back(tile))
            .filter(|tile| *tile != front)
    }
}

fn is_back(tile: &TileScene) -> bool {
    matches!(tile.face, tilecast::phone::shell::scene::Face::Back(_))
}
