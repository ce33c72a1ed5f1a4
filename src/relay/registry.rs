//! Which devices and channels are there? Two tables with a lock each, held only to look up, enter or take out.
//!
//! What is known of one device is `device`, behind a lock of its own.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use parking_lot::RwLock;

use super::device::Device;
use crate::clock::Timestamp;
use crate::protocol::ChannelUri;
use crate::protocol::channel_uri::{ChannelToken, Form, GENERATION};
use crate::protocol::device::{DeviceId, OsVersion};

/// How many devices there may be.
pub(super) const MAX_DEVICES: usize = 50_000;
/// How many closed channels are remembered, so that an answer can say where their device is.
const MAX_CLOSED: usize = 10_000;

/// A channel: what never changes about it. Whether it lives is known to its device.
#[derive(Debug)]
pub(super) struct Channel {
    /// The app.
    pub(super) app: Arc<str>,
    /// The channel's name.
    pub(super) name: Arc<str>,
    /// The secret part of its URI.
    pub(super) token: ChannelToken,
    /// Where to send.
    pub(super) uri: ChannelUri,
    /// The common name that a sender's certificate must have, if the channel is authenticated (PROTOCOL.md 8).
    pub(super) service: Option<String>,
}

/// A channel and whose it is.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The device.
    pub(super) device: Arc<Device>,
    /// The channel, alive or closed.
    pub(super) channel: Arc<Channel>,
}

/// All devices and channels.
#[derive(Debug, Default)]
pub(super) struct Registry {
    devices: RwLock<HashMap<DeviceId, Arc<Device>>>,
    channels: RwLock<Channels>,
}

#[derive(Debug, Default)]
struct Channels {
    by_token: HashMap<ChannelToken, Found>,
    /// Tokens of closed channels, the oldest first.
    closed: VecDeque<ChannelToken>,
}

/// Whether a device was known before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Acquaintance {
    /// It was.
    Known,
    /// It is new.
    New,
}

impl Registry {
    /// The device of that id, entered if it is new; `None` if there are as many as there may be.
    pub(super) fn meet(&self, id: &DeviceId, os: OsVersion, now: Timestamp) -> Option<(Arc<Device>, Acquaintance)> {
        let mut devices = self.devices.write();
        if let Some(known) = devices.get(id) {
            return Some((known.clone(), Acquaintance::Known));
        }
        if devices.len() >= MAX_DEVICES {
            return None;
        }
        let new = Arc::new(Device::new(id.clone(), os, now));
        devices.insert(id.clone(), new.clone());
        Some((new, Acquaintance::New))
    }

    /// Enters a device that was known before a restart.
    pub(super) fn enter(&self, device: Arc<Device>) {
        self.devices.write().insert(device.id.clone(), device);
    }

    /// The channel whose token has this secret, alive or closed.
    pub(super) fn find_secret(&self, secret: &str) -> Option<Found> {
        [Form::Throttled, Form::Unthrottled].into_iter().find_map(|form| {
            self.find(&ChannelToken::from_path(&format!("/{}/{GENERATION}/{secret}", form.segment()))?)
        })
    }

    /// The device of that id.
    pub(super) fn device(&self, id: &DeviceId) -> Option<Arc<Device>> {
        self.devices.read().get(id).cloned()
    }

    /// Takes a device out, with its channels: their URIs are unknown from then on.
    pub(super) fn forget(&self, id: &DeviceId) -> Option<Arc<Device>> {
        let gone = self.devices.write().remove(id)?;
        let mut channels = self.channels.write();
        channels.by_token.retain(|_, found| !Arc::ptr_eq(&found.device, &gone));
        Some(gone)
    }

    /// Every device, in no order.
    pub(super) fn all(&self) -> Vec<Arc<Device>> {
        self.devices.read().values().cloned().collect()
    }

    /// Every device, by id.
    pub(super) fn devices(&self) -> Vec<Arc<Device>> {
        let mut devices: Vec<_> = self.devices.read().values().cloned().collect();
        devices.sort_by(|one, other| one.id.cmp(&other.id));
        devices
    }

    /// The channel of that token, alive or closed.
    pub(super) fn find(&self, token: &ChannelToken) -> Option<Found> {
        self.channels.read().by_token.get(token).cloned()
    }

    /// Enters a channel.
    pub(super) fn open(&self, found: Found) {
        self.channels.write().by_token.insert(found.channel.token.clone(), found);
    }

    /// Takes note that a channel, which was entered before, is closed; the oldest closed one may be forgotten for it.
    pub(super) fn close(&self, token: &ChannelToken) {
        let mut channels = self.channels.write();
        channels.closed.push_back(token.clone());
        if channels.closed.len() > MAX_CLOSED
            && let Some(oldest) = channels.closed.pop_front()
        {
            channels.by_token.remove(&oldest);
        }
    }
}

/// A device's name, for people, if it has none.
pub(super) fn name_or_id(name: Option<&str>, id: &DeviceId) -> String {
    name.map_or_else(|| id.as_str().to_owned(), str::to_owned)
}
