//! What does a payload say about one property of a tile: nothing, "clear it", or a value?
//!
//! The values themselves are in `value`.

use serde::Serialize;

/// One property of a tile as a payload gives it (PROTOCOL.md 3.2, 3.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field<T> {
    /// The element is not there: the phone keeps what it shows.
    #[default]
    Absent,
    /// `Action="Clear"`: the phone removes what it shows.
    Cleared,
    /// A value, possibly an empty one.
    Set(T),
}

impl<T> Field<T> {
    /// The value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Absent | Self::Cleared => None,
        }
    }

    /// Whether the element is missing from the payload.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Applies this field to what the phone shows now: absent keeps, cleared removes, a value replaces (VISUALS.md 2.7).
    pub fn merge_into(&self, shown: &mut Option<T>)
    where
        T: Clone,
    {
        match self {
            Self::Absent => {}
            Self::Cleared => *shown = None,
            Self::Set(value) => *shown = Some(value.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    /// Absent keeps, Clear removes, a value replaces.
    #[test]
    fn merging_follows_the_three_cases() {
        let mut shown = Some("old");
        Field::Absent.merge_into(&mut shown);
        assert_eq!(shown, Some("old"));
        Field::Set("new").merge_into(&mut shown);
        assert_eq!(shown, Some("new"));
        Field::Cleared.merge_into(&mut shown);
        assert_eq!(shown, None);
    }
}
