//! What would a payload make of a tile that nobody has pinned? The tile as the sample app's package declares it, updated, at one
//! size and moment.

use std::path::Path;
use std::time::Duration;

use thiserror::Error;

use super::geometry::Grid;
use super::hand::Objection;
use super::motion::{self, Side};
use super::pacing::Turn;
use super::scene::{Movement, Rgb, TileKey, TileScene, TileSize, TileStyle};
use super::start::{NoUpdate, Origin, Start};
use super::tile::Seen;
use crate::clock::Timestamp;
use crate::notification::{ImageRef, Tile};
use crate::phone::AppConfig;
use crate::phone::assets::Assets;
use crate::phone::fetch::from_folder;

/// The height of the screen on which nobody looks (VISUALS.md 1.1).
const SCREEN_EP: f32 = 800.0;

/// How a tile is to be seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TileView<'a> {
    /// Which generation of the system draws.
    pub style: TileStyle,
    /// How large.
    pub size: TileSize,
    /// The phone's accent.
    pub accent: Rgb,
    /// Which side; none is the one that shows at that moment.
    pub side: Option<Side>,
    /// How long after the update.
    pub after: Duration,
    /// The folder that holds the app's files; none is the sample art.
    pub folder: Option<&'a Path>,
}

/// Why there is no such view.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoView {
    /// The system has no such tile.
    #[error(transparent)]
    Tile(#[from] Objection),
    /// The tile does not take the update.
    #[error(transparent)]
    Update(#[from] NoUpdate),
    /// The tile has no back at that size.
    #[error("the tile has nothing on its back at this size")]
    NoBack,
}

/// The tile after the update, alone on a Start screen.
///
/// # Errors
/// The system has no tile of that template and size, or it does not take the update.
pub fn pinned(update: &Tile, style: TileStyle, size: TileSize, folder: Option<&Path>) -> Result<Preview, NoView> {
    let AppConfig { app, title, .. } = AppConfig::trips();
    let assets = Assets::new(folder.map(Path::to_owned), Vec::new());
    let (seen, now) = (Seen::No, Timestamp::default());
    let mut start = Start::new(Grid::of_style(style), SCREEN_EP, 0, Vec::new());
    start.pin(TileKey { app: app.clone(), id: None }, &title, update.template.kind(), size, &assets)?;
    let from = Origin { assets: &assets, push: None };
    let mut remarks = start.update(&app, &Tile { id: None, ..update.clone() }, &from, seen, now)?;
    let wanted: Vec<ImageRef> = (1..)
        .zip(start.unsent())
        .map(|(ticket, (_, awaited))| {
            awaited.ticket = Some(ticket);
            awaited.address.clone()
        })
        .collect();
    for (ticket, address) in (1..).zip(wanted) {
        // Only a folder's files have to be got here.
        let Some(folder) = folder else { continue };
        let pixels = match from_folder(folder, &address) {
            Ok(pixels) => Some(pixels),
            Err(missing) => {
                remarks.push(missing.to_string());
                None
            }
        };
        start.got(ticket, pixels, seen, now);
    }
    Ok(Preview { start, remarks })
}

/// A tile after an update.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The Start screen on which it is alone.
    pub start: Start,
    /// What could not be shown of the update, in words.
    pub remarks: Vec<String>,
}

/// The tile at a moment after the update.
///
/// # Errors
/// The system has no tile of that template and size, or the side that is wanted has nothing on it.
pub fn tile(update: &Tile, view: &TileView<'_>) -> Result<TileScene, NoView> {
    let now = Timestamp::default().plus(view.after);
    let mut start = pinned(update, view.style, view.size, view.folder)?.start;
    let key = TileKey { app: AppConfig::trips().app, id: None };
    let pinned = start.tile(&key).ok_or_else(|| Objection::NoSuchTile(key.clone()))?;
    if view.side == Some(Side::Back) && !pinned.turns() {
        return Err(NoView::NoBack);
    }
    let forced = view.side.map(|to| motion::face_at(pinned, Turn { to, since: None }, 0, now));
    start.follow(now);
    let mut tiles = start.scene(view.accent, Movement::Full, now).tiles;
    let mut scene = tiles.pop().ok_or(Objection::NoSuchTile(key))?;
    if let Some(shown) = forced {
        scene.face = shown.face;
        scene.turned_deg = shown.degrees;
    }
    Ok(scene)
}
