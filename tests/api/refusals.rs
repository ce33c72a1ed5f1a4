//! What does a call get that cannot be answered, or may not be asked?

use serde_json::json;

use crate::desk::Desk;

/// Sends bytes and reads the whole answer; the connection closes after it.
async fn raw(desk: &Desk, head: &str, body: &[u8]) -> String {
    let mut sender = desk.sender().await;
    sender.write(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).await;
    sender.write(body).await;
    sender.end().await
}

/// Every refusal has a fitting status, a code for programs, and says what is wrong and what to do.
#[tokio::test(flavor = "multi_thread")]
async fn refusals_explain_themselves() {
    let desk = Desk::open().await;
    for (method, path, expected) in [
        ("GET", "/nothing", (404, "unknown-call")),
        ("GET", "", (404, "unknown-call")),
        ("GET", "/", (404, "unknown-call")),
        ("GET", "/devices/bo", (404, "not-found")),
        ("GET", "/devices/..%2F", (404, "not-found")),
        ("GET", "/devices/%FF", (400, "parameter")),
        ("GET", "/devices/bo/screen.png", (404, "not-found")),
        ("GET", "/devices/ana/screen.png?scale=0", (400, "parameter")),
        ("GET", "/devices/ana/screen.png?scale=NaN", (400, "parameter")),
        ("GET", "/devices/ana/screen.png?scale=9999", (400, "parameter")),
        ("GET", "/devices/ana/screen.png?sclae=1", (400, "parameter")),
        ("GET", "/pushes/77", (404, "not-found")),
        ("GET", "/pushes/first", (404, "not-found")),
        ("GET", "/pushes?verdict=fine", (400, "parameter")),
        ("GET", "/pushes?kind=banner", (400, "parameter")),
        ("GET", "/pushes?since=yesterday", (400, "parameter")),
        ("GET", "/pushes?limit=-1", (400, "parameter")),
        ("GET", "/pushes?limit=10001", (400, "parameter")),
        ("GET", "/pushes?count=many", (400, "parameter")),
        ("GET", "/pushes?wait_secs=301", (400, "parameter")),
        ("GET", "/pushes?wait_secs=NaN", (400, "parameter")),
        ("GET", "/pushes?colour=red", (400, "parameter")),
        ("GET", "/pushes?kind=toast&kind=tile", (400, "parameter")),
        ("DELETE", "/channels/nobody", (404, "not-found")),
        ("DELETE", "/faults/first", (404, "not-found")),
    ] {
        assert_eq!(desk.call(method, path, None).await.error(), expected, "{method} {path}");
    }
    let answer = desk.call("GET", "/pushes?verdict=fine", None).await;
    assert!(answer.json["error"]["hint"].as_str().unwrap().contains("throttled-temp-disconnected"), "{answer:?}");
}

/// A method that a call does not take is refused with those that it takes.
#[tokio::test(flavor = "multi_thread")]
async fn methods_that_work_are_named() {
    let desk = Desk::with(&[], None).await;
    for (method, path, allowed) in [
        ("POST", "/health", vec!["GET", "HEAD"]),
        ("PUT", "/settings", vec!["GET", "HEAD", "PATCH"]),
        ("GET", "/faults/1", vec!["DELETE"]),
        ("OPTIONS", "/clock", vec!["GET", "HEAD", "POST"]),
    ] {
        let answer = desk.call(method, path, None).await;
        assert_eq!(answer.error(), (405, "method"), "{method} {path}");
        let mut named: Vec<&str> = answer.header("allow").split(',').map(str::trim).collect();
        named.sort_unstable();
        assert_eq!(named, allowed);
        assert!(answer.json["error"]["hint"].as_str().unwrap().contains(answer.header("allow")));
        assert!(!answer.headers.keys().any(|name| name.as_str().starts_with("access-control")));
    }
}

/// A body that is no JSON, or not said to be, or too large, is refused as what it is.
#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_refused_as_what_they_are() {
    let desk = Desk::with(&[], None).await;
    for (content_type, body, expected) in [
        ("application/json", "{", (400, "json")),
        ("application/json", "", (400, "json")),
        ("application/json", "{} {}", (400, "json")),
        ("application/json", "\u{0}", (400, "json")),
        ("text/plain", "{\"speed\":1}", (415, "content-type")),
        ("application/x-www-form-urlencoded", "{\"speed\":1}", (415, "content-type")),
        ("application/json; charset=utf-8", "[]", (422, "value")),
        ("application/json", "[900, null, null]", (422, "value")),
        ("application/json", " \"pause\"", (422, "value")),
    ] {
        let answer = desk.call_with("POST", "/clock", content_type, body.as_bytes()).await;
        assert_eq!(answer.error(), expected, "{content_type}: {body}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(desk.call_with("PATCH", "/settings", "application/json", deep.as_bytes()).await.error(), (400, "json"));
    let large = vec![b' '; 1_100_000];
    let answer = desk.call_with("PATCH", "/settings", "application/json", &large).await;
    assert_eq!(answer.error(), (413, "too-large"));
    assert_eq!(answer.header("connection"), "close");
}

/// A foreign `Host` or `Origin` is refused with 403, also in the target's absolute form; a caller of this machine is not.
#[tokio::test(flavor = "multi_thread")]
async fn strangers_are_refused() {
    let desk = Desk::with(&[], None).await;
    let at = desk.console.address;
    let own = format!("Host: {at}");
    for (target, headers, expected) in [
        ("", own.clone(), "200"),
        ("", String::from("Host: localhost:1"), "200"),
        ("", String::from("Host: [::1]"), "200"),
        ("", format!("{own}\r\nOrigin: http://{at}"), "200"),
        ("http://127.0.0.1", own.clone(), "200"),
        ("", String::from("Host: evil.example"), "403"),
        ("", String::from("Host: localhost.evil.example"), "403"),
        ("", String::from("Host:"), "403"),
        ("http://evil.example", own.clone(), "403"),
        ("", format!("{own}\r\nOrigin: http://evil.example"), "403"),
        ("", format!("{own}\r\nOrigin: http://localhost:{}", at.port()), "403"),
        ("", format!("{own}\r\nOrigin: null"), "403"),
        ("", format!("{own}\r\nOrigin: \u{fc}"), "403"),
    ] {
        let answer = raw(&desk, &format!("GET {target}/api/v1/health HTTP/1.1\r\n{headers}"), b"").await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {expected} ")), "{target} {headers}: {answer}");
        assert!(!answer.to_lowercase().contains("access-control"), "{answer}");
        assert!(expected == "200" || answer.contains("\"forbidden\""), "{answer}");
    }
    let old = raw(&desk, "GET /api/v1/health HTTP/1.0\r\nOrigin: null", b"").await;
    assert!(old.contains(" 403 "), "{old}");
    let old = raw(&desk, "GET /api/v1/health HTTP/1.0\r\nX: y", b"").await;
    assert!(old.contains(" 200 "), "{old}");
}

/// Where there is a token, only who has it is answered.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_asked_for() {
    let desk = Desk::with(&[], Some("s3cret")).await;
    let ask = async |value: Option<&str>| {
        let request = desk.client.get(desk.url("/health"));
        let request = value.into_iter().fold(request, |request, value| request.header("Authorization", value));
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.headers().get("www-authenticate").is_some())
    };
    for wrong in
        [None, Some("s3cret"), Some("Bearer s3cre"), Some("Bearer s3crets"), Some("Basic s3cret"), Some("Bearer")]
    {
        assert_eq!(ask(wrong).await, (401, true), "{wrong:?}");
    }
    assert_eq!(ask(Some("Bearer s3cret")).await, (200, false));
    assert_eq!(ask(Some("bearer s3cret")).await, (200, false));
    let answer = desk.call("POST", "/clock", Some(json!({ "advance_secs": 900 }))).await;
    assert_eq!(answer.error(), (401, "unauthorized"));
}
