//! A phone that is nothing but a link: what it says and hears is what the test writes and reads.

use std::net::SocketAddr;

use futures_util::{SinkExt as _, StreamExt as _};
use tilecast::protocol::link::{PushFrame, RelayFrame};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// A link to a relay.
pub struct TestPhone {
    pub socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub resumed: bool,
    /// The apps whose URI the relay has changed by itself, and the new one.
    pub moved: Vec<(String, String)>,
}

impl TestPhone {
    /// Connects without a word.
    pub async fn mute(addr: SocketAddr) -> Self {
        let (socket, _) = tokio_tungstenite::connect_async(format!("ws://{addr}/link/v1")).await.unwrap();
        Self { socket, resumed: false, moved: Vec::new() }
    }

    /// Connects and says hello.
    pub async fn connect(addr: SocketAddr, device: &str) -> Self {
        let mut phone = Self::mute(addr).await;
        phone.say(&format!(r#"{{"type":"hello","device":"{device}","os":"8.0"}}"#)).await;
        match phone.hear().await {
            RelayFrame::Welcome { resumed, .. } => phone.resumed = resumed,
            other => panic!("{other:?}"),
        }
        phone
    }

    /// Says a frame.
    pub async fn say(&mut self, frame: &str) {
        self.socket.send(Message::text(frame)).await.unwrap();
    }

    /// Hears the next frame. A URI that has changed is noted on the way: it can come at any time.
    pub async fn hear(&mut self) -> RelayFrame {
        loop {
            match RelayFrame::from_text(&self.hear_text().await).unwrap() {
                RelayFrame::UriChanged { app, uri, .. } => self.moved.push((app, uri)),
                frame => return frame,
            }
        }
    }

    /// Hears the next frame as text.
    pub async fn hear_text(&mut self) -> String {
        loop {
            match self.socket.next().await.expect("the link is up").unwrap() {
                Message::Text(text) => return text.as_str().to_owned(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// Hears the next push.
    pub async fn push(&mut self) -> PushFrame {
        match self.hear().await {
            RelayFrame::Push(push) => push,
            other => panic!("{other:?}"),
        }
    }

    /// Hears the link's end: the close code, or none if it was cut.
    pub async fn end(&mut self) -> Option<u16> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Close(close))) => return close.map(|close| close.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// Opens a channel; gives the path of its URI.
    pub async fn open(&mut self, app: &str, channel: &str) -> String {
        self.say(&format!(r#"{{"type":"open","app":"{app}","channel":"{channel}"}}"#)).await;
        match self.hear().await {
            RelayFrame::Opened { uri, .. } => uri.parse::<tilecast::protocol::ChannelUri>().unwrap().path().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    /// Binds.
    pub async fn bind(&mut self, app: &str, toast: bool, tile: bool) {
        self.say(&format!(r#"{{"type":"bind","app":"{app}","toast":{toast},"tile":{tile}}}"#)).await;
        assert_eq!(self.hear().await, RelayFrame::Bound { app: app.to_owned() });
    }

    /// Closes a channel.
    pub async fn close(&mut self, app: &str) {
        self.say(&format!(r#"{{"type":"close","app":"{app}"}}"#)).await;
        assert_eq!(self.hear().await, RelayFrame::Closed { app: app.to_owned() });
    }

    /// Acknowledges.
    pub async fn ack(&mut self, id: u64) {
        self.say(&format!(r#"{{"type":"ack","id":{id}}}"#)).await;
    }

    /// Says something that is answered, and hears the answer: everything said before has been followed then.
    pub async fn settle(&mut self) {
        self.say(r#"{"type":"settle"}"#).await;
        assert!(matches!(self.hear().await, RelayFrame::Error { .. }));
    }
}
