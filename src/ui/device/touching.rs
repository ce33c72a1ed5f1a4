//! What touches a phone in one frame? Everything that can be touched can be focused, and has a name.

use egui::{Id, Rect, Response, Sense, Ui, WidgetInfo};

use super::Touch;
use super::canvas::Canvas;
use crate::phone::shell::scene::{Finger, TileScene};

/// The fingers on one phone.
pub(super) struct Touching<'a> {
    /// The phone's own part of the window.
    pub(super) ui: &'a Ui,
    /// The screen in effective pixels.
    pub(super) canvas: &'a Canvas,
    /// The screen in points.
    pub(super) screen: Rect,
    /// What they did.
    pub(super) fingers: Vec<Finger>,
    /// What they are doing.
    pub(super) touch: Touch,
    /// What the keyboard is on.
    pub(super) focused: Option<Rect>,
}

impl Touching<'_> {
    /// Something that can be touched.
    pub(super) fn sense(&mut self, id: Id, rect: Rect, sense: Sense, name: &str) -> Response {
        let response = self.ui.interact(rect, id, sense);
        let enabled = self.ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, enabled, name));
        if response.has_focus() {
            self.focused = Some(rect);
        }
        response
    }
}

/// What a tile is called: its title, or its app's name.
pub(super) fn title(tile: &TileScene) -> &str {
    tile.face.title().filter(|words| !words.is_empty()).unwrap_or(&tile.key.app)
}
