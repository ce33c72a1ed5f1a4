//! How does one get more phones, and larger ones? The controls at the right end of the head over the phones, and the keys and
//! the wheel that do the same over the phones themselves.

use egui::{Event, Id, Key, KeyboardShortcut, Modifiers, MouseWheelUnit, Rect, Ui};

use super::Commands;
use super::arrangement::Arrangement;
use crate::console::Command;
use crate::console::lineup::LineupCommand;
use crate::console::lineup::zoom::{STEPS, Zoom};
use crate::lang::{Argument, text, text_with};
use crate::ui::theme::measure::{ROW, S, XS};
use crate::ui::views::PhonesView;
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::menu::menu;

/// Width of the list of sizes: enough for three digits.
const SIZES: f32 = 74.0;
/// Width that all controls take, with the words of the button.
const WHOLE: f32 = 270.0;
/// The same without the buttons beside the list of sizes.
const SHORT: f32 = 180.0;
/// Fingers that part by a quarter are one step.
const PINCH_STEP: f32 = WHEEL_STEP / 0.223;
/// A wheel, or two fingers, turns so far for one step, in points.
const WHEEL_STEP: f32 = 50.0;

/// Draws the controls from the right end of what is left of a row; `spare` of it is wanted for something else.
pub fn lineup_ui(ui: &mut Ui, view: &PhonesView, arrangement: &Arrangement, spare: f32, commands: &mut Commands) {
    let room = ui.available_width() - spare;
    ui.spacing_mut().item_spacing.x = XS;
    let words = if room >= SHORT { text("lineup-add") } else { "+" };
    let add = Button::new(words, Loudness::Quiet).named(text("lineup-add")).show(ui);
    if add.on_hover_text(text("lineup-add-hint")).clicked() {
        commands.push(Command::Lineup(LineupCommand::Add));
    }
    if view.phones.is_empty() || room < SHORT {
        return;
    }
    ui.add_space(S - XS);
    let percent = arrangement.percent();
    let mut step = |ui: &mut Ui, sign: &str, key: &str, zoom: Option<Zoom>| {
        let button = Button::new(sign, Loudness::Plain).named(text(key)).min_width(ROW);
        let response = ui.add_enabled_ui(zoom.is_some(), |ui| button.show(ui)).inner;
        if let Some(zoom) = zoom.filter(|_| response.on_hover_text(text(key)).clicked()) {
            commands.push(Command::Lineup(LineupCommand::Zoom(zoom)));
        }
    };
    if room >= WHOLE {
        step(ui, "+", "zoom-larger", Zoom::larger(percent));
    }
    let chosen = sizes_ui(ui, view.zoom);
    if room >= WHOLE {
        step(ui, "−", "zoom-smaller", Zoom::smaller(percent));
    }
    commands.extend(chosen.map(|zoom| Command::Lineup(LineupCommand::Zoom(zoom))));
}

fn sizes_ui(ui: &mut Ui, zoom: Zoom) -> Option<Zoom> {
    let sizes: Vec<Zoom> = [Zoom::Fit].into_iter().chain(STEPS.map(Zoom::Percent)).collect();
    let words: Vec<String> = sizes.iter().map(|size| words(*size)).collect();
    let choices: Vec<(&str, bool)> =
        words.iter().zip(&sizes).map(|(words, size)| (words.as_str(), *size == zoom)).collect();
    let hint = |ui: &mut Ui| menu(ui, text("zoom-name"), &self::words(zoom), &choices, SIZES);
    let shown = ui.scope(hint);
    shown.response.on_hover_text(text("zoom-hint"));
    shown.inner.and_then(|at| sizes.get(at).copied())
}

fn words(zoom: Zoom) -> String {
    match zoom {
        Zoom::Fit => text("zoom-fit").to_owned(),
        Zoom::Percent(percent) => text_with("zoom-percent", &[("percent", Argument::Number(u64::from(percent)))]),
    }
}

/// Over the phones, the keys that make a window's letters larger make the phones larger, and so does the wheel with Ctrl.
pub fn keys(ui: &Ui, over: Rect, arrangement: &Arrangement, commands: &mut Commands) {
    if !ui.rect_contains_pointer(over) {
        return;
    }
    let percent = arrangement.percent();
    let pressed = |key| ui.input_mut(|input| input.consume_shortcut(&KeyboardShortcut::new(Modifiers::COMMAND, key)));
    let mut zoom = None;
    if pressed(Key::Plus) | pressed(Key::Equals) {
        zoom = Zoom::larger(percent);
    } else if pressed(Key::Minus) {
        zoom = Zoom::smaller(percent);
    } else if pressed(Key::Num0) {
        zoom = Some(Zoom::Fit);
    }
    let turned = turned(ui);
    if turned > 0.0 {
        zoom = zoom.or(Zoom::larger(percent));
    } else if turned < 0.0 {
        zoom = zoom.or(Zoom::smaller(percent));
    }
    commands.extend(zoom.map(|zoom| Command::Lineup(LineupCommand::Zoom(zoom))));
}

/// Whether the wheel was turned by a step with Ctrl: above 0 away from the person, which is larger.
fn turned(ui: &Ui) -> f32 {
    let id = Id::unique("lineup-wheel");
    let by = ui.input(|input| {
        let turn = |event: &Event| match event {
            Event::MouseWheel { unit, delta, modifiers, .. } if modifiers.command => match unit {
                MouseWheelUnit::Point => delta.y,
                MouseWheelUnit::Line | MouseWheelUnit::Page => delta.y * WHEEL_STEP,
            },
            // Two fingers that part.
            Event::Zoom(factor) => factor.ln() * PINCH_STEP,
            _ => 0.0,
        };
        input.events.iter().map(turn).sum::<f32>()
    });
    if by == 0.0 {
        return 0.0;
    }
    let whole: f32 = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or_default() + by;
    let is_step = whole.abs() >= WHEEL_STEP;
    ui.data_mut(|data| data.insert_temp(id, if is_step { 0.0 } else { whole }));
    if is_step { whole } else { 0.0 }
}
