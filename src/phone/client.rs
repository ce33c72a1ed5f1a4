//! What does the phone say to the relay: who it is, which channels it wants, what it takes, what it has had?
//!
//! Frames and the link's ups and downs in, frames out; `socket` carries them.

use std::collections::VecDeque;

use super::device::{AppConfig, PhoneConfig};
use super::shell::scene::Banners;
use crate::protocol::device::PowerLevel;
use crate::protocol::link::PhoneFrame;
use crate::protocol::trace::PushId;

/// How many pushes are remembered. A relay sends again only what was not acked, and that is at most 1,024 on a link
/// (INTERFACES.md 3, `queue_depth`).
const PUSHES_KEPT: usize = 1_024;

/// The channel side of a phone.
#[derive(Clone, Debug)]
pub(super) struct Client {
    link: Link,
    channels: Vec<Channel>,
    /// How full the battery is, as far as the relay is concerned.
    power: PowerLevel,
    /// The pushes that came last, oldest first.
    seen: VecDeque<PushId>,
}

/// How far the conversation with the relay is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Down,
    /// `hello` was sent.
    Greeting,
    /// `welcome` came.
    Up,
}

/// An app's channel.
#[derive(Clone, Debug)]
pub(super) struct Channel {
    pub(super) app: String,
    pub(super) name: String,
    service: Option<String>,
    /// Where to send, once the relay said it.
    pub(super) uri: Option<String>,
    /// Whether the app is in front.
    place: Place,
    /// Whether the user lets its toasts be shown.
    banners: Banners,
    /// The domains that its app binds it with.
    domains: Vec<String>,
    hold: Hold,
    /// Whether its app is installed; one whose app is gone is remembered until the relay has closed it.
    app_is: AppIs,
}

/// Whether an app is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AppIs {
    There,
    Gone,
}

/// Whether an app wants its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hold {
    /// It does, so it is opened on every link.
    Wanted,
    /// The phone has dropped it, and the relay may not know yet. Only the app opens it again (PROTOCOL.md 7).
    Dropped,
    /// The phone has dropped it, and the app wants another; the relay may not know the first yet.
    Exchanged,
    /// It was closed. Only the app opens it again.
    Closed,
}

/// Where an app is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In front.
    Front,
    /// Not running.
    Away,
}

/// Whether a push came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    First,
    Again,
}

/// What became of a channel's URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UriNews {
    Same,
    New,
}

impl Client {
    pub(super) fn new(config: &PhoneConfig) -> Self {
        let channels = config.apps.iter().map(Channel::of);
        Self { link: Link::Down, channels: channels.collect(), power: PowerLevel::Normal, seen: VecDeque::new() }
    }

    /// Whether the socket is up.
    pub(super) fn is_linked(&self) -> bool {
        self.link != Link::Down
    }

    /// The channel of an app.
    pub(super) fn channel(&self, app: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.app == app)
    }

    /// The socket is up: greets.
    pub(super) fn link_up(&mut self, config: &PhoneConfig) -> Vec<PhoneFrame> {
        self.link = Link::Greeting;
        vec![PhoneFrame::Hello { device: config.device.clone(), os: config.os, name: Some(config.name.clone()) }]
    }

    /// The socket is down.
    pub(super) fn link_down(&mut self) {
        self.link = Link::Down;
    }

    /// The phone was switched off: nothing is in front, and there is no link.
    pub(super) fn switched_off(&mut self) {
        self.link_down();
        self.channels.iter_mut().for_each(|channel| channel.place = Place::Away);
    }

    /// These apps are installed now: further ones want their channels, and those of apps that are gone are closed.
    pub(super) fn install(&mut self, apps: &[AppConfig]) {
        for channel in &mut self.channels {
            let before = channel.app_is;
            channel.app_is = if apps.iter().any(|app| app.app == channel.app) { AppIs::There } else { AppIs::Gone };
            channel.hold = match (before, channel.app_is, channel.hold) {
                (_, AppIs::Gone, Hold::Wanted | Hold::Exchanged) => Hold::Dropped,
                (AppIs::Gone, AppIs::There, Hold::Dropped) => Hold::Exchanged,
                (AppIs::Gone, AppIs::There, Hold::Closed) => Hold::Wanted,
                (_, _, hold) => hold,
            };
            if channel.app_is == AppIs::Gone {
                channel.uri = None;
            }
        }
        let is_known = |app: &&AppConfig| self.channels.iter().any(|channel| channel.app == app.app);
        let further: Vec<Channel> = apps.iter().filter(|app| !is_known(app)).map(Channel::of).collect();
        self.channels.extend(further);
    }

    /// The relay knows us, or not: opens every channel.
    pub(super) fn welcome(&mut self, resumed: bool) -> Vec<PhoneFrame> {
        self.link = Link::Up;
        if !resumed {
            // A relay that does not know the device may count its pushes from the start again.
            self.seen.clear();
        }
        let power = (self.power != PowerLevel::Normal).then_some(PhoneFrame::Power { level: self.power });
        power.into_iter().chain(self.channels.iter_mut().flat_map(|channel| channel.on_welcome(resumed))).collect()
    }

    /// A channel has this URI.
    pub(super) fn uri(&mut self, app: &str, name: &str, uri: String) -> UriNews {
        match self.channels.iter_mut().find(|channel| channel.app == app && channel.name == name) {
            Some(channel) if channel.uri.as_ref() != Some(&uri) => {
                channel.uri = Some(uri);
                UriNews::New
            }
            Some(_) | None => UriNews::Same,
        }
    }

    /// The relay says that a channel is closed: as the phone wanted, or because somebody has expired it.
    pub(super) fn closed(&mut self, app: &str) {
        for channel in self.channels.iter_mut().filter(|channel| channel.app == app) {
            channel.hold = match channel.hold {
                Hold::Exchanged => Hold::Wanted,
                Hold::Wanted | Hold::Dropped | Hold::Closed => {
                    channel.uri = None;
                    Hold::Closed
                }
            };
        }
    }

    /// The relay had no channel that the phone wanted closed.
    pub(super) fn had_none(&mut self) {
        for channel in &mut self.channels {
            channel.hold = match channel.hold {
                Hold::Dropped => Hold::Closed,
                Hold::Exchanged => Hold::Wanted,
                Hold::Wanted | Hold::Closed => channel.hold,
            };
        }
    }

    /// The phone drops an app's channel.
    pub(super) fn drop_channel(&mut self, app: &str) -> Vec<PhoneFrame> {
        let channel = self.channels.iter_mut().find(|channel| channel.app == app && channel.uri.is_some());
        let Some(channel) = channel else { return Vec::new() };
        channel.uri = None;
        channel.hold = Hold::Dropped;
        vec![channel.closing()]
    }

    /// An app comes to the front: it opens its channel again if that was closed or dropped.
    pub(super) fn reopen(&mut self, app: &str) -> Vec<PhoneFrame> {
        let is_up = self.link == Link::Up;
        let Some(channel) = self.channels.iter_mut().find(|channel| channel.app == app && channel.uri.is_none()) else {
            return Vec::new();
        };
        channel.hold = match channel.hold {
            Hold::Dropped | Hold::Exchanged => Hold::Exchanged,
            Hold::Wanted | Hold::Closed => Hold::Wanted,
        };
        is_up.then(|| channel.opening()).into_iter().collect()
    }

    /// Says what an app's channel takes.
    pub(super) fn bind(&self, app: &str) -> Vec<PhoneFrame> {
        let open = self.channel(app).filter(|channel| self.link == Link::Up && channel.uri.is_some());
        open.map(Channel::binding).into_iter().collect()
    }

    /// Whether the user lets an app's toasts be shown.
    pub(super) fn banners(&self, app: &str) -> Banners {
        self.channel(app).map_or(Banners::Shown, |channel| channel.banners)
    }

    /// The user lets an app's toasts be shown, or not: the relay hears what its channel takes.
    pub(super) fn set_banners(&mut self, app: &str, banners: Banners) -> Vec<PhoneFrame> {
        let changed = self.channels.iter_mut().find(|channel| channel.app == app && channel.banners != banners);
        let Some(channel) = changed else { return Vec::new() };
        channel.banners = banners;
        self.bind(app)
    }

    /// An app binds its channel with other domains.
    pub(super) fn set_domains(&mut self, app: &str, domains: Vec<String>) -> Vec<PhoneFrame> {
        let changed = self.channels.iter_mut().find(|channel| channel.app == app && channel.domains != domains);
        let Some(channel) = changed else { return Vec::new() };
        channel.domains = domains;
        self.bind(app)
    }

    /// The battery is so full: the relay hears of another level (PROTOCOL.md 6, O-power).
    pub(super) fn power(&mut self, level: PowerLevel) -> Vec<PhoneFrame> {
        let is_news = self.power != level;
        self.power = level;
        (is_news && self.link == Link::Up).then_some(PhoneFrame::Power { level }).into_iter().collect()
    }

    /// This app is in front now, or none is: says so for each that came or went.
    pub(super) fn front(&mut self, front: Option<&str>) -> Vec<PhoneFrame> {
        let mut moved = Vec::new();
        for channel in &mut self.channels {
            let place = if front == Some(channel.app.as_str()) { Place::Front } else { Place::Away };
            if channel.place != place {
                channel.place = place;
                moved.push(channel.app.clone());
            }
        }
        moved.iter().flat_map(|app| self.bind(app)).collect()
    }

    /// A push came: whether for the first time.
    pub(super) fn arrived(&mut self, id: PushId) -> Arrival {
        // What comes again came lately.
        if self.seen.iter().rev().any(|seen| *seen == id) {
            return Arrival::Again;
        }
        if self.seen.len() >= PUSHES_KEPT {
            self.seen.pop_front();
        }
        self.seen.push_back(id);
        Arrival::First
    }
}

impl Channel {
    /// The channel that an app wants.
    fn of(app: &AppConfig) -> Self {
        Self {
            app: app.app.clone(),
            name: app.channel.clone(),
            service: app.service.clone(),
            uri: None,
            place: Place::Away,
            banners: Banners::Shown,
            domains: app.tile_domains.clone(),
            hold: Hold::Wanted,
            app_is: AppIs::There,
        }
    }

    /// A link is up: what was dropped is closed there, unless the relay knows nothing anyway; what is wanted is opened.
    fn on_welcome(&mut self, resumed: bool) -> Vec<PhoneFrame> {
        match (self.hold, resumed) {
            (Hold::Wanted, _) => vec![self.opening()],
            (Hold::Closed, _) => Vec::new(),
            (Hold::Dropped, true) => vec![self.closing()],
            (Hold::Dropped, false) => {
                self.hold = Hold::Closed;
                Vec::new()
            }
            (Hold::Exchanged, true) => vec![self.closing(), self.opening()],
            (Hold::Exchanged, false) => {
                self.hold = Hold::Wanted;
                vec![self.opening()]
            }
        }
    }

    fn closing(&self) -> PhoneFrame {
        PhoneFrame::Close { app: self.app.clone() }
    }

    fn opening(&self) -> PhoneFrame {
        PhoneFrame::Open { app: self.app.clone(), channel: self.name.clone(), service: self.service.clone() }
    }

    fn binding(&self) -> PhoneFrame {
        PhoneFrame::Bind {
            app: self.app.clone(),
            toast: self.banners == Banners::Shown,
            tile: true,
            tile_domains: Some(self.domains.clone()),
            foreground: Some(self.place == Place::Front),
        }
    }
}
