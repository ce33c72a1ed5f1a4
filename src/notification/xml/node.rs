//! What does the walker hand out: a start tag, what stands in an element, what comes next.

use std::borrow::Cow;
use std::ops::Range;

use super::attribute::Attribute;
use super::name::Space;

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Open<'a> {
    /// The prefix, empty if there is none.
    pub(crate) prefix: &'a str,
    /// The name without its prefix.
    pub(crate) local: &'a str,
    /// The namespace that the prefix stands for.
    pub(crate) space: Space,
    /// The attributes, without the declarations of namespaces.
    pub(crate) attributes: Vec<Attribute<'a>>,
    /// From `<` to `>`.
    pub(crate) tag: Range<usize>,
}

impl Open<'_> {
    /// The name as it stands in the text.
    pub(crate) fn name(&self) -> String {
        match self.prefix {
            "" => self.local.to_owned(),
            prefix => format!("{prefix}:{}", self.local),
        }
    }

    /// Where the name stands.
    pub(crate) fn name_at(&self) -> Range<usize> {
        let from = self.tag.start + 1;
        let prefix_len = if self.prefix.is_empty() { 0 } else { self.prefix.len() + 1 };
        from..from + prefix_len + self.local.len()
    }
}

/// What an element holds that holds a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content<'a> {
    /// The text: what stands in it, in CDATA sections and in references, put together.
    pub(crate) text: Cow<'a, str>,
    /// From the first `<` to the last `>`.
    pub(crate) element: Range<usize>,
    /// Between the tags.
    pub(crate) inner: Range<usize>,
    /// The start tag of the first element inside, which does not count as text.
    pub(crate) child: Option<Range<usize>>,
}

/// What comes next in an element that holds elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node<'a> {
    /// An element, which must be gone through before the next question.
    Child(Open<'a>),
    /// Text that is more than white space.
    Stray(Range<usize>),
    /// The element's end.
    End,
}
