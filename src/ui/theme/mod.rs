//! What does the window look like? Every colour, distance, radius and type size of the window stands in this folder, and
//! nowhere else; a phone's own look is `device` and `tiles`.
//!
//! `palette` holds the colours of each theme, `measure` the distances, `letters` the type scale; `visuals` hands them to egui.

pub mod letters;
pub mod measure;
pub mod palette;
mod visuals;

use egui::{Context, Id, Theme, ThemePreference, Ui};

use crate::console::model::ThemeChoice;

pub use letters::Letters;
pub use palette::{Palette, Tone};

/// Where the choice of the high-contrast theme is remembered between frames.
const CONTRAST: &str = "tilecast-high-contrast";

/// Gives a context our fonts and styles. Call it once, before the first frame.
pub fn install(ctx: &Context) {
    ctx.set_fonts(super::fonts::definitions());
    super::fonts::add_boxes(ctx);
    choose(ctx, ThemeChoice::default());
}

/// Makes a theme the one that is drawn from the next frame on.
pub fn choose(ctx: &Context, choice: ThemeChoice) {
    let dark = match choice {
        ThemeChoice::HighContrast => &palette::HIGH_CONTRAST,
        ThemeChoice::System | ThemeChoice::Dark | ThemeChoice::Light => &palette::DARK,
    };
    ctx.set_style_of(Theme::Dark, visuals::style(dark, Theme::Dark));
    ctx.set_style_of(Theme::Light, visuals::style(&palette::LIGHT, Theme::Light));
    ctx.data_mut(|data| data.insert_temp(Id::unique(CONTRAST), choice == ThemeChoice::HighContrast));
    ctx.set_theme(match choice {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Dark | ThemeChoice::HighContrast => ThemePreference::Dark,
        ThemeChoice::Light => ThemePreference::Light,
    });
}

/// The colours that are drawn with now.
#[must_use]
pub fn of(ui: &Ui) -> &'static Palette {
    let high_contrast = ui.data(|data| data.get_temp(Id::unique(CONTRAST)).unwrap_or(false));
    match (high_contrast, ui.theme()) {
        (true, _) => &palette::HIGH_CONTRAST,
        (false, Theme::Dark) => &palette::DARK,
        (false, Theme::Light) => &palette::LIGHT,
    }
}
