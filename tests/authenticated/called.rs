//! Who is called when a device goes inactive (PROTOCOL.md 8)? Once, with what was registered, and nobody waits for it.

use tilecast::protocol::status::ConnectionStatus;
use tilecast::relay::callback::{CallOutcome, Called};
use tilecast::relay::{RelayEvent, Settings};

use super::{Bank, SERVICE, open};
use crate::support::TestPhone;
use crate::support::tls::{Hook, OK};
use crate::support::wire::{post, raw};

const DAY: u64 = 86_400;

/// Registers a callback, as a sender with the right certificate.
async fn register(bank: &Bank, path: &str, url: &str, body: &[u8]) -> u16 {
    let client = bank.client(SERVICE);
    let headers = format!("X-CallbackURI: {url}\r\nContent-Type: application/*\r\n");
    bank.sender(Some(&client)).await.send(&post(&format!("{path}/callback"), &headers, body)).await.code()
}

/// Lets a device be away for a day.
async fn go_inactive(bank: &mut Bank, phone: TestPhone) {
    bank.relay.away(phone).await;
    bank.relay.pass(DAY);
}

/// What came of the next call.
async fn outcome(bank: &mut Bank) -> Called {
    loop {
        if let RelayEvent::Called(called) = bank.relay.events.recv().await.unwrap() {
            return *called;
        }
    }
}

/// The stored body is posted, as it was and with the type that it had, when the device goes inactive, and not a second before.
#[tokio::test]
async fn the_registered_body_is_posted() {
    let mut bank = Bank::open(Settings::default()).await;
    let (phone, path) = bank.phone("ana").await;
    let hook = Hook::plain().await;
    assert_eq!(register(&bank, &path, &hook.url(), b"which \x01 user?").await, 200);
    bank.relay.away(phone).await;
    bank.relay.pass(DAY - 1);
    assert_eq!(bank.relay.device("ana").connection, ConnectionStatus::TempDisconnected);
    bank.relay.pass(1);
    let call = hook.called(OK).await;
    let (head, body) = call.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /gone?a=b HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("\r\nContent-Type: application/*"), "{head}");
    assert_eq!(body, "which \x01 user?");
    let called = outcome(&mut bank).await;
    assert_eq!((called.device.as_str(), called.app.as_str()), ("ana", "bank"));
    assert_eq!((called.url, called.outcome), (hook.url(), CallOutcome::Answered(200)));
    let client = bank.client(SERVICE);
    let mut sender = bank.sender(Some(&client)).await;
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "device-inactive");
}

/// A registration is used up by its call; the last one replaces earlier ones, and a refused one replaces none.
#[tokio::test]
async fn a_registration_is_good_for_one_call() {
    let mut bank = Bank::open(Settings::default()).await;
    let (phone, path) = bank.phone("ana").await;
    let hook = Hook::plain().await;
    for body in ["first", "last"] {
        assert_eq!(register(&bank, &path, &hook.url(), body.as_bytes()).await, 200);
    }
    assert_eq!(register(&bank, &path, &hook.url(), &[b'x'; 1_025]).await, 400, "a body is 1 KB at most");
    go_inactive(&mut bank, phone).await;
    assert!(hook.called(OK).await.ends_with("\r\n\r\nlast"));
    assert_eq!(outcome(&mut bank).await.outcome, CallOutcome::Answered(200));
    // It is back, and goes again; nobody has registered anew. Then another does, and is the next who is called.
    let (phone, again) = bank.phone("ana").await;
    assert_eq!(again, path);
    go_inactive(&mut bank, phone).await;
    bank.relay.device_is(|device| device.connection == ConnectionStatus::Inactive).await;
    let (phone, path) = bank.phone("bo").await;
    assert_eq!(register(&bank, &path, &hook.url(), b"of another").await, 200);
    go_inactive(&mut bank, phone).await;
    assert!(hook.called(OK).await.ends_with("\r\n\r\nof another"));
}

/// Only who may send may register.
#[tokio::test]
async fn strangers_register_nothing() {
    let mut bank = Bank::open(Settings::default()).await;
    let (mut phone, path) = bank.phone("ana").await;
    let other = open(&mut phone, bank.address(), "other").await;
    let hook = Hook::plain().await;
    let request = post(&format!("{path}/callback"), &format!("X-CallbackURI: {}\r\n", hook.url()), b"x");
    assert_eq!(bank.sender(None).await.send(&request).await.code(), 401);
    let stranger = bank.client("other.example.org");
    assert_eq!(bank.sender(Some(&stranger)).await.send(&request).await.code(), 401);
    assert_eq!(register(&bank, &other, &hook.url(), b"of the owner").await, 200);
    go_inactive(&mut bank, phone).await;
    let called = outcome_after(&mut bank, &hook).await;
    assert_eq!(called.app, "other");
}

async fn outcome_after(bank: &mut Bank, hook: &Hook) -> Called {
    assert!(hook.called(OK).await.ends_with("\r\n\r\nof the owner"));
    outcome(bank).await
}

/// This machine is called, and no other host unless the setting names it.
#[tokio::test]
async fn only_this_machine_is_called() {
    let mut bank = Bank::open(Settings::default()).await;
    for (device, url) in [("ana", "http://10.0.0.7/x"), ("bo", "http://example.org:81/"), ("cy", "http://0.0.0.0:9/")] {
        let (phone, path) = bank.phone(device).await;
        assert_eq!(register(&bank, &path, url, b"x").await, 200);
        let reason = bank.relay.record().await.reason.clone().unwrap();
        assert!(reason.contains("will not be called"), "{reason}");
        go_inactive(&mut bank, phone).await;
        let called = outcome(&mut bank).await;
        assert_eq!((called.device.as_str(), called.url.as_str()), (device, url));
        assert!(
            matches!(&called.outcome, CallOutcome::NotMade(reason) if reason.contains("callback_hosts")),
            "{called:?}"
        );
    }
}

/// A host that the setting names is called: `0.0.0.0` is a way to this machine that is no loopback address.
#[cfg(unix)]
#[tokio::test]
async fn named_hosts_are_called() {
    let callback_hosts = vec![String::from("0.0.0.0")];
    let mut bank = Bank::open(Settings { callback_hosts, ..Settings::default() }).await;
    let (phone, path) = bank.phone("ana").await;
    let hook = Hook::plain().await;
    let url = hook.url().replace("127.0.0.1", "0.0.0.0");
    assert_eq!(register(&bank, &path, &url, b"x").await, 200);
    go_inactive(&mut bank, phone).await;
    assert!(hook.called(OK).await.contains("\r\nHost: 0.0.0.0:"));
}

/// Over TLS a host is called if its certificate is good: one of an authority that is known here is, a stranger's is not.
#[tokio::test]
async fn hosts_are_called_over_tls() {
    let mut bank = Bank::open(Settings::default()).await;
    let server = bank.authority.server([127, 0, 0, 1].into()).unwrap();
    let hook = Hook::over_tls(&server).await;
    let (phone, path) = bank.phone("ana").await;
    assert_eq!(register(&bank, &path, &hook.url(), b"secret").await, 200);
    go_inactive(&mut bank, phone).await;
    assert!(hook.called(OK).await.ends_with("\r\n\r\nsecret"));
    assert_eq!(outcome(&mut bank).await.outcome, CallOutcome::Answered(200));
    let other = tilecast::relay::Authority::generate().unwrap();
    let stranger = Hook::over_tls(&other.server([127, 0, 0, 1].into()).unwrap()).await;
    let (phone, path) = bank.phone("bo").await;
    assert_eq!(register(&bank, &path, &stranger.url(), b"secret").await, 200);
    go_inactive(&mut bank, phone).await;
    stranger.shake().await;
    let called = outcome(&mut bank).await;
    assert!(matches!(&called.outcome, CallOutcome::Failed(reason) if reason.contains("TLS")), "{called:?}");
}

/// A redirect is an answer like any other: where it points, nobody goes.
#[tokio::test]
async fn redirects_are_not_followed() {
    let mut bank = Bank::open(Settings::default()).await;
    let (hook, elsewhere) = (Hook::plain().await, Hook::plain().await);
    for (device, status) in [("ana", 301), ("bo", 302), ("cy", 307)] {
        let (phone, path) = bank.phone(device).await;
        assert_eq!(register(&bank, &path, &hook.url(), b"x").await, 200);
        go_inactive(&mut bank, phone).await;
        let moved = format!("HTTP/1.1 {status} Moved\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", elsewhere.url());
        hook.called(&moved).await;
        let called = outcome(&mut bank).await;
        assert_eq!(called.outcome, CallOutcome::Answered(status));
        assert!(called.outcome.to_string().contains("not followed"));
    }
    let (phone, path) = bank.phone("dee").await;
    assert_eq!(register(&bank, &path, &elsewhere.url(), b"the first here").await, 200);
    go_inactive(&mut bank, phone).await;
    assert!(elsewhere.called(OK).await.ends_with("\r\n\r\nthe first here"));
}

/// A host that takes the call and says nothing holds up no push, no device and no other call.
#[tokio::test]
async fn a_silent_host_blocks_nobody() {
    let mut bank = Bank::open(Settings::default()).await;
    let (silent, other) = (Hook::plain().await, Hook::plain().await);
    let (phone, path) = bank.phone("ana").await;
    assert_eq!(register(&bank, &path, &silent.url(), b"x").await, 200);
    go_inactive(&mut bank, phone).await;
    let held = silent.silent().await;
    let (mut phone, path) = bank.phone("bo").await;
    let client = bank.client(SERVICE);
    let mut sender = bank.sender(Some(&client)).await;
    assert_eq!(sender.send(&raw(&path, "on its way")).await.verdict(), "received");
    assert_eq!(phone.push().await.bytes(), b"on its way");
    assert_eq!(register(&bank, &path, &other.url(), b"y").await, 200);
    go_inactive(&mut bank, phone).await;
    assert!(other.called(OK).await.ends_with("\r\n\r\ny"));
    assert_eq!(outcome(&mut bank).await.device.as_str(), "bo", "the silent one is still waited for");
    drop(held);
    let called = outcome(&mut bank).await;
    assert_eq!(called.device.as_str(), "ana");
    assert!(matches!(called.outcome, CallOutcome::Failed(_)), "{called:?}");
}

/// The relay stops at once, whoever is being called.
#[tokio::test]
async fn a_silent_host_holds_no_end_up() {
    let mut bank = Bank::open(Settings::default()).await;
    let silent = Hook::plain().await;
    let (phone, path) = bank.phone("ana").await;
    assert_eq!(register(&bank, &path, &silent.url(), b"x").await, 200);
    go_inactive(&mut bank, phone).await;
    let _held = silent.silent().await;
    tokio::time::timeout(std::time::Duration::from_secs(5), bank.relay.stop()).await.unwrap();
}
