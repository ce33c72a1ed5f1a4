//! How is a diagnostic's code read back from text? As the one copy that every diagnostic shares.

use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, de};

use super::Code;

/// Every code that there can be: `L0` to `L255`.
static CODES: LazyLock<Vec<String>> = LazyLock::new(|| (0..=u8::MAX).map(|number| format!("L{number}")).collect());

/// Reads a code.
pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
    let text = String::deserialize(deserializer)?;
    let known = text.strip_prefix('L').and_then(|number| CODES.get(number.parse::<usize>().ok()?));
    known.map(String::as_str).ok_or_else(|| de::Error::custom("a rule's code is L and a number"))
}
