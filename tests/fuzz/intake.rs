//! Is every byte that a sender can write answered in the table's words, or with the connection's end? Targets: the relay behind
//! its socket, and the linter of requests as texts.

use std::collections::BTreeSet;
use std::time::Duration;

use tilecast::protocol::verdict::TABLE;
use tilecast::relay::{Settings, remark};
use tokio::io::AsyncWriteExt as _;

use crate::support::wire::raw;
use crate::support::{Sender, TestPhone, TestRelay};
use crate::{Target, fixtures};

/// What stands in the files for the path of the channel.
const PATH: &[u8] = b"/throttledthirdparty/01.00/THE-TOKEN";
/// How long a connection may take to its end: a request's patience and more.
const END_WITHIN: Duration = Duration::from_secs(60);

const WORDS: &[&[u8]] = &[
    b"\r\n",
    b"\n",
    b"\r",
    b"\r\n\r\n",
    b": ",
    b":",
    b" ",
    b"\t",
    b"\0",
    b"\xFF",
    b"HTTP/1.1",
    b"HTTP/1.0",
    b"HTTP/2.0",
    b"POST ",
    b"GET ",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"Content-Length: 0\r\n",
    b"Content-Length: 18446744073709551615\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"0\r\n\r\n",
    b"ffffffffffffffff\r\n",
    b"Expect: 100-continue\r\n",
    b"Connection: close\r\n",
    b"Connection: Upgrade\r\nUpgrade: websocket\r\n",
    b"X-WindowsPhone-Target: toast\r\n",
    b"X-NotificationClass: 256\r\n",
    b"X-MessageID: \r\n",
    b"/callback",
    b"?",
    b"%00",
    b"..",
    b"http://a",
    b"//",
    b"<wp:",
    b"&",
];

fn cut(bytes: &[u8], path: &str) -> Vec<u8> {
    match bytes.windows(PATH.len()).position(|part| part == PATH) {
        Some(at) => [&bytes[..at], path.as_bytes(), &bytes[at + PATH.len()..]].concat(),
        None => bytes.to_vec(),
    }
}

/// Takes and acknowledges whatever comes.
async fn take_all(mut phone: TestPhone) {
    while let Some(Ok(message)) = futures_util::StreamExt::next(&mut phone.socket).await {
        if let tokio_tungstenite::tungstenite::Message::Text(text) = message {
            let frame: serde_json::Value = serde_json::from_str(&text).unwrap();
            if frame["type"] == "push" {
                phone.ack(frame["id"].as_u64().unwrap()).await;
            }
        }
    }
}

/// The answers in what came, one after the other.
fn check_answers(text: &str) -> Result<(), String> {
    let codes: BTreeSet<u16> = TABLE.iter().map(|row| row.code).chain([100]).collect();
    for head in text.split("HTTP/1.").skip(1) {
        let code = head.get(2..5).and_then(|code| code.parse().ok());
        if !code.is_some_and(|code| codes.contains(&code)) {
            return Err(format!("an answer of no row: {text}"));
        }
        let is_refusal = code == Some(400);
        let has_status = head.contains("X-NotificationStatus: ");
        if is_refusal && has_status {
            return Err(format!("a 400 with a status: {text}"));
        }
    }
    if !text.is_empty() && !text.starts_with("HTTP/1.") {
        return Err(format!("no answer: {text}"));
    }
    Ok(())
}

/// Whatever bytes a sender writes, it gets answers of the table or the connection's end, and the next sender is served.
#[test]
fn intake() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (relay, path) = runtime.block_on(async {
        let settings = Settings { daily_quota: None, ..Settings::default() };
        let mut relay = TestRelay::with(settings).await;
        let (phone, path) = relay.phone("ana").await;
        tokio::spawn(take_all(phone));
        let mut events = std::mem::replace(&mut relay.events, tokio::sync::mpsc::channel(1).1);
        tokio::spawn(async move { while events.recv().await.is_some() {} });
        (relay, path)
    });
    let target = Target { name: "intake", seeds: fixtures("requests", "http"), words: WORDS, cases: 500 };
    target.run(|bytes| {
        runtime.block_on(async {
            let mut sender = Sender::connect(relay.addr).await;
            // What is written may come to a connection that is closed already.
            let _ = sender.stream.write_all(&cut(bytes, &path)).await;
            let _ = sender.stream.shutdown().await;
            let end = tokio::time::timeout(END_WITHIN, sender.end());
            let text = end.await.map_err(|_| String::from("the connection does not end"))?;
            check_answers(&text)?;
            let next = Sender::connect(relay.addr).await.send(&raw(&path, "next")).await;
            if next.verdict() != "received" {
                return Err(format!("the next sender gets {}", next.text));
            }
            Ok(())
        })
    });
}

/// Whatever a text is, it is linted or refused; every place lies within it.
#[test]
fn request() {
    let target = Target { name: "request", seeds: fixtures("requests", "http"), words: WORDS, cases: 3_000 };
    target.run(|bytes| {
        let Ok(found) = remark::lint_request(bytes) else { return Ok(()) };
        let lines = u32::try_from(bytes.split(|byte| *byte == b'\n' || *byte == b'\r').count()).unwrap();
        if found.len() > 1_000 {
            return Err(format!("{} findings", found.len()));
        }
        for diagnostic in &found {
            let span = diagnostic.span;
            let ordered = (span.line, span.column) <= (span.end_line, span.end_column);
            if !ordered || span.end_line > lines + 1 || diagnostic.message.chars().count() > 300 {
                return Err(format!("{diagnostic:?} of {lines} lines"));
            }
        }
        Ok(())
    });
}
