//! What does a console know when it starts again?

use std::time::Duration;

use serde_json::json;
use tilecast::archive::Wanted;
use tilecast::protocol::device::DeviceId;
use tilecast::protocol::status::ConnectionStatus;
use tilecast::protocol::{PushId, Stage};

use crate::kept::{Keeper, find, ids};
use crate::program::Folder;
use crate::support::wire::{post, raw, toast};

/// As many numbers as a link carries may be in use without being written down.
const MAX_UNWRITTEN: u64 = 1_024;

/// A channel's URI holds, with what is bound, and so does the device; the phone is known, and gets the same URI again.
#[tokio::test]
async fn uris_hold() {
    let folder = Folder::new();
    let keeper = Keeper::start(&folder.file("data"), 0);
    let (mut phone, path) = keeper.channel("ana").await;
    phone.bind("trips", true, false).await;
    phone.open("news", "other").await;
    let keeper = keeper.again(60);
    assert_eq!(keeper.send(&toast(&path)).await, "received-temp-disconnected");
    assert_eq!(keeper.send(&crate::support::wire::tile(&path)).await, "suppressed-temp-disconnected");
    let mut phone = keeper.phone("ana").await;
    assert!(phone.resumed);
    assert_eq!(phone.push().await.id, PushId(1));
    assert_eq!(phone.open("trips", "main").await, path);
    let devices = keeper.console.shared.relay.devices();
    let apps: Vec<(&str, bool, bool)> =
        devices[0].apps.iter().map(|app| (app.app.as_str(), app.toast, app.tile)).collect();
    assert_eq!(apps, [("news", false, false), ("trips", true, false)]);
}

/// A closed channel stays closed, and an unknown one unknown; a device that was removed is not there again.
#[tokio::test]
async fn closed_channels_stay_closed() {
    let folder = Folder::new();
    let keeper = Keeper::start(&folder.file("data"), 0);
    let (mut phone, path) = keeper.channel("ana").await;
    phone.close("trips").await;
    let (_other, gone) = keeper.channel("ben").await;
    assert!(keeper.console.shared.relay.remove_device(&"ben".parse().unwrap()));
    let keeper = keeper.again(0);
    assert_eq!(keeper.send(&raw(&path, "x")).await, "expired-temp-disconnected");
    assert_eq!(keeper.send(&raw(&gone, "x")).await, "expired");
    assert_eq!(keeper.console.shared.relay.devices().len(), 1);
}

/// Settings and faults hold, and how often a fault has acted; so also when the process was killed.
#[tokio::test]
async fn settings_and_faults_hold() {
    for kills in [false, true] {
        let folder = Folder::new();
        let keeper = Keeper::start(&folder.file("data"), 0);
        let relay = keeper.console.shared.relay.clone();
        relay.change_settings(&json!({ "queue_depth": 3, "inactive_spelling": "Inactive" })).unwrap();
        let fault = json!({ "skip": 1, "times": 2, "action": { "verdict": "throttled" } });
        relay.add_fault(serde_json::from_value(fault).unwrap()).unwrap();
        let (_phone, path) = keeper.channel("ana").await;
        assert_eq!(
            [keeper.send(&raw(&path, "a")).await, keeper.send(&raw(&path, "b")).await],
            ["received", "throttled"]
        );
        drop(relay);
        let keeper = if kills { keeper.killed(&folder.file("copy"), 0) } else { keeper.again(0) };
        let relay = &keeper.console.shared.relay;
        assert_eq!((relay.settings().queue_depth, relay.faults()[0].seen, relay.faults()[0].acted), (3, 2, 1));
        let _phone = keeper.phone("ana").await;
        assert_eq!(
            [keeper.send(&raw(&path, "c")).await, keeper.send(&raw(&path, "d")).await],
            ["throttled", "received"]
        );
    }
}

/// What a channel has taken of its day's quota holds; so also when the process was killed.
#[tokio::test]
async fn quotas_hold() {
    for kills in [false, true] {
        let folder = Folder::new();
        let keeper = Keeper::start(&folder.file("data"), 0);
        keeper.console.shared.relay.change_settings(&json!({ "daily_quota": 2 })).unwrap();
        let (_phone, path) = keeper.channel("ana").await;
        assert_eq!(keeper.send(&raw(&path, "a")).await, "received");
        assert_eq!(keeper.send(&raw(&path, "b")).await, "received");
        let keeper = if kills { keeper.killed(&folder.file("copy"), 3_600) } else { keeper.again(3_600) };
        let _phone = keeper.phone("ana").await;
        assert_eq!(keeper.send(&raw(&path, "c")).await, "throttled");
        keeper.clock.advance(Duration::from_secs(23 * 3_600));
        assert_eq!(keeper.send(&raw(&path, "d")).await, "received");
    }
}

/// A push that is held by its class is handed over when it was due, not later for the time that nobody was there.
#[tokio::test]
async fn held_pushes_stay_due() {
    let folder = Folder::new();
    let keeper = Keeper::start(&folder.file("data"), 0);
    let (phone, path) = keeper.channel("ana").await;
    let held = post(
        &path,
        "X-WindowsPhone-Target: toast\r\nX-NotificationClass: 12\r\n",
        crate::support::wire::TOAST.as_bytes(),
    );
    assert_eq!(keeper.send(&held).await, "received");
    drop(phone);
    let keeper = keeper.killed(&folder.file("copy"), 400);
    let mut phone = keeper.phone("ana").await;
    keeper.clock.advance(Duration::from_secs(49));
    phone.settle().await;
    assert_eq!(keeper.send(&raw(&path, "overtakes")).await, "received");
    assert_eq!(phone.push().await.push, PushId(2));
    keeper.clock.advance(Duration::from_secs(1));
    let push = phone.push().await;
    assert_eq!((push.push, push.id > PushId(2)), (PushId(1), true));
}

/// A push at a breakpoint stands there again, and goes on when it is released; a dropped one is gone for good.
#[tokio::test]
async fn breakpoints_hold() {
    let folder = Folder::new();
    let keeper = Keeper::start(&folder.file("data"), 0);
    let hold = json!({ "times": 2, "action": { "hold": true } });
    keeper.console.shared.relay.add_fault(serde_json::from_value(hold).unwrap()).unwrap();
    let (_phone, path) = keeper.channel("ana").await;
    for body in ["a", "b"] {
        assert_eq!(keeper.send(&raw(&path, body)).await, "received");
    }
    let keeper = keeper.killed(&folder.file("copy"), 0);
    assert_eq!(keeper.console.shared.relay.stopped(), [PushId(1), PushId(2)]);
    assert!(keeper.console.shared.relay.drop_stopped(PushId(1)));
    let keeper = keeper.again(0);
    assert_eq!(keeper.console.shared.relay.stopped(), [PushId(2)]);
    assert!(keeper.console.shared.relay.release(PushId(2), Some(b"edited".to_vec())));
    let keeper = keeper.again(0);
    let mut phone = keeper.phone("ana").await;
    let push = phone.push().await;
    assert_eq!((push.push, push.bytes()), (PushId(2), b"edited".to_vec()));
}

/// A push that was handed over and not acknowledged comes again under its own number, and one that was acknowledged does not.
#[tokio::test]
async fn what_was_not_acknowledged_comes_again() {
    let folder = Folder::new();
    let keeper = Keeper::start(&folder.file("data"), 0);
    let (mut phone, path) = keeper.channel("ana").await;
    for body in ["a", "b", "c"] {
        assert_eq!(keeper.send(&raw(&path, body)).await, "received");
        phone.push().await;
    }
    phone.ack(1).await;
    phone.settle().await;
    let keeper = keeper.killed(&folder.file("copy"), 0);
    assert_eq!(keeper.send(&raw(&path, "d")).await, "received-temp-disconnected");
    let mut phone = keeper.phone("ana").await;
    let mut came = Vec::new();
    for _ in 0..3 {
        let push = phone.push().await;
        came.push((push.id.0, push.push.0));
    }
    assert_eq!(came[..2], [(2, 2), (3, 3)]);
    // Numbers rise, and need not follow each other. A process that was killed while a link was up may have used some that
    // nobody wrote down; a phone would drop whatever came under one of those, so that as many are passed over as there may be.
    let (number, push) = came[2];
    assert_eq!(push, 4);
    assert!(number > 3 + MAX_UNWRITTEN, "{number}");
    phone.ack(number).await;
    phone.settle().await;
    let keeper = keeper.again(0);
    let mut phone = keeper.phone("ana").await;
    assert_eq!(keeper.send(&raw(&path, "e")).await, "received");
    assert_eq!(phone.push().await.push, PushId(5));
}

/// No push gets a number that another one had before, even where a fault has let numbers run ahead of the pushes.
#[tokio::test]
async fn numbers_never_come_twice() {
    let folder = Folder::new();
    let keeper = Keeper::start(&folder.file("data"), 0);
    let twice = json!({ "action": { "duplicate": 5 } });
    keeper.console.shared.relay.add_fault(serde_json::from_value(twice).unwrap()).unwrap();
    let (mut phone, path) = keeper.channel("ana").await;
    assert_eq!(keeper.send(&raw(&path, "a")).await, "received");
    let mut numbers = Vec::new();
    for _ in 0..6 {
        numbers.push(phone.push().await.id.0);
    }
    phone.ack(6).await;
    phone.settle().await;
    let keeper = keeper.killed(&folder.file("copy"), 0);
    let mut phone = keeper.phone("ana").await;
    assert_eq!(keeper.send(&raw(&path, "b")).await, "received");
    let push = phone.push().await;
    assert!(!numbers.contains(&push.id.0), "{} of {numbers:?}", push.id);
}

/// A device that is away goes inactive when it would have, however often the relay starts again meanwhile.
#[tokio::test]
async fn away_is_counted_on() {
    let folder = Folder::new();
    let keeper = Keeper::start(&folder.file("data"), 0);
    let (phone, path) = keeper.channel("ana").await;
    drop(phone);
    let relay = keeper.console.shared.relay.clone();
    crate::program::look_for("the phone's absence", || (!relay.is_linked(&"ana".parse().unwrap())).then_some(()));
    drop(relay);
    let keeper = keeper.again(80_000);
    assert_eq!(keeper.send(&raw(&path, "a")).await, "received-temp-disconnected");
    let keeper = keeper.again(86_400);
    assert_eq!(keeper.send(&raw(&path, "a")).await, "device-inactive");
}

/// Where somebody has set a device to be holds, whatever its link says, until somebody leaves it to its link again.
#[tokio::test]
async fn a_set_connection_holds() {
    let folder = Folder::new();
    let keeper = Keeper::start(&folder.file("data"), 0);
    let (_phone, path) = keeper.channel("ana").await;
    let ana: DeviceId = "ana".parse().unwrap();
    assert!(keeper.console.shared.relay.set_connection(&ana, ConnectionStatus::Disconnected));
    let keeper = keeper.again(60);
    assert_eq!(keeper.console.shared.relay.devices()[0].set_to, Some(ConnectionStatus::Disconnected));
    let _phone = keeper.phone("ana").await;
    assert_eq!(keeper.send(&raw(&path, "a")).await, "received-disconnected");
    assert!(keeper.console.shared.relay.set_connection(&ana, ConnectionStatus::TempDisconnected));
    // How long it has been away counts on as well.
    let keeper = keeper.again(60 + 86_400);
    let mut phone = keeper.phone("ana").await;
    assert_eq!(keeper.send(&raw(&path, "b")).await, "device-inactive");
    assert!(keeper.console.shared.relay.set_connection(&ana, ConnectionStatus::Connected));
    let keeper = keeper.again(0);
    assert_eq!(keeper.console.shared.relay.devices()[0].set_to, None);
    drop(phone);
    phone = keeper.phone("ana").await;
    assert_eq!(keeper.send(&raw(&path, "c")).await, "received");
    while phone.push().await.bytes() != b"c" {}
}

/// The log begins with what was there, with its stages; what is forgotten is forgotten, and what waits is delivered all the same.
#[tokio::test]
async fn the_log_is_recalled() {
    let folder = Folder::new();
    let keeper = Keeper::start(&folder.file("data"), 0);
    let (mut phone, path) = keeper.channel("ana").await;
    assert_eq!(keeper.send(&raw(&path, "a")).await, "received");
    phone.push().await;
    phone.ack(1).await;
    phone.settle().await;
    drop(phone);
    let keeper = keeper.again(0);
    assert_eq!(keeper.send(&raw(&path, "b")).await, "received-temp-disconnected");
    let stages: Vec<Stage> = {
        let world = keeper.console.shared.hub.world();
        world.log.push(PushId(1)).unwrap().stages.iter().map(|event| event.stage).collect()
    };
    assert_eq!(stages, [Stage::Accepted, Stage::OnLink, Stage::Acked]);
    keeper.console.shared.catch_up().await;
    keeper.console.shared.hub.publish(tilecast::console::Event::Forgotten);
    let keeper = keeper.again(0);
    assert_eq!(keeper.console.shared.hub.world().log.entries().len(), 0);
    assert_eq!(find(keeper.archive(), &Wanted::default()).total, 0);
    let mut phone = keeper.phone("ana").await;
    assert_eq!(phone.push().await.push, PushId(2));
    phone.ack(2).await;
    phone.settle().await;
    assert_eq!(keeper.send(&raw(&path, "c")).await, "received");
    let keeper = keeper.again(0);
    assert_eq!(ids(&find(keeper.archive(), &Wanted::default()).newest), [3]);
    assert_eq!(keeper.now(), crate::support::relay::START);
}
