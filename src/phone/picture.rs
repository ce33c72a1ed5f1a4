//! What does a picture file show? Bytes in, pixels out, within limits; whatever is wrong is an error, never a panic.

use std::io::Cursor;
use std::sync::Arc;

use image::{ImageFormat, ImageReader, Limits};
use thiserror::Error;

use super::shell::scene::Pixels;

/// The largest width and height, in pixels; the largest asset of the phone has 691 (VISUALS.md 1.4).
const MAX_SIDE: u32 = 4_096;
/// The most memory that decoding may take, in bytes.
const MAX_DECODED_BYTES: u64 = 128 * 1_024 * 1_024;

/// Why bytes are no picture that the phone shows.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoPicture {
    /// Neither PNG nor JPEG.
    #[error("it is neither PNG nor JPEG")]
    Format,
    /// Broken or too large.
    #[error("it cannot be decoded: {0}")]
    Decode(String),
}

/// Decodes a PNG or JPEG (PROTOCOL.md 3.4).
///
/// # Errors
/// The bytes are no such picture, or a larger one than the phone would take.
pub fn decode(bytes: &[u8]) -> Result<Arc<Pixels>, NoPicture> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| NoPicture::Format)?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Err(NoPicture::Format);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| NoPicture::Decode(error.to_string()))?.into_rgba8();
    Ok(Arc::new(Pixels { width: picture.width(), height: picture.height(), rgba: picture.into_raw() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that are no picture, or only the start of one, are refused.
    #[test]
    fn broken_pictures_are_refused() {
        assert_eq!(decode(b"hello"), Err(NoPicture::Format));
        assert_eq!(decode(b""), Err(NoPicture::Format));
        let cut = include_bytes!("../../assets/art/m.png").get(..60).unwrap();
        assert!(matches!(decode(cut), Err(NoPicture::Decode(_))));
    }
}
