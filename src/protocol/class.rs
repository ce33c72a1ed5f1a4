//! How long may the service hold a push? The notification class says kind and interval in one number (PROTOCOL.md 2.2).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::notification::Kind;

/// The number in `X-NotificationClass`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct NotificationClass(u8);

/// The longest that the service may hold a push back to hand several over together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interval {
    /// At once.
    #[default]
    Immediate,
    /// Within 450 s.
    Within450Secs,
    /// Within 900 s.
    Within900Secs,
}

impl Interval {
    /// Every interval, shortest first.
    pub const ALL: [Self; 3] = [Self::Immediate, Self::Within450Secs, Self::Within900Secs];

    /// The interval in seconds.
    #[must_use]
    pub const fn secs(self) -> u64 {
        match self {
            Self::Immediate => 0,
            Self::Within450Secs => 450,
            Self::Within900Secs => 900,
        }
    }
}

impl NotificationClass {
    /// A VoIP call, which has no target header (PROTOCOL.md 2.2).
    pub const VOIP: Self = Self(4);

    /// The canonical class of a kind and an interval.
    #[must_use]
    pub const fn of(kind: Kind, interval: Interval) -> Self {
        let ones = match kind {
            Kind::Tile => 1,
            Kind::Toast => 2,
            Kind::Raw => 3,
        };
        let tens = match interval {
            Interval::Immediate => 0,
            Interval::Within450Secs => 10,
            Interval::Within900Secs => 20,
        };
        Self(ones + tens)
    }

    /// The number as sent.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Whether this is a class of that kind: the canonical ones, and for raw the ranges 3 to 10, 13 to 20, 23 to 31, of which
    /// 4 is a VoIP call (PROTOCOL.md 2.2).
    #[must_use]
    pub const fn fits(self, kind: Kind) -> bool {
        match kind {
            Kind::Raw => matches!(self.0, 3..=10 | 13..=20 | 23..=31),
            Kind::Toast | Kind::Tile => Self::of(kind, self.interval()).0 == self.0,
        }
    }

    /// How long the service may hold the push: 0 to 10 not at all, 11 to 20 for 450 s, 21 and more for 900 s
    /// (PROTOCOL.md 2.2, "relay consequence").
    #[must_use]
    pub const fn interval(self) -> Interval {
        match self.0 {
            0..=10 => Interval::Immediate,
            11..=20 => Interval::Within450Secs,
            _ => Interval::Within900Secs,
        }
    }
}

/// The text is no number from 0 to 255.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no notification class: use a number such as 1, 2, 3, 11, 12, 13, 21, 22 or 23")]
pub struct NoClass(String);

impl FromStr for NotificationClass {
    type Err = NoClass;

    fn from_str(text: &str) -> Result<Self, NoClass> {
        text.trim().parse().map(Self).map_err(|_| NoClass(text.to_owned()))
    }
}

impl fmt::Display for NotificationClass {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The nine canonical classes are those of PROTOCOL.md 2.2, and each says its own interval.
    #[test]
    fn canonical_classes_are_the_documented_ones() {
        let classes =
            |interval| [Kind::Tile, Kind::Toast, Kind::Raw].map(|kind| NotificationClass::of(kind, interval).get());
        assert_eq!(Interval::ALL.map(classes), [[1, 2, 3], [11, 12, 13], [21, 22, 23]]);
        for interval in Interval::ALL {
            for kind in Kind::ALL {
                assert_eq!(NotificationClass::of(kind, interval).interval(), interval);
            }
        }
    }
}
