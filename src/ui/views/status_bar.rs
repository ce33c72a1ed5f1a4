//! Is everything running? One line at the foot of the window.

use serde::Serialize;

use super::service::bent;
use crate::clock::ClockFace;
use crate::console::Model;
use crate::lang::{Argument, text, text_with};
use crate::phone::shell::scene::Movement;
use crate::ui::theme::Tone;

/// What the status bar shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusBarView {
    /// Whether the relay listens.
    pub tone: Tone,
    /// The relay, the phones, the channels.
    pub state: String,
    /// What deserves a look: what bends the service, another port than wanted, lost events.
    pub remarks: Vec<String>,
    /// Whether what the phones show may move.
    pub movement: Movement,
}

impl StatusBarView {
    /// The bar of this model.
    #[must_use]
    pub fn new(model: &Model, face: &ClockFace) -> Self {
        let world = &model.world;
        let phones = Argument::Number(world.devices.len() as u64);
        let channels = Argument::Number(model.channels().count() as u64);
        let (tone, state) = match &world.base {
            Some(_) => (Tone::Received, text_with("status-up", &[("phones", phones), ("channels", channels)])),
            None => (Tone::Warned, text("status-starting").to_owned()),
        };
        let mut remarks = bent(model, face);
        if let (Some(wanted), Some(base)) = (&world.wanted, &world.base) {
            let places = [("wanted", Argument::Text(wanted)), ("base", Argument::Text(base))];
            remarks.push(text_with("status-port-taken", &places));
        }
        if let (Some(wanted), Some(base)) = (&world.tls_wanted, &world.tls_base) {
            let places = [("wanted", Argument::Text(wanted)), ("base", Argument::Text(base))];
            remarks.push(text_with("status-port-taken", &places));
        }
        if world.lost_events > 0 {
            remarks.push(text_with("status-lost", &[("count", Argument::Number(world.lost_events))]));
        }
        Self { tone, state, remarks, movement: model.desk.movement }
    }
}
