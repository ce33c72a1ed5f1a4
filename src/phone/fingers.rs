//! What does a finger do? It taps, flicks, presses keys, and rearranges Start (INTERFACES.md 3, "input").

use std::sync::Arc;

use super::apps::{START_PAGE, page_of};
use super::device::{Output, Phone, send};
use super::shell::hand::Objection;
use super::shell::scene::{Finger, Key, TileKey};
use super::shell::start::Start;
use crate::clock::Timestamp;

impl Phone {
    /// Why a finger that wants something of Start would change nothing; none if it would, or wants nothing of Start.
    #[must_use]
    pub fn objection(&self, finger: &Finger) -> Option<Objection> {
        self.clone().arrange(finger.clone()).err()
    }

    pub(super) fn finger(&mut self, finger: Finger, now: Timestamp) -> Vec<Output> {
        match finger {
            Finger::TapTile(key) => self.tap(key),
            Finger::TapToast => {
                let Some(banner) = self.banner.take_if(|banner| banner.is_showing(now)) else { return Vec::new() };
                let page = page_of(banner.toast.param.as_deref()).unwrap_or_else(|| START_PAGE.to_owned());
                self.open(&banner.app, page)
            }
            Finger::DismissToast => {
                if let Some(banner) = &mut self.banner {
                    Arc::make_mut(banner).dismiss(now);
                }
                Vec::new()
            }
            // A lifted tile is put down before anything else happens.
            Finger::Press(Key::Back | Key::Start) if self.start.lifted().is_some() => {
                self.start_mut().let_go();
                Vec::new()
            }
            Finger::Press(Key::Start) if self.apps.front().is_none() => {
                self.start_mut().scroll_to_top();
                Vec::new()
            }
            Finger::Press(Key::Back | Key::Start) => {
                self.apps_mut().leave();
                send(self.client_mut().front(None))
            }
            // The search app is no part of this phone.
            Finger::Press(Key::Search) => Vec::new(),
            Finger::Scroll(_)
            | Finger::Hold(_)
            | Finger::TapAside
            | Finger::Drag { .. }
            | Finger::Drop
            | Finger::Move { .. }
            | Finger::Resize { .. }
            | Finger::Unpin(_)
            | Finger::Pin { .. } => {
                match self.arrange(finger) {
                    Ok(()) => self.start_mut().settle(now),
                    Err(objection) => self.tell_objection(&objection),
                }
                Vec::new()
            }
        }
    }

    /// Rearranges Start. Holding and dragging need Start in front; the rest may also come from an app, or from outside.
    fn arrange(&mut self, finger: Finger) -> Result<(), Objection> {
        let has_front = self.apps.front().is_some();
        match finger {
            Finger::Scroll(_) | Finger::Hold(_) | Finger::TapAside | Finger::Drag { .. } | Finger::Drop
                if has_front =>
            {
                Err(Objection::Hidden)
            }
            Finger::TapTile(_) if has_front => Err(Objection::Hidden),
            Finger::TapTile(key) => {
                let pinned = self.start.tile(&key).is_some();
                if pinned { Ok(()) } else { Err(Objection::NoSuchTile(key)) }
            }
            Finger::Hold(key) => self.start_mut().lift(&key),
            Finger::TapAside => {
                self.start_mut().let_go();
                Ok(())
            }
            Finger::Scroll(by_ep) => {
                self.start_mut().scroll(narrow(by_ep));
                Ok(())
            }
            Finger::Drag { tile, x_ep, y_ep } => self.start_mut().drag(&tile, narrow(x_ep), narrow(y_ep)),
            Finger::Drop => {
                self.start_mut().put_down();
                Ok(())
            }
            Finger::Move { tile, to } => self.start_mut().move_to(&tile, to),
            Finger::Resize { tile, size } => self.start_mut().resize(&tile, size),
            Finger::Unpin(key) => self.start_mut().unpin(&key),
            Finger::Pin { app, id, size, template } => {
                let Some(known) = self.apps.app(&app) else { return Err(Objection::NoSuchApp(app)) };
                let title = known.config.title.clone();
                self.start_mut().pin(TileKey { app, id }, &title, template, size)
            }
            Finger::TapToast | Finger::DismissToast | Finger::Press(_) => Ok(()),
        }
    }

    fn tap(&mut self, key: TileKey) -> Vec<Output> {
        // Behind an app in front no tile can be tapped.
        if self.apps.front().is_some() || self.start.tile(&key).is_none() {
            return Vec::new();
        }
        if let Some(lifted) = self.start.lifted() {
            // The lifted tile is put down; a tap on another one lifts that in its place.
            if *lifted == key {
                self.start_mut().let_go();
            } else if let Err(objection) = self.start_mut().lift(&key) {
                self.tell_objection(&objection);
            }
            return Vec::new();
        }
        // A secondary tile's id is the page that it leads to (PROTOCOL.md 3.2).
        let page = key.id.unwrap_or_else(|| START_PAGE.to_owned());
        self.open(&key.app, page)
    }

    fn open(&mut self, app: &str, page: String) -> Vec<Output> {
        self.start_mut().let_go();
        self.apps_mut().open(app, page);
        let client = self.client_mut();
        let mut frames = client.reopen(app);
        frames.extend(client.front(Some(app)));
        send(frames)
    }

    fn tell_objection(&self, objection: &Objection) {
        tracing::debug!(%objection, device = %self.config.device, "Start stays as it is");
    }

    pub(super) fn start_mut(&mut self) -> &mut Start {
        Arc::make_mut(&mut self.start)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a place on a screen is far below sixteen millions")]
const fn narrow(place_ep: i32) -> f32 {
    place_ep as f32
}
