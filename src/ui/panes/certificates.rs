//! Certificates for the authenticated service: for whom, a button that asks for a folder, and what was written there.

use egui::{Frame, Id, Margin, ScrollArea, Ui};

use super::Commands;
use crate::console::Command;
use crate::console::service::ServiceCommand;
use crate::lang::text;
use crate::ui::theme::measure::{M, S, XS};
use crate::ui::theme::{self, Letters};
use crate::ui::views::CertificatesView;
use crate::ui::views::certificates::Made;
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::form::{FieldLook, field_ui, row};
use crate::ui::widgets::line;

/// Width of the label.
const LABEL: f32 = 64.0;

/// Draws the section.
pub fn certificates_ui(ui: &mut Ui, view: &CertificatesView, commands: &mut Commands) {
    let palette = theme::of(ui);
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(12, 12)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = S;
            line::words(ui, text("certificates-about"), Letters::Body, palette.secondary);
            ui.add_space(XS);
            let label = text("certificates-service");
            row(ui, label, LABEL, |ui, label_id| {
                let mut name = view.name.clone();
                let look = FieldLook { hint: text("certificates-service-hint"), problem: false };
                let width = ui.available_width();
                let field = field_ui(ui, Id::unique("certificate-name"), label, &mut name, width, look);
                if field.labelled_by(label_id).changed() {
                    commands.push(Command::Service(ServiceCommand::NameCertificate(name)));
                }
            });
            if Button::new(text("certificates-make"), Loudness::Quiet).show(ui).clicked() {
                commands.push(Command::Service(ServiceCommand::MakeCertificates));
            }
            line::words(ui, text("certificates-about-files"), Letters::Small, palette.secondary);
            if let Some(made) = &view.made {
                ui.add_space(M);
                made_ui(ui, made);
            }
        });
    });
}

fn made_ui(ui: &mut Ui, made: &Made) {
    let palette = theme::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        let size = egui::vec2(8.0, Letters::Strong.line());
        let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        line::dot(ui.painter(), rect.center() + egui::vec2(0.0, 1.0), palette.tone(made.tone));
        line::words(ui, &made.what, Letters::Strong, palette.text);
    });
    for (file, role) in &made.files {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add_space(XS);
        line::one_line(ui, file, Letters::Mono, palette.text);
        line::words(ui, role, Letters::Small, palette.secondary);
    }
    ui.add_space(S);
    line::words(ui, &made.todo, Letters::Body, palette.text);
}
