//! Where does an app find the pictures of its tiles? Its own files, which are sample art, a folder of this machine or what was
//! dropped on the phone; and the web, where its channel has bound the domain (PROTOCOL.md 3.4).
//!
//! What is at hand is found here; what is not, `fetch` gets. The sample art is `art`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::art;
use super::picture::PictureError;
use super::shell::scene::{Picture, Pixels};
use crate::notification::ImageRef;
use crate::notification::value::ImagePlace;
use crate::protocol::domain;

/// How many pictures may be dropped on one app (our choice).
const MAX_DROPPED: usize = 64;
/// How many bytes they may take together, decoded (our choice).
const MAX_DROPPED_BYTES: usize = 128 * 1_024 * 1_024;

/// Why an address leads to no picture.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoPicture {
    /// There is no address.
    #[error("an empty address leads to no picture")]
    Nowhere,
    /// The app has no such file.
    #[error("{0} is not among the app's files")]
    NotAmongFiles(String),
    /// The path leads out of the app's files.
    #[error("{0} leads out of the app's files")]
    Outside(String),
    /// The channel has not bound the domain (PROTOCOL.md 7, `MessageBadContent`).
    #[error("{address} was not fetched: the channel has not bound the domain {host} (MessageBadContent)")]
    Unbound {
        /// The address.
        address: String,
        /// Its host.
        host: String,
    },
    /// PROTOCOL.md 3.4: https pictures are not supported (MEM).
    #[error("{0} was not fetched: the phone fetches pictures over http only")]
    Secure(String),
    /// The file is no picture.
    #[error("{0} cannot be shown: {1}")]
    Unreadable(String, PictureError),
    /// It could not be got.
    #[error("{0} was not got: {1}")]
    NotGot(String, String),
}

impl NoPicture {
    /// The same in words, of an address to which a host sends the phone on: of that the app hears nothing.
    pub(super) fn after_a_detour(&self, to: &str) -> String {
        match self {
            Self::Unbound { host, .. } => {
                format!("it leads on to {to}, and the channel has not bound the domain {host}")
            }
            Self::Secure(_) => format!("it leads on to {to}, and the phone fetches pictures over http only"),
            Self::Nowhere | Self::NotAmongFiles(_) | Self::Outside(_) | Self::Unreadable(..) | Self::NotGot(..) => {
                self.to_string()
            }
        }
    }
}

/// What is known of an address at once.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found {
    /// The picture.
    Here(Picture),
    /// It has to be got.
    Away,
    /// There is none.
    None(NoPicture),
}

/// Where a picture is to be got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file of a folder, or else among the sample art.
    Folder(PathBuf),
    /// The web, as far as these domains.
    Web(Vec<String>),
}

/// Where an app's pictures are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Assets {
    /// The folder that holds its files; without one it has the sample art.
    pub(super) folder: Option<PathBuf>,
    /// The domains that its channel was bound with.
    pub(super) domains: Vec<String>,
    /// What was dropped on the phone, by its file's name in small letters.
    dropped: BTreeMap<String, Picture>,
}

/// A picture that may not be dropped on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an app takes {MAX_DROPPED} pictures of {} MiB together", MAX_DROPPED_BYTES / 1_024 / 1_024)]
pub struct TooMany;

impl Assets {
    pub(super) fn new(folder: Option<PathBuf>, domains: Vec<String>) -> Self {
        Self { folder, domains, dropped: BTreeMap::new() }
    }

    /// What is known of an address at once.
    pub(super) fn find(&self, address: &ImageRef) -> Found {
        let name = address.as_str();
        match address.place() {
            ImagePlace::Nowhere => return Found::None(NoPicture::Nowhere),
            ImagePlace::Remote => {
                return may_be_fetched(name, &self.domains).map_or_else(Found::None, |()| Found::Away);
            }
            ImagePlace::Package | ImagePlace::IsolatedStorage => {}
        }
        let parts = match parts_of(address) {
            Ok(parts) => parts,
            Err(error) => return Found::None(error),
        };
        if let Some(dropped) = parts.last().and_then(|file| self.dropped.get(file)) {
            return Found::Here(Picture { name: name.to_owned(), pixels: dropped.pixels.clone() });
        }
        if self.folder.is_some() {
            return Found::Away;
        }
        art::picture(address).map_or_else(Found::None, Found::Here)
    }

    /// Where a picture is to be got that is [`Found::Away`].
    pub(super) fn source(&self, address: &ImageRef) -> Source {
        match (address.place(), &self.folder) {
            (ImagePlace::Package | ImagePlace::IsolatedStorage | ImagePlace::Nowhere, Some(folder)) => {
                Source::Folder(folder.clone())
            }
            (ImagePlace::Remote, _) | (_, None) => Source::Web(self.domains.clone()),
        }
    }

    /// Adds a picture, or puts it in the place of one of that name.
    ///
    /// # Errors
    /// There are too many.
    pub(super) fn put(&mut self, picture: Picture) -> Result<(), TooMany> {
        let name = picture.name.to_lowercase();
        let others = self.dropped.iter().filter(|(known, _)| **known != name);
        let (count, bytes) = others.fold((0, 0), |(count, bytes), (_, other)| (count + 1, bytes + size(&other.pixels)));
        if count >= MAX_DROPPED || bytes + size(&picture.pixels) > MAX_DROPPED_BYTES {
            return Err(TooMany);
        }
        self.dropped.insert(name, picture);
        Ok(())
    }

    /// Forgets what was dropped.
    pub(super) fn forget_dropped(&mut self) {
        self.dropped.clear();
    }

    /// The names of what was dropped.
    pub(super) fn dropped(&self) -> Vec<String> {
        self.dropped.values().map(|picture| picture.name.clone()).collect()
    }
}

fn size(pixels: &Arc<Pixels>) -> usize {
    pixels.rgba.len()
}

/// Whether a picture on the web may be fetched.
pub(super) fn may_be_fetched(address: &str, domains: &[String]) -> Result<(), NoPicture> {
    if !domain::is_bound(address, domains) {
        let host = domain::host_of(address).to_owned();
        return Err(NoPicture::Unbound { address: address.to_owned(), host });
    }
    if address.get(..7).is_none_or(|scheme| !scheme.eq_ignore_ascii_case("http://")) {
        return Err(NoPicture::Secure(address.to_owned()));
    }
    Ok(())
}

/// The parts of a path, in small letters, within the app's files: of `isostore:/Shared/ShellContent/a.png` three.
///
/// # Errors
/// It leads out of them.
fn parts_of(address: &ImageRef) -> Result<Vec<String>, NoPicture> {
    let outside = || NoPicture::Outside(address.as_str().to_owned());
    let path = match address.place() {
        ImagePlace::IsolatedStorage => address.as_str().split_once(':').map_or("", |(_, path)| path),
        ImagePlace::Package | ImagePlace::Nowhere | ImagePlace::Remote => address.as_str(),
    };
    let path = path.to_lowercase().replace('\\', "/");
    let parts = path.split('/').filter(|part| !part.is_empty() && *part != ".").map(str::to_owned);
    let parts: Vec<String> = parts.collect();
    // A colon names a drive, or a stream of a file, on some systems.
    let leads_out = |part: &String| part == ".." || part.contains([':', '\0']);
    if parts.iter().any(leads_out) { Err(outside()) } else { Ok(parts) }
}

/// Where in a folder the file of an address is, names compared as Windows does it, without regard to letter case. What is in
/// isolated storage is looked for there as well by its name alone, so that a folder need not have the phone's own folders; so
/// is what a package has in `Art`.
///
/// # Errors
/// The address leads out of the folder, or there is no such file.
pub(super) fn file_in(folder: &Path, address: &ImageRef) -> Result<PathBuf, NoPicture> {
    let parts = parts_of(address)?;
    let missing = || NoPicture::NotAmongFiles(address.as_str().to_owned());
    let alone = parts.last().map(std::slice::from_ref).ok_or_else(missing)?;
    let found = walk(folder, &parts).or_else(|| walk(folder, alone)).ok_or_else(missing)?;
    // A link must not lead out either.
    let (whole, root) = (found.canonicalize(), folder.canonicalize());
    match (whole, root) {
        (Ok(whole), Ok(root)) if whole.starts_with(&root) => Ok(whole),
        (Ok(_), Ok(_)) => Err(NoPicture::Outside(address.as_str().to_owned())),
        (Err(_), _) | (_, Err(_)) => Err(missing()),
    }
}

/// How many entries of a folder are looked at to find a name (our choice).
const MAX_ENTRIES: usize = 10_000;

fn walk(folder: &Path, parts: &[String]) -> Option<PathBuf> {
    let mut place = folder.to_owned();
    for part in parts {
        let exact = place.join(part);
        place = if exact.exists() {
            exact
        } else {
            let entries = std::fs::read_dir(&place).ok()?.take(MAX_ENTRIES).filter_map(Result::ok);
            let same = |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().to_lowercase() == *part;
            entries.into_iter().find(same)?.path()
        };
    }
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> ImageRef {
        ImageRef::new(text)
    }

    fn picture(name: &str, side: u32) -> Picture {
        let rgba = vec![0; 4 * side as usize * side as usize];
        Picture { name: name.to_owned(), pixels: Arc::new(Pixels { width: side, height: side, rgba }) }
    }

    /// A path is taken apart within the app's files, and none leads out of them.
    #[test]
    fn paths_stay_inside() {
        let parts = |text: &str| parts_of(&address(text)).map(|parts| parts.join("|")).ok();
        assert_eq!(parts("/Art/Red.PNG").as_deref(), Some("art|red.png"));
        assert_eq!(parts("Art\\./red.png").as_deref(), Some("art|red.png"));
        assert_eq!(parts("isostore:/Shared/ShellContent/a.png").as_deref(), Some("shared|shellcontent|a.png"));
        for out in ["../a.png", "/Art/../../a.png", "C:\\a.png", "isostore:/a/..\\..\\b", "/a.png:stream", "a\0.png"] {
            assert_eq!(parts(out), None, "{out}");
        }
    }

    /// What was dropped comes before everything else, wherever the payload says that it is; then the folder; then sample art.
    #[test]
    fn files_are_looked_for_in_order() {
        let mut assets = Assets::default();
        assert!(matches!(assets.find(&address("/Art/m.png")), Found::Here(picture) if picture.pixels.width == 336));
        assert_eq!(
            assets.find(&address("/Art/x.png")),
            Found::None(NoPicture::NotAmongFiles(String::from("/Art/x.png")))
        );
        assets.put(picture("M.png", 3)).unwrap();
        for place in ["/Art/m.png", "m.PNG", "isostore:/Shared/ShellContent/m.png"] {
            assert!(matches!(assets.find(&address(place)), Found::Here(found) if found.pixels.width == 3), "{place}");
        }
        assets.folder = Some(PathBuf::from("/somewhere"));
        assert_eq!(assets.find(&address("/Art/s.png")), Found::Away);
        assert_eq!(assets.source(&address("/Art/s.png")), Source::Folder(PathBuf::from("/somewhere")));
        assets.forget_dropped();
        assert_eq!(assets.find(&address("/Art/m.png")), Found::Away);
    }

    /// Only pictures from bound domains are fetched, and only over http.
    #[test]
    fn the_web_ends_at_the_bound_domains() {
        let mut assets = Assets::default();
        let none = |found: Found| match found {
            Found::None(why) => why.to_string(),
            Found::Here(_) | Found::Away => String::new(),
        };
        let unbound = none(assets.find(&address("http://pictures.example.org/a.png")));
        assert!(unbound.contains("MessageBadContent"), "{unbound}");
        assets.domains = vec![String::from("pictures.example.org")];
        assert_eq!(assets.find(&address("http://pictures.example.org/a.png")), Found::Away);
        assert!(none(assets.find(&address("https://pictures.example.org/a.png"))).contains("over http only"));
    }

    /// Pictures that are dropped have a limit, in number and together; one takes the place of another of its name.
    #[test]
    fn dropped_pictures_have_a_limit() {
        let mut assets = Assets::default();
        for number in 0..MAX_DROPPED {
            assets.put(picture(&format!("{number}.png"), 1)).unwrap();
        }
        assert_eq!(assets.put(picture("more.png", 1)), Err(TooMany));
        assert_eq!(assets.put(picture("7.PNG", 2)), Ok(()));
        let mut heavy = Assets::default();
        heavy.put(picture("a.png", 4_096)).unwrap();
        heavy.put(picture("b.png", 4_096)).unwrap();
        assert_eq!(heavy.put(picture("c.png", 4_096)), Err(TooMany));
    }
}
