//! The app server: what a cloud service does to send a push. The HTTP client lives here.
//!
//! `draft` is what is to be sent, `request` turns it into headers and bytes, `exchange` sends them and reads the answer by
//! the table of `protocol::verdict`, `retry` says when to try again. `replay` sends again what somebody else has sent. `tls` is
//! what a sender shows and trusts on an authenticated channel.

pub mod connect;
pub mod draft;
pub mod exchange;
pub mod replay;
pub mod request;
pub mod retry;
pub mod tls;

pub use draft::Draft;
pub use exchange::{Answered, Exchange, Reach, Sender, SenderError, Unanswered};
pub use tls::Tls;
