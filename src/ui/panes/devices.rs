//! The devices: where each is and how full its battery is, with a choice of both and what it means for a sender.

use egui::{Align, Frame, Layout, Margin, ScrollArea, Ui, vec2};

use super::Commands;
use super::service::nothing_ui;
use crate::console::service::ServiceCommand;
use crate::console::{Command, Model};
use crate::lang::{Argument, text, text_with};
use crate::protocol::device::PowerLevel;
use crate::protocol::status::ConnectionStatus;
use crate::ui::theme::measure::{M, ROW, S, XS};
use crate::ui::theme::{self, Letters};
use crate::ui::views::DevicesView;
use crate::ui::views::devices::DeviceRow;
use crate::ui::widgets::form::row;
use crate::ui::widgets::line;
use crate::ui::widgets::segmented::{Look, Segment, segmented};

/// Width of the labels.
const LABEL: f32 = 80.0;
/// Height of a device: its name, two choices, and a line below each.
const DEVICE: f32 = 3.0 * ROW + 2.0 * 17.0 + 4.0 * XS + M + S;

/// Draws the section; only the devices in sight.
pub fn devices_ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let total = model.world.devices.len();
    if total == 0 {
        let inner = Frame::new().inner_margin(Margin::symmetric(12, 12));
        inner.show(ui, |ui| nothing_ui(ui, text("devices-none"), text("devices-none-do")));
        return;
    }
    ScrollArea::vertical().auto_shrink([false, false]).show_rows(ui, DEVICE, total, |ui, range| {
        for device in &DevicesView::new(model, range).rows {
            ui.allocate_ui_with_layout(vec2(ui.available_width(), DEVICE), Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(vec2(ui.available_width(), DEVICE));
                device_ui(ui, device, commands);
            });
        }
    });
}

fn device_ui(ui: &mut Ui, device: &DeviceRow, commands: &mut Commands) {
    let palette = theme::of(ui);
    Frame::new().inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 0 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(S, XS);
        ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), Layout::left_to_right(Align::Center), |ui| {
            line::one_line(ui, &device.name, Letters::Strong, palette.text);
            line::one_line(ui, device.os, Letters::Body, palette.secondary);
            line::badge(ui, device.tone, device.connection, Letters::Body, palette.secondary);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                line::one_line(ui, &device.queued, Letters::Body, palette.secondary);
            });
        });
        connection_ui(ui, device, commands);
        power_ui(ui, device, commands);
    });
}

fn connection_ui(ui: &mut Ui, device: &DeviceRow, commands: &mut Commands) {
    let choices = [
        (ConnectionStatus::Connected, "device-by-link"),
        (ConnectionStatus::TempDisconnected, "device-away"),
        (ConnectionStatus::Inactive, "device-inactive"),
        (ConnectionStatus::Disconnected, "device-disconnected"),
    ];
    let names = choices.map(|(_, key)| name("device-connection-name", device, text(key)));
    row(ui, text("device-connection"), LABEL, |ui, _| {
        let mut segments = Vec::new();
        for ((value, key), name) in choices.into_iter().zip(&names) {
            segments.push(Segment { value, text: text(key), name });
        }
        if let Some(chosen) = segmented(ui, device.chosen, &segments, Look::ROW) {
            commands.push(Command::Service(ServiceCommand::Connect(device.device.clone(), chosen)));
        }
    });
    means_ui(ui, device.means);
}

fn power_ui(ui: &mut Ui, device: &DeviceRow, commands: &mut Commands) {
    let choices = [
        (PowerLevel::Normal, "power-normal"),
        (PowerLevel::Low, "power-low"),
        (PowerLevel::Critical, "power-critical"),
    ];
    let names = choices.map(|(_, key)| name("device-power-name", device, text(key)));
    row(ui, text("device-power"), LABEL, |ui, _| {
        let mut segments = Vec::new();
        for ((value, key), name) in choices.into_iter().zip(&names) {
            segments.push(Segment { value, text: text(key), name });
        }
        if let Some(chosen) = segmented(ui, device.power, &segments, Look::ROW) {
            commands.push(Command::Service(ServiceCommand::Power(device.device.clone(), chosen)));
        }
    });
    means_ui(ui, device.power_means);
}

fn name(key: &str, device: &DeviceRow, state: &str) -> String {
    text_with(key, &[("device", Argument::Text(&device.name)), ("state", Argument::Text(state))])
}

/// What a choice means, under it.
fn means_ui(ui: &mut Ui, words: &str) {
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = Letters::Small.line();
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(LABEL + S);
        line::one_line(ui, words, Letters::Small, palette.secondary);
    });
}
