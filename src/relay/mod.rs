//! The service double: what MPNS did with a push, done again on this machine.
//!
//! A request goes `serve` → `intake` → `reception` (which asks `decide`) → `respond`; what was decided leaves over `link`.
//! `service` is what the console holds, `control` what it may change, `alarm` what happens by itself. What is known lives in
//! `registry`, `device`, `queue`, `throttle`, `fault` and `breakpoint`; what must not be forgotten goes to a `journal`.
//! `wire` and `letter_case` are about bytes on the socket.

mod alarm;
mod breakpoint;
pub mod control;
mod decide;
mod device;
pub mod event;
pub mod fault;
mod head;
mod intake;
pub mod journal;
mod letter_case;
mod link;
mod queue;
mod reception;
mod registry;
mod remark;
mod respond;
pub mod serve;
pub mod service;
pub mod settings;
mod sight;
mod throttle;
mod wire;

pub use control::ChannelView;
pub use event::{EventSink, RelayEvent};
pub use fault::Fault;
pub use journal::{Journal, Memory};
pub use service::{Relay, RelaySetup};
pub use settings::Settings;
pub use throttle::Meter;
