//! How do pixels come about without a graphics card? Our own painter of egui's shapes, which gives the same bytes on every
//! machine: golden images and the pictures of `offscreen` are made by it.
//!
//! The rule that keeps it so: only `+ - * /`, square roots and whole numbers. No fused operation (`mul_add`), nothing from
//! the mathematics library (`sin`, `exp`, `powf`, `hypot`, and so `Vec2::length`): those differ between processors and systems.
//!
//! `shapes` turns each shape into an `outline`, `coverage` measures it, `frame` blends it; `text` and `glyphs` paint letters
//! from the fonts' own outlines; `mesh` and `texture` paint triangles and pictures.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "pixels: places are clamped to a picture's sides, colours to a byte"
)]

mod coverage;
mod frame;
mod glyphs;
mod mesh;
mod outline;
mod shapes;
mod text;
mod texture;

use egui::emath::TSTransform;
use egui::epaint::ClippedShape;
use egui::{Color32, FontData, FontDefinitions};

use crate::phone::shell::scene::Pixels;

pub use texture::Textures;

use coverage::{Coverer, PixelRect};
use frame::Frame;
use glyphs::Glyphs;
use outline::Outline;

/// What is painted on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// How many pixels a point has.
    pub pixels_per_point: f32,
    /// What is there before.
    pub background: Color32,
}

/// The painter; keeps the letters it has drawn.
pub struct Raster {
    glyphs: Glyphs,
    coverer: Coverer,
    outline: Outline,
}

impl std::fmt::Debug for Raster {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Raster")
    }
}

impl Raster {
    /// A painter with these fonts: the same that egui lays the text out with.
    #[must_use]
    pub fn new(fonts: &FontDefinitions) -> Self {
        Self { glyphs: Glyphs::new(fonts), coverer: Coverer::default(), outline: Outline::default() }
    }

    /// Adds a font behind all others.
    pub fn add_font(&mut self, font: &FontData) {
        self.glyphs.add(font);
    }

    /// Paints what egui wants shown.
    #[must_use]
    pub fn paint(&mut self, shapes: &[ClippedShape], textures: &Textures, sheet: Sheet) -> Pixels {
        let mut frame = Frame::new(sheet.width_px, sheet.height_px, sheet.background);
        for clipped in shapes {
            let scale = sheet.pixels_per_point;
            let clip = PixelRect::nearest(
                (clipped.clip_rect.min.to_vec2() * scale).to_pos2(),
                (clipped.clip_rect.max.to_vec2() * scale).to_pos2(),
            );
            let clip = clip.intersect(frame.area());
            if clip.is_empty() {
                continue;
            }
            let mut brush = shapes::Brush {
                frame: &mut frame,
                clip,
                glyphs: &mut self.glyphs,
                coverer: &mut self.coverer,
                outline: &mut self.outline,
                textures,
                pixels_per_point: scale,
            };
            if clipped.transform_after_tessellation == TSTransform::IDENTITY {
                brush.shape(&clipped.shape);
            } else {
                let mut shape = clipped.shape.clone();
                shape.transform(clipped.transform_after_tessellation);
                brush.shape(&shape);
            }
        }
        frame.into_pixels()
    }
}
