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
    let (prefix, local) = match name.bytes().position(|byte| byte == b':') {
        None => ("", name),
        Some(at) => (name.get(..at).filter(|prefix| is_plain(prefix))?, name.get(at + 1..)?),
    };
    is_plain(local).then_some((prefix, local))
}

/// Whether this is a name without a colon.
#[inline]
pub(super) fn is_plain(name: &str) -> bool {
    let starts = !matches!(name.bytes().next(), None | Some(b'0'..=b'9' | b'.' | b'-'));
    name.bytes().fold(starts, |good, byte| good & IN_NAME.get(usize::from(byte)).copied().unwrap_or_default())
}

/// The bytes that a name without a colon is made of.
const IN_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &mut [bool] = &mut table;
    let mut byte = 0_u8;
    while let Some((slot, after)) = rest.split_first_mut() {
        *slot = matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. | b'0'..=b'9' | b'.' | b'-');
        rest = after;
        byte = byte.wrapping_add(1);
    }
    table
};

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

    /// Splits `name` if its prefix is the one that was bound last, which is nearly always so.
    #[inline]
    pub(crate) fn split_known<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str, Space)> {
        let binding = self.bindings.last().filter(|binding| !binding.prefix.is_empty())?;
        let local = name.strip_prefix(binding.prefix)?.strip_prefix(':').filter(|local| is_plain(local))?;
        Some((name.get(..binding.prefix.len())?, local, binding.space))
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
