//! A journal that writes nothing down, and says that it has when the test wants it to.

use std::sync::Arc;

use parking_lot::Mutex;
use tilecast::protocol::record::PushRecord;
use tilecast::relay::journal::{DeviceRow, Entry, NotKept, Pending, Receipt};
use tilecast::relay::{Fault, Journal};
use tokio::sync::{oneshot, watch};

/// A push, and what is to be done with it.
pub type PendingPush = (Arc<PushRecord>, Pending);

/// The journal. Clones are the same one.
#[derive(Clone)]
pub struct TestJournal(Arc<Inner>);

struct Inner {
    book: Mutex<Book>,
    /// How many receipts were asked for.
    asked: watch::Sender<usize>,
}

#[derive(Default)]
struct Book {
    entries: Vec<Entry>,
    owed: Vec<oneshot::Sender<Result<(), NotKept>>>,
}

impl TestJournal {
    pub fn new() -> Self {
        Self(Arc::new(Inner { book: Mutex::default(), asked: watch::Sender::new(0) }))
    }

    /// Waits until so many pushes were to be written down.
    pub async fn asked_for(&self, count: usize) {
        self.0.asked.subscribe().wait_for(|asked| *asked >= count).await.unwrap();
    }

    /// Gives the receipt that is owed for longest.
    pub fn settle(&self, result: Result<(), NotKept>) {
        self.settle_nth(0, result);
    }

    /// Gives another receipt that is owed, counted from the one that is owed for longest.
    pub fn settle_nth(&self, nth: usize, result: Result<(), NotKept>) {
        let owed = self.0.book.lock().owed.remove(nth);
        owed.send(result).unwrap();
    }

    /// What was written down so far, each entry in a few words.
    pub fn entries(&self) -> Vec<String> {
        let word = |entry: &Entry| match entry {
            Entry::Push { record, pending, .. } if pending.is_some() => format!("pending {}", record.id),
            Entry::Push { record, .. } => format!("push {}", record.id),
            Entry::Pending { push, pending } => format!("pending {push} under {:?}", pending.link_id),
            Entry::Settled(push) => format!("settled {push}"),
            Entry::ChannelClosed(row) => format!("closed {}", row.app),
            Entry::Device(_) => String::from("device"),
            other => format!("{other:?}"),
        };
        self.0.book.lock().entries.iter().map(word).filter(|word| word != "device").collect()
    }

    /// The device as it was written down last.
    pub fn device(&self) -> DeviceRow {
        let book = self.0.book.lock();
        let row = |entry: &Entry| match entry {
            Entry::Device(row) => Some(DeviceRow::clone(row)),
            _ => None,
        };
        book.entries.iter().rev().find_map(row).unwrap()
    }

    /// The faults as they were written down last, with what was counted since.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = Vec::new();
        for entry in &self.0.book.lock().entries {
            match entry {
                Entry::Faults(list) => faults.clone_from(list),
                Entry::Tallied(tallies) => {
                    for tally in tallies {
                        let fault = faults.iter_mut().find(|fault| fault.id == tally.id).unwrap();
                        (fault.seen, fault.acted) = (tally.seen, tally.acted);
                    }
                }
                _ => {}
            }
        }
        faults
    }

    /// The pushes that were written down with what is to be done with them, as a relay that starts again gets them.
    pub fn pending(&self) -> Vec<PendingPush> {
        let book = self.0.book.lock();
        let mut pending: Vec<PendingPush> = Vec::new();
        for entry in &book.entries {
            match entry {
                Entry::Push { record, pending: Some(what), .. } => pending.push((record.clone(), what.clone())),
                Entry::Pending { push, pending: what } => {
                    for known in pending.iter_mut().filter(|(record, _)| record.id == *push) {
                        known.1 = what.clone();
                    }
                }
                Entry::Settled(push) => pending.retain(|(record, _)| record.id != *push),
                _ => {}
            }
        }
        pending
    }
}

impl Journal for TestJournal {
    fn note(&self, entry: Entry) {
        self.0.book.lock().entries.push(entry);
    }

    fn keep(&self, entry: Entry) -> Receipt {
        let (owed, receipt) = oneshot::channel();
        let mut book = self.0.book.lock();
        book.entries.push(entry);
        book.owed.push(owed);
        drop(book);
        self.0.asked.send_modify(|asked| *asked += 1);
        receipt
    }
}
