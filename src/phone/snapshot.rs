//! What is the state of a phone's shell, as data? The JSON of the control API (INTERFACES.md 3, "shell state").

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::device::{Airplane, Input, Phone};
use super::shell::banner::Banner;
use super::shell::scene::{AppEvent, TileSize};
use super::shell::tile::PinnedTile;
use crate::clock::Timestamp;
use crate::notification::tile::Slot;
use crate::notification::{FieldName, TemplateKind};

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
    /// The toasts in the action center, newest first; Windows Phone 8.0 has none.
    pub action_center: Vec<ToastSnapshot>,
    /// The installed apps.
    pub apps: Vec<AppSnapshot>,
    /// Whether the phone may have a link.
    pub airplane: Airplane,
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
        let page = self.apps.front().map_or(PageSnapshot::Start, |front| PageSnapshot::App {
            app: front.app.clone(),
            page: front.page.clone(),
        });
        let apps = self.apps.iter().map(|app| AppSnapshot {
            app: app.config.app.clone(),
            title: app.config.title.clone(),
            channel: app.config.channel.clone(),
            uri: self.client.channel(&app.config.app).and_then(|channel| channel.uri.clone()),
            events: app.events.iter().cloned().collect(),
        });
        PhoneSnapshot {
            page,
            tiles: self.start.tiles().iter().map(tile).collect(),
            toast: self.banner.as_ref().filter(|banner| banner.showed_last()).map(|banner| toast(banner)),
            action_center: Vec::new(),
            apps: apps.collect(),
            airplane: self.airplane,
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

fn toast(banner: &Banner) -> ToastSnapshot {
    ToastSnapshot {
        app: banner.app.clone(),
        text1: banner.toast.text1.clone(),
        text2: banner.toast.text2.clone(),
        param: banner.toast.param.clone(),
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
