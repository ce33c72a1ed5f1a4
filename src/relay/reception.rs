//! How is a request followed? Decides, keeps what is to be kept, waits until it is written down, tells the host, and gives the
//! record with the answer.
//!
//! A push gets its id and its place in the queue under the device's lock, so that ids rise on every link. Where there is a
//! journal it stands there unwritten, and nothing behind it goes to the phone, until the journal says that it is safe.

use std::sync::Arc;

use bytes::Bytes;

use super::decide::{Counts, Decision, Effect, decide};
use super::device::DeviceState;
use super::event::RelayEvent;
use super::fault::{Acting, Action, CloseAt, Subject};
use super::intake::{Address, Asked, Body, Head, Refusal, Wish, read_head, read_wish};
use super::journal::{Callback, Entry, NotKept, Pending};
use super::queue::{Kept, Safety};
use super::registry::Found;
use super::respond::{self, After};
use super::service::Relay;
use super::settings::Settings;
use super::sight::Permission;
use crate::clock::Timestamp;
use crate::protocol::channel_uri::ChannelToken;
use crate::protocol::header;
use crate::protocol::record::PushRecord;
use crate::protocol::verdict::{Outcome, Verdict};
use crate::protocol::{PushId, Stage};

/// What a request comes to.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    /// The request and its answer.
    pub(super) record: Arc<PushRecord>,
    /// Where the connection is to be closed, if a fault wants it.
    pub(super) close: Option<CloseAt>,
}

/// A request that was read.
struct Read {
    asked: Asked,
    body: Body,
    head: Head,
    wish: Result<Wish, Refusal>,
    acting: Option<Acting>,
}

/// A push that was taken, and what is known of its way.
struct Taken {
    record: Arc<PushRecord>,
    found: Found,
    pending: Pending,
    /// The stages that are told once it is safe.
    stages: Vec<(Stage, Option<String>)>,
    meter: Option<(ChannelToken, super::throttle::Meter)>,
}

impl Relay {
    /// Follows a request.
    pub(super) async fn receive(&self, asked: Asked, body: Body) -> Reply {
        let settings = self.settings();
        let mut head = read_head(&asked);
        let wish = read_wish(&asked, &mut head, &body, &settings);
        let found = match &head.address {
            Address::Channel(token) | Address::Callback(token) => self.registry().find(token),
            Address::Foreign | Address::None => None,
        };
        let acting = self.acting(&asked, &head, &body, found.as_ref());
        let read = Read { asked, body, head, wish, acting };
        let record = match found {
            None => {
                let decision = overruled(decide(&read.wish, None, &settings, self.now()), acting);
                self.conclude(read, decision, None, &settings)
            }
            Some(found) => match self.take(read, found, &settings) {
                Ok(taken) => self.make_safe_whatever_happens(taken, settings).await,
                Err(concluded) => concluded,
            },
        };
        let mut close = None;
        match acting.map(|acting| acting.action) {
            Some(Action::DelayMs(delay)) => {
                let until = self.now().plus(std::time::Duration::from_millis(delay));
                self.clock().sleep_until(until).await;
            }
            Some(Action::Close(at)) => close = Some(at),
            Some(
                Action::Verdict(_) | Action::Lose(_) | Action::Duplicate(_) | Action::Hold(_) | Action::Corrupt(_),
            )
            | None => {}
        }
        Reply { record, close }
    }

    /// The fault that acts, if one does. Faults are about pushes: a POST to something like a channel.
    fn acting(&self, asked: &Asked, head: &Head, body: &Body, found: Option<&Found>) -> Option<Acting> {
        if asked.method != "POST" || !matches!(head.address, Address::Channel(_) | Address::Foreign) {
            return None;
        }
        let mut faults = self.faults_mut();
        if faults.list().is_empty() {
            return None;
        }
        let acting = faults.act(&Subject {
            device: found.map(|found| &found.device.id),
            app: found.map(|found| found.channel.app.as_str()),
            channel: found.map(|found| found.channel.name.as_str()),
            kind: head.kind,
            body: body.bytes(),
        });
        if !faults.asked().is_empty() {
            self.tell(RelayEvent::Tallied(faults.asked().to_vec()));
        }
        acting
    }

    /// Decides about a push on a known channel, and gives it its place. What is not kept is concluded at once.
    fn take(&self, read: Read, found: Found, settings: &Settings) -> Result<Taken, Arc<PushRecord>> {
        let device = found.device.clone();
        let mut state = device.lock();
        let now = self.now();
        let permission = Permission::of(found.channel.service.as_deref(), read.asked.certificate.as_deref());
        let decision = decide(&read.wish, Some(&state.sight(&found.channel, permission)), settings, now);
        let decision = overruled(decision, read.acting);
        let meter = count(&mut state, &found, decision.counts, now);
        match decision.effect {
            Effect::Deliver | Effect::Wait | Effect::Hold(_) => {}
            Effect::KeepCallback => {
                let callback = callback_of(&read);
                if let Some(app) = state.app_of_mut(&found.channel) {
                    app.callback = callback;
                }
                self.device_changed(&device, &mut state);
                return Err(self.conclude(read, decision, Some(&found), settings));
            }
            Effect::Nothing => {
                let is_inactive = decision.verdict == Verdict::DeviceInactive;
                let record = self.conclude_counted(read, decision, Some(&found), settings, meter);
                if is_inactive {
                    self.tell_inactive(&device, &mut state);
                }
                return Err(record);
            }
        }
        let (acting, effect) = (read.acting, decision.effect);
        let lost = matches!(acting.map(|acting| acting.action), Some(Action::Lose(_)));
        let tile = read.head.tile.clone();
        let record = self.record(read, decision, Some(&found), settings);
        if lost {
            self.publish(&record, None, meter, &[(Stage::Accepted, None), (Stage::Lost, Some(FAULTED.to_owned()))]);
            return Err(record);
        }
        let mut kept = Kept::new(record.clone(), found.channel.clone());
        kept.tile = tile;
        let (pending, stages) = self.place(&found, &mut state, kept, effect, acting, settings);
        if pending.stopped {
            self.tell(RelayEvent::Stopped(self.stopped()));
        }
        let taken = Taken { record, found, pending, stages, meter };
        if self.journal().is_none() {
            // Nobody is waited for, so this is all under one lock.
            self.publish(&taken.record, None, None, &taken.stages);
            self.after_place(&taken, &mut state, effect);
            return Err(taken.record);
        }
        self.set_alarm(&device, &mut state);
        Ok(taken)
    }

    /// Puts a push where it is to wait, or onto the link. Gives what is written down of it, and its stages.
    fn place(
        &self,
        found: &Found,
        state: &mut DeviceState,
        mut kept: Kept,
        effect: Effect,
        acting: Option<Acting>,
        settings: &Settings,
    ) -> (Pending, Vec<(Stage, Option<String>)>) {
        if self.journal().is_some() {
            kept.safety = Safety::Unwritten;
        }
        let mut stages = vec![(Stage::Accepted, None)];
        match acting.map(|acting| acting.action) {
            Some(Action::Duplicate(copies)) => kept.copies = copies,
            Some(Action::Corrupt(_)) => kept.body = Some(corrupted(&kept.record.request.body)),
            Some(Action::Hold(_)) if self.breakpoints().has_room() => {
                let pending = kept.pending(None, true);
                self.breakpoints().stop(found.clone(), kept);
                stages.push((Stage::Held, Some(String::from("at a breakpoint"))));
                return (pending, stages);
            }
            Some(Action::Verdict(_) | Action::DelayMs(_) | Action::Close(_) | Action::Lose(_) | Action::Hold(_))
            | None => {}
        }
        if settings.coalesce_tiles && kept.tile.is_some() {
            let replaced = state.queue.expire(|old| Arc::ptr_eq(&old.channel, &kept.channel) && old.tile == kept.tile);
            self.settle(&replaced, Stage::Expired, Some("a newer tile update took its place"));
        }
        let now = self.now();
        let pending = kept.pending(None, false);
        match effect {
            Effect::Deliver => state.queue.deliver(kept),
            Effect::Wait => {
                state.queue.wait(kept);
                stages.push((Stage::Queued, None));
            }
            Effect::Hold(interval) => {
                let due = state.queue.hold(kept, interval, now);
                stages.push((Stage::Held, Some(format!("by its class, until {}", due.rfc3339()))));
                return (Pending { due: Some(due), ..pending }, stages);
            }
            Effect::KeepCallback | Effect::Nothing => {}
        }
        (pending, stages)
    }

    fn after_place(&self, taken: &Taken, state: &mut DeviceState, effect: Effect) {
        match effect {
            Effect::Deliver => state.wake(),
            Effect::Wait | Effect::Hold(_) => {
                self.set_alarm(&taken.found.device, state);
                self.tell_device(&taken.found.device, state);
            }
            Effect::KeepCallback | Effect::Nothing => {}
        }
    }

    /// Makes a push safe even if the sender hangs up meanwhile, which drops the future that answers it: the push has its place
    /// in the queue, and what is behind it waits.
    async fn make_safe_whatever_happens(&self, taken: Taken, settings: Arc<Settings>) -> Arc<PushRecord> {
        let (relay, record) = (self.clone(), taken.record.clone());
        let writing = tokio::spawn({
            let settings = settings.clone();
            async move { relay.make_safe(taken, &settings).await }
        });
        // The task is only ever ended with the runtime.
        let ended = NotKept(String::from("the relay stops"));
        writing.await.unwrap_or_else(|_| self.refused(&record, &ended, &settings))
    }

    /// Waits until a push is written down, and lets it go; one that cannot be is taken back and answered 503.
    async fn make_safe(&self, taken: Taken, settings: &Settings) -> Arc<PushRecord> {
        let receipt = self.journal().map(|journal| {
            journal.keep(Entry::Push {
                record: taken.record.clone(),
                pending: Some(taken.pending.clone()),
                meter: taken.meter.clone(),
            })
        });
        let kept = match receipt {
            Some(receipt) => receipt.await.unwrap_or_else(|_| Err(NotKept(String::from("the archive has ended")))),
            None => Ok(()),
        };
        let push = taken.record.id;
        let mut state = taken.found.device.lock();
        match kept {
            Ok(()) => {
                self.tell(RelayEvent::Push(taken.record.clone()));
                for (stage, detail) in &taken.stages {
                    self.tell_stage(push, *stage, detail.as_deref());
                }
                if !self.breakpoints().make_safe(push) {
                    state.queue.make_safe(push);
                }
                state.hand_on();
                if taken.stages.len() > 1 {
                    self.tell_device(&taken.found.device, &state);
                }
                taken.record
            }
            Err(reason) => {
                state.queue.withdraw(push);
                let _ = self.breakpoints().take(push);
                drop(state);
                let refused = self.refused(&taken.record, &reason, settings);
                self.tell(RelayEvent::Push(refused.clone()));
                self.tell_stage(push, Stage::Refused, None);
                refused
            }
        }
    }

    /// The record of a push that could not be written down.
    fn refused(&self, record: &PushRecord, reason: &NotKept, settings: &Settings) -> Arc<PushRecord> {
        let verdict = Verdict::ServiceUnavailable;
        let answer = respond::answer(verdict, settings, &record.message_id, self.now(), After::of(verdict));
        let reason = Some(format!("the push could not be written down: {reason}"));
        Arc::new(PushRecord { verdict, reason, answer, ..record.clone() })
    }

    fn conclude(&self, read: Read, decision: Decision, found: Option<&Found>, settings: &Settings) -> Arc<PushRecord> {
        self.conclude_counted(read, decision, found, settings, None)
    }

    /// Makes the record of a request of which nothing is kept, and tells it.
    fn conclude_counted(
        &self,
        read: Read,
        decision: Decision,
        found: Option<&Found>,
        settings: &Settings,
        meter: Option<(ChannelToken, super::throttle::Meter)>,
    ) -> Arc<PushRecord> {
        let is_recorded = read.asked.is_recorded();
        let record = self.record(read, decision, found, settings);
        if is_recorded {
            self.publish(&record, None, meter, &[(Stage::Refused, None)]);
        }
        record
    }

    /// Writes a record down that nobody waits for, and tells it with its stages.
    fn publish(
        &self,
        record: &Arc<PushRecord>,
        pending: Option<Pending>,
        meter: Option<(ChannelToken, super::throttle::Meter)>,
        stages: &[(Stage, Option<String>)],
    ) {
        if self.journal().is_some() {
            self.note(Entry::Push { record: record.clone(), pending, meter });
        }
        self.tell(RelayEvent::Push(record.clone()));
        for (stage, detail) in stages {
            self.tell_stage(record.id, *stage, detail.as_deref());
        }
    }

    fn record(&self, read: Read, decision: Decision, found: Option<&Found>, settings: &Settings) -> Arc<PushRecord> {
        let Read { asked, body, head, wish: _, acting } = read;
        let now = self.now();
        let Decision { verdict, effect: _, reason, counts: _ } = decision;
        let answer = respond::answer(verdict, settings, &head.message_id, now, After::of(verdict));
        let id = if asked.is_recorded() { self.next_push() } else { PushId(0) };
        let is_notification = matches!(head.address, Address::Channel(_) | Address::Foreign) && asked.method == "POST";
        Arc::new(PushRecord {
            id,
            at: now,
            from: asked.from.clone(),
            device: found.map(|found| found.device.id.clone()),
            app: found.map(|found| found.channel.app.clone()),
            channel: found.map(|found| found.channel.name.clone()),
            kind: is_notification.then_some(head.kind),
            class: is_notification.then_some(head.class),
            message_id: head.message_id,
            verdict,
            reason,
            fault: acting.map(|acting| acting.id),
            request: asked.into_record(body.into_bytes()),
            answer,
            lint: head.remarks,
        })
    }
}

/// Why a push was lost.
const FAULTED: &str = "a fault lost it";

/// A decision with a fault's verdict in its place. A push that the fault refuses goes nowhere; one that it takes goes where
/// it would have gone.
fn overruled(decision: Decision, acting: Option<Acting>) -> Decision {
    let Some(Acting { action: Action::Verdict(verdict), .. }) = acting else { return decision };
    let effect = match verdict.row().outcome {
        Outcome::Accepted | Outcome::Waiting => decision.effect,
        Outcome::Discarded | Outcome::Refused => Effect::Nothing,
    };
    let reason = format!("a fault answers this; otherwise it would be {}", decision.verdict.row().name);
    Decision { verdict, effect, reason: Some(reason), ..decision }
}

/// Counts a push against its channel's quota and rate, if it counts.
fn count(
    state: &mut DeviceState,
    found: &Found,
    counts: Counts,
    now: Timestamp,
) -> Option<(ChannelToken, super::throttle::Meter)> {
    let app = state.app_of_mut(&found.channel).filter(|_| counts == Counts::Yes)?;
    app.meter.count_one(now);
    Some((found.channel.token.clone(), app.meter))
}

/// The callback that a request registers (PROTOCOL.md 8); the last one replaces earlier ones.
fn callback_of(read: &Read) -> Option<Callback> {
    let url = read.asked.header(header::CALLBACK_URI)?.to_owned();
    let content_type = read.asked.header("Content-Type").map(str::to_owned);
    Some(Callback { url, body: read.body.bytes().to_vec(), content_type })
}

/// A body that is broken for sure: cut in the middle, with an end that closes nothing and is no UTF-8.
fn corrupted(body: &[u8]) -> Bytes {
    let mut broken = body.get(..body.len() / 2).unwrap_or_default().to_vec();
    broken.extend(b"<\xFF");
    Bytes::from(broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notification::Kind;

    /// A fault that refuses stops the push; one that takes it lets it go where it would have gone.
    #[test]
    fn faults_overrule() {
        let decision = Decision { verdict: Verdict::Received, effect: Effect::Wait, reason: None, counts: Counts::Yes };
        let with = |verdict| overruled(decision.clone(), Some(Acting { id: 1, action: Action::Verdict(verdict) }));
        assert_eq!(
            (with(Verdict::Throttled).verdict, with(Verdict::Throttled).effect),
            (Verdict::Throttled, Effect::Nothing)
        );
        assert_eq!(with(Verdict::ReceivedDisconnected).effect, Effect::Wait);
        assert_eq!(overruled(decision.clone(), None), decision);
    }

    /// A corrupted body is neither XML nor text, whatever it was.
    #[test]
    fn corrupted_bodies_are_broken() {
        for body in ["", "x", "<wp:Notification xmlns:wp=\"WPNotification\"/>"] {
            assert!(crate::notification::read::read(&corrupted(body.as_bytes()), Kind::Toast).is_err());
            assert!(std::str::from_utf8(&corrupted(body.as_bytes())).is_err());
        }
    }
}
