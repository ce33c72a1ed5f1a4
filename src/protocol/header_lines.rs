//! The header lines of a request or an answer, in the order of the wire, each name in its own letter case.
//!
//! A log keeps many thousands of them, so that all lines of a message lie in one piece of memory.

use std::fmt;

use serde::ser::SerializeSeq as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Header lines.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HeaderLines {
    /// Names and values, one after the other.
    text: String,
    /// Where each name and each value ends.
    ends: Vec<(u32, u32)>,
}

impl HeaderLines {
    /// None, with room for so many lines of so many bytes in all.
    #[must_use]
    pub fn with_capacity(lines: usize, bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ends: Vec::with_capacity(lines) }
    }

    /// Adds a line.
    pub fn push(&mut self, name: &str, value: &str) {
        self.text.push_str(name);
        let name_ends = self.end();
        self.text.push_str(value);
        self.ends.push((name_ends, self.end()));
    }

    fn end(&self) -> u32 {
        // No message has headers of four gigabytes.
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The lines: name and value.
    #[must_use]
    pub fn iter(&self) -> Lines<'_> {
        Lines { text: &self.text, begin: 0, ends: self.ends.iter() }
    }

    /// The first value of a header, ignoring the letter case of its name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        self.all(name).next().map(|(_, value)| value)
    }

    /// The values of a header, ignoring the letter case of its name, each with the number of its line, from 0.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = (usize, &'a str)> {
        let mut begin = 0;
        self.ends.iter().enumerate().filter_map(move |(line, (name_ends, value_ends))| {
            let (name_ends, value_ends) = (*name_ends as usize, *value_ends as usize);
            let begin = std::mem::replace(&mut begin, value_ends);
            if name_ends - begin != name.len() {
                return None;
            }
            let other = self.text.as_bytes().get(begin..name_ends)?;
            let is_it = other.eq_ignore_ascii_case(name.as_bytes());
            is_it.then(|| self.text.get(name_ends..value_ends)).flatten().map(|value| (line, value))
        })
    }
}

/// The lines of [`HeaderLines`].
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    begin: usize,
    ends: std::slice::Iter<'a, (u32, u32)>,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let (name_ends, value_ends) = *self.ends.next()?;
        let (name_ends, value_ends) = (name_ends as usize, value_ends as usize);
        let begin = std::mem::replace(&mut self.begin, value_ends);
        // Ends are where a text was appended, so both are there.
        Some((self.text.get(begin..name_ends)?, self.text.get(name_ends..value_ends)?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.ends.size_hint()
    }
}

impl ExactSizeIterator for Lines<'_> {}

impl<'a> IntoIterator for &'a HeaderLines {
    type Item = (&'a str, &'a str);
    type IntoIter = Lines<'a>;

    fn into_iter(self) -> Lines<'a> {
        self.iter()
    }
}

impl<N: AsRef<str>, V: AsRef<str>> Extend<(N, V)> for HeaderLines {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, lines: I) {
        for (name, value) in lines {
            self.push(name.as_ref(), value.as_ref());
        }
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for HeaderLines {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(lines: I) -> Self {
        let mut all = Self::default();
        all.extend(lines);
        all
    }
}

impl fmt::Debug for HeaderLines {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self).finish()
    }
}

impl Serialize for HeaderLines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for line in self {
            list.serialize_element(&line)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for HeaderLines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<(String, String)>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines come out as they went in, empty ones and equal ones too, and are written down as pairs.
    #[test]
    fn lines_keep_their_order() {
        let pairs = [("Host", "a"), ("X-Empty", ""), ("", "b"), ("host", "ü"), ("Host", "a")];
        let lines: HeaderLines = pairs.into_iter().collect();
        assert_eq!(lines.iter().collect::<Vec<_>>(), pairs);
        assert_eq!((lines.len(), lines.first("HOST"), lines.first("none")), (5, Some("a"), None));
        assert_eq!(lines.all("Host").collect::<Vec<_>>(), [(0, "a"), (3, "ü"), (4, "a")]);
        let text = serde_json::to_string(&lines).unwrap();
        assert_eq!(text, r#"[["Host","a"],["X-Empty",""],["","b"],["host","ü"],["Host","a"]]"#);
        assert_eq!(serde_json::from_str::<HeaderLines>(&text).unwrap(), lines);
    }
}
