//! Which colours are there? One palette per theme. Three greys for surfaces, three for text, one accent; green, amber, red
//! and violet only where they mean something.
//!
//! The contrast of every text colour on its surfaces is computed by the tests below.
#![expect(clippy::disallowed_methods, reason = "this is where the window's colours come from")]
#![expect(clippy::unreadable_literal, reason = "a colour is written as people write colours")]

use egui::Color32;
use serde::Serialize;

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything, and behind the phones.
    pub background: Color32,
    /// Panes.
    pub panel: Color32,
    /// Cards, fields and buttons.
    pub raised: Color32,
    /// Under the pointer.
    pub hovered: Color32,
    /// Hairlines.
    pub line: Color32,
    /// A selected row.
    pub selected: Color32,
    /// What is to be read.
    pub text: Color32,
    /// What explains.
    pub secondary: Color32,
    /// What need not be read.
    pub dim: Color32,
    /// Focus, links, lit arrows.
    pub accent: Color32,
    /// Under text in `on_accent`.
    pub accent_fill: Color32,
    /// Text on `accent_fill`.
    pub on_accent: Color32,
    /// It was received.
    pub received: Color32,
    /// It waits, or deserves a look.
    pub warned: Color32,
    /// It was refused.
    pub refused: Color32,
    /// The kind of a push.
    pub kind: Color32,
}

/// What a colour means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// Nothing has happened yet.
    #[default]
    Idle,
    /// Something is under way.
    Busy,
    /// All is well.
    Received,
    /// It waits, or deserves a look.
    Warned,
    /// It was refused.
    Refused,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

/// The dark theme.
pub const DARK: Palette = Palette {
    background: rgb(0x14161A),
    panel: rgb(0x1B1E24),
    raised: rgb(0x242830),
    hovered: rgb(0x2C313B),
    line: rgb(0x2E333D),
    selected: rgb(0x1F2B40),
    text: rgb(0xE7E9EE),
    secondary: rgb(0x9AA2B1),
    dim: rgb(0x727A8D),
    accent: rgb(0x5C98FF),
    accent_fill: rgb(0x2E6FE6),
    on_accent: rgb(0xFFFFFF),
    received: rgb(0x4CC38A),
    warned: rgb(0xF0B429),
    refused: rgb(0xF2706B),
    kind: rgb(0xA78BFA),
};

/// The light theme.
pub const LIGHT: Palette = Palette {
    background: rgb(0xECEEF2),
    panel: rgb(0xFFFFFF),
    raised: rgb(0xF3F5F8),
    hovered: rgb(0xEAEDF2),
    line: rgb(0xDBE0E8),
    selected: rgb(0xE6EFFF),
    text: rgb(0x1A1D23),
    secondary: rgb(0x59616F),
    dim: rgb(0x7E8697),
    accent: rgb(0x1A5FDB),
    accent_fill: rgb(0x1F66E5),
    on_accent: rgb(0xFFFFFF),
    received: rgb(0x17784B),
    warned: rgb(0x8F5E00),
    refused: rgb(0xC0342E),
    kind: rgb(0x6D4BD1),
};

/// The high-contrast theme.
pub const HIGH_CONTRAST: Palette = Palette {
    background: rgb(0x000000),
    panel: rgb(0x000000),
    raised: rgb(0x161616),
    hovered: rgb(0x262626),
    line: rgb(0x8C8C8C),
    selected: rgb(0x0E244A),
    text: rgb(0xFFFFFF),
    secondary: rgb(0xE8E8E8),
    dim: rgb(0xC4C4C4),
    accent: rgb(0x9CC4FF),
    accent_fill: rgb(0x9CC4FF),
    on_accent: rgb(0x000000),
    received: rgb(0x5FE3A1),
    warned: rgb(0xFFD166),
    refused: rgb(0xFFA8A2),
    kind: rgb(0xCDBBFF),
};

impl Palette {
    /// The colour of a tone.
    #[must_use]
    pub const fn tone(&self, tone: Tone) -> Color32 {
        match tone {
            Tone::Idle => self.dim,
            Tone::Busy => self.accent,
            Tone::Received => self.received,
            Tone::Warned => self.warned,
            Tone::Refused => self.refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color32) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.212_6 * linear(color.r()) + 0.715_2 * linear(color.g()) + 0.072_2 * linear(color.b())
    }

    fn contrast(one: Color32, other: Color32) -> f64 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn check(palette: &Palette, least: f64, least_dim: f64) {
        let surfaces = [
            ("background", palette.background),
            ("panel", palette.panel),
            ("raised", palette.raised),
            ("hovered", palette.hovered),
            ("selected", palette.selected),
        ];
        let texts = [
            ("text", palette.text, least),
            ("secondary", palette.secondary, least),
            ("accent", palette.accent, least),
            ("received", palette.received, least),
            ("warned", palette.warned, least),
            ("refused", palette.refused, least),
            ("kind", palette.kind, least),
            ("dim", palette.dim, least_dim),
        ];
        let mut failed = Vec::new();
        for (surface, under) in surfaces {
            for (name, color, least) in texts {
                let got = contrast(color, under);
                if got < least {
                    failed.push(format!("{name} on {surface}: {got:.2} < {least}"));
                }
            }
        }
        let got = contrast(palette.on_accent, palette.accent_fill);
        if got < least {
            failed.push(format!("on_accent: {got:.2}"));
        }
        assert!(failed.is_empty(), "{failed:#?}");
    }

    /// In the dark theme every text stands out from its surface by 4.5, dim text by 3.
    #[test]
    fn dark_text_can_be_read() {
        check(&DARK, 4.5, 3.0);
    }

    /// In the light theme every text stands out from its surface by 4.5, dim text by 3.
    #[test]
    fn light_text_can_be_read() {
        check(&LIGHT, 4.5, 3.0);
    }

    /// In the high-contrast theme every text stands out from its surface by 7, dim text too.
    #[test]
    fn high_contrast_text_can_be_read() {
        check(&HIGH_CONTRAST, 7.0, 7.0);
    }
}
