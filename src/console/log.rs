//! Which pushes were there? One entry per push, whoever sent it, bounded, oldest out first; between them, what else happened.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use super::command::Outgoing;
use super::event::{Exchange, Reach, Unanswered};
use crate::archive::Told;
use crate::clock::{Motion, Timestamp};
use crate::protocol::record::PushRecord;
use crate::protocol::status::ConnectionStatus;
use crate::protocol::trace::{ByPush, PushId, Stage, StageEvent};
use crate::relay::Settings;

/// How many entries are kept here at most where older ones can be read from an archive.
const RECENT_LIMIT: usize = 10_000;

/// How many happenings are kept.
const MAX_HAPPENINGS: usize = 1_000;

/// Something that happened beside the pushes, and is worth a line between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

/// What happened beside the pushes.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A device is somewhere else.
    DeviceMoved {
        /// What people call it.
        device: String,
        /// Where it is.
        to: ConnectionStatus,
        /// How many pushes wait for it.
        waiting: usize,
    },
    /// Somebody was called because a device went inactive, or was not.
    CalledBack {
        /// The device.
        device: String,
        /// Where the call was to go.
        url: String,
        /// The answer's status, if there was one.
        status: Option<u16>,
        /// What came of it, in words.
        outcome: String,
    },
    /// A phone has something to say that a person should read.
    Said {
        /// What people call it.
        device: String,
        /// What it says.
        what: String,
    },
    /// Somebody moved the clock ahead.
    ClockAdvanced(Duration),
    /// Somebody changed whether the clock runs, and how many times as fast as the machine's.
    ClockSet(Motion, f64),
}

/// A line of the log.
#[derive(Clone, Copy, Debug)]
pub enum Line<'a> {
    /// A push.
    Push(&'a Entry),
    /// Something else.
    Happened(&'a Happening),
}

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
        let at = self.stages.partition_point(|known| known.place() <= event.place());
        self.stages.insert(at, event);
    }
}

/// The log.
#[derive(Clone, Debug)]
pub struct Log {
    /// How many entries are kept (INTERFACES.md 3, `history_limit`).
    limit: usize,
    /// How many are kept whatever is set.
    most: usize,
    /// The newest push that was here and is no longer, or was never taken in.
    gone_up_to: PushId,
    entries: VecDeque<Entry>,
    /// What else happened, each with the row of the push that came next.
    happenings: VecDeque<(u64, Happening)>,
    first_row: u64,
    by_push: ByPush<u64>,
    by_message: HashMap<Uuid, u64>,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            limit: Settings::default().history_limit,
            most: usize::MAX,
            gone_up_to: PushId::default(),
            entries: VecDeque::new(),
            happenings: VecDeque::new(),
            first_row: 0,
            by_push: ByPush::default(),
            by_message: HashMap::new(),
        }
    }
}

impl Log {
    /// Keeps so many entries from now on.
    pub fn keep_at_most(&mut self, limit: usize) {
        self.limit = limit;
        while self.entries.len() > self.limit.min(self.most) {
            self.forget_oldest();
        }
    }

    /// Begins with pushes that an archive holds, oldest first; what is older is there, and need not be here. What this
    /// window sent to `base` is known by its stages.
    pub fn recall(&mut self, told: &[Told], base: &str) {
        self.most = RECENT_LIMIT;
        if let Some(first) = told.first() {
            self.gone_up_to = PushId(first.record.id.0.saturating_sub(1));
        }
        for Told { record, stages } in told {
            let row = self.add(record.at);
            self.by_push.insert(record.id, row);
            if let Some(entry) = self.row_mut(row) {
                entry.at = stages.first().map_or(record.at, |first| first.at.min(record.at));
                let is_ours = stages.iter().any(|event| event.stage == Stage::Composed);
                entry.outgoing = is_ours.then(|| recalled(record, base)).flatten().map(Arc::new);
                entry.record = Some(record.clone());
                entry.stages.clone_from(stages);
            }
        }
    }

    /// Up to which push the log does not answer for what there was: it was forgotten here, or never taken in.
    #[must_use]
    pub fn gone_up_to(&self) -> PushId {
        self.gone_up_to
    }

    /// The entries, oldest first.
    #[must_use]
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// How many lines there are, pushes and happenings.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.entries.len() + self.happenings.len()
    }

    /// A line, counted from the oldest.
    #[must_use]
    pub fn line(&self, at: usize) -> Option<Line<'_>> {
        // A happening stands behind the pushes that were there before it, and the happenings before it.
        let place = |nth: usize| {
            let before =
                self.happenings.get(nth).map_or(0, |(next_row, _)| next_row.saturating_sub(self.first_row.max(1)));
            usize::try_from(before).unwrap_or(usize::MAX).saturating_add(nth)
        };
        let (mut low, mut high) = (0, self.happenings.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if place(middle) < at { low = middle + 1 } else { high = middle }
        }
        match self.happenings.get(low) {
            Some((_, happening)) if place(low) == at => Some(Line::Happened(happening)),
            Some(_) | None => self.entries.get(at - low).map(Line::Push),
        }
    }

    /// Something happened beside the pushes.
    pub fn happened(&mut self, happening: Happening) {
        if self.happenings.len() >= MAX_HAPPENINGS {
            self.happenings.pop_front();
        }
        let next_row = self.first_row.max(1) + self.entries.len() as u64;
        self.happenings.push_back((next_row, happening));
    }

    /// The entry of that row.
    #[must_use]
    pub fn row(&self, row: u64) -> Option<&Entry> {
        let at = row.checked_sub(self.first_row)?;
        self.entries.get(usize::try_from(at).ok()?)
    }

    /// The oldest entry's row; where there is none, the row that the next one will have.
    #[must_use]
    pub fn oldest(&self) -> Option<u64> {
        (self.first_row > 0).then_some(self.first_row)
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
        self.first_row = self.first_row.max(1) + self.entries.len() as u64;
        self.entries.clear();
        self.happenings.clear();
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
        if self.entries.len() >= self.limit.min(self.most) {
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
                self.gone_up_to = self.gone_up_to.max(record.id);
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

/// A push of this window's, from what the relay saw of it.
fn recalled(record: &PushRecord, base: &str) -> Option<Outgoing> {
    Some(Outgoing {
        message_id: Uuid::parse_str(&record.message_id).ok()?,
        uri: format!("{base}{}", record.request.path),
        kind: record.kind?,
        class: record.class?,
        body: record.request.body.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(log: &Log) -> Vec<String> {
        let say = |line: Line<'_>| match line {
            Line::Push(entry) => format!("push {}", entry.row),
            Line::Happened(happening) => format!("at {}", happening.at.as_micros()),
        };
        (0..=log.line_count()).filter_map(|at| log.line(at)).map(say).collect()
    }

    fn happen(log: &mut Log, micros: i64) {
        let what = What::ClockAdvanced(Duration::from_secs(1));
        log.happened(Happening { at: Timestamp::from_micros(micros), what });
    }

    /// What came at the same time stands in the order of a push's life, whoever told of it first.
    #[test]
    fn an_acknowledgement_comes_last() {
        let mut log = Log::default();
        let row = log.add(Timestamp::default());
        let entry = log.row_mut(row).unwrap();
        for (stage, micros) in
            [(Stage::OnLink, 5), (Stage::Acked, 5), (Stage::AtPhone, 5), (Stage::Shown, 5), (Stage::Accepted, 4)]
        {
            entry.add(StageEvent { push: PushId(1), stage, at: Timestamp::from_micros(micros), detail: None });
        }
        let stages: Vec<Stage> = entry.stages.iter().map(|event| event.stage).collect();
        assert_eq!(stages, [Stage::Accepted, Stage::OnLink, Stage::AtPhone, Stage::Shown, Stage::Acked]);
    }

    /// What happened stands between the pushes before it and those after it, also when old pushes are forgotten.
    #[test]
    fn happenings_stand_between_pushes() {
        let mut log = Log::default();
        happen(&mut log, 1);
        log.add(Timestamp::default());
        log.add(Timestamp::default());
        happen(&mut log, 2);
        happen(&mut log, 3);
        log.add(Timestamp::default());
        happen(&mut log, 4);
        assert_eq!(words(&log), ["at 1", "push 1", "push 2", "at 2", "at 3", "push 3", "at 4"]);
        log.forget_oldest();
        assert_eq!(words(&log), ["at 1", "push 2", "at 2", "at 3", "push 3", "at 4"]);
        log.clear();
        happen(&mut log, 5);
        log.add(Timestamp::default());
        assert_eq!(words(&log), ["at 5", "push 4"]);
    }
}
