//! Devices: where they are, phones that come and go, fingers.

use serde_json::json;

use crate::desk::Desk;
use crate::support::{TestPhone, wire};

/// Where a device is and how full its battery is can be set, and the next push is answered by it.
#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_set_where_it_is_wanted() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    for (connection, verdict) in [
        ("temp-disconnected", "received-temp-disconnected"),
        ("inactive", "device-inactive"),
        ("disconnected", "received-disconnected"),
        ("connected", "received"),
    ] {
        let device = desk.call("PATCH", "/devices/ana", Some(json!({ "connection": connection }))).await.ok();
        assert_eq!(device["connection"], connection);
        assert_eq!(desk.push(&wire::toast(&path)).await, verdict, "{connection}");
    }
    let device = desk.call("PATCH", "/devices/ana", Some(json!({ "power": "critical" }))).await.ok();
    assert_eq!((&device["power"], &device["connection"]), (&json!("critical"), &json!("connected")));
    assert_eq!(desk.get("/devices/ana").await["power"], "critical");
}

/// A change that cannot be is refused and changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_cannot_be_is_refused() {
    let desk = Desk::open().await;
    for change in [json!({ "connection": "gone" }), json!({ "power": 3 }), json!({ "conection": "inactive" })] {
        let answer = desk.call("PATCH", "/devices/ana", Some(change.clone())).await;
        assert_eq!(answer.error(), (422, "value"), "{change}");
    }
    let nobody = desk.call("PATCH", "/devices/bo", Some(json!({ "power": "low" }))).await;
    assert_eq!(nobody.error(), (404, "not-found"));
    assert_eq!(desk.get("/devices/ana").await["power"], "normal");
}

/// A stranger's phone is listed beside ours; only ours has a shell and a screen.
#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_phone_is_listed() {
    let desk = Desk::open().await;
    let mut phone = TestPhone::connect(desk.console.address, "bo").await;
    phone.open("news", "main").await;
    let listed = desk.get("/devices").await;
    let names: Vec<_> = listed["devices"].as_array().unwrap().iter().map(|device| &device["device"]).collect();
    assert_eq!(names, ["ana", "bo"]);
    assert!(listed["devices"][0]["shell"].is_object() && listed["devices"][1].get("shell").is_none());
    assert_eq!(desk.get("/devices/bo").await["apps"][0]["toast"], false);
    assert_eq!(desk.call("GET", "/devices/bo/screen.png", None).await.error(), (404, "not-found"));
    let screen = desk.call("GET", "/devices/ana/screen.png?scale=0.5", None).await;
    assert_eq!((screen.status, screen.header("content-type")), (200, "image/png"));
    assert!(screen.bytes.starts_with(b"\x89PNG"));
}
