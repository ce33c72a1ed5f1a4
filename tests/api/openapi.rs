//! The API describes itself: what it serves, all of it, and nothing else. That answers are as described, each test sees
//! (`described`); here every call is made at least once.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::support::wire;

const METHODS: [&str; 9] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "PROPFIND"];

/// What is described is served, and of what is served nothing is left out: any other method of a path is refused, with the
/// described ones named.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_described_is_what_is_served() {
    let desk = Desk::open().await;
    let operations = desk.described.operations();
    let paths: BTreeSet<&str> = operations.iter().map(|(path, ..)| path.as_str()).collect();
    assert!(paths.len() > 15, "{paths:?}");
    for template in paths {
        let described: BTreeSet<String> = operations
            .iter()
            .filter(|(path, ..)| path == template)
            .map(|(_, method, _)| method.to_uppercase())
            .collect();
        let path = template.replace("{device}", "nobody").replace("{id}", "nobody");
        for method in METHODS {
            if method == "GET" && template == "/events" {
                continue;
            }
            let answer = desk.call(method, &path, None).await;
            let code = answer.json["error"]["code"].as_str();
            if described.contains(method) {
                assert!(answer.status != 405 && code != Some("unknown-call"), "{method} {path}: {answer:?}");
            } else {
                assert_eq!(answer.error(), (405, "method"), "{method} {path}");
                let allowed: BTreeSet<String> =
                    answer.header("allow").split(',').map(|word| word.trim().to_owned()).collect();
                let head = described.contains("GET").then(|| "HEAD".to_owned());
                assert_eq!(allowed, described.iter().cloned().chain(head).collect(), "{path}");
            }
        }
    }
}

/// Routes are made nowhere but from the table of which the description is made too.
#[test]
fn there_is_no_other_route() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
    let sources = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let routing = ["axum::routing", ".route(", ".route_service(", ".nest(", ".nest_service(", ".merge("];
    for source in sources.filter(|source| !source.ends_with("calls.rs")) {
        let text = std::fs::read_to_string(&source).unwrap();
        assert!(!routing.iter().any(|word| text.contains(word)), "{}", source.display());
    }
}

/// The description is an OpenAPI document: each reference leads somewhere, each name in a path is a parameter, and each call
/// says what it does, what it answers and what it refuses.
#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_whole() {
    let desk = Desk::with(&[], None).await;
    let document = desk.get("/openapi.json").await;
    assert_eq!((&document["openapi"], &document["info"]["title"]), (&json!("3.1.0"), &json!("Tilecast")));
    assert_eq!(document["servers"][0]["url"], "/api/v1");
    let mut unseen = vec![&document];
    while let Some(value) = unseen.pop() {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
        }
        match value {
            Value::Array(items) => unseen.extend(items),
            Value::Object(fields) => unseen.extend(fields.values()),
            _ => {}
        }
    }
    for (path, method, operation) in desk.described.operations() {
        let named: Vec<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
        let parameters = operation["parameters"].as_array().unwrap();
        let told: Vec<&str> =
            parameters.iter().filter(|told| told["in"] == "path").map(|told| told["name"].as_str().unwrap()).collect();
        assert_eq!(named, told, "{method} {path}");
        assert!(operation["summary"].as_str().is_some_and(|words| words.len() > 8), "{method} {path}");
        let answers = operation["responses"].as_object().unwrap();
        for status in ["401", "403", "413"] {
            assert!(answers.contains_key(status), "{method} {path}: {status}");
        }
        assert_eq!(answers.keys().filter(|status| status.starts_with('2')).count(), 1, "{method} {path}");
    }
}

/// Calls that all work, one after another.
fn calls(channel: &str, push: u64, held: u64, dropped: u64) -> Vec<(&'static str, String, Option<Value>)> {
    let flip = json!({ "pin": { "app": "trips", "id": "/a?b", "size": "wide", "template": "flip" } });
    vec![
        ("GET", "/health".to_owned(), None),
        ("GET", "/openapi.json".to_owned(), None),
        (
            "POST",
            "/devices".to_owned(),
            Some(json!({ "name": "bo", "os": "7.1", "theme": "light", "accent": "#112233" })),
        ),
        ("POST", "/devices/ana/input".to_owned(), Some(flip)),
        (
            "POST",
            "/devices/ana/input".to_owned(),
            Some(json!({ "move": { "tile": "trips", "to": { "column": 2, "row": 4 } } })),
        ),
        ("POST", "/devices/ana/input".to_owned(), Some(json!({ "tap": { "tile": "trips" } }))),
        ("POST", "/devices/ana/input".to_owned(), Some(json!({ "press": "start" }))),
        ("GET", "/devices".to_owned(), None),
        ("GET", "/devices/ana".to_owned(), None),
        ("GET", "/devices/ana/screen.png?scale=0.5".to_owned(), None),
        ("PATCH", "/devices/bo".to_owned(), Some(json!({ "connection": "inactive", "power": "low" }))),
        (
            "GET",
            "/pushes?kind=toast&device=ana&app=trips&verdict=received&text=train&since=0&limit=9&wait_secs=1&count=1"
                .to_owned(),
            None,
        ),
        ("GET", "/pushes".to_owned(), None),
        ("GET", format!("/pushes/{push}"), None),
        ("POST", format!("/pushes/{held}/release"), None),
        ("POST", format!("/pushes/{dropped}/drop"), None),
        ("POST", format!("/pushes/{push}/resend"), None),
        ("GET", "/channels".to_owned(), None),
        ("DELETE", format!("/channels/{channel}"), None),
        (
            "POST",
            "/faults".to_owned(),
            Some(json!({ "match": { "text": "x" }, "skip": 1, "times": null, "action": { "close": "mid-answer" } })),
        ),
        ("GET", "/faults".to_owned(), None),
        ("DELETE", "/faults/2".to_owned(), None),
        ("DELETE", "/faults".to_owned(), None),
        ("GET", "/settings".to_owned(), None),
        ("PATCH", "/settings".to_owned(), Some(json!({ "rate_per_sec": 5, "callback_hosts": ["example.org"] }))),
        ("GET", "/clock".to_owned(), None),
        ("POST", "/clock".to_owned(), Some(json!({ "advance_secs": 1, "pause": true }))),
        ("GET", "/metrics".to_owned(), None),
        ("DELETE", "/pushes".to_owned(), None),
        ("DELETE", "/devices/bo".to_owned(), None),
    ]
}

/// Each call does what it is there for, and its answer is as described.
#[tokio::test(flavor = "multi_thread")]
async fn every_call_is_made() {
    let desk = Desk::open().await;
    let channel = desk.get("/channels").await["channels"][0]["id"].as_str().unwrap().to_owned();
    let push = desk.toast("ana").await;
    desk.reached(push, "acked").await;
    let unread = desk.push(&wire::post("/throttledthirdparty/01.00/nobody", "X-Y: z\r\n", b"\xff\xfe\x00")).await;
    assert_eq!(unread, "expired");
    desk.fault(json!({ "action": { "hold": true }, "times": 2 })).await;
    let (held, dropped) = (desk.toast("ana").await, desk.toast("ana").await);
    let tile =
        "<wp:Notification xmlns:wp=\"WPNotification\"><wp:Tile><wp:Title>x</wp:Title></wp:Tile></wp:Notification>";
    let mut made: BTreeSet<(String, String)> = BTreeSet::from([("get".to_owned(), "/events".to_owned())]);
    for (method, path, body) in calls(&channel, push, held, dropped) {
        let answer = desk.call(method, &path, body.clone()).await;
        assert!((200..300).contains(&answer.status), "{method} {path}: {answer:?}");
        made.extend(desk.described.check(method, &path, body.as_ref(), &answer));
    }
    for path in ["/lint", "/render?size=all&os=8.1&theme=light&accent=cobalt&side=front&at=1&scale=1"] {
        let answer = desk.call_with("POST", path, "text/xml", tile.as_bytes()).await;
        made.extend(desk.described.check("POST", path, None, &answer));
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    let described = desk.described.operations().into_iter().map(|(path, method, _)| (method, path));
    assert_eq!(described.filter(|call| !made.contains(call)).collect::<Vec<_>>(), []);
}

/// The check sees what is wrong, however deep: a field that nobody described, one that is missing, one of another type.
#[tokio::test(flavor = "multi_thread")]
async fn the_check_bites() {
    let desk = Desk::open().await;
    let push = desk.toast("ana").await;
    desk.reached(push, "acked").await;
    let faults = |path: &str, at: &str, change: fn(&mut Value), whole: &Value| {
        let mut wrong = whole.clone();
        change(wrong.pointer_mut(at).unwrap());
        desk.described.errors("get", path, 200, &wrong).len()
    };
    let (pushes, device) = (desk.get("/pushes").await, desk.get("/devices/ana").await);
    let unknown: fn(&mut Value) = |value| value["nobody_described_this"] = json!(1);
    let gone: fn(&mut Value) = |value| value.as_object_mut().unwrap().clear();
    let other: fn(&mut Value) = |value| *value = json!({});
    for (path, whole, at, change) in [
        ("/pushes", &pushes, "", unknown),
        ("/pushes", &pushes, "/pushes/0", unknown),
        ("/pushes", &pushes, "/pushes/0/request", unknown),
        ("/pushes", &pushes, "/pushes/0/answer", unknown),
        ("/pushes", &pushes, "/pushes/0/stages/0", unknown),
        ("/pushes", &pushes, "/pushes/0/request", gone),
        ("/pushes", &pushes, "/pushes/0/verdict", other),
        ("/pushes", &pushes, "/pushes/0/at", |value| *value = json!("yesterday")),
        ("/devices/{device}", &device, "", unknown),
        ("/devices/{device}", &device, "/apps/0", unknown),
        ("/devices/{device}", &device, "/shell", unknown),
        ("/devices/{device}", &device, "/shell/toast", unknown),
        ("/devices/{device}", &device, "/shell/apps/0", gone),
        ("/devices/{device}", &device, "/os", |value| *value = json!("9.0")),
    ] {
        assert_eq!(faults(path, at, |_| (), whole), 0);
        assert!(faults(path, at, change, whole) > 0, "{path} {at}");
    }
}
