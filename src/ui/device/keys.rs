//! How are the phone's keys drawn? An arrow, four squares of our own, a lens (VISUALS.md 7.2), and a bar at its side.

use egui::{Color32, Stroke};

use super::canvas::Canvas;
use crate::phone::shell::scene::{Key, RectEp};

/// The keys from left to right, and where each one's middle is on a screen 480 wide.
pub(super) const KEYS: [(Key, f32); 3] = [(Key::Back, 61.0), (Key::Start, 240.0), (Key::Search, 419.0)];

/// How much of the body a finger may hit for a key.
pub(super) const KEY_WIDTH: f32 = 120.0;

/// The key's word, for those who hear the screen.
pub(super) const fn word(key: Key) -> &'static str {
    match key {
        Key::Back => "device-key-back",
        Key::Start => "device-key-start",
        Key::Search => "device-key-search",
        Key::Power => "device-key-power",
    }
}

/// Draws a key's glyph around a place.
pub(super) fn glyph(body: &Canvas, key: Key, x: f32, y: f32, color: Color32) {
    let line = 4.0;
    match key {
        Key::Back => {
            body.stroke(&[(x - 14.0, y), (x + 15.0, y)], line, color);
            body.stroke(&[(x - 3.0, y - 12.0), (x - 15.0, y), (x - 3.0, y + 12.0)], line, color);
        }
        Key::Start => {
            let side = 12.5;
            for (left, top) in [(-14.0, -14.0), (1.5, -14.0), (-14.0, 1.5), (1.5, 1.5)] {
                body.fill(RectEp { x_ep: x + left, y_ep: y + top, width_ep: side, height_ep: side }, color);
            }
        }
        Key::Search => {
            let stroke = Stroke::new(line * body.scale(), color);
            body.painter().circle_stroke(body.at(x + 3.0, y - 3.0), 10.0 * body.scale(), stroke);
            body.stroke(&[(x - 4.5, y + 4.5), (x - 14.0, y + 14.0)], line + 1.0, color);
        }
        // A bar at the phone's side.
        Key::Power => {
            let (width_ep, height_ep) = (7.0, 72.0);
            body.fill(RectEp { x_ep: x - 0.5 * width_ep, y_ep: y - 0.5 * height_ep, width_ep, height_ep }, color);
        }
    }
}
