//! What happens when a file is dropped on a phone? It goes among the files of the app in front; while it hovers, the phone says so.

use std::path::PathBuf;

use egui::{Align2, CornerRadius, Id, LayerId, Order, Rect, Stroke, StrokeKind, Ui};

use super::Commands;
use crate::console::compose::Destination;
use crate::console::gallery::{GalleryCommand, taker};
use crate::console::{Command, Model};
use crate::lang::{Argument, text_with};
use crate::protocol::device::DeviceId;
use crate::ui::device::PHONE_RADIUS;
use crate::ui::theme::{self, Letters};

/// Takes what is dropped. `phones` are those in sight, with the place of each.
pub fn drops_ui(ui: &Ui, model: &Model, phones: &[(DeviceId, Rect)], commands: &mut Commands) {
    let hovers = ui.input(|input| !input.raw.hovered_files.is_empty());
    let files = dropped(ui);
    if !hovers && files.is_empty() {
        return;
    }
    let Some((device, place)) = target(ui, model, phones) else { return };
    if !files.is_empty() {
        commands.push(Command::Gallery(GalleryCommand::Drop { device: device.clone(), files }));
        return;
    }
    let title = model.world.phones.get(device).and_then(|phone| taker(phone)).map(|app| app.title).unwrap_or_default();
    let palette = theme::of(ui);
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Foreground, Id::unique("drops")));
    let radius = CornerRadius::same(PHONE_RADIUS);
    painter.rect(
        *place,
        radius,
        palette.background.gamma_multiply(0.8),
        Stroke::new(2.0, palette.accent),
        StrokeKind::Inside,
    );
    let words = text_with("gallery-drop", &[("app", Argument::Text(&title))]);
    painter.text(place.center(), Align2::CENTER_CENTER, words, Letters::Strong.font(), palette.text);
}

/// Takes what is dropped where no phone is in sight: it is for the one that the draft goes to, or the first.
pub fn stray_drops_ui(ui: &Ui, model: &Model, commands: &mut Commands) {
    let files = dropped(ui);
    let is_taken = || commands.iter().any(|command| matches!(command, Command::Gallery(GalleryCommand::Drop { .. })));
    if files.is_empty() || is_taken() {
        return;
    }
    let phones = &model.world.phones;
    let device = meant(model).filter(|device| phones.contains_key(device)).or_else(|| phones.keys().next());
    if let Some(device) = device.cloned() {
        commands.push(Command::Gallery(GalleryCommand::Drop { device, files }));
    }
}

fn dropped(ui: &Ui) -> Vec<PathBuf> {
    ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect())
}

/// The phone under the pointer; where the system does not say where that is, the one that the draft goes to, or the first.
fn target<'a>(ui: &Ui, model: &Model, phones: &'a [(DeviceId, Rect)]) -> Option<&'a (DeviceId, Rect)> {
    let pointer = ui.input(|input| input.pointer.latest_pos());
    let under = pointer.and_then(|at| phones.iter().find(|(_, place)| place.contains(at)));
    let meant = meant(model).and_then(|device| phones.iter().find(|(known, _)| known == device));
    under.or(meant).or_else(|| phones.first())
}

/// Whose channel the draft goes to.
fn meant(model: &Model) -> Option<&DeviceId> {
    match &model.desk.draft.to {
        Some(Destination::Channel { device, .. }) => Some(device),
        Some(Destination::Uri(_)) | None => None,
    }
}
