//! What a console would have seen: canned events for windows under test, with no relay and no phone behind them.
#![allow(dead_code, reason = "not every test file needs all of it")]

use std::sync::Arc;
use std::time::Duration;

use tilecast::clock::Timestamp;
use tilecast::console::Event;
use tilecast::console::command::Outgoing;
use tilecast::console::event::{Answered, Exchange};
use tilecast::notification::Kind;
use tilecast::notification::lint::{Diagnostic, Severity, Span};
use tilecast::phone::shell::scene::Rgb;
use tilecast::phone::{Phone, PhoneConfig};
use tilecast::protocol::class::NotificationClass;
use tilecast::protocol::device::{AppSnapshot, DeviceId, DeviceSnapshot, OsVersion, PowerLevel};
use tilecast::protocol::header_lines::HeaderLines;
use tilecast::protocol::record::{Answer, PushRecord, Request};
use tilecast::protocol::status::{ConnectionStatus, Dialect};
use tilecast::protocol::trace::{PushId, Stage, StageEvent};
use tilecast::protocol::verdict::Verdict;
use uuid::Uuid;

/// The relay's address.
pub const BASE: &str = "http://127.0.0.1:6770";
/// The one channel.
pub const URI: &str = "http://127.0.0.1:6770/throttledthirdparty/01.00/AAEDxKZQ2kT5T4yDkV2kq7QBAgAAAAADAQAAAAQUZm52OkJCMjg1QTg1QkZDMkUxREQ";
/// Our own push's id.
pub const OURS: Uuid = Uuid::from_u128(0x7f9a_d4f0_9a3f_4c1b_8f2e_1d2c_3b4a_5968);
/// A toast as a stranger writes it.
pub const TOAST: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><wp:Notification xmlns:wp=\"WPNotification\"><wp:Toast><wp:Text1>Train 7</wp:Text1><wp:Text2>Leaves at 10:40</wp:Text2></wp:Toast></wp:Notification>";
/// A tile as this window writes it.
pub const TILE: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><wp:Notification xmlns:wp=\"WPNotification\" Version=\"2.0\"><wp:Tile Template=\"FlipTile\"><wp:Count>3</wp:Count><wp:Title>Trips</wp:Title><wp:BackTitle>Next</wp:BackTitle><wp:BackContent>Gate 4</wp:BackContent></wp:Tile></wp:Notification>";

fn device() -> DeviceId {
    "ana".parse().unwrap()
}

/// When everything begins: 2026-11-23 14:02:07.118 UTC.
pub fn start() -> Timestamp {
    Timestamp::from_micros(1_795_442_527_118_000)
}

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(start().as_micros() + micros)
}

/// The relay listens, one phone is connected, its app has a channel.
pub fn set_up() -> Vec<Event> {
    vec![Event::Listening { base: BASE.to_owned(), wanted: None }, phone(), snapshot(ConnectionStatus::Connected, 0)]
}

/// The phone as it was switched on.
pub fn phone() -> Event {
    Event::Phone(Arc::new(Phone::new(PhoneConfig {
        accent: Rgb(0, 80, 239),
        ..PhoneConfig::sample(device(), "ana", OsVersion::V8_0)
    })))
}

/// The phone as the relay sees it.
pub fn snapshot(connection: ConnectionStatus, queued: usize) -> Event {
    Event::Device(DeviceSnapshot {
        device: device(),
        name: String::from("ana"),
        os: OsVersion::V8_0,
        connection,
        set_to: None,
        power: PowerLevel::Normal,
        apps: vec![AppSnapshot {
            app: String::from("trips"),
            channel: String::from("main"),
            uri: URI.parse().unwrap(),
            service: None,
            toast: true,
            tile: true,
            tile_domains: Vec::new(),
            foreground: false,
        }],
        queued,
    })
}

fn lines(pairs: &[(&str, &str)]) -> HeaderLines {
    pairs.iter().copied().collect()
}

fn answer(verdict: Verdict, message_id: &str) -> Answer {
    let mut headers = lines(&[("X-MessageID", message_id)]);
    headers.extend(verdict.headers(Dialect::default()));
    headers.push("Content-Length", "0");
    Answer { status: verdict.row().code, headers }
}

/// A push as the relay answered it.
pub fn record(id: u64, micros: i64, kind: Option<Kind>, verdict: Verdict, agent: &str, body: &[u8]) -> PushRecord {
    let known = verdict != Verdict::Expired;
    let headers = [("Host", "127.0.0.1:6770"), ("User-Agent", agent), ("Content-Type", "text/xml")];
    let headers = headers.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    PushRecord {
        id: PushId(id),
        at: at(micros),
        from: format!("127.0.0.1:{}", 51_420 + id).into(),
        device: known.then(device),
        app: known.then(|| "trips".into()),
        channel: known.then(|| "main".into()),
        kind,
        class: kind.map(|kind| NotificationClass::of(kind, tilecast::protocol::class::Interval::Immediate)),
        message_id: Uuid::nil().to_string(),
        verdict,
        reason: None,
        fault: None,
        request: Request {
            method: String::from(if verdict == Verdict::MethodNotAllowed { "GET" } else { "POST" }),
            path: URI.strip_prefix(BASE).unwrap().to_owned(),
            headers,
            body: body.to_vec(),
        },
        answer: answer(verdict, &Uuid::nil().to_string()),
        lint: Vec::new(),
    }
}

fn stage(push: u64, stage: Stage, micros: i64, detail: Option<&str>) -> Event {
    Event::Stage(StageEvent { push: PushId(push), stage, at: at(micros), detail: detail.map(str::to_owned) })
}

/// Pushes of strangers, each with another verdict.
pub fn strangers() -> Vec<Event> {
    let push = |id, micros, kind, verdict, agent, body: &str| {
        Event::Push(Arc::new(record(id, micros, kind, verdict, agent, body.as_bytes())))
    };
    let mut unreadable =
        record(5, -9_000_000, Some(Kind::Toast), Verdict::BadRequest, "curl/8.5.0", b"<wp:Notification>\n<wp:Toast>&");
    unreadable.reason = Some(String::from("line 2, column 11: `&` does not begin a reference"));
    unreadable.lint.push(Diagnostic {
        code: "L4",
        severity: Severity::Error,
        message: String::from("bare & in a text"),
        why: String::from("The service reads XML strictly and refuses the whole push."),
        span: Span { line: 2, column: 11, end_line: 2, end_column: 12 },
        fix: None,
    });
    vec![
        push(1, -56_000_000, Some(Kind::Toast), Verdict::Expired, "", TOAST),
        push(
            2,
            -27_000_000,
            Some(Kind::Raw),
            Verdict::Suppressed,
            "python-requests/2.31",
            "{\"train\": 7, \"platform\": \"4b\"}",
        ),
        stage(2, Stage::Accepted, -26_999_000, None),
        push(3, -18_000_000, Some(Kind::Toast), Verdict::Received, "node mpns 2.1.3", TOAST),
        stage(3, Stage::Accepted, -17_999_600, None),
        stage(3, Stage::OnLink, -17_999_400, None),
        stage(3, Stage::AtPhone, -17_999_000, None),
        stage(3, Stage::Shown, -17_998_500, Some("toast")),
        push(4, -12_000_000, None, Verdict::MethodNotAllowed, "Mozilla/5.0", ""),
        Event::Push(Arc::new(unreadable)),
        push(6, -3_000_000, Some(Kind::Toast), Verdict::ReceivedTempDisconnected, "node mpns 2.1.3", TOAST),
        stage(6, Stage::Accepted, -2_999_300, None),
        stage(6, Stage::Queued, -2_999_200, None),
    ]
}

/// A tile of ours that was delivered.
pub fn ours() -> Vec<Event> {
    let outgoing = Outgoing {
        message_id: OURS,
        uri: URI.to_owned(),
        kind: Kind::Tile,
        class: NotificationClass::of(Kind::Tile, tilecast::protocol::class::Interval::Immediate),
        body: TILE.as_bytes().to_vec(),
    };
    let mut received = record(41, 900, Some(Kind::Tile), Verdict::Received, "Tilecast/0.1", TILE.as_bytes());
    received.message_id = OURS.to_string();
    received.answer = answer(Verdict::Received, &OURS.to_string());
    let answered = Answered { status: 200, headers: received.answer.headers.clone(), verdict: Some(Verdict::Received) };
    let exchange = Exchange {
        sent_at: at(300),
        connect: Duration::from_micros(200),
        answer: Duration::from_micros(900),
        result: Ok(answered),
    };
    vec![
        Event::Sending { outgoing: Arc::new(outgoing), at: at(0) },
        Event::Push(Arc::new(received)),
        stage(41, Stage::Accepted, 900, None),
        stage(41, Stage::OnLink, 1_000, None),
        stage(41, Stage::AtPhone, 1_400, None),
        Event::Sent { message_id: OURS, exchange: Arc::new(exchange) },
        stage(41, Stage::Shown, 1_600, Some("tile Trips")),
    ]
}

/// A whole morning: the set-up, strangers' pushes, and one of ours.
pub fn morning() -> Vec<Event> {
    [set_up(), strangers(), ours()].into_iter().flatten().collect()
}
