//! What does the program say when it is called with a folder, and what does it leave behind?

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use clap::Parser as _;
use tilecast::cli::{Arguments, window};
use tilecast::console::event::DeskEvent;
use tilecast::console::model::Notice;

use crate::kept::{fill, open};
use crate::program::{Folder, Program, tilecast};
use crate::support::wire::post;

/// The program, keeping what it knows in a folder.
pub(crate) fn serve(data: &Path) -> Program {
    Program::start(tilecast().args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data))
}

/// Calls the control API; gives the whole answer.
pub(crate) fn call(program: &Program, method: &str, path: &str, body: &str) -> String {
    let address = program.ready["http"].as_str().unwrap().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} /api/v1{path} HTTP/1.0\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.split(' ').nth(1).is_some_and(|code| code.starts_with('2')), "{method} {path}: {answer}");
    answer
}

/// Sends a raw push of that body; gives the head of the answer.
pub(crate) fn send(program: &Program, body: &str) -> String {
    let uri = program.channel_uri();
    let path = uri.trim_start_matches(program.ready["http"].as_str().unwrap());
    let mut stream = TcpStream::connect(program.ready["http"].as_str().unwrap().trim_start_matches("http://")).unwrap();
    let headers = "X-NotificationClass: 3\r\nConnection: close\r\n";
    stream.write_all(&post(path, headers, body.as_bytes())).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn files(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    names.collect()
}

/// A second program on one folder says so in one sentence, which names the folder, and ends with 3.
#[test]
fn a_folder_in_use_ends_serve_with_3() {
    let folder = Folder::new();
    let data = folder.file("data");
    let _first = serve(&data);
    let second = tilecast().args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&data).output().unwrap();
    let said = String::from_utf8(second.stderr).unwrap();
    assert_eq!((second.status.code(), said.trim_end().lines().count()), (Some(3), 1), "{said}");
    assert!(said.contains(data.to_str().unwrap()) && said.contains("in use"), "{said}");
}

/// A window whose folder is in use begins without it, and says so.
#[test]
fn a_window_begins_without_its_folder() {
    let folder = Folder::new();
    let data = folder.file("data");
    let _first = open(&data);
    let arguments =
        Arguments::try_parse_from(["tilecast", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()]).unwrap();
    let (console, desk) = window::start(&arguments.window, |_, _| axum::Router::new()).unwrap();
    assert!(console.shared.archive.is_none());
    let said = desk.iter().find_map(|event| match event {
        DeskEvent::Notice(Some(Notice::Archive(said))) => Some(said.clone()),
        _ => None,
    });
    assert!(said.as_ref().is_some_and(|said| said.contains(data.to_str().unwrap())), "{said:?}");
}

/// With --memory nothing is written, nor without any flag; --memory and --data together make no sense.
#[test]
fn memory_leaves_nothing_behind() {
    for flags in [&["--memory"][..], &[]] {
        let folder = Folder::new();
        let program = Program::start(
            tilecast().args(["serve", "--listen", "127.0.0.1:0"]).args(flags).current_dir(folder.path()),
        );
        assert!(send(&program, "x").contains("X-NotificationStatus: Received"));
        assert_eq!((files(folder.path()), files(program.home())), (Vec::new(), vec![String::from("ready.json")]));
    }
    let both = tilecast().args(["serve", "--memory", "--data", "x"]).output().unwrap();
    assert_eq!(both.status.code(), Some(2));
}

/// The window keeps what it knows in the user's own folder for such things.
#[test]
fn the_window_has_a_folder_of_its_own() {
    let folder = Folder::new();
    let mut window = tilecast();
    window.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
    window
        .env("XDG_DATA_HOME", folder.file("share"))
        .env("HOME", folder.file("home"))
        .env("APPDATA", folder.file("share"));
    let ended = window.args(["--listen", "127.0.0.1:0"]).output().unwrap();
    assert_eq!(ended.status.code(), Some(3), "there is a display after all");
    let name = "tilecast/tilecast.sqlite";
    let places = ["share", "home/Library/Application Support"].map(|place| folder.file(place).join(name));
    assert!(places.iter().any(|place| place.exists()), "{places:?}");
}

/// The control API finds what is in the archive only, with the same filters; what is forgotten is not found any more.
#[test]
fn older_pushes_are_found_by_the_api() {
    let folder = Folder::new();
    let data = folder.file("data");
    let opened = open(&data);
    fill(&opened.archive, 1, (1..=2_500).map(|id| format!("body {id} Größe")));
    drop(opened);
    let program = serve(&data);
    assert!(send(&program, "the newest").contains("X-NotificationStatus: Received"));
    let ids = |path: &str| -> (Vec<u64>, u64) {
        let found = program.get(path);
        let pushes = found["pushes"].as_array().unwrap().iter().map(|push| push["id"].as_u64().unwrap());
        (pushes.collect(), found["total"].as_u64().unwrap())
    };
    assert_eq!(ids("/pushes?limit=3"), (vec![2_499, 2_500, 2_501], 2_501));
    let all = ids("/pushes?limit=10000");
    assert_eq!((all.0, all.1), ((1..=2_501).collect(), 2_501));
    assert_eq!(ids("/pushes?text=body%207%20gr%C3%B6%C3%9Fe"), (vec![7], 1));
    assert_eq!(ids("/pushes?kind=tile&verdict=suppressed&device=ana&limit=2"), (vec![2_460, 2_490], 83));
    assert_eq!(ids("/pushes?since=1498&limit=2"), (vec![2_500, 2_501], 1_003));
    // Enough of them are old, so nobody waits.
    assert_eq!(ids("/pushes?wait_secs=60&count=2501&limit=1"), (vec![2_501], 2_501));
    assert_eq!(program.get("/pushes/5")["request"]["body"], "body 5 Größe");
    call(&program, "DELETE", "/pushes", "");
    assert_eq!(ids("/pushes"), (vec![], 0));
    assert!(send(&program, "after").contains("X-NotificationStatus: Received"));
    assert_eq!(ids("/pushes"), (vec![2_502], 1));
    drop(program);
    let program = serve(&data);
    assert_eq!(program.get("/pushes")["total"], 1);
}
