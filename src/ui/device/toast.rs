//! How is a toast drawn? A banner in the accent colour over the top of the screen, on one line (VISUALS.md 4).

use egui::Color32;

use super::canvas::{Anchor, Canvas, Lettering, color};
use super::pictures::Coloring;
use crate::phone::shell::scene::{RectEp, Rgb, ToastScene};
use crate::ui::fonts::Weight;

/// Height: the status bar's 32, a line, 5 below it (4, T).
pub const TOAST_H: f32 = 62.0;
/// The app's icon: 24 wide at (24, 33) (9, R).
const ICON: RectEp = RectEp { x_ep: 24.0, y_ep: 33.0, width_ep: 24.0, height_ep: 24.0 };
/// Where the text starts, stands and is cut (9, T and D).
const TEXT_LEFT: f32 = 64.0;
const TEXT_BASELINE: f32 = 52.0;
const TEXT_RIGHT: f32 = 464.0;
/// Between title and text (9, T).
const TEXT_GAP: f32 = 16.0;
/// `PhoneFontSizeSmall` (4, D).
const TEXT_SIZE: f32 = 18.667;

/// The banner's place, moved by what it is shifted.
pub(super) const fn area(width_ep: f32, shift_ep: f32) -> RectEp {
    RectEp { x_ep: shift_ep, y_ep: 0.0, width_ep, height_ep: TOAST_H }
}

/// Paints the banner, moved sideways by `shift_ep`.
pub(super) fn paint(screen: &Canvas, width_ep: f32, toast: &ToastScene, accent: Rgb, shift_ep: f32) {
    if toast.opacity <= 0.0 {
        return;
    }
    let faded = screen.faded(toast.opacity.min(1.0));
    faded.fill(area(width_ep, shift_ep), color(accent));
    let banner = faded.part(area(width_ep, shift_ep), 1.0);
    icon(&banner, toast);
    let room = banner.clipped(RectEp { width_ep: TEXT_RIGHT, ..area(width_ep, 0.0) });
    let mut x = TEXT_LEFT;
    if !toast.text1.is_empty() {
        let bold = Lettering::white(Weight::Bold, TEXT_SIZE);
        x += room.text(Anchor::Left, x, TEXT_BASELINE, &toast.text1.replace(['\r', '\n'], " "), bold) + TEXT_GAP;
    }
    let regular = Lettering::white(Weight::Regular, TEXT_SIZE);
    room.text(Anchor::Left, x, TEXT_BASELINE, &toast.text2.replace(['\r', '\n'], " "), regular);
}

/// The app's icon on the accent; for an app without one a light square with its initial.
fn icon(banner: &Canvas, toast: &ToastScene) {
    if let Some(picture) = &toast.icon {
        banner.picture(picture, ICON, Coloring::Full);
        return;
    }
    banner.fill(ICON, Color32::from_white_alpha(0x4D));
    let initial: String = toast.app.chars().next().into_iter().flat_map(char::to_uppercase).collect();
    let middle = ICON.x_ep + 0.5 * ICON.width_ep;
    banner.text(Anchor::Center, middle, ICON.y_ep + 17.25, &initial, Lettering::white(Weight::Semibold, 15.0));
}
