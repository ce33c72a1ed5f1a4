//! What does the file look like? Its tables, and how a connection to it is set up.
//!
//! A push is written as one row, at the end of its table, and is not touched again. What the history is searched by (`listed`,
//! `body`) is filled in later, when there is time: `index`.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

/// `Tile` in ASCII: says whose file it is.
pub(super) const APPLICATION_ID: i64 = 0x5469_6C65;
/// Which tables there are. A newer Tilecast may know others, and then has a higher number.
pub(super) const VERSION: i64 = 1;

/// How many pages the write-ahead log may have before it is taken into the file: 16 MB. Larger means fewer waits for the disk.
const LOG_PAGES: u32 = 4_000;
/// How large the write-ahead log's file stays once it was taken in, in bytes.
const LOG_STAYS_BYTES: u32 = 32 * 1_024 * 1_024;
/// How many KiB of pages the writer remembers.
const WRITER_CACHE_KIB: u32 = 16 * 1_024;
/// How many KiB of pages the reader remembers.
const READER_CACHE_KIB: u32 = 8 * 1_024;
/// How many statements are kept ready.
const STATEMENTS: usize = 64;

/// What is dead in the index goes when its part is merged with others (`deletemerge`; sqlite.org/fts5.html, 6.6): else forgetting
/// a push would, once in a while, have a large part of the index written anew while another push waits.
const TABLES: &str = "
CREATE TABLE push (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, token TEXT, day INTEGER, in_day INTEGER, record BLOB NOT NULL);
CREATE TABLE outstanding (push INTEGER PRIMARY KEY, due INTEGER, stopped INTEGER NOT NULL, link_id INTEGER, body BLOB,
    copies INTEGER NOT NULL);
CREATE TABLE stages (push INTEGER PRIMARY KEY, lines TEXT NOT NULL);
CREATE TABLE device (device TEXT PRIMARY KEY, row TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE closed (number INTEGER PRIMARY KEY, device TEXT NOT NULL, row TEXT NOT NULL);
CREATE INDEX closed_of_device ON closed (device);
CREATE TABLE meter (token TEXT PRIMARY KEY, day INTEGER NOT NULL, in_day INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE document (name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counted (fault INTEGER PRIMARY KEY, seen INTEGER NOT NULL, acted INTEGER NOT NULL);
CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE listed (push INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT, verdict TEXT NOT NULL, device TEXT, app TEXT);
CREATE VIRTUAL TABLE body USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1');
INSERT INTO body (body, rank) VALUES ('deletemerge', 0);
";

/// Opens the file for the writer, with tables if it is new. Whether it can be used is known: `judge`.
///
/// The log is not forced to the disk with each transaction (`synchronous = NORMAL`): what is written survives the end of the
/// process, however it ends; a power cut can take what came after the last time that the log was taken into the file.
pub(super) fn open_to_write(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "cache_size", -i64::from(WRITER_CACHE_KIB))?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    connection.pragma_update_and_check(None, "journal_size_limit", LOG_STAYS_BYTES, |_| Ok(()))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables == 0 {
        connection.execute_batch(&format!(
            "BEGIN IMMEDIATE; {TABLES} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}; COMMIT;"
        ))?;
    }
    // What the last process left in the log. On a full disk it stays there, and is as good.
    let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    Ok(connection)
}

/// Opens the file for somebody who looks whether it can be used. It stays as it is, and so does its log.
pub(super) fn open_to_look(file: &Path) -> rusqlite::Result<Connection> {
    let connection = open_only_to_read(file)?;
    // The last one that closes a file takes the log into it, even if it has only read.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(connection)
}

fn open_only_to_read(file: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

/// Opens the file for whoever searches it.
pub(super) fn open_to_read(file: &Path) -> rusqlite::Result<Connection> {
    let connection = open_only_to_read(file)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "cache_size", -i64::from(READER_CACHE_KIB))?;
    Ok(connection)
}

/// A number as the file has it. Ids and times are far below the end.
pub(super) fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
