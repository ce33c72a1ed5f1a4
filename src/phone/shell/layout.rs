//! Where do the tiles lie on the grid, and who makes room? Pure: places and sizes in, places out (VISUALS.md 1.3).
//!
//! "Free placement on the 4-column grid, gaps allowed inside a row, empty rows collapse" (R). What the grid's cells are in
//! effective pixels is `geometry`.

use super::geometry::Grid;
use super::scene::{Spot, TileSize};

/// How many columns and rows a tile covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cells {
    /// Columns.
    pub wide: u16,
    /// Rows.
    pub high: u16,
}

/// A tile on the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lying {
    /// Its top left cell.
    pub spot: Spot,
    /// How many cells it covers.
    pub cells: Cells,
}

/// How many columns of cells the grid has (VISUALS.md 1.3: "4 small = 2 medium = 1 wide"; two of 7.x; "6 small / 3 medium").
#[must_use]
pub const fn columns(grid: Grid) -> u16 {
    match grid {
        Grid::Seven => 2,
        Grid::Two => 4,
        Grid::Three => 6,
    }
}

/// No grid is higher: as many wide tiles as may be pinned, with as many free rows between them.
const MOST_ROWS: u16 = 800;

/// How many cells a tile covers. Windows Phone 7 knows one size.
#[must_use]
pub const fn cells(grid: Grid, size: TileSize) -> Cells {
    match (grid, size) {
        (Grid::Seven, TileSize::Small | TileSize::Medium | TileSize::Wide)
        | (Grid::Two | Grid::Three, TileSize::Small) => Cells { wide: 1, high: 1 },
        (Grid::Two | Grid::Three, TileSize::Medium) => Cells { wide: 2, high: 2 },
        (Grid::Two | Grid::Three, TileSize::Wide) => Cells { wide: 4, high: 2 },
    }
}

impl Lying {
    const fn right(self) -> u16 {
        self.spot.column.saturating_add(self.cells.wide)
    }

    const fn bottom(self) -> u16 {
        self.spot.row.saturating_add(self.cells.high)
    }

    /// Whether it lies on a grid of so many columns, and not absurdly far down.
    pub(super) const fn is_within(self, columns: u16) -> bool {
        self.right() <= columns && self.bottom() <= MOST_ROWS
    }

    /// Whether it lies on another.
    pub(super) const fn overlaps(self, other: Self) -> bool {
        self.spot.column < other.right()
            && other.spot.column < self.right()
            && self.spot.row < other.bottom()
            && other.spot.row < self.bottom()
    }
}

/// Places tiles in order, each at the first free place where it fits, row by row.
#[must_use]
pub fn arranged(columns: u16, sizes: impl IntoIterator<Item = Cells>) -> Vec<Lying> {
    let mut placed: Vec<Lying> = Vec::new();
    for cells in sizes {
        let spot = free_spot(columns, &placed, cells, 0);
        placed.push(Lying { spot, cells });
    }
    placed
}

/// Where a newly pinned tile goes: the first free place in the rows of the last tile, or below (R).
#[must_use]
pub fn appended(columns: u16, tiles: &[Lying], cells: Cells) -> Spot {
    let last_row = tiles.iter().map(|tile| tile.spot.row).max().unwrap_or_default();
    free_spot(columns, tiles, cells, last_row)
}

/// The first free place from a row on. Below the last tile everything is free, so there is always one.
fn free_spot(columns: u16, tiles: &[Lying], cells: Cells, first_row: u16) -> Spot {
    let bottom = bottom(tiles).max(first_row);
    (first_row..=bottom)
        .flat_map(|row| (0..=columns.saturating_sub(cells.wide)).map(move |column| Spot { column, row }))
        .find(|spot| is_free(tiles, Lying { spot: *spot, cells }))
        .unwrap_or(Spot { column: 0, row: bottom })
}

fn is_free(tiles: &[Lying], wanted: Lying) -> bool {
    !tiles.iter().any(|tile| tile.overlaps(wanted))
}

/// The first row below every tile.
fn bottom(tiles: &[Lying]) -> u16 {
    tiles.iter().map(|tile| tile.bottom()).max().unwrap_or_default()
}

/// The layout after one of the tiles got another place or size; the others make room (R).
///
/// A tile in the way goes to the room that was left free, if it fits there; otherwise down, and pushes others down. Rows
/// that are empty then collapse.
#[must_use]
pub fn changed(columns: u16, tiles: &[Lying], index: usize, to: Lying) -> Vec<Lying> {
    let Some(left) = tiles.get(index).copied() else { return tiles.to_vec() };
    let spot =
        Spot { column: to.spot.column.min(columns.saturating_sub(to.cells.wide)), row: to.spot.row.min(bottom(tiles)) };
    let to = Lying { spot, ..to };
    let mut moved = tiles.to_vec();
    if let Some(tile) = moved.get_mut(index) {
        *tile = to;
    }
    let mut others: Vec<usize> = (0..moved.len()).filter(|other| *other != index).collect();
    others.sort_by_key(|other| moved.get(*other).map(|tile| (tile.spot.row, tile.spot.column)));
    take_what_was_left(&mut moved, &others, to, left);
    push_down(&mut moved, &others, to);
    collapsed(&moved)
}

/// Tiles in the way go to the room that the moved tile left.
fn take_what_was_left(tiles: &mut [Lying], others: &[usize], to: Lying, left: Lying) {
    let is_in_the_way = |tile: &Lying| tile.overlaps(to);
    let mut staying: Vec<Lying> =
        others.iter().filter_map(|other| tiles.get(*other)).filter(|tile| !is_in_the_way(tile)).copied().collect();
    staying.push(to);
    for other in others {
        let Some(tile) = tiles.get_mut(*other).filter(|tile| is_in_the_way(tile)) else { continue };
        let rows = left.spot.row..=left.bottom().saturating_sub(tile.cells.high);
        let columns = left.spot.column..=left.right().saturating_sub(tile.cells.wide);
        let cells = tile.cells;
        let spot = rows
            .flat_map(|row| columns.clone().map(move |column| Spot { column, row }))
            .find(|spot| is_free(&staying, Lying { spot: *spot, cells }));
        if let Some(spot) = spot {
            tile.spot = spot;
            staying.push(*tile);
        }
    }
}

/// Every tile that another one lies on goes down until it lies free, the upper ones first.
fn push_down(tiles: &mut [Lying], others: &[usize], to: Lying) {
    let mut settled = vec![to];
    for other in others {
        let Some(tile) = tiles.get_mut(*other) else { continue };
        while let Some(below) = settled.iter().filter(|lying| lying.overlaps(*tile)).map(|lying| lying.bottom()).max() {
            tile.spot.row = below;
        }
        settled.push(*tile);
    }
}

/// The same tiles without the rows that none of them covers.
#[must_use]
pub fn collapsed(tiles: &[Lying]) -> Vec<Lying> {
    let covered = |row: u16| tiles.iter().any(|tile| (tile.spot.row..tile.bottom()).contains(&row));
    let empty: Vec<u16> = (0..bottom(tiles)).filter(|row| !covered(*row)).collect();
    let up = |tile: &Lying| {
        let above = empty.iter().filter(|row| **row < tile.spot.row).count();
        let row = tile.spot.row.saturating_sub(u16::try_from(above).unwrap_or(u16::MAX));
        Lying { spot: Spot { row, ..tile.spot }, ..*tile }
    };
    tiles.iter().map(up).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SMALL: Cells = Cells { wide: 1, high: 1 };
    const MEDIUM: Cells = Cells { wide: 2, high: 2 };
    const WIDE: Cells = Cells { wide: 4, high: 2 };

    fn lying(column: u16, row: u16, cells: Cells) -> Lying {
        Lying { spot: Spot { column, row }, cells }
    }

    fn spots(tiles: &[Lying]) -> Vec<(u16, u16)> {
        tiles.iter().map(|tile| (tile.spot.column, tile.spot.row)).collect()
    }

    /// Tiles fill the four columns from the top left, small ones closing the gaps.
    #[test]
    fn tiles_take_the_first_free_place() {
        let tiles = arranged(4, [MEDIUM, SMALL, WIDE, MEDIUM, SMALL]);
        assert_eq!(spots(&tiles), [(0, 0), (2, 0), (0, 2), (0, 4), (3, 0)]);
    }

    /// A new tile closes no gap further up: it goes beside the last tile or below it.
    #[test]
    fn a_new_tile_goes_to_the_end() {
        let tiles = [lying(0, 0, SMALL), lying(0, 1, MEDIUM)];
        assert_eq!(appended(4, &tiles, MEDIUM), Spot { column: 2, row: 1 });
        assert_eq!(appended(4, &tiles, WIDE), Spot { column: 0, row: 3 });
        assert_eq!(appended(4, &[], WIDE), Spot { column: 0, row: 0 });
    }

    /// Two tiles of one size change places; four small ones go where a medium one was.
    #[test]
    fn tiles_change_places() {
        let tiles = [lying(0, 0, MEDIUM), lying(2, 0, MEDIUM)];
        assert_eq!(spots(&changed(4, &tiles, 0, lying(2, 0, MEDIUM))), [(2, 0), (0, 0)]);
        let tiles = arranged(4, [MEDIUM, SMALL, SMALL, SMALL, SMALL]);
        assert_eq!(spots(&tiles), [(0, 0), (2, 0), (3, 0), (2, 1), (3, 1)]);
        let moved = changed(4, &tiles, 0, lying(2, 0, MEDIUM));
        assert_eq!(spots(&moved), [(2, 0), (0, 0), (1, 0), (0, 1), (1, 1)]);
    }

    /// What fits nowhere else is pushed down, with what is below it; the row that was left collapses.
    #[test]
    fn tiles_are_pushed_down() {
        let tiles = [lying(0, 0, MEDIUM), lying(2, 0, MEDIUM), lying(0, 2, WIDE)];
        assert_eq!(spots(&changed(4, &tiles, 2, lying(0, 0, WIDE))), [(0, 2), (2, 2), (0, 0)]);
        assert_eq!(spots(&changed(4, &tiles, 0, lying(0, 0, WIDE))), [(0, 0), (2, 2), (0, 4)]);
    }

    /// A tile that grows at the right margin moves to the left, and one that is dragged below everything lies at the end.
    #[test]
    fn a_tile_stays_on_the_grid() {
        let tiles = [lying(3, 0, SMALL), lying(0, 0, SMALL)];
        assert_eq!(spots(&changed(4, &tiles, 0, lying(3, 0, MEDIUM))), [(2, 0), (0, 0)]);
        assert_eq!(spots(&changed(4, &tiles, 1, lying(90, u16::MAX, SMALL))), [(3, 0), (3, 1)]);
        assert_eq!(changed(4, &tiles, 7, lying(0, 0, SMALL)), tiles);
    }

    proptest! {
        /// Whatever is moved or resized wherever, no tile lies on another or beside the grid, and no row is empty.
        #[test]
        fn every_layout_is_sound(
            sizes in proptest::collection::vec(0..3_usize, 1..14),
            changes in proptest::collection::vec((0..14_usize, 0..3_usize, 0..6_u16, 0..30_u16), 0..12),
        ) {
            let all = [SMALL, MEDIUM, WIDE];
            let mut tiles = arranged(4, sizes.iter().map(|size| all[*size]));
            for (index, size, column, row) in changes {
                let index = index % tiles.len();
                tiles = changed(4, &tiles, index, lying(column, row, all[size]));
            }
            for (index, tile) in tiles.iter().enumerate() {
                prop_assert!(tile.right() <= 4);
                prop_assert!(is_free(&tiles[index + 1..], *tile), "{tiles:?}");
            }
            prop_assert_eq!(collapsed(&tiles), tiles);
        }
    }
}
