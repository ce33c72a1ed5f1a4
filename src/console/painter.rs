//! Who draws a picture that is asked for below `ui`? Whoever implements [`Painter`]; `main` hands it down.

use std::time::Duration;

use thiserror::Error;

use crate::phone::shell::scene::{PhoneTheme, Scene, TileScene};

/// A picture could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the picture could not be drawn: {0}")]
pub struct PaintError(pub String);

/// What a picture shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// A phone's screen.
    Screen(Box<Scene>),
    /// The banner of a phone's screen, alone; a screen without one shows nothing.
    Toast(Box<Scene>),
    /// Tiles side by side, wherever their scenes have them.
    Tiles {
        /// The tiles, from the left.
        tiles: Vec<TileScene>,
        /// What is around them in a picture that has no transparency.
        theme: PhoneTheme,
    },
}

/// One picture of those that move.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// What it shows.
    pub seen: Seen,
    /// How long it shows it.
    pub lasts: Duration,
}

/// Draws what a user would see, without a window.
pub trait Painter: Send + Sync {
    /// A picture as PNG; `scale` is pixels per effective pixel.
    ///
    /// # Errors
    /// The picture would be too large, or could not be encoded.
    fn png(&self, seen: &Seen, scale: f32) -> Result<Vec<u8>, PaintError>;

    /// Pictures that move, again and again, as GIF.
    ///
    /// # Errors
    /// The pictures would be too large or too many, or could not be encoded.
    fn gif(&self, film: &[Moment], scale: f32) -> Result<Vec<u8>, PaintError>;

    /// A phone's screen as PNG.
    ///
    /// # Errors
    /// The picture would be too large, or could not be encoded.
    fn screen_png(&self, scene: &Scene, scale: f32) -> Result<Vec<u8>, PaintError>;
}
