//! Does the relay follow the service's rules? Each rule is a test on the virtual clock, named after it (PROTOCOL.md 2.2, 4, 6, 7).
#![cfg(test)]

#[path = "rules/device.rs"]
mod device;
mod support;

use serde_json::json;
use support::wire::{Sender, TILE, TOAST, post, raw, tile, toast};
use support::{TestPhone, TestRelay};
use tilecast::notification::Kind;
use tilecast::protocol::Stage;
use tilecast::protocol::device::PowerLevel;
use tilecast::protocol::link::{ErrorCode, RelayFrame};
use tilecast::protocol::status::ConnectionStatus;
use tilecast::relay::Settings;

const DAY: u64 = 86_400;

/// A push with this target and class.
fn push(path: &str, target: &str, class: u8, body: &str) -> Vec<u8> {
    let target = if target.is_empty() { String::new() } else { format!("X-WindowsPhone-Target: {target}\r\n") };
    post(path, &format!("{target}X-NotificationClass: {class}\r\n"), body.as_bytes())
}

fn titled(title: &str, id: &str) -> String {
    let id = if id.is_empty() { String::new() } else { format!(" Id=\"{id}\"") };
    format!(
        "<wp:Notification xmlns:wp=\"WPNotification\"><wp:Tile{id}><wp:Title>{title}</wp:Title></wp:Tile></wp:Notification>"
    )
}

fn set(relay: &TestRelay, settings: &serde_json::Value) {
    relay.relay.change_settings(settings).unwrap();
}

/// The next frame, which is an error beside the pushes.
async fn error(phone: &mut TestPhone) -> (ErrorCode, String) {
    match phone.hear().await {
        RelayFrame::Error { about: None, code, message } => (code, message),
        other => panic!("{other:?}"),
    }
}

// --- classes ---

/// Classes 11 to 20 may be held for 450 s and classes from 21 on for 900 s; what is held of an interval is handed over together
/// when its first one is due, and the answer comes at once either way.
#[tokio::test]
async fn batching() {
    for (classes, secs) in [([11, 12, 13, 20], 450), ([21, 22, 23, 31], 900)] {
        let mut relay = TestRelay::start().await;
        let (mut phone, path) = relay.phone("ana").await;
        let mut sender = relay.sender().await;
        for (class, target) in classes.into_iter().zip(["token", "toast", "", ""]) {
            let body = if target == "token" { TILE } else { TOAST };
            assert_eq!(sender.send(&push(&path, target, class, body)).await.verdict(), "received", "{class}");
            relay.pass(100);
        }
        assert_eq!(relay.device("ana").queued, 4);
        relay.pass(secs - 400 - 1);
        assert_eq!(sender.send(&raw(&path, "at once")).await.verdict(), "received");
        assert_eq!(phone.push().await.bytes(), b"at once", "a second before the first of {secs} s is due");
        relay.pass(1);
        let mut got = Vec::new();
        for _ in classes {
            got.push(phone.push().await);
        }
        assert_eq!(got.iter().map(|push| push.class.get()).collect::<Vec<_>>(), classes);
        assert_eq!(got.iter().map(|push| push.id.0).collect::<Vec<_>>(), [6, 7, 8, 9], "numbers rise all the same");
        assert_eq!(got.iter().map(|push| push.push.0).collect::<Vec<_>>(), [1, 2, 3, 4]);
        phone.ack(9).await;
        relay.reached(4, Stage::Acked).await;
        assert_eq!(relay.life(1), "push accepted held queued on-link acked");
        assert_eq!(relay.detail(1, Stage::Queued).as_deref(), Some("its interval is over"));
        assert_eq!(relay.device("ana").queued, 0);
    }
}

/// Each interval is handed over by itself, and begins anew with its next push.
#[tokio::test]
async fn batching_is_per_interval() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.send(&push(&path, "", 23, "a")).await;
    relay.pass(400);
    sender.send(&push(&path, "", 13, "b")).await;
    relay.pass(450);
    assert_eq!(phone.push().await.bytes(), b"b");
    sender.send(&push(&path, "", 13, "c")).await;
    relay.pass(50);
    assert_eq!(phone.push().await.bytes(), b"a");
    relay.pass(400);
    assert_eq!(phone.push().await.bytes(), b"c");
    assert!(relay.detail(3, Stage::Held).unwrap().starts_with("by its class, until 2026-11-24T04:2"));
}

/// What is held for a device that is away waits for it when its interval is over; a device that comes earlier does not get it
/// earlier.
#[tokio::test]
async fn batching_while_away() {
    let mut relay = TestRelay::start().await;
    let (phone, path) = relay.phone("ana").await;
    relay.away(phone).await;
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(&push(&path, "", 13, "450")).await.verdict(), "received-temp-disconnected");
    assert_eq!(sender.send(&push(&path, "", 23, "900")).await.verdict(), "received-temp-disconnected");
    relay.pass(450);
    relay.reached(1, Stage::Queued).await;
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    assert_eq!(phone.push().await.bytes(), b"450");
    phone.settle().await;
    relay.pass(450);
    assert_eq!(phone.push().await.bytes(), b"900");
    assert_eq!(relay.life(2), "push accepted held queued on-link");
}

/// A tile with the class of a toast is a tile; it is flagged and not refused, and held as its class says.
#[tokio::test]
async fn class_and_target_may_disagree() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    for (target, class, body, kind, flagged) in [
        ("toast", 1, TOAST, Kind::Toast, true),
        ("toast", 20, TOAST, Kind::Toast, true),
        ("token", 2, TILE, Kind::Tile, true),
        ("", 1, "x", Kind::Raw, true),
        ("", 10, "x", Kind::Raw, false),
        ("toast", 99, TOAST, Kind::Toast, true),
    ] {
        assert_eq!(sender.send(&push(&path, target, class, body)).await.verdict(), "received", "{target} {class}");
        let record = relay.record().await;
        assert_eq!(record.lint.iter().any(|found| found.code == "L9"), flagged, "{target} {class}");
        relay.pass(900);
        let got = phone.push().await;
        assert_eq!((got.kind, got.class.get()), (kind, class));
    }
}

/// Class 4 is a VoIP call: no target, any body, at once, and for an app that does not run too.
#[tokio::test]
async fn voip_is_class_4() {
    let settings = Settings::default().patched(&json!({ "raw_to_stopped_app": "suppressed" })).unwrap();
    let mut relay = TestRelay::with(settings).await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let call = "<IncomingCall><Name>Ana & Ben</Name></IncomingCall>";
    assert_eq!(sender.send(&post(&path, "X-NotificationClass:4\r\n", call.as_bytes())).await.verdict(), "received");
    let got = phone.push().await;
    assert_eq!((got.kind, got.class.get(), got.bytes()), (Kind::Raw, 4, call.as_bytes().to_vec()));
    assert!(relay.record().await.lint.iter().all(|found| found.code != "L9"), "it is a class of raw");
    assert_eq!(sender.send(&push(&path, "", 3, "x")).await.verdict(), "suppressed");
}

// --- queue ---

/// Thirty may wait for a device; the next is told so, and does not come in. Those on the link and not acknowledged do not wait.
#[tokio::test]
async fn queue_depth() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    for _ in 0..40 {
        assert_eq!(sender.send(&raw(&path, "on the link")).await.verdict(), "received");
        phone.push().await;
    }
    assert_eq!(relay.device("ana").queued, 0, "a link carries them");
    for _ in 0..30 {
        assert_eq!(sender.send(&push(&path, "", 13, "held")).await.verdict(), "received");
    }
    assert_eq!(relay.device("ana").queued, 30);
    let full = sender.send(&push(&path, "", 13, "held")).await;
    assert_eq!((full.code(), full.verdict()), (200, "queue-full"));
    assert_eq!(relay.life(71), "push refused");
    assert_eq!(sender.send(&raw(&path, "needs no place")).await.verdict(), "received");
    phone.hear().await; // the queue is full
    assert_eq!(phone.push().await.bytes(), b"needs no place");
    relay.pass(450);
    for _ in 0..30 {
        assert_eq!(phone.push().await.bytes(), b"held");
    }
    phone.ack(200).await;
    relay.reached(70, Stage::Acked).await;
    relay.away(phone).await;
    for _ in 0..30 {
        assert_eq!(sender.send(&raw(&path, "away")).await.verdict(), "received-temp-disconnected");
    }
    let full = sender.send(&raw(&path, "away")).await;
    assert_eq!((full.code(), full.verdict()), (200, "queue-full-temp-disconnected"));
    set(&relay, &json!({ "queue_depth": 31 }));
    assert_eq!(sender.send(&raw(&path, "away")).await.verdict(), "received-temp-disconnected");
    set(&relay, &json!({ "queue_depth": 0 }));
    assert_eq!(sender.send(&raw(&path, "away")).await.verdict(), "queue-full-temp-disconnected");
    assert_eq!(relay.device("ana").queued, 31, "what is in stays in");
}

/// A link carries 1,024 pushes that are not acknowledged; then thirty wait; then the queue is full, until the phone
/// acknowledges.
#[tokio::test]
async fn link_depth() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    set(&relay, &json!({ "daily_quota": null }));
    let mut sender = relay.sender().await;
    for _ in 0..1_054 {
        assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "received");
    }
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "queue-full");
    assert_eq!(relay.device("ana").queued, 30);
    for expected in 1..=1_024 {
        assert_eq!(phone.push().await.id.0, expected);
    }
    assert_eq!(error(&mut phone).await.0, ErrorCode::NotificationRateTooHigh);
    phone.ack(1_000).await;
    relay.reached(1_000, Stage::Acked).await;
    for expected in 1_025..=1_054 {
        assert_eq!(phone.push().await.id.0, expected);
    }
    assert_eq!(sender.send(&raw(&path, "y")).await.verdict(), "received");
    assert_eq!(phone.push().await.push.0, 1_056);
}

/// A phone on its link is told when pushes for it are refused because too many wait: once, until half of the queue is free.
#[tokio::test]
async fn notification_rate_too_high() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    for _round in 0..2 {
        for _ in 0..30 {
            sender.send(&push(&path, "", 13, "held")).await;
        }
        for _ in 0..5 {
            assert_eq!(sender.send(&push(&path, "", 13, "held")).await.verdict(), "queue-full");
        }
        let told = (ErrorCode::NotificationRateTooHigh, String::from("30 pushes wait already, so a push was refused"));
        assert_eq!(error(&mut phone).await, told);
        phone.settle().await;
        relay.pass(450);
        for _ in 0..30 {
            phone.push().await;
        }
        sender.send(&raw(&path, "the queue has room")).await;
        phone.push().await;
    }
    relay.away(phone).await;
}

/// By default every tile update is delivered; by setting, a newer one takes the place of those of its tile that were not
/// delivered yet, also where the queue is full.
#[tokio::test]
async fn coalescing() {
    let mut relay = TestRelay::start().await;
    let (phone, path) = relay.phone("ana").await;
    relay.away(phone).await;
    let mut sender = relay.sender().await;
    let update = |title: &str, id: &str| push(&path, "token", 1, &titled(title, id));
    sender.send(&update("one", "")).await;
    sender.send(&update("two", "")).await;
    assert_eq!(relay.device("ana").queued, 2);
    set(&relay, &json!({ "coalesce_tiles": true, "queue_depth": 4 }));
    sender.send(&update("secondary", "/Trip.xaml?id=7")).await;
    sender.send(&toast(&path)).await;
    assert_eq!(sender.send(&update("three", "")).await.verdict(), "received-temp-disconnected");
    assert_eq!(relay.life(1), "push accepted queued expired");
    assert_eq!(relay.life(2), "push accepted queued expired");
    assert_eq!(relay.detail(2, Stage::Expired).as_deref(), Some("a newer tile update took its place"));
    sender.send(&raw(&path, "raw")).await;
    assert_eq!(sender.send(&raw(&path, "one too many")).await.verdict(), "queue-full-temp-disconnected");
    assert_eq!(sender.send(&update("four", "")).await.verdict(), "received-temp-disconnected");
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    let mut bodies = Vec::new();
    for _ in 0..4 {
        bodies.push(String::from_utf8(phone.push().await.bytes()).unwrap());
    }
    let expected = [titled("secondary", "/Trip.xaml?id=7"), TOAST.to_owned(), String::from("raw"), titled("four", "")];
    assert_eq!(bodies, expected);
    phone.settle().await;
}

// --- quota and rate ---

async fn times(sender: &mut Sender, request: &[u8], count: usize, verdict: &str) {
    for nth in 0..count {
        assert_eq!(sender.send(request).await.verdict(), verdict, "number {nth}");
    }
}

/// An unauthenticated channel takes 500 pushes; then each is 406, and all are taken again 24 hours after the first.
#[tokio::test]
async fn daily_quota() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let other = phone.open("mail", "main").await;
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(&push(&path, "toast", 2, "<bad")).await.verdict(), "bad-request");
    let mut sender = relay.sender().await;
    times(&mut sender, &raw(&path, "x"), 500, "received").await;
    relay.pass(DAY - 1);
    let answer = sender.send(&raw(&path, "x")).await;
    assert_eq!((answer.code(), answer.verdict()), (406, "throttled"));
    assert!(relay.pushed(502).reason.as_deref().unwrap().contains("500 pushes within 24 hours"));
    assert_eq!(relay.life(502), "push refused");
    assert_eq!(sender.send(&raw(&other, "x")).await.verdict(), "received", "each channel has its own");
    assert_eq!(relay.relay.channels().iter().map(|channel| channel.used_today).collect::<Vec<_>>(), [1, 500]);
    relay.pass(1);
    assert_eq!(relay.relay.channels().iter().map(|channel| channel.used_today).collect::<Vec<_>>(), [1, 0]);
    times(&mut sender, &raw(&path, "x"), 2, "received").await;
    for _ in 0..503 {
        phone.push().await;
    }
    phone.ack(u64::MAX).await;
    phone.settle().await;
    set(&relay, &json!({ "daily_quota": 2 }));
    relay.away(phone).await;
    times(&mut sender, &raw(&path, "x"), 2, "throttled-temp-disconnected").await;
    set(&relay, &json!({ "daily_quota": null }));
    times(&mut sender, &raw(&path, "x"), 2, "received-temp-disconnected").await;
}

/// Pushes that are answered 200 and thrown away count too; those that are refused do not.
#[tokio::test]
async fn quota_counts_what_is_taken() {
    let relay = TestRelay::with(Settings { daily_quota: Some(3), queue_depth: 0, ..Settings::default() }).await;
    let (mut phone, path) = relay.phone("ana").await;
    phone.bind("trips", false, true).await;
    let mut sender = relay.sender().await;
    times(&mut sender, &toast(&path), 1, "suppressed").await;
    times(&mut sender, &push(&path, "", 13, "x"), 1, "queue-full").await;
    let mut other = relay.sender().await;
    times(&mut other, &push(&path, "token", 1, "<bad"), 1, "bad-request").await;
    times(&mut sender, &tile(&path), 1, "received").await;
    times(&mut sender, &tile(&path), 2, "throttled").await;
}

/// A rate per second is off by default; where it is set, what is more than that in a second is 406, and the next second is new.
#[tokio::test]
async fn rate_per_second() {
    let mut relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    times(&mut sender, &raw(&path, "x"), 20, "received").await;
    set(&relay, &json!({ "rate_per_sec": 3 }));
    relay.pass(1);
    times(&mut sender, &raw(&path, "x"), 3, "received").await;
    times(&mut sender, &raw(&path, "x"), 2, "throttled").await;
    relay.clock.advance(std::time::Duration::from_millis(999));
    times(&mut sender, &raw(&path, "x"), 1, "throttled").await;
    relay.clock.advance(std::time::Duration::from_millis(1));
    times(&mut sender, &raw(&path, "x"), 3, "received").await;
    assert!(relay.pushed(26).reason.as_deref().unwrap().contains("3 pushes within this second"));
}
