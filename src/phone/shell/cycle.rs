//! Which picture does a Cycle tile show, and which one pushes it up? A pure function of time and seed (VISUALS.md 3, 9).

use std::time::Duration;

use super::motion::{FRAME_MS, part};
use super::pacing::mixed;
use crate::clock::Timestamp;

/// How long a picture rests at least (VISUALS.md 9, `CYCLE_HOLD`, D/R).
pub const HOLD_MS: u64 = 6_000;
/// How much longer it may rest (VISUALS.md 9, `CYCLE_HOLD`, "+ rand 0..3 s").
pub const HOLD_MORE_MS: u64 = 3_000;
/// How long a picture takes to push the one before it out at the top (VISUALS.md 9, `CYCLE_SLIDE`, D/R).
pub const SLIDE_MS: u64 = 1_000;
/// Two pictures: what chance adds to the rest of the first it takes from the second, so that the moment of any picture is
/// known without counting them all.
const PAIR_MS: u64 = 2 * (HOLD_MS + SLIDE_MS) + HOLD_MORE_MS;

/// A Cycle tile at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moment {
    /// Which of its pictures it shows.
    pub picture: usize,
    /// The picture that comes up from below, while one does, and how far it has come, 0 to 1.
    pub rising: Option<(usize, f32)>,
}

/// What a tile of so many pictures shows that began with its first at `since`.
#[must_use]
pub fn moment(seed: u64, since: Timestamp, pictures: usize, now: Timestamp) -> Moment {
    if pictures < 2 {
        return Moment::default();
    }
    let (step, slid) = step(seed, millis(now.since(since)));
    let nth = |step: u64| usize::try_from(step % u64::try_from(pictures).unwrap_or(1)).unwrap_or(0);
    let rising = slid.map(|slid| (nth(step + 1), risen(slid)));
    Moment { picture: nth(step), rising }
}

/// When it next looks different.
#[must_use]
pub fn next_change(seed: u64, since: Timestamp, pictures: usize, now: Timestamp) -> Option<Timestamp> {
    if pictures < 2 {
        return None;
    }
    let passed = millis(now.since(since));
    let pair = passed / PAIR_MS;
    let [first, second] = slides(seed, pair).map(|start| pair * PAIR_MS + start);
    let at = |millis: u64| since.plus(Duration::from_millis(millis));
    let frame = now.plus(Duration::from_millis(FRAME_MS));
    Some(if passed < first {
        at(first)
    } else if passed < first + SLIDE_MS {
        frame.min(at(first + SLIDE_MS))
    } else if passed < second {
        at(second)
    } else {
        frame.min(at(second + SLIDE_MS))
    })
}

/// How many pictures are through, and for how long the next one has been coming up.
fn step(seed: u64, passed: u64) -> (u64, Option<u64>) {
    let (pair, within) = (passed / PAIR_MS, passed % PAIR_MS);
    let [first, second] = slides(seed, pair);
    if within < first {
        (2 * pair, None)
    } else if within < first + SLIDE_MS {
        (2 * pair, Some(within - first))
    } else if within < second {
        (2 * pair + 1, None)
    } else {
        (2 * pair + 1, Some(within - second))
    }
}

/// When the two slides of a pair begin, in milliseconds from its start.
const fn slides(seed: u64, pair: u64) -> [u64; 2] {
    let more = mixed(seed, pair) % (HOLD_MORE_MS + 1);
    [HOLD_MS + more, PAIR_MS - SLIDE_MS]
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

/// How far a picture has come up, 0 to 1: cubic-bezier(0.1, 0.9, 0.2, 1) (VISUALS.md 9).
fn risen(slid_ms: u64) -> f32 {
    let passed = part(Duration::from_millis(slid_ms), SLIDE_MS);
    let curve = |control1: f64, control2: f64, t: f64| {
        let u = 1.0 - t;
        3.0 * u * u * t * control1 + 3.0 * u * t * t * control2 + t * t * t
    };
    // The curve's x only rises, so halving finds where it is at the time that has passed.
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if curve(0.1, 0.2, middle) < passed { low = middle } else { high = middle }
    }
    #[expect(clippy::cast_possible_truncation, reason = "ten-thousandths of a tile are far less than a pixel")]
    let rounded = ((curve(0.9, 1.0, high) * 10_000.0).round() / 10_000.0) as f32;
    rounded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_secs(1_000).plus(Duration::from_millis(millis))
    }

    /// Each picture rests 6 to 9 s and takes a second to rise; the pictures follow each other in their order.
    #[test]
    fn pictures_follow_each_other() {
        let mut slides = Vec::new();
        let mut now = at(0);
        while slides.len() < 200 {
            let next = next_change(5, at(0), 3, now).unwrap();
            let is_start = moment(5, at(0), 3, now).rising.is_none();
            if is_start {
                slides.push((millis(next.since(at(0))), moment(5, at(0), 3, next)));
            }
            now = next;
        }
        for (index, pair) in slides.windows(2).enumerate() {
            let (rest, [before, after]) = (pair[1].0 - pair[0].0 - SLIDE_MS, [pair[0].1, pair[1].1]);
            assert!((HOLD_MS..=HOLD_MS + HOLD_MORE_MS).contains(&rest), "{rest}");
            assert_eq!(before.picture, index % 3);
            assert_eq!(before.rising, Some(((index + 1) % 3, 0.0)));
            assert_eq!(after.picture, (index + 1) % 3);
        }
    }

    /// The next picture rises fast at first and slowly at the end, and is there after a second.
    #[test]
    fn a_picture_rises() {
        assert!(risen(0).abs() < 1e-6 && (risen(SLIDE_MS) - 1.0).abs() < 1e-6);
        let half = risen(500);
        assert!((0.9..1.0).contains(&half), "{half}");
        assert!((1..=SLIDE_MS).all(|slid| risen(slid) >= risen(slid - 1)));
    }

    /// One picture, or none, never moves.
    #[test]
    fn one_picture_rests() {
        for pictures in [0, 1] {
            assert_eq!(moment(5, at(0), pictures, at(6_500)), Moment::default());
            assert_eq!(next_change(5, at(0), pictures, at(6_500)), None);
        }
    }

    /// Before it began, and at the end of time, there is still a picture.
    #[test]
    fn any_time_will_do() {
        assert_eq!(moment(5, at(5_000), 2, at(0)), Moment::default());
        let end = moment(5, Timestamp::from_micros(i64::MIN), 2, Timestamp::from_micros(i64::MAX));
        assert!(end.picture < 2);
    }
}
