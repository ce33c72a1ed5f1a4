//! How is the lock screen drawn? The time, the day, the texts of one app, and a row of icons with counts (VISUALS.md 5; the
//! places are R).

use super::canvas::{Anchor, Canvas, Lettering, color};
use super::pictures::Coloring;
use crate::phone::shell::scene::{LockScene, RectEp, Rgb};
use crate::ui::fonts::Weight;

/// The left margin, and the right one.
const LEFT: f32 = 24.0;
const RIGHT: f32 = 456.0;
/// Baselines from the lower end of the screen.
const CLOCK_UP: f32 = 330.0;
const WEEKDAY_UP: f32 = 274.0;
const DATE_UP: f32 = 230.0;
const LINES_UP: f32 = 180.0;
const LINE_STEP: f32 = 28.0;
const BADGES_UP: f32 = 44.0;
/// An icon of 38 pixels of WXGA (VISUALS.md 1.4, T).
const BADGE: f32 = 24.0;
const BADGE_STEP: f32 = 82.0;

/// Paints it: white on a dark ground in both themes, as it lies on a picture.
pub(super) fn paint(screen: &Canvas, height_ep: f32, lock: &LockScene, accent: Rgb) {
    let whole = RectEp { x_ep: 0.0, y_ep: 0.0, width_ep: 480.0, height_ep };
    // A picture of our own: the accent, darkened to the upper end.
    screen.fill(whole, egui::Color32::BLACK);
    let band = height_ep / 32.0;
    let mut top = 0.0;
    let mut opacity = 0.12;
    while top < height_ep {
        let area = RectEp { y_ep: top, height_ep: band, ..whole };
        screen.fill(area, color(accent).gamma_multiply(opacity));
        opacity += 0.012;
        top += band;
    }
    let set = Lettering::white;
    screen.text(Anchor::Left, LEFT - 6.0, height_ep - CLOCK_UP, &lock.clock, set(Weight::Light, 120.0));
    screen.text(Anchor::Left, LEFT, height_ep - WEEKDAY_UP, &lock.weekday, set(Weight::Semilight, 42.667));
    screen.text(Anchor::Left, LEFT, height_ep - DATE_UP, &lock.date, set(Weight::Semilight, 42.667));
    let room = screen.clipped(RectEp { width_ep: RIGHT, ..whole });
    let mut baseline = height_ep - LINES_UP;
    for (line, weight) in lock.lines.iter().zip([Weight::Semibold, Weight::Regular, Weight::Regular]) {
        room.text(Anchor::Left, LEFT, baseline, line, set(weight, 22.667));
        baseline += LINE_STEP;
    }
    let mut left = LEFT;
    for badge in &lock.badges {
        if let Some(icon) = &badge.icon {
            let place = RectEp { x_ep: left, y_ep: height_ep - BADGES_UP - 20.0, width_ep: BADGE, height_ep: BADGE };
            screen.picture(icon, place, Coloring::Stencil);
        }
        let count = badge.count.to_string();
        screen.text(Anchor::Left, left + BADGE + 8.0, height_ep - BADGES_UP, &count, set(Weight::Semibold, 22.667));
        left += BADGE_STEP;
    }
}
