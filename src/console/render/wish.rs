//! How is a payload to be seen, as somebody wrote it down? Checked here, once for the command line and the control API.

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use super::View;
use crate::phone::profile;
use crate::phone::shell::motion::Side;
use crate::phone::shell::scene::{PhoneTheme, Rgb, TileSize};
use crate::protocol::device::OsVersion;

/// The latest moment that is drawn, in seconds: a day after the payload arrived.
pub const MAX_AT_SECS: f64 = 86_400.0;

/// What is wanted; what is none has a default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// The sizes of a tile, each once; none of them is all of them.
    pub sizes: Vec<TileSize>,
    /// The phone's system.
    pub os: OsVersion,
    /// The phone's theme.
    pub theme: PhoneTheme,
    /// The phone's accent: a name that its version has, or `#RRGGBB`.
    pub accent: Option<String>,
    /// Which side of a tile.
    pub side: Option<Side>,
    /// How many seconds after the payload arrived.
    pub at: Option<f64>,
    /// Pixels per effective pixel.
    pub scale: Option<f32>,
    /// The folder that holds the app's pictures; none is the sample art.
    pub folder: Option<PathBuf>,
}

/// A wish that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WrongWish {
    /// No such accent.
    #[error("Windows Phone {os} has no such accent; use #RRGGBB or one of {known}", known = names(*.os))]
    Accent {
        /// The version.
        os: OsVersion,
    },
    /// Too late, too early, or no moment.
    #[error("the moment is 0 to {MAX_AT_SECS} seconds after the payload arrived")]
    At,
}

impl Wish {
    /// The view that is wanted.
    ///
    /// # Errors
    /// The version has no such accent, or the moment is none.
    pub fn view(self) -> Result<View, WrongWish> {
        let accent = match &self.accent {
            Some(name) => profile::accent(self.os, name).ok_or(WrongWish::Accent { os: self.os })?,
            None => usual_accent(self.os),
        };
        if self.at.is_some_and(|at| !(0.0..=MAX_AT_SECS).contains(&at)) {
            return Err(WrongWish::At);
        }
        let all = [TileSize::Small, TileSize::Medium, TileSize::Wide];
        Ok(View {
            sizes: if self.sizes.is_empty() { all.to_vec() } else { self.sizes },
            os: self.os,
            theme: self.theme,
            accent,
            side: self.side,
            after: self.at.map(Duration::from_secs_f64),
            scale: self.scale.unwrap_or(1.0),
            folder: self.folder,
        })
    }
}

/// The accent that a version has if nobody wants another: what [`super::super::phones::named`] gives a phone.
#[must_use]
pub fn usual_accent(os: OsVersion) -> Rgb {
    profile::accent(os, "cobalt").unwrap_or_else(|| profile::default_accent(os))
}

/// The names of a version's accents, for people.
#[must_use]
pub fn names(os: OsVersion) -> String {
    let names: Vec<&str> = profile::accents(os).into_iter().map(|(name, _)| name).collect();
    names.join(", ")
}
