//! Which letters of an XML text mean what? Text in, coloured spans out. Pure and lenient: any text gives spans that cover it.
//!
//! It colours what people look at; what the text *says* is read by `notification`.

/// What a stretch of XML is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text between elements.
    Text,
    /// Angle brackets and the name of an element.
    Tag,
    /// The name of an attribute.
    Attribute,
    /// A quoted value.
    Value,
    /// An entity or character reference.
    Reference,
    /// A comment or a processing instruction's inside.
    Aside,
}

/// A stretch of a text that is one thing.
pub type Span<'a> = (Part, &'a str);

/// Splits a text into spans, in order; put together again they are the text.
#[must_use]
pub fn spans(text: &str) -> Vec<Span<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        rest = if let Some(aside) = rest.strip_prefix("<!--") {
            let inside = aside.find("-->").map_or(aside.len(), |at| at + 3);
            take(&mut out, Part::Aside, rest, 4 + inside)
        } else if rest.starts_with('<') {
            tag(&mut out, rest)
        } else if rest.starts_with('&') {
            let end = rest.find(';').filter(|at| *at < 12).map_or(1, |at| at + 1);
            take(&mut out, Part::Reference, rest, end)
        } else {
            let end = rest.find(['<', '&']).unwrap_or(rest.len());
            take(&mut out, Part::Text, rest, end)
        };
    }
    out
}

/// Takes a tag apart, up to and with its `>`.
fn tag<'a>(out: &mut Vec<Span<'a>>, text: &'a str) -> &'a str {
    let name_end = text.find(|letter: char| letter.is_whitespace() || letter == '>').unwrap_or(text.len());
    let closed = text
        .get(..name_end)
        .is_some_and(|head| head.ends_with('/') && text.get(name_end..).is_some_and(|tail| tail.starts_with('>')));
    let mut rest = take(out, Part::Tag, text, if closed { name_end - 1 } else { name_end });
    while let Some(letter) = rest.chars().next() {
        rest = match letter {
            '>' => return take(out, Part::Tag, rest, 1),
            '<' => return rest,
            '/' | '?' => take(out, Part::Tag, rest, 1),
            '"' | '\'' => {
                let end = rest.get(1..).and_then(|inside| inside.find(letter)).map_or(rest.len(), |at| at + 2);
                take(out, Part::Value, rest, end)
            }
            '=' => take(out, Part::Text, rest, 1),
            space if space.is_whitespace() => {
                let end = rest.find(|letter: char| !letter.is_whitespace()).unwrap_or(rest.len());
                take(out, Part::Text, rest, end)
            }
            _ => {
                let stops =
                    |letter: char| letter.is_whitespace() || matches!(letter, '=' | '>' | '<' | '/' | '?' | '"' | '\'');
                take(out, Part::Attribute, rest, rest.find(stops).unwrap_or(rest.len()))
            }
        };
    }
    rest
}

fn take<'a>(out: &mut Vec<Span<'a>>, part: Part, text: &'a str, bytes: usize) -> &'a str {
    let (head, tail) = text.split_at_checked(bytes).unwrap_or((text, ""));
    if !head.is_empty() {
        out.push((part, head));
    }
    tail
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Names, attributes, values, texts and references are told apart.
    #[test]
    fn parts_are_told_apart() {
        let got = spans("<wp:Tile Template=\"Flip\"><wp:Count>3 &amp; 4</wp:Count></wp:Tile>");
        let expected = [
            (Part::Tag, "<wp:Tile"),
            (Part::Text, " "),
            (Part::Attribute, "Template"),
            (Part::Text, "="),
            (Part::Value, "\"Flip\""),
            (Part::Tag, ">"),
            (Part::Tag, "<wp:Count"),
            (Part::Tag, ">"),
            (Part::Text, "3 "),
            (Part::Reference, "&amp;"),
            (Part::Text, " 4"),
            (Part::Tag, "</wp:Count"),
            (Part::Tag, ">"),
            (Part::Tag, "</wp:Tile"),
            (Part::Tag, ">"),
        ];
        assert_eq!(got, expected);
    }

    /// A declaration, a comment and an empty element are no obstacle.
    #[test]
    fn asides_are_recognised() {
        assert_eq!(spans("<a/>"), [(Part::Tag, "<a"), (Part::Tag, "/"), (Part::Tag, ">")]);
        assert_eq!(spans("<!-- x --><a>"), [(Part::Aside, "<!-- x -->"), (Part::Tag, "<a"), (Part::Tag, ">")]);
        assert_eq!(spans("<?xml version='1.0'?>").first(), Some(&(Part::Tag, "<?xml")));
    }

    proptest! {
        /// Whatever the text is, its spans put together again are the text.
        #[test]
        fn nothing_is_lost(text in "[<>/&;='\"a-c !?\\-é\\n]{0,60}") {
            let again: String = spans(&text).into_iter().map(|(_, piece)| piece).collect();
            prop_assert_eq!(again, text);
        }
    }
}
