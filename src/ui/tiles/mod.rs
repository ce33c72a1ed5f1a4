//! How is a tile drawn? One file per template: `flip`, `iconic` and `cycle` of Windows Phone 8, `standard` of Windows Phone 7.
//!
//! All numbers are in `metrics`; which side or picture shows is decided in `phone/shell/motion`. A tile that does not lie flat
//! is drawn by `portrait`.

mod badge;
mod cycle;
mod flip;
mod iconic;
pub mod metrics;
mod portrait;
mod standard;

use egui::{Painter, Rect};

use super::device::canvas::{Anchor, Canvas, color};
use super::device::pose::Pose;
use crate::phone::shell::scene::{Face, RectEp, TileScene, TileSize, TileStyle};

use metrics::StyleMetrics;

/// A tile to be painted: its canvas starts at the tile's corner and ends at its edges.
pub(crate) struct TileCanvas {
    canvas: Canvas,
    width_ep: f32,
    height_ep: f32,
    size: TileSize,
}

/// Paints a tile into a rectangle of points, wherever the scene has it; for a tile alone.
pub fn tile_ui(painter: &Painter, rect: Rect, tile: &TileScene) {
    let scale = rect.width() / tile.rect.width_ep.max(1.0);
    let canvas = Canvas::new(painter, rect.min, scale);
    paint(&canvas, &TileScene { rect: RectEp { x_ep: 0.0, y_ep: 0.0, ..tile.rect }, ..tile.clone() });
}

/// Paints a tile where the scene has it, turned as the scene has it.
pub(crate) fn paint(screen: &Canvas, tile: &TileScene) {
    paint_posed(screen, tile, Pose::FLAT);
}

/// Paints a tile where the scene has it, turned as the scene has it, and standing as `pose` says.
pub(crate) fn paint_posed(screen: &Canvas, tile: &TileScene, pose: Pose) {
    let pose = pose.and(Pose::turned(tile.turned_deg));
    if pose == Pose::FLAT {
        paint_flat(screen, tile);
    } else {
        portrait::paint(screen, tile, pose);
    }
}

fn paint_flat(screen: &Canvas, tile: &TileScene) {
    let (width_ep, height_ep) = metrics::nominal(tile.style, tile.size);
    let canvas = screen.part(tile.rect, tile.rect.width_ep / width_ep);
    let target = TileCanvas { canvas, width_ep, height_ep, size: tile.size };
    target.canvas.fill(target.whole(), color(tile.background));
    match (tile.style, &tile.face) {
        (TileStyle::Eight, Face::Picture(face)) => flip::front(&target, face),
        (TileStyle::Eight, Face::Back(face)) => flip::back(&target, face),
        (TileStyle::Seven, Face::Picture(face)) => standard::front(&target, face),
        (TileStyle::Seven, Face::Back(face)) => standard::back(&target, face),
        (TileStyle::Eight | TileStyle::Seven, Face::Iconic(face)) => iconic::face(&target, face),
        (TileStyle::Eight | TileStyle::Seven, Face::Cycle(face)) => cycle::face(&target, face),
    }
}

impl TileCanvas {
    /// All of the tile.
    const fn whole(&self) -> RectEp {
        RectEp { x_ep: 0.0, y_ep: 0.0, width_ep: self.width_ep, height_ep: self.height_ep }
    }

    /// Where text may be: up to the inner edge at the right.
    fn text_area(&self) -> Canvas {
        self.canvas.clipped(RectEp { width_ep: self.width_ep - metrics::TEXT_RIGHT_PAD, ..self.whole() })
    }

    /// The title; a small tile has none (VISUALS.md 2.1).
    fn title(&self, title: Option<&str>, metrics: &StyleMetrics) {
        match (self.size, title) {
            (TileSize::Small, _) | (_, None) => {}
            (TileSize::Medium | TileSize::Wide, Some(title)) => {
                let line = one_line(title);
                self.text_area().text(Anchor::Left, metrics.text_left, metrics.title_baseline, &line, metrics::TITLE);
            }
        }
    }
}

/// A title is one line, whatever it holds (VISUALS.md 2.1).
fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// A number that is shown: 1 to 99 (VISUALS.md 2.2, 10).
fn shown_count(count: Option<u8>) -> Option<u8> {
    count.filter(|count| *count > 0).map(|count| count.min(metrics::COUNT_MAX))
}
