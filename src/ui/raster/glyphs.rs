//! What does a letter look like? Its unhinted outline from the font's file, filled once and kept.
//!
//! egui's own atlas is filled by code that takes the widest arithmetic of the processor, so its pixels differ between
//! machines; these do not.

use std::collections::HashMap;
use std::sync::Arc;

use egui::epaint::text::{FontTweak, GlyphBitmap};
use egui::{FontData, FontDefinitions, FontFamily, Pos2};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::coverage::{Coverer, PixelRect, floor};
use super::frame::Frame;
use super::outline::Outline;
use crate::ui::fonts;

/// How many letters are kept before all are forgotten.
const KEPT_GLYPHS: usize = 4096;

/// A letter stands at a whole pixel or a quarter, half or three quarters after it, as in egui.
pub(super) const BINS: f32 = 4.0;

/// The coverage of one letter, around its origin.
pub(super) struct GlyphMask {
    area: PixelRect,
    coverage: Vec<u8>,
}

/// Which letter, how large, where between two pixels.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct GlyphKey {
    pub(super) letter: Letter,
    pub(super) size_bits: u32,
    pub(super) bin: u8,
    pub(super) italics: bool,
}

/// A glyph in a font's file.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Letter {
    face: usize,
    glyph: u32,
}

/// The fonts, and the letters that were needed.
pub(super) struct Glyphs {
    faces: Vec<Arc<FontData>>,
    families: HashMap<FontFamily, Vec<usize>>,
    letters: HashMap<(FontFamily, char), Option<Letter>>,
    masks: HashMap<GlyphKey, Arc<GlyphMask>>,
    boxes: HashMap<(char, u32), Arc<GlyphMask>>,
    outline: Outline,
}

impl Glyphs {
    /// The fonts of these definitions, in the same order of preference.
    pub(super) fn new(definitions: &FontDefinitions) -> Self {
        let names: Vec<&String> = definitions.font_data.keys().collect();
        let face = |name: &String| names.iter().position(|other| *other == name);
        Self {
            faces: definitions.font_data.values().cloned().collect(),
            families: definitions
                .families
                .iter()
                .map(|(family, faces)| (family.clone(), faces.iter().filter_map(face).collect()))
                .collect(),
            letters: HashMap::new(),
            masks: HashMap::new(),
            boxes: HashMap::new(),
            outline: Outline::default(),
        }
    }

    /// Adds a face to the end of every family.
    pub(super) fn add(&mut self, face: &FontData) {
        for faces in self.families.values_mut() {
            faces.push(self.faces.len());
        }
        self.faces.push(Arc::new(face.clone()));
        self.letters.clear();
    }

    /// The first face of the family that has the letter, if one has.
    pub(super) fn letter(&mut self, family: &FontFamily, letter: char) -> Option<Letter> {
        if let Some(found) = self.letters.get(&(family.clone(), letter)) {
            return *found;
        }
        let faces = self.families.get(family).or_else(|| self.families.get(&FontFamily::Proportional));
        let faces = faces.map_or(&[][..], Vec::as_slice);
        let in_face = |face: &usize| {
            let font = font(self.faces.get(*face)?)?;
            let glyph = font.charmap().map(letter).filter(|glyph| *glyph != GlyphId::NOTDEF)?;
            Some(Letter { face: *face, glyph: glyph.to_u32() })
        };
        let found = faces.iter().find_map(in_face);
        self.letters.insert((family.clone(), letter), found);
        found
    }

    /// The box that stands for a letter which no face has; see `fonts`.
    pub(super) fn missing(&mut self, letter: char, size: f32) -> Arc<GlyphMask> {
        let key = (letter, size.to_bits());
        if self.boxes.len() >= KEPT_GLYPHS {
            self.boxes.clear();
        }
        let draw = || {
            let GlyphBitmap { image, offset_px, .. } = fonts::boxed(fonts::advance_em(letter), size).bitmap;
            let (left, top) = (offset_px.x as i32, offset_px.y as i32);
            let [width, height] = image.size.map(|side| i32::try_from(side).unwrap_or(0));
            let area = PixelRect { left, top, right: left + width, bottom: top + height };
            Arc::new(GlyphMask { area, coverage: image.pixels.iter().map(egui::Color32::a).collect() })
        };
        self.boxes.entry(key).or_insert_with(draw).clone()
    }

    /// The letter's coverage.
    pub(super) fn mask(&mut self, key: GlyphKey, coverer: &mut Coverer) -> Option<Arc<GlyphMask>> {
        if let Some(mask) = self.masks.get(&key) {
            return Some(mask.clone());
        }
        let data = self.faces.get(key.letter.face)?;
        let size = f32::from_bits(key.size_bits);
        self.outline.clear();
        draw(data, key, size, &mut self.outline)?;
        let mut mask = GlyphMask { area: PixelRect { left: 0, top: 0, right: 0, bottom: 0 }, coverage: Vec::new() };
        if let Some((min, max)) = self.outline.bounds() {
            mask.area = PixelRect::around(min, max);
            coverer.cover(&self.outline, mask.area, |_, _, row| mask.coverage.extend_from_slice(row));
        }
        if self.masks.len() >= KEPT_GLYPHS {
            self.masks.clear();
        }
        let mask = Arc::new(mask);
        self.masks.insert(key, mask.clone());
        Some(mask)
    }
}

impl GlyphMask {
    /// Paints the letter with its origin at a pixel.
    pub(super) fn paint(&self, frame: &mut Frame, clip: PixelRect, x: i32, y: i32, color: egui::Color32, ink: Ink) {
        let mut boosted = Vec::with_capacity(self.area.width());
        for (row, coverage) in (self.area.top + y..).zip(self.coverage.chunks(self.area.width().max(1))) {
            if row < clip.top || row >= clip.bottom {
                continue;
            }
            let left = self.area.left + x;
            let skip = usize::try_from(clip.left - left).unwrap_or(0);
            let take = usize::try_from(clip.right - left).unwrap_or(0).min(coverage.len());
            let Some(inside) = coverage.get(skip..take) else { continue };
            boosted.clear();
            boosted.extend(inside.iter().map(|part| ink.alpha(*part)));
            let start = left.saturating_add(i32::try_from(skip).unwrap_or(0));
            frame.cover_row(row, start, &boosted, color);
        }
    }
}

/// Light letters on dark look too thin when they are blended by plain coverage, so egui makes them stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// `2c - c²`, egui's choice for a dark theme.
    Light,
    /// Plain coverage, egui's choice for a light theme.
    Dark,
}

impl Ink {
    /// By how bright the letter's colour is.
    pub(super) const fn of(color: egui::Color32) -> Self {
        let bright = 2 * color.r() as u32 + 5 * color.g() as u32 + color.b() as u32;
        if 2 * bright >= 8 * color.a() as u32 { Self::Light } else { Self::Dark }
    }

    const fn alpha(self, coverage: u8) -> u8 {
        match self {
            Self::Light => {
                let coverage = coverage as u32;
                ((2 * 255 * coverage - coverage * coverage + 127) / 255) as u8
            }
            Self::Dark => coverage,
        }
    }
}

fn font(data: &FontData) -> Option<FontRef<'_>> {
    FontRef::from_index(data.bytes(), data.index).ok()
}

/// The outline in pixels around the origin.
fn draw(data: &FontData, key: GlyphKey, size: f32, outline: &mut Outline) -> Option<()> {
    let font = font(data)?;
    let FontTweak { scale, y_offset_factor, .. } = data.tweak;
    let size = size * scale;
    let mut pen = Pen {
        outline,
        x: f32::from(key.bin) / BINS,
        y: size * y_offset_factor,
        slant: if key.italics { 0.25 } else { 0.0 },
    };
    let glyph = font.outline_glyphs().get(GlyphId::new(key.letter.glyph))?;
    glyph.draw(DrawSettings::unhinted(Size::new(size), LocationRef::default()), &mut pen).ok()?;
    pen.outline.close();
    Some(())
}

/// Turns a font's curves, whose y goes up, into an outline, whose y goes down.
struct Pen<'a> {
    outline: &'a mut Outline,
    x: f32,
    y: f32,
    slant: f32,
}

impl Pen<'_> {
    fn place(&self, x: f32, y: f32) -> Pos2 {
        Pos2::new(self.x + x + self.slant * y, self.y - y)
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.outline.close();
        self.outline.push(self.place(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.outline.push(self.place(x, y));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.outline.curve2(self.place(cx0, cy0), self.place(x, y));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.outline.curve3(self.place(cx0, cy0), self.place(cx1, cy1), self.place(x, y));
    }

    fn close(&mut self) {
        self.outline.close();
    }
}

/// The whole pixel and the bin of a place.
pub(super) fn bin(x: f32) -> (i32, u8) {
    let quarters = floor(x * BINS + 0.5);
    (quarters.div_euclid(4), u8::try_from(quarters.rem_euclid(4)).unwrap_or(0))
}
