//! Which headers does a push have? Pure: a [`Draft`] in, header lines out (PROTOCOL.md 2.1).

use super::draft::Draft;
use crate::notification::Kind;
use crate::protocol::header;
use crate::protocol::record::HeaderLines;

/// The headers of a draft, in the order in which they are written; `Host` and `Content-Length` come from the connection.
#[must_use]
pub fn headers(draft: &Draft) -> HeaderLines {
    let content_type = match draft.kind {
        Kind::Toast | Kind::Tile => "text/xml; charset=utf-8",
        Kind::Raw => "application/octet-stream",
    };
    let mut lines = vec![(String::from("Content-Type"), content_type.to_owned())];
    if let Some(target) = header::target_value(draft.kind) {
        lines.push((header::TARGET.to_owned(), target.to_owned()));
    }
    lines.push((header::CLASS.to_owned(), draft.class.to_string()));
    lines.push((header::MESSAGE_ID.to_owned(), draft.message_id.to_string()));
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
        let target =
            |kind| headers(&draft(kind)).into_iter().find(|(name, _)| name == header::TARGET).map(|line| line.1);
        assert_eq!(target(Kind::Toast).as_deref(), Some("toast"));
        assert_eq!(target(Kind::Tile).as_deref(), Some("token"));
        assert_eq!(target(Kind::Raw), None);
    }
}
