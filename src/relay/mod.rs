//! The service double: what MPNS did with a push, done again on this machine.
//!
//! A request goes `intake` → `decide` → `respond`; what was decided leaves over `link`.

pub mod event;
pub mod settings;

pub use event::{EventSink, RelayEvent};
pub use settings::Settings;
