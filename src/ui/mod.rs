//! Pixels. egui lives here and nowhere else.
//!
//! `panes` draws the window from `views`; `device` and `tiles` draw a phone from its scene; `raster` and `offscreen` draw
//! the same without a window.

pub mod device;
pub mod fonts;
pub mod offscreen;
pub mod raster;
pub mod tiles;
