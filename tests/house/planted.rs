//! Does each rule bite? For each, sources that break it and are caught, and ones that look like it and are fine.

use crate::manifest::faults_of_manifest;
use crate::rules::{Fault, faults_of_house, machine_paths};
use crate::tree::{Text, nothing_of};

const ENGLISH: &str =
    "# known = a comment\nlog-title = Log\n    .tooltip = { $count }\nlog-count = { $count } pushes\n";

fn text(path: &str, body: &str) -> Text {
    Text { path: path.to_owned(), text: format!("//! A planted source.\n{body}") }
}

fn faults(path: &str, body: &str) -> Vec<Fault> {
    faults_of_house(&[text(path, body)], ENGLISH)
}

/// Each source has a fault whose text holds the word.
fn caught(planted: &[(&str, &str, &str)]) {
    for (path, body, word) in planted {
        let found: Vec<String> = faults(path, body).iter().map(ToString::to_string).collect();
        assert!(
            found.iter().any(|fault| fault.contains(word)),
            "{path} with `{body}` should be caught for `{word}`: {found:?}"
        );
    }
}

/// No source has a fault.
fn fine(planted: &[(&str, &str)]) {
    nothing_of(&planted.iter().flat_map(|(path, body)| faults(path, body)).collect::<Vec<_>>());
}

const PANE: &str = "src/ui/panes/log.rs";

/// A room that may not be seen is found in every way of naming it.
#[test]
fn a_forbidden_room_is_caught_however_it_is_named() {
    caught(&[
        (PANE, "use crate::relay::Settings;", "relay"),
        (PANE, "use crate::{relay::Settings, phone};", "relay"),
        (PANE, "use crate::{relay::Settings, phone};", "`phone`: of phone, ui sees only phone::shell::scene"),
        (PANE, "use crate::{console::Model, sender::{self, Draft}};", "`sender::Draft`"),
        (PANE, "use crate::relay as r;\nfn f() { r::start(); }", "`relay`"),
        (PANE, "use crate::relay::*;", "relay"),
        ("src/ui/app.rs", "use super::super::relay;", "relay"),
        (PANE, "use super::super::super::relay;", "relay"),
        (PANE, "use tilecast::relay;", "relay"),
        (PANE, "fn f() -> crate::relay::Settings { crate::relay::Settings::default() }", "relay::Settings"),
        (PANE, "fn f() { let s = super::super::super::relay::serve::run; }", "relay::serve"),
        (PANE, "struct S { relay: Option<Vec<crate::relay::Settings>> }", "relay::Settings"),
        (PANE, "fn f<T: crate::relay::Store>() where T: Copy {}", "relay::Store"),
        (PANE, "fn f() { <crate::relay::Settings as Default>::default(); }", "relay::Settings"),
        (PANE, "fn f() { println!(\"{:?}\", [crate::relay::Settings::default()]); }", "relay::Settings"),
        (PANE, "macro_rules! m { () => { $crate::relay::start() } }", "relay::start"),
        (PANE, "#[derive(crate::relay::Show)] struct S;", "relay::Show"),
        (PANE, "#[derive(X)] struct S { #[serde(with = \"crate::relay::hex\")] a: u8 }", "relay::hex"),
        (PANE, "fn f() { fn g() { use crate::relay::Settings; } }", "relay::Settings"),
        (PANE, "mod inner { use super::super::super::super::relay; }", "relay"),
        (PANE, "use crate::console; fn f() { { use crate::phone::shell; shell::scene::show() } }", "`phone::shell`"),
        (PANE, "use crate as house; fn f() { house::relay::start(); }", "whole house"),
        (PANE, "use crate as house; fn f() { house::relay::start(); }", "relay::start"),
        (PANE, "use crate::*;", "whole house"),
        (PANE, "/* use */ use /* the */ crate :: /* relay */ relay;", "relay"),
        ("src/protocol/link.rs", "use crate::relay::Settings;", "protocol sees only notification, clock"),
        ("src/relay/decide.rs", "use crate::phone::Phone;", "phone"),
        ("src/relay/decide.rs", "use crate::sender::Draft;", "sender"),
        ("src/sender/exchange.rs", "use crate::relay::Settings;", "relay"),
        ("src/phone/socket.rs", "use crate::relay::Settings;", "relay"),
        ("src/archive/store.rs", "use crate::relay::Settings;", "relay"),
        ("src/console/apply.rs", "use crate::ui::theme;", "ui"),
        ("src/console/apply.rs", "use crate::scenario::model;", "scenario"),
        ("src/api/mod.rs", "use crate::ui::offscreen;", "ui"),
        ("src/cli/render.rs", "use crate::api::routes;", "api"),
        ("src/notification/toast.rs", "use crate::clock::Timestamp;", "notification sees no other room"),
        ("src/clock.rs", "use crate::protocol::Kind;", "clock sees no other room"),
        ("src/main.rs", "use tilecast::relay;", "main sees only"),
        ("src/lib.rs", "pub mod relay;\npub use relay::Settings;", "relay::Settings"),
        ("src/attic/mod.rs", "", "no room"),
        (PANE, "use crate::cellar::Wine;", "cellar"),
    ]);
}

/// What only looks like a forbidden import is left alone.
#[test]
fn an_import_in_a_comment_a_string_or_a_test_is_fine() {
    fine(&[
        (PANE, "// use crate::relay::Settings;\n/* use crate::relay; /* nested */ use crate::phone; */\nfn f() {}"),
        (PANE, "/// See [`crate::relay::Settings`].\nfn f() {}"),
        (PANE, "const S: &str = \"use crate::relay;\"; const R: &str = r#\"crate::relay::x \"quoted\" \"#;"),
        (PANE, "fn f() { println!(\"crate::relay::start\"); }"),
        (PANE, "#[cfg(test)]\nmod tests { use super::*; use crate::relay::Settings; }\nfn after() {}"),
        (PANE, "#[cfg(test)]\nuse crate::relay::Settings;\n#[cfg(test)]\nimpl S { fn f() { crate::phone::x(); } }"),
        (PANE, "use crate::phone::shell::scene::{self, Rgb}; use crate::console::Model; use super::frame;"),
        (PANE, "struct Relay; fn relay() {} fn f() { let relay = 1; relay(); phone.relay.start(); Relay::new(); }"),
        (PANE, "use super::relay; use super::super::relay as other; fn f() { relay::row(); }"),
        ("src/console/runtime.rs", "use crate::relay::serve; use crate::{phone::socket, sender::Sender, lang::text};"),
        ("src/main.rs", "use tilecast::{api, cli::Arguments, ui}; fn main() { tilecast::console::start(); }"),
        ("src/lib.rs", "pub mod relay;\npub mod phone;"),
    ]);
    let apart =
        [text("src/ui/mod.rs", "#[cfg(test)]\nmod proof;"), text("src/ui/proof.rs", "use crate::relay::Settings;")];
    nothing_of(&faults_of_house(&apart, ENGLISH));
}

/// A test module does not hide what stands after it.
#[test]
fn what_follows_a_test_module_is_read() {
    caught(&[
        (PANE, "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::relay::Settings;", ":4: `relay::Settings`"),
        (PANE, "#[cfg(not(test))]\nuse crate::relay::Settings;", "relay::Settings"),
        (PANE, "#[cfg(feature = \"test\")]\nuse crate::relay::Settings;", "relay::Settings"),
    ]);
}

/// A room hands on nothing that belongs to another.
#[test]
fn a_back_door_is_caught() {
    caught(&[
        ("src/console/mod.rs", "pub use crate::relay::Settings;", "back door"),
        ("src/console/mod.rs", "pub(crate) use crate::phone::Phone as Device;", "back door"),
        ("src/console/mod.rs", "pub use crate::relay::*;", "back door"),
        ("src/console/mod.rs", "pub use crate::sender;", "back door"),
    ]);
    fine(&[(
        "src/console/event.rs",
        "pub use crate::sender::Exchange; pub use super::model::Model; use crate::relay::Settings;",
    )]);
}

/// An outside crate is found in every way of naming it, unless its owner does.
#[test]
fn an_outside_crate_in_the_wrong_room_is_caught() {
    caught(&[
        ("src/notification/toast.rs", "use quick_xml::Reader;", "notification::xml"),
        ("src/phone/shell/scene.rs", "fn f() -> egui::Color32 { egui::Color32::RED }", "egui"),
        ("src/phone/shell/scene.rs", "use ::egui as pixels;", "egui"),
        ("src/phone/shell/scene.rs", "extern crate egui;", "egui"),
        ("src/phone/shell/scene.rs", "use {std::fmt, egui::{self, Ui}};", "egui"),
        ("src/sender/exchange.rs", "fn f() { axum::Router::new(); }", "axum"),
        ("src/api/mod.rs", "fn f() { let c = reqwest::Client::new(); }", "sender's"),
        ("src/relay/link.rs", "use tokio_tungstenite::tungstenite;", "phone's"),
        ("src/ui/app.rs", "#[derive(clap::Args)] struct S;", "clap"),
        ("src/console/mod.rs", "use fluent_bundle::FluentArgs;", "lang"),
        ("src/api/mod.rs", "use image::DynamicImage;", "image"),
        ("src/console/mod.rs", "use rusqlite::Connection;", "archive"),
        ("src/console/mod.rs", "fn f() -> anyhow::Result<()> { Ok(()) }", "error enum of its own"),
        ("src/main.rs", "fn f() { eframe::run_native(); }", "eframe"),
    ]);
    fine(&[
        ("src/notification/xml.rs", "use quick_xml::Reader;"),
        ("src/notification/xml/walker.rs", "use quick_xml::Reader;"),
        ("src/relay/mod.rs", "use axum::Router;"),
        ("src/phone/socket.rs", "use tokio_tungstenite::tungstenite; use serde::Serialize;"),
        ("src/ui/app.rs", "use egui::Ui; fn f() { eframe::run_native(); }"),
        ("src/console/mod.rs", "mod image; fn f(egui: u8) { image::draw(egui); }"),
        ("src/console/apply.rs", "use super::frame as image; fn f() { image::draw(); }"),
        ("src/main.rs", "fn main() -> anyhow::Result<()> { Ok(()) }"),
    ]);
}

/// Nobody but the clock asks for the time, or waits for a moment.
#[test]
fn the_time_is_the_clocks() {
    caught(&[
        (PANE, "use std::time::{Duration, Instant};", "clock::Clock"),
        (PANE, "use std::time::Instant as Moment;", "clock::Clock"),
        (PANE, "use std::time; fn f() { time::SystemTime::now(); }", "clock::Clock"),
        (PANE, "use std::time::*;", "clock::Clock"),
        (PANE, "use std::time as t; fn f() { loop { println!(\"{:?}\", t::Instant::now()); } }", "clock::Clock"),
        ("src/relay/queue.rs", "fn f() { jiff::Timestamp::now(); }", "clock::Timestamp"),
        ("src/relay/queue.rs", "use tokio::time::Instant;", "clock::Clock"),
        ("src/relay/queue.rs", "async fn f() { tokio::time::sleep(WAIT).await; }", "sleep_until"),
        ("src/sender/retry.rs", "use tokio::time; async fn f() { time::sleep(WAIT).await; }", "sleep_until"),
        ("src/clock.rs", "fn f() { std::thread::sleep(WAIT); }", "sleep_until"),
    ]);
    fine(&[
        ("src/clock.rs", "use std::time::{Duration, Instant, SystemTime}; use jiff::tz;"),
        ("src/phone/socket.rs", "async fn f() { tokio::time::sleep(WAIT).await; }"),
        (
            "src/relay/intake.rs",
            "use std::time::Duration; use tokio::time::timeout; async fn f() { timeout(A, b).await; }",
        ),
    ]);
}

/// A file has an opening, an end, a depth and a name.
#[test]
fn the_shape_of_a_file_is_held() {
    let long = "\n".repeat(500);
    caught(&[
        (PANE, &long, "501 lines"),
        ("tests/relay.rs", &long, "501 lines"),
        ("src/main.rs", "\n".repeat(40).as_str(), "41 lines"),
        ("src/ui/panes/log/row.rs", "", "4 modules"),
        (PANE, "mod inner { fn f() {} }", "4 modules"),
        ("src/ui/utils.rs", "", "utils"),
        ("src/ui/helpers/mod.rs", "", "helpers"),
        (PANE, "struct PushManager;", "PushManager"),
        ("src/ui/app.rs", "mod common { fn f() {} }", "common"),
    ]);
    fine(&[
        (PANE, &"\n".repeat(499)),
        ("src/main.rs", &"\n".repeat(39)),
        ("src/ui/panes/mod.rs", "mod log; mod frame;"),
        ("src/ui/app.rs", "struct Commoner; mod manage { fn f() {} }"),
    ]);
    let bare = Text { path: PANE.to_owned(), text: String::from("// A comment.\n//! Too late.\n") };
    assert!(faults_of_house(&[bare], ENGLISH).iter().any(|fault| fault.to_string().contains("must open with")));
}

/// A lint is switched off with a reason, and no work is left undone.
#[test]
fn what_is_switched_off_says_why() {
    caught(&[
        (PANE, "#[allow(dead_code)] fn f() {}", "`allow` needs"),
        (PANE, "#![expect(clippy::panic)]", "`expect` needs"),
        (PANE, "#[cfg_attr(windows, allow(dead_code))] fn f() {}", "`allow` needs"),
        (PANE, "#[cfg(test)] mod tests { #[allow(dead_code)] fn f() {} }", "`allow` needs"),
        (PANE, "macro_rules! m { () => { #[allow(dead_code)] fn f() {} } }", "`allow` needs"),
        ("tests/relay.rs", "#![allow(dead_code)]", "`allow` needs"),
        (PANE, "fn f() { todo!() }", "undone"),
        (PANE, "fn f() { g(|| unimplemented!(\"later\")) }", "undone"),
        (PANE, "#[path = \"elsewhere.rs\"] mod x;", "hides"),
        (PANE, "include!(\"elsewhere.rs\");", "hides"),
    ]);
    fine(&[
        (PANE, "#[allow(dead_code, reason = \"read by a later stage\")] fn f() {}"),
        (PANE, "#[cfg_attr(windows, expect(dead_code, reason = \"no such signal there\"))] fn f() {}"),
        (PANE, "// todo!()\nfn todo() { todo(); let s = \"todo!()\"; }\n/// `#[allow(x)]`\nfn g() {}"),
        (PANE, "fn f(x: Option<u8>) -> u8 { x.expect(\"y\") }"),
        ("tests/house.rs", "#[path = \"house/scan.rs\"] mod scan;"),
    ]);
}

/// Every key that is asked for has words.
#[test]
fn a_key_without_words_is_caught() {
    caught(&[
        (PANE, "use crate::lang::text; fn f() { text(\"log-titel\"); }", "log-titel"),
        (PANE, "use crate::lang; fn f() { lang::text_with(\"log-counts\", &[]); }", "log-counts"),
        (PANE, "use crate::lang::text as words; fn f() { words(\"known\"); }", "known"),
        (PANE, "fn f() { format!(\"{}\", crate::lang::text(\"log-titel\")); }", "log-titel"),
        (PANE, "use crate::lang::text; fn f() { assert!(g(text(\"log-titel\"))); }", "log-titel"),
    ]);
    fine(&[
        (PANE, "use crate::lang::{text, text_with}; fn f() { text(\"log-title\"); text_with(\"log-count\", &[]); }"),
        (PANE, "fn text(x: &str) {} fn f() { text(\"anything\"); self.text(\"anything\"); }"),
        (PANE, "use crate::lang::text; fn f(key: &str) { text(key); text(&format!(\"log-{key}\")); }"),
    ]);
}

/// A dependency without a reason, a group or an owner is caught.
#[test]
fn a_dependency_without_a_word_is_caught() {
    let caught = |manifest: &str, word: &str| {
        let found: Vec<String> = faults_of_manifest(manifest).iter().map(ToString::to_string).collect();
        assert!(
            found.iter().any(|fault| fault.contains(word)),
            "`{manifest}` should be caught for `{word}`: {found:?}"
        );
    };
    caught("[dependencies]\n# ui: pixels\negui = \"0.37\"\n", "needs a reason");
    caught("[dependencies]\n# ui: pixels\negui = { git = \"x#y\" }\n", "needs a reason");
    caught("[dependencies]\negui = \"0.37\" # draws\n", "no group");
    caught("[dependencies]\n# relay: HTTP\negui = \"0.37\" # draws\n", "belongs to ui");
    caught("[dependencies]\n# everyone: types\nleftpad = \"1\" # pads\n", "no owner");
    caught("[dependencies.egui]\nversion = \"0.37\"\n", "on one line");
    caught("[dev-dependencies]\ninsta = \"1\"\n", "needs a reason");
    caught("[target.'cfg(unix)'.dependencies]\n# everyone: x\nlibc = \"0.2\" # signals\n", "no owner");
    nothing_of(&faults_of_manifest(
        "[dependencies]\n# ui: pixels\n# and more of it\negui = { version = \"0.37\" } # draws\n\n# relay, sender: HTTP\n\
         hyper = \"1\" # bytes\n\n# everyone: types\nserde = \"1\" # a#b\n[features]\nglow = [\"eframe/glow\"]\n[profile.dev]\ndebug = 1\n",
    ));
}

/// A path of somebody's own machine is caught in any file.
#[test]
fn a_machine_path_is_caught() {
    let planted = text("assets/lang/en.ftl", concat!("open = See /ho", "me/ana/notes\n"));
    assert_eq!(machine_paths(&planted).len(), 1);
    nothing_of(&machine_paths(&text("README.md", "`/api/v1/pushes`, `/tmp`, homework/ and ~/notes\n")));
}
