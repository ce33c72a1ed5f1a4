//! How does the service behave? Settings are read, and changed by name (INTERFACES.md 3).

use std::borrow::Cow;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::Host;
use super::ask::Body;
use super::refusal::Refusal;
use crate::relay::Settings;

/// Some settings, by name.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Patch(Value);

impl PartialSchema for Patch {
    fn schema() -> RefOr<Schema> {
        Settings::schema()
    }
}

/// None of the settings has to be there, so some are described as all are.
impl ToSchema for Patch {
    fn name() -> Cow<'static, str> {
        Settings::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Settings::schemas(schemas);
    }
}

/// `GET /settings`.
pub(super) async fn show(State(host): State<Host>) -> Json<Arc<Settings>> {
    Json(host.console.relay.settings())
}

/// `PATCH /settings`.
pub(super) async fn change(
    State(host): State<Host>,
    Body(Patch(patch)): Body<Patch>,
) -> Result<Json<Arc<Settings>>, Refusal> {
    let changed = host.console.relay.change_settings(&patch);
    changed
        .map(Json)
        .map_err(|bad| Refusal::value(bad.to_string(), "GET /api/v1/settings shows every name with its value"))
}
