//! What is odd about a body, seen together with its head?

use super::{Remark, Rule, excerpt};
use crate::notification::lint::Diagnostic;
use crate::notification::read::{self, ReadError, Reading};
use crate::notification::{Kind, NAMESPACE};
use crate::relay::intake::Asked;
use crate::relay::settings::BadPayloadFailsAt;

/// What libraries write as `Content-Type`.
const USUAL: &str = "text/xml; charset=utf-8";
/// How every payload for the shell ends.
const END: &[u8] = b"Notification>";

/// Everything odd about a body that was read so.
pub(in crate::relay) fn of_body(
    asked: &Asked,
    kind: Kind,
    bytes: &[u8],
    read: &Result<Reading, ReadError>,
    fails_at: BadPayloadFailsAt,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut add = |remark: Option<Remark>| found.extend(remark.map(Remark::into_diagnostic));
    add(charset(asked, bytes));
    match read {
        Ok(reading) => {
            add(kind_by_body(kind, bytes));
            found.extend(reading.diagnostics.iter().cloned());
        }
        Err(error) => {
            add(left_to_the_phone(error, fails_at));
            add(length_in_characters(bytes));
            found.push(error.diagnostic());
        }
    }
    found
}

/// L10: the body is larger than the service takes.
pub(in crate::relay) fn of_size(reason: &str) -> Remark {
    Remark::new(&Rule::TOO_LARGE, reason)
}

/// L7: `Content-Type` names another encoding than the bytes have.
fn charset(asked: &Asked, bytes: &[u8]) -> Option<Remark> {
    let sent = asked.header("Content-Type")?;
    if sent == USUAL && std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let named = sent.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })?;
    let is_utf_8 = named.eq_ignore_ascii_case("utf-8") || named.eq_ignore_ascii_case("utf8");
    // In ASCII letters most encodings spell the same; which other one it is cannot be told from the bytes.
    let is_right = if is_utf_8 {
        std::str::from_utf8(bytes).is_ok()
    } else {
        bytes.is_ascii() || std::str::from_utf8(bytes).is_err()
    };
    let found = if is_utf_8 { "not UTF-8" } else { "UTF-8" };
    let message = || format!("Content-Type says `{}`, but the bytes are {found}", excerpt(named));
    (!is_right).then(|| Remark::new(&Rule::CHARSET, message()))
}

/// L38: the payload is broken, and the settings let the phone find that out.
fn left_to_the_phone(error: &ReadError, fails_at: BadPayloadFailsAt) -> Option<Remark> {
    match fails_at {
        BadPayloadFailsAt::Relay => None,
        BadPayloadFailsAt::Phone => {
            Some(Remark::new(&Rule::LEFT_TO_THE_PHONE, format!("the payload is no notification: {error}")))
        }
    }
}

/// L59: a toast or a tile, sent as raw.
fn kind_by_body(kind: Kind, bytes: &[u8]) -> Option<Remark> {
    let is_xml = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    let names = |bytes: &[u8]| bytes.windows(NAMESPACE.len()).any(|part| part == NAMESPACE.as_bytes());
    if kind != Kind::Raw || !is_xml || !names(bytes) {
        return None;
    }
    let meant = [Kind::Toast, Kind::Tile].into_iter().find(|kind| read::read(bytes, *kind).is_ok())?;
    Some(Remark::new(&Rule::KIND_BY_BODY, format!("the body is a {meant}, and is sent as raw")))
}

/// L60: the end is missing, by as many bytes as there may be letters outside ASCII.
fn length_in_characters(bytes: &[u8]) -> Option<Remark> {
    let text = bytes.trim_ascii_end();
    if bytes.is_ascii() || text.ends_with(END) || !text.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    Some(Remark::new(&Rule::LENGTH_IN_CHARACTERS, "the payload is cut off: Content-Length may count characters"))
}
