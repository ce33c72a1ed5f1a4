//! Where is a push on its way? Its id, the stages of its life, and the event that tells of one.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Timestamp;

/// The relay's number of a push, rising; the thread through log, pipeline and link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct PushId(pub u64);

/// Things by their push. Ids are the relay's own and rise, so that a multiplication spreads them well enough.
pub type ByPush<V> = HashMap<PushId, V, BuildHasherDefault<PushHasher>>;

/// Makes the hash of a push's id.
#[derive(Clone, Copy, Debug, Default)]
pub struct PushHasher(u64);

/// 2^64 by the golden ratio (Knuth, The Art of Computer Programming, 6.4).
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Hasher for PushHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(GOLDEN);
    }
}

impl fmt::Display for PushId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl FromStr for PushId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// A stage of a push's life (INTERFACES.md 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The sender has its bytes.
    Composed,
    /// The sender has written them to the socket.
    Sent,
    /// The relay answered with a 200 that keeps it.
    Accepted,
    /// The relay answered, and does not keep it.
    Refused,
    /// It waits for the device.
    Queued,
    /// It waits by its class, or at a breakpoint.
    Held,
    /// Written to the device's link.
    OnLink,
    /// The phone has it.
    AtPhone,
    /// A toast or tile shows it.
    Shown,
    /// The app has it.
    ToApp,
    /// The phone did nothing with it.
    Ignored,
    /// The phone has acknowledged it.
    Acked,
    /// It was lost on purpose.
    Lost,
    /// Its channel ended before it was delivered.
    Expired,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 14] = [
        Self::Composed,
        Self::Sent,
        Self::Accepted,
        Self::Refused,
        Self::Queued,
        Self::Held,
        Self::OnLink,
        Self::AtPhone,
        Self::Shown,
        Self::ToApp,
        Self::Ignored,
        Self::Acked,
        Self::Lost,
        Self::Expired,
    ];

    /// The word of INTERFACES.md 3.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Composed => "composed",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Queued => "queued",
            Self::Held => "held",
            Self::OnLink => "on-link",
            Self::AtPhone => "at-phone",
            Self::Shown => "shown",
            Self::ToApp => "to-app",
            Self::Ignored => "ignored",
            Self::Acked => "acked",
            Self::Lost => "lost",
            Self::Expired => "expired",
        }
    }
}

/// A push reached a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StageEvent {
    /// Which push.
    pub push: PushId,
    /// Which stage.
    pub stage: Stage,
    /// When.
    pub at: Timestamp,
    /// More, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl StageEvent {
    /// Where it stands among the stages of its push: by its time; and of those that came at the same time, as all do on a clock
    /// that stands still, the acknowledgement comes last, though the relay may have heard of it first.
    #[must_use]
    pub fn place(&self) -> (Timestamp, bool) {
        (self.at, self.stage == Stage::Acked)
    }
}
