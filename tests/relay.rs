//! What does the relay answer to a sender? Raw bytes over a socket; the link's side is `relay_link.rs`.
#![cfg(test)]

mod support;

use tokio::io::AsyncReadExt as _;

use support::wire::{Sender, TOAST, post, raw, toast};
use support::{TestPhone, TestRelay};
use tilecast::notification::Kind;
use tilecast::notification::lint::Diagnostic;
use tilecast::protocol::status::{Dialect, InactiveSpelling};
use tilecast::protocol::{NotificationClass, Stage, Verdict};
use tilecast::relay::Settings;

const NIL: &str = "00000000-0000-0000-0000-000000000000";
const UNKNOWN: &str = "/throttledthirdparty/01.00/AAEAAAAAAAAAAAAAAAAAAAAAAAI";

fn server() -> String {
    format!("Tilecast/{}", env!("CARGO_PKG_VERSION"))
}

fn codes(lint: &[Diagnostic]) -> Vec<&'static str> {
    lint.iter().map(|diagnostic| diagnostic.code).collect()
}

/// A 200 has these bytes: exact letter case, one space after the colon, the order of the one dump that is known.
#[tokio::test]
async fn a_200_has_these_bytes() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let expected = format!(
        "HTTP/1.1 200 OK\r\nCache-Control: private\r\nServer: {}\r\nX-Server: tilecast\r\n\
         X-DeviceConnectionStatus: Connected\r\nX-NotificationStatus: Received\r\nX-SubscriptionStatus: Active\r\n\
         X-MessageID: {NIL}\r\nDate: Tue, 24 Nov 2026 04:02:23 GMT\r\nContent-Length: 0\r\n\r\n",
        server()
    );
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(&toast(&path)).await.text, expected);
    assert_eq!(sender.send(&toast(&path)).await.text, expected, "and again on the same connection");
}

/// A 400 has no status, and is the last answer on its connection.
#[tokio::test]
async fn a_400_has_these_bytes() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.write(&post(&path, "X-WindowsPhone-Target: toast\r\n", b"<wp:Not")).await;
    sender.write(&toast(&path)).await;
    let expected = format!(
        "HTTP/1.1 400 Bad Request\r\nCache-Control: private\r\nServer: {}\r\nX-Server: tilecast\r\n\
         X-MessageID: {NIL}\r\nDate: Tue, 24 Nov 2026 04:02:23 GMT\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        server()
    );
    assert_eq!(sender.end().await, expected);
}

/// How an inactive device is spelled can be set.
#[tokio::test]
async fn inactive_has_three_spellings() {
    for (inactive, word) in [(InactiveSpelling::Inactive, "Inactive"), (InactiveSpelling::Disconnected, "Disconnected")]
    {
        let settings = Settings { inactive_after_secs: 0, inactive_spelling: inactive, ..Settings::default() };
        let mut relay = TestRelay::with(settings).await;
        let (phone, path) = relay.phone("ana").await;
        drop(phone);
        relay.device_is(|device| device.connection.wire(Dialect::default()) == "InActive").await;
        let answer = relay.sender().await.send(&toast(&path)).await;
        assert_eq!(answer.header("X-DeviceConnectionStatus"), Some(word));
    }
}

/// Any method but POST is not allowed; a GET can be set to be answered 200, whatever the channel.
#[tokio::test]
async fn only_post_is_allowed() {
    let mut relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    for method in ["GET", "PUT", "DELETE", "OPTIONS", "BREW"] {
        let answer = sender.send(format!("{method} {path} HTTP/1.1\r\nHost: r\r\n\r\n").as_bytes()).await;
        assert_eq!((answer.verdict(), answer.header("X-DeviceConnectionStatus")), ("method-not-allowed", None));
    }
    assert_eq!(relay.record().await.reason.as_deref(), Some("the method is GET; a channel takes only POST"));
    let relay = TestRelay::with(Settings { get_answers: 200, ..Settings::default() }).await;
    let get = format!("GET {UNKNOWN} HTTP/1.1\r\nHost: r\r\n\r\n");
    assert_eq!(relay.sender().await.send(get.as_bytes()).await.verdict(), "received");
}

/// A path that is no channel's is a bad request; only a POST to it is recorded.
#[tokio::test]
async fn stray_paths_are_answered() {
    let mut relay = TestRelay::start().await;
    let get = relay.sender().await.send(b"GET /favicon.ico HTTP/1.1\r\nHost: r\r\n\r\n").await;
    assert_eq!(get.verdict(), "method-not-allowed");
    assert_eq!(relay.sender().await.send(&toast("/hello")).await.verdict(), "bad-request");
    let long = format!("{UNKNOWN}/{}", "a".repeat(1_000));
    assert_eq!(relay.sender().await.send(&toast(&long)).await.verdict(), "bad-request");
    let record = relay.record().await;
    assert_eq!((record.request.path.as_str(), record.verdict), ("/hello", Verdict::BadRequest));
    assert_eq!(record.reason.as_deref(), Some("the path has not the form of a channel URI"));
}

/// 3,072 bytes pass; a byte more is a bad request, whether its length is announced or not.
#[tokio::test]
async fn a_payload_has_3072_bytes_at_most() {
    let mut relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    assert_eq!(relay.sender().await.send(&raw(&path, &"x".repeat(3_072))).await.verdict(), "received");
    let answer = relay.sender().await.send(&raw(&path, &"x".repeat(3_073))).await;
    assert_eq!((answer.verdict(), answer.header("Connection")), ("bad-request", Some("close")));
    relay.record().await;
    assert_eq!(relay.record().await.reason.as_deref(), Some("the body has 3073 bytes; 3072 are allowed"));
    let chunk = format!("POST {path} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nc01\r\n{}\r\n", "x".repeat(0xC01));
    assert_eq!(relay.sender().await.send(chunk.as_bytes()).await.verdict(), "bad-request");
    let huge = format!("POST {path} HTTP/1.1\r\nContent-Length: 9999999999\r\n\r\n");
    assert_eq!(relay.sender().await.send(huge.as_bytes()).await.verdict(), "bad-request");
}

/// The answer to a body that is far too large arrives, though the sender is still writing.
#[tokio::test]
async fn a_400_arrives_while_the_sender_writes() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.write(&raw(&path, &"x".repeat(20_000))[..10_000]).await;
    assert_eq!(sender.answer().await.verdict(), "bad-request");
    assert_eq!(sender.stream.read(&mut [0]).await.unwrap(), 0, "the relay has nothing more to say");
    for _ in 0..5 {
        sender.write(&[b'x'; 2_000]).await;
        tokio::task::yield_now().await;
    }
}

/// A sender that counts characters instead of bytes cuts its own body short: that is a bad request, and the surplus bytes
/// are no request.
#[tokio::test]
async fn characters_are_no_bytes() {
    let mut relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let body = TOAST.replace("Train 7", "Zürich–Genève");
    let head = format!(
        "POST {path} HTTP/1.1\r\nX-WindowsPhone-Target: toast\r\nContent-Length: {}\r\n\r\n",
        body.chars().count()
    );
    let mut sender = relay.sender().await;
    sender.write(format!("{head}{body}").as_bytes()).await;
    let all = sender.end().await;
    assert_eq!((all.matches("HTTP/1.1").count(), all.contains("400 Bad Request")), (1, true), "{all}");
    let record = relay.record().await;
    assert!(record.reason.as_deref().unwrap().starts_with("line 1, column "), "{:?}", record.reason);
    assert_eq!(record.request.body.len(), body.chars().count());
}

/// Requests that come before their predecessor's answer are answered in order.
#[tokio::test]
async fn requests_may_be_pipelined() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.write(&[raw(&path, "1"), raw(UNKNOWN, "2"), raw(&path, "3")].concat()).await;
    let mut verdicts = Vec::new();
    for _ in 0..3 {
        verdicts.push(sender.answer().await.verdict());
    }
    assert_eq!(verdicts, ["received", "expired", "received"]);
    assert_eq!([phone.push().await.bytes(), phone.push().await.bytes()], [b"1", b"3"]);
}

/// A sender that asks before it sends its body is told to go on, unless the body is too large anyway.
#[tokio::test]
async fn a_sender_may_ask_first() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.write(format!("POST {path} HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n").as_bytes()).await;
    assert_eq!(sender.answer().await.text, "HTTP/1.1 100 Continue\r\n\r\n");
    assert_eq!(sender.send(b"hi").await.verdict(), "received");
    assert_eq!(phone.push().await.bytes(), b"hi");
    let large = format!("POST {path} HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3073\r\n\r\n");
    assert_eq!(sender.send(large.as_bytes()).await.verdict(), "bad-request");
}

/// A body may come in chunks, and in as many pieces as the network likes.
#[tokio::test]
async fn bodies_may_be_chunked() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    for _ in 0..2 {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        );
        for piece in request.as_bytes().chunks(5) {
            sender.write(piece).await;
            tokio::task::yield_now().await;
        }
        assert_eq!(sender.answer().await.verdict(), "received");
        assert_eq!(phone.push().await.bytes(), b"abcde");
    }
}

/// Absolute targets, queries and HTTP/1.0 are understood; an answer to HTTP/1.0 ends its connection.
#[tokio::test]
async fn other_ways_to_ask_are_understood() {
    let mut relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let absolute = format!("http://db3.notify.live.net{path}?a=/b");
    assert_eq!(relay.sender().await.send(&toast(&absolute)).await.verdict(), "received");
    assert_eq!(relay.record().await.request.path, absolute);
    assert_eq!(relay.sender().await.send(&toast(&format!("{path}/further"))).await.verdict(), "received");
    let mut sender = relay.sender().await;
    sender.write(format!("POST {path} HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi").as_bytes()).await;
    let all = sender.end().await;
    assert!(all.starts_with("HTTP/1.0 200 OK\r\n") && all.contains("X-NotificationStatus: Received\r\n"), "{all}");
}

/// The registration of a callback is answered 200, recorded, and delivers nothing.
#[tokio::test]
async fn callbacks_are_recorded() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let headers = "X-CallbackURI: https://example.org/x\r\nContent-Type: application/*\r\n";
    assert_eq!(sender.send(&post(&format!("{path}/callback"), headers, b"mine")).await.verdict(), "received");
    let record = relay.record().await;
    assert_eq!((record.kind, record.app.as_deref()), (None, Some("trips")));
    assert_eq!(record.request.body, b"mine");
    assert_eq!(relay.stages(), [(1, Stage::Refused)]);
    assert_eq!(sender.send(&raw(&path, "next")).await.verdict(), "received");
    assert_eq!(phone.push().await.bytes(), b"next");
}

/// The message id is echoed as written if it is a UUID, and nil otherwise.
#[tokio::test]
async fn message_ids_are_echoed() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let upper = "5D5B10A1-5F3C-4C7E-9AF0-1B2C3D4E5F60";
    for (sent, answered) in [(upper, upper), ("5d5b10a15f3c4", NIL), ("", NIL)] {
        let answer = sender.send(&post(&path, &format!("X-MessageId:{sent}\r\n"), b"x")).await;
        assert_eq!(answer.header("X-MessageID"), Some(answered));
        assert_eq!(phone.push().await.message_id, answered);
    }
}

/// Headers are recorded in their own letter case and order; what is odd about them is flagged and not refused.
#[tokio::test]
async fn odd_headers_are_flagged() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let headers = "x-windowsphone-TARGET: Tile\r\nX-NotificationClass:2\r\nContext-Type: text/xml\r\n";
    assert_eq!(sender.send(&post(&path, headers, support::wire::TILE.as_bytes())).await.verdict(), "received");
    let record = relay.record().await;
    let names: Vec<_> = record.request.headers.iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(names, ["Host", "x-windowsphone-TARGET", "X-NotificationClass", "Context-Type", "Content-Length"]);
    assert_eq!((record.kind, record.class.map(NotificationClass::get)), (Some(Kind::Tile), Some(2)));
    assert_eq!(codes(&record.lint), ["L1", "L9", "L50", "L51", "L55", "L56"]);
    let push = phone.push().await;
    assert_eq!(push.headers.len(), 2);
    assert_eq!((push.kind, push.class.get()), (Kind::Tile, 2));
}

/// Whatever bytes come, the answer is one of the table or the connection is closed, and the next sender is served.
#[tokio::test]
async fn garbage_is_survived() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let mut large_head = format!("POST {path} HTTP/1.1\r\n").into_bytes();
    large_head.extend(format!("X-Filler: {}\r\n", "y".repeat(17 * 1_024)).bytes());
    let cases: Vec<Vec<u8>> = vec![
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        b"\0\0\0\0\r\n\r\n".to_vec(),
        (0..=255).collect(),
        format!("POST {path} HTTP/1.1\r\nContent-Length: -1\r\n\r\n").into_bytes(),
        format!("POST {path} HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab").into_bytes(),
        format!("POST {path} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").into_bytes(),
        format!("POST {path} HTTP/1.1\r\nBad Name: 1\r\n\r\n").into_bytes(),
        b"GET /link/v1 HTTP/1.1\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n".to_vec(),
        b"GET /api/v1/none HTTP/1.1\r\nConnection: close\r\n\r\n".to_vec(),
        large_head,
    ];
    for case in cases {
        let mut sender = relay.sender().await;
        sender.write(&case).await;
        tokio::io::AsyncWriteExt::shutdown(&mut sender.stream).await.unwrap();
        let all = sender.end().await;
        assert!(all.is_empty() || all.starts_with("HTTP/1.1 4") || all.starts_with("HTTP/1.0 4"), "{case:?}: {all}");
        assert_eq!(relay.sender().await.send(&raw(&path, "ok")).await.verdict(), "received");
    }
}

/// What cannot be read as a request is answered with the bytes of any other 400, whatever was asked before it.
#[tokio::test]
async fn what_cannot_be_read_has_the_bytes_of_a_400() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let large = format!("POST {path} HTTP/1.1\r\nX-Filler: {}\r\n\r\n", "y".repeat(17 * 1_024));
    for unread in [
        "no request\r\n\r\n",
        &format!("POST {path} HTTP/1.1\r\nHost : r\r\n\r\n"),
        &format!("POST {path} HTTP/1.1\r\nX-Folded: a\r\n b\r\n\r\n"),
        &format!("POST {path} HTTP/1.1\r\nContent-Length: many\r\n\r\n"),
        &format!("POST {path} HTTP/9.9\r\n\r\n"),
        &large,
    ] {
        for earlier in [0, 2] {
            let mut sender = relay.sender().await;
            let first = raw(&path, "first").repeat(earlier);
            sender.write(&[&first, unread.as_bytes()].concat()).await;
            for _ in 0..earlier {
                assert_eq!(sender.answer().await.verdict(), "received");
            }
            let refused = sender.answer().await;
            let date = refused.header("Date").unwrap();
            assert!(date.ends_with(" GMT"), "{date}");
            let expected = format!(
                "HTTP/1.1 400 Bad Request\r\nCache-Control: private\r\nServer: {}\r\nX-Server: tilecast\r\n\
                 X-MessageID: 00000000-0000-0000-0000-000000000000\r\nDate: {date}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                server()
            );
            assert_eq!(refused.text, expected, "{unread:.60}");
            assert_eq!(sender.end().await, "");
        }
    }
}

/// A head of more than 16 KiB ends its connection, though the sender would go on.
#[tokio::test]
async fn large_heads_end_the_connection() {
    let relay = TestRelay::start().await;
    let mut sender = relay.sender().await;
    sender.write(b"POST / HTTP/1.1\r\n").await;
    sender.write(format!("X-Filler: {}\r\n", "y".repeat(17 * 1_024)).as_bytes()).await;
    sender.end().await;
}

/// A request that takes more than 15 seconds from its first byte is closed, at whatever point it stands.
#[tokio::test(start_paused = true)]
#[expect(clippy::disallowed_methods, reason = "how patient the sockets are is measured, on a clock that stands still")]
async fn slow_requests_are_closed() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let begun = tokio::time::Instant::now();
    let whole = String::from_utf8(raw(&path, "hello")).unwrap();
    for part in ["P", "POST / HTTP/1.1\r\nHost: r\r\n", whole.strip_suffix('o').unwrap()] {
        let mut sender = relay.sender().await;
        sender.write(part.as_bytes()).await;
        assert_eq!(sender.end().await, "", "{part}");
    }
    let mut sender = relay.sender().await;
    let mut tail = whole.as_bytes().to_vec();
    tail.extend(b"POST / HT");
    sender.write(&tail).await;
    let all = sender.end().await;
    assert_eq!(all.matches("HTTP/1.1 ").count(), 1, "{all}");
    let secs = begun.elapsed().as_secs();
    assert!((60..64).contains(&secs), "{secs}");
}

/// A request that drips in is held to the same time.
#[tokio::test(start_paused = true)]
#[expect(clippy::disallowed_methods, reason = "how patient the sockets are is measured, on a clock that stands still")]
async fn dripping_requests_are_closed() {
    let relay = TestRelay::start().await;
    let mut sender = relay.sender().await;
    let begun = tokio::time::Instant::now();
    while tokio::io::AsyncWriteExt::write_all(&mut sender.stream, b"P").await.is_ok() {
        tokio::time::advance(std::time::Duration::from_secs(1)).await;
        tokio::task::yield_now().await;
        assert!(begun.elapsed().as_secs() < 40, "still open");
    }
}

/// The host's routes are served on the same port, and a slow answer of theirs is waited for.
#[tokio::test(start_paused = true)]
async fn the_host_has_its_own_routes() {
    let slow = || async {
        tokio::time::sleep(std::time::Duration::from_mins(10)).await;
        "late"
    };
    let routes = axum::Router::new().route("/slow", axum::routing::get(slow));
    let relay = TestRelay::with_routes(Settings::default(), routes).await;
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(b"GET /api/v1/slow HTTP/1.1\r\nHost: r\r\n\r\n").await.code(), 200);
}

/// When the relay stops, its connections and links end, and its port is free.
#[tokio::test]
async fn stopping_ends_everything() {
    let relay = TestRelay::start().await;
    let addr = relay.addr;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.send(&raw(&path, "x")).await;
    let (end, ()) = tokio::join!(phone.end(), relay.stop());
    assert_eq!(end, Some(1_001));
    assert_eq!(sender.end().await, "");
    tokio::net::TcpListener::bind(addr).await.unwrap();
}

/// A connection and a phone that are not used do no harm to others.
#[tokio::test]
async fn silence_does_no_harm() {
    let relay = TestRelay::start().await;
    let _silent = Sender::connect(relay.addr).await;
    let _mute = TestPhone::mute(relay.addr).await;
    let (_phone, path) = relay.phone("ana").await;
    assert_eq!(relay.sender().await.send(&raw(&path, "x")).await.verdict(), "received");
}
