//! What is the state of a phone's shell, as data? The JSON of the control API (INTERFACES.md 3, "shell state").

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::apps::query_of;
use super::device::{Input, Phone};
use super::places::{Over, Place};
use super::shell::banner::sound_of;
use super::shell::center::Note;
use super::shell::scene::{Airplane, AppEvent, Banners, PhoneTheme, Rgb, SoundMark, TileSize};
use super::shell::tile::PinnedTile;
use crate::clock::Timestamp;
use crate::notification::tile::Slot;
use crate::notification::{FieldName, TemplateKind, Toast};
use crate::protocol::version::Columns;

/// A phone's shell, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Shell)]
pub struct PhoneSnapshot {
    /// What fills the screen.
    pub page: PageSnapshot,
    /// The pinned tiles, in order.
    pub tiles: Vec<TileSnapshot>,
    /// The banner, while there is one that can be tapped.
    pub toast: Option<ToastSnapshot>,
    /// The toasts in the action center, newest first; versions before 8.1 have none.
    pub action_center: Vec<NoteSnapshot>,
    /// The installed apps.
    pub apps: Vec<AppSnapshot>,
    /// Whether the phone may have a link.
    pub airplane: Airplane,
    /// The app in front, whatever lies over it.
    pub front: Option<String>,
    /// The arguments of its page as it reads them: names and values, decoded.
    pub arguments: Vec<(String, String)>,
    /// How full the battery is, in percent.
    pub battery: u8,
    /// Dark or light.
    pub theme: PhoneTheme,
    /// The accent, `#RRGGBB`.
    pub accent: String,
    /// The grid of Start.
    pub columns: Columns,
    /// What the lock screen shows of apps.
    pub lock: LockSnapshot,
}

/// What the lock screen shows of apps, whether or not the phone is locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ShellLock)]
pub struct LockSnapshot {
    /// The texts of one app.
    pub lines: Vec<String>,
    /// Counts, by the app's title.
    pub counts: Vec<(String, u8)>,
}

/// A kept toast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ShellNote)]
pub struct NoteSnapshot {
    /// Its number.
    pub id: u64,
    /// What it says.
    #[serde(flatten)]
    pub toast: ToastSnapshot,
    /// When it came.
    pub at: Timestamp,
}

/// What fills the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[schema(as = ShellPage)]
pub enum PageSnapshot {
    /// The Start screen.
    Start,
    /// An app.
    App {
        /// The app.
        app: String,
        /// The page that it shows.
        page: String,
    },
    /// The list of apps.
    Apps,
    /// The settings.
    Settings,
    /// The accents.
    Accents,
    /// The search app, which is no part of this phone.
    Search,
    /// The action center, over any of these.
    ActionCenter,
    /// The lock screen, over any of these.
    Lock,
}

/// A pinned tile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ShellTile)]
pub struct TileSnapshot {
    /// The app.
    pub app: String,
    /// The secondary tile's id.
    pub id: Option<String>,
    /// The template that it was pinned with.
    pub template: TemplateKind,
    /// Its size.
    pub size: TileSize,
    /// Every field that is set, by its element's name in small letters, `back_content`.
    #[serde(flatten)]
    pub fields: BTreeMap<String, FieldSnapshot>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = ShellTileField)]
pub enum FieldSnapshot {
    /// A text, a picture's address or a colour.
    Text(String),
    /// A number.
    Number(i32),
}

/// A toast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ShellToast)]
pub struct ToastSnapshot {
    /// The app.
    pub app: String,
    /// Bold title.
    pub text1: Option<String>,
    /// Content.
    pub text2: Option<String>,
    /// Where a tap leads.
    pub param: Option<String>,
    /// What is heard when it comes.
    pub sound: SoundMark,
}

/// An installed app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ShellApp)]
pub struct AppSnapshot {
    /// The app.
    pub app: String,
    /// Its title.
    pub title: String,
    /// Its channel's name.
    pub channel: String,
    /// Where to send, once it is known.
    pub uri: Option<String>,
    /// Whether the user lets its toasts be shown.
    pub banners: Banners,
    /// The folder that holds its pictures; none is the sample art.
    pub assets: Option<String>,
    /// The pictures that were put among them, by the names of their files.
    pub put: Vec<String>,
    /// The domains that its channel is bound with.
    pub tile_domains: Vec<String>,
    /// What it was told, newest first.
    pub events: Vec<AppEvent>,
}

impl Phone {
    /// The state of the shell at a moment: what goes by itself until then is gone.
    #[must_use]
    pub fn snapshot_at(&self, now: Timestamp) -> PhoneSnapshot {
        let mut then = self.clone();
        then.handle(Input::Tick, now);
        then.snapshot()
    }

    /// The state of the shell, as of the last input.
    #[must_use]
    pub fn snapshot(&self) -> PhoneSnapshot {
        let apps = self.apps.iter().map(|app| AppSnapshot {
            app: app.config.app.clone(),
            title: app.config.title.clone(),
            channel: app.config.channel.clone(),
            uri: self.client.channel(&app.config.app).and_then(|channel| channel.uri.clone()),
            banners: self.client.banners(&app.config.app),
            assets: app.assets.folder.as_ref().map(|folder| folder.display().to_string()),
            put: app.assets.dropped(),
            tile_domains: app.assets.domains.clone(),
            events: app.events.iter().cloned().collect(),
        });
        let Rgb(red, green, blue) = self.config.accent;
        let lock = self.lock(Timestamp::default());
        let note = |note: &Note| NoteSnapshot { id: note.id, toast: toast(&note.app, &note.toast), at: note.came };
        PhoneSnapshot {
            page: self.page_snapshot(),
            tiles: self.start.tiles().iter().map(tile).collect(),
            toast: self
                .banner
                .as_ref()
                .filter(|banner| banner.showed_last())
                .map(|banner| toast(&banner.app, &banner.toast)),
            action_center: self.center.notes().iter().map(note).collect(),
            apps: apps.collect(),
            airplane: self.airplane,
            front: self.places.front().map(|front| front.app.clone()),
            arguments: self.places.front().map(|front| query_of(&front.page)).unwrap_or_default(),
            battery: self.battery,
            theme: self.config.theme,
            accent: format!("#{red:02X}{green:02X}{blue:02X}"),
            columns: self.config.columns,
            lock: LockSnapshot {
                lines: lock.lines,
                counts: lock.badges.into_iter().map(|badge| (badge.title, badge.count)).collect(),
            },
        }
    }

    fn page_snapshot(&self) -> PageSnapshot {
        match (self.places.over(), self.places.here()) {
            (Over::Lock, _) => PageSnapshot::Lock,
            (Over::ActionCenter, _) => PageSnapshot::ActionCenter,
            (Over::Nothing, Place::Start) => PageSnapshot::Start,
            (Over::Nothing, Place::Apps) => PageSnapshot::Apps,
            (Over::Nothing, Place::Settings) => PageSnapshot::Settings,
            (Over::Nothing, Place::Accents) => PageSnapshot::Accents,
            (Over::Nothing, Place::Search) => PageSnapshot::Search,
            (Over::Nothing, Place::App(front)) => {
                PageSnapshot::App { app: front.app.clone(), page: front.page.clone() }
            }
        }
    }
}

fn tile(tile: &PinnedTile) -> TileSnapshot {
    let shown = tile.shown();
    let field = |name: &FieldName| {
        let value = match shown.slot(*name)? {
            Slot::Text(text) => FieldSnapshot::Text(text.value()?.clone()),
            Slot::Image(address) => FieldSnapshot::Text(address.value()?.as_str().to_owned()),
            Slot::Color(color) => FieldSnapshot::Text(color.value()?.to_string()),
            Slot::Count(count) => FieldSnapshot::Number(count.value()?.get()),
        };
        Some((snake_case(name.element()), value))
    };
    TileSnapshot {
        app: tile.key().app.clone(),
        id: tile.key().id.clone(),
        template: shown.kind(),
        size: tile.size(),
        fields: shown.kind().fields().iter().filter_map(field).collect(),
    }
}

fn toast(app: &str, toast: &Toast) -> ToastSnapshot {
    ToastSnapshot {
        app: app.to_owned(),
        text1: toast.text1.clone(),
        text2: toast.text2.clone(),
        param: toast.param.clone(),
        sound: sound_of(toast),
    }
}

/// `WideContent1` becomes `wide_content1`.
fn snake_case(element: &str) -> String {
    let mut name = String::new();
    for letter in element.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}
