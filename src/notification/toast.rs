//! What is a toast? Two texts, where a tap leads, and a sound (PROTOCOL.md 3.1).

use serde::Serialize;

use super::value::Version;

/// The banner at the top of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Toast {
    /// The root's `Version`.
    pub version: Option<Version>,
    /// Bold title.
    pub text1: Option<String>,
    /// Content, not bold.
    pub text2: Option<String>,
    /// Where a tap leads: `/Page.xaml?a=1`, or `?a=1` for the start page.
    pub param: Option<String>,
    /// Sound, since Windows Phone 8 Update 3.
    pub sound: Option<Sound>,
}

/// What a toast sounds like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sound {
    /// `Silent="true"`.
    Silent,
    /// A local path of a sound file.
    Path(String),
}
