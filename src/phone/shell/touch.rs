//! What can fingers do to a phone? Everything that they can, as data (INTERFACES.md 3, "input").
//!
//! Where on the screen they do it is `ui/device`; what comes of it is `phone/fingers`.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::scene::{Airplane, Banners, PhoneTheme, Picture, Rgb, Spot, TileKey, TileSize};
use crate::notification::TemplateKind;
use crate::protocol::version::Columns;

/// What a finger can do to what the scene shows (INTERFACES.md 3, "input").
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finger {
    /// Taps a tile: its app comes to the front.
    TapTile(TileKey),
    /// Taps the banner: its app comes to the front at `Param`.
    TapToast,
    /// Flicks the banner away.
    DismissToast,
    /// Presses a key below the screen.
    Press(Key),
    /// Drags Start up by so many effective pixels, or down if it is less than 0; it stops at its ends.
    Scroll(i32),
    /// Holds a tile: it is lifted, to be moved, resized or unpinned.
    Hold(TileKey),
    /// Taps where nothing is: a lifted tile is put down.
    TapAside,
    /// Drags the lifted tile: the others make room. Its top left corner is at this place of the screen.
    Drag {
        /// Which tile.
        tile: TileKey,
        /// Left edge.
        x_ep: i32,
        /// Top edge.
        y_ep: i32,
    },
    /// Lets go of the tile that is dragged; it stays lifted.
    Drop,
    /// Puts a tile at a cell: the others make room.
    Move {
        /// Which tile.
        tile: TileKey,
        /// The cell of its top left corner.
        to: Spot,
    },
    /// Gives a tile another size.
    Resize {
        /// Which tile.
        tile: TileKey,
        /// The size.
        size: TileSize,
    },
    /// Takes a tile off Start.
    Unpin(TileKey),
    /// Pins a tile: an app's own if `id` is none.
    Pin {
        /// Whose.
        app: String,
        /// Where a secondary tile leads to, which is its id.
        id: Option<String>,
        /// How large.
        size: TileSize,
        /// Which template.
        template: TemplateKind,
    },
    /// Opens a list: by a flick over Start to the left, or over the status bar downwards.
    Open(Panel),
    /// Taps an app in a list: it comes to the front.
    TapApp(String),
    /// Holds an app in the list of apps: it can then be pinned.
    HoldApp(String),
    /// Taps a toast in the action center: its app comes to the front, and it is gone.
    TapNote(u64),
    /// Flicks a toast out of the action center.
    DismissNote(u64),
    /// Empties the action center.
    ClearNotes,
    /// Pushes the lock screen up.
    Unlock,
    /// Puts a picture among an app's files, by the name of its file.
    Put {
        /// The app.
        app: String,
        /// The picture.
        picture: Picture,
    },
    /// Takes the pictures out again that were put among an app's files.
    ForgetPut(String),
    /// Changes a setting.
    Set(Setting),
}

/// A list that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Panel {
    /// The installed apps.
    Apps,
    /// The settings.
    Settings,
    /// The accents.
    Accents,
    /// The action center.
    ActionCenter,
}

/// A setting, as it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// Dark or light.
    Theme(PhoneTheme),
    /// The accent colour.
    Accent(Rgb),
    /// Airplane mode.
    Airplane(Airplane),
    /// How full the battery is, in percent; more than 100 is full.
    Battery(u8),
    /// How wide Start's grid is.
    Columns(Columns),
    /// The app whose texts the lock screen shows; none shows none.
    LockText(Option<String>),
    /// Whether an app's toasts are shown.
    Banners {
        /// The app.
        app: String,
        /// Whether they are.
        banners: Banners,
    },
    /// The folder that holds an app's files; none is the sample art.
    Assets {
        /// The app.
        app: String,
        /// The folder.
        folder: Option<PathBuf>,
    },
    /// The domains that an app binds its channel with.
    Domains {
        /// The app.
        app: String,
        /// The domains.
        domains: Vec<String>,
    },
}

/// A key of the phone: three below the screen, one at its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// Back.
    Back,
    /// Start.
    Start,
    /// Search.
    Search,
    /// Power: locks the phone.
    Power,
}
