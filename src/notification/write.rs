//! How is a notification spelled? A [`Notification`] in, the exact bytes of the body out.

use super::Notification;

/// Writes the body of a notification: UTF-8 with a declaration, one line, everything escaped; raw bytes as they are.
#[must_use]
pub fn write(notification: &Notification) -> Vec<u8> {
    let _ = notification;
    Vec::new()
}
