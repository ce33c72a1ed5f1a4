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

/// The same three, and what is around them, on a grid of three columns (VISUALS.md 10: "invented but consistent").
const SMALL_OF_THREE: f32 = 68.0;
const MEDIUM_OF_THREE: f32 = 144.0;
const WIDE_OF_THREE: f32 = 296.0;
const GUTTER_OF_THREE: f32 = 8.0;
const LEFT_OF_THREE: f32 = 16.0;

/// The grid of a Start screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Grid {
    /// Two columns of tiles of one size, of Windows Phone 7.0 and 7.1.
    Seven,
    /// Two columns of medium tiles.
    #[default]
    Two,
    /// Three columns of medium tiles, smaller.
    Three,
}

impl Grid {
    /// Which metrics its tiles use.
    #[must_use]
    pub const fn style(self) -> TileStyle {
        match self {
            Self::Seven => TileStyle::Seven,
            Self::Two | Self::Three => TileStyle::Eight,
        }
    }

    /// The grid of two columns with these metrics.
    #[must_use]
    pub const fn of_style(style: TileStyle) -> Self {
        match style {
            TileStyle::Seven => Self::Seven,
            TileStyle::Eight => Self::Two,
        }
    }

    /// Left edge of the first column.
    #[must_use]
    pub const fn left(self) -> f32 {
        match self {
            Self::Seven | Self::Two => START_LEFT,
            Self::Three => LEFT_OF_THREE,
        }
    }

    /// Room between its tiles.
    #[must_use]
    pub const fn gutter(self) -> f32 {
        match self {
            Self::Seven | Self::Two => GUTTER,
            Self::Three => GUTTER_OF_THREE,
        }
    }
}

/// From one column or row to the next (VISUALS.md 1.3, "row pitch", D).
#[must_use]
pub const fn pitch(grid: Grid) -> f32 {
    match grid {
        Grid::Seven => SEVEN + GUTTER,
        Grid::Two => SMALL + GUTTER,
        Grid::Three => SMALL_OF_THREE + GUTTER_OF_THREE,
    }
}

/// A tile's width and height. Windows Phone 7 knows one size.
#[must_use]
pub const fn extent(grid: Grid, size: TileSize) -> (f32, f32) {
    match (grid, size) {
        (Grid::Seven, TileSize::Small | TileSize::Medium | TileSize::Wide) => (SEVEN, SEVEN),
        (Grid::Two, TileSize::Small) => (SMALL, SMALL),
        (Grid::Two, TileSize::Medium) => (MEDIUM, MEDIUM),
        (Grid::Two, TileSize::Wide) => (WIDE, MEDIUM),
        (Grid::Three, TileSize::Small) => (SMALL_OF_THREE, SMALL_OF_THREE),
        (Grid::Three, TileSize::Medium) => (MEDIUM_OF_THREE, MEDIUM_OF_THREE),
        (Grid::Three, TileSize::Wide) => (WIDE_OF_THREE, MEDIUM_OF_THREE),
    }
}

/// Where a tile stands whose top left cell is `spot`.
#[must_use]
pub fn place(grid: Grid, spot: Spot, size: TileSize) -> RectEp {
    let (width_ep, height_ep) = extent(grid, size);
    RectEp {
        x_ep: grid.left() + f32::from(spot.column) * pitch(grid),
        y_ep: START_TOP + f32::from(spot.row) * pitch(grid),
        width_ep,
        height_ep,
    }
}

/// How wide and high the round arrow is that leads to the list of apps (VISUALS.md 10).
const ARROW: f32 = 48.0;
/// Where it is on Windows Phone 7: level with the first row (VISUALS.md 10).
const ARROW_OF_SEVEN: (f32, f32) = (394.0, START_TOP);

/// Where the round arrow to the list of apps is: beside the tiles on 7; on 8 under the last one, at the right margin (R).
#[must_use]
pub const fn arrow(grid: Grid, bottom: f32, scroll_ep: f32) -> RectEp {
    let (x_ep, y_ep) = match grid {
        // It stays where it is while the tiles move.
        Grid::Seven => ARROW_OF_SEVEN,
        Grid::Two | Grid::Three => (456.0 - ARROW, bottom + 24.0 - scroll_ep),
    };
    RectEp { x_ep, y_ep, width_ep: ARROW, height_ep: ARROW }
}

/// The cell that a tile is nearest to whose top left corner is at a place of the screen.
#[must_use]
pub fn nearest(grid: Grid, x_ep: f32, y_ep: f32) -> Spot {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is wanted")]
    let cell = |along: f32| (along / pitch(grid)).round() as u16;
    Spot { column: cell(x_ep - grid.left()), row: cell(y_ep - START_TOP) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The right edge of every full row is that of the screen's content (VISUALS.md 9, `START_RIGHT`).
    #[test]
    fn rows_end_at_the_margin() {
        let right = |grid, column, size| {
            let rect = place(grid, Spot { column, row: 0 }, size);
            rect.x_ep + rect.width_ep
        };
        for (column, size) in [(3, TileSize::Small), (2, TileSize::Medium), (0, TileSize::Wide)] {
            assert!((right(Grid::Two, column, size) - 456.0).abs() < f32::EPSILON);
        }
        for (column, size) in [(5, TileSize::Small), (4, TileSize::Medium), (2, TileSize::Wide)] {
            assert!((right(Grid::Three, column, size) - 464.0).abs() < f32::EPSILON);
        }
        assert!((right(Grid::Seven, 1, TileSize::Medium) - 382.0).abs() < f32::EPSILON);
    }

    /// A tile stands where its cell is, and its cell is found from where it stands.
    #[test]
    fn places_and_cells_agree() {
        for grid in [Grid::Seven, Grid::Two, Grid::Three] {
            for (column, row) in [(0, 0), (1, 0), (0, 3), (1, 40)] {
                let spot = Spot { column, row };
                let rect = place(grid, spot, TileSize::Medium);
                assert_eq!(nearest(grid, rect.x_ep + 30.0, rect.y_ep - 30.0), spot);
            }
        }
        assert_eq!(nearest(Grid::Two, -400.0, f32::NAN), Spot { column: 0, row: 0 });
        let rect = place(Grid::Two, Spot { column: 2, row: 2 }, TileSize::Medium);
        assert_eq!((rect.x_ep, rect.y_ep), (246.0, 316.0));
    }
}
