//! The device: a pure state machine that speaks the link's frames and shows what a user would see.
//!
//! `device` is the machine as a whole, `apps` what is installed, `shell` the screen; `socket` is the thin loop that joins
//! it to a relay.

pub mod apps;
pub mod assets;
pub mod device;
pub mod picture;
pub mod profile;
pub mod shell;
pub mod socket;

pub use device::{AppConfig, Input, Output, Phone, PhoneConfig};
