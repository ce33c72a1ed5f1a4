//! What is a version of the system? Its screen, the style of its tiles, its accent colours (VISUALS.md 1.1, 6, 9).

use super::shell::geometry::Grid;
use super::shell::scene::Rgb;
use crate::protocol::device::OsVersion;
use crate::protocol::version::{self, Columns, Screen};

/// What the shell needs to know of the phone that it runs on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profile {
    /// Screen width.
    pub width_ep: f32,
    /// Screen height.
    pub height_ep: f32,
    /// The grid of Start.
    pub grid: Grid,
}

impl Profile {
    /// The profile of a WVGA phone with this version (VISUALS.md 1.1).
    #[must_use]
    pub fn of(os: OsVersion) -> Self {
        Self::with(os, Screen::Wvga, Columns::Two)
    }

    /// The profile of a phone with this version and screen. A screen or a grid that the version does not have is its
    /// smallest.
    #[must_use]
    pub fn with(os: OsVersion, screen: Screen, columns: Columns) -> Self {
        let abilities = version::abilities(os);
        let screen = if abilities.screens.contains(&screen) { screen } else { Screen::Wvga };
        let grid = match columns {
            _ if !abilities.sizes.so() => Grid::Seven,
            Columns::Three if abilities.three_columns.contains(&screen) => Grid::Three,
            Columns::Two | Columns::Three => Grid::Two,
        };
        #[expect(clippy::cast_precision_loss, reason = "a screen has less than sixteen million rows")]
        let height_ep = screen.pixels().1 as f32 / screen.scale();
        Self { width_ep: 480.0, height_ep, grid }
    }
}

/// The accents of Windows Phone 8.0 (VISUALS.md 6.1, T).
const EIGHT: [(&str, Rgb); 20] = [
    ("lime", Rgb(0xA4, 0xC4, 0x00)),
    ("green", Rgb(0x60, 0xA9, 0x17)),
    ("emerald", Rgb(0x00, 0x8A, 0x00)),
    ("teal", Rgb(0x00, 0xAB, 0xA9)),
    ("cyan", Rgb(0x1B, 0xA1, 0xE2)),
    ("cobalt", Rgb(0x00, 0x50, 0xEF)),
    ("indigo", Rgb(0x6A, 0x00, 0xFF)),
    ("violet", Rgb(0xAA, 0x00, 0xFF)),
    ("pink", Rgb(0xF4, 0x72, 0xD0)),
    ("magenta", Rgb(0xD8, 0x00, 0x73)),
    ("crimson", Rgb(0xA2, 0x00, 0x25)),
    ("red", Rgb(0xE5, 0x14, 0x00)),
    ("orange", Rgb(0xFA, 0x68, 0x00)),
    ("amber", Rgb(0xF0, 0xA3, 0x0A)),
    ("yellow", Rgb(0xE3, 0xC8, 0x00)),
    ("brown", Rgb(0x82, 0x5A, 0x2C)),
    ("olive", Rgb(0x6D, 0x87, 0x64)),
    ("steel", Rgb(0x64, 0x76, 0x87)),
    ("mauve", Rgb(0x76, 0x60, 0x8A)),
    ("taupe", Rgb(0x87, 0x79, 0x4E)),
];

/// Cobalt as 8.1 has it (VISUALS.md 6.1, M).
const COBALT_OF_8_1: Rgb = Rgb(0x3E, 0x65, 0xFF);
/// What 7.8 has in place of taupe (VISUALS.md 6.1, 10).
const SIENNA_OF_7_8: (&str, Rgb) = ("sienna", Rgb(0xA0, 0x52, 0x2D));

/// The accents of Windows Phone 7.5 (VISUALS.md 6.2, T).
const SEVEN_5: [(&str, Rgb); 10] = [
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

/// The accents of Windows Phone 7.0 (VISUALS.md 6.2, R).
const SEVEN_0: [(&str, Rgb); 10] = [
    ("magenta", Rgb(0xFF, 0x00, 0x97)),
    ("purple", Rgb(0xA2, 0x00, 0xFF)),
    ("teal", Rgb(0x00, 0xAB, 0xA9)),
    ("lime", Rgb(0x8C, 0xBF, 0x26)),
    ("brown", Rgb(0xA0, 0x50, 0x00)),
    ("pink", Rgb(0xE6, 0x71, 0xB8)),
    ("mango", Rgb(0xF0, 0x96, 0x09)),
    ("blue", Rgb(0x1B, 0xA1, 0xE2)),
    ("red", Rgb(0xE5, 0x14, 0x00)),
    ("green", Rgb(0x33, 0x99, 0x33)),
];

/// The accents that a version offers, by name, in its own order.
#[must_use]
pub fn accents(os: OsVersion) -> Vec<(&'static str, Rgb)> {
    let eight = |name: &'static str, replaced: (&'static str, Rgb)| {
        EIGHT.into_iter().map(|accent| if accent.0 == name { replaced } else { accent }).collect()
    };
    match os {
        OsVersion::V7_0 => SEVEN_0.to_vec(),
        OsVersion::V7_1 => SEVEN_5.to_vec(),
        OsVersion::V7_8 => eight("taupe", SIENNA_OF_7_8),
        OsVersion::V8_0 => EIGHT.to_vec(),
        OsVersion::V8_1 => eight("cobalt", ("cobalt", COBALT_OF_8_1)),
    }
}

/// The accent of that name in that version, or any colour as `#RRGGBB`.
#[must_use]
pub fn accent(os: OsVersion, name: &str) -> Option<Rgb> {
    let name = name.trim();
    if let Some(digits) = name.strip_prefix('#') {
        let shaped = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok().filter(|_| shaped)?.to_be_bytes();
        return Some(Rgb(red, green, blue));
    }
    // The phone's English menu called mango "mango"; the colour list of the developers called it "orange".
    let name = match os {
        OsVersion::V7_0 | OsVersion::V7_1 if name.eq_ignore_ascii_case("orange") => "mango",
        OsVersion::V7_0 | OsVersion::V7_1 | OsVersion::V7_8 | OsVersion::V8_0 | OsVersion::V8_1 => name,
    };
    accents(os).into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, color)| color)
}

/// The accent that a phone comes with (VISUALS.md 9, `DEFAULT_ACCENT`).
#[must_use]
pub const fn default_accent(os: OsVersion) -> Rgb {
    match os {
        // Blue on 7, cyan on 8.0: the same colour.
        OsVersion::V7_0 | OsVersion::V7_1 | OsVersion::V7_8 | OsVersion::V8_0 => Rgb(0x1B, 0xA1, 0xE2),
        OsVersion::V8_1 => COBALT_OF_8_1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An accent is found by its name in its version, in any case, or given as a colour.
    #[test]
    fn accents_are_found_by_name() {
        assert_eq!(accent(OsVersion::V8_0, "Cobalt"), Some(Rgb(0x00, 0x50, 0xEF)));
        assert_eq!(accent(OsVersion::V8_1, "cobalt"), Some(Rgb(0x3E, 0x65, 0xFF)));
        assert_eq!(accent(OsVersion::V7_1, "orange"), accent(OsVersion::V7_1, "mango"));
        assert_eq!(accent(OsVersion::V7_8, "taupe"), None);
        assert_eq!(accent(OsVersion::V7_8, "sienna"), Some(Rgb(0xA0, 0x52, 0x2D)));
        assert_eq!(accent(OsVersion::V8_0, "#0a0B0c"), Some(Rgb(10, 11, 12)));
        assert_eq!(accent(OsVersion::V8_0, "#+a0B0c"), None);
        assert_eq!(accent(OsVersion::V8_0, "#FF0a0B0c"), None);
    }

    /// Screens of the same effective width differ in height; a screen or a grid that a version lacks is its smallest.
    #[test]
    fn screens_and_grids() {
        let of = |os, screen, columns| {
            let profile = Profile::with(os, screen, columns);
            (profile.height_ep.round(), profile.grid)
        };
        assert_eq!(of(OsVersion::V8_1, Screen::Wxga, Columns::Three), (800.0, Grid::Three));
        assert_eq!(of(OsVersion::V8_0, Screen::Hd1080, Columns::Three), (853.0, Grid::Three));
        assert_eq!(of(OsVersion::V8_0, Screen::Hd720, Columns::Three), (853.0, Grid::Two));
        assert_eq!(of(OsVersion::V7_8, Screen::Hd720, Columns::Three), (800.0, Grid::Two));
        assert_eq!(of(OsVersion::V7_1, Screen::Hd1080, Columns::Three), (800.0, Grid::Seven));
    }

    /// Every version offers as many accents as its phones did, the default one among them.
    #[test]
    fn every_version_has_its_accents() {
        for (os, count) in OsVersion::ALL.into_iter().zip([10, 10, 20, 20, 20]) {
            let accents = accents(os);
            assert_eq!(accents.len(), count);
            assert!(accents.iter().any(|(_, color)| *color == default_accent(os)), "{os}");
        }
    }
}
