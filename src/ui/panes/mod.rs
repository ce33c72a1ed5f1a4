//! How is each pane drawn? A `*View` in, widgets out; what a person wants comes back as commands.
//!
//! What a pane says is decided in `views`; which pane stands where is `frame`.

pub mod answer;
pub mod arrangement;
pub mod certificates;
pub mod clock;
pub mod composer;
pub mod deeds;
pub mod devices;
pub mod drops;
pub mod fault_form;
pub mod faults;
pub mod fields;
pub mod frame;
pub mod gallery;
pub mod held;
pub mod lineup;
pub mod log;
pub mod notice;
pub mod phone_form;
pub mod phones;
pub mod pipeline;
pub mod service;
pub mod settings;
pub mod status_bar;
pub mod strip;
pub mod top_bar;
pub mod versions;

use crate::console::Command;

/// What a person asked for during a frame, in order; it is handled when the frame is drawn.
pub type Commands = Vec<Command>;
