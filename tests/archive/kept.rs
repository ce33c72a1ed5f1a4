//! An archive of a test, what can be put into it, and a console that keeps what it knows in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tilecast::archive::{Archive, Change, Done, Found, NewPush, NotWritten, Opened, Outstanding, Told, Wanted};
use tilecast::clock::{Clock, Timestamp};
use tilecast::console::journal;
use tilecast::console::runtime::{self, Console, Setup, WhenTaken};
use tilecast::notification::Kind;
use tilecast::protocol::header_lines::HeaderLines;
use tilecast::protocol::record::{Answer, PushRecord, Request};
use tilecast::protocol::{PushId, Verdict};
use tilecast::relay::Settings;

use crate::support::relay::START;
use crate::support::{Sender, TestPhone};

/// Opens the archive of a folder.
pub(crate) fn open(folder: &Path) -> Opened {
    Archive::open(folder, START).unwrap()
}

/// A push as it is written down.
pub(crate) fn record(id: u64, body: impl Into<Vec<u8>>) -> PushRecord {
    PushRecord {
        id: PushId(id),
        at: START.plus(std::time::Duration::from_millis(id)),
        from: "127.0.0.1:50000".into(),
        device: Some(if id.is_multiple_of(2) { "ana" } else { "ben" }.parse().unwrap()),
        app: Some("trips".into()),
        channel: Some("main".into()),
        kind: Some(if id.is_multiple_of(3) { Kind::Tile } else { Kind::Raw }),
        class: Some("3".parse().unwrap()),
        message_id: String::new(),
        verdict: if id.is_multiple_of(5) { Verdict::Suppressed } else { Verdict::Received },
        reason: None,
        fault: None,
        request: Request {
            method: String::from("POST"),
            path: String::from("/throttledthirdparty/01.00/x"),
            headers: [("X-NotificationClass", "3")].into_iter().collect(),
            body: body.into(),
        },
        answer: Answer { status: 200, headers: HeaderLines::default() },
        lint: Vec::new(),
    }
}

/// The same, to be written down.
pub(crate) fn new(record: PushRecord, outstanding: Option<Outstanding>) -> NewPush {
    NewPush { record: Arc::new(record), outstanding, meter: None }
}

/// Writes pushes whose bodies are these, from the number `first` on, and waits until there is nothing left to do.
pub(crate) fn fill(archive: &Archive, first: u64, bodies: impl IntoIterator<Item = impl Into<Vec<u8>>>) {
    for (id, body) in (first..).zip(bodies) {
        archive.note(Change::Push(new(record(id, body), None)));
        if id.is_multiple_of(4_096) {
            flush(archive);
        }
    }
    rest(archive);
}

fn wait(ask: impl FnOnce(Done)) -> Result<(), NotWritten> {
    let (told, answer) = std::sync::mpsc::sync_channel(1);
    ask(Box::new(move |done| told.send(done).unwrap()));
    answer.recv().unwrap()
}

/// Waits until everything is written.
pub(crate) fn flush(archive: &Archive) {
    wait(|done| archive.flush(done)).unwrap();
}

/// Waits until there is nothing left to do.
pub(crate) fn rest(archive: &Archive) {
    wait(|done| archive.rest(done)).unwrap();
}

/// Writes a push that somebody waits for.
pub(crate) fn keep(archive: &Archive, push: NewPush) -> Result<(), NotWritten> {
    wait(|done| archive.keep(push, done))
}

/// What a search finds.
pub(crate) fn find(archive: &Archive, wanted: &Wanted) -> Found {
    archive.history().find(wanted, 10).unwrap()
}

/// The ids of what was found.
pub(crate) fn ids(told: &[Told]) -> Vec<u64> {
    told.iter().map(|told| told.record.id.0).collect()
}

/// A copy of a folder as the disk has it now: what a process that is killed would leave.
pub(crate) fn snapshot(folder: &Path, copy: &Path) {
    std::fs::create_dir_all(copy).unwrap();
    for file in ["tilecast.sqlite", "tilecast.sqlite-wal"] {
        std::fs::copy(folder.join(file), copy.join(file)).unwrap();
    }
}

/// A console without phones that keeps what it knows in a folder.
pub(crate) struct Keeper {
    pub(crate) console: Console,
    pub(crate) clock: Clock,
    pub(crate) folder: PathBuf,
}

impl Keeper {
    /// Starts one so many seconds after the beginning.
    pub(crate) fn start(folder: &Path, secs: u64) -> Self {
        let clock = Clock::virtual_at(START.plus(std::time::Duration::from_secs(secs)));
        let setup = Setup {
            listen: ([127, 0, 0, 1], 0).into(),
            tls: None,
            when_taken: WhenTaken::Fail,
            phones: Vec::new(),
            clock: clock.clone(),
            settings: Settings::default(),
            journal: Some(journal::open(folder, &clock).unwrap()),
            seed: 7,
        };
        let console = runtime::start(setup, |_| axum::Router::new()).unwrap();
        Self { console, clock, folder: folder.to_owned() }
    }

    /// Ends it and starts another one so many seconds after the beginning.
    pub(crate) fn again(self, secs: u64) -> Self {
        let folder = self.folder.clone();
        drop(self);
        Self::start(&folder, secs)
    }

    /// Starts another one from what the disk has now, as if this one were killed.
    pub(crate) fn killed(self, copy: &Path, secs: u64) -> Self {
        flush(self.archive());
        snapshot(&self.folder, copy);
        drop(self);
        Self::start(copy, secs)
    }

    pub(crate) fn archive(&self) -> &Archive {
        self.console.shared.archive.as_ref().unwrap()
    }

    /// A phone on its link.
    pub(crate) async fn phone(&self, device: &str) -> TestPhone {
        TestPhone::connect(self.console.address, device).await
    }

    /// A phone with a channel of the app `trips`; and the path of the channel.
    pub(crate) async fn channel(&self, device: &str) -> (TestPhone, String) {
        let mut phone = self.phone(device).await;
        let path = phone.open("trips", "main").await;
        phone.bind("trips", true, true).await;
        (phone, path)
    }

    /// The verdict on a request.
    pub(crate) async fn send(&self, request: &[u8]) -> &'static str {
        Sender::connect(self.console.address).await.send(request).await.verdict()
    }

    /// The time now.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
