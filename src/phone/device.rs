//! What happens to a phone? One pure state machine: an input and the time in, messages out (HOUSE.md 1, habit 2).

use serde::Serialize;

use super::apps::InstalledApp;
use super::profile;
use super::shell::motion;
use super::shell::scene::{AppScene, Finger, Key, Page, PhoneTheme, Rgb, Scene, Signal, StatusBar};
use super::shell::start::{Banner, Shell, TileOutcome};
use super::shell::tile::PinnedTile;
use crate::clock::Timestamp;
use crate::notification::{Notification, TemplateKind, Toast, read};
use crate::protocol::device::{DeviceId, OsVersion};
use crate::protocol::link::{PhoneFrame, PushFrame, RelayFrame};
use crate::protocol::trace::{PushId, Stage};

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
    /// What is installed.
    pub apps: Vec<AppConfig>,
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
    /// The template that its tile is pinned with.
    pub template: TemplateKind,
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

/// A phone, whole. Cheap to clone: pictures are shared.
#[derive(Clone, Debug)]
pub struct Phone {
    config: PhoneConfig,
    link: Signal,
    last_seen: PushId,
    apps: Vec<InstalledApp>,
    shell: Shell,
}

/// What the control API tells of a phone (INTERFACES.md 3, "shell state").
#[derive(Clone, Debug, Serialize)]
pub struct PhoneSnapshot {
    /// `start`, or the app in front.
    pub front: String,
    /// The pinned tiles with what they show.
    pub tiles: Vec<PinnedTile>,
    /// The banner, while there is one.
    pub toast: Option<Banner>,
    /// What waits in the action center; only 8.1 has one.
    pub action_center: Vec<Banner>,
    /// The installed apps with their pages and events.
    pub apps: Vec<InstalledApp>,
}

impl Phone {
    /// A phone that was just switched on.
    #[must_use]
    pub fn new(config: PhoneConfig) -> Self {
        Self {
            link: Signal::Down,
            last_seen: PushId::default(),
            apps: config.apps.iter().cloned().map(InstalledApp::new).collect(),
            shell: Shell::new(&config.apps),
            config,
        }
    }

    /// How it is set up.
    #[must_use]
    pub const fn config(&self) -> &PhoneConfig {
        &self.config
    }

    /// Takes an input and says what is to be done.
    pub fn handle(&mut self, input: Input, now: Timestamp) -> Vec<Output> {
        self.shell.tidy(now);
        match input {
            Input::LinkUp => self.link_up(),
            Input::LinkDown => {
                self.link = Signal::Down;
                Vec::new()
            }
            Input::Frame(frame) => self.hear(frame, now),
            Input::Finger(finger) => self.touch(finger, now),
            Input::Tick => Vec::new(),
        }
    }

    /// What is on the screen.
    #[must_use]
    pub fn scene(&self, now: Timestamp) -> Scene {
        let (width_ep, height_ep) = profile::SCREEN_EP;
        Scene {
            width_ep,
            height_ep,
            theme: self.config.theme,
            accent: self.config.accent,
            status_bar: StatusBar { clock: now.hour_minute(), signal: self.link },
            page: match self.front() {
                None => self.shell.start(&self.config),
                Some(app) => Page::App(AppScene {
                    app: app.config.title.clone(),
                    page: app.page.clone(),
                    events: app.events.iter().cloned().collect(),
                }),
            },
            toast: self.shell.banner(now, |app| self.title_of(app)),
        }
    }

    /// When the screen will next change by itself: a banner that moves or ends, or the clock's next minute.
    #[must_use]
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        let minute = now.next_minute();
        Some(self.shell.next_change(now).map_or(minute, |change| change.min(minute)))
    }

    /// When the banner will be gone, so that it can be forgotten.
    #[must_use]
    pub fn toast_ends(&self) -> Option<Timestamp> {
        self.shell.toast.as_ref().map(|banner| banner.leaves_at.plus(motion::TOAST_LEAVES))
    }

    /// What the control API tells of it.
    #[must_use]
    pub fn snapshot(&self) -> PhoneSnapshot {
        PhoneSnapshot {
            front: self.shell.front.clone().unwrap_or_else(|| String::from("start")),
            tiles: self.shell.tiles.clone(),
            toast: self.shell.toast.clone(),
            action_center: Vec::new(),
            apps: self.apps.clone(),
        }
    }

    /// Says hello, opens every app's channel and binds it: what apps and push client do when the phone has a network
    /// (PROTOCOL.md 1, "how it is obtained").
    fn link_up(&mut self) -> Vec<Output> {
        self.link = Signal::Up;
        let hello = PhoneFrame::Hello {
            device: self.config.device.clone(),
            os: self.config.os,
            name: Some(self.config.name.clone()),
        };
        let opens = self.config.apps.iter().map(|app| PhoneFrame::Open {
            app: app.app.clone(),
            channel: app.channel.clone(),
            service: None,
        });
        std::iter::once(hello).chain(opens).map(Output::Send).collect()
    }

    fn hear(&mut self, frame: RelayFrame, now: Timestamp) -> Vec<Output> {
        match frame {
            RelayFrame::Opened { app, uri, .. } | RelayFrame::UriChanged { app, uri, .. } => {
                self.opened(&app, uri, now)
            }
            RelayFrame::Push(push) => self.receive(&push, now),
            RelayFrame::Closed { app } => {
                if let Some(installed) = self.app_mut(&app) {
                    installed.uri = None;
                }
                Vec::new()
            }
            RelayFrame::Error { code, message, .. } => {
                for app in &mut self.apps {
                    app.tell("ErrorOccurred", format!("{code:?}: {message}"), now);
                }
                Vec::new()
            }
            RelayFrame::Welcome { .. } | RelayFrame::Bound { .. } => Vec::new(),
        }
    }

    fn opened(&mut self, app: &str, uri: String, now: Timestamp) -> Vec<Output> {
        let Some(installed) = self.app_mut(app) else { return Vec::new() };
        if installed.uri.as_deref() != Some(uri.as_str()) {
            installed.tell("ChannelUriUpdated", uri.clone(), now);
            installed.uri = Some(uri);
        }
        vec![self.bind(app)]
    }

    fn bind(&self, app: &str) -> Output {
        Output::Send(PhoneFrame::Bind {
            app: app.to_owned(),
            toast: true,
            tile: true,
            tile_domains: None,
            foreground: Some(self.shell.front.as_deref() == Some(app)),
        })
    }

    fn receive(&mut self, push: &PushFrame, now: Timestamp) -> Vec<Output> {
        let ack = Output::Send(PhoneFrame::Ack { id: push.id });
        if push.id <= self.last_seen {
            return vec![ack];
        }
        self.last_seen = push.id;
        let at_phone = Output::Reached { push: push.id, stage: Stage::AtPhone, detail: None };
        let (stage, detail) = self.deliver(push, now);
        vec![at_phone, Output::Reached { push: push.id, stage, detail }, ack]
    }

    /// What the phone does with a push, and why (PROTOCOL.md 3.1, 3.5, 7).
    fn deliver(&mut self, push: &PushFrame, now: Timestamp) -> (Stage, Option<String>) {
        let in_front = self.shell.front.as_deref() == Some(push.app.as_str());
        let bytes = push.bytes();
        let reading = match read::read(&bytes, push.kind) {
            Ok(reading) => reading,
            Err(error) => {
                let detail = format!("PayloadFormatError: {error}");
                if let Some(app) = self.app_mut(&push.app) {
                    app.tell("ErrorOccurred", detail.clone(), now);
                }
                return (Stage::Ignored, Some(detail));
            }
        };
        let Some(app) = self.apps.iter_mut().find(|app| app.app == push.app) else {
            return (Stage::Ignored, Some(format!("the app {} is not installed", push.app)));
        };
        match reading.notification {
            Notification::Toast(toast) if in_front => {
                app.tell("ShellToastNotificationReceived", collection(&toast), now);
                (Stage::ToApp, Some(String::from("the app is in front, so it has the toast in place of a banner")))
            }
            Notification::Toast(toast) => {
                self.shell.show(&push.app, &toast, now);
                (Stage::Shown, None)
            }
            Notification::Tile(tile) => match self.shell.update(&push.app, &tile) {
                TileOutcome::Shown(trouble) => (Stage::Shown, trouble),
                TileOutcome::Ignored(why) => (Stage::Ignored, Some(why)),
            },
            Notification::Raw(raw) if in_front => {
                app.tell("HttpNotificationReceived", shown_bytes(&raw.bytes), now);
                (Stage::ToApp, None)
            }
            Notification::Raw(_) => (Stage::Ignored, Some(String::from("the app is not running"))),
        }
    }

    fn touch(&mut self, finger: Finger, now: Timestamp) -> Vec<Output> {
        match finger {
            Finger::TapTile(key) => {
                let param = key.id;
                self.bring_to_front(Some(key.app), param.as_deref())
            }
            Finger::TapToast => match self.shell.toast.take() {
                Some(banner) => self.bring_to_front(Some(banner.app), banner.param.as_deref()),
                None => Vec::new(),
            },
            Finger::DismissToast => {
                if let Some(banner) = &mut self.shell.toast {
                    banner.leaves_at = banner.leaves_at.min(now);
                }
                Vec::new()
            }
            Finger::Press(Key::Back | Key::Start) => self.bring_to_front(None, None),
            // There is nothing to search for on this phone.
            Finger::Press(Key::Search) => Vec::new(),
        }
    }

    /// Brings an app, or Start, to the front and tells the relay who is in front now.
    fn bring_to_front(&mut self, app: Option<String>, param: Option<&str>) -> Vec<Output> {
        let app = app.filter(|app| self.apps.iter().any(|installed| installed.app == *app));
        let left = std::mem::replace(&mut self.shell.front, app);
        if let Some(front) = self.shell.front.clone()
            && let Some(installed) = self.app_mut(&front)
        {
            installed.navigate(param);
        }
        let entered = self.shell.front.clone();
        let moved: Vec<String> = if left == entered { Vec::new() } else { left.into_iter().chain(entered).collect() };
        match self.link {
            Signal::Up => moved.iter().map(|app| self.bind(app)).collect(),
            Signal::Down => Vec::new(),
        }
    }

    fn front(&self) -> Option<&InstalledApp> {
        let front = self.shell.front.as_ref()?;
        self.apps.iter().find(|app| app.app == *front)
    }

    fn app_mut(&mut self, app: &str) -> Option<&mut InstalledApp> {
        self.apps.iter_mut().find(|installed| installed.app == app)
    }

    fn title_of(&self, app: &str) -> String {
        let known = self.apps.iter().find(|installed| installed.app == app);
        known.map_or_else(|| app.to_owned(), |installed| installed.config.title.clone())
    }
}

/// The keys and values that an app gets with a toast: element names with their prefix (PROTOCOL.md 7, OS).
fn collection(toast: &Toast) -> String {
    let entries = [("wp:Text1", &toast.text1), ("wp:Text2", &toast.text2), ("wp:Param", &toast.param)];
    let lines: Vec<String> =
        entries.iter().filter_map(|(key, value)| Some(format!("{key}: {}", value.as_ref()?))).collect();
    lines.join("\n")
}

/// Bytes for people: as text if they are text, else how many there are.
fn shown_bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => format!("{} bytes that are no text", bytes.len()),
    }
}
