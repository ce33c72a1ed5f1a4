//! Does the relay follow the service's rules? Each rule is a test on the virtual clock, named after it (PROTOCOL.md 2.2, 4, 6, 7).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::naive_bytecount,
    clippy::float_cmp,
    clippy::large_stack_arrays,
    clippy::format_collect,
    clippy::unused_async,
    clippy::match_same_arms,
    clippy::needless_pass_by_value,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::default_trait_access,
    clippy::unnecessary_wraps,
    clippy::manual_let_else,
    clippy::single_match_else,
    clippy::assigning_clones,
    clippy::duplicated_attributes,
    clippy::await_holding_refcell_ref,
    unused_qualifications,
    reason = "in a test, a panic is the message, and plain words come before fine ones"
)]
#![allow(clippy::panic, reason = "in a test, a panic is the message")]

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

async fn set(relay: &TestRelay, settings: serde_json::Value) {
    relay.relay.change_settings(&settings).unwrap();
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
    set(&relay, json!({ "queue_depth": 31 })).await;
    assert_eq!(sender.send(&raw(&path, "away")).await.verdict(), "received-temp-disconnected");
    set(&relay, json!({ "queue_depth": 0 })).await;
    assert_eq!(sender.send(&raw(&path, "away")).await.verdict(), "queue-full-temp-disconnected");
    assert_eq!(relay.device("ana").queued, 31, "what is in stays in");
}

/// A link carries 1,024 pushes that are not acknowledged; then thirty wait; then the queue is full, until the phone
/// acknowledges.
#[tokio::test]
async fn link_depth() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    set(&relay, json!({ "daily_quota": null })).await;
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
    set(&relay, json!({ "coalesce_tiles": true, "queue_depth": 4 })).await;
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
    set(&relay, json!({ "daily_quota": 2 })).await;
    relay.away(phone).await;
    times(&mut sender, &raw(&path, "x"), 2, "throttled-temp-disconnected").await;
    set(&relay, json!({ "daily_quota": null })).await;
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
    set(&relay, json!({ "rate_per_sec": 3 })).await;
    relay.pass(1);
    times(&mut sender, &raw(&path, "x"), 3, "received").await;
    times(&mut sender, &raw(&path, "x"), 2, "throttled").await;
    relay.clock.advance(std::time::Duration::from_millis(999));
    times(&mut sender, &raw(&path, "x"), 1, "throttled").await;
    relay.clock.advance(std::time::Duration::from_millis(1));
    times(&mut sender, &raw(&path, "x"), 3, "received").await;
    assert!(relay.pushed(26).reason.as_deref().unwrap().contains("3 pushes within this second"));
}

// --- suppression and battery ---

/// Toasts and tiles that the app has not bound are suppressed, wherever the device is; raw needs no binding.
#[tokio::test]
async fn suppression() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    for (toasts, tiles) in [(true, true), (true, false), (false, true), (false, false)] {
        phone.bind("trips", toasts, tiles).await;
        let word = |bound| if bound { "received" } else { "suppressed" };
        assert_eq!(sender.send(&toast(&path)).await.verdict(), word(toasts));
        assert_eq!(sender.send(&tile(&path)).await.verdict(), word(tiles));
        assert_eq!(sender.send(&push(&path, "toast", 12, TOAST)).await.verdict(), word(toasts));
        assert_eq!(sender.send(&raw(&path, "hi")).await.verdict(), "received");
        for _ in 0..1 + usize::from(toasts) + usize::from(tiles) {
            phone.push().await;
        }
    }
    assert_eq!(relay.life(13), "push refused");
    assert_eq!(relay.pushed(13).reason.as_deref(), Some("the app has not bound its channel to toasts"));
    relay.away(phone).await;
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "suppressed-temp-disconnected");
    assert_eq!(sender.send(&raw(&path, "hi")).await.verdict(), "received-temp-disconnected");
}

/// Raw to an app that does not run is taken by default, and suppressed by setting; an app in front gets it either way.
#[tokio::test]
async fn raw_to_a_stopped_app() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "received");
    set(&relay, json!({ "raw_to_stopped_app": "suppressed" })).await;
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "suppressed");
    phone.push().await;
    for (foreground, verdict) in [(true, "received"), (false, "suppressed")] {
        phone
            .say(&format!(r#"{{"type":"bind","app":"trips","toast":true,"tile":true,"foreground":{foreground}}}"#))
            .await;
        assert_eq!(phone.hear().await, RelayFrame::Bound { app: String::from("trips") });
        assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), verdict);
        assert_eq!(sender.send(&toast(&path)).await.verdict(), "received", "a toast needs no running app");
        for _ in 0..=usize::from(foreground) {
            phone.push().await;
        }
    }
}

/// A low battery takes only raw and a critical one nothing: the sender sees Dropped, and the phone hears of the level.
#[tokio::test]
async fn power_levels() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let ana = "ana".parse().unwrap();
    for (level, toasts, raws) in [
        (PowerLevel::Low, "dropped", "received"),
        (PowerLevel::Critical, "dropped", "dropped"),
        (PowerLevel::Normal, "received", "received"),
    ] {
        assert!(relay.relay.set_power(&ana, level));
        let message = format!("the power level is {} now", level.word());
        assert_eq!(error(&mut phone).await, (ErrorCode::PowerLevelChanged, message));
        let answer = sender.send(&toast(&path)).await;
        assert_eq!((answer.code(), answer.verdict()), (200, toasts));
        assert_eq!(sender.send(&tile(&path)).await.verdict(), toasts);
        assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), raws);
        for _ in 0..[toasts, toasts, raws].iter().filter(|verdict| **verdict == "received").count() {
            phone.push().await;
        }
    }
    assert_eq!(relay.life(1), "push refused");
    phone.say(r#"{"type":"power","level":"critical"}"#).await;
    relay.device_is(|device| device.power == PowerLevel::Critical).await;
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "dropped");
    assert!(!relay.relay.set_power(&"ben".parse().unwrap(), PowerLevel::Low));
}

/// What was taken before the battery ran low is not handed over while it is: a push that was held, and one that waited. A phone
/// that was away hears of the level when it returns.
#[tokio::test]
async fn power_levels_bind_what_waits() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let ana = "ana".parse().unwrap();
    sender.send(&push(&path, "toast", 12, TOAST)).await;
    sender.send(&push(&path, "", 13, "raw")).await;
    assert!(relay.relay.set_power(&ana, PowerLevel::Low));
    error(&mut phone).await;
    relay.pass(450);
    assert_eq!(phone.push().await.bytes(), b"raw");
    assert_eq!(relay.life(1), "push accepted held queued lost");
    relay.away(phone).await;
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "received-temp-disconnected");
    assert!(relay.relay.set_power(&ana, PowerLevel::Critical));
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    assert_eq!(error(&mut phone).await.0, ErrorCode::PowerLevelChanged);
    phone.settle().await;
    assert_eq!(relay.life(3), "push accepted queued lost");
    assert_eq!(relay.device("ana").queued, 0);
}

// --- where a device is ---

/// A device is connected on its link, away from the drop on, and inactive 24 hours later; then each push is 412 until it returns.
#[tokio::test]
async fn inactivity() {
    let mut relay = TestRelay::start().await;
    let (phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    relay.away(phone).await;
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "received-temp-disconnected");
    relay.pass(DAY - 1);
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "received-temp-disconnected");
    relay.pass(1);
    relay.device_is(|device| device.connection == ConnectionStatus::Inactive).await;
    let answer = sender.send(&toast(&path)).await;
    assert_eq!((answer.code(), answer.verdict()), (412, "device-inactive"));
    assert_eq!(answer.header("X-DeviceConnectionStatus"), Some("InActive"));
    assert_eq!(answer.header("X-SubscriptionStatus"), None);
    assert_eq!(relay.life(3), "push refused");
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    assert_eq!([phone.push().await.push.0, phone.push().await.push.0], [1, 2], "what waited comes all the same");
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "received");
    relay.away(phone).await;
    relay.pass(DAY);
    relay.device_is(|device| device.connection == ConnectionStatus::Inactive).await;
}

/// After how long a device is inactive can be set, also while it is away.
#[tokio::test]
async fn inactivity_can_be_set() {
    let mut relay = TestRelay::start().await;
    let (phone, path) = relay.phone("ana").await;
    relay.away(phone).await;
    relay.pass(60);
    set(&relay, json!({ "inactive_after_secs": 60 })).await;
    relay.device_is(|device| device.connection == ConnectionStatus::Inactive).await;
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "device-inactive");
    set(&relay, json!({ "inactive_after_secs": 61 })).await;
    relay.device_is(|device| device.connection == ConnectionStatus::TempDisconnected).await;
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "received-temp-disconnected");
    relay.pass(1);
    relay.device_is(|device| device.connection == ConnectionStatus::Inactive).await;
}

/// Where a device is can be set, whatever its link says: pushes wait, until it is left to its link again.
#[tokio::test]
async fn disconnected_by_setting() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let ana = "ana".parse().unwrap();
    for (connection, verdict) in [
        (ConnectionStatus::TempDisconnected, "received-temp-disconnected"),
        (ConnectionStatus::Disconnected, "received-disconnected"),
        (ConnectionStatus::Inactive, "device-inactive"),
    ] {
        assert!(relay.relay.set_connection(&ana, connection));
        assert_eq!(relay.device("ana").connection, connection);
        assert_eq!(sender.send(&raw(&path, verdict)).await.verdict(), verdict);
        phone.settle().await;
    }
    phone.close("trips").await;
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "expired-disconnected");
    assert_eq!(relay.life(1), "push accepted queued expired");
    let path = phone.open("trips", "main").await;
    assert!(relay.relay.set_connection(&ana, ConnectionStatus::Disconnected));
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "suppressed-temp-disconnected");
    assert_eq!(sender.send(&raw(&path, "kept")).await.verdict(), "received-disconnected");
    assert!(relay.relay.set_connection(&ana, ConnectionStatus::Connected));
    assert_eq!(phone.push().await.bytes(), b"kept");
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "received");
    assert!(!relay.relay.set_connection(&"ben".parse().unwrap(), ConnectionStatus::Connected));
}

/// An ack that comes while a device is set to be away makes no room that it cannot have.
#[tokio::test]
async fn acks_while_set_away() {
    let relay = TestRelay::with(Settings { queue_depth: 2, ..Settings::default() }).await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.send(&raw(&path, "x")).await;
    phone.push().await;
    assert!(relay.relay.set_connection(&"ana".parse().unwrap(), ConnectionStatus::TempDisconnected));
    times(&mut sender, &raw(&path, "x"), 2, "received-temp-disconnected").await;
    phone.ack(1).await;
    phone.settle().await;
    assert_eq!(relay.device("ana").queued, 2);
    times(&mut sender, &raw(&path, "x"), 1, "queue-full-temp-disconnected").await;
}

/// A device that is set to be away for a while is inactive after a day like any other.
#[tokio::test]
async fn set_away_becomes_inactive() {
    let mut relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    assert!(relay.relay.set_connection(&"ana".parse().unwrap(), ConnectionStatus::TempDisconnected));
    relay.pass(DAY);
    relay.device_is(|device| device.connection == ConnectionStatus::Inactive).await;
    assert_eq!(relay.sender().await.send(&raw(&path, "x")).await.verdict(), "device-inactive");
}

// --- expiry ---

/// A channel that its app closes is expired for good, wherever its device is, and so is what still waited on it.
#[tokio::test]
async fn expiry() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.send(&push(&path, "", 13, "held")).await;
    relay.relay.add_fault(serde_json::from_value(json!({ "action": { "hold": true } })).unwrap()).unwrap();
    sender.send(&raw(&path, "stopped")).await;
    phone.close("trips").await;
    assert_eq!(relay.life(1), "push accepted held expired");
    assert_eq!(relay.life(2), "push accepted held expired");
    assert!(relay.relay.stopped().is_empty() && !relay.relay.release(tilecast::protocol::PushId(2), None));
    let answer = sender.send(&toast(&path)).await;
    assert_eq!((answer.code(), answer.verdict()), (404, "expired"));
    assert_eq!(
        sender.send(&push(&path, "toast", 2, "<bad")).await.verdict(),
        "expired",
        "before the body is looked at"
    );
    assert_ne!(phone.open("trips", "main").await, path);
    relay.away(phone).await;
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "expired-temp-disconnected");
    relay.pass(DAY);
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "expired-disconnected");
    assert_eq!(sender.send(&raw("/throttledthirdparty/01.00/AAEAAAAAAAAA", "x")).await.verdict(), "expired");
}

/// A channel can be expired from outside, and a device removed: what waited expires, and the phone hears of it.
#[tokio::test]
async fn expiry_from_outside() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.send(&push(&path, "", 13, "held")).await;
    let id = relay.relay.channels()[0].id.clone();
    assert!(relay.relay.expire_channel(&id) && !relay.relay.expire_channel(&id) && !relay.relay.expire_channel("x"));
    assert_eq!(phone.hear().await, RelayFrame::Closed { app: String::from("trips") });
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "expired");
    assert_eq!(relay.life(1), "push accepted held expired");
    let path = phone.open("trips", "main").await;
    sender.send(&push(&path, "", 13, "held")).await;
    assert!(relay.relay.remove_device(&"ana".parse().unwrap()));
    assert_eq!(phone.end().await, Some(4_001));
    assert_eq!(relay.life(3), "push accepted held expired");
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "expired");
    assert!(relay.relay.devices().is_empty() && !relay.relay.remove_device(&"ana".parse().unwrap()));
    assert!(!TestPhone::connect(relay.addr, "ana").await.resumed);
    relay.pass(10 * DAY);
}

// --- payloads ---

/// A bad payload is 400 at the service by default; by setting it is 200, and goes to the phone as it is.
#[tokio::test]
async fn bad_payloads_fail_in_two_places() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let bad = push(&path, "toast", 2, "<wp:Notification");
    assert_eq!(relay.sender().await.send(&bad).await.verdict(), "bad-request");
    assert_eq!(relay.life(1), "push refused");
    assert!(relay.pushed(1).reason.as_deref().unwrap().starts_with("line 1, column "));
    set(&relay, json!({ "bad_payload_fails_at": "phone" })).await;
    assert_eq!(relay.sender().await.send(&bad).await.verdict(), "received");
    assert_eq!(phone.push().await.bytes(), b"<wp:Notification");
    assert!(relay.pushed(2).lint.iter().any(|found| found.code == "L38"));
    let large = raw(&path, &"x".repeat(3_073));
    assert_eq!(relay.sender().await.send(&large).await.verdict(), "bad-request", "size is the service's to see");
}

/// The largest payload is 3,072 bytes by default, and can be set.
#[tokio::test]
async fn max_payload() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    for (max, bytes, verdict) in [
        (3_072, 3_072, "received"),
        (3_072, 3_073, "bad-request"),
        (1_024, 1_025, "bad-request"),
        (24_576, 24_576, "received"),
        (24_576, 24_577, "bad-request"),
    ] {
        set(&relay, json!({ "max_payload_bytes": max })).await;
        let mut sender = relay.sender().await;
        // What JSON escapes at length still fits a frame of the link.
        let body = "\u{1}".repeat(bytes);
        let headers = format!("X-Quotes: {}\r\n", "\"".repeat(15_000));
        assert_eq!(sender.send(&post(&path, &headers, body.as_bytes())).await.verdict(), verdict, "{bytes} of {max}");
        if verdict == "received" {
            assert_eq!(phone.push().await.bytes().len(), bytes);
        }
    }
}
