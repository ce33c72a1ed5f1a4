//! The relay as its host holds it: what it knows, and the two ways in: a request (`receive`) and a link (`link`).
//!
//! Free of transport: `serve` brings requests here. Events are put in while the device's lock is held, so that their order
//! is the order in which things happened to the device.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

use super::decide::{Decision, Effect, decide};
use super::device::{Device, DeviceState, Line};
use super::event::{EventSink, RelayEvent};
use super::intake::{Address, Asked, Body, Head, read_head, read_wish};
use super::queue::Kept;
use super::registry::{Found, Registry};
use super::respond::{self, After};
use super::settings::Settings;
use crate::clock::{Clock, Timestamp};
use crate::protocol::device::{DeviceId, DeviceSnapshot};
use crate::protocol::record::PushRecord;
use crate::protocol::{PushId, Stage, StageEvent, Verdict};

/// The relay. Clones are the same relay.
#[derive(Clone, Debug)]
pub struct Relay(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: Settings,
    clock: Clock,
    events: EventSink,
    base: String,
    registry: Registry,
    last_push: AtomicU64,
    last_link: AtomicU64,
    /// Rises each time that all links are to close.
    closing: watch::Sender<u64>,
}

impl Relay {
    /// A relay that knows nobody. `base` is `http://host:port`, with which the URIs of its channels begin.
    #[must_use]
    pub fn new(settings: Settings, clock: Clock, events: EventSink, base: String) -> Self {
        Self(Arc::new(Inner {
            settings,
            clock,
            events,
            base,
            registry: Registry::default(),
            last_push: AtomicU64::new(0),
            last_link: AtomicU64::new(0),
            closing: watch::Sender::new(0),
        }))
    }

    /// Every device that was ever on a link, by id.
    #[must_use]
    pub fn devices(&self) -> Vec<DeviceSnapshot> {
        let now = self.now();
        let snapshot = |device: &Arc<Device>| device.lock().snapshot(&device.id, &self.0.settings, now);
        self.0.registry.devices().iter().map(snapshot).collect()
    }

    /// The device of that id, if it was ever on a link.
    #[must_use]
    pub fn device(&self, id: &DeviceId) -> Option<DeviceSnapshot> {
        let device = self.0.registry.device(id)?;
        let snapshot = device.lock().snapshot(&device.id, &self.0.settings, self.now());
        Some(snapshot)
    }

    /// How many events did not fit into the host's channel so far.
    #[must_use]
    pub fn lost_events(&self) -> u64 {
        self.0.events.lost()
    }

    /// What the relay was set up with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// What the URIs of its channels begin with, `http://host:port`.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.0.base
    }

    /// Closes every link that is up now; the phones may come back.
    pub fn close_all_links(&self) {
        self.0.closing.send_modify(|times| *times += 1);
    }

    /// Changes when all links are to close.
    pub(super) fn closing(&self) -> watch::Receiver<u64> {
        self.0.closing.subscribe()
    }

    pub(super) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub(super) fn registry(&self) -> &Registry {
        &self.0.registry
    }

    pub(super) fn next_link(&self) -> u64 {
        self.0.last_link.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Tells that a device has changed.
    pub(super) fn tell_device(&self, device: &Device, state: &DeviceState) {
        self.0.events.emit(RelayEvent::Device(state.snapshot(&device.id, &self.0.settings, self.now())));
    }

    /// Tells that a push has reached a stage.
    pub(super) fn tell_stage(&self, push: PushId, stage: Stage, detail: Option<&str>) {
        let at = self.now();
        self.0.events.emit(RelayEvent::Stage(StageEvent { push, stage, at, detail: detail.map(str::to_owned) }));
    }

    /// Follows a request: decides, keeps what is to be kept, tells the host, and gives the record with the answer.
    pub(super) fn receive(&self, asked: Asked, body: Body) -> Arc<PushRecord> {
        let mut head = read_head(&asked);
        let wish = read_wish(&asked, &mut head, &body, &self.0.settings);
        let found = match &head.address {
            Address::Channel(token) | Address::Callback(token) => self.0.registry.find(token),
            Address::Foreign | Address::None => None,
        };
        let Some(Found { device, channel }) = found else {
            let decision = decide(&wish, None, &self.0.settings, self.now());
            return self.conclude(asked, body, head, decision, None);
        };
        let mut state = device.lock();
        let decision = decide(&wish, Some(&state.sight(&channel)), &self.0.settings, self.now());
        let effect = decision.effect;
        let verdict = decision.verdict;
        let found = Found { device: device.clone(), channel };
        let record = self.conclude(asked, body, head, decision, Some(&found));
        let kept = Kept { record: record.clone(), channel: found.channel };
        match effect {
            Effect::Deliver => {
                state.queue.deliver(kept);
                state.wake();
            }
            Effect::Wait => {
                state.queue.wait(kept);
                self.tell_stage(record.id, Stage::Queued, None);
                self.tell_device(&device, &state);
            }
            Effect::Nothing if verdict == Verdict::DeviceInactive => self.tell_inactive(&device, &mut state),
            Effect::Nothing => {}
        }
        drop(state);
        record
    }

    /// Makes the record, and tells it and its first stage.
    fn conclude(
        &self,
        asked: Asked,
        body: Body,
        head: Head,
        decision: Decision,
        found: Option<&Found>,
    ) -> Arc<PushRecord> {
        let now = self.now();
        let Decision { verdict, effect, reason } = decision;
        let is_recorded = asked.is_recorded();
        let answer = respond::answer(verdict, self.0.settings.dialect, &head.message_id, now, After::of(verdict));
        // Ids rise per device, because whoever takes one for a device holds its lock.
        let id = if is_recorded { PushId(self.0.last_push.fetch_add(1, Ordering::Relaxed) + 1) } else { PushId(0) };
        let is_notification = matches!(head.address, Address::Channel(_) | Address::Foreign) && asked.method == "POST";
        let record = Arc::new(PushRecord {
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
            fault: None,
            request: asked.into_record(body.into_bytes()),
            answer,
            lint: head.remarks,
        });
        if is_recorded {
            self.0.events.emit(RelayEvent::Push(record.clone()));
            let stage = match effect {
                Effect::Deliver | Effect::Wait => Stage::Accepted,
                Effect::Nothing => Stage::Refused,
            };
            self.tell_stage(id, stage, None);
        }
        record
    }

    /// A device turns inactive without anything happening to it, so the first push that finds it so tells.
    fn tell_inactive(&self, device: &Device, state: &mut DeviceState) {
        if let Line::Down { told_inactive, .. } = &mut state.line
            && !std::mem::replace(told_inactive, true)
        {
            self.tell_device(device, state);
        }
    }
}
