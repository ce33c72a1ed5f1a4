//! How does egui learn of the theme? A palette in, an egui style out.

use egui::style::{ScrollStyle, Selection, WidgetVisuals, Widgets};
use egui::{Color32, CornerRadius, FontFamily, Margin, Shadow, Stroke, Style, TextStyle, Theme, Visuals, vec2};

use super::letters::Letters;
use super::measure::{HAIRLINE, M, RADIUS_BUTTON, RADIUS_CARD, ROW, S, XS};
use super::palette::Palette;

/// egui's style in our colours, distances and letters.
pub(super) fn style(palette: &Palette, theme: Theme) -> Style {
    let mut style = Style { visuals: visuals(palette, theme), ..Style::default() };
    style.text_styles = [
        (TextStyle::Heading, Letters::Title),
        (TextStyle::Body, Letters::Body),
        (TextStyle::Button, Letters::Body),
        (TextStyle::Small, Letters::Small),
        (TextStyle::Monospace, Letters::Mono),
    ]
    .into_iter()
    .map(|(name, letters)| (name, letters.font()))
    .collect();
    debug_assert_eq!(Letters::Mono.font().family, FontFamily::Monospace);
    style.spacing.item_spacing = vec2(S, S);
    style.spacing.button_padding = vec2(M, XS);
    style.spacing.interact_size = vec2(ROW, ROW);
    style.spacing.menu_margin = Margin::same(4);
    style.spacing.scroll = ScrollStyle { bar_width: 8.0, ..ScrollStyle::floating() };
    style.spacing.tooltip_width = 420.0;
    style.interaction.selectable_labels = false;
    style.animation_time = 0.0;
    style
}

fn visuals(palette: &Palette, theme: Theme) -> Visuals {
    let mut visuals = match theme {
        Theme::Dark => Visuals::dark(),
        Theme::Light => Visuals::light(),
    };
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.dim);
    visuals.widgets = widgets(palette);
    visuals.selection = Selection { bg_fill: palette.selected, stroke: Stroke::new(HAIRLINE, palette.accent) };
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.raised;
    visuals.extreme_bg_color = palette.raised;
    visuals.text_edit_bg_color = Some(palette.raised);
    visuals.code_bg_color = palette.raised;
    visuals.warn_fg_color = palette.warned;
    visuals.error_fg_color = palette.refused;
    visuals.window_corner_radius = CornerRadius::same(RADIUS_CARD);
    visuals.menu_corner_radius = CornerRadius::same(RADIUS_BUTTON);
    visuals.window_fill = palette.panel;
    visuals.window_stroke = Stroke::new(HAIRLINE, palette.line);
    visuals.panel_fill = palette.panel;
    let shadow = Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(70) };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.text_cursor.stroke = Stroke::new(1.5, palette.accent);
    // A blinking cursor would ask for a frame twice a second (HOUSE.md 4, "idle is idle").
    visuals.text_cursor.blink = false;
    visuals
}

fn widgets(palette: &Palette) -> Widgets {
    let state = |fill: Color32, line: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(HAIRLINE, line),
        corner_radius: CornerRadius::same(RADIUS_BUTTON),
        fg_stroke: Stroke::new(HAIRLINE, text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: state(palette.panel, palette.line, palette.text),
        inactive: state(palette.raised, palette.line, palette.text),
        hovered: state(palette.hovered, palette.line, palette.text),
        active: state(palette.hovered, palette.accent, palette.text),
        open: state(palette.hovered, palette.accent, palette.text),
    }
}
