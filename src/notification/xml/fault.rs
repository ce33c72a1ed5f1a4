//! What makes a text no XML at all, in words and with its place?
//!
//! Something that is well-formed but odd is no fault: `lint/rule`.

use std::ops::Range;

use quick_xml::errors::{Error, IllFormedError, SyntaxError};

use crate::notification::lint::{Fix, Rule, excerpt, shortened};

/// Why the text cannot be read. Boxed, since the way without faults is gone far more often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    rule: Rule,
    message: String,
    at: Range<usize>,
    fix: Option<Fix>,
}

impl Fault {
    /// A fault at `at`, in bytes of the decoded text.
    #[cold]
    pub(crate) fn new(message: impl Into<String>, at: Range<usize>) -> Self {
        Self::of(Rule::Unreadable, message, at)
    }

    #[cold]
    fn of(rule: Rule, message: impl Into<String>, at: Range<usize>) -> Self {
        Self(Box::new(Details { rule, message: shortened(message.into()), at, fix: None }))
    }

    fn mended_by(mut self, title: &str, replacement: &str) -> Self {
        self.0.fix = Some(Fix { title: title.to_owned(), replacement: replacement.to_owned() });
        self
    }

    /// The same where no change is certain to mend it.
    #[must_use]
    pub(super) fn without_fix(mut self) -> Self {
        self.0.fix = None;
        self
    }

    /// The rule that is broken.
    pub(crate) fn rule(&self) -> Rule {
        self.0.rule
    }

    /// What mends it, where that is certain.
    pub(crate) fn fix(&self) -> Option<&Fix> {
        self.0.fix.as_ref()
    }

    /// What is wrong, in one line.
    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// Where.
    pub(crate) fn at(&self) -> &Range<usize> {
        &self.0.at
    }

    /// A `<` that starts no tag.
    pub(crate) fn bare_less_than(at: usize) -> Self {
        Self::of(Rule::BareMarkup, "a bare `<` in text must be written `&lt;` (L4)", at..at + 1)
            .mended_by("Escape it", "&lt;")
    }

    /// A `<` with nothing behind it.
    pub(crate) fn last_less_than(at: usize) -> Self {
        Self::of(Rule::BareMarkup, "the text ends in a bare `<` (L4)", at..at + 1)
    }

    /// A `&` that starts no reference.
    pub(crate) fn bare_ampersand(at: usize) -> Self {
        Self::of(
            Rule::BareMarkup,
            "a bare `&` must be written `&amp;`, and a reference must end in `;` (L4)",
            at..at + 1,
        )
        .mended_by("Escape it", "&amp;")
    }

    /// `&name` where a text ends: the rest of a reference was cut off.
    pub(crate) fn cut_reference(name: &str, at: usize) -> Self {
        let message = format!("the text is cut off within a reference, `&{name}` (L4): cut first, then escape");
        Self::of(Rule::BareMarkup, message, at..at + 1 + name.len())
    }

    /// `&name;` of which XML knows nothing.
    pub(crate) fn unknown_reference(name: &str, at: Range<usize>) -> Self {
        let message = format!(
            "`&{};` is unknown: XML itself has only amp, lt, gt, quot and apos, and a bare `&` must be written `&amp;` (L4)",
            excerpt(name)
        );
        Self::of(Rule::BareMarkup, message, at)
    }

    /// A document type declaration, however it looks inside.
    pub(crate) fn doctype(at: Range<usize>) -> Self {
        Self::new("a document type declaration is not allowed", at)
    }

    /// What the parser refused at `at`.
    pub(crate) fn of_parser(error: &Error, at: Range<usize>) -> Self {
        match error {
            Error::Syntax(SyntaxError::UnclosedDoctype) | Error::IllFormed(IllFormedError::MissingDoctypeName) => {
                Self::doctype(at)
            }
            Error::Syntax(SyntaxError::InvalidBangMarkup) => {
                Self::new("`<!` starts neither a comment nor a CDATA section", at)
            }
            Error::Syntax(other) => Self::new(other.to_string(), at),
            Error::IllFormed(IllFormedError::UnclosedReference) => Self::bare_ampersand(at.start),
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                Self::new(format!("`</{}>` stands where `</{}>` must", excerpt(found), excerpt(expected)), at)
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
                Self::new(format!("`</{}>` closes nothing", excerpt(found)), at)
            }
            Error::IllFormed(other) => Self::new(other.to_string(), at),
            other => Self::new(other.to_string(), at),
        }
    }
}
