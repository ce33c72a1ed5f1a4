//! Does a fault do to a push what it says (INTERFACES.md 4)? Each action end to end, and the rules by which it is chosen.
#![cfg(test)]

mod support;

use std::time::Duration;

use serde_json::{Value, json};
use support::wire::{TOAST, post, raw, tile, toast};
use support::{EmulatedPhone, TestPhone, TestRelay};
use tilecast::protocol::status::ConnectionStatus;
use tilecast::protocol::verdict::{Outcome, TABLE};
use tilecast::protocol::{PushId, Stage};
use tilecast::relay::Settings;

/// Adds a fault; gives its number.
fn fault(relay: &TestRelay, rule: Value) -> u64 {
    relay.relay.add_fault(serde_json::from_value(rule).unwrap()).unwrap().id
}

/// How many pushes each fault was asked about, and on how many it acted.
fn counts(relay: &TestRelay) -> Vec<(u64, u64)> {
    relay.relay.faults().iter().map(|fault| (fault.seen, fault.acted)).collect()
}

// --- what a fault does ---

/// Every row of the table is answered by its name, in place of what would be answered; a push goes on if that answer keeps it.
#[tokio::test]
async fn verdict() {
    let mut relay = TestRelay::with(Settings { daily_quota: None, ..Settings::default() }).await;
    let (mut phone, path) = relay.phone("ana").await;
    for (nth, row) in (1..).zip(&TABLE) {
        let id = fault(&relay, json!({ "action": { "verdict": row.name } }));
        let answer = relay.sender().await.send(&raw(&path, row.name)).await;
        assert_eq!((answer.code(), answer.verdict()), (row.code, row.name));
        let record = relay.pushed(nth);
        assert_eq!((record.fault, record.verdict), (Some(id), row.verdict));
        assert_eq!(record.reason.as_deref(), Some("a fault answers this; otherwise it would be received"));
        match row.outcome {
            Outcome::Accepted | Outcome::Waiting => {
                assert_eq!(phone.push().await.bytes(), row.name.as_bytes());
                assert_eq!(relay.life(nth), "push accepted on-link");
            }
            Outcome::Discarded | Outcome::Refused => assert_eq!(relay.life(nth), "push refused"),
        }
    }
    assert!(counts(&relay).iter().all(|counts| counts.1 == 1));
    phone.settle().await;
    assert_eq!(relay.sender().await.send(&raw(&path, "x")).await.verdict(), "received");
    assert_eq!(relay.pushed(21).fault, None);
}

/// A fault that answers `received` delivers nothing that could not be delivered.
#[tokio::test]
async fn verdict_for_what_is_refused_anyway() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    fault(&relay, json!({ "action": { "verdict": "received" }, "times": null }));
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(&post(&path, "X-WindowsPhone-Target: toast\r\n", b"<bad")).await.verdict(), "received");
    assert_eq!(sender.send(&raw("/throttledthirdparty/01.00/AAEA", "x")).await.verdict(), "received");
    phone.settle().await;
    assert_eq!((relay.life(1), relay.life(2)), (String::from("push refused"), String::from("push refused")));
    assert_eq!(relay.pushed(1).reason.as_deref(), Some("a fault answers this; otherwise it would be bad-request"));
}

/// The answer waits for so many milliseconds of the relay's clock; the push does not, nor does anybody else.
#[tokio::test]
async fn delay_ms() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    fault(&relay, json!({ "action": { "delay_ms": 30_000 } }));
    let mut slow = relay.sender().await;
    slow.write(&raw(&path, "slow")).await;
    assert_eq!(phone.push().await.bytes(), b"slow");
    assert_eq!(relay.sender().await.send(&raw(&path, "quick")).await.verdict(), "received");
    relay.clock.advance(Duration::from_millis(29_999));
    assert_eq!(relay.sender().await.send(&raw(&path, "quick")).await.verdict(), "received");
    assert!(slow.stream.try_read(&mut [0]).is_err(), "not before its time");
    relay.clock.advance(Duration::from_millis(1));
    assert_eq!(slow.answer().await.verdict(), "received");
    assert_eq!(relay.pushed(1).fault, Some(1));
}

/// A sender that hangs up while its answer is delayed has sent its push all the same.
#[tokio::test]
async fn delay_ms_without_patience() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    fault(&relay, json!({ "action": { "delay_ms": 600_000 } }));
    let mut sender = relay.sender().await;
    sender.write(&raw(&path, "x")).await;
    assert_eq!(phone.push().await.bytes(), b"x");
    drop(sender);
    relay.stop().await;
}

/// The connection closes before the answer, in its middle, or after it; the push is processed, and nothing else that came on
/// that connection is.
#[tokio::test]
async fn close() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    let whole = relay.sender().await.send(&raw(&path, "plain")).await.text;
    phone.push().await;
    for (at, seen) in
        [("before-answer", ""), ("mid-answer", whole.split_at(whole.len() / 2).0), ("after-answer", whole.as_str())]
    {
        let id = fault(&relay, json!({ "action": { "close": at } }));
        let mut sender = relay.sender().await;
        sender.write(&[raw(&path, at), raw(&path, "never")].concat()).await;
        assert_eq!(sender.end().await, seen, "{at}");
        assert_eq!(phone.push().await.bytes(), at.as_bytes());
        assert_eq!((relay.pushed(id + 1).fault, relay.life(id + 1).as_str()), (Some(id), "push accepted on-link"));
    }
    phone.settle().await;
    assert_eq!(relay.sender().await.send(&raw(&path, "next")).await.verdict(), "received");
    assert_eq!(
        (phone.push().await.bytes(), relay.life(6)),
        (b"next".to_vec(), String::new()),
        "no other was processed"
    );
}

/// A push is answered `Received` and never delivered.
#[tokio::test]
async fn lose() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    fault(&relay, json!({ "action": { "lose": true } }));
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "received");
    assert_eq!(sender.send(&raw(&path, "next")).await.verdict(), "received");
    assert_eq!(phone.push().await.bytes(), b"next");
    assert_eq!((relay.life(1).as_str(), relay.pushed(1).fault), ("push accepted lost", Some(1)));
    assert_eq!(relay.detail(1, Stage::Lost).as_deref(), Some("a fault lost it"));
    drop(phone);
    relay.device_is(|device| device.connection == ConnectionStatus::TempDisconnected).await;
    fault(&relay, json!({ "action": { "lose": true } }));
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "received-temp-disconnected");
    assert_eq!(relay.device("ana").queued, 1, "only the one that was not acknowledged");
}

/// The phone gets so many more copies, each under a number of its own; with the last one the push is done with.
#[tokio::test]
async fn duplicate() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    fault(&relay, json!({ "action": { "duplicate": 2 } }));
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(&raw(&path, "thrice")).await.verdict(), "received");
    assert_eq!(sender.send(&raw(&path, "once")).await.verdict(), "received");
    let mut got = Vec::new();
    for _ in 0..4 {
        let push = phone.push().await;
        got.push((push.id.0, push.push.0, String::from_utf8(push.bytes()).unwrap()));
    }
    let expected = [(1, 1, "thrice"), (2, 1, "thrice"), (3, 1, "thrice"), (4, 2, "once")];
    assert_eq!(got, expected.map(|(id, push, body)| (id, push, body.to_owned())));
    phone.ack(2).await;
    phone.settle().await;
    assert_eq!(relay.life(1), "push accepted on-link on-link on-link");
    phone.ack(3).await;
    phone.settle().await;
    assert_eq!(relay.life(1), "push accepted on-link on-link on-link acked");
    assert_eq!(relay.detail(1, Stage::OnLink), None, "the last one is the push itself");
    relay.away(phone).await;
    fault(&relay, json!({ "action": { "duplicate": 100 } }));
    sender.send(&raw(&path, "101 times")).await;
    assert_eq!(relay.device("ana").queued, 2, "copies are made when they can be handed over");
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    assert_eq!(phone.push().await.bytes(), b"once");
    for nth in 0..101 {
        let push = phone.push().await;
        assert_eq!((push.id.0, push.push.0), (5 + nth, 3));
    }
}

/// A push stops at a breakpoint: it is answered, listed, and goes on when it is released, as it came or with another body.
#[tokio::test]
async fn hold() {
    let mut relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    fault(&relay, json!({ "action": { "hold": true }, "times": 3, "match": { "text": "stop" } }));
    let mut sender = relay.sender().await;
    for body in ["stop 1", "stop 2", "stop 3", "pass"] {
        assert_eq!(sender.send(&raw(&path, body)).await.verdict(), "received");
    }
    assert_eq!(relay.relay.stopped(), [PushId(1), PushId(2), PushId(3)]);
    assert_eq!(relay.device("ana").queued, 0, "it waits for a person, not for the device");
    let push = phone.push().await;
    assert_eq!((push.bytes(), push.id.0), (b"pass".to_vec(), 4), "later pushes overtake it");
    assert!(relay.relay.release(PushId(2), Some(b"edited".to_vec())));
    let push = phone.push().await;
    assert_eq!((push.bytes(), push.id.0, push.push.0), (b"edited".to_vec(), 5, 2));
    assert!(relay.relay.release(PushId(1), None));
    let push = phone.push().await;
    assert_eq!((push.bytes(), push.id.0, push.push.0), (b"stop 1".to_vec(), 6, 1));
    assert!(relay.relay.drop_stopped(PushId(3)));
    for push in [1, 2, 3, 4, 99] {
        assert!(!relay.relay.release(PushId(push), None) && !relay.relay.drop_stopped(PushId(push)));
    }
    phone.ack(6).await;
    relay.reached(1, Stage::Acked).await;
    assert_eq!(relay.life(1), "push accepted held queued on-link acked");
    assert_eq!(relay.life(2), "push accepted held queued on-link acked");
    assert_eq!(relay.life(3), "push accepted held lost");
    assert_eq!(relay.detail(1, Stage::Held).as_deref(), Some("at a breakpoint"));
    assert_eq!(relay.detail(2, Stage::Queued).as_deref(), Some("released with another body"));
    assert_eq!(relay.detail(3, Stage::Lost).as_deref(), Some("dropped at a breakpoint"));
    assert_eq!(relay.pushed(2).request.body, b"stop 2", "what was sent stays on record");
    assert!(relay.relay.stopped().is_empty());
}

/// What stands at a breakpoint outlives its link; released while the device is away, it waits; a body that no frame could carry
/// leaves it there.
#[tokio::test]
async fn hold_while_away() {
    let mut relay = TestRelay::start().await;
    let (phone, path) = relay.phone("ana").await;
    fault(&relay, json!({ "action": { "hold": true }, "times": 2 }));
    let mut sender = relay.sender().await;
    sender.send(&raw(&path, "1")).await;
    relay.away(phone).await;
    assert_eq!(
        sender.send(&post(&path, "X-NotificationClass: 13\r\n", b"2")).await.verdict(),
        "received-temp-disconnected"
    );
    assert_eq!(relay.relay.stopped().len(), 2);
    assert!(!relay.relay.release(PushId(1), Some(vec![b'x'; Settings::MAX_ALLOWED_PAYLOAD_BYTES + 1])));
    assert!(relay.relay.release(PushId(1), Some(vec![b'x'; Settings::MAX_ALLOWED_PAYLOAD_BYTES])));
    assert_eq!(relay.device("ana").queued, 1);
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    assert_eq!(phone.push().await.bytes().len(), Settings::MAX_ALLOWED_PAYLOAD_BYTES);
    assert!(relay.relay.release(PushId(2), None));
    assert_eq!(phone.push().await.bytes(), b"2", "who releases it does not wait for its class");
    assert_eq!(relay.life(1), "push accepted held queued on-link");
}

/// A thousand may stand at breakpoints; what comes then passes, and no fault says that it acted on it.
#[tokio::test]
async fn hold_has_an_end() {
    let relay = TestRelay::with(Settings { daily_quota: None, ..Settings::default() }).await;
    let (mut phone, path) = relay.phone("ana").await;
    fault(&relay, json!({ "action": { "hold": true }, "times": null }));
    let mut sender = relay.sender().await;
    for _ in 0..10 {
        sender.write(&raw(&path, "x").repeat(100)).await;
        for _ in 0..100 {
            assert_eq!(sender.answer().await.verdict(), "received");
        }
    }
    assert_eq!(sender.send(&raw(&path, "one more")).await.verdict(), "received");
    assert_eq!(phone.push().await.push, PushId(1_001));
    assert_eq!((relay.relay.stopped().len(), counts(&relay)), (1_000, vec![(1_000, 1_000)]));
    assert!(relay.relay.drop_stopped(PushId(77)));
    assert_eq!(sender.send(&raw(&path, "stopped again")).await.verdict(), "received");
    assert_eq!(relay.relay.stopped().last(), Some(&PushId(1_002)));
}

/// The phone gets a broken body; it says so, drops the channel, and the next push finds it expired.
#[tokio::test]
async fn corrupt() {
    let mut relay = TestRelay::start().await;
    let mut phone = EmulatedPhone::start(&mut relay, "ana").await;
    let path = phone.path();
    fault(&relay, json!({ "action": { "corrupt": true } }));
    let mut sender = relay.sender().await;
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "received");
    relay.reached(1, Stage::Acked).await;
    relay.device_is(|device| device.apps.is_empty()).await;
    assert_eq!(relay.pushed(1).request.body, TOAST.as_bytes());
    assert_eq!(sender.send(&toast(&path)).await.verdict(), "expired");
    let event = phone.event("ErrorOccurred").await;
    assert!(event.starts_with("PayloadFormatError: "), "{event}");
    assert_eq!(phone.stages(1), [Stage::AtPhone, Stage::Ignored]);
}

/// Raw is corrupted as well, though no phone can tell.
#[tokio::test]
async fn corrupt_raw() {
    let relay = TestRelay::start().await;
    let (mut phone, path) = relay.phone("ana").await;
    fault(&relay, json!({ "action": { "corrupt": true } }));
    relay.sender().await.send(&raw(&path, "12345678")).await;
    assert_eq!(phone.push().await.bytes(), b"1234<\xFF");
}

// --- which fault acts ---

/// A fault acts on the pushes that agree with every field of its match.
#[tokio::test]
async fn matches() {
    let mut relay = TestRelay::start().await;
    let (_ana, ana) = relay.phone("ana").await;
    let (mut ben, _) = relay.phone("ben").await;
    let mail = ben.open("mail", "second").await;
    ben.bind("mail", true, true).await;
    let pushes = [toast(&ana), tile(&ana), raw(&ana, "hello"), raw(&mail, "hello"), toast(&mail)];
    let mut nth = 0;
    for (on, acted) in [
        (json!({}), [1, 1, 1, 1, 1]),
        (json!({ "device": "ana" }), [1, 1, 1, 0, 0]),
        (json!({ "app": "mail" }), [0, 0, 0, 1, 1]),
        (json!({ "channel": "second" }), [0, 0, 0, 1, 1]),
        (json!({ "kind": "toast" }), [1, 0, 0, 0, 1]),
        (json!({ "kind": "raw", "device": "ben" }), [0, 0, 0, 1, 0]),
        (json!({ "text": "Train 7" }), [1, 0, 0, 0, 1]),
        (json!({ "text": "train 7" }), [0, 0, 0, 0, 0]),
        (
            json!({ "device": "ana", "app": "trips", "channel": "main", "kind": "tile", "text": "Count" }),
            [0, 1, 0, 0, 0],
        ),
    ] {
        let id = fault(&relay, json!({ "match": on, "times": null, "action": { "verdict": "service-unavailable" } }));
        for (push, acts) in pushes.iter().zip(acted) {
            let answer = relay.sender().await.send(push).await;
            nth += 1;
            assert_eq!(answer.verdict() == "service-unavailable", acts == 1, "{on} {nth}");
            assert_eq!(relay.pushed(nth).fault, (acts == 1).then_some(id));
        }
        let acted: u64 = acted.into_iter().sum();
        assert_eq!(counts(&relay), [(acted, acted)], "{on}");
        assert!(relay.relay.remove_fault(id) && !relay.relay.remove_fault(id));
    }
}

/// A fault lets so many pass first, acts so many times, or without end; the first that acts, in order, is the only one.
#[tokio::test]
async fn skip_times_and_order() {
    let mut relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    fault(&relay, json!({ "skip": 1, "times": 2, "action": { "verdict": "throttled" } }));
    fault(&relay, json!({ "action": { "verdict": "queue-full" } }));
    fault(&relay, json!({ "times": null, "match": { "text": "x" }, "action": { "verdict": "dropped" } }));
    let mut sender = relay.sender().await;
    let mut verdicts = Vec::new();
    for body in ["x", "x", "x", "x", "y", "x"] {
        verdicts.push(sender.send(&raw(&path, body)).await.verdict());
    }
    assert_eq!(verdicts, ["queue-full", "throttled", "throttled", "dropped", "received", "dropped"]);
    assert_eq!(
        (1..=6).map(|nth| relay.pushed(nth).fault).collect::<Vec<_>>(),
        [2, 1, 1, 3, 0, 3].map(|id| (id > 0).then_some(id))
    );
    assert_eq!(counts(&relay), [(6, 2), (4, 1), (2, 2)]);
    relay.relay.clear_faults();
    assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "received");
}

/// A chance follows from the seed: the same seed and rules give the same run, and about as many act as are meant to.
#[tokio::test]
async fn probability() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let relay = TestRelay::with(Settings { daily_quota: None, ..Settings::default() }).await;
        let (_phone, path) = relay.phone("ana").await;
        fault(&relay, json!({ "probability": 0.25, "times": null, "action": { "verdict": "service-unavailable" } }));
        fault(&relay, json!({ "probability": 0.0, "times": null, "action": { "lose": true } }));
        fault(&relay, json!({ "probability": 0.5, "times": null, "action": { "verdict": "throttled" } }));
        let mut sender = relay.sender().await;
        let mut run = Vec::new();
        for _ in 0..200 {
            run.push(sender.send(&raw(&path, "x")).await.verdict());
        }
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    let count = |verdict| runs[0].iter().filter(|other| **other == verdict).count();
    assert!((30..70).contains(&count("service-unavailable")), "{}", count("service-unavailable"));
    assert!((50..100).contains(&count("throttled")), "{}", count("throttled"));
}

/// A fault may act on a push to a channel that nobody knows, if it asks for no device; a path that is no channel's, another
/// method and a callback are no pushes.
#[tokio::test]
async fn unknown_channels() {
    let mut relay = TestRelay::start().await;
    let (_phone, path) = relay.phone("ana").await;
    fault(&relay, json!({ "times": null, "match": { "device": "ana" }, "action": { "verdict": "dropped" } }));
    fault(&relay, json!({ "times": null, "action": { "verdict": "service-unavailable" } }));
    for unknown in ["/throttledthirdparty/01.00/AAEA", "/unthrottledthirdparty/01.00/AAEA", "/u/1/db5/HmQAAAD/abc/x/y"]
    {
        assert_eq!(relay.sender().await.send(&raw(unknown, "x")).await.verdict(), "service-unavailable", "{unknown}");
    }
    assert_eq!((relay.pushed(1).fault, relay.pushed(1).device.clone()), (Some(2), None));
    assert_eq!(relay.sender().await.send(&raw("/other", "x")).await.verdict(), "bad-request");
    assert_eq!(relay.sender().await.send(&raw(&format!("{path}/callback"), "x")).await.verdict(), "received");
    let get = format!("GET {path} HTTP/1.1\r\n\r\n");
    assert_eq!(relay.sender().await.send(get.as_bytes()).await.verdict(), "method-not-allowed");
    assert_eq!(counts(&relay), [(0, 0), (3, 3)]);
}

/// What a fault refuses does not count against the quota, what it lets pass does; and a channel whose quota is used up is not
/// helped by one that would lose or stop its pushes.
#[tokio::test]
async fn faults_and_quota() {
    let mut relay = TestRelay::with(Settings { daily_quota: Some(2), ..Settings::default() }).await;
    let (_phone, path) = relay.phone("ana").await;
    fault(&relay, json!({ "times": 3, "action": { "verdict": "service-unavailable" } }));
    fault(&relay, json!({ "action": { "lose": true } }));
    let mut sender = relay.sender().await;
    let mut verdicts = Vec::new();
    for _ in 0..6 {
        verdicts.push(sender.send(&raw(&path, "x")).await.verdict());
    }
    let refused = "service-unavailable";
    assert_eq!(verdicts, [refused, refused, refused, "received", "received", "throttled"]);
    for action in
        [json!({ "lose": true }), json!({ "hold": true }), json!({ "corrupt": true }), json!({ "duplicate": 1 })]
    {
        fault(&relay, json!({ "action": action }));
        assert_eq!(sender.send(&raw(&path, "x")).await.verdict(), "throttled");
    }
    assert_eq!(counts(&relay)[2..], [(0, 0); 4], "such a fault waits for a push that is taken");
    assert_eq!(relay.pushed(7).fault, None);
}

/// A fault that cannot be is refused, and there may be a thousand.
#[tokio::test]
async fn bad_faults() {
    let relay = TestRelay::start().await;
    for rule in [
        json!({ "action": { "duplicate": 0 } }),
        json!({ "action": { "duplicate": 101 } }),
        json!({ "action": { "delay_ms": 600_001 } }),
        json!({ "action": { "lose": true }, "probability": -0.1 }),
        json!({ "action": { "lose": true }, "match": { "text": "x".repeat(4_097) } }),
    ] {
        assert!(relay.relay.add_fault(serde_json::from_value(rule).unwrap()).is_err());
    }
    for rule in [
        json!({ "action": {} }),
        json!({ "action": { "lose": true, "hold": true } }),
        json!({ "action": { "close": "now" } }),
        json!({ "action": { "verdict": "Received" } }),
        json!({ "action": { "hold": false } }),
        json!({ "action": { "lose": true }, "skip": -1 }),
        json!({ "action": { "lose": true }, "match": { "kind": "banner" } }),
        json!({ "action": { "lose": true }, "time": 2 }),
        json!({}),
    ] {
        assert!(serde_json::from_value::<tilecast::relay::Fault>(rule.clone()).is_err(), "{rule}");
    }
    for _ in 0..1_000 {
        fault(&relay, json!({ "action": { "lose": true } }));
    }
    let rule = serde_json::from_value(json!({ "action": { "lose": true } })).unwrap();
    let error = relay.relay.add_fault(rule).unwrap_err().to_string();
    assert!(error.contains("1000"), "{error}");
}
