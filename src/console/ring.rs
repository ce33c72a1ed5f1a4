//! Which stages were reached lately? The last stage events, each with a number, so that a reader who was cut off can go on
//! where it stopped.

use std::collections::VecDeque;

use super::event::Event;
use super::model::World;
use crate::clock::Timestamp;
use crate::protocol::{Stage, StageEvent};

/// How many events are kept: a second of a flood, hours of a person's work.
pub const EVENTS_KEPT: usize = 65_536;

/// The last stage events.
#[derive(Debug, Default)]
pub struct Ring {
    events: VecDeque<StageEvent>,
    /// The number of the newest event; of the last one before the first, if there was none yet.
    newest: u64,
}

/// What came after an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Later {
    /// These, oldest first; none if it was the newest.
    Events(Vec<(u64, StageEvent)>),
    /// That is not known any more, or never was: what is kept begins with this number.
    From(u64),
}

impl Ring {
    /// A ring without events, whose numbers begin after that time's microseconds: those of an earlier process are smaller.
    #[must_use]
    pub fn starting_at(time: Timestamp) -> Self {
        Self { events: VecDeque::new(), newest: u64::try_from(time.as_micros()).unwrap_or_default() }
    }

    /// The number of the newest event.
    #[must_use]
    pub const fn newest(&self) -> u64 {
        self.newest
    }

    /// The events after the one with that number, at most `most` of them.
    #[must_use]
    pub fn after(&self, number: u64, most: usize) -> Later {
        let kept = self.events.len() as u64;
        // The number of the event before the first one that is kept.
        let before = self.newest.saturating_sub(kept);
        match number.checked_sub(before) {
            Some(passed) if passed <= kept => {
                let passed = usize::try_from(passed).unwrap_or(usize::MAX);
                let later = self.events.iter().skip(passed).take(most).cloned();
                Later::Events((number + 1..).zip(later).collect())
            }
            Some(_) | None => Later::From(before + 1),
        }
    }

    /// Takes in what an event that was just applied says about stages.
    pub(super) fn hear(&mut self, world: &World, event: &Event) {
        match event {
            Event::Stage(reached) => self.push(reached.clone()),
            // A push of our own was composed, and perhaps sent, before anybody knew its number.
            Event::Push(record) => {
                for reached in world.log.push(record.id).map(|entry| &entry.stages).into_iter().flatten() {
                    self.push(reached.clone());
                }
            }
            Event::Sent { message_id, .. } => {
                let entry = world.log.row_of_message(*message_id).and_then(|row| world.log.row(row));
                let answered = entry.filter(|entry| entry.record.is_some());
                if let Some(sent) = answered.and_then(|entry| entry.reached(Stage::Sent)) {
                    self.push(sent.clone());
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, event: StageEvent) {
        if self.events.len() >= EVENTS_KEPT {
            self.events.pop_front();
        }
        self.events.push_back(event);
        self.newest += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::PushId;

    fn ring(events: u64) -> Ring {
        let mut ring = Ring::starting_at(Timestamp::from_micros(100));
        for push in 1..=events {
            ring.push(StageEvent { push: PushId(push), stage: Stage::Acked, at: Timestamp::default(), detail: None });
        }
        ring
    }

    fn numbers(later: Later) -> Vec<u64> {
        match later {
            Later::Events(events) => events.iter().map(|(number, _)| *number).collect(),
            Later::From(_) => panic!("{later:?}"),
        }
    }

    /// Events are numbered without gaps, and given from where a reader stopped.
    #[test]
    fn readers_go_on_where_they_stopped() {
        let ring = ring(3);
        assert_eq!(numbers(ring.after(100, 9)), [101, 102, 103]);
        assert_eq!(numbers(ring.after(101, 1)), [102]);
        assert!(numbers(ring.after(103, 9)).is_empty());
    }

    /// Whoever comes with the number of another time, or too late, is told where what is kept begins.
    #[test]
    fn gaps_are_told() {
        assert_eq!(ring(3).after(99, 9), Later::From(101));
        assert_eq!(ring(3).after(104, 9), Later::From(101));
        let kept = EVENTS_KEPT as u64;
        assert_eq!(ring(kept + 5).after(104, 9), Later::From(106));
        assert_eq!(numbers(ring(kept + 5).after(105, 1)), [106]);
    }
}
