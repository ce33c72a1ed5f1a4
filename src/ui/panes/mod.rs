//! How is each pane drawn? A `*View` in, widgets out; what a person wants comes back as commands.
//!
//! What a pane says is decided in `views`; which pane stands where is `frame`.

pub mod answer;
pub mod composer;
pub mod fields;
pub mod frame;
pub mod log;
pub mod notice;
pub mod phones;
pub mod pipeline;
pub mod status_bar;
pub mod strip;
pub mod top_bar;

use crate::console::Command;

/// What a person asked for during a frame, in order; it is handled when the frame is drawn.
pub type Commands = Vec<Command>;
