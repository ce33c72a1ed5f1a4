//! How does the service behave? Every setting in words, its default, and whether it is a choice where nobody knows better.

use serde::Serialize;

use super::figures;
use crate::console::Model;
use crate::console::service::settings::{Control, Setting};
use crate::lang::{Argument, knows, text, text_with};

/// What the panel says of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettingsView {
    /// Every setting.
    pub rows: Vec<SettingRow>,
    /// How many are not as they are by default.
    pub changed: usize,
    /// The same in words.
    pub summary: String,
}

/// A setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettingRow {
    /// Which.
    pub setting: Setting,
    /// What it is about.
    pub title: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// That it is a choice, and between what, where the sources disagree.
    pub choice: Option<&'static str>,
    /// How it is said.
    pub control: ControlView,
    /// Whether it is as it is by default.
    pub default: Default,
    /// Why what was typed cannot be.
    pub problem: Option<String>,
}

/// Whether a setting is as it is by default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Default {
    /// It is.
    Kept,
    /// It is not; what it would be.
    Changed {
        /// In words.
        words: String,
        /// As it is typed.
        typed: String,
    },
}

/// How a setting is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ControlView {
    /// By typing.
    Typed {
        /// What stands in the field.
        text: String,
        /// What the field says while it is empty.
        hint: &'static str,
        /// What follows the field: a unit, or the same in words.
        unit: String,
        /// Whether the field needs the whole width.
        wide: bool,
    },
    /// By choosing one.
    Chosen {
        /// What can be chosen: as it is typed, and in words.
        options: Vec<(&'static str, &'static str)>,
        /// What is chosen.
        chosen: String,
    },
}

impl SettingsView {
    /// The settings of this model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let rows: Vec<SettingRow> = Setting::ALL.iter().map(|setting| SettingRow::new(model, *setting)).collect();
        let changed = rows.iter().filter(|row| row.default != Default::Kept).count();
        let summary = text_with("settings-changed", &[("count", Argument::Number(changed as u64))]);
        Self { rows, changed, summary }
    }
}

impl SettingRow {
    fn new(model: &Model, setting: Setting) -> Self {
        let settings = &model.world.settings;
        let typed = model.desk.service.typed.get(&setting);
        let now = setting.shown(settings);
        let usual = setting.shown(&std::sync::Arc::default());
        let words = |part: &str| text(&format!("setting-{}-{part}", setting.name()));
        let choice = format!("setting-{}-choice", setting.name());
        Self {
            setting,
            title: words("title"),
            meaning: words("meaning"),
            choice: knows(&choice).then(|| text(&choice)),
            default: if now == usual {
                Default::Kept
            } else {
                let named = [("value", Argument::Text(&value_in_words(setting, &usual)))];
                Default::Changed { words: text_with("setting-default", &named), typed: usual }
            },
            control: control(setting, typed.unwrap_or(&now)),
            problem: typed.and_then(|typed| setting.patch(settings, typed).err()),
        }
    }
}

fn control(setting: Setting, shown: &str) -> ControlView {
    let option = |value: &'static str| (value, option_in_words(setting, value));
    match setting.control() {
        Control::Number | Control::Limit | Control::Hosts => ControlView::Typed {
            text: shown.to_owned(),
            hint: match setting.control() {
                Control::Limit => text("setting-no-limit"),
                Control::Hosts => text("setting-hosts-hint"),
                Control::Number | Control::Switch | Control::Choice(_) | Control::Code(_) => "",
            },
            unit: unit(setting, shown),
            wide: setting.control() == Control::Hosts,
        },
        Control::Switch => ControlView::Chosen { options: vec![option("off"), option("on")], chosen: shown.to_owned() },
        Control::Choice(values) | Control::Code(values) => ControlView::Chosen {
            options: values.iter().map(|value| option(value)).collect(),
            chosen: shown.to_owned(),
        },
    }
}

/// What follows a field: seconds are said again as people say them.
fn unit(setting: Setting, shown: &str) -> String {
    let key = format!("setting-{}-unit", setting.name());
    match (setting, shown.trim().parse::<u64>()) {
        (Setting::InactiveAfterSecs, Ok(secs)) => {
            let span = figures::span(std::time::Duration::from_secs(secs));
            text_with("setting-secs", &[("span", Argument::Text(&span))])
        }
        _ if knows(&key) => text(&key).to_owned(),
        _ => String::new(),
    }
}

fn value_in_words(setting: Setting, typed: &str) -> String {
    match setting.control() {
        Control::Limit if typed.is_empty() => text("setting-no-limit").to_owned(),
        Control::Hosts if typed.is_empty() => text("setting-no-hosts").to_owned(),
        Control::Number | Control::Limit | Control::Hosts => typed.to_owned(),
        Control::Switch | Control::Choice(_) | Control::Code(_) => option_in_words(setting, typed).to_owned(),
    }
}

/// An option has words of its own, or is a word of the wire that stands for itself.
fn option_in_words(setting: Setting, value: &str) -> &'static str {
    let switch = match value {
        "on" => Some(text("setting-on")),
        "off" => Some(text("setting-off")),
        _ => None,
    };
    let own = || text(&format!("setting-{}-{value}", setting.name()));
    switch.unwrap_or_else(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every setting has its words: what it is about, what it means, and each of its options.
    #[test]
    fn every_setting_has_words() {
        for row in SettingsView::new(&Model::default()).rows {
            for words in [row.title, row.meaning] {
                assert!(!words.contains("no words"), "{:?}", row.setting);
            }
            if let ControlView::Chosen { options, .. } = row.control {
                for (value, words) in options {
                    assert!(!words.contains("no words"), "{:?}: {value}", row.setting);
                }
            }
        }
    }

    /// Where the sources disagree or are silent, the row says that it is a choice that nobody can check any more.
    #[test]
    fn choices_are_said_to_be_choices() {
        let rulings = [
            Setting::RatePerSec,
            Setting::QueueDepth,
            Setting::MaxPayloadBytes,
            Setting::InactiveAfterSecs,
            Setting::CoalesceTiles,
            Setting::RawToStoppedApp,
            Setting::BadPayloadFailsAt,
            Setting::GetAnswers,
            Setting::InactiveSpelling,
            Setting::ExtraConnectedHeader,
        ];
        let said: Vec<Setting> = SettingsView::new(&Model::default())
            .rows
            .iter()
            .filter(|row| row.choice.is_some())
            .map(|row| row.setting)
            .collect();
        assert_eq!(said, rulings);
    }
}
