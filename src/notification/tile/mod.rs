//! What can a tile update say? One of four templates, each a list of fields (PROTOCOL.md 3.2, 3.3).
//!
//! A template lists its fields once, in the official order; the reader, the writer, the composer's form and the phone's
//! merge all walk that list through [`Slot`] and [`SlotMut`].

pub mod cycle;
mod element;
pub mod flip;
pub mod iconic;
pub mod standard;
mod wire;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::field::Field;
use super::value::{Count, HexColor, ImageRef, TileId, Version};

pub use cycle::CycleTile;
pub use flip::FlipTile;
pub use iconic::IconicTile;
pub use standard::StandardTile;

/// A tile update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tile {
    /// The root's `Version`.
    pub version: Option<Version>,
    /// Which secondary tile; `None` is the application tile.
    pub id: Option<TileId>,
    /// The fields, by template.
    pub template: Template,
}

/// The fields of a tile, by template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Template {
    /// The Windows Phone 7 tile, with no `Template` attribute.
    Standard(StandardTile),
    /// `Template="FlipTile"`.
    Flip(FlipTile),
    /// `Template="IconicTile"`.
    Iconic(IconicTile),
    /// `Template="CycleTile"`.
    Cycle(CycleTile),
}

/// Which template. It is read from its word, or from the value of the `Template` attribute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TemplateKind {
    /// The Windows Phone 7 tile.
    Standard,
    /// Flip.
    #[default]
    #[serde(alias = "FlipTile")]
    Flip,
    /// Iconic.
    #[serde(alias = "IconicTile")]
    Iconic,
    /// Cycle.
    #[serde(alias = "CycleTile")]
    Cycle,
}

impl TemplateKind {
    /// Every template, in the order in which the composer offers them.
    pub const ALL: [Self; 4] = [Self::Flip, Self::Iconic, Self::Cycle, Self::Standard];

    /// The value of the `Template` attribute; the Windows Phone 7 tile has none.
    #[must_use]
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Standard => None,
            Self::Flip => Some("FlipTile"),
            Self::Iconic => Some("IconicTile"),
            Self::Cycle => Some("CycleTile"),
        }
    }

    /// The template with this attribute value.
    #[must_use]
    pub fn from_attribute(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.attribute() == Some(text))
    }

    /// The fields of this template, in the official order.
    #[must_use]
    pub const fn fields(self) -> &'static [FieldName] {
        match self {
            Self::Standard => StandardTile::FIELDS,
            Self::Flip => FlipTile::FIELDS,
            Self::Iconic => IconicTile::FIELDS,
            Self::Cycle => CycleTile::FIELDS,
        }
    }

    /// A template of this kind that says nothing.
    #[must_use]
    pub fn empty(self) -> Template {
        match self {
            Self::Standard => Template::Standard(StandardTile::default()),
            Self::Flip => Template::Flip(FlipTile::default()),
            Self::Iconic => Template::Iconic(IconicTile::default()),
            Self::Cycle => Template::Cycle(CycleTile::default()),
        }
    }
}

impl Template {
    /// Which template this is.
    #[must_use]
    pub const fn kind(&self) -> TemplateKind {
        match self {
            Self::Standard(_) => TemplateKind::Standard,
            Self::Flip(_) => TemplateKind::Flip,
            Self::Iconic(_) => TemplateKind::Iconic,
            Self::Cycle(_) => TemplateKind::Cycle,
        }
    }

    /// The field of that name, if this template has it.
    #[must_use]
    pub fn slot(&self, name: FieldName) -> Option<Slot<'_>> {
        match self {
            Self::Standard(tile) => tile.slot(name),
            Self::Flip(tile) => tile.slot(name),
            Self::Iconic(tile) => tile.slot(name),
            Self::Cycle(tile) => tile.slot(name),
        }
    }

    /// The field of that name, to be changed, if this template has it.
    pub fn slot_mut(&mut self, name: FieldName) -> Option<SlotMut<'_>> {
        match self {
            Self::Standard(tile) => tile.slot_mut(name),
            Self::Flip(tile) => tile.slot_mut(name),
            Self::Iconic(tile) => tile.slot_mut(name),
            Self::Cycle(tile) => tile.slot_mut(name),
        }
    }
}

/// A field of a template, to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot<'a> {
    /// A text.
    Text(&'a Field<String>),
    /// A picture.
    Image(&'a Field<ImageRef>),
    /// A number.
    Count(&'a Field<Count>),
    /// A colour.
    Color(&'a Field<HexColor>),
}

/// A field of a template, to be changed.
#[derive(Debug, PartialEq, Eq)]
pub enum SlotMut<'a> {
    /// A text.
    Text(&'a mut Field<String>),
    /// A picture.
    Image(&'a mut Field<ImageRef>),
    /// A number.
    Count(&'a mut Field<Count>),
    /// A colour.
    Color(&'a mut Field<HexColor>),
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// A text.
    Text,
    /// A picture's address.
    Image,
    /// A number.
    Count,
    /// A colour.
    Color,
}

macro_rules! field_names {
    ($($name:ident: $kind:ident,)+) => {
        /// The elements that a tile may have; each is named as on the wire, without its prefix.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[allow(missing_docs, reason = "the names are the wire's own (PROTOCOL.md 3.2, 3.3)")]
        pub enum FieldName { $($name,)+ }

        impl FieldName {
            /// Every element, in no template's order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The element's local name.
            #[must_use]
            pub const fn element(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)+ }
            }

            /// The field with this local name.
            #[must_use]
            #[allow(non_upper_case_globals, reason = "constants carry the element's name")]
            pub fn from_element(local: &[u8]) -> Option<Self> {
                $(const $name: &[u8] = stringify!($name).as_bytes();)+
                match local { $($name => Some(Self::$name),)+ _ => None }
            }

            /// What the field holds.
            #[must_use]
            pub const fn value_kind(self) -> ValueKind {
                match self { $(Self::$name => ValueKind::$kind,)+ }
            }
        }
    };
}

field_names! {
    SmallBackgroundImage: Image,
    WideBackgroundImage: Image,
    WideBackBackgroundImage: Image,
    WideBackContent: Text,
    BackgroundImage: Image,
    Count: Count,
    Title: Text,
    BackBackgroundImage: Image,
    BackTitle: Text,
    BackContent: Text,
    SmallIconImage: Image,
    IconImage: Image,
    WideContent1: Text,
    WideContent2: Text,
    WideContent3: Text,
    BackgroundColor: Color,
    CycleImage1: Image,
    CycleImage2: Image,
    CycleImage3: Image,
    CycleImage4: Image,
    CycleImage5: Image,
    CycleImage6: Image,
    CycleImage7: Image,
    CycleImage8: Image,
    CycleImage9: Image,
}

/// Declares one template: its struct, the official order of its fields, and access to them by name.
macro_rules! tile_template {
    ($(#[$doc:meta])* $tile:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ident $name:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
        pub struct $tile { $($(#[$field_doc])* pub $field: $crate::notification::tile::tile_template!(@type $kind),)+ }

        impl $tile {
            /// The fields, in the official order.
            pub const FIELDS: &'static [$crate::notification::tile::FieldName] =
                &[$($crate::notification::tile::FieldName::$name,)+];

            /// The field of that name, if this template has it.
            #[must_use]
            pub fn slot(&self, name: $crate::notification::tile::FieldName) -> Option<$crate::notification::tile::Slot<'_>> {
                match name {
                    $($crate::notification::tile::FieldName::$name =>
                        Some($crate::notification::tile::Slot::$kind(&self.$field)),)+
                    _ => None,
                }
            }

            /// The field of that name, to be changed, if this template has it.
            pub fn slot_mut(&mut self, name: $crate::notification::tile::FieldName) -> Option<$crate::notification::tile::SlotMut<'_>> {
                match name {
                    $($crate::notification::tile::FieldName::$name =>
                        Some($crate::notification::tile::SlotMut::$kind(&mut self.$field)),)+
                    _ => None,
                }
            }
        }
    };
    (@type Text) => { $crate::notification::Field<String> };
    (@type Image) => { $crate::notification::Field<$crate::notification::ImageRef> };
    (@type Count) => { $crate::notification::Field<$crate::notification::Count> };
    (@type Color) => { $crate::notification::Field<$crate::notification::HexColor> };
}
pub(crate) use tile_template;
