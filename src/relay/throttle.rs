//! Does a channel take one more push today, and this second? Pure (PROTOCOL.md 6 and 10, row 7).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::clock::Timestamp;

/// How long a quota is for (PROTOCOL.md 6: normal flow may take up to 24 h to resume).
const DAY: Duration = Duration::from_hours(24);
/// How long a rate is for.
const SECOND: Duration = Duration::from_secs(1);

/// What a channel has taken so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meter {
    /// Since when its day counts: its first push after the last day was over.
    pub day: Timestamp,
    /// How many it has taken in this day.
    pub in_day: u32,
    /// Since when its second counts.
    #[serde(skip)]
    second: Timestamp,
    /// How many it has taken in this second.
    #[serde(skip)]
    in_second: u32,
}

/// Why a channel takes no more now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    /// The quota of its day is used up.
    Day(u32),
    /// Too many in this second.
    Second(u32),
}

/// Whether a channel has a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quota {
    /// It has: it is not authenticated.
    Daily,
    /// It has not.
    None,
}

impl Meter {
    /// The meter of a channel that has taken so many since then.
    #[must_use]
    pub fn resumed(day: Timestamp, in_day: u32) -> Self {
        Self { day, in_day, ..Self::default() }
    }

    /// Why one more push is too many at `now`, if it is.
    pub(super) fn excess(&self, quota: Quota, settings: &Settings, now: Timestamp) -> Option<Excess> {
        let in_day = self.used(now);
        let in_second = if now.since(self.second) >= SECOND { 0 } else { self.in_second };
        let daily = match quota {
            Quota::Daily => settings.daily_quota.filter(|most| in_day >= *most).map(Excess::Day),
            Quota::None => None,
        };
        daily.or_else(|| settings.rate_per_sec.filter(|most| in_second >= *most).map(Excess::Second))
    }

    /// How many it has taken in its day at `now`.
    pub(super) fn used(&self, now: Timestamp) -> u32 {
        if now.since(self.day) >= DAY { 0 } else { self.in_day }
    }

    /// One that was counted was not taken after all.
    pub(super) fn give_back(&mut self) {
        self.in_day = self.in_day.saturating_sub(1);
        self.in_second = self.in_second.saturating_sub(1);
    }

    /// One more was taken at `now`.
    pub(super) fn count_one(&mut self, now: Timestamp) {
        if self.in_day == 0 || now.since(self.day) >= DAY {
            (self.day, self.in_day) = (now, 0);
        }
        if self.in_second == 0 || now.since(self.second) >= SECOND {
            (self.second, self.in_second) = (now, 0);
        }
        self.in_day = self.in_day.saturating_add(1);
        self.in_second = self.in_second.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A day's quota begins with its first push, and is whole again 24 hours later; authenticated channels have none.
    #[test]
    fn quotas_last_a_day() {
        let settings = Settings { daily_quota: Some(2), ..Settings::default() };
        let mut meter = Meter::default();
        let at = |secs: i64| Timestamp::from_secs(1_000_000 + secs);
        meter.count_one(at(0));
        meter.count_one(at(10));
        assert_eq!(meter.excess(Quota::Daily, &settings, at(86_399)), Some(Excess::Day(2)));
        assert_eq!(meter.excess(Quota::None, &settings, at(86_399)), None);
        assert_eq!(meter.excess(Quota::Daily, &settings, at(86_400)), None);
        meter.count_one(at(86_400));
        assert_eq!(meter.in_day, 1);
    }

    /// A rate counts the pushes of one second, whoever sends them.
    #[test]
    fn rates_last_a_second() {
        let settings = Settings { rate_per_sec: Some(1), ..Settings::default() };
        let mut meter = Meter::default();
        let at = |secs: i64| Timestamp::from_secs(1_000_000 + secs);
        meter.count_one(at(0));
        assert_eq!(meter.excess(Quota::None, &settings, at(0)), Some(Excess::Second(1)));
        assert_eq!(meter.excess(Quota::None, &settings, at(1)), None);
    }
}
