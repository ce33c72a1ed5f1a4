//! How is a Flip tile drawn? Picture, title, badge; on the back picture, text, title (VISUALS.md 2.4).

use egui::Color32;

use super::metrics::{BACK_LINES, EIGHT};
use super::{TileCanvas, badge};
use crate::phone::shell::scene::{BackFace, PictureFace, TileSize};
use crate::ui::device::canvas::Anchor;
use crate::ui::device::pictures::Coloring;

/// Black (VISUALS.md 2.2, M).
pub(super) const BADGE_FILL: Color32 = Color32::BLACK;

/// The front.
pub(super) fn front(tile: &TileCanvas, face: &PictureFace) {
    if let Some(picture) = &face.picture {
        tile.canvas.picture(picture, tile.whole(), Coloring::Full);
    }
    tile.title(face.title.as_deref(), &EIGHT);
    badge::badge(tile, face.count, EIGHT.badge_inset, BADGE_FILL);
}

/// The back: its lines break where the author broke them and nowhere else (VISUALS.md 2.4).
pub(super) fn back(tile: &TileCanvas, face: &BackFace) {
    if let Some(picture) = &face.picture {
        tile.canvas.picture(picture, tile.whole(), Coloring::Full);
    }
    match (tile.size, &face.content) {
        (TileSize::Small, _) | (_, None) => {}
        (TileSize::Medium | TileSize::Wide, Some(content)) => {
            let area = tile.text_area();
            let mut baseline = EIGHT.back_baseline;
            for line in content.lines().take(BACK_LINES) {
                area.text(Anchor::Left, EIGHT.text_left, baseline, line, EIGHT.back_text);
                baseline += EIGHT.back_step;
            }
        }
    }
    tile.title(face.title.as_deref(), &EIGHT);
}
