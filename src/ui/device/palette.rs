//! What colours does a phone's theme have? The theme resources of Windows Phone (VISUALS.md 6.3).
#![expect(
    clippy::disallowed_methods,
    reason = "a phone's colours are the phone's own (VISUALS.md 6), not the window's"
)]

use egui::Color32;

use crate::phone::shell::scene::PhoneTheme;

/// The colours of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// `PhoneBackground`.
    pub background: Color32,
    /// `PhoneForeground`.
    pub foreground: Color32,
    /// `PhoneSubtle`.
    pub subtle: Color32,
    /// `PhoneChrome`.
    pub chrome: Color32,
}

impl Palette {
    /// The colours of this theme.
    #[must_use]
    pub const fn of(theme: PhoneTheme) -> Self {
        match theme {
            PhoneTheme::Dark => Self {
                background: Color32::BLACK,
                foreground: Color32::WHITE,
                subtle: Color32::from_rgba_premultiplied(0x99, 0x99, 0x99, 0x99),
                chrome: Color32::from_rgb(0x1F, 0x1F, 0x1F),
            },
            PhoneTheme::Light => Self {
                background: Color32::WHITE,
                foreground: Color32::from_black_alpha(0xDE),
                subtle: Color32::from_black_alpha(0x66),
                chrome: Color32::from_rgb(0xDD, 0xDD, 0xDD),
            },
        }
    }
}
