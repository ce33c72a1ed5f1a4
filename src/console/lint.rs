//! What is wrong with a text that is to be sent: a payload, or a whole request? Nothing is sent to find out.

use thiserror::Error;

use crate::notification::Kind;
use crate::notification::lint::Diagnostic;
use crate::notification::read::read;
use crate::protocol::device::OsVersion;
use crate::protocol::header;
use crate::relay::remark::{NoRequest, lint_for_os, lint_request};

/// Why a text cannot be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotLinted {
    /// It begins like a request, and is none.
    #[error(transparent)]
    Request(#[from] NoRequest),
    /// A request says its own kind.
    #[error("a whole request says its kind by {}", header::TARGET)]
    KindOfRequest,
}

/// What was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it was taken as.
    pub kind: Kind,
    /// Everything that is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Looks for everything that is wrong: with a payload of that kind (or of the kind that it seems to be), or with a whole
/// request. With a version, also what a phone of that version will not do.
///
/// # Errors
/// A request cannot be read, or has a kind of its own.
pub fn lint(text: &[u8], kind: Option<Kind>, os: Option<OsVersion>) -> Result<Found, NotLinted> {
    let (kind, body, mut diagnostics) = if is_request(text) {
        if kind.is_some() {
            return Err(NotLinted::KindOfRequest);
        }
        let diagnostics = lint_request(text)?;
        let (head, body) = split(text);
        (kind_of_request(head), body, diagnostics)
    } else {
        let kind = kind.unwrap_or_else(|| super::render::kind_of(text));
        let diagnostics = match read(text, kind) {
            Ok(reading) => reading.diagnostics,
            Err(error) => vec![error.diagnostic()],
        };
        (kind, text, diagnostics)
    };
    if let (Some(os), Ok(reading)) = (os, read(body, kind)) {
        diagnostics.extend(lint_for_os(&reading.notification, body.len(), os));
    }
    Ok(Found { kind, diagnostics })
}

/// Whether a text begins with a request line.
fn is_request(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let mut words = line.split_ascii_whitespace();
    let method = words.next().unwrap_or_default();
    let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase());
    is_method && words.next().is_some() && words.next().is_some_and(|version| version.starts_with("HTTP/"))
}

/// The head and the body of a request.
fn split(text: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if matches!(line, b"\n" | b"\r\n") {
            break;
        }
    }
    text.split_at_checked(at).unwrap_or((text, &[]))
}

fn kind_of_request(head: &[u8]) -> Kind {
    let head = String::from_utf8_lossy(head);
    let mut targets = head.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case(header::TARGET).then(|| value.trim().to_ascii_lowercase())
    });
    match targets.next().as_deref() {
        Some("toast") => Kind::Toast,
        Some("token" | "tile") => Kind::Tile,
        Some(_) | None => Kind::Raw,
    }
}
