//! Is the file one that this Tilecast can use? Only looks: of a file that cannot be used, no byte is changed.
//!
//! A file that is to be looked at cannot simply be opened to be written: that turns its log on and takes into it what stands in
//! the log, and then what is set aside is no longer what was found.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use rusqlite::Connection;
use rusqlite::ffi::SQLITE_READONLY_ROLLBACK;

use super::folder::{Bad, with_end};
use super::schema::{self, APPLICATION_ID, VERSION};

/// What a database begins with (sqlite.org/fileformat2.html, 1.3.1).
const MAGIC: &[u8] = b"SQLite format 3\0";
/// How long the head of a log is, and that of each page in it (sqlite.org/fileformat2.html, 4.1).
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;
/// Where in both heads the salts stand: a frame with others is left from an earlier log.
const LOG_SALTS: std::ops::Range<usize> = 16..24;
const FRAME_SALTS: std::ops::Range<usize> = 8..16;

/// Whether a file has been looked through before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// What it says of itself is enough.
    Short,
    /// It was found damaged while it was in use: all of it is looked at.
    Long,
}

/// Looks at a file and reads it with `read`; nothing if it is new or empty, and so has nothing to be read.
pub(super) fn judge<T>(
    file: &Path,
    look: Look,
    read: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
) -> Result<Option<T>, Bad> {
    if !begins_like_one(file) {
        return Err(Bad::Damaged);
    }
    if std::fs::metadata(file).map_or(0, |file| file.len()) == 0 {
        return Ok(None);
    }
    look_at(file, look, read).map_err(|bad| match bad {
        // Half a change stands in it that was written without a log: ours are not.
        Bad::Sqlite(rusqlite::Error::SqliteFailure(error, _)) if error.extended_code == SQLITE_READONLY_ROLLBACK => {
            Bad::Damaged
        }
        other => other,
    })
}

fn look_at<T>(
    file: &Path,
    look: Look,
    read: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
) -> Result<Option<T>, Bad> {
    let mut connection = schema::open_to_look(file)?;
    let ask = |what: &str| connection.query_row(what, [], |row| row.get::<_, i64>(0));
    match (ask("PRAGMA application_id")?, ask("PRAGMA user_version")?) {
        (APPLICATION_ID, VERSION) => {}
        (APPLICATION_ID, newer) if newer > VERSION => return Err(Bad::Newer),
        // Its maker came no further than to make it.
        (0, 0) if ask("SELECT count(*) FROM sqlite_schema")? == 0 => return Ok(None),
        _ => return Err(Bad::Damaged),
    }
    let (pages, page_bytes) = (ask("PRAGMA page_count")?, ask("PRAGMA page_size")?);
    if !is_whole(file, pages.unsigned_abs(), page_bytes.unsigned_abs()) {
        return Err(Bad::Damaged);
    }
    if look == Look::Long {
        let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if said != "ok" {
            return Err(Bad::Damaged);
        }
    }
    Ok(Some(read(&mut connection)?))
}

/// Whether the file begins like a database, or is new. SQLite takes a short file for an empty one, and throws the log of an
/// empty one away.
fn begins_like_one(file: &Path) -> bool {
    let mut beginning = Vec::new();
    let read = File::open(file).and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut beginning));
    match read {
        Ok(0) => !std::fs::metadata(with_end(file, "-wal")).is_ok_and(|log| log.len() > 0),
        Ok(_) => beginning == MAGIC,
        // It is not there, or SQLite will say why it cannot be read.
        Err(_) => true,
    }
}

/// Whether all pages are there: in the file, or in the log that is not taken into it yet.
fn is_whole(file: &Path, pages: u64, page_bytes: u64) -> bool {
    let Ok(len) = std::fs::metadata(file).map(|file| file.len()) else { return false };
    let logged = pages_in_log(&with_end(file, "-wal"), page_bytes).unwrap_or_default();
    if logged.is_empty() {
        return len == pages.saturating_mul(page_bytes);
    }
    (len / page_bytes.max(1) + 1..=pages).all(|page| logged.contains(&page))
}

/// The numbers of the pages that stand in a log.
fn pages_in_log(log: &Path, page_bytes: u64) -> std::io::Result<HashSet<u64>> {
    let mut log = std::io::BufReader::new(File::open(log)?);
    let mut pages = HashSet::new();
    let mut head = [0; LOG_HEAD];
    if log.read_exact(&mut head).is_err() {
        return Ok(pages);
    }
    let mut frame = [0; FRAME_HEAD];
    let mut at = LOG_HEAD as u64;
    while log.read_exact(&mut frame).is_ok() && frame.get(FRAME_SALTS) == head.get(LOG_SALTS) {
        if let Some(number) = frame.first_chunk() {
            pages.insert(u64::from(u32::from_be_bytes(*number)));
        }
        at += FRAME_HEAD as u64 + page_bytes;
        log.seek(SeekFrom::Start(at))?;
    }
    Ok(pages)
}
