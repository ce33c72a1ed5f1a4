//! What is odd about a request's head, though it is taken? One function per rule; the rules about payloads are
//! `notification::lint`.
//!
//! A head has no line and column in the payload, so the spans here are empty.

use crate::notification::Kind;
use crate::notification::lint::{Diagnostic, Severity, Span};
use crate::protocol::class::NoClass;
use crate::protocol::{NotificationClass, header};

/// The largest header block, in bytes (PROTOCOL.md 4).
const MAX_HEADER_BYTES: usize = 1_024;

/// L1: `X-WindowsPhone-Target` is not spelled as documented.
pub(super) fn odd_target(sent: &str, kind: Kind) -> Diagnostic {
    let known = matches!(sent.trim().to_ascii_lowercase().as_str(), "toast" | "token");
    diagnostic(
        "L1",
        if known { Severity::Warning } else { Severity::Error },
        format!("{}: `{}` is taken as {kind}", header::TARGET, excerpt(sent)),
        "Only `token`, `toast` or no such header are documented; another word was reported to expire the channel.",
    )
}

/// L9: the class is another kind's.
pub(super) fn class_of_another_kind(class: NotificationClass, kind: Kind) -> Diagnostic {
    diagnostic(
        "L9",
        Severity::Warning,
        format!("{}: {class} is no class of a {kind}", header::CLASS),
        "The target header says one kind and the class another; what the service did with that is not documented.",
    )
}

/// L10: the headers are larger than the documents allow.
pub(super) fn large_headers(headers: &[(String, String)]) -> Option<Diagnostic> {
    // Each line has a colon, a space and a line end besides.
    let bytes: usize = headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    (bytes > MAX_HEADER_BYTES).then(|| {
        diagnostic(
            "L10",
            Severity::Warning,
            format!("the headers have {bytes} bytes; {MAX_HEADER_BYTES} are documented"),
            "The service refused a push whose headers were too large.",
        )
    })
}

/// L36: the class is no number.
pub(super) fn no_class(error: &NoClass) -> Diagnostic {
    diagnostic(
        "L36",
        Severity::Warning,
        format!("{}: {error}", header::CLASS),
        "The push is taken as immediate, as if there were no class.",
    )
}

/// L37: the message id is no UUID.
pub(super) fn no_uuid(sent: &str) -> Diagnostic {
    diagnostic(
        "L37",
        Severity::Note,
        format!("{}: `{}` is no UUID", header::MESSAGE_ID, excerpt(sent)),
        "The answer carries the nil UUID, so the sender cannot find its own message by it.",
    )
}

/// L38: the payload is broken, and the settings let the phone find that out.
pub(super) fn left_to_the_phone(error: &str) -> Diagnostic {
    diagnostic(
        "L38",
        Severity::Error,
        format!("the payload is no notification: {error}"),
        "By setting it fails at the phone: the service answers 200, and the phone then drops the channel with PayloadFormatError.",
    )
}

fn diagnostic(code: &'static str, severity: Severity, message: String, why: &str) -> Diagnostic {
    Diagnostic { code, severity, message, why: why.to_owned(), span: Span::default(), fix: None }
}

fn excerpt(sent: &str) -> String {
    sent.chars().take(40).collect()
}
