//! What is installed, and what were the apps told (PROTOCOL.md 7)? Which app is in front is `places`.

use std::collections::VecDeque;
use std::sync::Arc;

use super::assets::Assets;
use super::device::AppConfig;
use super::shell::scene::AppEvent;
use crate::clock::Timestamp;
use crate::notification::{Sound, Toast};

/// The page that an app starts with, as the SDK's template names it.
pub(super) const START_PAGE: &str = "/MainPage.xaml";
/// How many events of an app are kept (our choice).
const EVENTS_KEPT: usize = 50;
/// How many bytes of a raw notification that is no text are spelled out (our choice).
const BYTES_SPELLED: usize = 32;

/// The installed apps.
#[derive(Clone, Debug)]
pub(super) struct Apps {
    installed: Vec<App>,
}

/// An installed app.
#[derive(Clone, Debug)]
pub(super) struct App {
    pub(super) config: AppConfig,
    /// Where its pictures are.
    pub(super) assets: Arc<Assets>,
    /// What it was told, newest first.
    pub(super) events: VecDeque<AppEvent>,
}

impl Apps {
    pub(super) fn new(configs: &[AppConfig]) -> Self {
        let app = |config: &AppConfig| App {
            config: config.clone(),
            assets: Arc::new(Assets::new(config.assets.clone(), config.tile_domains.clone())),
            events: VecDeque::new(),
        };
        Self { installed: configs.iter().map(app).collect() }
    }

    /// These apps, with what those of them that were there before were told, and with their files.
    pub(super) fn after(configs: &[AppConfig], former: &Self) -> Self {
        let mut apps = Self::new(configs);
        for app in &mut apps.installed {
            if let Some(same) = former.app(&app.config.app) {
                app.events.clone_from(&same.events);
                app.assets = Arc::clone(&same.assets);
            }
        }
        apps
    }

    /// The same apps, told nothing yet.
    pub(super) fn untold(mut self) -> Self {
        self.installed.iter_mut().for_each(|app| app.events.clear());
        self
    }

    /// Every app, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &App> {
        self.installed.iter()
    }

    /// The app of that name.
    pub(super) fn app(&self, name: &str) -> Option<&App> {
        self.installed.iter().find(|app| app.config.app == name)
    }

    /// The app of that name, to be changed.
    pub(super) fn app_mut(&mut self, name: &str) -> Option<&mut App> {
        self.installed.iter_mut().find(|app| app.config.app == name)
    }

    /// Raises an event of the phone's API.
    pub(super) fn tell(&mut self, app: &str, event: &str, text: String, now: Timestamp) {
        let Some(app) = self.installed.iter_mut().find(|known| known.config.app == app) else { return };
        app.events.truncate(EVENTS_KEPT - 1);
        let wall_clock = now.wall_clock();
        let time = wall_clock.split_once('.').map_or(wall_clock.as_str(), |(to_the_second, _)| to_the_second);
        app.events.push_front(AppEvent { name: event.to_owned(), text, time: time.to_owned() });
    }
}

/// Where a toast's `Param` leads (PROTOCOL.md 3.1): a page, or arguments of the start page. None if it is neither.
pub(super) fn page_of(param: Option<&str>) -> Option<String> {
    match param {
        None | Some("") => Some(START_PAGE.to_owned()),
        Some(page) if page.starts_with('/') => Some(page.to_owned()),
        Some(arguments) if arguments.starts_with('?') => Some(format!("{START_PAGE}{arguments}")),
        Some(_) => None,
    }
}

/// How many arguments of a page are spelled out (our choice).
const ARGUMENTS_READ: usize = 50;

/// The arguments of a page, as the app's `NavigationContext.QueryString` has them: names and values, with `%` and `+` decoded.
pub(super) fn query_of(page: &str) -> Vec<(String, String)> {
    let Some((_, arguments)) = page.split_once('?') else { return Vec::new() };
    let arguments = arguments.split_once('#').map_or(arguments, |(arguments, _)| arguments);
    let pair = |argument: &str| {
        let (name, value) = argument.split_once('=').unwrap_or((argument, ""));
        (decoded(name), decoded(value))
    };
    arguments.split('&').filter(|argument| !argument.is_empty()).take(ARGUMENTS_READ).map(pair).collect()
}

/// Percent-decoded; what is no code stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%')
            .then(|| after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok()))
            .flatten()
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = code {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(if *first == b'+' { b' ' } else { *first });
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A toast as an app in front gets it: a collection of keys with their prefix, and values (PROTOCOL.md 7).
pub(super) fn toast_text(toast: &Toast) -> String {
    let sound = toast.sound.as_ref().map(|sound| match sound {
        Sound::Silent => "",
        Sound::Path(path) => path.as_str(),
    });
    let keys = [
        ("wp:Text1", toast.text1.as_deref()),
        ("wp:Text2", toast.text2.as_deref()),
        ("wp:Param", toast.param.as_deref()),
        ("wp:Sound", sound),
    ];
    let lines = keys.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}", value?)));
    lines.collect::<Vec<_>>().join("\n")
}

/// A raw notification's body for people: the text that it is, or its size and first bytes.
pub(super) fn raw_text(bytes: &[u8]) -> String {
    let readable = |text: &&str| !text.chars().any(|letter| letter.is_control() && !letter.is_whitespace());
    if let Some(text) = std::str::from_utf8(bytes).ok().filter(readable) {
        return text.to_owned();
    }
    let spelled: Vec<String> = bytes.iter().take(BYTES_SPELLED).map(|byte| format!("{byte:02X}")).collect();
    let more = if bytes.len() > BYTES_SPELLED { " …" } else { "" };
    format!("{} bytes: {}{more}", bytes.len(), spelled.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Param` names a page, or arguments of the start page, or nothing that can be opened.
    #[test]
    fn param_leads_to_a_page() {
        assert_eq!(page_of(Some("/Trip.xaml?id=7")).as_deref(), Some("/Trip.xaml?id=7"));
        assert_eq!(page_of(Some("?id=7")).as_deref(), Some("/MainPage.xaml?id=7"));
        assert_eq!(page_of(Some("")).as_deref(), Some("/MainPage.xaml"));
        assert_eq!(page_of(None).as_deref(), Some("/MainPage.xaml"));
        assert_eq!(page_of(Some("Trip.xaml")), None);
    }

    /// A page's arguments are read as its app reads them; what is badly written stays as it is.
    #[test]
    fn arguments_are_read() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(query_of("/Trip.xaml?id=7&to=Bad+Ems%20%C3%BC#top"), [pair("id", "7"), pair("to", "Bad Ems ü")]);
        assert_eq!(query_of("/Trip.xaml?&a&b=c=d&%zz=%4"), [pair("a", ""), pair("b", "c=d"), pair("%zz", "%4")]);
        assert_eq!(query_of("/Trip.xaml?x=%+1%FF"), [pair("x", "% 1\u{FFFD}")]);
        assert!(query_of("/Trip.xaml").is_empty() && query_of("/Trip.xaml?").is_empty());
    }

    /// Raw bytes are shown as the text that they are, or in hexadecimal.
    #[test]
    fn raw_bytes_are_spelled_for_people() {
        assert_eq!(raw_text("Gleis 4 gesperrt".as_bytes()), "Gleis 4 gesperrt");
        assert_eq!(raw_text(&[0xFF, 0x00]), "2 bytes: FF 00");
        assert!(raw_text(&[0; 40]).ends_with("00 …"));
    }
}
