//! Which typefaces are there? Selawik for everything that people read, Hack for addresses and XML, Open Sans where Selawik
//! has no letters (Greek, Cyrillic). The files stand in `assets/fonts` with their licenses.
//!
//! A letter that none of them has is taken from a font of the system where one has it, and is a box otherwise. Either way it
//! takes as much room: letters of East Asia and emoji are as wide as they are high, so the layout is the same everywhere.
//! Letters that are written from right to left are shaped word by word; a line of several such words is laid out from left
//! to right, which is a limit of egui's text.

use std::sync::{Arc, OnceLock};

use egui::epaint::text::{
    FallbackRequest, FontInsert, FontProvider, GlyphBitmap, GlyphRasterizer, GlyphRasterizerRequest, RasterizedGlyph,
};
use egui::{Color32, ColorImage, Context, FontData, FontDefinitions, FontFamily, vec2};
use egui_system_font_provider::SystemFontProvider;
use parking_lot::Mutex;
use unicode_width::UnicodeWidthChar as _;

/// A weight of Selawik.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 300.
    Light,
    /// Between light and regular.
    Semilight,
    /// 400.
    #[default]
    Regular,
    /// 600.
    Semibold,
    /// 700.
    Bold,
}

impl Weight {
    /// Every weight, lightest first.
    pub const ALL: [Self; 5] = [Self::Light, Self::Semilight, Self::Regular, Self::Semibold, Self::Bold];

    /// The face's name among the fonts.
    #[must_use]
    pub const fn face(self) -> &'static str {
        match self {
            Self::Light => "selawik-light",
            Self::Semilight => "selawik-semilight",
            Self::Regular => "selawik-regular",
            Self::Semibold => "selawik-semibold",
            Self::Bold => "selawik-bold",
        }
    }

    /// The egui family of this weight.
    #[must_use]
    pub fn family(self) -> FontFamily {
        match self {
            Self::Regular => FontFamily::Proportional,
            Self::Light | Self::Semilight | Self::Semibold | Self::Bold => FontFamily::Name(self.face().into()),
        }
    }

    const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Light => include_bytes!("../../assets/fonts/selawik/selawkl.ttf"),
            Self::Semilight => include_bytes!("../../assets/fonts/selawik/selawksl.ttf"),
            Self::Regular => include_bytes!("../../assets/fonts/selawik/selawk.ttf"),
            Self::Semibold => include_bytes!("../../assets/fonts/selawik/selawksb.ttf"),
            Self::Bold => include_bytes!("../../assets/fonts/selawik/selawkb.ttf"),
        }
    }

    const fn fallback(self) -> &'static str {
        match self {
            Self::Light | Self::Semilight | Self::Regular => "open-sans-regular",
            Self::Semibold | Self::Bold => "open-sans-semibold",
        }
    }
}

/// Every font of the program: our own faces first, then Open Sans, then what egui brings for symbols.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    for weight in Weight::ALL {
        add(weight.face(), weight.bytes());
    }
    add("open-sans-regular", include_bytes!("../../assets/fonts/open-sans/OpenSans-Regular.ttf"));
    add("open-sans-semibold", include_bytes!("../../assets/fonts/open-sans/OpenSans-Semibold.ttf"));
    let symbols = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for weight in Weight::ALL {
        let mut faces = vec![weight.face().to_owned(), weight.fallback().to_owned()];
        faces.extend(symbols.iter().cloned());
        fonts.families.insert(weight.family(), faces);
    }
    if let Some(monospace) = fonts.families.get_mut(&FontFamily::Monospace) {
        monospace.insert(1, Weight::Regular.face().to_owned());
        monospace.insert(2, Weight::Regular.fallback().to_owned());
    }
    fonts
}

/// The sides of a box in em: it stands on the baseline and is as high as a capital of Selawik (VISUALS.md 7.1: 0.700 em).
const BOX_HEIGHT_EM: f32 = 0.7;
/// What is free on each side of a box, in em.
const BOX_MARGIN_EM: f32 = 0.1;
/// How thick its line is, in em.
const BOX_LINE_EM: f32 = 0.05;

/// Lets a context draw a box for what no font has.
pub fn add_boxes(ctx: &Context) {
    ctx.add_glyph_rasterizer(GlyphRasterizer::new("tilecast::boxes", |request: &GlyphRasterizerRequest<'_>| {
        let letter = request.cluster.chars().next()?;
        let visible = !letter.is_control() && !letter.is_whitespace();
        visible.then(|| boxed(advance_em(letter), request.font_size_px))
    }));
}

/// How much room a letter takes that no face of ours has, in em.
#[must_use]
pub fn advance_em(letter: char) -> f32 {
    if letter.width().is_some_and(|columns| columns >= 2) { 1.0 } else { 0.6 }
}

/// The box that stands for a letter, on a line of this size.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a letter has a few hundred pixels at most"
)]
pub(super) fn boxed(advance_em: f32, size_px: f32) -> RasterizedGlyph {
    let advance_px = advance_em * size_px;
    let width = (advance_px - 2.0 * BOX_MARGIN_EM * size_px).round().clamp(1.0, 4_096.0) as usize;
    let height = (BOX_HEIGHT_EM * size_px).round().clamp(1.0, 4_096.0) as usize;
    let line = (BOX_LINE_EM * size_px).round().max(1.0) as usize;
    let is_edge = |x: usize, y: usize| x < line || y < line || x + line >= width || y + line >= height;
    let pixel = |at: usize| if is_edge(at % width, at / width) { Color32::WHITE } else { Color32::TRANSPARENT };
    let image = ColorImage::new([width, height], (0..width * height).map(pixel).collect());
    let offset_px = vec2((BOX_MARGIN_EM * size_px).round(), -(height as f32));
    RasterizedGlyph { bitmap: GlyphBitmap { image, offset_px, is_color: false }, advance_px }
}

/// The system's fonts, and those of them that were needed so far: whoever paints without egui's atlas needs them too. They are
/// looked for when a letter is missing for the first time, which costs more than most pictures.
#[derive(Default)]
pub struct SystemFonts {
    system: OnceLock<SystemFontProvider>,
    found: Mutex<Vec<FontInsert>>,
}

impl SystemFonts {
    /// Those that were found since this was last asked.
    pub fn take_found(&self) -> Vec<FontInsert> {
        std::mem::take(&mut self.found.lock())
    }
}

impl FontProvider for SystemFonts {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let found = self.system.get_or_init(SystemFontProvider::new).font_for(request)?;
        self.found.lock().push(found.clone());
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A box of East Asia's letters is as wide as they are, so that the layout does not depend on the fonts of the system.
    #[test]
    fn boxes_take_the_room_of_their_letters() {
        assert_eq!((advance_em('漢'), advance_em('한'), advance_em('😀'), advance_em('א')), (1.0, 1.0, 1.0, 0.6));
        let glyph = boxed(1.0, 20.0);
        assert_eq!((glyph.bitmap.image.size, glyph.advance_px.to_bits()), ([16, 14], 20.0_f32.to_bits()));
        assert_eq!(glyph.bitmap.image.pixels[0], Color32::WHITE);
        assert_eq!(glyph.bitmap.image.pixels[16 * 7 + 8], Color32::TRANSPARENT);
    }
}
