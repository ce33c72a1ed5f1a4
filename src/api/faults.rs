//! Which faults act on pushes (INTERFACES.md 4)? They are listed, added, and taken out.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::Host;
use super::answer::{Created, Done};
use super::ask::{Body, Name};
use super::refusal::Refusal;
use crate::protocol::Verdict;
use crate::relay::Fault;

/// Every fault, in order.
#[derive(Serialize, ToSchema)]
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
) -> Result<Created<Fault>, Refusal> {
    let Body(fault) = body.map_err(|refusal| refusal.with_hint(what_may_be))?;
    let added = host.console.relay.add_fault(fault);
    added.map(Created).map_err(|bad| Refusal::value(bad.to_string(), what_may_be()))
}

/// `DELETE /faults`.
pub(super) async fn clear(State(host): State<Host>) -> Done {
    host.console.relay.clear_faults();
    Done
}

/// `DELETE /faults/{id}`.
pub(super) async fn remove(State(host): State<Host>, Name(id): Name) -> Result<Done, Refusal> {
    let removed = id.parse().is_ok_and(|id| host.console.relay.remove_fault(id));
    let missing = || Refusal::not_found("there is no such fault", "GET /api/v1/faults lists them");
    removed.then_some(Done).ok_or_else(missing)
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
