//! Tilecast: a desktop test console for Windows Phone push notifications. The map of the house:
//!
//! * [`notification`]: what is sent (toast, tile, raw), pure.
//! * [`protocol`]: how it is spoken (headers, verdicts, link frames), pure.
//! * [`relay`]: the service double; [`phone`]: the device; [`sender`]: the app server; [`archive`]: what outlives the process.
//!   These never see each other.
//! * [`console`]: the wiring; [`ui`]: pixels; [`api`]: the control API; [`cli`]: words.
//! * [`clock`], [`lang`]: leaves: the time, and the words.
//!
//! Who may import whom is enforced by `tests/house.rs`.

pub mod api;
pub mod archive;
pub mod cli;
pub mod clock;
pub mod console;
pub mod lang;
pub mod notification;
pub mod phone;
pub mod protocol;
pub mod relay;
pub mod sender;
pub mod ui;
