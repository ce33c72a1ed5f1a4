//! Where does each letter of a laid-out text stand? egui's layout says to the pixel, the advances say how far between two.

use egui::epaint::text::{Glyph, Row, TextFormat};
use egui::epaint::{Mesh, TextShape, Vertex};
use egui::{Color32, Galley, Pos2};

use super::coverage::{Coverer, PixelRect, floor};
use super::frame::Frame;
use super::glyphs::{GlyphKey, Glyphs, Ink, bin};
use super::mesh::triangle;

/// What letters are painted with and where.
pub(super) struct TextPainter<'a> {
    pub(super) frame: &'a mut Frame,
    pub(super) clip: PixelRect,
    pub(super) glyphs: &'a mut Glyphs,
    pub(super) coverer: &'a mut Coverer,
    pub(super) pixels_per_point: f32,
}

impl TextPainter<'_> {
    /// Paints a text. Its angle is not regarded: nothing here is written askew.
    pub(super) fn text(&mut self, shape: &TextShape) {
        let galley = &shape.galley;
        let mut formats = Formats::new(galley);
        let scale = self.pixels_per_point;
        let origin = Pos2::new(round(shape.pos.x * scale), round(shape.pos.y * scale));
        for placed in &galley.rows {
            let row = &*placed.row;
            let at = Pos2::new(origin.x + placed.pos.x * scale, origin.y + placed.pos.y * scale);
            let visible = at.y <= self.clip.bottom as f32 && at.y + row.size.y * scale * 2.0 >= self.clip.top as f32;
            if visible {
                let first = row.visuals.glyph_vertex_range.start;
                self.background(shape, row, at, |vertex| vertex < first);
            }
            let mut along = None;
            for glyph in &row.glyphs {
                let format = formats.next(glyph.chr);
                if let Some(format) = format.filter(|_| visible) {
                    self.glyph(shape, row, glyph, format, at, &mut along);
                }
            }
            if visible {
                let end = row.visuals.glyph_vertex_range.end;
                self.background(shape, row, at, |vertex| vertex >= end);
            }
            if placed.ends_with_newline {
                formats.skip();
            }
        }
    }

    /// Paints one letter. `along` is where the letters before it have brought the pen, in pixels.
    fn glyph(
        &mut self,
        shape: &TextShape,
        row: &Row,
        glyph: &Glyph,
        format: &TextFormat,
        at: Pos2,
        along: &mut Option<f32>,
    ) {
        let scale = self.pixels_per_point;
        // The layout rounds a letter's place to the pixel of its bin: the true place is at most an eighth before that
        // pixel and less than seven eighths after it.
        let pixel = glyph.pos.x * scale;
        let x = along.map_or(pixel, |along| along.clamp(pixel - 0.125, pixel + 0.87));
        *along = Some(x + (glyph.advance_width + format.extra_letter_spacing) * scale);
        if glyph.uv_rect.is_nothing() {
            return;
        }
        let color =
            row.visuals.mesh.vertices.get(glyph.first_vertex as usize).map_or(format.color, |vertex| vertex.color);
        let color = resolve(shape, color, Part::Glyph);
        let y = floor(at.y + glyph.pos.y * scale + 0.5);
        let Some(letter) = self.glyphs.letter(&format.font_id.family, glyph.chr) else {
            let missing = self.glyphs.missing(glyph.chr, format.font_id.size * scale);
            return missing.paint(self.frame, self.clip, floor(at.x + x + 0.5), y, color, Ink::of(color));
        };
        let (x, bin) = bin(at.x + x);
        let size_bits = (format.font_id.size * scale).to_bits();
        let key = GlyphKey { letter, size_bits, bin, italics: format.italics };
        if let Some(mask) = self.glyphs.mask(key, self.coverer) {
            mask.paint(self.frame, self.clip, x, y, color, Ink::of(color));
        }
    }

    /// Paints what is under and through the letters: the triangles whose corners are `chosen`.
    fn background(&mut self, shape: &TextShape, row: &Row, at: Pos2, chosen: impl Fn(usize) -> bool) {
        let mesh: &Mesh = &row.visuals.mesh;
        let scale = self.pixels_per_point;
        for corners in mesh.indices.chunks_exact(3) {
            if !corners.iter().all(|corner| chosen(*corner as usize)) {
                continue;
            }
            let vertex = |corner: &u32| {
                mesh.vertices.get(*corner as usize).map(|vertex| Vertex {
                    pos: Pos2::new(at.x + vertex.pos.x * scale, at.y + vertex.pos.y * scale),
                    color: resolve(shape, vertex.color, Part::Background),
                    ..*vertex
                })
            };
            let mut vertices = corners.iter().filter_map(vertex);
            if let (Some(a), Some(b), Some(c)) = (vertices.next(), vertices.next(), vertices.next()) {
                triangle(self.frame, self.clip, [&a, &b, &c], None);
            }
        }
    }
}

/// What a colour is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Glyph,
    Background,
}

/// The colour after the shape's own rules.
fn resolve(shape: &TextShape, color: Color32, part: Part) -> Color32 {
    let color = if color == Color32::PLACEHOLDER { shape.fallback_color } else { color };
    let color = match part {
        Part::Glyph => shape.override_text_color.unwrap_or(color),
        Part::Background => color,
    };
    if shape.opacity_factor < 1.0 { color.gamma_multiply(shape.opacity_factor) } else { color }
}

fn round(value: f32) -> f32 {
    (value + 0.5).floor()
}

/// Walks a galley's text and says how each letter is set: egui forgets a letter's section once it is laid out.
struct Formats<'a> {
    galley: &'a Galley,
    letters: std::str::CharIndices<'a>,
    section: usize,
}

impl<'a> Formats<'a> {
    fn new(galley: &'a Galley) -> Self {
        Self { galley, letters: galley.job.text.char_indices(), section: 0 }
    }

    /// How the next letter is set. The mark of a text that was cut short is in no text and is set as what is before it.
    fn next(&mut self, letter: char) -> Option<&'a TextFormat> {
        let sections = &self.galley.job.sections;
        if let Some((byte, found)) = self.letters.next()
            && (found == letter || !self.galley.elided)
        {
            while sections.get(self.section).is_some_and(|section| section.byte_range.end.0 <= byte)
                && self.section + 1 < sections.len()
            {
                self.section += 1;
            }
        }
        sections.get(self.section).map(|section| &section.format)
    }

    /// Passes over a line's end.
    fn skip(&mut self) {
        self.letters.next();
    }
}
