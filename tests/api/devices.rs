//! Devices: where they are, phones that come and go, fingers.

use serde_json::json;

use crate::desk::{Desk, stages};
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
    let device = desk.get("/devices/ana").await;
    assert_eq!((&device["power"], &device["shell"]["battery"]), (&json!("critical"), &json!(4)));
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

/// A phone that was added can be sent to from the answer on, by the URI that the answer gives; once removed it is unknown.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_comes_and_goes() {
    let desk = Desk::open().await;
    let wanted = json!({ "name": "bo", "os": "7.1", "theme": "light", "accent": "mango" });
    let added = desk.call("POST", "/devices", Some(wanted)).await;
    assert_eq!(added.status, 201, "{added:?}");
    let device = added.json;
    assert_eq!((&device["device"], &device["os"]), (&json!("bo"), &json!("7.1")));
    assert_eq!(device["connection"], "connected");
    let app = &device["apps"][0];
    assert_eq!((&app["toast"], &app["tile"]), (&json!(true), &json!(true)));
    assert_eq!(app["uri"], device["shell"]["apps"][0]["uri"]);
    let path = desk.channel("bo").await;
    assert!(app["uri"].as_str().unwrap().ends_with(&path));
    assert_eq!(desk.push(&wire::toast(&path)).await, "received");
    desk.reached(1, "shown").await;
    assert_eq!(desk.get("/devices/bo").await["shell"]["toast"]["text1"], "Train 7");
    assert_eq!(desk.call("DELETE", "/devices/bo", None).await.status, 204);
    assert_eq!(desk.call("GET", "/devices/bo", None).await.error(), (404, "not-found"));
    assert_eq!(desk.get("/devices").await["devices"].as_array().unwrap().len(), 1);
    assert_eq!(desk.push(&wire::toast(&path)).await, "expired");
    assert_eq!(desk.call("DELETE", "/devices/bo", None).await.error(), (404, "not-found"));
    let again = desk.call("POST", "/devices", Some(json!({ "name": "bo" }))).await;
    assert_eq!((again.status, &again.json["os"]), (201, &json!("8.0")), "{again:?}");
    assert_ne!(again.json["apps"][0]["uri"], app["uri"]);
}

/// A stranger's device is removed too: its link is closed and its channel is unknown.
#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_device_is_removed() {
    let desk = Desk::with(&[], None).await;
    let mut phone = TestPhone::connect(desk.console.address, "bo").await;
    let path = phone.open("news", "main").await;
    assert_eq!(desk.call("DELETE", "/devices/bo", None).await.status, 204);
    phone.end().await;
    assert_eq!(desk.get("/devices").await, json!({ "devices": [] }));
    assert_eq!(desk.push(&wire::raw(&path, "x")).await, "expired");
}

/// A name that is taken, or is none, is refused; so is an accent that the version does not have.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_cannot_be_is_refused() {
    let desk = Desk::open().await;
    let _linked = TestPhone::connect(desk.console.address, "bo").await;
    for (wanted, expected) in [
        (json!({ "name": "ana" }), (409, "taken")),
        (json!({ "name": "bo" }), (409, "taken")),
        (json!({ "name": "" }), (422, "value")),
        (json!({ "name": "a/b" }), (422, "value")),
        (json!({ "name": "x".repeat(65) }), (422, "value")),
        (json!({ "name": "cy", "os": "9.0" }), (422, "value")),
        (json!({ "name": "cy", "os": "7.1", "accent": "cobalt" }), (422, "value")),
        (json!({ "name": "cy", "os": "7.1", "screen": "720p" }), (422, "value")),
        (json!({ "name": "cy", "os": "8.0", "columns": "three" }), (422, "value")),
        (json!({ "os": "8.0" }), (422, "value")),
        (json!({ "name": "cy", "colour": "red" }), (422, "value")),
    ] {
        assert_eq!(desk.call("POST", "/devices", Some(wanted.clone())).await.error(), expected, "{wanted}");
    }
    assert_eq!(desk.get("/devices").await["devices"].as_array().unwrap().len(), 2);
}

/// There is a limit to emulated phones, and two who want one name at once do not both get it.
#[tokio::test(flavor = "multi_thread")]
async fn phones_are_counted() {
    let desk = Desk::open().await;
    let add = |name: &str| desk.call("POST", "/devices", Some(json!({ "name": name })));
    let (one, other) = tokio::join!(add("bo"), add("bo"));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    for number in 3..=64 {
        assert_eq!(add(&format!("phone-{number}")).await.status, 201);
    }
    assert_eq!(add("one-more").await.error(), (409, "full"));
    assert_eq!(desk.call("DELETE", "/devices/bo", None).await.status, 204);
    assert_eq!(add("one-more").await.status, 201);
}

/// A finger has done its work when the call is answered, here and at the relay.
#[tokio::test(flavor = "multi_thread")]
async fn a_finger_is_felt() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    let touch = |input| desk.call("POST", "/devices/ana/input", Some(input));
    desk.call("PATCH", "/settings", Some(json!({ "raw_to_stopped_app": "suppressed" }))).await.ok();
    assert_eq!(desk.push(&wire::raw(&path, "1")).await, "suppressed");
    let tapped = touch(json!({ "tap": { "tile": "trips" } })).await.ok();
    assert_eq!(tapped["shell"]["page"], json!({ "kind": "app", "app": "trips", "page": "/MainPage.xaml" }));
    assert_eq!(desk.push(&wire::raw(&path, "2")).await, "received");
    assert_eq!(touch(json!({ "tap": { "tile": "trips" } })).await.error(), (409, "no-effect"));
    let pressed = touch(json!({ "press": "start" })).await.ok();
    assert_eq!(pressed["shell"]["page"], json!({ "kind": "start" }));
    assert_eq!(desk.push(&wire::raw(&path, "3")).await, "suppressed");

    let push = desk.toast("ana").await;
    assert!(stages(&desk.reached(push, "shown").await).contains(&"shown".to_owned()));
    let dismissed = touch(json!({ "dismiss": "toast" })).await.ok();
    assert_eq!(dismissed["shell"]["toast"], json!(null));
    assert_eq!(touch(json!({ "tap": "toast" })).await.error(), (409, "no-effect"));
    let push = desk.toast("ana").await;
    desk.reached(push, "shown").await;
    let tapped = touch(json!({ "tap": "toast" })).await.ok();
    assert_eq!(tapped["shell"]["page"]["kind"], "app");
    touch(json!({ "press": "back" })).await.ok();
}

/// Lists are opened, toasts kept and tapped, settings changed, the phone locked; what cannot be is refused.
#[tokio::test(flavor = "multi_thread")]
async fn the_phones_pages_are_reached() {
    let desk = Desk::open().await;
    let wanted = json!({ "name": "bo", "os": "8.1", "screen": "1080p", "columns": "three" });
    desk.call("POST", "/devices", Some(wanted)).await;
    let touch = |input| desk.call("POST", "/devices/bo/input", Some(input));
    let push = desk.toast("bo").await;
    desk.reached(push, "shown").await;
    touch(json!({ "dismiss": "toast" })).await.ok();
    let pulled = touch(json!({ "swipe": "down" })).await.ok();
    assert_eq!(pulled["shell"]["page"], json!({ "kind": "action-center" }));
    let note = &pulled["shell"]["action_center"][0];
    assert_eq!((&note["app"], &note["id"]), (&json!("trips"), &json!(1)));
    assert_eq!(touch(json!({ "tap": { "note": 7 } })).await.error(), (409, "no-effect"));
    assert_eq!(touch(json!({ "tap": { "note": 1 } })).await.ok()["shell"]["front"], "trips");
    assert_eq!(touch(json!({ "press": "power" })).await.ok()["shell"]["page"], json!({ "kind": "lock" }));
    assert_eq!(touch(json!({ "open": "apps" })).await.error(), (409, "no-effect"));
    assert_eq!(touch(json!({ "swipe": "up" })).await.ok()["shell"]["front"], "trips");
    assert_eq!(touch(json!({ "open": "settings" })).await.ok()["shell"]["page"], json!({ "kind": "settings" }));
    for (setting, key, value) in [
        (json!({ "theme": "light" }), "theme", json!("light")),
        (json!({ "accent": "lime" }), "accent", json!("#A4C400")),
        (json!({ "battery": 20 }), "battery", json!(20)),
        (json!({ "columns": "two" }), "columns", json!("two")),
    ] {
        assert_eq!(touch(json!({ "set": setting })).await.ok()["shell"][key], value);
    }
    assert_eq!(touch(json!({ "set": { "accent": "sienna" } })).await.error(), (422, "value"));
    assert_eq!(touch(json!({ "set": { "battery": 101 } })).await.error(), (422, "value"));
    assert_eq!(desk.get("/devices/bo").await["power"], "low");
    touch(json!({ "set": { "battery": 80 } })).await.ok();
    touch(json!({ "set": { "toasts": { "app": "trips", "banners": "blocked" } } })).await.ok();
    let path = desk.channel("bo").await;
    assert_eq!(desk.push(&wire::toast(&path)).await, "suppressed");
    let old = desk.call("POST", "/devices/ana/input", Some(json!({ "swipe": "down" }))).await;
    assert_eq!(old.error(), (409, "no-effect"));
}

/// A phone has the apps that are wanted, each with a channel and a tile of its own; names that cannot be are refused.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_has_several_apps() {
    let desk = Desk::open().await;
    let apps = json!([{ "app": "post" }, { "app": "mail", "title": "Mail", "template": "cycle" }, { "app": "other" }]);
    let bo = desk.call("POST", "/devices", Some(json!({ "name": "bo", "apps": apps }))).await;
    assert_eq!(bo.status, 201, "{bo:?}");
    let apps = bo.json["apps"].as_array().unwrap();
    assert_eq!((&apps[0]["app"], &apps[1]["app"], &apps[2]["app"]), (&json!("mail"), &json!("other"), &json!("post")));
    assert_ne!(apps[0]["uri"], apps[1]["uri"]);
    let tiles = &bo.json["shell"]["tiles"];
    let seen = |tile: usize| (tiles[tile]["template"].clone(), tiles[tile]["title"].clone());
    // A sample app comes as it is in the window; another is called as it is named.
    assert_eq!(seen(0), (json!("iconic"), json!("Post")), "{tiles}");
    assert_eq!(seen(1), (json!("cycle"), json!("Mail")), "{tiles}");
    assert_eq!(seen(2), (json!("flip"), json!("other")), "{tiles}");
    for apps in [json!([]), json!([{ "app": "" }]), json!([{ "app": "a" }, { "app": "a" }]), json!([{ "app": "a\n" }])]
    {
        let answer = desk.call("POST", "/devices", Some(json!({ "name": "cy", "apps": apps }))).await;
        assert_eq!(answer.error(), (422, "value"), "{apps}");
    }
}

/// Tiles are pinned, resized, moved and taken off.
#[tokio::test(flavor = "multi_thread")]
async fn tiles_are_pinned_and_resized() {
    let desk = Desk::open().await;
    let touch = |input| desk.call("POST", "/devices/ana/input", Some(input));
    let pin = json!({ "pin": { "app": "trips", "id": "/Trip.xaml?id=7", "size": "wide", "template": "cycle" } });
    let tiles = touch(pin.clone()).await.ok()["shell"]["tiles"].take();
    assert_eq!((&tiles[1]["id"], &tiles[1]["size"]), (&json!("/Trip.xaml?id=7"), &json!("wide")), "{tiles}");
    assert_eq!(touch(pin).await.error(), (409, "no-effect"));
    let tile = "trips#/Trip.xaml?id=7";
    let resize = json!({ "resize": { "tile": tile, "size": "small" } });
    assert_eq!(touch(resize).await.ok()["shell"]["tiles"][1]["size"], "small");
    touch(json!({ "move": { "tile": tile, "to": { "column": 3, "row": 0 } } })).await.ok();
    let tapped = touch(json!({ "tap": { "tile": tile } })).await.ok();
    assert_eq!(tapped["shell"]["page"]["page"], "/Trip.xaml?id=7");
    touch(json!({ "press": "back" })).await.ok();
    assert_eq!(touch(json!({ "unpin": { "tile": tile } })).await.ok()["shell"]["tiles"][1], json!(null));
    for (input, expected) in [
        (json!({ "tap": { "tile": tile } }), (409, "no-effect")),
        (json!({ "resize": { "tile": "news", "size": "small" } }), (409, "no-effect")),
        (json!({ "pin": { "app": "news", "size": "medium", "template": "flip" } }), (409, "no-effect")),
        (json!({ "pin": { "app": "trips", "id": "", "size": "medium", "template": "flip" } }), (409, "no-effect")),
        (json!({ "tap": "tile" }), (422, "value")),
        (json!({ "tap": {} }), (422, "value")),
        (json!({ "press": "camera" }), (422, "value")),
        (json!({ "resize": { "tile": "trips", "size": "huge" } }), (422, "value")),
        (json!({ "resize": { "tile": "trips", "size": "small", "by": 2 } }), (422, "value")),
        (json!({ "press": "back", "tap": "toast" }), (422, "value")),
        (json!("press"), (422, "value")),
    ] {
        let answer = touch(input.clone()).await;
        assert_eq!(answer.error(), expected, "{input}");
        assert!(expected.0 == 409 || answer.json["error"]["hint"].as_str().unwrap().contains("\"resize\""));
    }
    let nobody = desk.call("POST", "/devices/bo/input", Some(json!({ "press": "back" }))).await;
    assert_eq!(nobody.error(), (404, "not-found"));
}
