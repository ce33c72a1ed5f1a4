//! What is pinned to the Start screen, what do fingers do with it, and what does a tile update? One tile of it is `tile`.

use thiserror::Error;

use super::layout::{self, Lying};
use super::scene::{Lifted, Rgb, Spot, StartScene, TileKey, TileScene, TileSize, TileStyle};
use super::tile::{NoSuchSize, PinnedTile};
use super::{face, geometry, motion};
use crate::clock::Timestamp;
use crate::notification::{TemplateKind, Tile};

/// How many tiles fit on Start (our choice; the phone's own limit is not known).
pub const MAX_TILES: usize = 200;

/// The Start screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    style: TileStyle,
    tiles: Vec<PinnedTile>,
    hand: Hand,
}

/// What a finger has in hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Hand {
    /// Nothing.
    #[default]
    Empty,
    /// A tile is lifted.
    Lifted(TileKey),
    /// A lifted tile is dragged; the others lay like this when it began, so that they only make room for where it is now.
    Dragging(TileKey, Vec<Lying>),
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

/// Why Start stays as it is although a finger wanted something of it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Objection {
    /// There is no such app.
    #[error("no app `{0}` is installed")]
    NoSuchApp(String),
    /// There is no such tile.
    #[error("no such tile is pinned: {}", tile_word(.0))]
    NoSuchTile(TileKey),
    /// There is one already.
    #[error("the tile is pinned already: {}", tile_word(.0))]
    Pinned(TileKey),
    /// The system does not know the template.
    #[error("Windows Phone 7 knows only its own tile, not {}", word(*.0))]
    NoSuchTemplate(TemplateKind),
    /// The tile cannot have the size.
    #[error(transparent)]
    Size(#[from] NoSuchSize),
    /// A secondary tile without an id.
    #[error("a secondary tile's id cannot be empty: it is the page that the tile leads to")]
    EmptyId,
    /// Start is full.
    #[error("{MAX_TILES} tiles are pinned, more do not fit")]
    Full,
    /// An app is in front.
    #[error("an app is in front, Start is not to be seen")]
    Hidden,
    /// The tile is not lifted.
    #[error("the tile must be held first: {}", tile_word(.0))]
    NotLifted(TileKey),
}

impl Start {
    /// A Start screen with these tiles, in order, each at the first free place.
    #[must_use]
    pub fn new(style: TileStyle, tiles: Vec<PinnedTile>) -> Self {
        let mut start = Self { style, tiles, hand: Hand::Empty };
        let cells = start.tiles.iter().map(|tile| layout::cells(style, tile.size()));
        start.lay(&layout::arranged(layout::columns(style), cells));
        start
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

    /// The tile that is lifted.
    #[must_use]
    pub const fn lifted(&self) -> Option<&TileKey> {
        match &self.hand {
            Hand::Empty => None,
            Hand::Lifted(key) | Hand::Dragging(key, _) => Some(key),
        }
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

    /// Pins a tile behind the others.
    ///
    /// # Errors
    /// It is pinned already, its id is empty, the system does not know the template, it cannot have the size, or Start is full.
    pub fn pin(&mut self, key: TileKey, title: &str, template: TemplateKind, size: TileSize) -> Result<(), Objection> {
        if key.id.as_ref().is_some_and(String::is_empty) {
            return Err(Objection::EmptyId);
        }
        if self.tile(&key).is_some() {
            return Err(Objection::Pinned(key));
        }
        if self.style == TileStyle::Seven && template != TemplateKind::Standard {
            return Err(Objection::NoSuchTemplate(template));
        }
        if self.tiles.len() >= MAX_TILES {
            return Err(Objection::Full);
        }
        let mut tile = PinnedTile::declared(key, title, template, self.style);
        tile.set_size(size)?;
        self.put_down();
        tile.set_spot(layout::appended(layout::columns(self.style), &self.lying(), layout::cells(self.style, size)));
        self.tiles.push(tile);
        Ok(())
    }

    /// Takes a tile off; the rows that are empty then collapse.
    ///
    /// # Errors
    /// No such tile is pinned.
    pub fn unpin(&mut self, key: &TileKey) -> Result<(), Objection> {
        let index = self.index(key)?;
        self.tiles.remove(index);
        self.hand = Hand::Empty;
        self.lay(&layout::collapsed(&self.lying()));
        Ok(())
    }

    /// Gives a tile another size; the others make room.
    ///
    /// # Errors
    /// No such tile is pinned, or it cannot have the size.
    pub fn resize(&mut self, key: &TileKey, size: TileSize) -> Result<(), Objection> {
        let index = self.index(key)?;
        let before = self.lying();
        let Some(tile) = self.tiles.get_mut(index) else { return Ok(()) };
        tile.set_size(size)?;
        let to = Lying { spot: tile.spot(), cells: layout::cells(self.style, size) };
        self.put_down();
        self.lay(&layout::changed(layout::columns(self.style), &before, index, to));
        Ok(())
    }

    /// Puts a tile at a cell; the others make room.
    ///
    /// # Errors
    /// No such tile is pinned.
    pub fn move_to(&mut self, key: &TileKey, to: Spot) -> Result<(), Objection> {
        let before = self.lying();
        self.make_room(key, to, &before)?;
        self.put_down();
        Ok(())
    }

    /// Lifts a tile: it can be dragged now.
    ///
    /// # Errors
    /// No such tile is pinned.
    pub fn lift(&mut self, key: &TileKey) -> Result<(), Objection> {
        self.index(key)?;
        self.hand = Hand::Lifted(key.clone());
        Ok(())
    }

    /// Drags the lifted tile; the others make room for where it is now, and come back from where it was.
    ///
    /// # Errors
    /// The tile is not pinned, or not lifted.
    pub fn drag(&mut self, key: &TileKey, x_ep: f32, y_ep: f32) -> Result<(), Objection> {
        let before = match &self.hand {
            Hand::Dragging(dragged, before) if dragged == key => before.clone(),
            Hand::Lifted(lifted) if lifted == key => self.lying(),
            Hand::Empty | Hand::Lifted(_) | Hand::Dragging(..) => {
                self.index(key)?;
                return Err(Objection::NotLifted(key.clone()));
            }
        };
        self.make_room(key, geometry::nearest(self.style, x_ep, y_ep), &before)?;
        self.hand = Hand::Dragging(key.clone(), before);
        Ok(())
    }

    /// Lets go of the tile that is dragged; it stays lifted.
    pub fn put_down(&mut self) {
        self.hand = match std::mem::take(&mut self.hand) {
            Hand::Dragging(key, _) => Hand::Lifted(key),
            hand @ (Hand::Empty | Hand::Lifted(_)) => hand,
        };
    }

    /// No tile is lifted any more.
    pub fn let_go(&mut self) {
        self.hand = Hand::Empty;
    }

    /// What it looks like.
    #[must_use]
    pub fn scene(&self, accent: Rgb, now: Timestamp) -> StartScene {
        let scene = |tile: &PinnedTile| TileScene {
            key: tile.key().clone(),
            rect: geometry::place(self.style, tile.spot(), tile.size()),
            spot: tile.spot(),
            size: tile.size(),
            style: self.style,
            background: face::background(tile, accent),
            face: face::face(tile, motion::face_at(tile, now)),
        };
        let lifted = self.lifted().and_then(|key| self.tile(key));
        StartScene {
            tiles: self.tiles.iter().map(scene).collect(),
            lifted: lifted.map(|tile| Lifted { tile: tile.key().clone(), next_size: tile.next_size() }),
        }
    }

    fn index(&self, key: &TileKey) -> Result<usize, Objection> {
        let found = self.tiles.iter().position(|tile| tile.key() == key);
        found.ok_or_else(|| Objection::NoSuchTile(key.clone()))
    }

    fn lying(&self) -> Vec<Lying> {
        let lying = |tile: &PinnedTile| Lying { spot: tile.spot(), cells: layout::cells(self.style, tile.size()) };
        self.tiles.iter().map(lying).collect()
    }

    fn lay(&mut self, lying: &[Lying]) {
        for (tile, lying) in self.tiles.iter_mut().zip(lying) {
            tile.set_spot(lying.spot);
        }
    }

    fn make_room(&mut self, key: &TileKey, to: Spot, before: &[Lying]) -> Result<(), Objection> {
        let index = self.index(key)?;
        if let Some(lying) = before.get(index) {
            self.lay(&layout::changed(layout::columns(self.style), before, index, Lying { spot: to, ..*lying }));
        }
        Ok(())
    }
}

/// A template in words.
const fn word(template: TemplateKind) -> &'static str {
    match template.attribute() {
        Some(attribute) => attribute,
        None => "the Windows Phone 7 tile",
    }
}

/// A tile in words, as the control API names it.
fn tile_word(key: &TileKey) -> String {
    key.id.as_ref().map_or_else(|| key.app.clone(), |id| format!("{}#{id}", key.app))
}
