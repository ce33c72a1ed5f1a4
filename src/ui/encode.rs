//! How do pixels become a file? The same pixels are always the same bytes: PNG for what stands still, GIF for what moves.

use std::io::Cursor;
use std::time::Duration;

use image::codecs::gif::{GifEncoder, Repeat};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{Delay, ExtendedColorType, Frame, ImageEncoder, RgbaImage};

use crate::console::painter::PaintError;
use crate::phone::shell::scene::Pixels;

/// How closely 256 colours are chosen, 1 the best and slowest to 30 (our choice: what is seen no more).
const GIF_SPEED: i32 = 10;

/// One picture of those that move.
pub(super) struct Still {
    /// What it shows; every pixel opaque.
    pub(super) pixels: Pixels,
    /// How long.
    pub(super) lasts: Duration,
}

/// Pixels as PNG, always with the same filter and compression.
///
/// # Errors
/// The picture could not be encoded.
pub fn png(pixels: &Pixels) -> Result<Vec<u8>, PaintError> {
    let mut bytes = Cursor::new(Vec::new());
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Sub)
        .write_image(&pixels.rgba, pixels.width, pixels.height, ExtendedColorType::Rgba8)
        .map_err(|error| PaintError(error.to_string()))?;
    Ok(bytes.into_inner())
}

/// Pictures that move as GIF, again and again, each with colours of its own.
///
/// # Errors
/// There is no picture, one could not be painted, or they could not be encoded.
pub(super) fn gif(stills: impl Iterator<Item = Result<Still, PaintError>>) -> Result<Vec<u8>, PaintError> {
    let failed = |error: image::ImageError| PaintError(error.to_string());
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, GIF_SPEED);
    encoder.set_repeat(Repeat::Infinite).map_err(failed)?;
    for still in stills {
        let Still { pixels, lasts } = still?;
        let image = RgbaImage::from_raw(pixels.width, pixels.height, pixels.rgba);
        let image = image.ok_or_else(|| PaintError(String::from("a picture lacks pixels")))?;
        let delay = Delay::from_saturating_duration(lasts);
        encoder.encode_frame(Frame::from_parts(image, 0, 0, delay)).map_err(failed)?;
    }
    drop(encoder);
    if bytes.is_empty() { Err(PaintError(String::from("nothing is to be seen"))) } else { Ok(bytes) }
}
