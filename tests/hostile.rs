//! What does a peer that means harm, or is broken, do to everybody else? Nothing: memory is bounded, and the others are served.
//!
//! Senders are here; how many there may be is `hostile/crowd.rs`, what phones can do `hostile/phones.rs`. Bytes that nobody thought of are `fuzz`.
#![cfg(test)]

#[path = "hostile/crowd.rs"]
mod crowd;
#[path = "hostile/payloads.rs"]
mod payloads;
#[path = "hostile/phones.rs"]
mod phones;
mod support;

use std::io::ErrorKind;
use std::time::Duration;

use support::wire::{post, raw};
use support::{Sender, TestRelay};
use tilecast::relay::Settings;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// How many connections stand open at once in a test.
const MANY: usize = 500;
/// What two sockets may hold between them, and more: a sender that gets rid of more than this has been read.
const SOCKETS_HOLD: usize = 16 * 1_024 * 1_024;

/// A sender that knows how to behave is served, and the phone gets what it sends.
async fn others_are_served(relay: &TestRelay, phone: &mut support::TestPhone, path: &str) {
    let body = "another's";
    assert_eq!(relay.sender().await.send(&raw(path, body)).await.verdict(), "received");
    assert_eq!(phone.push().await.bytes(), body.as_bytes());
}

/// Writes until nothing is taken any more; how many bytes were. `None` in place of an end means that the peer has stopped
/// reading and says nothing.
async fn pour(sender: &mut Sender, piece: &[u8], most: usize) -> usize {
    let mut poured = 0;
    while poured < most {
        match sender.stream.write(piece).await {
            Ok(len) => poured += len,
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset), "{error}");
                break;
            }
        }
    }
    poured
}

/// Hundreds of senders that drip a byte a second, some in the head and some in the body, keep nobody waiting, and are all
/// closed within their time.
#[tokio::test(start_paused = true)]
async fn slow_senders_keep_nobody_waiting() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let head = format!("POST {path} HTTP/1.1\r\nHost: r\r\nContent-Length: 3000\r\n\r\n");
    let mut slow = Vec::new();
    for number in 0..MANY {
        let mut sender = relay.sender().await;
        sender.write(if number % 2 == 0 { b"POST /" } else { head.as_bytes() }).await;
        slow.push(sender);
    }
    for second in 0..14 {
        for sender in &mut slow {
            sender.write(b"a").await;
        }
        others_are_served(&relay, &mut phone, &path).await;
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(second < 14);
    }
    for sender in slow {
        assert_eq!(sender.end().await, "");
    }
    others_are_served(&relay, &mut phone, &path).await;
}

/// Senders that go away in the middle leave nothing behind: their half requests come to nothing.
#[tokio::test]
async fn half_requests_come_to_nothing() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let whole = raw(&path, "half");
    for number in 0..MANY {
        let mut sender = relay.sender().await;
        sender.write(&whole[..number % (whole.len() - 1)]).await;
    }
    others_are_served(&relay, &mut phone, &path).await;
    assert_eq!(relay.record().await.request.body, b"another's", "no half request was recorded");
}

/// Connections on which nothing is said do not count against others, and are closed after two minutes.
#[tokio::test(start_paused = true)]
async fn silent_connections_do_not_matter() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut silent = Vec::new();
    for _ in 0..MANY {
        silent.push(relay.sender().await);
    }
    others_are_served(&relay, &mut phone, &path).await;
    tokio::time::advance(Duration::from_secs(119)).await;
    others_are_served(&relay, &mut phone, &path).await;
    for sender in silent {
        assert_eq!(sender.end().await, "");
    }
}

/// A gigabyte that is announced is refused before any of it is sent, also to a sender that asks whether it may go on.
#[tokio::test]
async fn an_announced_gigabyte_is_refused_at_once() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    for expect in ["", "Expect: 100-continue\r\n"] {
        let mut sender = relay.sender().await;
        let head = format!("POST {path} HTTP/1.1\r\nHost: r\r\n{expect}Content-Length: 1073741824\r\n\r\n");
        let answer = sender.send(head.as_bytes()).await;
        assert_eq!((answer.verdict(), answer.header("Connection")), ("bad-request", Some("close")));
        let poured = pour(&mut sender, &b"x".repeat(65_536), 1 << 30).await;
        assert!(poured < SOCKETS_HOLD, "{poured} bytes were taken");
    }
    others_are_served(&relay, &mut phone, &path).await;
}

/// A gigabyte in chunks is refused once it is more than is allowed, and the rest is not read.
#[tokio::test]
async fn a_streamed_gigabyte_is_refused_early() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut chunk = b"10000\r\n".to_vec();
    chunk.extend(b"x".repeat(65_536));
    chunk.extend(b"\r\n");
    let mut sender = relay.sender().await;
    sender.write(format!("POST {path} HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: chunked\r\n\r\n").as_bytes()).await;
    sender.write(&chunk).await;
    assert_eq!(sender.answer().await.verdict(), "bad-request");
    let poured = pour(&mut sender, &chunk, 1 << 30).await;
    assert!(poured < SOCKETS_HOLD, "{poured} bytes were taken");
    others_are_served(&relay, &mut phone, &path).await;
}

/// Chunks of one byte, long chunk extensions and trailers are no way around the limits.
#[tokio::test]
async fn chunks_have_limits_too() {
    let relay = TestRelay::with(Settings { max_payload_bytes: 100, ..Settings::default() }).await;
    let (mut phone, path) = relay.phone("ana").await;
    let head = format!("POST {path} HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: chunked\r\n\r\n");
    let single = "1\r\nx\r\n";
    let mut sender = relay.sender().await;
    let answer = sender.send(format!("{head}{}0\r\n\r\n", single.repeat(100)).as_bytes()).await;
    assert_eq!(answer.verdict(), "received");
    assert_eq!(phone.push().await.bytes().len(), 100);
    let floods = [
        (single.to_owned(), single.repeat(1_000)),
        (String::from("1;a="), "y".repeat(4_096)),
        (String::from("0\r\n"), "Trailer-Line: yyyyyyyyyyyyyyyyyyyyyyyyy\r\n".repeat(100)),
    ];
    for (begin, piece) in floods {
        let mut sender = relay.sender().await;
        sender.write(format!("{head}{begin}").as_bytes()).await;
        let poured = pour(&mut sender, piece.as_bytes(), 1 << 30).await;
        assert!(poured < SOCKETS_HOLD, "{begin}: {poured} bytes were taken");
        others_are_served(&relay, &mut phone, &path).await;
    }
}

/// A sender that asks and asks, and never reads an answer, is held back by its own sockets, and cut off.
#[tokio::test(start_paused = true)]
async fn a_flood_of_requests_is_held_back() {
    let relay = TestRelay::with(Settings { daily_quota: Some(1), ..Settings::default() }).await;
    let (_phone, path) = relay.phone("ana").await;
    let mut flood = relay.sender().await;
    let requests = raw(&path, "x").repeat(100);
    let poured = pour(&mut flood, &requests, 1 << 30).await;
    assert!(poured < 4 * SOCKETS_HOLD, "{poured} bytes were taken");
    // Only now, since a phone that is not listened to for so long is away.
    let (mut other, other_path) = relay.phone("ben").await;
    others_are_served(&relay, &mut other, &other_path).await;
}

/// However many headers there are, and however long they are, the answer is one that a sender knows, or none.
#[tokio::test]
async fn floods_of_headers_are_refused() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let floods = [
        "X-A: b\r\n".repeat(101),
        "X-A: b\r\n".repeat(1_900),
        format!("X-A: {}\r\n", "b".repeat(17_000)),
        format!("{}: b\r\n", "X".repeat(17_000)),
        "a:\r\n".repeat(4_000),
        "Content-Length: 1\r\n".repeat(50) + &"X-WindowsPhone-Target: toast\r\n".repeat(50),
    ];
    for flood in floods {
        let mut sender = relay.sender().await;
        sender.write(format!("POST {path} HTTP/1.1\r\n{flood}\r\n").as_bytes()).await;
        let all = sender.end().await;
        assert!(all.is_empty() || all.starts_with("HTTP/1.1 400 "), "{}: {all}", flood.split_at(20).0);
        others_are_served(&relay, &mut phone, &path).await;
    }
    let long_target = format!("POST {path}?{} HTTP/1.1\r\nHost: r\r\nContent-Length: 1\r\n\r\nx", "a".repeat(15_000));
    let answer = relay.sender().await.send(long_target.as_bytes()).await;
    assert_eq!(answer.verdict(), "received", "a query is no part of the channel");
}

/// A request that two servers could take for two different ones is refused, and what follows it on the connection is not
/// read as a request.
#[tokio::test]
async fn ambiguous_requests_are_refused() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let smuggled = String::from_utf8(raw(&path, "smuggled")).unwrap();
    let chunked = "Transfer-Encoding: chunked\r\n";
    let shapes = [
        format!("Content-Length: 0\r\nContent-Length: {}\r\n\r\n{smuggled}", smuggled.len()),
        format!("Content-Length: 0, {}\r\n\r\n{smuggled}", smuggled.len()),
        format!("Content-Length: +0\r\n\r\n{smuggled}"),
        format!("Content-Length: 0x0\r\n\r\n{smuggled}"),
        format!("Content-Length: -1\r\n\r\n{smuggled}"),
        format!("Content-Length: 18446744073709551616\r\n\r\n{smuggled}"),
        format!("Content-Length : 0\r\n\r\n{smuggled}"),
        format!("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n{smuggled}"),
        format!("Host: r\r\n{chunked}\r\n0x0\r\n\r\n{smuggled}"),
        format!("Host: r\r\n{chunked}\r\n-0\r\n\r\n{smuggled}"),
        format!("Host: r\r\n{chunked}\r\n10000000000000000\r\n\r\n{smuggled}"),
        format!("Host: r\r\nX: a\r\n {chunked}\r\n0\r\n\r\n{smuggled}"),
        format!("Host: r\r\nX: a\rContent-Length: 0\r\n\r\n{smuggled}"),
    ];
    for shape in shapes {
        let mut sender = relay.sender().await;
        sender.write(format!("POST {path} HTTP/1.1\r\n{shape}").as_bytes()).await;
        sender.stream.shutdown().await.unwrap();
        let all = sender.end().await;
        assert_eq!(all.matches("HTTP/1.1 ").count(), 1, "{shape:?}: {all}");
        assert!(all.starts_with("HTTP/1.1 400 "), "{shape:?}: {all}");
        others_are_served(&relay, &mut phone, &path).await;
        loop {
            let record = relay.record().await;
            assert_ne!(record.request.body, b"smuggled", "{shape:?}");
            if record.request.body == b"another's" {
                break;
            }
            assert_eq!(record.verdict.row().name, "bad-request");
        }
    }
}

/// Of a request with two lengths the chunks count, and its connection ends behind it (RFC 9112, 6.1).
#[tokio::test]
async fn two_lengths_end_the_connection() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let smuggled = String::from_utf8(raw(&path, "smuggled")).unwrap();
    for lines in ["Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 4"]
    {
        let mut sender = relay.sender().await;
        let request = format!("POST {path} HTTP/1.1\r\n{lines}\r\n\r\n2\r\nhi\r\n0\r\n\r\n{smuggled}");
        sender.write(request.as_bytes()).await;
        let all = sender.end().await;
        assert_eq!(all.matches("HTTP/1.1 ").count(), 1, "{all}");
        assert!(all.contains("\r\nConnection: close\r\n"), "{all}");
        assert_eq!(phone.push().await.bytes(), b"hi");
        others_are_served(&relay, &mut phone, &path).await;
    }
}

/// Bytes that are no text stand in the record as what they were taken for; NUL ends the connection.
#[tokio::test]
async fn odd_bytes_in_headers_are_survived() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut request = format!("POST {path} HTTP/1.1\r\nHost: r\r\nX-MessageID: ").into_bytes();
    request.extend(b"\xFF\xFE\xC3\r\nX-WindowsPhone-Target: \xE9\r\nContent-Length: 1\r\n\r\nx");
    assert_eq!(relay.sender().await.send(&request).await.verdict(), "received");
    assert_eq!(phone.push().await.bytes(), b"x");
    let record = relay.record().await;
    assert_eq!(record.request.headers.iter().nth(2), Some(("X-WindowsPhone-Target", "\u{FFFD}")));
    for bad in
        [&b"X-A: a\0b\r\n"[..], b"X\0A: b\r\n", b"X-A: a\x01b\r\n", b"X-\xFF: b\r\n", b": b\r\n", b"no colon\r\n"]
    {
        let mut request = format!("POST {path} HTTP/1.1\r\nHost: r\r\n").into_bytes();
        request.extend(bad);
        request.extend(b"Content-Length: 1\r\n\r\nx");
        let mut sender = relay.sender().await;
        sender.write(&request).await;
        let all = sender.end().await;
        assert!(all.starts_with("HTTP/1.1 400 "), "{bad:?}: {all}");
        others_are_served(&relay, &mut phone, &path).await;
        assert_eq!(relay.record().await.request.body, b"another's", "{bad:?}");
    }
}

/// A sender that takes one byte of its answer at a time gets it whole.
#[tokio::test]
async fn slow_readers_get_their_answer() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.write(&post(&path, "X-NotificationClass: 3\r\nConnection: close\r\n", b"x")).await;
    let mut answer = Vec::new();
    while let Ok(byte) = sender.stream.read_u8().await {
        answer.push(byte);
        tokio::task::yield_now().await;
    }
    assert!(answer.ends_with(b"Content-Length: 0\r\n\r\n"), "{:?}", String::from_utf8_lossy(&answer));
}
