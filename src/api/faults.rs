//! Which faults act on pushes (INTERFACES.md 4)? They are listed, added, and taken out.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;

use super::Host;
use super::ask::{Body, Name};
use super::refusal::Refusal;
use crate::protocol::Verdict;
use crate::relay::Fault;

/// Every fault, in order.
#[derive(Serialize)]
pub(super) struct Faults {
    /// The faults; the first that is about a push acts on it.
    faults: Vec<Fault>,
}

/// `GET /faults`.
pub(super) async fn list(State(host): State<Host>) -> Json<Faults> {
    Json(Faults { faults: host.console.relay.faults() })
}

/// `POST /faults`.
pub(super) async fn add(
    State(host): State<Host>,
    body: Result<Body<Fault>, Refusal>,
) -> Result<(StatusCode, Json<Fault>), Refusal> {
    let Body(fault) = body.map_err(|refusal| refusal.with_hint(what_may_be))?;
    let added = host.console.relay.add_fault(fault);
    added.map(|kept| (StatusCode::CREATED, Json(kept))).map_err(|bad| Refusal::value(bad.to_string(), what_may_be()))
}

/// `DELETE /faults`.
pub(super) async fn clear(State(host): State<Host>) -> StatusCode {
    host.console.relay.clear_faults();
    StatusCode::NO_CONTENT
}

/// `DELETE /faults/{id}`.
pub(super) async fn remove(State(host): State<Host>, Name(id): Name) -> Result<StatusCode, Refusal> {
    let removed = id.parse().is_ok_and(|id| host.console.relay.remove_fault(id));
    let missing = || Refusal::not_found("there is no such fault", "GET /api/v1/faults lists them");
    removed.then_some(StatusCode::NO_CONTENT).ok_or_else(missing)
}

/// What a fault may say, in a sentence.
fn what_may_be() -> String {
    let verdicts: Vec<&str> = Verdict::all().map(|verdict| verdict.row().name).collect();
    format!(
        "an action is one of {{\"verdict\":NAME}}, {{\"delay_ms\":N}}, \
         {{\"close\":\"before-answer|after-answer|mid-answer\"}}, {{\"lose\":true}}, {{\"duplicate\":N}}, \
         {{\"hold\":true}}, {{\"corrupt\":true}}; the verdicts are {}",
        verdicts.join(", ")
    )
}
