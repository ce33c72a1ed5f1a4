//! What was written down before? Everything that a relay needs to start again; the history itself stays on the disk.
//!
//! A row that cannot be read is passed over, counted, and left where it is.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::change::{Counted, Meter, Name, Outstanding};
use super::schema::number;
use crate::clock::Timestamp;
use crate::protocol::PushId;
use crate::protocol::channel_uri::ChannelToken;
use crate::protocol::record::PushRecord;

/// How many closed channels are kept.
const MAX_CLOSED: i64 = 10_000;
/// How far pushes may come out of order: the meters of so many before the last mark are looked at again.
const DISORDER: u64 = 1_024;

/// What was written down before.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The devices, in no order.
    pub devices: Vec<String>,
    /// Closed channels, the oldest first.
    pub closed: Vec<String>,
    /// What each channel has taken.
    pub meters: Vec<Meter>,
    /// Pushes with which something is still to be done, in the order of their ids.
    pub outstanding: Vec<(Arc<PushRecord>, Outstanding)>,
    /// The faults.
    pub faults: Option<String>,
    /// How often faults were asked since that was written.
    pub counted: Vec<Counted>,
    /// The settings.
    pub settings: Option<String>,
    /// The phones of a window.
    pub phones: Option<String>,
    /// The newest push that there was.
    pub newest: PushId,
    /// How many rows could not be read.
    pub unreadable: usize,
}

/// How far the archive's own work has come.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    /// The newest push.
    pub(super) newest: PushId,
    /// Pushes up to this one are forgotten.
    pub(super) floor: PushId,
    /// Pushes up to this one can be searched for.
    pub(super) indexed: PushId,
}

/// A mark's name in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// [`Marks::floor`].
    Floor,
    /// [`Marks::indexed`].
    Indexed,
    /// Up to this push, meters are in their table.
    Metered,
}

impl Mark {
    const fn word(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::Indexed => "indexed",
            Self::Metered => "metered",
        }
    }

    /// Reads it.
    pub(super) fn read(self, connection: &Connection) -> rusqlite::Result<PushId> {
        let sql = "SELECT value FROM mark WHERE name = ?1";
        let value = connection.query_row(sql, [self.word()], |row| row.get(0)).optional()?;
        Ok(push_id(value.unwrap_or(0)))
    }

    /// Writes it.
    pub(super) fn write(self, connection: &Connection, push: PushId) -> rusqlite::Result<()> {
        let sql = "INSERT INTO mark VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
        connection.prepare_cached(sql)?.execute((self.word(), number(push.0)))?;
        Ok(())
    }
}

/// Reads it all, and changes nothing.
pub(super) fn load(connection: &mut Connection) -> rusqlite::Result<(Loaded, Marks)> {
    let transaction = connection.transaction()?;
    let newest: Option<i64> = transaction.query_row("SELECT max(id) FROM push", [], |row| row.get(0))?;
    let floor = Mark::Floor.read(&transaction)?;
    let newest = push_id(newest.unwrap_or(0)).max(floor);
    let marks = Marks { newest, floor, indexed: Mark::Indexed.read(&transaction)? };
    let mut unreadable = 0;
    let text = |row: &Row<'_>| row.get(0);
    let mut document = |name: Name| {
        let sql = format!("SELECT text FROM document WHERE name = '{}'", name.word());
        rows(&transaction, &sql, &mut unreadable, text).map(|texts| texts.into_iter().next())
    };
    let (faults, settings, phones) = (document(Name::Faults)?, document(Name::Settings)?, document(Name::Phones)?);
    let loaded = Loaded {
        devices: rows(&transaction, "SELECT row FROM device", &mut unreadable, text)?,
        closed: rows(&transaction, "SELECT row FROM closed ORDER BY number", &mut unreadable, text)?,
        meters: meters(&transaction, &mut unreadable)?,
        faults,
        counted: rows(&transaction, "SELECT fault, seen, acted FROM counted", &mut unreadable, counted)?,
        settings,
        phones,
        outstanding: rows(&transaction, OUTSTANDING, &mut unreadable, outstanding)?,
        newest,
        unreadable: 0,
    };
    Ok((Loaded { unreadable, ..loaded }, marks))
}

/// Forgets the oldest closed channels if there are too many.
pub(super) fn forget_closed(connection: &Connection) -> rusqlite::Result<()> {
    let sql = "DELETE FROM closed WHERE number <= (SELECT max(number) FROM closed) - ?1";
    connection.execute(sql, [MAX_CLOSED]).map(|_| ())
}

/// The rows of a query. One that has something else in it than it should is passed over.
fn rows<T>(
    connection: &Connection,
    sql: &str,
    unreadable: &mut usize,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        match read(row) {
            Ok(one) => all.push(one),
            Err(error) if is_odd_value(&error) => *unreadable += 1,
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

/// Whether an error is about one value, and not about the file.
pub(super) fn is_odd_value(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
    )
}

fn meters(connection: &Connection, unreadable: &mut usize) -> rusqlite::Result<Vec<Meter>> {
    let since = number(Mark::Metered.read(connection)?.0.saturating_sub(DISORDER));
    let sql = format!(
        "SELECT token, day, in_day FROM meter UNION ALL
            SELECT token, day, in_day FROM push WHERE id > {since} AND token IS NOT NULL"
    );
    let mut meters: HashMap<String, (i64, u32)> = HashMap::new();
    let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, (row.get(1)?, row.get(2)?)));
    for (token, taken) in rows(connection, &sql, unreadable, read)? {
        let known = meters.entry(token).or_default();
        *known = taken.max(*known);
    }
    let meter = |(path, (day, in_day)): (String, (i64, u32))| {
        let token = ChannelToken::from_path(&path)?;
        Some(Meter { token, day: Timestamp::from_micros(day), in_day })
    };
    Ok(meters.into_iter().filter_map(meter).collect())
}

fn counted(row: &Row<'_>) -> rusqlite::Result<Counted> {
    let [fault, seen, acted] = [row.get(0)?, row.get(1)?, row.get(2)?].map(|number: i64| push_id(number).0);
    Ok(Counted { fault, seen, acted })
}

const OUTSTANDING: &str = "SELECT push.at, push.record, due, stopped, link_id, body, copies FROM outstanding
    JOIN push ON push.id = outstanding.push ORDER BY outstanding.push";

fn outstanding(row: &Row<'_>) -> rusqlite::Result<(Arc<PushRecord>, Outstanding)> {
    let todo = Outstanding {
        due: row.get::<_, Option<i64>>(2)?.map(Timestamp::from_micros),
        stopped: row.get(3)?,
        link_id: row.get::<_, Option<i64>>(4)?.map(|id| push_id(id).0),
        body: row.get(5)?,
        copies: row.get(6)?,
    };
    let odd = || rusqlite::Error::InvalidColumnType(1, String::from("record"), Type::Blob);
    record(row, 0).map(|record| (Arc::new(record), todo)).ok_or_else(odd)
}

/// A push as it was written, if it can be read: its time and its text stand in a row from this column on.
pub(super) fn record(row: &Row<'_>, column: usize) -> Option<PushRecord> {
    let mut record: PushRecord = serde_json::from_slice(row.get_ref(column + 1).ok()?.as_bytes().ok()?).ok()?;
    // The text has milliseconds only.
    record.at = Timestamp::from_micros(row.get(column).ok()?);
    Some(record)
}

/// A number of the file as an id.
pub(super) fn push_id(number: i64) -> PushId {
    PushId(u64::try_from(number).unwrap_or(0))
}
