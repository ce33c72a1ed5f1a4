//! What is wrong with a whole request that is written down as a text: request line, header lines, an empty line, the body?
//!
//! Nothing is sent, so what depends on the channel and its phone is left out; an OS version may be given for that
//! ([`lint_for_os`]).

use thiserror::Error;

use super::{Demands, Mend, Remark, of_body, of_device, of_head};
use crate::notification::lint::{Diagnostic, Span};
use crate::notification::{Notification, read};
use crate::protocol::device::OsVersion;
use crate::protocol::header_lines::HeaderLines;
use crate::relay::head::Colons;
use crate::relay::intake::{Asked, address, kind_by_target};
use crate::relay::settings::BadPayloadFailsAt;

/// Why a text is no request.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoRequest {
    /// It does not begin with `METHOD target HTTP/1.1`.
    #[error("line 1 is no request line: write `POST /path HTTP/1.1`")]
    RequestLine,
    /// A line between the first and the empty one is no header.
    #[error("line {0} is no header: write `Name: value`, and an empty line before the body")]
    Header(usize),
    /// A line of the head is no text.
    #[error("line {0} is not UTF-8")]
    NotUtf8(usize),
}

/// A request in its parts.
struct Parts<'a> {
    asked: Asked,
    /// How long each header line is, in characters, without its end.
    lengths: Vec<usize>,
    /// How many lines stand before the first of the body. One that is missing, since the text ends in the head, is where the
    /// text ends.
    lines_before: usize,
    body: &'a [u8],
}

/// Everything that is wrong with a request, each with its place in the text.
///
/// # Errors
/// The text is no request.
pub fn lint_request(text: &[u8]) -> Result<Vec<Diagnostic>, NoRequest> {
    let parts = split(text)?;
    let kind = kind_by_target(&parts.asked);
    let mut found: Vec<Diagnostic> =
        of_head(&parts.asked, kind).into_iter().map(|remark| placed(remark, &parts.lengths)).collect();
    let reading = read::read(parts.body, kind);
    let body_from = u32::try_from(parts.lines_before).unwrap_or(u32::MAX);
    for mut diagnostic in of_body(&parts.asked, kind, parts.body, &reading, BadPayloadFailsAt::Relay) {
        if diagnostic.span.line > 0 {
            diagnostic.span.line += body_from;
            diagnostic.span.end_line += body_from;
        }
        found.push(diagnostic);
    }
    Ok(found)
}

/// What a phone of that version will not do with a payload of so many bytes.
#[must_use]
pub fn lint_for_os(notification: &Notification, bytes: usize, os: OsVersion) -> Vec<Diagnostic> {
    of_device(&Demands::of(notification, bytes), os, None).into_iter().map(Remark::into_diagnostic).collect()
}

fn placed(remark: Remark, lengths: &[usize]) -> Diagnostic {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let Some((line, len)) = remark.line.and_then(|line| Some((line, *lengths.get(line)?))) else {
        return remark.into_diagnostic();
    };
    // The request line is the first.
    let line = number(line + 2);
    let span = match remark.mend {
        Some(Mend::Remove) => Span { line, column: 1, end_line: line + 1, end_column: 1 },
        Some(Mend::Write(_)) | None => Span { line, column: 1, end_line: line, end_column: number(len + 1) },
    };
    remark.placed(span)
}

fn split(text: &[u8]) -> Result<Parts<'_>, NoRequest> {
    let mut lines = Lines { rest: text, number: 0 };
    let first = lines.next_line()?.ok_or(NoRequest::RequestLine)?;
    let mut words = first.split(' ').filter(|word| !word.is_empty());
    let (Some(method), Some(target), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(NoRequest::RequestLine);
    };
    if !version.starts_with("HTTP/") {
        return Err(NoRequest::RequestLine);
    }
    let mut headers = HeaderLines::default();
    let mut lengths = Vec::new();
    let mut colons = Colons::Spaced;
    while let Some(line) = lines.next_line()?.filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or(NoRequest::Header(lines.number))?;
        if !value.is_empty() && !value.starts_with([' ', '\t']) {
            colons = Colons::Bare;
        }
        headers.push(name, value.trim());
        lengths.push(line.chars().count());
    }
    let path =
        target.split_once("://").map_or(target, |(_, rest)| rest.find('/').map_or("/", |at| rest.split_at(at).1));
    let path = path.split('?').next().unwrap_or_default().to_owned();
    let asked = Asked {
        from: "".into(),
        method: method.to_owned(),
        target: target.to_owned(),
        address: address(&path),
        path,
        headers,
        colons,
        certificate: None,
    };
    let is_cut = lengths.len() + 1 == lines.number && !text.ends_with(b"\n");
    let lines_before = if is_cut { lines.number - 1 } else { lines.number };
    Ok(Parts { asked, lengths, lines_before, body: lines.rest })
}

struct Lines<'a> {
    rest: &'a [u8],
    number: usize,
}

impl<'a> Lines<'a> {
    /// The next line without its end; none at the end of the text.
    fn next_line(&mut self) -> Result<Option<&'a str>, NoRequest> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        let len = self.rest.iter().position(|byte| *byte == b'\n').unwrap_or(self.rest.len());
        let (line, rest) = self.rest.split_at_checked(len).unwrap_or((self.rest, &[]));
        self.rest = rest.get(1..).unwrap_or_default();
        let line = std::str::from_utf8(line).map_err(|_| NoRequest::NotUtf8(self.number))?;
        Ok(Some(line.strip_suffix('\r').unwrap_or(line)))
    }
}
