//! Who makes room when there are too many connections? The idle ones, the longest idle first: senders that have said nothing yet,
//! or nothing since their last answer. A phone on its link is never idle, nor is who waits for an answer.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::wire::Watch;

/// Of so many places one is kept free, so that who comes next need not wait until somebody has gone.
const PLACES_PER_SPARE: usize = 64;
/// When the system has no files left, one of so many connections goes at once.
const MEMBERS_PER_THINNED: usize = 16;
/// How often it is looked whether somebody has become idle, while nobody is and no place is free.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// The connections that there are, and how many there may be.
pub(super) struct Crowd {
    most: u32,
    places: Arc<Semaphore>,
    members: Mutex<HashMap<usize, Weak<Watch>>>,
    last_key: AtomicUsize,
    /// How many were asked to go and have not gone yet.
    leaving: AtomicUsize,
}

/// A connection among the others, until it is dropped.
pub(super) struct Member<'a> {
    crowd: &'a Crowd,
    key: usize,
    watch: Arc<Watch>,
}

impl Crowd {
    /// A crowd of at most so many.
    pub(super) fn of(most: u32) -> Self {
        Self {
            most,
            places: Arc::new(Semaphore::new(most as usize)),
            members: Mutex::default(),
            last_key: AtomicUsize::new(0),
            leaving: AtomicUsize::new(0),
        }
    }

    /// A place for one more. Waits until there is one.
    pub(super) async fn place(&self) -> io::Result<OwnedSemaphorePermit> {
        loop {
            self.keep_some_free();
            if let Ok(place) = timeout(LOOK_AGAIN, self.places.clone().acquire_owned()).await {
                return place.map_err(io::Error::other);
            }
        }
    }

    /// Waits until nobody is left.
    pub(super) async fn all_gone(&self) {
        let _ = self.places.acquire_many(self.most).await;
    }

    /// Adds a connection.
    pub(super) fn enter(&self, watch: Arc<Watch>) -> Member<'_> {
        let key = self.last_key.fetch_add(1, Ordering::Relaxed);
        self.members.lock().insert(key, Arc::downgrade(&watch));
        Member { crowd: self, key, watch }
    }

    /// Has some of the idle go, whatever the number of places is: the system has no room for more.
    pub(super) fn thin_out(&self) {
        if self.leaving.load(Ordering::Relaxed) == 0 {
            let members = self.members.lock().len();
            self.send_away((members / MEMBERS_PER_THINNED).max(1));
        }
    }

    fn keep_some_free(&self) {
        let (spare, free) = (self.spare(), self.places.available_permits() + self.leaving.load(Ordering::Relaxed));
        // Looking through all is worth it only if several go.
        if free < spare.div_ceil(2) {
            self.send_away(spare - free);
        }
    }

    fn spare(&self) -> usize {
        (self.most as usize / PLACES_PER_SPARE).max(1)
    }

    fn send_away(&self, count: usize) {
        let idle = |watch: Arc<Watch>| Some((watch.idle_since()?, watch));
        let mut idle: Vec<_> = self.members.lock().values().filter_map(Weak::upgrade).filter_map(idle).collect();
        if idle.len() > count {
            idle.select_nth_unstable_by_key(count, |(since, _)| *since);
            idle.truncate(count);
        }
        for (since, watch) in idle {
            if watch.send_away(since) {
                self.leaving.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

impl Drop for Member<'_> {
    fn drop(&mut self) {
        self.crowd.members.lock().remove(&self.key);
        if self.watch.is_sent_away() {
            self.crowd.leaving.fetch_sub(1, Ordering::Relaxed);
        }
    }
}
