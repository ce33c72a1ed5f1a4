//! What would the user see, all in all? The shell's state: pinned tiles, the banner, who is in front.

use serde::Serialize;

use super::geometry;
use super::motion;
use super::scene::{Page, StartScene, TileKey, TileScene, TileSize, ToastScene};
use super::tile::{PinnedTile, Shown};
use crate::clock::Timestamp;
use crate::notification::{ImageRef, Tile, Toast};
use crate::phone::device::{AppConfig, PhoneConfig};
use crate::phone::profile;

/// The shell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shell {
    /// The tiles on Start, in order.
    pub tiles: Vec<PinnedTile>,
    /// The banner.
    pub toast: Option<Banner>,
    /// The app in front; none is Start.
    pub front: Option<String>,
}

/// The banner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Banner {
    /// The app it leads to.
    pub app: String,
    /// Bold title.
    pub text1: String,
    /// Content.
    pub text2: String,
    /// Where a tap leads.
    pub param: Option<String>,
    /// When it arrived.
    #[serde(skip)]
    pub since: Timestamp,
    /// When it leaves, or left.
    #[serde(skip)]
    pub leaves_at: Timestamp,
}

/// What came of a tile update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TileOutcome {
    /// A tile shows it; with what is wrong with its picture, if anything is.
    Shown(Option<String>),
    /// Nothing was changed, and why.
    Ignored(String),
}

impl Shell {
    /// Start with every app's own tile.
    #[must_use]
    pub fn new(apps: &[AppConfig]) -> Self {
        Self { tiles: apps.iter().map(own_tile).collect(), toast: None, front: None }
    }

    /// Shows a banner; the newest takes the place of the one that shows (VISUALS.md 10, our choice).
    pub fn show(&mut self, app: &str, toast: &Toast, now: Timestamp) {
        self.toast = Some(Banner {
            app: app.to_owned(),
            text1: toast.text1.clone().unwrap_or_default(),
            text2: toast.text2.clone().unwrap_or_default(),
            param: toast.param.clone(),
            since: now,
            leaves_at: now.plus(motion::TOAST_STAYS),
        });
    }

    /// Forgets a banner that has left.
    pub fn tidy(&mut self, now: Timestamp) {
        let gone = |banner: &Banner| motion::banner_at(banner.since, banner.leaves_at, now).is_none();
        if self.toast.as_ref().is_some_and(gone) {
            self.toast = None;
        }
    }

    /// Merges an update into the tile that it is for.
    pub fn update(&mut self, app: &str, tile: &Tile) -> TileOutcome {
        let id = tile.id.as_ref().map(|id| id.as_str().to_owned());
        let key = TileKey { app: app.to_owned(), id };
        let Some(pinned) = self.tiles.iter_mut().find(|pinned| pinned.key == key) else {
            return TileOutcome::Ignored(match key.id {
                Some(id) => format!("no tile with the Id {id} is pinned"),
                None => String::from("the app's tile is not pinned"),
            });
        };
        match pinned.update(&tile.template) {
            Ok(()) => TileOutcome::Shown(pinned.picture_trouble()),
            Err(_) => TileOutcome::Ignored(String::from("its template differs from the pinned tile's")),
        }
    }

    /// The Start screen.
    #[must_use]
    pub fn start(&self, config: &PhoneConfig) -> Page {
        let style = profile::tile_style(config.os);
        let sizes: Vec<TileSize> = self.tiles.iter().map(|tile| tile.size).collect();
        let places = geometry::place(style, &sizes);
        let tiles = self.tiles.iter().zip(places).map(|(tile, rect)| TileScene {
            key: tile.key.clone(),
            rect,
            size: tile.size,
            style,
            background: tile.background(config.accent),
            face: tile.face(),
        });
        Page::Start(StartScene { tiles: tiles.collect() })
    }

    /// The banner as it is now.
    #[must_use]
    pub fn banner(&self, now: Timestamp, title_of: impl Fn(&str) -> String) -> Option<ToastScene> {
        let banner = self.toast.as_ref()?;
        let pose = motion::banner_at(banner.since, banner.leaves_at, now)?;
        Some(ToastScene {
            app: title_of(&banner.app),
            text1: banner.text1.clone(),
            text2: banner.text2.clone(),
            shift_ep: pose.shift_ep,
            opacity: pose.opacity,
        })
    }

    /// When the shell will next look different by itself.
    #[must_use]
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        let banner = self.toast.as_ref()?;
        motion::banner_changes(banner.since, banner.leaves_at, now)
    }
}

/// An app's own tile as it is pinned: medium, its title, its picture.
fn own_tile(config: &AppConfig) -> PinnedTile {
    let art = |name: &str| Some(ImageRef::new(format!("/Art/{name}.png")));
    PinnedTile {
        key: TileKey { app: config.app.clone(), id: None },
        size: TileSize::Medium,
        template: config.template,
        shown: Shown {
            title: Some(config.title.clone()),
            image: art("m"),
            small_image: art("s"),
            wide_image: art("w"),
            icon: art("i134"),
            small_icon: art("i71"),
            cycle: [art("c1"), art("c2"), art("c3"), None, None, None, None, None, None],
            ..Shown::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notification::TemplateKind;
    use crate::phone::shell::scene::Face;

    /// An app's tile has a picture from the start, whatever its template.
    #[test]
    fn a_new_tile_has_a_picture() {
        for template in TemplateKind::ALL {
            let config = AppConfig {
                app: String::from("trips"),
                title: String::from("Trips"),
                channel: String::from("main"),
                template,
            };
            let shell = Shell::new(&[config]);
            assert!(shell.tiles.iter().all(|tile| has_picture(&tile.face())), "{template:?}");
        }
    }

    /// Whether a tile has its picture.
    fn has_picture(face: &Face) -> bool {
        match face {
            Face::Picture(front) => front.picture.is_some(),
            Face::Back(back) => back.picture.is_some(),
            Face::Iconic(iconic) => iconic.icon.is_some(),
        }
    }
}
