//! The form for a fault: what it does, to which pushes, how often. Wrong input says at its field what is wrong.

use egui::{Id, Ui};

use super::Commands;
use crate::console::Command;
use crate::console::service::faults::{CloseAt, Does, End, FaultEdit, FaultField};
use crate::console::service::{Describing, ServiceCommand};
use crate::lang::text;
use crate::notification::Kind;
use crate::protocol::Verdict;
use crate::ui::theme::measure::{S, XS};
use crate::ui::theme::{self, Letters};
use crate::ui::views::fault_form::{Choice, FaultFormView, does, verdict};
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::form::{FieldLook, field_ui, problem_ui, row, unit_ui};
use crate::ui::widgets::line;
use crate::ui::widgets::menu::menu;
use crate::ui::widgets::segmented::{Look, Segment, segmented};

/// Width of the labels.
const LABEL: f32 = 92.0;
/// Width of a field for a number.
const NUMBER: f32 = 72.0;

/// Draws the form and its buttons.
pub fn fault_form_ui(ui: &mut Ui, view: &FaultFormView, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.spacing_mut().item_spacing.y = S;
    line::one_line(ui, text("fault-form-title"), Letters::Strong, palette.text);
    does_row(ui, view, commands);
    detail_row(ui, view, commands);
    which_rows(ui, view, commands);
    often_rows(ui, view, commands);
    ui.add_space(XS);
    ui.horizontal(|ui| {
        ui.add_space(LABEL + S);
        if Button::new(text("fault-form-set"), Loudness::Quiet).show(ui).clicked() {
            match view.problems.first() {
                // What is wrong stands at its field; whoever wants to set the fault anyway is led there.
                Some(problem) => ui.memory_mut(|memory| memory.request_focus(field_id(problem.field))),
                None => commands.push(Command::Service(ServiceCommand::AddFault)),
            }
        }
        if Button::new(text("fault-form-cancel"), Loudness::Plain).show(ui).clicked() {
            commands.push(Command::Service(ServiceCommand::Describe(Describing::Cancel)));
        }
    });
}

fn edit(commands: &mut Commands, edit: FaultEdit) {
    commands.push(Command::Service(ServiceCommand::EditFault(edit)));
}

fn field_id(field: FaultField) -> Id {
    Id::unique(("fault", format!("{field:?}")))
}

fn does_row(ui: &mut Ui, view: &FaultFormView, commands: &mut Commands) {
    let label = text("fault-form-does");
    row(ui, label, LABEL, |ui, _| {
        let choices = Does::ALL.map(|choice| (does(choice), choice == view.form.does));
        let width = ui.available_width();
        if let Some(chosen) = menu(ui, label, view.does, &choices, width).and_then(|at| Does::ALL.get(at)) {
            edit(commands, FaultEdit::Does(*chosen));
        }
    });
}

fn detail_row(ui: &mut Ui, view: &FaultFormView, commands: &mut Commands) {
    match view.form.does {
        Does::Answer => {
            let label = text("fault-form-verdict");
            row(ui, label, LABEL, |ui, _| {
                let all: Vec<(String, Verdict)> = Verdict::all().map(|choice| (verdict(choice), choice)).collect();
                let choices: Vec<(&str, bool)> =
                    all.iter().map(|(words, choice)| (words.as_str(), *choice == view.form.verdict)).collect();
                let width = ui.available_width();
                if let Some((_, chosen)) = menu(ui, label, &view.verdict, &choices, width).and_then(|at| all.get(at)) {
                    edit(commands, FaultEdit::Verdict(*chosen));
                }
            });
        }
        Does::Delay => {
            let words = Words { label: "fault-form-delay", unit: "fault-form-delay-unit" };
            number_row(ui, view, (FaultField::DelayMs, &view.form.delay_ms), words, FaultEdit::DelayMs, commands);
        }
        Does::Close => {
            row(ui, text("fault-form-close"), LABEL, |ui, _| {
                let segments = [
                    (CloseAt::BeforeAnswer, "close-before"),
                    (CloseAt::MidAnswer, "close-mid"),
                    (CloseAt::AfterAnswer, "close-after"),
                ]
                .map(|(value, key)| Segment { value, text: text(key), name: text(key) });
                if let Some(chosen) = segmented(ui, view.form.close, &segments, small()) {
                    edit(commands, FaultEdit::Close(chosen));
                }
            });
        }
        Does::Duplicate => {
            let words = Words { label: "fault-form-copies", unit: "fault-form-copies-unit" };
            number_row(ui, view, (FaultField::Copies, &view.form.copies), words, FaultEdit::Copies, commands);
        }
        Does::Lose | Does::Hold | Does::Corrupt => {}
    }
}

fn small() -> Look {
    Look { letters: Letters::Small, pad: S, ..Look::QUIET }
}

fn which_rows(ui: &mut Ui, view: &FaultFormView, commands: &mut Commands) {
    row(ui, text("fault-form-kind"), LABEL, |ui, _| {
        let segments = [
            (None, "fault-kind-any"),
            (Some(Kind::Toast), "kind-toast"),
            (Some(Kind::Tile), "kind-tile"),
            (Some(Kind::Raw), "kind-raw"),
        ]
        .map(|(value, key)| Segment { value, text: text(key), name: text(key) });
        if let Some(kind) = segmented(ui, view.form.kind, &segments, small()) {
            edit(commands, FaultEdit::Kind(kind));
        }
    });
    choice_row(ui, text("fault-form-device"), &view.devices, FaultEdit::Device, commands);
    choice_row(ui, text("fault-form-app"), &view.apps, FaultEdit::App, commands);
    choice_row(ui, text("fault-form-channel"), &view.channels, FaultEdit::Channel, commands);
    let label = text("fault-form-text");
    row(ui, label, LABEL, |ui, label_id| {
        let mut typed = view.form.text.clone();
        let look = FieldLook { hint: text("fault-form-text-hint"), problem: view.problem(FaultField::Text).is_some() };
        let width = ui.available_width();
        let response = field_ui(ui, field_id(FaultField::Text), label, &mut typed, width, look);
        if response.labelled_by(label_id).changed() {
            edit(commands, FaultEdit::Text(typed));
        }
    });
    wrong_ui(ui, view, FaultField::Text);
}

fn choice_row(
    ui: &mut Ui,
    label: &str,
    choices: &[Choice],
    change: impl FnOnce(Option<String>) -> FaultEdit,
    commands: &mut Commands,
) {
    row(ui, label, LABEL, |ui, _| {
        let shown = choices.iter().find(|choice| choice.chosen).or(choices.first());
        let shown = shown.map_or("", |choice| choice.words.as_str());
        let words: Vec<(&str, bool)> = choices.iter().map(|choice| (choice.words.as_str(), choice.chosen)).collect();
        let width = ui.available_width();
        if let Some(chosen) = menu(ui, label, shown, &words, width).and_then(|at| choices.get(at)) {
            edit(commands, change(chosen.value.clone()));
        }
    });
}

fn often_rows(ui: &mut Ui, view: &FaultFormView, commands: &mut Commands) {
    let words = Words { label: "fault-form-skip", unit: "fault-form-skip-unit" };
    number_row(ui, view, (FaultField::Skip, &view.form.skip), words, FaultEdit::Skip, commands);
    row(ui, text("fault-form-times"), LABEL, |ui, label_id| {
        let segments = [(End::AfterTimes, "end-after"), (End::Never, "end-never")].map(|(value, key)| Segment {
            value,
            text: text(key),
            name: text(key),
        });
        if let Some(end) = segmented(ui, view.form.end, &segments, small()) {
            edit(commands, FaultEdit::End(end));
        }
        if view.form.end == End::AfterTimes {
            let field = (FaultField::Times, view.form.times.as_str());
            number_ui(ui, view, field, text("fault-form-times"), label_id, FaultEdit::Times, commands);
        }
        unit_ui(ui, text("fault-form-times-unit"));
    });
    wrong_ui(ui, view, FaultField::Times);
    let words = Words { label: "fault-form-percent", unit: "fault-form-percent-unit" };
    number_row(ui, view, (FaultField::Percent, &view.form.percent), words, FaultEdit::Percent, commands);
}

/// The words around a number, by their keys.
#[derive(Clone, Copy)]
struct Words {
    label: &'static str,
    unit: &'static str,
}

fn number_row(
    ui: &mut Ui,
    view: &FaultFormView,
    field: (FaultField, &str),
    words: Words,
    change: impl FnOnce(String) -> FaultEdit,
    commands: &mut Commands,
) {
    let label = text(words.label);
    row(ui, label, LABEL, |ui, label_id| {
        number_ui(ui, view, field, label, label_id, change, commands);
        unit_ui(ui, text(words.unit));
    });
    wrong_ui(ui, view, field.0);
}

fn number_ui(
    ui: &mut Ui,
    view: &FaultFormView,
    (field, typed): (FaultField, &str),
    name: &str,
    label_id: Id,
    change: impl FnOnce(String) -> FaultEdit,
    commands: &mut Commands,
) {
    let mut typed = typed.to_owned();
    let look = FieldLook { hint: "", problem: view.problem(field).is_some() };
    let response = field_ui(ui, field_id(field), name, &mut typed, NUMBER, look);
    if response.labelled_by(label_id).changed() {
        edit(commands, change(typed));
    }
}

fn wrong_ui(ui: &mut Ui, view: &FaultFormView, field: FaultField) {
    if let Some(problem) = view.problem(field) {
        problem_ui(ui, LABEL + S, problem);
    }
}
