//! What would the user see? Start screen, toast, the app's page, and the rules that change them.

pub mod geometry;
pub mod motion;
pub mod scene;
pub mod start;
pub mod tile;
