//! How are the three statuses of an answer spelled (PROTOCOL.md 5.1, 5.3)?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `X-NotificationStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotificationStatus {
    /// Taken.
    Received,
    /// The queue is full; this push was discarded.
    QueueFull,
    /// Taken, then dropped: the channel does not want this kind.
    Suppressed,
    /// Not taken.
    Dropped,
}

/// `X-DeviceConnectionStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConnectionStatus {
    /// The device's link is up.
    Connected,
    /// The device is away for a while.
    TempDisconnected,
    /// The device is away.
    Disconnected,
    /// The device has been away for too long.
    Inactive,
}

/// `X-SubscriptionStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubscriptionStatus {
    /// The channel lives.
    Active,
    /// The channel is gone.
    Expired,
}

/// How a device that has been away for too long is spelled; sources differ (PROTOCOL.md 10, row 5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum InactiveSpelling {
    /// As most code has it: our default.
    #[default]
    InActive,
    /// As the 7.1 text and Microsoft's recipes have it.
    Inactive,
    /// As the 8.0 text has it.
    Disconnected,
}

/// Everything about the spelling of an answer that can be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dialect {
    /// How "inactive" is spelled.
    pub inactive: InactiveSpelling,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 3] = [
        Self { inactive: InactiveSpelling::InActive },
        Self { inactive: InactiveSpelling::Inactive },
        Self { inactive: InactiveSpelling::Disconnected },
    ];
}

impl NotificationStatus {
    /// The value on the wire.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Received => "Received",
            Self::QueueFull => "QueueFull",
            Self::Suppressed => "Suppressed",
            Self::Dropped => "Dropped",
        }
    }
}

impl ConnectionStatus {
    /// The word of the control API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::TempDisconnected => "temp-disconnected",
            Self::Disconnected => "disconnected",
            Self::Inactive => "inactive",
        }
    }

    /// The value on the wire in a dialect.
    #[must_use]
    pub const fn wire(self, dialect: Dialect) -> &'static str {
        match self {
            Self::Connected => "Connected",
            Self::TempDisconnected => "TempDisconnected",
            Self::Disconnected => "Disconnected",
            Self::Inactive => match dialect.inactive {
                InactiveSpelling::InActive => "InActive",
                InactiveSpelling::Inactive => "Inactive",
                InactiveSpelling::Disconnected => "Disconnected",
            },
        }
    }
}

impl SubscriptionStatus {
    /// The value on the wire.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Expired => "Expired",
        }
    }
}

/// The words after a status code on an answer's first line (RFC 9110, section 15), as servers of the time wrote them
/// (PROTOCOL.md 10, row 23).
#[must_use]
pub const fn reason_phrase(code: u16) -> &'static str {
    match code {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        412 => "Precondition Failed",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "",
    }
}
