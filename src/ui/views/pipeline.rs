//! Where is the push? The four parties and the six steps between them (PRODUCT.md), lit as far as the push has come.

use serde::Serialize;

use crate::clock::Timestamp;
use crate::console::Model;
use crate::console::log::Entry;
use crate::lang::{Argument, text, text_with};
use crate::protocol::device::{AppSnapshot, DeviceSnapshot};
use crate::protocol::trace::Stage;
use crate::protocol::verdict::Outcome;
use crate::ui::theme::Tone;

use super::phones::connection;
use super::travel::{Arrow, Travel};
use super::{app_title, channel_of, log, shown_entry};

/// What the strip shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PipelineView {
    /// App, push client, relay, cloud service.
    pub nodes: [Node; 4],
    /// The steps.
    pub arrows: [ArrowView; 7],
    /// The travelling dot: on which arrow, and how far along.
    pub dot: Option<(Arrow, f32)>,
    /// When the strip changes next by itself.
    #[serde(skip)]
    pub next_change: Option<Timestamp>,
}

/// One party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Who.
    pub title: String,
    /// How they are.
    pub note: String,
    /// The same as a colour, where it deserves one.
    pub tone: Option<Tone>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArrowView {
    /// Which.
    pub arrow: Arrow,
    /// Its number and what happens.
    pub label: String,
    /// How it goes.
    pub tone: Tone,
    /// How much of it is lit, 0 to 1.
    pub filled: f32,
    /// How it is drawn.
    pub line: Line,
}

/// How an arrow is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Line {
    /// Something passes here.
    #[default]
    Solid,
    /// Something waits here.
    Dashed,
}

type Open<'a> = (&'a DeviceSnapshot, &'a AppSnapshot);

impl PipelineView {
    /// The strip at a moment.
    #[must_use]
    pub fn new(model: &Model, now: Timestamp) -> Self {
        let entry = followed(model, now);
        let travel = entry.map(Travel::of).unwrap_or_default();
        let open = open_channel(model, entry);
        Self {
            nodes: nodes(model, open, entry),
            arrows: arrows(model, open, entry, &travel, now),
            dot: travel.dot(now),
            next_change: travel.next_change(now),
        }
    }
}

/// The latest push while it moves, or else the one that the answer is about.
fn followed(model: &Model, now: Timestamp) -> Option<&Entry> {
    let latest = model.world.log.entries().next_back();
    latest.filter(|entry| Travel::of(entry).dot(now).is_some()).or_else(|| shown_entry(model))
}

fn open_channel<'a>(model: &'a Model, entry: Option<&Entry>) -> Option<Open<'a>> {
    let of_record = entry.and_then(|entry| entry.record.as_ref()).and_then(|record| {
        let device = model.world.devices.get(record.device.as_ref()?)?;
        let app = record.app.as_ref()?;
        Some((device, device.apps.iter().find(|open| open.app == **app)?))
    });
    let first = model.first_channel();
    let of_draft = || channel_of(model, model.desk.draft.to.as_ref());
    of_record.or_else(of_draft).or_else(|| channel_of(model, first.as_ref()))
}

fn nodes(model: &Model, open: Option<Open<'_>>, entry: Option<&Entry>) -> [Node; 4] {
    [app_node(model, open), client_node(model, open), relay_node(model), cloud_node(open, entry)]
}

fn app_node(model: &Model, open: Option<Open<'_>>) -> Node {
    let Some((device, open)) = open else {
        return Node { title: text("node-app").to_owned(), note: text("node-app-closed").to_owned(), tone: None };
    };
    let bound = match (open.toast, open.tile) {
        (true, true) => text("bound-both"),
        (true, false) => text("bound-toast"),
        (false, true) => text("bound-tile"),
        (false, false) => text("bound-nothing"),
    };
    let title = app_title(model, &device.device, &open.app);
    Node {
        title: text_with("node-app-named", &[("app", Argument::Text(&title))]),
        note: text_with(
            "node-app-open",
            &[("channel", Argument::Text(&open.channel)), ("bound", Argument::Text(bound))],
        ),
        tone: None,
    }
}

fn client_node(model: &Model, open: Option<Open<'_>>) -> Node {
    let first = model.world.devices.values().next();
    let Some(device) = open.map(|(device, _)| device).or(first) else {
        return Node { title: text("node-client").to_owned(), note: text("node-client-none").to_owned(), tone: None };
    };
    let (tone, words) = connection(Some(device.connection));
    let note = match device.queued {
        0 => words.to_owned(),
        waiting => {
            let named = [("state", Argument::Text(words)), ("count", Argument::Number(waiting as u64))];
            text_with("node-client-waiting", &named)
        }
    };
    let title = text_with("node-client-named", &[("device", Argument::Text(&device.name))]);
    Node { title, note, tone: Some(tone) }
}

fn relay_node(model: &Model) -> Node {
    let channels = Argument::Number(model.channels().count() as u64);
    let note = match &model.world.base {
        Some(_) => text_with("node-relay-up", &[("channels", channels)]),
        None => text("node-relay-starting").to_owned(),
    };
    Node { title: text("node-relay").to_owned(), note, tone: None }
}

fn cloud_node(open: Option<Open<'_>>, entry: Option<&Entry>) -> Node {
    let note = match (entry, open) {
        (Some(entry), _) => log::from(entry),
        (None, Some(_)) => text("node-cloud-holds").to_owned(),
        (None, None) => text("node-cloud-waits").to_owned(),
    };
    Node { title: text("node-cloud").to_owned(), note, tone: None }
}

fn arrows(
    model: &Model,
    open: Option<Open<'_>>,
    entry: Option<&Entry>,
    travel: &Travel,
    now: Timestamp,
) -> [ArrowView; 7] {
    let set_up = |arrow, key: &str| ArrowView {
        arrow,
        label: text(key).to_owned(),
        tone: if open.is_some() { Tone::Busy } else { Tone::Idle },
        filled: if open.is_some() { 1.0 } else { 0.0 },
        line: Line::Solid,
    };
    [
        set_up(Arrow::Asks, "step-asks"),
        set_up(Arrow::Negotiates, "step-negotiates"),
        set_up(Arrow::Gets, "step-gets"),
        set_up(Arrow::Gives, "step-gives"),
        posts(entry, travel, now),
        answers(entry, travel, now),
        routes(model, entry, travel, now),
    ]
}

fn posts(entry: Option<&Entry>, travel: &Travel, now: Timestamp) -> ArrowView {
    let failed = entry.and_then(|entry| entry.exchange.as_ref()).is_some_and(|exchange| exchange.result.is_err());
    ArrowView {
        arrow: Arrow::Posts,
        label: text("step-posts").to_owned(),
        tone: if failed { Tone::Refused } else { Tone::Busy },
        filled: travel.filled(Arrow::Posts, now),
        line: Line::Solid,
    }
}

fn answers(entry: Option<&Entry>, travel: &Travel, now: Timestamp) -> ArrowView {
    let verdict = entry.and_then(|entry| entry.record.as_ref()).map(|record| record.verdict);
    let filled = travel.filled(Arrow::Answers, now);
    let tone = match verdict.map(|verdict| verdict.row().outcome) {
        Some(Outcome::Refused) => Tone::Refused,
        Some(Outcome::Discarded | Outcome::Waiting) => Tone::Warned,
        Some(Outcome::Accepted) | None => Tone::Busy,
    };
    let label = match verdict.filter(|_| filled > 0.0).map(crate::protocol::Verdict::row) {
        Some(row) => match row.push {
            Some(push) => format!("{} {}", row.code, push.wire()),
            None => row.code.to_string(),
        },
        None => text("step-answers").to_owned(),
    };
    ArrowView { arrow: Arrow::Answers, label, tone, filled, line: Line::Solid }
}

fn routes(model: &Model, entry: Option<&Entry>, travel: &Travel, now: Timestamp) -> ArrowView {
    let filled = travel.filled(Arrow::Routes, now);
    let answered = travel.filled(Arrow::Answers, now) >= 1.0;
    let stays = entry.filter(|_| answered && filled <= 0.0).and_then(|entry| stays(model, entry));
    let went = entry.filter(|entry| filled >= 1.0 && entry.reached(Stage::Ignored).is_some());
    let (key, tone, filled, line) = match (stays, went) {
        (Some((key, tone)), _) => (key, tone, 1.0, Line::Dashed),
        (None, Some(_)) => ("step-ignored", Tone::Warned, filled, Line::Solid),
        (None, None) => ("step-routes", Tone::Busy, filled, Line::Solid),
    };
    ArrowView { arrow: Arrow::Routes, label: text(key).to_owned(), tone, filled, line }
}

/// Why a push that was answered does not go to its phone.
fn stays(model: &Model, entry: &Entry) -> Option<(&'static str, Tone)> {
    let stopped = entry.record.as_ref().is_some_and(|record| model.world.stopped.contains(&record.id));
    let reached = |stage| entry.reached(stage).is_some();
    if stopped {
        Some(("step-stopped", Tone::Warned))
    } else if reached(Stage::Lost) {
        Some(("step-lost", Tone::Refused))
    } else if entry.stages.iter().any(|event| event.stage == Stage::Queued) {
        Some(("step-waits", Tone::Warned))
    } else if reached(Stage::Held) {
        Some(("step-held", Tone::Warned))
    } else {
        None
    }
}
