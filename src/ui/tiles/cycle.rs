//! How is a Cycle tile drawn? Its picture, the next one that pushes it up, and over them title and badge, which stay where they
//! are (VISUALS.md 2.6, 3).

use super::metrics::EIGHT;
use super::{TileCanvas, badge, flip};
use crate::phone::shell::scene::{CycleFace, Picture, RectEp};

/// The tile's only side.
pub(super) fn face(tile: &TileCanvas, face: &CycleFace) {
    let risen = face.rising.as_ref().map_or(0.0, |rising| rising.risen.clamp(0.0, 1.0));
    if let Some(picture) = &face.picture {
        filling(tile, picture, -risen * tile.height_ep);
    }
    if let Some(rising) = &face.rising {
        filling(tile, &rising.picture, (1.0 - risen) * tile.height_ep);
    }
    tile.title(face.title.as_deref(), &EIGHT);
    badge::badge(tile, face.count, EIGHT.badge_inset, flip::BADGE_FILL);
}

/// A picture that fills the tile, cut evenly at the sides that are too long (VISUALS.md 2.6, "crop", R).
fn filling(tile: &TileCanvas, picture: &Picture, down_ep: f32) {
    let side = |pixels: u32| f32::from(u16::try_from(pixels).unwrap_or(u16::MAX)).max(1.0);
    let (width, height) = (side(picture.pixels.width), side(picture.pixels.height));
    // How much of the picture is seen, of its width and of its height.
    let wide = (tile.width_ep * height / (tile.height_ep * width)).min(1.0);
    let high = (tile.height_ep * width / (tile.width_ep * height)).min(1.0);
    let seen = RectEp { x_ep: 0.5 - 0.5 * wide, y_ep: 0.5 - 0.5 * high, width_ep: wide, height_ep: high };
    tile.canvas.picture_part(picture, RectEp { y_ep: down_ep, ..tile.whole() }, seen);
}
