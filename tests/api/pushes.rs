//! Pushes: lists, filters, waiting, forgetting.

use std::time::Duration;

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::support::wire;

fn ids(listed: &Value) -> Vec<u64> {
    listed["pushes"].as_array().unwrap().iter().map(|push| push["id"].as_u64().unwrap()).collect()
}

/// Whoever was answered finds the push in the list, with everything that INTERFACES.md says a push has.
#[tokio::test(flavor = "multi_thread")]
async fn an_answered_push_is_in_the_list() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    let sent = wire::post(
        &format!("{path}?a=1"),
        "X-MessageId: 5d5b10a1-5f3c-4c7e-9af0-1b2c3d4e5f60\r\nx-windowsphone-target:toast\r\nX-NotificationClass: 2\r\n",
        wire::TOAST.as_bytes(),
    );
    assert_eq!(desk.push(&sent).await, "received");
    let listed = desk.get("/pushes").await;
    let push = &listed["pushes"][0];
    assert_eq!(listed["total"], 1);
    for (field, value) in [
        ("device", json!("ana")),
        ("app", json!("trips")),
        ("channel", json!("main")),
        ("kind", json!("toast")),
        ("class", json!(2)),
        ("message_id", json!("5d5b10a1-5f3c-4c7e-9af0-1b2c3d4e5f60")),
        ("verdict", json!("received")),
        ("at", json!("2026-11-24T04:02:23.000Z")),
    ] {
        assert_eq!(push[field], value, "{field}");
    }
    assert!(push.get("fault").is_none());
    let codes: Vec<&Value> = push["lint"].as_array().unwrap().iter().map(|found| &found["code"]).collect();
    assert_eq!(codes, ["L51", "L55", "L56"]);
    let request = &push["request"];
    assert_eq!(request["method"], "POST");
    assert_eq!(request["path"], format!("{path}?a=1"));
    assert_eq!(request["body"], wire::TOAST);
    assert_eq!(request["headers"][2], json!(["x-windowsphone-target", "toast"]));
    assert_eq!(push["answer"]["status"], 200);
    assert!(push["answer"]["headers"].as_array().unwrap().contains(&json!(["X-NotificationStatus", "Received"])));
    assert_eq!(push["stages"][0]["stage"], "accepted");
    assert_eq!(desk.get(&format!("/pushes/{}", push["id"])).await["request"], *request);
}

/// A body that is no UTF-8 is given in base64.
#[tokio::test(flavor = "multi_thread")]
async fn bytes_are_given_in_base64() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    desk.push(&wire::post(&path, "", b"\xFF\x00")).await;
    let request = desk.get("/pushes").await["pushes"][0]["request"].take();
    assert_eq!((&request["body_base64"], request.get("body")), (&json!("/wA="), None));
}

/// Every filter takes what it says, together and alone; the newest are listed, newest last.
#[tokio::test(flavor = "multi_thread")]
async fn filters_take_what_they_say() {
    let desk = Desk::with(&["ana", "bo"], None).await;
    let (ana, bo) = (desk.channel("ana").await, desk.channel("bo").await);
    desk.push(&wire::toast(&ana)).await;
    desk.console.shared.clock.advance(Duration::from_secs(60));
    desk.push(&wire::tile(&bo)).await;
    desk.push(&wire::raw(&bo, "Gleis Ä 7")).await;
    desk.push(&wire::raw("/throttledthirdparty/01.00/nobody", "x")).await;
    for (query, expected) in [
        ("", vec![1, 2, 3, 4]),
        ("kind=toast", vec![1]),
        ("kind=raw", vec![3, 4]),
        ("device=bo", vec![2, 3]),
        ("device=bo&kind=tile", vec![2]),
        ("device=cy", vec![]),
        ("app=trips", vec![1, 2, 3]),
        ("verdict=expired", vec![4]),
        ("text=gleis%20%C3%A4", vec![3]),
        ("since=2", vec![3, 4]),
        ("since=2026-11-24T04:03:23Z", vec![2, 3, 4]),
        ("since=2026-11-24T05:03:23%2B01:00", vec![2, 3, 4]),
        ("since=2026-11-24T04:03:23.001Z", vec![]),
    ] {
        let listed = desk.get(&format!("/pushes?{query}")).await;
        assert_eq!(
            (ids(&listed), listed["total"].as_u64()),
            (expected.clone(), Some(expected.len() as u64)),
            "{query}"
        );
    }
    let newest = desk.get("/pushes?app=trips&limit=2").await;
    assert_eq!((ids(&newest), &newest["total"]), (vec![2, 3], &json!(3)));
    assert_eq!(desk.get("/pushes?limit=0").await, json!({ "pushes": [], "total": 4 }));
}

/// An answer is held until as many match as were wanted, whatever else happens, and no longer.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_waits_for_enough() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    desk.push(&wire::toast(&path)).await;
    let waiting = desk.get("/pushes?kind=toast&wait_secs=20&count=3");
    let sending = async {
        for _ in 0..5 {
            desk.push(&wire::raw(&path, "x")).await;
        }
        desk.push(&wire::toast(&path)).await;
        desk.push(&wire::toast(&path)).await;
    };
    let (listed, ()) = tokio::join!(waiting, sending);
    assert_eq!(ids(&listed), [1, 7, 8]);
    let too_few = desk.get("/pushes?kind=tile&wait_secs=0.05").await;
    assert_eq!(too_few, json!({ "pushes": [], "total": 0 }));
}

/// After the pushes were forgotten none is listed, a wait begins anew, and ids go on.
#[tokio::test(flavor = "multi_thread")]
async fn forgotten_pushes_count_no_more() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    let push = desk.toast("ana").await;
    assert_eq!(desk.call("DELETE", "/pushes", None).await.status, 204);
    assert_eq!(desk.get("/pushes").await, json!({ "pushes": [], "total": 0 }));
    assert_eq!(desk.call("GET", &format!("/pushes/{push}"), None).await.error(), (404, "not-found"));
    let waiting = desk.get("/pushes?wait_secs=20&count=2");
    let sending = async {
        desk.push(&wire::raw(&path, "1")).await;
        desk.push(&wire::raw(&path, "2")).await;
    };
    let (listed, ()) = tokio::join!(waiting, sending);
    assert_eq!(ids(&listed), [2, 3]);
}

/// A push is sent again over the wire, byte for byte as far as the log has it, and becomes a new push that is answered anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_push_is_sent_again() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    let chunked = format!(
        "POST {path} HTTP/1.1\r\nHost: relay\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
    );
    let absolute = format!("POST http://relay{path}?q=%20 HTTP/1.1\r\nHOST: relay\r\ncontent-length: 1\r\n\r\nx");
    let odd = wire::post(
        &format!("{path}/more?a=1"),
        "X-MessageId: 5d5b10a1-5f3c-4c7e-9af0-1b2c3d4e5f60\r\nx-windowsphone-target: tile\r\nX-NotificationClass: 1\r\n",
        wire::TILE.as_bytes(),
    );
    let broken = wire::post(&path, "X-WindowsPhone-Target: toast\r\n", b"<no");
    let bytes = wire::post(&path, "", b"\xFF\x00");
    let get = format!("GET {path} HTTP/1.1\r\nHost: relay\r\n\r\n").into_bytes();
    for sent in [chunked.into_bytes(), absolute.into_bytes(), odd, broken, bytes, get] {
        let text = String::from_utf8_lossy(&sent).into_owned();
        let mut sender = desk.sender().await;
        sender.write(&sent).await;
        while sender.answer().await.code() == 100 {}
        let first = desk.get("/pushes?limit=1").await["pushes"][0].take();
        let again = desk.call("POST", &format!("/pushes/{}/resend", first["id"]), None).await.ok();
        for same in ["request", "verdict", "kind", "class", "message_id", "lint", "device"] {
            assert_eq!(first[same], again[same], "{same} of {text}");
        }
        assert_eq!(again["id"].as_u64().unwrap(), first["id"].as_u64().unwrap() + 1);
        assert_eq!(first["answer"]["headers"], again["answer"]["headers"]);
    }
}

/// What was not kept whole is not made up; what is not there is not sent.
#[tokio::test(flavor = "multi_thread")]
async fn a_push_that_was_not_kept_whole_is_not_sent_again() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    let large = wire::post(&path, "", &[b'x'; 5_000]);
    assert_eq!(desk.push(&large).await, "bad-request");
    let mut chunked =
        format!("POST {path} HTTP/1.1\r\nHost: relay\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n").into_bytes();
    chunked.extend([b'x'; 5_000]);
    chunked.extend(b"\r\n0\r\n\r\n");
    assert_eq!(desk.push(&chunked).await, "bad-request");
    for push in [1, 2] {
        assert_eq!(desk.call("POST", &format!("/pushes/{push}/resend"), None).await.error(), (409, "incomplete"));
    }
    assert_eq!(desk.call("POST", "/pushes/3/resend", None).await.error(), (404, "not-found"));
    assert_eq!(desk.get("/pushes").await["total"], 2);
}

/// A fault that keeps the answer back does not keep back who sends again; one that gives no answer neither.
#[tokio::test(flavor = "multi_thread")]
async fn faults_act_on_what_is_sent_again() {
    let desk = Desk::open().await;
    let push = desk.toast("ana").await;
    for action in [json!({ "delay_ms": 60_000 }), json!({ "close": "before-answer" }), json!({ "verdict": "dropped" })]
    {
        let fault = desk.fault(json!({ "action": action })).await;
        let again = desk.call("POST", &format!("/pushes/{push}/resend"), None).await.ok();
        assert_eq!(again["fault"], fault);
    }
}
