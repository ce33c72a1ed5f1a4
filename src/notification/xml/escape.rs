//! Which characters need another spelling, and what does a reference stand for?

/// Whether XML 1.0 can carry this character at all, even as a reference.
pub(super) const fn is_allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// Whether this is white space to XML.
pub(super) const fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r')
}

/// Why a reference stands for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadReference {
    /// What stands between `&` and `;` is not even a name: the `&` was meant as a letter.
    Bare,
    /// A name that nobody declared.
    Unknown,
    /// A number that is no character that XML can carry.
    NoCharacter,
}

/// The character that `&name;` stands for. Only the five names of XML itself exist, since there are no DTDs.
pub(super) fn resolve(name: &str) -> Result<char, BadReference> {
    match name {
        "amp" => return Ok('&'),
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "quot" => return Ok('"'),
        "apos" => return Ok('\''),
        _ => {}
    }
    let Some(number) = name.strip_prefix('#') else {
        let bad = super::name::split(name).map_or(BadReference::Bare, |_| BadReference::Unknown);
        return Err(bad);
    };
    let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |digits| (digits, 16));
    if digits.starts_with('+') {
        return Err(BadReference::NoCharacter);
    }
    u32::from_str_radix(digits, radix)
        .ok()
        .and_then(char::from_u32)
        .filter(|letter| is_allowed(*letter))
        .ok_or(BadReference::NoCharacter)
}

/// Where a text is going to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// Between two tags: line feeds and tabs stay as they are.
    Element,
    /// Between quotes, where a reader turns them into spaces.
    Attribute,
}

/// Appends `text` so that a reader finds it as it is. Characters that XML cannot carry become U+FFFD, so that the
/// reader of the text sees that something was there.
pub(super) fn push_escaped(out: &mut String, text: &str, spot: Spot) {
    if !text.bytes().fold(false, |odd, byte| odd | is_suspicious(byte)) {
        out.push_str(text);
        return;
    }
    let mut plain_from = 0;
    for (at, letter) in text.char_indices() {
        let Some(spelling) = spelling(letter, spot) else { continue };
        out.push_str(text.get(plain_from..at).unwrap_or_default());
        out.push_str(spelling);
        plain_from = at + letter.len_utf8();
    }
    out.push_str(text.get(plain_from..).unwrap_or_default());
}

/// Whether a byte may belong to a character that needs another spelling; written so that the compiler can test many
/// bytes at once. 0xEF starts U+FFFE and U+FFFF.
const fn is_suspicious(byte: u8) -> bool {
    matches!(byte, 0..=0x1F | b'&' | b'<' | b'>' | b'"' | b'\'' | 0xEF)
}

/// The other spelling that a character needs, if it needs one.
const fn spelling(letter: char, spot: Spot) -> Option<&'static str> {
    match (letter, spot) {
        ('&', _) => Some("&amp;"),
        ('<', _) => Some("&lt;"),
        ('>', _) => Some("&gt;"),
        ('"', _) => Some("&quot;"),
        ('\'', _) => Some("&apos;"),
        ('\r', _) => Some("&#13;"),
        ('\n', Spot::Attribute) => Some("&#10;"),
        ('\t', Spot::Attribute) => Some("&#9;"),
        _ if is_allowed(letter) => None,
        _ => Some("\u{FFFD}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The five names, decimal and hexadecimal numbers stand for characters; nothing else does.
    #[test]
    fn references_resolve() {
        let known = ["amp", "lt", "gt", "quot", "apos", "#65", "#x41", "#x1F600"].map(resolve);
        assert_eq!(known, ['&', '<', '>', '"', '\'', 'A', 'A', '\u{1F600}'].map(Ok));
        assert_eq!(resolve("nbsp"), Err(BadReference::Unknown));
        assert_eq!(resolve(" b "), Err(BadReference::Bare));
        for bad in ["#0", "#x", "#", "#xD800", "#65536000", "#xFFFE", "#+65", "#X41", "#-1"] {
            assert_eq!(resolve(bad), Err(BadReference::NoCharacter), "{bad}");
        }
    }

    /// Line feeds stay in elements and are spelled out in attributes; a carriage return is always spelled out.
    #[test]
    fn white_space_survives_where_it_stands() {
        let mut out = String::new();
        push_escaped(&mut out, "a\t\n\r\u{0}", Spot::Element);
        push_escaped(&mut out, "a\t\n\r\u{FFFF}", Spot::Attribute);
        assert_eq!(out, "a\t\n&#13;\u{FFFD}a&#9;&#10;&#13;\u{FFFD}");
    }
}
