//! What must be written down before the relay answers? The relay says it in [`Entry`]s; whoever keeps them is a [`Journal`].
//!
//! The relay knows of no file. Without a journal it keeps everything in memory and waits for nobody. With one, entries are
//! handed over in the order in which things happened, mostly under the lock of the device that they are about; so a journal
//! takes them at once and writes them later, except that a push is answered only when its [`Receipt`] is there.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio::sync::oneshot;

use super::fault::{Fault, Tally};
use super::settings::Settings;
use super::throttle::Meter;
use crate::clock::Timestamp;
use crate::protocol::PushId;
use crate::protocol::channel_uri::ChannelToken;
use crate::protocol::device::{DeviceId, OsVersion, PowerLevel};
use crate::protocol::record::PushRecord;
use crate::protocol::status::ConnectionStatus;

/// Keeps what the relay must not forget.
pub trait Journal: Send + Sync {
    /// Takes an entry; nobody waits for it.
    fn note(&self, entry: Entry);

    /// Takes an entry, and says when it is safe: on disk, with everything that was handed over before it.
    fn keep(&self, entry: Entry) -> Receipt;
}

/// Comes when an entry is safe, or cannot be kept.
pub type Receipt = oneshot::Receiver<Result<(), NotKept>>;

/// An entry could not be kept: the disk is full, say.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct NotKept(pub String);

/// Something to be written down.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A device is new or changed; the row is whole.
    Device(Box<DeviceRow>),
    /// A device was removed, with all that it had.
    DeviceGone(DeviceId),
    /// A channel was closed: its URI is expired for good.
    ChannelClosed(ClosedRow),
    /// A request was answered, or is about to be. It belongs to the history; with `pending` it is also to be delivered.
    Push {
        /// The request and its answer.
        record: Arc<PushRecord>,
        /// What is still to be done with it.
        pending: Option<Pending>,
        /// What the channel has taken by now, if this push counted.
        meter: Option<(ChannelToken, Meter)>,
    },
    /// What is to be done with a pending push has changed.
    Pending {
        /// Which push.
        push: PushId,
        /// What is to be done now.
        pending: Pending,
    },
    /// A push is no longer pending: acknowledged, expired, dropped, or its answer was never given.
    Settled(PushId),
    /// The faults are these.
    Faults(Vec<Fault>),
    /// These faults were asked about a push, and stand so since.
    Tallied(Vec<Tally>),
    /// The settings are these.
    Settings(Box<Settings>),
    /// The history was forgotten; what is pending stays.
    Forgotten,
}

/// What is to be done with a push that was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Not before this time: it waits by its class.
    pub due: Option<Timestamp>,
    /// Whether it stands at a breakpoint.
    pub stopped: bool,
    /// Its number on the link, if it was on one.
    pub link_id: Option<u64>,
    /// The body that the phone gets, where it is not the sender's.
    pub body: Option<Vec<u8>>,
    /// How many times more it is to be delivered.
    pub copies: u32,
}

/// A device as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// Its id.
    pub device: DeviceId,
    /// Its name, for people.
    pub name: String,
    /// What it runs.
    pub os: OsVersion,
    /// Its battery.
    pub power: PowerLevel,
    /// Since when it is away; `None` if it was on its link.
    pub away_since: Option<Timestamp>,
    /// Where somebody has set it to be, whatever its link says, and since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<(ConnectionStatus, Timestamp)>,
    /// Whether it was told to anybody that it is away for too long.
    pub told_inactive: bool,
    /// Up to here, numbers on its link may have been used that were not their push's own id.
    pub last_link_id: u64,
    /// Its apps with an open channel.
    pub apps: Vec<AppRow>,
}

/// An open channel as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppRow {
    /// The app.
    pub app: String,
    /// The channel's name.
    pub channel: String,
    /// The secret part of its URI.
    pub token: ChannelToken,
    /// The URI that the phone was told last; another process may be reached by another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_uri: Option<String>,
    /// The common name that a sender's certificate must have, if the channel is authenticated.
    pub service: Option<String>,
    /// Whether toasts are bound.
    pub toast: bool,
    /// Whether tiles are bound.
    pub tile: bool,
    /// Domains that remote tile pictures may come from.
    pub tile_domains: Vec<String>,
    /// Whom to call when the device goes inactive.
    pub callback: Option<Callback>,
}

/// A closed channel as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedRow {
    /// Whose it was.
    pub device: DeviceId,
    /// The app.
    pub app: String,
    /// The channel's name.
    pub channel: String,
    /// The secret part of its URI.
    pub token: ChannelToken,
    /// The common name that a sender's certificate had to have.
    pub service: Option<String>,
}

/// A callback that a sender has registered (PROTOCOL.md 8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Callback {
    /// Where to post.
    pub url: String,
    /// The body, as it came.
    pub body: Vec<u8>,
    /// Its content type, as it came.
    pub content_type: Option<String>,
}

/// What was written down before, for a relay that starts again.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// The devices.
    pub devices: Vec<DeviceRow>,
    /// Channels that are closed, the oldest first.
    pub closed: Vec<ClosedRow>,
    /// What each channel has taken.
    pub meters: Vec<(ChannelToken, Meter)>,
    /// Pushes that are still to be delivered, in the order of their ids.
    pub pending: Vec<(Arc<PushRecord>, Pending)>,
    /// The faults.
    pub faults: Vec<Fault>,
    /// The settings.
    pub settings: Option<Settings>,
    /// The last push that there was.
    pub last_push: PushId,
}
