//! What stands in a tag beside its name?

use std::borrow::Cow;
use std::ops::Range;

use super::escape::{BadReference, resolve};
use super::fault::Fault;
use super::name;
use crate::notification::lint::excerpt;

/// The most attributes one tag may have; ours have at most three, and the bound keeps the check for doubles cheap.
pub(super) const MAX_ATTRIBUTES: usize = 64;

/// One attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute<'a> {
    /// The prefix, empty if there is none.
    pub(crate) prefix: &'a str,
    /// The name without its prefix.
    pub(crate) local: &'a str,
    /// The value, references resolved.
    pub(crate) value: Cow<'a, str>,
    /// From the name to the closing quote.
    pub(crate) at: Range<usize>,
    /// Between the quotes.
    pub(crate) value_at: Range<usize>,
}

/// Splits what follows a tag's name, which begins at byte `offset` of the text.
pub(super) fn split(tag: &str, offset: usize) -> Result<Vec<Attribute<'_>>, Fault> {
    let mut found: Vec<Attribute<'_>> = Vec::with_capacity(2);
    let mut rest = tag;
    let end = offset + tag.len();
    loop {
        let next = rest.trim_ascii_start();
        if next.is_empty() {
            return Ok(found);
        }
        let at = end - next.len();
        if next.len() == rest.len() {
            return Err(Fault::new("white space is missing before an attribute", at..at + 1));
        }
        let (attribute, after) = one(next, at)?;
        if found.iter().any(|other| (other.prefix, other.local) == (attribute.prefix, attribute.local)) {
            let message = format!("the attribute `{}` stands twice in one tag", excerpt(attribute.local));
            return Err(Fault::new(message, attribute.at));
        }
        if found.len() == MAX_ATTRIBUTES {
            return Err(Fault::new(format!("more than {MAX_ATTRIBUTES} attributes in one tag"), attribute.at));
        }
        found.push(attribute);
        rest = after;
    }
}

/// The attribute at the start of `text`, and what follows it.
fn one(text: &str, at: usize) -> Result<(Attribute<'_>, &str), Fault> {
    let name_end = text.bytes().position(|byte| byte == b'=' || byte.is_ascii_whitespace());
    let (full, rest) = text.split_at_checked(name_end.unwrap_or(text.len())).unwrap_or((text, ""));
    let Some((prefix, local)) = name::split(full) else {
        return Err(Fault::new(format!("`{}` is no name of an attribute", excerpt(full)), at..at + full.len().max(1)));
    };
    let missing =
        || Fault::new(format!("the attribute `{}` has no value in quotes", excerpt(full)), at..at + full.len());
    let quoted = rest.trim_ascii_start().strip_prefix('=').ok_or_else(missing)?.trim_ascii_start();
    let quote = quoted.bytes().next().filter(|byte| matches!(byte, b'"' | b'\'')).ok_or_else(missing)?;
    let inside = quoted.get(1..).ok_or_else(missing)?;
    let raw_len = memchr::memchr(quote, inside.as_bytes()).ok_or_else(missing)?;
    let (raw, closing) = inside.split_at_checked(raw_len).ok_or_else(missing)?;
    let after = closing.get(1..).unwrap_or_default();
    let value_from = at + text.len() - inside.len();
    let value_at = value_from..value_from + raw_len;
    let value = unescape(raw, value_from)?;
    Ok((Attribute { prefix, local, value, at: at..value_at.end + 1, value_at }, after))
}

/// The value that an attribute's spelling stands for: references resolved, tabs and line feeds turned into spaces
/// (XML 1.0, 3.3.3).
fn unescape(raw: &str, offset: usize) -> Result<Cow<'_, str>, Fault> {
    let mut value = String::new();
    let mut rest = raw;
    while let Some(plain_len) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'\t' | b'\n')) {
        let at = offset + raw.len() - rest.len() + plain_len;
        let (plain, special) = rest.split_at_checked(plain_len).unwrap_or((rest, ""));
        let after = special.get(1..).unwrap_or_default();
        value.reserve(raw.len());
        value.push_str(plain);
        rest = match special.bytes().next() {
            Some(b'<') => return Err(Fault::bare_less_than(at)),
            Some(b'&') => {
                let (name, following) = after.split_once(';').ok_or_else(|| Fault::bare_ampersand(at))?;
                value.push(reference(name, at)?);
                following
            }
            Some(_) | None => {
                value.push(' ');
                after
            }
        };
    }
    if value.is_empty() {
        return Ok(Cow::Borrowed(rest));
    }
    value.push_str(rest);
    Ok(Cow::Owned(value))
}

/// The character that `&name;`, whose `&` is at byte `at`, stands for.
pub(super) fn reference(name: &str, at: usize) -> Result<char, Fault> {
    let whole = at..at + name.len() + 2;
    resolve(name).map_err(|bad| match bad {
        BadReference::Bare => Fault::bare_ampersand(at),
        BadReference::Unknown => Fault::unknown_reference(name, whole),
        BadReference::NoCharacter => {
            Fault::new(format!("`&{};` is no character that XML can carry", excerpt(name)), whole)
        }
    })
}
