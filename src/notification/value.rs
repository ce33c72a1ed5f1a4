//! What may stand in an element: a count, a colour, a picture's address, a tile's id, a version.
//!
//! Each type proves itself when it is made from text; whether it is there at all is `field`.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use thiserror::Error;

/// Why a text is not the value that an element needs.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ValueError {
    /// Not a number at all.
    #[error("`{0}` is not a number")]
    Count(String),
    /// Not `#AARRGGBB`.
    #[error("`{0}` is not a colour of the form #AARRGGBB")]
    Color(String),
    /// Not `major.minor`.
    #[error("`{0}` is not a version such as 2.0")]
    Version(String),
}

/// A tile's number. 1 to 99 is shown, 0 and less hides the badge, more is shown as 99 (PROTOCOL.md 3.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Count(i32);

impl Count {
    /// The largest number a badge shows (VISUALS.md 2.2).
    pub const MAX: u8 = 99;

    /// A count of `value`.
    #[must_use]
    pub const fn new(value: i32) -> Self {
        Self(value)
    }

    /// The number as sent.
    #[must_use]
    pub const fn get(self) -> i32 {
        self.0
    }

    /// The number that the phone draws, if it draws one.
    #[must_use]
    pub fn shown(self) -> Option<u8> {
        (self.0 > 0).then(|| u8::try_from(self.0).map_or(Self::MAX, |count| count.min(Self::MAX)))
    }
}

impl FromStr for Count {
    type Err = ValueError;

    /// Reads an integer, or a decimal number, which is floored as the phone floored it (PROTOCOL.md 3.2, FIELD).
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let wrong = || ValueError::Count(text.to_owned());
        let trimmed = text.trim();
        if let Ok(whole) = trimmed.parse::<i32>() {
            return Ok(Self(whole));
        }
        let shape = trimmed.strip_prefix(['-', '+']).unwrap_or(trimmed);
        let digits = !shape.is_empty()
            && shape.bytes().any(|byte| byte.is_ascii_digit())
            && shape.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if !digits {
            return Err(wrong());
        }
        let number = trimmed.parse::<f64>().map_err(|_| wrong())?.floor();
        #[expect(clippy::cast_possible_truncation, reason = "`as` saturates, which is what a count out of range needs")]
        Ok(Self(number as i32))
    }
}

impl fmt::Display for Count {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// A colour as a payload writes it, `#AARRGGBB` (PROTOCOL.md 3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct HexColor {
    /// Alpha; anything but 255 makes the phone use the theme's accent.
    pub alpha: u8,
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl FromStr for HexColor {
    type Err = ValueError;

    /// Reads `#AARRGGBB`, and `#RRGGBB` as opaque (not documented; our choice, and the reader says so).
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let wrong = || ValueError::Color(text.to_owned());
        let digits = text.trim().strip_prefix('#').ok_or_else(wrong)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| wrong())?;
        let [alpha, red, green, blue] = number.to_be_bytes();
        match digits.len() {
            8 => Ok(Self { alpha, red, green, blue }),
            6 => Ok(Self { alpha: u8::MAX, red, green, blue }),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for HexColor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02X}{:02X}{:02X}{:02X}", self.alpha, self.red, self.green, self.blue)
    }
}

/// Where a picture is: `/Art/red.png` in the app, `isostore:/…`, or `http://…` (PROTOCOL.md 3.4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ImageRef(String);

/// Which store an [`ImageRef`] points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImagePlace {
    /// No address at all; what that means depends on the property (PROTOCOL.md 10, row 10).
    Nowhere,
    /// A file of the app's package.
    Package,
    /// A file of the app's isolated storage.
    IsolatedStorage,
    /// A web address; allowed only where the channel bound the domain.
    Remote,
}

impl ImageRef {
    /// An address as it stands in a payload; any text is one.
    pub fn new(address: impl Into<String>) -> Self {
        Self(address.into())
    }

    /// The address as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which store the address points into.
    #[must_use]
    pub fn place(&self) -> ImagePlace {
        let starts = |prefix: &str| self.0.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
        if self.0.is_empty() {
            ImagePlace::Nowhere
        } else if starts("isostore:") {
            ImagePlace::IsolatedStorage
        } else if starts("http://") || starts("https://") {
            ImagePlace::Remote
        } else {
            ImagePlace::Package
        }
    }
}

/// A secondary tile's `Id`: exactly its navigation URI (PROTOCOL.md 3.2). Never empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TileId(String);

impl TileId {
    /// The id, or nothing for an empty text, which stands for the application tile (PROTOCOL.md 3.2).
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (!text.is_empty()).then_some(Self(text))
    }

    /// The id as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The `Version` of a `wp:Notification`; templates of Windows Phone 8 need 2.0 (PROTOCOL.md 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Version {
    /// The part before the dot.
    pub major: u16,
    /// The part after the dot.
    pub minor: u16,
}

impl Version {
    /// The version that Windows Phone 8 templates are sent with.
    pub const TWO: Self = Self { major: 2, minor: 0 };
}

impl FromStr for Version {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let wrong = || ValueError::Version(text.to_owned());
        let trimmed = text.trim();
        let (major, minor) = trimmed.split_once('.').unwrap_or((trimmed, "0"));
        Ok(Self { major: major.parse().map_err(|_| wrong())?, minor: minor.parse().map_err(|_| wrong())? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decimals are floored, a sign is allowed, words are refused.
    #[test]
    fn counts_are_read_as_the_phone_read_them() {
        assert_eq!("3.9".parse(), Ok(Count::new(3)));
        assert_eq!("-0.5".parse(), Ok(Count::new(-1)));
        assert_eq!(" 7 ".parse(), Ok(Count::new(7)));
        assert!("seven".parse::<Count>().is_err());
        assert!("".parse::<Count>().is_err());
        assert!("infinity".parse::<Count>().is_err());
    }

    /// 1 to 99 is shown as it is, more as 99, zero and less not at all.
    #[test]
    fn badge_numbers_stay_in_range() {
        let shown = [-4, 0, 1, 99, 100, i32::MAX].map(|count| Count::new(count).shown());
        assert_eq!(shown, [None, None, Some(1), Some(99), Some(99), Some(99)]);
    }

    /// A colour survives being written and read.
    #[test]
    fn colours_round_trip() {
        let color: HexColor = "#ff1BA1E2".parse().unwrap();
        assert_eq!(color.to_string(), "#FF1BA1E2");
        assert!("#12345".parse::<HexColor>().is_err());
        assert!("#+1234567".parse::<HexColor>().is_err());
    }
}
