//! What does a finger do? It taps, flicks, presses keys, opens lists, and rearranges Start (INTERFACES.md 3, "input").

use std::sync::Arc;

use super::apps::{START_PAGE, page_of};
use super::device::{Output, Phone, send};
use super::places::{Front, Over, Place};
use super::shell::hand::Objection;
use super::shell::scene::{Finger, Key, Panel, TileKey};
use super::shell::start::Start;
use crate::clock::Timestamp;
use crate::protocol::version;

impl Phone {
    /// Why a finger would change nothing; none if it would, or wants nothing that could be refused.
    #[must_use]
    pub fn objection(&self, finger: &Finger) -> Option<Objection> {
        self.refusal(finger).or_else(|| self.clone().arrange(finger.clone()).err())
    }

    /// Why a finger that wants nothing of Start would change nothing.
    fn refusal(&self, finger: &Finger) -> Option<Objection> {
        let is_locked = self.places.over() == Over::Lock;
        let no_app = |app: &String| self.apps.app(app).is_none().then(|| Objection::NoSuchApp(app.clone()));
        let no_note = |id: u64| {
            let notes = self.center.notes();
            (!notes.iter().any(|note| note.id == id)).then_some(Objection::NoSuchNote(id))
        };
        match finger {
            Finger::TapApp(_) | Finger::HoldApp(_) | Finger::Open(_) | Finger::TapNote(_) if is_locked => {
                Some(Objection::Locked)
            }
            Finger::TapApp(app) | Finger::HoldApp(app) | Finger::ForgetPut(app) => no_app(app),
            Finger::TapNote(id) | Finger::DismissNote(id) => no_note(*id),
            Finger::Open(Panel::ActionCenter) if !version::abilities(self.config.os).action_center.so() => {
                Some(Objection::NoActionCenter(self.config.os))
            }
            Finger::Pin { id: Some(_), .. } if !version::abilities(self.config.os).secondary_tiles.so() => {
                Some(Objection::NoSecondaryTiles(self.config.os))
            }
            Finger::Set(setting) => self.setting_objection(setting),
            Finger::Put { app, picture } => no_app(app).or_else(|| self.no_room(app, picture)),
            _ => None,
        }
    }

    pub(super) fn finger(&mut self, finger: Finger, now: Timestamp) -> Vec<Output> {
        if let Some(objection) = self.refusal(&finger) {
            self.tell_objection(&objection);
            return Vec::new();
        }
        match finger {
            Finger::TapTile(key) => self.tap(key),
            Finger::TapToast => {
                let is_locked = self.places.over() == Over::Lock;
                let tapped = |banner: &mut Arc<_>| !is_locked && is_showing(banner, now);
                let Some(banner) = self.banner.take_if(tapped) else { return Vec::new() };
                let page = page_of(banner.toast.param.as_deref()).unwrap_or_else(|| START_PAGE.to_owned());
                self.open(&banner.app, page)
            }
            Finger::DismissToast => {
                self.dismiss(now);
                Vec::new()
            }
            Finger::Press(key) => self.press(key),
            Finger::Open(panel) => self.open_panel(panel),
            Finger::TapApp(_)
            | Finger::HoldApp(_)
            | Finger::TapNote(_)
            | Finger::DismissNote(_)
            | Finger::ClearNotes => self.touch_list(finger),
            Finger::Unlock => {
                if self.places.over() == Over::Lock {
                    self.places.cover(Over::Nothing);
                }
                self.tell_front()
            }
            Finger::Set(setting) => self.set(setting, now),
            Finger::Put { app, picture } => {
                self.put(&app, picture, now);
                Vec::new()
            }
            Finger::ForgetPut(app) => {
                self.forget_put(&app, now);
                Vec::new()
            }
            Finger::Scroll(by_ep) if !self.places.shows_start() => {
                self.scroll_list(by_ep, now);
                Vec::new()
            }
            Finger::Scroll(_)
            | Finger::Hold(_)
            | Finger::TapAside
            | Finger::Drag { .. }
            | Finger::Drop
            | Finger::Move { .. }
            | Finger::Resize { .. }
            | Finger::Unpin(_)
            | Finger::Pin { .. } => {
                self.places.hold(None);
                match self.arrange(finger) {
                    Ok(()) => self.start_mut().settle(now),
                    Err(objection) => self.tell_objection(&objection),
                }
                Vec::new()
            }
        }
    }

    /// Touches what stands in a list.
    fn touch_list(&mut self, finger: Finger) -> Vec<Output> {
        match finger {
            Finger::TapApp(app) => {
                self.center_mut().clear_app(&app);
                return self.open(&app, START_PAGE.to_owned());
            }
            Finger::TapNote(id) => {
                if let Some(note) = self.center_mut().take(id) {
                    let page = page_of(note.toast.param.as_deref()).unwrap_or_else(|| START_PAGE.to_owned());
                    return self.open(&note.app, page);
                }
            }
            Finger::HoldApp(app) => self.places.hold(Some(app)),
            Finger::DismissNote(id) => drop(self.center_mut().take(id)),
            Finger::ClearNotes => self.center_mut().clear(),
            _ => {}
        }
        Vec::new()
    }

    fn press(&mut self, key: Key) -> Vec<Output> {
        match key {
            Key::Power => self.places.cover(Over::Lock),
            Key::Back | Key::Start | Key::Search if self.places.over() == Over::Lock => {}
            // A lifted tile is put down before anything else happens.
            Key::Back | Key::Start if self.start.lifted().is_some() => {}
            Key::Back => {
                self.places.back();
            }
            Key::Start if self.places.shows_start() => self.start_mut().scroll_to_top(),
            Key::Start => self.places.go(Place::Start),
            Key::Search => self.places.go(Place::Search),
        }
        self.start_mut().let_go();
        self.tell_front()
    }

    fn open_panel(&mut self, panel: Panel) -> Vec<Output> {
        self.start_mut().let_go();
        match panel {
            Panel::Apps => self.places.go(Place::Apps),
            Panel::Settings => self.places.go(Place::Settings),
            Panel::Accents => self.places.go(Place::Accents),
            Panel::ActionCenter => self.places.cover(Over::ActionCenter),
        }
        self.tell_front()
    }

    fn scroll_list(&mut self, by_ep: i32, now: Timestamp) {
        let before = self.places.scroll_ep();
        self.places.set_scroll(before + narrow(by_ep));
        let most = self.shown_list(now).map_or(0.0, |(_, scrolled)| scrolled);
        self.places.set_scroll(most);
    }

    /// Rearranges Start. Holding and dragging need Start in front; the rest may also come from an app, or from outside.
    fn arrange(&mut self, finger: Finger) -> Result<(), Objection> {
        let is_hidden = !self.places.shows_start();
        match finger {
            Finger::Hold(_) | Finger::TapAside | Finger::Drag { .. } | Finger::Drop | Finger::TapTile(_)
                if is_hidden =>
            {
                Err(Objection::Hidden)
            }
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
                if !is_hidden {
                    self.start_mut().scroll(narrow(by_ep));
                }
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
                let (title, assets) = (known.config.title.clone(), Arc::clone(&known.assets));
                self.start_mut().pin(TileKey { app, id }, &title, template, size, &assets)
            }
            Finger::TapToast
            | Finger::DismissToast
            | Finger::Press(_)
            | Finger::Open(_)
            | Finger::TapApp(_)
            | Finger::HoldApp(_)
            | Finger::TapNote(_)
            | Finger::DismissNote(_)
            | Finger::ClearNotes
            | Finger::Unlock
            | Finger::Put { .. }
            | Finger::ForgetPut(_)
            | Finger::Set(_) => Ok(()),
        }
    }

    fn tap(&mut self, key: TileKey) -> Vec<Output> {
        // Behind anything else no tile can be tapped.
        if !self.places.shows_start() || self.start.tile(&key).is_none() {
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

    /// An app comes to the front, and asks for its channel if it lacks one.
    fn open(&mut self, app: &str, page: String) -> Vec<Output> {
        self.start_mut().let_go();
        self.places.go(Place::App(Front { app: app.to_owned(), page }));
        let mut outputs = send(self.client_mut().reopen(app));
        outputs.extend(self.tell_front());
        outputs
    }

    /// Says which app is in front, if that is news.
    fn tell_front(&mut self) -> Vec<Output> {
        let front = self.places.front().map(|front| front.app.clone());
        send(self.client_mut().front(front.as_deref()))
    }

    fn tell_objection(&self, objection: &Objection) {
        tracing::debug!(%objection, device = %self.config.device, "the finger changes nothing");
    }

    pub(super) fn start_mut(&mut self) -> &mut Start {
        Arc::make_mut(&mut self.start)
    }
}

fn is_showing(banner: &Arc<super::shell::banner::Banner>, now: Timestamp) -> bool {
    banner.is_showing(now)
}

#[expect(clippy::cast_precision_loss, reason = "a place on a screen is far below sixteen millions")]
const fn narrow(place_ep: i32) -> f32 {
    place_ep as f32
}
