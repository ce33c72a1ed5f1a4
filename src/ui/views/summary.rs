//! What is a push about, in one line? Read from its bytes, so a stranger's push and ours are told alike.

use crate::console::log::Entry;
use crate::lang::{Argument, text, text_with};
use crate::notification::read::read;
use crate::notification::tile::Slot;
use crate::notification::{Field, FieldName, Kind, Notification, Raw, Tile, Toast};

use super::figures::thousands;

/// The fields that tell most about a tile, in the order in which they are named.
const TELLING: [FieldName; 6] = [
    FieldName::Title,
    FieldName::Count,
    FieldName::BackContent,
    FieldName::WideContent1,
    FieldName::BackTitle,
    FieldName::WideBackContent,
];

/// One line about a push.
#[must_use]
pub fn of_entry(entry: &Entry) -> String {
    let (kind, body) = match (&entry.record, &entry.outgoing) {
        (Some(record), _) => (record.kind, record.request.body.as_slice()),
        (None, Some(outgoing)) => (Some(outgoing.kind), outgoing.body.as_slice()),
        (None, None) => (None, [].as_slice()),
    };
    match kind {
        Some(kind) => of_body(kind, body),
        None => entry
            .record
            .as_ref()
            .map_or_else(String::new, |record| format!("{} {}", record.request.method, record.request.path)),
    }
}

/// One line about a body of a kind.
#[must_use]
pub fn of_body(kind: Kind, body: &[u8]) -> String {
    match read(body, kind) {
        Ok(reading) => of_notification(&reading.notification),
        Err(problem) => {
            let place = u64::from(problem.span.line);
            text_with("what-unreadable", &[("line", Argument::Number(place))])
        }
    }
}

fn of_notification(notification: &Notification) -> String {
    match notification {
        Notification::Toast(toast) => of_toast(toast),
        Notification::Tile(tile) => of_tile(tile),
        Notification::Raw(raw) => of_raw(raw),
    }
}

fn of_toast(toast: &Toast) -> String {
    let parts: Vec<&str> = [&toast.text1, &toast.text2]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() { text("what-empty-toast").to_owned() } else { flat(&parts.join(" · ")) }
}

fn of_tile(tile: &Tile) -> String {
    let named = TELLING.iter().filter_map(|name| told(*name, tile.template.slot(*name)?));
    let mut parts: Vec<String> = named.take(3).collect();
    let said = tile.template.kind().fields().iter();
    let present = said.filter(|name| tile.template.slot(**name).is_some_and(|slot| !is_absent(slot))).count();
    if parts.is_empty() {
        parts.push(text_with("what-tile-fields", &[("count", Argument::Number(present as u64))]));
    }
    flat(&parts.join(", "))
}

fn told(name: FieldName, slot: Slot<'_>) -> Option<String> {
    let quoted = |key: &str, value: &str| text_with(key, &[("text", Argument::Text(value))]);
    match (slot, name) {
        (Slot::Text(Field::Set(value)), FieldName::Title) => Some(value.clone()),
        (Slot::Text(Field::Set(value)), FieldName::BackContent | FieldName::WideBackContent) => {
            Some(quoted("what-back", value))
        }
        (Slot::Text(Field::Set(value)), FieldName::BackTitle) => Some(quoted("what-back-title", value)),
        (Slot::Text(Field::Set(value)), _) => Some(quoted("what-text", value)),
        (Slot::Count(Field::Set(count)), _) => Some(quoted("what-count", &count.to_string())),
        (Slot::Text(Field::Cleared) | Slot::Count(Field::Cleared), _) => Some(quoted("what-cleared", name.element())),
        (Slot::Text(Field::Absent) | Slot::Count(Field::Absent) | Slot::Image(_) | Slot::Color(_), _) => None,
    }
}

fn is_absent(slot: Slot<'_>) -> bool {
    match slot {
        Slot::Text(field) => field.is_absent(),
        Slot::Image(field) => field.is_absent(),
        Slot::Count(field) => field.is_absent(),
        Slot::Color(field) => field.is_absent(),
    }
}

fn of_raw(raw: &Raw) -> String {
    let bytes = text_with("what-bytes", &[("bytes", Argument::Text(&thousands(raw.bytes.len())))]);
    match std::str::from_utf8(&raw.bytes) {
        Ok(words) if !words.trim().is_empty() => format!("{bytes} · {}", flat(words)),
        Ok(_) | Err(_) => bytes,
    }
}

/// On one line, and no longer than any column.
fn flat(words: &str) -> String {
    words.chars().take(200).map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
