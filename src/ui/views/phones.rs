//! What do the phones show? One card per emulated phone, each with its scene.

use serde::Serialize;

use crate::clock::Timestamp;
use crate::console::Model;
use crate::lang::text;
use crate::phone::shell::scene::Scene;
use crate::protocol::device::{DeviceId, OsVersion};
use crate::protocol::status::ConnectionStatus;
use crate::ui::theme::Tone;

/// What stands in the middle.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhonesView {
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
    /// What is on its screen.
    pub scene: Scene,
}

impl PhonesView {
    /// The phones at a moment.
    #[must_use]
    pub fn new(model: &Model, now: Timestamp) -> Self {
        let phones = model.world.phones.values().map(|phone| {
            let config = phone.config();
            let known = model.world.devices.get(&config.device);
            let (tone, connection) = connection(known.map(|known| known.connection));
            PhoneCard {
                device: config.device.clone(),
                name: config.name.clone(),
                os: config.os,
                tone,
                connection,
                scene: phone.seen(model.desk.movement, now),
            }
        });
        Self { phones: phones.collect() }
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
