//! Where does a tile stand on the screen? The grid of the Start screen in effective pixels (VISUALS.md 1.2, 1.3, 9).
//!
//! Which cell of the grid a tile has is `layout`.

use super::scene::{RectEp, Spot, TileSize, TileStyle};

/// Left edge of the first column (VISUALS.md 9, `START_LEFT`, M).
pub const START_LEFT: f32 = 24.0;
/// Top edge of the first row when scrolled to the top (VISUALS.md 9, `START_TOP`, M; of 7.x R).
pub const START_TOP: f32 = 94.0;
/// Room between tiles, both ways (VISUALS.md 9, `GUTTER`, M).
pub const GUTTER: f32 = 12.0;
/// Side of a small tile (VISUALS.md 1.2, D).
pub const SMALL: f32 = 99.0;
/// Side of a medium tile, and height of a wide one (VISUALS.md 1.2, D).
pub const MEDIUM: f32 = 210.0;
/// Width of a wide tile (VISUALS.md 1.2, D).
pub const WIDE: f32 = 432.0;
/// Side of a tile of Windows Phone 7 (VISUALS.md 1.2, D).
pub const SEVEN: f32 = 173.0;

/// From one column or row to the next (VISUALS.md 1.3, "row pitch", D).
#[must_use]
pub const fn pitch(style: TileStyle) -> f32 {
    match style {
        TileStyle::Seven => SEVEN + GUTTER,
        TileStyle::Eight => SMALL + GUTTER,
    }
}

/// A tile's width and height. Windows Phone 7 knows one size.
#[must_use]
pub const fn extent(style: TileStyle, size: TileSize) -> (f32, f32) {
    match (style, size) {
        (TileStyle::Seven, TileSize::Small | TileSize::Medium | TileSize::Wide) => (SEVEN, SEVEN),
        (TileStyle::Eight, TileSize::Small) => (SMALL, SMALL),
        (TileStyle::Eight, TileSize::Medium) => (MEDIUM, MEDIUM),
        (TileStyle::Eight, TileSize::Wide) => (WIDE, MEDIUM),
    }
}

/// Where a tile stands whose top left cell is `spot`.
#[must_use]
pub fn place(style: TileStyle, spot: Spot, size: TileSize) -> RectEp {
    let (width_ep, height_ep) = extent(style, size);
    RectEp {
        x_ep: START_LEFT + f32::from(spot.column) * pitch(style),
        y_ep: START_TOP + f32::from(spot.row) * pitch(style),
        width_ep,
        height_ep,
    }
}

/// The cell that a tile is nearest to whose top left corner is at a place of the screen.
#[must_use]
pub fn nearest(style: TileStyle, x_ep: f32, y_ep: f32) -> Spot {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is wanted")]
    let cell = |along: f32| (along / pitch(style)).round() as u16;
    Spot { column: cell(x_ep - START_LEFT), row: cell(y_ep - START_TOP) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The right edge of every full row is that of the screen's content (VISUALS.md 9, `START_RIGHT`).
    #[test]
    fn rows_end_at_the_margin() {
        let right = |style, column, size| {
            let rect = place(style, Spot { column, row: 0 }, size);
            rect.x_ep + rect.width_ep
        };
        for (column, size) in [(3, TileSize::Small), (2, TileSize::Medium), (0, TileSize::Wide)] {
            assert!((right(TileStyle::Eight, column, size) - 456.0).abs() < f32::EPSILON);
        }
        assert!((right(TileStyle::Seven, 1, TileSize::Medium) - 382.0).abs() < f32::EPSILON);
    }

    /// A tile stands where its cell is, and its cell is found from where it stands.
    #[test]
    fn places_and_cells_agree() {
        for style in [TileStyle::Seven, TileStyle::Eight] {
            for (column, row) in [(0, 0), (1, 0), (0, 3), (1, 40)] {
                let spot = Spot { column, row };
                let rect = place(style, spot, TileSize::Medium);
                assert_eq!(nearest(style, rect.x_ep + 30.0, rect.y_ep - 30.0), spot);
            }
        }
        assert_eq!(nearest(TileStyle::Eight, -400.0, f32::NAN), Spot { column: 0, row: 0 });
        let rect = place(TileStyle::Eight, Spot { column: 2, row: 2 }, TileSize::Medium);
        assert_eq!((rect.x_ep, rect.y_ep), (246.0, 316.0));
    }
}
