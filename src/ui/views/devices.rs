//! Where are the devices, how full are their batteries, and what does that mean for whoever sends to them?

use std::ops::Range;

use serde::Serialize;

use super::phones::connection;
use crate::console::Model;
use crate::lang::{Argument, text, text_with};
use crate::protocol::device::{DeviceId, DeviceSnapshot, PowerLevel};
use crate::protocol::status::ConnectionStatus;
use crate::ui::theme::Tone;

/// What the panel says of the devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DevicesView {
    /// How many there are.
    pub total: usize,
    /// Those in sight.
    pub rows: Vec<DeviceRow>,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceRow {
    /// Its id.
    pub device: DeviceId,
    /// What people call it.
    pub name: String,
    /// What it runs.
    pub os: &'static str,
    /// Where it is, as a colour.
    pub tone: Tone,
    /// Where it is, in words.
    pub connection: &'static str,
    /// How many pushes wait for it.
    pub queued: String,
    /// What was chosen; `Connected` leaves it to its link.
    pub chosen: ConnectionStatus,
    /// What whoever sends to it is told.
    pub means: &'static str,
    /// How full its battery is.
    pub power: PowerLevel,
    /// What of that arrives.
    pub power_means: &'static str,
}

impl DevicesView {
    /// The devices of this model, those of `range` whole.
    #[must_use]
    pub fn new(model: &Model, range: Range<usize>) -> Self {
        let devices = &model.world.devices;
        let rows = devices.values().skip(range.start).take(range.len()).map(DeviceRow::new);
        Self { total: devices.len(), rows: rows.collect() }
    }
}

impl DeviceRow {
    fn new(device: &DeviceSnapshot) -> Self {
        let (tone, words) = connection(Some(device.connection));
        Self {
            device: device.device.clone(),
            name: device.name.clone(),
            os: device.os.word(),
            tone,
            connection: words,
            queued: text_with("device-queued", &[("count", Argument::Number(device.queued as u64))]),
            chosen: device.set_to.unwrap_or(ConnectionStatus::Connected),
            means: match device.connection {
                ConnectionStatus::Connected => text("device-means-connected"),
                ConnectionStatus::TempDisconnected => text("device-means-temp-disconnected"),
                ConnectionStatus::Inactive => text("device-means-inactive"),
                ConnectionStatus::Disconnected => text("device-means-disconnected"),
            },
            power: device.power,
            power_means: match device.power {
                PowerLevel::Normal => text("power-means-normal"),
                PowerLevel::Low => text("power-means-low"),
                PowerLevel::Critical => text("power-means-critical"),
            },
        }
    }
}
