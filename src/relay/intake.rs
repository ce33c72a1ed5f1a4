//! What does a request ask for? A request's head and body in, a typed wish or a refusal out.
//!
//! Nothing is looked up here: whether the channel lives, and what becomes of the wish, is `decide`. What is odd but taken is
//! said in `remark`.

use std::sync::Arc;

use uuid::Uuid;

use super::certificate::Certificate;
use super::head::Colons;
use super::remark::{self, Demands, Remark};
use super::settings::{BadPayloadFailsAt, Settings};
use crate::notification::lint::Diagnostic;
use crate::notification::{Kind, Notification, read};
use crate::protocol::channel_uri::{ChannelToken, MAX_CHARS};
use crate::protocol::header_lines::HeaderLines;
use crate::protocol::record::Request;
use crate::protocol::{NotificationClass, header};

/// The last path segment of a callback's registration (PROTOCOL.md 8).
const CALLBACK_SEGMENT: &str = "callback";
/// The largest body of a callback's registration, in bytes (PROTOCOL.md 4).
const MAX_CALLBACK_BYTES: usize = 1_024;
/// The first path segment of channels of the Windows Phone 8.1 era, of which we issue none (PROTOCOL.md 1).
const LATE_SEGMENT: &str = "u";

/// A request as it came, before its body.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Where it came from.
    pub(super) from: Arc<str>,
    /// The method.
    pub(super) method: String,
    /// The target as sent.
    pub(super) target: String,
    /// The target's path, without host and query.
    pub(super) path: String,
    /// What the path names.
    pub(super) address: Address,
    /// The headers, in order.
    pub(super) headers: HeaderLines,
    /// How they are written.
    pub(super) colons: Colons,
    /// The client certificate that the connection was made with, if there was one.
    pub(super) certificate: Option<Arc<Certificate>>,
}

/// What came of a request's body.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// It was not read, because the head alone settles the answer.
    Unread,
    /// The whole.
    Whole(Vec<u8>),
    /// Where it ends cannot be told, for this reason.
    Broken(&'static str),
    /// It is larger than allowed; what was read of it.
    TooLarge {
        /// The bytes that were read.
        read: Vec<u8>,
        /// How many there are, if the head says so.
        announced: Option<u64>,
    },
}

/// What a path names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A channel of ours, to be looked up.
    Channel(ChannelToken),
    /// The registration of a callback at a channel of ours.
    Callback(ChannelToken),
    /// A channel in a form that we never issue.
    Foreign,
    /// No channel.
    None,
}

/// What the head of a request says.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Where it goes.
    pub(super) address: Address,
    /// The kind, by the target header.
    pub(super) kind: Kind,
    /// The class as sent, or the kind's immediate class.
    pub(super) class: NotificationClass,
    /// The id for the answer: the sender's if it is a UUID, nil otherwise.
    pub(super) message_id: String,
    /// The tile that is updated, by its id; empty is the application's.
    pub(super) tile: Option<String>,
    /// What the payload asks of the phone.
    pub(super) demands: Demands,
    /// What is odd.
    pub(super) remarks: Vec<Diagnostic>,
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// To deliver a notification of this kind and class.
    Deliver(Kind, NotificationClass),
    /// To be called when the device goes inactive.
    RegisterCallback,
    /// Nothing: a GET that the settings answer with 200.
    Look,
}

/// Why a request cannot be followed, whatever the channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The method is not POST.
    Method(String),
    /// The path is no channel's.
    Address(String),
    /// The body is too large, or no notification.
    Body(String),
}

impl Refusal {
    /// Why, in words.
    pub(super) fn reason(&self) -> &str {
        match self {
            Self::Method(reason) | Self::Address(reason) | Self::Body(reason) => reason,
        }
    }
}

impl Asked {
    /// The first value of a header, ignoring the letter case of its name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.first(name)
    }

    /// Whether the head alone settles the answer, so that the body need not be read.
    pub(super) fn is_settled(&self) -> bool {
        self.method != "POST" || self.address == Address::None
    }

    /// Whether the request is worth a record: a stray GET of a browser is not.
    pub(super) fn is_recorded(&self) -> bool {
        self.method == "POST" || self.address != Address::None
    }

    /// The request as it is recorded.
    pub(super) fn into_record(self, body: Vec<u8>) -> Request {
        Request { method: self.method, path: self.target, headers: self.headers, body }
    }
}

/// What `path` names. Further segments after the token are tolerated (PROTOCOL.md 11, point 8).
pub(super) fn address(path: &str) -> Address {
    if path.len() > MAX_CHARS && path.chars().count() > MAX_CHARS {
        return Address::None;
    }
    match ChannelToken::from_path(path) {
        Some(token) if is_callback(path) => Address::Callback(token),
        Some(token) => Address::Channel(token),
        None if path.split('/').nth(1) == Some(LATE_SEGMENT) => Address::Foreign,
        None => Address::None,
    }
}

fn is_callback(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    path.ends_with(CALLBACK_SEGMENT) && path.split('/').nth(4) == Some(CALLBACK_SEGMENT)
}

/// Reads a request's head.
pub(super) fn read_head(asked: &Asked) -> Head {
    let kind = kind_by_target(asked);
    let remarks = remark::of_head(asked, kind).into_iter().map(Remark::into_diagnostic).collect();
    let class = read_class(asked.header(header::CLASS), kind);
    let message_id = read_message_id(asked.header(header::MESSAGE_ID));
    Head { address: asked.address.clone(), kind, class, message_id, tile: None, demands: Demands::default(), remarks }
}

/// Trims, ignores letter case, takes `tile` for `token`, and `raw` or nothing for raw (PROTOCOL.md 2.2, "relay consequence").
pub(super) fn kind_by_target(asked: &Asked) -> Kind {
    let word = asked.header(header::TARGET).unwrap_or_default().trim();
    let is = |known: &str| word.eq_ignore_ascii_case(known);
    if is("toast") {
        Kind::Toast
    } else if is("token") || is("tile") {
        Kind::Tile
    } else {
        Kind::Raw
    }
}

/// What is no class is taken as none.
fn read_class(class: Option<&str>, kind: Kind) -> NotificationClass {
    let immediate = NotificationClass::of(kind, crate::protocol::Interval::Immediate);
    class.and_then(|sent| sent.parse().ok()).unwrap_or(immediate)
}

/// A UUID is echoed as it was written; anything else, like nothing, gives nil (PROTOCOL.md 10, row 20).
fn read_message_id(message_id: Option<&str>) -> String {
    let sent = message_id.map(str::trim).unwrap_or_default();
    if Uuid::try_parse(sent).is_ok() { sent.to_owned() } else { Uuid::nil().to_string() }
}

/// Reads what a request asks for, and adds what the payload's reader was lenient about to the remarks.
pub(super) fn read_wish(asked: &Asked, head: &mut Head, body: &Body, settings: &Settings) -> Result<Wish, Refusal> {
    if asked.method == "GET" && settings.get_answers == 200 {
        return Ok(Wish::Look);
    }
    if asked.method != "POST" {
        return Err(Refusal::Method(format!("the method is {}; a channel takes only POST", asked.method)));
    }
    match head.address {
        Address::None => Err(Refusal::Address(String::from("the path has not the form of a channel URI"))),
        Address::Callback(_) => {
            within(body, MAX_CALLBACK_BYTES.min(settings.max_payload_bytes)).map(|_| Wish::RegisterCallback)
        }
        Address::Channel(_) | Address::Foreign => {
            let bytes = within(body, settings.max_payload_bytes).inspect_err(|refusal| match body {
                Body::Whole(_) | Body::TooLarge { .. } => {
                    head.remarks.push(remark::of_size(refusal.reason()).into_diagnostic());
                }
                Body::Unread | Body::Broken(_) => {}
            })?;
            let fails_at = settings.bad_payload_fails_at;
            let read = read::read(bytes, head.kind);
            head.remarks.extend(remark::of_body(asked, head.kind, bytes, &read, fails_at));
            match (read, fails_at) {
                (Ok(reading), _) => {
                    head.tile = tile_of(&reading.notification);
                    head.demands = Demands::of(&reading.notification, bytes.len());
                }
                (Err(error), BadPayloadFailsAt::Relay) => return Err(Refusal::Body(error.to_string())),
                (Err(_), BadPayloadFailsAt::Phone) => {}
            }
            Ok(Wish::Deliver(head.kind, head.class))
        }
    }
}

/// The tile that a body updates, by its id, if it is one of a tile.
pub(super) fn tile_in(body: &[u8], kind: Option<Kind>) -> Option<String> {
    let reading = kind.filter(|kind| *kind == Kind::Tile).and_then(|kind| read::read(body, kind).ok())?;
    tile_of(&reading.notification)
}

fn tile_of(notification: &Notification) -> Option<String> {
    match notification {
        Notification::Tile(tile) => Some(tile.id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default()),
        Notification::Toast(_) | Notification::Raw(_) => None,
    }
}

fn within(body: &Body, max_bytes: usize) -> Result<&[u8], Refusal> {
    match body {
        Body::Unread => Ok(&[]),
        Body::Broken(reason) => Err(Refusal::Body((*reason).to_owned())),
        Body::Whole(bytes) if bytes.len() <= max_bytes => Ok(bytes),
        Body::Whole(bytes) => Err(Refusal::Body(too_large(Some(bytes.len() as u64), max_bytes))),
        Body::TooLarge { announced, .. } => Err(Refusal::Body(too_large(*announced, max_bytes))),
    }
}

fn too_large(len: Option<u64>, max_bytes: usize) -> String {
    len.map_or_else(
        || format!("the body has more than the {max_bytes} bytes that are allowed"),
        |len| format!("the body has {len} bytes; {max_bytes} are allowed"),
    )
}

impl Body {
    /// The bytes that were read.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Unread | Self::Broken(_) => &[],
            Self::Whole(bytes) | Self::TooLarge { read: bytes, .. } => bytes,
        }
    }

    /// The bytes that were read.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Unread | Self::Broken(_) => Vec::new(),
            Self::Whole(bytes) | Self::TooLarge { read: bytes, .. } => bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(&str, &str)]) -> Asked {
        Asked {
            from: Arc::default(),
            method: String::from("POST"),
            target: String::new(),
            path: String::from("/throttledthirdparty/01.00/abc"),
            address: address("/throttledthirdparty/01.00/abc"),
            headers: headers.iter().copied().collect(),
            colons: Colons::Spaced,
            certificate: None,
        }
    }

    const XML: (&str, &str) = ("Content-Type", "text/xml");

    fn codes(head: &Head) -> Vec<&'static str> {
        head.remarks.iter().map(|remark| remark.code).collect()
    }

    /// The target header is trimmed, its letter case is ignored, and what is not canonical is flagged.
    #[test]
    fn targets_are_read_leniently() {
        let cases = [
            ("toast", Kind::Toast, vec![]),
            ("token", Kind::Tile, vec![]),
            ("Toast", Kind::Toast, vec!["L1"]),
            ("tile", Kind::Tile, vec!["L1"]),
            ("raw", Kind::Raw, vec!["L1"]),
            ("", Kind::Raw, vec!["L1"]),
            ("banner", Kind::Raw, vec!["L1"]),
        ];
        for (sent, kind, expected) in cases {
            let head = read_head(&asked(&[XML, ("x-windowsphone-target", sent)]));
            assert_eq!((head.kind, codes(&head)), (kind, expected), "{sent}");
        }
        assert_eq!(read_head(&asked(&[])).kind, Kind::Raw);
    }

    /// A missing class is the kind's immediate one; one that does not fit, or is no number, is flagged.
    #[test]
    fn classes_are_read_leniently() {
        let read = |class: &str| {
            let head = read_head(&asked(&[XML, ("X-WindowsPhone-Target", "toast"), ("X-NotificationClass", class)]));
            (head.class.get(), codes(&head))
        };
        assert_eq!(read_head(&asked(&[("X-WindowsPhone-Target", "toast")])).class.get(), 2);
        assert_eq!(read("12"), (12, vec![]));
        assert_eq!(read(" 2 "), (2, vec![]));
        assert_eq!(read("1"), (1, vec!["L9"]));
        assert_eq!(read("soon"), (2, vec!["L36"]));
        assert_eq!(codes(&read_head(&asked(&[("X-NotificationClass", "4")]))), Vec::<&str>::new());
    }

    /// A message id that is a UUID is echoed as written; any other gives nil and is flagged.
    #[test]
    fn message_ids_are_uuids() {
        let read = |id: &str| {
            let head = read_head(&asked(&[("X-MessageID", id)]));
            (head.message_id.clone(), codes(&head))
        };
        let upper = "5D5B10A1-5F3C-4C7E-9AF0-1B2C3D4E5F60";
        assert_eq!(read(upper), (upper.to_owned(), vec![]));
        assert_eq!(read("4f2a9c01b7d3e"), (Uuid::nil().to_string(), vec!["L37"]));
        assert_eq!(read_head(&asked(&[])).message_id, "00000000-0000-0000-0000-000000000000");
    }

    /// A path is a channel's by its first three segments, whatever follows.
    #[test]
    fn paths_name_channels() {
        let token = ChannelToken::from_path("/throttledthirdparty/01.00/abc").unwrap();
        let cases = [
            ("/throttledthirdparty/01.00/abc", Address::Channel(token.clone())),
            ("/throttledthirdparty/01.00/abc/more", Address::Channel(token.clone())),
            ("/throttledthirdparty/01.00/abc/callback", Address::Callback(token)),
            ("/throttledthirdparty/01.00/", Address::None),
            ("/u/1/db5/HmQAAAD/abc/x/y", Address::Foreign),
            ("/favicon.ico", Address::None),
            ("*", Address::None),
        ];
        for (path, expected) in cases {
            assert_eq!(address(path), expected, "{path}");
        }
        assert_eq!(address(&format!("/throttledthirdparty/01.00/{}", "a".repeat(1_024))), Address::None);
    }
}
