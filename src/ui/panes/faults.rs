//! The faults: the usual ones at a press, the list in order, and the form for any other, which is `fault_form`.

use egui::accesskit::Role;
use egui::{Align, Frame, Layout, Margin, Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::service::nothing_ui;
use super::{Commands, fault_form};
use crate::console::Command;
use crate::console::service::faults::Quick;
use crate::console::service::{Describing, ServiceCommand};
use crate::lang::{Argument, text, text_with};
use crate::ui::theme::measure::{DOT, L, M, ROW, S, XS};
use crate::ui::theme::{self, Letters};
use crate::ui::views::FaultsView;
use crate::ui::views::faults::{FaultRow, quick};
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::line;

/// Draws the section.
pub fn faults_ui(ui: &mut Ui, view: &FaultsView, commands: &mut Commands) {
    let inner = Frame::new().inner_margin(Margin::symmetric(12, 12));
    if let Some(form) = &view.form {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            inner.show(ui, |ui| fault_form::fault_form_ui(ui, form, commands));
        });
        return;
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        inner.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = S;
            quick_ui(ui, commands);
            ui.add_space(L - S);
            if view.rows.is_empty() {
                nothing_ui(ui, text("faults-none"), text("faults-none-do"));
            } else {
                head_ui(ui, view, commands);
                for row in &view.rows {
                    row_ui(ui, row, commands);
                }
            }
            ui.add_space(XS);
            if Button::new(text("faults-describe"), Loudness::Quiet).show(ui).clicked() {
                commands.push(Command::Service(ServiceCommand::Describe(Describing::Begin)));
            }
        });
    });
}

fn quick_ui(ui: &mut Ui, commands: &mut Commands) {
    let palette = theme::of(ui);
    line::one_line(ui, text("faults-next"), Letters::Body, palette.secondary);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(XS + 2.0, XS + 2.0);
        for choice in Quick::ALL {
            let words = quick(choice);
            let name = text_with("quick-name", &[("what", Argument::Text(&words))]);
            if Button::new(&words, Loudness::Quiet).named(&name).show(ui).clicked() {
                commands.push(Command::Service(ServiceCommand::Quick(choice)));
            }
        }
    });
}

fn head_ui(ui: &mut Ui, view: &FaultsView, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), Layout::left_to_right(Align::Center), |ui| {
        line::one_line(ui, text("faults-title"), Letters::Strong, palette.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let mut offer = |key: &str, command: ServiceCommand| {
                if Button::new(text(key), Loudness::Plain).show(ui).clicked() {
                    commands.push(Command::Service(command));
                }
            };
            offer("faults-clear", ServiceCommand::ClearFaults);
            if view.some_used_up {
                offer("faults-clear-used-up", ServiceCommand::RemoveUsedUp);
            }
        });
    });
}

/// A fault on two lines: what it does; on which pushes, how often, and how often it did.
fn row_ui(ui: &mut Ui, row: &FaultRow, commands: &mut Commands) {
    let palette = theme::of(ui);
    let number = format!("#{}", row.id);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        let (rect, _) = ui.allocate_exact_size(vec2(DOT * 2.0, Letters::Body.line()), Sense::hover());
        line::dot(ui.painter(), pos2(rect.center().x, rect.center().y + 1.0), palette.tone(row.tone));
        let remove = text("fault-remove");
        let remove_width = line::galley(ui.painter(), remove, Letters::Small, palette.text, f32::INFINITY).size().x + M;
        let words_width = ui.available_width() - remove_width - S;
        ui.allocate_ui_with_layout(vec2(words_width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(words_width);
            ui.spacing_mut().item_spacing.y = 1.0;
            let does = words_ui(ui, &format!("{number} {}", row.does), &row.on, &row.counts);
            does.widget_info(|| {
                let id = row.id.to_string();
                let named = [
                    ("id", Argument::Text(&id)),
                    ("does", Argument::Text(&row.does)),
                    ("on", Argument::Text(&row.on)),
                    ("counts", Argument::Text(&row.counts)),
                ];
                WidgetInfo::labeled(Role::Row, true, text_with("fault-row-name", &named))
            });
        });
        let id = row.id.to_string();
        let name = text_with("fault-remove-name", &[("id", Argument::Text(&id))]);
        if Button::new(remove, Loudness::Plain).named(&name).show(ui).clicked() {
            commands.push(Command::Service(ServiceCommand::RemoveFault(row.id)));
        }
    });
}

fn words_ui(ui: &mut Ui, does: &str, on: &str, counts: &str) -> egui::Response {
    let palette = theme::of(ui);
    let top = ui.cursor().min;
    line::words(ui, does, Letters::Body, palette.text);
    line::words(ui, on, Letters::Small, palette.secondary);
    line::words(ui, counts, Letters::Small, palette.secondary);
    let whole = Rect::from_min_max(top, pos2(ui.max_rect().right(), ui.cursor().top()));
    ui.interact(whole, ui.scope_id().with("row"), Sense::hover())
}
