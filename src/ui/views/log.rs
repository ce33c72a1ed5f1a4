//! Which pushes were there? One row per push, newest first, a stranger's just like ours, and between them what else
//! happened; only the lines in sight are made.

use std::ops::Range;

use serde::Serialize;

use crate::console::Model;
use crate::console::event::Reach;
use crate::console::log::{Entry, Happening, Line, What};
use crate::lang::{Argument, text, text_with};
use crate::notification::Kind;
use crate::protocol::status::ConnectionStatus;
use crate::protocol::trace::Stage;
use crate::protocol::verdict::{Outcome, Verdict};
use crate::ui::theme::Tone;

use super::top_bar::{Endpoint, endpoint};
use super::{channel_title, clock, faults, figures, phones, shown_entry, summary};

/// What the log shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogView {
    /// How many pushes there are.
    pub total: usize,
    /// The same in words.
    pub count: String,
    /// How many lines there are: the pushes, and what else happened.
    pub line_count: usize,
    /// The lines in sight.
    pub lines: Vec<LogLine>,
    /// Where to point a sender, while there is no push at all.
    pub invitation: Option<Option<Endpoint>>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogLine {
    /// A push.
    Push(LogRow),
    /// Something else that happened.
    Happened {
        /// When.
        time: String,
        /// How good that is.
        tone: Tone,
        /// What.
        what: String,
    },
}

/// One push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogRow {
    /// Its number.
    pub row: u64,
    /// Whether its details are shown.
    pub selected: bool,
    /// When it was first heard of.
    pub time: String,
    /// Who sent it.
    pub from: String,
    /// To whom.
    pub to: String,
    /// Its kind, a word of the wire.
    pub kind: &'static str,
    /// Whether the request said which kind it is.
    #[serde(skip)]
    pub known_kind: bool,
    /// What it is about.
    pub what: String,
    /// How it went, as a colour.
    pub tone: Tone,
    /// How it went, in words.
    pub verdict: String,
    /// How long it took until it was shown, or what became of it.
    pub to_shown: String,
    /// The same as a colour, where it deserves one.
    pub shown_tone: Option<Tone>,
    /// Which fault acted on it, and what it did.
    pub fault: Option<String>,
}

impl LogView {
    /// The log of this model, with the rows of `range`, counted from the newest.
    #[must_use]
    pub fn new(model: &Model, range: Range<usize>) -> Self {
        let log = &model.world.log;
        let (total, line_count) = (log.entries().len(), log.line_count());
        let shown = shown_entry(model).map(|entry| entry.row);
        let lines = range.filter_map(|from_newest| log.line(line_count.checked_sub(from_newest + 1)?));
        Self {
            total,
            count: text_with("log-count", &[("count", Argument::Number(total as u64))]),
            line_count,
            lines: lines.map(|line| LogLine::new(model, line, shown)).collect(),
            invitation: (line_count == 0).then(|| endpoint(model)),
        }
    }
}

impl LogLine {
    fn new(model: &Model, line: Line<'_>, shown: Option<u64>) -> Self {
        match line {
            Line::Push(entry) => Self::Push(LogRow::new(model, entry, shown)),
            Line::Happened(happening) => happened(happening),
        }
    }
}

fn happened(happening: &Happening) -> LogLine {
    let (tone, what) = match &happening.what {
        What::DeviceMoved { device, to, waiting } => {
            let key = match (to, waiting) {
                (ConnectionStatus::Connected, 0) => "happened-connected",
                (ConnectionStatus::Connected, _) => "happened-connected-waiting",
                (ConnectionStatus::TempDisconnected, _) => "happened-temp-disconnected",
                (ConnectionStatus::Disconnected, _) => "happened-disconnected",
                (ConnectionStatus::Inactive, _) => "happened-inactive",
            };
            let named = [("device", Argument::Text(device)), ("count", Argument::Number(*waiting as u64))];
            (phones::connection(Some(*to)).0, text_with(key, &named))
        }
        What::CalledBack { device, url, status, outcome } => {
            let tone = if matches!(status, Some(200..=299)) { Tone::Received } else { Tone::Warned };
            let said = [
                ("device", Argument::Text(device)),
                ("url", Argument::Text(url)),
                ("outcome", Argument::Text(outcome)),
            ];
            (tone, text_with("happened-called", &said))
        }
        What::Said { device, what } => (Tone::Warned, format!("{device}: {what}")),
        What::ClockAdvanced(by) => {
            (Tone::Busy, text_with("happened-advanced", &[("span", Argument::Text(&figures::span(*by)))]))
        }
        What::ClockSet(motion, speed) => {
            let state = clock::state(*motion, *speed);
            (Tone::Busy, text_with("happened-clock", &[("state", Argument::Text(&state))]))
        }
    };
    LogLine::Happened { time: happening.at.wall_clock(), tone, what }
}

impl LogRow {
    fn new(model: &Model, entry: &Entry, shown: Option<u64>) -> Self {
        let (tone, verdict) = verdict(entry);
        let (shown_tone, to_shown) = to_shown(entry);
        Self {
            row: entry.row,
            selected: shown == Some(entry.row),
            time: entry.at.wall_clock(),
            from: from(entry),
            to: to(model, entry),
            kind: kind(entry).map_or("–", Kind::word),
            known_kind: kind(entry).is_some(),
            what: summary::of_entry(entry),
            tone,
            verdict,
            to_shown,
            shown_tone,
            fault: entry.record.as_ref().and_then(|record| record.fault).map(|fault| faults::acted(model, fault)),
        }
    }
}

/// Who sent it: this window, or where the request came from and what it calls itself.
#[must_use]
pub fn from(entry: &Entry) -> String {
    if entry.outgoing.is_some() {
        return text("from-this-window").to_owned();
    }
    let Some(record) = &entry.record else { return String::new() };
    let agent = record.request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("User-Agent"));
    match agent {
        Some((_, agent)) if !agent.trim().is_empty() => format!("{} · {}", agent.trim(), record.from),
        Some(_) | None => record.from.to_string(),
    }
}

/// To whom it goes: the channel's title, or the address.
#[must_use]
pub fn to(model: &Model, entry: &Entry) -> String {
    let record = entry.record.as_ref();
    match record.and_then(|record| Some((record.device.as_ref()?, record.app.as_ref()?))) {
        Some((device, app)) => channel_title(model, device, app),
        None if record.is_some() => text("to-unknown").to_owned(),
        None => entry.outgoing.as_ref().map_or_else(String::new, |outgoing| known_or_uri(model, &outgoing.uri)),
    }
}

fn known_or_uri(model: &Model, uri: &str) -> String {
    let all = model.world.devices.values().flat_map(|device| device.apps.iter().map(move |open| (device, open)));
    let mut ours = all.filter(|(_, open)| open.uri.as_str() == uri);
    ours.next().map_or_else(|| uri.to_owned(), |(device, open)| channel_title(model, &device.device, &open.app))
}

/// Its kind, if anybody said it.
#[must_use]
pub fn kind(entry: &Entry) -> Option<Kind> {
    let of_record = entry.record.as_ref().and_then(|record| record.kind);
    of_record.or_else(|| entry.outgoing.as_ref().map(|outgoing| outgoing.kind))
}

/// How a push went: the relay's verdict, or what we know without one.
#[must_use]
pub fn verdict(entry: &Entry) -> (Tone, String) {
    if let Some(record) = &entry.record {
        return (tone_of(record.verdict), title_of(record.verdict));
    }
    match entry.exchange.as_ref().map(|exchange| &exchange.result) {
        Some(Ok(answered)) => {
            let code = [("code", Argument::Number(u64::from(answered.status)))];
            let unlisted = || (Tone::Warned, text_with("verdict-unlisted-title", &code));
            answered.verdict.map_or_else(unlisted, |verdict| (tone_of(verdict), title_of(verdict)))
        }
        Some(Err(failed)) => match failed.reach {
            Reach::NotSent => (Tone::Refused, text("not-sent-title").to_owned()),
            Reach::Unknown => (Tone::Refused, text("no-answer-title").to_owned()),
        },
        None => (Tone::Busy, text("waiting-title").to_owned()),
    }
}

/// The colour of a verdict.
#[must_use]
pub fn tone_of(verdict: Verdict) -> Tone {
    match verdict.row().outcome {
        Outcome::Accepted => Tone::Received,
        Outcome::Waiting | Outcome::Discarded => Tone::Warned,
        Outcome::Refused => Tone::Refused,
    }
}

/// A verdict in words, from `verdict-<name>-title`.
#[must_use]
pub fn title_of(verdict: Verdict) -> String {
    text(&format!("verdict-{}-title", verdict.row().name)).to_owned()
}

/// How long it took until it was shown, or what became of it; with a colour where that is not as it should be.
fn to_shown(entry: &Entry) -> (Option<Tone>, String) {
    let arrived = entry.reached(Stage::Shown).or_else(|| entry.reached(Stage::ToApp));
    if let Some(arrived) = arrived {
        return (None, figures::span(arrived.at.since(entry.at)));
    }
    let ends = [
        (Stage::Ignored, Tone::Warned, "to-shown-ignored"),
        (Stage::Lost, Tone::Refused, "to-shown-lost"),
        (Stage::Expired, Tone::Refused, "to-shown-expired"),
    ];
    if let Some((_, tone, key)) = ends.into_iter().find(|(stage, _, _)| entry.reached(*stage).is_some()) {
        return (Some(tone), text(key).to_owned());
    }
    let latest = entry
        .stages
        .iter()
        .rev()
        .find(|event| matches!(event.stage, Stage::Queued | Stage::Held | Stage::OnLink | Stage::AtPhone));
    let gone = [Stage::Refused, Stage::Acked].iter().any(|stage| entry.reached(*stage).is_some());
    match latest.filter(|_| !gone).map(|event| event.stage) {
        Some(Stage::Held) => (Some(Tone::Warned), text("to-shown-held").to_owned()),
        Some(Stage::Queued) => (Some(Tone::Warned), text("to-shown-queued").to_owned()),
        Some(_) | None => (None, String::from("–")),
    }
}
