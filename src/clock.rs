//! What time is it? The only file that asks the system for the time.
//!
//! Everything else takes a [`Timestamp`] as an argument or holds a [`Clock`], so a test (or a lesson) can let an hour
//! pass in no time at all.

use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use parking_lot::{Mutex, RwLock};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use tokio::sync::watch;
use utoipa::ToSchema;

/// A moment, in microseconds since the Unix epoch. It is written as RFC 3339, with milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, format = DateTime)]
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
        /// The last second that was asked for: a server asks for the same one over and over.
        static LAST: Mutex<(i64, String)> = Mutex::new((i64::MIN, String::new()));
        let second = self.0.div_euclid(1_000_000);
        let mut last = LAST.lock();
        if last.0 != second {
            let date = jiff::Timestamp::from_microsecond(self.0)
                .map_or_else(|_| String::from("-"), |moment| moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
            *last = (second, date);
        }
        last.1.clone()
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

    /// The day in this machine's zone, `Tue 24 Nov 2026`.
    #[must_use]
    pub fn day(self) -> String {
        self.local("%a %-d %b %Y")
    }

    /// The day of the week in this machine's zone, `Tuesday`, as a phone's lock screen shows it.
    #[must_use]
    pub fn weekday(self) -> String {
        self.local("%A")
    }

    /// The month and the day in this machine's zone, `November 24`.
    #[must_use]
    pub fn month_and_day(self) -> String {
        self.local("%B %-d")
    }

    /// The next full second, when a clock with seconds changes.
    #[must_use]
    pub const fn next_second(self) -> Self {
        const SECOND_MICROS: i64 = 1_000_000;
        Self((self.0.div_euclid(SECOND_MICROS) + 1).saturating_mul(SECOND_MICROS))
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

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The text is no time.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no time: write it as RFC 3339, 2026-11-24T04:02:23.500Z")]
pub struct NoTimestamp(String);

impl FromStr for Timestamp {
    type Err = NoTimestamp;

    fn from_str(text: &str) -> Result<Self, NoTimestamp> {
        let moment: Result<jiff::Timestamp, _> = text.parse();
        moment.map(|moment| Self(moment.as_microsecond())).map_err(|_| NoTimestamp(text.chars().take(40).collect()))
    }
}

/// A clock that can be handed around. It starts as the machine's own, or standing still (a virtual clock); either can be
/// moved forward, stopped, and made to run faster. Clones are the same clock.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Dial>);

#[derive(Debug)]
struct Dial {
    hand: RwLock<Hand>,
    /// How far it was moved forward so far, in all.
    advanced: Mutex<Duration>,
    /// Rises whenever somebody moves the hand or changes its speed.
    moved: watch::Sender<u64>,
}

/// Where the clock stood at an instant of the machine, and how fast it has run since.
#[derive(Clone, Copy, Debug)]
struct Hand {
    time: Timestamp,
    at: Instant,
    speed: f64,
    motion: Motion,
}

/// Whether a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Motion {
    /// It does.
    Running,
    /// It stands still until it is moved.
    Paused,
}

/// What a clock shows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ClockFace {
    /// The time.
    pub now: Timestamp,
    /// Seconds of this clock in a second of the machine, while it runs.
    pub speed: f64,
    /// Whether it runs.
    pub motion: Motion,
}

impl Hand {
    #[expect(clippy::disallowed_methods, reason = "this is where everybody else gets the time from")]
    fn at_instant(time: Timestamp, motion: Motion) -> Self {
        Self { time, at: Instant::now(), speed: 1.0, motion }
    }

    fn now(&self) -> Timestamp {
        match self.motion {
            Motion::Paused => self.time,
            #[expect(clippy::float_cmp, reason = "1 is what a clock starts with, to the bit")]
            Motion::Running if self.speed == 1.0 => self.time.plus(self.at.elapsed()),
            Motion::Running => self.time.plus(self.at.elapsed().mul_f64(self.speed)),
        }
    }

    /// The same time, counted from now on.
    fn anchored(&self) -> Self {
        Self { speed: self.speed, ..Self::at_instant(self.now(), self.motion) }
    }
}

impl Clock {
    /// The fastest that a clock may run: a day in about a second.
    pub const MAX_SPEED: f64 = 100_000.0;

    /// The machine's clock, read once and then kept monotonic.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is where everybody else gets the time from")]
    pub fn real() -> Self {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::with(Hand::at_instant(Timestamp::default().plus(since_epoch), Motion::Running))
    }

    /// A clock that stands at `start` until it is moved.
    #[must_use]
    pub fn virtual_at(start: Timestamp) -> Self {
        Self::with(Hand::at_instant(start, Motion::Paused))
    }

    fn with(hand: Hand) -> Self {
        Self(Arc::new(Dial { hand: RwLock::new(hand), advanced: Mutex::default(), moved: watch::Sender::new(0) }))
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.hand.read().now()
    }

    /// What the clock shows, and how it runs.
    #[must_use]
    pub fn face(&self) -> ClockFace {
        let hand = self.0.hand.read();
        ClockFace { now: hand.now(), speed: hand.speed, motion: hand.motion }
    }

    /// Moves the clock forward and wakes whoever waits for the time that is now reached.
    pub fn advance(&self, span: Duration) {
        self.turn(|hand| hand.time = hand.time.plus(span));
    }

    /// Moves the clock forward to a time; one that stands later already stays.
    pub fn advance_to(&self, time: Timestamp) {
        self.turn(|hand| hand.time = hand.time.max(time));
    }

    /// How far it was moved forward so far, in all, beside running.
    #[must_use]
    pub fn advanced(&self) -> Duration {
        *self.0.advanced.lock()
    }

    /// Lets the clock run this many times as fast as the machine's, at most [`Self::MAX_SPEED`].
    pub fn run_at(&self, speed: f64) {
        let speed = if speed.is_finite() { speed.clamp(0.0, Self::MAX_SPEED) } else { 1.0 };
        self.turn(|hand| (hand.speed, hand.motion) = (speed, Motion::Running));
    }

    /// Stops the clock, or lets it run on as fast as before.
    pub fn set_motion(&self, motion: Motion) {
        self.turn(|hand| hand.motion = motion);
    }

    /// Told whenever somebody moves the clock or changes how it runs.
    #[must_use]
    pub fn moves(&self) -> watch::Receiver<u64> {
        self.0.moved.subscribe()
    }

    fn turn(&self, change: impl FnOnce(&mut Hand)) {
        {
            let mut hand = self.0.hand.write();
            let mut turned = hand.anchored();
            let before = turned.time;
            change(&mut turned);
            let mut advanced = self.0.advanced.lock();
            *advanced = advanced.saturating_add(turned.time.since(before));
            drop(advanced);
            *hand = turned;
        }
        self.0.moved.send_modify(|times| *times += 1);
    }

    /// Waits until `deadline` on this clock. Returns at once if it is past.
    pub async fn sleep_until(&self, deadline: Timestamp) {
        let mut moved = self.0.moved.subscribe();
        loop {
            moved.mark_unchanged();
            let face = self.face();
            let left = deadline.since(face.now);
            if left.is_zero() {
                return;
            }
            let passes = async {
                match face.motion {
                    Motion::Running if face.speed > 0.0 => {
                        // Rounded up, so that the time is reached when the machine says so.
                        let real = left.as_secs_f64() / face.speed;
                        let real = Duration::try_from_secs_f64(real).unwrap_or(Duration::MAX);
                        tokio::time::sleep(real.saturating_add(Duration::from_micros(1))).await;
                    }
                    Motion::Running | Motion::Paused => std::future::pending().await,
                }
            };
            tokio::select! {
                () = passes => {}
                // The sender lives in the dial, which `self` holds.
                _ = moved.changed() => {}
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

    /// A clock can be stopped, moved, and made to run faster; it never goes back.
    #[tokio::test]
    async fn clocks_can_be_told_how_to_run() {
        let clock = Clock::real();
        clock.set_motion(Motion::Paused);
        let stopped = clock.now();
        assert_eq!(clock.now(), stopped);
        clock.advance(Duration::from_secs(900));
        assert_eq!(clock.now().since(stopped), Duration::from_secs(900));
        clock.run_at(60_000.0);
        let waited = clock.now().plus(Duration::from_mins(10));
        clock.sleep_until(waited).await;
        assert!(clock.now() >= waited);
        assert!((clock.face().speed - 60_000.0).abs() < f64::EPSILON);
    }

    /// Times are read as they are written.
    #[test]
    fn times_are_read_as_written() {
        let time = Timestamp::from_micros(1_795_492_943_500_000);
        assert_eq!(time.rfc3339().parse(), Ok(time));
        assert!("yesterday".parse::<Timestamp>().is_err());
    }
}
