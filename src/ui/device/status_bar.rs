//! How is the strip at the top drawn? Signal or aeroplane, what is pending, battery, clock (VISUALS.md 1.3).

use egui::Color32;

use super::canvas::{Anchor, Canvas, Lettering};
use super::palette::Palette;
use crate::phone::shell::scene::{RectEp, Signal, StatusBar};
use crate::ui::fonts::Weight;

/// Where the clock's advance ends: a digit's ink ends one before it, at 455 (1.3, M).
const CLOCK_RIGHT: f32 = 456.0;
const CLOCK_BASELINE: f32 = 24.0;
const CLOCK_SIZE: f32 = 20.0;

/// The signal's glyph: 24 to 53, 7 to 26 (1.3, M).
const SIGNAL_LEFT: f32 = 24.0;
const SIGNAL_BOTTOM: f32 = 26.0;
const SIGNAL_BARS: [f32; 5] = [5.0, 8.5, 12.0, 15.5, 19.0];
const BAR_WIDTH: f32 = 4.2;
const BAR_STEP: f32 = 6.2;

/// Where the battery ends (1.3, M); its shape is ours.
const BATTERY_RIGHT: f32 = 400.0;
/// How wide its filling is when it is full.
const BATTERY_FULL: f32 = 22.5;
/// Where the glyph of the action center begins (R).
const PENDING_LEFT: f32 = 338.0;

/// Paints the strip.
pub(super) fn paint(screen: &Canvas, bar: &StatusBar, palette: Palette) {
    let color = palette.foreground;
    match bar.signal {
        Signal::Up => signal(screen, color),
        Signal::Down => aeroplane(screen, color),
    }
    battery(screen, bar.battery, color);
    if bar.notes.is_some_and(|notes| notes > 0) {
        pending(screen, color);
    }
    let lettering = Lettering { weight: Weight::Regular, size_ep: CLOCK_SIZE, color };
    screen.text(Anchor::Right, CLOCK_RIGHT, CLOCK_BASELINE, &bar.clock, lettering);
}

fn signal(screen: &Canvas, color: Color32) {
    let mut left = SIGNAL_LEFT;
    for height in SIGNAL_BARS {
        let (right, top) = (left + BAR_WIDTH, SIGNAL_BOTTOM - height);
        screen.polygon(&[(left, top), (right, top), (right, SIGNAL_BOTTOM), (left, SIGNAL_BOTTOM)], color);
        left += BAR_STEP;
    }
}

/// The phone has no signal: an aeroplane that flies to the right, in the signal's place.
pub(super) fn aeroplane(screen: &Canvas, color: Color32) {
    let middle = 16.5;
    screen.polygon(&[(25.0, 14.7), (45.0, 14.7), (50.5, 16.5), (45.0, 18.3), (25.0, 18.3)], color);
    for side in [-1.0, 1.0] {
        let at = |x: f32, away: f32| (x, middle + side * away);
        screen.polygon(&[at(34.5, 1.6), at(40.5, 1.6), at(34.0, 9.5), at(31.0, 9.5)], color);
        screen.polygon(&[at(25.0, 1.6), at(29.5, 1.6), at(26.5, 5.2), at(24.0, 5.2)], color);
    }
}

/// Something is in the action center: a small rectangle with lines (VISUALS.md 4.1; its place is R).
fn pending(screen: &Canvas, color: Color32) {
    let (left, right, top, bottom) = (PENDING_LEFT, PENDING_LEFT + 20.0, 10.5, 23.5);
    let frame = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top), (right, top)];
    screen.stroke(&frame, 1.8, color);
    for y in [14.5, 19.0] {
        screen.stroke(&[(left + 4.0, y), (right - 4.0, y)], 1.6, color);
    }
}

fn battery(screen: &Canvas, percent: u8, color: Color32) {
    let (left, right, top, bottom) = (BATTERY_RIGHT - 31.0, BATTERY_RIGHT - 3.0, 10.5, 23.5);
    let frame = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top), (right, top)];
    screen.stroke(&frame, 1.8, color);
    let full = f32::from(percent.min(100)) / 100.0;
    screen.fill(
        RectEp { x_ep: left + 2.8, y_ep: top + 2.8, width_ep: BATTERY_FULL * full, height_ep: bottom - top - 5.6 },
        color,
    );
    screen.fill(RectEp { x_ep: right + 1.0, y_ep: 14.5, width_ep: 2.0, height_ep: 5.0 }, color);
}
