//! Is every push that was answered with Received delivered once, although the process is killed in the middle of a flood?

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use futures_util::StreamExt as _;
use parking_lot::Mutex;
use tilecast::protocol::link::{PushFrame, RelayFrame};

use crate::called::{call, serve};
use crate::program::{Folder, Program};
use crate::support::TestPhone;
use crate::support::wire::raw;

/// How many connections send at once.
const CONNECTIONS: usize = 8;
/// After how many answers the process is killed.
const ANSWERS: usize = 1_500;

/// Senders that go on until their connection is cut.
struct Flood {
    /// The bodies that were answered with Received.
    received: Arc<Mutex<BTreeSet<String>>>,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Flood {
    /// Begins; each answer is told.
    fn begin(address: SocketAddr, path: &str, told: &SyncSender<()>) -> Self {
        let received = Arc::<Mutex<BTreeSet<String>>>::default();
        let thread = |nth: usize| {
            let (received, told, path) = (received.clone(), told.clone(), path.to_owned());
            let send = move || {
                let mut stream = TcpStream::connect(address).unwrap();
                for body in (0..).map(|count| format!("{nth}-{count}")) {
                    let Some(head) = exchange(&mut stream, &raw(&path, &body)) else { return };
                    assert!(head.contains("X-NotificationStatus: Received"), "{head}");
                    received.lock().insert(body);
                    // Nobody listens any more once there were enough.
                    let _ = told.try_send(());
                }
            };
            std::thread::Builder::new().name(format!("sender {nth}")).spawn(send).unwrap()
        };
        let threads = (0..CONNECTIONS).map(thread).collect();
        Self { received, threads }
    }

    /// Waits until every connection is cut. Gives what was answered with Received.
    fn end(self) -> BTreeSet<String> {
        for thread in self.threads {
            thread.join().unwrap();
        }
        std::mem::take(&mut self.received.lock())
    }
}

/// Writes a request and reads the head of its answer; nothing if the connection is cut.
fn exchange(stream: &mut TcpStream, request: &[u8]) -> Option<String> {
    stream.write_all(request).ok()?;
    let mut head = Vec::new();
    let mut some = [0; 1_024];
    while !head.ends_with(b"\r\n\r\n") {
        let length = stream.read(&mut some).ok().filter(|length| *length > 0)?;
        head.extend(&some[..length]);
    }
    String::from_utf8(head).ok()
}

fn address(program: &Program) -> SocketAddr {
    program.ready["http"].as_str().unwrap().trim_start_matches("http://").parse().unwrap()
}

/// A program without quotas that keeps what it knows in a folder.
fn begin(data: &Path) -> Program {
    let program = serve(data);
    call(&program, "PATCH", "/settings", r#"{"queue_depth":100000,"daily_quota":null}"#);
    program
}

/// The next push; nothing if the link is cut.
async fn next(phone: &mut TestPhone) -> Option<PushFrame> {
    loop {
        if let tokio_tungstenite::tungstenite::Message::Text(text) = phone.socket.next().await?.ok()? {
            match RelayFrame::from_text(&text).unwrap() {
                RelayFrame::Push(push) => return Some(push),
                RelayFrame::Bound { .. } | RelayFrame::UriChanged { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

fn body(push: &PushFrame) -> String {
    String::from_utf8(push.bytes()).unwrap()
}

/// Takes pushes until all of these have come. What has a number that was there before is what a phone has
/// seen: it must be the same push, and does not count. Gives how many came.
async fn take_all(phone: &mut TestPhone, wanted: &BTreeSet<String>, seen: &mut BTreeMap<u64, String>) -> usize {
    let had: BTreeSet<String> = seen.values().cloned().collect();
    let mut missing: BTreeSet<&String> = wanted.difference(&had).collect();
    let mut came = 0;
    while !missing.is_empty() {
        let push = next(phone).await.unwrap();
        missing.remove(&body(&push));
        take(phone, &push, seen).await;
        came += 1;
    }
    came
}

async fn take(phone: &mut TestPhone, push: &PushFrame, seen: &mut BTreeMap<u64, String>) {
    if let Some(known) = seen.insert(push.id.0, body(push)) {
        assert_eq!(known, body(push), "two pushes had the number {}", push.id);
    }
    phone.ack(push.id.0).await;
}

/// Without a phone: everything waits, and is delivered after the restart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_that_waits() {
    let folder = Folder::new();
    let program = begin(&folder.file("data"));
    let mut phone = TestPhone::connect(address(&program), "bob").await;
    let path = phone.open("trips", "main").await;
    drop(phone);
    killed_in_a_flood(program, &folder.file("data"), &path, None).await;
}

/// With a phone that acknowledges some of what it gets: what it has not acknowledged comes again under the same number.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_on_the_link() {
    let folder = Folder::new();
    let program = begin(&folder.file("data"));
    let mut phone = TestPhone::connect(address(&program), "bob").await;
    let path = phone.open("trips", "main").await;
    let taking = tokio::spawn(async move {
        let mut seen = BTreeMap::new();
        while let Some(push) = next(&mut phone).await {
            if push.id.0.is_multiple_of(7) {
                phone.say(&format!(r#"{{"type":"ack","id":{}}}"#, push.id.0 - 3)).await;
            }
            assert_eq!(seen.insert(push.id.0, body(&push)), None);
        }
        seen
    });
    killed_in_a_flood(program, &folder.file("data"), &path, Some(taking)).await;
}

async fn killed_in_a_flood(
    program: Program,
    data: &Path,
    path: &str,
    taking: Option<tokio::task::JoinHandle<BTreeMap<u64, String>>>,
) {
    let (told, answers) = sync_channel(ANSWERS);
    let flood = Flood::begin(address(&program), path, &told);
    let enough = tokio::task::spawn_blocking(move || answers.iter().take(ANSWERS).count()).await.unwrap();
    assert_eq!(enough, ANSWERS);
    // Dropping the program kills it at once.
    drop(program);
    let received = tokio::task::spawn_blocking(|| flood.end()).await.unwrap();
    assert!(received.len() >= ANSWERS);
    let mut seen = match taking {
        Some(taking) => taking.await.unwrap(),
        None => BTreeMap::new(),
    };

    let program = serve(data);
    let mut phone = TestPhone::connect(address(&program), "bob").await;
    assert!(phone.resumed);
    let mut came = take_all(&mut phone, &received, &mut seen).await;
    // Whatever else would come is behind this one.
    let mut stream = TcpStream::connect(address(&program)).unwrap();
    let answer = exchange(&mut stream, &raw(path, "the last")).unwrap();
    assert!(answer.contains("X-NotificationStatus: Received"), "{answer}");
    loop {
        let push = next(&mut phone).await.unwrap();
        if body(&push) == "the last" {
            break;
        }
        take(&mut phone, &push, &mut seen).await;
        came += 1;
    }
    let mut bodies: Vec<&String> = seen.values().collect();
    let count = bodies.len();
    bodies.sort();
    bodies.dedup();
    assert_eq!(bodies.len(), count, "a push has come twice");
    assert!(came > 0, "there was nothing left to deliver");
    // What was sent and not answered may have been taken: at most one for each connection.
    assert!(count - received.len() <= CONNECTIONS);
}
