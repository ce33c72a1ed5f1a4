//! How does an emulated phone come and go, and what does a finger do on it?

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Host;
use super::answer::{Created, Done};
use super::ask::{Body, Name};
use super::devices::{DeviceView, describe, missing, read_id};
use super::refusal::{Code, Refusal};
use crate::console::command::NewPhone as NewOne;
use crate::console::phones::{self, NotAdded, NotFelt};
use crate::notification::TemplateKind;
use crate::phone::shell::scene::{Airplane, Banners, Finger, Key, Panel, PhoneTheme, Setting, Spot, TileKey, TileSize};
use crate::phone::{AppConfig, profile};
use crate::protocol::device::OsVersion;
use crate::protocol::domain::{MAX_DOMAIN_CHARS, MAX_DOMAINS, is_domain};
use crate::protocol::version::{self, Columns, Screen};

/// How many apps a phone may have (our choice, well below what a relay lets a device open).
const MAX_APPS: usize = 16;
/// The longest name of an app or a channel (INTERFACES.md 2).
const MAX_NAME_CHARS: usize = 64;

/// A phone that is wanted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPhone {
    /// Its name, which is also its id.
    name: String,
    /// What it runs.
    #[serde(default)]
    os: OsVersion,
    /// Dark or light.
    #[serde(default)]
    theme: PhoneTheme,
    /// An accent's name in that version, or `#RRGGBB`.
    accent: Option<String>,
    /// Its screen; `wvga` if it is not said.
    #[serde(default)]
    screen: Screen,
    /// How wide Start's grid is; `two` if it is not said.
    #[serde(default)]
    columns: Columns,
    /// What is installed on it; without it, the sample app `trips`.
    apps: Option<Vec<NewApp>>,
    /// The common name of a sender's certificate: gives the phone an app `bank` whose channel only that sender may use.
    service: Option<String>,
    /// The folder of this machine that holds the pictures of its app; without it, the sample art.
    assets: Option<String>,
    /// The domains that its app binds its channel with, from which pictures may come.
    #[serde(default)]
    tile_domains: Vec<String>,
}

/// An app that is wanted on a phone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewApp {
    /// Its name on the link. `trips`, `post`, `album` and `news` are the sample apps.
    app: String,
    /// What people read; if it is not said, the sample app's title, or the name.
    title: Option<String>,
    /// The name of its channel; `main` if it is not said.
    channel: Option<String>,
    /// The template that its tile is pinned with; if it is not said, the sample app's, or `flip`.
    template: Option<TemplateKind>,
}

/// What a finger does.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = FingerInput)]
pub(super) enum Input {
    /// Taps something.
    Tap(Tap),
    /// Flicks something away.
    Dismiss(Dismiss),
    /// Presses a key.
    Press(Key),
    /// Pins a tile: an app's own if `id` is left out.
    Pin {
        /// Whose.
        app: String,
        /// Where a secondary tile leads to, which is its id.
        #[serde(default)]
        id: Option<String>,
        /// How large.
        size: TileSize,
        /// Which template.
        template: TemplateKind,
    },
    /// Gives a tile another size.
    Resize {
        /// Which tile, `app` or `app#id`.
        tile: String,
        /// The size.
        size: TileSize,
    },
    /// Takes a tile off Start.
    Unpin {
        /// Which tile, `app` or `app#id`.
        tile: String,
    },
    /// Puts a tile elsewhere; the others make room.
    Move {
        /// Which tile, `app` or `app#id`.
        tile: String,
        /// The cell of its top left corner.
        to: Spot,
    },
    /// Opens a list.
    Open(Panel),
    /// Flicks over the screen.
    Swipe(Swipe),
    /// Changes a setting.
    Set(Change),
}

/// A flick over the screen.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Swipe {
    /// Unlocks a locked phone.
    Up,
    /// Opens the action center.
    Down,
    /// Opens the list of apps.
    Left,
    /// Leaves it.
    Right,
}

/// A setting of the phone, as it is to be.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = PhoneSetting)]
pub(super) enum Change {
    /// Dark or light.
    Theme(PhoneTheme),
    /// An accent's name in the phone's version, or `#RRGGBB`.
    Accent(String),
    /// Airplane mode.
    Airplane(Airplane),
    /// How full the battery is, in percent.
    Battery(u8),
    /// How wide Start's grid is.
    Columns(Columns),
    /// The app whose texts the lock screen shows; null for none.
    LockText(Option<String>),
    /// Whether an app's toasts are shown.
    Toasts {
        /// The app.
        app: String,
        /// Whether they are.
        banners: Banners,
    },
    /// The folder of this machine that holds an app's pictures; null for the sample art.
    Assets {
        /// The app.
        app: String,
        /// The folder.
        folder: Option<String>,
    },
    /// The domains that an app binds its channel with, from which pictures may come.
    Domains {
        /// The app.
        app: String,
        /// The domains, `pictures.example.org` or `http://pictures.example.org`.
        domains: Vec<String>,
    },
}

/// What can be tapped.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Tap {
    /// The banner.
    Toast,
    /// A tile, `app` or `app#id`.
    Tile(String),
    /// An app in the list of apps, or over its toasts in the action center.
    App(String),
    /// A toast in the action center, by its id.
    Note(u64),
}

/// What can be flicked away.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Dismiss {
    /// The banner.
    Toast,
    /// A toast in the action center, by its id.
    Note(u64),
    /// Every toast in the action center.
    Notes,
}

/// What an input may say, in a sentence.
const INPUTS: &str = "an input is one of {\"tap\":{\"tile\":\"app#id\"}}, {\"tap\":\"toast\"}, {\"tap\":{\"app\"}}, {\"tap\":{\"note\":id}}, \
    {\"dismiss\":\"toast|notes\"}, {\"dismiss\":{\"note\":id}}, {\"press\":\"start|back|search|power\"}, \
    {\"open\":\"apps|settings|accents|action-center\"}, {\"swipe\":\"up|down|left|right\"}, \
    {\"set\":{\"theme|accent|airplane|battery|columns|lock_text|toasts|assets|domains\":…}}, {\"pin\":{\"app\",\"id\"?,\"size\",\"template\"}}, {\"resize\":{\"tile\",\"size\"}}, \
    {\"unpin\":{\"tile\"}}, {\"move\":{\"tile\",\"to\":{\"column\",\"row\"}}}";

/// `POST /devices`. Answers when senders can reach the phone.
pub(super) async fn add(
    State(host): State<Host>,
    Body(wanted): Body<NewPhone>,
) -> Result<Created<DeviceView>, Refusal> {
    let named = phones::named(&wanted.name, wanted.os);
    let mut config = named.map_err(|error| Refusal::value(error.to_string(), "choose another name"))?;
    config.theme = wanted.theme;
    (config.screen, config.columns) = (wanted.screen, wanted.columns);
    check_screen(wanted.os, wanted.screen, wanted.columns)?;
    if let Some(name) = &wanted.accent {
        config.accent = profile::accent(wanted.os, name).ok_or_else(|| no_accent(wanted.os, name))?;
    }
    if let Some(apps) = wanted.apps {
        config.apps = installed(apps)?;
    }
    let folder = wanted.assets.map(PathBuf::from);
    if let Some(folder) = &folder {
        check_folder(folder).await?;
    }
    let domains = checked(wanted.tile_domains)?;
    for app in &mut config.apps {
        app.assets.clone_from(&folder);
        app.tile_domains.clone_from(&domains);
    }
    if let Some(service) = &wanted.service {
        phones::add_service(&mut config, 1, service)
            .map_err(|error| Refusal::value(format!("service: {error}"), "use the common name of a certificate"))?;
        if host.console.relay.tls_base().is_none() {
            let what = "this relay has no TLS port, so no channel can be authenticated";
            return Err(Refusal::conflict(Code::NoTls, what, "leave service out"));
        }
    }
    let device = config.device.clone();
    host.console.add_phone(NewOne { config, like: None }).await.map_err(|error| not_added(&error))?;
    let view = describe(&host.console, &device).ok_or_else(missing)?;
    Ok(Created(view))
}

/// `DELETE /devices/{device}`. A phone of this console is switched off; the relay forgets it with its channels.
pub(super) async fn remove(State(host): State<Host>, Name(name): Name) -> Result<Done, Refusal> {
    let removed = host.console.remove_device(&read_id(&name)?).await;
    removed.then_some(Done).ok_or_else(missing)
}

/// `POST /devices/{device}/input`. Answers when the finger was felt, with the phone as it is then.
pub(super) async fn input(
    State(host): State<Host>,
    Name(name): Name,
    body: Result<Body<Input>, Refusal>,
) -> Result<Json<DeviceView>, Refusal> {
    let Body(input) = body.map_err(|refusal| refusal.with_hint(|| INPUTS.to_owned()))?;
    let device = read_id(&name)?;
    let console = &host.console;
    let elsewhere = || Refusal::not_found("no phone of this console has that name", "POST /api/v1/devices adds one");
    let phone = console.hub.world().phones.get(&device).cloned().ok_or_else(elsewhere)?;
    let finger = input.into_finger(phone.config().os)?;
    if let Finger::Set(Setting::Assets { folder: Some(folder), .. }) = &finger {
        check_folder(folder).await?;
    }
    let wants_toast = matches!(finger, Finger::TapToast | Finger::DismissToast);
    if wants_toast && phone.snapshot_at(console.clock.now()).toast.is_none() {
        return Err(Refusal::conflict(Code::NoEffect, "no toast is on the screen", "it is there for ten seconds"));
    }
    if let Some(objection) = phone.objection(&finger) {
        let hint = format!("GET /api/v1/devices/{device} says what is on its screen");
        return Err(Refusal::conflict(Code::NoEffect, objection.to_string(), hint));
    }
    console.touch(&device, finger).await.map_err(|error| match error {
        NotFelt::NoPhone(_) => elsewhere(),
        NotFelt::Busy(_) => Refusal::busy(error.to_string()),
    })?;
    describe(console, &device).map(Json).ok_or_else(missing)
}

impl Input {
    fn into_finger(self, os: OsVersion) -> Result<Finger, Refusal> {
        Ok(match self {
            Self::Tap(Tap::Toast) => Finger::TapToast,
            Self::Tap(Tap::Tile(tile)) => Finger::TapTile(key(&tile)),
            Self::Tap(Tap::App(app)) => Finger::TapApp(app),
            Self::Tap(Tap::Note(id)) => Finger::TapNote(id),
            Self::Dismiss(Dismiss::Toast) => Finger::DismissToast,
            Self::Dismiss(Dismiss::Note(id)) => Finger::DismissNote(id),
            Self::Dismiss(Dismiss::Notes) => Finger::ClearNotes,
            Self::Press(key) => Finger::Press(key),
            Self::Pin { app, id, size, template } => Finger::Pin { app, id, size, template },
            Self::Resize { tile, size } => Finger::Resize { tile: key(&tile), size },
            Self::Unpin { tile } => Finger::Unpin(key(&tile)),
            Self::Move { tile, to } => Finger::Move { tile: key(&tile), to },
            Self::Open(panel) => Finger::Open(panel),
            Self::Swipe(Swipe::Up) => Finger::Unlock,
            Self::Swipe(Swipe::Down) => Finger::Open(Panel::ActionCenter),
            Self::Swipe(Swipe::Left) => Finger::Open(Panel::Apps),
            Self::Swipe(Swipe::Right) => Finger::Press(Key::Back),
            Self::Set(change) => Finger::Set(change.into_setting(os)?),
        })
    }
}

impl Change {
    fn into_setting(self, os: OsVersion) -> Result<Setting, Refusal> {
        Ok(match self {
            Self::Theme(theme) => Setting::Theme(theme),
            Self::Accent(name) => Setting::Accent(profile::accent(os, &name).ok_or_else(|| no_accent(os, &name))?),
            Self::Airplane(airplane) => Setting::Airplane(airplane),
            Self::Battery(percent) if percent > 100 => {
                let what = format!("a battery cannot be {percent} % full");
                return Err(Refusal::value(what, "battery is 0 to 100, in percent"));
            }
            Self::Battery(percent) => Setting::Battery(percent),
            Self::Columns(columns) => Setting::Columns(columns),
            Self::LockText(app) => Setting::LockText(app),
            Self::Toasts { app, banners } => Setting::Banners { app, banners },
            Self::Assets { app, folder } => Setting::Assets { app, folder: folder.map(PathBuf::from) },
            Self::Domains { app, domains } => Setting::Domains { app, domains: checked(domains)? },
        })
    }
}

/// The apps of a phone, each with a name of its own that the link takes.
fn installed(apps: Vec<NewApp>) -> Result<Vec<AppConfig>, Refusal> {
    let is_name =
        |name: &str| (1..=MAX_NAME_CHARS).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    let names = |app: &NewApp| is_name(&app.app) && app.channel.as_deref().is_none_or(is_name);
    let each_once = apps.iter().map(|app| app.app.as_str()).collect::<BTreeSet<_>>().len() == apps.len();
    if !(1..=MAX_APPS).contains(&apps.len()) || !apps.iter().all(names) || !each_once {
        let what = format!(
            "a phone has 1 to {MAX_APPS} apps; each has a name of its own, and a channel's name, of 1 to {MAX_NAME_CHARS} characters"
        );
        return Err(Refusal::value(what, "apps is [{\"app\": \"post\", \"template\": \"iconic\"}, …]"));
    }
    let samples = AppConfig::samples();
    let installed = |new: NewApp| {
        let sample = samples.iter().find(|sample| sample.app == new.app);
        let base = sample.cloned().unwrap_or_else(|| AppConfig { title: new.app.clone(), ..AppConfig::trips() });
        AppConfig {
            title: new.title.unwrap_or(base.title),
            app: new.app,
            channel: new.channel.unwrap_or(base.channel),
            template: new.template.unwrap_or(base.template),
            ..base
        }
    };
    Ok(apps.into_iter().map(installed).collect())
}

/// Whether a folder can be read. A disk that hangs holds up nobody else.
async fn check_folder(folder: &Path) -> Result<(), Refusal> {
    let Err(error) = tokio::fs::read_dir(folder).await else { return Ok(()) };
    let what = format!("{} is no folder that can be read: {error}", folder.display());
    Err(Refusal::value(what, "name a folder of the machine that Tilecast runs on"))
}

/// Domains as a channel may be bound with.
fn checked(domains: Vec<String>) -> Result<Vec<String>, Refusal> {
    if domains.len() > MAX_DOMAINS {
        let what = format!("a channel is bound with at most {MAX_DOMAINS} domains");
        return Err(Refusal::value(what, "leave some out"));
    }
    if let Some(wrong) = domains.iter().find(|domain| !is_domain(domain)) {
        let wrong: String = wrong.chars().take(MAX_DOMAIN_CHARS).collect();
        let hint = format!("name a host such as pictures.example.org, in at most {MAX_DOMAIN_CHARS} characters");
        return Err(Refusal::value(format!("`{wrong}` is no domain"), hint));
    }
    Ok(domains)
}

/// Whether phones of a version had that screen and that grid.
fn check_screen(os: OsVersion, screen: Screen, columns: Columns) -> Result<(), Refusal> {
    let abilities = version::abilities(os);
    if !abilities.screens.contains(&screen) {
        let known: Vec<&str> = abilities.screens.iter().map(|screen| screen.word()).collect();
        let hint = format!("its phones had {}", known.join(", "));
        return Err(Refusal::value(format!("no phone of Windows Phone {os} had a {} screen", screen.word()), hint));
    }
    if columns == Columns::Three && !abilities.three_columns.contains(&screen) {
        let what = format!("Windows Phone {os} has no third column on this screen");
        return Err(Refusal::value(what, "8.1 has it on every screen, 8.0 on 1080p"));
    }
    Ok(())
}

/// The tile that `app` or `app#id` names.
fn key(tile: &str) -> TileKey {
    match tile.split_once('#') {
        Some((app, id)) => TileKey { app: app.to_owned(), id: Some(id.to_owned()) },
        None => TileKey { app: tile.to_owned(), id: None },
    }
}

fn not_added(error: &NotAdded) -> Refusal {
    let what = error.to_string();
    match error {
        NotAdded::Taken(device) => Refusal::conflict(
            Code::Taken,
            what,
            format!("choose another name, or DELETE /api/v1/devices/{device} first"),
        ),
        NotAdded::Full => Refusal::conflict(Code::Full, what, "remove one first, or link further phones from outside"),
        NotAdded::NoChannels(_) => Refusal::timeout(what, "try again; GET /api/v1/health may say what is wrong"),
        NotAdded::Over => Refusal::busy(what),
    }
}

fn no_accent(os: OsVersion, name: &str) -> Refusal {
    let name: String = name.chars().take(40).collect();
    let known: Vec<&str> = profile::accents(os).into_iter().map(|(name, _)| name).collect();
    Refusal::value(
        format!("Windows Phone {os} has no accent `{name}`"),
        format!("use #RRGGBB or one of {}", known.join(", ")),
    )
}
