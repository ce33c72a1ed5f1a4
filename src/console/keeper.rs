//! Which phones does a window begin with? Those that it had, as their users have left them; that is why every change of them is
//! written down.
//!
//! It is one document of the archive, `phones`: a phone is a matter of the console, and the archive reads nothing of it. What
//! the relay keeps of the same devices is `journal`'s.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use serde_json::Value;
use tokio::sync::Notify;
use tokio::time::sleep;

use super::phones::MAX_PHONES;
use crate::archive::{Archive, Change, Name};
use crate::phone::kept::KeptPhone;
use crate::phone::{Phone, PhoneConfig};
use crate::protocol::device::DeviceId;

/// How long it may take until what a push put on a tile is written down. A flood of pushes must not be a flood of writes.
const WRITTEN_WITHIN: Duration = Duration::from_secs(1);

/// The phones that were kept.
#[derive(Debug, Default)]
pub struct KeptLineup {
    /// Those that could be read.
    pub phones: Vec<KeptPhone>,
    /// The rows of those that could not.
    pub unread: Vec<Value>,
}

/// Writes phones down.
pub(super) struct Keeper {
    archive: Archive,
    /// Rows that could not be read; they stay, for whoever can.
    unread: Vec<Value>,
    rows: Mutex<Rows>,
    /// Told when there is something to write soon.
    changed: Notify,
}

/// What is known of the phones.
#[derive(Default)]
struct Rows {
    /// As they were written down last.
    written: BTreeMap<DeviceId, KeptPhone>,
    /// Those that changed since, and are to be written down soon.
    soon: BTreeMap<DeviceId, Arc<Phone>>,
}

impl Keeper {
    /// One that has written nothing yet.
    pub(super) fn new(archive: Archive, unread: Vec<Value>) -> Self {
        Self { archive, unread, rows: Mutex::default(), changed: Notify::new() }
    }

    /// A phone is like this now.
    pub(super) fn hear(&self, phone: &Phone) {
        let kept = phone.kept();
        let mut rows = self.rows.lock();
        rows.soon.remove(kept.device());
        if rows.written.get(kept.device()) != Some(&kept) {
            rows.written.insert(kept.device().clone(), kept);
            self.write(&rows.written);
        }
    }

    /// A phone is like this now, by a push or by itself: that is written down soon.
    pub(super) fn hear_soon(&self, phone: &Arc<Phone>) {
        self.rows.lock().soon.insert(phone.config().device.clone(), phone.clone());
        self.changed.notify_one();
    }

    /// Writes down what is to be written soon, again and again.
    pub(super) async fn keep_up(self: Arc<Self>) {
        loop {
            self.changed.notified().await;
            sleep(WRITTEN_WITHIN).await;
            self.catch_up();
        }
    }

    /// Writes down what is to be written soon, now.
    pub(super) fn catch_up(&self) {
        let mut rows = self.rows.lock();
        let Rows { written, soon } = &mut *rows;
        let mut has_changed = false;
        for (device, phone) in std::mem::take(soon) {
            let kept = phone.kept();
            // Whoever is gone meanwhile stays away.
            if let Some(before) = written.get_mut(&device).filter(|before| **before != kept) {
                *before = kept;
                has_changed = true;
            }
        }
        if has_changed {
            self.write(written);
        }
    }

    /// A phone is gone.
    pub(super) fn forget(&self, device: &DeviceId) {
        let mut rows = self.rows.lock();
        rows.soon.remove(device);
        if rows.written.remove(device).is_some() {
            self.write(&rows.written);
        }
    }

    fn write(&self, phones: &BTreeMap<DeviceId, KeptPhone>) {
        // Strings and numbers; there is nothing in it that JSON could not say.
        let rows = phones.values().filter_map(|phone| serde_json::to_value(phone).ok());
        let rows: Vec<Value> = rows.chain(self.unread.iter().cloned()).collect();
        if let Ok(text) = serde_json::to_string(&rows) {
            self.archive.note(Change::Document(Name::Phones, text));
        }
    }
}

/// The phones that a console begins with: those that were kept, with the apps that further ones are to have, or else those that
/// are configured.
pub(super) fn first_phones(kept: Option<Vec<KeptPhone>>, configured: Vec<PhoneConfig>) -> Vec<Phone> {
    let Some(kept) = kept else { return configured.into_iter().map(Phone::new).collect() };
    let services = configured.iter().flat_map(|phone| &phone.apps).filter(|app| app.service.is_some());
    let services: Vec<_> = services.collect();
    let mut phones = BTreeMap::new();
    for mut one in kept.into_iter().take(MAX_PHONES) {
        for app in &services {
            one.install(app);
        }
        phones.entry(one.device().clone()).or_insert_with(|| one.phone());
    }
    phones.into_values().collect()
}
