//! What went wrong? What happened, what it means, what to do.

use serde::Serialize;

use crate::console::model::Notice;
use crate::console::phones::MAX_PHONES;
use crate::lang::{Argument, text, text_with};
use crate::ui::theme::Tone;

/// What the notice says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeView {
    /// What happened.
    pub what: String,
    /// What it means, and what to do.
    pub meaning: String,
    /// Whether it is trouble, or news.
    pub tone: Tone,
    /// What the person can have done about it.
    pub mend: Option<Mend>,
}

/// Something that can be done about what a notice says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mend {
    /// The phone can be brought back.
    BringBack,
}

impl NoticeView {
    /// The words for a notice.
    #[must_use]
    pub fn new(notice: &Notice) -> Self {
        match notice {
            Notice::NoDestination => {
                Self::of(text("notice-no-destination").to_owned(), text("notice-no-destination-do"))
            }
            Notice::Busy => Self::of(text("notice-busy").to_owned(), text("notice-busy-do")),
            Notice::Form(problem) => {
                let named = [("field", Argument::Text(problem.field.element()))];
                Self::told(text_with("notice-form", &named), form_meaning(&problem.message))
            }
            Notice::Address(reason) => {
                let what = text("notice-address").to_owned();
                Self::told(what, text_with("notice-address-do", &[("reason", Argument::Text(reason))]))
            }
            Notice::Service(message) => {
                let what = text("notice-service").to_owned();
                Self::told(what, text_with("notice-service-do", &[("message", Argument::Text(message))]))
            }
            Notice::PhonesLeftOut(count) => {
                let what = text_with("notice-phones-left-out", &[("count", Argument::Number(*count))]);
                Self::of(what, text("notice-phones-left-out-do"))
            }
            Notice::PhonesFull => {
                let most = [("most", Argument::Number(u64::try_from(MAX_PHONES).unwrap_or(u64::MAX)))];
                Self::of(text_with("notice-phones-full", &most), text("notice-phones-full-do"))
            }
            Notice::PhoneRemoved(name) => {
                let what = text_with("notice-phone-removed", &[("name", Argument::Text(name))]);
                Self {
                    mend: Some(Mend::BringBack),
                    tone: Tone::Idle,
                    ..Self::of(what, text("notice-phone-removed-do"))
                }
            }
            Notice::Archive(message) => {
                let what = text("notice-archive").to_owned();
                Self::told(what, text_with("notice-archive-do", &[("message", Argument::Text(message))]))
            }
            Notice::File { name, message } => {
                let what = text_with("notice-file", &[("name", Argument::Text(name))]);
                Self::told(what, text_with("notice-file-do", &[("message", Argument::Text(message))]))
            }
        }
    }

    /// The words for something that is wrong with the service: its first sentence says what happened.
    #[must_use]
    pub fn of_trouble(trouble: &str) -> Self {
        let (what, meaning) = trouble.split_once(". ").unwrap_or((trouble, ""));
        Self::told(format!("{}.", what.trim_end_matches('.')), meaning.to_owned())
    }

    fn of(what: String, meaning: &str) -> Self {
        Self::told(what, meaning.to_owned())
    }

    const fn told(what: String, meaning: String) -> Self {
        Self { what, meaning, tone: Tone::Refused, mend: None }
    }
}

fn form_meaning(message: &str) -> String {
    text_with("notice-form-do", &[("message", Argument::Text(message))])
}
