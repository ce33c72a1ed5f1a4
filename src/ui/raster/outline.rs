//! What is the outline of a shape? Rectangles, ellipses, curves and strokes as closed loops of straight edges, in pixels.
//!
//! Curves are cut into a number of pieces that depends on their length alone; `coverage` fills the loops.

use egui::{Pos2, Vec2, vec2};

/// Closed loops of points; the last point of a loop is joined to its first.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    points: Vec<Pos2>,
    ends: Vec<usize>,
}

/// How far a quarter circle's control points are from its ends, in radii.
const QUARTER: f32 = 0.552_284_8;

/// Beyond this length a corner of a stroke is cut off: a quarter of the way to a full turn.
const SHARPEST_CORNER: f32 = 0.25;

/// Which way a loop turns: a loop against the clock is a hole in a loop with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// As seen on the screen.
    Clockwise,
    /// The other way.
    Counterclockwise,
}

impl Outline {
    /// Forgets every loop and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.points.clear();
        self.ends.clear();
    }

    /// The loops.
    pub(super) fn loops(&self) -> impl Iterator<Item = &[Pos2]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, end)| self.points.get(start..*end))
    }

    /// The smallest rectangle around all of it.
    pub(super) fn bounds(&self) -> Option<(Pos2, Pos2)> {
        let mut points = self.points.iter();
        let first = *points.next()?;
        Some(points.fold((first, first), |(min, max), point| (min.min(*point), max.max(*point))))
    }

    /// Adds a point to the open loop.
    pub(super) fn push(&mut self, point: Pos2) {
        self.points.push(point);
    }

    /// Closes the open loop; the next point starts another one.
    pub(super) fn close(&mut self) {
        if self.ends.last().copied().unwrap_or(0) < self.points.len() {
            self.ends.push(self.points.len());
        }
    }

    /// Adds a whole loop.
    pub(super) fn add_loop(&mut self, points: impl IntoIterator<Item = Pos2>) {
        self.points.extend(points);
        self.close();
    }

    /// Adds a parabola from the last point of the open loop.
    pub(super) fn curve2(&mut self, control: Pos2, to: Pos2) {
        let from = self.points.last().copied().unwrap_or(to);
        let pieces = pieces(length(control - from) + length(to - control));
        for piece in 1..=pieces {
            let t = piece as f32 / pieces as f32;
            let u = 1.0 - t;
            let mix = |from: f32, control: f32, to: f32| u * u * from + 2.0 * u * t * control + t * t * to;
            self.push(Pos2::new(mix(from.x, control.x, to.x), mix(from.y, control.y, to.y)));
        }
    }

    /// Adds a cubic curve from the last point of the open loop.
    pub(super) fn curve3(&mut self, control1: Pos2, control2: Pos2, to: Pos2) {
        let from = self.points.last().copied().unwrap_or(to);
        let along = length(control1 - from) + length(control2 - control1) + length(to - control2);
        let pieces = pieces(along) + 1;
        for piece in 1..=pieces {
            let t = piece as f32 / pieces as f32;
            let u = 1.0 - t;
            let mix = |from: f32, control1: f32, control2: f32, to: f32| {
                u * u * u * from + 3.0 * u * u * t * control1 + 3.0 * u * t * t * control2 + t * t * t * to
            };
            self.push(Pos2::new(mix(from.x, control1.x, control2.x, to.x), mix(from.y, control1.y, control2.y, to.y)));
        }
    }

    /// Adds a rectangle with corners of these radii: top left, top right, bottom right, bottom left.
    pub(super) fn rectangle(&mut self, min: Pos2, max: Pos2, radii: [f32; 4], turn: Turn) {
        let most = 0.5 * (max.x - min.x).min(max.y - min.y).max(0.0);
        let [nw, ne, se, sw] = radii.map(|radius| radius.clamp(0.0, most));
        let first = self.points.len();
        self.corner(Pos2::new(min.x, min.y + nw), min, Pos2::new(min.x + nw, min.y));
        self.corner(Pos2::new(max.x - ne, min.y), Pos2::new(max.x, min.y), Pos2::new(max.x, min.y + ne));
        self.corner(Pos2::new(max.x, max.y - se), max, Pos2::new(max.x - se, max.y));
        self.corner(Pos2::new(min.x + sw, max.y), Pos2::new(min.x, max.y), Pos2::new(min.x, max.y - sw));
        self.turn(first, turn);
    }

    /// Adds an ellipse.
    pub(super) fn ellipse(&mut self, center: Pos2, radius: Vec2, turn: Turn) {
        if radius.x <= 0.0 || radius.y <= 0.0 {
            return;
        }
        let first = self.points.len();
        let (min, max) = (center - radius, center + radius);
        self.corner(Pos2::new(min.x, center.y), min, Pos2::new(center.x, min.y));
        self.corner(Pos2::new(center.x, min.y), Pos2::new(max.x, min.y), Pos2::new(max.x, center.y));
        self.corner(Pos2::new(max.x, center.y), max, Pos2::new(center.x, max.y));
        self.corner(Pos2::new(center.x, max.y), Pos2::new(min.x, max.y), Pos2::new(min.x, center.y));
        self.turn(first, turn);
    }

    /// A quarter of an ellipse around a corner.
    fn corner(&mut self, from: Pos2, corner: Pos2, to: Pos2) {
        self.push(from);
        if from != to {
            self.curve3(from + (corner - from) * QUARTER, to + (corner - to) * QUARTER, to);
        }
    }

    fn turn(&mut self, first: usize, turn: Turn) {
        if let (Turn::Counterclockwise, Some(points)) = (turn, self.points.get_mut(first..)) {
            points.reverse();
        }
        self.close();
    }

    /// Adds a line along `points`, `left` wide on its left side (outside, if it turns with the clock) and `right` on its right.
    pub(super) fn stroke(&mut self, points: &[Pos2], closed: bool, left: f32, right: f32) {
        let mut path: Vec<Pos2> = Vec::with_capacity(points.len());
        for point in points {
            if path.last() != Some(point) {
                path.push(*point);
            }
        }
        if closed && path.len() > 1 && path.first() == path.last() {
            path.pop();
        }
        if path.len() < 2 {
            return;
        }
        self.side(&path, closed, left);
        if closed {
            self.close();
        }
        let first = self.points.len();
        self.side(&path, closed, -right);
        if let Some(back) = self.points.get_mut(first..) {
            back.reverse();
        }
        self.close();
    }

    /// The path moved sideways by `distance`.
    fn side(&mut self, path: &[Pos2], closed: bool, distance: f32) {
        let normal = |from: Pos2, to: Pos2| {
            let along = to - from;
            let length = length(along);
            vec2(along.y / length, -along.x / length)
        };
        let count = path.len();
        let at = |index: usize| path.get(index % count).copied().unwrap_or_default();
        for index in 0..count {
            let here = at(index);
            let before = (closed || index > 0).then(|| normal(at(index + count - 1), here));
            let after = (closed || index + 1 < count).then(|| normal(here, at(index + 1)));
            let (Some(one), Some(two)) = (before.or(after), after.or(before)) else { continue };
            let openness = 1.0 + one.x * two.x + one.y * two.y;
            if openness < SHARPEST_CORNER {
                self.push(here + one * distance);
                self.push(here + two * distance);
            } else {
                self.push(here + (one + two) * (distance / openness));
            }
        }
    }
}

/// A length by the square root alone: `Vec2::length` is `hypot`, which differs between machines.
fn length(vector: Vec2) -> f32 {
    (vector.x * vector.x + vector.y * vector.y).sqrt()
}

/// In how many pieces a curve of this length is cut.
fn pieces(along: f32) -> usize {
    (2.0 + along.max(0.0).sqrt()).min(40.0) as usize
}
