//! What is a version of the phone's system? Its screen, its tile metrics, its accent colours.

use super::shell::scene::{Rgb, TileStyle};
use crate::protocol::device::OsVersion;

/// A screen in effective pixels (VISUALS.md 1.1): WVGA, which every version had.
pub const SCREEN_EP: (f32, f32) = (480.0, 800.0);

/// Which tile metrics a version draws with (VISUALS.md 9; 7.8 as 8.0, section 10).
#[must_use]
pub const fn tile_style(os: OsVersion) -> TileStyle {
    match os {
        OsVersion::V7_0 | OsVersion::V7_1 => TileStyle::Seven,
        OsVersion::V7_8 | OsVersion::V8_0 | OsVersion::V8_1 => TileStyle::Eight,
    }
}

/// The accents of Windows Phone 8 (VISUALS.md 6.1).
pub const ACCENTS_8: [(&str, Rgb); 20] = [
    ("lime", Rgb(0xA4, 0xC4, 0x00)),
    ("green", Rgb(0x60, 0xA9, 0x17)),
    ("emerald", Rgb(0x00, 0x8A, 0x00)),
    ("teal", Rgb(0x00, 0xAB, 0xA9)),
    ("cyan", Rgb(0x1B, 0xA1, 0xE2)),
    ("cobalt", Rgb(0x00, 0x50, 0xEF)),
    ("indigo", Rgb(0x6A, 0x00, 0xFF)),
    ("violet", Rgb(0xAA, 0x00, 0xFF)),
    ("pink", Rgb(0xF4, 0x72, 0xD0)),
    ("mauve", Rgb(0x76, 0x60, 0x8A)),
    ("magenta", Rgb(0xD8, 0x00, 0x73)),
    ("crimson", Rgb(0xA2, 0x00, 0x25)),
    ("red", Rgb(0xE5, 0x14, 0x00)),
    ("orange", Rgb(0xFA, 0x68, 0x00)),
    ("amber", Rgb(0xF0, 0xA3, 0x0A)),
    ("yellow", Rgb(0xE3, 0xC8, 0x00)),
    ("brown", Rgb(0x82, 0x5A, 0x2C)),
    ("olive", Rgb(0x6D, 0x87, 0x64)),
    ("steel", Rgb(0x64, 0x76, 0x87)),
    ("taupe", Rgb(0x87, 0x79, 0x4E)),
];

/// The accents of Windows Phone 7.5 (VISUALS.md 6.2).
pub const ACCENTS_7: [(&str, Rgb); 10] = [
    ("magenta", Rgb(0xD8, 0x00, 0x73)),
    ("purple", Rgb(0xA2, 0x00, 0xFF)),
    ("teal", Rgb(0x00, 0xAB, 0xA9)),
    ("lime", Rgb(0xA2, 0xC1, 0x39)),
    ("brown", Rgb(0xA0, 0x50, 0x00)),
    ("pink", Rgb(0xE6, 0x71, 0xB8)),
    ("mango", Rgb(0xF0, 0x96, 0x09)),
    ("blue", Rgb(0x1B, 0xA1, 0xE2)),
    ("red", Rgb(0xE5, 0x14, 0x00)),
    ("green", Rgb(0x33, 0x99, 0x33)),
];

/// Cobalt as Windows Phone 8.1 has it (VISUALS.md 6.1, M).
const COBALT_8_1: Rgb = Rgb(0x3E, 0x65, 0xFF);
/// Sienna, which 7.8 has in place of taupe (VISUALS.md 10).
const SIENNA: Rgb = Rgb(0xA0, 0x52, 0x2D);

/// The accent of that name on a version, or the colour `#RRGGBB`.
#[must_use]
pub fn accent(os: OsVersion, name: &str) -> Option<Rgb> {
    if let Some(digits) = name.strip_prefix('#') {
        let number = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 6)?;
        let [_, red, green, blue] = number.to_be_bytes();
        return Some(Rgb(red, green, blue));
    }
    let find = |table: &[(&str, Rgb)]| table.iter().find(|(known, _)| *known == name).map(|(_, color)| *color);
    match (os, name) {
        (OsVersion::V8_1, "cobalt") => Some(COBALT_8_1),
        (OsVersion::V7_8, "sienna") => Some(SIENNA),
        (OsVersion::V7_0 | OsVersion::V7_1, _) => find(&ACCENTS_7),
        (OsVersion::V7_8 | OsVersion::V8_0 | OsVersion::V8_1, _) => find(&ACCENTS_8),
    }
}

/// The accent that a new phone has: blue on 7.x, cobalt later (VISUALS.md 9, DEFAULT_ACCENT; for 8.0 our choice).
#[must_use]
pub fn default_accent(os: OsVersion) -> Rgb {
    let name = match os {
        OsVersion::V7_0 | OsVersion::V7_1 => "blue",
        OsVersion::V7_8 | OsVersion::V8_0 | OsVersion::V8_1 => "cobalt",
    };
    accent(os, name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cobalt differs between 8.0 and 8.1, and a colour may be given by number.
    #[test]
    fn accents_depend_on_the_version() {
        assert_eq!(accent(OsVersion::V8_0, "cobalt"), Some(Rgb(0x00, 0x50, 0xEF)));
        assert_eq!(accent(OsVersion::V8_1, "cobalt"), Some(Rgb(0x3E, 0x65, 0xFF)));
        assert_eq!(accent(OsVersion::V7_1, "cobalt"), None);
        assert_eq!(accent(OsVersion::V7_1, "#010203"), Some(Rgb(1, 2, 3)));
        assert_eq!(accent(OsVersion::V8_0, "#12"), None);
    }
}
