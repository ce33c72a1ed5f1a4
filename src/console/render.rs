//! What does a payload look like? Its picture, without sending it: a tile at the sizes that are wanted, a toast on its screen;
//! or the pictures of its whole movement.
//!
//! What is wanted is a [`wish`]; what moves is a `film`; a picture of what a phone shows now is a [`shot`].

mod film;
pub mod shot;
pub mod wish;

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use super::painter::{Moment, PaintError, Painter, Seen};
use crate::clock::Timestamp;
use crate::notification::read::{ReadError, read};
use crate::notification::{Kind, Notification};
use crate::phone::profile::Profile;
use crate::phone::shell::hand::Objection;
use crate::phone::shell::motion::Side;
use crate::phone::shell::preview::{self, NoView, TileView};
use crate::phone::shell::scene::{Movement, PhoneTheme, Rgb, Scene, TileScene, TileSize};
use crate::phone::shell::start::Start;
use crate::phone::{AppConfig, Input, Phone, PhoneConfig};
use crate::protocol::NotificationClass;
use crate::protocol::PushId;
use crate::protocol::class::Interval;
use crate::protocol::device::OsVersion;
use crate::protocol::header_lines::HeaderLines;
use crate::protocol::link::{PushFrame, RelayFrame};

pub use wish::usual_accent;

/// When a toast has come to rest (VISUALS.md 9, `TOAST_IN`).
const TOAST_AT_REST: Duration = Duration::from_secs(1);
/// How long a film of a toast is: its ten seconds, its departure (VISUALS.md 9, `TOAST_MS`, `TOAST_OUT`), and a second without it.
const TOAST_FILM: Duration = Duration::from_millis(11_250);
/// How long a film of a tile is at most: nine pictures, each at its slowest, are through by then (VISUALS.md 9, `CYCLE_HOLD`).
const TILE_FILM: Duration = Duration::from_secs(120);

/// How a payload is to be seen.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The sizes of a tile, each once, side by side.
    pub sizes: Vec<TileSize>,
    /// The phone's system.
    pub os: OsVersion,
    /// The phone's theme.
    pub theme: PhoneTheme,
    /// The phone's accent.
    pub accent: Rgb,
    /// The side of a tile; none is the one that shows at that moment.
    pub side: Option<Side>,
    /// How long after it arrived; a tile is seen at once, a toast when it has come to rest.
    pub after: Option<Duration>,
    /// Pixels per effective pixel.
    pub scale: f32,
    /// The folder that holds the app's pictures; none is the sample art.
    pub folder: Option<PathBuf>,
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoPicture {
    /// The payload is no notification.
    #[error("the payload is no notification: {0}")]
    Unreadable(#[from] ReadError),
    /// The payload is for an app.
    #[error("the payload is neither a toast nor a tile: it would go to the app as raw data, and nothing shows it")]
    Raw,
    /// The phone has no such tile.
    #[error(transparent)]
    NoView(#[from] NoView),
    /// A moving picture shows everything, so there is nothing to choose.
    #[error("a moving picture shows the whole movement, both sides of it; leave out the side and the moment")]
    WholeMovement,
    /// It could not be drawn.
    #[error(transparent)]
    Paint(#[from] PaintError),
}

/// What kind of payload bytes seem to be, if nobody says.
#[must_use]
pub fn kind_of(payload: &[u8]) -> Kind {
    let readable = [Kind::Toast, Kind::Tile].into_iter().find(|kind| read(payload, *kind).is_ok());
    readable.unwrap_or_else(|| {
        // Broken, perhaps, yet meant as one.
        let text = String::from_utf8_lossy(payload);
        match (text.contains("WPNotification"), text.contains("Tile>") || text.contains("Tile ")) {
            (false, _) => Kind::Raw,
            (true, true) => Kind::Tile,
            (true, false) => Kind::Toast,
        }
    })
}

/// A payload's picture as PNG.
///
/// # Errors
/// The payload shows nothing, the phone has no such tile, or the picture cannot be drawn.
pub fn png(painter: &dyn Painter, payload: &[u8], view: &View) -> Result<Vec<u8>, NoPicture> {
    let seen = match read(payload, kind_of(payload))?.notification {
        Notification::Tile(tile) => {
            let (accent, side, after) = (view.accent, view.side, view.after.unwrap_or_default());
            let style = Profile::of(view.os).grid.style();
            let folder = view.folder.as_deref();
            let scene = |size| preview::tile(&tile, &TileView { style, size, accent, side, after, folder });
            Seen::Tiles { tiles: each_size(view, scene)?, theme: view.theme }
        }
        Notification::Toast(_) => Seen::Screen(Box::new(screen(payload, view)?)),
        Notification::Raw(_) => return Err(NoPicture::Raw),
    };
    Ok(painter.png(&seen, view.scale)?)
}

/// A payload's whole movement as GIF: a tile turns over and back, or shows each of its pictures; a toast comes and goes.
///
/// # Errors
/// The payload shows nothing, the phone has no such tile, the view is of one side or moment, or the pictures cannot be drawn.
pub fn gif(painter: &dyn Painter, payload: &[u8], view: &View) -> Result<Vec<u8>, NoPicture> {
    if view.side.is_some() || view.after.is_some() {
        return Err(NoPicture::WholeMovement);
    }
    let film = match read(payload, kind_of(payload))?.notification {
        Notification::Tile(tile) => {
            let style = Profile::of(view.os).grid.style();
            let pinned = |size| preview::pinned(&tile, style, size, view.folder.as_deref());
            let starts: Vec<Start> = each_size(view, pinned)?.into_iter().map(|preview| preview.start).collect();
            tiles_film(&starts, view.accent, view.theme)
        }
        Notification::Toast(_) => {
            let (phone, arrived) = toasted(payload, view)?;
            let seen_at = |at| Seen::Screen(Box::new(phone.scene(at)));
            film::film(arrived, TOAST_FILM, seen_at, |at| phone.next_change(at))
        }
        Notification::Raw(_) => return Err(NoPicture::Raw),
    };
    Ok(painter.gif(&film, view.scale)?)
}

/// What a picture of the payload leaves out, in words: pictures that are not found, and the like.
#[must_use]
pub fn remarks(payload: &[u8], view: &View) -> Vec<String> {
    let Ok(Notification::Tile(tile)) = read(payload, kind_of(payload)).map(|reading| reading.notification) else {
        return Vec::new();
    };
    let style = Profile::of(view.os).grid.style();
    let pinned = |size: &TileSize| preview::pinned(&tile, style, *size, view.folder.as_deref()).ok();
    view.sizes.iter().find_map(pinned).map(|preview| preview.remarks).unwrap_or_default()
}

/// The movement of the tiles of some Start screens, side by side.
fn tiles_film(starts: &[Start], accent: Rgb, theme: PhoneTheme) -> Vec<Moment> {
    let tiles =
        |at| starts.iter().flat_map(|start| start.scene(accent, Movement::Full, at).tiles).collect::<Vec<TileScene>>();
    let next_change = |at| starts.iter().filter_map(|start| start.next_change(Movement::Full, at)).min();
    film::film(Timestamp::default(), TILE_FILM, |at| Seen::Tiles { tiles: tiles(at), theme }, next_change)
}

/// Something of each size that is wanted. Of several sizes those are taken that the tile can have.
fn each_size<T>(view: &View, make: impl Fn(TileSize) -> Result<T, NoView>) -> Result<Vec<T>, NoView> {
    if let [size] = view.sizes.as_slice() {
        return Ok(vec![make(*size)?]);
    }
    let mut made = Vec::new();
    let mut missing = None;
    for size in &view.sizes {
        match make(*size) {
            Ok(one) => made.push(one),
            Err(error @ (NoView::NoBack | NoView::Tile(Objection::Size(_)))) => missing = Some(error),
            Err(error) => return Err(error),
        }
    }
    missing.filter(|_| made.is_empty()).map_or(Ok(made), Err)
}

/// The screen of a phone that has just got a toast.
pub(super) fn screen(payload: &[u8], view: &View) -> Result<Scene, PaintError> {
    let (phone, arrived) = toasted(payload, view)?;
    Ok(phone.scene(arrived.plus(view.after.unwrap_or(TOAST_AT_REST))))
}

/// A phone that has just got a toast, and when that was.
fn toasted(payload: &[u8], view: &View) -> Result<(Phone, Timestamp), PaintError> {
    let AppConfig { app, channel, .. } = AppConfig::trips();
    let config = super::phones::named("preview", view.os).map_err(|error| PaintError(error.to_string()))?;
    let mut phone = Phone::new(PhoneConfig { theme: view.theme, accent: view.accent, ..config });
    let mut push = PushFrame {
        id: PushId(1),
        push: PushId(1),
        app,
        channel,
        kind: Kind::Toast,
        class: NotificationClass::of(Kind::Toast, Interval::Immediate),
        message_id: String::new(),
        body: None,
        body_base64: None,
        headers: HeaderLines::default(),
    };
    push.set_bytes(payload);
    let arrived = Timestamp::default();
    phone.handle(Input::Frame(RelayFrame::Push(push)), arrived);
    Ok((phone, arrived))
}
