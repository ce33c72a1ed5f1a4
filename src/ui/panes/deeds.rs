//! What can be done with a phone as a whole? ★ THE TABLE behind a card's three dots and the right button on its phone.
//!
//! A new deed is one row and one arm. What fingers do on the phone is `ui/device`.

use crate::clock::Timestamp;
use crate::console::Command;
use crate::console::command::Keep;
use crate::console::gallery::GalleryCommand;
use crate::console::lineup::LineupCommand;
use crate::console::render::shot::Pictured;
use crate::lang::text;
use crate::protocol::device::DeviceId;

/// Something that can be done with a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    /// Describe it anew.
    Edit,
    /// Look at the pictures of its apps.
    Gallery,
    /// Have another one like it.
    Duplicate,
    /// Have it no more.
    Remove,
    /// Keep a picture of its screen.
    Keep(Keep),
}

/// The words of each deed, in the order in which they are offered.
const DEEDS: [(&str, Deed); 6] = [
    ("phones-edit", Deed::Edit),
    ("phones-gallery", Deed::Gallery),
    ("phones-duplicate", Deed::Duplicate),
    ("phones-remove", Deed::Remove),
    ("picture-save", Deed::Keep(Keep::File)),
    ("picture-copy", Deed::Keep(Keep::Clipboard)),
];

/// What can be done, in words.
#[must_use]
pub fn words() -> Vec<&'static str> {
    DEEDS.iter().map(|(key, _)| text(key)).collect()
}

/// What the deed at that place of the list asks for.
#[must_use]
pub fn command(at: usize, device: &DeviceId, now: Timestamp) -> Option<Command> {
    let (_, deed) = DEEDS.get(at)?;
    let device = device.clone();
    Some(match deed {
        Deed::Edit => Command::Lineup(LineupCommand::Edit(device)),
        Deed::Gallery => Command::Gallery(GalleryCommand::Show { device, app: None }),
        Deed::Duplicate => Command::Lineup(LineupCommand::Duplicate(device)),
        Deed::Remove => Command::Lineup(LineupCommand::Remove(device)),
        Deed::Keep(keep) => Command::Picture { device, of: Pictured::Screen, at: now, keep: *keep },
    })
}
