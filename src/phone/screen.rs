//! What is on a phone's screen at one moment, and when does it change? The state in, the scene out.

use super::apps::{App, START_PAGE, query_of};
use super::art;
use super::device::Phone;
use super::places::{Front, Over, Place};
use super::profile::{self, Profile};
use super::shell::face;
use super::shell::pages;
use super::shell::scene::{
    AppScene, Finger, ListKind, ListScene, LockBadge, LockScene, Movement, Page, PinOffer, RectEp, Row, Scene, Signal,
    StatusBar, TileKey, TileSize, TileStyle,
};
use crate::clock::Timestamp;
use crate::notification::TemplateKind;
use crate::protocol::version;

/// How many apps have a place in the quick status of the lock screen (VISUALS.md 5, R).
const LOCK_BADGES: usize = 5;

/// The height of the bar at the end of a page, in effective pixels (R: the phone's application bar).
const APP_BAR: f32 = 72.0;

impl Phone {
    /// What is on the screen.
    #[must_use]
    pub fn scene(&self, now: Timestamp) -> Scene {
        self.seen(Movement::Full, now)
    }

    /// What somebody sees on the screen who wants things to move, or not to; the phone may have its own mind about it.
    #[must_use]
    pub fn seen(&self, movement: Movement, now: Timestamp) -> Scene {
        let profile = self.config.profile();
        let movement = self.start.movement().and(movement);
        let signal = if self.client.is_linked() { Signal::Up } else { Signal::Down };
        let abilities = version::abilities(self.config.os);
        let notes = abilities.action_center.so().then(|| self.center.notes().len());
        Scene {
            width_ep: profile.width_ep,
            height_ep: profile.height_ep,
            theme: self.config.theme,
            accent: self.config.accent,
            status_bar: StatusBar { clock: now.hour_minute(), signal, battery: self.battery, notes },
            page: self.page(movement, now),
            toast: self.banner.as_ref().and_then(|banner| banner.scene(movement, now)),
            movement,
        }
    }

    fn page(&self, movement: Movement, now: Timestamp) -> Page {
        match (self.places.over(), self.places.here()) {
            (Over::Lock, _) => Page::Lock(self.lock(now)),
            (Over::ActionCenter, _) => Page::List(self.list(ListKind::ActionCenter, now).0),
            (Over::Nothing, Place::Start) => Page::Start(self.start.scene(self.config.accent, movement, now)),
            (Over::Nothing, Place::Apps) => Page::List(self.list(ListKind::Apps, now).0),
            (Over::Nothing, Place::Settings) => Page::List(self.list(ListKind::Settings, now).0),
            (Over::Nothing, Place::Accents) => Page::List(self.list(ListKind::Accents, now).0),
            (Over::Nothing, Place::Search) => Page::List(self.list(ListKind::Search, now).0),
            (Over::Nothing, Place::App(front)) => Page::App(self.app_page(front)),
        }
    }

    fn app_page(&self, front: &Front) -> AppScene {
        let app = self.apps.app(&front.app);
        AppScene {
            app: app.map_or_else(|| front.app.clone(), |app| app.config.title.clone()),
            page: front.page.clone(),
            query: query_of(&front.page),
            events: app.map(|app| app.events.iter().cloned().collect()).unwrap_or_default(),
            pin: app.and_then(|app| self.pin_offer(app, &front.page)),
        }
    }

    /// Apps offer to pin their pages: the start page is their own tile, any other a secondary one whose id it is (PROTOCOL.md
    /// 3.2). Where versions have no such tile, or it is pinned already, nothing is offered.
    fn pin_offer(&self, app: &App, page: &str) -> Option<PinOffer> {
        let Profile { width_ep, height_ep, grid } = self.config.profile();
        let template = match grid.style() {
            TileStyle::Seven => TemplateKind::Standard,
            TileStyle::Eight => app.config.template,
        };
        let id = (page != START_PAGE).then(|| page.to_owned());
        let key = TileKey { app: app.config.app.clone(), id };
        let has_secondary = version::abilities(self.config.os).secondary_tiles.so();
        if self.start.tile(&key).is_some() || (key.id.is_some() && !has_secondary) {
            return None;
        }
        let TileKey { app, id } = key;
        let finger = Finger::Pin { app, id, size: TileSize::Medium, template };
        Some(PinOffer { rect: RectEp { x_ep: 0.0, y_ep: height_ep - APP_BAR, width_ep, height_ep: APP_BAR }, finger })
    }

    /// The list that fills the screen, if one does, and how far it is scrolled at most.
    pub(super) fn shown_list(&self, now: Timestamp) -> Option<(ListScene, f32)> {
        let kind = match (self.places.over(), self.places.here()) {
            (Over::ActionCenter, _) => ListKind::ActionCenter,
            (Over::Nothing, Place::Apps) => ListKind::Apps,
            (Over::Nothing, Place::Settings) => ListKind::Settings,
            (Over::Nothing, Place::Accents) => ListKind::Accents,
            (Over::Nothing, Place::Search) => ListKind::Search,
            (Over::Nothing, Place::Start | Place::App(_)) | (Over::Lock, _) => return None,
        };
        Some(self.list(kind, now))
    }

    fn list(&self, kind: ListKind, now: Timestamp) -> (ListScene, f32) {
        let (rows, caption) = match kind {
            ListKind::Apps => (self.app_rows(), String::new()),
            ListKind::Settings => (self.setting_rows(), String::new()),
            ListKind::Accents => (self.accent_rows(), String::new()),
            ListKind::ActionCenter => (self.note_rows(), now.month_and_day()),
            ListKind::Search => (vec![Row::Nothing], String::new()),
        };
        pages::list(kind, caption, rows, self.config.profile().height_ep, self.places.scroll_ep())
    }

    /// By their titles, the settings among them.
    fn app_rows(&self) -> Vec<Row> {
        let mut rows = vec![("settings".to_owned(), vec![Row::Settings])];
        rows.extend(self.apps.iter().map(|known| {
            let (app, title) = (known.config.app.clone(), known.config.title.clone());
            let pin = (self.places.held() == Some(app.as_str()))
                .then(|| Row::Pin { app: app.clone(), template: known.config.template });
            let row = Row::App { app, title: title.clone(), icon: art::app_icon() };
            (title.to_lowercase(), std::iter::once(row).chain(pin).collect())
        }));
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        rows.into_iter().flat_map(|(_, rows)| rows).collect()
    }

    fn setting_rows(&self) -> Vec<Row> {
        let config = &self.config;
        let abilities = version::abilities(config.os);
        let known = profile::accents(config.os).into_iter().find(|(_, color)| *color == config.accent);
        let mut rows = vec![
            Row::Theme(config.theme),
            Row::Accent { name: known.map(|(name, _)| name.to_owned()), color: config.accent },
            Row::Airplane(self.airplane),
            Row::Battery(self.battery),
        ];
        if abilities.three_columns.contains(&config.screen) {
            rows.push(Row::Columns(config.columns));
        }
        if abilities.lock_screen.so() {
            let apps = || self.apps.iter().map(|app| &app.config);
            let after = apps().position(|app| Some(&app.app) == self.lock_text.as_ref()).map_or(0, |index| index + 1);
            let title = apps().find(|app| Some(&app.app) == self.lock_text.as_ref()).map(|app| app.title.clone());
            rows.push(Row::LockText { title, next: apps().nth(after).map(|app| app.app.clone()) });
        }
        rows.extend(self.apps.iter().map(|app| Row::Banners {
            app: app.config.app.clone(),
            title: app.config.title.clone(),
            banners: self.client.banners(&app.config.app),
        }));
        rows
    }

    fn accent_rows(&self) -> Vec<Row> {
        let row = |(name, color): (&str, _)| Row::Swatch {
            name: name.to_owned(),
            color,
            chosen: color == self.config.accent,
        };
        profile::accents(self.config.os).into_iter().map(row).collect()
    }

    fn note_rows(&self) -> Vec<Row> {
        let mut rows = vec![Row::QuickAirplane(self.airplane), Row::AllSettings];
        let apps = self.center.apps();
        rows.push(if apps.is_empty() { Row::Nothing } else { Row::ClearAll });
        for app in apps {
            let title = self.apps.app(app).map_or_else(|| app.to_owned(), |known| known.config.title.clone());
            rows.push(Row::Notes { app: app.to_owned(), title, icon: art::app_icon() });
            rows.extend(self.center.notes().iter().filter(|note| note.app == app).map(|note| Row::Note {
                id: note.id,
                text1: note.toast.text1.clone().unwrap_or_default(),
                text2: note.toast.text2.clone().unwrap_or_default(),
                time: note.came.hour_minute(),
            }));
            let count = self.center.dropped(app);
            if count > 0 {
                rows.push(Row::More { app: app.to_owned(), count });
            }
        }
        rows
    }

    /// All of it comes from the apps' own tiles, pinned or not (VISUALS.md 5).
    pub(super) fn lock(&self, now: Timestamp) -> LockScene {
        let tells = version::abilities(self.config.os).lock_screen.so();
        let own = |app: &str| self.start.own_tile(&TileKey { app: app.to_owned(), id: None });
        let badges = self.apps.iter().filter_map(|app| {
            let tile = own(&app.config.app)?;
            let icon = face::lock_icon(tile).or_else(art::app_icon);
            Some(LockBadge { title: app.config.title.clone(), icon, count: face::lock_count(tile)? })
        });
        let lines = self.lock_text.as_deref().filter(|_| tells).and_then(own).map(face::lock_lines);
        LockScene {
            clock: now.hour_minute(),
            weekday: now.weekday(),
            date: now.month_and_day(),
            lines: lines.unwrap_or_default(),
            badges: badges.filter(|_| tells).take(LOCK_BADGES).collect(),
        }
    }

    /// When the screen will next change by itself: a tile or the banner moves, or the status bar's clock does.
    #[must_use]
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        self.next_seen_change(Movement::Full, now)
    }

    /// The same for somebody who wants things to move, or not to.
    #[must_use]
    pub fn next_seen_change(&self, movement: Movement, now: Timestamp) -> Option<Timestamp> {
        let movement = self.start.movement().and(movement);
        let banner = self.banner.as_ref().and_then(|banner| banner.next_change(movement, now));
        let start = if self.places.shows_start() { self.start.next_change(movement, now) } else { None };
        [Some(now.next_minute()), banner, start].into_iter().flatten().min()
    }
}
