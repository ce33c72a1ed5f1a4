//! When does something happen by itself? The devices for which a time is set, the earliest first, and the loop that waits.
//!
//! A device has at most one (`DeviceState::alarm`), so that a link which comes and goes all day leaves nothing behind here.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;
use tokio::sync::Notify;

use super::device::{Device, DeviceState};
use super::service::Relay;
use crate::clock::Timestamp;

/// When an alarm is set for, and which it is.
pub(super) type AlarmKey = (Timestamp, u64);

/// The times that are set.
#[derive(Debug, Default)]
pub(super) struct Alarms {
    set: Mutex<SetAlarms>,
    /// Told when the earliest may have changed.
    changed: Notify,
    /// Held while something that is due happens: whoever gets it knows that nothing is half done.
    happening: Mutex<()>,
}

#[derive(Debug, Default)]
struct SetAlarms {
    by_time: BTreeMap<AlarmKey, Weak<Device>>,
    last: u64,
}

impl Alarms {
    /// Puts an alarm for a device in the place of its old one.
    fn set(&self, old: Option<AlarmKey>, at: Option<Timestamp>, device: &Arc<Device>) -> Option<AlarmKey> {
        let mut set = self.set.lock();
        if let Some(old) = old {
            set.by_time.remove(&old);
        }
        set.last += 1;
        let key = (at?, set.last);
        let is_earliest = set.by_time.first_key_value().is_none_or(|(first, _)| key < *first);
        set.by_time.insert(key, Arc::downgrade(device));
        drop(set);
        if is_earliest {
            self.changed.notify_one();
        }
        Some(key)
    }

    /// The earliest time.
    fn next(&self) -> Option<Timestamp> {
        self.set.lock().by_time.first_key_value().map(|((at, _), _)| *at)
    }

    /// A device whose time has come, with its alarm.
    fn due(&self, now: Timestamp) -> Option<(AlarmKey, Weak<Device>)> {
        let mut set = self.set.lock();
        let first = set.by_time.first_entry().filter(|first| first.key().0 <= now)?;
        Some(first.remove_entry())
    }
}

impl Relay {
    /// Sets the alarm for what will happen to a device by itself.
    pub(super) fn set_alarm(&self, device: &Arc<Device>, state: &mut DeviceState) {
        let next = if state.removed { None } else { state.next_alarm(&self.settings()) };
        if next != state.alarm.map(|(at, _)| at) {
            state.alarm = self.alarms().set(state.alarm, next, device);
        }
    }

    /// Lets happen what is due now. When it returns it has happened, whoever has done it.
    pub fn let_due_happen(&self) {
        let _all = self.alarms().happening.lock();
        while let Some((alarm, device)) = self.alarms().due(self.now()) {
            if let Some(device) = device.upgrade() {
                let mut state = device.lock();
                if state.alarm == Some(alarm) {
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
