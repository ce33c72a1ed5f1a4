//! Breakpoints: a push that stands there is released, edited, or dropped.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, stages};

/// A console with a push that stands at a breakpoint.
async fn held() -> (Desk, u64) {
    let desk = Desk::open().await;
    desk.fault(json!({ "action": { "hold": true } })).await;
    let push = desk.toast("ana").await;
    let held = desk.get(&format!("/pushes/{push}")).await;
    assert_eq!(stages(&held), ["accepted", "held"]);
    (desk, push)
}

async fn text_on_screen(desk: &Desk, push: u64) -> Value {
    desk.reached(push, "shown").await;
    desk.get("/devices/ana").await["shell"]["toast"]["text1"].clone()
}

/// A released push goes to the phone as it came.
#[tokio::test(flavor = "multi_thread")]
async fn a_released_push_goes_on() {
    let (desk, push) = held().await;
    let released = desk.call("POST", &format!("/pushes/{push}/release"), None).await.ok();
    assert!(stages(&released).contains(&"queued".to_owned()), "{released}");
    assert_eq!(text_on_screen(&desk, push).await, "Train 7");
    let again = desk.call("POST", &format!("/pushes/{push}/release"), None).await;
    assert_eq!(again.error(), (409, "not-held"));
}

/// The phone gets the edited body, however it was given; the log keeps what the sender sent.
#[tokio::test(flavor = "multi_thread")]
async fn a_released_push_may_be_edited() {
    let toast = |text: &str| {
        format!(
            "<wp:Notification xmlns:wp=\"WPNotification\"><wp:Toast><wp:Text1>{text}</wp:Text1></wp:Toast></wp:Notification>"
        )
    };
    let base64 = "PHdwOk5vdGlmaWNhdGlvbiB4bWxuczp3cD0iV1BOb3RpZmljYXRpb24iPjx3cDpUb2FzdD48d3A6VGV4dDE+QjwvQT4=";
    for (content_type, body, expected) in [
        ("text/xml; charset=utf-8", toast("edited"), "edited"),
        ("application/json", json!({ "body": toast("in JSON") }).to_string(), "in JSON"),
        ("application/json", json!({}).to_string(), "Train 7"),
    ] {
        let (desk, push) = held().await;
        let path = format!("/pushes/{push}/release");
        for (wrong_type, wrong, expected) in [
            ("application/x-www-form-urlencoded", "a=b", (415, "content-type")),
            ("application/json", "{", (400, "json")),
            ("application/json", "{\"body\":\"x\",\"body_base64\":\"eA==\"}", (422, "value")),
            ("application/json", "{\"body_base64\":\"*\"}", (422, "value")),
            ("application/json", "{\"text\":\"x\"}", (422, "value")),
        ] {
            assert_eq!(desk.call_with("POST", &path, wrong_type, wrong.as_bytes()).await.error(), expected, "{wrong}");
        }
        let large = desk.call_with("POST", &path, "text/plain", &vec![b'x'; 30_000]).await;
        assert_eq!(large.error(), (413, "too-large"));
        let released = desk.call_with("POST", &path, content_type, body.as_bytes()).await.ok();
        assert!(released["request"]["body"].as_str().unwrap().contains("Train 7"));
        assert_eq!(text_on_screen(&desk, push).await, expected);
    }
    let (desk, push) = held().await;
    let body = json!({ "body_base64": base64 });
    desk.call("POST", &format!("/pushes/{push}/release"), Some(body)).await.ok();
    let broken = desk.reached(push, "ignored").await;
    assert!(broken["stages"].to_string().contains("line 1"), "{broken}");
}

/// A dropped push is lost, and says why.
#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_push_is_lost() {
    let (desk, push) = held().await;
    let dropped = desk.call("POST", &format!("/pushes/{push}/drop"), None).await.ok();
    assert_eq!(stages(&dropped), ["accepted", "held", "lost"]);
    let gone = async |answer: Answer| assert_eq!(answer.error(), (404, "not-found"));
    gone(desk.call("POST", "/pushes/77/drop", None).await).await;
    gone(desk.call("POST", "/pushes/x/release", None).await).await;
    assert_eq!(desk.call("POST", &format!("/pushes/{push}/drop"), None).await.error(), (409, "not-held"));
}
