//! What do fingers do with the tiles on Start? They pin, lift, drag, resize and unpin them.
//!
//! Where tiles lie and who makes room is `layout`; what a tile is, `tile`.

use thiserror::Error;

use super::geometry;
use super::layout::{self, Lying};
use super::scene::{Spot, TileKey, TileSize, TileStyle};
use super::start::{Start, word};
use super::tile::{NoSuchSize, PinnedTile};
use crate::notification::TemplateKind;
use crate::phone::assets::{Assets, TooMany};
use crate::protocol::device::OsVersion;

/// How many tiles fit on Start (our choice; the phone's own limit is not known).
pub const MAX_TILES: usize = 200;

/// What a finger has in hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Hand {
    /// Nothing.
    #[default]
    Empty,
    /// A tile is lifted.
    Lifted(TileKey),
    /// A lifted tile is dragged; the others lay like this when it began, so that they only make room for where it is now.
    Dragging(TileKey, Vec<Lying>),
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
    /// The version has no secondary tiles.
    #[error("Windows Phone {0} has no secondary tiles, they came with {first}", first = OsVersion::V7_1)]
    NoSecondaryTiles(OsVersion),
    /// A secondary tile without an id.
    #[error("a secondary tile's id cannot be empty: it is the page that the tile leads to")]
    EmptyId,
    /// Start is full.
    #[error("{MAX_TILES} tiles are pinned, more do not fit")]
    Full,
    /// An app is in front.
    #[error("something else is in front, Start is not to be seen")]
    Hidden,
    /// The phone is locked.
    #[error("the phone is locked")]
    Locked,
    /// The version has no action center.
    #[error("Windows Phone {0} has no action center")]
    NoActionCenter(OsVersion),
    /// The version's lock screen shows nothing of apps.
    #[error("the lock screen of Windows Phone {0} shows nothing of apps")]
    NoLockText(OsVersion),
    /// The version has no third column on that screen.
    #[error("Windows Phone {0} has no third column on this screen")]
    NoThreeColumns(OsVersion),
    /// The action center has no such toast.
    #[error("the action center has no toast with the id {0}")]
    NoSuchNote(u64),
    /// The app has no room for the picture.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The tile is not lifted.
    #[error("the tile must be held first: {}", tile_word(.0))]
    NotLifted(TileKey),
}

impl Start {
    /// The tile that is lifted.
    #[must_use]
    pub const fn lifted(&self) -> Option<&TileKey> {
        match &self.hand {
            Hand::Empty => None,
            Hand::Lifted(key) | Hand::Dragging(key, _) => Some(key),
        }
    }

    /// Pins a tile behind the others.
    ///
    /// # Errors
    /// It is pinned already, its id is empty, the system does not know the template, it cannot have the size, or Start is full.
    pub(in crate::phone) fn pin(
        &mut self,
        key: TileKey,
        title: &str,
        template: TemplateKind,
        size: TileSize,
        assets: &Assets,
    ) -> Result<(), Objection> {
        if key.id.as_ref().is_some_and(String::is_empty) {
            return Err(Objection::EmptyId);
        }
        if self.tile(&key).is_some() {
            return Err(Objection::Pinned(key));
        }
        if self.grid.style() == TileStyle::Seven && template != TemplateKind::Standard {
            return Err(Objection::NoSuchTemplate(template));
        }
        if self.tiles.len() >= MAX_TILES {
            return Err(Objection::Full);
        }
        let mut tile = PinnedTile::declared(key, title, template, self.grid.style(), assets);
        tile.set_size(size)?;
        self.shelf.retain(|shelved| shelved.key() != tile.key());
        self.put_down();
        tile.set_spot(layout::appended(layout::columns(self.grid), &self.lying(), layout::cells(self.grid, size)));
        self.tiles.push(tile);
        Ok(())
    }

    /// An app was installed: its own tile is pinned behind the others, medium, as its package declares it.
    pub(in crate::phone) fn install(&mut self, key: TileKey, title: &str, template: TemplateKind, assets: &Assets) {
        let mut tile = PinnedTile::declared(key, title, template, self.grid.style(), assets);
        let cells = layout::cells(self.grid, tile.size());
        tile.set_spot(layout::appended(layout::columns(self.grid), &self.lying(), cells));
        self.tiles.push(tile);
    }

    /// Forgets what tiles held that were taken off, but for those of these apps.
    pub(in crate::phone) fn forget_tiles_but(&mut self, is_there: impl Fn(&str) -> bool) {
        self.shelf.retain(|tile| is_there(&tile.key().app));
    }

    /// Takes a tile off; the rows that are empty then collapse.
    ///
    /// # Errors
    /// No such tile is pinned.
    pub fn unpin(&mut self, key: &TileKey) -> Result<(), Objection> {
        let index = self.index(key)?;
        let tile = self.tiles.remove(index);
        if tile.key().id.is_none() {
            self.shelf.push(tile);
        }
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
        let to = Lying { spot: tile.spot(), cells: layout::cells(self.grid, size) };
        self.put_down();
        self.lay(&layout::changed(layout::columns(self.grid), &before, index, to));
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
        self.make_room(key, geometry::nearest(self.grid, x_ep, y_ep + self.scrolled_ep()), &before)?;
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

    fn index(&self, key: &TileKey) -> Result<usize, Objection> {
        let found = self.tiles.iter().position(|tile| tile.key() == key);
        found.ok_or_else(|| Objection::NoSuchTile(key.clone()))
    }

    fn make_room(&mut self, key: &TileKey, to: Spot, before: &[Lying]) -> Result<(), Objection> {
        let index = self.index(key)?;
        if let Some(lying) = before.get(index) {
            self.lay(&layout::changed(layout::columns(self.grid), before, index, Lying { spot: to, ..*lying }));
        }
        Ok(())
    }
}

/// A tile in words, as the control API names it.
fn tile_word(key: &TileKey) -> String {
    key.id.as_ref().map_or_else(|| key.app.clone(), |id| format!("{}#{id}", key.app))
}
