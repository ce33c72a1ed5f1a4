//! What of the Start screen outlives the process? Which tiles are pinned, where and how large, and what they hold; their
//! pictures are got anew.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::geometry::Grid;
use super::hand::MAX_TILES;
use super::layout::{self, Lying};
use super::scene::{Spot, TileKey, TileSize};
use super::start::Start;
use super::tile::PinnedTile;
use crate::notification::tile::{Slot, SlotMut, Template};
use crate::notification::{FieldName, ImageRef, TemplateKind};
use crate::phone::assets::Assets;

/// A pinned tile, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptTile {
    /// Whose it is.
    pub app: String,
    /// Where a secondary tile leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The template that it was pinned with.
    pub template: TemplateKind,
    /// Its size.
    pub size: TileSize,
    /// The cell of its top left corner.
    pub spot: Spot,
    /// What it holds, by element.
    #[serde(default)]
    pub holds: BTreeMap<String, String>,
}

impl KeptTile {
    /// An app's own tile, as its package declares it. Its place is looked for.
    pub(in crate::phone) fn declared(app: &str, template: TemplateKind) -> Self {
        let (app, spot) = (app.to_owned(), Spot { column: u16::MAX, row: u16::MAX });
        Self { app, id: None, template, size: TileSize::Medium, spot, holds: BTreeMap::new() }
    }

    fn of(tile: &PinnedTile) -> Self {
        let shown = tile.shown();
        let held = |name: &FieldName| Some((name.element().to_owned(), held(shown.slot(*name)?)?));
        Self {
            app: tile.key().app.clone(),
            id: tile.key().id.clone(),
            template: shown.kind(),
            size: tile.size(),
            spot: tile.spot(),
            holds: shown.kind().fields().iter().filter_map(held).collect(),
        }
    }

    /// What it holds, as an update that says so. What cannot be read is left out.
    fn update(&self) -> Template {
        let mut update = self.template.empty();
        for (element, text) in &self.holds {
            if let Some(slot) = FieldName::from_element(element.as_bytes()).and_then(|name| update.slot_mut(name)) {
                hold(slot, text);
            }
        }
        update
    }
}

fn held(slot: Slot<'_>) -> Option<String> {
    match slot {
        Slot::Text(field) => field.value().cloned(),
        Slot::Image(field) => field.value().map(|address| address.as_str().to_owned()),
        Slot::Count(field) => field.value().map(ToString::to_string),
        Slot::Color(field) => field.value().map(ToString::to_string),
    }
}

fn hold(slot: SlotMut<'_>, text: &str) {
    use crate::notification::Field::Set;
    match slot {
        SlotMut::Text(field) => *field = Set(text.to_owned()),
        SlotMut::Image(field) => *field = Set(ImageRef::new(text)),
        SlotMut::Count(field) => {
            if let Ok(count) = text.parse() {
                *field = Set(count);
            }
        }
        SlotMut::Color(field) => {
            if let Ok(color) = text.parse() {
                *field = Set(color);
            }
        }
    }
}

/// An app, as its tiles are declared.
pub(in crate::phone) struct Declaration<'a> {
    /// Its name on the link.
    pub(in crate::phone) app: &'a str,
    /// What people read.
    pub(in crate::phone) title: &'a str,
    /// Its own tile's template.
    pub(in crate::phone) template: TemplateKind,
    /// Where its pictures are.
    pub(in crate::phone) assets: &'a Assets,
}

impl Start {
    /// The pinned tiles, as they are written down.
    pub(in crate::phone) fn kept(&self) -> Vec<KeptTile> {
        self.tiles.iter().map(KeptTile::of).collect()
    }

    /// A Start screen with these tiles, as far as their apps are there. A tile that would lie on another one, or beside the
    /// grid, goes to the first free place.
    pub(in crate::phone) fn restored(
        grid: Grid,
        height_ep: f32,
        seed: u64,
        kept: &[KeptTile],
        apps: &[Declaration<'_>],
    ) -> Self {
        let mut start = Self::new(grid, height_ep, seed, Vec::new());
        for one in kept.iter().take(MAX_TILES) {
            let key = TileKey { app: one.app.clone(), id: one.id.clone() };
            let Some(app) = apps.iter().find(|app| app.app == one.app) else { continue };
            if start.tile(&key).is_some() {
                continue;
            }
            let mut tile = PinnedTile::declared(key, app.title, one.template, grid.style(), app.assets);
            tile.merge(&one.update(), app.assets, None);
            // One that cannot be so large is medium.
            let _ = tile.set_size(one.size);
            let (columns, lying) = (layout::columns(grid), start.lying());
            let wanted = Lying { spot: one.spot, cells: layout::cells(grid, tile.size()) };
            let fits = wanted.is_within(columns) && !lying.iter().any(|other| wanted.overlaps(*other));
            tile.set_spot(if fits { one.spot } else { layout::appended(columns, &lying, wanted.cells) });
            start.tiles.push(tile);
        }
        let is_pinned =
            |app: &Declaration<'_>| start.tiles.iter().any(|tile| tile.key().app == app.app && tile.key().id.is_none());
        let off = apps.iter().filter(|app| !is_pinned(app));
        let declared = |app: &Declaration<'_>| {
            let key = TileKey { app: app.app.to_owned(), id: None };
            PinnedTile::declared(key, app.title, app.template, grid.style(), app.assets)
        };
        let shelf = off.map(declared).collect();
        start.shelf = shelf;
        start
    }
}
