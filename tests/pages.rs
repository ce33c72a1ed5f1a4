//! What does a phone have beside Start and its apps? The list of apps, settings, the action center, the lock screen, and the keys
//! that lead to and fro.
#![cfg(test)]
#![expect(clippy::float_cmp, reason = "places on the grid are exact")]

#[path = "support/pixels.rs"]
mod pixels;
#[path = "support/pushed_phone.rs"]
mod pushed_phone;

use pixels::assert_golden;
use pushed_phone::{FLIP, TestPhone, at, bind, trips};
use tilecast::notification::{Kind, TemplateKind};
use tilecast::phone::shell::scene::{
    Airplane, Banners, Finger, Key, ListKind, ListScene, LockScene, Page, Panel, PhoneTheme, Rgb, Row, Setting,
    SoundMark, TileKey, TileSize,
};
use tilecast::phone::snapshot::PageSnapshot;
use tilecast::phone::{AppConfig, Input, Output, Phone, PhoneConfig};
use tilecast::protocol::device::{OsVersion, PowerLevel};
use tilecast::protocol::link::{PhoneFrame, RelayFrame};
use tilecast::protocol::trace::Stage;
use tilecast::protocol::version::{Columns, Screen};
use tilecast::ui::offscreen::Offscreen;

fn list(phone: &TestPhone) -> ListScene {
    match phone.phone.scene(at(0)).page {
        Page::List(list) => list,
        page @ (Page::Start(_) | Page::App(_) | Page::Lock(_)) => panic!("{page:?} in place of a list"),
    }
}

fn lock(phone: &TestPhone) -> LockScene {
    match phone.phone.scene(at(0)).page {
        Page::Lock(lock) => lock,
        page @ (Page::Start(_) | Page::App(_) | Page::List(_)) => panic!("{page:?} in place of the lock screen"),
    }
}

fn rows(phone: &TestPhone) -> Vec<Row> {
    list(phone).rows.into_iter().map(|row| row.row).collect()
}

fn press(phone: &mut TestPhone, key: Key) -> Vec<Output> {
    phone.finger(Finger::Press(key), at(0))
}

fn set(phone: &mut TestPhone, setting: Setting) -> Vec<Output> {
    phone.finger(Finger::Set(setting), at(0))
}

fn notes(phone: &TestPhone) -> Vec<String> {
    phone.phone.snapshot().action_center.into_iter().filter_map(|note| note.toast.text1).collect()
}

// --- keys ---

/// The Start key leaves an app behind Start, and Back comes to it again; Back on the first Start does nothing.
#[test]
fn back_comes_to_the_app_again() {
    let mut phone = TestPhone::new();
    phone.finger(Finger::TapTile(trips()), at(0));
    assert_eq!(press(&mut phone, Key::Start), [bind(false)]);
    assert_eq!(press(&mut phone, Key::Back), [bind(true)]);
    assert_eq!(phone.page().as_deref(), Some("/MainPage.xaml"));
    assert_eq!(press(&mut phone, Key::Back), [bind(false)]);
    assert_eq!(press(&mut phone, Key::Back), []);
    assert_eq!(phone.phone.snapshot().page, PageSnapshot::Start);
}

/// The Search key leads to a page that says that there is none; Back leads to where one was.
#[test]
fn the_search_key_leads_away() {
    let mut phone = TestPhone::new();
    phone.finger(Finger::TapTile(trips()), at(0));
    assert_eq!(press(&mut phone, Key::Search), [bind(false)]);
    assert_eq!((list(&phone).kind, phone.phone.snapshot().page), (ListKind::Search, PageSnapshot::Search));
    assert_eq!(press(&mut phone, Key::Back), [bind(true)]);
}

// --- the list of apps ---

/// The installed apps stand in the list by their titles, with the settings among them; a tap opens one.
#[test]
fn apps_are_listed() {
    let mut config = PhoneConfig::sample("ana".parse().unwrap(), "ana", OsVersion::V8_0);
    let post = AppConfig { app: "post".to_owned(), title: "Post".to_owned(), ..AppConfig::trips() };
    config.apps.extend([post, AppConfig::bank(1, "bank.example")]);
    let mut phone = TestPhone { phone: Phone::new(config), last_push: 0 };
    phone.finger(Finger::Open(Panel::Apps), at(0));
    let titles = |phone: &TestPhone| -> Vec<String> {
        let title = |row: &Row| match row {
            Row::App { title, .. } => title.clone(),
            row => format!("{row:?}").chars().take_while(|letter| letter.is_alphanumeric()).collect(),
        };
        rows(phone).iter().map(title).collect()
    };
    assert_eq!(titles(&phone), ["Bank", "Post", "Settings", "Trips"]);
    phone.finger(Finger::TapApp("post".to_owned()), at(0));
    let page = PageSnapshot::App { app: "post".to_owned(), page: "/MainPage.xaml".to_owned() };
    assert_eq!(phone.phone.snapshot().page, page);
    press(&mut phone, Key::Back);
    assert_eq!(phone.phone.snapshot().page, PageSnapshot::Apps);
    assert_eq!(
        phone.phone.objection(&Finger::TapApp("none".to_owned())).unwrap().to_string(),
        "no app `none` is installed"
    );
}

/// An app that is held in the list can be pinned; Back lets go of it first.
#[test]
fn a_held_app_is_pinned() {
    let mut phone = TestPhone::new();
    phone.finger(Finger::Unpin(trips()), at(0));
    phone.finger(Finger::Open(Panel::Apps), at(0));
    phone.finger(Finger::HoldApp("trips".to_owned()), at(0));
    let pin = rows(&phone).into_iter().find(|row| matches!(row, Row::Pin { .. })).unwrap();
    press(&mut phone, Key::Back);
    assert!(!rows(&phone).iter().any(|row| matches!(row, Row::Pin { .. })));
    phone.finger(Finger::HoldApp("trips".to_owned()), at(0));
    phone.finger(pin.finger().unwrap(), at(0));
    assert_eq!(phone.phone.snapshot().tiles.len(), 1);
}

/// An app's page offers to be pinned where it is not: a secondary tile whose id is the page, which leads back to it. 7.0 has
/// none, and the start page is the app's own tile.
#[test]
fn a_page_is_pinned() {
    let mut phone = TestPhone::new();
    let offer = |phone: &TestPhone| match phone.phone.scene(at(0)).page {
        Page::App(app) => app.pin.map(|offer| offer.finger),
        page @ (Page::Start(_) | Page::List(_) | Page::Lock(_)) => panic!("{page:?} in place of an app"),
    };
    let open = |phone: &mut TestPhone, page: &str| {
        phone.toast("Train 7", page, at(0));
        phone.finger(Finger::TapToast, at(0));
    };
    phone.finger(Finger::TapTile(trips()), at(0));
    assert_eq!(offer(&phone), None, "its own tile is pinned");
    press(&mut phone, Key::Start);
    open(&mut phone, "/Trip.xaml?id=7");
    phone.finger(offer(&phone).unwrap(), at(0));
    assert_eq!(offer(&phone), None);
    press(&mut phone, Key::Start);
    let key = TileKey { id: Some("/Trip.xaml?id=7".to_owned()), ..trips() };
    phone.finger(Finger::TapTile(key), at(0));
    assert_eq!(phone.page().as_deref(), Some("/Trip.xaml?id=7"));
    let mut old = TestPhone::on(OsVersion::V7_0);
    old.finger(Finger::TapTile(trips()), at(0));
    press(&mut old, Key::Start);
    old.finger(Finger::Unpin(trips()), at(0));
    old.finger(Finger::TapApp("trips".to_owned()), at(0));
    assert!(matches!(offer(&old), Some(Finger::Pin { id: None, template: TemplateKind::Standard, .. })));
}

// --- settings ---

/// Theme, accent, airplane mode and battery are changed on the settings' page, a row each.
#[test]
fn settings_are_changed() {
    let mut phone = TestPhone::on(OsVersion::V8_1);
    phone.finger(Finger::Open(Panel::Settings), at(0));
    assert_eq!(rows(&phone)[0], Row::Theme(PhoneTheme::Dark));
    phone.finger(rows(&phone)[0].finger().unwrap(), at(0));
    assert_eq!(phone.phone.scene(at(0)).theme, PhoneTheme::Light);
    phone.finger(rows(&phone)[1].finger().unwrap(), at(0));
    let lime = rows(&phone)[0].clone();
    assert_eq!(lime, Row::Swatch { name: "lime".to_owned(), color: Rgb(0xA4, 0xC4, 0x00), chosen: false });
    phone.finger(lime.finger().unwrap(), at(0));
    assert!(matches!(&rows(&phone)[0], Row::Swatch { chosen: true, .. }));
    assert_eq!(phone.phone.snapshot().accent, "#A4C400");
    press(&mut phone, Key::Back);
    assert_eq!(rows(&phone)[1], Row::Accent { name: Some("lime".to_owned()), color: Rgb(0xA4, 0xC4, 0x00) });
    phone.finger(rows(&phone)[2].finger().unwrap(), at(0));
    assert_eq!(phone.phone.airplane(), Airplane::On);
}

/// The relay hears of another level of the battery, and again on the next link, as long as it is not full.
#[test]
fn the_battery_is_told() {
    let mut phone = TestPhone::new();
    let power = |level| Output::Send(PhoneFrame::Power { level });
    assert_eq!(set(&mut phone, Setting::Battery(20)), [power(PowerLevel::Low)]);
    assert_eq!(set(&mut phone, Setting::Battery(6)), []);
    assert_eq!(set(&mut phone, Setting::Battery(5)), [power(PowerLevel::Critical)]);
    let welcome = phone.frame(RelayFrame::Welcome { relay: "test".to_owned(), resumed: true });
    assert_eq!(welcome[0], power(PowerLevel::Critical));
    assert_eq!(set(&mut phone, Setting::Battery(255)), [power(PowerLevel::Normal)]);
    assert_eq!(phone.phone.scene(at(0)).status_bar.battery, 100);
}

/// The relay hears that the user has blocked an app's toasts; one that comes all the same is not shown.
#[test]
fn toasts_are_blocked() {
    let mut phone = TestPhone::new();
    let blocked = Setting::Banners { app: "trips".to_owned(), banners: Banners::Blocked };
    let bound = set(&mut phone, blocked.clone());
    assert!(matches!(&bound[..], [Output::Send(PhoneFrame::Bind { toast: false, tile: true, .. })]), "{bound:?}");
    assert_eq!(set(&mut phone, blocked), []);
    let (stage, why) = phone.toast("Train 7", "", at(0));
    assert_eq!((stage, why.as_deref()), (Stage::Ignored, Some("the user has blocked the app's toasts")));
    assert_eq!(phone.tile(FLIP, "<wp:Count>3</wp:Count>").0, Stage::Shown);
    let shown = Setting::Banners { app: "trips".to_owned(), banners: Banners::Shown };
    assert_eq!(set(&mut phone, shown), [bind(false)]);
    assert_eq!(phone.toast("Train 8", "", at(0)).0, Stage::Shown);
}

/// A phone that can have three columns gets them, the tiles in their order; another one refuses.
#[test]
fn more_tiles_are_shown() {
    let mut phone = TestPhone::on(OsVersion::V8_1);
    set(&mut phone, Setting::Columns(Columns::Three));
    assert_eq!(phone.tile_at(0).rect.width_ep, 144.0);
    set(&mut phone, Setting::Columns(Columns::Two));
    assert_eq!(phone.tile_at(0).rect.width_ep, 210.0);
    let mut old = TestPhone::new();
    let three = Finger::Set(Setting::Columns(Columns::Three));
    assert_eq!(
        old.phone.objection(&three).unwrap().to_string(),
        "Windows Phone 8.0 has no third column on this screen"
    );
    old.finger(three, at(0));
    assert_eq!(old.tile_at(0).rect.width_ep, 210.0);
}

/// A phone with 7.0 has its apps' own tiles only: secondary ones came with 7.1.
#[test]
fn secondary_tiles_came_with_seven_one() {
    let pin = |template| {
        let id = Some("/Trip.xaml?id=7".to_owned());
        Finger::Pin { app: "trips".to_owned(), id, size: TileSize::Medium, template }
    };
    let mut old = TestPhone::on(OsVersion::V7_0);
    let why = old.phone.objection(&pin(TemplateKind::Standard)).unwrap().to_string();
    assert_eq!(why, "Windows Phone 7.0 has no secondary tiles, they came with 7.1");
    old.finger(pin(TemplateKind::Standard), at(0));
    assert_eq!(old.tile_at(0).key, TileKey { app: "trips".to_owned(), id: None });
    let Page::Start(start) = old.phone.scene(at(0)).page else { panic!("no Start") };
    assert_eq!(start.tiles.len(), 1);
    assert_eq!(TestPhone::on(OsVersion::V7_1).phone.objection(&pin(TemplateKind::Standard)), None);
}

// --- toasts ---

/// What is heard with a toast: the phone's sound, the app's, or none; before 8.0 there is only the phone's.
#[test]
fn a_toast_is_heard() {
    let sounding = |sound: &str| {
        format!(
            "<wp:Notification xmlns:wp=\"WPNotification\"><wp:Toast><wp:Text1>a</wp:Text1>{sound}</wp:Toast></wp:Notification>"
        )
    };
    let heard = |os, sound: &str| {
        let mut phone = TestPhone::on(os);
        let told = phone.push(Kind::Toast, &sounding(sound), at(0)).1;
        (phone.phone.scene(at(500)).toast.unwrap().sound, told.is_some())
    };
    let (silent, custom) = ("<wp:Sound Silent=\"true\"/>", "<wp:Sound>/Sounds/bell.wav</wp:Sound>");
    assert_eq!(heard(OsVersion::V8_0, ""), (SoundMark::Default, false));
    assert_eq!(heard(OsVersion::V8_0, silent), (SoundMark::Silent, false));
    assert_eq!(heard(OsVersion::V8_0, custom), (SoundMark::Custom, false));
    assert_eq!(heard(OsVersion::V7_8, custom), (SoundMark::Default, true));
}

/// The page of an app has the arguments that a toast led to, decoded.
#[test]
fn arguments_are_on_the_page() {
    let mut phone = TestPhone::new();
    phone.toast("Train 7", "/Trip.xaml?id=7&amp;to=Bad%20Ems", at(0));
    phone.finger(Finger::TapToast, at(1));
    let Page::App(app) = phone.phone.scene(at(1)).page else { panic!() };
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(app.query, [pair("id", "7"), pair("to", "Bad Ems")]);
    assert_eq!(phone.phone.snapshot().arguments, app.query);
}

// --- the action center ---

/// 8.1 keeps toasts that were flicked away, replaced, or left alone; a tapped one is done with. 8.0 keeps none.
#[test]
fn toasts_are_kept() {
    for (os, kept) in [(OsVersion::V8_1, vec!["left alone", "replaced", "flicked"]), (OsVersion::V8_0, vec![])] {
        let mut phone = TestPhone::on(os);
        phone.toast("flicked", "", at(0));
        phone.finger(Finger::DismissToast, at(1_000));
        phone.toast("replaced", "", at(2_000));
        phone.toast("tapped", "", at(3_000));
        phone.finger(Finger::TapToast, at(4_000));
        press(&mut phone, Key::Back);
        phone.toast("left alone", "", at(5_000));
        phone.phone.handle(Input::Tick, at(15_000));
        phone.phone.handle(Input::Tick, at(16_000));
        assert_eq!(notes(&phone), kept, "{os}");
        assert_eq!(phone.phone.scene(at(16_000)).status_bar.notes, (os == OsVersion::V8_1).then_some(3));
    }
}

/// A tap on a kept toast opens its page and takes it out; a flick takes it out; a tap on its app takes all out.
#[test]
fn kept_toasts_are_touched() {
    let mut phone = TestPhone::on(OsVersion::V8_1);
    for number in 0..4 {
        phone.toast(&number.to_string(), &format!("/Trip.xaml?id={number}"), at(number));
        phone.finger(Finger::DismissToast, at(number));
    }
    phone.finger(Finger::Open(Panel::ActionCenter), at(10));
    let ids: Vec<u64> = phone.phone.snapshot().action_center.iter().map(|note| note.id).collect();
    phone.finger(Finger::DismissNote(ids[0]), at(10));
    assert_eq!(notes(&phone), ["2", "1", "0"]);
    phone.finger(Finger::TapNote(ids[2]), at(10));
    assert_eq!(phone.page().as_deref(), Some("/Trip.xaml?id=1"));
    assert_eq!(notes(&phone), ["2", "0"]);
    assert!(phone.phone.objection(&Finger::TapNote(ids[2])).is_some());
    phone.finger(Finger::Open(Panel::ActionCenter), at(10));
    phone.finger(Finger::TapApp("trips".to_owned()), at(10));
    assert!(notes(&phone).is_empty());
    phone.finger(Finger::Open(Panel::ActionCenter), at(10));
    assert_eq!(list(&phone).kind, ListKind::ActionCenter);
    assert!(rows(&phone).contains(&Row::Nothing));
    press(&mut phone, Key::Back);
    assert_eq!(phone.page().as_deref(), Some("/MainPage.xaml"));
}

/// Twenty toasts of an app are kept; how many more there were stands under them, and everything can be cleared.
#[test]
fn twenty_toasts_are_kept() {
    let mut phone = TestPhone::on(OsVersion::V8_1);
    for number in 0..25 {
        phone.toast(&number.to_string(), "", at(number));
    }
    phone.finger(Finger::DismissToast, at(30));
    assert_eq!(notes(&phone).len(), 20);
    assert_eq!(notes(&phone)[0], "24");
    phone.finger(Finger::Open(Panel::ActionCenter), at(30));
    assert_eq!(rows(&phone).last(), Some(&Row::More { app: "trips".to_owned(), count: 5 }));
    let before = list(&phone).rows[10].rect.y_ep;
    phone.finger(Finger::Scroll(200), at(30));
    assert_eq!(list(&phone).rows[10].rect.y_ep, before - 200.0);
    phone.finger(Finger::ClearNotes, at(30));
    assert!(notes(&phone).is_empty() && rows(&phone).contains(&Row::Nothing));
    let old = TestPhone::new();
    let objection = old.phone.objection(&Finger::Open(Panel::ActionCenter)).unwrap().to_string();
    assert_eq!(objection, "Windows Phone 8.0 has no action center");
}

/// While the action center lies over an app, its toasts are shown; the app still gets raw.
#[test]
fn an_app_under_the_action_center_runs() {
    let mut phone = TestPhone::on(OsVersion::V8_1);
    phone.finger(Finger::TapTile(trips()), at(0));
    assert_eq!(phone.finger(Finger::Open(Panel::ActionCenter), at(0)), []);
    assert_eq!(phone.toast("Train 7", "", at(0)).0, Stage::Shown);
    assert_eq!(phone.push(Kind::Raw, "4", at(0)).0, Stage::ToApp);
}

// --- the lock screen ---

/// The lock screen shows counts of apps and the texts of one, from the apps' own tiles, pinned or not; 7.8 shows none.
#[test]
fn the_lock_screen_shows_tiles() {
    let content = "<wp:Count>3</wp:Count><wp:WideBackContent>Gate 4\nboards in\n12 minutes\nnow</wp:WideBackContent>";
    let mut phone = TestPhone::new();
    phone.tile(FLIP, content);
    press(&mut phone, Key::Power);
    assert_eq!(lock(&phone).lines, ["Gate 4", "boards in", "12 minutes"]);
    let badges: Vec<_> = lock(&phone).badges.into_iter().map(|badge| (badge.title, badge.count)).collect();
    assert_eq!(badges, [("Trips".to_owned(), 3)]);
    phone.finger(Finger::Unpin(trips()), at(0));
    assert_eq!(phone.tile(FLIP, "<wp:Count>4</wp:Count>").0, Stage::Ignored);
    assert_eq!(lock(&phone).badges[0].count, 4);
    phone.tile(FLIP, "<wp:Count>0</wp:Count>");
    assert!(lock(&phone).badges.is_empty());
    set(&mut phone, Setting::LockText(None));
    assert!(lock(&phone).lines.is_empty());
    let mut old = TestPhone::on(OsVersion::V7_8);
    old.tile(FLIP, content);
    press(&mut old, Key::Power);
    assert!(lock(&old).lines.is_empty() && lock(&old).badges.is_empty());
}

/// A locked phone has no app in front: its toasts are shown, raw does not reach it, and nothing behind can be touched.
#[test]
fn a_locked_phone_is_locked() {
    let mut phone = TestPhone::new();
    phone.finger(Finger::TapTile(trips()), at(0));
    assert_eq!(press(&mut phone, Key::Power), [bind(false)]);
    assert_eq!(phone.toast("Train 7", "/Trip.xaml", at(0)).0, Stage::Shown);
    assert_eq!(phone.push(Kind::Raw, "4", at(0)).0, Stage::Ignored);
    for finger in
        [Finger::TapToast, Finger::TapApp("trips".to_owned()), Finger::Open(Panel::Apps), Finger::Press(Key::Start)]
    {
        assert_eq!(phone.finger(finger.clone(), at(1)), [], "{finger:?}");
        assert_eq!(phone.phone.snapshot().page, PageSnapshot::Lock, "{finger:?}");
    }
    assert_eq!(phone.finger(Finger::Unlock, at(2)), [bind(true)]);
    assert_eq!(phone.page().as_deref(), Some("/MainPage.xaml"));
}

// --- pictures ---

/// A phone of 8.1 with three apps, tiles and toasts.
fn busy(template: TemplateKind) -> TestPhone {
    let mut config = PhoneConfig::sample("ana".parse().unwrap(), "ana", OsVersion::V8_1);
    config.screen = Screen::Hd720;
    config.apps[0].template = template;
    let post = AppConfig { app: "post".to_owned(), title: "Post".to_owned(), ..AppConfig::trips() };
    config.apps.extend([post, AppConfig::bank(1, "bank.example")]);
    let mut phone = TestPhone { phone: Phone::new(config), last_push: 0 };
    for (text1, text2) in
        [("Train 7", "Leaves at 10:40"), ("Gate 4", "boards in 12 minutes"), ("Train 9", "is cancelled")]
    {
        phone.push(Kind::Toast, &pushed_phone::toast(text1, text2, "/Trip.xaml"), at(0));
        phone.finger(Finger::DismissToast, at(1));
    }
    phone.phone.handle(Input::Tick, at(1_000));
    phone
}

/// The phone's own pages are drawn as they always were, to the bit.
#[test]
fn pages_are_drawn() {
    let offscreen = Offscreen::new();
    let shoot = |name: &str, phone: &TestPhone| {
        let mut scene = phone.phone.scene(at(1_000));
        // The machine's zone is not what is drawn here.
        scene.status_bar.clock = "14:02".to_owned();
        if let Page::Lock(lock) = &mut scene.page {
            (lock.clock, lock.weekday, lock.date) = ("14:02".to_owned(), "Monday".to_owned(), "November 11".to_owned());
        }
        if let Page::List(list) = &mut scene.page {
            if list.kind == ListKind::ActionCenter {
                list.caption = "November 11".to_owned();
            }
            for row in &mut list.rows {
                if let Row::Note { time, .. } = &mut row.row {
                    *time = "14:02".to_owned();
                }
            }
        }
        assert_golden(name, &offscreen.screen(&scene, 0.75).unwrap());
    };
    let mut phone = busy(TemplateKind::Iconic);
    for (name, panel) in [
        ("page-apps", Panel::Apps),
        ("page-settings", Panel::Settings),
        ("page-accents", Panel::Accents),
        ("page-action-center", Panel::ActionCenter),
    ] {
        phone.finger(Finger::Open(panel), at(1_000));
        shoot(name, &phone);
        if panel == Panel::Apps {
            phone.finger(Finger::HoldApp("post".to_owned()), at(1_000));
            shoot("page-apps-held", &phone);
        }
    }
    set(&mut phone, Setting::Theme(PhoneTheme::Light));
    set(&mut phone, Setting::Battery(20));
    set(&mut phone, Setting::Airplane(Airplane::On));
    press(&mut phone, Key::Search);
    phone.finger(Finger::Open(Panel::Settings), at(1_000));
    shoot("page-settings-light", &phone);
    let mut full = TestPhone::on(OsVersion::V8_1);
    for number in 0..25 {
        full.toast(&format!("Train {number}"), "Leaves at 10:40", at(number));
    }
    full.finger(Finger::DismissToast, at(500));
    full.finger(Finger::Open(Panel::ActionCenter), at(500));
    full.finger(Finger::Scroll(4_000), at(500));
    shoot("page-action-center-full", &full);
    let fields = "<wp:WideContent1>WP Developer Day</wp:WideContent1><wp:WideContent2>Hall 2, 10:00</wp:WideContent2>\
                  <wp:WideContent3>Bring a laptop</wp:WideContent3><wp:Count>8</wp:Count>";
    phone.tile(r#"Template="IconicTile""#, fields);
    press(&mut phone, Key::Power);
    shoot("page-lock", &phone);
}
