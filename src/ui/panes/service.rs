//! The panel about the service: its clock, and below it one section at a time.

use egui::{Frame, Margin, Ui};

use super::{Commands, certificates, clock, devices, faults, held, settings};
use crate::clock::ClockFace;
use crate::console::service::{Section, ServiceCommand};
use crate::console::{Command, Model};
use crate::ui::theme::measure::XS;
use crate::ui::views::{CertificatesView, FaultsView, HeldView, ServiceView, SettingsView};
use crate::ui::widgets::line;
use crate::ui::widgets::tabs::{Keyboard, tabs_with_keyboard};

/// Height of the row of sections.
const SECTIONS: f32 = 32.0;

/// Draws everything below the pane's head.
pub fn service_ui(ui: &mut Ui, model: &Model, face: &ClockFace, keyboard: Keyboard, commands: &mut Commands) {
    let view = ServiceView::new(model, face);
    ui.spacing_mut().item_spacing.y = 0.0;
    let inner = Frame::new().inner_margin(Margin::symmetric(12, 8));
    inner.show(ui, |ui| clock::clock_ui(ui, &view.clock, commands));
    ui.horizontal(|ui| {
        ui.add_space(XS);
        let names: Vec<(Section, &str)> =
            view.sections.iter().map(|(section, name)| (*section, name.as_str())).collect();
        if let Some(section) = tabs_with_keyboard(ui, view.section, &names, SECTIONS, keyboard) {
            commands.push(Command::Service(ServiceCommand::Show(section)));
        }
    });
    line::hairline(ui);
    ui.push_id(view.section, |ui| match view.section {
        Section::Faults => faults::faults_ui(ui, &FaultsView::new(model), commands),
        Section::Held => held::held_ui(ui, &HeldView::new(model), commands),
        Section::Devices => devices::devices_ui(ui, model, commands),
        Section::Settings => settings::settings_ui(ui, &SettingsView::new(model), commands),
        Section::Certificates => certificates::certificates_ui(ui, &CertificatesView::new(model), commands),
    });
}

/// What a section without anything in it says: that, and what would be there.
pub fn nothing_ui(ui: &mut Ui, what: &str, todo: &str) {
    use crate::ui::theme::measure::S;
    use crate::ui::theme::{self, Letters};
    let palette = theme::of(ui);
    line::words(ui, what, Letters::Title, palette.text);
    ui.add_space(S);
    line::words(ui, todo, Letters::Body, palette.secondary);
}
