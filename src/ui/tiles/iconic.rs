//! How is an Iconic tile drawn? A white stencil with a number beside it; on a wide tile with lines both at the bottom right
//! (VISUALS.md 2.5).

use super::metrics::{
    ASSET_PX_PER_EP, CAP_HEIGHT_EM, EIGHT, ICONIC_MEDIUM, ICONIC_SMALL, IconicMetrics, TITLE, WIDE_COUNT_BASELINE,
    WIDE_COUNT_RIGHT, WIDE_ICON_CENTER_Y, WIDE_LINE_1, WIDE_LINE_2, WIDE_LINE_3, WIDE_LINE_STEP, WIDE_TITLE_GAP,
};
use super::{TileCanvas, one_line, shown_count};
use crate::phone::shell::scene::{IconicFace, Picture, RectEp, TileSize};
use crate::ui::device::canvas::{Anchor, Lettering};
use crate::ui::device::pictures::Coloring;

/// The tile's only side.
pub(super) fn face(tile: &TileCanvas, face: &IconicFace) {
    let has_lines = face.lines.iter().any(Option::is_some);
    match tile.size {
        TileSize::Small => centered(tile, face, &ICONIC_SMALL),
        TileSize::Wide if has_lines => with_lines(tile, face),
        TileSize::Medium | TileSize::Wide => {
            centered(tile, face, &ICONIC_MEDIUM);
            tile.title(face.title.as_deref(), &EIGHT);
        }
    }
}

/// Icon and number side by side in the middle of the whole tile.
fn centered(tile: &TileCanvas, face: &IconicFace, metrics: &IconicMetrics) {
    let (middle_x, middle_y) = (0.5 * tile.width_ep, 0.5 * tile.height_ep);
    let count = shown_count(face.count).map(|count| count.to_string());
    let count_width = count.as_ref().map_or(0.0, |count| tile.canvas.text_width_ep(count, metrics.count));
    let icon = face.icon.as_ref().map(|icon| (icon, icon_size(icon, metrics.icon_max)));
    let icon_width = icon.map_or(0.0, |(_, (width, _))| width);
    let gap = if icon.is_some() && count.is_some() { metrics.gap } else { 0.0 };
    let left = middle_x - 0.5 * (icon_width + gap + count_width);
    if let Some((icon, size)) = icon {
        stencil(tile, icon, left, middle_y, size);
    }
    if let Some(count) = count {
        let baseline = middle_y + 0.5 * CAP_HEIGHT_EM * metrics.count.size_ep;
        tile.canvas.text(Anchor::Left, left + icon_width + gap, baseline, &count, metrics.count);
    }
}

/// Three lines at the top, title at the bottom left, icon and number at the bottom right.
fn with_lines(tile: &TileCanvas, face: &IconicFace) {
    let area = tile.text_area();
    let [first, second, third] = &face.lines;
    let put = |line: &str, (lettering, baseline): (Lettering, f32)| {
        area.text(Anchor::Left, EIGHT.text_left, baseline, line, lettering);
    };
    for (line, place) in [(first, WIDE_LINE_1), (second, WIDE_LINE_2)] {
        put(&one_line(line.as_deref().unwrap_or_default()), place);
    }
    let (lettering, mut baseline) = WIDE_LINE_3;
    for line in third.as_deref().unwrap_or_default().lines() {
        put(line, (lettering, baseline));
        baseline += WIDE_LINE_STEP;
    }
    let mut right = WIDE_COUNT_RIGHT;
    if let Some(count) = shown_count(face.count) {
        let count = count.to_string();
        right -= tile.canvas.text(Anchor::Right, right, WIDE_COUNT_BASELINE, &count, ICONIC_MEDIUM.count);
        right -= ICONIC_MEDIUM.gap;
    }
    if let Some(icon) = &face.icon {
        let size = icon_size(icon, ICONIC_SMALL.icon_max);
        right -= size.0;
        stencil(tile, icon, right, WIDE_ICON_CENTER_Y, size);
    }
    if let Some(title) = &face.title {
        let room = tile.text_area().clipped(RectEp { width_ep: right - WIDE_TITLE_GAP, ..tile.whole() });
        room.text(Anchor::Left, EIGHT.text_left, EIGHT.title_baseline, &one_line(title), TITLE);
    }
}

/// How large an icon is: its file's pixels at the assets' scale, less if it would be larger than any icon may be.
fn icon_size(icon: &Picture, max_ep: f32) -> (f32, f32) {
    let ep = |pixels: u32| f32::from(u16::try_from(pixels).unwrap_or(u16::MAX)) / ASSET_PX_PER_EP;
    let (width, height) = (ep(icon.pixels.width), ep(icon.pixels.height));
    let shrink = (max_ep / width.max(height).max(1.0)).min(1.0);
    (width * shrink, height * shrink)
}

fn stencil(tile: &TileCanvas, icon: &Picture, left_ep: f32, middle_y_ep: f32, (width_ep, height_ep): (f32, f32)) {
    let rect = RectEp { x_ep: left_ep, y_ep: middle_y_ep - 0.5 * height_ep, width_ep, height_ep };
    tile.canvas.picture(icon, rect, Coloring::Stencil);
}
