//! What does the relay know of a device: its id, its link, its apps' channels and bindings?

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

use super::ChannelUri;
use super::status::ConnectionStatus;

/// A device's name on the link: 1 to 64 of letters, digits, `-`, `_`, `.` (INTERFACES.md 2).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
pub struct DeviceId(Arc<str>);

/// The text cannot name a device.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` cannot name a device: use 1 to 64 letters, digits, `-`, `_` or `.`")]
pub struct NoDeviceId(String);

impl DeviceId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for DeviceId {
    type Error = NoDeviceId;

    fn try_from(text: String) -> Result<Self, NoDeviceId> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if (1..=64).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.into()))
        } else {
            Err(NoDeviceId(text.chars().take(80).collect()))
        }
    }
}

impl FromStr for DeviceId {
    type Err = NoDeviceId;

    fn from_str(text: &str) -> Result<Self, NoDeviceId> {
        Self::try_from(text.to_owned())
    }
}

impl From<DeviceId> for String {
    fn from(id: DeviceId) -> Self {
        id.0.as_ref().to_owned()
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

/// A version of the phone's operating system that a device may run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub enum OsVersion {
    /// Windows Phone 7.0.
    #[serde(rename = "7.0")]
    V7_0,
    /// Windows Phone 7.1 (7.5).
    #[serde(rename = "7.1")]
    V7_1,
    /// Windows Phone 7.8.
    #[serde(rename = "7.8")]
    V7_8,
    /// Windows Phone 8.0.
    #[default]
    #[serde(rename = "8.0")]
    V8_0,
    /// Windows Phone 8.1.
    #[serde(rename = "8.1")]
    V8_1,
}

impl OsVersion {
    /// Every version, oldest first.
    pub const ALL: [Self; 5] = [Self::V7_0, Self::V7_1, Self::V7_8, Self::V8_0, Self::V8_1];

    /// The version as written, `8.0`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::V7_0 => "7.0",
            Self::V7_1 => "7.1",
            Self::V7_8 => "7.8",
            Self::V8_0 => "8.0",
            Self::V8_1 => "8.1",
        }
    }
}

impl fmt::Display for OsVersion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.word())
    }
}

/// The text is no version of Windows Phone.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no version of Windows Phone: use 7.0, 7.1, 7.8, 8.0 or 8.1")]
pub struct NoOsVersion(String);

impl FromStr for OsVersion {
    type Err = NoOsVersion;

    fn from_str(text: &str) -> Result<Self, NoOsVersion> {
        Self::ALL.into_iter().find(|version| version.word() == text).ok_or_else(|| NoOsVersion(text.to_owned()))
    }
}

/// How much charge the battery policy sees (PROTOCOL.md 6, O-power).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PowerLevel {
    /// Everything is delivered.
    #[default]
    Normal,
    /// Only raw is delivered, to a running app.
    Low,
    /// Nothing is delivered.
    Critical,
}

impl PowerLevel {
    /// The level's word on the link and in the API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Low => "low",
            Self::Critical => "critical",
        }
    }
}

/// A device as the relay sees it, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DeviceState)]
pub struct DeviceSnapshot {
    /// Its id.
    pub device: DeviceId,
    /// Its name, for people.
    pub name: String,
    /// What it runs.
    pub os: OsVersion,
    /// Where it is.
    pub connection: ConnectionStatus,
    /// Where somebody has set it to be, whatever its link says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_to: Option<ConnectionStatus>,
    /// Its battery.
    pub power: PowerLevel,
    /// Its open channels.
    pub apps: Vec<AppSnapshot>,
    /// How many pushes wait for it.
    pub queued: usize,
}

/// An app with an open channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DeviceApp)]
pub struct AppSnapshot {
    /// The app's name.
    pub app: String,
    /// The channel's name.
    pub channel: String,
    /// Where to send.
    pub uri: ChannelUri,
    /// The common name that a sender's certificate must have, if the channel is authenticated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Whether toasts are bound.
    pub toast: bool,
    /// Whether tiles are bound.
    pub tile: bool,
    /// Domains that remote tile pictures may come from.
    pub tile_domains: Vec<String>,
    /// Whether the app is in front.
    pub foreground: bool,
}
