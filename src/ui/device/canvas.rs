//! How do effective pixels become points? A canvas has an origin and a scale, and puts every text on its baseline.
#![expect(
    clippy::disallowed_methods,
    reason = "a phone's colours are the phone's own (VISUALS.md 6), not the window's"
)]

use std::sync::Arc;

use egui::emath::GuiRounding;
use egui::epaint::text::PlacedRow;
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Galley, Mesh, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::pictures::{self, Coloring};
use super::reading_order::in_order;
use crate::phone::shell::scene::{Picture, RectEp, Rgb};
use crate::ui::fonts::Weight;

/// Letter spacing of Semibold in em: Selawik is that much wider than the phone's own face (VISUALS.md 9, D).
const SEMIBOLD_SPACING_EM: f32 = -0.014;

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lettering {
    /// Weight.
    pub weight: Weight,
    /// Size.
    pub size_ep: f32,
    /// Colour.
    pub color: Color32,
}

impl Lettering {
    /// White letters, as on every tile (VISUALS.md 2.1).
    #[must_use]
    pub const fn white(weight: Weight, size_ep: f32) -> Self {
        Self { weight, size_ep, color: Color32::WHITE }
    }
}

/// Which part of a text's line is at the given place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its start.
    Left,
    /// Its middle.
    Center,
    /// Its end.
    Right,
}

/// Something to paint on, measured in effective pixels.
#[derive(Clone)]
pub struct Canvas {
    painter: Painter,
    origin: Pos2,
    scale: f32,
}

impl Canvas {
    /// A canvas whose origin is at `origin`; `scale` is points per effective pixel.
    #[must_use]
    pub fn new(painter: &Painter, origin: Pos2, scale: f32) -> Self {
        Self { painter: painter.clone(), origin, scale }
    }

    /// The painter below.
    #[must_use]
    pub const fn painter(&self) -> &Painter {
        &self.painter
    }

    /// Points per effective pixel.
    #[must_use]
    pub const fn scale(&self) -> f32 {
        self.scale
    }

    /// A place in points.
    #[must_use]
    pub fn at(&self, x_ep: f32, y_ep: f32) -> Pos2 {
        self.origin + vec2(x_ep, y_ep) * self.scale
    }

    /// A place in points as one in effective pixels.
    #[must_use]
    pub fn place_ep(&self, at: Pos2) -> Pos2 {
        ((at - self.origin) / self.scale.max(f32::MIN_POSITIVE)).to_pos2()
    }

    /// A rectangle in points, its sides on whole pixels.
    #[must_use]
    pub fn rect(&self, rect: RectEp) -> Rect {
        let (min, max) =
            (self.at(rect.x_ep, rect.y_ep), self.at(rect.x_ep + rect.width_ep, rect.y_ep + rect.height_ep));
        Rect::from_min_max(min, max).round_to_pixels(self.painter.pixels_per_point())
    }

    /// A canvas whose origin is the rectangle's corner, and which paints nothing outside it. An effective pixel on it is
    /// `zoom` of these.
    #[must_use]
    pub fn part(&self, rect: RectEp, zoom: f32) -> Self {
        let area = self.rect(rect);
        let painter = self.painter.with_clip_rect(area.intersect(self.painter.clip_rect()));
        Self { painter, origin: area.min, scale: self.scale * zoom }
    }

    /// The same canvas, painting nothing outside the rectangle.
    #[must_use]
    pub fn clipped(&self, rect: RectEp) -> Self {
        let area = self.rect(rect).intersect(self.painter.clip_rect());
        Self { painter: self.painter.with_clip_rect(area), ..*self }
    }

    /// The same canvas, everything on it this visible.
    #[must_use]
    pub fn faded(&self, opacity: f32) -> Self {
        let mut faded = self.clone();
        faded.painter.multiply_opacity(opacity);
        faded
    }

    /// Fills a rectangle, on whole pixels.
    pub fn fill(&self, rect: RectEp, color: Color32) {
        // A mesh, as a picture is one: what lies behind a picture must end where the picture ends.
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(self.on_pixels(rect), color);
        self.painter.add(Shape::mesh(mesh));
    }

    fn on_pixels(&self, rect: RectEp) -> Rect {
        self.rect(rect).round_to_pixels(self.painter.pixels_per_point())
    }

    /// Fills a disc.
    pub fn disc(&self, x_ep: f32, y_ep: f32, radius_ep: f32, color: Color32) {
        self.painter.circle_filled(self.at(x_ep, y_ep), radius_ep * self.scale, color);
    }

    /// Draws a line.
    pub fn stroke(&self, points_ep: &[(f32, f32)], width_ep: f32, color: Color32) {
        let points = points_ep.iter().map(|(x, y)| self.at(*x, *y)).collect();
        self.painter.line(points, Stroke::new(width_ep * self.scale, color));
    }

    /// Fills a shape that bulges nowhere inwards.
    pub fn polygon(&self, points_ep: &[(f32, f32)], color: Color32) {
        let points = points_ep.iter().map(|(x, y)| self.at(*x, *y)).collect();
        self.painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
    }

    /// Paints a picture into a rectangle, distorted if its shape is another (VISUALS.md 1.4).
    pub fn picture(&self, picture: &Picture, rect: RectEp, coloring: Coloring) {
        let place = match coloring {
            // On whole pixels, as what is behind it, or that would show at its edges.
            Coloring::Full => self.on_pixels(rect),
            Coloring::Stencil => self.rect(rect),
        };
        self.image(picture, coloring, place, Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0)));
    }

    /// Paints a part of a picture, given as parts of its sides, into a rectangle.
    pub fn picture_part(&self, picture: &Picture, rect: RectEp, part: RectEp) {
        let part = Rect::from_min_size(pos2(part.x_ep, part.y_ep), vec2(part.width_ep, part.height_ep));
        self.image(picture, Coloring::Full, self.on_pixels(rect), part);
    }

    fn image(&self, picture: &Picture, coloring: Coloring, place: Rect, part: Rect) {
        if let Some(texture) = pictures::texture(self.painter.ctx(), picture, coloring) {
            self.painter.image(texture, place, part, Color32::WHITE);
        }
    }

    /// How wide a text is.
    #[must_use]
    pub fn text_width_ep(&self, text: &str, lettering: Lettering) -> f32 {
        self.lay_out(&in_order(text), lettering, f32::INFINITY).size().x / self.scale
    }

    /// Puts a line of text on its baseline; gives back how wide it is.
    #[expect(clippy::must_use_candidate, reason = "it paints; the width is for what goes beside it")]
    pub fn text(&self, anchor: Anchor, x_ep: f32, baseline_ep: f32, text: &str, lettering: Lettering) -> f32 {
        if text.is_empty() {
            return 0.0;
        }
        let galley = self.lay_out(&in_order(text), lettering, f32::INFINITY);
        let width_ep = galley.size().x / self.scale;
        let left_ep = match anchor {
            Anchor::Left => x_ep,
            Anchor::Center => x_ep - 0.5 * width_ep,
            Anchor::Right => x_ep - width_ep,
        };
        // By the baseline of the letters, never by the line's box: Selawik's box is another than the phone's (VISUALS.md 7.1).
        let first = galley.rows.first().and_then(|row| row.glyphs.first().map(|glyph| row.pos.y + glyph.pos.y));
        let place = self.at(left_ep, baseline_ep) - vec2(0.0, first.unwrap_or_default());
        self.painter.galley(place, galley, lettering.color);
        width_ep
    }

    /// A text cut into lines no wider than `width_ep`.
    #[must_use]
    pub fn wrapped(&self, text: &str, lettering: Lettering, width_ep: f32) -> Vec<String> {
        let galley = self.lay_out(text, lettering, width_ep * self.scale);
        // A row's letters stand as they are seen, the text's as they are read; there are as many of both.
        let mut letters = text.chars();
        let line = |row: &PlacedRow| {
            let line: String = letters.by_ref().take(row.glyphs.len()).collect();
            if row.ends_with_newline {
                letters.next();
            }
            line.trim_end().to_owned()
        };
        galley.rows.iter().map(line).collect()
    }

    fn lay_out(&self, text: &str, lettering: Lettering, max_width: f32) -> Arc<Galley> {
        let size = lettering.size_ep * self.scale;
        let spacing_em = match lettering.weight {
            Weight::Semibold => SEMIBOLD_SPACING_EM,
            Weight::Light | Weight::Semilight | Weight::Regular | Weight::Bold => 0.0,
        };
        let format = TextFormat {
            font_id: FontId::new(size, lettering.weight.family()),
            extra_letter_spacing: spacing_em * size,
            color: lettering.color,
            ..TextFormat::default()
        };
        let mut job = LayoutJob::single_section(text.to_owned(), format);
        job.wrap.max_width = max_width;
        self.painter.layout_job(job)
    }
}

/// A colour of the scene.
#[must_use]
pub const fn color(rgb: Rgb) -> Color32 {
    Color32::from_rgb(rgb.0, rgb.1, rgb.2)
}
