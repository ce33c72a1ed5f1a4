//! How does what the relay wants kept get into the archive, and back? The relay's entries become the archive's changes; what the
//! archive gives back becomes the relay's memory.
//!
//! The relay and the archive do not know each other (HOUSE.md 3): here they are joined.

use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize as _, Serialize};
use serde_json::Value;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::event::Event;
use super::hub::Hub;
use super::keeper::KeptLineup;
use super::model::World;
use crate::archive::{
    Archive, Change, Counted, Loaded, Name, NewPush, NotWritten, OpenError, Outstanding, SetAside, Told, Unreadable,
};
use crate::clock::Clock;
use crate::lang::{Argument, text_with};
use crate::phone::kept::KeptPhone;
use crate::protocol::Stage;
use crate::protocol::channel_uri::ChannelToken;
use crate::relay::fault::Tally;
use crate::relay::journal::{Entry, Journal, Memory, NotKept, Pending, Receipt};
use crate::relay::{Fault, Meter, Settings};

/// How many of the newest pushes a log begins with.
const RECENT: usize = 1_000;

/// An archive, and what a console needs of it to begin.
#[derive(Debug)]
pub struct Kept {
    /// The archive.
    pub archive: Archive,
    /// What the relay knew.
    pub memory: Memory,
    /// The newest pushes, oldest first.
    pub recent: Vec<Told>,
    /// The phones that a window had, if one was kept here.
    pub phones: Option<KeptLineup>,
    /// Whether phones are kept here from now on, and begun with.
    pub keeps_phones: KeepsPhones,
    /// The file that was there and could not be read.
    pub set_aside: Option<SetAside>,
}

/// Whether a console begins with the phones that were kept, and keeps those that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepsPhones {
    /// It does: they are added and removed by hand.
    Yes,
    /// It does not: each start says which there are.
    No,
}

/// Opens the archive of a folder.
///
/// # Errors
/// Another process uses the folder, or the system does not let us.
pub fn open(folder: &Path, clock: &Clock) -> Result<Kept, OpenError> {
    let opened = Archive::open(folder, clock.now())?;
    let recent = opened.archive.history().newest(RECENT).unwrap_or_else(|error| {
        // It is said again to whoever asks for the history.
        tracing::warn!(%error, "the log begins empty");
        Vec::new()
    });
    let mut loaded = opened.loaded;
    let phones = loaded.phones.take().map(|text| phones(&text, &mut loaded.unreadable));
    let memory = memory(loaded);
    let limit = memory.settings.as_ref().map_or(Settings::default().history_limit, |settings| settings.history_limit);
    opened.archive.note(Change::HistoryLimit(limit));
    let (archive, set_aside) = (opened.archive, opened.set_aside);
    Ok(Kept { archive, memory, recent, phones, keeps_phones: KeepsPhones::No, set_aside })
}

/// What became of a file that could not be read, in words.
#[must_use]
pub fn set_aside(set_aside: &SetAside) -> String {
    let file = set_aside.file.display().to_string();
    let key = match set_aside.why {
        Unreadable::Damaged => "archive-damaged",
        Unreadable::Newer => "archive-newer",
    };
    text_with(key, &[("file", Argument::Text(&file))])
}

/// How many phones are left out because they could not be read; none if all could.
#[must_use]
pub fn left_out(kept: &Kept) -> Option<u64> {
    let count = kept.phones.as_ref().map_or(0, |lineup| lineup.unread.len());
    u64::try_from(count).ok().filter(|count| *count > 0)
}

/// Why a window begins without an archive, in words.
#[must_use]
pub fn not_used(reason: &str) -> String {
    text_with("archive-not-used", &[("reason", Argument::Text(reason))])
}

/// What was kept is told to a hub, and trouble from then on. Gives the archive, and what is the relay's.
pub(super) fn begin(kept: Kept, hub: &Arc<Hub>) -> (Archive, Memory) {
    let Kept { archive, memory, recent, .. } = kept;
    hub.publish(Event::Recalled(Arc::new(recent)));
    hub.write_to(archive.clone());
    let (hub, file) = (hub.clone(), archive.file().display().to_string());
    archive.on_trouble(move |reason| {
        let words = |reason: NotWritten| {
            let reason = reason.to_string();
            text_with("trouble-archive", &[("reason", Argument::Text(&reason)), ("file", Argument::Text(&file))])
        };
        hub.publish(Event::Trouble(reason.map(words)));
    });
    (archive, memory)
}

/// The journal that an archive is.
pub(super) fn of(archive: &Archive) -> Arc<dyn Journal> {
    Arc::new(Ledger(archive.clone()))
}

/// Writes down what an event tells of a push, beside what the relay has kept itself. The world knows of the event already.
pub(super) fn write_down(archive: &Archive, world: &World, event: &Event) {
    match event {
        Event::Stage(event) => archive.note(Change::Stage(event.clone())),
        Event::Push(record) => {
            if let Ok(message_id) = Uuid::parse_str(&record.message_id) {
                sent_here(archive, world, message_id);
            }
        }
        Event::Sent { message_id, .. } => sent_here(archive, world, *message_id),
        Event::Forgotten => archive.note(Change::Forgotten),
        _ => {}
    }
}

/// If a push was sent here, what its sender has done is written down, as soon as both its answer and its number are known.
fn sent_here(archive: &Archive, world: &World, message_id: Uuid) {
    let entry = world.log.row_of_message(message_id).and_then(|row| world.log.row(row));
    let Some(entry) = entry.filter(|entry| entry.exchange.is_some() && entry.record.is_some()) else { return };
    for event in entry.stages.iter().filter(|event| matches!(event.stage, Stage::Composed | Stage::Sent)) {
        archive.note(Change::Stage(event.clone()));
    }
}

struct Ledger(Archive);

impl Journal for Ledger {
    fn note(&self, entry: Entry) {
        for change in changes(entry) {
            self.0.note(change);
        }
    }

    fn keep(&self, entry: Entry) -> Receipt {
        let (told, receipt) = oneshot::channel();
        let done = Box::new(|written: Result<(), NotWritten>| {
            // Whoever waited may be gone.
            let _ = told.send(written.map_err(|reason| NotKept(reason.to_string())));
        });
        match entry {
            Entry::Push { record, pending, meter } => {
                self.0.keep(NewPush { record, outstanding: pending.map(outstanding), meter: meter.map(metered) }, done);
            }
            other => {
                self.note(other);
                self.0.flush(done);
            }
        }
        receipt
    }
}

fn changes(entry: Entry) -> Vec<Change> {
    let one = match entry {
        Entry::Device(row) => document(&row).map(|text| Change::Device(row.device, text)),
        Entry::DeviceGone(device) => Some(Change::DeviceGone(device)),
        Entry::ChannelClosed(row) => document(&row).map(|text| Change::ChannelClosed(row.device, row.token, text)),
        Entry::Push { record, pending, meter } => {
            Some(Change::Push(NewPush { record, outstanding: pending.map(outstanding), meter: meter.map(metered) }))
        }
        Entry::Pending { push, pending } => Some(Change::Outstanding(push, outstanding(pending))),
        Entry::Settled(push) => Some(Change::Settled(push)),
        Entry::Faults(faults) => document(&faults).map(|text| Change::Document(Name::Faults, text)),
        Entry::Tallied(tallies) => {
            let count =
                |tally: &Tally| Change::Counted(Counted { fault: tally.id, seen: tally.seen, acted: tally.acted });
            return tallies.iter().map(count).collect();
        }
        Entry::Settings(settings) => {
            let limit = Change::HistoryLimit(settings.history_limit);
            let document = document(&settings).map(|text| Change::Document(Name::Settings, text));
            return document.into_iter().chain([limit]).collect();
        }
        Entry::Forgotten => Some(Change::Forgotten),
    };
    one.into_iter().collect()
}

/// A row as text. It is strings and numbers; there is nothing in it that JSON could not say.
fn document(row: &impl Serialize) -> Option<String> {
    serde_json::to_string(row).ok()
}

fn outstanding(Pending { due, stopped, link_id, body, copies }: Pending) -> Outstanding {
    Outstanding { due, stopped, link_id, body, copies }
}

fn metered((token, meter): (ChannelToken, Meter)) -> crate::archive::Meter {
    crate::archive::Meter { token, day: meter.day, in_day: meter.in_day }
}

fn memory(loaded: Loaded) -> Memory {
    let mut unreadable = loaded.unreadable;
    let pending = |(record, what): (_, Outstanding)| {
        let Outstanding { due, stopped, link_id, body, copies } = what;
        (record, Pending { due, stopped, link_id, body, copies })
    };
    let memory = Memory {
        devices: rows(&loaded.devices, &mut unreadable),
        closed: rows(&loaded.closed, &mut unreadable),
        meters: loaded.meters.into_iter().map(|meter| (meter.token, Meter::resumed(meter.day, meter.in_day))).collect(),
        pending: loaded.outstanding.into_iter().map(pending).collect(),
        faults: faults(loaded.faults.as_deref(), &loaded.counted, &mut unreadable),
        settings: loaded.settings.as_deref().map(|text| settings(text, &mut unreadable)),
        last_push: loaded.newest,
    };
    if unreadable > 0 {
        tracing::warn!(unreadable, "parts of the archive could not be read, and are left out");
    }
    memory
}

fn rows<T: DeserializeOwned>(texts: &[String], unreadable: &mut usize) -> Vec<T> {
    let read = |text: &String| serde_json::from_str(text).map_err(|_| *unreadable += 1).ok();
    texts.iter().filter_map(read).collect()
}

fn faults(text: Option<&str>, counted: &[Counted], unreadable: &mut usize) -> Vec<Fault> {
    let Some(text) = text else { return Vec::new() };
    let values: Vec<Value> = serde_json::from_str(text).map_err(|_| *unreadable += 1).unwrap_or_default();
    let read = |value| serde_json::from_value(value).map_err(|_| *unreadable += 1).ok();
    let mut faults: Vec<Fault> = values.into_iter().filter_map(read).collect();
    for fault in &mut faults {
        if let Some(count) = counted.iter().find(|count| count.fault == fault.id) {
            (fault.seen, fault.acted) = (fault.seen.max(count.seen), fault.acted.max(count.acted));
        }
    }
    faults
}

/// Phones as they were, as far as each can be read.
fn phones(text: &str, unreadable: &mut usize) -> KeptLineup {
    let values: Vec<Value> = serde_json::from_str(text).map_err(|_| *unreadable += 1).unwrap_or_default();
    let mut lineup = KeptLineup::default();
    for value in values {
        match KeptPhone::deserialize(&value) {
            Ok(phone) => lineup.phones.push(phone),
            Err(_) => lineup.unread.push(value),
        }
    }
    *unreadable += lineup.unread.len();
    lineup
}

/// Settings as they were, as far as each can still be.
fn settings(text: &str, unreadable: &mut usize) -> Settings {
    let values: Value = serde_json::from_str(text).unwrap_or_default();
    let Value::Object(values) = values else {
        *unreadable += 1;
        return Settings::default();
    };
    values.into_iter().fold(Settings::default(), |settings, (name, value)| {
        let one = Value::Object([(name, value)].into_iter().collect());
        settings.patched(&one).unwrap_or_else(|_| {
            *unreadable += 1;
            settings
        })
    })
}
