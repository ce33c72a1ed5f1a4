//! How does the service behave? Settings are read, and changed by name (INTERFACES.md 3).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use super::Host;
use super::ask::Body;
use super::refusal::Refusal;
use crate::relay::Settings;

/// `GET /settings`.
pub(super) async fn show(State(host): State<Host>) -> Json<Arc<Settings>> {
    Json(host.console.relay.settings())
}

/// `PATCH /settings`.
pub(super) async fn change(State(host): State<Host>, Body(patch): Body<Value>) -> Result<Json<Arc<Settings>>, Refusal> {
    let changed = host.console.relay.change_settings(&patch);
    changed
        .map(Json)
        .map_err(|bad| Refusal::value(bad.to_string(), "GET /api/v1/settings shows every name with its value"))
}
