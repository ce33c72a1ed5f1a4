//! What waits to be written? A batch that grows until the writer takes it; whoever hands something over never waits.
//!
//! What takes the place of something earlier (a device's row, a document) does so here already, so that a batch stays small
//! however long the disk takes. The rest has an end: beyond it a push is refused, and a line of the history is let go.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use super::change::{Change, Counted, Done, Name, NewPush, NotWritten, Outstanding};
use crate::protocol::channel_uri::ChannelToken;
use crate::protocol::device::DeviceId;
use crate::protocol::{PushId, StageEvent};

/// How many pushes may wait to be written.
const MAX_PUSHES: usize = 16_384;
/// How many bytes of their bodies.
const MAX_BYTES: usize = 64 * 1_024 * 1_024;
/// How many stages may wait to be written.
const MAX_STAGES: usize = 262_144;
/// How many lines of the history are kept for later, while nothing can be written.
const MAX_PUT_BACK: usize = 1_024;

/// What waits.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) pushes: Vec<NewPush>,
    pub(super) outstanding: Vec<(PushId, Outstanding)>,
    pub(super) settled: Vec<PushId>,
    /// The writer takes these out first, and holds them until a push is done with.
    pub(super) stages: Vec<StageEvent>,
    pub(super) devices: HashMap<DeviceId, String>,
    pub(super) gone: HashSet<DeviceId>,
    pub(super) closed: Vec<(DeviceId, ChannelToken, String)>,
    pub(super) documents: BTreeMap<Name, String>,
    pub(super) counted: BTreeMap<u64, Counted>,
    pub(super) limit: Option<usize>,
    /// The last push that is forgotten.
    pub(super) forgotten: Option<PushId>,
    /// How whoever waits for a push (its place in `pushes`) is told.
    waiters: Vec<(usize, Done)>,
    /// Who waits until everything is written.
    pub(super) flushes: Vec<Done>,
    /// Who waits until nothing else is to be done.
    pub(super) rests: Vec<Done>,
    bytes: usize,
}

/// What the writer is to do.
pub(super) enum Work {
    /// Write this.
    Write(Batch),
    /// Nothing came for a while.
    Idle,
    /// Write this, and end.
    End(Batch),
}

/// Where changes are handed over.
pub(super) struct Queue {
    /// Up to which push everything is forgotten. It is so at once, and written by and by.
    pub(super) floor: Arc<AtomicU64>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    batch: Batch,
    /// Whether somebody waits for the batch to be written.
    urgent: bool,
    ended: bool,
    /// The newest push that was handed over.
    newest: PushId,
}

impl Queue {
    /// A queue behind which the newest push is this one.
    pub(super) fn new(newest: PushId, floor: Arc<AtomicU64>) -> Self {
        Self { floor, state: Mutex::new(State { newest, ..State::default() }), changed: Condvar::new() }
    }

    /// Takes a change that nobody waits for.
    pub(super) fn note(&self, change: Change) {
        let mut state = self.state.lock();
        if state.ended {
            return;
        }
        let was_empty = state.batch.is_empty();
        if let Change::Push(new) = &change {
            state.newest = state.newest.max(new.record.id);
        }
        let newest = state.newest;
        if matches!(change, Change::Forgotten) {
            self.floor.fetch_max(newest.0, Ordering::AcqRel);
        }
        state.batch.take(change, newest);
        if was_empty {
            self.changed.notify_one();
        }
    }

    /// Takes a push, and says when it is written.
    pub(super) fn keep(&self, new: NewPush, done: Done) {
        let mut state = self.state.lock();
        let refused =
            if state.ended { Some(NotWritten::Closed) } else { state.batch.is_full().then_some(NotWritten::Busy) };
        if let Some(refused) = refused {
            drop(state);
            return done(Err(refused));
        }
        state.newest = state.newest.max(new.record.id);
        let place = state.batch.pushes.len();
        state.batch.waiters.push((place, done));
        state.batch.add(new);
        if !std::mem::replace(&mut state.urgent, true) {
            self.changed.notify_one();
        }
    }

    /// Says when everything that was handed over before is written.
    pub(super) fn flush(&self, done: Done) {
        let mut state = self.state.lock();
        if state.ended {
            drop(state);
            return done(Err(NotWritten::Closed));
        }
        state.batch.flushes.push(done);
        state.urgent = true;
        self.changed.notify_one();
    }

    /// Says when there is nothing left to do.
    pub(super) fn rest(&self, done: Done) {
        let mut state = self.state.lock();
        state.batch.rests.push(done);
        self.changed.notify_one();
    }

    /// Nothing is taken any more; what waits is still written.
    pub(super) fn end(&self) {
        self.state.lock().ended = true;
        self.changed.notify_one();
    }

    /// Waits for something to do. What nobody waits for may wait for `nap`, so that more is written together. With `patience`,
    /// there is nothing at all to do once so much time has passed.
    pub(super) fn wait(&self, nap: Duration, patience: Option<Duration>) -> Work {
        let mut state = self.state.lock();
        while !state.urgent && !state.ended {
            if !state.batch.is_empty() {
                if self.changed.wait_for(&mut state, nap).timed_out() {
                    break;
                }
            } else if let Some(patience) = patience {
                if self.changed.wait_for(&mut state, patience).timed_out() {
                    return Work::Idle;
                }
            } else {
                self.changed.wait(&mut state);
            }
        }
        state.urgent = false;
        let batch = std::mem::take(&mut state.batch);
        if state.ended { Work::End(batch) } else { Work::Write(batch) }
    }

    /// Puts back what could not be written, before what came since.
    pub(super) fn put_back(&self, mut batch: Batch) {
        let mut state = self.state.lock();
        let newer = std::mem::take(&mut state.batch);
        batch.append(newer);
        state.batch = batch;
    }
}

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.pushes.is_empty()
            && self.outstanding.is_empty()
            && self.settled.is_empty()
            && self.stages.is_empty()
            && self.devices.is_empty()
            && self.gone.is_empty()
            && self.closed.is_empty()
            && self.documents.is_empty()
            && self.counted.is_empty()
            && self.limit.is_none()
            && self.forgotten.is_none()
            && self.flushes.is_empty()
            && self.rests.is_empty()
    }

    fn is_full(&self) -> bool {
        self.pushes.len() >= MAX_PUSHES || self.bytes >= MAX_BYTES
    }

    fn add(&mut self, new: NewPush) {
        self.bytes += new.record.request.body.len();
        self.pushes.push(new);
    }

    fn take(&mut self, change: Change, newest: PushId) {
        match change {
            Change::Push(new) => {
                if !self.is_full() {
                    self.add(new);
                }
            }
            Change::Outstanding(push, outstanding) => self.outstanding.push((push, outstanding)),
            Change::Settled(push) => self.settled.push(push),
            Change::Stage(event) => {
                if self.stages.len() < MAX_STAGES {
                    self.stages.push(event);
                }
            }
            Change::Device(device, row) => {
                self.devices.insert(device, row);
            }
            Change::DeviceGone(device) => {
                self.devices.remove(&device);
                self.closed.retain(|(of, _, _)| *of != device);
                self.gone.insert(device);
            }
            Change::ChannelClosed(device, token, row) => self.closed.push((device, token, row)),
            Change::Document(name, text) => {
                self.documents.insert(name, text);
            }
            Change::Counted(count) => {
                self.counted.insert(count.fault, count);
            }
            Change::HistoryLimit(limit) => self.limit = Some(limit),
            Change::Forgotten => self.forgotten = Some(newest),
        }
    }

    /// Adds what came later.
    fn append(&mut self, newer: Self) {
        let offset = self.pushes.len();
        self.waiters.extend(newer.waiters.into_iter().map(|(place, done)| (place + offset, done)));
        self.pushes.extend(newer.pushes);
        self.bytes += newer.bytes;
        for device in newer.gone {
            self.take(Change::DeviceGone(device), PushId::default());
        }
        self.devices.extend(newer.devices);
        self.closed.extend(newer.closed);
        self.outstanding.extend(newer.outstanding);
        self.settled.extend(newer.settled);
        self.stages.extend(newer.stages);
        self.stages.truncate(MAX_STAGES);
        self.documents.extend(newer.documents);
        self.counted.extend(newer.counted);
        self.limit = newer.limit.or(self.limit);
        self.forgotten = newer.forgotten.max(self.forgotten);
        self.flushes.extend(newer.flushes);
        self.rests.extend(newer.rests);
    }

    /// Everything is written: whoever waits is told.
    pub(super) fn written(self) {
        for done in self.waiters.into_iter().map(|(_, done)| done).chain(self.flushes) {
            done(Ok(()));
        }
    }

    /// It could not be written: whoever waits is told, and what nobody waited for is left.
    pub(super) fn failed(mut self, reason: &NotWritten) -> Self {
        let mut refused: Vec<usize> = Vec::new();
        for (place, done) in std::mem::take(&mut self.waiters) {
            refused.push(place);
            done(Err(reason.clone()));
        }
        for done in std::mem::take(&mut self.flushes) {
            done(Err(reason.clone()));
        }
        let (mut at, mut refused) = (0, refused.into_iter().peekable());
        self.pushes.retain(|_| {
            let is_refused = refused.next_if(|place| *place == at).is_some();
            at += 1;
            !is_refused
        });
        self.pushes.drain(..self.pushes.len().saturating_sub(MAX_PUT_BACK));
        self.bytes = self.pushes.iter().map(|new| new.record.request.body.len()).sum();
        self
    }
}
