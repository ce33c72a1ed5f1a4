//! What can a person do with the pictures of a phone's apps? Played by role and label, and with files that are dropped.
#![cfg(test)]

#[path = "support/canned.rs"]
mod canned;
#[path = "support/window.rs"]
mod window;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{DroppedFile, HoveredFile, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use tilecast::console::model::Notice;
use tilecast::console::{Event, Request};
use tilecast::phone::shell::scene::{Finger, Setting};
use tilecast::phone::{AppConfig, Input, Phone, PhoneConfig};
use tilecast::protocol::device::OsVersion;
use window::{Opened as Desk, open};

fn tap(desk: &mut Desk, role: Role, label: &str) {
    desk.harness.get_by_role_and_label(role, label).click();
    desk.harness.run();
}

fn opened(desk: &mut Desk) {
    tap(desk, Role::Button, "More about ana");
    tap(desk, Role::MenuItem, "Pictures and domains…");
}

fn retype(desk: &mut Desk, field: &str, typed: &str) {
    tap(desk, Role::TextInput, field);
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    desk.harness.get_by_role_and_label(Role::TextInput, field).type_text(typed);
    desk.harness.run();
}

fn asked(desk: &mut Desk) -> Finger {
    match desk.asked.try_recv() {
        Ok(Request::Finger { device, finger }) => {
            assert_eq!(device.as_str(), "ana");
            finger
        }
        other => panic!("{other:?}"),
    }
}

fn phone(change: impl FnOnce(&mut Phone)) -> Event {
    let mut config = PhoneConfig::sample("ana".parse().unwrap(), "ana", OsVersion::V8_0);
    config.apps.push(AppConfig::bank(1, "push.example.org"));
    let mut phone = Phone::new(config);
    change(&mut phone);
    Event::Phone(Arc::new(phone))
}

/// Domains that are typed are bound when Enter is pressed; what is no domain is said in place and binds nothing, and Escape
/// leaves everything as it was.
#[test]
fn domains_are_bound() {
    let mut desk = open((1_440.0, 900.0), canned::set_up());
    opened(&mut desk);
    let field = |desk: &Desk| desk.harness.get_by_role_and_label(Role::TextInput, "Domains").is_focused();
    tap(&mut desk, Role::TextInput, "Domains");
    assert!(field(&desk));
    desk.harness.get_by_role_and_label(Role::TextInput, "Domains").type_text("a!b");
    desk.harness.run();
    assert!(desk.harness.query_by_label_contains("is no domain").is_some());
    desk.harness.key_press(Key::Enter);
    desk.harness.run();
    assert!(desk.asked.try_recv().is_err() && desk.harness.state().model().desk.gallery.is_some());
    retype(&mut desk, "Domains", "a.example, b.example");
    desk.harness.key_press(Key::Enter);
    desk.harness.run();
    let domains = vec![String::from("a.example"), String::from("b.example")];
    assert_eq!(asked(&mut desk), Finger::Set(Setting::Domains { app: String::from("trips"), domains }));
    assert!(desk.harness.query_by_role_and_label(Role::TextInput, "Domains").is_none());
    opened(&mut desk);
    desk.harness.key_press(Key::Escape);
    desk.harness.run();
    assert!(desk.harness.state().model().desk.gallery.is_none() && desk.asked.try_recv().is_err());
}

/// A folder is given up for the sample art; of a phone with several apps each has its own.
#[test]
fn a_folder_is_given_up() {
    let mut desk = open((1_024.0, 700.0), canned::set_up());
    let folder = |app: &str, folder: Option<&str>| {
        Finger::Set(Setting::Assets { app: app.to_owned(), folder: folder.map(PathBuf::from) })
    };
    let event =
        phone(|phone| drop(phone.handle(Input::Finger(folder("bank", Some("/somewhere/else"))), canned::start())));
    desk.events.try_send(Arc::new(event)).unwrap();
    desk.harness.run();
    opened(&mut desk);
    assert!(desk.harness.query_by_label("Sample art that comes with Tilecast").is_some());
    assert!(desk.harness.query_by_label("Use the sample art").is_none());
    tap(&mut desk, Role::RadioButton, "Bank");
    assert!(desk.harness.query_by_label("/somewhere/else").is_some());
    tap(&mut desk, Role::Button, "Use the sample art");
    assert_eq!(asked(&mut desk), folder("bank", None));
}

/// What is typed of one app waits while another is looked at; all of it is meant by Done, and nothing while any is wrong.
#[test]
fn what_is_typed_of_each_app_is_kept() {
    let mut desk = open((1_440.0, 900.0), canned::set_up());
    desk.events.try_send(Arc::new(phone(|_| ()))).unwrap();
    desk.harness.run();
    opened(&mut desk);
    let typed = |desk: &Desk| desk.harness.state().model().desk.gallery.as_ref().unwrap().typed.domains.clone();
    retype(&mut desk, "Domains", "a!b");
    tap(&mut desk, Role::RadioButton, "Bank");
    assert_eq!(typed(&desk), "");
    let art = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/art");
    retype(&mut desk, "Folder", art.to_str().unwrap());
    retype(&mut desk, "Domains", "b.example");
    tap(&mut desk, Role::Button, "Done");
    assert!(desk.asked.try_recv().is_err(), "nothing is bound while a domain is wrong");
    assert!(desk.harness.query_by_label_contains("is no domain").is_some());
    assert_eq!(typed(&desk), "a!b");
    retype(&mut desk, "Domains", "a.example");
    tap(&mut desk, Role::Button, "Done");
    let bound = |app: &str, domain: &str| {
        Finger::Set(Setting::Domains { app: app.to_owned(), domains: vec![domain.to_owned()] })
    };
    assert_eq!(asked(&mut desk), bound("trips", "a.example"));
    assert_eq!(asked(&mut desk), bound("bank", "b.example"));
    // The folder is looked at on a thread of its own.
    while desk.harness.state().model().desk.gallery.as_ref().is_some_and(|form| form.folder_problem.is_none()) {
        desk.harness.step();
    }
    assert_eq!(asked(&mut desk), Finger::Set(Setting::Assets { app: String::from("bank"), folder: Some(art) }));
}

/// A folder that is typed is used when Enter is pressed, if it holds pictures; what is none is said in place.
#[test]
fn a_folder_is_typed() {
    let mut desk = open((1_440.0, 900.0), canned::set_up());
    opened(&mut desk);
    let art = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/art");
    let enter = |desk: &mut Desk, folder: &Path| {
        retype(desk, "Folder", folder.to_str().unwrap());
        desk.harness.key_press(Key::Enter);
        let said = |desk: &Desk| desk.harness.state().model().desk.gallery.as_ref().unwrap().folder_problem.is_some();
        // The folder is looked at on a thread of its own.
        while desk.asked.is_empty() && !said(desk) {
            desk.harness.step();
        }
    };
    enter(&mut desk, &art.join("none"));
    assert!(desk.asked.try_recv().is_err());
    enter(&mut desk, &art);
    let folder = Some(art);
    assert_eq!(asked(&mut desk), Finger::Set(Setting::Assets { app: String::from("trips"), folder }));
    assert_eq!(desk.harness.state().model().desk.gallery.as_ref().unwrap().folder_problem, None);
}

/// Done means a folder that was only typed as well, and the form stays open over one that is none.
#[test]
fn a_typed_folder_is_meant() {
    let mut desk = open((1_440.0, 900.0), canned::set_up());
    opened(&mut desk);
    let art = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/art");
    let done = |desk: &mut Desk, folder: &Path| {
        retype(desk, "Folder", folder.to_str().unwrap());
        tap(desk, Role::Button, "Done");
        let domains = Finger::Set(Setting::Domains { app: String::from("trips"), domains: Vec::new() });
        assert_eq!(asked(desk), domains);
        let form = |desk: &Desk| desk.harness.state().model().desk.gallery.clone();
        while desk.asked.is_empty() && form(desk).is_some_and(|form| form.folder_problem.is_none()) {
            desk.harness.step();
        }
    };
    done(&mut desk, &art.join("none"));
    assert!(desk.asked.try_recv().is_err() && desk.harness.state().model().desk.gallery.is_some());
    done(&mut desk, &art);
    let folder = Some(art);
    assert_eq!(asked(&mut desk), Finger::Set(Setting::Assets { app: String::from("trips"), folder }));
    desk.harness.run();
    assert!(desk.harness.state().model().desk.gallery.is_none());
}

/// The form goes with its phone, and the window is no longer covered.
#[test]
fn the_form_goes_with_its_phone() {
    let mut desk = open((1_440.0, 900.0), canned::set_up());
    opened(&mut desk);
    desk.events.try_send(Arc::new(Event::PhoneGone("ana".parse().unwrap()))).unwrap();
    desk.harness.run();
    let model = desk.harness.state().model();
    assert!(model.desk.gallery.is_none() && !model.desk.is_covered());
}

/// A picture that is dropped while no phone is in sight is for the phone that the draft goes to.
#[test]
fn files_are_dropped_beside_the_phones() {
    let mut desk = open((1_440.0, 900.0), canned::set_up());
    tap(&mut desk, Role::Tab, "Versions");
    drop_file(&mut desk, Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/art/red.png"));
    assert!(matches!(asked(&mut desk), Finger::Put { app, .. } if app == "trips"));
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        panic!("read by the window itself")
    }
}

fn drop_file(desk: &mut Desk, file: PathBuf) {
    desk.harness.input_mut().dropped_files.push(Arc::new(Dropped(file)));
    // The file is read on a thread of its own, which asks for a frame when it is done.
    desk.harness.step();
    while desk.asked.is_empty() && desk.harness.state().model().desk.notice.is_none() {
        desk.harness.step();
    }
}

/// A picture that is dropped goes among the files of the phone's app; what is no picture is said.
#[test]
fn files_are_dropped() {
    let mut desk = open((1_440.0, 900.0), canned::set_up());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    drop_file(&mut desk, root.join("assets/art/red.png"));
    match asked(&mut desk) {
        Finger::Put { app, picture } => {
            assert_eq!((app.as_str(), picture.name.as_str(), picture.pixels.width), ("trips", "red.png", 173));
        }
        other => panic!("{other:?}"),
    }
    drop_file(&mut desk, root.join("Cargo.toml"));
    match &desk.harness.state().model().desk.notice {
        Some(Notice::File { name, message }) => {
            assert_eq!(name, "Cargo.toml");
            assert!(message.contains("PNG"), "{message}");
        }
        other => panic!("{other:?}"),
    }
}

/// While a file hovers over the window, the phone says where it would go; with nothing dropped, what was dropped is said.
#[test]
fn hovering_files_are_welcomed() {
    let mut desk = open((1_440.0, 900.0), canned::set_up());
    let before = desk.harness.output().shapes.len();
    desk.harness.input_mut().hovered_files.push(HoveredFile::default());
    desk.harness.step();
    assert!(desk.harness.output().shapes.len() > before);
}
