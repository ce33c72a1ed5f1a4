//! What is on the phone's screen at one moment? The display list that `ui/device` draws; it is all that `ui` sees of a phone.
//!
//! Lengths are effective pixels of a screen 480 wide (VISUALS.md, "ep"), origin at the screen's top left.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use super::pages::{ListKind, ListScene, LockBadge, LockScene, Row, RowScene};
pub use super::touch::{Finger, Key, Panel, Setting};

/// A rectangle in effective pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct RectEp {
    /// Left edge.
    pub x_ep: f32,
    /// Top edge.
    pub y_ep: f32,
    /// Width.
    pub width_ep: f32,
    /// Height.
    pub height_ep: f32,
}

/// An opaque colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// The phone's theme (VISUALS.md 6.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PhoneTheme {
    /// White on black.
    #[default]
    Dark,
    /// Black on white.
    Light,
}

/// Everything on the screen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scene {
    /// Screen width.
    pub width_ep: f32,
    /// Screen height.
    pub height_ep: f32,
    /// The phone's theme.
    pub theme: PhoneTheme,
    /// The phone's accent colour.
    pub accent: Rgb,
    /// The strip at the top.
    pub status_bar: StatusBar,
    /// What fills the screen.
    pub page: Page,
    /// The banner, while there is one.
    pub toast: Option<ToastScene>,
    /// Whether anything may move.
    #[serde(skip_serializing_if = "Movement::is_full")]
    pub movement: Movement,
}

/// Whether anything on the phone may move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Movement {
    /// Tiles turn, pictures are pushed up, toasts fly in and out, what is touched tilts.
    #[default]
    Full,
    /// Nothing moves: what changes is simply different.
    Reduced,
}

impl Movement {
    /// What two have to say about it: it moves only if both let it.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Full, Self::Full) => Self::Full,
            (Self::Reduced, _) | (_, Self::Reduced) => Self::Reduced,
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
    fn is_full(&self) -> bool {
        *self == Self::Full
    }
}

/// The strip at the top (VISUALS.md 1.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusBar {
    /// Hours and minutes.
    pub clock: String,
    /// Whether the phone has a signal; without one it shows an aeroplane.
    pub signal: Signal,
    /// How full the battery is, in percent.
    pub battery: u8,
    /// How many toasts the action center holds, on versions that have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<usize>,
}

/// Whether the phone may have a link at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Airplane {
    /// It has no link and asks for none.
    On,
    /// It seeks a link and keeps it.
    #[default]
    Off,
}

/// Whether an app's toasts are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Banners {
    /// They are.
    #[default]
    Shown,
    /// The user has switched them off.
    Blocked,
}

/// Whether the phone has a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    /// The link is up.
    Up,
    /// The link is down.
    Down,
}

/// What fills the screen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// The Start screen.
    Start(StartScene),
    /// An app in front.
    App(AppScene),
    /// A list: of apps, of settings, of toasts.
    List(ListScene),
    /// The lock screen.
    Lock(LockScene),
}

/// The Start screen.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StartScene {
    /// The pinned tiles, in order.
    pub tiles: Vec<TileScene>,
    /// The tile that is lifted to be moved, resized or unpinned, while one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifted: Option<Lifted>,
    /// The round arrow that leads to the list of apps.
    pub arrow: RectEp,
}

/// A tile that is lifted (edit mode).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lifted {
    /// Which tile.
    pub tile: TileKey,
    /// The size that the arrow gives it; none if it has only one.
    pub next_size: Option<TileSize>,
}

/// A cell of the grid of the Start screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct Spot {
    /// Column, from the left.
    pub column: u16,
    /// Row, from the top.
    pub row: u16,
}

/// A tile's size (VISUALS.md 1.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TileSize {
    /// 99 × 99.
    Small,
    /// 210 × 210, or 173 × 173 on Windows Phone 7.
    #[default]
    Medium,
    /// 432 × 210.
    Wide,
}

/// Which generation of the system draws: their metrics differ (VISUALS.md 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TileStyle {
    /// Windows Phone 7.0 and 7.1.
    Seven,
    /// Windows Phone 7.8, 8.0 and 8.1.
    #[default]
    Eight,
}

/// Which tile: an app's own, or one of its secondary tiles.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TileKey {
    /// The app.
    pub app: String,
    /// The secondary tile's id; none for the app's own tile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// One tile as it is now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TileScene {
    /// Which tile.
    pub key: TileKey,
    /// Where it is.
    pub rect: RectEp,
    /// The cell of its top left corner.
    #[serde(skip)]
    pub spot: Spot,
    /// Its size.
    pub size: TileSize,
    /// Which metrics to use.
    pub style: TileStyle,
    /// What is behind its pictures: the accent, or an Iconic tile's own colour.
    pub background: Rgb,
    /// The side that shows.
    pub face: Face,
    /// By how many degrees that side is turned about the level line through the tile's middle, -90 to 90; at 0 it lies flat,
    /// above it the upper edge has gone back.
    #[serde(skip_serializing_if = "is_flat")]
    pub turned_deg: f32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so; flat is exactly 0")]
fn is_flat(degrees: &f32) -> bool {
    *degrees == 0.0
}

/// The side of a tile that shows, with everything resolved: nothing here needs merging or loading.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Face {
    /// The front of a Flip or Windows Phone 7 tile.
    Picture(PictureFace),
    /// The back of a Flip or Windows Phone 7 tile.
    Back(BackFace),
    /// An Iconic tile.
    Iconic(IconicFace),
    /// A Cycle tile.
    Cycle(CycleFace),
}

impl Face {
    /// The title on it.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Picture(face) => face.title.as_deref(),
            Self::Back(face) => face.title.as_deref(),
            Self::Iconic(face) => face.title.as_deref(),
            Self::Cycle(face) => face.title.as_deref(),
        }
    }
}

/// Picture, title, badge.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PictureFace {
    /// Full-bleed picture; none shows the background.
    pub picture: Option<Picture>,
    /// Title; never drawn on a small tile.
    pub title: Option<String>,
    /// Badge.
    pub count: Option<u8>,
}

/// The back: picture, text, title.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BackFace {
    /// Full-bleed picture; none shows the background.
    pub picture: Option<Picture>,
    /// Text at the top.
    pub content: Option<String>,
    /// Title at the bottom.
    pub title: Option<String>,
}

/// A picture, perhaps one that pushes it up, title, badge.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CycleFace {
    /// Full-bleed picture; none shows the background.
    pub picture: Option<Picture>,
    /// The picture that comes up from below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rising: Option<RisingPicture>,
    /// Title; never drawn on a small tile. It stays where it is while pictures move.
    pub title: Option<String>,
    /// Badge. It stays too.
    pub count: Option<u8>,
}

/// A picture that comes up from below and pushes the one before it out at the top (VISUALS.md 3).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RisingPicture {
    /// The picture.
    pub picture: Picture,
    /// How far it has come, 0 to 1.
    pub risen: f32,
}

/// Icon, number, title, and on a wide tile up to three lines.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct IconicFace {
    /// The icon for this size; a stencil, drawn white.
    pub icon: Option<Picture>,
    /// The number beside it.
    pub count: Option<u8>,
    /// Title.
    pub title: Option<String>,
    /// The lines of a wide tile; all none on other sizes.
    pub lines: [Option<String>; 3],
}

/// A decoded picture. Two pictures are equal if they have the same name and size.
#[derive(Clone, Serialize)]
pub struct Picture {
    /// The address in the payload.
    pub name: String,
    /// The pixels, shared.
    #[serde(skip)]
    pub pixels: Arc<Pixels>,
}

/// Decoded pixels: RGBA, straight alpha, rows from the top.
#[derive(PartialEq, Eq)]
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `4 * width * height` bytes.
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Pixels {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}x{} pixels", self.width, self.height)
    }
}

impl Eq for Picture {}

impl PartialEq for Picture {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.pixels.width == other.pixels.width && self.pixels.height == other.pixels.height
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} ({}x{})", self.name, self.pixels.width, self.pixels.height)
    }
}

/// The banner at the top (VISUALS.md 4).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ToastScene {
    /// The title of the app it leads to.
    pub app: String,
    /// That app's icon, drawn 24 wide; a stencil or a picture of its own.
    pub icon: Option<Picture>,
    /// Bold title.
    pub text1: String,
    /// Content.
    pub text2: String,
    /// How far it is moved sideways by its arrival or departure.
    pub shift_ep: f32,
    /// How visible it is, 0 to 1, by its arrival or departure.
    pub opacity: f32,
    /// What is heard when it comes.
    pub sound: SoundMark,
}

/// What is heard when a toast comes. The phone's screen shows nothing of it; a mark on its body does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SoundMark {
    /// The phone's own sound.
    #[default]
    Default,
    /// A sound of the app's.
    Custom,
    /// Nothing.
    Silent,
}

/// The page of an app in front.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AppScene {
    /// The app's title.
    pub app: String,
    /// The page that it shows, `/MainPage.xaml?id=7`.
    pub page: String,
    /// The arguments in that, as the app reads them: names and values, decoded.
    pub query: Vec<(String, String)>,
    /// What it was told, newest first.
    pub events: Vec<AppEvent>,
    /// What pins the page to Start, if it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<PinOffer>,
}

/// The bar at the end of a page that pins it to Start.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PinOffer {
    /// Where it is.
    pub rect: RectEp,
    /// What a tap on it does.
    pub finger: Finger,
}

/// Something an app in front was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AppEvent {
    /// The event's name in the phone's API (PROTOCOL.md 7), `HttpNotificationReceived`.
    pub name: String,
    /// What came with it, for people.
    pub text: String,
    /// When, hours, minutes and seconds.
    pub time: String,
}
