//! How much of each pixel does an outline cover? Exact areas by accumulation along the edges, a row at a time.
//!
//! `outline` says what is to be covered, `frame` puts colour where it is.

use egui::Pos2;

use super::outline::Outline;

/// A rectangle of whole pixels; right and bottom are just outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PixelRect {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

impl PixelRect {
    /// What is in both.
    pub(super) fn intersect(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// Whether there is no pixel in it.
    pub(super) const fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// The pixels that a rectangle of fractions touches.
    pub(super) fn around(min: Pos2, max: Pos2) -> Self {
        Self { left: floor(min.x), top: floor(min.y), right: ceil(max.x), bottom: ceil(max.y) }
    }

    /// The pixels of a rectangle of fractions, each side at the nearest pixel's edge.
    pub(super) fn nearest(min: Pos2, max: Pos2) -> Self {
        Self {
            left: floor(min.x + 0.5),
            top: floor(min.y + 0.5),
            right: floor(max.x + 0.5),
            bottom: floor(max.y + 0.5),
        }
    }

    /// Only the rows from `top` to `bottom`.
    pub(super) fn rows(self, top: i32, bottom: i32) -> Self {
        Self { top: self.top.max(top), bottom: self.bottom.min(bottom), ..self }
    }

    /// Only the columns from `left` to `right`.
    pub(super) fn columns(self, left: i32, right: i32) -> Self {
        Self { left: self.left.max(left), right: self.right.min(right), ..self }
    }

    /// Width in pixels.
    pub(super) fn width(self) -> usize {
        usize::try_from(self.right.saturating_sub(self.left)).unwrap_or(0)
    }

    /// Height in pixels.
    pub(super) fn height(self) -> usize {
        usize::try_from(self.bottom.saturating_sub(self.top)).unwrap_or(0)
    }
}

/// The whole number at or below, within what a picture can need.
pub(super) fn floor(value: f32) -> i32 {
    value.clamp(-1e6, 1e6).floor() as i32
}

/// The whole number at or above, within what a picture can need.
pub(super) fn ceil(value: f32) -> i32 {
    value.clamp(-1e6, 1e6).ceil() as i32
}

/// Measures coverage; keeps its memory from one outline to the next.
#[derive(Default)]
pub(super) struct Coverer {
    cells: Vec<f32>,
    row: Vec<u8>,
}

impl Coverer {
    /// Calls `put(y, left, coverage)` for each row of what `outline` covers inside `clip`, top row first.
    ///
    /// Coverage is 0 to 255. Loops that turn the other way are holes.
    pub(super) fn cover(&mut self, outline: &Outline, clip: PixelRect, mut put: impl FnMut(i32, i32, &[u8])) {
        let Some((min, max)) = outline.bounds() else { return };
        let area = PixelRect::around(min, max).intersect(clip);
        if area.is_empty() {
            return;
        }
        // One cell more than pixels: an edge in the last column also touches the cell after it.
        let stride = area.width() + 2;
        self.cells.clear();
        self.cells.resize(stride * area.height(), 0.0);
        let mut edges =
            Edges { cells: &mut self.cells, stride, width: area.width() as f32, height: area.height() as f32 };
        let shift = |point: Pos2| Pos2::new(point.x - area.left as f32, point.y - area.top as f32);
        for points in outline.loops() {
            let Some(last) = points.last() else { continue };
            let mut from = shift(*last);
            for point in points {
                let to = shift(*point);
                edges.add(from, to);
                from = to;
            }
        }
        for (y, cells) in (area.top..).zip(self.cells.chunks_exact(stride)) {
            let mut sum = 0.0_f32;
            self.row.clear();
            self.row.extend(cells.iter().take(area.width()).map(|cell| {
                sum += cell;
                (sum.abs().min(1.0) * 255.0 + 0.5) as u8
            }));
            put(y, area.left, &self.row);
        }
    }
}

/// The accumulation buffer: each cell holds by how much the coverage changes from the pixel before it.
struct Edges<'a> {
    cells: &'a mut [f32],
    stride: usize,
    width: f32,
    height: f32,
}

impl Edges<'_> {
    /// Adds an edge; what is left of the area counts as lying on its left side, what is right of it does not count.
    fn add(&mut self, from: Pos2, to: Pos2) {
        if from.y == to.y || !(from.x.is_finite() && from.y.is_finite() && to.x.is_finite() && to.y.is_finite()) {
            return;
        }
        let (direction, from, to) = if from.y < to.y { (1.0, from, to) } else { (-1.0, to, from) };
        let slope = (to.x - from.x) / (to.y - from.y);
        let at = |y: f32| from.x + (y - from.y) * slope;
        let (top, bottom) = (from.y.max(0.0), to.y.min(self.height));
        if top >= bottom {
            return;
        }
        // Where the edge crosses the left and the right side, it is cut, so that each piece is on one side of each.
        let mut cuts = [top, top, bottom, bottom];
        if slope != 0.0 {
            let left = (from.y - from.x / slope).clamp(top, bottom);
            let right = (from.y + (self.width - from.x) / slope).clamp(top, bottom);
            cuts = [top, left.min(right), left.max(right), bottom];
        }
        for pair in cuts.windows(2) {
            let &[start, end] = pair else { continue };
            if start >= end {
                continue;
            }
            let middle = at(0.5 * (start + end));
            if middle >= self.width {
                continue;
            }
            let (x0, x1) = if middle <= 0.0 {
                (0.0, 0.0)
            } else {
                (at(start).clamp(0.0, self.width), at(end).clamp(0.0, self.width))
            };
            self.inside(direction, Pos2::new(x0, start), Pos2::new(x1, end));
        }
    }

    /// Adds an edge that lies inside and goes down.
    fn inside(&mut self, direction: f32, from: Pos2, to: Pos2) {
        let slope = (to.x - from.x) / (to.y - from.y);
        let mut x = from.x;
        let (first, last) = (from.y as usize, to.y.ceil() as usize);
        for y in first..last {
            let (top, bottom) = (from.y.max(y as f32), to.y.min(y as f32 + 1.0));
            let height = bottom - top;
            let next = (x + slope * height).clamp(0.0, self.width);
            let start = y * self.stride;
            if let Some(row) = self.cells.get_mut(start..start + self.stride) {
                add_to_row(row, height * direction, x.min(next), x.max(next));
            }
            x = next;
        }
    }
}

/// Spreads the change `depth` over the cells that an edge from `x0` to `x1` crosses in one row.
fn add_to_row(row: &mut [f32], depth: f32, x0: f32, x1: f32) {
    let mut add = |index: usize, value: f32| {
        if let Some(cell) = row.get_mut(index) {
            *cell += value;
        }
    };
    let x0_floor = x0.floor();
    let x1_ceil = x1.ceil();
    let (first, end) = (x0_floor as usize, x1_ceil as usize);
    if end <= first + 1 {
        let middle = 0.5 * (x0 + x1) - x0_floor;
        add(first, depth - depth * middle);
        add(first + 1, depth * middle);
        return;
    }
    let per_pixel = 1.0 / (x1 - x0);
    let start = 1.0 - (x0 - x0_floor);
    let first_area = 0.5 * per_pixel * start * start;
    let rest = x1 - x1_ceil + 1.0;
    let last_area = 0.5 * per_pixel * rest * rest;
    add(first, depth * first_area);
    if end == first + 2 {
        add(first + 1, depth * (1.0 - first_area - last_area));
    } else {
        let second = per_pixel * (0.5 + start);
        add(first + 1, depth * (second - first_area));
        for index in first + 2..end - 1 {
            add(index, depth * per_pixel);
        }
        let before_last = second + (end - first - 3) as f32 * per_pixel;
        add(end - 1, depth * (1.0 - before_last - last_area));
    }
    add(end, depth * last_area);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(points: &[(f32, f32)], size: i32) -> Vec<Vec<u8>> {
        let mut outline = Outline::default();
        outline.add_loop(points.iter().map(|(x, y)| Pos2::new(*x, *y)));
        let mut rows = vec![vec![0; size as usize]; size as usize];
        let clip = PixelRect { left: 0, top: 0, right: size, bottom: size };
        Coverer::default().cover(&outline, clip, |y, left, row| {
            rows[y as usize][left as usize..left as usize + row.len()].copy_from_slice(row);
        });
        rows
    }

    /// A pixel that an outline covers by half is half covered.
    #[test]
    fn half_a_pixel_is_half_covered() {
        let rows = covered(&[(0.5, 0.0), (2.0, 0.0), (2.0, 1.0), (0.5, 1.0)], 3);
        assert_eq!(rows, [[128, 255, 0], [0, 0, 0], [0, 0, 0]]);
    }

    /// A slanted edge covers exactly the area under it.
    #[test]
    fn a_triangle_covers_its_area() {
        let rows = covered(&[(0.0, 0.0), (4.0, 4.0), (0.0, 4.0)], 4);
        assert_eq!(rows, [[128, 0, 0, 0], [255, 128, 0, 0], [255, 255, 128, 0], [255, 255, 255, 128]]);
        let flat = covered(&[(0.0, 0.0), (4.0, 0.0), (0.0, 1.0)], 4);
        assert_eq!(flat[0], [223, 159, 96, 32]);
    }

    /// What lies left of the picture still fills what is right of it, and what lies outside is left out.
    #[test]
    fn an_outline_is_cut_at_the_picture() {
        let rows = covered(&[(-5.0, -5.0), (1.5, -5.0), (1.5, 9.0), (-5.0, 9.0)], 2);
        assert_eq!(rows, [[255, 128], [255, 128]]);
        let rows = covered(&[(-1.0, 0.0), (1.0, 2.0), (-1.0, 2.0)], 2);
        assert_eq!(rows, [[0, 0], [128, 0]]);
    }

    /// A loop that turns the other way is a hole.
    #[test]
    fn a_reversed_loop_is_a_hole() {
        let mut outline = Outline::default();
        outline.add_loop([(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (0.0, 3.0)].map(|(x, y)| Pos2::new(x, y)));
        outline.add_loop([(1.0, 1.0), (1.0, 2.0), (2.0, 2.0), (2.0, 1.0)].map(|(x, y)| Pos2::new(x, y)));
        let mut middle = Vec::new();
        let clip = PixelRect { left: 0, top: 1, right: 3, bottom: 2 };
        Coverer::default().cover(&outline, clip, |_, _, row| middle = row.to_vec());
        assert_eq!(middle, [255, 0, 255]);
    }
}
