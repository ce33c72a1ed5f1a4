//! What is drawn for letters that our faces lack, and does it keep the layout?
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::naive_bytecount,
    clippy::float_cmp,
    clippy::large_stack_arrays,
    clippy::format_collect,
    clippy::unused_async,
    clippy::match_same_arms,
    clippy::needless_pass_by_value,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::default_trait_access,
    clippy::unnecessary_wraps,
    clippy::manual_let_else,
    clippy::single_match_else,
    clippy::assigning_clones,
    clippy::duplicated_attributes,
    clippy::await_holding_refcell_ref,
    unused_qualifications,
    reason = "in a test, a panic is the message, and plain words come before fine ones"
)]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "in a test, a panic is the message; colours are the test's own"
)]

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
