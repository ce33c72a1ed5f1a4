//! How is a notification spelled? A [`Notification`] in, the exact bytes of the body out.
//!
//! Toasts and tiles spell their own elements, in `toast` and `tile`; how XML is laid out is `xml/writer`.
//!
//! Characters that XML cannot carry (control characters but tab, line feed and carriage return; U+FFFE and U+FFFF) are
//! written as U+FFFD, so that one sees that something was there. All other values read back as they were.

use super::xml::{Layout, Writer};
use super::{Notification, Version};

/// The name of the root.
const ROOT: &str = "Notification";

/// About as much as the payloads of people need, so that the text seldom has to grow.
const USUAL_BYTES: usize = 1_024;

/// Writes the body of a notification: UTF-8 with a declaration, one line, everything escaped; raw bytes as they are.
#[must_use]
pub fn write(notification: &Notification) -> Vec<u8> {
    match notification {
        Notification::Toast(_) | Notification::Tile(_) => document(notification, Layout::OneLine).into_bytes(),
        Notification::Raw(raw) => raw.bytes.clone(),
    }
}

/// The same for the eye: each element on its own line, two spaces deeper than its parent. Texts are not touched, so it
/// reads as the same value. Raw bytes that are no UTF-8 show as U+FFFD.
#[must_use]
pub fn pretty(notification: &Notification) -> String {
    match notification {
        Notification::Toast(_) | Notification::Tile(_) => document(notification, Layout::Indented),
        Notification::Raw(raw) => String::from_utf8_lossy(&raw.bytes).into_owned(),
    }
}

fn document(notification: &Notification, layout: Layout) -> String {
    let mut out = Writer::new(layout, USUAL_BYTES);
    match notification {
        Notification::Toast(toast) => {
            open(&mut out, toast.version);
            toast.write(&mut out);
        }
        Notification::Tile(tile) => {
            open(&mut out, tile.version);
            tile.write(&mut out);
        }
        Notification::Raw(_) => return String::new(),
    }
    out.close(ROOT);
    out.finish()
}

fn open(out: &mut Writer, version: Option<Version>) {
    let version = version.map(|version| version.to_string());
    out.open_root(ROOT, &[("Version", version.as_deref())]);
}
