//! How are the headers spelled? Exact letter case matters to some senders (PROTOCOL.md 5.1).

/// The kind of the notification: `token`, `toast`, or absent for raw (PROTOCOL.md 2.1).
pub const TARGET: &str = "X-WindowsPhone-Target";
/// Kind and interval as a number (PROTOCOL.md 2.2).
pub const CLASS: &str = "X-NotificationClass";
/// The sender's id of the push, echoed in the answer (PROTOCOL.md 2.1).
pub const MESSAGE_ID: &str = "X-MessageID";
/// Where to call when the device goes inactive (PROTOCOL.md 8).
pub const CALLBACK_URI: &str = "X-CallbackURI";
/// What became of the push (PROTOCOL.md 5.1).
pub const NOTIFICATION_STATUS: &str = "X-NotificationStatus";
/// Where the device is (PROTOCOL.md 5.1).
pub const DEVICE_STATUS: &str = "X-DeviceConnectionStatus";
/// Whether the channel lives (PROTOCOL.md 5.1).
pub const SUBSCRIPTION_STATUS: &str = "X-SubscriptionStatus";

/// The value of [`TARGET`] for a kind; raw has no such header.
#[must_use]
pub const fn target_value(kind: crate::notification::Kind) -> Option<&'static str> {
    match kind {
        crate::notification::Kind::Toast => Some("toast"),
        crate::notification::Kind::Tile => Some("token"),
        crate::notification::Kind::Raw => None,
    }
}
