//! How is a request followed? Decides, keeps what is to be kept, waits until it is written down, tells the host, and gives the
//! record with the answer.
//!
//! A push gets its id and its place in the queue under the device's lock, so that ids rise on every link. Where there is a
//! journal it stands there unwritten, and nothing behind it goes to the phone, until the journal says that it is safe.

mod writing;

use std::sync::Arc;

use bytes::Bytes;

use super::callback::{Reach, Target};
use super::decide::{Counts, Decision, Effect, decide};
use super::device::DeviceState;
use super::event::RelayEvent;
use super::fault::{Acting, Action, CloseAt, Fate, Subject};
use super::handover::waiting_for;
use super::intake::{Address, Asked, Body, Head, Refusal, Wish, read_head, read_wish};
use super::journal::{Callback, Entry, Pending, Receipt};
use super::kept::{Kept, Safety};
use super::registry::Found;
use super::remark::{self, Remark};
use super::respond::{self, After};
use super::service::Relay;
use super::settings::Settings;
use super::sight::{Permission, Sight};
use super::throttle::Meter;
use crate::clock::Timestamp;
use crate::protocol::channel_uri::ChannelToken;
use crate::protocol::header;
use crate::protocol::record::PushRecord;
use crate::protocol::status::ConnectionStatus;
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

/// What became of a request under the device's lock.
enum Told {
    /// It was answered; this is its record.
    Answered(Arc<PushRecord>),
    /// It was taken, and is answered when it is written down.
    Taken(Box<Taken>),
}

/// A push that was taken, and what is known of its way.
struct Taken {
    record: Arc<PushRecord>,
    found: Found,
    /// The tile that it updates.
    tile: Option<String>,
    /// Where it is.
    place: Place,
    /// The stages that are told once it is safe.
    stages: Vec<(Stage, Option<String>)>,
    receipt: Receipt,
}

/// Where a push was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Onto the link.
    OnLink,
    /// Among what waits.
    Waiting,
    /// At a breakpoint.
    Stopped,
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
        let mut read = Read { asked, body, head, wish, acting: None };
        let (acting, told) = match found {
            None => {
                let decision = decide(&read.wish, None, &settings, self.now());
                read.acting = self.acting(&read, None, &decision);
                let decision = overruled(decision, read.acting);
                (read.acting, Told::Answered(self.conclude(read, decision, None, &settings, None)))
            }
            Some(found) => self.take(read, found, &settings),
        };
        let record = match told {
            Told::Answered(record) => record,
            Told::Taken(taken) => self.make_safe_whatever_happens(*taken, settings).await,
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
    fn acting(&self, read: &Read, found: Option<&Found>, decision: &Decision) -> Option<Acting> {
        let head = &read.head;
        if read.asked.method != "POST" || !matches!(head.address, Address::Channel(_) | Address::Foreign) {
            return None;
        }
        let mut faults = self.faults_mut();
        if faults.list().is_empty() {
            return None;
        }
        let acting = faults.act(&Subject {
            device: found.map(|found| &found.device.id),
            app: found.map(|found| &*found.channel.app),
            channel: found.map(|found| &*found.channel.name),
            kind: head.kind,
            body: read.body.bytes(),
            fate: match decision.effect {
                Effect::Nothing | Effect::KeepCallback => Fate::Ends,
                Effect::Deliver | Effect::Wait | Effect::Hold(_) if self.breakpoints().has_room() => Fate::Travels,
                Effect::Deliver | Effect::Wait | Effect::Hold(_) => Fate::TravelsUnstopped,
            },
        });
        if !faults.asked().is_empty() {
            self.note(Entry::Tallied(faults.asked().to_vec()));
            self.tell(RelayEvent::Tallied(faults.asked().to_vec()));
        }
        acting
    }

    /// Decides about a push on a known channel, and gives it its place. What is not kept is concluded at once.
    fn take(&self, mut read: Read, found: Found, settings: &Settings) -> (Option<Acting>, Told) {
        let device = found.device.clone();
        let mut state = device.lock();
        let now = self.now();
        add_remarks(&mut read.head, &state, &found);
        let permission = Permission::of(found.channel.service.as_deref(), read.asked.certificate.as_deref());
        let waiting = waiting_for(&state, &found.channel, read.head.tile.as_deref(), settings);
        let sight = Sight { waiting, ..state.sight(&found.channel, permission) };
        let mut decision = decide(&read.wish, Some(&sight), settings, now);
        if let (Permission::OtherName, Some(shown)) = (permission, &read.asked.certificate) {
            decision.reason = Some(shown.is_not(found.channel.service.as_deref().unwrap_or_default()));
        }
        read.acting = self.acting(&read, Some(&found), &decision);
        let (acting, meant) = (read.acting, decision.verdict);
        let decision = overruled(decision, acting);
        let meter = count(&mut state, &found, decision.counts, now);
        let told = match decision.effect {
            Effect::Deliver | Effect::Wait | Effect::Hold(_) => {
                self.keep(read, decision, found, settings, meter, &mut state)
            }
            Effect::KeepCallback => {
                let decision = self.keep_callback(&mut read, decision, &found, &mut state);
                Told::Answered(self.conclude(read, decision, Some(&found), settings, None))
            }
            Effect::Nothing => {
                let record = self.conclude(read, decision, Some(&found), settings, meter);
                if meant == Verdict::DeviceInactive {
                    self.tell_inactive(&device, &mut state);
                } else if meant == Verdict::QueueFull {
                    self.tell_full(&mut state);
                }
                Told::Answered(record)
            }
        };
        (acting, told)
    }

    /// Keeps the callback that a request registers (PROTOCOL.md 8); the last one replaces earlier ones.
    fn keep_callback(&self, read: &mut Read, decision: Decision, found: &Found, state: &mut DeviceState) -> Decision {
        let target = match Target::read(read.asked.header(header::CALLBACK_URI)) {
            Ok(target) => target,
            Err(error) => return Decision { reason: Some(format!("no callback was registered: {error}")), ..decision },
        };
        let is_inactive = state.presence().connection(self.now(), &self.settings()) == ConnectionStatus::Inactive;
        let reach = target.reach(&self.settings());
        let remarks = remark::of_callback(&target.host, reach, is_inactive);
        read.head.remarks.extend(remarks.into_iter().map(Remark::into_diagnostic));
        let content_type = read.asked.header("Content-Type").map(str::to_owned);
        let callback = Callback { url: target.uri.to_string(), body: read.body.bytes().to_vec(), content_type };
        if let Some(app) = state.app_of_mut(&found.channel) {
            app.callback = Some(callback);
        }
        self.device_changed(&found.device, state);
        match reach {
            Reach::Nowhere => Decision { reason: Some(NOT_CALLED.to_owned()), ..decision },
            _ => decision,
        }
    }

    /// Keeps a push that was taken.
    fn keep(
        &self,
        read: Read,
        decision: Decision,
        found: Found,
        settings: &Settings,
        meter: Option<(ChannelToken, Meter)>,
        state: &mut DeviceState,
    ) -> Told {
        if state.queue.waiting() * 2 <= settings.queue_depth {
            state.told_full = false;
        }
        let (acting, effect) = (read.acting, decision.effect);
        let tile = read.head.tile.clone();
        let record = self.record(read, decision, Some(&found), settings);
        if matches!(acting.map(|acting| acting.action), Some(Action::Lose(_))) {
            self.publish(&record, meter, &[(Stage::Accepted, None), (Stage::Lost, Some(FAULTED.to_owned()))]);
            return Told::Answered(record);
        }
        let mut kept = Kept::new(record.clone(), found.channel.clone());
        kept.tile.clone_from(&tile);
        let mut stages = vec![(Stage::Accepted, None)];
        let (place, pending) = self.place(&found, state, kept, effect, acting, &mut stages);
        let Some(journal) = self.journal() else {
            // Nobody is waited for, so this is all under one lock.
            self.publish(&record, None, &stages);
            self.moves_on(&found, record.id, place, tile.as_deref(), state);
            return Told::Answered(record);
        };
        self.set_alarm(&found.device, state);
        let receipt = journal.keep(Entry::Push { record: record.clone(), pending: Some(pending), meter });
        Told::Taken(Box::new(Taken { record, found, tile, place, stages, receipt }))
    }

    /// Puts a push where it is to wait, or onto the link; adds the stage that it has there. Gives what is written down of it.
    fn place(
        &self,
        found: &Found,
        state: &mut DeviceState,
        mut kept: Kept,
        effect: Effect,
        acting: Option<Acting>,
        stages: &mut Vec<(Stage, Option<String>)>,
    ) -> (Place, Pending) {
        if self.journal().is_some() {
            kept.safety = Safety::Unwritten;
        }
        match acting.map(|acting| acting.action) {
            Some(Action::Duplicate(copies)) => kept.copies = copies,
            Some(Action::Corrupt(_)) => kept.body = Some(corrupted(&kept.record.request.body)),
            Some(Action::Hold(_)) => {
                let pending = kept.pending(None, true);
                self.breakpoints().stop(found.clone(), kept);
                stages.push((Stage::Held, Some(String::from("at a breakpoint"))));
                return (Place::Stopped, pending);
            }
            Some(Action::Verdict(_) | Action::DelayMs(_) | Action::Close(_) | Action::Lose(_)) | None => {}
        }
        let pending = kept.pending(None, false);
        match effect {
            Effect::Deliver => {
                state.queue.deliver(kept);
                (Place::OnLink, pending)
            }
            Effect::Hold(interval) => {
                let due = state.queue.hold(kept, interval, self.now());
                stages.push((Stage::Held, Some(format!("by its class, until {}", due.rfc3339()))));
                (Place::Waiting, Pending { due: Some(due), ..pending })
            }
            Effect::Wait | Effect::KeepCallback | Effect::Nothing => {
                state.queue.wait(kept);
                stages.push((Stage::Queued, None));
                (Place::Waiting, pending)
            }
        }
    }

    /// A push is safe, and was told of: what follows from that.
    fn moves_on(&self, found: &Found, push: PushId, place: Place, tile: Option<&str>, state: &mut DeviceState) {
        if place == Place::Stopped {
            return self.tell(RelayEvent::Stopped(self.stopped()));
        }
        if tile.is_some() && self.settings().coalesce_tiles {
            self.coalesce(state, &found.channel, tile, push);
        }
        if place == Place::Waiting {
            self.set_alarm(&found.device, state);
            self.tell_device(&found.device, state);
        }
        self.hand_on(state);
    }

    /// Makes the record of a request of which nothing is kept, and tells it.
    fn conclude(
        &self,
        read: Read,
        decision: Decision,
        found: Option<&Found>,
        settings: &Settings,
        meter: Option<(ChannelToken, Meter)>,
    ) -> Arc<PushRecord> {
        let is_recorded = read.asked.is_recorded();
        let record = self.record(read, decision, found, settings);
        if is_recorded {
            self.publish(&record, meter, &[(Stage::Refused, None)]);
        }
        record
    }

    /// Writes a record down that nobody waits for, and tells it with its stages.
    fn publish(
        &self,
        record: &Arc<PushRecord>,
        meter: Option<(ChannelToken, Meter)>,
        stages: &[(Stage, Option<String>)],
    ) {
        if self.journal().is_some() {
            self.note(Entry::Push { record: record.clone(), pending: None, meter });
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

/// What is said of a callback to a host that is not called.
const NOT_CALLED: &str = "a callback was registered, and will not be called: \
    its host is neither this machine nor among callback_hosts of the settings";
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
    // What the service refuses does not count against the quota, whoever wants it so.
    let counts = if verdict.row().outcome == Outcome::Refused { Counts::No } else { decision.counts };
    let reason = format!("a fault answers this; otherwise it would be {}", decision.verdict.row().name);
    Decision { verdict, effect, reason: Some(reason), counts }
}

/// Adds what the phone will not do with a push.
fn add_remarks(head: &mut Head, state: &DeviceState, found: &Found) {
    let domains = state.app_of(&found.channel).map(|app| app.tile_domains.as_slice());
    let remarks = remark::of_device(&head.demands, state.os, domains);
    head.remarks.extend(remarks.into_iter().map(Remark::into_diagnostic));
}

/// Counts a push against its channel's quota and rate, if it counts.
fn count(state: &mut DeviceState, found: &Found, counts: Counts, now: Timestamp) -> Option<(ChannelToken, Meter)> {
    let app = state.app_of_mut(&found.channel).filter(|_| counts == Counts::Yes)?;
    app.meter.count_one(now);
    Some((found.channel.token.clone(), app.meter))
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
