//! What is wrong with a payload, where, and why does it matter?
//!
//! The reader adds what it was lenient about. Every rule with its code, severity and reason is one row in `rule`.

mod code;
mod finding;
pub mod rule;
mod text;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) use finding::Finding;
pub use rule::Rule;
pub(super) use text::{check_param, check_text};

/// How many findings of one payload are listed. A payload can break a rule in every third byte.
pub(super) const MAX_FINDINGS: usize = 100;

/// The longest message, in characters. Messages quote what a sender has written.
const MAX_MESSAGE_CHARS: usize = 240;

/// The longest quotation of what a payload says, in characters.
const MAX_EXCERPT_CHARS: usize = 60;

/// A quotation of a name or a value that may be long, so that the words behind it are still read.
pub(super) fn excerpt(said: &str) -> std::borrow::Cow<'_, str> {
    match said.char_indices().nth(MAX_EXCERPT_CHARS) {
        Some((end, _)) => format!("{}…", said.split_at(end).0).into(),
        None => said.into(),
    }
}

/// A message that is no longer than a message may be.
pub(super) fn shortened(message: String) -> String {
    if message.len() <= MAX_MESSAGE_CHARS || message.chars().count() <= MAX_MESSAGE_CHARS {
        return message;
    }
    let mut short: String = message.chars().take(MAX_MESSAGE_CHARS).collect();
    short.push('…');
    short
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Some phone or service did something else with it.
    Warning,
    /// It does not work.
    Error,
}

/// A stretch of a payload. Lines and columns count from 1, columns in characters; the end is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Span {
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// Column after the last character.
    pub end_column: u32,
}

/// A rule's code.
pub type Code = &'static str;

/// One finding (INTERFACES.md 3, "a diagnostic").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Diagnostic {
    /// The rule's code, the key to search for.
    #[serde(deserialize_with = "code::read")]
    #[schema(value_type = String)]
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is the matter, in one line.
    pub message: String,
    /// Why it matters.
    pub why: String,
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// A change that mends it, where one is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fix {
    /// What the change does.
    pub title: String,
    /// What to put in place of the span.
    pub replacement: String,
}
