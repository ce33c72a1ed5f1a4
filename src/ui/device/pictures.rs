//! Where are the pictures of the tiles kept for painting? As egui textures, found again by the identity of their pixels, and
//! given back when nobody has the pixels any more or nobody has painted them for a while.
#![expect(
    clippy::disallowed_methods,
    reason = "a phone's colours are the phone's own (VISUALS.md 6), not the window's"
)]

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use egui::{Color32, ColorImage, Context, Id, TextureFilter, TextureHandle, TextureId, TextureOptions};
use parking_lot::Mutex;

use crate::phone::shell::scene::{Picture, Pixels};

/// At most this many textures are kept.
const KEPT_PICTURES: usize = 192;

/// A picture that was not painted in this many passes is given back.
const IDLE_PASSES: u64 = 900;

/// How a picture is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coloring {
    /// As it is.
    Full,
    /// A stencil: every pixel white, its alpha kept (VISUALS.md 2.5).
    Stencil,
}

struct Entry {
    /// Keeps the address from being used for other pixels, but not the pixels themselves.
    pixels: Weak<Pixels>,
    texture: TextureHandle,
    last_pass: u64,
}

/// The textures of one egui context.
#[derive(Default)]
struct PictureCache {
    entries: HashMap<(usize, Coloring), Entry>,
    swept_pass: u64,
}

/// The texture of a picture, uploaded if it is not there yet; none if it has no pixels.
#[must_use]
pub fn texture(ctx: &Context, picture: &Picture, coloring: Coloring) -> Option<TextureId> {
    let shared: Arc<Mutex<PictureCache>> =
        ctx.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<PictureCache>>>(Id::NULL).clone());
    shared.lock().texture(ctx, picture, coloring)
}

impl PictureCache {
    fn texture(&mut self, ctx: &Context, picture: &Picture, coloring: Coloring) -> Option<TextureId> {
        let pass = ctx.cumulative_pass_nr();
        if self.swept_pass != pass {
            self.swept_pass = pass;
            self.entries.retain(|_, entry| entry.pixels.strong_count() > 0 && entry.last_pass + IDLE_PASSES >= pass);
        }
        let key = (Arc::as_ptr(&picture.pixels).addr(), coloring);
        if let Some(entry) = self.entries.get_mut(&key) {
            entry.last_pass = pass;
            return Some(entry.texture.id());
        }
        if self.entries.len() >= KEPT_PICTURES
            && let Some(oldest) = self.entries.iter().min_by_key(|(_, entry)| entry.last_pass).map(|(key, _)| *key)
        {
            self.entries.remove(&oldest);
        }
        let side = ctx.input(|input| input.max_texture_side);
        let image = image(&picture.pixels, coloring, side)?;
        let options = TextureOptions::LINEAR.with_mipmap_mode(Some(TextureFilter::Linear));
        let texture = ctx.load_texture(&picture.name, image, options);
        let id = texture.id();
        self.entries.insert(key, Entry { pixels: Arc::downgrade(&picture.pixels), texture, last_pass: pass });
        Some(id)
    }
}

/// The pixels as egui wants them; of a picture that is larger than a texture can be, every second, third … pixel.
fn image(pixels: &Pixels, coloring: Coloring, side: usize) -> Option<ColorImage> {
    let (width, height) = (usize::try_from(pixels.width).ok()?, usize::try_from(pixels.height).ok()?);
    if width == 0 || height == 0 || pixels.rgba.len() != 4 * width * height {
        return None;
    }
    let step = width.max(height).div_ceil(side.max(1));
    let color = |pixel: &[u8]| match (pixel, coloring) {
        (&[red, green, blue, alpha], Coloring::Full) => Color32::from_rgba_premultiplied(
            premultiplied(red, alpha),
            premultiplied(green, alpha),
            premultiplied(blue, alpha),
            alpha,
        ),
        (&[_, _, _, alpha], Coloring::Stencil) => Color32::from_white_alpha(alpha),
        _ => Color32::TRANSPARENT,
    };
    let rows = pixels.rgba.chunks_exact(4 * width).step_by(step);
    let colors = rows.flat_map(|row| row.chunks_exact(4).step_by(step).map(color)).collect();
    Some(ColorImage::new([width.div_ceil(step), height.div_ceil(step)], colors))
}

/// In whole numbers, so that it is the same on every machine.
fn premultiplied(channel: u8, alpha: u8) -> u8 {
    let product = u32::from(channel) * u32::from(alpha) + 127;
    u8::try_from(product / 255).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> Picture {
        let rgba = [[200, 100, 50, 255], [200, 100, 50, 128]].concat();
        Picture { name: "a.png".to_owned(), pixels: Arc::new(Pixels { width: 2, height: 1, rgba }) }
    }

    /// A stencil keeps a picture's alpha and nothing else.
    #[test]
    fn a_stencil_is_white() {
        let image = image(&picture().pixels, Coloring::Stencil, 2048).unwrap();
        assert_eq!(image.pixels, [Color32::WHITE, Color32::from_white_alpha(128)]);
    }

    /// The same pixels are uploaded once, and given back when nobody has them any more.
    #[test]
    fn a_texture_lives_as_long_as_its_pixels() {
        let ctx = Context::default();
        let picture = picture();
        let pass = |work: &mut dyn FnMut()| {
            ctx.run_ui(egui::RawInput::default(), |_| work()).drop_without_applying_deltas();
        };
        let mut first = None;
        pass(&mut || first = texture(&ctx, &picture, Coloring::Full));
        pass(&mut || assert_eq!(texture(&ctx, &picture, Coloring::Full), first));
        let id = first.unwrap();
        let other = self::picture();
        drop(picture);
        pass(&mut || assert!(texture(&ctx, &other, Coloring::Full).is_some()));
        assert!(ctx.tex_manager().read().meta(id).is_none());
    }
}
