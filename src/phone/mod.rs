//! The device: a pure state machine that speaks the link's frames and shows what a user would see.
//!
//! `client` holds the channel side, `apps` what is installed, `shell` the screen; `socket` is the thin loop that joins it to
//! a relay.

pub mod device;
pub mod shell;

pub use device::{AppConfig, Input, Output, Phone, PhoneConfig};
