//! Faults, settings, clock and channels: what the relay is made to do.

use serde_json::json;

use crate::desk::{Desk, stages};
use crate::support::wire;

/// A fault is added, listed, acts on the next push that it is about, is named by that push, and is taken out.
#[tokio::test(flavor = "multi_thread")]
async fn a_fault_acts_and_is_named() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    let id = desk.fault(json!({ "match": { "kind": "toast" }, "action": { "verdict": "service-unavailable" } })).await;
    assert_eq!(desk.get("/faults").await["faults"][0]["id"], id);
    assert_eq!(desk.push(&wire::raw(&path, "x")).await, "received");
    assert_eq!(desk.push(&wire::toast(&path)).await, "service-unavailable");
    assert_eq!(desk.push(&wire::toast(&path)).await, "received");
    let listed = desk.get("/pushes?verdict=service-unavailable").await;
    assert_eq!((&listed["pushes"][0]["fault"], &listed["total"]), (&json!(id), &json!(1)));
    let other = desk.fault(json!({ "action": { "delay_ms": 5 }, "times": null })).await;
    assert_eq!(desk.call("DELETE", &format!("/faults/{id}"), None).await.status, 204);
    assert_eq!(desk.call("DELETE", &format!("/faults/{id}"), None).await.error(), (404, "not-found"));
    assert_eq!(desk.get("/faults").await["faults"][0]["id"], other);
    assert_eq!(desk.call("DELETE", "/faults", None).await.status, 204);
    assert_eq!(desk.get("/faults").await, json!({ "faults": [] }));
}

/// A fault that cannot be is refused, and the hint lists what can.
#[tokio::test(flavor = "multi_thread")]
async fn a_fault_that_cannot_be_is_refused() {
    let desk = Desk::with(&[], None).await;
    for fault in [
        json!({ "action": { "verdict": "fine" } }),
        json!({ "action": { "explode": true } }),
        json!({ "action": { "lose": false } }),
        json!({ "action": { "lose": true, "hold": true } }),
        json!({ "action": { "lose": true }, "probability": 2 }),
        json!({ "action": { "lose": true }, "match": { "divice": "ana" } }),
        json!({ "match": {} }),
        json!([]),
    ] {
        let answer = desk.call("POST", "/faults", Some(fault.clone())).await;
        assert_eq!(answer.error(), (422, "value"), "{fault}");
        let hint = answer.json["error"]["hint"].as_str().unwrap();
        assert!(hint.contains("queue-full-temp-disconnected") && hint.contains("mid-answer"), "{hint}");
    }
    assert_eq!(desk.get("/faults").await, json!({ "faults": [] }));
}

/// Settings are read whole, changed by name, and act from the answer on.
#[tokio::test(flavor = "multi_thread")]
async fn settings_are_changed_by_name() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    let before = desk.get("/settings").await;
    assert_eq!((&before["queue_depth"], &before["daily_quota"]), (&json!(30), &json!(500)));
    let after = desk.call("PATCH", "/settings", Some(json!({ "daily_quota": 1, "get_answers": 200 }))).await.ok();
    assert_eq!((&after["daily_quota"], &after["queue_depth"]), (&json!(1), &json!(30)));
    assert_eq!(desk.get("/settings").await, after);
    assert_eq!(desk.push(&wire::raw(&path, "1")).await, "received");
    assert_eq!(desk.push(&wire::raw(&path, "2")).await, "throttled");
    for patch in [json!({ "daily_qouta": 1 }), json!({ "queue_depth": -1 }), json!({ "get_answers": 404 }), json!(7)] {
        let answer = desk.call("PATCH", "/settings", Some(patch.clone())).await;
        assert_eq!(answer.error(), (422, "value"), "{patch}");
    }
    assert_eq!(desk.get("/settings").await, after);
}

/// Moving the clock forward lets happen what is due by then, before the answer comes.
#[tokio::test(flavor = "multi_thread")]
async fn moving_the_clock_lets_things_happen() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    let held = wire::post(&path, "X-NotificationClass: 13\r\n", b"x");
    assert_eq!(desk.push(&held).await, "received");
    let push = &desk.get("/pushes").await["pushes"][0];
    assert_eq!(stages(push), ["accepted", "held"]);
    assert_eq!(push["at"], "2026-11-24T04:02:23.000Z");
    let clock = desk.call("POST", "/clock", Some(json!({ "advance_secs": 450.5 }))).await.ok();
    assert_eq!(clock, json!({ "now": "2026-11-24T04:09:53.500Z", "speed": 1.0, "paused": true }));
    let push = &desk.get("/pushes").await["pushes"][0];
    assert!(stages(push).contains(&"queued".to_owned()), "{push}");
    assert_eq!(desk.get("/clock").await, clock);
}

/// A clock can be made to run, as fast as wanted, and to stop.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_runs_as_it_is_told() {
    let desk = Desk::with(&[], None).await;
    let running = desk.call("POST", "/clock", Some(json!({ "speed": 60 }))).await.ok();
    assert_eq!((&running["speed"], &running["paused"]), (&json!(60.0), &json!(false)));
    let stopped = desk.call("POST", "/clock", Some(json!({ "pause": true }))).await.ok();
    assert_eq!((&stopped["speed"], &stopped["paused"]), (&json!(60.0), &json!(true)));
    assert!(stopped["now"].as_str() > running["now"].as_str());
    assert_eq!(desk.get("/clock").await, stopped);
    for turn in [
        json!({}),
        json!({ "advance_secs": -1 }),
        json!({ "advance_secs": 1e300 }),
        json!({ "advance_secs": "900" }),
        json!({ "speed": 0 }),
        json!({ "speed": 1e9 }),
        json!({ "pause": 1 }),
        json!({ "stop": true }),
        json!({ "advance_secs": 900, "speed": -1 }),
    ] {
        assert_eq!(desk.call("POST", "/clock", Some(turn.clone())).await.error(), (422, "value"), "{turn}");
    }
    assert_eq!(desk.get("/clock").await, stopped, "what was refused has changed nothing");
}

/// An open channel is listed with its URI; once it is expired by its id, its URI is Expired for senders.
#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_expired() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    let listed = desk.get("/channels").await;
    let channel = &listed["channels"][0];
    assert_eq!((&channel["device"], &channel["app"]), (&json!("ana"), &json!("trips")));
    assert!(channel["uri"].as_str().unwrap().ends_with(&path), "{channel}");
    let id = channel["id"].as_str().unwrap();
    assert_eq!(desk.call("DELETE", &format!("/channels/{id}"), None).await.status, 204);
    assert_eq!(desk.push(&wire::toast(&path)).await, "expired");
    assert_eq!(desk.get("/channels").await, json!({ "channels": [] }));
    assert_eq!(desk.call("DELETE", &format!("/channels/{id}"), None).await.error(), (404, "not-found"));
}
