//! How is the Start screen drawn? Its tiles where the scene has them, and the way to the list of apps.
//!
//! A tile that is lifted is `lifted`'s.

use egui::Stroke;

use super::canvas::Canvas;
use super::palette::Palette;
use super::pose::Pose;
use super::{Touch, lifted};
use crate::phone::shell::scene::{RectEp, StartScene, TileScene};
use crate::ui::tiles;

/// Paints the tiles: those that stand in space over those that lie flat, a lifted one over all.
pub(super) fn paint(screen: &Canvas, start: &StartScene, touch: &Touch, palette: Palette) {
    let pose = |tile: &TileScene| match &touch.pressed {
        Some((key, pose)) if *key == tile.key => *pose,
        Some(_) | None => Pose::FLAT,
    };
    let stands = |tile: &TileScene| pose(tile).and(Pose::turned(tile.turned_deg)) != Pose::FLAT;
    let is_lifted = |tile: &TileScene| start.lifted.as_ref().is_some_and(|lifted| lifted.tile == tile.key);
    arrow(screen, start.arrow, palette);
    for layer in [false, true] {
        for tile in start.tiles.iter().filter(|tile| stands(tile) == layer && !is_lifted(tile)) {
            if start.lifted.is_some() {
                lifted::paint_receded(screen, tile, palette);
            } else {
                tiles::paint_posed(screen, tile, pose(tile));
            }
        }
    }
    if let Some(lifted) = &start.lifted
        && let Some(tile) = start.tiles.iter().find(|tile| is_lifted(tile))
    {
        let (x_ep, y_ep) = touch.dragged.unwrap_or((tile.rect.x_ep, tile.rect.y_ep));
        let tile = TileScene { rect: RectEp { x_ep, y_ep, ..tile.rect }, ..tile.clone() };
        lifted::paint(screen, &tile, lifted.next_size, palette);
    }
}

/// The round arrow that leads to the list of apps (VISUALS.md 10; its glyph is ours).
fn arrow(screen: &Canvas, place: RectEp, palette: Palette) {
    let radius = 0.5 * place.width_ep;
    let (x, y) = (place.x_ep + radius, place.y_ep + radius);
    let line = 3.0;
    let stroke = Stroke::new(line * screen.scale(), palette.foreground);
    screen.painter().circle_stroke(screen.at(x, y), (radius - 0.5 * line) * screen.scale(), stroke);
    screen.stroke(&[(x - 11.0, y), (x + 10.0, y)], 3.5, palette.foreground);
    screen.stroke(&[(x + 1.0, y - 9.5), (x + 10.5, y), (x + 1.0, y + 9.5)], 3.5, palette.foreground);
}
