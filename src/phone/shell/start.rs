//! What is pinned to the Start screen, and what does a tile update do to it? One tile of it is `tile`.

use thiserror::Error;

use super::scene::{Rgb, StartScene, TileKey, TileScene, TileStyle};
use super::tile::PinnedTile;
use super::{face, geometry, motion};
use crate::clock::Timestamp;
use crate::notification::{TemplateKind, Tile};

/// The Start screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    style: TileStyle,
    tiles: Vec<PinnedTile>,
}

/// Why an update changes no tile.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoUpdate {
    /// The app's own tile is not on Start.
    #[error("the app's own tile is not pinned")]
    NotPinned,
    /// No secondary tile has that id.
    #[error("no tile with this Id is pinned: {0}")]
    NoSuchId(String),
    /// The tile was pinned with another template.
    #[error("template differs from the pinned tile's: the update is {}, the tile is {}", word(*.update), word(*.pinned))]
    OtherTemplate {
        /// The update's.
        update: TemplateKind,
        /// The tile's.
        pinned: TemplateKind,
    },
}

impl Start {
    /// A Start screen with these tiles, in order.
    #[must_use]
    pub const fn new(style: TileStyle, tiles: Vec<PinnedTile>) -> Self {
        Self { style, tiles }
    }

    /// The pinned tiles, in order.
    #[must_use]
    pub fn tiles(&self) -> &[PinnedTile] {
        &self.tiles
    }

    /// The tile with this key.
    #[must_use]
    pub fn tile(&self, key: &TileKey) -> Option<&PinnedTile> {
        self.tiles.iter().find(|tile| tile.key() == key)
    }

    /// Applies an update to an app's tile. Gives back remarks on what could not be shown.
    ///
    /// # Errors
    /// No such tile is pinned, or it has another template.
    pub fn update(&mut self, app: &str, update: &Tile) -> Result<Vec<String>, NoUpdate> {
        let id = update.id.as_ref().map(|id| id.as_str().to_owned());
        let key = TileKey { app: app.to_owned(), id };
        let Some(tile) = self.tiles.iter_mut().find(|tile| *tile.key() == key) else {
            return Err(key.id.map_or(NoUpdate::NotPinned, NoUpdate::NoSuchId));
        };
        if !tile.takes(update.template.kind()) {
            return Err(NoUpdate::OtherTemplate { update: update.template.kind(), pinned: tile.shown().kind() });
        }
        Ok(tile.merge(&update.template))
    }

    /// What it looks like.
    #[must_use]
    pub fn scene(&self, accent: Rgb, now: Timestamp) -> StartScene {
        let places = geometry::arrange(self.style, self.tiles.iter().map(PinnedTile::size));
        let tiles = self.tiles.iter().zip(places).map(|(tile, rect)| TileScene {
            key: tile.key().clone(),
            rect,
            size: tile.size(),
            style: self.style,
            background: face::background(tile, accent),
            face: face::face(tile, motion::face_at(tile, now)),
        });
        StartScene { tiles: tiles.collect() }
    }
}

/// A template in words.
const fn word(template: TemplateKind) -> &'static str {
    match template.attribute() {
        Some(attribute) => attribute,
        None => "the Windows Phone 7 tile",
    }
}
