//! Where is the archive, whose is it, and is it sound? One folder, one process; what cannot be read is set aside, never deleted.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use thiserror::Error;

use super::judge::{Look, judge};
use super::schema;
use crate::clock::Timestamp;

/// The file in its folder.
const FILE: &str = "tilecast.sqlite";
/// The file that is locked as long as a process uses the folder.
const LOCK: &str = "tilecast.lock";
/// Stands in the folder when the file was found damaged while it was in use.
const SUSPECT: &str = "tilecast.suspect";
/// What SQLite keeps beside its file: the log, its index, and the other kind of log, which nobody of ours writes but once.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The archive cannot be used.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Another process uses the folder.
    #[error("{} is in use by another Tilecast: end that one, or choose another folder with --data", .0.display())]
    InUse(PathBuf),
    /// The folder cannot be made, or a file in it not opened.
    #[error("{} cannot be used: {reason}. Choose another folder with --data", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// The database cannot be used.
    #[error("the archive {} cannot be opened: {reason}. Choose another folder with --data", .file.display())]
    Database {
        /// The file.
        file: PathBuf,
        /// What SQLite says.
        reason: String,
    },
}

/// A file that could not be read, and was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Its name now.
    pub file: PathBuf,
    /// Why.
    pub why: Unreadable,
}

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is damaged, or no archive at all.
    Damaged,
    /// A newer Tilecast has written it.
    Newer,
}

/// A folder that this process uses, and nobody else as long as this lives.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Takes a folder, which is made if it is not there.
    pub(super) fn take(path: &Path) -> Result<Self, OpenError> {
        let failed = |reason| OpenError::Folder { folder: path.to_owned(), reason };
        std::fs::create_dir_all(path).map_err(failed)?;
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(path.join(LOCK)).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
            Err(TryLockError::Error(reason)) => Err(failed(reason)),
        }
    }

    /// The archive's file.
    pub(super) fn file(&self) -> PathBuf {
        self.path.join(FILE)
    }

    /// Opens the file and reads it with `read`; if it cannot be read, it is set aside and a new one takes its place.
    pub(super) fn open<T>(
        &self,
        now: Timestamp,
        read: impl Fn(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<(Connection, T, Option<SetAside>), OpenError> {
        let failed = |reason: Bad| OpenError::Database { file: self.file(), reason: reason.words() };
        let why = match self.try_open(&read) {
            Ok((connection, read)) => return Ok((connection, read, None)),
            Err(Bad::Newer) => Unreadable::Newer,
            Err(Bad::Sqlite(error)) if is_damage(&error) => Unreadable::Damaged,
            Err(Bad::Damaged) => Unreadable::Damaged,
            Err(other) => return Err(failed(other)),
        };
        let file =
            self.set_aside(now, why).map_err(|reason| OpenError::Folder { folder: self.path.clone(), reason })?;
        let (connection, read) = self.try_open(&read).map_err(failed)?;
        Ok((connection, read, Some(SetAside { file, why })))
    }

    /// Opens the file if it can be used. Nothing is written before that is known.
    fn try_open<T>(&self, read: impl Fn(&mut Connection) -> rusqlite::Result<T>) -> Result<(Connection, T), Bad> {
        let (file, suspect) = (self.file(), self.path.join(SUSPECT));
        let was_there = BESIDE.map(|end| with_end(&file, end).exists());
        let look = if suspect.exists() { Look::Long } else { Look::Short };
        let judged = judge(&file, look, &read);
        if judged.is_err() {
            // Whoever looks leaves an empty log behind where there was none.
            for (end, _) in BESIDE.iter().zip(was_there).filter(|(_, was_there)| !was_there) {
                let _ = std::fs::remove_file(with_end(&file, end));
            }
        }
        let known = judged?;
        // A mark that stays only means another look next time.
        let _ = std::fs::remove_file(suspect);
        let mut connection = schema::open_to_write(&file)?;
        let read = known.map_or_else(|| read(&mut connection), Ok)?;
        Ok((connection, read))
    }

    /// Renames the file and what belongs to it. Gives the new name.
    fn set_aside(&self, now: Timestamp, why: Unreadable) -> std::io::Result<PathBuf> {
        let word = match why {
            Unreadable::Damaged => "damaged",
            Unreadable::Newer => "newer",
        };
        let stamp: String = now.rfc3339().chars().filter(char::is_ascii_alphanumeric).collect();
        let name = |count: u32| match count {
            0 => self.path.join(format!("tilecast-{word}-{stamp}.sqlite")),
            count => self.path.join(format!("tilecast-{word}-{stamp}-{count}.sqlite")),
        };
        let free = (0..=u32::MAX).map(name).find(|name| !name.exists()).ok_or(std::io::ErrorKind::AlreadyExists)?;
        std::fs::rename(self.file(), &free)?;
        for end in BESIDE {
            match std::fs::rename(with_end(&self.file(), end), with_end(&free, end)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        let _ = std::fs::remove_file(self.path.join(SUSPECT));
        Ok(free)
    }

    /// The file was found damaged: it is looked through when it is opened next.
    pub(super) fn suspect(path: &Path) {
        if let Some(folder) = path.parent() {
            // If that cannot be written either, the damage will be found again.
            let _ = std::fs::write(folder.join(SUSPECT), "");
        }
    }
}

/// The name of what belongs to a file.
pub(super) fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Whether an error means that the file is not what it should be.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase, Unknown};
    match error {
        // `Unknown` is SQLITE_ERROR: a table is not there, say.
        rusqlite::Error::SqliteFailure(error, _) => matches!(error.code, DatabaseCorrupt | NotADatabase | Unknown),
        rusqlite::Error::SqlInputError { .. }
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::QueryReturnedNoRows => true,
        _ => false,
    }
}

/// Why a file cannot be used.
pub(super) enum Bad {
    /// A newer program has written it.
    Newer,
    /// It is damaged, or none of ours.
    Damaged,
    /// SQLite says so.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Bad {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl Bad {
    fn words(self) -> String {
        match self {
            Self::Newer => String::from("a newer Tilecast has written it"),
            Self::Damaged => String::from("it is damaged"),
            Self::Sqlite(error) => error.to_string(),
        }
    }
}
