//! How does a decision look on the wire? The only place that writes status headers.
//!
//! The shape is that of the one full dump that is known (PROTOCOL.md 5.1), with our own name in `Server`. The statuses come
//! from the table, `protocol::verdict`.

use axum::body::Body;
use http::header::InvalidHeaderValue;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header as std_header};
use uuid::Uuid;

use super::letter_case::LetterCase;
use super::settings::Settings;
use crate::clock::Timestamp;
use crate::protocol::header_lines::HeaderLines;
use crate::protocol::record::Answer;
use crate::protocol::status::ConnectionStatus;
use crate::protocol::{Verdict, header};

/// What runs here; never what it stands for.
const SERVER: &str = concat!("Tilecast/", env!("CARGO_PKG_VERSION"));
/// The machine's name in the dump; ours names nothing about this machine.
const MACHINE: &str = "tilecast";
/// A line for senders that search the whole answer for `connected` in lower case (PROTOCOL.md 10, row 21).
pub(super) const EXTRA: &str = "X-Tilecast-Compatibility";
/// What they look for.
const CONNECTED_IN_LOWER_CASE: &str = "X-DeviceConnectionStatus: connected";
/// How many lines an answer has at most; and how many it has, and how many bytes their names and values have, as a rule.
const LINES: usize = 11;
const USUAL_LINES: usize = 9;
const USUAL_LINE_BYTES: usize = 240;
/// How long an answer is with all that stands around these.
const USUAL_BYTES: usize = 320;
/// Written by hyper after all others.
const CONTENT_LENGTH: &str = "Content-Length";
const DATE: &str = "Date";

/// Whether a connection may carry another request after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// It may.
    KeepOpen,
    /// It may not: what follows on it may be the rest of this request (PROTOCOL.md 11, point 5).
    Close,
}

impl After {
    /// What holds after a verdict.
    pub(super) const fn of(verdict: Verdict) -> Self {
        match verdict.row().code {
            400 => Self::Close,
            _ => Self::KeepOpen,
        }
    }
}

/// The answer for a verdict, with its headers in the order of the dump.
pub(super) fn answer(verdict: Verdict, settings: &Settings, message_id: &str, now: Timestamp, after: After) -> Answer {
    let mut headers = HeaderLines::with_capacity(USUAL_LINES, USUAL_LINE_BYTES);
    let mut line = |name: &str, value: &str| headers.push(name, value);
    line("Cache-Control", "private");
    line("Server", SERVER);
    line("X-Server", MACHINE);
    for (name, value) in verdict.headers(settings.dialect()) {
        line(name, value);
    }
    line(header::MESSAGE_ID, message_id);
    if settings.extra_connected_header && verdict.row().device == Some(ConnectionStatus::Connected) {
        line(EXTRA, CONNECTED_IN_LOWER_CASE);
    }
    if verdict == Verdict::MethodNotAllowed {
        line("Allow", "POST");
    }
    line(DATE, &now.http_date());
    match after {
        After::KeepOpen => {}
        After::Close => line("Connection", "close"),
    }
    line(CONTENT_LENGTH, "0");
    Answer { status: verdict.row().code, headers }
}

/// The answer to what could not be read as a request, as it goes over the wire: that of any other request that is refused.
pub(super) fn to_unread(date: &str) -> String {
    let nobody = Uuid::nil().to_string();
    let answer = answer(Verdict::BadRequest, &Settings::default(), &nobody, Timestamp::default(), After::Close);
    String::from_utf8(in_bytes(&answer, Some(date))).unwrap_or_default()
}

/// The answer as it goes over the wire; with this date in the place of its own, if there is one.
pub(super) fn in_bytes(answer: &Answer, date: Option<&str>) -> Vec<u8> {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut text = String::with_capacity(USUAL_BYTES);
    text.push_str("HTTP/1.1 ");
    text.push_str(status.as_str());
    text.push(' ');
    text.push_str(status.canonical_reason().unwrap_or_default());
    for (name, value) in &answer.headers {
        let value = date.filter(|_| name == DATE).unwrap_or(value);
        for part in ["\r\n", name, ": ", value] {
            text.push_str(part);
        }
    }
    text.push_str("\r\n\r\n");
    text.into_bytes()
}

/// The answer as hyper takes it.
pub(super) fn response(answer: &Answer, letters: &LetterCase) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut headers = HeaderMap::with_capacity(LINES);
    for (name, value) in answer.headers.iter().filter(|(name, _)| *name != CONTENT_LENGTH) {
        // Names and values are ours, or a UUID, so both conversions hold.
        if let (Some(name), Ok(value)) = (name_of(name), value_of(value)) {
            headers.append(name, value);
        }
    }
    *response.headers_mut() = headers;
    letters.spell(&mut response);
    response
}

/// A name of ours, without a copy: each answer has ten.
fn name_of(name: &str) -> Option<HeaderName> {
    static OF_SERVICE: [(&str, HeaderName); 6] = [
        (header::DEVICE_STATUS, HeaderName::from_static("x-deviceconnectionstatus")),
        (header::NOTIFICATION_STATUS, HeaderName::from_static("x-notificationstatus")),
        (header::SUBSCRIPTION_STATUS, HeaderName::from_static("x-subscriptionstatus")),
        (header::MESSAGE_ID, HeaderName::from_static("x-messageid")),
        ("X-Server", HeaderName::from_static("x-server")),
        (EXTRA, HeaderName::from_static("x-tilecast-compatibility")),
    ];
    let ours = OF_SERVICE.iter().find(|(known, _)| *known == name).map(|(_, known)| known.clone());
    ours.or_else(|| HeaderName::from_bytes(name.as_bytes()).ok())
}

/// A value, without a copy if it is one that answers usually have.
fn value_of(value: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    static USUAL: [&str; 8] = ["private", SERVER, MACHINE, "Connected", "Disconnected", "Received", "Active", "close"];
    match USUAL.iter().find(|usual| **usual == value) {
        Some(usual) => Ok(HeaderValue::from_static(usual)),
        None => HeaderValue::from_str(value),
    }
}

/// An answer of the host's side of the port that is no answer of the service: it closes the connection.
pub(super) fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response.headers_mut().insert(std_header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// The answer to whoever comes to the link's path with something that begins no link: what is there, and how it is reached
/// (RFC 9110, 15.5.22 and 15.5.6; RFC 6455, 4.4).
pub(super) fn to_no_link(method: &Method) -> Response<Body> {
    let is_get = method == Method::GET;
    let mut response = Response::new(Body::from(NO_LINK));
    *response.status_mut() = if is_get { StatusCode::UPGRADE_REQUIRED } else { StatusCode::METHOD_NOT_ALLOWED };
    let headers = response.headers_mut();
    headers.insert(std_header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    if is_get {
        headers.insert(std_header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(std_header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(std_header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
    } else {
        headers.insert(std_header::ALLOW, HeaderValue::from_static("GET"));
    }
    response
}

/// What is at the link's path, for people.
const NO_LINK: &str = "This is where phones link up with the relay. It takes only WebSockets (RFC 6455, version 13): \
    open a ws:// address with this host, port and path, and say hello in the first frame.\n";
