//! How is a seed changed? In small ways that a sender's bugs have too: bytes lost, doubled, cut, put elsewhere.

use proptest::prelude::*;
use proptest::sample::Index;

/// The longest case, in bytes: larger than anything that is taken.
const MAX_BYTES: usize = 200_000;

/// One change.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A byte is another.
    Byte(Index, u8),
    /// A bit is another.
    Bit(Index, u8),
    /// Bytes are put in.
    Insert(Index, Vec<u8>),
    /// A word of the target's is put in.
    Word(Index, Index),
    /// A word of the target's stands in the place of as many bytes.
    Overwrite(Index, Index),
    /// A stretch is gone.
    Remove(Index, u8),
    /// A stretch stands there several times.
    Repeat(Index, u8, u16),
    /// The rest is gone.
    Cut(Index),
    /// From here on it is another seed, from there on.
    Splice(Index, Index, Index),
    /// A number is another one.
    Number(Index, u64),
}

/// Any change.
pub(crate) fn any_change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    let numbers = prop_oneof![any::<u64>(), 0..=3_u64, Just(u64::from(u32::MAX)), Just(u64::MAX), Just(1 << 53)];
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        (at(), 0..8_u8).prop_map(|(at, bit)| Change::Bit(at, bit)),
        (at(), prop::collection::vec(any::<u8>(), 1..8)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (at(), at()).prop_map(|(at, word)| Change::Word(at, word)),
        (at(), at()).prop_map(|(at, word)| Change::Overwrite(at, word)),
        (at(), 1..=255_u8).prop_map(|(at, len)| Change::Remove(at, len)),
        (at(), 1..=64_u8, 1..300_u16).prop_map(|(at, len, times)| Change::Repeat(at, len, times)),
        at().prop_map(Change::Cut),
        (at(), at(), at()).prop_map(|(at, seed, from)| Change::Splice(at, seed, from)),
        (at(), numbers).prop_map(|(at, number)| Change::Number(at, number)),
    ]
}

impl Change {
    /// Changes `bytes`.
    pub(crate) fn apply(&self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>], words: &[&[u8]]) {
        let place = |at: &Index, len: usize| at.index(len + 1);
        let len = bytes.len();
        match self {
            Self::Byte(at, byte) if len > 0 => bytes[at.index(len)] = *byte,
            Self::Bit(at, bit) if len > 0 => bytes[at.index(len)] ^= 1 << bit,
            Self::Byte(..) | Self::Bit(..) => {}
            Self::Insert(at, new) => drop(bytes.splice(place(at, len)..place(at, len), new.iter().copied())),
            Self::Word(at, word) => {
                let word = words[word.index(words.len())];
                bytes.splice(place(at, len)..place(at, len), word.iter().copied());
            }
            Self::Overwrite(at, word) => {
                let (from, word) = (place(at, len), words[word.index(words.len())]);
                bytes.splice(from..len.min(from + word.len()), word.iter().copied());
            }
            Self::Remove(at, count) => drop(bytes.drain(place(at, len)..len.min(place(at, len) + usize::from(*count)))),
            Self::Repeat(at, count, times) => {
                let from = place(at, len);
                let to = len.min(from + usize::from(*count));
                let part = bytes[from..to].repeat(usize::from(*times));
                bytes.splice(to..to, part);
            }
            Self::Cut(at) => bytes.truncate(place(at, len)),
            Self::Splice(at, seed, from) => {
                let other = &seeds[seed.index(seeds.len())];
                bytes.truncate(place(at, len));
                bytes.extend(&other[place(from, other.len())..]);
            }
            Self::Number(at, number) => {
                let from = place(at, len);
                let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|start| from + start) else {
                    return;
                };
                let end = bytes[start..].iter().position(|byte| !byte.is_ascii_digit()).map_or(len, |end| start + end);
                bytes.splice(start..end, number.to_string().into_bytes());
            }
        }
        bytes.truncate(MAX_BYTES);
    }
}
