//! How does the program end, and what does it say? Its exit codes and its one line on standard error.
#![cfg(test)]

#[path = "support/program.rs"]
mod program;

use std::net::TcpListener;
use std::process::{Command, Output};

use program::{Folder, Program, look_for, tilecast};

fn run(arguments: &[&str]) -> Output {
    without_display().args(arguments).output().unwrap()
}

fn without_display() -> Command {
    let mut command = tilecast();
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
    command
}

fn serve() -> Program {
    Program::start(tilecast().args(["serve", "--memory", "--listen", "127.0.0.1:0"]))
}

/// The exit code is as wanted, and standard error holds one line that says so.
fn ends_with(code: i32, output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    assert!(output.stdout.is_empty());
    said
}

/// Without a display the window says in one sentence what to do, and ends with 3.
#[test]
fn no_display_is_one_sentence_and_3() {
    let said = ends_with(3, &run(&["--listen", "127.0.0.1:0"]));
    assert!(said.contains("display") && said.contains("tilecast serve"), "{said}");
}

/// A call that cannot be understood ends with 2.
#[test]
fn a_wrong_call_ends_with_2() {
    let calls: [&[&str]; 8] = [
        &["serve", "--listen", "nowhere"],
        &["serve", "--no-such-option"],
        &["serve", "--phone", "ana:9.9", "--listen", "127.0.0.1:0"],
        &["serve", "--phone", "ana", "--phone", "ana:7.1", "--listen", "127.0.0.1:0"],
        &["serve", "--seed", "many", "--listen", "127.0.0.1:0"],
        &["send"],
        &["send", "http://127.0.0.1:1/x", "--toast", "a", "--payload", "b.xml"],
        &["send", "http://127.0.0.1:1/x", "--toast", "a", "--class", "many"],
    ];
    for call in calls {
        let output = run(call);
        assert_eq!(output.status.code(), Some(2), "{call:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stderr.is_empty() && output.stdout.is_empty());
    }
}

/// Beyond loopback the control API is not opened without a token.
#[test]
fn listening_beyond_loopback_needs_a_token() {
    let said = ends_with(2, &run(&["serve", "--listen", "0.0.0.0:0"]));
    assert!(said.contains("--api-token"), "{said}");
}

/// Nor is it by the window.
#[test]
fn the_window_beyond_loopback_needs_a_token() {
    for address in ["--listen", "--tls-listen"] {
        let said = ends_with(2, &run(&[address, "0.0.0.0:0"]));
        assert!(said.contains("--api-token"), "{said}");
    }
}

/// With `--data`, the certificates that were made at the first start are those of the next: who trusts them need not be told anew.
#[test]
fn certificates_are_kept_with_the_data() {
    let folder = Folder::new();
    let data = folder.file("data");
    let serve = || {
        let mut serve = tilecast();
        serve.args(["serve", "--listen", "127.0.0.1:0", "--tls-listen", "127.0.0.1:0", "--data"]).arg(&data);
        drop(Program::start(&mut serve));
        let authority = std::fs::read_dir(data.join("certificates")).unwrap().map(|file| file.unwrap().path());
        let mut texts: Vec<_> = authority.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect();
        texts.sort();
        texts
    };
    let first = serve();
    assert!(first.iter().any(|(_, text)| text.starts_with(b"-----BEGIN CERTIFICATE-----")), "{first:?}");
    assert_eq!(serve(), first);
}

/// The program has as many sockets as the system lets it have, however few it was started with.
#[cfg(target_os = "linux")]
#[test]
fn the_limit_of_open_files_is_raised() {
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -S -n 256; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_tilecast"), "serve", "--listen"]);
    let program = Program::start(limited.arg("127.0.0.1:0"));
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", program.id())).unwrap();
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    let words: Vec<&str> = files.split_whitespace().collect();
    assert!(words[3] == words[4] && words[3] != "256", "{files}");
}

/// However few files the system grants, and however many connect and say nothing: who has something to say is served.
#[cfg(target_os = "linux")]
#[test]
fn silent_connections_do_not_use_the_files_up() {
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -n 100; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_tilecast"), "serve", "--listen"]);
    let program = Program::start(limited.args(["127.0.0.1:0", "--tls-listen", "127.0.0.1:0"]));
    let address = program.ready["http"].as_str().unwrap().trim_start_matches("http://").to_owned();
    let silent: Vec<_> = (0..300).map(|_| std::net::TcpStream::connect(&address).unwrap()).collect();
    for _ in 0..3 {
        let sent = run(&["send", &program.channel_uri(), "--toast", "Train 7"]);
        assert_eq!(sent.status.code(), Some(0), "{}", String::from_utf8_lossy(&sent.stderr));
    }
    drop(silent);
}

/// A port that is taken ends `serve` with 3, and the port is named.
#[test]
fn a_taken_port_ends_serve_with_3() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = ends_with(3, &run(&["serve", "--memory", "--listen", &address]));
    assert!(said.contains(&taken.local_addr().unwrap().port().to_string()), "{said}");
}

/// A payload that is not there ends `send` with 3, and the file is named.
#[test]
fn a_missing_payload_ends_send_with_3() {
    let said = ends_with(3, &run(&["send", "http://127.0.0.1:1/x", "--payload", "no-such-file.xml"]));
    assert!(said.contains("no-such-file.xml"), "{said}");
}

/// A file that is to be opened in the window and is not there ends with 3, and the file is named.
#[test]
fn a_missing_file_keeps_the_window_closed() {
    let said = ends_with(3, &run(&["no-such-file.xml", "--listen", "127.0.0.1:0"]));
    assert!(said.contains("no-such-file.xml"), "{said}");
}

/// A payload that is meant as a toast but broken is not sent as something else: the place is named, and `send` ends with 1.
#[test]
fn a_broken_payload_ends_send_with_1() {
    let folder = Folder::new();
    let file = folder.file("broken.xml");
    std::fs::write(&file, "<wp:Notification xmlns:wp=\"WPNotification\"><wp:Toast><wp:Text1>a & b").unwrap();
    let said = ends_with(1, &run(&["send", "http://127.0.0.1:1/x", "--payload", file.to_str().unwrap()]));
    assert!(said.contains("broken.xml") && said.contains("line 1, column"), "{said}");
}

/// A host that does not answer ends `send` with 3.
#[test]
fn a_host_that_does_not_answer_ends_send_with_3() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    ends_with(3, &run(&["send", &format!("http://{closed}/x"), "--toast", "a"]));
}

/// A push that arrives ends `send` with 0, and is seen with its fields; one to a channel that is not there ends with 1.
#[test]
fn send_says_whether_the_push_was_received() {
    let program = serve();
    let uri = program.channel_uri();
    let sent = run(&["send", &uri, "--toast", "Train 7", "Leaves at 10:40", "--param", "/Trip.xaml?id=7", "--json"]);
    assert_eq!(sent.status.code(), Some(0), "{}", String::from_utf8_lossy(&sent.stderr));
    let printed: serde_json::Value = serde_json::from_slice(&sent.stdout).unwrap();
    assert_eq!(printed["verdict"], "received");
    let arrived = program.get("/pushes?kind=toast&wait_secs=20&count=1");
    assert!(arrived["pushes"][0]["request"]["body"].as_str().unwrap().contains("Leaves at 10:40"), "{arrived}");
    let device = program.device();
    let toast = look_for("the toast", || {
        let shell = program.get(&format!("/devices/{device}"))["shell"].take();
        shell["toast"].is_object().then(|| shell["toast"].clone())
    });
    assert_eq!((&toast["text1"], &toast["text2"]), (&"Train 7".into(), &"Leaves at 10:40".into()));

    let lost = run(&["send", &format!("{uri}x"), "--toast", "Train 7"]);
    assert_eq!(lost.status.code(), Some(1), "{}", String::from_utf8_lossy(&lost.stderr));
}

/// With the same `--seed` the chances of faults fall the same way, with another they do not.
#[test]
fn chances_follow_from_the_seed() {
    let verdicts = |seed: &str| {
        let program = Program::start(tilecast().args(["serve", "--listen", "127.0.0.1:0", "--seed", seed]));
        program.post("/faults", r#"{"probability":0.5,"times":1000,"action":{"verdict":"service-unavailable"}}"#);
        for _ in 0..40 {
            program.push("any");
        }
        let pushes = program.get("/pushes?wait_secs=20&count=40")["pushes"].take();
        let verdicts = pushes.as_array().unwrap().iter().map(|push| push["verdict"].as_str().unwrap().to_owned());
        verdicts.collect::<Vec<_>>()
    };
    let seven = verdicts("7");
    assert_eq!(seven.len(), 40);
    assert!(seven.iter().any(|verdict| verdict == "received"), "{seven:?}");
    assert!(seven.iter().any(|verdict| verdict == "service-unavailable"), "{seven:?}");
    assert_eq!(verdicts("7"), seven);
    assert_ne!(verdicts("8"), seven);
}

/// `serve` ends with 0 when it is asked to stop.
#[test]
fn serve_stops_when_it_is_asked_to() {
    let program = serve();
    assert!(Command::new("kill").args(["-TERM", &program.id().to_string()]).status().unwrap().success());
    assert_eq!(program.ended(), Some(0));
}

/// `demo` walks the six steps without a window and leaves pictures of the phone.
#[test]
fn demo_walks_the_six_steps() {
    let folder = Folder::new();
    let out = folder.file("demo");
    let output = without_display().arg("demo").arg("--out").arg(&out).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!((1..=6).all(|step| said.contains(&step.to_string())), "{said}");
    let pictures =
        std::fs::read_dir(&out).unwrap().flatten().filter(|file| file.file_name().to_string_lossy().ends_with(".png"));
    assert!(pictures.count() >= 1);
}
