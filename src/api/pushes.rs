//! Which pushes were there? The list, one of them, and forgetting them all. Which of them a list wants is `filter`, how an
//! answer waits until enough match is `wait`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Done;
use super::ask::{Name, Parameters};
use super::filter::{Filter, PushQuery};
use super::refusal::Refusal;
use super::{Host, Limits, older, wait};
use crate::archive::Told;
use crate::clock::Timestamp;
use crate::console::log::Entry;
use crate::console::{Event, Shared};
use crate::protocol::record::PushRecord;
use crate::protocol::trace::{PushId, Stage, StageEvent};

/// How many pushes a list holds if the caller does not say.
const DEFAULT_LIMIT: usize = 1_000;
/// How many pushes a list holds at most.
const MAX_LIMIT: usize = 10_000;
/// How many entries are looked at before others may change the world again.
const CHUNK: usize = 512;

/// The pushes that match.
#[derive(Serialize, ToSchema)]
pub(super) struct Pushes {
    /// The newest of them, newest last.
    pushes: Vec<PushView>,
    /// How many there are.
    total: usize,
}

/// A push, whole.
#[derive(Serialize, ToSchema)]
#[schema(as = Push)]
pub(super) struct PushView {
    #[serde(flatten)]
    record: Arc<PushRecord>,
    /// The stages that it reached, in order of time.
    stages: Vec<StageView>,
}

/// A stage that a push reached.
#[derive(Serialize, ToSchema)]
#[schema(as = PushStage)]
pub(super) struct StageView {
    /// Which.
    stage: Stage,
    /// When.
    at: Timestamp,
    /// More, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

/// `GET /pushes`.
pub(super) async fn list(
    State(host): State<Host>,
    State(limits): State<Limits>,
    Parameters(query): Parameters<PushQuery>,
) -> Result<Json<Pushes>, Refusal> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if limit > MAX_LIMIT {
        let hint = "ask for the next ones with since=ID of the last one that you have";
        return Err(Refusal::parameter(format!("limit is at most {MAX_LIMIT}"), hint));
    }
    let filter = Filter::read(&query)?;
    host.console.catch_up().await;
    wait::until_enough(&host.console, &limits, &filter, &query).await?;
    let end = older::end(&host.console);
    let recent = matching(&host.console, &filter, limit, end);
    let rest = limit.saturating_sub(recent.pushes.len());
    let older = older::find(&host.console, &filter, end, rest).await?;
    let total = older.total + recent.total;
    let pushes = older.newest.into_iter().map(recalled).chain(recent.pushes).collect();
    Ok(Json(Pushes { pushes, total }))
}

/// `GET /pushes/{id}`.
pub(super) async fn one(State(host): State<Host>, Name(id): Name) -> Result<Json<PushView>, Refusal> {
    host.console.catch_up().await;
    find(&host.console, read_id(&id)?).await.map(Json)
}

/// `DELETE /pushes`. What is still on its way is delivered all the same.
pub(super) async fn forget(State(host): State<Host>) -> Done {
    host.console.catch_up().await;
    host.console.hub.publish(Event::Forgotten);
    Done
}

/// The push that a path names.
pub(super) fn read_id(id: &str) -> Result<PushId, Refusal> {
    id.parse().map_err(|_| missing())
}

/// A push as it is known now.
pub(super) async fn find(console: &Shared, id: PushId) -> Result<PushView, Refusal> {
    let recent = console.hub.world().log.push(id).and_then(view);
    match recent {
        Some(push) => Ok(push),
        None => older::one(console, id).await?.map(recalled).ok_or_else(missing),
    }
}

/// What the relay has recorded of a push.
pub(super) async fn record(console: &Shared, id: PushId) -> Result<Arc<PushRecord>, Refusal> {
    find(console, id).await.map(|push| push.record)
}

fn missing() -> Refusal {
    Refusal::not_found("there is no such push", "GET /api/v1/pushes lists them")
}

/// The newest `limit` pushes from `start` on that a filter takes, and how many there are, as far as the log knows. The world is
/// looked at in pieces, so that nobody waits for long.
fn matching(console: &Shared, filter: &Filter, limit: usize, start: PushId) -> Pushes {
    let mut rows = Vec::new();
    let mut total = 0;
    let mut before = None;
    while let Some(chunk) = chunk_before(console, before) {
        before = chunk.first().map(|(row, _)| *row);
        for (row, record) in chunk.into_iter().rev() {
            if record.is_some_and(|record| record.id >= start && filter.takes(&record)) {
                total += 1;
                if rows.len() < limit {
                    rows.push(row);
                }
            }
        }
    }
    rows.reverse();
    let mut pushes = Vec::with_capacity(rows.len());
    for rows in rows.chunks(CHUNK) {
        let world = console.hub.world();
        // Those that were forgotten meanwhile are gone.
        pushes.extend(rows.iter().filter_map(|row| world.log.row(*row).and_then(view)));
    }
    Pushes { pushes, total }
}

/// The entries before a row (or the newest ones), oldest first; none if there are none.
fn chunk_before(console: &Shared, before: Option<u64>) -> Option<Vec<(u64, Option<Arc<PushRecord>>)>> {
    let world = console.hub.world();
    let end = before.or_else(|| world.log.newest().map(|newest| newest + 1))?;
    let start = end.saturating_sub(CHUNK as u64).max(world.log.oldest()?);
    let entries = (start..end).filter_map(|row| world.log.row(row));
    let chunk: Vec<_> = entries.map(|entry| (entry.row, entry.record.clone())).collect();
    (!chunk.is_empty()).then_some(chunk)
}

fn view(entry: &Entry) -> Option<PushView> {
    Some(PushView { record: entry.record.clone()?, stages: entry.stages.iter().map(stage).collect() })
}

fn recalled(told: Told) -> PushView {
    PushView { stages: told.stages.iter().map(stage).collect(), record: told.record }
}

fn stage(event: &StageEvent) -> StageView {
    StageView { stage: event.stage, at: event.at, detail: event.detail.clone() }
}
