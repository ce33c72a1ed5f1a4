//! Is every payload read or refused, in words that hold? Target: `notification::read`.

use tilecast::notification::lint::{Diagnostic, Fix, Span};
use tilecast::notification::read::{ReadError, Reading, read};
use tilecast::notification::{Kind, Notification, write};

use crate::{Target, fixtures};

const WORDS: &[&[u8]] = &[
    b"<",
    b">",
    b"</",
    b"/>",
    b"&",
    b"&amp;",
    b"&#",
    b"&#x41;",
    b"&apos;",
    b"&amp;lt;",
    b";",
    b"\"",
    b"'",
    b"=",
    b" ",
    b"\n",
    b"\r\n",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<?",
    b"?>",
    b"<?xml version=\"1.0\" encoding=\"utf-16\"?>",
    b"<!DOCTYPE a [",
    b"xmlns:x=\"WPNotification\"",
    b"xmlns=\"\"",
    b"wp:",
    b" Action=\"Clear\"",
    b" Silent=\"true\"",
    b" Version=\"2.0\"",
    b" Template=\"CycleTile\"",
    b" Id=\"\"",
    b"<wp:Tile>",
    b"</wp:Tile>",
    b"<wp:Toast>",
    b"<wp:Text1>",
    b"<wp:Count>",
    b"<wp:CycleImage9/>",
    b"<wp:BackgroundColor>#FF00",
    b"99999999999999999999",
    b"-0.5",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xFE\xFF",
    b"\0",
    b"\xC3",
    b"\xED\xA0\x80",
    b"\xEF\xBF\xBF",
    b"\xE2\x80\xA8",
];

fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = fixtures("payloads", "xml");
    let texts: Vec<String> = seeds.iter().filter_map(|seed| String::from_utf8(seed.clone()).ok()).collect();
    // One in the other encoding that is read.
    seeds.extend(
        texts
            .first()
            .map(|text| [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()),
    );
    seeds.push(
        b"<wp:Notification xmlns:wp=\"WPNotification\" Version=\"2.0\"><wp:Tile Template=\"CycleTile\"><wp:CycleImage1>/a.png</wp:CycleImage1>\
        <wp:Count>3</wp:Count><wp:Title>A &amp; <![CDATA[B]]><!-- c --></wp:Title></wp:Tile></wp:Notification>"
            .to_vec(),
    );
    seeds
}

/// Whatever the bytes are, they are read or refused; what is read is written and read again as the same; every place is a place
/// of the text, and every fix, put in its place, leaves a payload that can be read.
#[test]
fn xml() {
    let target = Target { name: "xml", seeds: seeds(), words: WORDS, cases: 3_000 };
    target.run(|bytes| {
        for kind in Kind::ALL {
            match read(bytes, kind) {
                Ok(reading) => check_reading(&reading, kind)?,
                Err(error) => check_error(bytes, &error, kind)?,
            }
        }
        Ok(())
    });
}

fn check_reading(reading: &Reading, kind: Kind) -> Result<(), String> {
    if reading.notification.kind() != kind {
        return Err(format!("another kind: {:?}", reading.notification));
    }
    if reading.diagnostics.len() > 101 {
        return Err(format!("{} findings", reading.diagnostics.len()));
    }
    if kind == Kind::Raw {
        return Ok(());
    }
    let text = reading.text();
    for (part, span) in reading.places() {
        offsets(text, span).ok_or_else(|| format!("{part:?} is at {span:?}"))?;
    }
    for diagnostic in &reading.diagnostics {
        check_diagnostic(text, diagnostic, kind)?;
    }
    let written = write::write(&reading.notification);
    let again =
        read(&written, kind).map_err(|error| format!("cannot be read again: {error}\n{}", written.escape_ascii()))?;
    if !same(&again.notification, &reading.notification) {
        return Err(format!("written and read again:\n{:?}\n{:?}", reading.notification, again.notification));
    }
    Ok(())
}

/// A colour that is not opaque or a count with decimals are written as they were understood, so all of it is equal.
fn same(one: &Notification, other: &Notification) -> bool {
    one == other
}

fn check_diagnostic(text: &str, diagnostic: &Diagnostic, kind: Kind) -> Result<(), String> {
    if diagnostic.message.is_empty() || diagnostic.message.chars().count() > 300 {
        return Err(format!("a message of {} bytes", diagnostic.message.len()));
    }
    let Some(fixed) = fixed(text, diagnostic.span, diagnostic.fix.as_ref())? else { return Ok(()) };
    read(fixed.as_bytes(), kind).map(|_| ()).map_err(|error| format!("{diagnostic:?} breaks it: {error}\n{fixed}"))
}

fn check_error(bytes: &[u8], error: &ReadError, kind: Kind) -> Result<(), String> {
    if error.message.is_empty() || error.message.chars().count() > 300 {
        return Err(format!("a message of {} bytes", error.message.len()));
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    // Places count from the text behind a byte order mark, with every line ending in a line feed.
    let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
    let Some(fixed) = fixed(&text, error.span, error.fix.as_ref())? else { return Ok(()) };
    match read(fixed.as_bytes(), kind) {
        Err(next)
            if (next.span.line, next.span.column) <= (error.span.line, error.span.column) && !is_seen_late(&next) =>
        {
            Err(format!("{error} is mended by {:?}, and then it is {next}", error.fix))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Whether an error is seen only when the reader is past the place that it names, where something begins: then it may stand
/// before an error that the reader met earlier.
fn is_seen_late(error: &ReadError) -> bool {
    const OF_A_TAG: &[&str] =
        &["stands twice in one tag", "attributes in one tag", "is not declared", "cannot be bound so"];
    const OF_AN_ELEMENT: &[&str] =
        &["is never closed", "the notification holds no", "the root is", "the payload holds a"];
    OF_A_TAG.iter().chain(OF_AN_ELEMENT).any(|words| error.message.contains(words))
}

/// The text with a fix in the place of a span.
fn fixed(text: &str, span: Span, fix: Option<&Fix>) -> Result<Option<String>, String> {
    let Some((from, to)) = offsets(text, span) else {
        // What is said of the whole has no place of its own, or the text is not what it is a place of.
        return if fix.is_none() { Ok(None) } else { Err(format!("{fix:?} is at {span:?}")) };
    };
    Ok(fix.map(|fix| format!("{}{}{}", text.split_at(from).0, fix.replacement, text.split_at(to).1)))
}

/// Where a span begins and ends, in bytes of the text.
fn offsets(text: &str, span: Span) -> Option<(usize, usize)> {
    let offset = |line: u32, column: u32| {
        let start: usize = text.split_inclusive('\n').take((line as usize).checked_sub(1)?).map(str::len).sum();
        let rest = text.get(start..)?;
        let skipped = (column as usize).checked_sub(1)?;
        (rest.chars().count() >= skipped).then(|| start + rest.chars().take(skipped).map(char::len_utf8).sum::<usize>())
    };
    let (from, to) = (offset(span.line, span.column)?, offset(span.end_line, span.end_column)?);
    (from <= to).then_some((from, to))
}
