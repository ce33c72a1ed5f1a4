//! What happens when the disk is full? Pushes are answered 503, the reason is said, and nothing that was accepted is lost.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::called::{call, send, serve};
use crate::kept::open;
use crate::program::{Folder, Program, look_for, tilecast};

/// What fills a body, so that a few pushes fill a page.
const FILLING: usize = 2_900;

/// A program under test, and the bodies that it has accepted.
struct Taken {
    program: Program,
    bodies: Vec<String>,
}

impl Taken {
    fn by(program: Program) -> Self {
        call(&program, "PATCH", "/settings", r#"{"daily_quota":null}"#);
        Self { program, bodies: Vec::new() }
    }

    /// Sends pushes until one is refused, or so many were sent; gives the head of the last answer.
    fn send(&mut self, word: &str, count: usize) -> String {
        let mut answer = String::new();
        for number in 0..count {
            let body = format!("{word} {number} {}", "x".repeat(FILLING));
            answer = send(&self.program, &body);
            if !answer.starts_with("HTTP/1.1 200") {
                break;
            }
            self.bodies.push(body);
        }
        answer
    }

    fn trouble(&self) -> Option<String> {
        self.program.get("/health")["trouble"].as_str().map(str::to_owned)
    }

    /// What is said while nothing can be written.
    fn said(&self) -> String {
        let said = look_for("the reason", || self.trouble());
        assert!(said.contains("tilecast.sqlite"), "{said}");
        let reason = &self.program.get("/pushes?verdict=service-unavailable")["pushes"][0]["reason"];
        assert!(reason.as_str().unwrap().contains("could not be written down"), "{reason}");
        said
    }

    /// Waits until there is no trouble, and sends a push that is accepted.
    fn goes_on(&mut self) {
        look_for("the end of the trouble", || self.trouble().is_none().then_some(()));
        assert!(self.send("after", 1).starts_with("HTTP/1.1 200"));
    }

    /// Ends the program at once, and looks what it leaves: all that it has accepted, and nothing that it has refused.
    fn leaves_it_all(self, data: &Path) -> Vec<String> {
        let Self { program, bodies } = self;
        // The process is killed.
        drop(program);
        let archive = open(data).archive;
        let told = archive.history().newest(10_000).unwrap();
        let kept: Vec<String> =
            told.iter().map(|told| String::from_utf8(told.record.request.body.clone()).unwrap()).collect();
        assert_eq!(kept.len(), bodies.len());
        assert_eq!(kept, bodies);
        bodies
    }
}

/// A file that may not grow any more: pushes are refused, and taken again when it may.
#[test]
fn a_file_that_may_not_grow_loses_nothing() {
    let folder = Folder::new();
    let data = folder.file("data");
    // The signal that comes with the limit is ignored by whoever asks for that.
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -S -f 3000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_tilecast")]);
    let mut taken = Taken::by(Program::start(limited.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&data)));
    let refused = taken.send("before", 5_000);
    assert!(refused.starts_with("HTTP/1.1 503") && !taken.bodies.is_empty(), "{refused}");
    taken.said();
    let process = taken.program.id().to_string();
    let lifted = Command::new("prlimit").args(["--fsize=unlimited", "--pid", &process]).status().unwrap();
    assert!(lifted.success());
    taken.goes_on();
    taken.leaves_it_all(&data);
}

/// A disk that is full as long as a file is there, for a process that is started with it.
struct Disk {
    library: PathBuf,
    mark: PathBuf,
}

impl Disk {
    /// One with room; its fixture is built with the compiler that the program needed as well.
    fn new(folder: &Folder) -> Self {
        let disk = Self { library: folder.file("full_disk.so"), mark: folder.file("full") };
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/full_disk.c");
        let flags = ["-shared", "-fPIC", "-Wall", "-Werror", "-o"];
        assert!(Command::new("cc").args(flags).arg(&disk.library).arg(source).status().unwrap().success());
        disk
    }

    fn is_full(&self) {
        std::fs::write(&self.mark, "").unwrap();
    }

    fn has_room(&self) {
        std::fs::remove_file(&self.mark).unwrap();
    }

    fn serve(&self, data: &Path) -> Taken {
        let mut command = self.on(data);
        Taken::by(Program::start(&mut command))
    }

    fn on(&self, data: &Path) -> Command {
        let mut command = tilecast();
        command.env("LD_PRELOAD", &self.library).env("FULL_DISK", &self.mark);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        command
    }
}

/// A full disk (`ENOSPC`, in the middle of a page): pushes are refused for as long as it is full, and taken again when it is not.
#[test]
fn a_full_disk_loses_nothing() {
    let folder = Folder::new();
    let (data, disk) = (folder.file("data"), Disk::new(&folder));
    let mut taken = disk.serve(&data);
    assert!(taken.send("before", 20).starts_with("HTTP/1.1 200"));
    disk.is_full();
    for _ in 0..3 {
        assert!(taken.send("refused", 1).starts_with("HTTP/1.1 503"));
    }
    let said = taken.said();
    assert!(said.contains("the disk is full"), "{said}");
    disk.has_room();
    taken.goes_on();
    assert_eq!(taken.bodies.len(), 21);
    taken.leaves_it_all(&data);
}

/// A process that is killed while the disk is full leaves all that it had accepted; the next one begins on the full disk, refuses
/// pushes, and takes them when there is room again.
#[test]
fn a_full_disk_outlives_the_process() {
    let folder = Folder::new();
    let (data, disk) = (folder.file("data"), Disk::new(&folder));
    let mut taken = disk.serve(&data);
    taken.send("before", 20);
    disk.is_full();
    assert!(taken.send("refused", 1).starts_with("HTTP/1.1 503"));
    let Taken { program, bodies } = taken;
    drop(program);
    let program = Program::start(&mut disk.on(&data));
    let mut taken = Taken { program, bodies };
    assert!(taken.send("refused", 1).starts_with("HTTP/1.1 503"));
    taken.said();
    disk.has_room();
    taken.goes_on();
    let bodies: BTreeSet<String> = taken.leaves_it_all(&data).into_iter().collect();
    assert_eq!(bodies.len(), 21, "each once");
}

/// Where not even a new archive fits, the program says so in one line and ends with 3.
#[test]
fn no_archive_is_begun_on_a_full_disk() {
    let folder = Folder::new();
    let disk = Disk::new(&folder);
    disk.is_full();
    let ended = disk.on(&folder.file("data")).output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!((ended.status.code(), said.trim_end().lines().count()), (Some(3), 1), "{said}");
    assert!(said.contains("full"), "{said}");
    drop(serve(&folder.file("elsewhere")));
}
