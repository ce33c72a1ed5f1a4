//! How is the tile of Windows Phone 7 drawn? Picture, title, badge; on the back picture, wrapped text, title
//! (VISUALS.md 2.3).
#![expect(
    clippy::disallowed_methods,
    reason = "a phone's colours are the phone's own (VISUALS.md 6), not the window's"
)]

use egui::Color32;

use super::metrics::{BACK_LINES, SEVEN, TEXT_RIGHT_PAD};
use super::{TileCanvas, badge};
use crate::phone::shell::scene::{BackFace, PictureFace};
use crate::ui::device::canvas::Anchor;
use crate::ui::device::pictures::Coloring;

/// The dark theme's chrome (VISUALS.md 2.2, T). White text stands on it, so it is the same in the light theme.
const BADGE_FILL: Color32 = Color32::from_rgb(0x1F, 0x1F, 0x1F);

/// The front.
pub(super) fn front(tile: &TileCanvas, face: &PictureFace) {
    if let Some(picture) = &face.picture {
        tile.canvas.picture(picture, tile.whole(), Coloring::Full);
    }
    tile.title(face.title.as_deref(), &SEVEN);
    badge::badge(tile, face.count, SEVEN.badge_inset, BADGE_FILL);
}

/// The back: its text wraps.
pub(super) fn back(tile: &TileCanvas, face: &BackFace) {
    if let Some(picture) = &face.picture {
        tile.canvas.picture(picture, tile.whole(), Coloring::Full);
    }
    if let Some(content) = &face.content {
        let area = tile.text_area();
        let width = tile.width_ep - SEVEN.text_left - TEXT_RIGHT_PAD;
        let mut baseline = SEVEN.back_baseline;
        for line in area.wrapped(content, SEVEN.back_text, width).into_iter().take(BACK_LINES) {
            area.text(Anchor::Left, SEVEN.text_left, baseline, &line, SEVEN.back_text);
            baseline += SEVEN.back_step;
        }
    }
    tile.title(face.title.as_deref(), &SEVEN);
}
