//! Which pushes were there? One row per push, newest first, a stranger's just like ours; only the rows in sight are made.

use std::ops::Range;

use serde::Serialize;

use crate::console::Model;
use crate::console::event::Reach;
use crate::console::log::Entry;
use crate::lang::{Argument, text, text_with};
use crate::notification::Kind;
use crate::protocol::trace::Stage;
use crate::protocol::verdict::{Outcome, Verdict};
use crate::ui::theme::Tone;

use super::top_bar::{Endpoint, endpoint};
use super::{channel_title, figures, shown_entry, summary};

/// What the log shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogView {
    /// How many pushes there are.
    pub total: usize,
    /// The same in words.
    pub count: String,
    /// The rows in sight.
    pub rows: Vec<LogRow>,
    /// Where to point a sender, while there is no push at all.
    pub invitation: Option<Option<Endpoint>>,
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
    /// How long it took until it was shown.
    pub to_shown: String,
}

impl LogView {
    /// The log of this model, with the rows of `range`, counted from the newest.
    #[must_use]
    pub fn new(model: &Model, range: Range<usize>) -> Self {
        let entries = model.world.log.entries();
        let total = entries.len();
        let shown = shown_entry(model).map(|entry| entry.row);
        let rows = entries.rev().skip(range.start).take(range.len()).map(|entry| LogRow::new(model, entry, shown));
        Self {
            total,
            count: text_with("log-count", &[("count", Argument::Number(total as u64))]),
            rows: rows.collect(),
            invitation: (total == 0).then(|| endpoint(model)),
        }
    }
}

impl LogRow {
    fn new(model: &Model, entry: &Entry, shown: Option<u64>) -> Self {
        let (tone, verdict) = verdict(entry);
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
            to_shown: to_shown(entry),
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
        Some(_) | None => record.from.clone(),
    }
}

fn to(model: &Model, entry: &Entry) -> String {
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

fn kind(entry: &Entry) -> Option<Kind> {
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

fn to_shown(entry: &Entry) -> String {
    let arrived = entry.reached(Stage::Shown).or_else(|| entry.reached(Stage::ToApp));
    if let Some(arrived) = arrived {
        return figures::span(arrived.at.since(entry.at));
    }
    if entry.reached(Stage::Ignored).is_some() {
        return text("to-shown-ignored").to_owned();
    }
    let ended = [Stage::Refused, Stage::Lost, Stage::Expired, Stage::Acked];
    if ended.iter().any(|stage| entry.reached(*stage).is_some()) {
        return String::from("–");
    }
    match entry.reached(Stage::Queued) {
        Some(_) => text("to-shown-queued").to_owned(),
        None => String::from("–"),
    }
}
