//! What does the relay do while somebody writes down what it must not forget, and after a restart?
#![cfg(test)]

mod support;

use serde_json::json;
use support::wire::{TILE, post, raw};
use support::{Sender, TestJournal, TestPhone, TestRelay};
use tilecast::protocol::status::ConnectionStatus;
use tilecast::protocol::{PushId, Stage};
use tilecast::relay::journal::NotKept;
use tilecast::relay::{Memory, Settings};

async fn start(journal: &TestJournal) -> TestRelay {
    TestRelay::with_journal(std::sync::Arc::new(journal.clone()), Memory::default()).await
}

fn full() -> Result<(), NotKept> {
    Err(NotKept(String::from("no space left")))
}

fn titled(path: &str, title: &str) -> Vec<u8> {
    let body = format!(
        "<wp:Notification xmlns:wp=\"WPNotification\"><wp:Tile><wp:Title>{title}</wp:Title></wp:Tile></wp:Notification>"
    );
    post(path, "X-WindowsPhone-Target: token\r\n", body.as_bytes())
}

/// Two senders, each of which waits for its push to be written down.
async fn two_pushes(relay: &TestRelay, journal: &TestJournal, path: &str) -> [Sender; 2] {
    let mut senders = [relay.sender().await, relay.sender().await];
    for (nth, sender) in (1..).zip(&mut senders) {
        sender.write(&raw(path, &nth.to_string())).await;
        journal.asked_for(nth).await;
    }
    senders
}

/// Sends a push that is written down; gives its verdict.
async fn kept(sender: &mut Sender, journal: &TestJournal, nth: usize, push: &[u8]) -> &'static str {
    sender.write(push).await;
    journal.asked_for(nth).await;
    journal.settle(Ok(()));
    sender.answer().await.verdict()
}

/// A push is neither answered nor told nor delivered before it is written down, and what is behind it waits for it.
#[tokio::test]
async fn a_push_is_written_down_first() {
    let journal = TestJournal::new();
    let mut relay = start(&journal).await;
    let (mut phone, path) = relay.phone("ana").await;
    let [mut first, mut second] = two_pushes(&relay, &journal, &path).await;
    phone.settle().await;
    assert_eq!((relay.life(1), relay.life(2)), (String::new(), String::new()));
    assert!(first.stream.try_read(&mut [0]).is_err());
    journal.settle_nth(1, Ok(()));
    assert_eq!(second.answer().await.verdict(), "received");
    phone.settle().await;
    assert_eq!(relay.life(2), "push accepted");
    journal.settle(Ok(()));
    assert_eq!(first.answer().await.verdict(), "received");
    assert_eq!([phone.push().await.bytes(), phone.push().await.bytes()], [b"1", b"2"]);
    assert_eq!(relay.life(1), "push accepted on-link");
    phone.ack(2).await;
    phone.settle().await;
    assert_eq!(journal.entries(), ["pending 1", "pending 2", "settled 1", "settled 2"]);
}

/// A push that cannot be written down is 503, counts for nothing, and holds up nobody.
#[tokio::test]
async fn what_cannot_be_written_down_is_503() {
    let journal = TestJournal::new();
    let mut relay = start(&journal).await;
    let (mut phone, path) = relay.phone("ana").await;
    let [mut first, mut second] = two_pushes(&relay, &journal, &path).await;
    journal.settle_nth(1, Ok(()));
    assert_eq!(second.answer().await.verdict(), "received");
    journal.settle(full());
    let answer = first.answer().await;
    assert_eq!((answer.code(), answer.header("X-NotificationStatus")), (503, None));
    assert_eq!(phone.push().await.bytes(), b"2", "it was behind the first");
    assert_eq!(relay.life(1), "push refused");
    assert_eq!(relay.pushed(1).reason.as_deref(), Some("the push could not be written down: no space left"));
    assert_eq!(relay.relay.channels()[0].used_today, 1);
    relay.relay.add_fault(serde_json::from_value(json!({ "action": { "hold": true } })).unwrap()).unwrap();
    first.write(&raw(&path, "3")).await;
    journal.asked_for(3).await;
    assert!(relay.relay.stopped().is_empty() && !relay.relay.release(PushId(3), None), "not before it is written down");
    journal.settle(full());
    assert_eq!(first.answer().await.verdict(), "service-unavailable");
    assert!(relay.relay.stopped().is_empty());
}

/// A push whose channel closes before it is written down was taken, and expires; what is told of it is told in order.
#[tokio::test]
async fn a_push_may_end_before_it_is_written_down() {
    let journal = TestJournal::new();
    let mut relay = start(&journal).await;
    let (mut phone, path) = relay.phone("ana").await;
    relay.relay.add_fault(serde_json::from_value(json!({ "action": { "hold": true } })).unwrap()).unwrap();
    let (mut first, mut second) = (relay.sender().await, relay.sender().await);
    first.write(&raw(&path, "stopped")).await;
    journal.asked_for(1).await;
    second.write(&post(&path, "X-NotificationClass: 13\r\n", b"held")).await;
    journal.asked_for(2).await;
    phone.close("trips").await;
    assert_eq!(relay.life(1), "");
    for sender in [&mut first, &mut second] {
        journal.settle(Ok(()));
        assert_eq!(sender.answer().await.verdict(), "received");
    }
    assert_eq!(relay.life(1), "push accepted held expired");
    assert_eq!(relay.life(2), "push accepted held expired");
    let entries = journal.entries();
    assert_eq!(entries.iter().filter(|entry| entry.starts_with("settled")).count(), 2);
    assert!(journal.pending().is_empty());
    assert!(relay.relay.stopped().is_empty());
}

/// A sender that hangs up takes nothing back.
#[tokio::test]
async fn a_sender_may_hang_up_meanwhile() {
    let journal = TestJournal::new();
    let relay = start(&journal).await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    sender.write(&raw(&path, "1")).await;
    journal.asked_for(1).await;
    sender.end_now().await;
    phone.settle().await;
    journal.settle(Ok(()));
    assert_eq!(phone.push().await.bytes(), b"1");
}

/// An older tile update goes only when the newer one is written down.
#[tokio::test]
async fn coalescing_waits_for_the_journal() {
    let journal = TestJournal::new();
    let mut relay = start(&journal).await;
    let (phone, path) = relay.phone("ana").await;
    relay.away(phone).await;
    relay.relay.change_settings(&json!({ "coalesce_tiles": true })).unwrap();
    let mut sender = relay.sender().await;
    for (title, written) in [("one", Ok(())), ("two", full()), ("three", Ok(()))] {
        sender.write(&titled(&path, title)).await;
        journal.asked_for(["one", "two", "three"].iter().position(|known| *known == title).unwrap() + 1).await;
        assert_ne!(relay.life(1), "push accepted queued expired");
        journal.settle(written);
        sender.answer().await;
    }
    assert_eq!(relay.life(1), "push accepted queued expired");
    assert_eq!(journal.pending().len(), 2, "the second's end is its own answer");
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    assert_eq!(phone.push().await.push, PushId(3));
    phone.settle().await;
}

/// After a restart a push that was on the link comes under the number that it had there, whatever the number was, and no push
/// comes under a number that another had.
#[tokio::test]
async fn numbers_outlive_a_restart() {
    let journal = TestJournal::new();
    let mut relay = start(&journal).await;
    let (mut phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let mut count = 0;
    let mut numbers = Vec::new();
    for (class, body) in [(13, "held"), (3, "second"), (3, "third")] {
        count += 1;
        let push = post(&path, &format!("X-NotificationClass: {class}\r\n"), body.as_bytes());
        assert_eq!(kept(&mut sender, &journal, count, &push).await, "received");
    }
    for _ in 0..2 {
        numbers.push(phone.push().await.id.0);
    }
    phone.ack(2).await;
    relay.reached(2, Stage::Acked).await;
    relay.pass(450);
    numbers.push(phone.push().await.id.0);
    assert_eq!(numbers, [2, 3, 4]);
    // The process ends while the link is up: nothing more is written down.
    let memory = Memory {
        devices: vec![journal.device()],
        pending: journal.pending(),
        last_push: PushId(3),
        ..Memory::default()
    };
    assert_eq!(memory.pending.len(), 2);
    let next = TestJournal::new();
    let mut relay = TestRelay::with_journal(std::sync::Arc::new(next.clone()), memory).await;
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    assert!(phone.resumed);
    let again = [phone.push().await, phone.push().await];
    assert_eq!(again.map(|push| (push.id.0, push.push.0)), [(3, 3), (4, 1)]);
    let mut sender = relay.sender().await;
    assert_eq!(kept(&mut sender, &next, 1, &raw(&path, "fourth")).await, "received");
    let push = phone.push().await;
    assert!(push.id.0 > 4 && push.push.0 == 4, "{push:?}");
    phone.ack(push.id.0).await;
    relay.reached(4, Stage::Acked).await;
    assert!(next.entries().contains(&String::from("settled 1")));
}

/// A relay that is reached elsewhere after a restart says so, once, for each channel that the phone knows by another URI.
#[tokio::test]
async fn a_phone_is_told_of_another_uri() {
    let journal = TestJournal::new();
    let relay = start(&journal).await;
    let (mut phone, path) = relay.phone("ana").await;
    let news = phone.open("news", "other").await;
    // Nothing has changed for a link that only comes again.
    drop(phone);
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    phone.settle().await;
    assert_eq!(phone.moved, []);
    let memory = Memory { devices: vec![journal.device()], ..Memory::default() };
    let next = TestJournal::new();
    let relay = TestRelay::with_journal(std::sync::Arc::new(next.clone()), memory).await;
    // It is told even where somebody has set the device to be away: the link is up.
    assert!(relay.relay.set_connection(&"ana".parse().unwrap(), ConnectionStatus::TempDisconnected));
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    while phone.moved.len() < 2 {
        phone.settle().await;
    }
    let uri = |path: &str| format!("http://{}{path}", relay.addr);
    assert_eq!(phone.moved, [(String::from("news"), uri(&news)), (String::from("trips"), uri(&path))]);
    let told: Vec<_> = next.device().apps.into_iter().filter_map(|app| app.told_uri).collect();
    assert_eq!(told, [uri(&news), uri(&path)]);
    drop(phone);
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    phone.settle().await;
    assert_eq!(phone.moved, [], "it was told");
}

/// A tile update takes the place of an older one that was held before a restart.
#[tokio::test]
async fn what_was_held_before_a_restart_coalesces() {
    let journal = TestJournal::new();
    let mut relay = start(&journal).await;
    let (_phone, path) = relay.phone("ana").await;
    let mut sender = relay.sender().await;
    let held = |path: &str| post(path, "X-WindowsPhone-Target: token\r\nX-NotificationClass: 11\r\n", TILE.as_bytes());
    assert_eq!(kept(&mut sender, &journal, 1, &held(&path)).await, "received");
    let settings = Settings { coalesce_tiles: true, ..Settings::default() };
    let memory = Memory {
        devices: vec![journal.device()],
        pending: journal.pending(),
        settings: Some(settings),
        last_push: PushId(1),
        ..Memory::default()
    };
    let next = TestJournal::new();
    relay = TestRelay::with_journal(std::sync::Arc::new(next.clone()), memory).await;
    assert_eq!(relay.device("ana").queued, 1);
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    let mut sender = relay.sender().await;
    assert_eq!(kept(&mut sender, &next, 1, &held(&path)).await, "received");
    assert_eq!((relay.life(1), relay.device("ana").queued), (String::from("expired"), 1));
    relay.pass(450);
    assert_eq!(phone.push().await.push, PushId(2));
}

/// What waits by its class, stands at a breakpoint, or waits for its device does so after a restart too; so do quotas and faults.
#[tokio::test]
async fn what_waits_outlives_a_restart() {
    let journal = TestJournal::new();
    let mut relay = start(&journal).await;
    let (phone, path) = relay.phone("ana").await;
    relay.away(phone).await;
    let rule = json!({ "action": { "hold": true }, "match": { "text": "stop" } });
    relay.relay.add_fault(serde_json::from_value(rule).unwrap()).unwrap();
    let mut sender = relay.sender().await;
    for (nth, class, body) in [(1, 13, "held"), (2, 3, "stop"), (3, 3, "waits")] {
        let push = post(&path, &format!("X-NotificationClass: {class}\r\n"), body.as_bytes());
        assert_eq!(kept(&mut sender, &journal, nth, &push).await, "received-temp-disconnected");
    }
    let memory = Memory {
        devices: vec![journal.device()],
        pending: journal.pending(),
        faults: journal.faults(),
        last_push: PushId(3),
        ..Memory::default()
    };
    let mut relay = TestRelay::with_journal(std::sync::Arc::new(TestJournal::new()), memory).await;
    assert_eq!((relay.relay.stopped(), relay.device("ana").queued), (vec![PushId(2)], 2));
    let counts: Vec<_> = relay.relay.faults().iter().map(|fault| (fault.seen, fault.acted)).collect();
    assert_eq!(counts, [(1, 1)], "of the three pushes it was asked about the one that it matches");
    let mut phone = TestPhone::connect(relay.addr, "ana").await;
    assert_eq!(phone.push().await.bytes(), b"waits");
    assert!(relay.relay.release(PushId(2), Some(b"edited".to_vec())));
    assert_eq!(phone.push().await.bytes(), b"edited");
    relay.pass(450);
    assert_eq!(phone.push().await.bytes(), b"held");
    relay.reached(1, Stage::OnLink).await;
}
