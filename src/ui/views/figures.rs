//! How are numbers written? Spans of time, byte counts, thousands.

use std::time::Duration;

use crate::lang::{Argument, text_with};

/// A span of time as a person reads it: `1.2 ms`, `34 ms`, `5.0 s`, `4 min`.
#[must_use]
pub fn span(span: Duration) -> String {
    let micros = span.as_micros();
    if micros < 10_000 {
        let tenths = micros / 100;
        unit("span-ms", &format!("{}.{}", tenths / 10, tenths % 10))
    } else if micros < 1_000_000 {
        unit("span-ms", &(micros / 1_000).to_string())
    } else if micros < 60_000_000 {
        let tenths = micros / 100_000;
        unit("span-secs", &format!("{}.{}", tenths / 10, tenths % 10))
    } else if micros < 7_200_000_000 {
        unit("span-mins", &(micros / 60_000_000).to_string())
    } else {
        unit("span-hours", &(micros / 3_600_000_000).to_string())
    }
}

fn unit(key: &str, number: &str) -> String {
    text_with(key, &[("n", Argument::Text(number))])
}

/// A number with its thousands apart: `3,072`.
#[must_use]
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spans have two or three figures and a unit.
    #[test]
    fn spans_read_well() {
        let micros = [0, 320, 9_940, 10_400, 999_400, 1_640_000, 61_000_000, 7_300_000_000];
        let got = micros.map(|micros| span(Duration::from_micros(micros)));
        assert_eq!(got, ["0.0 ms", "0.3 ms", "9.9 ms", "10 ms", "999 ms", "1.6 s", "1 min", "2 h"]);
    }

    /// Thousands are set apart.
    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([7, 528, 3_072, 1_000_000].map(thousands), ["7", "528", "3,072", "1,000,000"]);
    }
}
