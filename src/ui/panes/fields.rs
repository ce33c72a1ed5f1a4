//! The rows of the composer's form: a label, a control, and for a tile's fields whether they keep, clear or set.

use egui::accesskit::Role;
use egui::{Align, Id, Response, Sense, Ui, WidgetInfo, vec2};

use super::Commands;
use crate::console::Command;
use crate::console::command::Edit;
use crate::console::compose::{Destination, FieldForm, FieldState, SoundForm};
use crate::lang::{Argument, text, text_with};
use crate::protocol::class::Interval;
use crate::ui::theme::measure::{ROW, S, XS};
use crate::ui::theme::{self, Letters};
use crate::ui::views::ComposerView;
use crate::ui::views::composer::{FieldRow, Form};
use crate::ui::widgets::field::{TextField, text_area};
use crate::ui::widgets::line;
use crate::ui::widgets::menu::menu;
use crate::ui::widgets::segmented::{self, Look, Segment, segmented};

/// Width of the labels: enough for all but the longest element.
const LABEL: f32 = 142.0;
/// Width of the choice when to deliver.
const WHEN: f32 = 122.0;

/// Draws the whole form of a toast or tile.
pub fn form_ui(ui: &mut Ui, view: &ComposerView, commands: &mut Commands) {
    head_ui(ui, view, commands);
    match &view.form {
        Form::Toast { text1, text2, param, sound, sound_path } => {
            text_row(ui, "Text1", text1, text("field-text1"), Edit::Text1, commands);
            text_row(ui, "Text2", text2, text("field-text2"), Edit::Text2, commands);
            text_row(ui, "Param", param, text("field-param"), Edit::Param, commands);
            sound_row(ui, *sound, sound_path, commands);
        }
        Form::Tile { id, fields } => {
            for field in fields {
                tile_row(ui, field, commands);
            }
            text_row(ui, text("label-id"), id, text("field-id"), Edit::TileId, commands);
        }
        Form::Raw(_) => {}
    }
}

/// The rows that every kind has: where it goes, and when.
pub fn head_ui(ui: &mut Ui, view: &ComposerView, commands: &mut Commands) {
    row(ui, text("label-to"), |ui, _| {
        let width = ui.available_width() - WHEN - S;
        to_menu(ui, view, width, commands);
        when_menu(ui, view.interval, commands);
    });
    if let Some(typed) = &view.to.typed {
        let edit = |uri| Edit::To(Destination::Uri(uri));
        text_row(ui, text("label-uri"), typed, text("to-hint"), edit, commands);
    }
}

fn to_menu(ui: &mut Ui, view: &ComposerView, width: f32, commands: &mut Commands) {
    let to = &view.to;
    let mut choices: Vec<(&str, bool)> =
        to.channels.iter().enumerate().map(|(at, (name, _))| (name.as_str(), to.chosen == Some(at))).collect();
    choices.push((text("to-typed"), to.typed.is_some()));
    if let Some(at) = menu(ui, text("label-to"), &to.shown, &choices, width) {
        let typed = || Destination::Uri(to.typed.clone().unwrap_or_default());
        let chosen = to.channels.get(at).map_or_else(typed, |(_, channel)| channel.clone());
        if matches!(chosen, Destination::Uri(_)) {
            // Whoever chose to type an address wants to type it now.
            ui.memory_mut(|memory| memory.request_focus(field_id(text("label-uri"))));
        }
        commands.push(Command::Edit(Edit::To(chosen)));
    }
}

fn when_menu(ui: &mut Ui, interval: Interval, commands: &mut Commands) {
    let words = |interval: Interval| match interval {
        Interval::Immediate => text("interval-immediate"),
        Interval::Within450Secs => text("interval-450"),
        Interval::Within900Secs => text("interval-900"),
    };
    let choices = Interval::ALL.map(|choice| (words(choice), choice == interval));
    if let Some(chosen) =
        menu(ui, text("label-when"), words(interval), &choices, WHEN).and_then(|at| Interval::ALL.get(at))
    {
        commands.push(Command::Edit(Edit::Interval(*chosen)));
    }
}

/// A label and what stands after it.
fn row<R>(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui, Id) -> R) -> R {
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        let (rect, response) = ui.allocate_exact_size(vec2(LABEL, ROW), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
        let letters = if label.len() > 22 { Letters::Tiny } else { Letters::Body };
        line::paint(ui.painter(), rect, label, letters, palette.secondary, Align::Min);
        add(ui, response.id)
    })
    .inner
}

/// The field that has the keyboard when the window opens: a newcomer types at once.
#[must_use]
pub fn first_field() -> Id {
    field_id("Text1")
}

fn field_id(name: &str) -> Id {
    Id::unique(("composer", name))
}

fn box_ui(ui: &mut Ui, name: &str, value: &mut String, hint: &str, problem: bool, width: f32) -> Response {
    TextField { id: field_id(name), hint, problem, letters: Letters::Body }.show(ui, value, width)
}

fn text_row(
    ui: &mut Ui,
    label: &str,
    value: &str,
    hint: &str,
    edit: impl FnOnce(String) -> Edit,
    commands: &mut Commands,
) {
    row(ui, label, |ui, label_id| {
        let mut typed = value.to_owned();
        let width = ui.available_width();
        if box_ui(ui, label, &mut typed, hint, false, width).labelled_by(label_id).changed() {
            commands.push(Command::Edit(edit(typed)));
        }
    });
}

fn sound_row(ui: &mut Ui, sound: SoundForm, path: &str, commands: &mut Commands) {
    row(ui, text("label-sound"), |ui, label_id| {
        let segments = [
            (SoundForm::Default, "sound-default"),
            (SoundForm::Silent, "sound-silent"),
            (SoundForm::Path, "sound-path"),
        ]
        .map(|(value, key)| Segment { value, text: text(key), name: text(key) });
        if let Some(chosen) = segmented(ui, sound, &segments, Look { letters: Letters::Small, ..Look::QUIET }) {
            commands.push(Command::Edit(Edit::Sound(chosen)));
        }
        if sound == SoundForm::Path {
            let mut typed = path.to_owned();
            let width = ui.available_width();
            if box_ui(ui, "Sound", &mut typed, text("field-sound"), false, width).labelled_by(label_id).changed() {
                commands.push(Command::Edit(Edit::SoundPath(typed)));
            }
        }
    });
}

fn tile_row(ui: &mut Ui, field: &FieldRow, commands: &mut Commands) {
    let name = field.name;
    row(ui, name.element(), |ui, label_id| {
        let width = ui.available_width() - tri_state_width(ui) - S;
        let mut typed = field.text.clone();
        let problem = field.problem.is_some();
        let typing = box_ui(ui, name.element(), &mut typed, field.hint, problem, width).labelled_by(label_id);
        if typing.changed() {
            // Typing means it: a field that was kept or cleared is set from the first letter on.
            let form = FieldForm { state: FieldState::Set, text: typed };
            commands.push(Command::Edit(Edit::Field(name, form)));
        }
        if let Some(state) = tri_state(ui, name.element(), field.state) {
            let form = FieldForm { state, text: field.kept.clone() };
            commands.push(Command::Edit(Edit::Field(name, form)));
        }
    });
    if let Some(problem) = &field.problem {
        let palette = theme::of(ui);
        // Closer to its field than to the next one.
        ui.add_space(XS - S);
        ui.horizontal(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            ui.add_space(LABEL + S);
            line::words(ui, problem, Letters::Small, palette.refused);
        });
    }
}

fn tri_state(ui: &mut Ui, field: &str, state: FieldState) -> Option<FieldState> {
    let spoken = |key: &str| text_with(key, &[("field", Argument::Text(field))]);
    let (keep, clear, set) = (spoken("state-keep-name"), spoken("state-clear-name"), spoken("state-set-name"));
    segmented(ui, state, &states(&keep, &clear, &set), Look::ROW)
}

fn tri_state_width(ui: &Ui) -> f32 {
    segmented::width(ui, &states("", "", ""), Look::ROW)
}

fn states<'a>(keep: &'a str, clear: &'a str, set: &'a str) -> [Segment<'a, FieldState>; 3] {
    [
        Segment { value: FieldState::Keep, text: text("state-keep"), name: keep },
        Segment { value: FieldState::Clear, text: text("state-clear"), name: clear },
        Segment { value: FieldState::Set, text: text("state-set"), name: set },
    ]
}

/// The body of a raw push, over the rest of the pane.
pub fn raw_ui(ui: &mut Ui, raw: &str, commands: &mut Commands) {
    let mut typed = raw.to_owned();
    let size = ui.available_size();
    let response = text_area(ui, Id::unique(("composer", "raw")), &mut typed, size);
    response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, text("source-raw-name")));
    if response.changed() {
        commands.push(Command::Edit(Edit::Raw(typed)));
    }
}
