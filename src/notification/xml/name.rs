//! What is a name made of, and which namespace does a prefix stand for?

use crate::notification::NAMESPACE;

/// The namespace of an element or attribute, as far as it matters to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// `WPNotification`.
    Ours,
    /// Any other one.
    Foreign,
    /// None at all.
    Nowhere,
}

impl Space {
    /// The namespace with this URI.
    pub(crate) fn of_uri(uri: &str) -> Self {
        match uri {
            NAMESPACE => Self::Ours,
            "" => Self::Nowhere,
            _ => Self::Foreign,
        }
    }
}

/// Splits a name into prefix (empty if there is none) and local name; nothing if it is no name.
/// Characters outside ASCII are taken without a closer look.
pub(super) fn split(name: &str) -> Option<(&str, &str)> {
    let mut colon = None;
    let mut starts = true;
    for (at, byte) in name.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => starts = false,
            b'0'..=b'9' | b'.' | b'-' if !starts => {}
            b':' if !starts && colon.is_none() => {
                colon = Some(at);
                starts = true;
            }
            _ => return None,
        }
    }
    if starts {
        return None;
    }
    match colon {
        None => Some(("", name)),
        Some(at) => Some((name.get(..at)?, name.get(at + 1..)?)),
    }
}

/// The prefixes that are bound where the walker stands.
#[derive(Debug, Default)]
pub(super) struct Scopes<'a> {
    bindings: Vec<Binding<'a>>,
}

#[derive(Debug)]
struct Binding<'a> {
    prefix: &'a str,
    space: Space,
    depth: usize,
}

impl<'a> Scopes<'a> {
    /// Binds `prefix` for the element at `depth` and what is inside it.
    pub(crate) fn bind(&mut self, prefix: &'a str, uri: &str, depth: usize) {
        self.bindings.push(Binding { prefix, space: Space::of_uri(uri), depth });
    }

    /// Forgets what was bound below `depth`.
    pub(crate) fn leave_to(&mut self, depth: usize) {
        while self.bindings.last().is_some_and(|binding| binding.depth > depth) {
            self.bindings.pop();
        }
    }

    /// What `prefix` stands for; nothing if it was never declared. No prefix means the default namespace.
    pub(crate) fn space(&self, prefix: &str) -> Option<Space> {
        let bound = self.bindings.iter().rev().find(|binding| binding.prefix == prefix);
        match (bound, prefix) {
            (Some(binding), _) => Some(binding.space),
            (None, "") => Some(Space::Nowhere),
            (None, "xml") => Some(Space::Foreign),
            (None, _) => None,
        }
    }
}
