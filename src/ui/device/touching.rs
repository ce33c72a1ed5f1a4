//! What touches a phone in one frame? Everything that can be touched can be focused, and has a name.

use super::super::widgets::actions;
use egui::{Id, Rect, Response, Sense, Ui, WidgetInfo};

use super::Touch;
use super::canvas::Canvas;
use crate::console::command::Keep;
use crate::console::render::shot::Pictured;
use crate::lang::text;
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
    /// The pictures that are wanted.
    pub(super) pictures: Vec<(Pictured, Keep)>,
    /// What they are doing.
    pub(super) touch: Touch,
    /// What the keyboard is on.
    pub(super) focused: Option<Rect>,
}

impl Touching<'_> {
    /// Something that can be touched. Its name is made only where somebody asks for it.
    pub(super) fn sense(&mut self, id: Id, rect: Rect, sense: Sense, name: impl Fn() -> String) -> Response {
        let response = self.ui.interact(rect, id, sense);
        let enabled = self.ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, enabled, name()));
        if response.has_focus() {
            self.focused = Some(rect);
        }
        response
    }

    /// The list of what can be done with something: to keep a picture of it, and one thing more. Whether that was chosen.
    pub(super) fn offer(&mut self, response: &Response, of: Pictured, more: Option<&str>) -> Chosen {
        let mut deeds: Vec<&str> = more.into_iter().collect();
        deeds.extend(KEPT.map(|(deed, _)| text(deed)));
        let Some(at) = actions::context_menu(response, &deeds) else { return Chosen::No };
        match at.checked_sub(deeds.len() - KEPT.len()).and_then(|at| KEPT.get(at)) {
            Some((_, keep)) => {
                self.pictures.push((of, *keep));
                Chosen::No
            }
            None => Chosen::Yes,
        }
    }
}

/// How a picture is kept, and the words for it.
pub const KEPT: [(&str, Keep); 2] = [("picture-save", Keep::File), ("picture-copy", Keep::Clipboard)];

/// Whether something was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    /// It was.
    Yes,
    /// It was not.
    No,
}

/// What a tile is called: its title, or its app's name.
pub(super) fn title(tile: &TileScene) -> &str {
    tile.face.title().filter(|words| !words.is_empty()).unwrap_or(&tile.key.app)
}
