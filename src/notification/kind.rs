//! Which of the three kinds is it: toast, tile or raw?

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The kind of a notification; one POST carries one (PROTOCOL.md 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A banner.
    #[default]
    Toast,
    /// A tile update.
    Tile,
    /// Bytes for the app.
    Raw,
}

impl Kind {
    /// Every kind, in the order in which the composer offers them.
    pub const ALL: [Self; 3] = [Self::Toast, Self::Tile, Self::Raw];

    /// The word that interfaces use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Toast => "toast",
            Self::Tile => "tile",
            Self::Raw => "raw",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.word())
    }
}

/// The word is none of `toast`, `tile`, `raw`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no kind of notification: use toast, tile or raw")]
pub struct UnknownKind(String);

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| UnknownKind(text.to_owned()))
    }
}
