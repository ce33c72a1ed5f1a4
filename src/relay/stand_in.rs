//! How does an answer of the service come onto the wire without hyper's making it anew? hyper is given an answer that stands in
//! for it, with a status and nothing else; what hyper writes of that, `wire` puts the real one in the place of.
//!
//! A push is answered with nine header lines that are ready as they are to be read. As hyper takes them they are a map of names
//! and values, each checked and hashed, and a second map with the letter case of the names; this was a sixth of what a push
//! costs. hyper still does what it knows about: whether the connection stays open, and when it is written to.

use axum::body::Body;
use http::{Response, StatusCode};

/// How every status line begins.
const VERSION: &[u8] = b"HTTP/1.1 ";
/// What hyper writes between the status line and the date, if the connection is to be closed and in any case.
const CLOSES: &[u8] = b"\r\nconnection: close";
const LENGTH: &[u8] = b"\r\ncontent-length: 0\r\ndate: ";
/// How long a date is (RFC 9110, 5.6.7), with the line end and the empty line behind it.
const DATE_BYTES: usize = 29 + 4;
/// How every answer ends, and what is added before that if the connection is to be closed.
const END: &[u8] = b"Content-Length: 0\r\n\r\n";
const CONNECTION: &[u8] = b"Connection: close\r\n";

/// An answer that stands in for another.
pub(super) fn for_status(status: u16) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// What hyper is about to write, with `answer` in the place of the one that stands in for it, at the end; `None` if there is
/// none.
pub(super) fn replaced(written: &[u8], answer: &[u8]) -> Option<Vec<u8>> {
    let (head, rest) = written.split_at_checked(written.len().checked_sub(LENGTH.len() + DATE_BYTES)?)?;
    if !rest.starts_with(LENGTH) || !rest.ends_with(b"\r\n\r\n") {
        return None;
    }
    let (line, closes) = head.strip_suffix(CLOSES).map_or((head, false), |line| (line, true));
    // Before it there may be what else was not written yet: that the body may come, say (RFC 9110, 10.1.1).
    let (before, line) =
        line.split_at_checked(line.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1))?;
    if !line.starts_with(VERSION) {
        return None;
    }
    let mut all = Vec::with_capacity(before.len() + answer.len() + CONNECTION.len());
    all.extend_from_slice(before);
    if closes {
        for part in [answer.strip_suffix(END)?, CONNECTION, END] {
            all.extend_from_slice(part);
        }
    } else {
        all.extend_from_slice(answer);
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "Tue, 24 Nov 2026 04:02:23 GMT";

    fn replaced_in(written: &str) -> Option<String> {
        let answer = replaced(written.as_bytes(), b"HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 0\r\n\r\n")?;
        Some(String::from_utf8(answer).unwrap())
    }

    /// The answer takes the place of the one that stands in for it, behind what else is written, and says when the connection is
    /// to be closed.
    #[test]
    fn the_real_answer_is_written() {
        let end = format!("content-length: 0\r\ndate: {DATE}\r\n\r\n");
        let real = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(replaced_in(&format!("HTTP/1.1 200 OK\r\n{end}")).as_deref(), Some(real));
        let go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        assert_eq!(replaced_in(&format!("{go_on}HTTP/1.1 200 OK\r\n{end}")), Some(format!("{go_on}{real}")));
        let closing = replaced_in(&format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{end}"));
        let closed = "HTTP/1.1 200 OK\r\nServer: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(closing.as_deref(), Some(closed));
    }

    /// What is another answer stays.
    #[test]
    fn other_answers_stay() {
        for written in [
            String::new(),
            format!("HTTP/1.1 200 OK\r\nserver: y\r\ncontent-length: 0\r\ndate: {DATE}\r\n\r\n"),
            format!("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ndate: {DATE}\r\n\r\n"),
            format!("HTTP/1.1 200 OK\r\ncontent-length: 0\r\ndate: {DATE}\r\n\r\nx"),
        ] {
            assert_eq!(replaced_in(&written), None, "{written}");
        }
    }
}
