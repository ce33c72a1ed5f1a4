//! How does a phone reach a relay? The thin loop that speaks `protocol::link` over a WebSocket, and comes back when it is cut.
//!
//! It decides nothing: frames, fingers and deadlines go into [`Phone::handle`], what comes out is sent and told.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use thiserror::Error;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use super::device::{Input, Output, Phone};
use super::fetch::Fetcher;
use super::shell::scene::Airplane;
use crate::clock::{Clock, Timestamp};
use crate::protocol::link::{MAX_FRAME_BYTES, RelayFrame};
use crate::protocol::trace::{PushId, Stage};

/// How long the loop waits before it tries again for the first time; each failure doubles it.
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// The longest that it waits.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// How long connecting, or writing a frame, may take before the link counts as lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the loop tells its host.
#[derive(Clone, Debug)]
pub enum PhoneEvent {
    /// The phone is like this now.
    Changed(Arc<Phone>),
    /// A push reached a stage at the phone.
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
    /// Something is wrong that a person should read.
    Trouble {
        /// When.
        at: Timestamp,
        /// What, in words.
        what: String,
    },
}

/// Runs a phone on the relay at `link_url` (`ws://127.0.0.1:6770/link/v1`) until `inputs` is closed. A lost link is sought
/// again, unless the phone is in airplane mode. Gives the phone as it was last. `Changed` comes before the stages that it belongs to: whoever hears that a
/// push is shown finds it on the phone.
pub async fn run(
    link_url: String,
    phone: Phone,
    mut inputs: mpsc::Receiver<Input>,
    clock: Clock,
    on_event: impl FnMut(PhoneEvent) + Send,
) -> Phone {
    let line = match phone.airplane() {
        Airplane::On => Line::Away,
        Airplane::Off => Line::dial(&link_url, Duration::ZERO),
    };
    let mut host = Host { link_url, phone, clock, on_event, line, wait: FIRST_WAIT, fetcher: Fetcher::default() };
    // The app's own files may be wanted from the beginning.
    host.step(Input::Tick).await;
    loop {
        let deadline = host.phone.deadline();
        let clock = host.clock.clone();
        let tick = async move {
            match deadline {
                Some(deadline) => clock.sleep_until(deadline).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            input = inputs.recv() => match input {
                Some(input) => host.step(input).await,
                None => break,
            },
            news = host.line.next() => host.news(news).await,
            picture = host.fetcher.next() => host.step(picture).await,
            () = tick => host.step(Input::Tick).await,
        }
    }
    host.hang_up().await;
    host.phone
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;
type Dialling = Pin<Box<dyn Future<Output = Result<Socket, LinkError>> + Send>>;

/// Why there is no link.
#[derive(Debug, Error)]
enum LinkError {
    #[error("the relay does not answer")]
    Slow,
    #[error(transparent)]
    Socket(#[from] Box<tungstenite::Error>),
}

/// The way to the relay.
enum Line {
    /// Not wanted.
    Away,
    Dialling(Dialling),
    Up(Box<Socket>),
}

/// What happened on the line.
enum News {
    Answered(Box<Socket>),
    Frame(RelayFrame),
    /// Something that is no frame; the link stays up.
    Noise,
    Lost(Option<LinkError>),
}

impl Line {
    fn dial(link_url: &str, after: Duration) -> Self {
        let link_url = link_url.to_owned();
        Self::Dialling(Box::pin(async move {
            tokio::time::sleep(after).await;
            let config = WebSocketConfig::default()
                .max_message_size(Some(MAX_FRAME_BYTES))
                .max_frame_size(Some(MAX_FRAME_BYTES));
            let dialled = timeout(PATIENCE, connect_async_with_config(link_url, Some(config), true)).await;
            let (socket, _) = dialled.map_err(|_| LinkError::Slow)?.map_err(Box::new)?;
            Ok(socket)
        }))
    }

    /// Waits for news. May be dropped at any time without losing any.
    async fn next(&mut self) -> News {
        match self {
            Self::Away => std::future::pending().await,
            Self::Dialling(dialling) => match dialling.as_mut().await {
                Ok(socket) => News::Answered(Box::new(socket)),
                Err(error) => News::Lost(Some(error)),
            },
            Self::Up(socket) => match socket.next().await {
                Some(Ok(Message::Text(text))) => match RelayFrame::from_text(&text) {
                    Ok(frame) => News::Frame(frame),
                    Err(error) => {
                        tracing::warn!(%error, "the relay sent a text that is no frame");
                        News::Noise
                    }
                },
                Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => News::Noise,
                Some(Ok(Message::Close(_))) | None => News::Lost(None),
                Some(Err(error)) => News::Lost(Some(Box::new(error).into())),
            },
        }
    }
}

/// The phone and its line.
struct Host<F> {
    link_url: String,
    phone: Phone,
    clock: Clock,
    on_event: F,
    line: Line,
    /// How long to wait before the next attempt.
    wait: Duration,
    /// Gets pictures.
    fetcher: Fetcher,
}

impl<F: FnMut(PhoneEvent) + Send> Host<F> {
    async fn news(&mut self, news: News) {
        match news {
            News::Answered(socket) => {
                self.line = Line::Up(socket);
                self.step(Input::LinkUp).await;
            }
            News::Frame(frame) => {
                // A relay that takes calls only to cut them is still waited for longer and longer.
                self.wait = FIRST_WAIT;
                self.step(Input::Frame(frame)).await;
            }
            News::Noise => {}
            News::Lost(reason) => self.lost(reason),
        }
    }

    /// Hands an input to the phone, and does and tells what comes of it.
    async fn step(&mut self, input: Input) {
        let airplane = self.phone.airplane();
        if let Err(error) = self.write(input).await {
            self.lost(Some(error));
        }
        match (airplane, self.phone.airplane()) {
            (Airplane::Off, Airplane::On) => self.hang_up().await,
            (Airplane::On, Airplane::Off) => self.line = Line::dial(&self.link_url, Duration::ZERO),
            (Airplane::On, Airplane::On) | (Airplane::Off, Airplane::Off) => {}
        }
    }

    async fn write(&mut self, input: Input) -> Result<(), LinkError> {
        let at = self.clock.now();
        let mut frames = Vec::new();
        let outputs = self.phone.handle(input, at);
        self.tell_change();
        for output in outputs {
            match output {
                Output::Send(frame) => frames.push(frame),
                Output::Fetch(errand) => self.fetcher.send_for(errand),
                Output::Trouble(what) => (self.on_event)(PhoneEvent::Trouble { at, what }),
                Output::Reached { push, stage, detail } => {
                    (self.on_event)(PhoneEvent::Reached { push, stage, at, detail });
                }
            }
        }
        let phone = &self.phone;
        self.fetcher.give_up_unless(|ticket| phone.awaits(ticket));
        let Line::Up(socket) = &mut self.line else { return Ok(()) };
        if frames.is_empty() {
            return Ok(());
        }
        let written = timeout(PATIENCE, async {
            for frame in frames {
                socket.feed(Message::text(frame.to_text())).await?;
            }
            socket.flush().await
        });
        Ok(written.await.map_err(|_| LinkError::Slow)?.map_err(Box::new)?)
    }

    /// The line is cut, or was not there: dials again after a while.
    fn lost(&mut self, reason: Option<LinkError>) {
        let reason = reason.map_or_else(|| "the relay closed it".to_owned(), |error| error.to_string());
        tracing::debug!(reason, device = %self.phone.config().device, "no link to the relay");
        let was_up = matches!(self.line, Line::Up(_));
        self.line = Line::dial(&self.link_url, self.wait);
        self.wait = (self.wait * 2).min(LONGEST_WAIT);
        if was_up {
            // Without a link the phone has nothing to send.
            self.phone.handle(Input::LinkDown, self.clock.now());
            self.tell_change();
        }
    }

    async fn hang_up(&mut self) {
        if let Line::Up(mut socket) = std::mem::replace(&mut self.line, Line::Away) {
            // The line goes down whether or not the relay hears of it.
            let _ = timeout(Duration::from_secs(1), socket.close(None)).await;
        }
    }

    fn tell_change(&mut self) {
        (self.on_event)(PhoneEvent::Changed(Arc::new(self.phone.clone())));
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;
    use crate::phone::PhoneConfig;
    use crate::protocol::device::OsVersion;
    use crate::protocol::link::PhoneFrame;

    struct Relay {
        listener: TcpListener,
        inputs: mpsc::Sender<Input>,
        events: mpsc::Receiver<PhoneEvent>,
        running: tokio::task::JoinHandle<Phone>,
    }

    impl Relay {
        /// A listener with a phone that dials it.
        async fn with_phone() -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("ws://{}/link/v1", listener.local_addr().unwrap());
            let (inputs, taken) = mpsc::channel(8);
            let (told, events) = mpsc::channel(256);
            let phone = Phone::new(PhoneConfig::sample("ana".parse().unwrap(), "ana", OsVersion::V8_0));
            let clock = Clock::virtual_at(Timestamp::from_secs(1_000));
            let running = tokio::spawn(run(url, phone, taken, clock, move |event| {
                told.try_send(event).unwrap();
            }));
            Self { listener, inputs, events, running }
        }

        async fn accept(&self) -> WebSocketStream<TcpStream> {
            let (stream, _) = self.listener.accept().await.unwrap();
            tokio_tungstenite::accept_async(stream).await.unwrap()
        }
    }

    async fn frame(link: &mut WebSocketStream<TcpStream>) -> PhoneFrame {
        let text = link.next().await.unwrap().unwrap().into_text().unwrap();
        PhoneFrame::from_text(&text).unwrap()
    }

    /// A phone greets, opens its channel and acknowledges a push; when its inputs end, so does the link.
    #[tokio::test]
    async fn a_phone_speaks_with_a_relay() {
        let mut relay = Relay::with_phone().await;
        let mut link = relay.accept().await;
        assert!(matches!(frame(&mut link).await, PhoneFrame::Hello { .. }));
        link.send(Message::text(r#"{"type":"welcome","relay":"test","resumed":false}"#)).await.unwrap();
        assert!(matches!(frame(&mut link).await, PhoneFrame::Open { .. }));
        link.send(Message::text("no frame at all")).await.unwrap();
        let push = r#"{"type":"push","id":7,"app":"trips","channel":"main","kind":"raw","class":3,"message_id":"","body":"x","headers":[]}"#;
        link.send(Message::text(push)).await.unwrap();
        assert_eq!(frame(&mut link).await, PhoneFrame::Ack { id: PushId(7) });
        let mut stages = Vec::new();
        while stages.len() < 2 {
            if let PhoneEvent::Reached { stage, .. } = relay.events.recv().await.unwrap() {
                stages.push(stage);
            }
        }
        assert_eq!(stages, [Stage::AtPhone, Stage::Ignored]);
        drop(relay.inputs);
        while let Some(Ok(message)) = link.next().await {
            assert!(message.is_close());
        }
        relay.running.await.unwrap();
    }

    /// A link that is cut is sought again, and one that airplane mode cut is sought when it ends.
    #[tokio::test]
    async fn a_lost_link_is_sought_again() {
        let relay = Relay::with_phone().await;
        drop(relay.accept().await);
        let mut link = relay.accept().await;
        assert!(matches!(frame(&mut link).await, PhoneFrame::Hello { .. }));
        relay.inputs.send(Input::Airplane(Airplane::On)).await.unwrap();
        assert!(link.next().await.unwrap().unwrap().is_close());
        relay.inputs.send(Input::Airplane(Airplane::Off)).await.unwrap();
        let mut link = relay.accept().await;
        assert!(matches!(frame(&mut link).await, PhoneFrame::Hello { .. }));
    }
}
