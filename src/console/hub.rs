//! Who hears of what happened? The hub applies each event to the world once, then hands it to every window.
//!
//! The world of the hub is what the control API reads. A window that cannot keep up misses nothing for good: it is given
//! the whole world when it comes back (HOUSE.md 5).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use parking_lot::{Mutex, MutexGuard, RwLock, RwLockReadGuard};
use tokio::sync::{mpsc, watch};

use super::apply::apply_to_world;
use super::event::Event;
use super::journal;
use super::model::World;
use super::pace::Pace;
use super::ring::Ring;
use crate::archive::Archive;
use crate::clock::Timestamp;

/// How many events may wait for one window.
const WAITING_EVENTS: usize = 4_096;

/// Called after each event, from the thread that published it: asks a window to draw itself anew.
pub type Waker = Box<dyn Fn() + Send + Sync>;

/// The world, and everyone who follows it.
pub struct Hub {
    world: RwLock<World>,
    followers: Mutex<Vec<Follower>>,
    version: watch::Sender<u64>,
    ring: Mutex<Ring>,
    pace: Mutex<Pace>,
    /// The last mark among the relay's events that was passed.
    passed: watch::Sender<u64>,
    /// Where what happens is written down, if it is.
    archive: OnceLock<Archive>,
}

struct Follower {
    events: mpsc::Sender<Arc<Event>>,
    behind: Arc<AtomicBool>,
    wake: Waker,
}

/// Where a window's events come from: the hub, or a list that a test plays.
pub trait Feed: Send {
    /// The next event, if there is one now.
    fn next(&mut self) -> Option<Arc<Event>>;
}

impl Feed for mpsc::Receiver<Arc<Event>> {
    fn next(&mut self) -> Option<Arc<Event>> {
        self.try_recv().ok()
    }
}

/// A window's end of the hub.
pub struct Subscription {
    hub: Arc<Hub>,
    events: mpsc::Receiver<Arc<Event>>,
    behind: Arc<AtomicBool>,
}

impl Default for Hub {
    fn default() -> Self {
        Self::starting_at(Timestamp::default())
    }
}

impl Hub {
    /// A hub whose world is empty. The time only serves to number what happens in it.
    #[must_use]
    pub fn starting_at(time: Timestamp) -> Self {
        Self {
            world: RwLock::default(),
            followers: Mutex::default(),
            version: watch::Sender::new(0),
            ring: Mutex::new(Ring::starting_at(time)),
            pace: Mutex::default(),
            passed: watch::Sender::new(0),
            archive: OnceLock::new(),
        }
    }

    /// The world as it is now. Hold the guard briefly: the runtime waits for it.
    pub fn world(&self) -> RwLockReadGuard<'_, World> {
        self.world.read()
    }

    /// The stages that were reached lately.
    pub fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock()
    }

    /// How long pushes took so far.
    #[must_use]
    pub fn pace(&self) -> Pace {
        self.pace.lock().clone()
    }

    /// Rises with every event; a reader can wait for it to change.
    #[must_use]
    pub fn version(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// Applies an event to the world and hands it on.
    pub fn publish(&self, event: Event) {
        self.publish_all([event]);
    }

    /// Applies events to the world and hands them on, under one lock: a flood of them would else be mostly locking.
    pub fn publish_all(&self, events: impl IntoIterator<Item = Event>) {
        let mut events = events.into_iter().peekable();
        if events.peek().is_none() {
            return;
        }
        let mut followers = self.followers.lock();
        let (mut count, mut heard) = (0, Vec::new());
        {
            let mut world = self.world.write();
            let (mut ring, mut pace) = (self.ring.lock(), self.pace.lock());
            for event in events {
                apply_to_world(&mut world, &event);
                ring.hear(&world, &event);
                pace.hear(&world, &event);
                if let Some(archive) = self.archive.get() {
                    journal::write_down(archive, &world, &event);
                }
                if !followers.is_empty() {
                    heard.push(Arc::new(event));
                }
                count += 1;
            }
        }
        followers.retain(|follower| heard.iter().all(|event| follower.hear(event)));
        drop(followers);
        self.version.send_modify(|version| *version += count);
    }

    /// Has what happens from now on written down.
    pub(super) fn write_to(&self, archive: Archive) {
        // There is one archive; a second would be told nothing.
        let _ = self.archive.set(archive);
    }

    /// Everything that the relay told before this mark was published.
    pub fn pass(&self, mark: u64) {
        self.passed.send_if_modified(|passed| {
            let is_news = mark > *passed;
            *passed = mark.max(*passed);
            is_news
        });
    }

    /// Waits until a mark was passed.
    pub async fn until_passed(&self, mark: u64) {
        // The sender lives in the hub, which `self` holds.
        let _ = self.passed.subscribe().wait_for(|passed| *passed >= mark).await;
    }

    /// Follows the hub from now on; the first event is the world as it is.
    pub fn subscribe(self: &Arc<Self>, wake: Waker) -> Subscription {
        let (sender, events) = mpsc::channel(WAITING_EVENTS);
        // A newcomer is behind by definition.
        let behind = Arc::new(AtomicBool::new(true));
        self.followers.lock().push(Follower { events: sender, behind: behind.clone(), wake });
        Subscription { hub: self.clone(), events, behind }
    }
}

impl Follower {
    fn hear(&self, event: &Arc<Event>) -> bool {
        if !self.behind.load(Ordering::Acquire) {
            match self.events.try_send(event.clone()) {
                Ok(()) => {}
                Err(mpsc::error::TrySendError::Full(_)) => self.behind.store(true, Ordering::Release),
                Err(mpsc::error::TrySendError::Closed(_)) => return false,
            }
        }
        (self.wake)();
        !self.events.is_closed()
    }
}

impl Feed for Subscription {
    fn next(&mut self) -> Option<Arc<Event>> {
        if let Ok(event) = self.events.try_recv() {
            return Some(event);
        }
        if !self.behind.load(Ordering::Acquire) {
            return None;
        }
        // Nothing is published while the followers are locked, so the world and the channel's end agree.
        let _quiet = self.hub.followers.lock();
        while self.events.try_recv().is_ok() {}
        self.behind.store(false, Ordering::Release);
        Some(Arc::new(Event::World(Arc::new(self.hub.world.read().clone()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::model::Model;

    fn listening(port: usize) -> Event {
        Event::Listening { base: format!("http://127.0.0.1:{port}"), wanted: None }
    }

    /// A window that did not look for a while is given the whole world, and then every event again.
    #[test]
    fn a_window_that_fell_behind_catches_up() {
        let hub = Arc::new(Hub::default());
        let mut window = hub.subscribe(Box::new(|| {}));
        for port in 0..3 * WAITING_EVENTS {
            hub.publish(listening(port));
        }
        let mut model = Model::default();
        while let Some(event) = window.next() {
            super::super::apply::apply(&mut model, &event);
        }
        assert_eq!(model.world.base, hub.world().base);
        hub.publish(listening(7));
        let next = window.next();
        assert!(matches!(next.as_deref(), Some(Event::Listening { .. })), "{next:?}");
    }

    /// A window that is gone is forgotten.
    #[test]
    fn a_closed_window_is_forgotten() {
        let hub = Arc::new(Hub::default());
        drop(hub.subscribe(Box::new(|| {})));
        hub.publish(listening(1));
        assert!(hub.followers.lock().is_empty());
    }
}
