//! Which line and column is this byte?

use std::ops::Range;

use crate::notification::lint::Span;

/// Turns byte offsets into lines and columns. Going forward costs only the way from the last question, so ask in
/// document order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ruler<'a> {
    text: &'a str,
    offset: usize,
    line: u32,
    column: u32,
}

impl<'a> Ruler<'a> {
    /// A ruler laid on `text`, whose lines end in line feeds.
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text, offset: 0, line: 1, column: 1 }
    }

    /// The lines and columns of a stretch of bytes.
    pub(crate) fn span(&mut self, range: &Range<usize>) -> Span {
        let (line, column) = self.go_to(range.start);
        let (end_line, end_column) = self.go_to(range.end.max(range.start));
        Span { line, column, end_line, end_column }
    }

    fn go_to(&mut self, offset: usize) -> (u32, u32) {
        if offset < self.offset {
            *self = Self::new(self.text);
        }
        let offset = self.text.floor_char_boundary(offset);
        let passed = self.text.get(self.offset..offset).unwrap_or_default();
        match passed.rsplit_once('\n') {
            None => self.column = self.column.saturating_add(count(passed.chars().count())),
            Some((before, last)) => {
                let lines = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
                self.line = self.line.saturating_add(count(lines));
                self.column = count(last.chars().count()).saturating_add(1);
            }
        }
        self.offset = offset;
        (self.line, self.column)
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines and columns count from 1, columns in characters, forwards and backwards.
    #[test]
    fn columns_count_characters() {
        let mut ruler = Ruler::new("äb\n\ncd");
        let last = Span { line: 3, column: 2, end_line: 3, end_column: 3 };
        assert_eq!(ruler.span(&(6..7)), last);
        assert_eq!(ruler.span(&(2..3)), Span { line: 1, column: 2, end_line: 1, end_column: 3 });
        assert_eq!(ruler.span(&(6..7)), last);
        assert_eq!(ruler.span(&(90..99)), Span { line: 3, column: 3, end_line: 3, end_column: 3 });
    }
}
