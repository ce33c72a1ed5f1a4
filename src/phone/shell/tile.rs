//! What does a pinned tile hold, and how does an update change it (PROTOCOL.md 3.2, 3.3; VISUALS.md 2.7)?
//!
//! What it shows of that is `face`; where it stands is `geometry`.

use std::collections::BTreeMap;

use super::scene::{Picture, TileKey, TileSize, TileStyle};
use crate::notification::tile::{Slot, SlotMut, Template};
use crate::notification::value::ImagePlace;
use crate::notification::{Field, FieldName, ImageRef, TemplateKind};
use crate::phone::art;

/// A tile on the Start screen.
#[derive(Clone, Debug, PartialEq)]
pub struct PinnedTile {
    key: TileKey,
    size: TileSize,
    /// What it shows; no field is ever `Cleared` here.
    shown: Template,
    /// The pictures of `shown` that were found.
    pictures: BTreeMap<FieldName, Picture>,
}

impl PinnedTile {
    /// An app's own tile as its package declares it: the app's title and the sample art.
    #[must_use]
    pub fn application(key: TileKey, title: &str, template: TemplateKind, style: TileStyle) -> Self {
        let mut declared = pinned_as(template, style).empty();
        if let Some(SlotMut::Text(field)) = declared.slot_mut(FieldName::Title) {
            *field = Field::Set(title.to_owned());
        }
        for (name, address) in DECLARED {
            if let Some(SlotMut::Image(field)) = declared.slot_mut(name) {
                *field = Field::Set(ImageRef::new(address));
            }
        }
        let mut pinned =
            Self { key, size: TileSize::Medium, shown: declared.kind().empty(), pictures: BTreeMap::new() };
        pinned.merge(&declared);
        pinned
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

    /// Applies an update: absent keeps, `Clear` removes, a value replaces. Gives back what to say about pictures that were
    /// not found; the tile then shows its background (VISUALS.md 2.7, "image falls back to accent").
    pub fn merge(&mut self, update: &Template) -> Vec<String> {
        let mut remarks = Vec::new();
        for name in update.kind().fields() {
            match (update.slot(*name), self.shown.slot_mut(*name)) {
                (Some(Slot::Text(new)), Some(SlotMut::Text(shown))) => merge_field(new, shown),
                (Some(Slot::Count(new)), Some(SlotMut::Count(shown))) => merge_field(new, shown),
                (Some(Slot::Color(new)), Some(SlotMut::Color(shown))) => merge_field(new, shown),
                (Some(Slot::Image(new)), Some(SlotMut::Image(shown))) => {
                    merge_field(&meaning_of_empty(*name, new), shown);
                    remarks.extend(self.find_picture(*name));
                }
                // A field that the pinned template does not have, or has as something else.
                (Some(Slot::Text(_) | Slot::Count(_) | Slot::Color(_) | Slot::Image(_)) | None, _) => {}
            }
        }
        remarks
    }

    fn find_picture(&mut self, name: FieldName) -> Option<String> {
        let Some(Slot::Image(Field::Set(address))) = self.shown.slot(name) else {
            self.pictures.remove(&name);
            return None;
        };
        if self.pictures.get(&name).is_some_and(|picture| picture.name == address.as_str()) {
            return None;
        }
        match art::picture(address) {
            Ok(picture) => {
                self.pictures.insert(name, picture);
                None
            }
            Err(missing) => {
                self.pictures.remove(&name);
                Some(missing.to_string())
            }
        }
    }
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

/// What becomes of a template on a phone: "a 7.1 tile becomes a flip tile" on 8 (VISUALS.md 2.3).
const fn pinned_as(template: TemplateKind, style: TileStyle) -> TemplateKind {
    match (template, style) {
        (TemplateKind::Standard, TileStyle::Eight) => TemplateKind::Flip,
        (TemplateKind::Standard, TileStyle::Seven) => TemplateKind::Standard,
        (TemplateKind::Flip | TemplateKind::Iconic | TemplateKind::Cycle, TileStyle::Seven | TileStyle::Eight) => {
            template
        }
    }
}

fn merge_field<T: Clone>(new: &Field<T>, shown: &mut Field<T>) {
    let mut value = shown.value().cloned();
    new.merge_into(&mut value);
    *shown = value.map_or(Field::Absent, Field::Set);
}

/// An empty address clears the wide back's picture and leaves every other one as it is (PROTOCOL.md 3.2 and 10, row 10).
fn meaning_of_empty(name: FieldName, field: &Field<ImageRef>) -> Field<ImageRef> {
    match field {
        Field::Set(address) if address.place() == ImagePlace::Nowhere => {
            if name == FieldName::WideBackBackgroundImage {
                Field::Cleared
            } else {
                Field::Absent
            }
        }
        Field::Absent | Field::Cleared | Field::Set(_) => field.clone(),
    }
}
