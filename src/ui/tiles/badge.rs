//! How is the count of a tile with a picture drawn? A disc at the top right with the number in it (VISUALS.md 2.2).

use egui::Color32;

use super::metrics::{BADGE_DIAMETER, BADGE_TEXT, CAP_HEIGHT_EM};
use super::{TileCanvas, shown_count};
use crate::ui::device::canvas::Anchor;

/// Draws the badge, if there is something to count.
pub(super) fn badge(tile: &TileCanvas, count: Option<u8>, inset_ep: f32, fill: Color32) {
    let Some(count) = shown_count(count) else { return };
    let radius = 0.5 * BADGE_DIAMETER;
    let (x, y) = (tile.width_ep - inset_ep - radius, inset_ep + radius);
    tile.canvas.disc(x, y, radius, fill);
    let baseline = y + 0.5 * CAP_HEIGHT_EM * BADGE_TEXT.size_ep;
    tile.canvas.text(Anchor::Center, x, baseline, &count.to_string(), BADGE_TEXT);
}
