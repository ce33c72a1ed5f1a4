//! Does the authenticated service do what PROTOCOL.md 8 says? Over real TLS on the loopback, on the virtual clock.
//!
//! The certificates' files are `authenticated/files.rs`; who is called back when a device goes inactive, `authenticated/called.rs`.
#![cfg(test)]

#[path = "authenticated/called.rs"]
mod called;
#[path = "authenticated/files.rs"]
mod files;
mod support;

use std::net::SocketAddr;

use support::tls::Handshake;
use support::wire::{Sender, raw, toast};
use support::{TestPhone, TestRelay};
use tilecast::protocol::ChannelUri;
use tilecast::protocol::link::RelayFrame;
use tilecast::relay::{Authority, Credential, Settings};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// The service name of the channel under test.
const SERVICE: &str = "push.example.org";

/// A relay with an authority that it knows.
struct Bank {
    relay: TestRelay,
    authority: Authority,
}

impl Bank {
    async fn open(settings: Settings) -> Self {
        let authority = Authority::generate().unwrap();
        Self { relay: TestRelay::with_tls(settings, &authority).await, authority }
    }

    fn address(&self) -> SocketAddr {
        self.relay.tls_addr.unwrap()
    }

    fn client(&self, service: &str) -> Credential {
        self.authority.client(service).unwrap()
    }

    /// A sender over TLS, who shows this.
    async fn sender(&self, shows: Option<&Credential>) -> Sender<TlsStream<TcpStream>> {
        Handshake::new(&self.authority, shows).with(self.address()).await.unwrap()
    }

    /// A phone with an authenticated channel, and the path of its URI.
    async fn phone(&self, device: &str) -> (TestPhone, String) {
        let mut phone = TestPhone::connect(self.relay.addr, device).await;
        let path = open(&mut phone, self.address(), "bank").await;
        (phone, path)
    }
}

/// Opens an authenticated channel, whose URI is of the service's second form.
async fn open(phone: &mut TestPhone, tls: SocketAddr, app: &str) -> String {
    phone.say(&format!(r#"{{"type":"open","app":"{app}","channel":"main","service":"{SERVICE}"}}"#)).await;
    let RelayFrame::Opened { uri, .. } = phone.hear().await else { panic!("no channel was opened") };
    assert!(uri.starts_with(&format!("https://{tls}/unthrottledthirdparty/01.00/")), "{uri}");
    uri.parse::<ChannelUri>().unwrap().path().to_owned()
}

/// Without a certificate, or with one of another name, the answer is 401; with one of the right name that nobody known has issued
/// it is 403; with the right one the push is received (PROTOCOL.md 8; 10, row 17). Refusals carry none of the three statuses.
#[tokio::test]
async fn certificates_decide() {
    let bank = Bank::open(Settings::default()).await;
    let (mut phone, path) = bank.phone("ana").await;
    let other = Authority::generate().unwrap();
    for (shows, expected) in [
        (None, (401, "unauthorized")),
        (Some(bank.client("other.example.org")), (401, "unauthorized")),
        (Some(bank.client("PUSH.example.org")), (401, "unauthorized")),
        (Some(other.client("other.example.org").unwrap()), (401, "unauthorized")),
        (Some(other.client(SERVICE).unwrap()), (403, "forbidden")),
        (Some(bank.client(SERVICE)), (200, "received")),
    ] {
        let mut sender = bank.sender(shows.as_ref()).await;
        let answer = sender.send(&raw(&path, "money")).await;
        assert_eq!((answer.code(), answer.verdict()), expected, "{answer:?}");
        assert_eq!(answer.text.contains("Status: "), expected.0 == 200, "{answer:?}");
        // What was said of a connection's certificate holds for its next request too.
        assert_eq!(sender.send(&toast(&path)).await.code(), expected.0);
    }
    assert_eq!(phone.push().await.bytes(), b"money");
    let mut plain = bank.relay.sender().await;
    assert_eq!(plain.send(&raw(&path, "x")).await.code(), 401, "plain HTTP shows no certificate");
}

/// The older TLS of the time's senders is spoken too, and nothing but HTTP/1.1 inside.
#[tokio::test]
async fn older_senders_shake_hands() {
    let bank = Bank::open(Settings::default()).await;
    let (_phone, path) = bank.phone("ana").await;
    let client = bank.client(SERVICE);
    let version = &rustls::version::TLS12;
    let offers: &[&[u8]] = &[b"h2", b"http/1.1"];
    let older = Handshake { version, offers, ..Handshake::new(&bank.authority, Some(&client)) };
    let mut sender = older.with(bank.address()).await.unwrap();
    assert_eq!(sender.stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    assert_eq!(sender.send(&raw(&path, "x")).await.code(), 200);
    let only_newer: &[&[u8]] = &[b"h2"];
    let refused = Handshake { offers: only_newer, ..Handshake::new(&bank.authority, None) };
    assert!(refused.with(bank.address()).await.is_err());
}

/// A sender that is certified has no daily quota; one on an unauthenticated channel of the same relay has.
#[tokio::test]
async fn there_is_no_daily_quota() {
    let bank = Bank::open(Settings { daily_quota: Some(5), ..Settings::default() }).await;
    let (mut phone, path) = bank.phone("ana").await;
    let client = bank.client(SERVICE);
    let mut sender = bank.sender(Some(&client)).await;
    for number in 0..520 {
        let answer = sender.send(&raw(&path, &number.to_string())).await;
        assert_eq!(answer.verdict(), "received", "push {number}");
        assert_eq!(phone.push().await.bytes(), number.to_string().into_bytes());
    }
    let (_bo, throttled) = bank.relay.phone("bo").await;
    let mut plain = bank.relay.sender().await;
    for _ in 0..5 {
        assert_eq!(plain.send(&raw(&throttled, "x")).await.verdict(), "received");
    }
    assert_eq!(plain.send(&raw(&throttled, "x")).await.verdict(), "throttled");
}

/// The limit per second, where one is set, holds for certified senders too (PROTOCOL.md 10, row 7).
#[tokio::test]
async fn the_rate_per_second_is_for_all() {
    let bank = Bank::open(Settings { rate_per_sec: Some(2), ..Settings::default() }).await;
    let (_phone, path) = bank.phone("ana").await;
    let client = bank.client(SERVICE);
    let mut sender = bank.sender(Some(&client)).await;
    for expected in ["received", "received", "throttled"] {
        assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), expected);
    }
    bank.relay.pass(1);
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "received");
}

/// A token is issued for one form of URI; under the other's path there is no channel (PROTOCOL.md 1, speschka, fungo).
#[tokio::test]
async fn the_other_form_is_not_there() {
    let bank = Bank::open(Settings::default()).await;
    let (_phone, path) = bank.phone("ana").await;
    let (_bo, throttled) = bank.relay.phone("bo").await;
    let client = bank.client(SERVICE);
    let mut sender = bank.sender(Some(&client)).await;
    for wrong in [path.replace("/unthrottled", "/throttled"), throttled.replace("/throttled", "/unthrottled")] {
        assert!(wrong != path && wrong != throttled);
        let answer = sender.send(&raw(&wrong, "x")).await;
        assert_eq!((answer.code(), answer.verdict()), (404, "expired"), "{wrong}");
    }
    assert_eq!(sender.send(&raw(&path, "x")).await.code(), 200);
    assert_eq!(sender.send(&raw(&throttled, "x")).await.code(), 200, "what needs no certificate may show one");
}
