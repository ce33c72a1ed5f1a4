//! What does the relay see of a channel and its device when a request comes? The facts that `decide` decides by.

use std::time::Duration;

use super::certificate::{Certificate, Flaw, Standing};
use super::settings::Settings;
use super::throttle::Meter;
use crate::clock::Timestamp;
use crate::notification::Kind;
use crate::protocol::device::PowerLevel;
use crate::protocol::status::ConnectionStatus;

/// What the relay knows of the channel and its device when a request has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sight {
    /// Whether the channel lives, and what it takes.
    pub(super) channel: Life,
    /// Where the device is.
    pub(super) presence: Presence,
    /// Its battery.
    pub(super) power: PowerLevel,
    /// How many pushes wait for the device.
    pub(super) waiting: usize,
    /// Whether the sender may send on this channel.
    pub(super) permission: Permission,
}

/// Whether a channel that is known lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// It does.
    Open(Openness),
    /// It does not.
    Closed,
}

/// What an open channel takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Openness {
    /// Which kinds.
    pub(super) bindings: Bindings,
    /// Whether its app runs.
    pub(super) app: Running,
    /// What it has taken so far.
    pub(super) meter: Meter,
}

/// Whether an app runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Running {
    /// It is in front.
    Front,
    /// It is not.
    #[default]
    Stopped,
}

/// Whether a sender may send on a channel (PROTOCOL.md 8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Permission {
    /// Anybody may: the channel is not authenticated.
    #[default]
    Anybody,
    /// It may: its certificate has the channel's name.
    Certified,
    /// It may not: it has no certificate.
    NoCertificate,
    /// It may not: its certificate has another name.
    OtherName,
    /// It may not: its certificate has the name, but is worth nothing.
    Flawed(Flaw),
}

impl Permission {
    /// Whether the bearer of `certificate` may send on a channel with this service name.
    pub(super) fn of(service: Option<&str>, certificate: Option<&Certificate>) -> Self {
        match (service, certificate) {
            (None, _) => Self::Anybody,
            (Some(_), None) => Self::NoCertificate,
            // Exactly, letter case included, and a `*` is only a `*` (PROTOCOL.md 8).
            (Some(service), Some(certificate)) if certificate.common_name != service => Self::OtherName,
            (Some(_), Some(certificate)) => match certificate.standing {
                Standing::Known => Self::Certified,
                Standing::Refused(flaw) => Self::Flawed(flaw),
            },
        }
    }
}

/// Which kinds the shell takes for a channel; raw needs no binding (PROTOCOL.md 7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bindings {
    /// Toasts.
    pub(super) toast: bool,
    /// Tiles.
    pub(super) tile: bool,
}

impl Bindings {
    /// Whether a kind is taken.
    pub(super) const fn take(self, kind: Kind) -> bool {
        match kind {
            Kind::Toast => self.toast,
            Kind::Tile => self.tile,
            Kind::Raw => true,
        }
    }
}

/// Where a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// On its link.
    Linked(Room),
    /// Away since then.
    Away(Timestamp),
    /// Not reachable, because somebody has set so.
    Set(ConnectionStatus),
}

/// Whether a link takes one more push now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// It does.
    Free,
    /// It carries as many as it may.
    Full,
}

impl Presence {
    /// The device's connection at `now`.
    pub(super) fn connection(self, now: Timestamp, settings: &Settings) -> ConnectionStatus {
        match self {
            Self::Linked(_) => ConnectionStatus::Connected,
            Self::Away(since) if now >= inactive_at(since, settings) => ConnectionStatus::Inactive,
            Self::Away(_) => ConnectionStatus::TempDisconnected,
            Self::Set(connection) => connection,
        }
    }
}

/// When a device that is away since then is inactive.
pub(super) fn inactive_at(since: Timestamp, settings: &Settings) -> Timestamp {
    since.plus(Duration::from_secs(settings.inactive_after_secs))
}
