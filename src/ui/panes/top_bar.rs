//! The top bar: the program's name, where to point a sender, "send one to me", the theme.

use egui::{Align, Layout, Rect, Ui, UiBuilder, vec2};

use super::Commands;
use crate::console::Command;
use crate::console::model::ThemeChoice;
use crate::console::service::{Panel, ServiceCommand};
use crate::lang::{Argument, text, text_with};
use crate::ui::theme::measure::{DOT, L, M, RADIUS_BUTTON, S, TWO_COLUMNS_BELOW};
use crate::ui::theme::{self, Letters};
use crate::ui::views::TopBarView;
use crate::ui::widgets::button::{Button, Loudness, Pressed};
use crate::ui::widgets::copy::copy_button;
use crate::ui::widgets::line;
use crate::ui::widgets::segmented::{Emphasis, Look, Segment, segmented};

/// Draws the bar.
pub fn top_bar_ui(ui: &mut Ui, view: &TopBarView, commands: &mut Commands) {
    let palette = theme::of(ui);
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = M;
        line::one_line(ui, text("app-name"), Letters::Title, palette.text);
        ui.add_space(S);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = M;
            if let Some(choice) = theme_ui(ui, view.theme) {
                commands.push(Command::Theme(choice));
            }
            let send = Button::new(text("send-one"), Loudness::Quiet).show(ui).on_hover_text(text("send-one-hint"));
            if send.clicked() {
                commands.push(Command::SendOne);
            }
            service_ui(ui, view, commands);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| endpoint_ui(ui, view));
        });
    });
}

/// Opens and closes the panel about the service, and has a dot while something bends the service.
fn service_ui(ui: &mut Ui, view: &TopBarView, commands: &mut Commands) {
    let pressed = match view.panel {
        Panel::Open => Pressed::In,
        Panel::Closed => Pressed::Out,
    };
    let mut button = Button::new(text("service"), Loudness::Quiet).named(text("service-name")).pressed(pressed);
    if ui.ctx().content_rect().width() >= TWO_COLUMNS_BELOW {
        button = button.shortcut(text("service-keys"));
    }
    if button.dot(view.bent).show(ui).on_hover_text(text("service-hint")).clicked() {
        commands.push(Command::Service(ServiceCommand::Toggle));
    }
}

fn theme_ui(ui: &mut Ui, chosen: ThemeChoice) -> Option<ThemeChoice> {
    let segment = |value, key| Segment { value, text: text(key), name: text(key) };
    let segments = [
        segment(ThemeChoice::Dark, "theme-dark"),
        segment(ThemeChoice::Light, "theme-light"),
        segment(ThemeChoice::HighContrast, "theme-contrast"),
    ];
    let look = Look { emphasis: Emphasis::Calm, letters: Letters::Small, pad: S, height: 26.0 };
    segmented(ui, chosen, &segments, look)
}

/// The pill with the address: bright what is the same for every channel, quieter what is this channel's.
fn endpoint_ui(ui: &mut Ui, view: &TopBarView) {
    let palette = theme::of(ui);
    let available = ui.available_width() - L;
    let path = match (&view.base, &view.endpoint) {
        (None, _) => String::new(),
        (Some(_), None) => format!("  {}", text("endpoint-no-channel")),
        (Some(_), Some(endpoint)) => endpoint.path.clone(),
    };
    let base = match (&view.base, &view.endpoint) {
        (None, _) => text("endpoint-starting"),
        (Some(_), Some(endpoint)) => &endpoint.base,
        (Some(base), None) => base,
    };
    let measure = |words: &str| line::galley(ui.painter(), words, Letters::Mono, palette.text, f32::INFINITY).size().x;
    let button = 60.0;
    let fixed = measure(base) + DOT * 2.0 + 3.0 * S + button + 4.0;
    let letter = measure("0");
    let room = ((available - fixed) / letter).max(8.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of letters, at least eight")]
    let path = line::cut_middle(&path, room as usize);
    let width = (fixed + measure(&path)).min(available);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 26.0), egui::Sense::hover());
    ui.painter().rect_filled(rect, RADIUS_BUTTON, palette.raised);
    let mut inside = ui.new_child(
        UiBuilder::new()
            .max_rect(Rect::from_min_max(rect.min + vec2(S + 2.0, 0.0), rect.max))
            .layout(Layout::left_to_right(Align::Center)),
    );
    inside.spacing_mut().item_spacing.x = 0.0;
    line::badge(&mut inside, view.tone, base, Letters::Mono, palette.text);
    inside.spacing_mut().item_spacing.x = 0.0;
    line::one_line(&mut inside, &path, Letters::Mono, palette.secondary);
    inside.add_space(S);
    match (&view.endpoint, &view.base) {
        (Some(endpoint), _) => {
            copy_button(&mut inside, text("endpoint-copy"), &endpoint.uri, Loudness::Plain);
            let whose = [("whose", Argument::Text(&endpoint.whose))];
            response.on_hover_text(format!("{}\n{}", text_with("endpoint-hint", &whose), endpoint.uri));
        }
        (None, Some(base)) => {
            copy_button(&mut inside, text("endpoint-copy-base"), base, Loudness::Plain);
        }
        (None, None) => {}
    }
}
