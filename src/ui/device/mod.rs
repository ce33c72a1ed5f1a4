//! How is a phone drawn? [`screen_ui`] paints what its screen shows; [`phone_ui`] adds the body and says what fingers do.
//!
//! The only thing known of the phone is its scene. Tiles are in `ui/tiles`; `offscreen` paints the same without a window.

mod app_page;
mod body;
pub mod canvas;
mod hand;
mod keys;
mod lifted;
mod lists;
mod lock;
pub mod palette;
pub mod pictures;
pub mod pose;
mod reading_order;
mod rows;
mod start;
mod status_bar;
mod swipe;
mod toast;
mod touching;

use egui::{Color32, Painter, Rect};

use crate::phone::shell::scene::{Page, PhoneTheme, RectEp, Scene, TileKey};

use canvas::Canvas;
use palette::Palette;
use pose::Pose;

pub use body::RADIUS as PHONE_RADIUS;
pub use body::{Touched, body_size, phone_ui};
pub use canvas::color;
pub use toast::TOAST_H as BANNER_HEIGHT;
pub use touching::KEPT;

/// What fingers are doing to the screen now.
#[derive(Clone, Debug, Default, PartialEq)]
struct Touch {
    /// The tile under a finger, and how it stands.
    pressed: Option<(TileKey, Pose)>,
    /// Where the corner of a tile is that is dragged.
    dragged: Option<(f32, f32)>,
    /// How far the banner has been dragged.
    drag_ep: f32,
}

/// Paints a screen into a rectangle; it is as many points wide as the rectangle.
pub fn screen_ui(painter: &Painter, rect: Rect, scene: &Scene) {
    paint(painter, rect, scene, &Touch::default());
}

/// Paints the banner of a screen, if it has one, into a rectangle as wide as the screen.
pub fn banner_ui(painter: &Painter, rect: Rect, scene: &Scene) {
    let screen = Canvas::new(painter, rect.min, rect.width() / scene.width_ep.max(1.0));
    if let Some(banner) = &scene.toast {
        toast::paint(&screen, scene.width_ep, banner, scene.accent, banner.shift_ep);
    }
}

/// What is behind everything on a phone.
#[must_use]
pub const fn background(theme: PhoneTheme) -> Color32 {
    Palette::of(theme).background
}

fn paint(painter: &Painter, rect: Rect, scene: &Scene, touch: &Touch) {
    let palette = Palette::of(scene.theme);
    let whole = RectEp { x_ep: 0.0, y_ep: 0.0, width_ep: scene.width_ep, height_ep: scene.height_ep };
    let screen = Canvas::new(painter, rect.min, rect.width() / scene.width_ep.max(1.0)).part(whole, 1.0);
    screen.fill(whole, palette.background);
    match &scene.page {
        Page::Start(page) => start::paint(&screen, page, touch, palette),
        Page::App(app) => app_page::paint(&screen, scene.height_ep, app, palette),
        Page::List(list) => rows::paint(&screen, list, scene, palette),
        Page::Lock(page) => lock::paint(&screen, scene.height_ep, page, scene.accent),
    }
    // The lock screen is dark in both themes.
    let above = if matches!(scene.page, Page::Lock(_)) { Palette::of(PhoneTheme::Dark) } else { palette };
    status_bar::paint(&screen, &scene.status_bar, above);
    if let Some(banner) = &scene.toast {
        toast::paint(&screen, scene.width_ep, banner, scene.accent, banner.shift_ep + touch.drag_ep);
    }
}
