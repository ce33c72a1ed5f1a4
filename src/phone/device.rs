//! What happens to a phone? One pure state machine: an input and the time in, messages out (HOUSE.md 1, habit 2).

use crate::clock::Timestamp;
use crate::notification::TemplateKind;
use crate::protocol::device::{DeviceId, OsVersion};
use crate::protocol::link::{PhoneFrame, RelayFrame};
use crate::protocol::trace::{PushId, Stage};

use super::shell::scene::{Finger, Page, PhoneTheme, Rgb, Scene, Signal, StartScene, StatusBar};

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

/// A phone, whole. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Phone {
    config: PhoneConfig,
}

impl Phone {
    /// A phone that was just switched on.
    #[must_use]
    pub const fn new(config: PhoneConfig) -> Self {
        Self { config }
    }

    /// How it is set up.
    #[must_use]
    pub const fn config(&self) -> &PhoneConfig {
        &self.config
    }

    /// Takes an input and says what is to be done.
    pub fn handle(&mut self, input: Input, now: Timestamp) -> Vec<Output> {
        let _ = (input, now);
        Vec::new()
    }

    /// What is on the screen.
    #[must_use]
    pub fn scene(&self, now: Timestamp) -> Scene {
        Scene {
            width_ep: 480.0,
            height_ep: 800.0,
            theme: self.config.theme,
            accent: self.config.accent,
            status_bar: StatusBar { clock: now.hour_minute(), signal: Signal::Up },
            page: Page::Start(StartScene { tiles: Vec::new() }),
            toast: None,
        }
    }

    /// When the screen will next change by itself.
    #[must_use]
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        let _ = now;
        None
    }
}
