//! How does a text stand in JSON? Letter for letter as `serde_json` writes it, in a fraction of the time: every push is written
//! so once, and most of what it says needs no escape.

/// How many bytes are looked at together.
const WORD: usize = size_of::<u64>();
/// A byte in every place of a word.
const EACH: u64 = u64::MAX / 0xFF;
/// The highest bit of every byte of a word.
const HIGH: u64 = EACH * 0x80;

/// Adds a text to `out`, in quotes and with what JSON needs escaped (RFC 8259, 7).
pub(super) fn add_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some((before, special, after)) = next_special(rest) {
        out.push_str(before);
        add_escaped(out, special);
        rest = after;
    }
    out.push_str(rest);
    out.push('"');
}

fn add_escaped(out: &mut String, special: u8) {
    let short = match special {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        0x08 => "\\b",
        0x09 => "\\t",
        0x0A => "\\n",
        0x0C => "\\f",
        0x0D => "\\r",
        _ => {
            out.push_str("\\u00");
            let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
            out.extend([digit(special >> 4), digit(special & 0x0F)]);
            return;
        }
    };
    out.push_str(short);
}

/// What stands before the first byte that is to be escaped, this byte, and what stands behind it.
fn next_special(text: &str) -> Option<(&str, u8, &str)> {
    let (words, _) = text.as_bytes().as_chunks::<WORD>();
    let plain = words.iter().take_while(|word| !has_special(u64::from_ne_bytes(**word))).count() * WORD;
    let tail = text.as_bytes().get(plain..)?;
    let at = plain + tail.iter().position(|byte| is_special(*byte))?;
    // It is an ASCII letter, so that the text can be cut on both sides of it.
    Some((text.get(..at)?, *text.as_bytes().get(at)?, text.get(at + 1..)?))
}

const fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// Whether one of eight bytes is to be escaped: whether one is zero once the quotes, or the backslashes, are made so, or one is
/// less than a space (Warren, Hacker's Delight, 6-1).
const fn has_special(word: u64) -> bool {
    const fn below(word: u64, limit: u64) -> u64 {
        word.wrapping_sub(EACH * limit) & !word & HIGH
    }
    below(word, b' ' as u64) | below(word ^ (EACH * b'"' as u64), 1) | below(word ^ (EACH * b'\\' as u64), 1) != 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quoted(text: &str) -> String {
        let mut out = String::new();
        add_quoted(&mut out, text);
        out
    }

    /// Every letter of ASCII, wherever it stands, is written as `serde_json` writes it.
    #[test]
    fn every_letter_is_written_as_serde_writes_it() {
        for byte in 0..=0x7F_u8 {
            for before in 0..2 * WORD {
                let text = format!("{}{}ü\"{}", "a".repeat(before), char::from(byte), "é".repeat(before));
                assert_eq!(quoted(&text), serde_json::to_string(&text).unwrap());
            }
        }
    }

    proptest! {
        /// Any text is written as `serde_json` writes it.
        #[test]
        fn any_text_is_written_as_serde_writes_it(text in "(?s).{0,80}") {
            prop_assert_eq!(quoted(&text), serde_json::to_string(&text).unwrap());
        }
    }
}
