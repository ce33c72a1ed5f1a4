//! What would the user see? Start screen, toast, the app's page, and the rules that change them.
//!
//! `start` holds the pinned tiles, `hand` is what fingers do with them, `tile` one of them and its merge rules, `face` what a
//! tile shows, `layout` and `geometry` where it stands, `banner` the toast, `motion` everything that depends on the time (which
//! tile turns when is `pacing`, which picture shows is `cycle`), `center` the toasts that are kept; `scene` is the result, of which
//! `pages` are the lists and the lock screen; `kept` is what outlives the process; `touch` is what fingers can do.

pub mod banner;
pub mod center;
pub mod cycle;
pub mod face;
pub mod geometry;
pub mod hand;
pub mod kept;
pub mod layout;
pub mod motion;
pub mod pacing;
pub mod pages;
pub mod preview;
pub mod scene;
pub mod start;
pub mod tile;
pub mod touch;
