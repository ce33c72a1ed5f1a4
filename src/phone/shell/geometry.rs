//! Where do tiles stand on Start? The grid of VISUALS.md 1.2, 1.3 and 9, in effective pixels.

use super::scene::{RectEp, TileSize, TileStyle};

/// Left edge of the first column (VISUALS.md 9, START_LEFT, M).
pub const START_LEFT_EP: f32 = 24.0;
/// Top of the first row when scrolled to the top (START_TOP, M).
pub const START_TOP_EP: f32 = 94.0;
/// Between tiles, both ways (GUTTER, M).
pub const GUTTER_EP: f32 = 12.0;
/// A small tile of Windows Phone 8 (SMALL, A).
pub const SMALL_EP: f32 = 99.0;
/// A medium tile of Windows Phone 8 (MEDIUM, A).
pub const MEDIUM_EP: f32 = 210.0;
/// A wide tile of Windows Phone 8 (WIDE, A).
pub const WIDE_EP: f32 = 432.0;
/// The tile of Windows Phone 7 (A).
pub const SEVEN_EP: f32 = 173.0;

/// Columns of Start, in small tiles: four on 8.x, two of the one size on 7.x (VISUALS.md 1.3).
const fn columns(style: TileStyle) -> usize {
    match style {
        TileStyle::Seven => 2,
        TileStyle::Eight => 4,
    }
}

/// A tile's size in grid cells: columns, rows.
const fn cells(style: TileStyle, size: TileSize) -> (usize, usize) {
    match (style, size) {
        (TileStyle::Seven, _) | (TileStyle::Eight, TileSize::Small) => (1, 1),
        (TileStyle::Eight, TileSize::Medium) => (2, 2),
        (TileStyle::Eight, TileSize::Wide) => (4, 2),
    }
}

/// A tile's size in effective pixels: width, height.
#[must_use]
pub const fn extent(style: TileStyle, size: TileSize) -> (f32, f32) {
    match (style, size) {
        (TileStyle::Seven, _) => (SEVEN_EP, SEVEN_EP),
        (TileStyle::Eight, TileSize::Small) => (SMALL_EP, SMALL_EP),
        (TileStyle::Eight, TileSize::Medium) => (MEDIUM_EP, MEDIUM_EP),
        (TileStyle::Eight, TileSize::Wide) => (WIDE_EP, MEDIUM_EP),
    }
}

/// Places tiles in their pinned order, each in the first free space from the top.
#[must_use]
pub fn place(style: TileStyle, sizes: &[TileSize]) -> Vec<RectEp> {
    let width = columns(style);
    let pitch = match style {
        TileStyle::Seven => SEVEN_EP + GUTTER_EP,
        TileStyle::Eight => SMALL_EP + GUTTER_EP,
    };
    let mut rows: Vec<Vec<bool>> = Vec::new();
    sizes
        .iter()
        .map(|size| {
            let (wide, tall) = cells(style, *size);
            let (column, row) = first_free(&mut rows, width, wide, tall);
            let (width_ep, height_ep) = extent(style, *size);
            #[expect(clippy::cast_precision_loss, reason = "a grid has few columns and rows")]
            let at = |cell: usize| cell as f32 * pitch;
            RectEp { x_ep: START_LEFT_EP + at(column), y_ep: START_TOP_EP + at(row), width_ep, height_ep }
        })
        .collect()
}

/// Finds and takes the first free space of `wide` × `tall` cells.
fn first_free(rows: &mut Vec<Vec<bool>>, width: usize, wide: usize, tall: usize) -> (usize, usize) {
    for row in 0.. {
        if rows.len() < row + tall {
            rows.resize(row + tall, vec![false; width]);
        }
        // Tiles that span columns stand on even ones, as on the phone.
        for column in (0..=width - wide).step_by(wide.min(2)) {
            let mut space = rows.iter_mut().skip(row).take(tall).flat_map(|row| row.iter_mut().skip(column).take(wide));
            if space.all(|taken| !*taken) {
                for taken in rows.iter_mut().skip(row).take(tall).flat_map(|row| row.iter_mut().skip(column).take(wide))
                {
                    *taken = true;
                }
                return (column, row);
            }
        }
    }
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two medium tiles fill a row from 24 to 456; small tiles fill the gaps; a wide tile takes a row.
    #[test]
    fn tiles_stand_on_the_measured_grid() {
        let sizes = [TileSize::Medium, TileSize::Small, TileSize::Small, TileSize::Wide, TileSize::Small];
        let places: Vec<_> = place(TileStyle::Eight, &sizes).iter().map(|rect| (rect.x_ep, rect.y_ep)).collect();
        assert_eq!(places, [(24.0, 94.0), (246.0, 94.0), (357.0, 94.0), (24.0, 316.0), (246.0, 205.0)]);
    }

    /// On Windows Phone 7 two tiles of 173 stand at 24 and 209.
    #[test]
    fn seven_has_two_columns() {
        let places = place(TileStyle::Seven, &[TileSize::Medium; 3]);
        assert_eq!(places.iter().map(|rect| rect.x_ep).collect::<Vec<_>>(), [24.0, 209.0, 24.0]);
        assert_eq!(places.last().map(|rect| rect.y_ep), Some(279.0));
    }
}
