//! A sender that writes bytes and sees the exact bytes of every answer.

use std::net::SocketAddr;

use tilecast::protocol::Verdict;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A toast that any reader takes.
pub const TOAST: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><wp:Notification xmlns:wp=\"WPNotification\"><wp:Toast>\
    <wp:Text1>Train 7</wp:Text1><wp:Text2>Leaves at 10:40</wp:Text2></wp:Toast></wp:Notification>";
/// A tile that any reader takes.
pub const TILE: &str =
    "<wp:Notification xmlns:wp=\"WPNotification\"><wp:Tile><wp:Count>3</wp:Count></wp:Tile></wp:Notification>";

/// A connection to a relay.
pub struct Sender<S = TcpStream> {
    pub stream: S,
    unread: Vec<u8>,
}

/// An answer, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub text: String,
}

/// A POST of `body` to `path` with these header lines.
pub fn post(path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes =
        format!("POST {path} HTTP/1.1\r\nHost: relay\r\n{headers}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend(body);
    bytes
}

/// A raw push.
pub fn raw(path: &str, body: &str) -> Vec<u8> {
    post(path, "X-NotificationClass: 3\r\n", body.as_bytes())
}

/// A toast.
pub fn toast(path: &str) -> Vec<u8> {
    post(path, "X-WindowsPhone-Target: toast\r\nX-NotificationClass: 2\r\n", TOAST.as_bytes())
}

/// A tile update.
pub fn tile(path: &str) -> Vec<u8> {
    post(path, "X-WindowsPhone-Target: token\r\nX-NotificationClass: 1\r\n", TILE.as_bytes())
}

impl Sender {
    /// Connects.
    pub async fn connect(addr: SocketAddr) -> Self {
        Self::over(TcpStream::connect(addr).await.unwrap())
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Sender<S> {
    /// One over a connection that there is already.
    pub const fn over(stream: S) -> Self {
        Self { stream, unread: Vec::new() }
    }

    /// Writes bytes.
    pub async fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    /// Writes a request and reads its answer.
    pub async fn send(&mut self, bytes: &[u8]) -> Answer {
        self.write(bytes).await;
        self.answer().await
    }

    /// Reads one head; answers of the service have no body.
    pub async fn answer(&mut self) -> Answer {
        loop {
            if let Some(at) = self.unread.windows(4).position(|end| end == b"\r\n\r\n") {
                let head: Vec<u8> = self.unread.drain(..at + 4).collect();
                return Answer { text: String::from_utf8(head).unwrap() };
            }
            let len = self.stream.read_buf(&mut self.unread).await.unwrap();
            assert!(len > 0, "closed after {:?}", String::from_utf8_lossy(&self.unread));
        }
    }

    /// Says that nothing more comes, and waits until the relay has noticed.
    pub async fn end_now(mut self) {
        self.stream.shutdown().await.unwrap();
    }

    /// Reads to the end of the connection; gives what came before it.
    pub async fn end(mut self) -> String {
        let _ = self.stream.read_to_end(&mut self.unread).await;
        String::from_utf8(self.unread).unwrap()
    }
}

impl Answer {
    /// The status code.
    pub fn code(&self) -> u16 {
        self.text.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// The value of a header, its name in exactly this letter case, with exactly one space after the colon.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The name of the table's row.
    pub fn verdict(&self) -> &'static str {
        let header = |name| self.header(name);
        let (push, device, channel) =
            (header("X-NotificationStatus"), header("X-DeviceConnectionStatus"), header("X-SubscriptionStatus"));
        Verdict::read(self.code(), push, device, channel).unwrap().row().name
    }
}
