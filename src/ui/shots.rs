//! What becomes of a picture of a phone that is wanted? It goes to the clipboard, or into a file whose ending says which kind.

use std::path::Path;

use egui::ColorImage;

use super::offscreen::Offscreen;
use crate::console::painter::{PaintError, Painter as _};
use crate::console::render::shot::Shot;

/// Pixels per effective pixel: those of the smallest phone, and of the pictures that a scenario compares (INTERFACES.md 5).
const SCALE: f32 = 1.0;

/// The ending of pictures that move.
const MOVING: &str = "gif";

/// The picture as the clipboard wants it.
///
/// # Errors
/// It could not be painted.
pub fn image(shot: &Shot) -> Result<ColorImage, PaintError> {
    let seen = shot.still().ok_or_else(|| PaintError(String::from("nothing is to be seen")))?;
    let pixels = Offscreen::with_system_fonts().seen(&seen, SCALE)?;
    let size = [pixels.width, pixels.height].map(|side| usize::try_from(side).unwrap_or_default());
    Ok(ColorImage::from_rgba_unmultiplied(size, &pixels.rgba))
}

/// The picture as a file of that name has it: PNG, or GIF if its ending is `gif`.
///
/// # Errors
/// It could not be painted.
pub fn file(shot: &Shot, path: &Path) -> Result<Vec<u8>, PaintError> {
    let painter = Offscreen::with_system_fonts();
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(MOVING)) {
        return painter.gif(&shot.film(), SCALE);
    }
    let seen = shot.still().ok_or_else(|| PaintError(String::from("nothing is to be seen")))?;
    painter.png(&seen, SCALE)
}
