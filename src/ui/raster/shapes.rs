//! How is each of egui's shapes painted? Turned into an outline in pixels and filled; the few that are rare are cut into
//! triangles by egui's own tessellator first.

use egui::epaint::{
    CircleShape, ColorMode, CubicBezierShape, EllipseShape, Mesh, PathShape, PathStroke, QuadraticBezierShape,
    RectShape, TessellationOptions, Tessellator,
};
use egui::{Color32, Pos2, Rect, Shape, Stroke, StrokeKind};

use super::coverage::{Coverer, PixelRect};
use super::frame::Frame;
use super::glyphs::Glyphs;
use super::mesh::mesh;
use super::outline::{Outline, Turn};
use super::text::TextPainter;
use super::texture::Textures;

/// Everything that painting needs.
pub(super) struct Brush<'a> {
    pub(super) frame: &'a mut Frame,
    pub(super) clip: PixelRect,
    pub(super) glyphs: &'a mut Glyphs,
    pub(super) coverer: &'a mut Coverer,
    pub(super) outline: &'a mut Outline,
    pub(super) textures: &'a Textures,
    pub(super) pixels_per_point: f32,
}

impl Brush<'_> {
    /// Paints a shape.
    pub(super) fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Noop | Shape::Callback(_) => {}
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| self.shape(shape)),
            Shape::Circle(circle) => self.circle(circle),
            Shape::Ellipse(ellipse) if ellipse.angle == 0.0 => self.ellipse(ellipse),
            Shape::LineSegment { points, stroke } => self.segment(*points, *stroke),
            Shape::Path(path) => self.path(path),
            Shape::Rect(rect) => self.rect(rect),
            Shape::Text(text) => TextPainter {
                frame: self.frame,
                clip: self.clip,
                glyphs: self.glyphs,
                coverer: self.coverer,
                pixels_per_point: self.pixels_per_point,
            }
            .text(text),
            Shape::Mesh(triangles) => self.mesh(triangles),
            Shape::QuadraticBezier(curve) => self.curve2(curve),
            Shape::CubicBezier(curve) => self.curve3(curve),
            Shape::Ellipse(_) | Shape::Band(_) => self.tessellated(shape),
        }
    }

    fn pixel(&self, point: Pos2) -> Pos2 {
        Pos2::new(point.x * self.pixels_per_point, point.y * self.pixels_per_point)
    }

    /// Fills the outline that was drawn last, inside `clip`.
    fn fill(&mut self, clip: PixelRect, color: Color32) {
        let clip = clip.intersect(self.clip);
        if color != Color32::TRANSPARENT {
            let frame = &mut *self.frame;
            self.coverer.cover(self.outline, clip, |y, left, row| frame.cover_row(y, left, row, color));
        }
    }

    fn circle(&mut self, circle: &CircleShape) {
        let CircleShape { center, radius, fill, stroke } = *circle;
        self.ellipse(&EllipseShape { center, radius: egui::Vec2::splat(radius), fill, stroke, angle: 0.0 });
    }

    fn ellipse(&mut self, ellipse: &EllipseShape) {
        let center = self.pixel(ellipse.center);
        let radius = ellipse.radius * self.pixels_per_point;
        self.outline.clear();
        self.outline.ellipse(center, radius, Turn::Clockwise);
        self.fill(self.clip, ellipse.fill);
        if !ellipse.stroke.is_empty() {
            let half = egui::Vec2::splat(0.5 * ellipse.stroke.width * self.pixels_per_point);
            self.outline.clear();
            self.outline.ellipse(center, radius + half, Turn::Clockwise);
            self.outline.ellipse(center, radius - half, Turn::Counterclockwise);
            self.fill(self.clip, ellipse.stroke.color);
        }
    }

    /// A line; level and upright ones are moved to whole pixels, as egui does.
    fn segment(&mut self, [mut from, mut to]: [Pos2; 2], stroke: Stroke) {
        if stroke.is_empty() {
            return;
        }
        if from.x == to.x {
            stroke.round_center_to_pixel(self.pixels_per_point, &mut from.x);
            to.x = from.x;
        }
        if from.y == to.y {
            stroke.round_center_to_pixel(self.pixels_per_point, &mut from.y);
            to.y = from.y;
        }
        let half = 0.5 * stroke.width * self.pixels_per_point;
        let points = [self.pixel(from), self.pixel(to)];
        self.outline.clear();
        self.outline.stroke(&points, false, half, half);
        self.fill(self.clip, stroke.color);
    }

    fn path(&mut self, path: &PathShape) {
        let ColorMode::Solid(stroke) = path.stroke.color else {
            return self.tessellated(&Shape::Path(path.clone()));
        };
        let points: Vec<Pos2> = path.points.iter().map(|point| self.pixel(*point)).collect();
        self.points(&points, path.closed, path.fill, &path.stroke, stroke);
    }

    /// Fills and strokes a line of points in pixels.
    fn points(&mut self, points: &[Pos2], closed: bool, fill: Color32, stroke: &PathStroke, color: Color32) {
        if closed && fill != Color32::TRANSPARENT {
            self.outline.clear();
            self.outline.add_loop(points.iter().copied());
            self.fill(self.clip, fill);
        }
        if stroke.width <= 0.0 {
            return;
        }
        let width = stroke.width * self.pixels_per_point;
        let (outside, inside) = match stroke.kind {
            StrokeKind::Inside => (0.0, width),
            StrokeKind::Middle => (0.5 * width, 0.5 * width),
            StrokeKind::Outside => (width, 0.0),
        };
        let clockwise = signed_area(points) >= 0.0;
        let (left, right) = if clockwise { (outside, inside) } else { (inside, outside) };
        self.outline.clear();
        self.outline.stroke(points, closed, left, right);
        self.fill(self.clip, color);
    }

    fn curve2(&mut self, curve: &QuadraticBezierShape) {
        let [from, control, to] = curve.points.map(|point| self.pixel(point));
        let mut line = Outline::default();
        line.push(from);
        line.curve2(control, to);
        self.curve(line, curve.closed, curve.fill, &curve.stroke);
    }

    fn curve3(&mut self, curve: &CubicBezierShape) {
        let [from, control1, control2, to] = curve.points.map(|point| self.pixel(point));
        let mut line = Outline::default();
        line.push(from);
        line.curve3(control1, control2, to);
        self.curve(line, curve.closed, curve.fill, &curve.stroke);
    }

    fn curve(&mut self, mut line: Outline, closed: bool, fill: Color32, stroke: &PathStroke) {
        line.close();
        let color = match stroke.color {
            ColorMode::Solid(color) => color,
            ColorMode::UV(_) => fill,
        };
        let points: Vec<Pos2> = line.loops().flatten().copied().collect();
        self.points(&points, closed, fill, stroke, color);
    }

    fn rect(&mut self, shape: &RectShape) {
        if shape.brush.is_some() || shape.blur_width > 0.0 || shape.angle != 0.0 {
            return self.tessellated(&Shape::Rect(shape.clone()));
        }
        let (rect, stroke) = rounded(shape, self.pixels_per_point);
        let scale = self.pixels_per_point;
        let radii = shape.corner_radius;
        let radii = [radii.nw, radii.ne, radii.se, radii.sw].map(|radius| f32::from(radius) * scale);
        let (min, max) = (self.pixel(rect.min), self.pixel(rect.max));
        if !(min.x < max.x && min.y < max.y) {
            return;
        }
        let width = stroke.width * scale;
        let most = radii.iter().fold(0.0_f32, |most, radius| most.max(*radius));
        self.outline.clear();
        self.outline.rectangle(min, max, radii, Turn::Clockwise);
        self.fill_bands(min, max, most, shape.fill);
        if stroke.is_empty() {
            return;
        }
        let (outside, inside) = match shape.stroke_kind {
            StrokeKind::Inside => (0.0, width),
            StrokeKind::Middle => (0.5 * width, 0.5 * width),
            StrokeKind::Outside => (width, 0.0),
        };
        let grow = |by: f32| radii.map(|radius| if radius > 0.0 { (radius + by).max(0.0) } else { 0.0 });
        let (out, into) = (egui::Vec2::splat(outside), egui::Vec2::splat(inside));
        self.outline.clear();
        self.outline.rectangle(min - out, max + out, grow(outside), Turn::Clockwise);
        if min.x + inside < max.x - inside && min.y + inside < max.y - inside {
            self.outline.rectangle(min + into, max - into, grow(-inside), Turn::Counterclockwise);
        }
        self.fill_ring(PixelRect::around(min - out, max + out), most.max(inside) + outside, stroke.color);
    }

    /// Fills the outline of a rectangle; only its rounded ends are measured, the middle is whole pixels if it can be.
    fn fill_bands(&mut self, min: Pos2, max: Pos2, radius: f32, color: Color32) {
        let around = PixelRect::around(min, max);
        let aligned = is_whole(min.x) && is_whole(max.x);
        if !aligned {
            return self.fill(around, color);
        }
        let top = PixelRect::around(min, Pos2::new(max.x, min.y + radius)).bottom;
        let bottom = PixelRect::around(Pos2::new(min.x, max.y - radius), max).top;
        if top >= bottom || (radius == 0.0 && !(is_whole(min.y) && is_whole(max.y))) {
            return self.fill(around, color);
        }
        self.fill(around.rows(around.top, top), color);
        self.frame.fill(around.rows(top, bottom).intersect(self.clip), color);
        self.fill(around.rows(bottom, around.bottom), color);
    }

    /// Fills the outline of a ring whose sides are at most `depth` deep.
    fn fill_ring(&mut self, around: PixelRect, depth: f32, color: Color32) {
        let depth = super::coverage::ceil(depth) + 1;
        let (top, bottom) = (around.top + depth, around.bottom - depth);
        let (left, right) = (around.left + depth, around.right - depth);
        if top >= bottom || left >= right {
            return self.fill(around, color);
        }
        self.fill(around.rows(around.top, top), color);
        self.fill(around.rows(top, bottom).columns(around.left, left), color);
        self.fill(around.rows(top, bottom).columns(right, around.right), color);
        self.fill(around.rows(bottom, around.bottom), color);
    }

    fn tessellated(&mut self, shape: &Shape) {
        let mut triangles = Mesh::default();
        if let Shape::Rect(RectShape { brush: Some(brush), .. }) = shape {
            triangles.texture_id = brush.fill_texture_id;
        }
        let options = TessellationOptions { coarse_tessellation_culling: false, ..TessellationOptions::default() };
        Tessellator::new(self.pixels_per_point, options, [1, 1], Vec::new())
            .tessellate_shape(shape.clone(), &mut triangles);
        self.mesh(&triangles);
    }

    fn mesh(&mut self, triangles: &Mesh) {
        let mut triangles = triangles.clone();
        for vertex in &mut triangles.vertices {
            vertex.pos = self.pixel(vertex.pos);
        }
        mesh(self.frame, self.clip, &triangles, self.textures);
    }
}

/// The rectangle moved to whole pixels, and its stroke, as egui's tessellator has them.
fn rounded(shape: &RectShape, pixels_per_point: f32) -> (Rect, Stroke) {
    let mut rect = shape.rect;
    let stroke = shape.stroke;
    if !shape.round_to_pixels.unwrap_or(true) {
        return (rect, stroke);
    }
    let middle = shape.stroke_kind == StrokeKind::Middle && !stroke.is_empty();
    let edge = |value: f32| {
        let mut value = value;
        let stroke = if middle { stroke } else { Stroke::new(2.0 / pixels_per_point, Color32::WHITE) };
        stroke.round_center_to_pixel(pixels_per_point, &mut value);
        value
    };
    let (width, height) = (rect.width(), rect.height());
    rect = Rect::from_min_max(
        Pos2::new(edge(rect.min.x), edge(rect.min.y)),
        Pos2::new(edge(rect.max.x), edge(rect.max.y)),
    );
    // A hairline that would round to nothing is still a pixel wide.
    if width > 0.0 && rect.width() <= 0.0 {
        rect.max.x = rect.min.x + 1.0 / pixels_per_point;
    }
    if height > 0.0 && rect.height() <= 0.0 {
        rect.max.y = rect.min.y + 1.0 / pixels_per_point;
    }
    (rect, stroke)
}

fn is_whole(value: f32) -> bool {
    (value - (value + 0.5).floor()).abs() < 1e-3
}

/// Twice the area inside a loop; positive if it turns with the clock on the screen.
fn signed_area(points: &[Pos2]) -> f32 {
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum()
}
