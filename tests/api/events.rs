//! Events: every stage, in order, resumed where a reader stopped.

use std::time::Duration;

use serde_json::{Value, json};
use tilecast::console::Event;
use tilecast::console::command::{Outgoing, Request};
use tilecast::console::ring::EVENTS_KEPT;
use tilecast::notification::Kind;
use tilecast::protocol::class::{Interval, NotificationClass};
use tilecast::protocol::{PushId, Stage, StageEvent};

use crate::described::Described;
use crate::desk::Desk;
use crate::support::relay::START;
use crate::support::wire;

/// A reader of the events.
struct Reader {
    described: &'static Described,
    answer: reqwest::Response,
    unread: String,
}

/// One event.
#[derive(Debug)]
struct Told {
    id: u64,
    /// Its name; empty for a stage.
    event: String,
    data: Value,
}

impl Reader {
    async fn open(desk: &Desk, last: Option<u64>) -> Self {
        let request = desk.client.get(desk.url("/events"));
        let request = last.into_iter().fold(request, |request, last| request.header("Last-Event-ID", last));
        let answer = request.send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["content-type"]),
            (200, &"text/event-stream".parse().unwrap())
        );
        Self { described: desk.described, answer, unread: String::new() }
    }

    /// The next event; none when the relay ends.
    async fn next(&mut self) -> Option<Told> {
        loop {
            while let Some((block, rest)) = self.unread.split_once("\n\n") {
                let told = told(block);
                self.unread = rest.to_owned();
                if let Some(told) = told {
                    let mut event = json!({ "id": told.id, "data": told.data });
                    if !told.event.is_empty() {
                        event["event"] = json!(told.event);
                    }
                    assert_eq!(self.described.errors("get", "/events", 200, &event), [""; 0], "{event}");
                    return Some(told);
                }
            }
            let piece =
                tokio::time::timeout(Duration::from_secs(20), self.answer.chunk()).await.unwrap().ok().flatten()?;
            self.unread += std::str::from_utf8(&piece).unwrap();
        }
    }

    async fn take(&mut self, count: usize) -> Vec<Told> {
        let mut taken = Vec::new();
        for _ in 0..count {
            taken.push(self.next().await.unwrap());
        }
        taken
    }
}

fn told(block: &str) -> Option<Told> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    Some(Told {
        id: field("id")?.parse().unwrap(),
        event: field("event").unwrap_or_default().to_owned(),
        data: serde_json::from_str(field("data")?).unwrap(),
    })
}

fn words(told: &[Told]) -> Vec<(u64, &str)> {
    told.iter().map(|told| (told.data["push"].as_u64().unwrap(), told.data["stage"].as_str().unwrap())).collect()
}

/// Whoever listens hears of every stage, in order, and whoever comes back with the last id hears of the rest.
#[tokio::test(flavor = "multi_thread")]
async fn every_stage_is_told() {
    let desk = Desk::open().await;
    let path = desk.channel("ana").await;
    let mut reader = Reader::open(&desk, None).await;
    desk.push(&wire::toast(&path)).await;
    desk.push(&wire::raw("/throttledthirdparty/01.00/nobody", "x")).await;
    let told = reader.take(6).await;
    let mut seen = words(&told);
    seen.sort_unstable();
    assert_eq!(seen, [(1, "accepted"), (1, "acked"), (1, "at-phone"), (1, "on-link"), (1, "shown"), (2, "refused")]);
    assert!(told.windows(2).all(|two| two[1].id == two[0].id + 1), "{told:?}");
    assert_eq!(told[0].data["at"], "2026-11-24T04:02:23.000Z");
    drop(reader);
    desk.push(&wire::raw("/throttledthirdparty/01.00/nobody", "y")).await;
    let mut again = Reader::open(&desk, Some(told[3].id)).await;
    let rest = again.take(3).await;
    assert_eq!(rest.iter().map(|told| told.id).collect::<Vec<_>>(), [told[4].id, told[5].id, told[5].id + 1]);
    assert_eq!(words(&rest)[..2], words(&told)[4..]);
    assert_eq!(words(&rest)[2], (3, "refused"));
    let mut newcomer = Reader::open(&desk, None).await;
    desk.push(&wire::raw("/throttledthirdparty/01.00/nobody", "z")).await;
    assert_eq!(words(&newcomer.take(1).await), [(4, "refused")]);
}

/// A push that is sent from here is told from its composing on, with its number.
#[tokio::test(flavor = "multi_thread")]
async fn our_own_pushes_are_told_from_the_start() {
    let desk = Desk::open().await;
    let uri = desk.get("/devices/ana").await["apps"][0]["uri"].as_str().unwrap().to_owned();
    let mut reader = Reader::open(&desk, None).await;
    let outgoing = Outgoing {
        message_id: uuid::Uuid::new_v4(),
        uri,
        kind: Kind::Toast,
        class: NotificationClass::of(Kind::Toast, Interval::Immediate),
        body: wire::TOAST.as_bytes().to_vec(),
    };
    desk.console.shared.requests.send(Request::Send(outgoing)).await.unwrap();
    let told = reader.take(7).await;
    for stage in ["composed", "sent", "accepted", "on-link", "at-phone", "shown", "acked"] {
        assert_eq!(words(&told).iter().filter(|word| **word == (1, stage)).count(), 1, "{stage}: {told:?}");
    }
}

/// Whoever comes back too late, or from another run, is told that something is missing, and then hears what is kept.
#[tokio::test(flavor = "multi_thread")]
async fn gaps_are_told() {
    let desk = Desk::with(&[], None).await;
    desk.push(&wire::raw("/throttledthirdparty/01.00/nobody", "x")).await;
    for last in [5, u64::MAX] {
        let mut reader = Reader::open(&desk, Some(last)).await;
        let lost = reader.next().await.unwrap();
        let stage = reader.next().await.unwrap();
        assert_eq!((lost.event.as_str(), stage.event.as_str()), ("lost", ""));
        assert_eq!(lost.data, json!({ "after": last, "before": stage.id }));
        assert_eq!(lost.id + 1, stage.id);
    }
    let wrong = desk.client.get(desk.url("/events")).header("Last-Event-ID", "x").send().await.unwrap();
    assert_eq!(wrong.status(), 400);
}

/// A reader that reads too slowly is cut off, holds nobody up, and goes on from what is kept when it comes back.
#[tokio::test(flavor = "multi_thread")]
async fn slow_readers_are_cut_off() {
    let desk = Desk::with(&[], None).await;
    let mut reader = Reader::open(&desk, None).await;
    let detail = Some("x".repeat(500));
    let event = |push| StageEvent { push: PushId(push), stage: Stage::Acked, at: START, detail: detail.clone() };
    let flood = 2 * EVENTS_KEPT as u64;
    for push in 1..=flood {
        desk.console.shared.hub.publish(Event::Stage(event(push)));
    }
    let (mut heard, mut last) = (0, 0);
    while let Some(told) = reader.next().await {
        (heard, last) = (heard + 1, told.id);
    }
    assert!(heard > 0 && heard < flood, "{heard}");
    let mut again = Reader::open(&desk, Some(last)).await;
    assert_eq!(again.next().await.unwrap().event, "lost");
    assert_eq!(words(&again.take(1).await), [(flood - EVENTS_KEPT as u64 + 1, "acked")]);
}

/// There is a limit to readers, and one that has gone makes room.
#[tokio::test(flavor = "multi_thread")]
async fn readers_are_counted() {
    let desk = Desk::with(&[], None).await;
    let mut readers = Vec::new();
    for _ in 0..256 {
        readers.push(Reader::open(&desk, None).await);
    }
    let busy = desk.call("GET", "/events", None).await;
    assert_eq!(busy.error(), (503, "busy"));
    drop(readers);
    // The relay learns of it when it next has something to say.
    let patience = tokio::time::timeout(Duration::from_secs(20), async {
        while desk.client.get(desk.url("/events")).send().await.unwrap().status() != 200 {
            desk.push(&wire::raw("/throttledthirdparty/01.00/nobody", "x")).await;
        }
    });
    patience.await.unwrap();
}
