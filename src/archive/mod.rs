//! What outlives the process: devices and channels, what is still to be delivered, the history, faults and settings.
//!
//! Changes are handed to the [`Archive`] in the order in which they happen (`waiting`) and written together by one thread
//! (`writer`, `write`); `load` gives what was there before, [`History`] searches what has been. `folder` is about whose the file
//! is and what becomes of one that cannot be read, `judge` about whether it can be, `schema` about what it looks like; `index`
//! and `sweep` are the housekeeping.
//!
//! The archive does not know the relay: what the relay wants kept is said in [`Change`]s by the console.

mod change;
mod folder;
mod history;
mod index;
mod judge;
mod load;
mod schema;
mod stages;
mod sweep;
mod waiting;
mod write;
mod writer;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread::JoinHandle;

use parking_lot::Mutex;

pub use change::{Change, Counted, Done, Meter, Name, NewPush, NotWritten, Outstanding};
pub use folder::{OpenError, SetAside, Unreadable};
pub use history::{Found, History, HistoryError, Told, Wanted};
pub use load::Loaded;

use crate::clock::Timestamp;
use folder::Folder;
use waiting::Queue;
use writer::{OnTrouble, Own, Writer};

/// The archive of a folder. Clones are the same archive; the last one that is dropped closes it.
#[derive(Clone)]
pub struct Archive(Arc<Open>);

struct Open {
    queue: Arc<Queue>,
    history: Arc<History>,
    on_trouble: OnTrouble,
    thread: Mutex<Option<JoinHandle<()>>>,
    folder: Mutex<Option<Folder>>,
    file: PathBuf,
}

/// An archive that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The archive.
    pub archive: Archive,
    /// What was in it.
    pub loaded: Loaded,
    /// The file that was there and could not be read.
    pub set_aside: Option<SetAside>,
}

impl fmt::Debug for Archive {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Archive").field(&self.0.file).finish()
    }
}

impl Archive {
    /// Opens the archive of a folder, or makes it. `now` stands in the name of what is set aside.
    ///
    /// # Errors
    /// Another process uses the folder, or the system does not let us.
    pub fn open(path: &Path, now: Timestamp) -> Result<Opened, OpenError> {
        let folder = Folder::take(path)?;
        let file = folder.file();
        let (connection, (loaded, marks), set_aside) = folder.open(now, load::load)?;
        let failed = |reason: String| OpenError::Database { file: file.clone(), reason };
        if let Err(error) = load::forget_closed(&connection) {
            tracing::warn!(%error, "closed channels are kept beyond their number");
        }
        let floor = Arc::new(AtomicU64::new(marks.floor.0));
        let history = History::open(&file, floor.clone()).map_err(|error| failed(error.to_string()))?;
        let queue = Arc::new(Queue::new(marks.newest, floor.clone()));
        let on_trouble = OnTrouble::default();
        let writer = Writer {
            connection,
            file: file.clone(),
            queue: queue.clone(),
            marks,
            limit: u64::MAX,
            on_trouble: on_trouble.clone(),
            own: Own::default(),
        };
        let thread = std::thread::Builder::new()
            .name(String::from("tilecast-archive"))
            .spawn(move || writer.run())
            .map_err(|error| failed(error.to_string()))?;
        let archive = Self(Arc::new(Open {
            queue,
            history: Arc::new(history),
            on_trouble,
            thread: Mutex::new(Some(thread)),
            folder: Mutex::new(Some(folder)),
            file,
        }));
        Ok(Opened { archive, loaded, set_aside })
    }

    /// Takes a change that nobody waits for. Never waits for the disk.
    pub fn note(&self, change: Change) {
        self.0.queue.note(change);
    }

    /// Takes a push and says when it is written, with everything that was handed over before it. Never waits for the disk.
    pub fn keep(&self, push: NewPush, done: Done) {
        self.0.queue.keep(push, done);
    }

    /// Says when everything that was handed over before is written.
    pub fn flush(&self, done: Done) {
        self.0.queue.flush(done);
    }

    /// Says when everything is written, can be searched for by its index, and is pruned: when there is nothing left to do.
    pub fn rest(&self, done: Done) {
        self.0.queue.rest(done);
    }

    /// Has it told to `tell`, on the archive's thread, when nothing can be written and why, and when it can again.
    pub fn on_trouble(&self, tell: impl Fn(Option<NotWritten>) + Send + 'static) {
        *self.0.on_trouble.lock() = Some(Box::new(tell));
    }

    /// What has been.
    #[must_use]
    pub fn history(&self) -> Arc<History> {
        self.0.history.clone()
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.0.file
    }

    /// Writes what waits, and lets go of the folder. Nothing is taken any more.
    pub fn close(&self) {
        self.0.close();
    }
}

impl Open {
    fn close(&self) {
        self.queue.end();
        if let Some(thread) = self.thread.lock().take() {
            // A panic there was reported when it happened.
            let _ = thread.join();
        }
        // Whoever is told may hold the archive.
        *self.on_trouble.lock() = None;
        *self.folder.lock() = None;
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.close();
    }
}
