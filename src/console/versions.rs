//! What do all versions of the system make of one payload? A row per version: what it draws, and what it leaves out, in words.
//!
//! Which version knows what is the table of `protocol/version`; what is drawn comes from the same shell as every phone's screen.

use std::time::Duration;

use serde::Serialize;

use super::render::{self, View};
use crate::notification::tile::Template;
use crate::notification::{Notification, TemplateKind, Tile, Toast};
use crate::phone::profile::Profile;
use crate::phone::shell::motion::Side;
use crate::phone::shell::preview::{self, TileView};
use crate::phone::shell::scene::{PhoneTheme, Scene, Signal, StatusBar, TileScene, TileSize, TileStyle};
use crate::protocol::device::OsVersion;
use crate::protocol::version::{self, Abilities, Newcomer, Older};

/// What a version makes of a payload.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VersionRow {
    /// The version.
    pub os: OsVersion,
    /// How much of the payload it takes.
    pub takes: Takes,
    /// What it leaves out or does in its own way, a sentence each.
    pub notes: Vec<String>,
    /// What the phone shows of it then.
    pub pictures: Pictures,
}

/// How much of a payload a version takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Takes {
    /// All of it.
    Everything,
    /// Some of it.
    Some,
    /// None of it: what was there stays.
    Nothing,
    /// None of it, and that is an error.
    Error,
    /// It goes to the app and shows nothing.
    ToApp,
}

/// What a phone shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pictures {
    /// The tile, at each size and side that the version has.
    Tiles(Vec<TileScene>),
    /// The upper part of the screen.
    Screen(Box<Scene>),
    /// Nothing.
    Nothing,
}

/// How much of the screen is shown with a toast: the banner, and a little of what is under it.
const BANNER_EP: f32 = 80.0;

/// Every version, oldest first. `bytes` is the payload's size.
#[must_use]
pub fn compare(notification: &Notification, bytes: usize) -> Vec<VersionRow> {
    OsVersion::ALL.into_iter().map(|os| row(notification, bytes, os)).collect()
}

fn row(notification: &Notification, bytes: usize, os: OsVersion) -> VersionRow {
    let newcomers = version::newcomers(notification);
    let worst = version::worst(&newcomers, os);
    let abilities = version::abilities(os);
    let takes = match (notification, worst.map(|part| part.older)) {
        (Notification::Raw(_), _) => Takes::ToApp,
        (_, Some(Older::Refuses)) => Takes::Error,
        (_, Some(Older::Leaves)) => Takes::Nothing,
        (_, Some(Older::DoesWithout)) => Takes::Some,
        (Notification::Toast(_) | Notification::Tile(_), None) => Takes::Everything,
    };
    let mut notes = too_new(&newcomers, os);
    if let Some(limit) = abilities.own_limit_bytes.filter(|limit| bytes > *limit) {
        notes.push(format!("The payload has {bytes} bytes; its documents allow {limit}."));
    }
    let pictures = match notification {
        Notification::Tile(tile) => {
            notes.extend(about_tile(tile, takes, &abilities));
            Pictures::Tiles(tiles(tile, takes, os))
        }
        Notification::Toast(toast) => {
            notes.extend(about_toast(takes, &abilities));
            screen(toast, os).map_or(Pictures::Nothing, |scene| Pictures::Screen(Box::new(scene)))
        }
        Notification::Raw(_) => {
            notes.push("It goes to the app, if that is in front, and shows nothing.".to_owned());
            Pictures::Nothing
        }
    };
    VersionRow { os, takes, notes, pictures }
}

/// What the version does not know: parts that have the same consequence in one sentence.
fn too_new(newcomers: &[Newcomer], os: OsVersion) -> Vec<String> {
    let sentence = |older: Older| {
        let parts: Vec<&Newcomer> =
            newcomers.iter().filter(|part| part.is_too_new(os) && part.older == older).collect();
        let first = parts.first()?;
        let names: Vec<&str> = parts.iter().map(|part| part.what).collect();
        let fact = match older {
            Older::Leaves => format!("It has no {}", names.join(", ")),
            Older::Refuses | Older::DoesWithout => format!("{} came with {}", names.join(", "), first.since),
        };
        Some(format!("{fact}: {}.", first.consequence()))
    };
    [Older::Refuses, Older::Leaves, Older::DoesWithout].into_iter().filter_map(sentence).collect()
}

/// What a version does with tiles in its own way (VISUALS.md 2.3, 2.4, 2.7, 5, 10).
fn about_tile(tile: &Tile, takes: Takes, abilities: &Abilities) -> Vec<String> {
    if matches!(takes, Takes::Nothing | Takes::Error) {
        return Vec::new();
    }
    let style = Profile::of(abilities.os).grid.style();
    let has_back = has_back_content(&tile.template);
    let says = [
        (style == TileStyle::Seven, "Its tiles have one size, 173 × 173."),
        (
            style == TileStyle::Eight && tile.template.kind() == TemplateKind::Standard,
            "It shows the tile as a Flip tile, small or medium, never wide.",
        ),
        (style == TileStyle::Seven && has_back, "The text on the back is wrapped."),
        (style == TileStyle::Eight && has_back, "The text on the back is not wrapped: write the line breaks yourself."),
        (!abilities.lock_screen.so(), "Its lock screen shows nothing of apps."),
    ];
    says.into_iter().filter(|(so, _)| *so).map(|(_, words)| words.to_owned()).collect()
}

fn has_back_content(template: &Template) -> bool {
    let filled = |field: &crate::notification::Field<String>| field.value().is_some_and(|text| !text.is_empty());
    match template {
        Template::Standard(fields) => filled(&fields.back_content),
        Template::Flip(fields) => filled(&fields.back_content) || filled(&fields.wide_back_content),
        Template::Iconic(_) | Template::Cycle(_) => false,
    }
}

/// What becomes of a toast when its ten seconds are over (VISUALS.md 4, 4.1).
fn about_toast(takes: Takes, abilities: &Abilities) -> Vec<String> {
    if takes == Takes::Error {
        return Vec::new();
    }
    let after = if abilities.action_center.so() {
        "When it leaves, it is kept in the action center."
    } else {
        "When it leaves, nothing of it is kept."
    };
    vec![after.to_owned()]
}

/// The tile at each size, first its fronts, then its backs. Where the update is not taken it is the tile from before.
fn tiles(tile: &Tile, takes: Takes, os: OsVersion) -> Vec<TileScene> {
    let style = Profile::of(os).grid.style();
    let before = Tile { version: None, id: None, template: TemplateKind::Standard.empty() };
    let update = if matches!(takes, Takes::Nothing | Takes::Error) { &before } else { tile };
    let view = |size, side| TileView {
        style,
        size,
        accent: render::usual_accent(os),
        side: Some(side),
        after: Duration::ZERO,
        folder: None,
    };
    let sides = [Side::Front, Side::Back];
    let sizes = [TileSize::Small, TileSize::Medium, TileSize::Wide];
    let all = sides.into_iter().flat_map(|side| sizes.map(|size| (side, size)));
    all.filter_map(|(side, size)| preview::tile(update, &view(size, side)).ok()).collect()
}

/// The upper part of a screen that has just got the toast.
fn screen(toast: &Toast, os: OsVersion) -> Option<Scene> {
    let view = View {
        sizes: Vec::new(),
        os,
        theme: PhoneTheme::Dark,
        accent: render::usual_accent(os),
        side: None,
        after: None,
        scale: 1.0,
        folder: None,
    };
    let body = crate::notification::write::write(&Notification::Toast(toast.clone()));
    let mut scene = render::screen(&body, &view).ok()?;
    scene.height_ep = BANNER_EP;
    // The time and the signal are not what is compared.
    scene.status_bar = StatusBar { clock: String::from("10:28"), signal: Signal::Up, ..scene.status_bar };
    Some(scene)
}
