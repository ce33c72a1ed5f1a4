//! Which phones stand in the middle? One card per emulated phone; what is on its screen is asked for when it is drawn.

use serde::Serialize;

use crate::clock::Timestamp;
use crate::console::Model;
use crate::console::lineup::zoom::Zoom;
use crate::lang::text;
use crate::phone::shell::scene::Scene;
use crate::protocol::device::{DeviceId, OsVersion};
use crate::protocol::status::ConnectionStatus;
use crate::ui::theme::Tone;

/// What stands in the middle.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhonesView {
    /// How large they are wanted.
    pub zoom: Zoom,
    /// The phones, by id.
    pub phones: Vec<PhoneCard>,
}

/// One phone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhoneCard {
    /// Its id.
    pub device: DeviceId,
    /// Its name.
    pub name: String,
    /// What it runs.
    pub os: OsVersion,
    /// Its connection, as a colour.
    pub tone: Tone,
    /// Its connection, in words.
    pub connection: &'static str,
    /// Width of its screen.
    pub width_ep: f32,
    /// Height of its screen.
    pub height_ep: f32,
}

impl PhonesView {
    /// The phones of this model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let phones = model.world.phones.values().map(|phone| {
            let config = phone.config();
            let known = model.world.devices.get(&config.device);
            let (tone, connection) = connection(known.map(|known| known.connection));
            let profile = config.profile();
            PhoneCard {
                device: config.device.clone(),
                name: config.name.clone(),
                os: config.os,
                tone,
                connection,
                width_ep: profile.width_ep,
                height_ep: profile.height_ep,
            }
        });
        Self { zoom: model.desk.lineup.zoom, phones: phones.collect() }
    }
}

impl PhoneCard {
    /// What is on its screen at a moment, and when that next changes by itself.
    #[must_use]
    pub fn seen(&self, model: &Model, now: Timestamp) -> Option<(Scene, Option<Timestamp>)> {
        let phone = model.world.phones.get(&self.device)?;
        let movement = model.desk.movement;
        Some((phone.seen(movement, now), phone.next_seen_change(movement, now)))
    }
}

/// A connection as a colour and in words; none is a phone that the relay has not heard of yet.
#[must_use]
pub fn connection(status: Option<ConnectionStatus>) -> (Tone, &'static str) {
    match status {
        Some(ConnectionStatus::Connected) => (Tone::Received, text("connection-connected")),
        Some(ConnectionStatus::TempDisconnected) => (Tone::Warned, text("connection-temp-disconnected")),
        Some(ConnectionStatus::Disconnected) => (Tone::Warned, text("connection-disconnected")),
        Some(ConnectionStatus::Inactive) => (Tone::Refused, text("connection-inactive")),
        None => (Tone::Idle, text("connection-none")),
    }
}
