//! What is happening? Every stage that a push reaches, as Server-Sent Events; a reader that was cut off goes on where it stopped.
//!
//! Nothing is buffered for a reader: it takes from the hub's ring when its socket has room. One that is overtaken by the
//! ring's end is cut off, and told what it has missed when it comes back.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::pin::pin;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::sleep;

use super::refusal::Refusal;
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
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let busy = |_| Refusal::busy(format!("there are {MAX_READERS} readers already"));
    let one_of_few = limits.readers.clone().try_acquire_owned().map_err(busy)?;
    let console = host.console;
    console.catch_up().await;
    let mut greeting = format!("retry: {RETRY_MS}\n\n");
    let last = match last_event_id(&headers)? {
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
    let kind = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-store")];
    Ok((kind, Body::from_stream(pieces)).into_response())
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
    format!("event: lost\nid: {}\ndata: {{\"after\":{last},\"before\":{first}}}\n\n", first - 1)
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<u64>, Refusal> {
    let Some(value) = headers.get("last-event-id").filter(|value| !value.is_empty()) else { return Ok(None) };
    let read = value.to_str().ok().and_then(|text| text.trim().parse().ok());
    let wrong = || Refusal::parameter("Last-Event-ID is no number", "send the id of the last event that was read");
    read.map(Some).ok_or_else(wrong)
}
