//! Who writes? One thread: it takes all that waits, writes it in one transaction, and tells whoever waits for it. What else is
//! to be done (index, prune) it does in small steps, when nothing waits, or a little with each batch if that never happens.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::change::{Done, Meter, NotWritten};
use super::folder::{Folder, is_damage};
use super::load::{Mark, Marks};
use super::stages::{Stages, Which};
use super::waiting::{Batch, Queue, Work};
use super::{index, sweep, write};
use crate::protocol::PushId;

/// How long something may wait that nobody waits for.
const NAP: Duration = Duration::from_millis(50);
/// How long nothing must have come before other things are done.
const IDLE: Duration = Duration::from_millis(100);
/// How long to wait when nothing could be written, before it is tried again.
const AGAIN: Duration = Duration::from_secs(1);
/// After how many pushes the meters are written, which are otherwise found in the rows of the pushes.
const METERS_EVERY: u32 = 4_096;

/// How many pushes the index and the end of the history may be behind under a load that leaves no time. Either costs more than
/// writing a push, and this many are searched without an index in a fraction of a second.
const LAG: u64 = 20_000;

/// Told when something is wrong, and when it no longer is.
pub(super) type OnTrouble = Arc<Mutex<Option<Box<dyn Fn(Option<NotWritten>) + Send>>>>;

/// The writer.
pub(super) struct Writer {
    pub(super) connection: Connection,
    pub(super) file: PathBuf,
    pub(super) queue: Arc<Queue>,
    pub(super) marks: Marks,
    /// How many pushes are kept; until it is told, all of them.
    pub(super) limit: u64,
    pub(super) on_trouble: OnTrouble,
    pub(super) own: Own,
}

/// What the writer has to do for itself.
#[derive(Default)]
pub(super) struct Own {
    stages: Stages,
    meters: HashMap<String, Meter>,
    metered: u32,
    /// Up to which push the forgotten ones are taken out.
    swept: PushId,
    /// How many pushes may be indexed although more is to be written, since the index is far behind.
    owed: u32,
    /// Whether something was written since the log was last taken into the file.
    logged: bool,
    trouble: Option<NotWritten>,
    /// Who waits until there is nothing to do.
    rests: Vec<Done>,
}

impl Writer {
    /// Writes until the queue ends.
    pub(super) fn run(mut self) {
        // Whether nothing has come since something else was done: then more of that is done at once.
        let mut is_quiet = false;
        loop {
            let has_more = self.has_more();
            if !has_more {
                self.own.rests.drain(..).for_each(|done| done(Ok(())));
            }
            let (nap, patience) = match (&self.own.trouble, has_more) {
                (Some(_), _) => (AGAIN, Some(AGAIN)),
                (None, true) => (NAP, Some(if is_quiet { Duration::ZERO } else { IDLE })),
                (None, false) => (NAP, None),
            };
            let work = self.queue.wait(nap, patience);
            is_quiet = matches!(work, Work::Idle);
            match work {
                Work::Write(batch) => {
                    self.write(batch);
                    self.pay_back();
                }
                Work::Idle => self.idle(),
                Work::End(batch) => {
                    self.write(batch);
                    self.tidy();
                    return;
                }
            }
        }
    }

    /// Whether there is something to do when nothing comes.
    fn has_more(&self) -> bool {
        !self.own.stages.is_empty()
            || !self.own.meters.is_empty()
            || self.own.swept < self.marks.floor
            || self.marks.indexed < self.marks.newest
            || self.own.logged
    }

    /// Does one thing that can wait.
    fn idle(&mut self) {
        if self.own.trouble.is_some() {
            // Nothing waits to be written, and so nothing would show that writing works again.
            let floor = self.marks.floor;
            let probed = self.transaction(|connection, _| Mark::Floor.write(connection, floor));
            return self.outcome(probed);
        }
        let done = if !self.own.stages.is_empty() || !self.own.meters.is_empty() {
            self.write_own(Which::All)
        } else if self.own.swept < self.marks.floor {
            self.sweep()
        } else if self.marks.indexed < self.marks.newest {
            self.index()
        } else {
            self.own.logged = false;
            self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
        };
        self.outcome(done);
    }

    /// Under a load that leaves no time, the index and the end of the history must not fall behind for ever.
    fn pay_back(&mut self) {
        if self.own.trouble.is_some() {
            return;
        }
        let mut done = Ok(());
        if self.own.swept.0 + LAG <= self.marks.floor.0 {
            done = self.sweep();
        }
        if self.marks.indexed.0 + LAG >= self.marks.newest.0 {
            self.own.owed = 0;
        } else if self.own.owed >= index::STEP {
            self.own.owed -= index::STEP;
            done = done.and_then(|()| self.index());
        }
        self.outcome(done);
    }

    fn write(&mut self, mut batch: Batch) {
        self.own.rests.append(&mut batch.rests);
        self.take_up(&mut batch);
        let which = if batch.flushes.is_empty() { Which::Ended } else { Which::All };
        let meters_due = which == Which::All || self.own.metered >= METERS_EVERY;
        let (floor, indexed) = (self.marks.floor, self.marks.indexed);
        let forgets = batch.forgotten.is_some() || batch.limit.is_some();
        let written = self.transaction(|connection, own| {
            write::batch(connection, &batch, floor)?;
            // Pushes can come a little out of order; what the index has passed is added to it at once.
            let passed = batch.pushes.iter().filter(|new| new.record.id <= indexed && new.record.id > floor);
            passed.map(|new| &new.record).try_for_each(|record| index::add(connection, record))?;
            own.stages.write(connection, which, floor)?;
            if forgets {
                Mark::Floor.write(connection, floor)?;
            }
            Ok(())
        });
        match &written {
            Ok(()) => {
                self.own.stages.written(which);
                self.own.owed = self.own.owed.saturating_add(1);
                batch.written();
            }
            Err(error) => {
                let reason = self.reason(error);
                self.queue.put_back(batch.failed(&reason));
            }
        }
        let and_meters = |()| if meters_due { self.write_own(which) } else { Ok(()) };
        let written = written.and_then(and_meters);
        self.outcome(written);
    }

    /// What a batch changes about the writer's own numbers.
    fn take_up(&mut self, batch: &mut Batch) {
        for new in &batch.pushes {
            self.marks.newest = self.marks.newest.max(new.record.id);
            if let Some(meter) = &new.meter {
                let known = self.own.meters.entry(meter.token.path()).or_insert_with(|| meter.clone());
                if (known.day, known.in_day) < (meter.day, meter.in_day) {
                    known.clone_from(meter);
                }
                self.own.metered += 1;
            }
        }
        for (_, token, _) in &batch.closed {
            self.own.meters.remove(&token.path());
        }
        for event in std::mem::take(&mut batch.stages) {
            self.own.stages.take(&event);
        }
        if let Some(limit) = batch.limit {
            self.limit = limit as u64;
        }
        let oldest = PushId(self.marks.newest.0.saturating_sub(self.limit));
        let floor = oldest.max(batch.forgotten.unwrap_or_default());
        self.marks.floor = self.marks.floor.max(floor);
        self.queue.floor.fetch_max(self.marks.floor.0, Ordering::AcqRel);
    }

    /// Writes what does not come with a batch: meters, and stages.
    fn write_own(&mut self, which: Which) -> rusqlite::Result<()> {
        let (floor, newest) = (self.marks.floor, self.marks.newest);
        self.transaction(|connection, own| {
            own.stages.write(connection, which, floor)?;
            write::meters(connection, own.meters.values())?;
            Mark::Metered.write(connection, newest)
        })?;
        self.own.stages.written(which);
        self.own.meters.clear();
        self.own.metered = 0;
        Ok(())
    }

    fn sweep(&mut self) -> rusqlite::Result<()> {
        let floor = self.marks.floor;
        self.own.swept = self.transaction(|connection, own| sweep::step(connection, own.swept, floor))?;
        self.marks.indexed = self.marks.indexed.max(self.own.swept);
        Ok(())
    }

    fn index(&mut self) -> rusqlite::Result<()> {
        let from = self.marks.indexed.max(self.own.swept);
        let (indexed, count) = self.transaction(|connection, _| index::step(connection, from))?;
        // Behind the last there may be numbers without a push: those of the forgotten.
        self.marks.indexed = if count < index::STEP { self.marks.newest } else { indexed };
        Ok(())
    }

    /// Leaves the file as it is read fastest.
    fn tidy(&mut self) {
        if let Err(error) = self.write_own(Which::All) {
            tracing::warn!(%error, "the archive could not be written to its end");
        }
        // It is taken in at the next start otherwise.
        let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }

    fn transaction<T>(&mut self, work: impl FnOnce(&Connection, &Own) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction, &self.own)?;
        transaction.commit()?;
        self.own.logged = true;
        Ok(done)
    }

    /// Tells whether writing works, if that has changed.
    fn outcome(&mut self, done: rusqlite::Result<()>) {
        let trouble = done.err().map(|error| self.reason(&error));
        if trouble != self.own.trouble {
            if let Some(reason) = &trouble {
                tracing::error!(%reason, file = %self.file.display(), "the archive cannot be written");
            } else {
                tracing::info!("the archive can be written again");
            }
            if let Some(tell) = &*self.on_trouble.lock() {
                tell(trouble.clone());
            }
            self.own.trouble = trouble;
        }
    }

    fn reason(&self, error: &rusqlite::Error) -> NotWritten {
        if is_damage(error) {
            Folder::suspect(&self.file);
            return NotWritten::Damaged(error.to_string());
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => NotWritten::Full,
            _ => NotWritten::Failed(error.to_string()),
        }
    }
}
