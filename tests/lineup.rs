//! What becomes of phones that are changed, duplicated and removed while a console runs? Over the real link.
#![cfg(test)]

#[path = "support/program.rs"]
mod program;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use program::Folder;
use tilecast::cli::setup;
use tilecast::clock::Clock;
use tilecast::console::command::NewPhone;
use tilecast::console::journal::{self, KeepsPhones, Kept};
use tilecast::console::phones::NotChanged;
use tilecast::console::runtime::{self, Console, Setup, WhenTaken};
use tilecast::notification::TemplateKind;
use tilecast::phone::shell::scene::{Airplane, Banners, Finger, PhoneTheme, Rgb, Setting, TileSize};
use tilecast::phone::snapshot::PhoneSnapshot;
use tilecast::phone::{AppConfig, Phone, PhoneConfig};
use tilecast::protocol::device::{DeviceId, OsVersion};
use tilecast::protocol::status::ConnectionStatus;
use tilecast::protocol::version::Screen;
use tilecast::relay::Settings;
use tilecast::relay::serve::Routes;

struct Desk(Console);

impl Desk {
    /// A console with these phones, whose channels are open.
    async fn open(phones: &[(&str, OsVersion)]) -> Self {
        Self::start(phones, None).await
    }

    /// The same as a window's, which keeps its phones in this folder.
    async fn open_in(folder: &Path, phones: &[(&str, OsVersion)]) -> Self {
        let mut kept = journal::open(folder, &Clock::real()).unwrap();
        kept.keeps_phones = KeepsPhones::Yes;
        Self::start(phones, Some(kept)).await
    }

    async fn start(phones: &[(&str, OsVersion)], journal: Option<Kept>) -> Self {
        let setup = Setup {
            listen: ([127, 0, 0, 1], 0).into(),
            when_taken: WhenTaken::Fail,
            tls: None,
            phones: phones.iter().map(|(name, os)| setup::phone(name, *os).unwrap()).collect(),
            clock: Clock::real(),
            settings: Settings::default(),
            journal,
            seed: 7,
        };
        let console = runtime::start(setup, |_| Routes::default()).unwrap();
        setup::channels_open(&console).await.unwrap();
        Self(console)
    }

    fn names(&self) -> Vec<String> {
        self.0.shared.hub.world().phones.values().map(|phone| phone.config().name.clone()).collect()
    }

    fn phone(&self, name: &str) -> Arc<Phone> {
        self.0.shared.hub.world().phones[&id(name)].clone()
    }

    fn os(&self, name: &str) -> OsVersion {
        self.phone(name).config().os
    }

    fn shown(&self, name: &str) -> PhoneSnapshot {
        self.phone(name).snapshot()
    }

    fn uri(&self, name: &str) -> String {
        self.shown(name).apps[0].uri.clone().unwrap()
    }

    async fn set(&self, name: &str, setting: Setting) {
        self.0.shared.touch(&id(name), Finger::Set(setting)).await.unwrap();
    }

    async fn pin(&self, name: &str, page: &str, size: TileSize) {
        let (app, template) = (String::from("trips"), TemplateKind::Flip);
        let pin = Finger::Pin { app, id: Some(page.to_owned()), size, template };
        self.0.shared.touch(&id(name), pin).await.unwrap();
    }

    /// Sends a phone a tile, and waits until it has it.
    async fn push_tile(&self, name: &str) {
        let body = "<wp:Notification xmlns:wp=\"WPNotification\" Version=\"2.0\"><wp:Tile Template=\"FlipTile\">\
                    <wp:Count>3</wp:Count><wp:Title>Soon</wp:Title></wp:Tile></wp:Notification>";
        let sent = reqwest::Client::new().post(self.uri(name)).header("X-WindowsPhone-Target", "token");
        let sent = sent.header("X-NotificationClass", "1").body(body).send().await.unwrap();
        assert_eq!(sent.status(), 200);
        self.until(|| self.shown(name).tiles[0].fields.contains_key("count")).await;
    }

    /// Waits until the world says so.
    async fn until(&self, holds: impl Fn() -> bool) {
        let mut version = self.0.shared.hub.version();
        let waiting = async {
            while !holds() {
                version.changed().await.unwrap();
            }
        };
        tokio::time::timeout(Duration::from_secs(10), waiting).await.expect("it never came");
    }
}

fn id(name: &str) -> DeviceId {
    name.parse().unwrap()
}

fn tiles(phone: &PhoneSnapshot) -> Vec<(Option<String>, TileSize)> {
    phone.tiles.iter().map(|tile| (tile.id.clone(), tile.size)).collect()
}

/// A phone that gets another version and name is switched off and on: the same device, the same channel URI, its tiles and its
/// settings; the relay knows its new name.
#[tokio::test]
async fn a_changed_phone_keeps_its_channels() {
    let desk = Desk::open(&[("ana", OsVersion::V8_0)]).await;
    desk.pin("ana", "/Trip.xaml?id=7", TileSize::Wide).await;
    desk.set("ana", Setting::Battery(50)).await;
    desk.set("ana", Setting::Banners { app: String::from("trips"), banners: Banners::Blocked }).await;
    let (uri, before) = (desk.uri("ana"), desk.shown("ana"));
    let config = PhoneConfig { name: String::from("anna"), os: OsVersion::V8_1, ..desk.phone("ana").config().clone() };
    desk.0.shared.phones.change(config).await.unwrap();
    desk.0.shared.until_ready().await;
    let known = || desk.0.shared.hub.world().devices[&id("ana")].clone();
    desk.until(|| known().name == "anna" && known().connection == ConnectionStatus::Connected).await;
    let after = desk.shown("ana");
    assert_eq!((known().os, desk.os("ana"), desk.uri("ana")), (OsVersion::V8_1, OsVersion::V8_1, uri));
    assert_eq!((tiles(&after), after.battery), (tiles(&before), 50));
    assert_eq!(after.apps[0].banners, Banners::Blocked);
    assert!(!known().apps[0].toast);
}

/// An app that is installed on a phone gets a channel and a tile beside those that are there; one that is taken off loses both,
/// and its URI is dead from then on.
#[tokio::test]
async fn apps_come_and_go() {
    let desk = Desk::open(&[("ana", OsVersion::V8_0)]).await;
    desk.pin("ana", "/Trip.xaml?id=7", TileSize::Wide).await;
    let uri = desk.uri("ana");
    let with = |apps: &[usize]| PhoneConfig {
        apps: apps.iter().map(|at| AppConfig::samples()[*at].clone()).collect(),
        ..desk.phone("ana").config().clone()
    };
    let apps = |desk: &Desk| desk.shown("ana").apps.into_iter().map(|app| app.app).collect::<Vec<_>>();
    let templates = |desk: &Desk| desk.shown("ana").tiles.into_iter().map(|tile| tile.template).collect::<Vec<_>>();
    let known = || desk.0.shared.hub.world().devices[&id("ana")].apps.len();
    desk.0.shared.phones.change(with(&[0, 1, 2])).await.unwrap();
    desk.0.shared.until_ready().await;
    desk.until(|| known() == 3).await;
    assert_eq!((apps(&desk), desk.uri("ana")), (["trips", "post", "album"].map(str::to_owned).to_vec(), uri.clone()));
    let flip = TemplateKind::Flip;
    assert_eq!(templates(&desk), [flip, flip, TemplateKind::Iconic, TemplateKind::Cycle]);
    desk.0.shared.phones.change(with(&[1])).await.unwrap();
    desk.0.shared.until_ready().await;
    desk.until(|| known() == 1).await;
    assert_eq!((apps(&desk), templates(&desk)), (vec![String::from("post")], vec![TemplateKind::Iconic]));
    desk.0.shared.phones.change(with(&[0, 1])).await.unwrap();
    desk.0.shared.until_ready().await;
    desk.until(|| known() == 2).await;
    assert_ne!(desk.uri("ana"), uri);
    assert_eq!(templates(&desk), [TemplateKind::Iconic, flip]);
}

/// That phones are there when a console begins again is no line in its log; that one comes back later is.
#[tokio::test]
async fn phones_that_begin_are_no_news() {
    let folder = Folder::new();
    let lines = |desk: &Desk| desk.0.shared.hub.world().log.line_count();
    let phones = [("ana", OsVersion::V8_0), ("bo", OsVersion::V8_1)];
    drop(Desk::open_in(folder.path(), &phones).await);
    let desk = Desk::open_in(folder.path(), &phones).await;
    desk.until(|| desk.names().len() == 2).await;
    assert_eq!(lines(&desk), 0);
    desk.set("ana", Setting::Airplane(Airplane::On)).await;
    desk.until(|| lines(&desk) == 1).await;
    desk.set("ana", Setting::Airplane(Airplane::Off)).await;
    desk.until(|| lines(&desk) == 2).await;
}

/// Tiles follow their phone to another generation as far as that has them: on 7 all are medium.
#[tokio::test]
async fn tiles_follow_to_another_generation() {
    let desk = Desk::open(&[("ana", OsVersion::V8_0)]).await;
    desk.pin("ana", "/Trip.xaml?id=7", TileSize::Wide).await;
    for (os, size) in [(OsVersion::V7_1, TileSize::Medium), (OsVersion::V8_1, TileSize::Medium)] {
        let config = PhoneConfig { os, ..desk.phone("ana").config().clone() };
        desk.0.shared.phones.change(config).await.unwrap();
        desk.until(|| desk.os("ana") == os).await;
        let shown = tiles(&desk.shown("ana"));
        assert_eq!(shown, [(None, TileSize::Medium), (Some(String::from("/Trip.xaml?id=7")), size)]);
    }
}

/// A duplicate has the tiles and settings of its model, a channel of its own, and goes its own way.
#[tokio::test]
async fn a_duplicate_goes_its_own_way() {
    let desk = Desk::open(&[("ana", OsVersion::V8_1)]).await;
    desk.pin("ana", "/Trip.xaml?id=7", TileSize::Small).await;
    desk.set("ana", Setting::Battery(20)).await;
    let like = desk.phone("ana");
    let config = PhoneConfig { device: id("ana-2"), name: String::from("ana-2"), ..like.config().clone() };
    desk.0.shared.add_phone(NewPhone { config, like: Some(like) }).await.unwrap();
    assert_eq!(tiles(&desk.shown("ana-2")), tiles(&desk.shown("ana")));
    assert_eq!(desk.shown("ana-2").battery, 20);
    assert_ne!(desk.uri("ana-2"), desk.uri("ana"));
    desk.set("ana-2", Setting::Theme(PhoneTheme::Light)).await;
    desk.set("ana-2", Setting::Airplane(Airplane::On)).await;
    desk.until(|| desk.0.shared.hub.world().devices[&id("ana-2")].connection == ConnectionStatus::TempDisconnected)
        .await;
    let ana = desk.shown("ana");
    assert_eq!((ana.theme, ana.airplane), (PhoneTheme::Dark, Airplane::Off));
    assert_eq!(desk.0.shared.hub.world().devices[&id("ana")].connection, ConnectionStatus::Connected);
    // In airplane mode it can be changed as well, and stays in it.
    let config = PhoneConfig { os: OsVersion::V8_0, ..desk.phone("ana-2").config().clone() };
    desk.0.shared.phones.change(config).await.unwrap();
    desk.until(|| desk.os("ana-2") == OsVersion::V8_0).await;
    assert_eq!(desk.shown("ana-2").airplane, Airplane::On);
    assert!(desk.0.shared.until_ready().await);
}

/// A phone that is removed while it is switched off and on stays away, whichever of the two is through first.
#[tokio::test]
async fn a_phone_that_is_removed_meanwhile_stays_away() {
    let desk = Desk::open(&[("ana", OsVersion::V8_1)]).await;
    let config = PhoneConfig { os: OsVersion::V8_0, ..desk.phone("ana").config().clone() };
    let ana = id("ana");
    let (changed, removed) = tokio::join!(desk.0.shared.phones.change(config), desk.0.shared.remove_device(&ana));
    assert!(removed);
    if let Err(error) = changed {
        assert_eq!(error, NotChanged::NoPhone(ana));
    }
    desk.until(|| desk.names().is_empty() && desk.0.shared.hub.world().devices.is_empty()).await;
}

/// A phone that is not there cannot be changed.
#[tokio::test]
async fn nobody_cannot_be_changed() {
    let desk = Desk::open(&[("ana", OsVersion::V8_1)]).await;
    let config = PhoneConfig::sample(id("bo"), "bo", OsVersion::V8_0);
    let error = desk.0.shared.phones.change(config).await.unwrap_err();
    assert_eq!(error.to_string(), "no emulated phone has the name `bo`");
}

/// Phones that were added, changed and removed are so after a restart: setup, settings, tiles and what they hold, and the
/// channel URIs.
#[tokio::test]
async fn phones_outlive_the_window() {
    let folder = Folder::new();
    let first = [("ana", OsVersion::V8_0), ("ben", OsVersion::V7_1)];
    let desk = Desk::open_in(folder.path(), &first).await;
    desk.pin("ana", "/Trip.xaml?id=7", TileSize::Wide).await;
    desk.set("ana", Setting::Theme(PhoneTheme::Light)).await;
    desk.set("ana", Setting::Accent(Rgb(1, 2, 3))).await;
    desk.set("ana", Setting::Battery(50)).await;
    desk.set("ana", Setting::Banners { app: String::from("trips"), banners: Banners::Blocked }).await;
    let cleo = PhoneConfig { screen: Screen::Hd720, ..PhoneConfig::sample(id("cleo"), "cleo", OsVersion::V8_1) };
    desk.0.shared.add_phone(NewPhone { config: cleo, like: None }).await.unwrap();
    desk.set("cleo", Setting::Airplane(Airplane::On)).await;
    assert!(desk.0.shared.remove_device(&id("ben")).await);
    desk.push_tile("ana").await;
    let (uri, before) = (desk.uri("ana"), desk.shown("ana"));
    drop(desk);

    let desk = Desk::open_in(folder.path(), &first).await;
    assert_eq!(desk.names(), ["ana", "cleo"]);
    let after = desk.shown("ana");
    assert_eq!((&after.tiles, after.theme, &after.accent), (&before.tiles, PhoneTheme::Light, &before.accent));
    assert_eq!((after.battery, after.apps[0].banners), (50, Banners::Blocked));
    let ours = desk.uri("ana").split_once("/throttled").unwrap().1.to_owned();
    assert!(uri.ends_with(&ours), "{uri} {ours}");
    let cleo = desk.phone("cleo");
    assert_eq!((cleo.config().screen, cleo.airplane()), (Screen::Hd720, Airplane::On));
    assert!(desk.0.shared.remove_device(&id("ana")).await && desk.0.shared.remove_device(&id("cleo")).await);
    drop(desk);

    let desk = Desk::open_in(folder.path(), &first).await;
    assert!(desk.names().is_empty(), "that none is left is kept as well");
}

/// What a push put on a tile is written down soon, not only at the end: a process may be killed.
#[tokio::test]
async fn what_a_push_changed_is_written_down() {
    let folder = Folder::new();
    let desk = Desk::open_in(folder.path(), &[("ana", OsVersion::V8_0)]).await;
    desk.push_tile("ana").await;
    let connection = rusqlite::Connection::open(folder.file("tilecast.sqlite")).unwrap();
    let written = || -> String {
        let query = "SELECT text FROM document WHERE name = 'phones'";
        connection.query_row(query, [], |row| row.get(0)).unwrap()
    };
    let waiting = async {
        while !written().contains("Soon") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting).await.expect("it never came");
}

/// A phone whose row cannot be read is left out, and the others are there; who does not keep phones begins with those that it is
/// told of.
#[tokio::test]
async fn a_damaged_phone_is_left_out() {
    let folder = Folder::new();
    let first = [("ana", OsVersion::V8_0), ("ben", OsVersion::V7_1)];
    drop(Desk::open_in(folder.path(), &first).await);
    let connection = rusqlite::Connection::open(folder.file("tilecast.sqlite")).unwrap();
    let changed = "UPDATE document SET text = replace(text, '\"os\":\"7.1\"', '\"os\":\"9\"') WHERE name = 'phones'";
    assert_eq!(connection.execute(changed, []).unwrap(), 1);
    drop(connection);
    for _ in 0..2 {
        let kept = journal::open(folder.path(), &Clock::real()).unwrap();
        assert_eq!(journal::left_out(&kept), Some(1));
        drop(kept);
        assert_eq!(Desk::open_in(folder.path(), &first).await.names(), ["ana"]);
    }
    let kept = journal::open(folder.path(), &Clock::real()).unwrap();
    assert_eq!(Desk::start(&[("cy", OsVersion::V8_1)], Some(kept)).await.names(), ["cy"]);
}
