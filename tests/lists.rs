//! What do fingers do to a phone's lists, lock screen and keys in a window? Flicked, tapped, scrolled; by mouse and keys.
#![cfg(test)]

#[path = "support/handled_phone.rs"]
mod handled_phone;
#[path = "support/pushed_phone.rs"]
mod pushed_phone;

use egui::accesskit::Role;
use egui::vec2;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use handled_phone::{Desk, builder, place, wheel_down};
use pushed_phone::{TestPhone, at};
use tilecast::notification::Kind;
use tilecast::phone::shell::scene::{Airplane, Finger, PhoneTheme, SoundMark};
use tilecast::phone::snapshot::PageSnapshot;
use tilecast::phone::{AppConfig, Input, Phone, PhoneConfig};
use tilecast::protocol::device::OsVersion;

fn window(phone: Phone) -> Harness<'static, Desk> {
    handled_phone::window(builder(), phone, 1_000)
}

/// A finger comes down, goes, and leaves.
fn flick(harness: &mut Harness<'_, Desk>, from: (f32, f32), to: (f32, f32)) {
    let (from, to) = (place(from.0, from.1), place(to.0, to.1));
    harness.drag_at(from);
    harness.step();
    for step in 1..=5_u8 {
        harness.hover_at(from + (to - from) * (f32::from(step) / 5.0));
        harness.step();
    }
    harness.drop_at(to);
    harness.run();
}

fn tap(harness: &mut Harness<'_, Desk>, name: &str) {
    harness.get_by_role_and_label(Role::Button, name).click();
    harness.run();
}

fn page(harness: &Harness<'_, Desk>) -> PageSnapshot {
    harness.state().phone.snapshot().page
}

/// A phone of 8.1 with toasts in its action center.
fn phone(toasts: u64) -> Phone {
    let mut phone = TestPhone::on(OsVersion::V8_1);
    for number in 0..toasts {
        phone.push(Kind::Toast, &pushed_phone::toast(&format!("Train {number}"), "is late", "/Trip.xaml"), at(0));
        phone.finger(Finger::DismissToast, at(1));
    }
    phone.phone.handle(Input::Tick, at(1_000));
    phone.phone
}

/// A flick to the left over Start leads to the list of apps, one to the right back; so do the round arrow and the Back key.
#[test]
fn a_flick_leads_to_the_apps() {
    let mut harness = window(phone(0));
    flick(&mut harness, (400.0, 200.0), (100.0, 210.0));
    assert_eq!(page(&harness), PageSnapshot::Apps);
    flick(&mut harness, (60.0, 500.0), (400.0, 500.0));
    assert_eq!(page(&harness), PageSnapshot::Start);
    tap(&mut harness, "list of apps");
    assert_eq!(page(&harness), PageSnapshot::Apps);
    tap(&mut harness, "Back key");
    assert_eq!(page(&harness), PageSnapshot::Start);
    // A flick opens no tile under it.
    assert!(!harness.state().fingers.iter().any(|finger| matches!(finger, Finger::TapTile(_))));
}

/// The settings are rows with what they hold in their names, and change by a tap.
#[test]
fn settings_are_tapped() {
    let mut harness = window(phone(0));
    for name in
        ["list of apps", "Settings", "Background dark", "Airplane mode Off", "Battery 80 %", "Toasts of Trips On"]
    {
        tap(&mut harness, name);
    }
    let shell = harness.state().phone.snapshot();
    assert_eq!((shell.theme, shell.airplane, shell.battery), (PhoneTheme::Light, Airplane::On, 50));
    tap(&mut harness, "Toasts of Trips Off");
    harness.get_by_label("Accent colour cobalt").focus();
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
    tap(&mut harness, "lime");
    assert_eq!(harness.state().phone.snapshot().accent, "#A4C400");
}

/// The action center is pulled down from the status bar; its toasts are flicked out or tapped; it is pushed up again.
#[test]
fn the_action_center_is_pulled_down() {
    let mut harness = window(phone(3));
    flick(&mut harness, (240.0, 10.0), (250.0, 400.0));
    assert_eq!(page(&harness), PageSnapshot::ActionCenter);
    let row = harness.get_by_label("Train 1 is late").rect();
    let left = row.left_center() + vec2(10.0, 0.0);
    harness.drag_at(left);
    harness.step();
    for step in 1..=6_u8 {
        harness.hover_at(left + vec2(15.0 * f32::from(step), 0.0));
        harness.step();
    }
    harness.drop_at(left + vec2(90.0, 0.0));
    harness.run();
    assert_eq!(harness.state().phone.snapshot().action_center.len(), 2);
    flick(&mut harness, (240.0, 780.0), (240.0, 300.0));
    assert_eq!(page(&harness), PageSnapshot::Start);
    tap(&mut harness, "action center");
    tap(&mut harness, "Train 2 is late");
    assert!(matches!(page(&harness), PageSnapshot::App { page, .. } if page == "/Trip.xaml"));
    assert_eq!(harness.state().phone.snapshot().action_center.len(), 1);
}

/// A long list is scrolled by a finger and by the wheel, to its end and no further.
#[test]
fn a_list_is_scrolled() {
    let mut config = PhoneConfig::sample("ana".parse().unwrap(), "ana", OsVersion::V8_0);
    config.apps.extend((0..20).map(|number| AppConfig {
        app: format!("app-{number}"),
        title: format!("App {number:02}"),
        ..AppConfig::trips()
    }));
    let mut harness = window(Phone::new(config));
    harness.state_mut().phone.handle(Input::Finger(Finger::Open(tilecast::phone::shell::scene::Panel::Apps)), at(0));
    harness.run();
    let top = |harness: &Harness<'_, Desk>| harness.get_by_label("App 05").rect().top();
    let before = top(&harness);
    flick(&mut harness, (240.0, 700.0), (240.0, 500.0));
    assert!((before - top(&harness) - 100.0).abs() < 12.0, "{}", before - top(&harness));
    let over = harness.get_by_label("App 10").rect().center();
    wheel_down(&mut harness, over);
    // The wheel runs out by and by.
    harness.run_steps(40);
    let end = harness.get_by_label("Trips").rect().bottom();
    assert!((end - place(0.0, 776.0).y).abs() < 1.5, "{end}");
    let taps = harness.state().fingers.iter().filter(|finger| matches!(finger, Finger::TapApp(_))).count();
    assert_eq!(taps, 0, "who scrolls taps nothing");
}

/// The power key locks the phone; a push upwards or a key unlocks it.
#[test]
fn the_phone_is_locked_and_unlocked() {
    let mut harness = window(phone(0));
    for _ in 0..2 {
        tap(&mut harness, "Power key");
        assert_eq!(page(&harness), PageSnapshot::Lock);
        flick(&mut harness, (240.0, 700.0), (240.0, 200.0));
        assert_eq!(page(&harness), PageSnapshot::Start);
    }
    tap(&mut harness, "Power key");
    harness.get_by_label("unlock").focus();
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
    assert_eq!(page(&harness), PageSnapshot::Start);
}

/// An app in the list is held with the other button, and can then be pinned.
#[test]
fn an_app_is_pinned_from_the_list() {
    let mut harness = window(phone(0));
    let own = pushed_phone::trips();
    harness.state_mut().phone.handle(Input::Finger(Finger::Unpin(own)), at(0));
    harness.run();
    tap(&mut harness, "list of apps");
    harness.get_by_label("Trips").click_secondary();
    harness.run();
    tap(&mut harness, "pin to start");
    assert_eq!(harness.state().phone.snapshot().tiles.len(), 1);
}

/// What is heard with a toast is a part of its name.
#[test]
fn a_toast_says_what_is_heard() {
    let mut quiet = TestPhone::new();
    let body = r#"<wp:Notification xmlns:wp="WPNotification"><wp:Toast><wp:Text1>Train 7</wp:Text1><wp:Sound Silent="true"/></wp:Toast></wp:Notification>"#;
    quiet.push(Kind::Toast, body, at(0));
    assert_eq!(quiet.phone.scene(at(500)).toast.unwrap().sound, SoundMark::Silent);
    let harness = window(quiet.phone);
    harness.get_by_label("toast Train 7, silent");
}
