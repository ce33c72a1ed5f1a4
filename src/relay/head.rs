//! How were a request's header names spelled, and in which order? Pure: the bytes of a connection in, header lines out.
//!
//! hyper keeps the spelling of a request's names to itself, yet a sender's author wants to see what the library really sends.
//! So the bytes are looked at on their way to hyper (in `wire`), and each head is cut out once hyper has found it whole. What
//! is cut out must agree with what hyper read, line by line; if it does not, hyper is believed and the connection is no
//! longer looked at. The same goes for what follows a chunked body, whose end only hyper knows.

use http::HeaderMap;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use memchr::memchr;

use crate::protocol::header;
use crate::protocol::header_lines::HeaderLines;

/// The most that is kept: what hyper buffers, twice.
const MAX_KEPT_BYTES: usize = 32 * 1_024;

/// How many bytes are held ready for the next head: it and its body usually have no more.
const USUAL_BYTES: usize = 2 * 1_024;

/// Names of which the usual spelling is known, for when the real one is not.
const USUAL: [&str; 12] = [
    header::TARGET,
    header::CLASS,
    header::MESSAGE_ID,
    header::CALLBACK_URI,
    "Host",
    "Content-Type",
    "Content-Length",
    "Transfer-Encoding",
    "Accept",
    "Connection",
    "Expect",
    "User-Agent",
];

/// Whether every colon of a head is followed by white space, as in every sender but one (PROTOCOL.md 12, flexisip).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Colons {
    /// It is, as far as is known.
    #[default]
    Spaced,
    /// One is not.
    Bare,
}

/// The bytes of one connection that are not accounted for yet.
#[derive(Debug, Default)]
pub(super) struct Heads {
    bytes: Vec<u8>,
    /// How many of the coming bytes belong to a body.
    body_left: u64,
    lost: bool,
}

impl Heads {
    /// Takes in bytes that were read from the socket.
    pub(super) fn see(&mut self, new: &[u8]) {
        if self.lost {
            return;
        }
        let in_body = usize::try_from(self.body_left).unwrap_or(usize::MAX).min(new.len());
        self.body_left -= in_body as u64;
        let rest = new.get(in_body..).unwrap_or_default();
        if self.bytes.len() + rest.len() > MAX_KEPT_BYTES {
            self.lose();
        } else {
            self.bytes.extend_from_slice(rest);
        }
    }

    /// Looks no further.
    pub(super) fn lose(&mut self) {
        *self = Self { lost: true, ..Self::default() };
    }

    /// Whether bytes of a next request are here already.
    pub(super) fn has_more(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// The header lines of the request that hyper has just read as `headers`, and their colons: as sent if that is known, in
    /// the usual spelling otherwise.
    pub(super) fn take(&mut self, headers: &HeaderMap) -> (HeaderLines, Colons) {
        let cut = if self.lost { None } else { cut_head(&self.bytes, room_for(headers)) };
        let Some(Cut { lines, colons, len }) = cut.filter(|cut| agree(&cut.lines, headers)) else {
            self.lose();
            return (usual_lines(headers), Colons::Spaced);
        };
        if headers.contains_key(TRANSFER_ENCODING) {
            self.lose();
            return (lines, colons);
        }
        let body_len = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0);
        let behind = self.bytes.len() - len;
        let in_body = usize::try_from(body_len).unwrap_or(usize::MAX).min(behind);
        self.body_left = body_len - in_body as u64;
        self.bytes.drain(..len + in_body);
        if self.bytes.is_empty() && self.bytes.capacity() > USUAL_BYTES {
            self.bytes = Vec::new();
        }
        (lines, colons)
    }
}

/// A head that was cut out.
struct Cut {
    lines: HeaderLines,
    colons: Colons,
    len: usize,
}

/// No lines, with room for these: a log keeps them long.
fn room_for(headers: &HeaderMap) -> HeaderLines {
    let bytes = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    HeaderLines::with_capacity(headers.len(), bytes)
}

/// The first head in `bytes`, its lines put into `lines`.
fn cut_head(bytes: &[u8], mut lines: HeaderLines) -> Option<Cut> {
    let empty_before = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let mut at = empty_before;
    let mut colons = Colons::Spaced;
    let mut is_request_line = true;
    // Looked at once, and not for each name and value.
    let text = text_of(bytes);
    loop {
        let begin = at;
        let rest = bytes.get(begin..)?;
        let len = memchr(b'\n', rest)?;
        let line = rest.get(..len)?;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        at += len + 1;
        if is_request_line {
            is_request_line = false;
        } else if line.is_empty() {
            return Some(Cut { lines, colons, len: at });
        } else {
            let colon = memchr(b':', line)?;
            let behind = begin + colon + 1;
            let name = text.get(begin..begin + colon);
            let name = name.or_else(|| std::str::from_utf8(line.get(..colon)?).ok())?;
            let value = line.get(colon + 1..)?;
            if value.first().is_some_and(|first| !matches!(first, b' ' | b'\t')) {
                colons = Colons::Bare;
            }
            match text.get(behind..behind + value.len()) {
                Some(value) => lines.push(name, trimmed(value)),
                None => lines.push(name, trimmed(&String::from_utf8_lossy(value))),
            }
        }
    }
}

/// As much of the bytes as is a text.
fn text_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_else(|error| {
        bytes.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok()).unwrap_or_default()
    })
}

/// A value without the white space around it: nearly always that is one space before it.
fn trimmed(value: &str) -> &str {
    let value = value.strip_prefix(' ').unwrap_or(value);
    let is_space = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    let bytes = value.as_bytes();
    if is_space(bytes.first()) || is_space(bytes.last()) { value.trim_matches([' ', '\t']) } else { value }
}

/// Whether hyper read the same names and values. It leaves out a second, equal `Content-Length`.
fn agree(lines: &HeaderLines, headers: &HeaderMap) -> bool {
    // Nearly always hyper has the same lines in the same order.
    let is_same = |((name, value), (other, bytes)): ((&str, &str), (&http::HeaderName, &http::HeaderValue))| {
        other.as_str().eq_ignore_ascii_case(name) && bytes.as_bytes() == value.as_bytes()
    };
    if lines.len() == headers.len() && lines.iter().zip(headers).all(is_same) {
        return true;
    }
    lines.len() >= headers.len()
        && lines.iter().all(|(name, value)| {
            headers.get_all(name).iter().any(|other| String::from_utf8_lossy(other.as_bytes()) == value)
        })
}

fn usual_lines(headers: &HeaderMap) -> HeaderLines {
    let spelled = |name: &str| {
        USUAL.into_iter().find(|usual| usual.eq_ignore_ascii_case(name)).map_or_else(|| name.to_owned(), str::to_owned)
    };
    let value = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, bytes)| (spelled(name.as_str()), value(bytes))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(lines: &[(&str, &str)]) -> HeaderMap {
        lines
            .iter()
            .map(|(name, value)| {
                (name.parse::<http::HeaderName>().unwrap(), value.parse::<http::HeaderValue>().unwrap())
            })
            .collect()
    }

    fn lines(pairs: &[(&str, &str)]) -> HeaderLines {
        pairs.iter().copied().collect()
    }

    /// Names keep their spelling and order, request after request, whatever pieces the bytes come in.
    #[test]
    fn spelling_and_order_are_kept() {
        let wire = b"POST /a HTTP/1.1\r\nX-MessageId:  1 \r\nhost: h\r\nContent-length: 3\r\n\r\nabcGET / HTTP/1.1\r\nHOST: x\r\n\r\n";
        for piece in [1, 7, wire.len()] {
            let mut heads = Heads::default();
            let mut first = None;
            for part in wire.chunks(piece) {
                heads.see(part);
                if first.is_none() && cut_head(&heads.bytes, HeaderLines::default()).is_some() {
                    first = Some(heads.take(&map(&[("x-messageid", "1"), ("host", "h"), ("content-length", "3")])).0);
                }
            }
            assert_eq!(first, Some(lines(&[("X-MessageId", "1"), ("host", "h"), ("Content-length", "3")])), "{piece}");
            assert!(heads.has_more());
            assert_eq!(heads.take(&map(&[("host", "x")])), (lines(&[("HOST", "x")]), Colons::Spaced));
            assert!(!heads.has_more());
        }
    }

    /// When hyper read something else, hyper is believed, and known names get their usual spelling.
    #[test]
    fn hyper_is_believed() {
        let mut heads = Heads::default();
        heads.see(b"POST / HTTP/1.1\r\nHOST: x\r\n\r\n");
        let read = map(&[("host", "y"), ("x-notificationclass", "2"), ("x-other", "3")]);
        let usual = lines(&[("Host", "y"), ("X-NotificationClass", "2"), ("x-other", "3")]);
        assert_eq!(heads.take(&read), (usual.clone(), Colons::Spaced));
        assert_eq!(heads.take(&read), (usual.clone(), Colons::Spaced));
    }

    /// A colon without a space behind it is noticed; an empty value needs none.
    #[test]
    fn bare_colons_are_noticed() {
        for (line, colons) in
            [("a:1", Colons::Bare), ("a: 1", Colons::Spaced), ("a:\t1", Colons::Spaced), ("a:", Colons::Spaced)]
        {
            let cut =
                cut_head(format!("POST / HTTP/1.1\r\nhost: h\r\n{line}\r\n\r\n").as_bytes(), HeaderLines::default());
            assert_eq!(cut.map(|cut| cut.colons), Some(colons), "{line}");
        }
    }

    /// What is kept is bounded.
    #[test]
    fn memory_is_bounded() {
        let mut heads = Heads::default();
        for _ in 0..100 {
            heads.see(&[b'a'; 4_096]);
        }
        assert!(heads.lost && heads.bytes.capacity() == 0);
    }
}
