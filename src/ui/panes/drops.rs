//! What happens when a file is dropped on a phone? It goes among the files of the app in front; while it hovers, the phone says so.

use egui::{Align2, CornerRadius, Id, LayerId, Order, Rect, Stroke, StrokeKind, Ui};

use super::Commands;
use crate::console::compose::Destination;
use crate::console::gallery::{GalleryCommand, taker};
use crate::console::{Command, Model};
use crate::lang::{Argument, text_with};
use crate::protocol::device::DeviceId;
use crate::ui::theme::{self, Letters};

/// The corners of a phone's body, in points (`ui/device/body`).
const RADIUS_PHONE: u8 = 18;

/// Takes what is dropped. `phones` are those in sight, with the place of each.
pub fn drops_ui(ui: &Ui, model: &Model, phones: &[(DeviceId, Rect)], commands: &mut Commands) {
    let (hovers, files) = ui.input(|input| {
        let files = input.raw.dropped_files.iter().map(|file| file.path().to_owned());
        (!input.raw.hovered_files.is_empty(), files.collect::<Vec<std::path::PathBuf>>())
    });
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
    let radius = CornerRadius::same(RADIUS_PHONE);
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

/// The phone under the pointer; where the system does not say where that is, the one that the draft goes to, or the first.
fn target<'a>(ui: &Ui, model: &Model, phones: &'a [(DeviceId, Rect)]) -> Option<&'a (DeviceId, Rect)> {
    let pointer = ui.input(|input| input.pointer.latest_pos());
    let under = pointer.and_then(|at| phones.iter().find(|(_, place)| place.contains(at)));
    let meant = match &model.desk.draft.to {
        Some(Destination::Channel { device, .. }) => phones.iter().find(|(known, _)| known == device),
        Some(Destination::Uri(_)) | None => None,
    };
    under.or(meant).or_else(|| phones.first())
}
