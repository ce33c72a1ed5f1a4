//! How is the history made searchable? In small steps, when there is time: the row of a push is written without an index.
//!
//! What is not indexed yet can be searched all the same, only slower (`history`).

use rusqlite::Connection;

use super::load::{Mark, push_id, record};
use super::schema::number;
use crate::protocol::PushId;
use crate::protocol::device::DeviceId;
use crate::protocol::record::PushRecord;

/// How many pushes are indexed in one step. A step takes a few milliseconds, for which a push that comes then waits.
pub(super) const STEP: u32 = 32;

/// Indexes some of the pushes behind `indexed`. Gives up to which push it has come, and how many there were.
pub(super) fn step(connection: &Connection, indexed: PushId) -> rusqlite::Result<(PushId, u32)> {
    let sql = "SELECT id, at, record FROM push WHERE id > ?1 ORDER BY id LIMIT ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((number(indexed.0), STEP))?;
    let (mut last, mut count) = (indexed, 0);
    while let Some(row) = rows.next()? {
        last = push_id(row.get(0)?);
        count += 1;
        if let Some(record) = record(row, 1) {
            add(connection, &record)?;
        }
    }
    Mark::Indexed.write(connection, last)?;
    Ok((last, count))
}

/// Indexes one push.
pub(super) fn add(connection: &Connection, record: &PushRecord) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT OR REPLACE INTO listed VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute((
        number(record.id.0),
        record.at.as_micros(),
        record.kind.map(super::super::notification::kind::Kind::word),
        record.verdict.row().name,
        record.device.as_ref().map(DeviceId::as_str),
        record.app.as_deref(),
    ))?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO body (rowid, text) VALUES (?1, ?2)")?
        .execute((number(record.id.0), searched(&record.request.body)))?;
    Ok(())
}

/// A body as it is searched: in lower case.
pub(super) fn searched(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body).to_lowercase();
    // A text ends at this letter where it is cut into parts.
    if text.contains('\0') { text.replace('\0', "\u{FFFD}") } else { text }
}
