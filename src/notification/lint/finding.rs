//! What did the reader find, before anybody asked for lines and columns?

use std::ops::Range;

use super::{Diagnostic, Fix, Rule, shortened};
use crate::notification::xml::Ruler;

/// A rule that a payload breaks, and where: byte offsets into the decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    rule: Rule,
    message: String,
    at: Range<usize>,
    fix: Option<Fix>,
}

impl Finding {
    /// `rule` is broken at `at`.
    pub(crate) fn new(rule: Rule, at: Range<usize>, message: impl Into<String>) -> Self {
        Self { rule, message: shortened(message.into()), at, fix: None }
    }

    /// The same, mended by putting `replacement` in its place.
    pub(crate) fn mended_by(mut self, title: impl Into<String>, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { title: title.into(), replacement: replacement.into() });
        self
    }

    /// Another finding in the same place.
    pub(crate) fn replaced_by(self, rule: Rule, message: String) -> Self {
        Self::new(rule, self.at, message)
    }

    /// The finding in lines and columns.
    pub(crate) fn into_diagnostic(self, ruler: &mut Ruler<'_>) -> Diagnostic {
        Diagnostic {
            code: self.rule.code(),
            severity: self.rule.severity(),
            message: self.message,
            why: self.rule.why().to_owned(),
            span: ruler.span(&self.at),
            fix: self.fix,
        }
    }
}
