//! What does the form of a phone say? What can be chosen for its version, what is chosen, what is wrong, and what applying does.

use serde::Serialize;

use crate::console::Model;
use crate::console::lineup::form::{Change, NameProblem, PhoneForm};
use crate::lang::{Argument, text, text_with};
use crate::phone::shell::scene::{PhoneTheme, Rgb};
use crate::protocol::device::OsVersion;
use crate::protocol::version::{self, Columns, Screen};

/// The form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhoneFormView {
    /// Whose form it is.
    pub title: String,
    /// The name as typed.
    pub name: String,
    /// What is wrong with it.
    pub name_problem: Option<String>,
    /// The chosen version.
    pub os: OsVersion,
    /// The screens that it has.
    pub screens: Vec<Screen>,
    /// The chosen one.
    pub screen: Screen,
    /// How many pixels that has.
    pub pixels: String,
    /// The chosen grid.
    pub columns: Columns,
    /// Why there is no choice of it, where there is none.
    pub columns_fixed: Option<&'static str>,
    /// The chosen theme.
    pub theme: PhoneTheme,
    /// The accents that the version offers.
    pub accents: Vec<(&'static str, Rgb)>,
    /// The chosen one.
    pub accent: Rgb,
    /// What it is called.
    pub accent_name: &'static str,
    /// The sample apps: name, title, and whether it is wanted.
    pub apps: Vec<(String, String, bool)>,
    /// Which templates their tiles have.
    pub apps_note: &'static str,
    /// What applying does.
    pub note: &'static str,
    /// The words on the button that applies it.
    pub apply: &'static str,
}

impl PhoneFormView {
    /// The form as it is.
    #[must_use]
    pub fn new(model: &Model, form: &PhoneForm) -> Self {
        let wanted = form.wanted();
        let accents = form.accents();
        let called = accents.iter().find(|(_, color)| *color == wanted.accent).map(|(name, _)| *name);
        let (width, height) = wanted.screen.pixels();
        let pixels = [("width", Argument::Number(width.into())), ("height", Argument::Number(height.into()))];
        Self {
            title: match form.former() {
                Some(former) => text_with("phone-form-of", &[("name", Argument::Text(&former.name))]),
                None => text("phone-form-new").to_owned(),
            },
            name: form.name().to_owned(),
            name_problem: form.name_problem(&model.world).map(words),
            os: wanted.os,
            screens: form.screens().to_vec(),
            screen: wanted.screen,
            pixels: text_with("phone-form-pixels", &pixels),
            columns: wanted.columns,
            columns_fixed: match form.three_columns() {
                [] => Some(text("phone-form-columns-later")),
                screens if screens.contains(&wanted.screen) => None,
                _ => Some(text("phone-form-columns-large")),
            },
            theme: wanted.theme,
            accent: wanted.accent,
            accent_name: called.unwrap_or_else(|| text("phone-form-accent-own")),
            accents,
            apps: form.apps().into_iter().map(|(app, wanted)| (app.app, app.title, wanted)).collect(),
            apps_note: text(if version::abilities(wanted.os).sizes.so() {
                "phone-form-apps-note"
            } else {
                "phone-form-apps-seven"
            }),
            note: text(match form.change() {
                Change::Add => "phone-form-add-note",
                Change::Nothing => "phone-form-nothing-note",
                Change::Settings => "phone-form-settings-note",
                Change::OffAndOn => "phone-form-off-note",
            }),
            apply: text(if form.former().is_some() { "phone-form-apply" } else { "phone-form-add" }),
        }
    }
}

fn words(problem: NameProblem) -> String {
    match problem {
        NameProblem::Empty => text("phone-name-empty").to_owned(),
        NameProblem::Long(count) => {
            let count = u64::try_from(count).unwrap_or(u64::MAX);
            text_with("phone-name-long", &[("count", Argument::Number(count))])
        }
        NameProblem::Letters => text("phone-name-letters").to_owned(),
        NameProblem::Taken => text("phone-name-taken").to_owned(),
    }
}
