//! When does something happen by itself? The devices for which a time is set, the earliest first, and the loop that waits.
//!
//! A device has at most one time that counts (`DeviceState::alarm`); others that stand here for it are passed over.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;
use tokio::sync::Notify;

use super::device::{Device, DeviceState};
use super::service::Relay;
use crate::clock::Timestamp;

/// The times that are set.
#[derive(Debug, Default)]
pub(super) struct Alarms {
    set: Mutex<BinaryHeap<Reverse<Alarm>>>,
    /// Told when the earliest may have changed.
    changed: Notify,
    /// Held while something that is due happens: whoever gets it knows that nothing is half done.
    happening: Mutex<()>,
}

#[derive(Clone, Debug)]
struct Alarm {
    at: Timestamp,
    device: Weak<Device>,
}

impl PartialEq for Alarm {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Alarm {}

impl PartialOrd for Alarm {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Alarm {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}

impl Alarms {
    /// Sets a device's time.
    fn set(&self, at: Timestamp, device: &Arc<Device>) {
        let mut set = self.set.lock();
        let is_earliest = set.peek().is_none_or(|Reverse(first)| at < first.at);
        set.push(Reverse(Alarm { at, device: Arc::downgrade(device) }));
        drop(set);
        if is_earliest {
            self.changed.notify_one();
        }
    }

    /// The earliest time.
    fn next(&self) -> Option<Timestamp> {
        self.set.lock().peek().map(|Reverse(alarm)| alarm.at)
    }

    /// A device whose time has come, with that time.
    fn due(&self, now: Timestamp) -> Option<(Timestamp, Weak<Device>)> {
        let mut set = self.set.lock();
        set.peek().filter(|Reverse(alarm)| alarm.at <= now)?;
        set.pop().map(|Reverse(alarm)| (alarm.at, alarm.device))
    }
}

impl Relay {
    /// Sets the alarm for what will happen to a device by itself.
    pub(super) fn set_alarm(&self, device: &Arc<Device>, state: &mut DeviceState) {
        let next = state.next_alarm(&self.settings());
        if next != state.alarm {
            state.alarm = next;
            if let Some(at) = next {
                self.alarms().set(at, device);
            }
        }
    }

    /// Lets happen what is due now. When it returns it has happened, whoever has done it.
    pub fn let_due_happen(&self) {
        let _all = self.alarms().happening.lock();
        while let Some((at, device)) = self.alarms().due(self.now()) {
            if let Some(device) = device.upgrade() {
                let mut state = device.lock();
                if state.alarm == Some(at) {
                    state.alarm = None;
                    self.let_happen(&device, &mut state);
                    self.set_alarm(&device, &mut state);
                }
            }
        }
    }

    /// Lets happen what is due, until the future is dropped.
    pub(super) async fn watch_the_clock(self) {
        loop {
            let changed = self.alarms().changed.notified();
            self.let_due_happen();
            let next = self.alarms().next();
            let comes = async {
                match next {
                    Some(at) => self.clock().sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = comes => {}
                () = changed => {}
            }
        }
    }
}
