//! Where does a tile stand? The grid of the Start screen and the first-fit placement (VISUALS.md 1.2, 1.3, 9).

use super::scene::{RectEp, TileSize, TileStyle};

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

/// The columns and rows that tiles are placed by.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Grid {
    columns: usize,
    pitch_ep: f32,
}

impl Grid {
    const fn of(style: TileStyle) -> Self {
        match style {
            TileStyle::Seven => Self { columns: 2, pitch_ep: SEVEN + GUTTER },
            TileStyle::Eight => Self { columns: 4, pitch_ep: SMALL + GUTTER },
        }
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

/// How many columns and rows a tile covers.
const fn cells(style: TileStyle, size: TileSize) -> (usize, usize) {
    match (style, size) {
        (TileStyle::Seven, TileSize::Small | TileSize::Medium | TileSize::Wide)
        | (TileStyle::Eight, TileSize::Small) => (1, 1),
        (TileStyle::Eight, TileSize::Medium) => (2, 2),
        (TileStyle::Eight, TileSize::Wide) => (4, 2),
    }
}

/// Places tiles in pinned order, each at the first free place where it fits, row by row.
#[must_use]
pub fn arrange(style: TileStyle, sizes: impl IntoIterator<Item = TileSize>) -> Vec<RectEp> {
    let grid = Grid::of(style);
    let mut taken: Vec<Vec<bool>> = Vec::new();
    sizes
        .into_iter()
        .map(|size| {
            let (column, row) = take(&mut taken, grid.columns, cells(style, size));
            let (width_ep, height_ep) = extent(style, size);
            RectEp {
                x_ep: START_LEFT + steps(column) * grid.pitch_ep,
                y_ep: START_TOP + steps(row) * grid.pitch_ep,
                width_ep,
                height_ep,
            }
        })
        .collect()
}

/// Takes the first free place and gives back its column and row.
fn take(taken: &mut Vec<Vec<bool>>, columns: usize, (width, height): (usize, usize)) -> (usize, usize) {
    let free = |taken: &[Vec<bool>], column: usize, row: usize| {
        taken.iter().skip(row).take(height).all(|cells| !cells.iter().skip(column).take(width).any(|cell| *cell))
    };
    // Below the last row everything is free, so a place is always found there.
    let place = (0..=taken.len())
        .flat_map(|row| (0..=columns.saturating_sub(width)).map(move |column| (column, row)))
        .find(|(column, row)| free(taken, *column, *row))
        .unwrap_or((0, taken.len()));
    let (column, row) = place;
    if taken.len() < row + height {
        taken.resize_with(row + height, || vec![false; columns]);
    }
    for cells in taken.iter_mut().skip(row).take(height) {
        for cell in cells.iter_mut().skip(column).take(width) {
            *cell = true;
        }
    }
    place
}

#[expect(clippy::cast_precision_loss, reason = "a phone has far fewer than sixteen million rows of tiles")]
const fn steps(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corners(style: TileStyle, sizes: &[TileSize]) -> Vec<(f32, f32)> {
        arrange(style, sizes.iter().copied()).iter().map(|rect| (rect.x_ep, rect.y_ep)).collect()
    }

    /// Tiles fill the four columns from the top left, small ones closing the gaps.
    #[test]
    fn tiles_take_the_first_free_place() {
        use TileSize::{Medium, Small, Wide};
        let places = corners(TileStyle::Eight, &[Medium, Small, Wide, Medium, Small]);
        assert_eq!(places, [(24.0, 94.0), (246.0, 94.0), (24.0, 316.0), (24.0, 538.0), (357.0, 94.0)]);
    }

    /// The right edge of every full row is that of the screen's content.
    #[test]
    fn rows_end_at_the_margin() {
        let right = |sizes: &[TileSize]| {
            let rects = arrange(TileStyle::Eight, sizes.iter().copied());
            rects.iter().map(|rect| rect.x_ep + rect.width_ep).fold(0.0, f32::max)
        };
        for sizes in [[TileSize::Small; 4].as_slice(), &[TileSize::Medium; 2], &[TileSize::Wide]] {
            assert!((right(sizes) - 456.0).abs() < f32::EPSILON);
        }
    }

    /// Windows Phone 7 has two columns of one size.
    #[test]
    fn seven_has_two_columns() {
        let places = corners(TileStyle::Seven, &[TileSize::Medium; 3]);
        assert_eq!(places, [(24.0, 94.0), (209.0, 94.0), (24.0, 279.0)]);
    }
}
