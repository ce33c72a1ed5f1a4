//! What is known of one device: link, battery, channels and bindings, queue? State behind one lock, free of transport.
//!
//! Every device has its lock to itself, so that pushes to different phones do not wait for each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use parking_lot::{Mutex, MutexGuard};
use tokio::sync::Notify;

use super::decide::{Bindings, Life, Presence, Sight};
use super::queue::Queue;
use super::registry::Channel;
use super::settings::Settings;
use crate::clock::Timestamp;
use crate::protocol::device::{AppSnapshot, DeviceId, DeviceSnapshot, OsVersion, PowerLevel};

/// A device.
#[derive(Debug)]
pub(super) struct Device {
    /// Its id.
    pub(super) id: DeviceId,
    state: Mutex<DeviceState>,
}

/// What changes about a device.
#[derive(Debug)]
pub(super) struct DeviceState {
    /// Its name, for people.
    pub(super) name: String,
    /// What it runs.
    pub(super) os: OsVersion,
    /// Its battery.
    pub(super) power: PowerLevel,
    /// Where it is.
    pub(super) line: Line,
    /// Its apps with an open channel, by name.
    pub(super) apps: BTreeMap<String, App>,
    /// What is kept for it.
    pub(super) queue: Queue,
}

/// Whether a device is on its link.
#[derive(Debug)]
pub(super) enum Line {
    /// It is.
    Up(LinkEnd),
    /// It is not.
    Down {
        /// Since when.
        since: Timestamp,
        /// Whether it was told to anybody that this is too long.
        told_inactive: bool,
    },
}

/// The relay's end of a link: how its loop is told that there is something to do.
#[derive(Clone, Debug)]
pub(super) struct LinkEnd {
    /// Which link; each has a number of its own.
    pub(super) number: u64,
    /// Wakes its loop.
    pub(super) wake: Arc<Notify>,
}

/// An app with an open channel.
#[derive(Debug)]
pub(super) struct App {
    /// Its channel.
    pub(super) channel: Arc<Channel>,
    /// What its shell takes.
    pub(super) bindings: Bindings,
    /// Domains that remote tile pictures may come from.
    pub(super) tile_domains: Vec<String>,
    /// Whether it is in front.
    pub(super) foreground: bool,
}

impl App {
    /// An app that has just opened a channel: nothing is bound.
    pub(super) fn with_channel(channel: Arc<Channel>) -> Self {
        Self { channel, bindings: Bindings::default(), tile_domains: Vec::new(), foreground: false }
    }
}

impl Device {
    /// A device that was never on a link.
    pub(super) fn new(id: DeviceId, os: OsVersion, now: Timestamp) -> Self {
        let state = DeviceState {
            name: id.as_str().to_owned(),
            os,
            power: PowerLevel::Normal,
            line: Line::Down { since: now, told_inactive: false },
            apps: BTreeMap::new(),
            queue: Queue::default(),
        };
        Self { id, state: Mutex::new(state) }
    }

    /// What changes, locked. Never held across an `await`.
    pub(super) fn lock(&self) -> MutexGuard<'_, DeviceState> {
        self.state.lock()
    }
}

impl DeviceState {
    /// What there is to know when a push comes in on `channel`.
    pub(super) fn sight(&self, channel: &Arc<Channel>) -> Sight {
        let app = self.apps.get(&channel.app).filter(|app| Arc::ptr_eq(&app.channel, channel));
        Sight {
            channel: app.map_or(Life::Closed, |app| Life::Open(app.bindings)),
            presence: self.presence(),
            waiting: self.queue.waiting(),
        }
    }

    /// Where the device is.
    pub(super) fn presence(&self) -> Presence {
        match &self.line {
            Line::Up(_) => Presence::Linked(self.queue.room()),
            Line::Down { since, .. } => Presence::Away(*since),
        }
    }

    /// Wakes the link's loop, if there is a link.
    pub(super) fn wake(&self) {
        if let Line::Up(link) = &self.line {
            link.wake.notify_one();
        }
    }

    /// Whether that link is the one that counts.
    pub(super) fn is_linked_by(&self, number: u64) -> bool {
        matches!(&self.line, Line::Up(link) if link.number == number)
    }

    /// The device as others see it.
    pub(super) fn snapshot(&self, id: &DeviceId, settings: &Settings, now: Timestamp) -> DeviceSnapshot {
        DeviceSnapshot {
            device: id.clone(),
            name: self.name.clone(),
            os: self.os,
            connection: self.presence().connection(now, settings),
            power: self.power,
            apps: self.apps.values().map(App::snapshot).collect(),
            queued: self.queue.waiting(),
        }
    }
}

impl App {
    fn snapshot(&self) -> AppSnapshot {
        AppSnapshot {
            app: self.channel.app.clone(),
            channel: self.channel.name.clone(),
            uri: self.channel.uri.clone(),
            toast: self.bindings.toast,
            tile: self.bindings.tile,
            tile_domains: self.tile_domains.clone(),
            foreground: self.foreground,
        }
    }
}
