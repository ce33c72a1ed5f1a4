//! How does `GET /pushes?wait_secs=` wait? It counts on where it stopped, and looks again only when something has happened.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::filter::{Filter, PushQuery};
use super::refusal::Refusal;
use super::{Limits, older};
use crate::console::Shared;
use crate::protocol::PushId;
use crate::protocol::record::PushRecord;

/// The longest that an answer is held, in seconds.
const MAX_WAIT_SECS: f64 = 300.0;
/// How many answers may be held at once.
pub(super) const MAX_WAITING: usize = 256;
/// At most this often a held answer looks whether there is enough, however much happens.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How many entries are looked at before others may change the world again.
const CHUNK: u64 = 512;

/// Waits until enough pushes match, or for as long as the caller will: too few in time is an answer too.
pub(super) async fn until_enough(
    console: &Shared,
    limits: &Limits,
    filter: &Filter,
    query: &PushQuery,
) -> Result<(), Refusal> {
    let Some(patience) = query.wait_secs else { return Ok(()) };
    if !(0.0..=MAX_WAIT_SECS).contains(&patience) {
        let hint = "ask again when the answer comes";
        return Err(Refusal::parameter(format!("wait_secs is 0 to {MAX_WAIT_SECS}"), hint));
    }
    let busy = || Refusal::busy(format!("{MAX_WAITING} answers are held already"));
    let _one_of_few = limits.waiting.try_acquire().map_err(|_| busy())?;
    let wanted = query.count.unwrap_or(1);
    let start = older::end(console);
    let older = older::find(console, filter, start, 0).await?.total;
    let enough = async {
        let mut version = console.hub.version();
        let mut count = Count::default();
        loop {
            version.mark_unchanged();
            while count.step(console, filter, start) {}
            if count.matching + still_there(console, older, start) >= wanted {
                return;
            }
            sleep(LOOK_EVERY).await;
            if version.changed().await.is_err() {
                return;
            }
        }
    };
    let mut stopped = console.stopped.clone();
    tokio::select! {
        _ = timeout(Duration::from_secs_f64(patience), enough) => {}
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
    Ok(())
}

/// How many of the pushes before `start` still count: all, until everything is forgotten.
fn still_there(console: &Shared, older: usize, start: PushId) -> usize {
    let is_forgotten = console.archive.as_ref().is_some_and(|archive| archive.history().floor() >= start);
    if is_forgotten { 0 } else { older }
}

/// How many pushes match, as far as the log was looked through.
#[derive(Default)]
struct Count {
    matching: usize,
    /// Where to look next.
    next_row: u64,
    /// Rows that were looked at before their push was answered.
    open_rows: Vec<u64>,
}

impl Count {
    /// Looks at some more entries; whether there may be others.
    fn step(&mut self, console: &Shared, filter: &Filter, start: PushId) -> bool {
        let mut records: Vec<Arc<PushRecord>> = Vec::new();
        let has_more = {
            let world = console.hub.world();
            let oldest = world.log.oldest().unwrap_or_default();
            if oldest >= self.next_row {
                // Everything that was counted is forgotten.
                *self = Self { next_row: oldest, ..Self::default() };
            }
            let log = &world.log;
            self.open_rows.retain(|row| match log.row(*row).map(|entry| entry.record.clone()) {
                Some(Some(record)) => {
                    records.push(record);
                    false
                }
                Some(None) => true,
                None => false,
            });
            let end = log.newest().map_or(self.next_row, |newest| newest + 1).min(self.next_row + CHUNK);
            for entry in (self.next_row..end).filter_map(|row| log.row(row)) {
                match &entry.record {
                    Some(record) => records.push(record.clone()),
                    None => self.open_rows.push(entry.row),
                }
            }
            self.next_row = self.next_row.max(end);
            log.newest().is_some_and(|newest| newest >= self.next_row)
        };
        self.matching += records.iter().filter(|record| record.id >= start && filter.takes(record)).count();
        has_more
    }
}
