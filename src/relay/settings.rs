//! What can be set about the service? Names and defaults of INTERFACES.md 3.

use serde::{Deserialize, Serialize};

use crate::notification::MAX_PAYLOAD_BYTES;
use crate::protocol::status::Dialect;

/// The relay's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How many pushes may wait for a device that is away (PROTOCOL.md 10, row 19: about 30).
    pub queue_depth: usize,
    /// After how many seconds away a device is inactive (PROTOCOL.md 5.4: 24 h is MEM, so it can be set).
    pub inactive_after_secs: u64,
    /// The largest payload, in bytes (PROTOCOL.md 10, row 1).
    pub max_payload_bytes: usize,
    /// The answer to a GET: 405, or 200 as one book has it (PROTOCOL.md 10, row 3).
    pub get_answers: u16,
    /// How statuses are spelled (PROTOCOL.md 10, row 5).
    #[serde(skip)]
    pub dialect: Dialect,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            queue_depth: 30,
            inactive_after_secs: 86_400,
            max_payload_bytes: MAX_PAYLOAD_BYTES,
            get_answers: 405,
            dialect: Dialect::default(),
        }
    }
}
