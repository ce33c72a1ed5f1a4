//! Phones with authenticated channels, and pushes to those that are sent again.

use std::net::IpAddr;
use std::path::Path;

use serde_json::json;
use tilecast::console::certificates::{self, Certificates, Role};

use crate::desk::Desk;
use crate::support::relay::START;
use crate::support::wire;

const LOOPBACK: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
const SERVICE: &str = "push.example.org";

/// A phone that has an app with an authenticated channel; the path of that.
async fn bank(desk: &Desk) -> String {
    let phone = desk.call("POST", "/devices", Some(json!({ "name": "bo", "service": SERVICE }))).await;
    assert_eq!(phone.status, 201, "{phone:?}");
    let bank = phone.json["apps"].as_array().unwrap().iter().find(|app| app["app"] == "bank").unwrap();
    assert_eq!(bank["service"], SERVICE);
    let uri = bank["uri"].as_str().unwrap();
    assert!(uri.starts_with("https://127.0.0.1:") && uri.contains("/unthrottledthirdparty/"), "{uri}");
    uri.parse::<tilecast::protocol::ChannelUri>().unwrap().path().to_owned()
}

/// The number of the push that was answered last.
async fn newest(desk: &Desk) -> u64 {
    desk.get("/pushes?limit=1").await["pushes"][0]["id"].as_u64().unwrap()
}

/// A push to an authenticated channel is sent again over TLS, with a certificate of the channel's service.
#[tokio::test(flavor = "multi_thread")]
async fn a_push_is_sent_again_as_its_service() {
    let desk = Desk::with_tls(Certificates::in_memory(LOOPBACK).unwrap()).await;
    let path = bank(&desk).await;
    assert_eq!(desk.push(&wire::toast(&path)).await, "unauthorized", "plain HTTP shows no certificate");
    let sent = newest(&desk).await;
    for _ in 0..2 {
        let again = desk.call("POST", &format!("/pushes/{sent}/resend"), None).await.ok();
        assert_eq!((&again["verdict"], &again["app"]), (&json!("received"), &json!("bank")));
        assert_eq!(again["request"]["path"], json!(path));
        desk.reached(again["id"].as_u64().unwrap(), "shown").await;
    }
}

/// Where there is no certificate to send as the service, that is said, and nothing is sent.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_certificate_nothing_is_sent_again() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("no-key-{}", std::process::id()));
    let files = certificates::write(&folder, &[]).unwrap();
    let keys = files.iter().filter(|file| file.role == Role::Key);
    let authority = keys.map(|file| &file.path).find(|path| !path.to_str().unwrap().contains("server")).unwrap();
    std::fs::remove_file(authority).unwrap();
    let certificates = Certificates::from_folder(&folder, LOOPBACK, START);
    let desk = Desk::with_tls(certificates.unwrap()).await;
    std::fs::remove_dir_all(folder).unwrap();
    let path = bank(&desk).await;
    desk.push(&wire::toast(&path)).await;
    let sent = newest(&desk).await;
    let again = desk.call("POST", &format!("/pushes/{sent}/resend"), None).await;
    assert_eq!(again.error(), (409, "no-certificate"));
    assert!(again.json["error"]["message"].as_str().unwrap().contains(SERVICE), "{again:?}");
    assert_eq!(newest(&desk).await, sent);
}

/// A service that cannot be is refused, and so is any where there is no TLS port.
#[tokio::test(flavor = "multi_thread")]
async fn services_that_cannot_be_are_refused() {
    let desk = Desk::with(&[], None).await;
    for (service, expected) in [
        (json!(""), (422, "value")),
        (json!("x".repeat(65)), (422, "value")),
        (json!("a\nb"), (422, "value")),
        (json!(7), (422, "value")),
        (json!(SERVICE), (409, "no-tls")),
    ] {
        let answer = desk.call("POST", "/devices", Some(json!({ "name": "bo", "service": service }))).await;
        assert_eq!(answer.error(), expected, "{service}");
    }
    assert_eq!(desk.get("/devices").await, json!({ "devices": [] }));
}
