//! What does the relay tell its host? Events over a bounded channel, and a count of those that did not fit.
//!
//! The relay never waits for whoever listens (HOUSE.md 5).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::mpsc;

use super::callback::Called;
use super::fault::{Fault, Tally};
use super::settings::Settings;
use crate::protocol::device::{DeviceId, DeviceSnapshot};
use crate::protocol::record::PushRecord;
use crate::protocol::{PushId, StageEvent};

/// Something happened at the relay.
#[derive(Clone, Debug)]
pub enum RelayEvent {
    /// A device is new or changed; the snapshot is whole.
    Device(Box<DeviceSnapshot>),
    /// A request was answered. Comes before the push's stages.
    Push(Arc<PushRecord>),
    /// A push reached a stage.
    Stage(StageEvent),
    /// A device was removed.
    DeviceGone(DeviceId),
    /// The faults are these now.
    Faults(Vec<Fault>),
    /// These faults were asked about a push, and stand so since.
    Tallied(Vec<Tally>),
    /// The settings are these now.
    Settings(Arc<Settings>),
    /// These pushes stand at a breakpoint now.
    Stopped(Vec<PushId>),
    /// Somebody was called because a device went inactive, or was not.
    Called(Box<Called>),
    /// Something is wrong that a person should know of, or no longer: why pushes cannot be written down, say. In sentences:
    /// the first says what happened, the others what it means and what to do.
    Trouble(Option<String>),
    /// Somebody wants to know when everything before this was taken: with this number.
    Mark(u64),
}

/// Where the relay puts its events. Clones share the channel and the count.
#[derive(Clone, Debug)]
pub struct EventSink {
    sender: mpsc::Sender<RelayEvent>,
    lost: Arc<AtomicU64>,
}

impl EventSink {
    /// A sink and the receiver of its events, which holds at most `capacity` of them.
    #[must_use]
    pub fn channel(capacity: usize) -> (Self, mpsc::Receiver<RelayEvent>) {
        let (sender, receiver) = mpsc::channel(capacity);
        (Self { sender, lost: Arc::default() }, receiver)
    }

    /// Puts an event in, or counts it as lost if the channel is full.
    pub fn emit(&self, event: RelayEvent) {
        if self.sender.try_send(event).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many events did not fit so far.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}
