//! The server under measurement, as a process of its own: its address, its answers, its CPU time and its memory.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use rustix::process::{Resource, getrlimit, setrlimit};

/// A running server. Dropping it ends it.
pub struct Server {
    child: Child,
    told: ChildStdin,
    said: BufReader<ChildStdout>,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts the floor.
    pub fn floor() -> Self {
        Self::start("floor", &[])
    }

    /// Starts a relay.
    pub fn relay(arguments: &[&str]) -> Self {
        Self::start("relay", arguments)
    }

    fn start(role: &str, arguments: &[&str]) -> Self {
        let this = std::env::current_exe().expect("this program's own path");
        let mut command = Command::new(this);
        command.arg(format!("--serve={role}")).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("a child process");
        let told = child.stdin.take().expect("its standard input");
        let mut said = BufReader::new(child.stdout.take().expect("its standard output"));
        let address = line(&mut said).parse().expect("an address");
        Self { child, told, said, address }
    }

    /// Tells it something and waits for the line that it answers.
    pub fn ask(&mut self, what: &str) -> String {
        writeln!(self.told, "{what}").expect("the child listens");
        line(&mut self.said)
    }

    /// Waits until the newest `pushes` of the relay's log are acknowledged.
    pub fn wait_acknowledged(&mut self, pushes: u64) {
        let answer = self.ask(&format!("acknowledged {pushes}"));
        assert_eq!(answer, "yes", "not every push was acknowledged");
    }

    /// The CPU time that it has taken so far, on all its threads.
    pub fn cpu(&self) -> Duration {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).expect("a process list");
        let nanos = threads.filter_map(|thread| {
            let text = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
            text.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(nanos.sum())
    }

    /// How much memory it holds, in KiB.
    pub fn resident_kib(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("its status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder for an archive. Dropping it removes it.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty one, on the disk that the build is on.
    pub fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    /// What the relay is told of it.
    pub fn argument(&self) -> String {
        format!("data={}", self.0.display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left lies in a folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn line(said: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    said.read_line(&mut line).expect("the child speaks");
    line.trim().to_owned()
}

/// Lets this process, and those that it starts, open as many files as it may.
pub fn raise_file_limit() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // If it may not, connecting will say so.
    let _ = setrlimit(Resource::Nofile, limit);
}
