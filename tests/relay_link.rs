//! What does the relay say to a phone? Frames over a real WebSocket; the sender's side is `relay.rs`.
#![cfg(test)]

mod support;

use support::wire::{raw, toast};
use support::{TestPhone, TestRelay};
use tilecast::protocol::link::{ErrorCode, MAX_FRAME_BYTES, RelayFrame};
use tilecast::protocol::status::ConnectionStatus;
use tilecast::protocol::{PushId, Stage};
use tilecast::relay::Settings;
use tokio::io::AsyncWriteExt as _;

fn error(frame: RelayFrame) -> (Option<String>, ErrorCode) {
    match frame {
        RelayFrame::Error { about, code, .. } => (about, code),
        other => panic!("{other:?}"),
    }
}

/// The first answer names the relay, and says whether the device was known.
#[tokio::test]
async fn hello_is_answered() {
    let relay = TestRelay::start().await;
    let mut phone = TestPhone::mute(relay.addr).await;
    phone.say(r#"{"type":"hello","device":"ana","os":"8.1","name":"Ana's phone","colour":"red"}"#).await;
    let name = format!("tilecast/{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(phone.hear().await, RelayFrame::Welcome { relay: name, resumed: false });
    let device = relay.relay.device(&"ana".parse().unwrap()).unwrap();
    assert_eq!((device.name.as_str(), device.os.word()), ("Ana's phone", "8.1"));
    assert!(TestPhone::connect(relay.addr, "ana").await.resumed);
    let device = relay.relay.device(&"ana".parse().unwrap()).unwrap();
    assert_eq!((device.name.as_str(), device.os.word()), ("Ana's phone", "8.0"));
}

/// A link that does not begin with hello is told so and closed.
#[tokio::test]
async fn hello_comes_first() {
    let relay = TestRelay::start().await;
    let frames = [
        r#"{"type":"power","level":"low"}"#,
        "nonsense",
        r#"{"type":"hello","device":"a b","os":"8.0"}"#,
        r#"{"type":"hello","device":"ana","os":"9.0"}"#,
    ];
    for frame in frames {
        let mut phone = TestPhone::mute(relay.addr).await;
        phone.say(frame).await;
        assert_eq!(error(phone.hear().await).1, ErrorCode::Unknown);
        assert_eq!(phone.end().await, Some(1_008), "{frame}");
    }
    assert!(relay.relay.devices().is_empty());
}

/// A frame of an unknown type, or of none, is answered with an error, and the link stays up.
#[tokio::test]
async fn unknown_frames_are_answered() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let cases = [
        (r#"{"type":"sing"}"#, Some("sing")),
        (r#"{"type":"ack","id":"x"}"#, Some("ack")),
        ("[1,2", None),
        ("", None),
        (r#"{"type":"hello","device":"ana","os":"8.0"}"#, Some("hello")),
        (r#"{"type":"bind","app":"other","toast":true,"tile":true}"#, Some("bind")),
        (r#"{"type":"close","app":"other"}"#, Some("close")),
    ];
    for (frame, about) in cases {
        phone.say(frame).await;
        assert_eq!(error(phone.hear().await), (about.map(str::to_owned), ErrorCode::Unknown), "{frame}");
    }
    futures_util::SinkExt::send(&mut phone.socket, tokio_tungstenite::tungstenite::Message::binary(vec![0, 159]))
        .await
        .unwrap();
    assert_eq!(error(phone.hear().await).1, ErrorCode::Unknown);
    assert_eq!(relay.sender().await.send(&raw(&path, "x")).await.verdict(), "received");
}

/// A frame of 64 KiB is read; a larger one closes the link with code 1009.
#[tokio::test]
async fn frames_have_64_kib_at_most() {
    let relay = TestRelay::start().await;
    let (mut phone, _) = relay.phone("ana").await;
    phone.say(&" ".repeat(MAX_FRAME_BYTES)).await;
    assert_eq!(error(phone.hear().await).1, ErrorCode::Unknown);
    phone.say(&" ".repeat(MAX_FRAME_BYTES + 1)).await;
    assert_eq!(phone.end().await, Some(1_009));
}

/// The same app and channel get the same URI while it lives; another channel of the app takes the place of the first.
#[tokio::test]
async fn a_channel_keeps_its_uri() {
    let mut relay = TestRelay::start().await;
    let (mut phone, first) = relay.phone("ana").await;
    assert_eq!(phone.open("trips", "main").await, first);
    relay.away(phone).await;
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    assert_eq!(phone.open("trips", "main").await, first);
    let second = phone.open("trips", "other").await;
    let third = phone.open("mail", "main").await;
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(&raw(&first, "x")).await.verdict(), "expired");
    assert_eq!(sender.send(&raw(&second, "x")).await.verdict(), "received");
    assert_eq!(sender.send(&toast(&second)).await.verdict(), "suppressed", "bindings are the channel's");
    assert_eq!(sender.send(&raw(&third, "x")).await.verdict(), "received");
    phone.push().await;
    phone.push().await;
    phone.close("trips").await;
    assert_ne!(phone.open("trips", "other").await, second);
}

/// What cannot be opened is told to the phone.
#[tokio::test]
async fn opening_may_fail() {
    let relay = TestRelay::start().await;
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    let failed = (Some(String::from("open")), ErrorCode::ChannelOpenFailed);
    for fields in [
        String::from(r#""app":"","channel":"main""#),
        format!(r#""app":"a","channel":"{}""#, "c".repeat(129)),
        String::from(r#""app":"a\u0000","channel":"main""#),
        String::from(r#""app":"a","channel":"main","service":"push.example.org""#),
    ] {
        phone.say(&format!(r#"{{"type":"open",{fields}}}"#)).await;
        assert_eq!(error(phone.hear().await), failed, "{fields}");
    }
    for number in 0..100 {
        phone.open(&format!("app-{number}"), "main").await;
    }
    phone.say(r#"{"type":"open","app":"one-more","channel":"main"}"#).await;
    assert_eq!(error(phone.hear().await), failed);
}

/// A push is on the link at once, whole: as text if it is that, in base64 otherwise.
#[tokio::test]
async fn a_push_is_whole() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    relay.sender().await.send(&raw(&path, "Grüße")).await;
    let push: serde_json::Value = serde_json::from_str(&phone.hear_text().await).unwrap();
    assert_eq!(
        push,
        serde_json::json!({
            "type": "push", "id": 1, "push": 1, "app": "trips", "channel": "main", "kind": "raw", "class": 3,
            "message_id": "00000000-0000-0000-0000-000000000000", "body": "Grüße",
            "headers": [["X-NotificationClass", "3"]],
        })
    );
    relay.sender().await.send(&support::wire::post(&path, "", &[0xFF, 0])).await;
    let push = phone.push().await;
    assert_eq!((push.body.as_deref(), push.body_base64.as_deref()), (None, Some("/wA=")));
}

/// A push is told before its stages, and these in the order in which they happen.
#[tokio::test]
async fn stages_are_told_in_order() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.send(&raw(&path, "1")).await;
    phone.push().await;
    phone.ack(1).await;
    phone.settle().await;
    relay.record().await;
    assert_eq!(relay.stages(), [(1, Stage::Accepted), (1, Stage::OnLink), (1, Stage::Acked)]);
    relay.away(phone).await;
    sender.send(&raw(&path, "2")).await;
    assert_eq!(relay.stages(), [(2, Stage::Accepted), (2, Stage::Queued)]);
    sender.send(&raw("/other", "3")).await;
    assert_eq!(relay.stages(), [(3, Stage::Refused)]);
}

/// What waited for a device comes in order when it returns, once, and is gone when it is acknowledged.
#[tokio::test]
async fn the_queue_empties_in_order() {
    let mut relay = TestRelay::start().await;
    let (phone, path) = relay.phone("ana").await;
    relay.away(phone).await;
    let mut sender = relay.sender().await;
    for number in 0..30 {
        sender.send(&raw(&path, &number.to_string())).await;
    }
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    for number in 0..30_u64 {
        let push = phone.push().await;
        assert_eq!((push.id.0, push.bytes()), (number + 1, number.to_string().into_bytes()));
    }
    phone.ack(30).await;
    phone.settle().await;
    assert_eq!(relay.relay.device(&"ana".parse().unwrap()).unwrap().queued, 0);
    relay.away(phone).await;
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    phone.settle().await;
}

/// What was not acknowledged comes again on the next link, in order and before what is new, and only once.
#[tokio::test]
async fn what_is_not_acknowledged_comes_again() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    for number in 1..=5 {
        sender.send(&raw(&path, &number.to_string())).await;
        phone.push().await;
    }
    phone.ack(2).await;
    phone.settle().await;
    relay.away(phone).await;
    sender.send(&raw(&path, "6")).await;
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    for expected in [3, 4, 5, 6] {
        assert_eq!(phone.push().await.id, PushId(expected));
    }
    phone.settle().await;
    phone.ack(6).await;
    relay.reached(6, Stage::Acked).await;
}

/// An ack for a push that was never on a link stands for nothing.
#[tokio::test]
async fn an_ack_cannot_run_ahead() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    phone.ack(u64::MAX).await;
    phone.settle().await;
    relay.away(phone).await;
    relay.sender().await.send(&raw(&path, "x")).await;
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    assert_eq!(phone.push().await.bytes(), b"x");
}

/// A second link of a device takes the place of the first, and gets what that one did not acknowledge.
#[tokio::test]
async fn a_second_link_takes_over() {
    let relay = TestRelay::start().await;
    let (mut first, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.send(&raw(&path, "1")).await;
    first.push().await;
    let mut second = TestPhone::connect(relay.addr, "ana").await;
    assert_eq!(first.end().await, Some(4_001));
    assert_eq!(second.push().await.bytes(), b"1");
    assert_eq!(sender.send(&raw(&path, "2")).await.verdict(), "received");
    assert_eq!(second.push().await.bytes(), b"2");
}

/// What still waits when its channel is closed expires with it.
#[tokio::test]
async fn waiting_pushes_expire_with_their_channel() {
    let mut relay = TestRelay::with(Settings { daily_quota: None, ..Settings::default() }).await;
    let (mut phone, trips) = relay.phone("ana").await;
    let mail = phone.open("mail", "main").await;
    let mut sender = relay.sender().await;
    for _ in 0..1_024 {
        sender.send(&raw(&mail, "x")).await;
    }
    sender.send(&raw(&trips, "x")).await;
    for _ in 0..1_024 {
        phone.push().await;
    }
    phone.close("trips").await;
    relay.reached(1_025, Stage::Expired).await;
    phone.ack(1_024).await;
    phone.settle().await;
}

/// What was on a link when its channel closed does not come again.
#[tokio::test]
async fn a_closed_channel_is_not_redelivered() {
    let mut relay = TestRelay::start().await;
    let (mut phone, trips) = relay.phone("ana").await;
    relay.sender().await.send(&raw(&trips, "x")).await;
    phone.push().await;
    phone.close("trips").await;
    drop(phone);
    relay.reached(1, Stage::Expired).await;
    TestPhone::connect(relay.addr, "ana").await.settle().await;
}

/// Battery, bindings, domains and what is in front are told to the host.
#[tokio::test]
async fn the_host_sees_the_device() {
    let mut relay = TestRelay::start().await;
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    phone.open("trips", "main").await;
    phone
        .say(r#"{"type":"bind","app":"trips","toast":true,"tile":false,"tile_domains":["http://a.example"],"foreground":true}"#)
        .await;
    phone.hear().await;
    phone.say(r#"{"type":"power","level":"critical"}"#).await;
    relay.device_is(|device| device.power == tilecast::protocol::device::PowerLevel::Critical).await;
    let devices = relay.relay.devices();
    let app = &devices[0].apps[0];
    assert_eq!((app.toast, app.tile, app.foreground), (true, false, true));
    assert_eq!(app.tile_domains, ["http://a.example"]);
    let many = vec![r#""http://a.example""#; 33].join(",");
    phone.say(&format!(r#"{{"type":"bind","app":"trips","toast":true,"tile":true,"tile_domains":[{many}]}}"#)).await;
    assert_eq!(error(phone.hear().await).0.as_deref(), Some("bind"));
}

/// A phone that is silent is asked, and is away when it does not answer; one that answers stays.
#[tokio::test(start_paused = true)]
async fn silent_phones_are_found() {
    let mut relay = TestRelay::start().await;
    let (mut alive, _) = relay.phone("ana").await;
    let (_dead, _) = relay.phone("ben").await;
    let answering = tokio::spawn(async move { alive.end().await });
    relay.device_is(|device| device.connection == ConnectionStatus::TempDisconnected).await;
    let connections: Vec<_> = relay.relay.devices().iter().map(|device| device.connection).collect();
    assert_eq!(connections, [ConnectionStatus::Connected, ConnectionStatus::TempDisconnected]);
    answering.abort();
}

/// A phone that does not say who it is, is closed.
#[tokio::test(start_paused = true)]
async fn mute_phones_are_closed() {
    let relay = TestRelay::start().await;
    let mut phone = TestPhone::mute(relay.addr).await;
    assert_eq!(phone.end().await, Some(1_008));
}

/// A page in a browser cannot be a phone.
#[tokio::test]
async fn pages_are_no_phones() {
    let relay = TestRelay::start().await;
    let request = "GET /link/v1 HTTP/1.1\r\nHost: r\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: https://evil.example\r\n\r\n";
    assert_eq!(relay.sender().await.send(request.as_bytes()).await.code(), 403);
}

/// Whoever comes to the link's path without a WebSocket is told what is there and how it is reached, and may go on.
#[tokio::test]
async fn what_begins_no_link_is_told_so() {
    let relay = TestRelay::start().await;
    for (request, code, header) in [
        ("GET /link/v1 HTTP/1.1\r\nHost: r\r\n\r\n", 426, ("upgrade", "websocket")),
        (
            "GET /link/v1 HTTP/1.1\r\nHost: r\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n\
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            426,
            ("sec-websocket-version", "13"),
        ),
        ("POST /link/v1 HTTP/1.1\r\nHost: r\r\nContent-Length: 0\r\n\r\n", 405, ("allow", "GET")),
    ] {
        let mut sender = relay.sender().await;
        sender.write(request.as_bytes()).await;
        sender.stream.shutdown().await.unwrap();
        let answer = sender.end().await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {code} ")), "{answer}");
        assert!(answer.contains(&format!("\r\n{}: {}\r\n", header.0, header.1)), "{answer}");
        assert!(answer.contains("ws://") && answer.contains("say hello"), "{answer}");
    }
    assert!(relay.relay.devices().is_empty());
}
