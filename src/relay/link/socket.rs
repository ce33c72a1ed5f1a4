//! The thin loop between a link's session and its WebSocket.
//!
//! A link whose peer is silent is asked, and closed if it stays silent. That is measured on the runtime's time, not on the
//! relay's clock: a lesson that lets an hour pass in no time must not lose its phones.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use futures_util::SinkExt as _;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::{Next, Reply, Session, push_text};
use crate::protocol::link::MAX_FRAME_BYTES;
use crate::relay::outlet::Outlet;
use crate::relay::service::Relay;

/// How often a silent peer is asked. It is gone when it was silent for three of these.
const PING_EVERY: Duration = Duration::from_secs(20);
/// How many in a row a peer may be silent for before it is gone.
const SILENT_PINGS: u32 = 2;
/// How long a frame may take onto the socket.
const WRITE_WITHIN: Duration = Duration::from_mins(1);
/// How long the last frame may take onto the socket.
const LAST_WRITE_WITHIN: Duration = Duration::from_secs(1);
/// How many pushes are written before the phone is heard again, and how many bytes of them: so much goes onto the socket at
/// once.
const BATCH: usize = 64;
const BATCH_BYTES: usize = MAX_FRAME_BYTES;
/// How many bytes are read from the socket at once. A phone says little, and the library fills its buffer with zeros each time
/// that it looks for more.
const READ_BYTES: usize = 512;
/// The close code of a link whose place another took; private use (RFC 6455, 7.4.2).
const REPLACED: u16 = 4_001;
/// How the WebSocket library begins the message about a frame that is too large.
const TOO_LARGE: &str = "Space limit exceeded";

/// Why a link ends.
enum End {
    /// The peer is gone, or says so.
    Gone,
    /// The relay wants it so: with this code, for this reason.
    Close(u16, &'static str),
}

/// Speaks with one phone until the link ends.
pub(in crate::relay) async fn speak(mut socket: WebSocket, outlet: Outlet, relay: Relay) {
    let mut session = Session::new(relay.clone(), outlet);
    let mut closing = relay.closing();
    let end = tokio::select! {
        end = converse(&mut socket, &mut session) => end,
        _ = closing.changed() => End::Close(close_code::AWAY, "the relay stops"),
    };
    // The device is away from here on, however long the goodbye takes.
    drop(session);
    match end {
        End::Gone => {}
        End::Close(code, reason) => {
            let frame = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
            // If the peer takes no goodbye, there is nobody to tell.
            let _ = timeout(LAST_WRITE_WITHIN, socket.send(frame)).await;
        }
    }
}

async fn converse(socket: &mut WebSocket, session: &mut Session) -> End {
    let wake = session.wake();
    let mut pings = interval(PING_EVERY);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pings.reset();
    let mut silent = 0;
    loop {
        let step = tokio::select! {
            message = socket.recv() => {
                silent = 0;
                heard(socket, session, message).await
            }
            () = wake.notified() => hand_over(socket, session).await,
            _ = pings.tick() => {
                silent += 1;
                if silent > SILENT_PINGS || !session.is_greeted() {
                    Err(End::Close(close_code::POLICY, "nothing was heard"))
                } else {
                    write(socket, Message::Ping(bytes::Bytes::new())).await
                }
            }
        };
        if let Err(end) = step {
            return end;
        }
    }
}

async fn heard(
    socket: &mut WebSocket,
    session: &mut Session,
    message: Option<Result<Message, axum::Error>>,
) -> Result<(), End> {
    let reply = match message {
        Some(Ok(Message::Text(text))) => session.hear(text.as_str()),
        Some(Ok(Message::Binary(_))) => Session::hear_bytes(),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Reply::Nothing,
        Some(Ok(Message::Close(_))) | None => return Err(End::Gone),
        Some(Err(error)) if error.to_string().starts_with(TOO_LARGE) => {
            return Err(End::Close(close_code::SIZE, "a frame has at most 64 KiB"));
        }
        Some(Err(_)) => return Err(End::Close(close_code::PROTOCOL, "that was no WebSocket frame")),
    };
    match reply {
        Reply::Nothing => Ok(()),
        Reply::Say(frame) => {
            write(socket, Message::text(frame.to_text())).await?;
            session.has_written();
            Ok(())
        }
        Reply::SayAndClose(frame) => {
            write(socket, Message::text(frame.to_text())).await?;
            Err(End::Close(close_code::POLICY, "the first frame must be hello"))
        }
    }
}

async fn hand_over(socket: &mut WebSocket, session: &Session) -> Result<(), End> {
    let mut bytes = 0;
    for _ in 0..BATCH {
        let text = match session.next() {
            Next::Say(frame) => frame.to_text(),
            Next::Push(kept) => match push_text(&kept) {
                Some(text) => text,
                None => continue,
            },
            Next::Nothing => {
                in_time(socket.flush()).await?;
                session.has_written();
                return Ok(());
            }
            Next::Replaced => return Err(End::Close(REPLACED, "another link of this device took its place")),
        };
        bytes += text.len();
        in_time(socket.feed(Message::text(text))).await?;
        if bytes >= BATCH_BYTES {
            break;
        }
    }
    // There may be more; the phone is heard first.
    session.wake().notify_one();
    in_time(socket.flush()).await
}

async fn write(socket: &mut WebSocket, message: Message) -> Result<(), End> {
    in_time(socket.send(message)).await
}

async fn in_time(writing: impl Future<Output = Result<(), axum::Error>>) -> Result<(), End> {
    match timeout(WRITE_WITHIN, writing).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(End::Gone),
    }
}

/// Sets the limits of a link's WebSocket.
pub(in crate::relay) fn with_limits(upgrade: axum::extract::WebSocketUpgrade) -> axum::extract::WebSocketUpgrade {
    upgrade.max_frame_size(MAX_FRAME_BYTES).max_message_size(MAX_FRAME_BYTES).read_buffer_size(READ_BYTES)
}
