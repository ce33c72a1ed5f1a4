//! Pixels. egui lives here and nowhere else.
//!
//! `app` is the window; `panes` draws it from `views`; `device` and `tiles` draw a phone from its scene; `raster` and
//! `offscreen` draw the same without a window.

pub mod app;
pub mod device;
mod encode;
pub mod files;
#[cfg(target_os = "linux")]
pub mod focus;
pub mod fonts;
pub mod launch;
pub mod offscreen;
pub mod panes;
pub mod raster;
pub mod shots;
pub mod theme;
pub mod tiles;
pub mod typing;
pub mod views;
pub mod widgets;

pub use launch::{Layout, open};
