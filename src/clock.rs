//! What time is it? The only file that asks the system for the time.
//!
//! Everything else takes a [`Timestamp`] as an argument or holds a [`Clock`], so a test (or a lesson) can let an hour
//! pass in no time at all.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use parking_lot::Mutex;
use serde::{Serialize, Serializer};
use tokio::sync::watch;

/// A moment, in microseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment `micros` microseconds after the Unix epoch.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The moment `secs` seconds after the Unix epoch.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1_000_000))
    }

    /// Microseconds since the Unix epoch.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The moment `span` later (never past the end of time).
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }

    /// How long after `earlier` this is; zero if it is before it.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// RFC 3339 in UTC with milliseconds, as the control API writes it.
    #[must_use]
    pub fn rfc3339(self) -> String {
        jiff::Timestamp::from_microsecond(self.0).map_or_else(|_| String::from("-"), |moment| format!("{moment:.3}"))
    }

    /// The date of an HTTP answer, `Tue, 24 Nov 2026 04:02:23 GMT`.
    #[must_use]
    pub fn http_date(self) -> String {
        jiff::Timestamp::from_microsecond(self.0)
            .map_or_else(|_| String::from("-"), |moment| moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
    }

    /// Wall-clock time of this machine's zone, `14:02:07.118`, as the log shows it.
    #[must_use]
    pub fn wall_clock(self) -> String {
        self.local("%H:%M:%S%.3f")
    }

    /// Hours and minutes of this machine's zone, `14:02`, as a phone's status bar shows it.
    #[must_use]
    pub fn hour_minute(self) -> String {
        self.local("%-H:%M")
    }

    /// Hours, minutes and seconds of this machine's zone, `14:02:07`.
    #[must_use]
    pub fn hour_minute_second(self) -> String {
        self.local("%H:%M:%S")
    }

    /// The next full minute, when a clock without seconds changes.
    #[must_use]
    pub const fn next_minute(self) -> Self {
        const MINUTE_MICROS: i64 = 60_000_000;
        Self((self.0.div_euclid(MINUTE_MICROS) + 1).saturating_mul(MINUTE_MICROS))
    }

    fn local(self, format: &str) -> String {
        jiff::Timestamp::from_microsecond(self.0).map_or_else(
            |_| String::from("-"),
            |moment| moment.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime(format).to_string(),
        )
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.rfc3339())
    }
}

/// A clock that can be handed around: the machine's own, or a virtual one that moves only when told to.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    Real { epoch: Timestamp, started: Instant },
    Virtual(Arc<VirtualTime>),
}

#[derive(Debug)]
struct VirtualTime {
    now: Mutex<Timestamp>,
    moved: watch::Sender<Timestamp>,
}

impl Clock {
    /// The machine's clock, read once and then kept monotonic.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is where everybody else gets the time from")]
    pub fn real() -> Self {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(Source::Real { epoch: Timestamp::default().plus(since_epoch), started: Instant::now() })
    }

    /// A clock that stands at `start` until [`Clock::advance`] moves it.
    #[must_use]
    pub fn virtual_at(start: Timestamp) -> Self {
        Self(Source::Virtual(Arc::new(VirtualTime { now: Mutex::new(start), moved: watch::Sender::new(start) })))
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::Real { epoch, started } => epoch.plus(started.elapsed()),
            Source::Virtual(time) => *time.now.lock(),
        }
    }

    /// Moves a virtual clock forward and wakes whoever waits for the time that is now reached. A real clock stays as it is.
    pub fn advance(&self, span: Duration) {
        if let Source::Virtual(time) = &self.0 {
            let now = {
                let mut now = time.now.lock();
                *now = now.plus(span);
                *now
            };
            time.moved.send_replace(now);
        }
    }

    /// Waits until `deadline` on this clock. Returns at once if it is past.
    pub async fn sleep_until(&self, deadline: Timestamp) {
        match &self.0 {
            Source::Real { .. } => tokio::time::sleep(deadline.since(self.now())).await,
            Source::Virtual(time) => {
                let mut moved = time.moved.subscribe();
                // The sender lives in `time`, which `self` holds, so waiting cannot fail.
                let _ = moved.wait_for(|now| *now >= deadline).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times are written as RFC 3339 with milliseconds.
    #[test]
    fn rfc3339_has_milliseconds() {
        assert_eq!(Timestamp::from_micros(1_500_000).rfc3339(), "1970-01-01T00:00:01.500Z");
    }

    /// The date of an answer has the form that HTTP asks for.
    #[test]
    fn http_dates_are_in_gmt() {
        assert_eq!(Timestamp::from_secs(1_795_492_943).http_date(), "Tue, 24 Nov 2026 04:02:23 GMT");
    }

    /// A virtual clock moves only when it is told to, and wakes who waits.
    #[tokio::test]
    async fn virtual_time_moves_when_told() {
        let clock = Clock::virtual_at(Timestamp::from_secs(100));
        let waiter = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(Timestamp::from_secs(3_700)).await }
        });
        assert_eq!(clock.now(), Timestamp::from_secs(100));
        clock.advance(Duration::from_secs(3_600));
        waiter.await.unwrap();
        assert_eq!(clock.now(), Timestamp::from_secs(3_700));
    }
}
