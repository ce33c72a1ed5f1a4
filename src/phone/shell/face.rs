//! What does a side of a tile show at its size (VISUALS.md 2.2 to 2.6)? A pinned tile in, a resolved [`Face`] out.
//!
//! Which side, and which picture of a Cycle tile, is `motion`'s to say.

use super::cycle::Moment;
use super::motion::Side;
use super::scene::{BackFace, CycleFace, Face, IconicFace, Picture, PictureFace, Rgb, RisingPicture, TileSize};
use super::tile::PinnedTile;
use crate::notification::tile::{CycleTile, FlipTile, IconicTile, StandardTile, Template};
use crate::notification::{Count, Field, FieldName};

/// What a tile shows at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The side that shows.
    pub face: Face,
    /// How far it is turned.
    pub degrees: f32,
}

/// What the tile shows on that side, lying flat. A tile of Windows Phone 7 may turn to an empty back; one of 8 without
/// anything on its back has none (VISUALS.md 2.7).
#[must_use]
pub fn shown(tile: &PinnedTile, side: Side, moment: Moment) -> Shown {
    let face = match (tile.shown(), side) {
        (Template::Flip(fields), Side::Back) if tile.turns() => Face::Back(flip_back(tile, fields)),
        (Template::Flip(fields), Side::Front | Side::Back) => Face::Picture(flip_front(tile, fields)),
        (Template::Standard(fields), Side::Back) if tile.turns() => Face::Back(standard_back(tile, fields)),
        (Template::Standard(fields), Side::Front | Side::Back) => Face::Picture(standard_front(tile, fields)),
        (Template::Iconic(fields), Side::Front | Side::Back) => Face::Iconic(iconic(tile, fields)),
        (Template::Cycle(fields), Side::Front | Side::Back) => Face::Cycle(cycle(tile, fields, moment)),
    };
    Shown { face, degrees: 0.0 }
}

/// Whether the tile has anything to show on its back at its size (VISUALS.md 2.3, 2.4). An empty text is nothing.
#[must_use]
pub fn has_back(tile: &PinnedTile) -> bool {
    match (tile.shown(), tile.size()) {
        (Template::Flip(_), TileSize::Small) | (Template::Iconic(_) | Template::Cycle(_), _) => false,
        (Template::Flip(fields), TileSize::Medium) => {
            set(&fields.back_background_image) || has(&fields.back_content) || has(&fields.back_title)
        }
        (Template::Flip(fields), TileSize::Wide) => {
            set(&fields.wide_back_background_image) || has(&fields.wide_back_content) || has(&fields.back_title)
        }
        (Template::Standard(fields), _) => {
            set(&fields.back_background_image) || has(&fields.back_content) || has(&fields.back_title)
        }
    }
}

/// The colour behind everything: the accent, or an Iconic tile's own if it is opaque (PROTOCOL.md 3.3).
#[must_use]
pub fn background(tile: &PinnedTile, accent: Rgb) -> Rgb {
    match tile.shown() {
        Template::Iconic(fields) => match fields.background_color.value() {
            Some(color) if color.alpha == u8::MAX => Rgb(color.red, color.green, color.blue),
            Some(_) | None => accent,
        },
        Template::Flip(_) | Template::Standard(_) | Template::Cycle(_) => accent,
    }
}

fn flip_front(tile: &PinnedTile, fields: &FlipTile) -> PictureFace {
    let name = match tile.size() {
        TileSize::Small => FieldName::SmallBackgroundImage,
        TileSize::Medium => FieldName::BackgroundImage,
        TileSize::Wide => FieldName::WideBackgroundImage,
    };
    PictureFace { picture: picture(tile, name), title: title(tile, &fields.title), count: count(&fields.count) }
}

fn flip_back(tile: &PinnedTile, fields: &FlipTile) -> BackFace {
    let (name, content) = match tile.size() {
        // A small tile has no back; it would be the medium one's.
        TileSize::Small | TileSize::Medium => (FieldName::BackBackgroundImage, &fields.back_content),
        TileSize::Wide => (FieldName::WideBackBackgroundImage, &fields.wide_back_content),
    };
    BackFace { picture: picture(tile, name), content: text(content), title: text(&fields.back_title) }
}

fn standard_front(tile: &PinnedTile, fields: &StandardTile) -> PictureFace {
    PictureFace {
        picture: picture(tile, FieldName::BackgroundImage),
        title: title(tile, &fields.title),
        count: count(&fields.count),
    }
}

fn standard_back(tile: &PinnedTile, fields: &StandardTile) -> BackFace {
    BackFace {
        picture: picture(tile, FieldName::BackBackgroundImage),
        content: text(&fields.back_content),
        title: text(&fields.back_title),
    }
}

/// VISUALS.md 2.5, "Which image when".
fn iconic(tile: &PinnedTile, fields: &IconicTile) -> IconicFace {
    let lines = match tile.size() {
        TileSize::Small | TileSize::Medium => [None, None, None],
        TileSize::Wide => [&fields.wide_content1, &fields.wide_content2, &fields.wide_content3].map(text),
    };
    let name = match tile.size() {
        TileSize::Small => FieldName::SmallIconImage,
        TileSize::Wide if lines.iter().any(Option::is_some) => FieldName::SmallIconImage,
        TileSize::Medium | TileSize::Wide => FieldName::IconImage,
    };
    IconicFace { icon: picture(tile, name), count: count(&fields.count), title: title(tile, &fields.title), lines }
}

/// The small tile is static (VISUALS.md 2.6); the others show their pictures in turn.
fn cycle(tile: &PinnedTile, fields: &CycleTile, moment: Moment) -> CycleFace {
    let nth = |index: usize| cycle_pictures(tile).nth(index).cloned();
    let (picture, rising) = match tile.size() {
        TileSize::Small => (picture(tile, FieldName::SmallBackgroundImage), None),
        TileSize::Medium | TileSize::Wide => (nth(moment.picture), moment.rising),
    };
    let rising = rising.and_then(|(index, risen)| Some(RisingPicture { picture: nth(index)?, risen }));
    CycleFace { picture, rising, title: title(tile, &fields.title), count: count(&fields.count) }
}

/// The pictures of a Cycle tile that were found, in order.
pub fn cycle_pictures(tile: &PinnedTile) -> impl Iterator<Item = &Picture> {
    CYCLE_IMAGES.into_iter().filter_map(|name| tile.picture(name))
}

const CYCLE_IMAGES: [FieldName; 9] = [
    FieldName::CycleImage1,
    FieldName::CycleImage2,
    FieldName::CycleImage3,
    FieldName::CycleImage4,
    FieldName::CycleImage5,
    FieldName::CycleImage6,
    FieldName::CycleImage7,
    FieldName::CycleImage8,
    FieldName::CycleImage9,
];

/// How many lines of text the lock screen shows (VISUALS.md 5).
const LOCK_LINES: usize = 3;

/// The texts that the lock screen shows of a tile (VISUALS.md 5, R): an Iconic tile's lines, what is on a Flip tile's back, a
/// Cycle tile's title.
#[must_use]
pub fn lock_lines(tile: &PinnedTile) -> Vec<String> {
    let texts = match tile.shown() {
        Template::Iconic(fields) => {
            [&fields.wide_content1, &fields.wide_content2, &fields.wide_content3].map(text).to_vec()
        }
        Template::Flip(fields) => vec![text(&fields.wide_back_content).or_else(|| text(&fields.back_content))],
        Template::Standard(fields) => vec![text(&fields.back_content)],
        Template::Cycle(fields) => vec![text(&fields.title)],
    };
    let lines = texts.into_iter().flatten().flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    lines.filter(|line| !line.trim().is_empty()).take(LOCK_LINES).collect()
}

/// The count that the lock screen shows of a tile; none hides it.
#[must_use]
pub fn lock_count(tile: &PinnedTile) -> Option<u8> {
    match tile.shown() {
        Template::Iconic(fields) => count(&fields.count),
        Template::Flip(fields) => count(&fields.count),
        Template::Standard(fields) => count(&fields.count),
        Template::Cycle(fields) => count(&fields.count),
    }
}

/// The icon that stands beside it, if the tile has one of its own.
#[must_use]
pub fn lock_icon(tile: &PinnedTile) -> Option<Picture> {
    tile.picture(FieldName::SmallIconImage).cloned()
}

const fn set<T>(field: &Field<T>) -> bool {
    field.value().is_some()
}

fn has(field: &Field<String>) -> bool {
    field.value().is_some_and(|text| !text.is_empty())
}

fn picture(tile: &PinnedTile, name: FieldName) -> Option<Picture> {
    tile.picture(name).cloned()
}

/// Never drawn on a small tile (VISUALS.md 2.1).
fn title(tile: &PinnedTile, field: &Field<String>) -> Option<String> {
    match tile.size() {
        TileSize::Small => None,
        TileSize::Medium | TileSize::Wide => text(field),
    }
}

/// An empty text draws nothing (VISUALS.md 2.1).
fn text(field: &Field<String>) -> Option<String> {
    field.value().filter(|text| !text.is_empty()).cloned()
}

fn count(field: &Field<Count>) -> Option<u8> {
    field.value().and_then(|count| count.shown())
}
