//! Which pushes wait for a device, by its absence or by their class, and which are on its link and not yet acknowledged?
//! Pure; one queue per device. Whether a push may come in is decided in `decide`.
//!
//! A push has a number on the link that rises from one to the next. It is the push's own id wherever that rises, and the next
//! free number for a push that an earlier one has overtaken (one that was held by its class, say), or that comes twice.

use super::held::Held;
use super::kept::{Kept, Mention, Safety};
use super::sight::Room;
use crate::clock::Timestamp;
use crate::protocol::PushId;
use crate::protocol::class::Interval;
use std::collections::VecDeque;

/// How many pushes a link carries that are not yet acknowledged (INTERFACES.md 3, `queue_depth`).
pub(super) const MAX_ON_LINK: usize = 1_024;
/// How many numbers are reserved at a time, so that not each is written down.
pub(super) const RESERVE: u64 = 1_024;

/// What an ack was for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Acked {
    /// Those that are done with.
    pub(super) done: Vec<PushId>,
    /// How many were taken off the link.
    pub(super) count: usize,
}

/// The pushes that are kept for one device.
#[derive(Debug, Default)]
pub(super) struct Queue {
    held: Held,
    waiting: VecDeque<Kept>,
    on_link: VecDeque<Kept>,
    /// How many of `on_link` have been handed to this link's socket.
    written: usize,
    /// The highest number that a push had on a link.
    last_link_id: u64,
    /// The last number that any link was handed. An ack cannot stand for a later one.
    written_up_to: u64,
    /// Up to here numbers may have been used that were not their push's own id. Written down, since pushes that are done with
    /// leave no other trace of their number, and a phone takes no number twice.
    reserved: u64,
}

impl Queue {
    /// How many wait: not those on the link.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len() + self.held.len()
    }

    /// Whether the link takes one more.
    pub(super) fn room(&self) -> Room {
        if self.waiting.is_empty() && self.on_link.len() < MAX_ON_LINK { Room::Free } else { Room::Full }
    }

    /// How many of those wait that fit.
    pub(super) fn waiting_of(&self, fits: impl Fn(&Kept) -> bool) -> usize {
        self.waiting.iter().chain(self.held.iter()).filter(|kept| fits(kept)).count()
    }

    /// Up to here numbers may have been used that were not their push's own id.
    pub(super) const fn reserved(&self) -> u64 {
        self.reserved
    }

    /// Reserves numbers if those that were given have run ahead of what is reserved; whether it did, so that it is written
    /// down. What is on the link by then is given to `note`.
    pub(super) fn reserve(&mut self, note: impl FnMut(&Kept)) -> bool {
        if self.last_link_id <= self.reserved {
            return false;
        }
        self.reserved = self.last_link_id + RESERVE;
        self.on_link.iter().filter(|kept| !kept.is_copy()).for_each(note);
        true
    }

    /// Takes up where the queue of an earlier process ended, which had reserved so many numbers; new ones rise from `last` on.
    pub(super) fn resume(&mut self, reserved: u64, last: u64) {
        self.reserved = reserved;
        self.last_link_id = last.max(reserved);
        self.written_up_to = self.last_link_id;
    }

    /// Lets a push wait that an earlier process had: under the number that it had on the link, or may have had there. Those
    /// with a number come first, so that numbers rise.
    pub(super) fn wait_again(&mut self, mut push: Kept) {
        let own = push.record.id.0;
        if push.link_id.is_none() && push.copies == 0 && own > self.reserved {
            push.link_id = Some(own);
        }
        self.last_link_id = self.last_link_id.max(push.link_id.unwrap_or(0));
        self.written_up_to = self.written_up_to.max(self.last_link_id);
        let place = |kept: &Kept| (kept.link_id.is_none(), kept.link_id.unwrap_or(kept.record.id.0));
        let at = self.waiting.partition_point(|other| place(other) <= place(&push));
        self.waiting.insert(at, push);
    }

    /// Puts a push onto the link that has room for it.
    pub(super) fn deliver(&mut self, push: Kept) {
        self.waiting.push_back(push);
        self.fill_link(|_| false);
    }

    fn put_on_link(&mut self, mut push: Kept) {
        let next = self.last_link_id + 1;
        let link_id = push.link_id.unwrap_or_else(|| next.max(push.record.id.0));
        self.last_link_id = self.last_link_id.max(link_id);
        push.link_id = Some(link_id);
        self.on_link.push_back(push);
    }

    /// Lets a push wait for the device.
    pub(super) fn wait(&mut self, push: Kept) {
        self.waiting.push_back(push);
    }

    /// Lets a push wait by its class, until the first of its interval is due. Gives that time.
    pub(super) fn hold(&mut self, kept: Kept, interval: Interval, now: Timestamp) -> Timestamp {
        self.held.hold(kept, interval, now)
    }

    /// Lets a push wait by its class as it did before a restart.
    pub(super) fn hold_until(&mut self, kept: Kept, interval: Interval, due: Timestamp) {
        self.held.hold_until(kept, interval, due);
    }

    /// When the first of those that wait by their class is due.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.held.next_due()
    }

    /// Lets those that are due at `now` wait no longer by their class; each is given to `note`. They go behind what waits
    /// already. Gives those that may be told of.
    pub(super) fn ripen(&mut self, now: Timestamp, mut note: impl FnMut(&Kept)) -> Vec<PushId> {
        let mut told = Vec::new();
        while let Some(batch) = self.held.take_due(now) {
            for kept in batch {
                note(&kept);
                told.extend((kept.safety == Safety::Safe).then_some(kept.record.id));
                self.waiting.push_back(kept);
            }
        }
        told
    }

    /// A link came up, or has room again: what waits goes onto it, copies first, as far as it takes it. What is barred is
    /// thrown away; gives that.
    pub(super) fn fill_link(&mut self, is_barred: impl Fn(&Kept) -> bool) -> Vec<Mention> {
        let mut gone = Vec::new();
        while self.on_link.len() < MAX_ON_LINK
            && let Some(mut kept) = self.waiting.pop_front()
        {
            if is_barred(&kept) {
                kept.leave(&mut gone);
            } else if kept.copies > 0 {
                let copies = std::mem::take(&mut kept.copies);
                let copy = kept.copy();
                self.waiting.push_front(kept);
                (0..copies).for_each(|_| self.waiting.push_front(copy.clone()));
            } else {
                self.put_on_link(kept);
            }
        }
        gone
    }

    /// The link went down: what was on it waits again, in order. Gives the pushes that wait again and may be told of.
    pub(super) fn link_down(&mut self) -> Vec<PushId> {
        let is_told = |kept: &&Kept| !kept.is_copy() && kept.safety == Safety::Safe;
        let back = self.on_link.iter().filter(is_told).map(|kept| kept.record.id).collect();
        while let Some(kept) = self.on_link.pop_back() {
            self.waiting.push_front(kept);
        }
        self.written = 0;
        back
    }

    /// The next push to hand to the link's socket.
    pub(super) fn next_to_write(&mut self) -> Option<&Kept> {
        self.next_to_write_if(|_| true)
    }

    /// The next push to hand to the link's socket, if it is one of these.
    pub(super) fn next_to_write_if(&mut self, is_one: impl Fn(&Kept) -> bool) -> Option<&Kept> {
        let kept = self.on_link.get(self.written).filter(|kept| kept.safety == Safety::Safe && is_one(kept))?;
        self.written += 1;
        self.written_up_to = self.written_up_to.max(kept.link_id.unwrap_or(0));
        Some(kept)
    }

    /// Whether there is a push to hand to the link's socket.
    pub(super) fn has_to_write(&self) -> bool {
        self.on_link.get(self.written).is_some_and(|kept| kept.safety == Safety::Safe)
    }

    /// The phone has every push up to and including that number.
    pub(super) fn ack(&mut self, link_id: u64) -> Acked {
        let limit = link_id.min(self.written_up_to);
        let is_acked = |kept: &Kept| kept.safety == Safety::Safe && kept.link_id.is_some_and(|id| id <= limit);
        let mut acked = Acked::default();
        while self.on_link.front().is_some_and(is_acked) {
            acked.take(self.on_link.pop_front());
            self.written = self.written.saturating_sub(1);
        }
        // What an earlier link carried may wait beyond what this one carries.
        while self.on_link.is_empty() && self.waiting.front().is_some_and(is_acked) {
            acked.take(self.waiting.pop_front());
        }
        acked
    }

    /// A push is written down now; whether it is here.
    pub(super) fn make_safe(&mut self, push: PushId) -> bool {
        if let Some(kept) = self.held.find_mut(push) {
            kept.safety = Safety::Safe;
            return true;
        }
        // It is among the newest, with its copies right before it.
        let newest_first = self.waiting.iter_mut().rev().chain(self.on_link.iter_mut().rev());
        let mut here = false;
        for kept in newest_first.skip_while(|kept| kept.record.id != push).take_while(|kept| kept.record.id == push) {
            kept.safety = Safety::Safe;
            here = true;
        }
        here
    }

    /// Takes a push out that cannot be written down.
    pub(super) fn withdraw(&mut self, push: PushId) {
        self.throw_out(|kept| kept.record.id == push && kept.safety == Safety::Unwritten);
    }

    /// Throws away what has not been handed to the socket and is `dead`. Gives what was thrown away.
    pub(super) fn expire(&mut self, dead: impl Fn(&Kept) -> bool) -> Vec<Mention> {
        self.throw_out(dead)
    }

    fn throw_out(&mut self, dead: impl Fn(&Kept) -> bool) -> Vec<Mention> {
        let mut out = Vec::new();
        let mut at = 0;
        let written = self.written;
        let mut keeps = |kept: &Kept, may_go: bool| {
            let keep = !may_go || !dead(kept);
            if !keep {
                kept.leave(&mut out);
            }
            keep
        };
        self.on_link.retain(|kept| {
            at += 1;
            keeps(kept, at > written)
        });
        self.waiting.retain(|kept| keeps(kept, true));
        self.held.retain(|kept| keeps(kept, true));
        out
    }
}

impl Acked {
    fn take(&mut self, kept: Option<Kept>) {
        self.count += 1;
        self.done.extend(kept.filter(|kept| !kept.is_copy()).map(|kept| kept.record.id));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::protocol::channel_uri::{ChannelToken, Form};
    use crate::protocol::record::{Answer, PushRecord, Request};
    use crate::protocol::{ChannelUri, Verdict};
    use crate::relay::registry::Channel;

    fn channel() -> Arc<Channel> {
        let token = ChannelToken::from_random([0; 16], Form::Throttled);
        let uri = ChannelUri::for_token("http://relay", &token);
        Arc::new(Channel { app: Arc::default(), name: Arc::default(), token, uri, service: None })
    }

    fn push(id: u64, channel: &Arc<Channel>) -> Kept {
        let record = PushRecord {
            id: PushId(id),
            at: Timestamp::default(),
            from: Arc::default(),
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
        Kept::new(Arc::new(record), channel.clone())
    }

    fn written(queue: &mut Queue) -> Vec<u64> {
        std::iter::from_fn(|| queue.next_to_write().map(|kept| kept.record.id.0)).collect()
    }

    fn numbers(queue: &mut Queue) -> Vec<u64> {
        std::iter::from_fn(|| queue.next_to_write().and_then(|kept| kept.link_id)).collect()
    }

    fn ids(pushes: &[PushId]) -> Vec<u64> {
        pushes.iter().map(|push| push.0).collect()
    }

    fn gone(pushes: &[Mention]) -> Vec<u64> {
        pushes.iter().map(|gone| gone.push.0).collect()
    }

    /// Acknowledges, and lets what waits follow.
    fn acked(queue: &mut Queue, link_id: u64) -> Vec<u64> {
        let done = queue.ack(link_id).done;
        queue.fill_link(|_| false);
        ids(&done)
    }

    /// An ack stands for what was written, never for what was not.
    #[test]
    fn acks_do_not_run_ahead() {
        let (mut queue, channel) = (Queue::default(), channel());
        queue.deliver(push(1, &channel));
        assert_eq!(written(&mut queue), [1]);
        queue.deliver(push(2, &channel));
        assert_eq!(acked(&mut queue, u64::MAX), [1]);
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
        queue.fill_link(|_| false);
        assert_eq!((acked(&mut queue, 2), queue.waiting()), (vec![1, 2], 0));
        assert_eq!(written(&mut queue), [3, 4]);
    }

    /// A link carries 1,024; the rest waits, and follows as acks come.
    #[test]
    fn acks_make_room() {
        let (mut queue, channel) = (Queue::default(), channel());
        (1..=1_026).for_each(|id| queue.wait(push(id, &channel)));
        queue.fill_link(|_| false);
        assert_eq!((written(&mut queue).len(), queue.waiting(), queue.room()), (1_024, 2, Room::Full));
        assert_eq!(acked(&mut queue, 1), [1]);
        assert_eq!((written(&mut queue), queue.waiting(), queue.room()), (vec![1_025], 1, Room::Full));
        acked(&mut queue, 1_025);
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
        assert_eq!(gone(&queue.expire(|kept| Arc::ptr_eq(&kept.channel, &dying))), [2, 4]);
        assert_eq!(written(&mut queue), [3]);
        assert_eq!(acked(&mut queue, 3), [1, 3]);
    }

    /// Pushes of one interval are handed over together, when the first of them is due; numbers on the link rise all the same.
    #[test]
    fn held_pushes_ripen_together() {
        let (mut queue, channel) = (Queue::default(), channel());
        let at = Timestamp::from_secs;
        assert_eq!(queue.hold(push(1, &channel), Interval::Within450Secs, at(0)), at(450));
        assert_eq!(queue.hold(push(2, &channel), Interval::Within900Secs, at(10)), at(910));
        assert_eq!(queue.hold(push(3, &channel), Interval::Within450Secs, at(400)), at(450));
        queue.deliver(push(4, &channel));
        assert_eq!((queue.waiting(), queue.next_due(), numbers(&mut queue)), (3, Some(at(450)), vec![4]));
        assert_eq!(ids(&queue.ripen(at(449), |_| {})), [] as [u64; 0]);
        assert_eq!(ids(&queue.ripen(at(450), |_| {})), [1, 3]);
        queue.fill_link(|_| false);
        assert_eq!((numbers(&mut queue), acked(&mut queue, 6)), (vec![5, 6], vec![4, 1, 3]));
        assert_eq!((queue.waiting(), queue.next_due()), (1, Some(at(910))));
    }

    /// What is due first goes first, however late somebody looks; what is thrown out leaves no batch behind.
    #[test]
    fn batches_ripen_in_their_order() {
        let (mut queue, channel) = (Queue::default(), channel());
        let at = Timestamp::from_secs;
        queue.hold(push(1, &channel), Interval::Within900Secs, at(0));
        queue.hold(push(2, &channel), Interval::Within450Secs, at(0));
        queue.hold(Kept { safety: Safety::Unwritten, ..push(3, &channel) }, Interval::Within900Secs, at(0));
        assert!(queue.make_safe(PushId(3)) && !queue.make_safe(PushId(4)));
        assert_eq!(ids(&queue.ripen(at(900), |_| {})), [2, 1, 3]);
        queue.hold(push(4, &channel), Interval::Within450Secs, at(1_000));
        assert_eq!(gone(&queue.expire(|kept| kept.record.id.0 == 4)), [4]);
        assert_eq!(queue.next_due(), None);
        assert_eq!(queue.hold(push(5, &channel), Interval::Within450Secs, at(1_100)), at(1_550));
    }

    /// However many pushes are held, they are one batch for each interval: nothing is gone through to hold one more, to make it
    /// safe, or to know when the next is due.
    #[test]
    fn many_pushes_are_held_in_few_batches() {
        let (mut queue, channel) = (Queue::default(), channel());
        let at = Timestamp::from_secs;
        for id in 1..=1_000 {
            let interval = if id % 2 == 0 { Interval::Within450Secs } else { Interval::Within900Secs };
            queue.hold(Kept { safety: Safety::Unwritten, ..push(id, &channel) }, interval, at(0));
            assert!(queue.make_safe(PushId(id)));
        }
        assert_eq!((queue.held.batches(), queue.waiting(), queue.next_due()), (2, 1_000, Some(at(450))));
        assert_eq!(queue.ripen(at(450), |_| {}).len(), 500);
        assert_eq!((queue.held.batches(), queue.waiting(), queue.next_due()), (1, 1_000, Some(at(900))));
    }

    /// A push and its copies become safe together, wherever they stand.
    #[test]
    fn copies_become_safe_together() {
        let (mut queue, channel) = (Queue::default(), channel());
        queue.deliver(Kept { copies: 1_500, safety: Safety::Unwritten, ..push(1, &channel) });
        assert_eq!((written(&mut queue).len(), queue.waiting()), (0, 477));
        assert!(queue.make_safe(PushId(1)));
        assert_eq!((written(&mut queue).len(), acked(&mut queue, 1_024)), (1_024, vec![]));
        assert_eq!((written(&mut queue).len(), acked(&mut queue, 1_501)), (477, vec![1]));
    }

    /// A push that is not written down goes nowhere, nor does what is behind it; it can be taken out again.
    #[test]
    fn unwritten_pushes_stay() {
        let (mut queue, channel) = (Queue::default(), channel());
        for id in 1..=3 {
            queue.deliver(Kept { safety: Safety::Unwritten, ..push(id, &channel) });
        }
        queue.make_safe(PushId(2));
        assert_eq!(written(&mut queue), [] as [u64; 0]);
        queue.make_safe(PushId(1));
        assert_eq!(written(&mut queue), [1, 2]);
        queue.withdraw(PushId(3));
        queue.deliver(push(4, &channel));
        assert_eq!(written(&mut queue), [4]);
        assert_eq!(acked(&mut queue, 4), [1, 2, 4]);
    }

    /// A push that comes twice has two numbers, and is done with when the second is acknowledged.
    #[test]
    fn copies_have_numbers_of_their_own() {
        let (mut queue, channel) = (Queue::default(), channel());
        queue.deliver(Kept { copies: 1, ..push(1, &channel) });
        queue.deliver(push(2, &channel));
        assert_eq!(numbers(&mut queue), [1, 2, 3]);
        assert_eq!((acked(&mut queue, 1), acked(&mut queue, 2), acked(&mut queue, 3)), (vec![], vec![1], vec![2]));
    }

    /// A link carries 1,024, copies among them.
    #[test]
    fn copies_take_room() {
        let (mut queue, channel) = (Queue::default(), channel());
        queue.deliver(Kept { copies: 2_000, ..push(1, &channel) });
        assert_eq!((queue.on_link.len(), queue.waiting()), (1_024, 977));
        assert_eq!((numbers(&mut queue).len(), acked(&mut queue, 2_001)), (1_024, vec![]));
        assert_eq!((numbers(&mut queue).len(), acked(&mut queue, 2_001)), (977, vec![1]));
    }

    /// What the battery bars is thrown away when it would go onto the link.
    #[test]
    fn barred_pushes_are_thrown_away() {
        let (mut queue, channel) = (Queue::default(), channel());
        (1..=3).for_each(|id| queue.wait(push(id, &channel)));
        assert_eq!(gone(&queue.fill_link(|kept| kept.record.id.0 == 2)), [2]);
        assert_eq!(written(&mut queue), [1, 3]);
    }

    /// After a restart a push has the number that it may have had on the link, and what never was there has a new one.
    #[test]
    fn numbers_outlive_a_restart() {
        let (mut queue, channel) = (Queue::default(), channel());
        assert!(!queue.reserve(|_| {}));
        queue.resume(20, 30);
        queue.wait_again(push(7, &channel));
        queue.wait_again(Kept { link_id: Some(18), ..push(9, &channel) });
        queue.wait_again(push(25, &channel));
        assert_eq!(acked(&mut queue, 18), [9]);
        assert_eq!(numbers(&mut queue), [25, 31]);
        assert!(queue.reserve(|_| {}) && !queue.reserve(|_| {}));
        assert_eq!(queue.reserved(), 31 + RESERVE);
    }
}
