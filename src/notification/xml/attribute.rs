//! What stands in a tag beside its name?

use std::borrow::Cow;
use std::ops::Range;

use super::escape::{BadReference, is_space, resolve};
use super::fault::Fault;
use super::name;

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
        let next = rest.trim_start_matches(is_space);
        if next.is_empty() {
            return Ok(found);
        }
        let at = end - next.len();
        if next.len() == rest.len() {
            return Err(Fault::new("white space is missing before an attribute", at..at + 1));
        }
        let (attribute, after) = one(next, at)?;
        if found.iter().any(|other| (other.prefix, other.local) == (attribute.prefix, attribute.local)) {
            let message = format!("the attribute `{}` stands twice in one tag", attribute.local);
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
    let offset_of = |rest: &str| at + text.len() - rest.len();
    let name_len = text.bytes().position(|byte| byte == b'=' || is_space(char::from(byte))).unwrap_or(text.len());
    let (full, rest) = text.split_at_checked(name_len).unwrap_or((text, ""));
    let Some((prefix, local)) = name::split(full) else {
        return Err(Fault::new(format!("`{full}` is no name of an attribute"), at..at + full.len().max(1)));
    };
    let missing = || Fault::new(format!("the attribute `{full}` has no value in quotes"), at..at + full.len());
    let rest = rest.trim_start_matches(is_space).strip_prefix('=').ok_or_else(missing)?;
    let rest = rest.trim_start_matches(is_space);
    let quote = rest.chars().next().filter(|letter| matches!(letter, '"' | '\'')).ok_or_else(missing)?;
    let rest = rest.strip_prefix(quote).ok_or_else(missing)?;
    let (raw, after) = rest.split_once(quote).ok_or_else(missing)?;
    let value_from = offset_of(rest);
    let value_at = value_from..value_from + raw.len();
    let value = unescape(raw, value_from)?;
    Ok((Attribute { prefix, local, value, at: at..offset_of(after), value_at }, after))
}

/// The value that an attribute's spelling stands for: references resolved, tabs and line feeds turned into spaces
/// (XML 1.0, 3.3.3).
fn unescape(raw: &str, offset: usize) -> Result<Cow<'_, str>, Fault> {
    let Some(first) = raw.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'\t' | b'\n')) else {
        return Ok(Cow::Borrowed(raw));
    };
    let (plain, mut rest) = raw.split_at_checked(first).unwrap_or((raw, ""));
    let mut value = String::with_capacity(raw.len());
    value.push_str(plain);
    while let Some(letter) = rest.chars().next() {
        let at = offset + raw.len() - rest.len();
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        rest = match letter {
            '<' => return Err(Fault::bare_less_than(at)),
            '&' => {
                let (name, following) = after.split_once(';').ok_or_else(|| Fault::bare_ampersand(at))?;
                value.push(reference(name, at)?);
                following
            }
            letter => {
                value.push(if is_space(letter) { ' ' } else { letter });
                after
            }
        };
    }
    Ok(Cow::Owned(value))
}

/// The character that `&name;`, whose `&` is at byte `at`, stands for.
pub(super) fn reference(name: &str, at: usize) -> Result<char, Fault> {
    let whole = at..at + name.len() + 2;
    resolve(name).map_err(|bad| match bad {
        BadReference::Bare => Fault::bare_ampersand(at),
        BadReference::Unknown => Fault::new(
            format!("`&{name};` is unknown: XML itself has only amp, lt, gt, quot and apos, and a bare `&` must be written `&amp;` (L4)"),
            whole,
        ),
        BadReference::NoCharacter => Fault::new(format!("`&{name};` is no character that XML can carry"), whole),
    })
}
