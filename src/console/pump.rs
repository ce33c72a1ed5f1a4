//! How do the events of the relay and of the phones reach the hub? Many at a time, so that in a flood a push costs little
//! more than itself, and in the order in which they happened: a phone tells of a push after the relay has.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::time::sleep;

use super::event::Event;
use super::hub::Hub;
use super::runtime::Shared;
use super::service::works;
use crate::protocol::device::DeviceId;
use crate::protocol::status::ConnectionStatus;
use crate::relay::{EventSink, RelayEvent};

/// How many events are handed over at once, while the world is locked.
const AT_ONCE: usize = 512;

/// How long events gather before the next are taken. Nobody sees it; without it, the relay would wake this loop for each.
const GATHER: Duration = Duration::from_millis(1);
/// How many events of phones may wait.
const WAITING_AT_PHONES: usize = 4_096;

/// Where phones tell what happens to them.
#[derive(Clone)]
pub(super) struct Teller {
    waiting: mpsc::Sender<Event>,
    hub: Arc<Hub>,
}

impl Teller {
    /// A place to tell, and what was told there.
    pub(super) fn new(hub: Arc<Hub>) -> (Self, mpsc::Receiver<Event>) {
        let (waiting, told) = mpsc::channel(WAITING_AT_PHONES);
        (Self { waiting, hub }, told)
    }

    /// Tells an event behind everything that the relay has told by now.
    pub(super) fn tell(&self, event: Event) {
        if let Err(TrySendError::Full(event) | TrySendError::Closed(event)) = self.waiting.try_send(event) {
            // Better out of turn than not at all.
            self.hub.publish(event);
        }
    }
}

/// What is told, and by whom.
pub(super) struct Told {
    /// By the relay.
    pub(super) relay: mpsc::Receiver<RelayEvent>,
    /// By the phones.
    pub(super) phones: mpsc::Receiver<Event>,
}

/// Hands events to the hub, and tells of those of the relay that were lost.
pub(super) async fn pump(mut told: Told, sink: EventSink, shared: Shared) {
    let hub = &shared.hub;
    let mut lost = 0;
    let mut batch = Batch::default();
    loop {
        tokio::select! {
            count = told.relay.recv_many(&mut batch.of_relay, AT_ONCE) => if count == 0 { return },
            Some(event) = told.phones.recv() => batch.of_phones.push(event),
        }
        batch.take_what_waits(&mut told);
        let is_flood = batch.of_relay.len() >= AT_ONCE;
        let mut passed = None;
        while let Some(mark) = batch.publish(&shared) {
            passed = passed.max(Some(mark));
            // What phones told before the mark is there by now.
            batch.take_what_waits(&mut told);
        }
        if sink.lost() != lost {
            lost = sink.lost();
            hub.publish(Event::Lost(lost));
        }
        if let Some(mark) = passed {
            hub.pass(mark);
        } else if !is_flood {
            sleep(GATHER).await;
        }
    }
}

/// Events that are published together.
#[derive(Default)]
struct Batch {
    of_relay: Vec<RelayEvent>,
    of_phones: Vec<Event>,
    ready: Vec<Event>,
    /// The devices that were connected since the console began.
    met: HashSet<DeviceId>,
}

impl Batch {
    /// Takes what was told by now: first by the phones, so that what the relay told before that is here as well.
    fn take_what_waits(&mut self, told: &mut Told) {
        let of_phones = told.phones.len();
        self.of_phones.extend((0..of_phones).map_while(|_| told.phones.try_recv().ok()));
        let of_relay = told.relay.len();
        self.of_relay.extend((0..of_relay).map_while(|_| told.relay.try_recv().ok()));
    }

    /// Publishes all of it. Gives the last mark that was among it.
    fn publish(&mut self, shared: &Shared) -> Option<u64> {
        let mut marked = None;
        for event in self.of_relay.drain(..) {
            match event {
                RelayEvent::Mark(mark) => marked = Some(mark),
                RelayEvent::Device(snapshot) => {
                    // Where it was is what the world says when all before this is known.
                    shared.hub.publish_all(self.ready.drain(..));
                    let is_connected = snapshot.connection == ConnectionStatus::Connected;
                    let is_first = is_connected && self.met.insert(snapshot.device.clone());
                    // That a phone is there when the console begins is no news, unless pushes wait for it.
                    if !is_first || snapshot.queued > 0 {
                        self.ready.extend(works::moved(&shared.hub, &shared.clock, &snapshot));
                    }
                    self.ready.push(Event::Device(*snapshot));
                }
                RelayEvent::Push(record) => self.ready.push(Event::Push(record)),
                RelayEvent::Stage(stage) => self.ready.push(Event::Stage(stage)),
                RelayEvent::DeviceGone(device) => {
                    self.met.remove(&device);
                    self.ready.push(Event::DeviceGone(device));
                }
                RelayEvent::Faults(faults) => self.ready.push(Event::Faults(faults)),
                RelayEvent::Tallied(tallies) => self.ready.push(Event::Tallied(tallies)),
                RelayEvent::Settings(settings) => self.ready.push(Event::Settings(settings)),
                RelayEvent::Stopped(pushes) => self.ready.push(Event::Stopped(pushes)),
                RelayEvent::Called(called) => self.ready.push(works::called_back(*called)),
                RelayEvent::Trouble(trouble) => self.ready.push(Event::Trouble(trouble)),
            }
        }
        self.ready.append(&mut self.of_phones);
        shared.hub.publish_all(self.ready.drain(..));
        marked
    }
}
