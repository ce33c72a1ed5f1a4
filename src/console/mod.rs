//! The wiring: what happens when someone presses Send, and what everyone may know about it. No pixels, no argv.
//!
//! A [`Command`] is handled into events and requests; [`apply::apply`] is the only function that changes a [`Model`]; the
//! `runtime` owns relay, phones and sender on a thread of its own; `certificates` are what both sides of the authenticated
//! service show each other.

pub mod apply;
pub mod certificates;
pub mod command;
pub mod compose;
pub mod event;
pub mod gallery;
pub mod hub;
pub mod journal;
pub mod keeper;
pub mod lineup;
pub mod lint;
pub mod log;
pub mod model;
pub mod pace;
pub mod painter;
pub mod phones;
mod pump;
pub mod render;
pub mod ring;
pub mod runtime;
mod senders;
pub mod service;
pub mod versions;

pub use command::{Command, Request};
pub use compose::Compose;
pub use event::Event;
pub use model::{Desk, Model, World};
pub use painter::Painter;
pub use runtime::{Console, Shared};
