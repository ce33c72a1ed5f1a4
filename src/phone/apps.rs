//! What is an installed app doing? Its channel, and while it is in front its page and what it was told.

use std::collections::VecDeque;

use serde::Serialize;

use super::device::AppConfig;
use super::shell::scene::AppEvent;
use crate::clock::Timestamp;

/// How many events an app's page keeps.
const EVENTS_KEPT: usize = 50;
/// The page that an app starts with.
const START_PAGE: &str = "/MainPage.xaml";

/// An installed app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstalledApp {
    /// How it was set up.
    #[serde(skip)]
    pub config: AppConfig,
    /// Its name on the link.
    pub app: String,
    /// Where a sender reaches it, once its channel is open.
    pub uri: Option<String>,
    /// The page that it shows while it is in front.
    pub page: String,
    /// What it was told, newest first.
    pub events: VecDeque<AppEvent>,
}

impl InstalledApp {
    /// An app that has not run yet.
    #[must_use]
    pub fn new(config: AppConfig) -> Self {
        Self { app: config.app.clone(), config, uri: None, page: START_PAGE.to_owned(), events: VecDeque::new() }
    }

    /// Tells the app something; only the latest [`EVENTS_KEPT`] are kept.
    pub fn tell(&mut self, name: &str, text: String, now: Timestamp) {
        self.events.push_front(AppEvent { name: name.to_owned(), text, time: now.hour_minute_second() });
        self.events.truncate(EVENTS_KEPT);
    }

    /// Goes to where a `Param` leads: a page, `?a=1` for the start page, or the start page itself (PROTOCOL.md 3.1).
    pub fn navigate(&mut self, param: Option<&str>) {
        self.page = match param.map(str::trim) {
            None | Some("") => START_PAGE.to_owned(),
            Some(query) if query.starts_with('?') => format!("{START_PAGE}{query}"),
            Some(page) => page.to_owned(),
        };
    }
}
