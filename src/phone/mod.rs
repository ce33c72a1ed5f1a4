//! The device: a pure state machine that speaks the link's frames and shows what a user would see.
//!
//! `device` joins the parts: `delivery` says what a push does, `fingers` what a finger does, `settings` what the user changes,
//! `places` where the user is, `successor` what one takes over from another, `kept` what outlives the process, `screen` what is to be seen there; `client` holds the channel side,
//! `apps` what is installed, `art` and `picture` the pictures that come with an app, `profile` what a version of the system is, `shell` the screen, `snapshot` all of it as data;
//! `socket` is the thin loop that joins it to a relay.

mod apps;
mod art;
pub mod assets;
mod client;
mod delivery;
pub mod device;
pub mod errands;
pub mod fetch;
mod fingers;
pub mod kept;
pub mod picture;
mod places;
pub mod profile;
mod screen;
pub mod settings;
pub mod shell;
pub mod snapshot;
pub mod socket;
mod successor;

pub use device::{AppConfig, Input, Output, Phone, PhoneConfig};
pub use shell::scene::Airplane;
pub use snapshot::PhoneSnapshot;
