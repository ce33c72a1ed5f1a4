//! What went wrong? What happened, what it means, what to do.

use serde::Serialize;

use crate::console::model::Notice;
use crate::lang::{Argument, text, text_with};

/// What the notice says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeView {
    /// What happened.
    pub what: String,
    /// What it means, and what to do.
    pub meaning: String,
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
                Self { what: text_with("notice-form", &named), meaning: form_meaning(&problem.message) }
            }
            Notice::Address(reason) => {
                let what = text("notice-address").to_owned();
                Self { what, meaning: text_with("notice-address-do", &[("reason", Argument::Text(reason))]) }
            }
            Notice::Service(message) => {
                let what = text("notice-service").to_owned();
                Self { what, meaning: text_with("notice-service-do", &[("message", Argument::Text(message))]) }
            }
            Notice::Archive(message) => {
                let what = text("notice-archive").to_owned();
                Self { what, meaning: text_with("notice-archive-do", &[("message", Argument::Text(message))]) }
            }
            Notice::File { name, message } => {
                let what = text_with("notice-file", &[("name", Argument::Text(name))]);
                Self { what, meaning: text_with("notice-file-do", &[("message", Argument::Text(message))]) }
            }
        }
    }

    /// The words for something that is wrong with the service: its first sentence says what happened.
    #[must_use]
    pub fn of_trouble(trouble: &str) -> Self {
        let (what, meaning) = trouble.split_once(". ").unwrap_or((trouble, ""));
        Self { what: format!("{}.", what.trim_end_matches('.')), meaning: meaning.to_owned() }
    }

    fn of(what: String, meaning: &str) -> Self {
        Self { what, meaning: meaning.to_owned() }
    }
}

fn form_meaning(message: &str) -> String {
    text_with("notice-form-do", &[("message", Argument::Text(message))])
}
