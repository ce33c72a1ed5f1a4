//! How does a push reach its phone without a detour? A connection's stream, and the way past the link's task onto it.
//!
//! A push is small, and its phone nearly always takes it at once. So whoever has it puts its finished frame on the socket
//! itself, under the device's lock, rather than wake the link's task for it. That holds only where nothing comes before it:
//! [`Outlet::begin`] says whether it does. Everything else goes the long way, by `link::socket`.
//!
//! Frames never mix: all bytes of a connection pass the lock in here, and what one side began it ends before the other has its
//! turn. What the socket did not take of a frame is kept, and the stream (`wire`) writes it before anything else.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use parking_lot::{Mutex, MutexGuard};
use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};
use tokio::sync::OwnedSemaphorePermit;

use super::stream::Stream;

/// The first byte of a text that is one frame, and of a frame that closes the link (RFC 6455, 5.2).
const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x88;
/// What stands for a length of two bytes, and of eight (RFC 6455, 5.2).
const TWO_BYTES: u8 = 126;
const EIGHT_BYTES: u8 = 127;

/// A connection's bytes. Clones are the same connection.
#[derive(Clone)]
pub(super) struct Outlet(Arc<Mutex<Line>>);

struct Line {
    /// Gone when the connection is.
    stream: Option<(Stream, OwnedSemaphorePermit)>,
    /// The end of a frame that the socket did not take yet.
    rest: Vec<u8>,
    /// How much of a frame the link's task has written.
    written: Written,
    /// Whether the link's task has something in hand that goes before what comes now. It has, until its first frame is out.
    task: Task,
}

/// What the link's task wrote last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// Whole frames.
    Whole,
    /// The beginning of one.
    Part,
    /// Its last frame: after it there is none.
    Last,
}

/// What the link's task does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    /// It has something in hand.
    Writes,
    /// It has not.
    Rests,
}

/// How far a frame came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// It is on the socket.
    Whole,
    /// Its end is kept; the link's task has to be woken, so that it goes on.
    Part,
}

/// The right to put frames on the socket; nobody else writes meanwhile.
pub(super) struct Turn<'a>(MutexGuard<'a, Line>);

impl fmt::Debug for Outlet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Outlet").finish_non_exhaustive()
    }
}

impl Outlet {
    /// A connection. The permit is given back when its socket is closed.
    pub(super) fn new(stream: Stream, permit: OwnedSemaphorePermit) -> Self {
        let stream = Some((stream, permit));
        Self(Arc::new(Mutex::new(Line { stream, rest: Vec::new(), written: Written::Whole, task: Task::Writes })))
    }

    /// A connection that has ended.
    #[cfg(test)]
    pub(super) fn closed() -> Self {
        let line = Line { stream: None, rest: Vec::new(), written: Written::Last, task: Task::Writes };
        Self(Arc::new(Mutex::new(line)))
    }

    /// The link's task takes something in hand: what comes from now on goes after that. Said under the device's lock.
    pub(super) fn take_up(&self) {
        self.0.lock().task = Task::Writes;
    }

    /// All that the link's task had in hand is on the socket.
    pub(super) fn put_down(&self) {
        self.0.lock().task = Task::Rests;
    }

    /// The right to put a frame on the socket, if nothing comes before it. Asked under the device's lock.
    pub(super) fn begin(&self) -> Option<Turn<'_>> {
        let line = self.0.lock();
        let is_plain = matches!(line.stream, Some((Stream::Plain(_), _)));
        let is_free = line.task == Task::Rests && line.written == Written::Whole && line.rest.is_empty();
        (is_plain && is_free).then_some(Turn(line))
    }

    /// Takes the stream out, at its end.
    pub(super) fn take(&self) -> Option<(Stream, OwnedSemaphorePermit)> {
        self.0.lock().stream.take()
    }

    /// Reads, as [`AsyncRead`](tokio::io::AsyncRead) does.
    pub(super) fn poll_read(&self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.0.lock().stream()?.poll_read(cx, buf)
    }

    /// Writes, as [`AsyncWrite`](tokio::io::AsyncWrite) does. What is given ends with the end of a frame.
    pub(super) fn poll_write(&self, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let mut line = self.0.lock();
        ready!(line.poll_rest(cx))?;
        let written = ready!(line.stream()?.poll_write(cx, buf))?;
        let is_close = buf.first() == Some(&CLOSE);
        line.written = match line.written {
            _ if written < buf.len() => Written::Part,
            Written::Whole if is_close => Written::Last,
            Written::Whole | Written::Part => Written::Whole,
            Written::Last => Written::Last,
        };
        Poll::Ready(Ok(written))
    }

    /// Writes all of it: what the socket does not take now is kept, and written before anything else.
    pub(super) fn put(&self, cx: &mut Context<'_>, bytes: &[u8]) -> io::Result<()> {
        let mut line = self.0.lock();
        let written = match line.poll_rest(cx)? {
            Poll::Ready(()) => line.stream()?.poll_write(cx, bytes)?,
            Poll::Pending => Poll::Pending,
        };
        let written = match written {
            Poll::Ready(written) => written,
            Poll::Pending => 0,
        };
        line.rest.extend_from_slice(bytes.get(written..).unwrap_or_default());
        Ok(())
    }

    /// Flushes, as [`AsyncWrite`](tokio::io::AsyncWrite) does.
    pub(super) fn poll_flush(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut line = self.0.lock();
        ready!(line.poll_rest(cx))?;
        line.stream()?.poll_flush(cx)
    }

    /// Closes our side, as [`AsyncWrite`](tokio::io::AsyncWrite) does.
    pub(super) fn poll_shutdown(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut line = self.0.lock();
        ready!(line.poll_rest(cx))?;
        line.stream()?.poll_shutdown(cx)
    }
}

impl Line {
    fn stream(&mut self) -> io::Result<Pin<&mut Stream>> {
        self.stream.as_mut().map(|(stream, _)| Pin::new(stream)).ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    /// Writes what is left of a frame.
    fn poll_rest(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.rest.is_empty() {
            let rest = std::mem::take(&mut self.rest);
            let written = self.stream().map(|stream| stream.poll_write(cx, &rest));
            self.rest = rest;
            let written = ready!(written?)?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.rest.drain(..written);
        }
        // A link that was slow once must not hold the memory for it for ever.
        self.rest = Vec::new();
        Poll::Ready(Ok(()))
    }
}

impl Turn<'_> {
    /// Puts finished frames on the socket, or keeps what it does not take.
    pub(super) fn put(&mut self, frames: &[u8]) -> Put {
        if frames.is_empty() {
            return Put::Whole;
        }
        let written = match &self.0.stream {
            Some((Stream::Plain(socket), _)) => socket.try_write(frames),
            Some((Stream::Tls(_), _)) | None => Err(io::ErrorKind::WouldBlock.into()),
        };
        // Whatever is wrong with the socket, the link's task learns it when it writes the rest.
        let written = written.unwrap_or(0);
        match frames.get(written..) {
            Some([]) | None => Put::Whole,
            Some(rest) => {
                self.0.rest.extend_from_slice(rest);
                Put::Part
            }
        }
    }
}

/// Adds a text to `frames`, as a frame of a server: not masked (RFC 6455, 5.1 and 5.2).
pub(super) fn add_frame(frames: &mut Vec<u8>, text: &str) {
    frames.reserve(text.len() + 10);
    frames.push(TEXT);
    if let Some(len) = u8::try_from(text.len()).ok().filter(|len| *len < TWO_BYTES) {
        frames.push(len);
    } else if let Ok(len) = u16::try_from(text.len()) {
        frames.push(TWO_BYTES);
        frames.extend(len.to_be_bytes());
    } else {
        frames.push(EIGHT_BYTES);
        frames.extend((text.len() as u64).to_be_bytes());
    }
    frames.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::io::AsyncReadExt as _;
    use tokio::net::{TcpListener, TcpStream};
    use tokio::sync::Semaphore;

    use super::*;

    async fn linked() -> (Outlet, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let peer = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        stream.writable().await.unwrap();
        let permit = Arc::new(Semaphore::new(1)).acquire_owned().await.unwrap();
        (Outlet::new(stream.into(), permit), peer)
    }

    async fn write(outlet: &Outlet, bytes: &[u8]) -> io::Result<usize> {
        poll_fn(|cx| outlet.poll_write(cx, bytes)).await
    }

    /// Nobody gets past a link's task that has something in hand, nor past its last frame.
    #[tokio::test]
    async fn what_is_in_hand_goes_first() {
        let (outlet, _peer) = linked().await;
        assert!(outlet.begin().is_none());
        write(&outlet, b"HTTP/1.1 101 Switching Protocols\r\n\r\n").await.unwrap();
        outlet.put_down();
        assert!(outlet.begin().is_some());
        outlet.take_up();
        assert!(outlet.begin().is_none());
        outlet.put_down();
        write(&outlet, &[CLOSE, 0]).await.unwrap();
        assert!(outlet.begin().is_none() && Outlet::closed().begin().is_none());
    }

    /// Nobody gets into a frame of which the link's task has written only a part.
    #[tokio::test]
    async fn nobody_gets_into_a_frame() {
        const BYTES: usize = 64 * 1_024 * 1_024;
        let (outlet, mut peer) = linked().await;
        outlet.put_down();
        let frame = vec![b'x'; BYTES];
        let mut written = write(&outlet, &frame).await.unwrap();
        assert!(written < BYTES, "the socket takes less than that at once");
        assert!(outlet.begin().is_none());
        let reading = tokio::spawn(async move { peer.read_exact(&mut vec![0; BYTES]).await.map(|_| peer) });
        while written < BYTES {
            assert!(outlet.begin().is_none());
            written += write(&outlet, frame.get(written..).unwrap()).await.unwrap();
        }
        assert!(outlet.begin().is_some());
        reading.await.unwrap().unwrap();
    }

    /// What the socket does not take of a frame is written before anything else, and nobody gets past it.
    #[tokio::test]
    async fn a_frame_is_written_to_its_end() {
        let (outlet, mut peer) = linked().await;
        outlet.put_down();
        let mut frame = Vec::new();
        add_frame(&mut frame, &"x".repeat(100_000));
        let mut frames = 1;
        while outlet.begin().unwrap().put(&frame) == Put::Whole {
            frames += 1;
        }
        assert!(outlet.begin().is_none());
        let reading = async {
            let mut heard = vec![0; frames * frame.len() + 2];
            peer.read_exact(&mut heard).await.unwrap();
            assert!(heard.chunks(frame.len()).take(frames).all(|heard| heard == frame));
            assert!(heard.ends_with(&[0x8A, 0]));
        };
        let (written, ()) = tokio::join!(write(&outlet, &[0x8A, 0]), reading);
        assert_eq!(written.unwrap(), 2);
        assert!(outlet.begin().is_some_and(|mut turn| turn.put(&[]) == Put::Whole));
    }

    /// A frame says how long it is in as few bytes as it can.
    #[test]
    fn frames_say_their_length() {
        for (len, head) in [
            (0, &[0x81, 0][..]),
            (125, &[0x81, 125]),
            (126, &[0x81, 126, 0, 126]),
            (65_535, &[0x81, 126, 0xFF, 0xFF]),
            (65_536, &[0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] {
            let mut frames = Vec::new();
            add_frame(&mut frames, &"x".repeat(len));
            assert_eq!((frames.get(..head.len()), frames.len()), (Some(head), head.len() + len));
        }
    }
}
