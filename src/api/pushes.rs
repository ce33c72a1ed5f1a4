//! Which pushes were there? Filters, and an answer that waits until enough match.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Host;
use super::refusal::Refusal;
use crate::console::log::{Entry, Log};
use crate::notification::Kind;
use crate::protocol::device::DeviceId;
use crate::protocol::trace::PushId;
use crate::protocol::verdict::Verdict;

/// How many pushes a list holds if the caller does not say.
const DEFAULT_LIMIT: usize = 1_000;
/// The longest that an answer is held, in seconds.
const MAX_WAIT_SECS: u64 = 300;

/// The parameters of `GET /pushes`.
#[derive(Deserialize)]
pub(super) struct PushQuery {
    kind: Option<String>,
    device: Option<String>,
    app: Option<String>,
    verdict: Option<String>,
    text: Option<String>,
    since: Option<String>,
    limit: Option<usize>,
    wait_secs: Option<u64>,
    count: Option<usize>,
}

/// The parameters, read.
struct Filter {
    kind: Option<Kind>,
    device: Option<String>,
    app: Option<String>,
    verdict: Option<Verdict>,
    text: Option<String>,
    since: Option<Since>,
}

/// From where on pushes are wanted.
enum Since {
    /// After that push.
    Push(PushId),
    /// At that time or after, RFC 3339.
    Time(String),
}

/// `GET /pushes`.
pub(super) async fn list(State(host): State<Host>, query: Query<PushQuery>) -> Result<Json<Value>, Refusal> {
    let Query(query) = query;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    let wanted = query.count.unwrap_or(1);
    let patience = Duration::from_secs(query.wait_secs.unwrap_or(0).min(MAX_WAIT_SECS));
    let filter = Filter::read(query)?;
    let mut version = host.console.hub.version();
    let enough = async {
        loop {
            version.mark_unchanged();
            if filter.count(&host.console.hub.world().log) >= wanted || version.changed().await.is_err() {
                break;
            }
        }
    };
    // Too few in time is an answer too: the list then holds those that there are.
    let _ = tokio::time::timeout(patience, enough).await;
    let world = host.console.hub.world();
    let total = filter.count(&world.log);
    let pushes: Vec<Value> =
        filter.matching(&world.log).skip(total.saturating_sub(limit)).filter_map(describe).collect();
    Ok(Json(json!({ "pushes": pushes, "total": total })))
}

/// `GET /pushes/{id}`.
pub(super) async fn one(State(host): State<Host>, Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    let world = host.console.hub.world();
    let found = id.parse().ok().and_then(|id| world.log.push(id)).and_then(describe);
    found.map(Json).ok_or_else(|| Refusal::not_found("there is no such push", "GET /api/v1/pushes lists them"))
}

impl Filter {
    fn read(query: PushQuery) -> Result<Self, Refusal> {
        let kind = query.kind.map(|word| word.parse::<Kind>()).transpose();
        let verdict = query.verdict.map(|name| Verdict::from_name(&name).ok_or(name)).transpose();
        let since = query.since.map(|text| match text.parse() {
            Ok(id) => Since::Push(id),
            Err(_) => Since::Time(text),
        });
        Ok(Self {
            kind: kind.map_err(|error| Refusal::parameter(&error.to_string(), "use kind=toast, tile or raw"))?,
            device: query.device,
            app: query.app,
            verdict: verdict.map_err(|name| {
                Refusal::parameter(&format!("`{name}` is no verdict"), "use a name such as received or expired")
            })?,
            text: query.text.map(|text| text.to_lowercase()),
            since,
        })
    }

    fn matching<'a>(&'a self, log: &'a Log) -> impl Iterator<Item = &'a Entry> {
        log.entries().filter(|entry| self.takes(entry))
    }

    fn count(&self, log: &Log) -> usize {
        self.matching(log).count()
    }

    fn takes(&self, entry: &Entry) -> bool {
        let Some(record) = &entry.record else { return false };
        let same = |wanted: &Option<String>, got: Option<&str>| wanted.is_none() || wanted.as_deref() == got;
        self.kind.is_none_or(|kind| record.kind == Some(kind))
            && same(&self.device, record.device.as_ref().map(DeviceId::as_str))
            && same(&self.app, record.app.as_deref())
            && self.verdict.is_none_or(|verdict| record.verdict == verdict)
            && self
                .text
                .as_ref()
                .is_none_or(|text| String::from_utf8_lossy(&record.request.body).to_lowercase().contains(text.as_str()))
            && match &self.since {
                None => true,
                Some(Since::Push(id)) => record.id > *id,
                Some(Since::Time(time)) => record.at.rfc3339() >= *time,
            }
    }
}

fn describe(entry: &Entry) -> Option<Value> {
    let record = entry.record.as_ref()?;
    let mut described = serde_json::to_value(record.as_ref()).ok()?;
    let stages: Vec<Value> = entry
        .stages
        .iter()
        .map(|event| match &event.detail {
            Some(detail) => json!({ "stage": event.stage, "at": event.at, "detail": detail }),
            None => json!({ "stage": event.stage, "at": event.at }),
        })
        .collect();
    described.as_object_mut()?.insert(String::from("stages"), Value::Array(stages));
    Some(described)
}
