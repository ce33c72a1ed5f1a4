//! How far has a push's dot come? A pure function of the push's stages and the time: the real journey takes a few
//! milliseconds, so it is played again slowly enough to be followed, then it rests.

use std::time::Duration;

use serde::Serialize;

use crate::clock::Timestamp;
use crate::console::log::Entry;
use crate::protocol::trace::Stage;

/// How long the request is seen to travel.
const POST: Duration = Duration::from_millis(450);
/// How long the answer is seen to travel.
const ANSWER: Duration = Duration::from_millis(350);
/// How long the push is seen to travel to the phone.
const ROUTE: Duration = Duration::from_millis(450);
/// The time between two pictures of the moving dot.
const FRAME: Duration = Duration::from_millis(16);

/// An arrow of the strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arrow {
    /// Step 1: the app asks the push client for a URI.
    Asks,
    /// Step 2: the push client negotiates with MPNS.
    Negotiates,
    /// Step 3: the push client hands the URI to the app.
    Gets,
    /// Step 4: the app sends the URI to its cloud service.
    Gives,
    /// Step 5: the cloud service posts to the URI.
    Posts,
    /// The answer to step 5.
    Answers,
    /// Step 6: MPNS routes the push to the phone.
    Routes,
}

/// One way that the dot takes, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Leg {
    arrow: Arrow,
    starts: Timestamp,
    ends: Timestamp,
}

/// The whole way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Travel {
    legs: Vec<Leg>,
}

impl Travel {
    /// The way of a push, as far as it has really come.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        let mut travel = Self::default();
        let posted = travel.add(Arrow::Posts, entry.at, POST);
        let answered =
            entry.record.is_some() || entry.exchange.as_ref().is_some_and(|exchange| exchange.result.is_ok());
        if !answered {
            return travel;
        }
        let mut free = travel.add(Arrow::Answers, posted, ANSWER);
        let routed = [Stage::OnLink, Stage::AtPhone].iter().find_map(|stage| entry.reached(*stage));
        if let Some(routed) = routed {
            free = free.max(routed.at);
            travel.add(Arrow::Routes, free, ROUTE);
        }
        travel
    }

    fn add(&mut self, arrow: Arrow, starts: Timestamp, takes: Duration) -> Timestamp {
        let ends = starts.plus(takes);
        self.legs.push(Leg { arrow, starts, ends });
        ends
    }

    /// How much of an arrow is lit, 0 to 1.
    #[must_use]
    pub fn filled(&self, arrow: Arrow, now: Timestamp) -> f32 {
        self.legs.iter().find(|leg| leg.arrow == arrow).map_or(0.0, |leg| leg.progress(now))
    }

    /// Where the dot is, if it moves.
    #[must_use]
    pub fn dot(&self, now: Timestamp) -> Option<(Arrow, f32)> {
        let leg = self.legs.iter().find(|leg| leg.starts <= now && now < leg.ends)?;
        Some((leg.arrow, leg.progress(now)))
    }

    /// When the picture changes next: in a moment while the dot moves, at the next leg if one is ahead, else never.
    #[must_use]
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        if self.dot(now).is_some() {
            return Some(now.plus(FRAME));
        }
        self.legs.iter().map(|leg| leg.starts).filter(|starts| *starts > now).min()
    }
}

impl Leg {
    /// Slow at both ends.
    fn progress(&self, now: Timestamp) -> f32 {
        let part = now.since(self.starts).as_secs_f32() / self.ends.since(self.starts).as_secs_f32().max(f32::EPSILON);
        let part = part.clamp(0.0, 1.0);
        part * part * (3.0 - 2.0 * part)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::protocol::trace::{PushId, StageEvent};

    fn entry(stages: &[(Stage, i64)]) -> Entry {
        let at = |ms: i64| Timestamp::from_micros(ms * 1_000);
        let event =
            |(stage, ms): &(Stage, i64)| StageEvent { push: PushId(1), stage: *stage, at: at(*ms), detail: None };
        let answered = crate::console::event::Exchange {
            sent_at: at(0),
            connect: Duration::ZERO,
            answer: Duration::from_millis(1),
            result: Ok(crate::console::event::Answered {
                status: 200,
                headers: crate::protocol::header_lines::HeaderLines::default(),
                verdict: None,
            }),
        };
        Entry {
            row: 1,
            at: at(0),
            outgoing: None,
            exchange: Some(Arc::new(answered)),
            record: None,
            stages: stages.iter().map(event).collect(),
        }
    }

    /// The dot posts, answers, routes, and then rests: after that nothing asks for another picture.
    #[test]
    fn the_dot_travels_and_rests() {
        let travel = Travel::of(&entry(&[(Stage::OnLink, 1)]));
        let at = |ms: i64| Timestamp::from_micros(ms * 1_000);
        let on = |ms: i64| travel.dot(at(ms)).map(|(arrow, _)| arrow);
        assert_eq!(
            [on(0), on(449), on(450), on(800), on(1_249), on(1_250)],
            [
                Some(Arrow::Posts),
                Some(Arrow::Posts),
                Some(Arrow::Answers),
                Some(Arrow::Routes),
                Some(Arrow::Routes),
                None
            ]
        );
        assert_eq!(travel.next_change(at(1_250)), None);
        assert!((travel.filled(Arrow::Routes, at(1_250)) - 1.0).abs() < f32::EPSILON);
    }

    /// A push that waits in the queue is routed when it really leaves the queue.
    #[test]
    fn a_queued_push_is_routed_later() {
        let at = |ms: i64| Timestamp::from_micros(ms * 1_000);
        let waiting = Travel::of(&entry(&[(Stage::Queued, 1)]));
        assert_eq!(waiting.next_change(at(900)), None);
        let freed = Travel::of(&entry(&[(Stage::Queued, 1), (Stage::OnLink, 60_000)]));
        assert_eq!(freed.next_change(at(900)), Some(at(60_000)));
        assert_eq!(freed.dot(at(60_100)).map(|(arrow, _)| arrow), Some(Arrow::Routes));
    }
}
