//! What does a phone get that is slow to read, while pushes keep coming? Every frame whole, in order and once, whoever wrote it.
#![cfg(test)]

mod support;

use futures_util::{SinkExt as _, StreamExt as _};
use support::tls::Handshake;
use support::wire::raw;
use support::{Sender, TestPhone, TestRelay};
use tilecast::protocol::Stage;
use tilecast::protocol::link::{PushFrame, RelayFrame};
use tilecast::relay::{Authority, Settings};
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

/// How large a body is: a thousand of them are more than the sockets between relay and phone hold.
const BODY_BYTES: usize = 16_384;

fn settings() -> Settings {
    Settings { daily_quota: None, max_payload_bytes: BODY_BYTES, ..Settings::default() }
}

/// A body that tells which push it is, all through.
fn body(number: u64) -> String {
    format!("{number:08}").repeat(BODY_BYTES / 8)
}

async fn send(sender: &mut Sender, path: &str, numbers: std::ops::RangeInclusive<u64>) {
    for number in numbers {
        let answer = sender.send(&raw(path, &body(number))).await;
        assert_eq!(answer.verdict(), "received", "{number}");
    }
}

fn assert_is(push: &PushFrame, number: u64) {
    assert_eq!(push.id.0, number);
    assert!(push.bytes() == body(number).as_bytes(), "push {number} is not as it was sent");
}

/// Reads pushes up to that number, and counts the pongs between them.
async fn read_until(phone: &mut TestPhone, numbers: std::ops::RangeInclusive<u64>) -> usize {
    let (mut pongs, last) = (0, *numbers.end());
    let mut next = *numbers.start();
    while next <= last {
        match phone.socket.next().await.unwrap().unwrap() {
            Message::Text(text) => match RelayFrame::from_text(&text).unwrap() {
                RelayFrame::Push(push) => {
                    assert_is(&push, next);
                    next += 1;
                }
                other => panic!("{other:?}"),
            },
            Message::Pong(_) => pongs += 1,
            other => panic!("{other:?}"),
        }
    }
    pongs
}

/// A phone that reads nothing for a while gets every frame whole and in order when it reads again, pongs and pushes that come
/// meanwhile among them; and what comes after that, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_phones_get_whole_frames() {
    let mut relay = TestRelay::with(settings()).await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let ping = || Message::Ping(bytes::Bytes::from_static(b"here?"));
    send(&mut sender, &path, 1..=700).await;
    phone.socket.send(ping()).await.unwrap();
    send(&mut sender, &path, 701..=1_000).await;
    let writing = async {
        phone.socket.send(ping()).await.unwrap();
        let mut pongs = read_until(&mut phone, 1..=500).await;
        phone.ack(500).await;
        phone.socket.send(ping()).await.unwrap();
        pongs += read_until(&mut phone, 501..=1_300).await;
        phone.socket.send(ping()).await.unwrap();
        pongs + read_until(&mut phone, 1_301..=1_400).await
    };
    let sending = async {
        send(&mut sender, &path, 1_001..=1_020).await;
        // A link carries 1,024; the room for more comes with the ack.
        relay.reached(500, Stage::Acked).await;
        send(&mut sender, &path, 1_021..=1_400).await;
    };
    let (pongs, ()) = tokio::join!(writing, sending);
    assert!(pongs > 0, "pings are answered");
    phone.ack(1_400).await;
    phone.settle().await;
    send(&mut sender, &path, 1_401..=1_402).await;
    read_until(&mut phone, 1_401..=1_402).await;
}

/// When another link takes the place of one that reads nothing, it gets everything that was not acknowledged, in order, and
/// what comes after it; what the first one reads is whole to its end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_are_replaced_amid_a_frame() {
    let relay = TestRelay::with(settings()).await;
    let (mut first, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    send(&mut sender, &path, 1..=900).await;
    let mut second = TestPhone::connect(relay.addr, "ana").await;
    let sending = send(&mut sender, &path, 901..=920);
    let reading = read_until(&mut second, 1..=920);
    tokio::join!(sending, reading);
    let mut next = 1;
    while let Some(Ok(message)) = first.socket.next().await {
        match message {
            Message::Text(text) => match RelayFrame::from_text(&text).unwrap() {
                RelayFrame::Push(push) => assert_is(&push, next),
                other => panic!("{other:?}"),
            },
            Message::Close(close) => {
                assert_eq!(close.map(|close| u16::from(close.code)), Some(4_001));
                break;
            }
            other => panic!("{other:?}"),
        }
        next += 1;
    }
    assert!(next <= 901, "the first link got what came after it: {next}");
}

/// A link over TLS gets its pushes whole and in order, however slowly it reads.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_over_tls_get_whole_frames() {
    let authority = Authority::generate().unwrap();
    let relay = TestRelay::with_tls(settings(), &authority).await;
    let stream = Handshake::new(&authority, None).with(relay.tls_addr.unwrap()).await.unwrap().stream;
    let (mut socket, _) = client_async("ws://127.0.0.1/link/v1", stream).await.unwrap();
    let mut path = None;
    for said in [
        r#"{"type":"hello","device":"ana","os":"8.0"}"#,
        r#"{"type":"open","app":"trips","channel":"main"}"#,
        r#"{"type":"bind","app":"trips","toast":true,"tile":true}"#,
    ] {
        socket.send(Message::text(said)).await.unwrap();
        let heard = RelayFrame::from_text(socket.next().await.unwrap().unwrap().to_text().unwrap()).unwrap();
        if let RelayFrame::Opened { uri, .. } = heard {
            path = Some(uri.parse::<tilecast::protocol::ChannelUri>().unwrap().path().to_owned());
        }
    }
    let path = path.unwrap();
    let mut sender = relay.sender().await;
    send(&mut sender, &path, 1..=1_000).await;
    for number in 1..=1_000 {
        let message = socket.next().await.unwrap().unwrap();
        match RelayFrame::from_text(message.to_text().unwrap()).unwrap() {
            RelayFrame::Push(push) => assert_is(&push, number),
            other => panic!("{other:?}"),
        }
    }
}
