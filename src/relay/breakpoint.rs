//! Which pushes stand at a breakpoint (INTERFACES.md 4, `hold`)? They were answered, and wait for somebody to let them go.

use std::collections::BTreeMap;

use parking_lot::Mutex;

use super::kept::{Kept, Mention, Safety};
use super::registry::Found;
use crate::protocol::PushId;

/// How many pushes may stand at a breakpoint at once. A person looks at each, and the whole list is told when it changes.
const MAX_STOPPED: usize = 1_000;

/// The pushes that stand at a breakpoint.
#[derive(Debug, Default)]
pub(super) struct Breakpoints(Mutex<BTreeMap<PushId, Stopped>>);

/// A push at a breakpoint, and where it goes.
#[derive(Clone, Debug)]
pub(super) struct Stopped {
    /// Its device and channel.
    pub(super) found: Found,
    /// The push.
    pub(super) kept: Kept,
}

impl Breakpoints {
    /// Whether one more may be stopped.
    pub(super) fn has_room(&self) -> bool {
        self.0.lock().len() < MAX_STOPPED
    }

    /// Stops a push.
    pub(super) fn stop(&self, found: Found, kept: Kept) {
        self.0.lock().insert(kept.record.id, Stopped { found, kept });
    }

    /// Puts a push back that was stopped before a restart.
    pub(super) fn restore(&self, found: Found, kept: Kept) {
        self.stop(found, kept);
    }

    /// A push is written down now; whether it stands here.
    pub(super) fn make_safe(&self, push: PushId) -> bool {
        let mut stopped = self.0.lock();
        let here = stopped.get_mut(&push);
        here.map(|stopped| stopped.kept.safety = Safety::Safe).is_some()
    }

    /// Takes a push out that is written down, to let it go.
    pub(super) fn let_go(&self, push: PushId) -> Option<Stopped> {
        let mut stopped = self.0.lock();
        stopped.get(&push).filter(|stopped| stopped.kept.safety == Safety::Safe)?;
        stopped.remove(&push)
    }

    /// Takes a push out.
    pub(super) fn take(&self, push: PushId) -> Option<Stopped> {
        self.0.lock().remove(&push)
    }

    /// The pushes that stand there and are written down, oldest first.
    pub(super) fn list(&self) -> Vec<PushId> {
        let stopped = self.0.lock();
        stopped
            .values()
            .filter(|stopped| stopped.kept.safety == Safety::Safe)
            .map(|stopped| stopped.kept.record.id)
            .collect()
    }

    /// Takes out what goes to a device that is gone, or by a channel that is closed.
    pub(super) fn take_dead(&self, is_dead: impl Fn(&Found) -> bool) -> Vec<Mention> {
        let mut dead = Vec::new();
        self.0.lock().retain(|push, stopped| {
            let dies = is_dead(&stopped.found);
            dead.extend(dies.then_some(Mention { push: *push, safety: stopped.kept.safety }));
            !dies
        });
        dead
    }
}
