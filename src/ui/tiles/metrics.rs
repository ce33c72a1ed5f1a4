//! Where does everything on a tile stand? The measured constants, in effective pixels from the tile's top left corner;
//! text stands on baselines (VISUALS.md 9; the letter says how sure a number is).

use crate::phone::shell::scene::{TileSize, TileStyle};
use crate::ui::device::canvas::Lettering;
use crate::ui::fonts::Weight;

/// Title, back title: Semibold 20 (2.1, M).
pub const TITLE: Lettering = Lettering::white(Weight::Semibold, 20.0);
/// What of a text would be nearer than this to the right edge is cut (2.1, A).
pub const TEXT_RIGHT_PAD: f32 = 10.0;
/// The highest number that is shown (2.2, O).
pub const COUNT_MAX: u8 = 99;
/// Diameter of the badge (2.2, M).
pub const BADGE_DIAMETER: f32 = 36.0;
/// The number in the badge (2.2, T).
pub const BADGE_TEXT: Lettering = Lettering::white(Weight::Semibold, 20.0);
/// Height of Selawik's capitals and digits in em (7.1).
pub const CAP_HEIGHT_EM: f32 = 0.7;
/// Lines on a back (9, D).
pub const BACK_LINES: usize = 3;

/// Pixels of an icon's file per effective pixel (1.4, D).
pub const ASSET_PX_PER_EP: f32 = 1.6;
/// First line of a wide iconic tile: Regular 32 (2.5, M).
pub const WIDE_LINE_1: (Lettering, f32) = (Lettering::white(Weight::Regular, 32.0), 34.5);
/// Second line: Semibold 20 (2.5, M).
pub const WIDE_LINE_2: (Lettering, f32) = (Lettering::white(Weight::Semibold, 20.0), 63.0);
/// Third line: Semibold 20 (2.5, M).
pub const WIDE_LINE_3: (Lettering, f32) = (Lettering::white(Weight::Semibold, 20.0), 90.5);
/// From the third line to a line after it: it may hold a newline (2.5, O; step D from the lines before it).
pub const WIDE_LINE_STEP: f32 = 27.5;
/// Where the number of a wide iconic tile ends (9, M).
pub const WIDE_COUNT_RIGHT: f32 = 422.0;
/// Its baseline, the title's (2.5, M).
pub const WIDE_COUNT_BASELINE: f32 = 198.0;
/// The middle of the icon beside it (9, M).
pub const WIDE_ICON_CENTER_Y: f32 = 177.0;
/// Between the title of a wide iconic tile and the icon (R).
pub const WIDE_TITLE_GAP: f32 = 8.0;

/// What differs between the generations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StyleMetrics {
    /// Where text starts (2.1).
    pub text_left: f32,
    /// Baseline of title and back title (2.1, 2.3).
    pub title_baseline: f32,
    /// From the top and the right edge to the badge (2.2).
    pub badge_inset: f32,
    /// The text on a back (2.3, 2.4).
    pub back_text: Lettering,
    /// Baseline of its first line.
    pub back_baseline: f32,
    /// From line to line.
    pub back_step: f32,
}

/// Windows Phone 7 (2.3, 9).
pub const SEVEN: StyleMetrics = StyleMetrics {
    text_left: 10.0,
    title_baseline: 161.0,
    badge_inset: 10.0,
    back_text: Lettering::white(Weight::Regular, 22.667),
    back_baseline: 28.0,
    back_step: 27.0,
};

/// Windows Phone 8 (2.1, 2.4, 9).
pub const EIGHT: StyleMetrics = StyleMetrics {
    text_left: 11.0,
    title_baseline: 198.0,
    badge_inset: 12.0,
    back_text: Lettering::white(Weight::Regular, 32.0),
    back_baseline: 34.5,
    back_step: 38.0,
};

/// The size that the other numbers are for (1.2). A phone that draws smaller tiles draws all that is on them smaller.
#[must_use]
pub const fn nominal(style: TileStyle, size: TileSize) -> (f32, f32) {
    match (style, size) {
        (TileStyle::Eight | TileStyle::Seven, TileSize::Small) => (99.0, 99.0),
        (TileStyle::Eight, TileSize::Medium) => (210.0, 210.0),
        (TileStyle::Eight, TileSize::Wide) => (432.0, 210.0),
        (TileStyle::Seven, TileSize::Medium) => (173.0, 173.0),
        (TileStyle::Seven, TileSize::Wide) => (358.0, 173.0),
    }
}

/// Icon and number of an iconic tile without lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IconicMetrics {
    /// The largest icon (1.4).
    pub icon_max: f32,
    /// Between icon and number (2.5).
    pub gap: f32,
    /// The number (2.5).
    pub count: Lettering,
}

/// Of a small tile (2.5: centre and size M, number D).
pub const ICONIC_SMALL: IconicMetrics =
    IconicMetrics { icon_max: 68.75, gap: 8.0, count: Lettering::white(Weight::Semibold, 32.0) };

/// Of a medium tile, and of a wide one without lines (2.5).
pub const ICONIC_MEDIUM: IconicMetrics =
    IconicMetrics { icon_max: 126.25, gap: 18.0, count: Lettering::white(Weight::Semibold, 64.0) };
