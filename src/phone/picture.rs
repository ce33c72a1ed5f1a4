//! What does a picture's file show? PNG or JPEG bytes in, pixels out, within limits. Which file it is: `art`.

use std::fs::File;
use std::io::{Cursor, Read as _};
use std::path::Path;

use image::{ImageFormat, ImageReader, Limits};
use thiserror::Error;

use super::shell::scene::Pixels;

/// The largest file that is looked into, in bytes (our choice: an app's own pictures have no documented limit).
pub const MAX_FILE_BYTES: usize = 8 * 1_024 * 1_024;
/// The largest side of a picture, in pixels (our choice: six times the largest tile's art, VISUALS.md 1.4).
pub const MAX_SIDE_PX: u32 = 4_096;
/// The most memory that decoding may take, in bytes: a largest picture as RGBA, twice.
const MAX_DECODING_BYTES: u64 = 2 * 4 * (MAX_SIDE_PX as u64) * (MAX_SIDE_PX as u64);

/// Why bytes are no picture.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PictureError {
    /// The file is too large to be looked into.
    #[error("it has {0} bytes, {MAX_FILE_BYTES} are allowed")]
    TooLarge(usize),
    /// Neither PNG nor JPEG, damaged, or with too many pixels.
    #[error("it is no PNG or JPEG that can be read: {0}")]
    Unreadable(String),
}

/// Why a file gives no picture.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileError {
    /// It is a folder, a pipe or the like.
    #[error("it is no file")]
    NoFile,
    /// It cannot be read; what the system says.
    #[error("{0}")]
    System(String),
    /// It is no picture.
    #[error(transparent)]
    Picture(#[from] PictureError),
}

/// Reads and decodes a picture's file. Blocks.
///
/// # Errors
/// It cannot be read, or is no picture.
pub fn read(file: &Path) -> Result<Pixels, FileError> {
    let system = |error: std::io::Error| FileError::System(error.to_string());
    // A pipe, say, would never end.
    if !std::fs::metadata(file).map_err(system)?.is_file() {
        return Err(FileError::NoFile);
    }
    let mut bytes = Vec::new();
    // One more than may be looked into says that it is too large.
    File::open(file).and_then(|file| file.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes)).map_err(system)?;
    Ok(decode(&bytes)?)
}

/// Decodes a PNG or JPEG file.
///
/// # Errors
/// The file is too large, damaged, has too many pixels, or is something else.
pub fn decode(bytes: &[u8]) -> Result<Pixels, PictureError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(PictureError::TooLarge(bytes.len()));
    }
    let unreadable = |error: &dyn std::fmt::Display| PictureError::Unreadable(error.to_string());
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| unreadable(&error))?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Err(PictureError::Unreadable(String::from("it is neither PNG nor JPEG")));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE_PX);
    limits.max_image_height = Some(MAX_SIDE_PX);
    limits.max_alloc = Some(MAX_DECODING_BYTES);
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| unreadable(&error))?.into_rgba8();
    Ok(Pixels { width: picture.width(), height: picture.height(), rgba: picture.into_raw() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture's file that is damaged anywhere is refused or read, and never more than that.
    #[test]
    fn damaged_files_do_no_harm() {
        let whole = include_bytes!("../../assets/art/s.png");
        assert!(decode(whole).is_ok());
        for end in (0..whole.len()).step_by(41) {
            let _ = decode(&whole[..end]);
            let mut damaged = whole.to_vec();
            damaged[end] ^= 0x55;
            let _ = decode(&damaged);
        }
        assert!(decode(b"").is_err());
    }

    /// A picture of another format is refused, however whole it is.
    #[test]
    fn other_formats_are_refused() {
        let mut file = Cursor::new(Vec::new());
        image::RgbaImage::new(1, 1).write_to(&mut file, ImageFormat::Gif).unwrap();
        assert!(matches!(decode(file.get_ref()), Err(PictureError::Unreadable(_))));
    }

    /// A picture with a side that is too long, or a file that is too large, is refused.
    #[test]
    fn huge_pictures_are_refused() {
        let png = |width: u32| {
            let mut file = Cursor::new(Vec::new());
            image::RgbaImage::new(width, 1).write_to(&mut file, ImageFormat::Png).unwrap();
            file.into_inner()
        };
        assert!(decode(&png(MAX_SIDE_PX)).is_ok());
        assert!(matches!(decode(&png(MAX_SIDE_PX + 1)), Err(PictureError::Unreadable(_))));
        let too_large = decode(&vec![0; MAX_FILE_BYTES + 1]);
        assert!(matches!(too_large, Err(PictureError::TooLarge(_))));
    }
}
