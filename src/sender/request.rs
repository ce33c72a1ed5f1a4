//! Which headers does a push have? Pure: a [`Draft`] in, header lines out (PROTOCOL.md 2.1).

use super::draft::Draft;
use crate::notification::Kind;
use crate::protocol::header;
use crate::protocol::header_lines::HeaderLines;

/// The headers of a draft, in the order in which they are written; `Host` and `Content-Length` come from the connection.
#[must_use]
pub fn headers(draft: &Draft) -> HeaderLines {
    let content_type = match draft.kind {
        Kind::Toast | Kind::Tile => "text/xml; charset=utf-8",
        Kind::Raw => "application/octet-stream",
    };
    let mut lines = HeaderLines::default();
    lines.push("Content-Type", content_type);
    if let Some(target) = header::target_value(draft.kind) {
        lines.push(header::TARGET, target);
    }
    lines.push(header::CLASS, &draft.class.to_string());
    lines.push(header::MESSAGE_ID, &draft.message_id.to_string());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::class::{Interval, NotificationClass};

    fn draft(kind: Kind) -> Draft {
        Draft {
            message_id: uuid::Uuid::nil(),
            uri: String::from("http://127.0.0.1/x"),
            kind,
            class: NotificationClass::of(kind, Interval::Immediate),
            body: Vec::new(),
        }
    }

    /// A toast says `toast`, a tile says `token`, raw says nothing.
    #[test]
    fn the_target_names_the_kind() {
        let target = |kind| headers(&draft(kind)).first(header::TARGET).map(str::to_owned);
        assert_eq!(target(Kind::Toast).as_deref(), Some("toast"));
        assert_eq!(target(Kind::Tile).as_deref(), Some("token"));
        assert_eq!(target(Kind::Raw), None);
    }
}
