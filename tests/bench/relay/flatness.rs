//! Does a push cost more where there are many channels, many queued pushes, or a long history?

use std::rc::Rc;
use std::time::Duration;

use super::cases::{KEPT_TURN, relay_turn, toasts};
use super::child::{Folder, Server};
use super::load::{Request, Until, When, now, send};
use super::numbers::{Goal, Report, median};
use super::phones::{Phones, away};

/// How many there are of each.
const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];
/// How much more a push may cost with a thousand times as many: what the processor's caches make of it.
const FLAT: Goal = Goal::AtMost(1.25);
/// How many turns each size takes.
const TURNS: usize = 7;
/// How long a turn is, and how many pushes it may have.
const TURN: Until = Until::Over(Duration::from_millis(500), 50_000);
/// How many linked phones there are.
const PHONES: usize = 64;
/// How many channels a device has that is away.
const CHANNELS_EACH: usize = 20;

/// A relay of some size with linked phones.
struct Sized {
    size: usize,
    relay: Server,
    phones: Phones,
    requests: Rc<[Request]>,
    cpu_micros: Vec<f64>,
}

impl Sized {
    async fn start(size: usize, arguments: &[&str]) -> Self {
        let relay = Server::relay(arguments);
        let phones = Phones::link(relay.address, "phone", PHONES).await;
        let requests = toasts(&phones.paths, When::Now);
        Self { size, relay, phones, requests, cpu_micros: Vec::new() }
    }

    /// Sends as many pushes as there are to be rows, so many at a time.
    async fn fill(&mut self, at_once: usize) {
        let mut left = self.size;
        while left > 0 {
            let count = left.min(at_once);
            self.turn(Until::Over(Duration::from_mins(1), count)).await;
            left -= count;
        }
    }

    async fn turn(&mut self, until: Until) -> f64 {
        relay_turn(&mut self.relay, &self.phones, &self.requests, until).await.cpu_micros
    }
}

/// Compares the sizes in turns.
async fn compare(report: &mut Report, what: &str, mut sized: Vec<Sized>, until: Until) {
    for _ in 0..TURNS {
        for one in &mut sized {
            let cpu = one.turn(until).await;
            one.cpu_micros.push(cpu);
        }
    }
    let costs = sized.into_iter().map(|one| (one.size, one.cpu_micros)).collect::<Vec<_>>();
    say(report, what, &costs);
}

fn say(report: &mut Report, what: &str, costs: &[(usize, Vec<f64>)]) {
    let Some((_, first)) = costs.first() else { return };
    for (size, cpu) in costs {
        let ratios: Vec<f64> = cpu.iter().zip(first).map(|(cpu, first)| cpu / first).collect();
        let first_size = SIZES.first().copied().unwrap_or_default();
        report.goal(&format!("{what}: {size}"), &ratios, &format!("x the CPU time with {first_size}"), FLAT);
        Report::note(&format!("{:.1} µs of CPU for each push", median(cpu)));
    }
}

/// Channels.
pub async fn channels(report: &mut Report) {
    let mut sized = Vec::new();
    for size in SIZES {
        let one = Sized::start(size, &[]).await;
        let mut left = size.saturating_sub(PHONES);
        while left > 0 {
            let count = left.min(CHANNELS_EACH);
            away(one.relay.address, &format!("away{left}"), count).await;
            left -= count;
        }
        sized.push(one);
    }
    compare(report, "channels open", sized, TURN).await;
}

/// Rows of the history, in memory.
pub async fn history(report: &mut Report) {
    let mut sized = Vec::new();
    for size in SIZES {
        let mut one = Sized::start(size, &[&format!("history-limit={size}")]).await;
        one.fill(50_000).await;
        sized.push(one);
    }
    compare(report, "rows in the history", sized, TURN).await;
}

/// Rows of the history, on disk.
pub async fn archive(report: &mut Report) {
    let folders: Vec<Folder> = SIZES.iter().map(|size| Folder::new(&size.to_string())).collect();
    let mut sized = Vec::new();
    for (size, folder) in SIZES.into_iter().zip(&folders) {
        let mut one = Sized::start(size, &[&format!("history-limit={size}"), &folder.argument()]).await;
        one.fill(9_000).await;
        // What is measured is a push among so many rows, not the index that is still to be made of them.
        assert_eq!(one.relay.ask("rest"), "at rest");
        sized.push(one);
    }
    compare(report, "rows in the archive", sized, KEPT_TURN).await;
}

/// How many pushes are added to queues in a turn of theirs.
const ADDED: usize = 6_000;

/// Pushes that wait: for their device, or by their class.
pub async fn queue(report: &mut Report) {
    for (what, when) in [("pushes queued for a device", When::Now), ("pushes held by class for a device", When::Later)]
    {
        let mut costs: Vec<(usize, Vec<f64>)> = SIZES.iter().map(|size| (*size, Vec::new())).collect();
        for _ in 0..TURNS {
            for (size, cpu) in &mut costs {
                cpu.push(queued(*size, when).await);
            }
        }
        say(report, what, &costs);
    }
}

/// The CPU time of a push that joins about `size` others, in microseconds. Where they are few, there are more devices.
async fn queued(size: usize, when: When) -> f64 {
    let relay = Server::relay(&["queue-depth=200000"]);
    let added_each = (size / 10).min(ADDED);
    let mut paths = Vec::new();
    for number in 0..ADDED / added_each {
        paths.extend(away(relay.address, &format!("away{number}"), 1).await);
    }
    let requests = toasts(&paths, when);
    send(relay.address, &requests, Until::Times(size - added_each / 2)).await;
    let (_, cpu) = (now(), relay.cpu());
    let count = send(relay.address, &requests, Until::Times(added_each)).await;
    #[expect(clippy::cast_precision_loss, reason = "counts of a bench are small")]
    let count = count as f64;
    relay.cpu().checked_sub(cpu).unwrap().as_secs_f64() * 1e6 / count
}
