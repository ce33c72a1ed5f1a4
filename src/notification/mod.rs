//! What is sent? Toasts, tiles and raw bytes: types, reader and writer. Pure: no time, no net, no pixels.
//!
//! `read` turns bytes into a [`Notification`] and says where everything stood; `write` turns one into text. How a
//! notification travels is `protocol`; how it looks is `phone` and `ui`.

pub mod field;
pub mod kind;
pub mod lint;
pub mod raw;
pub mod read;
pub mod tile;
pub mod toast;
pub mod value;
pub mod write;
pub mod xml;

use serde::Serialize;

pub use field::Field;
pub use kind::Kind;
pub use raw::Raw;
pub use tile::{FieldName, Template, TemplateKind, Tile};
pub use toast::{Sound, Toast};
pub use value::{Count, HexColor, ImageRef, TileId, Version};

/// The XML namespace of every toast and tile (PROTOCOL.md 3).
pub const NAMESPACE: &str = "WPNotification";

/// The prefix that phone code looks keys up with (PROTOCOL.md 7), so the one that we write.
pub const PREFIX: &str = "wp";

/// The largest payload that the service takes, in bytes (PROTOCOL.md 4).
pub const MAX_PAYLOAD_BYTES: usize = 3_072;

/// One notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notification {
    /// A banner.
    Toast(Toast),
    /// A tile update.
    Tile(Tile),
    /// Bytes for the app.
    Raw(Raw),
}

impl Notification {
    /// Which kind this is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Toast(_) => Kind::Toast,
            Self::Tile(_) => Kind::Tile,
            Self::Raw(_) => Kind::Raw,
        }
    }
}
