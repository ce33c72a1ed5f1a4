//! The service double: what MPNS did with a push, done again on this machine.
//!
//! A request goes `serve` → `intake` → `reception` (which asks `decide`) → `respond`; what was decided leaves over `link`.
//! `handover` moves what is kept. `service` is what the console holds, `control` what it may change, `alarm` what happens by
//! itself, `census` what is counted. What is known lives in
//! `registry`, `device`, `queue`, `held`, `throttle`, `fault` and `breakpoint`; what must not be forgotten goes to a `journal`.
//! `wire`, `stream` and `letter_case` are about bytes on the socket, `crowd` about how many sockets there are; the authenticated service is `tls`, with `certificate` and
//! `authority`; who wants to be called when a device goes inactive is `callback`, and `caller` calls.

mod alarm;
pub mod authority;
mod breakpoint;
pub mod callback;
mod caller;
pub mod census;
pub mod certificate;
pub mod control;
mod crowd;
mod decide;
mod device;
pub mod event;
pub mod fault;
mod handover;
mod head;
mod held;
mod intake;
pub mod journal;
mod kept;
mod letter_case;
mod link;
mod outlet;
mod queue;
mod reception;
mod registry;
pub mod remark;
mod respond;
mod room;
pub mod serve;
pub mod service;
pub mod settings;
mod sight;
mod stand_in;
mod stream;
mod throttle;
pub mod tls;
mod wire;

pub use authority::{Authority, Credential};
pub use control::ChannelView;
pub use event::{EventSink, RelayEvent};
pub use fault::Fault;
pub use journal::{Journal, Memory};
pub use service::{Relay, RelaySetup};
pub use settings::Settings;
pub use throttle::Meter;
