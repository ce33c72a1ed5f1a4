//! What is kept of a push: the request as it came, the answer as it went, and what was decided (INTERFACES.md 3, "a push").

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, de};
use utoipa::ToSchema;

use super::class::NotificationClass;
use super::device::DeviceId;
use super::header_lines::HeaderLines;
use super::trace::PushId;
use super::verdict::Verdict;
use crate::clock::Timestamp;
use crate::notification::Kind;
use crate::notification::lint::Diagnostic;

/// A push, whole; its stages are events of their own.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PushRecord {
    /// The push.
    pub id: PushId,
    /// When it arrived.
    pub at: Timestamp,
    /// Where the request came from, `127.0.0.1:51422`.
    pub from: Arc<str>,
    /// For which device, if the channel is known.
    pub device: Option<DeviceId>,
    /// For which app, if the channel is known.
    pub app: Option<Arc<str>>,
    /// On which channel, if it is known.
    pub channel: Option<Arc<str>>,
    /// Its kind, if the request has one.
    pub kind: Option<Kind>,
    /// Its class as sent, or the kind's immediate class.
    pub class: Option<NotificationClass>,
    /// The id in the answer: the sender's, or nil.
    pub message_id: String,
    /// What was decided.
    pub verdict: Verdict,
    /// Why, in words, where the verdict alone does not say it (the reader's message on a 400, say).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The fault that acted, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<u64>,
    /// The request as it came.
    #[schema(value_type = Written)]
    pub request: Request,
    /// The answer as it went.
    pub answer: Answer,
    /// What is wrong with it.
    pub lint: Vec<Diagnostic>,
}

/// A request as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path with its query, as sent.
    pub path: String,
    /// The headers, in order, in their own letter case.
    pub headers: HeaderLines,
    /// The body.
    pub body: Vec<u8>,
}

/// A request as it is written: the body is a text if it is UTF-8, and in base64 otherwise.
#[derive(Deserialize, ToSchema)]
#[schema(as = PushRequest)]
struct Written {
    /// The method.
    method: String,
    /// The path with its query, as sent.
    path: String,
    /// Names and values, in order, in their own letter case.
    #[schema(value_type = Vec<Vec<String>>)]
    headers: HeaderLines,
    /// The body, if it is UTF-8.
    body: Option<String>,
    /// The body in base64, if it is not.
    body_base64: Option<String>,
}

impl Serialize for Request {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("method", &self.method)?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("headers", &self.headers)?;
        match std::str::from_utf8(&self.body) {
            Ok(text) => map.serialize_entry("body", text)?,
            Err(_) => map.serialize_entry("body_base64", &STANDARD.encode(&self.body))?,
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Request {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Written { method, path, headers, body, body_base64 } = Written::deserialize(deserializer)?;
        let body = match (body, body_base64) {
            (Some(text), _) => text.into_bytes(),
            (None, Some(encoded)) => STANDARD.decode(encoded).map_err(de::Error::custom)?,
            (None, None) => Vec::new(),
        };
        Ok(Self { method, path, headers, body })
    }
}

/// An answer as it went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PushAnswer)]
pub struct Answer {
    /// The HTTP status code.
    pub status: u16,
    /// The headers, in order, in their own letter case.
    #[schema(value_type = Vec<Vec<String>>)]
    pub headers: HeaderLines,
}
