//! What is on the screen, said in data? Each pane has a `*View`, made from the model each frame, with no egui in it, so that
//! it can be read as text in a test. How it is drawn: `panes`.

pub mod answer;
pub mod certificates;
pub mod clock;
pub mod composer;
pub mod devices;
pub mod fault_form;
pub mod faults;
pub mod figures;
pub mod gallery;
pub mod held;
pub mod journey;
pub mod log;
pub mod notice;
pub mod phone_form;
pub mod phones;
pub mod pipeline;
pub mod service;
pub mod settings;
pub mod status_bar;
pub mod summary;
pub mod top_bar;
pub mod travel;
pub mod versions;

pub use answer::AnswerView;
pub use certificates::CertificatesView;
pub use clock::ClockView;
pub use composer::ComposerView;
pub use devices::DevicesView;
pub use faults::FaultsView;
pub use gallery::GalleryView;
pub use held::HeldView;
pub use log::LogView;
pub use notice::NoticeView;
pub use phone_form::PhoneFormView;
pub use phones::PhonesView;
pub use pipeline::PipelineView;
pub use service::ServiceView;
pub use settings::SettingsView;
pub use status_bar::StatusBarView;
pub use top_bar::TopBarView;
pub use versions::VersionsView;

use crate::console::Model;
use crate::console::compose::Destination;
use crate::console::log::Entry;
use crate::protocol::device::{AppSnapshot, DeviceSnapshot};

/// The push that answer and pipeline are about: the selected one, or else the latest.
#[must_use]
pub fn shown_entry(model: &Model) -> Option<&Entry> {
    let log = &model.world.log;
    model.desk.selected.and_then(|row| log.row(row)).or_else(|| log.entries().next_back())
}

/// The open channel that a destination means.
#[must_use]
pub fn channel_of<'a>(model: &'a Model, to: Option<&Destination>) -> Option<(&'a DeviceSnapshot, &'a AppSnapshot)> {
    let found = |device: &DeviceSnapshot, open: &AppSnapshot| match to {
        Some(Destination::Channel { device: id, app }) => device.device == *id && open.app == *app,
        Some(Destination::Uri(uri)) => open.uri.as_str() == uri.trim(),
        None => false,
    };
    let mut all = model.world.devices.values().flat_map(|device| device.apps.iter().map(move |open| (device, open)));
    all.find(|(device, open)| found(device, open))
}

/// What people call an app: as its phone has it installed, or else its name on the link.
#[must_use]
pub fn app_title(model: &Model, device: &crate::protocol::DeviceId, app: &str) -> String {
    let installed = model.world.phones.get(device).and_then(|phone| {
        phone.config().apps.iter().find(|installed| installed.app == app).map(|installed| installed.title.clone())
    });
    installed.unwrap_or_else(|| app.to_owned())
}

/// What people call a channel: `ana · Trips`.
#[must_use]
pub fn channel_title(model: &Model, device: &crate::protocol::DeviceId, app: &str) -> String {
    let name = model.world.devices.get(device).map_or_else(|| device.to_string(), |known| known.name.clone());
    format!("{name} · {}", app_title(model, device, app))
}
