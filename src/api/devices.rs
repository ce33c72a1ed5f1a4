//! Which devices are there, and what does their user see?

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Host;
use super::refusal::Refusal;
use crate::console::World;
use crate::protocol::device::DeviceId;

const WHICH: &str = "GET /api/v1/devices lists them";

/// `GET /devices`.
pub(super) async fn list(State(host): State<Host>) -> Json<Value> {
    let world = host.console.hub.world();
    let known = world.devices.keys().chain(world.phones.keys());
    let devices: std::collections::BTreeSet<&DeviceId> = known.collect();
    let devices: Vec<Value> = devices.into_iter().filter_map(|device| describe(&world, device)).collect();
    Json(json!({ "devices": devices }))
}

/// `GET /devices/{device}`.
pub(super) async fn one(State(host): State<Host>, Path(device): Path<String>) -> Result<Json<Value>, Refusal> {
    let described = device.parse().ok().and_then(|device| describe(&host.console.hub.world(), &device));
    described.map(Json).ok_or_else(|| Refusal::not_found("there is no such device", WHICH))
}

#[derive(Deserialize)]
pub(super) struct ScreenQuery {
    scale: Option<f32>,
}

/// `GET /devices/{device}/screen.png`.
pub(super) async fn screen(
    State(host): State<Host>,
    Path(device): Path<String>,
    Query(query): Query<ScreenQuery>,
) -> Result<Response, Refusal> {
    let scene = device
        .parse()
        .ok()
        .and_then(|device| host.console.hub.world().scene(&device, host.console.clock.now()))
        .ok_or_else(|| Refusal::not_found("no phone of this console has that name", WHICH))?;
    let painter = host.painter.clone();
    let scale = query.scale.unwrap_or(1.0);
    let painted = tokio::task::spawn_blocking(move || painter.screen_png(&scene, scale)).await;
    let png = painted
        .map_err(|_| Refusal::internal("the picture could not be drawn"))?
        .map_err(|error| Refusal::parameter(&error.to_string(), "use a scale from 0.1 to 8"))?;
    Ok(([(CONTENT_TYPE, "image/png"), (CACHE_CONTROL, "no-store")], png).into_response())
}

fn describe(world: &World, device: &DeviceId) -> Option<Value> {
    let mut described = match (world.devices.get(device), world.phones.get(device)) {
        (Some(snapshot), _) => serde_json::to_value(snapshot).ok()?,
        (None, Some(phone)) => json!({
            "device": device, "name": phone.config().name, "os": phone.config().os,
            "connection": "disconnected", "power": "normal", "apps": [], "queued": 0,
        }),
        (None, None) => return None,
    };
    if let (Some(phone), Some(fields)) = (world.phones.get(device), described.as_object_mut()) {
        fields.insert(String::from("shell"), serde_json::to_value(phone.snapshot()).ok()?);
    }
    Some(described)
}
