//! What is a raw notification? Any bytes at all, for a running app (PROTOCOL.md 3.5).

use serde::Serialize;

/// A body that only the app understands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Raw {
    /// The body as sent.
    pub bytes: Vec<u8>,
}
