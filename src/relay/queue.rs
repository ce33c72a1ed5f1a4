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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::protocol::channel_uri::ChannelToken;
    use crate::protocol::record::{Answer, Request};
    use crate::protocol::{ChannelUri, Verdict};

    fn channel() -> Arc<Channel> {
        let token = ChannelToken::from_random([0; 16]);
        let uri = ChannelUri::for_token("http://relay", &token);
        Arc::new(Channel { app: String::new(), name: String::new(), token, uri })
    }

    fn push(id: u64, channel: &Arc<Channel>) -> Kept {
        let record = PushRecord {
            id: PushId(id),
            at: Timestamp::default(),
            from: String::new(),
            device: None,
            app: None,
            channel: None,
            kind: None,
            class: None,
            message_id: String::new(),
            verdict: Verdict::Received,
            reason: None,
            fault: None,
            request: Request::default(),
            answer: Answer::default(),
            lint: Vec::new(),
        };
        Kept { record: Arc::new(record), channel: channel.clone() }
    }

    fn written(queue: &mut Queue) -> Vec<u64> {
        std::iter::from_fn(|| queue.next_to_write()).map(|record| record.id.0).collect()
    }

    fn ids(pushes: &[PushId]) -> Vec<u64> {
        pushes.iter().map(|push| push.0).collect()
    }

    /// An ack stands for what was written, never for what was not.
    #[test]
    fn acks_do_not_run_ahead() {
        let (mut queue, channel) = (Queue::default(), channel());
        queue.deliver(push(1, &channel));
        assert_eq!(written(&mut queue), [1]);
        queue.deliver(push(2, &channel));
        assert_eq!(ids(&queue.ack(PushId(u64::MAX))), [1]);
        assert_eq!(written(&mut queue), [2]);
    }

    /// What was on a link goes onto the next one first, in order; an ack for what only the earlier link carried holds.
    #[test]
    fn links_follow_each_other() {
        let (mut queue, channel) = (Queue::default(), channel());
        (1..=3).for_each(|id| queue.deliver(push(id, &channel)));
        assert_eq!(written(&mut queue), [1, 2, 3]);
        assert_eq!(ids(&queue.link_down()), [1, 2, 3]);
        queue.wait(push(4, &channel));
        assert_eq!(queue.waiting(), 4);
        queue.link_up();
        assert_eq!((ids(&queue.ack(PushId(2))), queue.waiting()), (vec![1, 2], 0));
        assert_eq!(written(&mut queue), [3, 4]);
    }

    /// A link carries 1,024; the rest waits, and follows as acks come.
    #[test]
    fn acks_make_room() {
        let (mut queue, channel) = (Queue::default(), channel());
        (1..=1_026).for_each(|id| queue.wait(push(id, &channel)));
        queue.link_up();
        assert_eq!((written(&mut queue).len(), queue.waiting(), queue.room()), (1_024, 2, Room::Full));
        assert_eq!(ids(&queue.ack(PushId(1))), [1]);
        assert_eq!((written(&mut queue), queue.waiting(), queue.room()), (vec![1_025], 1, Room::Full));
        queue.ack(PushId(1_025));
        assert_eq!((written(&mut queue), queue.room()), (vec![1_026], Room::Free));
    }

    /// What expires is what has not been written.
    #[test]
    fn written_pushes_do_not_expire() {
        let (mut queue, dying, living) = (Queue::default(), channel(), channel());
        queue.deliver(push(1, &dying));
        written(&mut queue);
        queue.deliver(push(2, &dying));
        queue.deliver(push(3, &living));
        queue.wait(push(4, &dying));
        assert_eq!(ids(&queue.expire(|kept| Arc::ptr_eq(&kept.channel, &dying))), [2, 4]);
        assert_eq!(written(&mut queue), [3]);
        assert_eq!(ids(&queue.ack(PushId(3))), [1, 3]);
    }
}
