//! The service double: what MPNS did with a push, done again on this machine.
//!
//! A request goes `serve` → `intake` → `decide` → `respond`; what was decided leaves over `link`. `service` joins them, and
//! is what the console holds. What is known lives in `registry`, `device` and `queue`; `wire` and `letter_case` are about
//! bytes on the socket.

mod decide;
mod device;
pub mod event;
mod head;
mod intake;
mod letter_case;
mod link;
mod queue;
mod registry;
mod remark;
mod respond;
pub mod serve;
mod service;
pub mod settings;
mod wire;

pub use event::{EventSink, RelayEvent};
pub use service::Relay;
pub use settings::Settings;
