//! What is pinned to the Start screen, what does an update do to it, and what does it look like as time passes?
//!
//! One tile of it is `tile`; what fingers do with it is `hand`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use thiserror::Error;

use super::cycle;
use super::face::{self, Shown};
use super::geometry::{self, Grid};
use super::hand::Hand;
use super::layout::{self, Lying};
use super::motion::{self, Side};
use super::pacing::Pacing;
use super::scene::{Face, Lifted, Movement, Pixels, RectEp, Rgb, StartScene, TileKey, TileScene};
use super::tile::{Awaited, PinnedTile, Seen};
use crate::clock::Timestamp;
use crate::notification::{TemplateKind, Tile};
use crate::phone::assets::Assets;
use crate::protocol::trace::PushId;

/// Room under the round arrow when Start is scrolled to its end (R).
const ARROW_BELOW: f32 = 24.0;

/// The Start screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    pub(super) grid: Grid,
    pub(super) tiles: Vec<PinnedTile>,
    pub(super) hand: Hand,
    seed: u64,
    movement: Movement,
    pacing: Pacing,
    /// How much of the screen's height there is to see.
    height_ep: f32,
    /// How far it is scrolled.
    scroll_ep: f32,
    /// Apps' own tiles that were taken off: the lock screen still shows what they hold (VISUALS.md 5).
    pub(super) shelf: Vec<PinnedTile>,
}

/// Where an update comes from.
pub(in crate::phone) struct Origin<'a> {
    /// Where its pictures are found.
    pub(in crate::phone) assets: &'a Assets,
    /// The push that brought it.
    pub(in crate::phone) push: Option<PushId>,
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
    /// A Start screen on a screen of this height with these tiles, in order, each at the first free place. What moves by
    /// chance follows from `seed`, and begins with [`Self::settle`].
    #[must_use]
    pub fn new(grid: Grid, height_ep: f32, seed: u64, tiles: Vec<PinnedTile>) -> Self {
        let (hand, movement, pacing) = (Hand::Empty, Movement::Full, Pacing::new(seed));
        let mut start =
            Self { grid, tiles, hand, seed, movement, pacing, height_ep, scroll_ep: 0.0, shelf: Vec::new() };
        let cells = start.tiles.iter().map(|tile| layout::cells(grid, tile.size()));
        start.lay(&layout::arranged(layout::columns(grid), cells));
        start
    }

    /// The same tiles on the Start screen of another phone, where they lay if its grid is the same, or else in their order.
    /// `declared` says which template a tile's app declares for it.
    #[must_use]
    pub fn on(
        &self,
        grid: Grid,
        height_ep: f32,
        seed: u64,
        declared: impl Fn(&TileKey) -> Option<TemplateKind>,
    ) -> Self {
        let mut lying: Vec<&PinnedTile> = self.tiles.iter().collect();
        lying.sort_by_key(|tile| (tile.spot().row, tile.spot().column));
        let moved = |tile: &PinnedTile| tile.on(grid.style(), declared(tile.key()));
        let mut start = Self::new(grid, height_ep, seed, lying.iter().map(|tile| moved(tile)).collect());
        if grid == self.grid {
            for (tile, former) in start.tiles.iter_mut().zip(lying) {
                tile.set_spot(former.spot());
            }
        }
        start.shelf = self.shelf.iter().map(moved).collect();
        start.movement = self.movement;
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

    /// Applies an update to an app's tile: new content shows at once, with a turn if it is seen (VISUALS.md 3). Gives back
    /// remarks on what could not be shown.
    ///
    /// # Errors
    /// No such tile is pinned, or it has another template.
    pub(in crate::phone) fn update(
        &mut self,
        app: &str,
        update: &Tile,
        from: &Origin<'_>,
        seen: Seen,
        now: Timestamp,
    ) -> Result<Vec<String>, NoUpdate> {
        self.pacing.follow(now);
        let id = update.id.as_ref().map(|id| id.as_str().to_owned());
        let key = TileKey { app: app.to_owned(), id };
        if let Some(tile) = self.shelf.iter_mut().find(|tile| *tile.key() == key)
            && tile.takes(update.template.kind())
        {
            tile.merge(&update.template, from.assets, from.push);
        }
        let Some(tile) = self.tiles.iter_mut().find(|tile| *tile.key() == key) else {
            return Err(key.id.map_or(NoUpdate::NotPinned, NoUpdate::NoSuchId));
        };
        if !tile.takes(update.template.kind()) {
            return Err(NoUpdate::OtherTemplate { update: update.template.kind(), pinned: tile.shown().kind() });
        }
        Ok(self
            .change(&key, seen, now, |tile| tile.merge(&update.template, from.assets, from.push))
            .unwrap_or_default())
    }

    /// Changes a tile: what is new shows at once, with a turn if it is seen (VISUALS.md 3).
    fn change<T>(
        &mut self,
        key: &TileKey,
        seen: Seen,
        now: Timestamp,
        work: impl FnOnce(&mut PinnedTile) -> T,
    ) -> Option<T> {
        let showing = self.pacing.turn(key).to;
        let tile = self.tiles.iter_mut().find(|tile| tile.key() == key)?;
        let sides = |tile: &PinnedTile| [Side::Front, Side::Back].map(|side| resting(tile, side));
        let [front, back] = sides(tile);
        let done = work(tile);
        let [new_front, new_back] = sides(tile);
        let seen = if self.movement == Movement::Full { seen } else { Seen::No };
        if new_front != front || (new_back != back && showing == Side::Back) {
            tile.renew(seen, now);
            let side = if new_front == front { Side::Back } else { Side::Front };
            self.pacing.show(key, side);
        }
        self.settle(now);
        Some(done)
    }

    /// The tiles that have pictures to be got for which nobody was sent yet, with those.
    pub(in crate::phone) fn unsent(&mut self) -> impl Iterator<Item = (String, &mut Awaited)> {
        let all = self.tiles.iter_mut().chain(&mut self.shelf);
        all.flat_map(|tile| {
            let app = tile.key().app.clone();
            tile.unsent().map(move |awaited| (app.clone(), awaited))
        })
    }

    /// Whether there are any of those.
    pub(in crate::phone) fn has_unsent(&self) -> bool {
        self.tiles.iter().chain(&self.shelf).any(PinnedTile::has_unsent)
    }

    /// Whether a tile waits for what somebody was sent for with this ticket.
    pub(in crate::phone) fn awaits(&self, ticket: u64) -> Option<&Awaited> {
        self.tiles.iter().chain(&self.shelf).find_map(|tile| tile.awaits(ticket))
    }

    /// How many bytes the pictures of all tiles take, decoded; one that several tiles show counts once.
    pub(in crate::phone) fn picture_bytes(&self) -> usize {
        let all = self.tiles.iter().chain(&self.shelf).flat_map(PinnedTile::pictures);
        let each: HashMap<usize, usize> =
            all.map(|picture| (Arc::as_ptr(&picture.pixels).addr(), picture.pixels.rgba.len())).collect();
        each.values().sum()
    }

    /// A picture was got, or was not. For which push it was, if a tile still waits for it.
    pub(in crate::phone) fn got(
        &mut self,
        ticket: u64,
        pixels: Option<Arc<Pixels>>,
        seen: Seen,
        now: Timestamp,
    ) -> Option<Awaited> {
        self.pacing.follow(now);
        if let Some(tile) = self.shelf.iter_mut().find(|tile| tile.awaits(ticket).is_some()) {
            return tile.got(ticket, pixels);
        }
        let key = self.tiles.iter().find(|tile| tile.awaits(ticket).is_some())?.key().clone();
        self.change(&key, seen, now, |tile| tile.got(ticket, pixels)).flatten()
    }

    /// The files of an app are others now: its tiles look for their pictures again.
    pub(in crate::phone) fn look_again(&mut self, app: &str, assets: &Assets, seen: Seen, now: Timestamp) {
        self.shelf.iter_mut().filter(|tile| tile.key().app == app).for_each(|tile| tile.look_again(assets));
        let keys: Vec<TileKey> = self.tiles.iter().map(PinnedTile::key).filter(|key| key.app == app).cloned().collect();
        for key in keys {
            self.change(&key, seen, now, |tile| tile.look_again(assets));
        }
    }

    /// Looks after who moves by itself, after anything has changed.
    pub fn settle(&mut self, now: Timestamp) {
        for tile in &mut self.tiles {
            tile.begin(now);
        }
        let turning = self.tiles.iter().filter(|tile| self.movement == Movement::Full && tile.turns());
        let keys: Vec<TileKey> = turning.map(|tile| tile.key().clone()).collect();
        self.pacing.choose(keys, now);
        self.scroll(0.0);
    }

    /// Lets things move, or not.
    pub fn set_movement(&mut self, movement: Movement, now: Timestamp) {
        self.movement = movement;
        self.tiles.iter_mut().for_each(|tile| tile.renew(Seen::No, now));
        self.settle(now);
    }

    /// Whether things move.
    #[must_use]
    pub const fn movement(&self) -> Movement {
        self.movement
    }

    /// Whether something waits for [`Self::follow`].
    #[must_use]
    pub fn is_behind(&self, now: Timestamp) -> bool {
        matches!(self.pacing.at(now), Cow::Owned(_)) || self.tiles.iter().any(|tile| !tile.has_begun())
    }

    /// Follows the time.
    pub fn follow(&mut self, now: Timestamp) {
        self.pacing.follow(now);
        if self.tiles.iter().any(|tile| !tile.has_begun()) {
            self.settle(now);
        }
    }

    /// When it wants to follow the time.
    #[must_use]
    pub fn deadline(&self) -> Option<Timestamp> {
        self.pacing.deadline()
    }

    /// What it looks like to somebody who lets things move, or not.
    #[must_use]
    pub fn scene(&self, accent: Rgb, movement: Movement, now: Timestamp) -> StartScene {
        let pacing = self.pacing.at(now);
        let scene = |tile: &PinnedTile| {
            let Shown { face, degrees } = match self.movement.and(movement) {
                Movement::Full => motion::face_at(tile, pacing.turn(tile.key()), self.seed, now),
                Movement::Reduced => Shown { face: resting(tile, Side::Front), degrees: 0.0 },
            };
            TileScene {
                key: tile.key().clone(),
                rect: self.rect(tile),
                spot: tile.spot(),
                size: tile.size(),
                style: self.grid.style(),
                background: face::background(tile, accent),
                face,
                turned_deg: degrees,
            }
        };
        let lifted = self.lifted().and_then(|key| self.tile(key));
        StartScene {
            tiles: self.tiles.iter().map(scene).collect(),
            lifted: lifted.map(|tile| Lifted { tile: tile.key().clone(), next_size: tile.next_size() }),
            arrow: geometry::arrow(self.grid, self.bottom(), self.scroll_ep),
        }
    }

    /// When it next looks different by itself.
    #[must_use]
    pub fn next_change(&self, movement: Movement, now: Timestamp) -> Option<Timestamp> {
        if self.movement.and(movement) == Movement::Reduced {
            return None;
        }
        let pacing = self.pacing.at(now);
        let seen = |tile: &&PinnedTile| {
            let rect = self.rect(tile);
            rect.y_ep < self.height_ep && rect.y_ep + rect.height_ep > 0.0
        };
        let change = |tile: &PinnedTile| motion::next_change(tile, pacing.turn(tile.key()), self.seed, now);
        self.tiles.iter().filter(seen).filter_map(change).chain(pacing.next_turn()).min()
    }

    /// Scrolls, at most to where the last tile ends a gutter above the screen's end.
    pub fn scroll(&mut self, by_ep: f32) {
        let arrow = geometry::arrow(self.grid, self.bottom(), 0.0);
        let end = (self.bottom() + self.grid.gutter()).max(arrow.y_ep + arrow.height_ep + ARROW_BELOW) - self.height_ep;
        self.scroll_ep = (self.scroll_ep + by_ep).min(end).max(0.0);
    }

    /// Scrolls to the first tile.
    pub const fn scroll_to_top(&mut self) {
        self.scroll_ep = 0.0;
    }

    /// How far it is scrolled.
    #[must_use]
    pub const fn scrolled_ep(&self) -> f32 {
        self.scroll_ep
    }

    /// The tile of an app that is its own, pinned or not.
    #[must_use]
    pub fn own_tile(&self, key: &TileKey) -> Option<&PinnedTile> {
        self.tile(key).or_else(|| self.shelf.iter().find(|tile| tile.key() == key))
    }

    /// Where the last tile ends, unscrolled.
    fn bottom(&self) -> f32 {
        let bottom = |tile: &PinnedTile| {
            let rect = geometry::place(self.grid, tile.spot(), tile.size());
            rect.y_ep + rect.height_ep
        };
        self.tiles.iter().map(bottom).fold(0.0, f32::max)
    }

    fn rect(&self, tile: &PinnedTile) -> RectEp {
        let rect = geometry::place(self.grid, tile.spot(), tile.size());
        RectEp { y_ep: rect.y_ep - self.scroll_ep, ..rect }
    }

    /// Puts the tiles on another grid, in the order in which they lie, each at the first free place (R).
    pub fn set_grid(&mut self, grid: Grid) {
        if self.grid == grid {
            return;
        }
        self.grid = grid;
        self.hand = Hand::Empty;
        self.tiles.sort_by_key(|tile| (tile.spot().row, tile.spot().column));
        let cells: Vec<layout::Cells> = self.tiles.iter().map(|tile| layout::cells(grid, tile.size())).collect();
        self.lay(&layout::arranged(layout::columns(grid), cells));
        self.scroll(0.0);
    }

    pub(super) fn lying(&self) -> Vec<Lying> {
        let lying = |tile: &PinnedTile| Lying { spot: tile.spot(), cells: layout::cells(self.grid, tile.size()) };
        self.tiles.iter().map(lying).collect()
    }

    pub(super) fn lay(&mut self, lying: &[Lying]) {
        for (tile, lying) in self.tiles.iter_mut().zip(lying) {
            tile.set_spot(lying.spot);
        }
    }
}

/// What a side shows when nothing moves.
fn resting(tile: &PinnedTile, side: Side) -> Face {
    face::shown(tile, side, cycle::Moment::default()).face
}

/// A template in words.
pub(super) const fn word(template: TemplateKind) -> &'static str {
    match template.attribute() {
        Some(attribute) => attribute,
        None => "the Windows Phone 7 tile",
    }
}
