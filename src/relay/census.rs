//! How much is there, and how much was there? Counts for whoever watches the relay: pushes by verdict and kind, stages, devices,
//! links, channels, what waits. The number of counts does not grow with the number of devices.

use std::sync::atomic::{AtomicU64, Ordering};

use super::device::Line;
use super::event::RelayEvent;
use super::service::Relay;
use crate::notification::Kind;
use crate::protocol::status::ConnectionStatus;
use crate::protocol::verdict::{TABLE, Verdict};
use crate::protocol::{PushId, Stage};

/// The kinds of a request, and none for a request that is no push.
const KINDS: [Option<Kind>; 4] = [Some(Kind::Toast), Some(Kind::Tile), Some(Kind::Raw), None];

/// What was counted since the relay began.
#[derive(Debug)]
pub(super) struct Counts {
    pushes: [[AtomicU64; KINDS.len()]; TABLE.len()],
    stages: [AtomicU64; Stage::ALL.len()],
    faulted: AtomicU64,
}

/// How much there is now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// How many devices are where.
    pub devices: Vec<(ConnectionStatus, usize)>,
    /// How many links are up.
    pub links: usize,
    /// How many channels are open.
    pub channels: usize,
    /// How many pushes wait for devices, in all.
    pub waiting: usize,
    /// How many wait for the device for which most wait.
    pub longest_queue: usize,
    /// How many stand at a breakpoint.
    pub stopped: usize,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            pushes: std::array::from_fn(|_| std::array::from_fn(|_| AtomicU64::new(0))),
            stages: std::array::from_fn(|_| AtomicU64::new(0)),
            faulted: AtomicU64::new(0),
        }
    }
}

impl Counts {
    /// Counts what an event tells of.
    pub(super) fn count(&self, event: &RelayEvent) {
        if let RelayEvent::Push(record) = event
            && record.fault.is_some()
        {
            self.faulted.fetch_add(1, Ordering::Relaxed);
        }
        let counter = match event {
            RelayEvent::Push(record) => KINDS
                .iter()
                .position(|kind| *kind == record.kind)
                .and_then(|kind| self.pushes.get(record.verdict as usize)?.get(kind)),
            RelayEvent::Stage(reached) => self.stages.get(reached.stage as usize),
            _ => None,
        };
        if let Some(counter) = counter {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Relay {
    /// How many requests were answered how since the relay began, by verdict and kind; those that there were.
    #[must_use]
    pub fn pushes_counted(&self) -> Vec<(Verdict, Option<Kind>, u64)> {
        let rows = Verdict::all().zip(&self.counts().pushes);
        let cells = rows.flat_map(|(verdict, row)| {
            KINDS.into_iter().zip(row).map(move |(kind, count)| (verdict, kind, count.load(Ordering::Relaxed)))
        });
        cells.filter(|(_, _, count)| *count > 0).collect()
    }

    /// How often pushes reached each stage at the relay since it began; those that there were.
    #[must_use]
    pub fn stages_counted(&self) -> Vec<(Stage, u64)> {
        let counts = self.counts().stages.iter().map(|count| count.load(Ordering::Relaxed));
        Stage::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0).collect()
    }

    /// On how many pushes a fault has acted since the relay began.
    #[must_use]
    pub fn faulted_counted(&self) -> u64 {
        self.counts().faulted.load(Ordering::Relaxed)
    }

    /// How much there is now.
    #[must_use]
    pub fn census(&self) -> Census {
        use ConnectionStatus::{Connected, Disconnected, Inactive, TempDisconnected};
        let (now, settings) = (self.now(), self.settings());
        let stopped: Vec<PushId> = self.stopped();
        let mut census = Census {
            devices: [Connected, TempDisconnected, Disconnected, Inactive].map(|status| (status, 0)).to_vec(),
            stopped: stopped.len(),
            ..Census::default()
        };
        for device in self.registry().devices() {
            let state = device.lock();
            let connection = state.presence().connection(now, &settings);
            for (_, count) in census.devices.iter_mut().filter(|(status, _)| *status == connection) {
                *count += 1;
            }
            census.links += usize::from(matches!(state.line, Line::Up(_)));
            census.channels += state.apps.len();
            let waiting = state.queue.waiting();
            census.waiting += waiting;
            census.longest_queue = census.longest_queue.max(waiting);
        }
        census
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stages are counted by their place in the list.
    #[test]
    fn stages_are_listed_in_order() {
        assert!(Stage::ALL.into_iter().enumerate().all(|(at, stage)| stage as usize == at));
    }
}
