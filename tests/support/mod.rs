//! What tests stand on: a relay on a free port, a phone that speaks the raw link, a sender that sees every byte.
#![allow(dead_code, unused_imports, unreachable_pub, reason = "each test file uses its part")]

pub mod emulated;
pub mod journal;
pub mod phone;
pub mod relay;
pub mod tls;
pub mod wire;

pub use emulated::EmulatedPhone;
pub use journal::TestJournal;
pub use phone::TestPhone;
pub use relay::TestRelay;
pub use wire::Sender;
