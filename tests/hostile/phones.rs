//! What can a phone do to the relay, and to other phones? Links that never acknowledge, never read, come back again and again, or
//! say what they like.

use futures_util::{SinkExt as _, StreamExt as _};
use tilecast::protocol::link::{MAX_FRAME_BYTES, RelayFrame};
use tilecast::protocol::status::ConnectionStatus;
use tilecast::relay::Settings;
use tokio::io::AsyncWriteExt as _;
use tokio_tungstenite::tungstenite::Message;

use crate::others_are_served;
use crate::support::wire::raw;
use crate::support::{Sender, TestPhone, TestRelay};

/// What a link carries that is not acknowledged (INTERFACES.md 3, `queue_depth`).
const ON_LINK: usize = 1_024;

fn free() -> Settings {
    Settings { daily_quota: None, ..Settings::default() }
}

/// A phone that reads and never acknowledges has 1,024 pushes on its link, and so many more waiting as the setting says.
#[tokio::test]
async fn phones_that_never_acknowledge_are_bounded() {
    for depth in [0, 5] {
        let relay = TestRelay::with(Settings { queue_depth: depth, ..free() }).await;
        let (mut other, other_path) = relay.phone("ben").await;
        let (mut phone, path) = relay.phone("ana").await;
        let mut sender = relay.sender().await;
        let mut taken = 0;
        for _ in 0..2 * ON_LINK {
            match sender.send(&raw(&path, "x")).await.verdict() {
                "received" => taken += 1,
                verdict => assert_eq!(verdict, "queue-full"),
            }
        }
        assert_eq!(taken, ON_LINK + depth);
        for _ in 0..ON_LINK {
            phone.push().await;
        }
        others_are_served(&relay, &mut other, &other_path).await;
    }
}

/// A phone that does not even read is cut off when its socket has taken nothing for a minute; its pushes wait for the next link.
#[tokio::test(start_paused = true)]
async fn phones_that_never_read_are_cut_off() {
    let settings = Settings { max_payload_bytes: Settings::MAX_ALLOWED_PAYLOAD_BYTES, ..free() };
    let mut relay = TestRelay::with(settings).await;
    let (deaf, path) = relay.phone("ana").await;
    let (mut other, other_path) = relay.phone("ben").await;
    let body = "x".repeat(Settings::MAX_ALLOWED_PAYLOAD_BYTES);
    let mut sender = relay.sender().await;
    // A sender is never kept waiting by it: whatever becomes of the push, there is an answer.
    for _ in 0..ON_LINK + 100 {
        let verdict = sender.send(&raw(&path, &body)).await.verdict();
        assert!(verdict.starts_with("received") || verdict.starts_with("queue-full"), "{verdict}");
    }
    others_are_served(&relay, &mut other, &other_path).await;
    relay
        .device_is(|device| device.device.as_str() == "ana" && device.connection == ConnectionStatus::TempDisconnected)
        .await;
    drop(deaf);
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    assert_eq!(phone.push().await.bytes().len(), body.len());
}

/// A phone that comes back again and again, in the middle of its pushes, loses none, and is one device.
#[tokio::test]
async fn reconnecting_in_a_loop_loses_nothing() {
    const TIMES: u64 = 200;
    let relay = TestRelay::with(free()).await;
    let (mut other, other_path) = relay.phone("ben").await;
    let (first, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let mut links = vec![first];
    for number in 0..TIMES {
        let verdict = sender.send(&raw(&path, &number.to_string())).await.verdict();
        assert!(verdict.starts_with("received"), "{verdict}");
        // Some say goodbye, some are only replaced, and some stay, as half-dead connections do.
        if number % 3 == 0 {
            links.clear();
        }
        links.push(TestPhone::connect(relay.addr, "ana").await);
    }
    let mut last = links.pop().unwrap();
    for number in 0..TIMES {
        assert_eq!(last.push().await.bytes(), number.to_string().into_bytes());
    }
    last.settle().await;
    assert_eq!(relay.relay.devices().len(), 2);
    others_are_served(&relay, &mut other, &other_path).await;
}

/// Devices that say hello and are never seen again leave no channel behind, and harm nobody.
#[tokio::test]
async fn a_storm_of_hellos_harms_nobody() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    for number in 0..500 {
        drop(TestPhone::connect(relay.addr, &format!("storm-{number}")).await);
    }
    let mut talker = TestPhone::connect(relay.addr, "talker").await;
    for _ in 0..500 {
        talker.say(r#"{"type":"hello","device":"talker","os":"8.0"}"#).await;
        assert!(matches!(talker.hear().await, RelayFrame::Error { .. }));
    }
    // Each new channel of an app takes the place of the one before; what is closed is remembered up to a bound.
    for number in 0..500 {
        talker.open("app", &format!("channel-{number}")).await;
    }
    assert_eq!(relay.relay.channels().len(), 2);
    others_are_served(&relay, &mut phone, &path).await;
}

/// Frames that make no sense are answered, one by one, and the link stays; bytes that are no frames end it.
#[tokio::test]
async fn garbage_is_answered_or_ends_the_link() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut talker = TestPhone::connect(relay.addr, "talker").await;
    let deep = "[".repeat(MAX_FRAME_BYTES);
    let nested = format!("{{\"type\":\"ack\",\"id\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let long = format!("{{\"type\":\"{}\"}}", "t".repeat(MAX_FRAME_BYTES - 20));
    let name = format!("{{\"type\":\"close\",\"app\":\"{}\"}}", "a".repeat(MAX_FRAME_BYTES - 100));
    for frame in [
        "{}",
        "null",
        "\0",
        "{\"type\":null}",
        "{\"type\":\"ack\",\"id\":-1}",
        "{\"type\":\"ack\",\"id\":1e999}",
        "{\"type\":\"power\",\"level\":\"full\"}",
        &deep,
        &nested,
        &long,
        &name,
    ] {
        talker.say(frame).await;
        assert!(talker.hear_text().await.len() < 1_024, "{}", frame.chars().take(40).collect::<String>());
    }
    for bytes in [
        &[0xFF; 64][..],
        b"GET / HTTP/1.1\r\n\r\n",
        &[0x81, 0xFE, 0xFF, 0xFF],
        &[0x81, 0x85, 0, 0, 0, 0, 0xFF, 0xFE, 0xFD, 0, 0],
    ] {
        let mut link = TestPhone::connect(relay.addr, "broken").await;
        let tokio_tungstenite::MaybeTlsStream::Plain(stream) = link.socket.get_mut() else { panic!("no TLS here") };
        stream.write_all(bytes).await.unwrap();
        stream.shutdown().await.unwrap();
        link.end().await;
    }
    others_are_served(&relay, &mut phone, &path).await;
}

/// A message in endless fragments, or one that is larger than it may be, closes the link with 1009.
#[tokio::test]
async fn fragments_are_bounded() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut talker = TestPhone::connect(relay.addr, "talker").await;
    let tokio_tungstenite::MaybeTlsStream::Plain(stream) = talker.socket.get_mut() else { panic!("no TLS here") };
    // A text that is not final, then continuations that are not either; masked with zeros.
    let mut fragment = vec![0x01, 0xFE, 0x10, 0x00, 0, 0, 0, 0];
    fragment.extend([b'x'; 4_096]);
    for number in 0..64 {
        fragment[0] = u8::from(number == 0);
        if stream.write_all(&fragment).await.is_err() {
            break;
        }
    }
    assert!(matches!(talker.end().await, Some(1_009) | None));
    others_are_served(&relay, &mut phone, &path).await;
}

/// Pings without end are answered by pongs at most, and keep nobody waiting; so do acks of what was never sent.
#[tokio::test]
async fn chatter_harms_nobody() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut talker = TestPhone::connect(relay.addr, "talker").await;
    for number in 0..2_000_u64 {
        talker.socket.feed(Message::Ping(vec![b'p'; 125].into())).await.unwrap();
        talker.socket.feed(Message::text(format!(r#"{{"type":"ack","id":{}}}"#, u64::MAX - number))).await.unwrap();
    }
    talker.socket.flush().await.unwrap();
    talker.settle().await;
    others_are_served(&relay, &mut phone, &path).await;
}

/// A link that is asked for over and over, without a word behind it, is closed each time.
#[tokio::test(start_paused = true)]
async fn wordless_links_are_closed() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut mute = Vec::new();
    for _ in 0..100 {
        mute.push(TestPhone::mute(relay.addr).await);
    }
    others_are_served(&relay, &mut phone, &path).await;
    let keeps = tokio::spawn(async move { while phone.socket.next().await.is_some() {} });
    for mut link in mute {
        assert_eq!(link.end().await, Some(1_008));
    }
    keeps.abort();
    let mut sender = Sender::connect(relay.addr).await;
    assert!(sender.send(&raw(&path, "x")).await.verdict().starts_with("received"));
}
