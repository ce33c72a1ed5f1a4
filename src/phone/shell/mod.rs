//! What would the user see? Start screen, toast, the app's page, and the rules that change them.
//!
//! `start` holds the pinned tiles, `hand` is what fingers do with them, `tile` one of them and its merge rules, `face` what a
//! tile shows, `layout` and `geometry` where it stands, `banner` the toast, `motion` everything that depends on the time (which
//! tile turns when is `pacing`, which picture shows is `cycle`); `scene` is the result.

pub mod banner;
pub mod cycle;
pub mod face;
pub mod geometry;
pub mod hand;
pub mod layout;
pub mod motion;
pub mod pacing;
pub mod preview;
pub mod scene;
pub mod start;
pub mod tile;
