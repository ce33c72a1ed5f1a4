//! How is a notification spoken? The vocabulary that relay, sender and phone share. Pure: no sockets, no clock reading.
//!
//! The one table of the service's answers is `verdict`, that of the phone's versions `version`; what travels between relay and
//! phone is `link`.

pub mod channel_uri;
pub mod class;
pub mod device;
pub mod domain;
pub mod header;
pub mod header_lines;
mod json_text;
pub mod link;
pub mod record;
pub mod status;
pub mod trace;
pub mod verdict;
pub mod version;

pub use channel_uri::ChannelUri;
pub use class::{Interval, NotificationClass};
pub use device::DeviceId;
pub use trace::{PushId, Stage, StageEvent};
pub use verdict::Verdict;
