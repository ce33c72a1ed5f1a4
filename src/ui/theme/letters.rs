//! How large and how heavy are letters? The type scale of the window; the faces themselves are `ui/fonts`.

use egui::{FontFamily, FontId};

use crate::ui::fonts::Weight;

/// A step of the type scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Letters {
    /// What most things are written in.
    #[default]
    Body,
    /// The same, emphasised.
    Strong,
    /// Explanations and column heads.
    Small,
    /// The same, emphasised.
    SmallStrong,
    /// Labels in tight places.
    Tiny,
    /// A pane's or the program's name.
    Title,
    /// A verdict.
    Verdict,
    /// Headers, XML, addresses.
    Mono,
}

impl Letters {
    /// The font.
    #[must_use]
    pub fn font(self) -> FontId {
        let (size, family) = match self {
            Self::Body => (13.0, Weight::Regular.family()),
            Self::Strong => (13.0, Weight::Semibold.family()),
            Self::Small => (12.0, Weight::Regular.family()),
            Self::SmallStrong => (12.0, Weight::Semibold.family()),
            Self::Tiny => (11.5, Weight::Regular.family()),
            Self::Title => (15.0, Weight::Semibold.family()),
            Self::Verdict => (20.0, Weight::Semibold.family()),
            Self::Mono => (11.5, FontFamily::Monospace),
        };
        FontId { size, family }
    }

    /// The height of a line, so that lines of different letters keep one rhythm.
    #[must_use]
    pub const fn line(self) -> f32 {
        match self {
            Self::Body | Self::Strong => 18.0,
            Self::Small | Self::SmallStrong | Self::Mono => 17.0,
            Self::Tiny => 16.0,
            Self::Title => 20.0,
            Self::Verdict => 26.0,
        }
    }
}
