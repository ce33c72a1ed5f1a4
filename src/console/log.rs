//! Which pushes were there? One entry per push, whoever sent it, bounded, oldest out first.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use uuid::Uuid;

use super::command::Outgoing;
use super::event::{Exchange, Reach, Unanswered};
use crate::clock::Timestamp;
use crate::protocol::record::PushRecord;
use crate::protocol::trace::{PushId, Stage, StageEvent};

/// How many entries are kept (INTERFACES.md 3, `history_limit`).
pub const HISTORY_LIMIT: usize = 100_000;

/// One push: as this window sent it, as the relay answered it, or both.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number in the log, from 1.
    pub row: u64,
    /// When it was first heard of.
    pub at: Timestamp,
    /// As this window sent it.
    pub outgoing: Option<Arc<Outgoing>>,
    /// What came of our request.
    pub exchange: Option<Arc<Exchange>>,
    /// As the relay answered it.
    pub record: Option<Arc<PushRecord>>,
    /// The stages that it reached, in order of time.
    pub stages: Vec<StageEvent>,
}

impl Entry {
    /// When it reached a stage, if it did.
    #[must_use]
    pub fn reached(&self, stage: Stage) -> Option<&StageEvent> {
        self.stages.iter().find(|event| event.stage == stage)
    }

    fn add(&mut self, event: StageEvent) {
        let at = self.stages.partition_point(|known| known.at <= event.at);
        self.stages.insert(at, event);
    }
}

/// The log.
#[derive(Clone, Debug, Default)]
pub struct Log {
    entries: VecDeque<Entry>,
    first_row: u64,
    by_push: HashMap<PushId, u64>,
    by_message: HashMap<Uuid, u64>,
}

impl Log {
    /// The entries, oldest first.
    #[must_use]
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// The entry of that row.
    #[must_use]
    pub fn row(&self, row: u64) -> Option<&Entry> {
        let at = row.checked_sub(self.first_row)?;
        self.entries.get(usize::try_from(at).ok()?)
    }

    /// The newest entry's row.
    #[must_use]
    pub fn newest(&self) -> Option<u64> {
        self.entries.back().map(|entry| entry.row)
    }

    /// The entry of that push.
    #[must_use]
    pub fn push(&self, push: PushId) -> Option<&Entry> {
        self.row(*self.by_push.get(&push)?)
    }

    /// The row of the push that this window sent with that id.
    #[must_use]
    pub fn row_of_message(&self, message_id: Uuid) -> Option<u64> {
        self.by_message.get(&message_id).copied()
    }

    /// Forgets everything; rows go on counting.
    pub fn clear(&mut self) {
        self.first_row += self.entries.len() as u64;
        self.entries.clear();
        self.by_push.clear();
        self.by_message.clear();
    }

    /// This window sent a push.
    pub fn sending(&mut self, outgoing: Arc<Outgoing>, at: Timestamp) {
        let row = self.add(at);
        self.by_message.insert(outgoing.message_id, row);
        if let Some(entry) = self.row_mut(row) {
            entry.stages.push(StageEvent { push: PushId::default(), stage: Stage::Composed, at, detail: None });
            entry.outgoing = Some(outgoing);
        }
    }

    /// Our request was answered, or was not.
    pub fn sent(&mut self, message_id: Uuid, exchange: Arc<Exchange>) {
        if let Some(entry) = self.row_of_message(message_id).and_then(|row| self.row_mut(row)) {
            let push = entry.record.as_ref().map(|record| record.id).unwrap_or_default();
            let never_left = |failed: &Unanswered| failed.reach == Reach::NotSent;
            if !exchange.result.as_ref().is_err_and(never_left) {
                entry.add(StageEvent { push, stage: Stage::Sent, at: exchange.sent_at, detail: None });
            }
            entry.exchange = Some(exchange);
        }
    }

    /// The relay answered a push.
    pub fn answered(&mut self, record: Arc<PushRecord>) {
        let known = Uuid::parse_str(&record.message_id).ok().and_then(|id| self.row_of_message(id));
        let free = |row: &u64| self.row(*row).is_some_and(|entry| entry.record.is_none());
        let row = known.filter(free).unwrap_or_else(|| self.add(record.at));
        self.by_push.insert(record.id, row);
        if let Some(entry) = self.row_mut(row) {
            for stage in &mut entry.stages {
                stage.push = record.id;
            }
            entry.record = Some(record);
        }
    }

    /// A push reached a stage.
    pub fn reached(&mut self, event: StageEvent) {
        if let Some(entry) = self.by_push.get(&event.push).copied().and_then(|row| self.row_mut(row)) {
            entry.add(event);
        }
    }

    fn add(&mut self, at: Timestamp) -> u64 {
        if self.first_row == 0 {
            self.first_row = 1;
        }
        if self.entries.len() >= HISTORY_LIMIT {
            self.forget_oldest();
        }
        let row = self.first_row + self.entries.len() as u64;
        self.entries.push_back(Entry { row, at, outgoing: None, exchange: None, record: None, stages: Vec::new() });
        row
    }

    fn forget_oldest(&mut self) {
        if let Some(gone) = self.entries.pop_front() {
            self.first_row += 1;
            if let Some(record) = gone.record {
                self.by_push.remove(&record.id);
            }
            if let Some(outgoing) = gone.outgoing {
                self.by_message.remove(&outgoing.message_id);
            }
        }
    }

    fn row_mut(&mut self, row: u64) -> Option<&mut Entry> {
        let at = row.checked_sub(self.first_row)?;
        self.entries.get_mut(usize::try_from(at).ok()?)
    }
}
