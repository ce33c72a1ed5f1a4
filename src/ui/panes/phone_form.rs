//! The form of a phone, over the window: its looks at the left, what can be chosen at the right.

use egui::{Align, Frame, Id, Key, Layout, Margin, Modal, Modifiers, Rect, Response, Sense, Stroke, Ui, vec2};

use super::Commands;
use crate::console::Command;
use crate::console::lineup::LineupCommand;
use crate::console::lineup::form::PhoneEdit;
use crate::lang::{Argument, text, text_with};
use crate::phone::shell::scene::{PhoneTheme, Scene};
use crate::protocol::device::OsVersion;
use crate::protocol::version::{Columns, Screen};
use crate::ui::device::{color, screen_ui};
use crate::ui::theme::measure::{HAIRLINE, M, RADIUS_CARD, ROW, S, XL, XS};
use crate::ui::theme::{self, Letters};
use crate::ui::views::PhoneFormView;
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::form::{FieldLook, field_ui, problem_ui, remark_ui, row};
use crate::ui::widgets::line;
use crate::ui::widgets::opening::Opening;
use crate::ui::widgets::segmented::{Look, Segment, segmented};
use crate::ui::widgets::swatches::{IN_A_ROW, SIDE, Swatch, swatches};
use crate::ui::widgets::toggles::{Toggle, toggles_ui};

/// Width of the picture of the phone's screen: its words can just be read.
const PICTURE: f32 = 156.0;
/// Width of the labels.
const LABEL: f32 = 64.0;
/// Width of the form, without the picture.
const FORM: f32 = 372.0;
/// Room for what is wrong with the name, and for what applying does: two lines of small letters.
const NOTE: f32 = 34.0;

/// Draws the form, and takes the keyboard while it is there.
pub fn phone_form_ui(ui: &Ui, view: &PhoneFormView, scene: &Scene, commands: &mut Commands) {
    let palette = theme::of(ui);
    let edge = Stroke::new(HAIRLINE, palette.line);
    let frame = Frame::new().fill(palette.panel).stroke(edge).corner_radius(RADIUS_CARD).inner_margin(Margin::same(20));
    let (opening, before) = Opening::of(ui, Id::unique("phone-form-opening"));
    let modal =
        Modal::new(Id::unique("phone-form")).frame(frame).backdrop_color(palette.background.gamma_multiply(0.7));
    let done = modal.show(ui.ctx(), |ui| {
        ui.set_width(PICTURE + XL + FORM);
        ui.spacing_mut().item_spacing = vec2(S, S);
        line::one_line(ui, &view.title, Letters::Title, palette.text);
        ui.add_space(XS);
        let done = ui
            .horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = XL;
                picture_ui(ui, scene);
                ui.vertical(|ui| {
                    ui.set_width(FORM);
                    ui.spacing_mut().item_spacing = vec2(S, S);
                    let name = fields_ui(ui, view, commands);
                    if opening == Opening::JustNow {
                        name.request_focus();
                    }
                    name.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
                })
                .inner
            })
            .inner;
        ui.add_space(S);
        buttons_ui(ui, view, done)
    });
    let left = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    let sent = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let command = match (done.inner, sent, left) {
        (Some(command), ..) => Some(command),
        (None, true, _) => Some(LineupCommand::Apply),
        (None, false, true) => Some(LineupCommand::Cancel),
        (None, false, false) => None,
    };
    if let (Some(LineupCommand::Cancel), Some(before)) = (&command, before) {
        ui.memory_mut(|memory| memory.request_focus(before));
    }
    commands.extend(command.map(Command::Lineup));
}

/// What the phone's screen would show.
fn picture_ui(ui: &mut Ui, scene: &Scene) {
    let palette = theme::of(ui);
    let size = vec2(PICTURE, (PICTURE * scene.height_ep / scene.width_ep).round());
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    screen_ui(ui.painter(), rect, scene);
    // A light screen on a light window, or a dark one on a dark window, has an edge all the same.
    let edge = Stroke::new(HAIRLINE, palette.line);
    ui.painter().rect_stroke(rect.expand(HAIRLINE), 0.0, edge, egui::StrokeKind::Inside);
}

/// Draws what can be chosen. Gives back the field of the name.
fn fields_ui(ui: &mut Ui, view: &PhoneFormView, commands: &mut Commands) -> Response {
    let mut edits = Vec::new();
    let name = row(ui, text("phone-form-name"), LABEL, |ui, _| {
        let mut typed = view.name.clone();
        let look = FieldLook { hint: "", problem: view.name_problem.is_some() };
        let width = ui.available_width();
        let id = Id::unique("phone-form-name");
        let response = field_ui(ui, id, text("phone-form-name"), &mut typed, width, look);
        if response.changed() {
            edits.push(PhoneEdit::Name(typed));
        }
        response
    });
    if let Some(problem) = &view.name_problem {
        problem_ui(ui, LABEL + S, problem);
    }
    edits.extend(os_ui(ui, view.os).map(PhoneEdit::Os));
    edits.extend(screen_choice_ui(ui, view).map(PhoneEdit::Screen));
    edits.extend(columns_ui(ui, view).map(PhoneEdit::Columns));
    edits.extend(theme_ui(ui, view.theme).map(PhoneEdit::Theme));
    row(ui, text("phone-form-accent"), LABEL, |ui, _| {
        let chosen = view.accents.iter().position(|(_, accent)| *accent == view.accent);
        let colors: Vec<Swatch<'_>> =
            view.accents.iter().map(|(name, accent)| Swatch { name, color: color(*accent) }).collect();
        let picked = swatches(ui, chosen, &colors).and_then(|at| view.accents.get(at));
        edits.extend(picked.map(|(_, accent)| PhoneEdit::Accent(*accent)));
    });
    remark_ui(ui, LABEL + S, view.accent_name);
    if view.accents.len() <= IN_A_ROW {
        // The form stays as high as with the accents of another version.
        ui.add_space(SIDE + XS - S);
    }
    edits.extend(apps_ui(ui, view).map(PhoneEdit::App));
    remark_ui(ui, LABEL + S, view.apps_note);
    commands.extend(edits.into_iter().map(|edit| Command::Lineup(LineupCommand::Change(edit))));
    name
}

fn os_ui(ui: &mut Ui, os: OsVersion) -> Option<OsVersion> {
    let names = OsVersion::ALL.map(|os| text_with("phone-form-os-name", &[("os", Argument::Text(os.word()))]));
    let segments: Vec<Segment<'_, OsVersion>> =
        OsVersion::ALL.iter().zip(&names).map(|(os, name)| Segment { value: *os, text: os.word(), name }).collect();
    row(ui, text("phone-form-os"), LABEL, |ui, _| segmented(ui, os, &segments, Look::QUIET))
}

fn screen_choice_ui(ui: &mut Ui, view: &PhoneFormView) -> Option<Screen> {
    let palette = theme::of(ui);
    let segment = |screen: &Screen| Segment { value: *screen, text: screen.word(), name: screen.word() };
    let segments: Vec<Segment<'_, Screen>> = view.screens.iter().map(segment).collect();
    row(ui, text("phone-form-screen"), LABEL, |ui, _| {
        let picked = segmented(ui, view.screen, &segments, Look::QUIET);
        line::one_line(ui, &view.pixels, Letters::Small, palette.secondary);
        picked
    })
}

fn columns_ui(ui: &mut Ui, view: &PhoneFormView) -> Option<Columns> {
    let choices = [(Columns::Two, "phone-form-columns-two"), (Columns::Three, "phone-form-columns-three")];
    let segments = choices.map(|(value, key)| Segment { value, text: text(key), name: text(key) });
    let Some(why) = view.columns_fixed else {
        return row(ui, text("phone-form-columns"), LABEL, |ui, _| segmented(ui, view.columns, &segments, Look::QUIET));
    };
    let palette = theme::of(ui);
    row(ui, text("phone-form-columns"), LABEL, |ui, _| {
        line::one_line(ui, text("phone-form-columns-two"), Letters::Body, palette.text);
        line::one_line(ui, why, Letters::Small, palette.secondary);
        None
    })
}

fn theme_ui(ui: &mut Ui, chosen: PhoneTheme) -> Option<PhoneTheme> {
    let choices = [(PhoneTheme::Dark, "phone-theme-dark"), (PhoneTheme::Light, "phone-theme-light")];
    let segments = choices.map(|(value, key)| Segment { value, text: text(key), name: text(key) });
    row(ui, text("phone-form-theme"), LABEL, |ui, _| segmented(ui, chosen, &segments, Look::QUIET))
}

/// The sample apps, each there or not.
fn apps_ui(ui: &mut Ui, view: &PhoneFormView) -> Option<String> {
    let toggles: Vec<Toggle<'_>> = view.apps.iter().map(|(_, title, on)| Toggle { text: title, is_on: *on }).collect();
    let toggled = row(ui, text("phone-form-apps"), LABEL, |ui, _| toggles_ui(ui, &toggles));
    toggled.and_then(|at| view.apps.get(at)).map(|(app, ..)| app.clone())
}

/// What applying does, and the buttons. Gives back what is wanted.
fn buttons_ui(ui: &mut Ui, view: &PhoneFormView, entered: bool) -> Option<LineupCommand> {
    let palette = theme::of(ui);
    let mut wanted = entered.then_some(LineupCommand::Apply);
    let size = vec2(ui.available_width(), NOTE);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = S;
        let is_whole = view.name_problem.is_none();
        let apply = Button::new(view.apply, Loudness::Primary).height(ROW + XS);
        if ui.add_enabled_ui(is_whole, |ui| apply.show(ui)).inner.clicked() {
            wanted = Some(LineupCommand::Apply);
        }
        if Button::new(text("phone-form-cancel"), Loudness::Quiet).height(ROW + XS).show(ui).clicked() {
            wanted = Some(LineupCommand::Cancel);
        }
        ui.add_space(M);
        let room = Rect::from_min_size(ui.max_rect().min, vec2(ui.available_width(), NOTE));
        ui.scope_builder(egui::UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)), |ui| {
            line::words(ui, view.note, Letters::Small, palette.secondary);
        });
    });
    wanted
}
