//! What is drawn for letters that our faces lack, and does it keep the layout?
#![cfg(test)]

#[path = "support/pixels.rs"]
mod pixels;

use egui::{Align2, Color32, FontId, pos2};
use tilecast::ui::fonts::Weight;
use tilecast::ui::offscreen::Offscreen;

const LINES: [&str; 4] = ["Train 7 Ωμέγα Поезд", "漢字かな한국어", "😀 ☃ ✓", "שלום عربي"];

/// Latin, Greek and Cyrillic are our own; what no face has is a box that takes the room of its letter.
#[test]
fn letters_without_a_face_are_boxes() {
    let studio = Offscreen::new();
    let drawn = studio.paint(260.0, 130.0, 1.0, |painter, rect| {
        painter.rect_filled(rect, 0.0, Color32::BLACK);
        for (row, line) in LINES.into_iter().enumerate() {
            let font = FontId::new(20.0, Weight::Semibold.family());
            let top = 6.0 + 30.0 * f32::from(u8::try_from(row).unwrap());
            painter.text(pos2(8.0, top), Align2::LEFT_TOP, line, font, Color32::WHITE);
        }
    });
    pixels::assert_golden("fonts-missing", &drawn.unwrap());
}
