//! How does a phone reach its relay? The thin loop that speaks `protocol::link` over a WebSocket; every decision is
//! `device`'s.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use super::device::{Input, Output, Phone};
use crate::clock::{Clock, Timestamp};
use crate::protocol::link::{MAX_FRAME_BYTES, RelayFrame};
use crate::protocol::trace::{PushId, Stage};

/// The first wait before connecting again, doubled up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// The longest wait before connecting again.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

type Link = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Something that the host of a phone is told.
#[derive(Clone, Debug)]
pub enum PhoneEvent {
    /// The phone has changed; here it is, whole.
    Changed(Arc<Phone>),
    /// A push reached a stage.
    Reached {
        /// Which push.
        push: PushId,
        /// Which stage.
        stage: Stage,
        /// When.
        at: Timestamp,
        /// More, for people.
        detail: Option<String>,
    },
}

/// Runs a phone until its inputs are closed: connects to the relay, connects again when the link is lost, and tells of
/// everything that happens.
pub async fn run(
    link_url: String,
    phone: Phone,
    mut inputs: mpsc::Receiver<Input>,
    clock: Clock,
    tell: impl Fn(PhoneEvent) + Send,
) {
    let mut loop_state = Loop { phone, clock, tell };
    let mut wait = FIRST_WAIT;
    loop {
        if let Ok(mut link) = connect(&link_url).await {
            wait = FIRST_WAIT;
            let ended = loop_state.talk(&mut link, &mut inputs).await;
            loop_state.take(Input::LinkDown);
            if ended == Ended::ByHost {
                // The relay notices a link that is gone by itself; closing is a courtesy.
                let _ = link.close(None).await;
                return;
            }
        }
        if loop_state.wait(wait, &mut inputs).await == Ended::ByHost {
            return;
        }
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// Why a stretch of the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    /// The link is lost, or the wait is over.
    ByItself,
    /// The host wants no more.
    ByHost,
}

async fn connect(url: &str) -> Result<Link, tokio_tungstenite::tungstenite::Error> {
    let config =
        WebSocketConfig::default().max_message_size(Some(MAX_FRAME_BYTES)).max_frame_size(Some(MAX_FRAME_BYTES));
    let disable_nagle = true;
    Ok(connect_async_with_config(url, Some(config), disable_nagle).await?.0)
}

struct Loop<T> {
    phone: Phone,
    clock: Clock,
    tell: T,
}

impl<T: Fn(PhoneEvent)> Loop<T> {
    /// Speaks with the relay until the link is lost or the host wants no more.
    async fn talk(&mut self, link: &mut Link, inputs: &mut mpsc::Receiver<Input>) -> Ended {
        if self.send(link, Input::LinkUp).await.is_err() {
            return Ended::ByItself;
        }
        loop {
            let next_change = self.next_change();
            let input = tokio::select! {
                message = link.next() => match message {
                    Some(Ok(Message::Text(text))) => match RelayFrame::from_text(&text) {
                        Ok(frame) => Input::Frame(frame),
                        // A frame of a later relay: a phone goes on without it.
                        Err(_) => continue,
                    },
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ended::ByItself,
                    Some(Ok(_)) => continue,
                },
                input = inputs.recv() => match input {
                    Some(input) => input,
                    None => return Ended::ByHost,
                },
                () = next_change => Input::Tick,
            };
            if self.send(link, input).await.is_err() {
                return Ended::ByItself;
            }
        }
    }

    /// Lets time pass without a link; fingers still work.
    async fn wait(&mut self, span: Duration, inputs: &mut mpsc::Receiver<Input>) -> Ended {
        // The socket's own patience, not the phone's time: a clock that stands still must not keep a phone away.
        let over = tokio::time::sleep(span);
        tokio::pin!(over);
        loop {
            let next_change = self.next_change();
            let input = tokio::select! {
                () = &mut over => return Ended::ByItself,
                input = inputs.recv() => match input {
                    Some(input) => input,
                    None => return Ended::ByHost,
                },
                () = next_change => Input::Tick,
            };
            self.take(input);
        }
    }

    /// Waits for the end of a banner; what moves meanwhile is the painter's business.
    fn next_change(&self) -> impl Future<Output = ()> + use<T> {
        let clock = self.clock.clone();
        let at = self.phone.toast_ends();
        async move {
            match at {
                Some(at) => clock.sleep_until(at).await,
                None => std::future::pending().await,
            }
        }
    }

    async fn send(&mut self, link: &mut Link, input: Input) -> Result<(), tokio_tungstenite::tungstenite::Error> {
        for frame in self.take(input) {
            link.feed(Message::text(frame)).await?;
        }
        link.flush().await
    }

    /// Gives the phone an input, tells what came of it, and returns what is to be sent.
    fn take(&mut self, input: Input) -> Vec<String> {
        let at = self.clock.now();
        let outputs = self.phone.handle(input, at);
        let mut frames = Vec::new();
        for output in outputs {
            match output {
                Output::Send(frame) => frames.push(frame.to_text()),
                Output::Reached { push, stage, detail } => (self.tell)(PhoneEvent::Reached { push, stage, at, detail }),
            }
        }
        (self.tell)(PhoneEvent::Changed(Arc::new(self.phone.clone())));
        frames
    }
}
