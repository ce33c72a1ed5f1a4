//! Is every answer what the service wrote, byte for byte, and every way to ask understood (PROTOCOL.md 1, 2, 5, 10, 11)? More
//! of the same, about bodies and connections, stands in `relay.rs`.
#![cfg(test)]

mod support;

use std::collections::HashSet;

use serde_json::json;
use support::wire::{TILE, TOAST, post, raw, toast};
use support::{TestPhone, TestRelay};
use tilecast::notification::Kind;
use tilecast::notification::lint::Severity;
use tilecast::protocol::ChannelUri;
use tilecast::protocol::verdict::TABLE;
use tilecast::relay::Settings;

const NIL: &str = "00000000-0000-0000-0000-000000000000";

fn fault(relay: &TestRelay, verdict: &str) {
    let rule = json!({ "action": { "verdict": verdict } });
    relay.relay.add_fault(serde_json::from_value(rule).unwrap()).unwrap();
}

/// The status line and the status headers of every row, in the order in which the service wrote them.
const ROWS: [(&str, &str, &[&str]); 20] = [
    ("received", "200 OK", &["Connected", "Received", "Active"]),
    ("received-temp-disconnected", "200 OK", &["TempDisconnected", "Received", "Active"]),
    ("queue-full", "200 OK", &["Connected", "QueueFull", "Active"]),
    ("queue-full-temp-disconnected", "200 OK", &["TempDisconnected", "QueueFull", "Active"]),
    ("suppressed", "200 OK", &["Connected", "Suppressed", "Active"]),
    ("suppressed-temp-disconnected", "200 OK", &["TempDisconnected", "Suppressed", "Active"]),
    ("received-disconnected", "200 OK", &["Disconnected", "Received", "Active"]),
    ("dropped", "200 OK", &["Connected", "Dropped", "Active"]),
    ("bad-request", "400 Bad Request", &[]),
    ("unauthorized", "401 Unauthorized", &[]),
    ("forbidden", "403 Forbidden", &[]),
    ("expired", "404 Not Found", &["Connected", "Dropped", "Expired"]),
    ("expired-temp-disconnected", "404 Not Found", &["TempDisconnected", "Dropped", "Expired"]),
    ("expired-disconnected", "404 Not Found", &["Disconnected", "Dropped", "Expired"]),
    ("method-not-allowed", "405 Method Not Allowed", &[]),
    ("throttled", "406 Not Acceptable", &["Connected", "Dropped", "Active"]),
    ("throttled-temp-disconnected", "406 Not Acceptable", &["TempDisconnected", "Dropped", "Active"]),
    ("device-inactive", "412 Precondition Failed", &["InActive", "Dropped"]),
    ("service-unavailable", "503 Service Unavailable", &[]),
    ("internal-error", "500 Internal Server Error", &[]),
];

/// Each row of the table has exactly these bytes: names in their letter case, one space after the colon, what is N/A left out,
/// no body. Only a 400 ends its connection.
#[tokio::test]
async fn every_row_has_its_bytes() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    assert_eq!(ROWS.map(|row| row.0).as_slice(), TABLE.iter().map(|row| row.name).collect::<Vec<_>>());
    let mut sender = relay.sender().await;
    for (name, status, values) in ROWS {
        fault(&relay, name);
        let names = ["X-DeviceConnectionStatus", "X-NotificationStatus", "X-SubscriptionStatus"];
        let lines =
            names.iter().zip(values).map(|(name, value)| format!("{name}: {value}\r\n")).collect::<Vec<_>>().concat();
        let allow = if status.starts_with("405") { "Allow: POST\r\n" } else { "" };
        let close = if status.starts_with("400") { "Connection: close\r\n" } else { "" };
        let expected = format!(
            "HTTP/1.1 {status}\r\nCache-Control: private\r\nServer: Tilecast/{}\r\nX-Server: tilecast\r\n{lines}\
             X-MessageID: 5d5b10a1-5f3c-4c7e-9af0-1b2c3d4e5f60\r\n{allow}Date: Tue, 24 Nov 2026 04:02:23 GMT\r\n{close}\
             Content-Length: 0\r\n\r\n",
            env!("CARGO_PKG_VERSION")
        );
        let id = "X-MessageID: 5d5b10a1-5f3c-4c7e-9af0-1b2c3d4e5f60\r\n";
        assert_eq!(sender.send(&post(&path, id, b"x")).await.text, expected, "{name}");
        if !close.is_empty() {
            sender = relay.sender().await;
        }
    }
}

/// No answer redirects, and none is a 2xx but 200.
#[test]
fn no_redirect_and_no_other_2xx() {
    assert!(TABLE.iter().all(|row| row.code == 200 || (400..=503).contains(&row.code)));
    assert!(TABLE.iter().all(|row| ![410, 413].contains(&row.code)));
}

/// How "inactive" is spelled can be set; other rows do not change with it.
#[tokio::test]
async fn inactive_spelling() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    for spelling in ["InActive", "Inactive", "Disconnected"] {
        relay.relay.change_settings(&json!({ "inactive_spelling": spelling })).unwrap();
        fault(&relay, "device-inactive");
        assert_eq!(sender.send(&raw(&path, "x")).await.header("X-DeviceConnectionStatus"), Some(spelling));
        fault(&relay, "received-temp-disconnected");
        assert_eq!(sender.send(&raw(&path, "x")).await.header("X-DeviceConnectionStatus"), Some("TempDisconnected"));
    }
}

/// By setting, an answer about a device that is connected carries a line for senders that look for the word in lower case; by
/// default none does.
#[tokio::test]
async fn extra_connected_header() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let lower = "X-DeviceConnectionStatus: connected";
    assert!(!sender.send(&raw(&path, "x")).await.text.contains(lower));
    relay.relay.change_settings(&json!({ "extra_connected_header": true })).unwrap();
    let text = sender.send(&raw(&path, "x")).await.text;
    assert!(text.contains(lower) && text.contains("X-DeviceConnectionStatus: Connected\r\n"), "{text}");
    fault(&relay, "received-temp-disconnected");
    assert!(!sender.send(&raw(&path, "x")).await.text.contains(lower));
}

/// A GET is 405 by default and 200 by setting, for a channel that lives, one that does not, and any other path.
#[tokio::test]
async fn get_answers() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    for (code, answered) in [(405, 405), (200, 200)] {
        relay.relay.change_settings(&json!({ "get_answers": code })).unwrap();
        for path in [path.as_str(), "/throttledthirdparty/01.00/AAEA", "/"] {
            let get = format!("GET {path} HTTP/1.1\r\nHost: r\r\n\r\n");
            assert_eq!(relay.sender().await.send(get.as_bytes()).await.code(), answered, "{path}");
        }
        let put = format!("PUT {path} HTTP/1.1\r\nHost: r\r\n\r\n");
        assert_eq!(relay.sender().await.send(put.as_bytes()).await.code(), 405);
    }
    phone.settle().await;
}

/// A body with a method that is not allowed does no harm to what follows on the connection.
#[tokio::test]
async fn other_methods_may_have_bodies() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let put = format!("PUT {path} HTTP/1.1\r\nHost: r\r\nContent-Length: 5\r\n\r\nPOST ");
    assert_eq!(sender.send(put.as_bytes()).await.code(), 405);
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "received");
    assert_eq!(phone.push().await.bytes(), b"x");
}

/// Header names are read in any letter case, and values with no space after the colon, with several, and with white space
/// behind.
#[tokio::test]
async fn headers_are_read_in_any_spelling() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let id = "5d5b10a1-5f3c-4c7e-9af0-1b2c3d4e5f60";
    for headers in [
        format!("X-WindowsPhone-Target:toast\r\nX-NotificationClass:2\r\nX-MessageID:{id}\r\n"),
        format!("x-windowsphone-target: toast\r\nx-notificationclass: 2\r\nx-messageid: {id}\r\n"),
        format!("X-WINDOWSPHONE-TARGET:   toast  \r\nX-NOTIFICATIONCLASS:\t2 \r\nX-MESSAGEID:  {id}\t\r\n"),
    ] {
        let answer = sender.send(&post(&path, &headers, TOAST.as_bytes())).await;
        assert_eq!((answer.verdict(), answer.header("X-MessageID")), ("received", Some(id)), "{headers}");
        let push = phone.push().await;
        assert_eq!((push.kind, push.class.get(), push.message_id.as_str()), (Kind::Toast, 2, id));
        let lint = &relay.record().await.lint;
        assert!(lint.iter().all(|found| found.severity != Severity::Error), "{headers}");
    }
}

/// The target decides the kind, trimmed and in any letter case; `tile` is `token`, and `raw`, nothing or anything else is raw.
#[tokio::test]
async fn the_target_decides_the_kind() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    for (target, body, kind, odd) in [
        ("toast", TOAST, Kind::Toast, false),
        ("Toast", TOAST, Kind::Toast, true),
        ("token", TILE, Kind::Tile, false),
        ("TOKEN", TILE, Kind::Tile, true),
        ("tile", TILE, Kind::Tile, true),
        ("Tile", TILE, Kind::Tile, true),
        ("raw", "x", Kind::Raw, true),
        ("", "x", Kind::Raw, true),
        ("banner", "x", Kind::Raw, true),
    ] {
        let request = post(&path, &format!("X-WindowsPhone-Target: {target}\r\n"), body.as_bytes());
        assert_eq!(sender.send(&request).await.verdict(), "received", "{target}");
        let push = phone.push().await;
        assert_eq!(push.kind, kind, "{target}");
        assert_eq!(
            push.class.get(),
            match kind {
                Kind::Tile => 1,
                Kind::Toast => 2,
                Kind::Raw => 3,
            }
        );
        let lint = &relay.record().await.lint;
        assert_eq!(lint.iter().any(|found| found.code == "L1"), odd, "{target}");
    }
}

/// A content type that is missing, wrong or misspelt is taken, and so are unknown headers and misspelt ones.
#[tokio::test]
async fn content_types_do_not_matter() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    for line in [
        "",
        "Content-Type: text/xml\r\n",
        "Content-Type: text/xml;charset=\"utf-8\"\r\n",
        "Content-Type: text/xml; charset=utf-8\r\n",
        "Content-Type: application/*\r\n",
        "Content-Type: text/html\r\n",
        "Content-Type: application/json\r\nX-PayloadFormat: Json\r\n",
        "Content-Type: nonsense\r\n",
        "ContentType: text/xml\r\nContentLength: 9999\r\nContext-Type: text/xml\r\n",
        "Accept: application/*\r\n",
        "X-CallbackURI: http://example.org/callback\r\n",
    ] {
        let headers = format!("X-WindowsPhone-Target: toast\r\n{line}");
        assert_eq!(sender.send(&post(&path, &headers, TOAST.as_bytes())).await.verdict(), "received", "{line}");
        assert_eq!(phone.push().await.bytes(), TOAST.as_bytes());
    }
}

/// A channel is known by its path alone: with or without a query, with further segments, whatever host is named.
#[tokio::test]
async fn the_path_names_the_channel() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    for target in [
        path.clone(),
        format!("{path}?"),
        format!("{path}?token=/a/b"),
        format!("{path}/"),
        format!("{path}/a/b/c"),
        format!("http://db3.notify.live.net{path}"),
        format!("http://db3.notify.live.net:80{path}?q"),
    ] {
        assert_eq!(relay.sender().await.send(&toast(&target)).await.verdict(), "received", "{target}");
    }
    let secret = path.rsplit('/').next().unwrap();
    for target in [
        format!("/unthrottledthirdparty/01.00/{secret}"),
        format!("/throttledthirdparty/01.00/{}", secret.to_lowercase()),
        format!("/throttledthirdparty/01.00/{secret}A"),
        String::from("/u/1/db5/HmQAAAD/d2luZG93c3Bob25lZGVmYXVsdA/x/y"),
    ] {
        assert_eq!(relay.sender().await.send(&toast(&target)).await.verdict(), "expired", "{target}");
    }
    for target in [format!("/throttledthirdparty/02.00/{secret}"), format!("/{secret}"), String::from("/")] {
        assert_eq!(relay.sender().await.send(&toast(&target)).await.verdict(), "bad-request", "{target}");
    }
}

/// A host that is named is not looked at, and none need be named.
#[tokio::test]
async fn hosts_do_not_matter() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    for host in ["Host: db3.notify.live.net\r\n", "Host: s.notify.live.net:80\r\n", "Host:\r\n", ""] {
        let request = format!("POST {path} HTTP/1.1\r\n{host}Content-Length: 1\r\n\r\nx");
        assert_eq!(relay.sender().await.send(request.as_bytes()).await.verdict(), "received", "{host}");
    }
}

/// A connection is kept after every answer but a 400, and carries any number of requests.
#[tokio::test]
async fn connections_are_kept() {
    let relay = TestRelay::with(Settings { daily_quota: Some(50), ..Settings::default() }).await;
    let (_phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    for nth in 0..100 {
        let answer = sender.send(&raw(&path, "x")).await;
        assert_eq!((answer.code(), answer.header("Connection")), (if nth < 50 { 200 } else { 406 }, None));
    }
    assert_eq!(sender.send(&raw("/throttledthirdparty/01.00/AAEA", "x")).await.code(), 404);
    let get = format!("GET {path} HTTP/1.1\r\nHost: r\r\n\r\n");
    assert_eq!(sender.send(get.as_bytes()).await.code(), 405);
    assert_eq!(sender.send(&post(&path, "Connection: close\r\n", b"x")).await.code(), 406);
    assert_eq!(sender.end().await, "");
}

/// The message id is echoed as it was written if it is a UUID; otherwise, and without one, the nil UUID is answered.
#[tokio::test]
async fn message_ids() {
    let relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(&raw(&path, "x")).await.header("X-MessageID"), Some(NIL));
    for (sent, answered) in [
        ("5D5B10A1-5f3c-4C7E-9af0-1B2C3D4E5F60", "5D5B10A1-5f3c-4C7E-9af0-1B2C3D4E5F60"),
        (NIL, NIL),
        ("4f2a9c01b7d3e", NIL),
        ("5d5b10a1-5f3c-4c7e-9af0-1b2c3d4e5f6", NIL),
        ("", NIL),
        ("a; b=\"c\"", NIL),
    ] {
        let answer = sender.send(&post(&path, &format!("X-MessageID: {sent}\r\n"), b"x")).await;
        assert_eq!(answer.header("X-MessageID"), Some(answered), "{sent}");
    }
    let answer = relay.sender().await.send(&post("/other", &format!("X-MessageID: {ROW_ID}\r\n"), b"x")).await;
    assert_eq!((answer.code(), answer.header("X-MessageID")), (400, Some(ROW_ID)));
}

/// The id of a request that is refused.
const ROW_ID: &str = "5d5b10a1-5f3c-4c7e-9af0-1b2c3d4e5f60";

/// A channel's URI looks like the real ones, is short, and no two are alike.
#[tokio::test]
async fn channel_uris() {
    let relay = TestRelay::start().await;
    let mut uris = HashSet::new();
    for device in ["ana", "ben", "cem"] {
        let mut phone = TestPhone::connect(relay.addr, device).await;
        for nth in 0..30 {
            let path = phone.open(&format!("app-{nth}"), "main").await;
            let segments: Vec<&str> = path.split('/').collect();
            assert_eq!(segments[..3], ["", "throttledthirdparty", "01.00"]);
            let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            assert!(segments.len() == 4 && segments[3].len() == 67 && segments[3].bytes().all(is_base64url), "{path}");
            assert!(uris.insert(path));
        }
    }
    for view in relay.relay.channels() {
        let text = view.uri.as_str();
        assert!(text.starts_with(&format!("http://{}/", relay.addr)) && text.len() < 500, "{text}");
        assert_eq!(text.parse::<ChannelUri>().unwrap(), view.uri);
    }
    // 16 random bytes: what is not random is the same in all, and the rest differs between any two in most places.
    let secrets: Vec<&str> = uris.iter().map(|path| path.rsplit('/').next().unwrap()).collect();
    for (at, one) in secrets.iter().enumerate() {
        for other in &secrets[at + 1..] {
            let same = one.bytes().zip(other.bytes()).skip(3).take(21).filter(|(a, b)| a == b).count();
            assert!(same < 10, "{one} {other}");
        }
    }
}
