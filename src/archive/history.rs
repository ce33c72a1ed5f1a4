//! What has been? Searches what is written, newest first in time, oldest first in what it gives.
//!
//! What is indexed is found by the index, what is not yet by reading it. One search sees one state of the file.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use rusqlite::{Connection, OptionalExtension as _, named_params};
use thiserror::Error;

use super::folder::{Folder, is_damage};
use super::index::searched;
use super::load::{Mark, push_id, record};
use super::{schema, stages};
use crate::clock::Timestamp;
use crate::notification::Kind;
use crate::protocol::device::DeviceId;
use crate::protocol::record::PushRecord;
use crate::protocol::verdict::Verdict;
use crate::protocol::{PushId, StageEvent};

/// From how many letters on a text is found by the index.
const INDEXED_LETTERS: usize = 3;

/// Which pushes are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of this kind.
    pub kind: Option<Kind>,
    /// To this device.
    pub device: Option<String>,
    /// To this app.
    pub app: Option<String>,
    /// With this verdict.
    pub verdict: Option<Verdict>,
    /// With this text in the body, in any letter case.
    pub text: Option<String>,
    /// After this one.
    pub after: Option<PushId>,
    /// Before this one.
    pub before: Option<PushId>,
    /// In this millisecond, or later.
    pub since: Option<Timestamp>,
}

/// A push and what became of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The push.
    pub record: Arc<PushRecord>,
    /// Its stages, in order of time.
    pub stages: Vec<StageEvent>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How many there are.
    pub total: usize,
    /// The newest of them, oldest first.
    pub newest: Vec<Told>,
}

/// The history could not be read.
#[derive(Debug, Error)]
#[error("the history cannot be read: {0}")]
pub struct HistoryError(String);

/// Reads the history.
#[derive(Debug)]
pub struct History {
    connection: Mutex<Connection>,
    /// Pushes up to this one are forgotten.
    floor: Arc<AtomicU64>,
    file: std::path::PathBuf,
}

impl History {
    pub(super) fn open(file: &Path, floor: Arc<AtomicU64>) -> rusqlite::Result<Self> {
        Ok(Self { connection: Mutex::new(schema::open_to_read(file)?), floor, file: file.to_owned() })
    }

    /// Up to which push everything is forgotten.
    #[must_use]
    pub fn floor(&self) -> PushId {
        PushId(self.floor.load(Ordering::Acquire))
    }

    /// The pushes that are wanted: how many there are, and the newest `limit` of them. May take a while: ask on a thread that
    /// may wait.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn find(&self, wanted: &Wanted, limit: usize) -> Result<Found, HistoryError> {
        self.read(|connection, floor| {
            let search = Search::new(connection, wanted, floor)?;
            let mut ids = Ids { total: 0, newest: Vec::new(), limit };
            search.unindexed(&mut ids)?;
            search.indexed(&mut ids)?;
            let told = ids.newest.iter().rev().map(|id| one(connection, *id));
            let newest = told.filter_map(Result::transpose).collect::<rusqlite::Result<_>>()?;
            Ok(Found { total: ids.total, newest })
        })
    }

    /// The newest `count` pushes, oldest first. Takes as long as they are many, however much there is.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn newest(&self, count: usize) -> Result<Vec<Told>, HistoryError> {
        self.read(|connection, floor| {
            let sql = "SELECT id FROM push WHERE id > ?1 ORDER BY id DESC LIMIT ?2";
            let limit = i64::try_from(count).unwrap_or(i64::MAX);
            let mut statement = connection.prepare_cached(sql)?;
            let ids = statement.query_map((schema::number(floor.0), limit), |row| row.get(0))?;
            let ids: Vec<i64> = ids.collect::<rusqlite::Result<_>>()?;
            let told = ids.into_iter().rev().map(|id| one(connection, push_id(id)));
            told.filter_map(Result::transpose).collect()
        })
    }

    /// The push of that id.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn one(&self, push: PushId) -> Result<Option<Told>, HistoryError> {
        self.read(|connection, floor| if push > floor { one(connection, push) } else { Ok(None) })
    }

    fn read<T>(&self, read: impl FnOnce(&Connection, PushId) -> rusqlite::Result<T>) -> Result<T, HistoryError> {
        let mut connection = self.connection.lock();
        let floor = self.floor();
        let done = connection.transaction().and_then(|transaction| read(&transaction, floor));
        done.map_err(|error| {
            if is_damage(&error) {
                Folder::suspect(&self.file);
            }
            HistoryError(error.to_string())
        })
    }
}

/// The ids of what was found, newest first.
struct Ids {
    total: usize,
    newest: Vec<PushId>,
    limit: usize,
}

impl Ids {
    fn add(&mut self, push: PushId) {
        self.total += 1;
        if self.newest.len() < self.limit {
            self.newest.push(push);
        }
    }
}

/// A search in one state of the file.
struct Search<'a> {
    connection: &'a Connection,
    wanted: &'a Wanted,
    /// The text, as it is searched for.
    text: Option<String>,
    after: PushId,
    before: PushId,
    indexed: PushId,
}

impl<'a> Search<'a> {
    fn new(connection: &'a Connection, wanted: &'a Wanted, floor: PushId) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            wanted,
            text: wanted.text.as_ref().map(|text| searched(text.as_bytes())).filter(|text| !text.is_empty()),
            after: wanted.after.unwrap_or_default().max(floor),
            before: wanted.before.unwrap_or(PushId(u64::MAX)),
            indexed: Mark::Indexed.read(connection)?,
        })
    }

    /// What is not indexed yet is looked at one by one.
    fn unindexed(&self, ids: &mut Ids) -> rusqlite::Result<()> {
        let after = self.after.max(self.indexed);
        let range = (schema::number(after.0), schema::number(self.before.0));
        let sql = "SELECT id, at, record FROM push WHERE id > ?1 AND id < ?2 ORDER BY id DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(range)?;
        let takes_all = self.takes_all();
        while let Some(row) = rows.next()? {
            if takes_all || record(row, 1).is_some_and(|record| self.takes(&record)) {
                ids.add(push_id(row.get(0)?));
            }
        }
        Ok(())
    }

    fn indexed(&self, ids: &mut Ids) -> rusqlite::Result<()> {
        let by_index = self.text.as_ref().filter(|text| text.chars().count() >= INDEXED_LETTERS);
        let in_body = if by_index.is_some() {
            "push IN (SELECT rowid FROM body WHERE body MATCH :text)"
        } else {
            ":text IS NULL"
        };
        let sql = format!(
            "SELECT push FROM listed WHERE push > :after AND push < :before AND (:since IS NULL OR at >= :since)
                AND (:kind IS NULL OR kind = :kind) AND (:verdict IS NULL OR verdict = :verdict)
                AND (:device IS NULL OR device = :device) AND (:app IS NULL OR app = :app) AND {in_body}
                ORDER BY push DESC"
        );
        let before = self.before.min(PushId(self.indexed.0.saturating_add(1)));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(named_params! {
            ":after": schema::number(self.after.0),
            ":before": schema::number(before.0),
            ":since": self.wanted.since.map(first_micros),
            ":kind": self.wanted.kind.map(Kind::word),
            ":verdict": self.wanted.verdict.map(|verdict| verdict.row().name),
            ":device": self.wanted.device,
            ":app": self.wanted.app,
            ":text": by_index.map(|text| format!("\"{}\"", text.replace('"', "\"\""))),
        })?;
        while let Some(row) = rows.next()? {
            let push = push_id(row.get(0)?);
            if by_index.is_some() || self.text.is_none() || self.has_text(push)? {
                ids.add(push);
            }
        }
        Ok(())
    }

    /// Whether a push has the text, which is too short for the index.
    fn has_text(&self, push: PushId) -> rusqlite::Result<bool> {
        Ok(one_record(self.connection, push)?.is_some_and(|record| self.takes(&record)))
    }

    fn takes_all(&self) -> bool {
        let Wanted { kind, device, app, verdict, text: _, after: _, before: _, since } = self.wanted;
        kind.is_none()
            && device.is_none()
            && app.is_none()
            && verdict.is_none()
            && since.is_none()
            && self.text.is_none()
    }

    fn takes(&self, record: &PushRecord) -> bool {
        let Wanted { kind, device, app, verdict, text: _, after: _, before: _, since } = self.wanted;
        kind.is_none_or(|kind| record.kind == Some(kind))
            && device.as_ref().is_none_or(|device| record.device.as_ref().map(DeviceId::as_str) == Some(device))
            && app.as_ref().is_none_or(|app| record.app.as_deref() == Some(app))
            && verdict.is_none_or(|verdict| record.verdict == verdict)
            && since.is_none_or(|since| record.at.as_micros() >= first_micros(since))
            && self.text.as_ref().is_none_or(|text| searched(&record.request.body).contains(text.as_str()))
    }
}

/// The beginning of a moment's millisecond: callers have read times in milliseconds.
fn first_micros(at: Timestamp) -> i64 {
    at.as_micros().div_euclid(1_000).saturating_mul(1_000)
}

fn one_record(connection: &Connection, push: PushId) -> rusqlite::Result<Option<PushRecord>> {
    let mut statement = connection.prepare_cached("SELECT at, record FROM push WHERE id = ?1")?;
    Ok(statement.query_row([schema::number(push.0)], |row| Ok(record(row, 0))).optional()?.flatten())
}

fn one(connection: &Connection, push: PushId) -> rusqlite::Result<Option<Told>> {
    let Some(record) = one_record(connection, push)? else { return Ok(None) };
    let mut statement = connection.prepare_cached("SELECT lines FROM stages WHERE push = ?1")?;
    let lines =
        statement.query_row([schema::number(push.0)], |row| Ok(row.get::<_, String>(0).ok())).optional()?.flatten();
    Ok(Some(Told { record: Arc::new(record), stages: stages::read(push, &lines.unwrap_or_default()) }))
}
