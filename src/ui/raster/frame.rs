//! Where do the pixels live, and how is a colour put over another? Premultiplied, in gamma space, as egui blends.

use egui::Color32;

use super::coverage::PixelRect;
use crate::phone::shell::scene::Pixels;

/// The picture while it is painted.
pub(super) struct Frame {
    width: usize,
    area: PixelRect,
    pixels: Vec<[u8; 4]>,
}

/// `a * b / 255`, rounded to the nearest.
pub(super) const fn times(a: u8, b: u8) -> u8 {
    let product = a as u32 * b as u32 + 128;
    ((product + (product >> 8)) >> 8) as u8
}

/// Puts a premultiplied colour over a pixel.
pub(super) fn over(pixel: &mut [u8; 4], color: [u8; 4]) {
    let rest = 255 - color[3];
    for (below, above) in pixel.iter_mut().zip(color) {
        *below = above.saturating_add(times(*below, rest));
    }
}

impl Frame {
    /// A picture of one colour.
    pub(super) fn new(width: u32, height: u32, background: Color32) -> Self {
        let count = width as usize * height as usize;
        Self {
            width: width as usize,
            area: PixelRect {
                left: 0,
                top: 0,
                right: i32::try_from(width).unwrap_or(i32::MAX),
                bottom: i32::try_from(height).unwrap_or(i32::MAX),
            },
            pixels: vec![background.to_array(); count],
        }
    }

    /// All of it.
    pub(super) const fn area(&self) -> PixelRect {
        self.area
    }

    /// The pixels of a row from `left` on; empty outside.
    pub(super) fn row_mut(&mut self, y: i32, left: i32, width: usize) -> &mut [[u8; 4]] {
        let (Ok(y), Ok(left)) = (usize::try_from(y), usize::try_from(left)) else { return &mut [] };
        let end = (left + width).min(self.width);
        self.pixels.get_mut(y * self.width + left.min(end)..y * self.width + end).unwrap_or_default()
    }

    /// Puts a colour over a row, as far as each pixel is covered.
    pub(super) fn cover_row(&mut self, y: i32, left: i32, coverage: &[u8], color: Color32) {
        let color = color.to_array();
        for (pixel, coverage) in self.row_mut(y, left, coverage.len()).iter_mut().zip(coverage) {
            match *coverage {
                0 => {}
                255 => over(pixel, color),
                part => over(pixel, color.map(|channel| times(channel, part))),
            }
        }
    }

    /// Puts a colour over whole pixels.
    pub(super) fn fill(&mut self, area: PixelRect, color: Color32) {
        let area = area.intersect(self.area);
        if area.is_empty() || color == Color32::TRANSPARENT {
            return;
        }
        for y in area.top..area.bottom {
            let row = self.row_mut(y, area.left, area.width());
            if color.a() == 255 {
                row.fill(color.to_array());
            } else {
                for pixel in row {
                    over(pixel, color.to_array());
                }
            }
        }
    }

    /// The picture, with straight alpha.
    pub(super) fn into_pixels(self) -> Pixels {
        let straight = |channel: u8, alpha: u8| {
            let (channel, alpha) = (u32::from(channel), u32::from(alpha));
            u8::try_from((channel * 255 + alpha / 2) / alpha).unwrap_or(255)
        };
        let mut pixels = self.pixels;
        for pixel in pixels.iter_mut().filter(|pixel| !matches!(pixel[3], 0 | 255)) {
            let alpha = pixel[3];
            *pixel = [straight(pixel[0], alpha), straight(pixel[1], alpha), straight(pixel[2], alpha), alpha];
        }
        Pixels {
            width: u32::try_from(self.area.right).unwrap_or(0),
            height: u32::try_from(self.area.bottom).unwrap_or(0),
            rgba: pixels.into_flattened(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Products are rounded to the nearest, for every pair.
    #[test]
    fn products_are_rounded() {
        for a in 0..=255_u8 {
            for b in 0..=255_u8 {
                let exact = (f64::from(a) * f64::from(b) / 255.0).round();
                assert!((f64::from(times(a, b)) - exact).abs() < 0.1, "{a} {b}");
            }
        }
    }

    /// Half white over black is the middle grey of gamma space.
    #[test]
    fn colours_blend_in_gamma_space() {
        let mut frame = Frame::new(2, 1, Color32::BLACK);
        frame.cover_row(0, 0, &[128, 255], Color32::WHITE);
        frame.fill(PixelRect { left: 1, top: 0, right: 2, bottom: 1 }, Color32::from_black_alpha(128));
        assert_eq!(frame.into_pixels().rgba, [128, 128, 128, 255, 127, 127, 127, 255]);
    }

    /// A picture on nothing keeps its straight colour.
    #[test]
    fn alpha_is_straight_outside() {
        let mut frame = Frame::new(1, 1, Color32::TRANSPARENT);
        frame.cover_row(0, 0, &[51], Color32::RED);
        assert_eq!(frame.into_pixels().rgba, [255, 0, 0, 51]);
    }
}
