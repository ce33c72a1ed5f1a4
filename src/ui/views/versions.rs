//! What do the versions make of what is in the composer? A row per version, in words and pictures.

use serde::Serialize;

use crate::console::Model;
use crate::console::versions::{self, Pictures, Takes};
use crate::lang::text;
use crate::phone::shell::scene::{Face, TileScene, TileSize};
use crate::protocol::device::OsVersion;
use crate::ui::theme::Tone;

/// The comparison of versions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VersionsView {
    /// The columns of tiles that any version has.
    pub columns: Vec<Column>,
    /// A row per version, oldest first.
    pub rows: Vec<VersionLine>,
}

/// A column of tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The size of its tiles.
    pub size: TileSize,
    /// Their side.
    pub side: TileSide,
    /// Its head.
    pub name: &'static str,
}

/// A side of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TileSide {
    /// The front.
    Front,
    /// The back.
    Back,
}

/// A version.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VersionLine {
    /// Which.
    pub os: OsVersion,
    /// How much it takes, as a colour.
    pub tone: Tone,
    /// How much it takes, in words.
    pub takes: &'static str,
    /// What it leaves out or does in its own way.
    pub notes: Vec<String>,
    /// What it shows.
    pub pictures: Pictures,
}

/// In the order in which they stand.
const COLUMNS: [(TileSize, TileSide, &str); 5] = [
    (TileSize::Small, TileSide::Front, "versions-small"),
    (TileSize::Medium, TileSide::Front, "versions-medium"),
    (TileSize::Wide, TileSide::Front, "versions-wide"),
    (TileSize::Medium, TileSide::Back, "versions-medium-back"),
    (TileSize::Wide, TileSide::Back, "versions-wide-back"),
];

impl VersionsView {
    /// What the versions make of the draft.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let (notification, _) = model.desk.draft.notification();
        let bytes = model.desk.draft.body().0.len();
        let rows: Vec<VersionLine> = versions::compare(&notification, bytes).into_iter().map(line).collect();
        let has = |column: &Column| rows.iter().any(|row| column.tile(row).is_some());
        let all = COLUMNS.into_iter().map(|(size, side, key)| Column { size, side, name: text(key) });
        Self { columns: all.filter(has).collect(), rows }
    }
}

impl Column {
    /// The tile that a row has in this column.
    #[must_use]
    pub fn tile(self, row: &VersionLine) -> Option<&TileScene> {
        let Pictures::Tiles(tiles) = &row.pictures else { return None };
        tiles.iter().find(|tile| tile.size == self.size && side(tile) == self.side)
    }
}

fn side(tile: &TileScene) -> TileSide {
    match tile.face {
        Face::Back(_) => TileSide::Back,
        Face::Picture(_) | Face::Iconic(_) | Face::Cycle(_) => TileSide::Front,
    }
}

fn line(row: versions::VersionRow) -> VersionLine {
    let (tone, takes) = match row.takes {
        Takes::Everything => (Tone::Received, "versions-everything"),
        Takes::Some => (Tone::Warned, "versions-some"),
        Takes::Nothing => (Tone::Warned, "versions-nothing"),
        Takes::Error => (Tone::Refused, "versions-error"),
        Takes::ToApp => (Tone::Idle, "versions-to-app"),
    };
    VersionLine { os: row.os, tone, takes: text(takes), notes: row.notes, pictures: row.pictures }
}
