//! What came of a push? One request and its answer, read by the table, with times and in words.

use std::cell::Cell;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use thiserror::Error;

use super::connect::{CONNECT, TimingLayer};
use super::draft::Draft;
use super::request;
use super::tls::{self, Tls};
use crate::clock::{Clock, Timestamp};
use crate::lang::{Argument, text, text_with};
use crate::protocol::ChannelUri;
use crate::protocol::channel_uri::NoChannelUri;
use crate::protocol::header;
use crate::protocol::header_lines::HeaderLines;
use crate::protocol::verdict::Verdict;

/// How long a sender waits for an answer, in seconds (PROTOCOL.md 2, blog-2013 OFF).
pub const PATIENCE_SECS: u64 = 15;
/// The longest answer body that is read, in bytes; the service's answers have none.
const MAX_ANSWER_BYTES: usize = 64 * 1_024;

/// One request of ours, from connecting to the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// When the request began.
    pub sent_at: Timestamp,
    /// How long it took to connect; zero on a connection that was open.
    pub connect: Duration,
    /// How long it took from the start to the whole answer.
    pub answer: Duration,
    /// What came back, or why nothing did.
    pub result: Result<Answered, Unanswered>,
}

/// An answer as the sender reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The HTTP status code.
    pub status: u16,
    /// The headers as they came.
    pub headers: HeaderLines,
    /// The table's row for it, if it is in the table.
    pub verdict: Option<Verdict>,
}

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// How far the request came.
    pub reach: Reach,
    /// What happened, what it means and what to do, in words.
    pub words: String,
}

/// How far a request without an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing of it left this machine.
    NotSent,
    /// It was sent, at least in part; nobody knows what became of it.
    Unknown,
}

/// The HTTP client could not be made.
#[derive(Debug, Error)]
pub enum SenderError {
    /// The client certificate or its key cannot be used.
    #[error("the client certificate or its key cannot be used: {0}")]
    Identity(#[source] reqwest::Error),
    /// The certificate of an authority that is to be trusted cannot be read.
    #[error("the certificate of the authority cannot be used: {0}")]
    Authority(#[source] reqwest::Error),
    /// The file of an authority that is to be trusted has no certificate.
    #[error("the file of the authority has no certificate: it needs a line `-----BEGIN CERTIFICATE-----`")]
    NoAuthority,
    /// The client could not be set up.
    #[error("the HTTP client could not be set up: {0}")]
    Client(#[source] reqwest::Error),
}

/// An app server's HTTP client. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Sender {
    client: Client,
    clock: Clock,
}

impl Sender {
    /// A client that follows no redirect, uses no proxy and waits for [`PATIENCE_SECS`].
    ///
    /// # Errors
    /// A certificate or key cannot be used.
    pub fn new(clock: Clock, tls: &Tls) -> Result<Self, SenderError> {
        // Another part of the process may have chosen the provider already; either way there is one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = match tls.apply(builder(&clock))?.build() {
            Ok(client) => client,
            // A system without any authority (a bare container) is no reason not to speak plain HTTP.
            Err(_) if *tls == Tls::default() => {
                builder(&clock).tls_certs_only([]).build().map_err(SenderError::Client)?
            }
            Err(error) => return Err(SenderError::Client(error)),
        };
        Ok(Self { client, clock })
    }

    /// Sends a draft and reads the answer.
    pub async fn send(&self, draft: &Draft) -> Exchange {
        let sent_at = self.clock.now();
        let (result, connect) = CONNECT
            .scope(Cell::default(), async {
                let result = self.post(draft).await;
                (result, CONNECT.with(Cell::get))
            })
            .await;
        Exchange { sent_at, connect, answer: self.clock.now().since(sent_at), result }
    }

    async fn post(&self, draft: &Draft) -> Result<Answered, Unanswered> {
        let uri: ChannelUri = draft.uri.parse().map_err(|error: NoChannelUri| no_address(&error.to_string()))?;
        let mut request = self.client.post(uri.as_str()).body(draft.body.clone());
        for (name, value) in &request::headers(draft) {
            request = request.header(name, value);
        }
        let mut answer = request.send().await.map_err(|error| in_words(&error, &uri))?;
        let status = answer.status().as_u16();
        let headers = lines(answer.headers());
        let mut read = 0;
        while let Some(chunk) = answer.chunk().await.map_err(|error| in_words(&error, &uri))? {
            read += chunk.len();
            if read > MAX_ANSWER_BYTES {
                break;
            }
        }
        let verdict = read_verdict(status, &headers);
        Ok(Answered { status, headers, verdict })
    }
}

fn builder(clock: &Clock) -> ClientBuilder {
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .http1_title_case_headers()
        .connector_layer(TimingLayer(clock.clone()))
        .timeout(Duration::from_secs(PATIENCE_SECS))
}

fn lines(headers: &reqwest::header::HeaderMap) -> HeaderLines {
    headers.iter().map(|(name, value)| (canonical(name.as_str()), String::from_utf8_lossy(value.as_bytes()))).collect()
}

/// The client gives names in lower case; those that we know are shown as the protocol spells them.
fn canonical(name: &str) -> String {
    [header::MESSAGE_ID, header::NOTIFICATION_STATUS, header::DEVICE_STATUS, header::SUBSCRIPTION_STATUS]
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(name))
        .map_or_else(|| title_case(name), str::to_owned)
}

fn title_case(name: &str) -> String {
    let mut first = true;
    name.chars()
        .map(|letter| {
            let shown = if first { letter.to_ascii_uppercase() } else { letter };
            first = letter == '-';
            shown
        })
        .collect()
}

fn read_verdict(status: u16, headers: &HeaderLines) -> Option<Verdict> {
    Verdict::read(
        status,
        headers.first(header::NOTIFICATION_STATUS),
        headers.first(header::DEVICE_STATUS),
        headers.first(header::SUBSCRIPTION_STATUS),
    )
    .ok()
}

fn no_address(reason: &str) -> Unanswered {
    let words = text_with("send-failed-address", &[("reason", Argument::Text(reason))]);
    Unanswered { reach: Reach::NotSent, words }
}

fn in_words(error: &reqwest::Error, uri: &ChannelUri) -> Unanswered {
    let host = uri.as_str().split('/').nth(2).unwrap_or_default();
    if error.is_builder() {
        return no_address(text("send-failed-address-unusable"));
    }
    if let Some(words) = tls::in_words(error, host) {
        return Unanswered { reach: Reach::NotSent, words };
    }
    let named = ("host", Argument::Text(host));
    // A connection that was never made comes first: it may have timed out, yet nothing was sent.
    if error.is_connect() {
        Unanswered { reach: Reach::NotSent, words: text_with("send-failed-connect", &[named]) }
    } else if error.is_timeout() {
        let words = text_with("send-failed-timeout", &[named, ("secs", Argument::Number(PATIENCE_SECS))]);
        Unanswered { reach: Reach::Unknown, words }
    } else {
        Unanswered { reach: Reach::Unknown, words: text_with("send-failed-broken", &[named]) }
    }
}
