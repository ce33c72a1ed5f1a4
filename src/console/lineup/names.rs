//! What is a new phone called, and what does it run? Each another thing than those before it, so that a lesson looks varied.

use crate::console::model::World;
use crate::console::phones;
use crate::phone::shell::scene::PhoneTheme;
use crate::phone::{PhoneConfig, profile};
use crate::protocol::device::{DeviceId, OsVersion};

/// What phones are called, in the order in which they come.
const NAMES: [&str; 26] = [
    "ana", "ben", "cleo", "dan", "eva", "finn", "gia", "hugo", "ida", "jon", "kira", "leo", "mia", "nils", "ola",
    "pia", "quin", "rosa", "sam", "tess", "una", "vito", "wim", "xenia", "yara", "zoe",
];

/// What they run, in turn: what most phones ran first.
const VERSIONS: [OsVersion; 5] = [OsVersion::V8_0, OsVersion::V8_1, OsVersion::V7_1, OsVersion::V7_8, OsVersion::V7_0];

/// Their accents, in turn, as far as a version has them; none of these is near the one before it.
const ACCENTS: [&str; 14] = [
    "cobalt", "emerald", "orange", "magenta", "teal", "green", "purple", "mango", "violet", "red", "cyan", "amber",
    "pink", "lime",
];

/// One of so many is light.
const LIGHT_OF: usize = 3;
/// The longest that a device's name may be (INTERFACES.md 2).
pub(super) const MOST_LETTERS: usize = 64;

/// A phone that is called, runs and looks like none that is there. None if no name can be had.
pub(super) fn next_phone(world: &World) -> Option<PhoneConfig> {
    let name = NAMES.into_iter().map(str::to_owned).find(|name| is_free(world, name));
    let name = name.or_else(|| free_name(world, "ana"))?;
    let os = VERSIONS.into_iter().min_by_key(|os| {
        // The first of those that the fewest phones run.
        world.phones.values().filter(|phone| phone.config().os == *os).count()
    })?;
    let mut config = phones::named(&name, os).ok()?;
    if world.phones.len() % LIGHT_OF == LIGHT_OF - 1 {
        config.theme = PhoneTheme::Light;
    }
    let used = |accent| world.phones.values().any(|phone| phone.config().accent == accent);
    let accents = ACCENTS.into_iter().filter_map(|name| profile::accent(os, name));
    if let Some(accent) = accents.into_iter().find(|accent| !used(*accent)) {
        config.accent = accent;
    }
    Some(config)
}

/// A name like another that nobody has: `ana-2`.
pub(super) fn free_name(world: &World, like: &str) -> Option<String> {
    let stem = like.rsplit_once('-').filter(|(_, number)| number.parse::<u32>().is_ok()).map_or(like, |(stem, _)| stem);
    (2..1_000).map(|number| numbered(stem, number)).find(|name| is_free(world, name))
}

fn numbered(stem: &str, number: u32) -> String {
    let end = format!("-{number}");
    let stem: String = stem.chars().take(MOST_LETTERS - end.len()).collect();
    format!("{stem}{end}")
}

/// Whether no device has that id and no phone that name.
pub(super) fn is_free(world: &World, name: &str) -> bool {
    let Ok(device) = name.parse::<DeviceId>() else { return false };
    !world.phones.contains_key(&device)
        && !world.devices.contains_key(&device)
        && world.phones.values().all(|phone| phone.config().name != name)
}
