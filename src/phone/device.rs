//! What happens to a phone? One pure state machine: an input and the time in, messages out (HOUSE.md 1, habit 2).
//!
//! What a push does is `delivery`, what a finger does is `fingers`.

use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use super::apps::Apps;
use super::client::{Client, UriNews};
use super::profile::{self, Profile};
use super::shell::banner::Banner;
use super::shell::pacing::seed_of;
use super::shell::scene::{Finger, Movement, Page, PhoneTheme, Rgb, Scene, Signal, StatusBar, TileKey};
use super::shell::start::Start;
use super::shell::tile::PinnedTile;
use crate::clock::Timestamp;
use crate::notification::TemplateKind;
use crate::protocol::device::{DeviceId, OsVersion};
use crate::protocol::link::{ErrorCode, PhoneFrame, RelayFrame};
use crate::protocol::trace::{PushId, Stage};
use crate::protocol::version::{self, Columns, Screen};

/// How a phone is set up.
#[derive(Clone, Debug, PartialEq)]
pub struct PhoneConfig {
    /// Its id on the link.
    pub device: DeviceId,
    /// Its name, for people.
    pub name: String,
    /// What it runs.
    pub os: OsVersion,
    /// Dark or light.
    pub theme: PhoneTheme,
    /// Accent colour.
    pub accent: Rgb,
    /// Its screen; one that the version does not have is a WVGA one.
    pub screen: Screen,
    /// How wide Start's grid is, where the version lets people choose.
    pub columns: Columns,
    /// What is installed.
    pub apps: Vec<AppConfig>,
}

impl PhoneConfig {
    /// A phone with one sample app, [`AppConfig::trips`], as it comes out of the box.
    #[must_use]
    pub fn sample(device: DeviceId, name: impl Into<String>, os: OsVersion) -> Self {
        Self {
            device,
            name: name.into(),
            os,
            theme: PhoneTheme::Dark,
            accent: profile::default_accent(os),
            screen: Screen::default(),
            columns: Columns::default(),
            apps: vec![AppConfig::trips()],
        }
    }

    /// What its shell needs to know.
    #[must_use]
    pub fn profile(&self) -> Profile {
        Profile::with(self.os, self.screen, self.columns)
    }
}

/// How an app is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppConfig {
    /// Its name on the link, `trips`.
    pub app: String,
    /// What people read, `Trips`.
    pub title: String,
    /// The channel that it opens when the phone starts.
    pub channel: String,
    /// The common name of the service that alone may send to the channel (PROTOCOL.md 8); without it, anybody may.
    pub service: Option<String>,
    /// The template that its tile is pinned with.
    pub template: TemplateKind,
}

impl AppConfig {
    /// The sample app: a traveller's companion with a Flip tile.
    #[must_use]
    pub fn trips() -> Self {
        Self {
            app: "trips".to_owned(),
            title: "Trips".to_owned(),
            channel: "main".to_owned(),
            service: None,
            template: TemplateKind::Flip,
        }
    }

    /// An app with an authenticated channel: the `number`th, from 1, of the banks whose service is `service`.
    #[must_use]
    pub fn bank(number: usize, service: &str) -> Self {
        let (app, title) = match number {
            0 | 1 => ("bank".to_owned(), "Bank".to_owned()),
            more => (format!("bank-{more}"), format!("Bank {more}")),
        };
        Self {
            app,
            title,
            channel: "main".to_owned(),
            service: Some(service.to_owned()),
            template: TemplateKind::Iconic,
        }
    }
}

/// Whether the phone may have a link at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Airplane {
    /// It has no link and asks for none.
    On,
    /// It seeks a link and keeps it.
    #[default]
    Off,
}

/// Something that happens to the phone.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The link to the relay is up.
    LinkUp,
    /// The link to the relay is down.
    LinkDown,
    /// A frame came.
    Frame(RelayFrame),
    /// A finger did something.
    Finger(Finger),
    /// Somebody wants things to move, or not to.
    Movement(Movement),
    /// Airplane mode was switched. The loop that holds the link closes it, or opens it again.
    Airplane(Airplane),
    /// Time has passed.
    Tick,
}

/// Something that the phone wants done, or told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Send this frame.
    Send(PhoneFrame),
    /// A push reached a stage here.
    Reached {
        /// Which push.
        push: PushId,
        /// Which stage.
        stage: Stage,
        /// More, for people.
        detail: Option<String>,
    },
}

/// A phone, whole. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Phone {
    pub(super) config: Arc<PhoneConfig>,
    pub(super) airplane: Airplane,
    pub(super) client: Arc<Client>,
    pub(super) apps: Arc<Apps>,
    pub(super) start: Arc<Start>,
    pub(super) banner: Option<Arc<Banner>>,
    fingers_felt: u64,
}

impl Phone {
    /// A phone that was just switched on: every app's own tile is pinned, medium, in the order of the apps.
    #[must_use]
    pub fn new(config: PhoneConfig) -> Self {
        let Profile { grid, height_ep, .. } = config.profile();
        let pinned = config.apps.iter().map(|app| {
            let key = TileKey { app: app.app.clone(), id: None };
            PinnedTile::declared(key, &app.title, app.template, grid.style())
        });
        Self {
            airplane: Airplane::Off,
            client: Arc::new(Client::new(&config)),
            apps: Arc::new(Apps::new(&config.apps)),
            start: Arc::new(Start::new(grid, height_ep, seed_of(config.device.as_str()), pinned.collect())),
            banner: None,
            fingers_felt: 0,
            config: Arc::new(config),
        }
    }

    /// How it is set up.
    #[must_use]
    pub fn config(&self) -> &PhoneConfig {
        &self.config
    }

    /// Whether it may have a link.
    #[must_use]
    pub const fn airplane(&self) -> Airplane {
        self.airplane
    }

    /// How many fingers it has felt since it was switched on, whatever they did.
    #[must_use]
    pub const fn fingers_felt(&self) -> u64 {
        self.fingers_felt
    }

    /// Takes an input and says what is to be done.
    pub fn handle(&mut self, input: Input, now: Timestamp) -> Vec<Output> {
        self.banner = self.banner.take().and_then(|banner| Arc::unwrap_or_clone(banner).at(now)).map(Arc::new);
        if self.start.is_behind(now) {
            self.start_mut().follow(now);
        }
        match input {
            Input::LinkUp => {
                let config = Arc::clone(&self.config);
                send(self.client_mut().link_up(&config))
            }
            Input::LinkDown => {
                self.client_mut().link_down();
                Vec::new()
            }
            Input::Airplane(airplane) => {
                self.airplane = airplane;
                match airplane {
                    Airplane::On => self.client_mut().link_down(),
                    Airplane::Off => {}
                }
                Vec::new()
            }
            Input::Movement(movement) => {
                self.start_mut().set_movement(movement, now);
                Vec::new()
            }
            Input::Frame(frame) => self.frame(frame, now),
            Input::Finger(finger) => {
                self.fingers_felt += 1;
                self.finger(finger, now)
            }
            Input::Tick => Vec::new(),
        }
    }

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
        let page = match self.apps.scene() {
            Some(app) => Page::App(app),
            None => Page::Start(self.start.scene(self.config.accent, movement, now)),
        };
        Scene {
            width_ep: profile.width_ep,
            height_ep: profile.height_ep,
            theme: self.config.theme,
            accent: self.config.accent,
            status_bar: StatusBar { clock: now.hour_minute(), signal },
            page,
            toast: self.banner.as_ref().and_then(|banner| banner.scene(movement, now)),
            movement,
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
        let start = if self.apps.front().is_some() { None } else { self.start.next_change(movement, now) };
        [Some(now.next_minute()), banner, start].into_iter().flatten().min()
    }

    /// When the phone wants an [`Input::Tick`], so that its state (not only its screen) follows the time.
    #[must_use]
    pub fn deadline(&self) -> Option<Timestamp> {
        let banner = self.banner.as_ref().map(|banner| banner.deadline());
        [banner, self.start.deadline()].into_iter().flatten().min()
    }

    fn frame(&mut self, frame: RelayFrame, now: Timestamp) -> Vec<Output> {
        match frame {
            RelayFrame::Welcome { relay: _, resumed } => send(self.client_mut().welcome(resumed)),
            RelayFrame::Opened { app, channel, uri } => {
                self.uri(&app, &channel, uri, now);
                send(self.client.bind(&app))
            }
            RelayFrame::UriChanged { app, channel, uri } => {
                self.uri(&app, &channel, uri, now);
                Vec::new()
            }
            RelayFrame::Closed { app } => {
                self.client_mut().closed(&app);
                Vec::new()
            }
            RelayFrame::Bound { app: _ } => Vec::new(),
            RelayFrame::Push(push) => self.push(&push, now),
            // Nothing that an app could hear of: what was to be closed is not open.
            RelayFrame::Error { about: Some(about), .. } if about == "close" => {
                self.client_mut().had_none();
                Vec::new()
            }
            RelayFrame::Error { about: _, code, message } => {
                // The frame names no app, so every app that has a channel hears of it.
                let apps: Vec<String> = self.config.apps.iter().map(|app| app.app.clone()).collect();
                for app in apps {
                    self.raise_error(&app, code, &message, now);
                }
                Vec::new()
            }
        }
    }

    /// A channel got its URI; its app is told if it is a new one (PROTOCOL.md 7, `ChannelUriUpdated`).
    fn uri(&mut self, app: &str, channel: &str, uri: String, now: Timestamp) {
        match self.client_mut().uri(app, channel, uri.clone()) {
            UriNews::New => self.apps_mut().tell(app, "ChannelUriUpdated", uri, now),
            UriNews::Same => {}
        }
    }

    /// An app's channel has a trouble (PROTOCOL.md 7, `ErrorOccurred`, which "never fires" on newer versions).
    pub(super) fn raise_error(&mut self, app: &str, code: ErrorCode, message: &str, now: Timestamp) {
        if !version::abilities(self.config.os).channel_errors.so() {
            return;
        }
        self.apps_mut().tell(app, "ErrorOccurred", format!("{code:?}: {message}"), now);
    }

    pub(super) fn client_mut(&mut self) -> &mut Client {
        Arc::make_mut(&mut self.client)
    }

    pub(super) fn apps_mut(&mut self) -> &mut Apps {
        Arc::make_mut(&mut self.apps)
    }
}

pub(super) fn send(frames: Vec<PhoneFrame>) -> Vec<Output> {
    frames.into_iter().map(Output::Send).collect()
}
