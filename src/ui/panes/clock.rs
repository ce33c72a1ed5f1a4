//! The service's clock: what it shows, how it runs, and buttons that move it ahead.

use std::time::Duration;

use egui::{Align, Layout, Ui, vec2};

use super::Commands;
use crate::console::Command;
use crate::console::service::ServiceCommand;
use crate::lang::text;
use crate::ui::theme::measure::{ROW, S, XS};
use crate::ui::theme::{self, Letters};
use crate::ui::views::ClockView;
use crate::ui::views::clock::Pace;
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::line;
use crate::ui::widgets::segmented::{Look, Segment, segmented};

/// How far the buttons move it, in seconds.
const AHEAD_SECS: [u64; 3] = [900, 3_600, 86_400];

/// Draws the clock and its buttons.
pub fn clock_ui(ui: &mut Ui, view: &ClockView, commands: &mut Commands) {
    face_ui(ui, view);
    ui.add_space(XS);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), Layout::left_to_right(Align::Center), |ui| {
        let segments = Pace::ALL.map(|pace| {
            let (words, name) = pace_words(pace);
            Segment { value: Some(pace), text: words, name }
        });
        let look = Look { letters: Letters::Small, pad: S, ..Look::QUIET };
        match segmented(ui, view.pace, &segments, look).flatten() {
            Some(Pace::Paused) => commands.push(Command::Service(ServiceCommand::Pause)),
            Some(Pace::Times(times)) => commands.push(Command::Service(ServiceCommand::Run(times))),
            None => {}
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = XS;
            for secs in AHEAD_SECS.into_iter().rev() {
                let (words, name) = ahead_words(secs);
                if Button::new(words, Loudness::Quiet).named(name).show(ui).on_hover_text(name).clicked() {
                    commands.push(Command::Service(ServiceCommand::Advance(Duration::from_secs(secs))));
                }
            }
        });
    });
}

fn face_ui(ui: &mut Ui, view: &ClockView) {
    let palette = theme::of(ui);
    let size = vec2(ui.available_width(), Letters::Verdict.line());
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, text("clock-name"));
        info.current_text_value = Some(format!("{}, {}, {}", view.time, view.day, view.state));
        info
    });
    let painter = ui.painter();
    let time = line::paint(painter, rect, &view.time, Letters::Verdict, palette.text, Align::Min);
    // On the line on which the large figures stand.
    let beside = rect.translate(vec2(0.0, 3.0)).with_min_x(time.right() + S);
    let day = line::paint(painter, beside, &view.day, Letters::Body, palette.secondary, Align::Min);
    let is_real = view.pace == Some(Pace::Times(1));
    let color = if is_real { palette.secondary } else { palette.warned };
    let rest = beside.with_min_x(day.right() + S);
    line::paint(painter, rest, &view.state, Letters::Body, color, Align::Max);
    response.on_hover_text(text("clock-hint"));
}

fn pace_words(pace: Pace) -> (&'static str, &'static str) {
    match pace {
        Pace::Paused => (text("pace-paused"), text("pace-paused-name")),
        Pace::Times(1) => (text("pace-1"), text("pace-1-name")),
        Pace::Times(60) => (text("pace-60"), text("pace-60-name")),
        Pace::Times(_) => (text("pace-600"), text("pace-600-name")),
    }
}

fn ahead_words(secs: u64) -> (&'static str, &'static str) {
    match secs {
        900 => (text("advance-900"), text("advance-900-name")),
        3_600 => (text("advance-3600"), text("advance-3600-name")),
        _ => (text("advance-86400"), text("advance-86400-name")),
    }
}
