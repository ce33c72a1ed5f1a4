//! The senders: keep-alive connections on plain sockets, each with one request under way.

use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// How many senders there are, where there are many.
pub const SENDERS: usize = 16;
/// A toast as libraries write it.
const TOAST: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
    <wp:Notification xmlns:wp=\"WPNotification\"><wp:Toast><wp:Text1>Train 7</wp:Text1>\
    <wp:Text2>Leaves at 10:40 from platform four</wp:Text2><wp:Param>/Trip.xaml?id=7</wp:Param>\
    </wp:Toast></wp:Notification>";
/// The longest answer, in bytes.
const MAX_ANSWER_BYTES: usize = 4_096;

/// When a class lets a toast be delivered (PROTOCOL.md 2.2).
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// At once.
    Now,
    /// Within 450 seconds.
    Later,
}

/// The bytes of a request, ready to be written.
pub type Request = Rc<[u8]>;

/// A toast for the channel at `path`.
pub fn toast(path: &str, when: When) -> Request {
    let class = match when {
        When::Now => 2,
        When::Later => 12,
    };
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml; charset=utf-8\r\n\
        X-WindowsPhone-Target: toast\r\nX-NotificationClass: {class}\r\n\
        X-MessageID: 5d5b10a1-5f3c-4c7e-9af0-1b2c3d4e5f60\r\nContent-Length: {}\r\n\r\n",
        TOAST.len()
    );
    [head.as_bytes(), TOAST.as_bytes()].concat().into()
}

/// One sender's connection.
pub struct Sender {
    stream: TcpStream,
    answer: Box<[u8; MAX_ANSWER_BYTES]>,
}

impl Sender {
    /// Connects.
    pub async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("the server accepts");
        stream.set_nodelay(true).expect("a socket");
        Self { stream, answer: Box::new([0; MAX_ANSWER_BYTES]) }
    }

    /// Writes a request and reads its answer, which is a 200 without a body.
    pub async fn exchange(&mut self, request: &Request) {
        self.stream.write_all(request).await.expect("the server reads");
        let mut len = 0;
        while !self.answer.get(..len).is_some_and(|answer| answer.ends_with(b"\r\n\r\n")) {
            let room = self.answer.get_mut(len..).unwrap_or_default();
            let read = self.stream.read(room).await.expect("the server answers");
            assert_ne!(read, 0, "the server answers in full");
            len += read;
        }
        assert!(self.answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&*self.answer));
    }
}

/// How long senders go on.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// For this time, and at most so many requests.
    Over(Duration, usize),
    /// For every request so many times.
    Times(usize),
}

/// Sends with `SENDERS` senders, each request in turn. Gives how many were sent.
pub async fn send(address: SocketAddr, requests: &Rc<[Request]>, until: Until) -> u64 {
    let mut senders = Vec::new();
    for _ in 0..SENDERS {
        senders.push(Sender::connect(address).await);
    }
    let (deadline, most) = match until {
        Until::Over(span, most) => (Some(now() + span), most),
        Until::Times(times) => (None, requests.len() * times),
    };
    let taken = Rc::new(Cell::new(0));
    let mut tasks = JoinSet::new();
    for mut sender in senders {
        let (requests, taken) = (requests.clone(), taken.clone());
        tasks.spawn_local(async move {
            while taken.get() < most && deadline.is_none_or(|deadline| now() < deadline) {
                let at = taken.replace(taken.get() + 1) % requests.len();
                if let Some(request) = requests.get(at) {
                    sender.exchange(request).await;
                }
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.expect("a sender came to its end");
    }
    taken.get() as u64
}

/// The machine's time.
#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
pub fn now() -> Instant {
    Instant::now()
}
