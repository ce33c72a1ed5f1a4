//! How does Start look while a tile is lifted? The others step back, and at the tile's right corners are two discs: a pin that
//! is struck out takes it off, an arrow gives it another size (VISUALS.md 2.1 "resize"; the looks are R).

use super::canvas::Canvas;
use super::palette::Palette;
use crate::phone::shell::scene::{RectEp, TileScene, TileSize};
use crate::ui::tiles;

/// How much smaller the others are.
const RECEDED: f32 = 0.93;
/// How much of the background lies over them.
const DIMMED: f32 = 0.45;
/// The discs: on the tile's corners.
const DISC_RADIUS: f32 = 21.0;
/// The width of the lines on them.
const LINE: f32 = 3.0;

/// A disc that can be touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Disc {
    /// Takes the tile off Start.
    Unpin,
    /// Gives it this size.
    Resize(TileSize),
}

impl Disc {
    /// The discs of a tile, by the size that the arrow gives it.
    pub(super) fn of(next_size: Option<TileSize>) -> impl Iterator<Item = Self> {
        std::iter::once(Self::Unpin).chain(next_size.map(Self::Resize))
    }

    /// The middle of the disc.
    fn middle(self, tile: RectEp) -> (f32, f32) {
        let right = tile.x_ep + tile.width_ep;
        match self {
            Self::Unpin => (right, tile.y_ep),
            Self::Resize(_) => (right, tile.y_ep + tile.height_ep),
        }
    }

    /// Where a finger hits it.
    pub(super) fn area(self, tile: RectEp) -> RectEp {
        let (x, y) = self.middle(tile);
        let side = 2.0 * DISC_RADIUS;
        RectEp { x_ep: x - DISC_RADIUS, y_ep: y - DISC_RADIUS, width_ep: side, height_ep: side }
    }
}

/// Paints a tile that is not the lifted one.
pub(super) fn paint_receded(screen: &Canvas, tile: &TileScene, palette: Palette) {
    let rect = scaled(tile.rect, RECEDED);
    tiles::paint(screen, &TileScene { rect, ..tile.clone() });
    screen.fill(rect, palette.background.gamma_multiply(DIMMED));
}

/// Paints the lifted tile and its discs.
pub(super) fn paint(screen: &Canvas, tile: &TileScene, next_size: Option<TileSize>, palette: Palette) {
    tiles::paint(screen, tile);
    for disc in Disc::of(next_size) {
        let (x, y) = disc.middle(tile.rect);
        screen.disc(x, y, DISC_RADIUS, palette.foreground);
        match disc {
            Disc::Unpin => pin(screen, x, y, palette),
            Disc::Resize(size) => arrow(screen, x, y, tile.size, size, palette),
        }
    }
}

fn scaled(rect: RectEp, by: f32) -> RectEp {
    let (width_ep, height_ep) = (rect.width_ep * by, rect.height_ep * by);
    RectEp {
        x_ep: rect.x_ep + 0.5 * (rect.width_ep - width_ep),
        y_ep: rect.y_ep + 0.5 * (rect.height_ep - height_ep),
        width_ep,
        height_ep,
    }
}

/// A drawing pin, struck out.
fn pin(screen: &Canvas, x: f32, y: f32, palette: Palette) {
    let at = |points: &[(f32, f32)]| points.iter().map(|(dx, dy)| (x + dx, y + dy)).collect::<Vec<_>>();
    screen.polygon(&at(&[(-4.5, -11.5), (4.5, -11.5), (4.5, -1.0), (-4.5, -1.0)]), palette.background);
    screen.stroke(&at(&[(-8.5, 0.5), (8.5, 0.5)]), LINE, palette.background);
    screen.stroke(&at(&[(0.0, 0.5), (0.0, 12.0)]), LINE, palette.background);
    screen.stroke(&at(&[(-11.0, 8.0), (11.0, -8.0)]), 2.0 * LINE, palette.foreground);
    screen.stroke(&at(&[(-11.5, 8.5), (11.5, -8.5)]), LINE, palette.background);
}

/// An arrow to where the tile grows or shrinks.
fn arrow(screen: &Canvas, x: f32, y: f32, from: TileSize, to: TileSize, palette: Palette) {
    let (dx, dy) = match (from, to) {
        (TileSize::Medium, TileSize::Wide) => (1.0, 0.0),
        (TileSize::Small, _) => (0.707, 0.707),
        (TileSize::Medium | TileSize::Wide, _) => (-0.707, -0.707),
    };
    // Along the arrow and across it.
    let at = |along: f32, across: f32| (x + along * dx - across * dy, y + along * dy + across * dx);
    screen.stroke(&[at(-11.0, 0.0), at(10.0, 0.0)], LINE, palette.background);
    screen.stroke(&[at(2.0, -8.5), at(10.5, 0.0), at(2.0, 8.5)], LINE, palette.background);
}
