//! What does the phone say to the relay: who it is, which channels it wants, what it takes, what it has had?
//!
//! Frames and the link's ups and downs in, frames out; `socket` carries them.

use std::collections::VecDeque;

use super::device::PhoneConfig;
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
        let channels = config.apps.iter().map(|app| Channel {
            app: app.app.clone(),
            name: app.channel.clone(),
            service: app.service.clone(),
            uri: None,
            place: Place::Away,
        });
        Self { link: Link::Down, channels: channels.collect(), seen: VecDeque::new() }
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

    /// The relay knows us, or not: opens every channel.
    pub(super) fn welcome(&mut self, resumed: bool) -> Vec<PhoneFrame> {
        self.link = Link::Up;
        if !resumed {
            // A relay that does not know the device may count its pushes from the start again.
            self.seen.clear();
        }
        self.channels.iter().map(Channel::opening).collect()
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

    /// A channel was closed.
    pub(super) fn closed(&mut self, app: &str) {
        for channel in self.channels.iter_mut().filter(|channel| channel.app == app) {
            channel.uri = None;
        }
    }

    /// An app comes to the front: it opens its channel again if that was closed or dropped.
    pub(super) fn reopen(&self, app: &str) -> Vec<PhoneFrame> {
        let closed = self.channel(app).filter(|channel| self.link == Link::Up && channel.uri.is_none());
        closed.map(Channel::opening).into_iter().collect()
    }

    /// Says what an app's channel takes.
    pub(super) fn bind(&self, app: &str) -> Vec<PhoneFrame> {
        let open = self.channel(app).filter(|channel| self.link == Link::Up && channel.uri.is_some());
        open.map(Channel::binding).into_iter().collect()
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
    fn opening(&self) -> PhoneFrame {
        PhoneFrame::Open { app: self.app.clone(), channel: self.name.clone(), service: self.service.clone() }
    }

    fn binding(&self) -> PhoneFrame {
        PhoneFrame::Bind {
            app: self.app.clone(),
            toast: true,
            tile: true,
            tile_domains: None,
            foreground: Some(self.place == Place::Front),
        }
    }
}
