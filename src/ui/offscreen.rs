//! How does a picture of a screen come about without a window? One pass of egui, the painting code of `device` and `tiles`,
//! and our own `raster`: the same bytes on every machine.

use std::sync::Arc;

use egui::{Color32, Context, LayerId, Painter, Pos2, RawInput, Rect, ViewportId, pos2, vec2};
use parking_lot::Mutex;

use super::encode::{self, Still};
use super::fonts::SystemFonts;
use super::raster::{Raster, Sheet, Textures};
use super::{device, fonts, tiles};
use crate::console::painter::{Moment, PaintError, Painter as ScreenPainter, Seen};
use crate::phone::shell::scene::{Pixels, Scene, TileScene};

pub use super::encode::png;

/// Beyond this a picture is refused.
const MAX_PIXELS: f32 = 32e6;

/// Beyond this a scale is refused.
const MAX_SCALE: f32 = 8.0;

/// Beyond this, pictures that move are refused: all their pixels together.
const MAX_MOVING_PIXELS: u64 = 64_000_000;

/// Between tiles that stand beside each other, as on Start (VISUALS.md 9, `GUTTER`).
const BETWEEN_TILES: f32 = 12.0;

/// The painter for whoever asks below `ui`.
#[must_use]
pub fn painter() -> Arc<dyn ScreenPainter> {
    Arc::new(Offscreen::with_system_fonts())
}

/// Paints without a window. What it has learned (fonts, letters) is kept from picture to picture.
pub struct Offscreen {
    studio: Mutex<Studio>,
}

struct Studio {
    ctx: Context,
    raster: Raster,
    textures: Textures,
    system: Option<Arc<SystemFonts>>,
}

impl Default for Offscreen {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Offscreen {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Offscreen")
    }
}

impl Offscreen {
    /// A painter with the program's own fonts: the same pictures on every machine.
    #[must_use]
    pub fn new() -> Self {
        let definitions = fonts::definitions();
        let raster = Raster::new(&definitions);
        let ctx = Context::default();
        ctx.set_fonts(definitions);
        fonts::add_boxes(&ctx);
        Self { studio: Mutex::new(Studio { ctx, raster, textures: Textures::default(), system: None }) }
    }

    /// A painter that takes letters which our faces lack from the system's fonts: the same pictures as long as there are none.
    #[must_use]
    pub fn with_system_fonts() -> Self {
        let painter = Self::new();
        {
            let mut studio = painter.studio.lock();
            let system = Arc::new(SystemFonts::default());
            studio.ctx.add_font_provider(system.clone());
            studio.system = Some(system);
        }
        painter
    }

    /// A phone's screen; `scale` is pixels per effective pixel.
    ///
    /// # Errors
    /// The picture would be too large, or have no pixel.
    pub fn screen(&self, scene: &Scene, scale: f32) -> Result<Pixels, PaintError> {
        self.paint(scene.width_ep, scene.height_ep, scale, |painter, rect| device::screen_ui(painter, rect, scene))
    }

    /// A tile alone.
    ///
    /// # Errors
    /// The picture would be too large, or have no pixel.
    pub fn tile(&self, tile: &TileScene, scale: f32) -> Result<Pixels, PaintError> {
        self.paint(tile.rect.width_ep, tile.rect.height_ep, scale, |painter, rect| tiles::tile_ui(painter, rect, tile))
    }

    /// A tile alone as PNG.
    ///
    /// # Errors
    /// The picture would be too large, or could not be encoded.
    pub fn tile_png(&self, tile: &TileScene, scale: f32) -> Result<Vec<u8>, PaintError> {
        png(&self.tile(tile, scale)?)
    }

    /// What a picture shows.
    ///
    /// # Errors
    /// The picture would be too large, or have no pixel.
    pub fn seen(&self, seen: &Seen, scale: f32) -> Result<Pixels, PaintError> {
        self.seen_on(seen, scale, Color32::TRANSPARENT)
    }

    fn seen_on(&self, seen: &Seen, scale: f32, background: Color32) -> Result<Pixels, PaintError> {
        let (width, height) = extent(seen);
        self.paint(width, height, scale, |painter, rect| {
            painter.rect_filled(rect, 0.0, background);
            match seen {
                Seen::Screen(scene) => device::screen_ui(painter, rect, scene),
                Seen::Toast(scene) => device::banner_ui(painter, rect, scene),
                Seen::Tiles { tiles, theme: _ } => {
                    let mut left = 0.0;
                    for tile in tiles {
                        let size = vec2(tile.rect.width_ep, tile.rect.height_ep);
                        tiles::tile_ui(painter, Rect::from_min_size(pos2(left, 0.0), size), tile);
                        left += size.x + BETWEEN_TILES;
                    }
                }
            }
        })
    }

    /// Anything: `draw` paints into a rectangle of points at the origin, `scale` is pixels per point.
    ///
    /// # Errors
    /// The picture would be too large, or have no pixel.
    pub fn paint(
        &self,
        width: f32,
        height: f32,
        scale: f32,
        draw: impl Fn(&Painter, Rect),
    ) -> Result<Pixels, PaintError> {
        let (width_px, height_px) = size_px(width, height, scale)?;
        let sheet = Sheet { width_px, height_px, pixels_per_point: scale, background: Color32::TRANSPARENT };
        let rect = Rect::from_min_size(Pos2::ZERO, vec2(width, height));
        let mut input = RawInput { screen_rect: Some(rect), ..RawInput::default() };
        if let Some(viewport) = input.viewports.get_mut(&ViewportId::ROOT) {
            viewport.native_pixels_per_point = Some(scale);
        }
        let mut studio = self.studio.lock();
        let Studio { ctx, raster, textures, system } = &mut *studio;
        let mut output = ctx.run_pass(input, |ctx| {
            // The last column and row may be cut by a fraction of a point: the sheet's edge is the limit.
            draw(&Painter::new(ctx.clone(), LayerId::background(), rect.expand(1.0)), rect);
        });
        for font in system.iter().flat_map(|system| system.take_found()) {
            raster.add_font(&font.data);
        }
        textures.upload(&mut output.textures_delta);
        let pixels = raster.paint(&output.shapes, textures, sheet);
        textures.free(&mut output.textures_delta);
        Ok(pixels)
    }
}

impl ScreenPainter for Offscreen {
    fn png(&self, seen: &Seen, scale: f32) -> Result<Vec<u8>, PaintError> {
        png(&self.seen(seen, scale)?)
    }

    fn gif(&self, film: &[Moment], scale: f32) -> Result<Vec<u8>, PaintError> {
        let mut pixels: u64 = 0;
        for moment in film {
            let (width, height) = extent(&moment.seen);
            let (width_px, height_px) = size_px(width, height, scale)?;
            pixels = pixels.saturating_add(u64::from(width_px) * u64::from(height_px));
        }
        if pixels > MAX_MOVING_PIXELS {
            let count = film.len();
            return Err(PaintError(format!("{count} pictures of that size are too many; use a smaller scale")));
        }
        encode::gif(film.iter().map(|moment| {
            let pixels = self.seen_on(&moment.seen, scale, around(&moment.seen))?;
            Ok(Still { pixels, lasts: moment.lasts })
        }))
    }

    fn screen_png(&self, scene: &Scene, scale: f32) -> Result<Vec<u8>, PaintError> {
        png(&self.screen(scene, scale)?)
    }
}

/// How large a picture is in effective pixels.
fn extent(seen: &Seen) -> (f32, f32) {
    match seen {
        Seen::Screen(scene) => (scene.width_ep, scene.height_ep),
        Seen::Toast(scene) => (scene.width_ep, device::BANNER_HEIGHT),
        Seen::Tiles { tiles, theme: _ } => {
            let widths: f32 = tiles.iter().map(|tile| tile.rect.width_ep + BETWEEN_TILES).sum();
            (widths - BETWEEN_TILES, tiles.iter().map(|tile| tile.rect.height_ep).fold(0.0, f32::max))
        }
    }
}

/// What is around something in a picture without transparency: the background that it has on the phone.
fn around(seen: &Seen) -> Color32 {
    match seen {
        Seen::Screen(scene) | Seen::Toast(scene) => device::background(scene.theme),
        Seen::Tiles { theme, .. } => device::background(*theme),
    }
}

/// The picture's size, if it may be painted.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "both sides are at least a pixel and their product is limited"
)]
fn size_px(width: f32, height: f32, scale: f32) -> Result<(u32, u32), PaintError> {
    if !(scale > 0.0 && scale <= MAX_SCALE) {
        return Err(PaintError(format!("the scale is {scale}, it must be above 0 and at most {MAX_SCALE}")));
    }
    let (width_px, height_px) = ((width * scale).round(), (height * scale).round());
    if !(width_px >= 1.0 && height_px >= 1.0 && width_px * height_px <= MAX_PIXELS) {
        return Err(PaintError(format!("{width_px} × {height_px} pixels are none or too many")));
    }
    Ok((width_px as u32, height_px as u32))
}
