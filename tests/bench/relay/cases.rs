//! Speed beside the floor, latency beside the floor, and ten thousand phones.

use std::rc::Rc;
use std::time::Duration;

use super::child::{Folder, Server};
use super::load::{Request, Sender, Until, When, now, send, toast};
use super::numbers::{Goal, Report, median, median_micros};
use super::phones::{Acks, Phones};

/// How many turns floor and relay take.
const TURNS: usize = 9;
/// How long a turn is, and how many pushes it may have: fewer than the log keeps.
const TURN: Until = Until::Over(Duration::from_millis(1_000), 90_000);
/// The same where an archive holds the log, and the console keeps only the newest 10,000.
pub const KEPT_TURN: Until = Until::Over(Duration::from_millis(1_000), 9_000);
/// How many phones there are, where there are few.
const FEW: usize = 64;
/// How many phones there are, where there are many.
const MANY: usize = 10_000;
/// How many requests a turn of the latency's measurement has.
const LATENCY_REQUESTS: usize = 1_000;

/// What one turn came to.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// Requests in a second.
    pub rate: f64,
    /// The server's CPU time for each, in microseconds.
    pub cpu_micros: f64,
}

fn turn_of(count: u64, elapsed: Duration, cpu: Duration) -> Turn {
    #[expect(clippy::cast_precision_loss, reason = "counts of a bench are small")]
    let count = count as f64;
    Turn { rate: count / elapsed.as_secs_f64(), cpu_micros: cpu.as_secs_f64() * 1e6 / count }
}

/// A turn of the floor.
async fn floor_turn(floor: &Server, requests: &Rc<[Request]>, until: Until) -> Turn {
    let (start, cpu) = (now(), floor.cpu());
    let count = send(floor.address, requests, until).await;
    turn_of(count, start.elapsed(), floor.cpu().checked_sub(cpu).unwrap())
}

/// A turn of a relay: it is over when every push is acknowledged.
pub async fn relay_turn(relay: &mut Server, phones: &Phones, requests: &Rc<[Request]>, until: Until) -> Turn {
    let before = phones.received();
    let (start, cpu) = (now(), relay.cpu());
    let count = send(relay.address, requests, until).await;
    phones.wait_received(before + count).await;
    relay.wait_acknowledged(count);
    turn_of(count, start.elapsed(), relay.cpu().checked_sub(cpu).unwrap())
}

/// Toasts for these channels.
pub fn toasts(paths: &[String], when: When) -> Rc<[Request]> {
    paths.iter().map(|path| toast(path, when)).collect()
}

fn say_turns(name: &str, turns: &[Turn]) {
    let rates: Vec<f64> = turns.iter().map(|turn| turn.rate).collect();
    let cpus: Vec<f64> = turns.iter().map(|turn| turn.cpu_micros).collect();
    let (rate, cpu) = (median(&rates), median(&cpus));
    Report::note(&format!("{name}: {rate:.0} per second, {cpu:.1} µs of CPU each"));
}

/// Requests in a second, beside the floor.
pub async fn speed(report: &mut Report) {
    beside_floor(report, "memory", Server::relay(&[]), TURN, 0.5).await;
}

/// As [`speed`], where every push is on disk before it is answered.
pub async fn data(report: &mut Report) {
    let folder = Folder::new("speed");
    beside_floor(report, "data", Server::relay(&[&folder.argument()]), KEPT_TURN, 0.2).await;
}

async fn beside_floor(report: &mut Report, what: &str, mut relay: Server, until: Until, least: f64) {
    let floor = Server::floor();
    let phones = Phones::link(relay.address, "phone", FEW).await;
    let requests = toasts(&phones.paths, When::Now);
    let (mut floors, mut relays, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    floor_turn(&floor, &requests, TURN).await;
    for _ in 0..TURNS {
        let below = floor_turn(&floor, &requests, TURN).await;
        let turn = relay_turn(&mut relay, &phones, &requests, until).await;
        let above = floor_turn(&floor, &requests, TURN).await;
        ratios.push(2.0 * turn.rate / (below.rate + above.rate));
        floors.extend([below, above]);
        relays.push(turn);
    }
    assert_eq!(phones.closed(), 0, "no link was lost");
    report.goal(&format!("{what}, 16 senders, 64 phones"), &ratios, "x floor", Goal::AtLeast(least));
    say_turns("floor", &floors);
    say_turns("relay", &relays);
}

/// From POST to the frame at the phone, beside the floor's POST.
pub async fn latency(report: &mut Report) {
    let floor = Server::floor();
    let relay = Server::relay(&[]);
    let phones = Phones::link(relay.address, "phone", 1).await;
    let request = phones.paths.first().map(|path| toast(path, When::Now)).expect("a channel");
    let mut floor_sender = Sender::connect(floor.address).await;
    let mut relay_sender = Sender::connect(relay.address).await;
    let (mut floors, mut relays, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let (mut answered, mut arrived) = (Vec::new(), Vec::new());
        for _ in 0..LATENCY_REQUESTS {
            let start = now();
            floor_sender.exchange(&request).await;
            answered.push(start.elapsed());
        }
        for _ in 0..LATENCY_REQUESTS {
            let start = now();
            let at_phone = async {
                phones.next_push().await;
                arrived.push(start.elapsed());
            };
            tokio::join!(relay_sender.exchange(&request), at_phone);
        }
        ratios.push(median_micros(&arrived) / median_micros(&answered));
        floors.push(median_micros(&answered));
        relays.push(median_micros(&arrived));
    }
    report.goal("one sender, POST to frame at the phone, p50", &ratios, "x the floor's POST", Goal::AtMost(2.0));
    let (floor, relay) = (median(&floors), median(&relays));
    Report::note(&format!("floor: {floor:.0} µs, relay: {relay:.0} µs"));
}

/// A relay, its phones, and toasts for them.
struct Linked {
    relay: Server,
    phones: Phones,
    requests: Rc<[Request]>,
    /// How much memory each phone takes, in KiB.
    each_kib: f64,
}

impl Linked {
    async fn with(count: usize) -> Self {
        let relay = Server::relay(&[]);
        let before = relay.resident_kib();
        let phones = Phones::link(relay.address, "phone", count).await;
        let requests = toasts(&phones.paths, When::Now);
        #[expect(clippy::cast_precision_loss, reason = "counts of a bench are small")]
        let each_kib = (relay.resident_kib() - before) / count as f64;
        Self { relay, phones, requests, each_kib }
    }

    async fn turn(&mut self) -> Turn {
        relay_turn(&mut self.relay, &self.phones, &self.requests, TURN).await
    }
}

/// Ten thousand phones on one relay: memory, and the rate beside that with 64.
///
/// Where pushes go to all phones in turn, one among many gets too few for a bunch of acknowledgements. For the rates to tell
/// what a link costs and not what a bunch saves, the goal is for pushes that are acknowledged each by itself on both sides. What
/// it is where the 64 have their bunches, and where only 64 of the many are pushed to, is printed beside it.
pub async fn scale(report: &mut Report) {
    let mut few = Linked::with(FEW).await;
    let mut many = Linked::with(MANY).await;
    report.goal("10,000 linked phones", &[many.each_kib], "KiB each", Goal::AtMost(24.0));
    few.phones.acknowledge(Acks::Each);
    many.phones.acknowledge(Acks::Each);
    let each = Beside::measured(&mut few, &mut many).await;
    let what = "10,000 linked phones, rate, each push acknowledged by itself";
    report.goal(what, &each.ratios, "x that with 64", Goal::AtLeast(0.7));
    each.say();
    few.phones.acknowledge(Acks::Bunched);
    many.phones.acknowledge(Acks::Bunched);
    let bunched = Beside::measured(&mut few, &mut many).await;
    Report::note(&format!("{:.2} x in bunches, of which one of the many has none:", median(&bunched.ratios)));
    bunched.say();
    many.requests = many.requests.iter().take(FEW).cloned().collect();
    let some = Beside::measured(&mut few, &mut many).await;
    Report::note(&format!("{:.2} x in bunches, where only 64 of the many are pushed to:", median(&some.ratios)));
    some.say();
    #[expect(clippy::cast_precision_loss, reason = "ten thousand is exact")]
    report.goal("10,000 linked phones, lost", &[many.phones.closed() as f64], "links", Goal::AtMost(0.0));
    let rows = many.relay.ask("rows");
    let loaded = many.relay.resident_kib() / 1_024.0;
    Report::note(&format!("the relay with 10,000 phones and {rows} pushes in its log holds {loaded:.0} MiB"));
}

/// The turns of a relay with many phones beside those of one with few.
#[derive(Default)]
struct Beside {
    fews: Vec<Turn>,
    manys: Vec<Turn>,
    ratios: Vec<f64>,
}

impl Beside {
    async fn measured(few: &mut Linked, many: &mut Linked) -> Self {
        let mut beside = Self::default();
        few.turn().await;
        many.turn().await;
        for _ in 0..TURNS {
            let below = few.turn().await;
            let turn = many.turn().await;
            let above = few.turn().await;
            beside.ratios.push(2.0 * turn.rate / (below.rate + above.rate));
            beside.fews.extend([below, above]);
            beside.manys.push(turn);
        }
        beside
    }

    fn say(&self) {
        say_turns("64", &self.fews);
        say_turns("10,000", &self.manys);
    }
}
