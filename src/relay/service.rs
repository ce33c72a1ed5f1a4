//! The relay as its host holds it: what it knows, and how it tells of what happens. Free of transport.
//!
//! The two ways in are a request (`reception`) and a link (`link`); what its host may change stands in `control`, what
//! happens by itself in `alarm`. Events are put in while the device's lock is held, so that their order is the order in which
//! things happened to the device.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::{Mutex, RwLock};
use tokio::sync::watch;

use super::alarm::Alarms;
use super::breakpoint::Breakpoints;
use super::callback::Calls;
use super::census::Counts;
use super::device::{App, Device, DeviceState};
use super::event::{EventSink, RelayEvent};
use super::fault::Faults;
use super::intake::tile_in;
use super::journal::{Entry, Journal, Memory, Pending};
use super::kept::Kept;
use super::registry::{Channel, Found, Registry};
use super::settings::{BadSetting, Settings};
use super::sight::Bindings;
use crate::clock::{Clock, Timestamp};
use crate::protocol::class::Interval;
use crate::protocol::device::{DeviceId, DeviceSnapshot};
use crate::protocol::record::PushRecord;
use crate::protocol::{ChannelUri, PushId, Stage, StageEvent};

/// The relay. Clones are the same relay.
#[derive(Clone, Debug)]
pub struct Relay(pub(super) Arc<Inner>);

/// How a relay is set up.
pub struct RelaySetup {
    /// How the service behaves, unless it was set otherwise before.
    pub settings: Settings,
    /// The clock that it follows.
    pub clock: Clock,
    /// Where it tells what happens.
    pub events: EventSink,
    /// `http://host:port`, with which the URIs of its channels begin.
    pub base: String,
    /// `https://host:port`, with which the URIs of authenticated channels begin; without it there are none.
    pub tls_base: Option<String>,
    /// Who keeps what must not be forgotten; without it, everything ends with the process.
    pub journal: Option<Arc<dyn Journal>>,
    /// What chances follow from, so that a run repeats.
    pub seed: u64,
}

pub(super) struct Inner {
    settings: RwLock<Arc<Settings>>,
    clock: Clock,
    events: EventSink,
    base: String,
    tls_base: Option<String>,
    journal: Option<Arc<dyn Journal>>,
    registry: Registry,
    faults: Mutex<Faults>,
    breakpoints: Breakpoints,
    alarms: Alarms,
    calls: Calls,
    counts: Counts,
    last_push: AtomicU64,
    last_link: AtomicU64,
    last_mark: AtomicU64,
    /// Rises each time that all links are to close.
    closing: watch::Sender<u64>,
}

impl fmt::Debug for Inner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Relay").field("base", &self.base).finish_non_exhaustive()
    }
}

impl Relay {
    /// A relay that knows what `memory` says.
    #[must_use]
    pub fn new(setup: RelaySetup, memory: Memory) -> Self {
        let mut faults = Faults::with_seed(setup.seed);
        faults.restore(memory.faults.clone());
        let relay = Self(Arc::new(Inner {
            settings: RwLock::new(Arc::new(memory.settings.clone().unwrap_or(setup.settings))),
            clock: setup.clock,
            events: setup.events,
            base: setup.base,
            tls_base: setup.tls_base,
            journal: setup.journal,
            registry: Registry::default(),
            faults: Mutex::new(faults),
            breakpoints: Breakpoints::default(),
            alarms: Alarms::default(),
            calls: Calls::default(),
            counts: Counts::default(),
            last_push: AtomicU64::new(memory.last_push.0),
            last_link: AtomicU64::new(0),
            last_mark: AtomicU64::new(0),
            closing: watch::Sender::new(0),
        }));
        relay.remember(memory);
        relay
    }

    /// Takes up what was written down: devices, channels, what waits.
    fn remember(&self, memory: Memory) {
        let now = self.now();
        let meters: HashMap<_, _> = memory.meters.iter().cloned().collect();
        for row in &memory.devices {
            let device = Arc::new(Device::restored(row, memory.last_push, now));
            self.registry().enter(device.clone());
            for app in &row.apps {
                let channel = self.channel(&app.app, &app.channel, app.token.clone(), app.service.clone());
                self.registry().open(Found { device: device.clone(), channel: channel.clone() });
                let mut known = App::with_channel(channel);
                known.bindings = Bindings { toast: app.toast, tile: app.tile };
                known.tile_domains.clone_from(&app.tile_domains);
                known.callback.clone_from(&app.callback);
                if let Some(told) = &app.told_uri {
                    known.told_uri.clone_from(told);
                }
                known.meter = meters.get(&app.token).copied().unwrap_or_default();
                device.lock().apps.insert(app.app.clone(), known);
            }
        }
        for row in memory.closed {
            if let Some(device) = self.registry().device(&row.device) {
                let channel = self.channel(&row.app, &row.channel, row.token, row.service);
                self.registry().open(Found { device, channel: channel.clone() });
                self.registry().close(&channel.token);
            }
        }
        for (record, pending) in memory.pending {
            self.remember_pending(record, pending);
        }
        for device in self.registry().devices() {
            let mut state = device.lock();
            self.set_alarm(&device, &mut state);
            self.tell_device(&device, &state);
        }
        self.tell(RelayEvent::Settings(self.settings()));
        self.tell(RelayEvent::Faults(self.faults()));
        self.tell(RelayEvent::Stopped(self.stopped()));
    }

    fn remember_pending(&self, record: Arc<PushRecord>, pending: Pending) {
        let device = record.device.as_ref().and_then(|device| self.registry().device(device));
        let Some(device) = device else { return self.note(Entry::Settled(record.id)) };
        let mut state = device.lock();
        let channel = record.app.as_ref().and_then(|app| state.apps.get(&**app)).map(|app| app.channel.clone());
        let Some(channel) = channel.filter(|channel| Some(&channel.name) == record.channel.as_ref()) else {
            return self.note(Entry::Settled(record.id));
        };
        let interval =
            record.class.map_or(Interval::Immediate, super::super::protocol::class::NotificationClass::interval);
        let mut kept = Kept::new(record, channel.clone());
        kept.link_id = pending.link_id;
        kept.copies = pending.copies;
        kept.body = pending.body.map(bytes::Bytes::from);
        kept.tile = tile_in(&kept.record.request.body, kept.record.kind);
        match (pending.stopped, pending.due) {
            (true, _) => self.breakpoints().restore(Found { device: device.clone(), channel }, kept),
            (false, Some(due)) => state.queue.hold_until(kept, interval, due),
            (false, None) => state.queue.wait_again(kept),
        }
    }

    /// A channel of that token; it is not entered here.
    pub(super) fn channel(
        &self,
        app: &str,
        name: &str,
        token: crate::protocol::channel_uri::ChannelToken,
        service: Option<String>,
    ) -> Arc<Channel> {
        let base = match (&service, &self.0.tls_base) {
            (Some(_), Some(tls_base)) => tls_base,
            (Some(_), None) | (None, _) => &self.0.base,
        };
        let uri = ChannelUri::for_token(base, &token);
        Arc::new(Channel { app: app.into(), name: name.into(), token, uri, service })
    }

    /// Every device that was ever on a link, by id.
    #[must_use]
    pub fn devices(&self) -> Vec<DeviceSnapshot> {
        let (now, settings) = (self.now(), self.settings());
        let snapshot = |device: &Arc<Device>| device.lock().snapshot(&device.id, &settings, now);
        self.0.registry.devices().iter().map(snapshot).collect()
    }

    /// The device of that id, if it was ever on a link.
    #[must_use]
    pub fn device(&self, id: &DeviceId) -> Option<DeviceSnapshot> {
        let device = self.0.registry.device(id)?;
        let snapshot = device.lock().snapshot(&device.id, &self.settings(), self.now());
        Some(snapshot)
    }

    /// How many events did not fit into the host's channel so far.
    #[must_use]
    pub fn lost_events(&self) -> u64 {
        self.0.events.lost()
    }

    /// Puts a mark into the events and gives its number: what was told before comes before the mark.
    #[must_use]
    pub fn mark(&self) -> u64 {
        let mark = self.0.last_mark.fetch_add(1, Ordering::Relaxed) + 1;
        self.0.events.emit(RelayEvent::Mark(mark));
        mark
    }

    /// How the service behaves now.
    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        self.0.settings.read().clone()
    }

    /// Changes settings, writes them down and tells them, while nobody else may change them.
    pub(super) fn patch_settings(&self, patch: &serde_json::Value) -> Result<Arc<Settings>, BadSetting> {
        let mut settings = self.0.settings.write();
        *settings = Arc::new(settings.patched(patch)?);
        self.note(Entry::Settings(Box::new(Settings::clone(&settings))));
        self.tell(RelayEvent::Settings(settings.clone()));
        Ok(settings.clone())
    }

    /// What the URIs of its channels begin with, `http://host:port`.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.0.base
    }

    /// What the URIs of authenticated channels begin with, if there can be any.
    #[must_use]
    pub fn tls_base(&self) -> Option<&str> {
        self.0.tls_base.as_deref()
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

    pub(super) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub(super) fn registry(&self) -> &Registry {
        &self.0.registry
    }

    pub(super) fn counts(&self) -> &Counts {
        &self.0.counts
    }

    pub(super) fn alarms(&self) -> &Alarms {
        &self.0.alarms
    }

    pub(super) fn calls(&self) -> &Calls {
        &self.0.calls
    }

    pub(super) fn breakpoints(&self) -> &Breakpoints {
        &self.0.breakpoints
    }

    pub(super) fn faults_mut(&self) -> parking_lot::MutexGuard<'_, Faults> {
        self.0.faults.lock()
    }

    pub(super) fn journal(&self) -> Option<&Arc<dyn Journal>> {
        self.0.journal.as_ref()
    }

    pub(super) fn next_link(&self) -> u64 {
        self.0.last_link.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Ids rise per device, because whoever takes one for a device holds its lock.
    pub(super) fn next_push(&self) -> PushId {
        PushId(self.0.last_push.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Writes something down, if there is somebody who keeps it.
    pub(super) fn note(&self, entry: Entry) {
        if let Some(journal) = &self.0.journal {
            journal.note(entry);
        }
    }

    /// Tells that a device has changed.
    pub(super) fn tell_device(&self, device: &Device, state: &DeviceState) {
        let snapshot = state.snapshot(&device.id, &self.settings(), self.now());
        self.0.events.emit(RelayEvent::Device(Box::new(snapshot)));
    }

    /// A device has changed in what must not be forgotten: writes it down, sets its alarm, and tells.
    pub(super) fn device_changed(&self, device: &Arc<Device>, state: &mut DeviceState) {
        self.set_alarm(device, state);
        if let Some(journal) = &self.0.journal {
            journal.note(Entry::Device(Box::new(state.row(&device.id))));
        }
        self.tell_device(device, state);
    }

    /// Tells something to the host.
    pub(super) fn tell(&self, event: RelayEvent) {
        self.0.counts.count(&event);
        self.0.events.emit(event);
    }

    /// Tells that a push has reached a stage.
    pub(super) fn tell_stage(&self, push: PushId, stage: Stage, detail: Option<&str>) {
        let at = self.now();
        self.tell(RelayEvent::Stage(StageEvent { push, stage, at, detail: detail.map(str::to_owned) }));
    }

    /// Pushes are done with: nothing is to be delivered of them any more.
    pub(super) fn settle(&self, pushes: &[PushId], stage: Stage, detail: Option<&str>) {
        for push in pushes {
            self.note(Entry::Settled(*push));
            self.tell_stage(*push, stage, detail);
        }
    }
}
