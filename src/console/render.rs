//! What does a payload look like? Its picture, without sending it: a tile at the sizes that are wanted, a toast on its screen.

use std::time::Duration;

use thiserror::Error;

use super::painter::{PaintError, Painter};
use crate::clock::Timestamp;
use crate::notification::read::{ReadError, read};
use crate::notification::{Kind, Notification, Tile};
use crate::phone::profile::{self, Profile};
use crate::phone::shell::hand::Objection;
use crate::phone::shell::motion::Side;
use crate::phone::shell::preview::{self, NoView, TileView};
use crate::phone::shell::scene::{PhoneTheme, Rgb, Scene, TileScene, TileSize};
use crate::phone::{AppConfig, Input, Phone, PhoneConfig};
use crate::protocol::NotificationClass;
use crate::protocol::PushId;
use crate::protocol::class::Interval;
use crate::protocol::device::OsVersion;
use crate::protocol::header_lines::HeaderLines;
use crate::protocol::link::{PushFrame, RelayFrame};

/// When a toast has come to rest (VISUALS.md 9, `TOAST_IN`).
const TOAST_AT_REST: Duration = Duration::from_secs(1);

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
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoPicture {
    /// The payload is no notification.
    #[error("the payload is no notification: {0}")]
    Unreadable(#[from] ReadError),
    /// The payload is for an app.
    #[error("a raw payload goes to the app and shows nothing")]
    Raw,
    /// The phone has no such tile.
    #[error(transparent)]
    NoView(#[from] NoView),
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

/// The accent that a version has if nobody wants another: what [`super::phones::named`] gives a phone.
#[must_use]
pub fn usual_accent(os: OsVersion) -> Rgb {
    profile::accent(os, "cobalt").unwrap_or_else(|| profile::default_accent(os))
}

/// A payload's picture as PNG.
///
/// # Errors
/// The payload shows nothing, the phone has no such tile, or the picture cannot be drawn.
pub fn png(painter: &dyn Painter, payload: &[u8], view: &View) -> Result<Vec<u8>, NoPicture> {
    match read(payload, kind_of(payload))?.notification {
        Notification::Tile(tile) => Ok(painter.tiles_png(&scenes(&tile, view)?, view.scale)?),
        Notification::Toast(_) => Ok(painter.screen_png(&screen(payload, view)?, view.scale)?),
        Notification::Raw(_) => Err(NoPicture::Raw),
    }
}

fn scenes(tile: &Tile, view: &View) -> Result<Vec<TileScene>, NoView> {
    let style = Profile::of(view.os).grid.style();
    let (accent, side, after) = (view.accent, view.side, view.after.unwrap_or_default());
    let scene = |size: &TileSize| preview::tile(tile, &TileView { style, size: *size, accent, side, after });
    match view.sizes.as_slice() {
        [size] => Ok(vec![scene(size)?]),
        sizes => {
            // Of several sizes those are drawn that the tile can have.
            let mut seen = Vec::new();
            let mut missing = None;
            for size in sizes {
                match scene(size) {
                    Ok(scene) => seen.push(scene),
                    Err(error @ (NoView::NoBack | NoView::Tile(Objection::Size(_)))) => missing = Some(error),
                    Err(error) => return Err(error),
                }
            }
            missing.filter(|_| seen.is_empty()).map_or(Ok(seen), Err)
        }
    }
}

/// The screen of a phone that has just got a toast.
pub(super) fn screen(payload: &[u8], view: &View) -> Result<Scene, PaintError> {
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
    let seen = arrived.plus(view.after.unwrap_or(TOAST_AT_REST));
    phone.handle(Input::Tick, seen);
    Ok(phone.scene(seen))
}
