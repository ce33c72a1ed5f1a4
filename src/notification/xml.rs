//! How is XML read and written? This file and its folder are the only place that says `quick_xml`.
//!
//! [`Walker`] goes through a text element by element and refuses what is not well-formed. What the elements mean is
//! `read`, `toast` and `tile`; how they are spelled is `xml/writer`.

mod attribute;
mod decode;
mod escape;
mod fault;
mod name;
mod place;
mod walker;
mod writer;

pub(super) use attribute::Attribute;
pub(super) use decode::{Decoded, Mark, decode};
pub(super) use fault::Fault;
pub(super) use name::Space;
pub(super) use place::Ruler;
pub(super) use walker::{Content, Node, Open, Walker};
pub(super) use writer::{Layout, Writer};
