//! The phones: links on plain sockets that count what comes and acknowledge it, in bunches or each by itself.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::load::now;

/// How long a push may wait for its acknowledgement: less than the 100 ms of INTERFACES.md 2, so that they are kept.
const ACK_AFTER: Duration = Duration::from_millis(80);
/// How often it is looked whether there is something to acknowledge.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// How many phones connect at once.
const CONNECTING: usize = 64;
/// How long all pushes may take to arrive after the last was answered.
const ARRIVED_WITHIN: Duration = Duration::from_secs(20);
/// What a link begins with; the key says nothing here.
const UPGRADE: &str = "GET /link/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/// Phones on their links.
pub struct Phones {
    shared: Rc<Shared>,
    /// The paths of their channels.
    pub paths: Vec<String>,
}

/// How pushes are acknowledged. Both are within INTERFACES.md 2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Acks {
    /// Several at a time, where a phone gets several in the time that it has.
    #[default]
    Bunched,
    /// Each by itself, once it comes; so does Tilecast's own phone.
    Each,
}

#[derive(Default)]
struct Shared {
    acks: Cell<Acks>,
    links: RefCell<Vec<Rc<Link>>>,
    received: Cell<u64>,
    closed: Cell<u64>,
    /// What a link reads before it is taken.
    heard: RefCell<Heard>,
    /// Who has something to acknowledge, and since when.
    owing: RefCell<VecDeque<(Instant, Rc<Link>)>>,
    arrived: Notify,
}

/// Room for what is read at once.
struct Heard([u8; 16_384]);

impl Default for Heard {
    fn default() -> Self {
        Self([0; 16_384])
    }
}

struct Link {
    stream: TcpStream,
    last: Cell<u64>,
    acknowledged: Cell<u64>,
}

impl Phones {
    /// Links `count` phones with a channel each, toasts bound.
    pub async fn link(address: SocketAddr, prefix: &str, count: usize) -> Self {
        let shared = Rc::<Shared>::default();
        let mut paths = Vec::with_capacity(count);
        let mut connecting = JoinSet::new();
        for number in 0..count {
            if connecting.len() == CONNECTING {
                paths.extend(next_linked(&mut connecting, &shared).await);
            }
            let device = format!("{prefix}{number}");
            connecting.spawn_local(async move { connect(address, &device, 1).await });
        }
        while !connecting.is_empty() {
            paths.extend(next_linked(&mut connecting, &shared).await);
        }
        tokio::task::spawn_local(acknowledge(shared.clone()));
        Self { shared, paths }
    }

    /// How many pushes came so far.
    pub fn received(&self) -> u64 {
        self.shared.received.get()
    }

    /// How many links were lost so far.
    pub fn closed(&self) -> u64 {
        self.shared.closed.get()
    }

    /// From now on pushes are acknowledged so.
    pub fn acknowledge(&self, acks: Acks) {
        self.shared.acks.set(acks);
    }

    /// Waits for the next push.
    pub async fn next_push(&self) {
        self.shared.arrived.notified().await;
    }

    /// Waits until so many pushes have come in all, then acknowledges all.
    pub async fn wait_received(&self, count: u64) {
        let all = async {
            while self.received() < count {
                self.next_push().await;
            }
        };
        let in_time = tokio::time::timeout(ARRIVED_WITHIN, all).await;
        assert!(in_time.is_ok(), "{} of {count} pushes arrived", self.received());
        self.shared.acknowledge_until(None);
    }
}

/// A device that opened `channels` channels, bound to toasts, and is away again. Gives their paths.
pub async fn away(address: SocketAddr, device: &str, channels: usize) -> Vec<String> {
    let (mut stream, paths) = connect(address, device, channels).await;
    // Closed in order, so that the relay knows that the device is away once the socket is.
    stream.write_all(&frame(8, b"")).await.expect("the relay reads");
    while stream.read(&mut [0; 256]).await.is_ok_and(|len| len > 0) {}
    paths
}

type Connecting = JoinSet<(TcpStream, Vec<String>)>;

async fn next_linked(connecting: &mut Connecting, shared: &Rc<Shared>) -> Vec<String> {
    let (stream, paths) = connecting.join_next().await.expect("a phone").expect("a phone that is linked");
    let link = Rc::new(Link { stream, last: Cell::new(0), acknowledged: Cell::new(0) });
    shared.links.borrow_mut().push(link.clone());
    tokio::task::spawn_local(listen(link, shared.clone()));
    paths
}

async fn connect(address: SocketAddr, device: &str, channels: usize) -> (TcpStream, Vec<String>) {
    let mut stream = TcpStream::connect(address).await.expect("the relay accepts");
    stream.set_nodelay(true).expect("a socket");
    stream.write_all(UPGRADE.as_bytes()).await.expect("the relay reads");
    let mut said = frame(1, format!(r#"{{"type":"hello","device":"{device}","os":"8.0"}}"#).as_bytes());
    for number in 0..channels {
        let app = format!("app{number}");
        said.extend(frame(1, format!(r#"{{"type":"open","app":"{app}","channel":"main"}}"#).as_bytes()));
        said.extend(frame(1, format!(r#"{{"type":"bind","app":"{app}","toast":true,"tile":true}}"#).as_bytes()));
    }
    let mut heard = Vec::new();
    let mut is_upgraded = false;
    let mut paths = Vec::new();
    let mut bound = 0;
    while bound < channels {
        let len = stream.read_buf(&mut heard).await.expect("the relay answers");
        assert_ne!(len, 0, "the relay keeps the link: {}", String::from_utf8_lossy(&heard));
        if !is_upgraded {
            let Some(end) = find(&heard, b"\r\n\r\n") else { continue };
            heard.drain(..end + 4);
            is_upgraded = true;
            stream.write_all(&said).await.expect("the relay reads");
        }
        while let Some((_, payload, len)) = next_frame(&heard) {
            let text = String::from_utf8_lossy(payload);
            let uri = text.split_once(r#""uri":"http://"#).and_then(|(_, rest)| rest.split_once('/'));
            paths.extend(uri.and_then(|(_, path)| path.split('"').next()).map(|path| format!("/{path}")));
            bound += usize::from(text.contains(r#""type":"bound""#));
            heard.drain(..len);
        }
    }
    (stream, paths)
}

/// Counts a link's pushes until it is closed. What is heard is read where all links read it: ten thousand buffers of their own
/// would not fit the processor's cache, and that would be measured in place of the relay.
async fn listen(link: Rc<Link>, shared: Rc<Shared>) {
    // The beginning of a frame whose end has not come yet.
    let mut begun = Vec::new();
    loop {
        let ready = link.stream.readable().await;
        let mut heard = shared.heard.borrow_mut();
        match link.stream.try_read(&mut heard.0) {
            Ok(0) => break,
            Ok(len) if begun.is_empty() => {
                let heard = heard.0.get(..len).unwrap_or_default();
                let taken = take_frames(&link, &shared, heard);
                begun.extend_from_slice(heard.get(taken..).unwrap_or_default());
            }
            Ok(len) => {
                begun.extend_from_slice(heard.0.get(..len).unwrap_or_default());
                let taken = take_frames(&link, &shared, &begun);
                begun.drain(..taken);
            }
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock && ready.is_ok() => {}
            Err(_) => break,
        }
    }
    shared.closed.set(shared.closed.get() + 1);
}

/// Takes every whole frame; gives back how many bytes they are.
fn take_frames(link: &Rc<Link>, shared: &Shared, heard: &[u8]) -> usize {
    let mut at = 0;
    while let Some((code, payload, len)) = next_frame(heard.get(at..).unwrap_or_default()) {
        match code {
            1 if payload.starts_with(br#"{"type":"push""#) => shared.take(link, payload),
            9 => link.say(&frame(10, payload)),
            _ => {}
        }
        at += len;
    }
    at
}

impl Shared {
    fn take(&self, link: &Rc<Link>, payload: &[u8]) {
        let id = find(payload, br#""id":"#).and_then(|at| payload.get(at + 5..)).unwrap_or_default();
        let digits = id.iter().take_while(|byte| byte.is_ascii_digit());
        let id = digits.fold(0, |id, digit| id * 10 + u64::from(digit - b'0'));
        assert!(id > link.last.get(), "ids rise on a link");
        let owed_before = link.last.replace(id) != link.acknowledged.get();
        if self.acks.get() == Acks::Each {
            link.acknowledge();
        } else if !owed_before {
            self.owing.borrow_mut().push_back((now(), link.clone()));
        }
        self.received.set(self.received.get() + 1);
        self.arrived.notify_one();
    }

    /// Acknowledges what came until then, or everything.
    fn acknowledge_until(&self, then: Option<Instant>) {
        let mut owing = self.owing.borrow_mut();
        while owing.front().is_some_and(|(since, _)| then.is_none_or(|then| *since <= then)) {
            if let Some((_, link)) = owing.pop_front() {
                link.acknowledge();
            }
        }
    }
}

impl Link {
    /// Acknowledges all that came.
    fn acknowledge(&self) {
        let last = self.last.get();
        self.acknowledged.set(last);
        self.say(&frame(1, format!(r#"{{"type":"ack","id":{last}}}"#).as_bytes()));
    }

    /// Writes a short frame at once: there is always room for it.
    fn say(&self, frame: &[u8]) {
        let written = self.stream.try_write(frame);
        assert!(written.is_err() || written.is_ok_and(|len| len == frame.len()), "a short frame is written whole");
    }
}

async fn acknowledge(shared: Rc<Shared>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        shared.acknowledge_until(now().checked_sub(ACK_AFTER));
    }
}

/// A frame as phones send it: masked, with a mask that changes nothing (RFC 6455, 5.2).
fn frame(code: u8, payload: &[u8]) -> Vec<u8> {
    let len = u8::try_from(payload.len()).ok().filter(|len| *len < 126).expect("a short frame");
    [&[0x80 | code, 0x80 | len, 0, 0, 0, 0], payload].concat()
}

/// The first frame as the relay sends it: its code, its payload, and its whole length.
fn next_frame(bytes: &[u8]) -> Option<(u8, &[u8], usize)> {
    let [first, second, rest @ ..] = bytes else { return None };
    let (len, head) = match (second & 0x7F, rest) {
        (126, [high, low, ..]) => (usize::from(u16::from_be_bytes([*high, *low])), 4),
        (126 | 127, _) => return None,
        (len, _) => (usize::from(len), 2),
    };
    Some((first & 0x0F, bytes.get(head..head + len)?, head + len))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
