//! What does a phone show now, to be kept as a picture? The screen, a tile or the banner, as it is at one moment, or moving on
//! from there.

use std::sync::Arc;
use std::time::Duration;

use super::super::model::World;
use super::super::painter::{Moment, Seen};
use super::film::film;
use crate::clock::Timestamp;
use crate::phone::Phone;
use crate::phone::shell::scene::{Face, Page, Scene, TileKey, TileScene};
use crate::protocol::device::DeviceId;

/// How long a moving picture of a screen is (our choice).
const SCREEN_FILM: Duration = Duration::from_secs(10);
/// How long one of a tile is at most: nine pictures are through by then (VISUALS.md 9, `CYCLE_HOLD`).
const TILE_FILM: Duration = Duration::from_secs(120);
/// At most so many changes lie between a tile that moves and the moment when it lies still again.
const CHANGES_TO_REST: usize = 200;

/// What of a phone a picture shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pictured {
    /// The whole screen.
    Screen,
    /// A tile of Start.
    Tile(TileKey),
    /// The banner.
    Toast,
}

/// A phone at a moment, of which a picture is wanted.
#[derive(Clone, Debug)]
pub struct Shot {
    phone: Arc<Phone>,
    of: Pictured,
    at: Timestamp,
}

impl Shot {
    /// Of a phone in the world; none if it is gone, or does not show what is wanted.
    #[must_use]
    pub fn taken(world: &World, device: &DeviceId, of: Pictured, at: Timestamp) -> Option<Self> {
        let shot = Self { phone: world.phones.get(device)?.clone(), of, at };
        shot.seen(at).is_some().then_some(shot)
    }

    /// What it shows.
    #[must_use]
    pub fn still(&self) -> Option<Seen> {
        self.seen(self.at)
    }

    /// What it shows from then on: a tile until it is again as it was, a screen or a banner for some seconds.
    #[must_use]
    pub fn film(&self) -> Vec<Moment> {
        let next_change = |at| self.phone.next_change(at);
        let scene = |at| self.phone.scene(at);
        match self.of {
            Pictured::Screen => film(self.at, SCREEN_FILM, |at| Seen::Screen(Box::new(scene(at))), next_change),
            Pictured::Toast => film(self.at, SCREEN_FILM, |at| Seen::Toast(Box::new(scene(at))), next_change),
            Pictured::Tile(_) => {
                let tile = |at| {
                    let scene = scene(at);
                    let theme = scene.theme;
                    Seen::Tiles { tiles: self.tile(scene).into_iter().collect(), theme }
                };
                film(self.at_rest(), TILE_FILM, tile, next_change)
            }
        }
    }

    /// A name for a file, without its ending.
    #[must_use]
    pub fn name(&self) -> String {
        let device = self.phone.config().device.as_str();
        match &self.of {
            Pictured::Screen => device.to_owned(),
            Pictured::Toast => format!("{device}-toast"),
            Pictured::Tile(key) => format!("{device}-{}", key.app),
        }
    }

    fn seen(&self, at: Timestamp) -> Option<Seen> {
        let scene = self.phone.scene(at);
        match self.of {
            Pictured::Screen => Some(Seen::Screen(Box::new(scene))),
            Pictured::Toast => scene.toast.is_some().then(|| Seen::Toast(Box::new(scene))),
            Pictured::Tile(_) => {
                let theme = scene.theme;
                let tile = TileScene { turned_deg: 0.0, ..self.tile(scene)? };
                Some(Seen::Tiles { tiles: vec![tile], theme })
            }
        }
    }

    /// The tile on a screen, if this is about one and it is there.
    fn tile(&self, scene: Scene) -> Option<TileScene> {
        match (&self.of, scene.page) {
            (Pictured::Tile(key), Page::Start(start)) => start.tiles.into_iter().find(|tile| tile.key == *key),
            (Pictured::Screen | Pictured::Toast | Pictured::Tile(_), _) => None,
        }
    }

    /// The first moment from then on at which the tile lies still.
    fn at_rest(&self) -> Timestamp {
        let moves =
            |at: Timestamp| self.tile(self.phone.scene(at)).is_some_and(|tile| tile.turned_deg != 0.0 || rises(&tile));
        let mut at = self.at;
        for _ in 0..CHANGES_TO_REST {
            match self.phone.next_change(at) {
                Some(next) if moves(at) => at = next,
                Some(_) | None => break,
            }
        }
        at
    }
}

const fn rises(tile: &TileScene) -> bool {
    match &tile.face {
        Face::Cycle(face) => face.rising.is_some(),
        Face::Picture(_) | Face::Back(_) | Face::Iconic(_) => false,
    }
}
