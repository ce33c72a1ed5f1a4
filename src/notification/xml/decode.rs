//! Which text do these bytes spell? UTF-8, or UTF-16 with a byte order mark, and only characters that XML can carry.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::escape::is_allowed;
use crate::notification::lint::Rule;

/// A decoded payload.
#[derive(Clone, Debug)]
pub(crate) struct Decoded<'a> {
    /// The text, without byte order mark, every line ending in a line feed (XML 1.0, 2.11).
    pub(crate) text: Cow<'a, str>,
    /// How the bytes spell it.
    pub(crate) encoding: &'static Encoding,
    /// Whether the bytes began with a byte order mark.
    pub(crate) mark: Mark,
    /// Whether `]]>`, which may not stand in text, stands anywhere.
    pub(crate) has_section_end: bool,
}

/// Whether a byte order mark was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It was.
    Present,
    /// It was not.
    Missing,
}

/// Why bytes spell no text that XML can carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Undecodable<'a> {
    /// The rule that is broken.
    pub(crate) rule: Rule,
    /// What is wrong, in one line.
    pub(crate) message: String,
    /// The text before the fault.
    pub(crate) before: Cow<'a, str>,
}

/// Decodes a payload.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Undecodable<'_>> {
    let (encoding, mark_len) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let body = bytes.get(mark_len..).unwrap_or_default();
    let mark = if mark_len > 0 { Mark::Present } else { Mark::Missing };
    if mark == Mark::Missing && matches!(body, [b'<', 0, ..] | [0, b'<', ..]) {
        let message = "the bytes look like UTF-16 without a byte order mark".to_owned();
        return Err(Undecodable { rule: Rule::DeclaredEncoding, message, before: Cow::Borrowed("") });
    }
    let text = if encoding == UTF_8 { utf_8(body)? } else { utf_16(body, encoding)? };
    // Nearly every payload passes the first look.
    if !text.bytes().fold(false, |odd, byte| odd | is_suspicious(byte)) {
        return Ok(Decoded { text, encoding, mark, has_section_end: false });
    }
    let text = check_characters(text)?;
    let has_section_end = text.contains("]]>");
    Ok(Decoded { text, encoding, mark, has_section_end })
}

fn utf_8(body: &[u8]) -> Result<Cow<'_, str>, Undecodable<'_>> {
    match str::from_utf8(body) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => {
            let (before, rest) = body.split_at_checked(error.valid_up_to()).unwrap_or_default();
            let byte = rest.first().copied().unwrap_or_default();
            Err(Undecodable {
                rule: Rule::DeclaredEncoding,
                message: format!("the byte 0x{byte:02X} is not UTF-8 here"),
                before: String::from_utf8_lossy(before),
            })
        }
    }
}

fn utf_16<'a>(body: &'a [u8], encoding: &'static Encoding) -> Result<Cow<'a, str>, Undecodable<'a>> {
    debug_assert!(encoding == UTF_16LE || encoding == UTF_16BE, "no other encoding has a mark");
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(body) {
        return Ok(text);
    }
    let (lossy, _) = encoding.decode_without_bom_handling(body);
    let before = lossy.split('\u{FFFD}').next().unwrap_or_default().to_owned();
    let message = "the bytes are not UTF-16 here: half a character".to_owned();
    Err(Undecodable { rule: Rule::DeclaredEncoding, message, before: Cow::Owned(before) })
}

/// Refuses what XML cannot carry and makes every line end a line feed.
fn check_characters(text: Cow<'_, str>) -> Result<Cow<'_, str>, Undecodable<'_>> {
    if let Some((at, letter)) = text.char_indices().find(|(_, letter)| !is_allowed(*letter)) {
        let code = u32::from(letter);
        let message = format!("the character U+{code:04X} is not allowed in XML");
        let before = Cow::Owned(text.get(..at).unwrap_or_default().to_owned());
        return Err(Undecodable { rule: Rule::Unreadable, message, before });
    }
    if text.contains('\r') {
        return Ok(Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")));
    }
    Ok(text)
}

/// Control characters but tab and line feed, the byte that starts U+FFFE and U+FFFF, and the bracket that ends a CDATA
/// section; written so that the compiler can test many bytes at once.
const fn is_suspicious(byte: u8) -> bool {
    matches!(byte, 0..=0x08 | 0x0B..=0x1F | b']' | 0xEF)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A surrogate without its partner is refused after the text that stands before it.
    #[test]
    fn half_characters_are_refused() {
        let bytes = [0xFF, 0xFE, b'a', 0, 0x00, 0xD8, b'b', 0];
        assert_eq!(decode(&bytes).unwrap_err().before, "a");
        assert_eq!(decode(&[0xFF, 0xFE, b'a', 0, b'b']).unwrap_err().before, "a");
    }

    /// All three line ends become a line feed.
    #[test]
    fn line_ends_become_line_feeds() {
        assert_eq!(decode(b"a\r\nb\rc\nd").unwrap().text, "a\nb\nc\nd");
    }
}
