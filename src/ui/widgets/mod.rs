//! Which controls are there? Each is drawn by us, reachable by keyboard, and named for AccessKit; colours and sizes come
//! from `theme`.

pub mod actions;
pub mod button;
pub mod code;
pub mod copy;
pub mod field;
pub mod form;
pub mod line;
pub mod menu;
pub mod opening;
pub mod segmented;
pub mod spans;
pub mod swatches;
pub mod tabs;
pub mod toggles;
