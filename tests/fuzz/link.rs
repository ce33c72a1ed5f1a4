//! Do relay and phone survive each other? Targets: the frames that a phone says to the relay, and those that the phone's own state
//! machine hears.

use tilecast::clock::Timestamp;
use tilecast::phone::{Input, Phone, PhoneConfig};
use tilecast::protocol::device::OsVersion;
use tilecast::protocol::link::{MAX_FRAME_BYTES, PhoneFrame, RelayFrame};
use tilecast::relay::Settings;

use crate::Target;
use crate::support::wire::raw;
use crate::support::{TestPhone, TestRelay};

const WORDS: &[&[u8]] = &[
    b"\"type\":\"hello\"",
    b"\"type\":\"open\"",
    b"\"type\":\"bind\"",
    b"\"type\":\"close\"",
    b"\"type\":\"ack\"",
    b"\"type\":\"power\"",
    b"\"type\":\"push\"",
    b"\"type\":\"opened\"",
    b"\"app\":\"trips\"",
    b"\"app\":\"\"",
    b"\"channel\":\"main\"",
    b"\"service\":\"a\"",
    b"\"id\":",
    b"\"foreground\":true",
    b"\"tile_domains\":[]",
    b"\"body\":\"\"",
    b"\"body_base64\":\"",
    b"null",
    b"true",
    b"[",
    b"]",
    b"{",
    b"}",
    b",",
    b"\\u0000",
    b"\\ud83d",
    b"-1",
    b"18446744073709551615",
    b"1e999",
    b"\n",
];

fn seeds(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Whatever a phone says, line by line a frame, the link stays up, its own push comes through, and what the relay knows of it stays
/// within bounds.
#[test]
#[expect(clippy::await_holding_refcell_ref, reason = "one case comes after the other, and so nobody else borrows it")]
fn link() {
    let seeds = seeds(&[
        "{\"type\":\"hello\",\"device\":\"fuzz\",\"os\":\"8.0\",\"name\":\"Fuzz\"}\n{\"type\":\"power\",\"level\":\"normal\"}",
        "{\"type\":\"open\",\"app\":\"a\",\"channel\":\"main\"}\n{\"type\":\"bind\",\"app\":\"a\",\"toast\":true,\"tile\":false,\"tile_domains\":[\"http://a.example\"],\"foreground\":true}\n{\"type\":\"close\",\"app\":\"a\"}",
        "{\"type\":\"open\",\"app\":\"a\",\"channel\":\"other\",\"service\":\"push.example.org\"}",
        "{\"type\":\"ack\",\"id\":1}\n{\"type\":\"ack\",\"id\":2}",
        "{\"type\":\"sing\"}\n[]\n",
    ]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let target = Target { name: "link", seeds, words: WORDS, cases: 500 };
    let (relay, mut other, path) = runtime.block_on(async {
        let relay = TestRelay::with(Settings { daily_quota: None, ..Settings::default() }).await;
        let (other, path) = relay.phone("ana").await;
        (relay, other, path)
    });
    let other = std::cell::RefCell::new(&mut other);
    target.run(|bytes| {
        runtime.block_on(async {
            let mut phone = TestPhone::connect(relay.addr, "fuzz").await;
            for line in String::from_utf8_lossy(bytes).split('\n').take(20).filter(|line| line.len() <= MAX_FRAME_BYTES)
            {
                let _ = PhoneFrame::from_text(line);
                phone.say(line).await;
                // An ack and a battery are not answered; what is said next is.
                phone.say("{\"type\":\"settle\"}").await;
                while !phone.hear_text().await.contains("\"for\":\"settle\"") {}
            }
            let channels = relay.relay.channels().len();
            if channels > 101 {
                return Err(format!("{channels} channels"));
            }
            let mut other = other.borrow_mut();
            let answer = relay.sender().await.send(&raw(&path, "x")).await;
            let push = other.push().await;
            other.ack(push.id.0).await;
            if answer.verdict() == "received" { Ok(()) } else { Err(answer.text) }
        })
    });
}

/// Whatever a phone hears, it stays a phone: it can be looked at, and answers at most with frames that the relay knows.
#[test]
fn phone() {
    let push = |kind: &str, body: &str| {
        serde_json::json!({
            "type": "push", "id": 1, "push": 1, "app": "trips", "channel": "main", "kind": kind, "class": 1,
            "message_id": "", "body": body, "headers": [["X-NotificationClass", "1"]],
        })
        .to_string()
    };
    let opened = "{\"type\":\"welcome\",\"relay\":\"t\",\"resumed\":false}\n{\"type\":\"opened\",\"app\":\"trips\",\"channel\":\"main\",\"uri\":\"http://127.0.0.1:1/throttledthirdparty/01.00/AQE\"}\n{\"type\":\"bound\",\"app\":\"trips\"}";
    let mut seeds = seeds(&[
        opened,
        "{\"type\":\"uri-changed\",\"app\":\"trips\",\"channel\":\"main\",\"uri\":\"http://h/x\"}\n{\"type\":\"closed\",\"app\":\"trips\"}",
        "{\"type\":\"error\",\"for\":\"open\",\"code\":\"ChannelOpenFailed\",\"message\":\"no\"}",
    ]);
    for (kind, end) in [("toast", ".toast.xml"), ("tile", ".tile.xml")] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/payloads");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if let (true, Ok(text)) = (path.to_string_lossy().ends_with(end), std::fs::read_to_string(&path)) {
                seeds.push(format!("{opened}\n{}", push(kind, &text)).into_bytes());
            }
        }
    }
    let target = Target { name: "phone", seeds, words: WORDS, cases: 1_000 };
    target.run(|bytes| {
        let mut phone = Phone::new(PhoneConfig::sample("ana".parse().unwrap(), "ana", OsVersion::V8_0));
        let at = |secs: i64| Timestamp::from_secs(1_384_178_520 + secs);
        phone.handle(Input::LinkUp, at(0));
        for (number, line) in String::from_utf8_lossy(bytes).split('\n').take(20).enumerate() {
            let Ok(frame) = RelayFrame::from_text(line) else { continue };
            let now = at(i64::try_from(number).unwrap());
            for output in phone.handle(Input::Frame(frame), now) {
                if let tilecast::phone::Output::Send(frame) = output {
                    PhoneFrame::from_text(&frame.to_text()).map_err(|error| format!("{frame:?}: {error}"))?;
                }
            }
            let scene = serde_json::to_string(&phone.scene(now)).map_err(|error| error.to_string())?;
            let snapshot = serde_json::to_string(&phone.snapshot()).map_err(|error| error.to_string())?;
            if scene.len() + snapshot.len() > 4 * MAX_FRAME_BYTES * (number + 1) {
                return Err(format!("{} bytes of scene and {} of state", scene.len(), snapshot.len()));
            }
        }
        Ok(())
    });
}
