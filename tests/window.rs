//! Does the real window work? A toast is typed into it under a private X display, and the phone is asked what it shows.
//!
//! Where Xvfb or xdotool is missing the test says so and passes; with `TILECAST_REQUIRE_WINDOW=1` it fails.
#![cfg(test)]

#[path = "support/program.rs"]
mod program;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use program::{Program, look_for, tilecast};

/// A private X display. It goes when the test ends.
struct Display {
    server: Child,
    name: String,
}

impl Display {
    /// Starts Xvfb on a number that is free, which it finds itself, and waits until it takes connections.
    fn open() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        assert!(!number.trim().is_empty(), "Xvfb found no free display");
        Self { server, name: format!(":{}", number.trim()) }
    }

    /// What a hand does on this display.
    fn xdotool(&self, arguments: &[&str]) -> String {
        let done = Command::new("xdotool").args(arguments).env("DISPLAY", &self.name).output().unwrap();
        assert!(done.status.success(), "xdotool {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    fn key(&self, keys: &str) {
        self.xdotool(&["key", "--clearmodifiers", keys]);
    }

    /// Replaces what stands in the field that has the focus.
    fn fill(&self, text: &str) {
        self.key("ctrl+a");
        self.xdotool(&["type", "--clearmodifiers", "--delay", "20", "--", text]);
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Whether the tools are there; if they must be and are not, the test fails.
fn tools_are_there() -> bool {
    let missing: Vec<&str> = ["Xvfb", "xdotool"].into_iter().filter(|tool| !on_path(tool)).collect();
    if missing.is_empty() {
        return true;
    }
    let words = format!("the window is not tested: {} is missing", missing.join(" and "));
    assert!(std::env::var_os("TILECAST_REQUIRE_WINDOW").is_none_or(|value| value != "1"), "{words}");
    eprintln!("{words}");
    false
}

fn on_path(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(tool).is_file())
}

/// A toast that is typed into the window and sent with Ctrl+Enter is shown by the phone.
#[test]
fn a_toast_typed_into_the_window_is_shown_by_the_phone() {
    if !tools_are_there() {
        return;
    }
    let display = Display::open();
    let program = Program::start(
        tilecast()
            .args(["--listen", "127.0.0.1:0", "--fresh"])
            .env("DISPLAY", &display.name)
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET"),
    );
    let windows = display.xdotool(&["search", "--sync", "--onlyvisible", "--name", "^Tilecast$"]);
    // No window manager runs here to hand out the focus.
    display.xdotool(&["windowfocus", "--sync", windows.lines().next().unwrap()]);

    // The composer's first field has the focus when the window opens; Tab leads to the next.
    display.fill("Train 7");
    display.key("Tab");
    display.fill("Leaves at 10:40");
    display.key("ctrl+Return");

    let arrived = program.get("/pushes?wait_secs=20&count=1");
    assert_eq!(arrived["total"], 1, "{arrived}");
    let push = &arrived["pushes"][0];
    assert_eq!((&push["kind"], &push["verdict"]), (&"toast".into(), &"received".into()), "{push}");

    let device = program.device();
    let toast = look_for("the toast on the phone", || {
        let shell = program.get(&format!("/devices/{device}"))["shell"].take();
        shell["toast"].is_object().then(|| shell["toast"].clone())
    });
    assert_eq!((&toast["text1"], &toast["text2"]), (&"Train 7".into(), &"Leaves at 10:40".into()), "{toast}");
}
