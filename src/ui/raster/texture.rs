//! What does a picture look like at a point? The textures that egui uploaded, and the mean of a picture over a pixel.

use std::collections::HashMap;

use egui::epaint::ImageDelta;
use egui::{
    ColorImage, ImageData, Pos2, TextureFilter, TextureId, TextureOptions, TextureWrapMode, TexturesDelta, Vec2,
};

/// The pictures that egui has uploaded, as a graphics card would hold them. The glyphs' atlas is left out: it is not painted from.
#[derive(Default)]
pub struct Textures {
    pictures: HashMap<TextureId, Texture>,
}

impl std::fmt::Debug for Textures {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} textures", self.pictures.len())
    }
}

impl Textures {
    /// Takes what is new over, and empties it. Frees nothing: that is for after painting, see [`Self::free`].
    pub fn upload(&mut self, delta: &mut TexturesDelta) {
        for (id, deltas) in delta.set.drain().filter(|(id, _)| *id != TextureId::default()) {
            for delta in deltas {
                self.set(id, delta);
            }
        }
    }

    /// Forgets what is no longer needed.
    pub fn free(&mut self, delta: &mut TexturesDelta) {
        for id in delta.free.drain() {
            self.pictures.remove(&id);
        }
    }

    fn set(&mut self, id: TextureId, delta: ImageDelta) {
        let ImageData::Color(image) = delta.image;
        if let Some([left, top]) = delta.pos {
            if let Some(texture) = self.pictures.get_mut(&id) {
                texture.patch(left, top, &image);
            }
        } else {
            let image = std::sync::Arc::unwrap_or_clone(image);
            self.pictures.insert(id, Texture { image, options: delta.options });
        }
    }

    pub(super) fn get(&self, id: TextureId) -> Option<&Texture> {
        self.pictures.get(&id)
    }
}

/// One picture.
pub(super) struct Texture {
    image: ColorImage,
    options: TextureOptions,
}

impl Texture {
    fn patch(&mut self, left: usize, top: usize, image: &ColorImage) {
        let [width, height] = image.size;
        for (y, row) in (top..top + height).zip(image.pixels.chunks(width.max(1))) {
            let start = y * self.image.size[0] + left;
            if let Some(target) = self.image.pixels.get_mut(start..start + width) {
                target.copy_from_slice(row);
            }
        }
    }

    /// Width and height in texels.
    pub(super) fn size(&self) -> Vec2 {
        Vec2::new(self.image.size[0] as f32, self.image.size[1] as f32)
    }

    /// The picture's colour around a point in texels: the mean over `reach`, which is at least one texel wide, so that a
    /// picture is smooth when it is enlarged and does not flicker when it is made smaller.
    pub(super) fn sample(&self, at: Pos2, reach: Vec2) -> [u8; 4] {
        let enlarged = reach.x <= 1.0 && reach.y <= 1.0;
        let filter = if enlarged { self.options.magnification } else { self.options.minification };
        if filter == TextureFilter::Nearest {
            return self.texel(at.x.floor() as i64, at.y.floor() as i64);
        }
        let (x, y) = (Span::around(at.x, reach.x), Span::around(at.y, reach.y));
        let mut sums = [0_u64; 4];
        for row in y.first..=y.last {
            let row_weight = y.weight(row);
            for column in x.first..=x.last {
                let weight = row_weight * x.weight(column);
                for (sum, channel) in sums.iter_mut().zip(self.texel(column, row)) {
                    *sum += weight * u64::from(channel);
                }
            }
        }
        let total = (x.total() * y.total()).max(1);
        sums.map(|sum| u8::try_from((sum + total / 2) / total).unwrap_or(255))
    }

    /// The mean over a stretch of columns and a stretch of rows.
    pub(super) fn mean(&self, columns: &Weights, rows: &Weights) -> [u8; 4] {
        let mut sums = [1_u32 << 23; 4];
        for (row, row_weight) in rows.texels.iter().zip(&rows.weights) {
            let start = row * self.image.size[0];
            for (column, weight) in columns.texels.iter().zip(&columns.weights) {
                let texel = self.image.pixels.get(start + column).map_or([0; 4], egui::Color32::to_array);
                let weight = weight * row_weight;
                for (sum, channel) in sums.iter_mut().zip(texel) {
                    *sum += weight * u32::from(channel);
                }
            }
        }
        sums.map(|sum| (sum >> 24) as u8)
    }

    /// What the columns of a picture weigh around a place, in texels; `reach` as in [`Self::sample`].
    pub(super) fn columns(&self, at: f32, reach: f32) -> Weights {
        Weights::new(at, reach, self.image.size[0], self.options)
    }

    /// What its rows weigh.
    pub(super) fn rows(&self, at: f32, reach: f32) -> Weights {
        Weights::new(at, reach, self.image.size[1], self.options)
    }

    fn texel(&self, x: i64, y: i64) -> [u8; 4] {
        let [width, height] = self.image.size;
        let (x, y) = (wrap(x, width, self.options.wrap_mode), wrap(y, height, self.options.wrap_mode));
        self.image.pixels.get(y * width + x).map_or([0; 4], egui::Color32::to_array)
    }
}

/// Which texel stands for one that may be outside.
fn wrap(index: i64, size: usize, mode: TextureWrapMode) -> usize {
    let size = i64::try_from(size).unwrap_or(1).max(1);
    let inside = match mode {
        TextureWrapMode::ClampToEdge => index.clamp(0, size - 1),
        TextureWrapMode::Repeat => index.rem_euclid(size),
        TextureWrapMode::MirroredRepeat => {
            let twice = index.rem_euclid(2 * size);
            twice.min(2 * size - 1 - twice)
        }
    };
    usize::try_from(inside).unwrap_or(0)
}

/// Which columns, or rows, make a pixel, and how much each of them. The weights are 4096 together, so that sums of a byte
/// times two weights fill a 32-bit word and no more.
pub(super) struct Weights {
    texels: Vec<usize>,
    weights: Vec<u32>,
}

impl Weights {
    fn new(at: f32, reach: f32, size: usize, options: TextureOptions) -> Self {
        let filter = if reach <= 1.0 { options.magnification } else { options.minification };
        if filter == TextureFilter::Nearest {
            return Self { texels: vec![wrap(at.floor() as i64, size, options.wrap_mode)], weights: vec![4096] };
        }
        let span = Span::around(at, reach);
        let total = span.total();
        let (mut weights, mut sum, mut given) = (Vec::new(), 0, 0);
        for texel in span.first..=span.last {
            sum += span.weight(texel);
            let until = (sum * 4096 + total / 2) / total;
            weights.push((until - given) as u32);
            given = until;
        }
        let texels = (span.first..=span.last).map(|texel| wrap(texel, size, options.wrap_mode)).collect();
        Self { texels, weights }
    }
}

/// A stretch of texels, ends in 1/256 texel so that the weights are whole numbers.
struct Span {
    start: i64,
    end: i64,
    first: i64,
    last: i64,
}

impl Span {
    fn around(center: f32, reach: f32) -> Self {
        let reach = reach.clamp(1.0, 4096.0);
        let start = ((center - 0.5 * reach) * 256.0 + 0.5).floor() as i64;
        let end = start + (reach * 256.0 + 0.5) as i64;
        Self { start, end, first: start.div_euclid(256), last: (end - 1).div_euclid(256) }
    }

    fn weight(&self, texel: i64) -> u64 {
        let (start, end) = (self.start.max(texel * 256), self.end.min(texel * 256 + 256));
        u64::try_from(end - start).unwrap_or(0)
    }

    fn total(&self) -> u64 {
        u64::try_from(self.end - self.start).unwrap_or(1)
    }
}

#[cfg(test)]
mod tests {
    use egui::Color32;

    use super::*;

    fn texture() -> Texture {
        let image = ColorImage::new([4, 1], vec![Color32::BLACK, Color32::WHITE, Color32::BLACK, Color32::WHITE]);
        Texture { image, options: TextureOptions::LINEAR }
    }

    /// Between two texels an enlarged picture is their mixture, and at a texel's centre it is the texel.
    #[test]
    fn enlarging_is_linear() {
        let one = Vec2::splat(0.5);
        assert_eq!(texture().sample(Pos2::new(1.5, 0.5), one)[0], 255);
        assert_eq!(texture().sample(Pos2::new(1.0, 0.5), one)[0], 128);
        assert_eq!(texture().sample(Pos2::new(-3.0, 0.5), one)[0], 0);
    }

    /// A picture that is made smaller is averaged.
    #[test]
    fn reducing_is_an_average() {
        assert_eq!(texture().sample(Pos2::new(2.0, 0.5), Vec2::new(4.0, 1.0))[0], 128);
    }
}
