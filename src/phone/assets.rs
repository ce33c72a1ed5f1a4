//! Which picture files does an app have? The sample art that ships with the program.
//!
//! Addresses are those of PROTOCOL.md 3.3's samples: `/Art/m.png`, `isostore:/Shared/ShellContent/m.png`.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::picture;
use super::shell::scene::{Picture, Pixels};
use crate::notification::ImageRef;
use crate::notification::value::ImagePlace;

macro_rules! art {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../../assets/art/", $name)).as_slice())),+]
    };
}

/// The sample art, by file name.
const ART: [(&str, &[u8]); 12] = art![
    "m.png", "s.png", "w.png", "b.png", "wb.png", "red.png", "i71.png", "i134.png", "c1.png", "c2.png", "c3.png",
    "icon.png",
];

static DECODED: LazyLock<HashMap<&'static str, Arc<Pixels>>> =
    LazyLock::new(|| ART.iter().filter_map(|(name, bytes)| Some((*name, picture::decode(bytes).ok()?))).collect());

/// The app's picture at an address, or why there is none, in words.
///
/// # Errors
/// The address leads nowhere, or to a file that the app has not.
pub fn find(address: &ImageRef) -> Result<Picture, String> {
    let shown = address.as_str();
    match address.place() {
        ImagePlace::Nowhere => Err(String::from("the picture's address is empty")),
        ImagePlace::Remote => Err(format!("{shown} is remote, and remote pictures are not fetched")),
        ImagePlace::Package | ImagePlace::IsolatedStorage => {
            let file = shown.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
            let pixels = DECODED.get(file.as_str());
            pixels
                .map(|pixels| Picture { name: shown.to_owned(), pixels: pixels.clone() })
                .ok_or_else(|| format!("{shown} is not among the app's files"))
        }
    }
}

/// The app's icon, as the banner shows it.
#[must_use]
pub fn icon() -> Option<Picture> {
    DECODED.get("icon.png").map(|pixels| Picture { name: String::from("icon.png"), pixels: pixels.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every file of the sample art is a picture, and is found whatever the letter case and the folder.
    #[test]
    fn the_sample_art_is_whole() {
        assert_eq!(DECODED.len(), ART.len());
        for address in ["/Art/m.png", "/ART/M.PNG", "isostore:/Shared/ShellContent/m.png", "m.png"] {
            assert!(find(&ImageRef::new(address)).is_ok(), "{address}");
        }
        assert!(find(&ImageRef::new("/Art/none.png")).is_err());
        assert!(find(&ImageRef::new("http://img.example/m.png")).is_err());
        assert!(find(&ImageRef::new("")).is_err());
    }
}
