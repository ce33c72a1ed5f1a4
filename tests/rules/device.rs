//! What follows from where a device is, from its battery, and from what its app takes: the second half of the rules.

use super::*;

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
    set(&relay, &json!({ "raw_to_stopped_app": "suppressed" }));
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
    set(&relay, &json!({ "inactive_after_secs": 60 }));
    relay.device_is(|device| device.connection == ConnectionStatus::Inactive).await;
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "device-inactive");
    set(&relay, &json!({ "inactive_after_secs": 61 }));
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
    set(&relay, &json!({ "bad_payload_fails_at": "phone" }));
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
        set(&relay, &json!({ "max_payload_bytes": max }));
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
