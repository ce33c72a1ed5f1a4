//! What is known of one device: link, battery, channels and bindings, queue? State behind one lock, free of transport.
//!
//! Every device has its lock to itself, so that pushes to different phones do not wait for each other.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use parking_lot::{Mutex, MutexGuard};
use tokio::sync::Notify;

use super::alarm::AlarmKey;
use super::journal::{AppRow, Callback, DeviceRow};
use super::outlet::Outlet;
use super::queue::{Queue, RESERVE};
use super::registry::Channel;
use super::settings::Settings;
use super::sight::{Bindings, Life, Openness, Permission, Presence, Running, Sight, inactive_at};
use super::throttle::Meter;
use crate::clock::Timestamp;
use crate::protocol::device::{AppSnapshot, DeviceId, DeviceSnapshot, OsVersion, PowerLevel};
use crate::protocol::link::{ErrorCode, RelayFrame};
use crate::protocol::status::ConnectionStatus;
use crate::protocol::{PushId, Stage};

/// How many frames may wait to be said to a phone beside its pushes; older ones go.
const MAX_NEWS: usize = 64;

/// A device.
#[derive(Debug)]
pub(super) struct Device {
    /// Its id.
    pub(super) id: DeviceId,
    state: Mutex<DeviceState>,
}

/// What changes about a device.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says that something was told, and they are independent")]
pub(super) struct DeviceState {
    /// Its name, for people.
    pub(super) name: String,
    /// What it runs.
    pub(super) os: OsVersion,
    /// Its battery.
    pub(super) power: PowerLevel,
    /// Where it is.
    pub(super) line: Line,
    /// Whether it was told to anybody that the device is away for too long.
    pub(super) told_inactive: bool,
    /// Its apps with an open channel, by name.
    pub(super) apps: BTreeMap<String, App>,
    /// What is kept for it.
    pub(super) queue: Queue,
    /// Where somebody has set it to be, whatever its link says.
    pub(super) set: Option<SetConnection>,
    /// What is to be said to it beside its pushes.
    news: VecDeque<RelayFrame>,
    /// The alarm that is set for it.
    pub(super) alarm: Option<AlarmKey>,
    /// Whether the phone was told that its queue is full.
    pub(super) told_full: bool,
    /// Whether the phone does not know yet how full its battery was set to be.
    pub(super) power_is_news: bool,
    /// Whether there may be a channel with another URI than the phone knows.
    pub(super) uris_are_news: bool,
    /// Whether it was removed: nothing of it is known any more, and no link may begin.
    pub(super) removed: bool,
    /// Pushes that came to an end before they were written down. That is told once they are.
    pub(super) early_ends: Vec<EarlyEnd>,
}

/// A push that came to an end before it was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EarlyEnd {
    /// Which push.
    pub(super) push: PushId,
    /// Its last stage.
    pub(super) stage: Stage,
    /// Why.
    pub(super) why: &'static str,
}

/// Where somebody has set a device to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SetConnection {
    /// There.
    pub(super) connection: ConnectionStatus,
    /// Since when.
    pub(super) since: Timestamp,
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
    },
}

/// The relay's end of a link: how its loop is told that there is something to do.
#[derive(Debug)]
pub(super) struct LinkEnd {
    /// Which link; each has a number of its own.
    pub(super) number: u64,
    /// Wakes its loop.
    pub(super) wake: Arc<Notify>,
    /// The way onto its socket.
    pub(super) outlet: Outlet,
}

/// An app with an open channel.
#[derive(Debug)]
pub(super) struct App {
    /// Its channel.
    pub(super) channel: Arc<Channel>,
    /// The URI that the phone was told last.
    pub(super) told_uri: String,
    /// What its shell takes.
    pub(super) bindings: Bindings,
    /// Domains that remote tile pictures may come from.
    pub(super) tile_domains: Vec<String>,
    /// Whether it runs.
    pub(super) running: Running,
    /// What its channel has taken.
    pub(super) meter: Meter,
    /// Whom to call when the device goes inactive.
    pub(super) callback: Option<Callback>,
}

impl App {
    /// An app that has just opened a channel: nothing is bound.
    pub(super) fn with_channel(channel: Arc<Channel>) -> Self {
        Self {
            told_uri: channel.uri.to_string(),
            channel,
            bindings: Bindings::default(),
            tile_domains: Vec::new(),
            running: Running::Stopped,
            meter: Meter::default(),
            callback: None,
        }
    }
}

impl Device {
    /// A device that was never on a link.
    pub(super) fn new(id: DeviceId, os: OsVersion, now: Timestamp) -> Self {
        let state = DeviceState {
            name: id.as_str().to_owned(),
            os,
            power: PowerLevel::Normal,
            line: Line::Down { since: now },
            told_inactive: false,
            apps: BTreeMap::new(),
            queue: Queue::default(),
            set: None,
            news: VecDeque::new(),
            alarm: None,
            told_full: false,
            power_is_news: false,
            uris_are_news: false,
            removed: false,
            early_ends: Vec::new(),
        };
        Self { id, state: Mutex::new(state) }
    }

    /// A device as it was written down, away since then (or since `now`, if it was on its link). Its channels are entered by
    /// whoever restores it. `last_push` is the last push that there was.
    pub(super) fn restored(row: &DeviceRow, last_push: PushId, now: Timestamp) -> Self {
        let device = Self::new(row.device.clone(), row.os, now);
        {
            let mut state = device.lock();
            state.name.clone_from(&row.name);
            state.power = row.power;
            state.line = Line::Down { since: row.away_since.unwrap_or(now) };
            state.told_inactive = row.told_inactive;
            state.set = row.set.map(|(connection, since)| SetConnection { connection, since });
            let last = last_push.0.max(row.last_link_id);
            // On a link that nobody has ended, numbers may have been used that nobody had the time to write down.
            let last = if row.away_since.is_none() { last + RESERVE } else { last };
            state.queue.resume(row.last_link_id, last);
        }
        device
    }

    /// What changes, locked. Never held across an `await`.
    pub(super) fn lock(&self) -> MutexGuard<'_, DeviceState> {
        self.state.lock()
    }
}

impl DeviceState {
    /// What there is to know when a push comes in on `channel`.
    pub(super) fn sight(&self, channel: &Arc<Channel>, permission: Permission) -> Sight {
        let open = |app: &App| Openness { bindings: app.bindings, app: app.running, meter: app.meter };
        Sight {
            channel: self.app_of(channel).map_or(Life::Closed, |app| Life::Open(open(app))),
            presence: self.presence(),
            power: self.power,
            waiting: self.queue.waiting(),
            permission,
        }
    }

    /// The app whose open channel this is.
    pub(super) fn app_of(&self, channel: &Arc<Channel>) -> Option<&App> {
        self.apps.get(&*channel.app).filter(|app| Arc::ptr_eq(&app.channel, channel))
    }

    /// The app whose open channel this is, to be changed.
    pub(super) fn app_of_mut(&mut self, channel: &Arc<Channel>) -> Option<&mut App> {
        self.apps.get_mut(&*channel.app).filter(|app| Arc::ptr_eq(&app.channel, channel))
    }

    /// Where the device is.
    pub(super) fn presence(&self) -> Presence {
        match (self.set, &self.line) {
            (Some(SetConnection { connection: ConnectionStatus::TempDisconnected, since }), _) => Presence::Away(since),
            (Some(SetConnection { connection, .. }), _) if connection != ConnectionStatus::Connected => {
                Presence::Set(connection)
            }
            (_, Line::Up(_)) => Presence::Linked(self.queue.room()),
            (_, Line::Down { since }) => Presence::Away(*since),
        }
    }

    /// Whether pushes go onto the link now.
    pub(super) fn takes_pushes(&self) -> bool {
        matches!(self.presence(), Presence::Linked(_))
    }

    /// Says something to the phone beside its pushes, if it is on its link.
    pub(super) fn tell_phone(&mut self, frame: RelayFrame) {
        if matches!(self.line, Line::Up(_)) {
            if self.news.len() >= MAX_NEWS {
                self.news.pop_front();
            }
            self.news.push_back(frame);
            self.wake();
        }
    }

    /// Tells the phone how full its battery was set to be (PROTOCOL.md 7, `PowerLevelChanged`), once it is on its link.
    pub(super) fn tell_power(&mut self) {
        if self.power_is_news && matches!(self.line, Line::Up(_)) {
            self.power_is_news = false;
            let message = format!("the power level is {} now", self.power.word());
            self.tell_phone(RelayFrame::Error { about: None, code: ErrorCode::PowerLevelChanged, message });
        }
    }

    /// The next channel whose URI is another than the phone knows, as it is to be told: the relay is reached elsewhere than
    /// the process that has told it was.
    pub(super) fn next_uri(&mut self) -> Option<RelayFrame> {
        let is_news = std::mem::take(&mut self.uris_are_news);
        let app = self.apps.values_mut().find(|app| is_news && app.told_uri != app.channel.uri.as_str())?;
        self.uris_are_news = true;
        app.told_uri = app.channel.uri.to_string();
        let (name, channel) = (app.channel.app.to_string(), app.channel.name.to_string());
        Some(RelayFrame::UriChanged { app: name, channel, uri: app.told_uri.clone() })
    }

    /// Whether there is something to say to the phone beside its pushes, or may be.
    pub(super) fn has_news(&self) -> bool {
        self.uris_are_news || !self.news.is_empty()
    }

    /// The next thing to say to the phone beside its pushes.
    pub(super) fn next_news(&mut self) -> Option<RelayFrame> {
        self.news.pop_front()
    }

    /// The link is gone, and with it what was to be said on it.
    pub(super) fn forget_news(&mut self) {
        self.news.clear();
    }

    /// When something will happen to the device by itself: a held push is due, or the device has been away for too long.
    pub(super) fn next_alarm(&self, settings: &Settings) -> Option<Timestamp> {
        let inactive = match self.presence() {
            Presence::Away(since) if !self.told_inactive => Some(inactive_at(since, settings)),
            Presence::Away(_) | Presence::Linked(_) | Presence::Set(_) => None,
        };
        [self.queue.next_due(), inactive].into_iter().flatten().min()
    }

    /// The device as it is written down.
    pub(super) fn row(&self, id: &DeviceId) -> DeviceRow {
        let away_since = match &self.line {
            Line::Up(_) => None,
            Line::Down { since } => Some(*since),
        };
        DeviceRow {
            device: id.clone(),
            name: self.name.clone(),
            os: self.os,
            power: self.power,
            away_since,
            set: self.set.map(|SetConnection { connection, since }| (connection, since)),
            told_inactive: self.told_inactive,
            last_link_id: self.queue.reserved(),
            apps: self.apps.values().map(App::row).collect(),
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
            set_to: self.set.map(|set| set.connection),
            power: self.power,
            apps: self.apps.values().map(App::snapshot).collect(),
            queued: self.queue.waiting(),
        }
    }
}

impl App {
    fn row(&self) -> AppRow {
        AppRow {
            app: self.channel.app.to_string(),
            channel: self.channel.name.to_string(),
            token: self.channel.token.clone(),
            told_uri: Some(self.told_uri.clone()),
            service: self.channel.service.clone(),
            toast: self.bindings.toast,
            tile: self.bindings.tile,
            tile_domains: self.tile_domains.clone(),
            callback: self.callback.clone(),
        }
    }

    fn snapshot(&self) -> AppSnapshot {
        AppSnapshot {
            app: self.channel.app.to_string(),
            channel: self.channel.name.to_string(),
            uri: self.channel.uri.clone(),
            service: self.channel.service.clone(),
            toast: self.bindings.toast,
            tile: self.bindings.tile,
            tile_domains: self.tile_domains.clone(),
            foreground: self.running == Running::Front,
        }
    }
}
