//! Where is something that moves, at one moment? Pure functions of time (VISUALS.md 3, 4, 9).

use std::time::Duration;

use super::tile::PinnedTile;
use crate::clock::Timestamp;

/// How long a toast stays (VISUALS.md 9, `TOAST_MS`, O).
pub const TOAST_MS: u64 = 10_000;
/// How long it arrives (VISUALS.md 9, `TOAST_IN`, T).
pub const TOAST_IN_MS: u64 = 350;
/// From where it arrives.
pub const TOAST_IN_EP: f64 = -150.0;
/// How long it leaves (VISUALS.md 9, `TOAST_OUT`, T).
pub const TOAST_OUT_MS: u64 = 250;
/// To where it leaves.
pub const TOAST_OUT_EP: f64 = 150.0;
/// Exponent of both (VISUALS.md 9, "exp-out 6", "exp-in 6").
const TOAST_EXPONENT: f64 = 6.0;
/// How often a picture that moves is drawn, in milliseconds.
const FRAME_MS: u64 = 16;

/// Where a banner is, and how visible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion {
    /// How far it is moved sideways.
    pub shift_ep: f32,
    /// How visible it is, 0 to 1.
    pub opacity: f32,
}

impl Motion {
    /// At its place, fully visible.
    pub const REST: Self = Self { shift_ep: 0.0, opacity: 1.0 };
}

/// When a banner came, and when it leaves or left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// When it came.
    pub from: Timestamp,
    /// When it starts to leave.
    pub until: Timestamp,
}

impl Stay {
    /// A stay of the usual length.
    #[must_use]
    pub fn starting(from: Timestamp) -> Self {
        Self { from, until: from.plus(Duration::from_millis(TOAST_MS)) }
    }

    /// When nothing of the banner is left.
    #[must_use]
    pub fn over(self) -> Timestamp {
        self.until.plus(Duration::from_millis(TOAST_OUT_MS))
    }
}

/// Where a toast's banner is; none when it is gone.
#[must_use]
pub fn toast_at(stay: Stay, now: Timestamp) -> Option<Motion> {
    if now >= stay.over() {
        None
    } else if now >= stay.until {
        let gone = exponential_in(part(now.since(stay.until), TOAST_OUT_MS));
        Some(motion(TOAST_OUT_EP * gone, 1.0 - gone))
    } else {
        let here = 1.0 - exponential_in(1.0 - part(now.since(stay.from), TOAST_IN_MS));
        Some(motion(TOAST_IN_EP * (1.0 - here), here))
    }
}

/// When a toast's banner next looks different by itself; none when it is gone.
#[must_use]
pub fn next_toast_change(stay: Stay, now: Timestamp) -> Option<Timestamp> {
    let frame = now.plus(Duration::from_millis(FRAME_MS));
    let arrived = stay.from.plus(Duration::from_millis(TOAST_IN_MS));
    if now >= stay.over() {
        None
    } else if now >= stay.until {
        Some(frame.min(stay.over()))
    } else if now < arrived {
        Some(frame.min(stay.until))
    } else {
        Some(stay.until)
    }
}

/// A side of a tile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The front.
    #[default]
    Front,
    /// The back.
    Back,
}

/// Which side of a tile shows.
///
/// Tiles rest on their front. A side changes only by the turn that VISUALS.md 3 describes, and a scene has no turn, so
/// nothing here depends on the time yet.
#[must_use]
pub const fn face_at(tile: &PinnedTile, now: Timestamp) -> Side {
    let _ = (tile, now);
    Side::Front
}

/// How much of `whole_ms` has passed, 0 to 1.
fn part(passed: Duration, whole_ms: u64) -> f64 {
    (passed.as_secs_f64() / Duration::from_millis(whole_ms).as_secs_f64()).min(1.0)
}

/// Exponential ease-in; the ease-out of VISUALS.md 3 is its mirror image.
fn exponential_in(part: f64) -> f64 {
    (TOAST_EXPONENT * part).exp_m1() / TOAST_EXPONENT.exp_m1()
}

/// Rounds to hundredths, so that the last bits of this machine's `exp` show nowhere.
fn motion(shift_ep: f64, opacity: f64) -> Motion {
    // Adding zero turns -0 into 0.
    let hundredths = |value: f64| (value * 100.0).round() / 100.0 + 0.0;
    #[expect(clippy::cast_possible_truncation, reason = "hundredths from -150 to 150 are exact enough in an f32")]
    let narrow = |value: f64| hundredths(value) as f32;
    Motion { shift_ep: narrow(shift_ep), opacity: narrow(opacity) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_secs(1_000).plus(Duration::from_millis(millis))
    }

    /// A toast comes from the left, rests, and leaves to the right ten seconds after it came.
    #[test]
    fn a_toast_comes_stays_and_goes() {
        let stay = Stay::starting(at(0));
        assert_eq!(toast_at(stay, at(0)), Some(Motion { shift_ep: -150.0, opacity: 0.0 }));
        assert_eq!(toast_at(stay, at(TOAST_IN_MS)), Some(Motion::REST));
        assert_eq!(toast_at(stay, at(9_999)), Some(Motion::REST));
        assert_eq!(toast_at(stay, at(10_000)), Some(Motion::REST));
        let leaving = toast_at(stay, at(10_200)).unwrap();
        assert!(leaving.shift_ep > 0.0 && leaving.opacity < 1.0);
        assert_eq!(toast_at(stay, at(10_250)), None);
    }

    /// While a toast moves it changes with every frame; at rest it next changes when it leaves.
    #[test]
    fn a_resting_toast_asks_for_nothing() {
        let stay = Stay::starting(at(0));
        assert_eq!(next_toast_change(stay, at(100)), Some(at(116)));
        assert_eq!(next_toast_change(stay, at(400)), Some(at(10_000)));
        assert_eq!(next_toast_change(stay, at(10_240)), Some(at(10_250)));
        assert_eq!(next_toast_change(stay, at(10_250)), None);
    }
}
