//! Do the requests of libraries in the wild get what they must? Every file of `fixtures/requests` goes over a socket to a
//! relay; its row of the table says the verdict, the remarks, and what arrives at the phone.
//!
//! How those libraries read the answers is `strangers/readers.rs`; a library that really runs is `stranger.rs`.
#![cfg(test)]

#[path = "strangers/readers.rs"]
mod readers;
mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use support::wire::Answer;
use support::{Sender, TestRelay};
use tilecast::notification::lint::Diagnostic;
use tilecast::protocol::class::Interval;
use tilecast::protocol::link::PushFrame;
use tilecast::protocol::status::Dialect;
use tilecast::protocol::{NotificationClass, Verdict};
use tilecast::relay::remark;

/// What stands in the files for the path of the channel.
const PATH: &str = "/throttledthirdparty/01.00/THE-TOKEN";
const NIL: &str = "00000000-0000-0000-0000-000000000000";

/// The libraries and services of PROTOCOL.md 12, as the table names them.
const LIBRARIES: [&str; 28] = [
    "node mpns",
    "notnoop java-mpns",
    "AeroGear java-mpns",
    "PushSharp 2.2.1",
    "python-mpns",
    "airnotifier",
    "opera mpns-client",
    "ruby-mpns",
    "calonso ruby-push-notifications",
    "rpush (wpns)",
    "ZF1 Zend_Mobile_Push_Mpns",
    "lunr Vortex",
    "alxmsl MPNSClient",
    "altenwald mpns",
    "push-notify",
    "em-wpn",
    "flexisip",
    "malliina mobile-push",
    "RMS PushNotifications",
    "tify",
    "RemObjects",
    "MS Recipes",
    "MSDN ASP.NET samples",
    "Azure Notification Hubs",
    "AWS SNS",
    "pushd",
    "WinChatty",
    "unnamed Java snippet",
];

/// A row of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    file: String,
    library: String,
    behaviour: String,
    verdict: String,
    kind: Option<String>,
    class: Option<u8>,
    message_id: Option<String>,
    lint: Vec<String>,
    text_lint: Option<Vec<String>>,
    #[serde(default = "yes")]
    known: bool,
    #[serde(default)]
    closes: bool,
    #[serde(default)]
    unread: bool,
}

const fn yes() -> bool {
    true
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/requests")
}

fn table() -> Vec<Row> {
    serde_json::from_slice(&std::fs::read(folder().join("table.json")).unwrap()).unwrap()
}

fn bytes_of(row: &Row) -> Vec<u8> {
    std::fs::read(folder().join(format!("{}.http", row.file))).unwrap()
}

/// The file with the path of a channel in its place; nothing else is touched.
fn request(row: &Row, path: &str) -> Vec<u8> {
    let bytes = bytes_of(row);
    match bytes.windows(PATH.len()).position(|part| part == PATH.as_bytes()) {
        Some(at) => [&bytes[..at], path.as_bytes(), &bytes[at + PATH.len()..]].concat(),
        None => bytes,
    }
}

fn split(request: &[u8]) -> (&[u8], &[u8]) {
    let end = request.windows(4).position(|part| part == b"\r\n\r\n").unwrap() + 4;
    request.split_at(end)
}

/// The body that the relay is to see: what the head frames.
fn body(request: &[u8]) -> Vec<u8> {
    let (head, rest) = split(request);
    let head = String::from_utf8(head.to_vec()).unwrap().to_lowercase();
    if head.contains("chunked") {
        let mut lines = rest.split(|byte| *byte == b'\n');
        let mut body = Vec::new();
        while let Some(size) = lines.next().filter(|size| *size != b"0\r") {
            let len = usize::from_str_radix(std::str::from_utf8(size).unwrap().trim(), 16).unwrap();
            let chunk = lines.next().unwrap();
            assert_eq!(chunk.len(), len + 1, "the files have no line feed within a chunk");
            body.extend(&chunk[..len]);
        }
        return body;
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let len = length.map_or(0, |length| length.trim().parse().unwrap());
    rest[..len].to_vec()
}

fn codes(lint: &[Diagnostic]) -> Vec<&str> {
    lint.iter().map(|diagnostic| diagnostic.code).collect()
}

/// Sends as the file does: one that expects to be told to continue waits for that.
async fn send(sender: &mut Sender, request: &[u8]) -> Answer {
    let (head, rest) = split(request);
    if String::from_utf8_lossy(head).contains("100-continue") {
        let interim = sender.send(head).await;
        assert_eq!(interim.text, "HTTP/1.1 100 Continue\r\n\r\n");
        return sender.send(rest).await;
    }
    sender.send(request).await
}

/// The answer has the code and the statuses of its verdict and no others, and the message id.
fn check_answer(row: &Row, answer: &Answer) {
    let verdict = Verdict::from_name(&row.verdict).unwrap();
    let statuses: Vec<_> = answer
        .text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| name.ends_with("Status"))
        .collect();
    let expected: Vec<_> = verdict.headers(Dialect::default()).collect();
    assert_eq!((answer.verdict(), answer.code(), statuses), (verdict.row().name, verdict.row().code, expected));
    assert_eq!(answer.header("X-MessageID"), Some(row.message_id.as_deref().unwrap_or(NIL)));
    assert_eq!(answer.header("Content-Length"), Some("0"));
}

fn check_push(row: &Row, push: &PushFrame, request: &[u8]) {
    assert_eq!(Some(push.kind.to_string()), row.kind, "the kind at the phone");
    assert_eq!(Some(push.class.get()), row.class, "the class at the phone");
    assert_eq!(push.bytes(), body(request), "the body at the phone");
    assert_eq!(push.message_id, row.message_id.as_deref().unwrap_or(NIL));
}

async fn run(row: &Row) {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let request = request(row, &path);
    let mut sender = relay.sender().await;
    let answer = send(&mut sender, &request).await;
    check_answer(row, &answer);
    let record = relay.record().await;
    assert_eq!(codes(&record.lint), row.lint, "the remarks: {:#?}", record.lint);
    assert_eq!(
        record.kind.map(|kind| kind.to_string()),
        row.kind.clone().filter(|_| row.verdict != "method-not-allowed")
    );
    assert_eq!(record.app.is_some(), row.known);
    let read = if row.unread { Vec::new() } else { body(&request) };
    assert_eq!(record.request.body, read, "the body in the record");
    if row.verdict == "received" && row.kind.is_some() {
        let interval = row.class.unwrap().to_string().parse::<NotificationClass>().unwrap().interval();
        if interval != Interval::Immediate {
            phone.settle().await;
            relay.clock.advance(Duration::from_secs(interval.secs() - 1));
            phone.settle().await;
            relay.clock.advance(Duration::from_secs(1));
        }
        check_push(row, &phone.push().await, &request);
    }
    // Nothing more comes to the phone, and what is left of the connection is as it must be.
    phone.settle().await;
    if row.closes || answer.code() == 400 {
        assert_eq!(sender.end().await, "", "nothing but the one answer");
    } else {
        let next = sender.send(&support::wire::raw(&path, "next")).await;
        assert_eq!(next.verdict(), "received", "the next request on the same connection");
        assert_eq!(phone.push().await.bytes(), b"next");
    }
}

/// Every request of the table gets its verdict, its remarks and its place on the phone, and its connection goes on or ends.
#[tokio::test]
async fn every_stranger_gets_what_it_must() {
    let mut wrong = Vec::new();
    for row in table() {
        let name = format!("{}: {}, {}", row.file, row.library, row.behaviour);
        let ran = tokio::spawn(async move { run(&row).await }).await;
        if let Err(error) = ran {
            let panic = error.into_panic();
            let words = panic.downcast_ref::<String>().cloned().unwrap_or_default();
            wrong.push(format!("{name}\n{words}"));
        }
    }
    assert!(wrong.is_empty(), "{} of the requests:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// The table and the folder name the same files, each once, and every library of PROTOCOL.md 12 has its own.
#[test]
fn the_table_is_whole() {
    let rows = table();
    let listed: BTreeSet<String> = rows.iter().map(|row| format!("{}.http", row.file)).collect();
    assert_eq!(listed.len(), rows.len(), "a file is listed twice");
    let names = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> =
        names.filter(|name| Path::new(name).extension().is_some_and(|end| end == "http")).collect();
    assert_eq!(listed, there);
    for library in LIBRARIES {
        assert!(rows.iter().any(|row| row.library == library), "{library} has no request");
    }
    let quirks: BTreeSet<_> = rows.iter().map(|row| (&row.library, &row.behaviour)).collect();
    assert_eq!(quirks.len(), rows.len(), "two files show the same");
}

/// A request that is linted as a text gets the remarks that it gets on the wire, each in its place in the text.
#[test]
fn requests_are_linted_as_texts() {
    for row in table() {
        let bytes = bytes_of(&row);
        let (head, _) = split(&bytes);
        let head_lines = lines(head);
        let found = remark::lint_request(&bytes).unwrap();
        let expected = row.text_lint.as_ref().unwrap_or(&row.lint);
        assert_eq!(codes(&found), *expected, "{}: {found:#?}", row.file);
        let text = String::from_utf8_lossy(&bytes);
        for diagnostic in found.iter().filter(|diagnostic| diagnostic.span.line > 0) {
            let number = diagnostic.span.line as usize;
            let line = text.split('\n').nth(number - 1).unwrap_or_else(|| panic!("{}: {diagnostic:?}", row.file));
            assert!(number > head_lines || (number > 1 && line.contains(':')), "{}: {diagnostic:?}", row.file);
        }
    }
}

/// How many lines end in a head.
fn lines(head: &[u8]) -> usize {
    String::from_utf8_lossy(head).matches('\n').count()
}

/// A header's fix, put in place of its span, takes the remark away and brings no other.
#[test]
fn fixes_of_headers_mend() {
    let mut mended = 0;
    for row in table() {
        let bytes = bytes_of(&row);
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        let (head, _) = split(&bytes);
        let head_lines = u32::try_from(lines(head)).unwrap();
        let found = remark::lint_request(text.as_bytes()).unwrap();
        for diagnostic in &found {
            let at = diagnostic.span;
            let Some(fix) = diagnostic.fix.as_ref().filter(|_| (1..=head_lines).contains(&at.line)) else { continue };
            let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            let offset = |line: u32, column: u32| starts[line as usize - 1] + column as usize - 1;
            let (from, to) = (offset(at.line, at.column), offset(at.end_line, at.end_column));
            let changed = format!("{}{}{}", text.split_at(from).0, fix.replacement, text.split_at(to).1);
            let after = remark::lint_request(changed.as_bytes()).unwrap();
            let count = |lint: &[Diagnostic]| lint.iter().filter(|other| other.code == diagnostic.code).count();
            assert_eq!(count(&after) + 1, count(&found), "{}: {diagnostic:?}\n{changed}", row.file);
            mended += 1;
        }
    }
    assert!(mended >= 12, "only {mended} fixes were tried");
}

/// What is no request is refused with the number of the line.
#[test]
fn texts_that_are_no_requests_are_refused() {
    for (text, words) in [
        ("", "line 1"),
        ("POST /x\r\n\r\n", "line 1"),
        ("POST /x HTTP/1.1 more\r\n\r\n", "line 1"),
        ("<wp:Notification/>", "line 1"),
        ("POST /x HTTP/1.1\nHost: a\nbody\n", "line 3"),
    ] {
        let error = remark::lint_request(text.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(words), "{text:?}: {error}");
    }
    assert!(
        remark::lint_request(b"POST / HTTP/1.1\r\nHost: \xFF\r\n\r\n").unwrap_err().to_string().starts_with("line 2")
    );
}
