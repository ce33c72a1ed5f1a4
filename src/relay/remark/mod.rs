//! What is odd about a request, though it is taken? One function per rule; the rules about payloads are
//! `notification::lint`.
//!
//! `head` looks at the header lines, `body` at what came with them, `device` at the phone that it is for; `rule` is the list of
//! codes. A head has no line and column in the payload, so in a push's record these spans are empty; in a request that is a
//! text (`text`), they are not.

mod body;
mod device;
mod head;
mod near;
mod rule;
mod text;

pub(super) use body::{of_body, of_size};
pub(super) use device::{Demands, of_callback, of_device};
pub(super) use head::of_head;
pub use rule::Rule;
pub use text::{NoRequest, lint_for_os, lint_request};

use crate::notification::lint::{Diagnostic, Fix, Span};

/// The longest quotation of what a sender wrote, in characters.
const MAX_EXCERPT_CHARS: usize = 40;

/// Something odd about a request.
#[derive(Clone, Debug)]
pub(super) struct Remark {
    rule: &'static Rule,
    message: String,
    line: Option<usize>,
    mend: Option<Mend>,
}

/// What mends a header line.
#[derive(Clone, Debug)]
enum Mend {
    /// This in its place.
    Write(String),
    /// Nothing in its place.
    Remove,
}

impl Remark {
    fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self { rule, message: message.into(), line: None, mend: None }
    }

    /// It stands in this header line, counted from 0.
    fn in_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// The line should read so.
    fn mended_by(mut self, name: &str, value: &str) -> Self {
        self.mend = Some(Mend::Write(format!("{name}: {value}")));
        self
    }

    /// The line should not be there.
    fn mended_by_removal(mut self) -> Self {
        self.mend = Some(Mend::Remove);
        self
    }

    /// The remark as it stands in a push's record.
    pub(super) fn into_diagnostic(self) -> Diagnostic {
        self.placed(Span::default())
    }

    fn placed(self, span: Span) -> Diagnostic {
        let fix = self.mend.map(|mend| match mend {
            Mend::Write(line) => Fix { title: format!("Write `{line}`"), replacement: line },
            Mend::Remove => Fix { title: String::from("Remove the header"), replacement: String::new() },
        });
        let Rule { code, severity, why } = *self.rule;
        Diagnostic { code, severity, message: self.message, why: why.to_owned(), span, fix }
    }
}

fn excerpt(sent: &str) -> String {
    sent.chars().take(MAX_EXCERPT_CHARS).collect()
}
