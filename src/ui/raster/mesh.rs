//! How are triangles painted? A pixel belongs to the triangle that its centre is in, as on a graphics card; edges that two
//! triangles share are painted once.

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Color32, Pos2, TextureId, Vec2};

use super::coverage::PixelRect;
use super::frame::{Frame, over, times};
use super::texture::{Texture, Textures};

/// Corners lie on this grid, so that edges are exact whole numbers.
const GRID: f32 = 256.0;

/// Paints triangles that are already in pixels.
pub(super) fn mesh(frame: &mut Frame, clip: PixelRect, mesh: &Mesh, textures: &Textures) {
    let texture = textures.get(mesh.texture_id);
    if texture.is_none() && mesh.texture_id != TextureId::default() {
        return;
    }
    if let Some(texture) = texture
        && let Some(upright) = Upright::of(mesh)
    {
        return upright.paint(frame, clip, texture);
    }
    for corners in mesh.indices.chunks_exact(3) {
        let mut vertices = corners.iter().filter_map(|index| mesh.vertices.get(*index as usize));
        if let (Some(a), Some(b), Some(c)) = (vertices.next(), vertices.next(), vertices.next()) {
            triangle(frame, clip, [a, b, c], texture);
        }
    }
}

/// A picture in an upright rectangle, as nearly all are: its columns and rows are measured once.
struct Upright {
    min: Vertex,
    max: Vertex,
}

impl Upright {
    /// The rectangle, if these triangles are one as `Mesh::add_rect_with_uv` makes it.
    fn of(mesh: &Mesh) -> Option<Self> {
        let &[min, right_top, left_bottom, max] = mesh.vertices.as_slice() else { return None };
        let is_corner = |corner: Vertex, across: Vertex, down: Vertex| {
            let at = Vertex {
                pos: Pos2::new(across.pos.x, down.pos.y),
                uv: Pos2::new(across.uv.x, down.uv.y),
                color: min.color,
            };
            corner == at
        };
        let upright = is_corner(right_top, max, min) && is_corner(left_bottom, min, max) && max.color == min.color;
        let turned = min.pos.x >= max.pos.x || min.pos.y >= max.pos.y;
        (mesh.indices == [0, 1, 2, 2, 1, 3] && upright && !turned).then_some(Self { min, max })
    }

    fn paint(&self, frame: &mut Frame, clip: PixelRect, texture: &Texture) {
        let Self { min, max } = self;
        let area = PixelRect::nearest(min.pos, max.pos).intersect(clip).intersect(frame.area());
        if area.is_empty() {
            return;
        }
        let size = texture.size();
        let per_pixel = Vec2::new(
            (max.uv.x - min.uv.x) * size.x / (max.pos.x - min.pos.x),
            (max.uv.y - min.uv.y) * size.y / (max.pos.y - min.pos.y),
        );
        let column = |x: i32| {
            let at = min.uv.x * size.x + (x as f32 + 0.5 - min.pos.x) * per_pixel.x;
            texture.columns(at, per_pixel.x.abs())
        };
        let columns: Vec<_> = (area.left..area.right).map(column).collect();
        let color = min.color.to_array();
        for y in area.top..area.bottom {
            let at = min.uv.y * size.y + (y as f32 + 0.5 - min.pos.y) * per_pixel.y;
            let rows = texture.rows(at, per_pixel.y.abs());
            for (pixel, columns) in frame.row_mut(y, area.left, area.width()).iter_mut().zip(&columns) {
                let mut texel = texture.mean(columns, &rows);
                for (channel, tint) in texel.iter_mut().zip(color) {
                    *channel = times(*channel, tint);
                }
                over(pixel, texel);
            }
        }
    }
}

/// One edge of a triangle: a whole-number function that is positive inside.
#[derive(Clone, Copy)]
struct Edge {
    x: i64,
    y: i64,
    constant: i64,
    /// One if the edge's own points do not belong to the triangle.
    least: i64,
}

impl Edge {
    /// The edge between two corners of a triangle that turns with the clock.
    const fn new(from: (i64, i64), to: (i64, i64)) -> Self {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let owns = dy < 0 || (dy == 0 && dx > 0);
        Self { x: -dy, y: dx, constant: dy * from.0 - dx * from.1, least: if owns { 0 } else { 1 } }
    }

    const fn at(self, x: i64, y: i64) -> i64 {
        self.x * x + self.y * y + self.constant
    }
}

/// Paints one triangle in pixels.
pub(super) fn triangle(frame: &mut Frame, clip: PixelRect, corners: [&Vertex; 3], texture: Option<&Texture>) {
    let grid = |point: Pos2| ((point.x * GRID + 0.5).floor() as i64, (point.y * GRID + 0.5).floor() as i64);
    if corners.iter().any(|vertex| !(vertex.pos.x.abs() < 1e6 && vertex.pos.y.abs() < 1e6)) {
        return;
    }
    let [first, second, third] = corners;
    let top = grid(third.pos);
    let area = Edge::new(grid(first.pos), grid(second.pos)).at(top.0, top.1);
    let corners = match area.signum() {
        1 => corners,
        -1 => [first, third, second],
        _ => return,
    };
    let [start, middle, end] = corners.map(|vertex| grid(vertex.pos));
    let edges = [Edge::new(middle, end), Edge::new(end, start), Edge::new(start, middle)];
    let min = first.pos.min(second.pos).min(third.pos);
    let max = first.pos.max(second.pos).max(third.pos);
    let bounds = PixelRect::around(min, max).intersect(clip).intersect(frame.area());
    let paint = Paint::new(corners, area.abs() as f32, &edges, texture);
    for py in bounds.top..bounds.bottom {
        let row = frame.row_mut(py, bounds.left, bounds.width());
        let y = i64::from(py) * 256 + 128;
        for (px, pixel) in (i64::from(bounds.left)..).zip(row) {
            let x = px * 256 + 128;
            let values = edges.map(|edge| edge.at(x, y));
            if values.iter().zip(&edges).all(|(value, edge)| *value >= edge.least) {
                over(pixel, paint.color(values));
            }
        }
    }
}

/// What a triangle is painted with.
struct Paint<'a> {
    corners: [&'a Vertex; 3],
    area: f32,
    flat: Option<Color32>,
    texture: Option<(&'a Texture, Vec2)>,
}

impl<'a> Paint<'a> {
    fn new(corners: [&'a Vertex; 3], area: f32, edges: &[Edge; 3], texture: Option<&'a Texture>) -> Self {
        let [a, b, c] = corners;
        let flat = (a.color == b.color && b.color == c.color).then_some(a.color);
        let texture = texture.filter(|_| corners.iter().any(|vertex| vertex.uv != WHITE_UV));
        let texture = texture.map(|texture| {
            // By how much the place in the picture changes from one pixel to the next.
            let change = |part: fn(&Edge) -> i64, axis: fn(&Vertex) -> f32| {
                let sum: f32 = corners
                    .iter()
                    .zip(edges)
                    .map(|(vertex, edge)| axis(vertex) * part(edge) as f32 * GRID / area)
                    .sum();
                sum.abs()
            };
            let size = texture.size();
            let reach = Vec2::new(
                (change(|edge| edge.x, |vertex| vertex.uv.x) + change(|edge| edge.y, |vertex| vertex.uv.x)) * size.x,
                (change(|edge| edge.x, |vertex| vertex.uv.y) + change(|edge| edge.y, |vertex| vertex.uv.y)) * size.y,
            );
            (texture, reach)
        });
        Self { corners, area, flat, texture }
    }

    /// The colour where the edges have these values.
    fn color(&self, values: [i64; 3]) -> [u8; 4] {
        let weights = values.map(|value| value as f32 / self.area);
        let mix = |of: &dyn Fn(&Vertex) -> f32| -> f32 {
            self.corners.iter().zip(weights).map(|(vertex, weight)| of(vertex) * weight).sum()
        };
        let color = self.flat.map_or_else(
            || {
                let channel = |of: fn(&Color32) -> u8| (mix(&|vertex| f32::from(of(&vertex.color))) + 0.5) as u8;
                [channel(Color32::r), channel(Color32::g), channel(Color32::b), channel(Color32::a)]
            },
            |color| color.to_array(),
        );
        let Some((texture, reach)) = self.texture else { return color };
        let size = texture.size();
        let at = Pos2::new(mix(&|vertex| vertex.uv.x) * size.x, mix(&|vertex| vertex.uv.y) * size.y);
        let mut texel = texture.sample(at, reach);
        for (channel, tint) in texel.iter_mut().zip(color) {
            *channel = times(*channel, tint);
        }
        texel
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two triangles that share an edge cover each pixel of their square exactly once.
    #[test]
    fn shared_edges_are_painted_once() {
        let mut frame = Frame::new(5, 5, Color32::BLACK);
        let mut square = Mesh::default();
        let half = Color32::from_white_alpha(128);
        square.add_colored_rect(egui::Rect::from_min_max(Pos2::new(0.5, 0.5), Pos2::new(4.5, 4.5)), half);
        let clip = PixelRect { left: 0, top: 0, right: 5, bottom: 5 };
        mesh(&mut frame, clip, &square, &Textures::default());
        let rgba = frame.into_pixels().rgba;
        let painted = |index: usize| (index % 5).max(index / 5) < 4;
        for (index, pixel) in rgba.chunks(4).enumerate() {
            assert_eq!(pixel[0], if painted(index) { 128 } else { 0 }, "{index}");
        }
    }

    /// Nothing is painted outside the clip rectangle.
    #[test]
    fn the_clip_rectangle_holds() {
        let mut frame = Frame::new(3, 1, Color32::BLACK);
        let mut wide = Mesh::default();
        wide.add_colored_rect(egui::Rect::from_min_max(Pos2::ZERO, Pos2::new(3.0, 1.0)), Color32::WHITE);
        mesh(&mut frame, PixelRect { left: 1, top: 0, right: 2, bottom: 1 }, &wide, &Textures::default());
        let rgba = frame.into_pixels().rgba;
        assert_eq!(rgba.chunks(4).map(|pixel| pixel[0]).collect::<Vec<_>>(), [0, 255, 0]);
    }
}
