//! What happens to a phone? One pure state machine: an input and the time in, messages out (HOUSE.md 1, habit 2).
//!
//! What a push does is `delivery`, what a finger does is `fingers`, what is seen of it `screen`.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::apps::{App, Apps};
use super::assets::NoPicture;
use super::client::{Client, UriNews};
use super::errands::Errand;
use super::places::Places;
use super::profile::{self, Profile};
use super::settings::BATTERY;
use super::shell::banner::Banner;
use super::shell::center::Center;
use super::shell::pacing::seed_of;
use super::shell::scene::{Airplane, Finger, Movement, PhoneTheme, Pixels, Rgb, Setting, TileKey};
use super::shell::start::Start;
use super::shell::tile::PinnedTile;
use crate::clock::Timestamp;
use crate::notification::TemplateKind;
use crate::protocol::device::{DeviceId, OsVersion};
use crate::protocol::link::{ErrorCode, PhoneFrame, RelayFrame};
use crate::protocol::trace::{PushId, Stage};
use crate::protocol::version::{self, Columns, Screen};

/// How a phone is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhoneConfig {
    /// Its id on the link.
    pub device: DeviceId,
    /// Its name, for people.
    pub name: String,
    /// What it runs.
    pub os: OsVersion,
    /// Dark or light.
    #[serde(default)]
    pub theme: PhoneTheme,
    /// Accent colour.
    pub accent: Rgb,
    /// Its screen; one that the version does not have is a WVGA one.
    #[serde(default)]
    pub screen: Screen,
    /// How wide Start's grid is, where the version lets people choose.
    #[serde(default)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppConfig {
    /// Its name on the link, `trips`.
    pub app: String,
    /// What people read, `Trips`.
    pub title: String,
    /// The channel that it opens when the phone starts.
    pub channel: String,
    /// The common name of the service that alone may send to the channel (PROTOCOL.md 8); without it, anybody may.
    #[serde(default)]
    pub service: Option<String>,
    /// The template that its tile is pinned with.
    pub template: TemplateKind,
    /// The folder that holds its files; none is the sample art.
    #[serde(default)]
    pub assets: Option<PathBuf>,
    /// The domains that it binds its channel with: pictures on the web may come from there.
    #[serde(default)]
    pub tile_domains: Vec<String>,
}

impl AppConfig {
    /// The sample app: a traveller's companion with a Flip tile.
    #[must_use]
    pub fn trips() -> Self {
        Self::sample("trips", "Trips", TemplateKind::Flip)
    }

    /// The sample apps: one for each template that a tile can be pinned with.
    #[must_use]
    pub fn samples() -> [Self; 4] {
        [
            Self::trips(),
            Self::sample("post", "Post", TemplateKind::Iconic),
            Self::sample("album", "Album", TemplateKind::Cycle),
            Self::sample("news", "News", TemplateKind::Standard),
        ]
    }

    fn sample(app: &str, title: &str, template: TemplateKind) -> Self {
        Self {
            app: app.to_owned(),
            title: title.to_owned(),
            channel: "main".to_owned(),
            service: None,
            template,
            assets: None,
            tile_domains: Vec::new(),
        }
    }

    /// An app with an authenticated channel: the `number`th, from 1, of the banks whose service is `service`.
    #[must_use]
    pub fn bank(number: usize, service: &str) -> Self {
        let (app, title) = match number {
            0 | 1 => ("bank".to_owned(), "Bank".to_owned()),
            more => (format!("bank-{more}"), format!("Bank {more}")),
        };
        Self { service: Some(service.to_owned()), ..Self::sample(&app, &title, TemplateKind::Iconic) }
    }
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
    /// Whoever was sent for a picture has it, or why there is none.
    Picture {
        /// What was sent for.
        ticket: u64,
        /// What came of it.
        result: Result<Arc<Pixels>, NoPicture>,
    },
    /// Whoever was sent for a picture needs long.
    SlowPicture(u64),
    /// Time has passed.
    Tick,
}

/// Something that the phone wants done, or told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Send this frame.
    Send(PhoneFrame),
    /// Get this picture, and come back with an [`Input::Picture`].
    Fetch(Errand),
    /// A push reached a stage here.
    Reached {
        /// Which push.
        push: PushId,
        /// Which stage.
        stage: Stage,
        /// More, for people.
        detail: Option<String>,
    },
    /// Something is wrong that a person should read, in words.
    Trouble(String),
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
    /// The toasts that are kept.
    pub(super) center: Arc<Center>,
    /// Where the user is.
    pub(super) places: Places,
    /// How full the battery is, in percent.
    pub(super) battery: u8,
    /// The app whose texts the lock screen shows.
    pub(super) lock_text: Option<String>,
    fingers_felt: u64,
    /// How often somebody was sent for a picture.
    pub(super) tickets: u64,
}

impl Phone {
    /// A phone that was just switched on: every app's own tile is pinned, medium, in the order of the apps.
    #[must_use]
    pub fn new(config: PhoneConfig) -> Self {
        let Profile { grid, height_ep, .. } = config.profile();
        let apps = Apps::new(&config.apps);
        let pinned = apps.iter().map(|App { config, assets, .. }| {
            let key = TileKey { app: config.app.clone(), id: None };
            PinnedTile::declared(key, &config.title, config.template, grid.style(), assets)
        });
        let pinned = pinned.collect();
        Self {
            airplane: Airplane::Off,
            client: Arc::new(Client::new(&config)),
            apps: Arc::new(apps),
            start: Arc::new(Start::new(grid, height_ep, seed_of(config.device.as_str()), pinned)),
            banner: None,
            center: Arc::default(),
            places: Places::new(),
            battery: BATTERY,
            lock_text: config.apps.first().map(|app| app.app.clone()),
            fingers_felt: 0,
            tickets: 0,
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
        let mut outputs = self.follow_input(input, now);
        outputs.extend(self.send_for_pictures());
        outputs
    }

    fn follow_input(&mut self, input: Input, now: Timestamp) -> Vec<Output> {
        self.follow_banner(now);
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
            Input::Airplane(airplane) => self.set(Setting::Airplane(airplane), now),
            Input::Movement(movement) => {
                self.start_mut().set_movement(movement, now);
                Vec::new()
            }
            Input::Frame(frame) => self.frame(frame, now),
            Input::Finger(finger) => {
                self.fingers_felt += 1;
                self.finger(finger, now)
            }
            Input::Picture { ticket, result } => self.got_picture(ticket, result, now),
            Input::SlowPicture(ticket) => self.slow_picture(ticket),
            Input::Tick => Vec::new(),
        }
    }

    /// When the phone wants an [`Input::Tick`], so that its state (not only its screen) follows the time.
    #[must_use]
    pub fn deadline(&self) -> Option<Timestamp> {
        let banner = self.banner.as_ref().map(|banner| banner.deadline());
        [banner, self.start.deadline()].into_iter().flatten().min()
    }

    /// A banner whose time is over leaves, and is kept where the version keeps toasts.
    fn follow_banner(&mut self, now: Timestamp) {
        if let Some(banner) = &self.banner
            && banner.showed_last()
            && !banner.is_showing(now)
        {
            let banner = Arc::clone(banner);
            self.keep(&banner);
        }
        self.banner = self.banner.take().and_then(|banner| Arc::unwrap_or_clone(banner).at(now)).map(Arc::new);
    }

    /// The banner is flicked away.
    pub(super) fn dismiss(&mut self, now: Timestamp) {
        let Some(banner) = self.banner.clone().filter(|banner| banner.is_showing(now)) else { return };
        self.keep(&banner);
        if let Some(banner) = &mut self.banner {
            Arc::make_mut(banner).dismiss(now);
        }
    }

    /// A toast that nobody has tapped is kept, where the version has an action center (VISUALS.md 4.1).
    pub(super) fn keep(&mut self, banner: &Banner) {
        if version::abilities(self.config.os).action_center.so() {
            self.center_mut().keep(&banner.app, banner.toast.clone(), banner.came());
        }
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

    pub(super) fn center_mut(&mut self) -> &mut Center {
        Arc::make_mut(&mut self.center)
    }

    pub(super) fn apps_mut(&mut self) -> &mut Apps {
        Arc::make_mut(&mut self.apps)
    }
}

pub(super) fn send(frames: Vec<PhoneFrame>) -> Vec<Output> {
    frames.into_iter().map(Output::Send).collect()
}
