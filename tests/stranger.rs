//! Does a sender that nobody here wrote get through? The npm library `mpns` sends every kind that it can, and each push
//! is read back with its fields.
//!
//! Needs node, the drivers (`TILECAST_CLIENTS`, by default `../shared/clients`) and the library (`MPNS_CLIENTS_DIR`).
//! Where one is missing the test says so and passes; with `TILECAST_REQUIRE_STRANGER=1` it fails.
#![cfg(test)]

#[path = "support/program.rs"]
mod program;

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use program::{Program, tilecast};
use serde_json::{Map, Value};
use tilecast::notification::tile::Slot;
use tilecast::notification::{Field, FieldName, Kind, Notification, Tile, TileId, Toast, read};

/// What the library can send: its words, and what arrives.
const SENDS: &[(&str, &str, Kind)] = &[
    ("toast", "plain", Kind::Toast),
    ("toast", "full", Kind::Toast),
    ("tile", "plain", Kind::Tile),
    ("tile", "full", Kind::Tile),
    ("tile", "clear", Kind::Tile),
    ("flip", "plain", Kind::Tile),
    ("flip", "full", Kind::Tile),
    ("flip", "clear", Kind::Tile),
    ("iconic", "plain", Kind::Tile),
    ("iconic", "full", Kind::Tile),
    ("iconic", "clear", Kind::Tile),
    ("raw", "plain", Kind::Raw),
    ("raw", "full", Kind::Raw),
];

/// Where the drivers are, or why there is no stranger.
fn drivers() -> Result<PathBuf, String> {
    let clients = std::env::var_os("TILECAST_CLIENTS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/clients"), PathBuf::from);
    if !clients.join("npm_mpns.js").is_file() {
        return Err(format!("{} has no npm_mpns.js", clients.display()));
    }
    let library = std::env::var_os("MPNS_CLIENTS_DIR").map(PathBuf::from).ok_or("MPNS_CLIENTS_DIR is not set")?;
    if !library.join("npm-mpns/node_modules/mpns").is_dir() {
        return Err(format!("{} has no npm-mpns/node_modules/mpns", library.display()));
    }
    Command::new("node").arg("--version").output().map_err(|error| format!("node does not start: {error}"))?;
    Ok(clients)
}

/// Every push of the stranger's sender is received, and is listed with the fields that were sent.
#[test]
fn a_strangers_pushes_arrive_with_their_fields() {
    let clients = match drivers() {
        Ok(clients) => clients,
        Err(words) => {
            let words = format!("no stranger's sender is tested: {words}");
            assert!(std::env::var_os("TILECAST_REQUIRE_STRANGER").is_none_or(|value| value != "1"), "{words}");
            eprintln!("{words}");
            return;
        }
    };
    let fixtures: Value = serde_json::from_slice(&std::fs::read(clients.join("fixtures.json")).unwrap()).unwrap();
    let program = Program::start(tilecast().args(["serve", "--memory", "--listen", "127.0.0.1:0"]));
    let uri = program.channel_uri();
    for (index, (word, variant, kind)) in SENDS.iter().enumerate() {
        let sent =
            Command::new("node").arg(clients.join("npm_mpns.js")).args([&uri, *word, *variant]).output().unwrap();
        assert_eq!(sent.status.code(), Some(0), "{word} {variant}: {}", String::from_utf8_lossy(&sent.stdout));
        let listed = program.get(&format!("/pushes?wait_secs=20&count={}", index + 1));
        let push = listed["pushes"].as_array().unwrap().last().unwrap();
        assert_eq!(push["kind"], kind.to_string(), "{push}");
        assert_eq!(push["verdict"], "received", "{push}");
        let reading = read::read(&body(&push["request"]), *kind).unwrap();
        let fields = fixtures[word][variant].as_object().unwrap();
        match &reading.notification {
            Notification::Toast(toast) => toast_has(toast, fields),
            Notification::Tile(tile) => tile_has(tile, fields),
            Notification::Raw(raw) => assert_eq!(raw.bytes, fields["payload"].as_str().unwrap().as_bytes()),
        }
    }
}

fn body(request: &Value) -> Vec<u8> {
    match &request["body"] {
        Value::String(text) => text.clone().into_bytes(),
        _ => base64::engine::general_purpose::STANDARD.decode(request["body_base64"].as_str().unwrap()).unwrap(),
    }
}

/// The library has no `sound`, so it is not looked for.
fn toast_has(toast: &Toast, fields: &Map<String, Value>) {
    let sent = |name: &str| fields.get(name).and_then(Value::as_str);
    assert_eq!(toast.text1.as_deref(), sent("text1"));
    assert_eq!(toast.text2.as_deref(), sent("text2"));
    assert_eq!(toast.param.as_deref(), sent("param"));
}

/// `backTitle` arrives as `BackTitle`; what was sent as null arrives cleared.
fn tile_has(tile: &Tile, fields: &Map<String, Value>) {
    for (name, sent) in fields {
        if name == "id" {
            assert_eq!(tile.id.as_ref().map(TileId::as_str), sent.as_str());
            continue;
        }
        let (first, rest) = name.split_at(1);
        let element = format!("{}{rest}", first.to_uppercase());
        let slot = tile.template.slot(FieldName::from_element(element.as_bytes()).unwrap()).unwrap();
        let arrived = match slot {
            Slot::Text(field) => said(field, Clone::clone),
            Slot::Image(field) => said(field, |image| image.as_str().to_owned()),
            Slot::Count(field) => said(field, |count| count.get().to_string()),
            Slot::Color(field) => said(field, ToString::to_string),
        };
        let wanted = match sent {
            Value::Null => Field::Cleared,
            Value::String(text) => Field::Set(text.clone()),
            other => Field::Set(other.to_string()),
        };
        assert_eq!(arrived, wanted, "{element}");
    }
}

fn said<T>(field: &Field<T>, write: impl Fn(&T) -> String) -> Field<String> {
    match field {
        Field::Absent => Field::Absent,
        Field::Cleared => Field::Cleared,
        Field::Set(value) => Field::Set(write(value)),
    }
}
