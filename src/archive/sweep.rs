//! How does the history end? What is older than may be kept is forgotten at once, and taken out in small steps.

use rusqlite::{Connection, OptionalExtension as _};

use super::load::{Mark, push_id};
use super::schema::number;
use crate::protocol::PushId;

/// How many pushes are taken out in one step. A step takes a few milliseconds, for which a push that comes then waits.
pub(super) const STEP: u64 = 256;

/// Takes out some of the pushes behind `swept`, up to `floor`, but none with which something is still to be done. Gives up to
/// which push it has come.
pub(super) fn step(connection: &Connection, swept: PushId, floor: PushId) -> rusqlite::Result<PushId> {
    let sql = "SELECT id FROM push WHERE id > ?1 AND id <= ?2 ORDER BY id LIMIT 1 OFFSET ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let last =
        statement.query_row((number(swept.0), number(floor.0), number(STEP - 1)), |row| row.get(0)).optional()?;
    let last = last.map_or(floor, push_id);
    let range = (number(swept.0), number(last.0));
    for sql in [
        "DELETE FROM body WHERE rowid IN (SELECT push FROM listed WHERE push > ?1 AND push <= ?2)",
        "DELETE FROM listed WHERE push > ?1 AND push <= ?2",
        "DELETE FROM stages WHERE push > ?1 AND push <= ?2",
        "DELETE FROM push WHERE id > ?1 AND id <= ?2
            AND id NOT IN (SELECT push FROM outstanding WHERE push > ?1 AND push <= ?2)",
    ] {
        connection.prepare_cached(sql)?.execute(range)?;
    }
    Mark::Floor.write(connection, floor)?;
    Ok(last)
}
