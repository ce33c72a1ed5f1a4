//! What can a person do with the phones of a window? Played by role and label, as a screen reader finds things.
#![cfg(test)]

#[path = "support/canned.rs"]
mod canned;
#[path = "support/window.rs"]
mod window;

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event as Input, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, vec2};
use egui_kittest::kittest::Queryable as _;
use tilecast::console::command::NewPhone;
use tilecast::console::compose::Destination;
use tilecast::console::event::DeskEvent;
use tilecast::console::lineup::LineupEvent;
use tilecast::console::lineup::zoom::Zoom;
use tilecast::console::phones::MAX_PHONES;
use tilecast::console::{Event, Request};
use tilecast::phone::shell::scene::{Finger, PhoneTheme, Rgb, Setting};
use tilecast::phone::{Phone, PhoneConfig};
use tilecast::protocol::device::{DeviceId, OsVersion};
use tilecast::protocol::version::{Columns, Screen};
use window::{Opened as Desk, open};

fn device(name: &str) -> DeviceId {
    name.parse().unwrap()
}

fn phone(name: &str, os: OsVersion) -> Event {
    Event::Phone(Arc::new(Phone::new(PhoneConfig::sample(device(name), name, os))))
}

/// A window with so many phones, `p00` and so on; the canned one is the first.
fn with(count: usize) -> Vec<Event> {
    let mut events = canned::set_up();
    events.extend((1..count).map(|at| phone(&format!("p{at:02}"), OsVersion::ALL[at % 5])));
    events
}

fn added(desk: &mut Desk) -> NewPhone {
    match desk.asked.try_recv() {
        Ok(Request::AddPhone(phone)) => *phone,
        other => panic!("{other:?}"),
    }
}

fn choose(desk: &mut Desk, phone: &str, deed: &str) {
    desk.harness.get_by_role_and_label(Role::Button, &format!("More about {phone}")).click();
    desk.harness.run();
    desk.harness.get_by_role_and_label(Role::MenuItem, deed).click();
    desk.harness.run();
}

fn zoom(desk: &Desk) -> Zoom {
    desk.harness.state().model().desk.lineup.zoom
}

/// How wide a phone's card is: from the beginning of its name to the end of its three dots.
fn width(desk: &Desk, phone: &str) -> f32 {
    let more = desk.harness.get_by_role_and_label(Role::Button, &format!("More about {phone}")).rect();
    more.right() - desk.harness.get_by_role_and_label(Role::Label, phone).rect().left()
}

/// A duplicate is another phone with the same setup under a name of its own; one that was removed can be brought back.
#[test]
fn phones_are_duplicated_removed_and_brought_back() {
    let mut desk = open((1_440.0, 900.0), with(2));
    choose(&mut desk, "p01", "Duplicate");
    let NewPhone { config, like } = added(&mut desk);
    let former = like.unwrap();
    assert_eq!((config.name.as_str(), config.device.as_str()), ("p01-2", "p01-2"));
    let same = PhoneConfig { device: device("p01"), name: String::from("p01"), ..config };
    assert_eq!(*former.config(), same);
    choose(&mut desk, "p01", "Remove");
    assert_eq!(desk.asked.try_recv().ok(), Some(Request::RemoveDevice(device("p01"))));
    desk.events.try_send(Arc::new(Event::PhoneGone(device("p01")))).unwrap();
    desk.harness.run();
    assert!(desk.harness.query_by_label("phone p01").is_none());
    desk.harness.get_by_label("p01 was removed.");
    desk.harness.get_by_role_and_label(Role::Button, "Bring back").click();
    desk.harness.run();
    assert_eq!(added(&mut desk).config, same);
    assert!(desk.harness.query_by_label("p01 was removed.").is_none());
}

/// With no phone left the pane says so, and offers one.
#[test]
fn no_phone_is_explained() {
    let mut desk = open((1_440.0, 900.0), Vec::new());
    desk.harness.get_by_label("No phone is switched on.");
    desk.harness.get_by_role_and_label(Role::Button, "Add a phone…").click();
    desk.harness.run();
    desk.harness.get_by_role_and_label(Role::Button, "Add").click();
    desk.harness.run();
    assert_eq!(added(&mut desk).config.name, "ana");
}

/// Each further phone has a name, a version and an accent that no other has, as long as there are any.
#[test]
fn further_phones_differ() {
    let mut desk = open((1_440.0, 900.0), canned::set_up());
    let (mut names, mut versions, mut accents) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..4 {
        desk.harness.get_by_role_and_label(Role::Button, "Add phone…").click();
        desk.harness.run();
        // The field with the name has the keyboard.
        desk.harness.key_press(Key::Enter);
        desk.harness.run();
        let config = added(&mut desk).config;
        assert_eq!(config.name, config.device.as_str());
        names.push(config.name.clone());
        versions.push(config.os);
        accents.push(config.accent);
        desk.events.try_send(Arc::new(Event::Phone(Arc::new(Phone::new(config))))).unwrap();
        desk.harness.run();
    }
    assert_eq!(names, ["ben", "cleo", "dan", "eva"]);
    versions.sort_unstable();
    versions.dedup();
    assert_eq!(versions.len(), 4);
    accents.sort_unstable_by_key(|accent| (accent.0, accent.1, accent.2));
    accents.dedup();
    assert_eq!(accents.len(), 4);
}

fn tap(desk: &mut Desk, role: Role, label: &str) {
    desk.harness.get_by_role_and_label(role, label).click();
    desk.harness.run();
}

fn rename(desk: &mut Desk, name: &str) {
    let field = |desk: &Desk| desk.harness.get_by_role_and_label(Role::TextInput, "Name").is_focused();
    assert!(field(desk));
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    desk.harness.get_by_role_and_label(Role::TextInput, "Name").type_text(name);
    desk.harness.run();
}

/// A new phone has the version, the screen, the grid, the theme and the accent that were chosen for it.
#[test]
fn a_new_phone_is_as_described() {
    let mut desk = open((1_440.0, 900.0), with(2));
    tap(&mut desk, Role::Button, "Add phone…");
    rename(&mut desk, "lab-7");
    for choice in ["Windows Phone 8.1", "720p", "three columns", "light", "magenta"] {
        tap(&mut desk, Role::RadioButton, choice);
    }
    tap(&mut desk, Role::Button, "Add");
    let NewPhone { config, like } = added(&mut desk);
    assert!(like.is_none());
    assert_eq!((config.name.as_str(), config.device.as_str(), config.os), ("lab-7", "lab-7", OsVersion::V8_1));
    assert_eq!((config.screen, config.columns, config.theme), (Screen::Hd720, Columns::Three, PhoneTheme::Light));
    assert_eq!(config.accent, Rgb(0xD8, 0x00, 0x73));
    assert!(desk.harness.query_by_label("A new phone").is_none());
}

/// A form offers only what the chosen version had.
#[test]
fn a_form_offers_what_a_version_had() {
    let mut desk = open((1_440.0, 900.0), with(1));
    choose(&mut desk, "ana", "Edit…");
    let offered = |desk: &Desk, name: &str| desk.harness.query_by_role_and_label(Role::RadioButton, name).is_some();
    assert!(offered(&desk, "1080p") && !offered(&desk, "three columns") && offered(&desk, "taupe"));
    tap(&mut desk, Role::RadioButton, "1080p");
    assert!(offered(&desk, "three columns"));
    tap(&mut desk, Role::RadioButton, "Windows Phone 7.1");
    assert!(offered(&desk, "WVGA") && !offered(&desk, "WXGA") && !offered(&desk, "three columns"));
    assert!(offered(&desk, "mango") && !offered(&desk, "taupe"));
}

/// Theme and accent are changed while a phone runs; another version, screen or name takes switching off and on, under the same id.
#[test]
fn a_phone_is_changed() {
    let mut desk = open((1_440.0, 900.0), with(2));
    choose(&mut desk, "p01", "Edit…");
    tap(&mut desk, Role::RadioButton, "light");
    desk.harness.get_by_label("Changed at once, while the phone runs.");
    tap(&mut desk, Role::Button, "Apply");
    let finger = Finger::Set(Setting::Theme(PhoneTheme::Light));
    assert_eq!(desk.asked.try_recv().ok(), Some(Request::Finger { device: device("p01"), finger }));
    assert!(desk.asked.try_recv().is_err());
    choose(&mut desk, "p01", "Edit…");
    rename(&mut desk, "bo");
    tap(&mut desk, Role::RadioButton, "Windows Phone 8.0");
    tap(&mut desk, Role::Button, "Apply");
    let Ok(Request::ChangePhone(config)) = desk.asked.try_recv() else { panic!("nothing was asked for") };
    assert_eq!((config.device.as_str(), config.name.as_str(), config.os), ("p01", "bo", OsVersion::V8_0));
}

/// A name that cannot be is explained at its field, and not applied; Escape leaves everything as it was.
#[test]
fn a_bad_name_is_explained() {
    let mut desk = open((1_440.0, 900.0), with(2));
    tap(&mut desk, Role::Button, "Add phone…");
    for (name, problem) in [
        ("my phone", "Letters from a to z, digits, “-”, “_” and “.” can stand in a name, and no spaces."),
        ("p01", "Another device is called that."),
    ] {
        desk.harness.get_by_role_and_label(Role::TextInput, "Name").focus();
        desk.harness.run();
        rename(&mut desk, name);
        desk.harness.get_by_label(problem);
        desk.harness.key_press(Key::Enter);
        desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        desk.harness.run();
        assert!(desk.asked.try_recv().is_err());
    }
    desk.harness.key_press(Key::Escape);
    desk.harness.run();
    assert!(desk.harness.state().model().desk.lineup.form.is_none() && desk.asked.try_recv().is_err());
}

/// When there are as many phones as there may be, another is not asked for, and that is said.
#[test]
fn there_is_a_most() {
    let mut desk = open((1_440.0, 900.0), with(MAX_PHONES));
    desk.harness.get_by_role_and_label(Role::Button, "Add phone…").click();
    desk.harness.run();
    assert!(desk.asked.try_recv().is_err());
    desk.harness.get_by_label("There are 64 phones, which is the most.");
    choose(&mut desk, "ana", "Duplicate");
    assert!(desk.asked.try_recv().is_err());
}

/// The size is chosen in steps, from a list, by keys over the phones, and by the wheel with Ctrl.
#[test]
fn phones_are_drawn_larger_and_smaller() {
    let mut desk = open((1_440.0, 900.0), with(4));
    assert_eq!(zoom(&desk), Zoom::Fit);
    let fitted = width(&desk, "ana");
    desk.harness.get_by_role_and_label(Role::Button, "Larger phones").click();
    desk.harness.run();
    assert!(width(&desk, "ana") > fitted);
    desk.harness.get_by_role_and_label(Role::Button, "Smaller phones").click();
    desk.harness.run();
    desk.harness.get_by_role_and_label(Role::ComboBox, "Size of the phones").click();
    desk.harness.run();
    desk.harness.get_by_role_and_label(Role::ListBoxOption, "75 %").click();
    desk.harness.run();
    assert_eq!((zoom(&desk), width(&desk, "ana")), (Zoom::Percent(75), 396.0));
    let over = desk.harness.get_by_role_and_label(Role::Label, "ana").rect().center_bottom();
    desk.harness.hover_at(over + vec2(40.0, 80.0));
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::Minus);
    desk.harness.run();
    assert_eq!(zoom(&desk), Zoom::Percent(60));
    let turn = |desk: &mut Desk, lines: f32| {
        let (unit, modifiers) = (MouseWheelUnit::Line, Modifiers::COMMAND);
        let (phase, source) = (TouchPhase::Move, MouseWheelSource::Unknown);
        desk.harness.event(Input::MouseWheel { unit, delta: vec2(0.0, lines), modifiers, phase, source });
        desk.harness.run();
    };
    turn(&mut desk, 1.0);
    assert_eq!(zoom(&desk), Zoom::Percent(75));
    turn(&mut desk, -1.0);
    turn(&mut desk, -1.0);
    assert_eq!(zoom(&desk), Zoom::Percent(50));
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::Num0);
    desk.harness.run();
    assert_eq!((zoom(&desk), desk.harness.ctx.zoom_factor()), (Zoom::Fit, 1.0));
}

/// Only phones in sight are drawn; the keyboard finds the others too, and then they come into sight.
#[test]
fn only_phones_in_sight_are_drawn() {
    let mut desk = open((1_440.0, 900.0), with(12));
    let drawn = |desk: &Desk, name: &str| desk.harness.query_by_label(&format!("phone {name}")).is_some();
    assert!(drawn(&desk, "ana") && !drawn(&desk, "p11"));
    desk.harness.get_by_role_and_label(Role::Button, "More about p11").focus();
    desk.harness.run();
    assert!(drawn(&desk, "p11") && !drawn(&desk, "ana"));
}

/// In every size of window, twelve phones can be reached, and the controls over them as well.
#[test]
fn small_windows_have_the_controls_too() {
    for size in [(1_024.0, 700.0), (2_560.0, 1_440.0), (800.0, 560.0)] {
        let desk = open(size, with(12));
        desk.harness.get_by_role_and_label(Role::Button, "Add phone…");
        desk.harness.get_by_role_and_label(Role::Button, "More about p11");
        if size.0 > 900.0 {
            desk.harness.get_by_role_and_label(Role::ComboBox, "Size of the phones");
        }
    }
}

/// What is sent to a phone out of sight brings it into sight.
#[test]
fn the_phone_that_is_sent_to_comes_into_sight() {
    let mut desk = open((1_440.0, 900.0), with(12));
    desk.harness.get_by_role_and_label(Role::Button, "More about p11").focus();
    desk.harness.run();
    assert!(desk.harness.query_by_label("phone ana").is_none());
    tap(&mut desk, Role::Button, "Send");
    assert!(matches!(desk.asked.try_recv(), Ok(Request::Send(_))));
    assert!(desk.harness.query_by_label("phone ana").is_some());
}

/// A destination whose phone is removed stays what it is, and is sent to no other phone.
#[test]
fn a_removed_destination_is_not_replaced() {
    let mut events = with(2);
    events.push(Event::PhoneGone(device("ana")));
    events.push(Event::DeviceGone(device("ana")));
    let mut desk = open((1_440.0, 900.0), events);
    let to = Destination::Channel { device: device("ana"), app: String::from("trips") };
    assert_eq!(desk.harness.state().model().desk.draft.to, Some(to));
    let shown = desk.harness.get_by_role_and_label(Role::ComboBox, "To").value();
    assert_eq!(shown.as_deref(), Some("ana · trips (closed)"));
    desk.harness.get_by_role_and_label(Role::Button, "Send").click();
    desk.harness.run();
    assert!(desk.asked.try_recv().is_err());
    desk.harness.get_by_label("There is nowhere to send to.");
}

/// Whoever scrolls phones of a chosen size sees the size in the head.
#[test]
fn a_chosen_size_is_shown() {
    let mut events = with(3);
    events.push(Event::Desk(DeskEvent::Lineup(LineupEvent::Zoomed(Zoom::Percent(125)))));
    let desk = open((1_440.0, 900.0), events);
    let shown = desk.harness.get_by_role_and_label(Role::ComboBox, "Size of the phones").value();
    assert_eq!(shown.as_deref(), Some("125 %"));
}
