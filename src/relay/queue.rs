//! Which pushes wait for a device, and which are on its link and not yet acknowledged? Pure; one queue per device.
//!
//! Ids rise from front to back of `on_link` and then of `waiting`. Whether a push may come in is decided in `decide`.

use std::collections::VecDeque;
use std::sync::Arc;

use super::decide::Room;
use super::registry::Channel;
use crate::protocol::PushId;
use crate::protocol::record::PushRecord;

/// How many pushes a link carries that are not yet acknowledged (INTERFACES.md 3, `queue_depth`).
pub(super) const MAX_ON_LINK: usize = 1_024;

/// A push that is kept until it is acknowledged.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// The push.
    pub(super) record: Arc<PushRecord>,
    /// Where it came in.
    pub(super) channel: Arc<Channel>,
}

/// The pushes that are kept for one device.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<Kept>,
    on_link: VecDeque<Kept>,
    /// How many of `on_link` have been handed to this link's socket.
    written: usize,
    /// The last push that any link was handed. An ack cannot stand for a later one.
    written_up_to: PushId,
}

impl Queue {
    /// How many wait: not those on the link.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Whether the link takes one more.
    pub(super) fn room(&self) -> Room {
        if self.waiting.is_empty() && self.on_link.len() < MAX_ON_LINK { Room::Free } else { Room::Full }
    }

    /// Puts a push onto the link.
    pub(super) fn deliver(&mut self, push: Kept) {
        self.on_link.push_back(push);
    }

    /// Lets a push wait.
    pub(super) fn wait(&mut self, push: Kept) {
        self.waiting.push_back(push);
    }

    /// A link came up: what waits goes onto it, as far as it takes it.
    pub(super) fn link_up(&mut self) {
        self.refill();
    }

    /// The link went down: what was on it waits again, in order. Gives the pushes that wait again.
    pub(super) fn link_down(&mut self) -> Vec<PushId> {
        let back: Vec<PushId> = self.on_link.iter().map(|kept| kept.record.id).collect();
        while let Some(kept) = self.on_link.pop_back() {
            self.waiting.push_front(kept);
        }
        self.written = 0;
        back
    }

    /// The next push to hand to the link's socket.
    pub(super) fn next_to_write(&mut self) -> Option<Arc<PushRecord>> {
        let kept = self.on_link.get(self.written)?;
        self.written += 1;
        self.written_up_to = self.written_up_to.max(kept.record.id);
        Some(kept.record.clone())
    }

    /// The phone has every push up to and including `id`. Gives those that were kept until now.
    pub(super) fn ack(&mut self, id: PushId) -> Vec<PushId> {
        let limit = id.min(self.written_up_to);
        let mut acked = Vec::new();
        while self.on_link.front().is_some_and(|kept| kept.record.id <= limit) {
            acked.extend(self.on_link.pop_front().map(|kept| kept.record.id));
            self.written = self.written.saturating_sub(1);
        }
        // What an earlier link carried may wait beyond what this one carries.
        while self.on_link.is_empty() && self.waiting.front().is_some_and(|kept| kept.record.id <= limit) {
            acked.extend(self.waiting.pop_front().map(|kept| kept.record.id));
        }
        self.refill();
        acked
    }

    /// Throws away what has not been written and is `dead`. Gives what was thrown away.
    pub(super) fn expire(&mut self, dead: impl Fn(&Kept) -> bool) -> Vec<PushId> {
        let mut expired = Vec::new();
        let mut at = 0;
        let written = self.written;
        self.on_link.retain(|kept| {
            let keep = at < written || !dead(kept);
            at += 1;
            if !keep {
                expired.push(kept.record.id);
            }
            keep
        });
        self.waiting.retain(|kept| {
            let keep = !dead(kept);
            if !keep {
                expired.push(kept.record.id);
            }
            keep
        });
        expired
    }

    fn refill(&mut self) {
        while self.on_link.len() < MAX_ON_LINK
            && let Some(kept) = self.waiting.pop_front()
        {
            self.on_link.push_back(kept);
        }
    }
}
