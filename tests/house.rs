//! Who may import whom, who owns which outside crate, how large may a file be? The rules of the house, as tables.
//!
//! Read the tables; they are enforced on every source file by the tests below. How a source is read stands in
//! `house/scan.rs`, how a rule is checked in `house/rules.rs`, and the faults that prove that each rule bites in
//! `house/planted.rs`.
#![cfg(test)]

#[path = "house/manifest.rs"]
mod manifest;
#[path = "house/planted.rs"]
mod planted;
#[path = "house/rules.rs"]
mod rules;
#[path = "house/scan.rs"]
mod scan;
#[path = "house/tokens.rs"]
mod tokens;
#[path = "house/tree.rs"]
mod tree;

/// A room of the house (a module right under `src`) and what it may see of the others.
struct Room {
    name: &'static str,
    sees: &'static [&'static str],
}

const fn room(name: &'static str, sees: &'static [&'static str]) -> Room {
    Room { name, sees }
}

/// Who may import whom. A room sees itself and what is listed; `a::b` opens only that part of `a`.
#[rustfmt::skip]
const ROOMS: &[Room] = &[
    // Leaves: the time, and the words.
    room("clock",        &[]),
    room("lang",         &[]),
    // What is sent: no time, no net, no pixels.
    room("notification", &[]),
    // How it is spoken.
    room("protocol",     &["notification", "clock"]),
    // The parties. They never see each other: they meet only on the wire.
    room("sender",       &["protocol", "notification", "clock", "lang"]),
    room("relay",        &["protocol", "notification", "clock"]),
    room("phone",        &["protocol", "notification", "clock"]),
    room("archive",      &["protocol", "notification", "clock"]),
    // The wiring.
    room("console",      &["sender", "relay", "phone", "archive", "protocol", "notification", "clock", "lang"]),
    room("scenario",     &["console", "sender", "relay", "phone", "archive", "protocol", "notification", "clock", "lang"]),
    // The faces. `ui` cannot show what was not really sent: of the parties it sees only a phone's display list.
    room("ui",           &["console", "scenario", "phone::shell::scene", "protocol", "notification", "clock", "lang"]),
    room("api",          &["console", "scenario", "sender", "relay", "phone", "archive", "protocol", "notification", "clock", "lang"]),
    room("cli",          &["console", "scenario", "sender", "relay", "phone", "archive", "protocol", "notification", "clock", "lang"]),
    // The roots: the library only declares its rooms, the program joins the faces.
    room("lib",          &[]),
    room("main",         &["ui", "api", "cli", "console"]),
];

/// The only places where a room hands on what belongs to another, so that no closed door has a back door.
const HANDED_ON: &[(&str, &str)] = &[
    // The console's events and commands carry what the sender takes and gives: plain data, no client.
    ("console", "sender::Draft"),
    ("console", "sender::Exchange"),
    ("console", "sender::Answered"),
    ("console", "sender::Unanswered"),
    ("console", "sender::Reach"),
    // What a fault is, for whoever describes one: plain data, no relay.
    ("console", "relay::fault::Fault"),
    ("console", "relay::fault::Action"),
    ("console", "relay::fault::CloseAt"),
];

/// Something from outside that has owners: only they may name it.
struct Owned {
    what: &'static str,
    by: &'static [&'static str],
    because: &'static str,
}

const fn owned(what: &'static str, by: &'static [&'static str], because: &'static str) -> Owned {
    Owned { what, by, because }
}

/// The clock, and the loops that hold a socket or an answer or let events or changes gather: their patience (a slow request, a ping, the
/// next try) is real time.
const SOCKETS_AND_CLOCK: &[&str] = &[
    "clock",
    "relay::serve",
    "relay::wire",
    "relay::link::socket",
    "phone::socket",
    "phone::fetch",
    "console::pump",
    "console::keeper",
    "api::wait",
    "api::events",
];

/// Who owns which outside crate, or which part of one. A path that starts with `what` may stand only in `by`.
#[rustfmt::skip]
const OWNED: &[Owned] = &[
    owned("quick_xml",           &["notification::xml"], "XML is read and written by notification/xml"),
    owned("memchr",              &["notification::xml", "relay::head", "relay::wire"], "bytes are searched where XML and heads are read"),
    owned("encoding_rs",         &["notification"], "a body's encoding ends where it is read"),
    owned("axum",                &["relay", "api"], "HTTP is served by the relay, and the API on its port"),
    owned("hyper",               &["relay", "sender"], "HTTP/1 on the wire is the relay's and the sender's"),
    owned("hyper_util",          &["relay", "sender"], "HTTP/1 on the wire is the relay's and the sender's"),
    owned("http_body_util",      &["relay", "sender"], "HTTP/1 on the wire is the relay's and the sender's"),
    owned("tower_service",       &["relay", "sender"], "services are the relay's and the sender's"),
    owned("tower_layer",         &["relay", "sender"], "services are the relay's and the sender's"),
    owned("http",                &["relay", "api", "sender", "phone"], "below the wire, headers are protocol::header"),
    owned("reqwest",             &["sender", "phone::fetch"], "the HTTP client is the sender's; the phone fetches pictures with it"),
    owned("rustls",              &["sender", "relay", "phone::fetch"], "TLS belongs to the two ends of the wire; the phone's client wants to know how it would be spoken"),
    owned("tokio_rustls",        &["sender", "relay"], "TLS belongs to the two ends of the wire"),
    owned("rustls_platform_verifier", &["relay"], "whom the system trusts matters where a callback is made"),
    owned("rcgen",               &["relay"], "certificates are made by relay/authority"),
    owned("x509_parser",         &["relay"], "certificates are read by the relay"),
    owned("p12_keystore",        &["relay"], "certificates are made by relay/authority"),
    owned("tokio_tungstenite",   &["phone"], "the phone speaks the link; the relay answers through axum"),
    owned("prometheus_client",   &["api"], "numbers are written by api/metrics"),
    owned("utoipa",              &["api", "relay", "phone", "protocol", "notification", "clock"], "the API's description; a type that the API shows derives its own part"),
    owned("futures_util",        &["phone", "relay", "api"], "streams end where a link is read, or events are written"),
    owned("egui",                &["ui"], "pixels live in ui"),
    owned("eframe",              &["ui"], "pixels live in ui"),
    owned("egui_extras",         &["ui"], "pixels live in ui"),
    owned("skrifa",              &["ui"], "pixels live in ui"),
    owned("egui_system_font_provider", &["ui"], "fonts are ui's"),
    owned("unicode_width",       &["ui"], "fonts are ui's"),
    owned("unicode_bidi",        &["ui"], "fonts are ui's"),
    owned("ar_reshaper",         &["ui"], "fonts are ui's"),
    owned("x11rb",               &["ui"], "windows are ui's"),
    owned("raw_window_handle",   &["ui"], "windows are ui's"),
    owned("rfd",                 &["ui"], "file dialogs are the window's"),
    owned("image",               &["ui", "phone"], "pictures are decoded by the phone and encoded by ui"),
    owned("clap",                &["cli", "main"], "arguments are read by cli"),
    owned("tracing_subscriber",  &["cli"], "where the log goes is said on the command line"),
    owned("etcetera",            &["cli"], "folders are said on the command line"),
    owned("rustix",              &["cli"], "what the process may do is settled where it starts"),
    owned("anyhow",              &["cli", "main"], "below the command line, a module has an error enum of its own"),
    owned("fluent_bundle",       &["lang"], "words are looked up with lang::text"),
    owned("fluent_syntax",       &["lang"], "words are looked up with lang::text"),
    owned("unic_langid",         &["lang"], "words are looked up with lang::text"),
    owned("rusqlite",            &["archive"], "what outlives the process is the archive's"),
    // The time. `tokio::time::timeout` is free: how long a socket or a caller is waited for is real patience, which
    // a virtual clock must not stretch. Other waits are for a moment, and moments are the clock's.
    owned("jiff",                &["clock"], "times are clock::Timestamp"),
    owned("std::time::SystemTime", &["clock"], "ask clock::Clock for the time"),
    owned("std::time::Instant",  &["clock"], "ask clock::Clock for the time"),
    owned("tokio::time::Instant", &["clock"], "ask clock::Clock for the time"),
    owned("tokio::time::sleep",  SOCKETS_AND_CLOCK, "wait with Clock::sleep_until, so that a virtual clock can let it pass"),
    owned("tokio::time::sleep_until", SOCKETS_AND_CLOCK, "wait with Clock::sleep_until, so that a virtual clock can let it pass"),
    owned("tokio::time::interval", SOCKETS_AND_CLOCK, "wait with Clock::sleep_until, so that a virtual clock can let it pass"),
    owned("tokio::time::interval_at", SOCKETS_AND_CLOCK, "wait with Clock::sleep_until, so that a virtual clock can let it pass"),
    owned("std::thread::sleep",  &[], "wait with Clock::sleep_until, so that a virtual clock can let it pass"),
];

/// The outside crates that everybody may use.
const FREE: &[&str] =
    &["serde", "serde_json", "thiserror", "tokio", "uuid", "bytes", "base64", "getrandom", "parking_lot", "tracing"];

/// The most lines that a source file may have.
const MOST_LINES: usize = 500;
/// The most lines that `main.rs` may have.
const MOST_LINES_OF_MAIN: usize = 40;
/// How deep a module may lie below `src`.
const DEEPEST_MODULE: usize = 3;
/// Words that name nothing: no module or type carries one.
const EMPTY_NAMES: &[&str] = &["util", "utils", "helper", "helpers", "manager", "common", "misc"];
/// Macros that leave work undone.
const UNDONE: &[&str] = &["todo", "unimplemented"];
/// How a path of somebody's own machine starts. Written in two parts, since this file is searched too.
const MACHINE_PATHS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("C:\\Us", "ers"),
];

/// Every source keeps every rule of the house.
#[test]
fn the_house_stands() {
    let sources = tree::sources();
    assert!(sources.len() > 30, "only {} sources found: the tree is not where it should be", sources.len());
    tree::nothing_of(&rules::faults_of_house(&sources, &tree::english()));
}

/// Every dependency says in one line why it is there, under the name of the room that owns it.
#[test]
fn every_dependency_has_a_reason_and_an_owner() {
    tree::nothing_of(&manifest::faults_of_manifest(&tree::manifest()));
}

/// No file of the project names a path of somebody's own machine.
#[test]
fn no_file_names_a_path_of_one_machine() {
    tree::nothing_of(&tree::texts().iter().flat_map(rules::machine_paths).collect::<Vec<_>>());
}

/// The table of rooms names only rooms that it has, and never a room that sees itself through another.
#[test]
fn the_table_of_rooms_is_sound() {
    for row in ROOMS {
        for seen in row.sees {
            let name = seen.split("::").next().unwrap_or_default();
            let other = ROOMS.iter().find(|other| other.name == name);
            let back =
                other.is_none_or(|other| other.sees.iter().any(|back| back.split("::").next() == Some(row.name)));
            assert!(!back, "{} sees {seen}, which is no room, or sees it back", row.name);
        }
    }
}
