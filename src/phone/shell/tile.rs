//! What does a pinned tile hold, and how does an update change it (PROTOCOL.md 3.2, 3.3; VISUALS.md 2.7)?
//!
//! What it shows of that is `face`; where it stands is `geometry`.

use std::collections::BTreeMap;
use std::sync::Arc;

use thiserror::Error;

use super::face;
use super::scene::{Picture, Pixels, Spot, TileKey, TileSize, TileStyle};
use crate::clock::Timestamp;
use crate::notification::tile::{Slot, SlotMut, Template, ValueKind};
use crate::notification::value::ImagePlace;
use crate::notification::{Count, Field, FieldName, ImageRef, TemplateKind};
use crate::phone::assets::{Assets, Found};
use crate::protocol::trace::PushId;

/// A tile on the Start screen.
#[derive(Clone, Debug, PartialEq)]
pub struct PinnedTile {
    key: TileKey,
    size: TileSize,
    spot: Spot,
    style: TileStyle,
    widest: TileSize,
    /// What it shows; no field is ever `Cleared` here.
    shown: Template,
    /// The pictures of `shown` that were found.
    pictures: BTreeMap<FieldName, Picture>,
    /// The pictures of `shown` that are to be got. Until one is here, the one before it stays.
    awaited: BTreeMap<FieldName, Awaited>,
    back: Back,
    /// When it got new content that is shown with a turn.
    arrived: Option<Timestamp>,
    /// When its first picture began to show, if it is a Cycle tile.
    cycles_since: Option<Timestamp>,
}

/// Whether somebody sees a tile change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Start is in front, and things may move.
    Yes,
    /// It is not, or they may not.
    No,
}

/// Whether a tile has, or had, something on its back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Back {
    /// It never had.
    Never,
    /// It has, or had once.
    Once,
}

impl PinnedTile {
    /// A tile as the app's package declares it: the app's title and the sample art. It is medium and lies at the top left.
    #[must_use]
    pub(in crate::phone) fn declared(
        key: TileKey,
        title: &str,
        template: TemplateKind,
        style: TileStyle,
        assets: &Assets,
    ) -> Self {
        let mut declared = pinned_as(template, style).empty();
        if let Some(SlotMut::Text(field)) = declared.slot_mut(FieldName::Title) {
            *field = Field::Set(title.to_owned());
        }
        for (name, address) in DECLARED {
            if let Some(SlotMut::Image(field)) = declared.slot_mut(name) {
                *field = Field::Set(ImageRef::new(address));
            }
        }
        let mut pinned = Self {
            key,
            size: TileSize::Medium,
            spot: Spot::default(),
            style,
            widest: widest(template, style),
            shown: declared.kind().empty(),
            pictures: BTreeMap::new(),
            awaited: BTreeMap::new(),
            back: Back::Never,
            arrived: None,
            cycles_since: None,
        };
        // What the package declares is sample art, which is there at once.
        pinned.merge(&declared, &Assets::default(), None);
        pinned.look_again(assets);
        pinned
    }

    /// The same tile on a phone of that generation. Where that is another one, it is what its app declares there, with what
    /// it holds.
    #[must_use]
    pub fn on(&self, style: TileStyle, declared: Option<TemplateKind>) -> Self {
        if style == self.style {
            // Nobody of that phone has been sent for a picture yet.
            let mut same = self.clone();
            same.awaited.values_mut().for_each(|awaited| awaited.ticket = None);
            return same;
        }
        let title = match self.shown.slot(FieldName::Title) {
            Some(Slot::Text(Field::Set(title))) => title.as_str(),
            _ => "",
        };
        let template = declared.unwrap_or_else(|| self.shown.kind());
        let mut tile = Self::declared(self.key.clone(), title, template, style, &Assets::default());
        tile.merge(&self.shown, &Assets::default(), None);
        for (name, picture) in &self.pictures {
            if tile.wants(*name, &picture.name) {
                tile.pictures.insert(*name, picture.clone());
            }
        }
        for (name, awaited) in &self.awaited {
            if tile.wants(*name, awaited.address.as_str()) {
                tile.awaited.insert(*name, Awaited { ticket: None, ..awaited.clone() });
            }
        }
        if tile.can_be(self.size) {
            tile.size = self.size;
        }
        tile
    }

    /// Whether a field of it holds this address.
    fn wants(&self, name: FieldName, address: &str) -> bool {
        matches!(self.shown.slot(name), Some(Slot::Image(Field::Set(wanted))) if wanted.as_str() == address)
    }

    /// Which tile it is.
    #[must_use]
    pub const fn key(&self) -> &TileKey {
        &self.key
    }

    /// Its size.
    #[must_use]
    pub const fn size(&self) -> TileSize {
        self.size
    }

    /// Gives it another size, if it can have that one.
    ///
    /// # Errors
    /// It cannot.
    pub fn set_size(&mut self, size: TileSize) -> Result<(), NoSuchSize> {
        if !self.can_be(size) {
            return Err(NoSuchSize { size, style: self.style });
        }
        self.size = size;
        Ok(())
    }

    /// Whether it can have that size (VISUALS.md 2.1 "resize", 2.3).
    #[must_use]
    pub fn can_be(&self, size: TileSize) -> bool {
        match self.style {
            TileStyle::Seven => size == TileSize::Medium,
            TileStyle::Eight => size <= self.widest,
        }
    }

    /// The size that the arrow of the edit mode gives it: small, medium, wide, small (VISUALS.md 2.1, O/R). None if it has
    /// only one.
    #[must_use]
    pub fn next_size(&self) -> Option<TileSize> {
        let next = match self.size {
            TileSize::Small => TileSize::Medium,
            TileSize::Medium if self.can_be(TileSize::Wide) => TileSize::Wide,
            TileSize::Medium | TileSize::Wide => TileSize::Small,
        };
        self.can_be(next).then_some(next)
    }

    /// The cell of its top left corner.
    #[must_use]
    pub const fn spot(&self) -> Spot {
        self.spot
    }

    /// Puts it at another cell; that it lies on no other one is `start`'s to see to.
    pub const fn set_spot(&mut self, spot: Spot) {
        self.spot = spot;
    }

    /// Which generation of the system it is on.
    #[must_use]
    pub const fn style(&self) -> TileStyle {
        self.style
    }

    /// Whether it turns by itself: its back has something on it at its size. A tile of 7.x that once had something on its
    /// back keeps turning, to an empty back (VISUALS.md 2.7, T). Small tiles never do (VISUALS.md 3).
    #[must_use]
    pub fn turns(&self) -> bool {
        match (self.style, self.back) {
            (TileStyle::Seven, Back::Once) => true,
            (TileStyle::Seven, Back::Never) | (TileStyle::Eight, Back::Never | Back::Once) => face::has_back(self),
        }
    }

    /// When it got new content that is shown with a turn.
    #[must_use]
    pub fn arrived(&self) -> Option<Timestamp> {
        self.arrived.filter(|_| self.size != TileSize::Small)
    }

    /// When its first picture began to show; none if its pictures do not move: it is no Cycle tile, or small (VISUALS.md 2.6).
    #[must_use]
    pub fn cycles_since(&self) -> Option<Timestamp> {
        match (self.shown.kind(), self.size) {
            (TemplateKind::Cycle, TileSize::Medium | TileSize::Wide) => self.cycles_since,
            (TemplateKind::Cycle, TileSize::Small)
            | (TemplateKind::Flip | TemplateKind::Iconic | TemplateKind::Standard, _) => None,
        }
    }

    /// Its pictures move from now on, if they do not yet.
    pub const fn begin(&mut self, now: Timestamp) {
        if self.cycles_since.is_none() {
            self.cycles_since = Some(now);
        }
    }

    /// It begins with its first picture, and turns if it is seen. Small tiles never move (VISUALS.md 3).
    pub fn renew(&mut self, seen: Seen, now: Timestamp) {
        self.cycles_since = Some(now);
        self.arrived = match (seen, self.size) {
            (Seen::Yes, TileSize::Medium | TileSize::Wide) => Some(now),
            (Seen::Yes, TileSize::Small) | (Seen::No, _) => None,
        };
    }

    /// Whether it knows since when it has been there.
    #[must_use]
    pub const fn has_begun(&self) -> bool {
        self.cycles_since.is_some()
    }

    /// What it shows, whole.
    #[must_use]
    pub const fn shown(&self) -> &Template {
        &self.shown
    }

    /// The picture of a field, if it has one that was found.
    #[must_use]
    pub fn picture(&self, name: FieldName) -> Option<&Picture> {
        self.pictures.get(&name)
    }

    /// Whether an update of this template changes the tile. A push cannot give a tile another template (VISUALS.md 2.1),
    /// but the tile of Windows Phone 7 is a Flip tile on 8 (VISUALS.md 2.3), so its updates change one.
    #[must_use]
    pub fn takes(&self, update: TemplateKind) -> bool {
        let pinned = self.shown.kind();
        update == pinned || (update == TemplateKind::Standard && pinned == TemplateKind::Flip)
    }

    /// Applies an update: absent keeps, `Clear` removes, a value replaces. Gives back what to say about it: pictures that
    /// were not found (the tile then shows its background: VISUALS.md 2.7, "image falls back to accent"), elements that were
    /// empty, a number that is too large.
    pub(in crate::phone) fn merge(&mut self, update: &Template, assets: &Assets, push: Option<PushId>) -> Vec<String> {
        let mut remarks = Vec::new();
        for name in update.kind().fields() {
            match (update.slot(*name), self.shown.slot_mut(*name)) {
                (Some(Slot::Text(new)), Some(SlotMut::Text(shown))) => {
                    let is_empty = new.value().is_some_and(String::is_empty);
                    let new = if is_empty { meaning_of_empty(update.kind(), *name, new) } else { new.clone() };
                    remarks.extend(remark_on_empty(*name, is_empty, &new));
                    merge_field(&new, shown);
                }
                (Some(Slot::Count(new)), Some(SlotMut::Count(shown))) => {
                    remarks.extend(new.value().and_then(|count| remark_on_count(*count)));
                    merge_field(new, shown);
                }
                (Some(Slot::Color(new)), Some(SlotMut::Color(shown))) => merge_field(new, shown),
                (Some(Slot::Image(new)), Some(SlotMut::Image(shown))) => {
                    let is_empty = new.value().is_some_and(|address| address.place() == ImagePlace::Nowhere);
                    let new = if is_empty { meaning_of_empty(update.kind(), *name, new) } else { new.clone() };
                    remarks.extend(remark_on_empty(*name, is_empty, &new));
                    merge_field(&new, shown);
                    remarks.extend(self.find_picture(*name, assets, push));
                }
                // A field that the pinned template does not have, or has as something else.
                (Some(Slot::Text(_) | Slot::Count(_) | Slot::Color(_) | Slot::Image(_)) | None, _) => {}
            }
        }
        if face::has_back(self) {
            self.back = Back::Once;
        }
        remarks
    }

    fn find_picture(&mut self, name: FieldName, assets: &Assets, push: Option<PushId>) -> Option<String> {
        let Some(Slot::Image(Field::Set(address))) = self.shown.slot(name) else {
            self.pictures.remove(&name);
            self.awaited.remove(&name);
            return None;
        };
        if self.awaited.get(&name).is_some_and(|awaited| awaited.address == *address) {
            return None;
        }
        self.awaited.remove(&name);
        if self.pictures.get(&name).is_some_and(|picture| picture.name == address.as_str()) {
            return None;
        }
        match assets.find(address) {
            Found::Here(picture) => {
                self.pictures.insert(name, picture);
                None
            }
            Found::Away => {
                let awaited = Awaited { address: address.clone(), push, ticket: None };
                self.awaited.insert(name, awaited);
                None
            }
            Found::None(missing) => {
                self.pictures.remove(&name);
                Some(missing.to_string())
            }
        }
    }

    /// Looks for its pictures again, because its app's files are others now; those on the web stay as they are.
    pub(in crate::phone) fn look_again(&mut self, assets: &Assets) {
        for name in self.shown.kind().fields() {
            let Some(Slot::Image(Field::Set(address))) = self.shown.slot(*name) else { continue };
            if address.place() == ImagePlace::Remote {
                continue;
            }
            self.awaited.remove(name);
            match assets.find(address) {
                Found::Here(picture) => drop(self.pictures.insert(*name, picture)),
                Found::Away => {
                    let awaited = Awaited { address: address.clone(), push: None, ticket: None };
                    self.awaited.insert(*name, awaited);
                }
                Found::None(_) => drop(self.pictures.remove(name)),
            }
        }
    }

    /// Every picture that it has.
    pub(in crate::phone) fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.pictures.values()
    }

    /// The pictures that are to be got, and nobody was sent for yet.
    pub(in crate::phone) fn unsent(&mut self) -> impl Iterator<Item = &mut Awaited> {
        self.awaited.values_mut().filter(|awaited| awaited.ticket.is_none())
    }

    /// Whether there are any of those.
    pub(in crate::phone) fn has_unsent(&self) -> bool {
        self.awaited.values().any(|awaited| awaited.ticket.is_none())
    }

    /// Whether it waits for what somebody was sent for with this ticket, and for which push.
    pub(in crate::phone) fn awaits(&self, ticket: u64) -> Option<&Awaited> {
        self.awaited.values().find(|awaited| awaited.ticket == Some(ticket))
    }

    /// A picture was got, or was not: then the tile shows its background (VISUALS.md 2.7; PROTOCOL.md 3.4, "default tile
    /// shown"). For which push it was, if the tile still waits for it.
    pub(in crate::phone) fn got(&mut self, ticket: u64, pixels: Option<Arc<Pixels>>) -> Option<Awaited> {
        let name = self.awaited.iter().find(|(_, awaited)| awaited.ticket == Some(ticket)).map(|(name, _)| *name)?;
        let awaited = self.awaited.remove(&name)?;
        match pixels {
            Some(pixels) => {
                let picture = Picture { name: awaited.address.as_str().to_owned(), pixels };
                self.pictures.insert(name, picture);
            }
            None => drop(self.pictures.remove(&name)),
        }
        if face::has_back(self) {
            self.back = Back::Once;
        }
        Some(awaited)
    }
}

/// A picture that is to be got.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::phone) struct Awaited {
    /// Where it is.
    pub(in crate::phone) address: ImageRef,
    /// The push that wants it.
    pub(in crate::phone) push: Option<PushId>,
    /// What whoever was sent for it brings back with it.
    pub(in crate::phone) ticket: Option<u64>,
}

/// What an app's package declares for its own tile (VISUALS.md 1.4 for the sizes of the files).
const DECLARED: [(FieldName, &str); 8] = [
    (FieldName::SmallBackgroundImage, "/Art/s.png"),
    (FieldName::BackgroundImage, "/Art/m.png"),
    (FieldName::WideBackgroundImage, "/Art/w.png"),
    (FieldName::SmallIconImage, "/Art/i71.png"),
    (FieldName::IconImage, "/Art/i134.png"),
    (FieldName::CycleImage1, "/Art/c1.png"),
    (FieldName::CycleImage2, "/Art/c2.png"),
    (FieldName::CycleImage3, "/Art/c3.png"),
];

/// What becomes of a template on a phone: "a 7.1 tile becomes a flip tile" on 8 (VISUALS.md 2.3), and 7.0 and 7.1 know no
/// template but their own (PROTOCOL.md 3.3, "WP8 (and 7.8) templates").
const fn pinned_as(template: TemplateKind, style: TileStyle) -> TemplateKind {
    match (template, style) {
        (TemplateKind::Standard, TileStyle::Eight) => TemplateKind::Flip,
        (_, TileStyle::Seven) => TemplateKind::Standard,
        (TemplateKind::Flip | TemplateKind::Iconic | TemplateKind::Cycle, TileStyle::Eight) => template,
    }
}

/// How wide a tile can get: a 7.1 tile on 8 is "resizable small/medium, no wide" (VISUALS.md 2.3); the sample apps declare
/// support of wide tiles.
const fn widest(template: TemplateKind, style: TileStyle) -> TileSize {
    match (template, style) {
        (TemplateKind::Standard, TileStyle::Eight) | (_, TileStyle::Seven) => TileSize::Medium,
        (TemplateKind::Flip | TemplateKind::Iconic | TemplateKind::Cycle, TileStyle::Eight) => TileSize::Wide,
    }
}

/// A tile cannot have a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", match style {
    TileStyle::Seven => "a tile of Windows Phone 7 has one size, medium",
    TileStyle::Eight => "the tile cannot be wide: it is one of Windows Phone 7",
})]
pub struct NoSuchSize {
    size: TileSize,
    style: TileStyle,
}

fn merge_field<T: Clone>(new: &Field<T>, shown: &mut Field<T>) {
    let mut value = shown.value().cloned();
    new.merge_into(&mut value);
    *shown = value.map_or(Field::Absent, Field::Set);
}

/// What an empty element does (PROTOCOL.md 3.2 and 10, row 10): an empty address clears the wide back's picture and leaves
/// every other one as it is; an empty back text of the Windows Phone 7 tile leaves what is there, any other text is then empty.
fn meaning_of_empty<T: Clone>(update: TemplateKind, name: FieldName, field: &Field<T>) -> Field<T> {
    match (update, name) {
        (_, FieldName::WideBackBackgroundImage) => Field::Cleared,
        (TemplateKind::Standard, FieldName::BackTitle | FieldName::BackContent) => Field::Absent,
        _ => match name.value_kind() {
            ValueKind::Image => Field::Absent,
            ValueKind::Text | ValueKind::Count | ValueKind::Color => field.clone(),
        },
    }
}

/// PROTOCOL.md 10, row 10: "warn; use Action".
fn remark_on_empty<T>(name: FieldName, is_empty: bool, meaning: &Field<T>) -> Option<String> {
    let element = name.element();
    match meaning {
        Field::Absent if is_empty => Some(format!("the empty {element} changes nothing: Action=\"Clear\" removes it")),
        Field::Cleared if is_empty => Some(format!("the empty {element} removes it, as Action=\"Clear\" does")),
        Field::Absent | Field::Cleared | Field::Set(_) => None,
    }
}

/// VISUALS.md 10: "treat as out of range: show 99 and raise a warning".
fn remark_on_count(count: Count) -> Option<String> {
    (count.get() > i32::from(Count::MAX)).then(|| format!("the count is {count}, the phone shows {}", Count::MAX))
}
