//! Which devices are there, where are they, and what does their user see? How phones come and go, and what a
//! finger does, is `phones`.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::Png;
use super::ask::{Body, Name, Parameters};
use super::refusal::Refusal;
use super::{Host, Limits};
use crate::console::Shared;
use crate::phone::PhoneSnapshot;
use crate::protocol::device::{DeviceId, DeviceSnapshot, PowerLevel};
use crate::protocol::status::ConnectionStatus;

const WHICH: &str = "GET /api/v1/devices lists them";

/// Every device, by id.
#[derive(Serialize, ToSchema)]
pub(super) struct Devices {
    /// The devices.
    devices: Vec<DeviceView>,
}

/// A device: as the relay sees it, and as its user does where the phone lives in this process.
#[derive(Serialize, ToSchema)]
#[schema(as = Device)]
pub(super) struct DeviceView {
    #[serde(flatten)]
    snapshot: DeviceSnapshot,
    /// What its user sees, where the phone lives in this process.
    #[serde(skip_serializing_if = "Option::is_none")]
    shell: Option<PhoneSnapshot>,
}

/// What is to change about a device.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeviceChange)]
pub(super) struct Change {
    /// Where it is, whatever its link says; `connected` leaves it to the link again.
    connection: Option<ConnectionStatus>,
    /// How full its battery is.
    power: Option<PowerLevel>,
}

/// `GET /devices`.
pub(super) async fn list(State(host): State<Host>) -> Json<Devices> {
    let known = host.console.relay.devices().into_iter().map(|snapshot| snapshot.device);
    let mut devices: BTreeSet<DeviceId> = known.collect();
    devices.extend(host.console.hub.world().phones.keys().cloned());
    Json(Devices { devices: devices.iter().filter_map(|device| describe(&host.console, device)).collect() })
}

/// `GET /devices/{device}`.
pub(super) async fn one(State(host): State<Host>, Name(name): Name) -> Result<Json<DeviceView>, Refusal> {
    let device = read_id(&name)?;
    describe(&host.console, &device).map(Json).ok_or_else(missing)
}

/// `PATCH /devices/{device}`.
pub(super) async fn change(
    State(host): State<Host>,
    Name(name): Name,
    Body(change): Body<Change>,
) -> Result<Json<DeviceView>, Refusal> {
    let device = read_id(&name)?;
    let relay = &host.console.relay;
    if change.connection.is_some_and(|connection| !relay.set_connection(&device, connection))
        || change.power.is_some_and(|power| !host.console.set_power(&device, power))
    {
        return Err(missing());
    }
    if let Some(power) = change.power {
        host.console.until_powered(&device, power).await;
    }
    host.console.catch_up().await;
    describe(&host.console, &device).map(Json).ok_or_else(missing)
}

/// The parameters of `GET /devices/{device}/screen.png`.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct ScreenQuery {
    /// Pixels per effective pixel; 1 if it is not said.
    scale: Option<f32>,
}

/// `GET /devices/{device}/screen.png`.
pub(super) async fn screen(
    State(host): State<Host>,
    State(limits): State<Limits>,
    Name(name): Name,
    Parameters(query): Parameters<ScreenQuery>,
) -> Result<Png, Refusal> {
    let device = read_id(&name)?;
    let elsewhere = || Refusal::not_found("no phone of this console has that name", WHICH);
    let scene = host.console.hub.world().scene(&device, host.console.clock.now()).ok_or_else(elsewhere)?;
    let painter = host.painter.clone();
    let scale = query.scale.unwrap_or(1.0);
    limits.paint(move || painter.screen_png(&scene, scale)).await.map(Png)
}

/// The device that a path names.
pub(super) fn read_id(name: &str) -> Result<DeviceId, Refusal> {
    name.parse().map_err(|_| missing())
}

/// There is no such device.
pub(super) fn missing() -> Refusal {
    Refusal::not_found("there is no such device", WHICH)
}

/// A device as it is now.
pub(super) fn describe(console: &Shared, device: &DeviceId) -> Option<DeviceView> {
    let phone = console.hub.world().phones.get(device).cloned();
    let snapshot = console.relay.device(device);
    let shell = phone.as_ref().map(|phone| phone.snapshot_at(console.clock.now()));
    let snapshot = snapshot.or_else(|| {
        // A phone of ours that has not reached the relay yet.
        phone.map(|phone| DeviceSnapshot {
            device: device.clone(),
            name: phone.config().name.clone(),
            os: phone.config().os,
            connection: ConnectionStatus::Disconnected,
            power: phone.power(),
            apps: Vec::new(),
            queued: 0,
            set_to: None,
        })
    })?;
    Some(DeviceView { snapshot, shell })
}
