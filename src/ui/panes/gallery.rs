//! The pictures of an app, over the window: where its files are, what was dropped among them, which domains it has bound.

use egui::{Align, Frame, Id, Key, Layout, Margin, Modal, Modifiers, Response, Stroke, Ui, vec2};

use super::Commands;
use crate::console::Command;
use crate::console::gallery::{GalleryCommand, Then};
use crate::lang::text;
use crate::ui::theme::measure::{HAIRLINE, RADIUS_CARD, ROW, S, XS};
use crate::ui::theme::{self, Letters};
use crate::ui::views::GalleryView;
use crate::ui::views::gallery::FolderChoice;
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::form::{FieldLook, field_ui, problem_ui, remark_ui, row};
use crate::ui::widgets::line;
use crate::ui::widgets::opening::Opening;
use crate::ui::widgets::segmented::{Look, Segment, segmented};

/// Width of all of it.
const WIDTH: f32 = 520.0;
/// Width of the labels.
const LABEL: f32 = 72.0;
/// Room for the button beside the folder's field.
const USE: f32 = 115.0;

/// Draws it, and takes the keyboard while it is there.
pub fn gallery_ui(ui: &Ui, view: &GalleryView, commands: &mut Commands) {
    let palette = theme::of(ui);
    let edge = Stroke::new(HAIRLINE, palette.line);
    let frame = Frame::new().fill(palette.panel).stroke(edge).corner_radius(RADIUS_CARD).inner_margin(Margin::same(20));
    let modal = Modal::new(Id::unique("gallery")).frame(frame).backdrop_color(palette.background.gamma_multiply(0.7));
    let (opening, before) = Opening::of(ui, Id::unique("gallery-opening"));
    let entered = modal.show(ui.ctx(), |ui| {
        ui.set_width(WIDTH);
        ui.spacing_mut().item_spacing = vec2(S, S);
        line::one_line(ui, &view.title, Letters::Title, palette.text);
        ui.add_space(XS);
        apps_ui(ui, view, commands);
        files_ui(ui, view, commands);
        dropped_ui(ui, view, commands);
        let domains = domains_ui(ui, view, commands);
        if opening == Opening::JustNow {
            domains.request_focus();
        }
        ui.add_space(S);
        buttons_ui(ui, view, commands);
        domains.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
    });
    let left = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if entered.inner {
        commands.push(Command::Gallery(GalleryCommand::Done));
    } else if left {
        commands.push(Command::Gallery(GalleryCommand::Leave));
        if let Some(before) = before {
            ui.memory_mut(|memory| memory.request_focus(before));
        }
    }
}

fn apps_ui(ui: &mut Ui, view: &GalleryView, commands: &mut Commands) {
    if view.apps.is_empty() {
        return;
    }
    let segments: Vec<Segment<'_, &str>> =
        view.apps.iter().map(|(app, title)| Segment { value: app.as_str(), text: title, name: title }).collect();
    let picked = row(ui, text("gallery-app"), LABEL, |ui, _| segmented(ui, view.app.as_str(), &segments, Look::QUIET));
    if let Some(app) = picked {
        let show = GalleryCommand::Show { device: view.device.clone(), app: Some(app.to_owned()) };
        commands.push(Command::Gallery(show));
    }
}

fn files_ui(ui: &mut Ui, view: &GalleryView, commands: &mut Commands) {
    let palette = theme::of(ui);
    row(ui, text("gallery-files"), LABEL, |ui, _| {
        let letters = match view.folder {
            FolderChoice::Sample => Letters::Body,
            FolderChoice::Folder => Letters::Mono,
        };
        line::one_line(ui, &view.files, letters, palette.text).on_hover_text(&view.files);
    });
    remark_ui(ui, LABEL + S, text("gallery-files-do"));
    folder_ui(ui, view, commands);
    indented_ui(ui, |ui| {
        if Button::new(text("gallery-choose"), Loudness::Quiet).show(ui).clicked() {
            commands.push(Command::Gallery(GalleryCommand::ChooseFolder));
        }
        if view.folder == FolderChoice::Folder
            && Button::new(text("gallery-use-sample"), Loudness::Quiet).show(ui).clicked()
        {
            let (device, app) = (view.device.clone(), view.app.clone());
            commands.push(Command::Gallery(GalleryCommand::Folder { device, app, folder: None, then: Then::Stay }));
        }
    });
    ui.add_space(XS);
}

/// The folder may be typed as well: not every system has a dialog for it.
fn folder_ui(ui: &mut Ui, view: &GalleryView, commands: &mut Commands) {
    let entered = indented_ui(ui, |ui| {
        let mut typed = view.typed.clone();
        let look = FieldLook { hint: text("gallery-folder-hint"), problem: view.folder_problem.is_some() };
        let width = ui.available_width() - USE;
        let field = field_ui(ui, Id::unique("gallery-folder"), text("gallery-folder-name"), &mut typed, width, look);
        if field.changed() {
            commands.push(Command::Gallery(GalleryCommand::TypeFolder(typed)));
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        Button::new(text("gallery-use"), Loudness::Quiet).show(ui).clicked() || entered
    });
    if let Some(problem) = &view.folder_problem {
        problem_ui(ui, LABEL + S, problem);
    }
    if entered {
        commands.push(Command::Gallery(GalleryCommand::UseFolder));
    }
}

fn dropped_ui(ui: &mut Ui, view: &GalleryView, commands: &mut Commands) {
    let palette = theme::of(ui);
    let color = if view.has_dropped { palette.text } else { palette.secondary };
    row(ui, text("gallery-dropped"), LABEL, |ui, _| {
        line::one_line(ui, &view.dropped, Letters::Body, color).on_hover_text(&view.dropped);
    });
    if view.has_dropped {
        indented_ui(ui, |ui| {
            if Button::new(text("gallery-forget"), Loudness::Quiet).show(ui).clicked() {
                commands.push(Command::Gallery(GalleryCommand::Forget));
            }
        });
    }
    ui.add_space(XS);
}

/// Draws the field, and what is to be said of it. Gives back the field.
fn domains_ui(ui: &mut Ui, view: &GalleryView, commands: &mut Commands) -> Response {
    let field = row(ui, text("gallery-domains"), LABEL, |ui, _| {
        let mut typed = view.domains.clone();
        let look = FieldLook { hint: text("gallery-domains-hint"), problem: view.problem.is_some() };
        let width = ui.available_width();
        let response = field_ui(ui, Id::unique("gallery-domains"), text("gallery-domains"), &mut typed, width, look);
        if response.changed() {
            commands.push(Command::Gallery(GalleryCommand::Domains(typed)));
        }
        response
    });
    match &view.problem {
        Some(problem) => problem_ui(ui, LABEL + S, problem),
        None => remark_ui(ui, LABEL + S, text("gallery-domains-do")),
    }
    field
}

fn indented_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        ui.add_space(LABEL + S);
        add(ui)
    })
    .inner
}

fn buttons_ui(ui: &mut Ui, view: &GalleryView, commands: &mut Commands) {
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW + XS), Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = S;
        let done = Button::new(text("gallery-done"), Loudness::Primary).height(ROW + XS);
        if ui.add_enabled_ui(view.problem.is_none(), |ui| done.show(ui)).inner.clicked() {
            commands.push(Command::Gallery(GalleryCommand::Done));
        }
        if Button::new(text("gallery-leave"), Loudness::Quiet).height(ROW + XS).show(ui).clicked() {
            commands.push(Command::Gallery(GalleryCommand::Leave));
        }
    });
}
