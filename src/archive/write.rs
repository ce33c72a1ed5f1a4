//! How does a batch get into the file? One transaction, in a fixed order, so that each part finds what it is about.

use rusqlite::{CachedStatement, Connection};

use super::change::{Counted, Meter, Name, NewPush, Outstanding};
use super::schema::number;
use super::waiting::Batch;
use crate::clock::Timestamp;
use crate::protocol::PushId;
use crate::protocol::channel_uri::ChannelToken;
use crate::protocol::device::DeviceId;

/// Writes a batch. Pushes up to `floor` are forgotten: of those only what is outstanding is kept.
pub(super) fn batch(connection: &Connection, batch: &Batch, floor: PushId) -> rusqlite::Result<()> {
    for device in &batch.gone {
        gone(connection, device)?;
    }
    let mut device = connection.prepare_cached(DEVICE)?;
    for (id, row) in &batch.devices {
        device.execute((id.as_str(), row))?;
    }
    for (device, token, row) in &batch.closed {
        closed(connection, device, token, row)?;
    }
    pushes(connection, &batch.pushes, floor)?;
    let mut change = connection.prepare_cached(
        "UPDATE outstanding SET due = ?2, stopped = ?3, link_id = ?4, body = ?5, copies = ?6 WHERE push = ?1",
    )?;
    for (push, outstanding) in &batch.outstanding {
        todo(&mut change, *push, outstanding)?;
    }
    settled(connection, &batch.settled, floor)?;
    let mut document = connection.prepare_cached(DOCUMENT)?;
    for (name, text) in &batch.documents {
        document.execute((Name::word(*name), text))?;
        if *name == Name::Faults {
            // The counts stand in it.
            connection.prepare_cached("DELETE FROM counted")?.execute([])?;
        }
    }
    let mut count = connection.prepare_cached("INSERT OR REPLACE INTO counted VALUES (?1, ?2, ?3)")?;
    for Counted { fault, seen, acted } in batch.counted.values() {
        count.execute((number(*fault), number(*seen), number(*acted)))?;
    }
    Ok(())
}

const DEVICE: &str = "INSERT INTO device VALUES (?1, ?2) ON CONFLICT DO UPDATE SET row = excluded.row";
const DOCUMENT: &str = "INSERT INTO document VALUES (?1, ?2) ON CONFLICT DO UPDATE SET text = excluded.text";

/// Writes what channels have taken.
pub(super) fn meters<'a>(connection: &Connection, meters: impl Iterator<Item = &'a Meter>) -> rusqlite::Result<()> {
    let sql = "INSERT INTO meter VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET day = excluded.day, in_day = excluded.in_day";
    let mut statement = connection.prepare_cached(sql)?;
    for meter in meters {
        statement.execute((meter.token.path(), meter.day.as_micros(), meter.in_day))?;
    }
    Ok(())
}

fn gone(connection: &Connection, device: &DeviceId) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM device WHERE device = ?1")?.execute([device.as_str()])?;
    connection.prepare_cached("DELETE FROM closed WHERE device = ?1")?.execute([device.as_str()])?;
    Ok(())
}

fn closed(connection: &Connection, device: &DeviceId, token: &ChannelToken, row: &str) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT INTO closed (device, row) VALUES (?1, ?2)")?.execute((device.as_str(), row))?;
    connection.prepare_cached("DELETE FROM meter WHERE token = ?1")?.execute([token.path()])?;
    Ok(())
}

fn pushes(connection: &Connection, pushes: &[NewPush], floor: PushId) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT OR REPLACE INTO push VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut outstanding =
        connection.prepare_cached("INSERT OR REPLACE INTO outstanding VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut text = Vec::new();
    for new in pushes {
        let id = new.record.id;
        if id <= floor && new.outstanding.is_none() {
            continue;
        }
        text.clear();
        if serde_json::to_writer(&mut text, new.record.as_ref()).is_err() {
            // A record is strings and numbers; there is nothing in it that JSON could not say.
            continue;
        }
        let token = new.meter.as_ref().map(|meter| meter.token.path());
        let day = new.meter.as_ref().map(|meter| meter.day.as_micros());
        let in_day = new.meter.as_ref().map(|meter| meter.in_day);
        insert.execute((number(id.0), new.record.at.as_micros(), token, day, in_day, &text))?;
        if let Some(what) = &new.outstanding {
            todo(&mut outstanding, id, what)?;
        }
    }
    Ok(())
}

fn todo(statement: &mut CachedStatement<'_>, push: PushId, what: &Outstanding) -> rusqlite::Result<()> {
    let Outstanding { due, stopped, link_id, body, copies } = what;
    let due = due.map(Timestamp::as_micros);
    statement.execute((number(push.0), due, *stopped, link_id.map(number), body, *copies))?;
    Ok(())
}

fn settled(connection: &Connection, pushes: &[PushId], floor: PushId) -> rusqlite::Result<()> {
    let mut settle = connection.prepare_cached("DELETE FROM outstanding WHERE push = ?1")?;
    let mut forget = connection.prepare_cached("DELETE FROM push WHERE id = ?1")?;
    for push in pushes {
        settle.execute([number(push.0)])?;
        // It was kept only for this.
        if *push <= floor {
            forget.execute([number(push.0)])?;
        }
    }
    Ok(())
}
