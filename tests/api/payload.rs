//! Payloads: what is wrong with one, and what it looks like.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk};
use crate::support::wire;

const FLIP: &str = "<wp:Notification xmlns:wp=\"WPNotification\" Version=\"2.0\"><wp:Tile Template=\"FlipTile\">\
    <wp:Title>Trips</wp:Title><wp:Count>3</wp:Count><wp:BackTitle>Next</wp:BackTitle><wp:WideBackContent>Gate 4</wp:WideBackContent>\
    </wp:Tile></wp:Notification>";
const CYCLE: &str = "<wp:Notification xmlns:wp=\"WPNotification\" Version=\"2.0\"><wp:Tile Template=\"CycleTile\">\
    <wp:CycleImage1>/Art/c1.png</wp:CycleImage1><wp:CycleImage2>/Art/c2.png</wp:CycleImage2></wp:Tile></wp:Notification>";

async fn lint(desk: &Desk, query: &str, text: &str) -> Answer {
    desk.call_with("POST", &format!("/lint?{query}"), "text/xml", text.as_bytes()).await
}

fn codes(found: &Value) -> Vec<&str> {
    found["diagnostics"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect()
}

/// A payload's faults are found with their places; its kind is seen, or said.
#[tokio::test(flavor = "multi_thread")]
async fn payloads_are_linted() {
    let desk = Desk::with(&[], None).await;
    assert_eq!(lint(&desk, "", wire::TOAST).await.ok(), json!({ "kind": "toast", "diagnostics": [] }));
    let broken = wire::TOAST.replace("Train 7", "Tea & cake");
    let found = lint(&desk, "", &broken).await.ok();
    assert_eq!((found["kind"].as_str(), codes(&found)), (Some("toast"), vec!["L4"]));
    let diagnostic = &found["diagnostics"][0];
    let column = u64::try_from(broken.find('&').unwrap()).unwrap() + 1;
    assert_eq!((&diagnostic["line"], &diagnostic["column"]), (&json!(1), &json!(column)), "{found}");
    assert_eq!(diagnostic["severity"], "error");
    assert_eq!(diagnostic["fix"]["replacement"], "&amp;");
    let as_tile = lint(&desk, "kind=tile", wire::TOAST).await.ok();
    assert_eq!(as_tile["diagnostics"][0]["severity"], "error");
    assert_eq!(lint(&desk, "", "hello").await.ok(), json!({ "kind": "raw", "diagnostics": [] }));
    assert_eq!(codes(&lint(&desk, "os=7.1", FLIP).await.ok()), ["L8"]);
    assert!(codes(&lint(&desk, "os=8.0", FLIP).await.ok()).is_empty());
}

/// A whole request is linted with its header lines.
#[tokio::test(flavor = "multi_thread")]
async fn requests_are_linted() {
    let desk = Desk::with(&[], None).await;
    let request = format!(
        "POST /throttledthirdparty/01.00/x HTTP/1.1\nContent-Type: text/xml\nX-WindowsPhone-Target: toast\n\
         X-NotificationClass: 1\n\n{}",
        wire::TOAST.replace("Text2", "Text9")
    );
    let found = lint(&desk, "", &request).await.ok();
    assert_eq!((found["kind"].as_str(), codes(&found)), (Some("toast"), vec!["L9", "L16"]));
    let lines: Vec<_> = found["diagnostics"].as_array().unwrap().iter().map(|found| &found["line"]).collect();
    assert_eq!(lines, [4, 6]);
    assert_eq!(lint(&desk, "kind=toast", &request).await.error(), (422, "value"));
    assert_eq!(lint(&desk, "", "POST /x HTTP/1.1\nno header\n\n").await.error(), (422, "value"));
    assert_eq!(lint(&desk, "kind=banner", "x").await.error(), (400, "parameter"));
    assert_eq!(lint(&desk, "os=9", "x").await.error(), (400, "parameter"));
}

/// A payload is drawn as wanted: size and scale are the picture's, and each option makes another picture.
#[tokio::test(flavor = "multi_thread")]
async fn payloads_are_drawn() {
    let desk = Desk::with(&[], None).await;
    let draw = async |query: &str, payload: &str| {
        let answer = desk.call_with("POST", &format!("/render?{query}"), "text/xml", payload.as_bytes()).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "image/png"), "{query}: {answer:?}");
        let side = |at: usize| u32::from_be_bytes(answer.bytes[at..at + 4].try_into().unwrap());
        ((side(16), side(20)), answer.bytes)
    };
    for (query, payload, size) in [
        ("", FLIP, (210, 210)),
        ("size=small&scale=2", FLIP, (198, 198)),
        ("size=wide", FLIP, (432, 210)),
        ("size=all", FLIP, (99 + 12 + 210 + 12 + 432, 210)),
        ("size=all&side=back", FLIP, (210 + 12 + 432, 210)),
        ("os=7.1&size=all", wire::TILE, (173, 173)),
        ("", wire::TOAST, (480, 800)),
        ("scale=0.5&theme=light", wire::TOAST, (240, 400)),
    ] {
        assert_eq!(draw(query, payload).await.0, size, "{query}");
    }
    let (_, front) = draw("", FLIP).await;
    assert_eq!(front, draw("side=front&os=8.0&theme=dark&accent=cobalt&size=medium&at=0", FLIP).await.1);
    assert_ne!(front, draw("side=back", FLIP).await.1);
    assert_ne!(draw("os=8.1&accent=red&side=back", FLIP).await.1, draw("side=back", FLIP).await.1);
    assert_ne!(draw("at=0", CYCLE).await.1, draw("at=60", CYCLE).await.1);
    assert_ne!(draw("", wire::TOAST).await.1, draw("at=11", wire::TOAST).await.1);
    assert_ne!(draw("theme=light", wire::TOAST).await.1, draw("", wire::TOAST).await.1);
}

/// What shows nothing, or cannot be seen so, is refused with the reason.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_drawn_is_refused() {
    let desk = Desk::with(&[], None).await;
    let broken = FLIP.replace("Trips", "Tea & cake");
    for (query, payload, expected) in [
        ("", "hello", (422, "value")),
        ("", broken.as_str(), (422, "value")),
        ("side=back", wire::TILE, (422, "value")),
        ("side=back&size=small", FLIP, (422, "value")),
        ("os=7.1", FLIP, (422, "value")),
        ("os=7.1&size=wide", wire::TILE, (422, "value")),
        ("size=huge", FLIP, (400, "parameter")),
        ("side=left", FLIP, (400, "parameter")),
        ("os=10", FLIP, (400, "parameter")),
        ("theme=blue", FLIP, (400, "parameter")),
        ("accent=sienna", FLIP, (400, "parameter")),
        ("at=-1", FLIP, (400, "parameter")),
        ("at=NaN", FLIP, (400, "parameter")),
        ("scale=0", FLIP, (400, "parameter")),
        ("scale=100", FLIP, (400, "parameter")),
        ("colour=red", FLIP, (400, "parameter")),
    ] {
        let answer = desk.call_with("POST", &format!("/render?{query}"), "text/xml", payload.as_bytes()).await;
        assert_eq!(answer.error(), expected, "{query}");
    }
}
