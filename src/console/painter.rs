//! Who draws a picture that is asked for below `ui`? Whoever implements [`Painter`]; `main` hands it down.

use thiserror::Error;

use crate::phone::shell::scene::{Scene, TileScene};

/// A picture could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the picture could not be drawn: {0}")]
pub struct PaintError(pub String);

/// Draws what a user would see, without a window.
pub trait Painter: Send + Sync {
    /// A phone's screen as PNG; `scale` is pixels per effective pixel.
    ///
    /// # Errors
    /// The picture would be too large, or could not be encoded.
    fn screen_png(&self, scene: &Scene, scale: f32) -> Result<Vec<u8>, PaintError>;

    /// Tiles side by side as PNG, wherever their scenes have them.
    ///
    /// # Errors
    /// The picture would be too large, or could not be encoded.
    fn tiles_png(&self, tiles: &[TileScene], scale: f32) -> Result<Vec<u8>, PaintError>;
}
