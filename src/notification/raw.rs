//! What is a raw notification? Any bytes at all, for a running app (PROTOCOL.md 3.5).

use serde::Serialize;

use super::lint::{Diagnostic, Rule, Span};
use super::read::Reading;
use super::{MAX_PAYLOAD_BYTES, Notification};

/// The size that older documents allow for a raw body (PROTOCOL.md 4 and 10, row 1).
pub const OLD_MAX_BYTES: usize = 1_024;

/// A body that only the app understands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Raw {
    /// The body as sent.
    pub bytes: Vec<u8>,
}

impl Raw {
    /// Takes any bytes; only their number may be a finding, and that has no place: it stands at the first character.
    pub(super) fn read(bytes: &[u8]) -> Reading {
        let broken = if bytes.len() > MAX_PAYLOAD_BYTES {
            Some((Rule::TooLarge, MAX_PAYLOAD_BYTES))
        } else if bytes.len() > OLD_MAX_BYTES {
            Some((Rule::LargeRaw, OLD_MAX_BYTES))
        } else {
            None
        };
        let diagnostics = broken.into_iter().map(|(rule, limit)| Diagnostic {
            code: rule.code(),
            severity: rule.severity(),
            message: format!("the payload has {} bytes, {limit} are allowed", bytes.len()),
            why: rule.why().to_owned(),
            span: Span { line: 1, column: 1, end_line: 1, end_column: 1 },
            fix: None,
        });
        let notification = Notification::Raw(Self { bytes: bytes.to_vec() });
        Reading::of_raw(notification, diagnostics.collect())
    }
}
