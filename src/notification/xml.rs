//! How is XML read and written? This file and its folder are the only place that says `quick_xml`.
//!
//! [`Walker`] goes through a text element by element and refuses what is not well-formed. What the elements mean is
//! `read`, `toast` and `tile`; how they are spelled is `xml/writer`.

mod attribute;
mod decode;
mod escape;
mod fault;
mod name;
mod node;
mod place;
mod walker;
mod writer;

pub(crate) use attribute::Attribute;
pub(crate) use decode::{Decoded, Mark, decode};
pub(crate) use fault::Fault;
pub(crate) use name::Space;
pub(crate) use node::{Content, Node, Open};
pub(crate) use place::Ruler;
pub(crate) use walker::Walker;
pub(crate) use writer::{Layout, Writer};
