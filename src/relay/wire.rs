//! What stands between the socket and hyper? A stream that knows how long a request may take, remembers how header names
//! were spelled, and closes without cutting off the last answer.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http::HeaderMap;
use memchr::memmem;
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::sync::{Notify, OwnedSemaphorePermit};
use tokio::time::{Sleep, sleep, timeout};

use super::fault::CloseAt;
use super::head::{Colons, Heads};
use super::outlet::Outlet;
use super::respond;
use super::stand_in;
use super::stream::Stream;
use crate::protocol::header_lines::HeaderLines;

/// How long a request may take from its first byte to its last; longer than any sender waits (PROTOCOL.md 2: 15 s).
const REQUEST_WITHIN: Duration = Duration::from_secs(15);
/// How long a connection may be silent between two requests.
const IDLE_WITHIN: Duration = Duration::from_mins(2);
/// How long a peer may take no byte of an answer. Whoever upgraded the connection watches that itself.
const TAKEN_WITHIN: Duration = Duration::from_secs(30);
/// How long, and how much, is read after the last answer. A socket that is closed with unread bytes takes the answer back.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 256 * 1_024;

/// What stands in the answer that hyper writes by itself to what it cannot read as a request, between its first line and its
/// date. Answers of ours have these names in another letter case, or others before them.
const BY_HYPER: &[u8] = b"\r\nconnection: close\r\ncontent-length: 0\r\ndate: ";
/// How long a date is (RFC 9110, 5.6.7).
const DATE_BYTES: usize = 29;
/// How its first line begins.
const REFUSED: [&[u8]; 2] = [b"HTTP/1.1 400 ", b"HTTP/1.1 431 "];

/// A connection's stream.
pub(super) struct Wire {
    outlet: Outlet,
    watch: Arc<Watch>,
    timer: Pin<Box<Sleep>>,
    /// Runs while the peer takes nothing of what is to be written.
    stuck: Option<Pin<Box<Sleep>>>,
    /// Which turn of the watch, and which phase, the timer is for.
    timed: (u64, Phase),
    /// Whether the peer has closed its side.
    ended: bool,
}

/// What a connection's stream and the one who answers on it share.
pub(super) struct Watch(Mutex<Progress>, Notify, Outlet);

#[derive(Debug, Default)]
struct Progress {
    phase: Phase,
    /// Rises with every change of the phase.
    turn: u64,
    heads: Heads,
    /// Where a fault wants the connection closed.
    cut: Option<Cut>,
    /// The answer for which another stands in.
    answer: Option<Vec<u8>>,
    /// When it became idle, as a number that rises with each that does.
    idle_since: u64,
    /// Whether it is to make room for others.
    is_sent_away: bool,
}

/// How often a connection became idle so far.
static IDLE: AtomicU64 = AtomicU64::new(0);

/// How far a connection is that a fault closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// The next answer is not written, or only in part, or is the last.
    Next(CloseAt),
    /// Nothing is written or read any more.
    Now,
}

/// What a connection waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// For the first byte of a request.
    #[default]
    Idle,
    /// For the rest of a request.
    Request,
    /// For us.
    Answer,
    /// For the end of an answer that may take its time.
    Stream,
    /// It is no longer HTTP; whoever speaks on it watches the time.
    Upgraded,
}

/// Whether an answer is as long as it says, or goes on until it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// It says how long it is.
    Known,
    /// It goes on.
    Unknown,
}

impl Phase {
    const fn limit(self) -> Option<Duration> {
        match self {
            Self::Idle => Some(IDLE_WITHIN),
            Self::Request => Some(REQUEST_WITHIN),
            Self::Answer | Self::Stream | Self::Upgraded => None,
        }
    }
}

impl Progress {
    fn enter(&mut self, phase: Phase) {
        if phase == Phase::Idle {
            self.idle_since = IDLE.fetch_add(1, Ordering::Relaxed);
        }
        self.phase = phase;
        self.turn += 1;
    }
}

impl Watch {
    /// A head was read: gives its lines as they were sent, and their colons.
    pub(super) fn take_head(&self, headers: &HeaderMap) -> (HeaderLines, Colons) {
        self.0.lock().heads.take(headers)
    }

    /// The request was read, as far as it will be.
    pub(super) fn read_whole(&self) {
        self.0.lock().enter(Phase::Answer);
    }

    /// The answer is made, and about to be written.
    pub(super) fn answered(&self, length: Length) {
        let mut progress = self.0.lock();
        let next = match length {
            Length::Unknown => Phase::Stream,
            Length::Known if progress.heads.has_more() => Phase::Request,
            Length::Known => Phase::Idle,
        };
        if progress.phase != Phase::Upgraded {
            progress.enter(next);
        }
    }

    /// The way onto the connection's socket.
    pub(super) fn outlet(&self) -> &Outlet {
        &self.2
    }

    /// Since when the connection is idle, if it is.
    pub(super) fn idle_since(&self) -> Option<u64> {
        let progress = self.0.lock();
        (progress.phase == Phase::Idle && !progress.is_sent_away).then_some(progress.idle_since)
    }

    /// Closes the connection, if it has been idle since then. Whether it does.
    pub(super) fn send_away(&self, idle_since: u64) -> bool {
        let mut progress = self.0.lock();
        let is_idle = progress.phase == Phase::Idle && progress.idle_since == idle_since && !progress.is_sent_away;
        if is_idle {
            progress.is_sent_away = true;
            progress.cut = Some(Cut::Now);
            self.1.notify_one();
        }
        is_idle
    }

    /// Whether the connection makes room for others.
    pub(super) fn is_sent_away(&self) -> bool {
        self.0.lock().is_sent_away
    }

    /// Waits until it is to.
    pub(super) async fn sent_away(&self) {
        self.1.notified().await;
    }

    /// This is to be written in the place of the answer that stands in for it, which comes next.
    pub(super) fn stands_in_for(&self, answer: Vec<u8>) {
        self.0.lock().answer = Some(answer);
    }

    /// The connection is to be closed at the answer that is about to be written.
    pub(super) fn cut(&self, at: CloseAt) {
        self.0.lock().cut = Some(Cut::Next(at));
    }

    /// Whether the connection is closed, or about to be.
    pub(super) fn is_cutting(&self) -> bool {
        self.0.lock().cut.is_some()
    }

    /// How many of `len` bytes may be written.
    fn allow(&self, len: usize) -> io::Result<usize> {
        let mut progress = self.0.lock();
        let allowed = match progress.cut {
            None => return Ok(len),
            Some(Cut::Now | Cut::Next(CloseAt::BeforeAnswer)) => {
                progress.cut = Some(Cut::Now);
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            Some(Cut::Next(CloseAt::MidAnswer)) => len / 2,
            Some(Cut::Next(CloseAt::AfterAnswer)) => len,
        };
        progress.cut = Some(Cut::Now);
        Ok(allowed)
    }

    fn is_cut(&self) -> bool {
        self.0.lock().cut == Some(Cut::Now)
    }

    /// The connection changes to another protocol.
    pub(super) fn upgraded(&self) {
        let mut progress = self.0.lock();
        progress.enter(Phase::Upgraded);
        progress.heads.lose();
    }

    fn see(&self, new: &[u8]) {
        let mut progress = self.0.lock();
        match progress.phase {
            Phase::Idle | Phase::Stream => progress.enter(Phase::Request),
            Phase::Request | Phase::Answer => {}
            Phase::Upgraded => return,
        }
        progress.heads.see(new);
    }
}

impl Wire {
    /// Wraps an accepted connection. The permit is given back when the socket is closed.
    pub(super) fn new(stream: impl Into<Stream>, permit: OwnedSemaphorePermit) -> (Self, Arc<Watch>) {
        let outlet = Outlet::new(stream.into(), permit);
        let progress = Progress { idle_since: IDLE.fetch_add(1, Ordering::Relaxed), ..Progress::default() };
        let watch = Arc::new(Watch(Mutex::new(progress), Notify::new(), outlet.clone()));
        let timer = Box::pin(sleep(IDLE_WITHIN));
        (Self { outlet, watch: watch.clone(), timer, stuck: None, timed: (0, Phase::Idle), ended: false }, watch)
    }

    /// Whether the peer is too slow. Only asked when there is nothing to read.
    fn is_late(&mut self, cx: &mut Context<'_>) -> bool {
        let now = {
            let progress = self.watch.0.lock();
            (progress.turn, progress.phase)
        };
        let (_, phase) = now;
        let Some(limit) = phase.limit() else { return false };
        // Setting the timer anew for every request would cost a good part of what a push costs. So between two requests it
        // runs on from an earlier pause, and starts again only if it runs out during this one: a silent peer is cut off after
        // one to two times as long.
        let runs_on = self.timed.1 == Phase::Idle && phase == Phase::Idle;
        if self.timed != now && !runs_on {
            self.timer.set(sleep(limit));
            self.timed = now;
        }
        if self.timer.as_mut().poll(cx).is_pending() {
            return false;
        }
        if self.timed == now {
            return true;
        }
        self.timer.set(sleep(limit));
        self.timed = now;
        self.timer.as_mut().poll(cx).is_ready()
    }
}

impl Wire {
    /// Whether the peer has taken nothing for too long. Only asked when it takes nothing.
    fn is_stuck(&mut self, cx: &mut Context<'_>) -> bool {
        if self.watch.0.lock().phase == Phase::Upgraded {
            return false;
        }
        let timer = self.stuck.get_or_insert_with(|| Box::pin(sleep(TAKEN_WITHIN)));
        timer.as_mut().poll(cx).is_ready()
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.watch.is_cut() {
            // As if the peer had closed its side: nothing more is asked, and we close ours.
            return Poll::Ready(Ok(()));
        }
        let before = buf.filled().len();
        match self.outlet.poll_read(cx, buf) {
            Poll::Ready(Ok(())) => {
                let new = buf.filled().get(before..).unwrap_or_default();
                if new.is_empty() {
                    self.ended = true;
                } else {
                    self.watch.see(new);
                }
                Poll::Ready(Ok(()))
            }
            Poll::Pending if self.is_late(cx) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            other => other,
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let answer = self.watch.0.lock().answer.take();
        if let Some(answer) = answer {
            // There is one whenever it was said so; whoever gets another answer instead must not believe it.
            let all = stand_in::replaced(buf, &answer).ok_or(io::ErrorKind::ConnectionAborted)?;
            return Poll::Ready(self.outlet.put(cx, &all).map(|()| buf.len()));
        }
        let refusal = Refusal::of_hyper(buf);
        let whole = refusal.as_ref().map_or(buf, |refusal| &refusal.bytes);
        let allowed = self.watch.allow(whole.len())?;
        let written = self.outlet.poll_write(cx, whole.get(..allowed).unwrap_or(whole));
        if written.is_ready() {
            self.stuck = None;
        } else if self.is_stuck(cx) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        if let Some(Refusal { before, .. }) = refusal {
            // Of a refusal, whoever has no room for a few hundred bytes has lost the end: nothing comes after it.
            return written.map_ok(|len| if len < before { len } else { buf.len() });
        }
        written
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // An answer is one piece; with more, only the first would be counted.
        self.poll_write(cx, bufs.iter().find(|buf| !buf.is_empty()).map_or(&[], |buf| &**buf))
    }

    fn is_write_vectored(&self) -> bool {
        false
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.outlet.poll_flush(cx) {
            Poll::Pending if self.is_stuck(cx) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
            Poll::Ready(flushed) => {
                self.stuck = None;
                Poll::Ready(flushed)
            }
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.outlet.poll_shutdown(cx)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        // Others may hold the outlet still; the socket is closed now.
        let stream = self.outlet.take();
        // Who was idle is owed no answer.
        if self.ended || self.watch.is_sent_away() {
            return;
        }
        if let (Some((stream, permit)), Ok(runtime)) = (stream, tokio::runtime::Handle::try_current()) {
            runtime.spawn(linger(stream, permit));
        }
    }
}

/// What hyper was about to write by itself, with the service's 400 in its place: it answers 431 to a head that is too large,
/// which is in no row of the table, and there are senders that take every code they do not know for success; and it spells
/// names in lower case.
struct Refusal {
    /// What is to be written.
    bytes: Vec<u8>,
    /// How many of these are of answers before it.
    before: usize,
}

impl Refusal {
    fn of_hyper(buf: &[u8]) -> Option<Self> {
        // A date is always as long, so that it is known where the rest stands.
        let at = buf.len().checked_sub(BY_HYPER.len() + DATE_BYTES + 4)?;
        if !buf.get(at..)?.starts_with(BY_HYPER) {
            return None;
        }
        let (head, rest) = buf.split_at_checked(at)?;
        let before = memmem::rfind(head, b"\r\n\r\n").map_or(0, |end| end + 4);
        let (earlier, line) = head.split_at_checked(before)?;
        let date = rest.get(BY_HYPER.len()..)?.strip_suffix(b"\r\n\r\n")?;
        let date = std::str::from_utf8(date).ok().filter(|date| !date.contains('\r'))?;
        let is_refused = REFUSED.iter().any(|begin| line.starts_with(begin));
        is_refused.then(|| Self { bytes: [earlier, respond::to_unread(date).as_bytes()].concat(), before })
    }
}

/// Closes our side, and reads for a while what the peer still sends.
pub(super) async fn linger(mut stream: Stream, _permit: OwnedSemaphorePermit) {
    let drained = async {
        stream.shutdown().await?;
        let mut sink = [0; 4_096];
        let mut left = LINGER_BYTES;
        while left > 0 {
            match stream.socket().read(&mut sink).await? {
                0 => break,
                len => left = left.saturating_sub(len),
            }
        }
        io::Result::Ok(())
    };
    // Whatever goes wrong now, the connection is at its end.
    let _ = timeout(LINGER, drained).await;
}

#[cfg(test)]
mod tests {
    use tokio::net::{TcpListener, TcpStream};
    use tokio::sync::Semaphore;

    use super::*;

    /// A peer that takes nothing of an answer is cut off, in the end.
    #[tokio::test(start_paused = true)]
    async fn a_peer_that_takes_nothing_is_cut_off() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let _peer = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        let permit = Arc::new(Semaphore::new(1)).acquire_owned().await.unwrap();
        let (mut wire, watch) = Wire::new(stream, permit);
        watch.answered(Length::Unknown);
        let piece = vec![b'x'; 1_024 * 1_024];
        let end = async { while wire.write_all(&piece).await.is_ok() {} };
        timeout(2 * TAKEN_WITHIN, end).await.unwrap();
    }
}
