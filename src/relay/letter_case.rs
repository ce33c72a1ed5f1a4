//! How do header names keep their letter case on the wire (PROTOCOL.md 5.1)?
//!
//! hyper writes names in lower case, unless an answer carries the private map in which hyper's own parser keeps the spelling
//! of what it has read. So hyper's client reads one model answer over a pipe in memory, and the map that it leaves in that
//! answer is cloned into each of ours.

use http::{Extensions, Request, Response};
use http_body_util::Empty;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use thiserror::Error;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

/// Every name that an answer of the service may carry, spelled as it is to be written.
const MODEL: &[u8] =
    b"HTTP/1.1 200 OK\r\nCache-Control: -\r\nServer: -\r\nX-Server: -\r\nX-DeviceConnectionStatus: -\r\n\
    X-NotificationStatus: -\r\nX-SubscriptionStatus: -\r\nX-MessageID: -\r\nX-Tilecast-Compatibility: -\r\nDate: -\r\nConnection: keep-alive\r\n\
    Allow: -\r\nContent-Length: 0\r\n\r\n";

/// The pipe's capacity: more than the model or its request is long.
const PIPE_BYTES: usize = 4_096;

/// The spelling of header names, as hyper understands it.
#[derive(Clone)]
pub(super) struct LetterCase(Extensions);

/// The model answer could not be read.
#[derive(Debug, Error)]
#[error("the spelling of header names could not be prepared: {0}")]
pub(super) struct NoLetterCase(String);

impl LetterCase {
    /// Lets hyper read the model answer.
    pub(super) async fn learn() -> Result<Self, NoLetterCase> {
        let (near, far) = tokio::io::duplex(PIPE_BYTES);
        let handshake = http1::Builder::new().preserve_header_case(true).handshake(TokioIo::new(near));
        let (mut client, connection) = handshake.await.map_err(|error| NoLetterCase(error.to_string()))?;
        let request = Request::new(Empty::<bytes::Bytes>::new());
        tokio::select! {
            answer = client.send_request(request) => match answer {
                Ok(answer) => Ok(Self(answer.extensions().clone())),
                Err(error) => Err(NoLetterCase(error.to_string())),
            },
            ended = connection => Err(NoLetterCase(format!("{ended:?}"))),
            () = answer_once(far) => Err(NoLetterCase(String::from("no answer"))),
        }
    }

    /// Lets an answer be written in this spelling. It has no other extensions.
    pub(super) fn spell<B>(&self, answer: &mut Response<B>) {
        *answer.extensions_mut() = self.0.clone();
    }
}

/// Waits for the request, writes the model, and keeps the pipe open.
async fn answer_once(mut far: DuplexStream) {
    let mut request = [0; PIPE_BYTES];
    if far.read(&mut request).await.is_ok() && far.write_all(MODEL).await.is_ok() {
        std::future::pending::<()>().await;
    }
}
