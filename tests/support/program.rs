//! How does a test start the real program, wait until it is ready, and ask it what it did?
#![allow(dead_code, reason = "each test that shares this file needs a part of it")]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::Value;

/// How often a state is looked at that no call waits for, and for how long.
const LOOK_EVERY: Duration = Duration::from_millis(50);
const LOOKS: u32 = 1_200;
/// How long an answer may take: longer than any `wait_secs` that a test asks for.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);

/// A folder that a test may fill; it goes when the test ends.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A new, empty one.
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays is a nuisance and no failure.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The program, to be given arguments.
pub(crate) fn tilecast() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tilecast"));
    command.stdin(Stdio::null());
    // What it keeps for its user is no business of whoever runs the tests.
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("home");
    command.env("HOME", &home).env("XDG_DATA_HOME", &home).env("APPDATA", &home);
    command
}

/// The running program. It is ended when the test is.
pub(crate) struct Program {
    child: Child,
    folder: Folder,
    /// What it said when it was ready (INTERFACES.md 1).
    pub ready: Value,
}

impl Program {
    /// Starts the program with these arguments and waits until it is ready.
    pub(crate) fn start(command: &mut Command) -> Self {
        let folder = Folder::new();
        let file = folder.file("ready.json");
        let mut child = command
            .arg("--ready-file")
            .arg(&file)
            .env("HOME", &folder.0)
            .env("XDG_DATA_HOME", &folder.0)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let line = look_for("the ready file", || {
            if let Some(status) = child.try_wait().unwrap() {
                panic!("the program ended before it was ready: {status}");
            }
            std::fs::read_to_string(&file).ok()
        });
        Self { child, folder, ready: serde_json::from_str(&line).unwrap() }
    }

    /// The folder that it takes for its user's.
    pub(crate) fn home(&self) -> &Path {
        self.folder.path()
    }

    /// The channel URI of the first phone's first app.
    pub(crate) fn channel_uri(&self) -> String {
        self.ready["phones"][0]["apps"][0]["uri"].as_str().unwrap().to_owned()
    }

    /// The first phone's name among the devices.
    pub(crate) fn device(&self) -> String {
        self.ready["phones"][0]["device"].as_str().unwrap().to_owned()
    }

    /// What the control API answers to `GET /api/v1…`.
    pub(crate) fn get(&self, path: &str) -> Value {
        let (code, answer) = self.ask(&format!("GET /api/v1{path}"), "", "");
        assert_eq!(code, "200", "GET {path}: {answer}");
        serde_json::from_str(&answer).unwrap()
    }

    /// Has the control API take a body at `POST /api/v1…`.
    pub(crate) fn post(&self, path: &str, body: &str) {
        let (code, answer) = self.ask(&format!("POST /api/v1{path}"), "Content-Type: application/json\r\n", body);
        assert!(code.starts_with('2'), "POST {path}: {answer}");
    }

    /// Sends raw to the first channel, and returns the answer's code.
    pub(crate) fn push(&self, body: &str) -> String {
        let uri = self.channel_uri();
        let path = uri.split_once("//").and_then(|(_, rest)| rest.split_once('/')).unwrap().1;
        self.ask(&format!("POST /{path}"), "X-NotificationClass: 3\r\n", body).0
    }

    fn ask(&self, what: &str, headers: &str, body: &str) -> (String, String) {
        let address = self.ready["http"].as_str().unwrap().trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(ANSWER_WITHIN)).unwrap();
        // HTTP/1.0: the answer ends where the connection does, so it needs no client.
        let len = body.len();
        write!(stream, "{what} HTTP/1.0\r\nHost: {address}\r\n{headers}Content-Length: {len}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().to_owned(), body.to_owned())
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the program ends by itself, and returns its exit code.
    pub(crate) fn ended(mut self) -> Option<i32> {
        let child = &mut self.child;
        look_for("the program's end", || child.try_wait().unwrap()).code()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks again and again until there is something to see: for what happens in another process and no call waits for.
#[expect(clippy::disallowed_methods, reason = "another process's file or end can only be looked for again and again")]
pub(crate) fn look_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..LOOKS {
        if let Some(seen) = look() {
            return seen;
        }
        std::thread::sleep(LOOK_EVERY);
    }
    panic!("{what} did not come within a minute");
}
