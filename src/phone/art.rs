//! Which pictures come with an app that has no folder of its own? Drawn sample art of ours, found by the address in a payload
//! (PROTOCOL.md 3.4).
//!
//! Each picture is decoded once, when it is first asked for, and shared by every phone.

use std::sync::{Arc, OnceLock};

use super::assets::NoPicture;
use super::picture::{self, PictureError};
use super::shell::scene::{Picture, Pixels};
use crate::notification::ImageRef;
use crate::notification::value::ImagePlace;

/// The folder of an app's package that holds the art, in small letters.
const PACKAGE_FOLDER: &str = "art/";
/// The folder of isolated storage that a tile may take pictures from (PROTOCOL.md 3.4), in small letters.
const STORAGE_FOLDER: &str = "shared/shellcontent/";
/// The app's icon, which lies at the package's root (VISUALS.md 1.4).
const APP_ICON: &str = "applicationicon.png";

struct Art {
    /// File names under which it is found.
    names: &'static [&'static str],
    file: &'static [u8],
    pixels: OnceLock<Result<Arc<Pixels>, PictureError>>,
}

macro_rules! art {
    ($($file:literal as [$($name:literal),+];)+) => {
        [$(Art {
            names: &[$($name),+],
            file: include_bytes!(concat!("../../assets/art/", $file)),
            pixels: OnceLock::new(),
        },)+]
    };
}

/// Sizes are those of VISUALS.md 1.4; the names are those of PROTOCOL.md 3.2 and 3.3.
static ART: [Art; 12] = art! {
    "m.png" as ["m.png", "m.jpg"];
    "s.png" as ["s.png", "s.jpg"];
    "w.png" as ["w.png", "w.jpg"];
    "b.png" as ["b.png", "b.jpg"];
    "wb.png" as ["wb.png", "wb.jpg"];
    "i71.png" as ["i71.png"];
    "i134.png" as ["i134.png"];
    "c1.png" as ["c1.png", "c1.jpg"];
    "c2.png" as ["c2.png", "c2.jpg"];
    "c3.png" as ["c3.png", "c3.jpg"];
    "red.png" as ["red.png", "red.jpg"];
    "icon.png" as ["applicationicon.png", "icon.png"];
};

/// The picture that an address leads to.
pub(super) fn picture(address: &ImageRef) -> Result<Picture, NoPicture> {
    let name = address.as_str().to_owned();
    let file = match address.place() {
        ImagePlace::Nowhere => return Err(NoPicture::Nowhere),
        ImagePlace::Remote => None,
        ImagePlace::Package => package_file(&name),
        ImagePlace::IsolatedStorage => storage_file(&name),
    };
    match file.and_then(|file| find(&file)) {
        None => Err(NoPicture::NotAmongFiles(name)),
        Some(Ok(pixels)) => Ok(Picture { name, pixels }),
        Some(Err(error)) => Err(NoPicture::Unreadable(name, error)),
    }
}

/// The app's icon.
pub(super) fn app_icon() -> Option<Picture> {
    picture(&ImageRef::new("/ApplicationIcon.png")).ok()
}

/// The file's name in small letters, if the address leads into the package's art: `/Art/m.png`, `Art\m.png`.
fn package_file(address: &str) -> Option<String> {
    let path = address.to_ascii_lowercase().replace('\\', "/");
    let path = path.trim_start_matches('/');
    if path == APP_ICON { Some(path.to_owned()) } else { path.strip_prefix(PACKAGE_FOLDER).map(str::to_owned) }
}

/// The file's name in small letters, if the address leads into the shell's folder: `isostore:/Shared/ShellContent/m.png`.
fn storage_file(address: &str) -> Option<String> {
    let path = address.to_ascii_lowercase();
    let (_, path) = path.split_once(':')?;
    path.trim_start_matches('/').strip_prefix(STORAGE_FOLDER).map(str::to_owned)
}

fn find(file: &str) -> Option<Result<Arc<Pixels>, PictureError>> {
    let art = ART.iter().find(|art| art.names.contains(&file))?;
    Some(art.pixels.get_or_init(|| picture::decode(art.file).map(Arc::new)).clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every file of the sample art can be read.
    #[test]
    fn all_art_is_readable() {
        for art in &ART {
            assert!(find(art.names[0]).unwrap().is_ok(), "{}", art.names[0]);
        }
    }

    /// A picture is found by its address in any case, in the package and in isolated storage, and decoded once.
    #[test]
    fn addresses_lead_to_pictures() {
        let found = |address: &str| picture(&ImageRef::new(address));
        let package = found("/Art/m.png").unwrap();
        assert_eq!((package.pixels.width, package.pixels.height), (336, 336));
        for address in ["/art/M.PNG", "Art/m.png", "isostore:/Shared/ShellContent/m.png"] {
            assert!(Arc::ptr_eq(&found(address).unwrap().pixels, &package.pixels), "{address}");
        }
        assert_eq!(found("/Art/x.png").unwrap_err().to_string(), "/Art/x.png is not among the app's files");
        assert!(matches!(found("http://pictures.example/a.png"), Err(NoPicture::NotAmongFiles(_))));
        assert!(matches!(found(""), Err(NoPicture::Nowhere)));
        assert!(app_icon().is_some());
    }
}
