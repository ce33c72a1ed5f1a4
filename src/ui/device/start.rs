//! How is the Start screen drawn? Its tiles where the scene has them, and on Windows Phone 7 the way to the list of apps.

use egui::Stroke;

use super::canvas::Canvas;
use super::palette::Palette;
use crate::phone::shell::scene::{RectEp, StartScene, TileKey, TileScene, TileStyle};
use crate::ui::tiles;

/// How small a tile gets under a finger; the phone tilts it (VISUALS.md 3), which needs depth.
const PRESSED: f32 = 0.97;

/// The round arrow of Windows Phone 7: 48 wide at 394, level with the first row (VISUALS.md 10).
const ARROW_CENTER: (f32, f32) = (418.0, 118.0);
const ARROW_RADIUS: f32 = 24.0;

/// Paints the tiles; the one under a finger a little smaller.
pub(super) fn paint(screen: &Canvas, start: &StartScene, pressed: Option<&TileKey>, palette: Palette) {
    for tile in &start.tiles {
        if pressed == Some(&tile.key) {
            tiles::paint(screen, &TileScene { rect: shrunk(tile.rect), ..tile.clone() });
        } else {
            tiles::paint(screen, tile);
        }
    }
    if start.tiles.iter().any(|tile| tile.style == TileStyle::Seven) {
        arrow(screen, palette);
    }
}

fn shrunk(rect: RectEp) -> RectEp {
    let (width_ep, height_ep) = (rect.width_ep * PRESSED, rect.height_ep * PRESSED);
    RectEp {
        x_ep: rect.x_ep + 0.5 * (rect.width_ep - width_ep),
        y_ep: rect.y_ep + 0.5 * (rect.height_ep - height_ep),
        width_ep,
        height_ep,
    }
}

fn arrow(screen: &Canvas, palette: Palette) {
    let (x, y) = ARROW_CENTER;
    let line = 3.0;
    let stroke = Stroke::new(line * screen.scale(), palette.foreground);
    screen.painter().circle_stroke(screen.at(x, y), (ARROW_RADIUS - 0.5 * line) * screen.scale(), stroke);
    screen.stroke(&[(x - 11.0, y), (x + 10.0, y)], 3.5, palette.foreground);
    screen.stroke(&[(x + 1.0, y - 9.5), (x + 10.5, y), (x + 1.0, y + 9.5)], 3.5, palette.foreground);
}
