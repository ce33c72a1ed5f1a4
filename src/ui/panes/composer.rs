//! The composer: kind, form, the body beside it, and Send; the rows of the form are `fields`.

use egui::{Align, Frame, Layout, Margin, Panel, Rect, ScrollArea, Sense, Ui, vec2};

use super::{Commands, fields};
use crate::console::Command;
use crate::console::command::Edit;
use crate::console::model::ComposerTab;
use crate::lang::text;
use crate::notification::{Kind, TemplateKind};
use crate::ui::theme::measure::{M, S};
use crate::ui::theme::{self, Letters};
use crate::ui::views::ComposerView;
use crate::ui::views::composer::{Form, Meter};
use crate::ui::widgets::button::{Button, Loudness};
use crate::ui::widgets::code::{Language, Numbers, code_ui};
use crate::ui::widgets::copy::copy_button;
use crate::ui::widgets::line;
use crate::ui::widgets::segmented::{Look, Segment, segmented};

/// Whether form and source stand above each other, or one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Both fit.
    Both,
    /// One is a tab beside the other.
    One,
}

/// Draws everything below the pane's head.
pub fn composer_ui(ui: &mut Ui, view: &ComposerView, room: Room, commands: &mut Commands) {
    let palette = theme::of(ui);
    let foot = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 0));
    Panel::bottom("send").exact_size(52.0).frame(foot).resizable(false).show(ui, |ui| send_ui(ui, view, commands));
    let body = Frame::new().inner_margin(Margin { left: 12, right: 0, top: 10, bottom: 12 });
    body.show(ui, |ui| {
        ui.set_min_size(ui.available_size());
        kinds_ui(ui, view, commands);
        match (room, view.tab, &view.form) {
            (_, _, Form::Raw(raw)) => {
                beside_bar(ui, |ui| {
                    fields::head_ui(ui, view, commands);
                    fields::raw_ui(ui, raw, commands);
                });
            }
            (Room::Both, _, Form::Toast { .. } | Form::Tile { .. }) => both_ui(ui, view, commands),
            (Room::One, ComposerTab::Form, Form::Toast { .. } | Form::Tile { .. }) => {
                let scroll = ScrollArea::vertical().id_salt("form").auto_shrink([false, false]);
                scroll.show(ui, |ui| beside_bar(ui, |ui| fields::form_ui(ui, view, commands)));
            }
            (Room::One, ComposerTab::Source, Form::Toast { .. } | Form::Tile { .. }) => {
                beside_bar(ui, |ui| source_ui(ui, view));
            }
        }
    });
}

/// Leaves the right margin free, where a scroll bar may stand and covers no control.
fn beside_bar(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    Frame::new().inner_margin(Margin { right: 12, ..Margin::ZERO }).show(ui, add);
}

fn both_ui(ui: &mut Ui, view: &ComposerView, commands: &mut Commands) {
    let whole = ui.available_height();
    let for_source = (whole * 0.34).clamp(84.0, 360.0);
    let for_form = (whole - for_source - S).max(80.0);
    ScrollArea::vertical().id_salt("form").max_height(for_form).auto_shrink([false, true]).show(ui, |ui| {
        beside_bar(ui, |ui| fields::form_ui(ui, view, commands));
    });
    beside_bar(ui, |ui| source_ui(ui, view));
}

fn kinds_ui(ui: &mut Ui, view: &ComposerView, commands: &mut Commands) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        let kinds = [(Kind::Toast, "kind-toast"), (Kind::Tile, "kind-tile"), (Kind::Raw, "kind-raw")]
            .map(|(value, key)| Segment { value, text: text(key), name: text(key) });
        if let Some(kind) = segmented(ui, view.kind, &kinds, Look::CHOICE) {
            commands.push(Command::Edit(Edit::Kind(kind)));
        }
        if view.kind == Kind::Tile {
            let templates = [
                (TemplateKind::Flip, "template-flip"),
                (TemplateKind::Iconic, "template-iconic"),
                (TemplateKind::Cycle, "template-cycle"),
                (TemplateKind::Standard, "template-standard"),
            ]
            .map(|(value, key)| Segment { value, text: text(key), name: text(key) });
            if let Some(template) = segmented(ui, view.template, &templates, Look::QUIET) {
                commands.push(Command::Edit(Edit::Template(template)));
            }
        }
    });
}

fn source_ui(ui: &mut Ui, view: &ComposerView) {
    let palette = theme::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        line::one_line(ui, text("source-title"), Letters::SmallStrong, palette.text);
        line::one_line(ui, text("source-note"), Letters::Small, palette.secondary);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let body = String::from_utf8_lossy(&view.body);
            copy_button(ui, text("source-copy"), &body, Loudness::Plain);
        });
    });
    code_ui(ui, text("source-name"), &view.source, Language::Xml, Numbers::Shown, ui.available_size());
}

fn send_ui(ui: &mut Ui, view: &ComposerView, commands: &mut Commands) {
    ui.horizontal_centered(|ui| {
        let send = 148.0;
        meter_ui(ui, &view.meter, ui.available_width() - send - M);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let button = Button::new(text("send"), Loudness::Primary).shortcut(text("send-keys"));
            if button.height(32.0).min_width(send - M).show(ui).clicked() {
                commands.push(Command::Send);
            }
        });
    });
}

fn meter_ui(ui: &mut Ui, meter: &Meter, width: f32) {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width.max(60.0), 32.0), Sense::hover());
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::accesskit::Role::Meter, true, text("meter-name"));
        info.current_text_value = Some(meter.text.clone());
        info
    });
    let color = if meter.too_large { palette.refused } else { palette.received };
    let words = if meter.too_large { palette.refused } else { palette.secondary };
    let (above, below) = rect.split_top_bottom_at_y(rect.top() + 20.0);
    line::paint(ui.painter(), above, &meter.text, Letters::Body, words, Align::Min);
    let track = Rect::from_min_size(below.min + vec2(0.0, 4.0), vec2(rect.width(), 4.0));
    ui.painter().rect_filled(track, 2.0, palette.line);
    let filled = Rect::from_min_size(track.min, vec2((track.width() * meter.filled).max(4.0), 4.0));
    ui.painter().rect_filled(filled, 2.0, color);
}
