//! What is seen while something moves, picture by picture, until it is as it was in the beginning?

use std::time::Duration;

use super::super::painter::{Moment, Seen};
use crate::clock::Timestamp;

/// The least time between two pictures: 25 a second. Programs that show GIFs slow faster ones down.
const FRAME: Duration = Duration::from_millis(40);
/// GIF counts time in hundredths of a second.
const UNIT_MICROS: u128 = 10_000;

/// The pictures from a moment on: those of one whole movement, which ends as it began, or of so long at most. What stands
/// still is one picture.
pub(super) fn film(
    from: Timestamp,
    most: Duration,
    seen_at: impl Fn(Timestamp) -> Seen,
    next_change: impl Fn(Timestamp) -> Option<Timestamp>,
) -> Vec<Moment> {
    let end = from.plus(most);
    let first = seen_at(from);
    let (mut shown, mut since, mut now) = (first.clone(), from, from);
    let mut film = Vec::new();
    while let Some(change) = next_change(now).filter(|change| *change < end) {
        now = from.plus(in_units(change.since(from).max(now.since(from) + FRAME)));
        let seen = seen_at(now);
        if seen == shown {
            continue;
        }
        film.push(Moment { seen: std::mem::replace(&mut shown, seen), lasts: now.since(since) });
        since = now;
        if shown == first {
            return film;
        }
    }
    let rest = if film.is_empty() { FRAME } else { end.since(since).max(FRAME) };
    film.push(Moment { seen: shown, lasts: rest });
    film
}

/// Rounded up to what GIF can count.
fn in_units(span: Duration) -> Duration {
    let units = span.as_micros().div_ceil(UNIT_MICROS);
    Duration::from_micros(u64::try_from(units * UNIT_MICROS).unwrap_or(u64::MAX))
}
