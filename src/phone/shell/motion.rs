//! Where is something that moves, at one moment? ★ Pure functions of time (VISUALS.md 3, 4, 9).
//!
//! Which tile turns when is `pacing`, which picture of a Cycle tile shows is `cycle`; here are the turn itself and the toast.

use std::time::Duration;

use super::cycle;
use super::face::{self, Shown};
use super::pacing::{Turn, seed_of};
use super::scene::TileKey;
use super::tile::PinnedTile;
use crate::clock::Timestamp;

/// How long a tile turns (VISUALS.md 9, `FLIP_DURATION`, A).
pub const FLIP_MS: u64 = 850;
/// How far it turns (VISUALS.md 3, "RotationX 0→180").
const FLIP_DEGREES: f64 = 180.0;
/// From this angle on the other side shows (VISUALS.md 9, "swap when angle ≥ 90°").
const SWAP_DEGREES: f64 = 90.0;

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
pub(super) const FRAME_MS: u64 = 16;

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

impl Side {
    /// The one that does not show.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Front => Self::Back,
            Self::Back => Self::Front,
        }
    }
}

/// A tile in the middle of its turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turning {
    /// How far the side that shows is from lying flat: it goes up to 90, is then the other side at -90, and ends at 0.
    pub degrees: f32,
    /// Which half of the turn it is in.
    pub half: Half,
}

/// A half of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// The side from before shows.
    First,
    /// The side that it turns to shows.
    Second,
}

/// Where a tile is in a turn that began then; none if it has not begun or is over.
#[must_use]
pub fn turn_at(since: Timestamp, now: Timestamp) -> Option<Turning> {
    let passed = now.since(since);
    if now < since || passed >= Duration::from_millis(FLIP_MS) {
        return None;
    }
    let rest = 1.0 - part(passed, FLIP_MS);
    let angle = FLIP_DEGREES * (1.0 - rest * rest * rest);
    let (half, degrees) =
        if angle < SWAP_DEGREES { (Half::First, angle) } else { (Half::Second, angle - FLIP_DEGREES) };
    Some(Turning { degrees: hundredths(degrees), half })
}

/// What a tile shows now, and how far it is turned.
///
/// A turn by itself goes from one side to the other. A turn because of new content shows the new content from its beginning
/// (VISUALS.md 3: "a tile update shows at once, with a flip if visible").
#[must_use]
pub fn face_at(tile: &PinnedTile, turn: Turn, seed: u64, now: Timestamp) -> Shown {
    if let Some(turning) = tile.arrived().and_then(|since| turn_at(since, now)) {
        return Shown { degrees: turning.degrees, ..face::shown(tile, turn.to, cycle_at(tile, seed, now)) };
    }
    let turning = turn.since.and_then(|since| turn_at(since, now));
    let side = match turning.map(|turning| turning.half) {
        Some(Half::First) => turn.to.other(),
        Some(Half::Second) | None => turn.to,
    };
    let degrees = turning.map_or(0.0, |turning| turning.degrees);
    Shown { degrees, ..face::shown(tile, side, cycle_at(tile, seed, now)) }
}

/// When what a tile shows next changes by itself, but for turns that have not begun: those are `pacing`'s.
#[must_use]
pub fn next_change(tile: &PinnedTile, turn: Turn, seed: u64, now: Timestamp) -> Option<Timestamp> {
    let turning = |since: Option<Timestamp>| {
        let since = since?;
        let over = since.plus(Duration::from_millis(FLIP_MS));
        turn_at(since, now).map(|_| now.plus(Duration::from_millis(FRAME_MS)).min(over))
    };
    let cycle = tile
        .cycles_since()
        .and_then(|since| cycle::next_change(tile_seed(tile, seed), since, face::cycle_pictures(tile).count(), now));
    [turning(tile.arrived()), turning(turn.since), cycle].into_iter().flatten().min()
}

fn cycle_at(tile: &PinnedTile, seed: u64, now: Timestamp) -> cycle::Moment {
    tile.cycles_since().map_or_else(cycle::Moment::default, |since| {
        cycle::moment(tile_seed(tile, seed), since, face::cycle_pictures(tile).count(), now)
    })
}

/// Tiles of one phone are out of step with each other.
fn tile_seed(tile: &PinnedTile, seed: u64) -> u64 {
    let TileKey { app, id } = tile.key();
    seed ^ seed_of(app) ^ seed_of(id.as_deref().unwrap_or_default()).rotate_left(32)
}

/// How much of `whole_ms` has passed, 0 to 1.
pub(super) fn part(passed: Duration, whole_ms: u64) -> f64 {
    (passed.as_secs_f64() / Duration::from_millis(whole_ms).as_secs_f64()).min(1.0)
}

/// Exponential ease-in; the ease-out of VISUALS.md 3 is its mirror image.
fn exponential_in(part: f64) -> f64 {
    (TOAST_EXPONENT * part).exp_m1() / TOAST_EXPONENT.exp_m1()
}

fn motion(shift_ep: f64, opacity: f64) -> Motion {
    Motion { shift_ep: hundredths(shift_ep), opacity: hundredths(opacity) }
}

/// Rounds to hundredths, so that the last bits of this machine's `exp` show nowhere.
fn hundredths(value: f64) -> f32 {
    // Adding zero turns -0 into 0.
    #[expect(clippy::cast_possible_truncation, reason = "hundredths from -180 to 180 are exact enough in an f32")]
    let narrow = ((value * 100.0).round() / 100.0 + 0.0) as f32;
    narrow
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

    /// A tile turns by 180 degrees in 0.85 s, fast at first; the other side shows from 90 degrees on, a fifth of the way.
    #[test]
    fn a_tile_turns_over() {
        assert_eq!(turn_at(at(0), at(0)), Some(Turning { degrees: 0.0, half: Half::First }));
        let swap = (0..FLIP_MS).find(|millis| turn_at(at(0), at(*millis)).unwrap().half == Half::Second).unwrap();
        assert!((174..=177).contains(&swap), "{swap}");
        let before = turn_at(at(0), at(swap - 1)).unwrap().degrees;
        let after = turn_at(at(0), at(swap)).unwrap().degrees;
        assert!((88.0..90.0).contains(&before) && (-90.0..-88.0).contains(&after), "{before} {after}");
        assert!(turn_at(at(0), at(FLIP_MS - 1)).unwrap().degrees > -0.1);
        assert_eq!(turn_at(at(0), at(FLIP_MS)), None);
        assert_eq!(turn_at(at(1), at(0)), None);
    }
}
