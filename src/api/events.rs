//! What is happening? Every stage that a push reaches, as Server-Sent Events; a reader that was cut off goes on where it stopped.
//!
//! Nothing is buffered for a reader: it takes from the hub's ring when its socket has room. One that is overtaken by the
//! ring's end is cut off, and told what it has missed when it comes back.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::pin::pin;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::sleep;
use utoipa::ToSchema;
use utoipa::openapi::schema::Type;

use super::refusal::{Code, Refusal};
use super::signature::{Answers, Asks, Said, content};
use super::{Host, Limits};
use crate::console::Shared;
use crate::console::ring::Later;
use crate::protocol::StageEvent;

/// How many readers there may be at once.
pub(super) const MAX_READERS: usize = 256;
/// How often something is said to a reader for whom nothing happens, so that both ends know that the other is there. A reader
/// that has gone is noticed when something is said to it.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// At most this often a reader looks for news, however much happens.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// How many events are written at once.
const BATCH: usize = 256;
/// How long a browser is to wait before it comes back, in milliseconds.
const RETRY_MS: u32 = 1_000;

/// An event of the stream, as a reader of Server-Sent Events hands it on; `data` is a JSON text.
#[derive(ToSchema)]
#[schema(as = Event)]
#[expect(dead_code, reason = "it describes what `written` and `lost` write")]
struct Message {
    /// Its number, for `Last-Event-ID`.
    id: u64,
    /// `lost`; there is none where a push has reached a stage.
    event: Option<Named>,
    /// What has happened.
    data: Data,
}

/// The name of an event.
#[derive(ToSchema)]
#[schema(as = EventName, rename_all = "kebab-case")]
#[expect(dead_code, reason = "it describes what `lost` writes")]
enum Named {
    /// Events are gone.
    Lost,
}

/// What an event tells.
#[derive(ToSchema)]
#[serde(untagged)]
#[schema(as = EventData)]
#[expect(dead_code, reason = "it describes what `written` and `lost` write")]
enum Data {
    /// A push has reached a stage.
    Stage(StageEvent),
    /// Events are gone.
    Lost(Lost),
}

/// Events that a reader has missed.
#[derive(Serialize, ToSchema)]
#[schema(as = LostEvents)]
struct Lost {
    /// The last event that it has.
    after: u64,
    /// The first event that there still is.
    before: u64,
}

/// The stream.
pub(super) struct Events(Body);

/// The last event that a reader has read.
pub(super) struct LastEventId(Option<u64>);

/// Where a reader is.
struct Reader {
    console: Shared,
    version: watch::Receiver<u64>,
    stopped: watch::Receiver<bool>,
    /// The number of the last event that it has.
    last: u64,
    /// Whether it had everything when it last looked.
    has_all: bool,
    /// What is to be said first.
    greeting: Option<String>,
    _one_of_few: OwnedSemaphorePermit,
}

/// `GET /events`.
pub(super) async fn follow(
    State(host): State<Host>,
    State(limits): State<Limits>,
    LastEventId(last): LastEventId,
) -> Result<Events, Refusal> {
    let busy = |_| Refusal::busy(format!("there are {MAX_READERS} readers already"));
    let one_of_few = limits.readers.clone().try_acquire_owned().map_err(busy)?;
    let console = host.console;
    console.catch_up().await;
    let mut greeting = format!("retry: {RETRY_MS}\n\n");
    let last = match last {
        None => console.hub.ring().newest(),
        Some(last) => match console.hub.ring().after(last, 0) {
            Later::Events(_) => last,
            Later::From(first) => {
                greeting += &lost(last, first);
                first - 1
            }
        },
    };
    let (version, stopped) = (console.hub.version(), console.stopped.clone());
    let greeting = Some(greeting);
    let reader = Reader { console, version, stopped, last, has_all: false, greeting, _one_of_few: one_of_few };
    let pieces = stream::unfold(reader, async |mut reader| reader.next().await.map(|piece| (piece, reader)));
    Ok(Events(Body::from_stream(pieces)))
}

const EVENT_STREAM: &str = "text/event-stream";

impl IntoResponse for Events {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, EVENT_STREAM), (CACHE_CONTROL, "no-store")], self.0).into_response()
    }
}

impl Answers for Events {
    fn tell(said: &mut Said) {
        let message = said.schema::<Message>();
        said.gives(StatusCode::OK, "The events, without end", Some((EVENT_STREAM, content(message))));
    }
}

impl<S: Send + Sync> FromRequestParts<S> for LastEventId {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        last_event_id(&parts.headers).map(Self)
    }
}

impl Asks for LastEventId {
    fn tell(said: &mut Said) {
        said.header(
            "Last-Event-ID",
            "The id of the last event that was read; the answer goes on behind it",
            Type::Integer,
        );
        said.refuses(&[Code::Parameter]);
    }
}

impl Reader {
    /// What is to be written next; none at the end.
    async fn next(&mut self) -> Option<Result<Bytes, Infallible>> {
        if let Some(greeting) = self.greeting.take() {
            return Some(Ok(Bytes::from(greeting)));
        }
        if std::mem::take(&mut self.has_all) {
            sleep(LOOK_EVERY).await;
        }
        let mut heartbeat = pin!(sleep(HEARTBEAT));
        loop {
            self.version.mark_unchanged();
            let later = self.console.hub.ring().after(self.last, BATCH);
            match later {
                Later::Events(events) if !events.is_empty() => {
                    self.last += events.len() as u64;
                    self.has_all = events.len() < BATCH;
                    return Some(Ok(written(&events)));
                }
                Later::Events(_) => {}
                Later::From(_) => return None,
            }
            tokio::select! {
                changed = self.version.changed() => changed.ok()?,
                // Comments are read over.
                () = &mut heartbeat => return Some(Ok(Bytes::from_static(b":\n\n"))),
                _ = self.stopped.wait_for(|stopped| *stopped) => return None,
            }
        }
    }
}

fn written(events: &[(u64, StageEvent)]) -> Bytes {
    let mut text = String::new();
    for (number, event) in events {
        let data = serde_json::to_string(event).unwrap_or_default();
        // Writing into a string does not fail.
        let _ = write!(text, "id: {number}\ndata: {data}\n\n");
    }
    Bytes::from(text)
}

/// Tells a reader that it has missed something: what it has not read is gone up to here.
fn lost(last: u64, first: u64) -> String {
    let data = serde_json::to_string(&Lost { after: last, before: first }).unwrap_or_default();
    format!("event: lost\nid: {}\ndata: {data}\n\n", first - 1)
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<u64>, Refusal> {
    let Some(value) = headers.get("last-event-id").filter(|value| !value.is_empty()) else { return Ok(None) };
    let read = value.to_str().ok().and_then(|text| text.trim().parse().ok());
    let wrong = || Refusal::parameter("Last-Event-ID is no number", "send the id of the last event that was read");
    read.map(Some).ok_or_else(wrong)
}
