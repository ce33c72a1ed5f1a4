//! What do phone and relay say to each other? The frames of INTERFACES.md 2, as JSON texts.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::class::NotificationClass;
use super::device::{DeviceId, OsVersion, PowerLevel};
use super::header_lines::HeaderLines;
use super::json_text::add_quoted;
use super::trace::PushId;
use crate::notification::Kind;

/// The path of the link.
pub const PATH: &str = "/link/v1";
/// The largest frame, in bytes; a larger one closes the link with code 1009.
pub const MAX_FRAME_BYTES: usize = 64 * 1_024;
/// How many bytes a push's frame has beside its body, as a rule.
const USUAL_REST_BYTES: usize = 512;
/// The longest message about a frame that is none, in characters.
const MAX_MESSAGE_CHARS: usize = 200;
/// The longest that a phone may take to acknowledge a push, in milliseconds.
pub const ACK_WITHIN_MS: u64 = 100;

/// A frame from phone to relay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum PhoneFrame {
    /// The first frame of every link.
    Hello {
        /// Which device.
        device: DeviceId,
        /// What it runs.
        os: OsVersion,
        /// What people call it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// Opens a channel, or gets the living one's URI again.
    Open {
        /// The app.
        app: String,
        /// The channel's name.
        channel: String,
        /// The certificate's common name, for an authenticated channel.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<String>,
    },
    /// Says which kinds the shell takes.
    Bind {
        /// The app.
        app: String,
        /// Whether toasts are shown.
        toast: bool,
        /// Whether tiles are updated.
        tile: bool,
        /// Domains that remote tile pictures may come from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tile_domains: Option<Vec<String>>,
        /// Whether the app is in front.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        foreground: Option<bool>,
    },
    /// Closes the app's channel for good.
    Close {
        /// The app.
        app: String,
    },
    /// Says how full the battery is.
    Power {
        /// The level.
        level: PowerLevel,
    },
    /// Acknowledges every push up to and including this one.
    Ack {
        /// The push.
        id: PushId,
    },
}

/// A frame from relay to phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum RelayFrame {
    /// Answers `hello`.
    Welcome {
        /// The relay's name and version.
        relay: String,
        /// Whether the device was known.
        resumed: bool,
    },
    /// Answers `open`.
    Opened {
        /// The app.
        app: String,
        /// The channel's name.
        channel: String,
        /// Where to send.
        uri: String,
    },
    /// Answers `bind`.
    Bound {
        /// The app.
        app: String,
    },
    /// Answers `close`.
    Closed {
        /// The app.
        app: String,
    },
    /// Hands over a push.
    Push(PushFrame),
    /// A channel has another URI now.
    UriChanged {
        /// The app.
        app: String,
        /// The channel's name.
        channel: String,
        /// Where to send from now on.
        uri: String,
    },
    /// Something was wrong; the link stays up.
    Error {
        /// The type of the frame that was wrong.
        #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
        about: Option<String>,
        /// What kind of trouble.
        code: ErrorCode,
        /// What happened, in words.
        message: String,
    },
}

/// A push on its way to the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushFrame {
    /// Its number on the link, rising per device; acks are for it. It is the push's own id, unless another came first.
    pub id: PushId,
    /// The push, as the control API numbers it.
    #[serde(default)]
    pub push: PushId,
    /// The app.
    pub app: String,
    /// The channel's name.
    pub channel: String,
    /// Toast, tile or raw.
    pub kind: Kind,
    /// The class as sent, or the kind's immediate class.
    pub class: NotificationClass,
    /// The sender's id of the message.
    pub message_id: String,
    /// The body, if it is UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The body in base64, if it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_base64: Option<String>,
    /// The sender's `X-` headers.
    pub headers: HeaderLines,
}

/// A push on its way to the phone, without a copy of what it has: [`PushFrame`], as a relay writes it.
#[derive(Clone, Debug)]
pub struct PushText<'a> {
    /// Its number on the link.
    pub id: PushId,
    /// The push.
    pub push: PushId,
    /// The app.
    pub app: &'a str,
    /// The channel's name.
    pub channel: &'a str,
    /// Toast, tile or raw.
    pub kind: Kind,
    /// The class.
    pub class: NotificationClass,
    /// The sender's id of the message.
    pub message_id: &'a str,
    /// The body, if it is UTF-8.
    pub body: Option<&'a str>,
    /// The body in base64, if it is not.
    pub body_base64: Option<String>,
    /// The sender's `X-` headers.
    pub headers: Vec<(&'a str, &'a str)>,
}

impl<'a> PushText<'a> {
    /// Puts the body in, in base64 if it is no UTF-8.
    pub fn set_bytes(&mut self, bytes: &'a [u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) => (self.body, self.body_base64) = (Some(text), None),
            Err(_) => self.set_base64(bytes),
        }
    }

    /// Puts the body in, in base64.
    pub fn set_base64(&mut self, bytes: &[u8]) {
        (self.body, self.body_base64) = (None, Some(STANDARD.encode(bytes)));
    }

    /// The frame as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let body = self.body.map_or(0, str::len) + self.body_base64.as_ref().map_or(0, String::len);
        let mut text = String::with_capacity(body + body / 8 + USUAL_REST_BYTES);
        // A String takes whatever is written.
        let _ = write!(text, r#"{{"type":"push","id":{},"push":{}"#, self.id, self.push);
        let add = |text: &mut String, name: &str, value: &str| {
            text.push_str(name);
            add_quoted(text, value);
        };
        add(&mut text, r#","app":"#, self.app);
        add(&mut text, r#","channel":"#, self.channel);
        add(&mut text, r#","kind":"#, self.kind.word());
        let _ = write!(text, r#","class":{}"#, self.class.get());
        add(&mut text, r#","message_id":"#, self.message_id);
        self.body.iter().for_each(|body| add(&mut text, r#","body":"#, body));
        self.body_base64.iter().for_each(|body| add(&mut text, r#","body_base64":"#, body));
        text.push_str(r#","headers":["#);
        for (nth, (name, value)) in self.headers.iter().enumerate() {
            text.push_str(if nth == 0 { "[" } else { ",[" });
            add_quoted(&mut text, name);
            text.push(',');
            add_quoted(&mut text, value);
            text.push(']');
        }
        text.push_str("]}");
        text
    }
}

/// What kind of trouble (PROTOCOL.md 7, `ChannelErrorType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "PROTOCOL.md 7 explains each")]
pub enum ErrorCode {
    ChannelOpenFailed,
    PayloadFormatError,
    MessageBadContent,
    NotificationRateTooHigh,
    PowerLevelChanged,
    Unknown,
}

/// Why a text is no frame.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct NoFrame {
    /// The frame's type, if it had one.
    pub about: Option<String>,
    /// What is wrong with it.
    pub message: String,
}

impl PhoneFrame {
    /// Reads a frame. Unknown fields are ignored.
    ///
    /// # Errors
    /// The text is no JSON object of a known type with the fields it needs.
    pub fn from_text(text: &str) -> Result<Self, NoFrame> {
        if let Some(id) = plain_ack(text) {
            return Ok(Self::Ack { id });
        }
        serde_json::from_str(text).map_err(|error| NoFrame {
            about: serde_json::from_str::<serde_json::Value>(text)
                .ok()
                .and_then(|value| Some(value.get("type")?.as_str()?.chars().take(32).collect())),
            // It may quote the frame, and goes into one itself.
            message: error.to_string().chars().take(MAX_MESSAGE_CHARS).collect(),
        })
    }

    /// The frame as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        // A frame holds only texts and numbers, so writing it cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The number of an acknowledgement that is written as `to_text` writes it. No other frame comes as often: one for every push
/// that comes alone.
fn plain_ack(text: &str) -> Option<PushId> {
    let digits = text.strip_prefix(r#"{"type":"ack","id":"#)?.strip_suffix('}')?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    digits.parse().ok().filter(|_| is_number).map(PushId)
}

impl RelayFrame {
    /// Reads a frame. Unknown fields are ignored.
    ///
    /// # Errors
    /// The text is no JSON object of a known type with the fields it needs.
    pub fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The frame as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        // A frame holds only texts and numbers, so writing it cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl PushFrame {
    /// The push, as the control API numbers it; a relay that does not say it numbers pushes as its link does.
    #[must_use]
    pub const fn push_id(&self) -> PushId {
        if self.push.0 == 0 { self.id } else { self.push }
    }

    /// Puts bytes in: as text if they are UTF-8, in base64 otherwise.
    pub fn set_bytes(&mut self, bytes: &[u8]) {
        (self.body, self.body_base64) = match std::str::from_utf8(bytes) {
            Ok(text) => (Some(text.to_owned()), None),
            Err(_) => (None, Some(STANDARD.encode(bytes))),
        };
    }

    /// The body's bytes; empty if the base64 is broken.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        match (&self.body, &self.body_base64) {
            (Some(text), _) => text.clone().into_bytes(),
            (None, Some(base64)) => STANDARD.decode(base64).unwrap_or_default(),
            (None, None) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a relay writes of a push is what a phone reads, letter for letter, whether the body is a text or not.
    #[test]
    fn a_push_is_read_as_it_was_written() {
        for (bytes, body, body_base64) in
            [(&b"<a b=\"\"/>"[..], Some("<a b=\"\"/>"), None), (b"\xFF\0", None, Some("/wA="))]
        {
            let mut text = PushText {
                id: PushId(1_025),
                push: PushId(7),
                app: "trips",
                channel: "main",
                kind: Kind::Tile,
                class: NotificationClass::of(Kind::Tile, crate::protocol::Interval::Immediate),
                message_id: "5d5b10a1-5f3c-4c7e-9af0-1b2c3d4e5f60",
                body: None,
                body_base64: None,
                headers: vec![("X-NotificationClass", "1"), ("x-odd", "")],
            };
            text.set_bytes(bytes);
            let frame = PushFrame {
                id: text.id,
                push: text.push,
                app: text.app.to_owned(),
                channel: text.channel.to_owned(),
                kind: text.kind,
                class: text.class,
                message_id: text.message_id.to_owned(),
                body: body.map(str::to_owned),
                body_base64: body_base64.map(str::to_owned),
                headers: text.headers.iter().copied().collect(),
            };
            assert_eq!(RelayFrame::from_text(&text.to_text()).unwrap(), RelayFrame::Push(frame.clone()));
            assert_eq!(text.to_text(), RelayFrame::Push(frame).to_text());
        }
    }

    /// An acknowledgement is the same whichever way it is read, and what is none is none.
    #[test]
    fn an_acknowledgement_is_read_as_any_frame() {
        for number in [
            "0",
            "7",
            "1025",
            "18446744073709551615",
            "18446744073709551616",
            "",
            "00",
            "07",
            "+7",
            "-1",
            "1.0",
            "1e3",
            " 7",
        ] {
            let text = format!(r#"{{"type":"ack","id":{number}}}"#);
            let read: Option<PhoneFrame> = serde_json::from_str(&text).ok();
            assert_eq!(PhoneFrame::from_text(&text).ok(), read, "{text}");
        }
        let ack = PhoneFrame::Ack { id: PushId(1_025) };
        assert_eq!(plain_ack(&ack.to_text()), Some(PushId(1_025)));
    }
}
