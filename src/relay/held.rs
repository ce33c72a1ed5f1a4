//! Which pushes wait by their class, and until when? In batches: whatever comes within an interval is handed over together.
//!
//! There is one batch for each interval that has begun, so that neither a push more nor a look at the clock costs more where
//! many are held.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::kept::Kept;
use crate::clock::Timestamp;
use crate::protocol::PushId;
use crate::protocol::class::Interval;

/// The pushes of one device that wait by their class: by when they are due, and by their interval, in the order of their ids.
#[derive(Debug, Default)]
pub(super) struct Held {
    batches: BTreeMap<(Timestamp, Interval), VecDeque<Kept>>,
}

impl Held {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.batches.values().map(VecDeque::len).sum()
    }

    /// How many batches there are.
    #[cfg(test)]
    pub(super) fn batches(&self) -> usize {
        self.batches.len()
    }

    /// Adds a push to the batch of its interval, or begins one. Gives the time at which it is due.
    pub(super) fn hold(&mut self, kept: Kept, interval: Interval, now: Timestamp) -> Timestamp {
        let begun = self.batches.keys().find(|(_, other)| *other == interval).map(|(due, _)| *due);
        let due = begun.unwrap_or_else(|| now.plus(Duration::from_secs(interval.secs())));
        self.hold_until(kept, interval, due);
        due
    }

    /// Adds a push that is due at a time that is known.
    pub(super) fn hold_until(&mut self, kept: Kept, interval: Interval, due: Timestamp) {
        self.batches.entry((due, interval)).or_default().push_back(kept);
    }

    /// When the first is due.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.batches.first_key_value().map(|((due, _), _)| *due)
    }

    /// Takes a batch out that is due at `now`, the one that was due first.
    pub(super) fn take_due(&mut self, now: Timestamp) -> Option<VecDeque<Kept>> {
        let first = self.batches.first_entry().filter(|first| first.key().0 <= now)?;
        Some(first.remove())
    }

    /// The push of that id.
    pub(super) fn find_mut(&mut self, push: PushId) -> Option<&mut Kept> {
        self.batches.values_mut().find_map(|batch| {
            let at = batch.binary_search_by_key(&push, |kept| kept.record.id).ok()?;
            batch.get_mut(at)
        })
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Kept> {
        self.batches.values().flatten()
    }

    /// Takes those out that are not to be kept.
    pub(super) fn retain(&mut self, mut keeps: impl FnMut(&Kept) -> bool) {
        self.batches.retain(|_, batch| {
            batch.retain(&mut keeps);
            !batch.is_empty()
        });
    }
}
