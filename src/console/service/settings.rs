//! How is a setting typed or chosen? Each by its name of INTERFACES.md 3, and what was typed as the value that it stands for.

use serde::Serialize;
use serde_json::{Map, Value};

use super::faults::no_number;
use crate::lang::{Argument, text_with};
use crate::relay::Settings;

macro_rules! settings {
    ($($variant:ident $name:literal $control:expr;)*) => {
        /// A setting of the service.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[allow(missing_docs, reason = "each is the field of relay::Settings with its name")]
        pub enum Setting { $($variant),* }

        impl Setting {
            /// Every setting: limits first, then answers, then what is this program's own.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in files and interfaces.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// How it is said.
            #[must_use]
            pub const fn control(self) -> Control {
                match self { $(Self::$variant => $control),* }
            }
        }
    };
}

settings! {
    DailyQuota "daily_quota" Control::Limit;
    RatePerSec "rate_per_sec" Control::Limit;
    QueueDepth "queue_depth" Control::Number;
    MaxPayloadBytes "max_payload_bytes" Control::Number;
    InactiveAfterSecs "inactive_after_secs" Control::Number;
    CoalesceTiles "coalesce_tiles" Control::Switch;
    RawToStoppedApp "raw_to_stopped_app" Control::Choice(&["received", "suppressed"]);
    BadPayloadFailsAt "bad_payload_fails_at" Control::Choice(&["relay", "phone"]);
    GetAnswers "get_answers" Control::Code(&["405", "200"]);
    InactiveSpelling "inactive_spelling" Control::Choice(&["InActive", "Inactive", "Disconnected"]);
    ExtraConnectedHeader "extra_connected_header" Control::Switch;
    CallbackHosts "callback_hosts" Control::Hosts;
    HistoryLimit "history_limit" Control::Number;
}

/// How a setting is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// As a number.
    Number,
    /// As a number, or not at all: then there is no limit.
    Limit,
    /// As `on` or `off`.
    Switch,
    /// As one of these words.
    Choice(&'static [&'static str]),
    /// As one of these numbers.
    Code(&'static [&'static str]),
    /// As names with commas between them.
    Hosts,
}

impl Setting {
    /// What stands in its field, or which of its choices is chosen.
    #[must_use]
    pub fn shown(self, settings: &Settings) -> String {
        let whole = serde_json::to_value(settings).unwrap_or_default();
        match whole.get(self.name()) {
            Some(Value::Bool(on)) => String::from(if *on { "on" } else { "off" }),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::String(word)) => word.clone(),
            Some(Value::Array(hosts)) => hosts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            Some(Value::Null | Value::Object(_)) | None => String::new(),
        }
    }

    /// The change that was typed, if these settings can have it.
    ///
    /// # Errors
    /// In words, why they cannot.
    pub fn patch(self, settings: &Settings, typed: &str) -> Result<Value, String> {
        let mut patch = Map::new();
        patch.insert(self.name().to_owned(), self.value(typed.trim())?);
        let patch = Value::Object(patch);
        settings.patched(&patch).map_err(|error| error.to_string())?;
        Ok(patch)
    }

    fn value(self, typed: &str) -> Result<Value, String> {
        match self.control() {
            Control::Limit if typed.is_empty() => Ok(Value::Null),
            // Limits are numbers of 32 bits; of the others the relay says what they may be.
            Control::Limit => number(typed, u64::from(u32::MAX)),
            Control::Number | Control::Code(_) => number(typed, u64::MAX),
            Control::Switch => match typed {
                "on" => Ok(Value::Bool(true)),
                "off" => Ok(Value::Bool(false)),
                _ => Err(text_with("problem-switch", &[("typed", Argument::Text(typed))])),
            },
            Control::Choice(_) => Ok(Value::String(typed.to_owned())),
            Control::Hosts => {
                let hosts = typed.split([',', ' ', ';']).map(str::trim).filter(|host| !host.is_empty());
                Ok(hosts.map(Value::from).collect())
            }
        }
    }
}

fn number(typed: &str, most: u64) -> Result<Value, String> {
    if typed.is_empty() || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(no_number(typed));
    }
    let fits = typed.parse::<u64>().ok().filter(|number| *number <= most);
    fits.map(Value::from).ok_or_else(|| text_with("problem-too-large", &[("typed", Argument::Text(typed))]))
}

/// Every setting as it is by default.
#[must_use]
pub fn defaults() -> Value {
    serde_json::to_value(Settings::default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every setting of the relay can be set here, and nothing else.
    #[test]
    fn every_setting_is_here() {
        let known: BTreeSet<String> = defaults().as_object().unwrap().keys().cloned().collect();
        let here: BTreeSet<String> = Setting::ALL.iter().map(|setting| setting.name().to_owned()).collect();
        assert_eq!(here, known);
    }

    /// What a setting shows can be typed again and changes nothing; every choice can be chosen.
    #[test]
    fn what_is_shown_can_be_typed() {
        let settings = Settings {
            rate_per_sec: Some(5),
            callback_hosts: vec![String::from("a.example"), String::from("10.0.0.1")],
            ..Settings::default()
        };
        for setting in Setting::ALL {
            let patch = setting.patch(&settings, &setting.shown(&settings)).unwrap();
            assert_eq!(settings.patched(&patch).unwrap(), settings, "{setting:?}");
            if let Control::Choice(choices) | Control::Code(choices) = setting.control() {
                for choice in choices {
                    let patch = setting.patch(&settings, choice).unwrap();
                    assert_eq!(setting.shown(&settings.patched(&patch).unwrap()), *choice);
                }
            }
        }
    }

    /// No limit is typed by typing nothing.
    #[test]
    fn nothing_is_no_limit() {
        let patch = Setting::DailyQuota.patch(&Settings::default(), " ").unwrap();
        assert_eq!(Settings::default().patched(&patch).unwrap().daily_quota, None);
    }

    /// What cannot be is refused in words that quote it.
    #[test]
    fn bad_values_are_refused() {
        for (setting, typed) in [
            (Setting::QueueDepth, "many"),
            (Setting::QueueDepth, "-3"),
            (Setting::QueueDepth, "100001"),
            (Setting::QueueDepth, "99999999999999999999999"),
            (Setting::MaxPayloadBytes, "0"),
            (Setting::RatePerSec, "5000000000"),
            (Setting::GetAnswers, "204"),
            (Setting::InactiveSpelling, "Gone"),
            (Setting::CoalesceTiles, "maybe"),
            (Setting::CallbackHosts, "good.example, b@d"),
        ] {
            let refused = setting.patch(&Settings::default(), typed).unwrap_err();
            let quoted = typed.rsplit(' ').next().unwrap();
            assert!(refused.contains(quoted), "{setting:?}: {refused}");
        }
        assert!(!Setting::HistoryLimit.patch(&Settings::default(), "").unwrap_err().is_empty());
    }
}
