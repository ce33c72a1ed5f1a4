//! In which order do the letters of a line stand? From left to right as they are to be seen, where some are read from right to
//! left.
//!
//! egui lays words out one after the other from the left, and turns only the letters inside each. So the words are put in
//! the order of the Unicode bidirectional algorithm here, and Arabic letters are joined. The line begins at the left all the
//! same: what the phone did with it there is not known.

use std::borrow::Cow;

use ar_reshaper::ArabicReshaper;
use unicode_bidi::{BidiClass, BidiInfo, bidi_class};

/// A line with its words in the order in which they are to be seen.
#[must_use]
pub fn in_order(line: &str) -> Cow<'_, str> {
    if !line.chars().any(is_from_the_right) {
        return Cow::Borrowed(line);
    }
    let joined = ArabicReshaper::default().reshape(line);
    let info = BidiInfo::new(&joined, None);
    let mut seen = String::with_capacity(joined.len());
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let part = joined.get(run.clone()).unwrap_or_default();
            if levels.get(run.start).is_some_and(unicode_bidi::Level::is_rtl) {
                push_reversed(&mut seen, part);
            } else {
                seen.push_str(part);
            }
        }
    }
    // They have done their work, and nobody draws them.
    seen.retain(|letter| !is_mark(letter));
    Cow::Owned(seen)
}

fn is_from_the_right(letter: char) -> bool {
    use BidiClass::{AL, R, RLE, RLI, RLO};
    // Everything before Hebrew is read from the left.
    letter >= '\u{590}' && matches!(bidi_class(letter), R | AL | RLE | RLO | RLI)
}

/// A character that only says how others are to be read.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Adds a part that is read from the right: its words from the last to the first, each with its letters as they were, for egui
/// turns those; what stands between words turns by itself.
fn push_reversed(seen: &mut String, part: &str) {
    let is_of_word = |letter: char| matches!(bidi_class(letter), BidiClass::R | BidiClass::AL | BidiClass::NSM);
    let mut rest = part;
    while let Some(last) = rest.chars().next_back() {
        let word = rest.trim_end_matches(is_of_word);
        if word.len() < rest.len() {
            seen.push_str(rest.get(word.len()..).unwrap_or_default());
            rest = word;
        } else {
            seen.push(mirrored(last));
            rest = rest.get(..rest.len() - last.len_utf8()).unwrap_or_default();
        }
    }
}

/// A bracket as it looks from the other side (Unicode, `BidiMirroring`, as far as messages need it).
const fn mirrored(letter: char) -> char {
    match letter {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read from the left stays as it is.
    #[test]
    fn other_lines_stay() {
        for line in ["", "Train 7", "Поезд (7)", "電車 7", "Ünï 🚂"] {
            assert!(matches!(in_order(line), Cow::Borrowed(same) if same == line), "{line}");
        }
    }

    /// Words stand from right to left, numbers and foreign words among them from left to right, brackets the other way round.
    #[test]
    fn words_are_put_in_order() {
        assert_eq!(in_order("שלום עולם"), "עולם שלום");
        assert_eq!(in_order("רכבת 42 (שער)"), "(שער) 42 רכבת");
        assert_eq!(in_order("Gate שער ב open"), "Gate ב שער open");
        assert_eq!(in_order("\u{200F}שלום\u{202C}"), "שלום");
    }

    /// Arabic letters are joined: each has the form of its place in the word.
    #[test]
    fn arabic_is_joined() {
        assert_eq!(in_order("بيت"), "\u{FE91}\u{FEF4}\u{FE96}");
        assert_eq!(in_order("بيت 7"), "7 \u{FE91}\u{FEF4}\u{FE96}");
    }
}
