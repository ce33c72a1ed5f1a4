//! What can be set about the service? Names and defaults of INTERFACES.md 3; each is a ruling of PROTOCOL.md 10, or a number
//! that no source is sure of.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;
use utoipa::ToSchema;

use crate::notification::MAX_PAYLOAD_BYTES;
use crate::protocol::status::{Dialect, InactiveSpelling};

/// The relay's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How many pushes may wait for a device (PROTOCOL.md 10, row 19: about 30).
    pub queue_depth: usize,
    /// How many pushes an unauthenticated channel takes in 24 hours (PROTOCOL.md 6, OFF); `None` is no end.
    pub daily_quota: Option<u32>,
    /// How many pushes a channel takes in a second (PROTOCOL.md 10, row 7; the number was never published); `None` is no end.
    pub rate_per_sec: Option<u32>,
    /// After how many seconds away a device is inactive (PROTOCOL.md 5.4: 24 h is MEM, so it can be set).
    pub inactive_after_secs: u64,
    /// The largest payload, in bytes (PROTOCOL.md 10, row 1).
    pub max_payload_bytes: usize,
    /// Whether a newer tile takes the place of an undelivered older one (PROTOCOL.md 6: MEM, so off).
    pub coalesce_tiles: bool,
    /// What the sender of a raw push to an app that does not run is told (PROTOCOL.md 10, row 16).
    pub raw_to_stopped_app: RawToStoppedApp,
    /// The answer to a GET: 405, or 200 as one book has it (PROTOCOL.md 10, row 3).
    pub get_answers: u16,
    /// How "inactive" is spelled (PROTOCOL.md 10, row 5).
    pub inactive_spelling: InactiveSpelling,
    /// Where a bad payload fails (PROTOCOL.md 7, "two places").
    pub bad_payload_fails_at: BadPayloadFailsAt,
    /// Hosts that a callback may go to, loopback aside.
    pub callback_hosts: Vec<String>,
    /// How many pushes the history keeps.
    pub history_limit: usize,
    /// Whether answers carry a line for senders that look for `connected` in lower case (PROTOCOL.md 10, row 21).
    pub extra_connected_header: bool,
}

/// What the sender of a raw push to an app that does not run is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RawToStoppedApp {
    /// `Received`; the phone throws it away.
    #[default]
    Received,
    /// `Suppressed`.
    Suppressed,
}

/// Where a payload that is no notification fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BadPayloadFailsAt {
    /// At the service: 400.
    #[default]
    Relay,
    /// At the phone, which then drops the channel.
    Phone,
}

/// A setting cannot be as it was wanted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct BadSetting(String);

impl Default for Settings {
    fn default() -> Self {
        Self {
            queue_depth: 30,
            daily_quota: Some(500),
            rate_per_sec: None,
            inactive_after_secs: 86_400,
            max_payload_bytes: MAX_PAYLOAD_BYTES,
            coalesce_tiles: false,
            raw_to_stopped_app: RawToStoppedApp::Received,
            get_answers: 405,
            inactive_spelling: InactiveSpelling::default(),
            bad_payload_fails_at: BadPayloadFailsAt::Relay,
            callback_hosts: Vec::new(),
            history_limit: 100_000,
            extra_connected_header: false,
        }
    }
}

impl Settings {
    /// The most that a queue may be set to.
    pub const MAX_QUEUE_DEPTH: usize = 100_000;
    /// The most bytes that a payload may be allowed: in base64, with its headers, it still fits a frame of the link.
    pub const MAX_ALLOWED_PAYLOAD_BYTES: usize = 24_576;
    /// The most that the history may keep.
    pub const MAX_HISTORY_LIMIT: usize = 1_000_000;
    /// The longest wait until a device is inactive, in seconds: ten years.
    pub const MAX_INACTIVE_AFTER_SECS: u64 = 315_360_000;
    /// How many hosts may be listed.
    const MAX_HOSTS: usize = 100;
    /// The longest name of a host, in bytes (RFC 1035, 2.3.4).
    const MAX_HOST_BYTES: usize = 253;

    /// How answers are spelled.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        Dialect { inactive: self.inactive_spelling }
    }

    /// These settings with some of them changed: `patch` is a JSON object of settings by name.
    ///
    /// # Errors
    /// A name is unknown, or a value is not of its kind or out of its range.
    pub fn patched(&self, patch: &Value) -> Result<Self, BadSetting> {
        let Value::Object(changes) = patch else {
            return Err(BadSetting(String::from("settings are changed with an object of names and values")));
        };
        let mut whole = serde_json::to_value(self).map_err(|error| BadSetting(error.to_string()))?;
        if let Value::Object(fields) = &mut whole {
            fields.extend(changes.clone());
        }
        let patched: Self = serde_json::from_value(whole).map_err(|error| BadSetting(error.to_string()))?;
        patched.check()?;
        Ok(patched)
    }

    fn check(&self) -> Result<(), BadSetting> {
        within("queue_depth", self.queue_depth, &(0..=Self::MAX_QUEUE_DEPTH))?;
        within("inactive_after_secs", self.inactive_after_secs, &(1..=Self::MAX_INACTIVE_AFTER_SECS))?;
        within("max_payload_bytes", self.max_payload_bytes, &(1..=Self::MAX_ALLOWED_PAYLOAD_BYTES))?;
        within("history_limit", self.history_limit, &(1..=Self::MAX_HISTORY_LIMIT))?;
        within("the number of callback_hosts", self.callback_hosts.len(), &(0..=Self::MAX_HOSTS))?;
        if self.get_answers != 405 && self.get_answers != 200 {
            return Err(BadSetting(format!("get_answers is 405 or 200; it cannot be {}", self.get_answers)));
        }
        let is_host = |host: &String| {
            (1..=Self::MAX_HOST_BYTES).contains(&host.len())
                && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte))
        };
        match self.callback_hosts.iter().find(|host| !is_host(host)) {
            Some(host) => {
                let host: String = host.chars().take(80).collect();
                Err(BadSetting(format!("callback_hosts: `{host}` is no host; write a name or an address")))
            }
            None => Ok(()),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is a number")]
fn within<N: PartialOrd + std::fmt::Display>(
    name: &str,
    value: N,
    range: &RangeInclusive<N>,
) -> Result<(), BadSetting> {
    if range.contains(&value) {
        return Ok(());
    }
    Err(BadSetting(format!("{name} is {} to {}; it cannot be {value}", range.start(), range.end())))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A patch changes what it names, and nothing else.
    #[test]
    fn patches_change_what_they_name() {
        let patched = Settings::default().patched(&json!({ "queue_depth": 3, "rate_per_sec": 5 })).unwrap();
        assert_eq!(patched, Settings { queue_depth: 3, rate_per_sec: Some(5), ..Settings::default() });
        let back = patched.patched(&json!({ "rate_per_sec": null, "queue_depth": 30 })).unwrap();
        assert_eq!(back, Settings::default());
    }

    /// What cannot be set is refused in words.
    #[test]
    fn bad_settings_are_refused() {
        for (patch, word) in [
            (json!({ "queue_dept": 3 }), "queue_dept"),
            (json!({ "queue_depth": -1 }), "-1"),
            (json!({ "max_payload_bytes": 0 }), "max_payload_bytes"),
            (json!({ "get_answers": 204 }), "get_answers"),
            (json!({ "inactive_spelling": "inactive" }), "inactive"),
            (json!({ "callback_hosts": ["a b"] }), "a b"),
            (json!([]), "object"),
        ] {
            let error = Settings::default().patched(&patch).unwrap_err().to_string();
            assert!(error.contains(word), "{patch}: {error}");
        }
    }
}
