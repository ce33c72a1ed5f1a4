//! Which faults are there, in order: on what they act, what they do, how often they did? What is being described is
//! `fault_form`.

use serde::Serialize;

use super::fault_form::FaultFormView;
use super::{app_title, figures, log};
use crate::console::Model;
use crate::console::service::faults::{Action, CloseAt, Fault, Quick, is_used_up};
use crate::lang::{Argument, text, text_with};
use crate::notification::Kind;
use crate::protocol::DeviceId;
use crate::ui::theme::Tone;

/// What the panel says of the faults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FaultsView {
    /// The fault that is being described, if one is.
    pub form: Option<FaultFormView>,
    /// The faults, in order.
    pub rows: Vec<FaultRow>,
    /// Whether some of them will not act again.
    pub some_used_up: bool,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FaultRow {
    /// Its number.
    pub id: u64,
    /// Whether it may still act.
    pub tone: Tone,
    /// What it does.
    pub does: String,
    /// On which pushes, and how often.
    pub on: String,
    /// How often it was asked, and how often it acted.
    pub counts: String,
}

impl FaultsView {
    /// The faults of this model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let faults = &model.world.faults;
        Self {
            form: FaultFormView::new(model),
            rows: faults.iter().map(|fault| FaultRow::new(model, fault)).collect(),
            some_used_up: faults.iter().any(is_used_up),
        }
    }
}

impl FaultRow {
    fn new(model: &Model, fault: &Fault) -> Self {
        let counts = [("seen", Argument::Number(fault.seen)), ("acted", Argument::Number(fault.acted))];
        let (tone, key) =
            if is_used_up(fault) { (Tone::Idle, "fault-counts-used-up") } else { (Tone::Warned, "fault-counts") };
        Self {
            id: fault.id,
            tone,
            does: does(fault.action),
            on: format!("{} · {}", which(model, fault), how_often(fault)),
            counts: text_with(key, &counts),
        }
    }
}

/// What a fault does, as a sentence about the service: “answers 404 Dropped · Expired”.
#[must_use]
pub fn does(action: Action) -> String {
    let number = |key: &str, number: u64| text_with(key, &[("count", Argument::Number(number))]);
    match action {
        Action::Verdict(verdict) => text_with("fault-answers", &[("verdict", Argument::Text(&log::title_of(verdict)))]),
        Action::DelayMs(millis) => text_with("fault-delays", &[("span", Argument::Text(&millis_in_words(millis)))]),
        Action::Close(CloseAt::BeforeAnswer) => text("fault-closes-before").to_owned(),
        Action::Close(CloseAt::MidAnswer) => text("fault-closes-mid").to_owned(),
        Action::Close(CloseAt::AfterAnswer) => text("fault-closes-after").to_owned(),
        Action::Lose(_) => text("fault-loses").to_owned(),
        Action::Duplicate(copies) => number("fault-duplicates", u64::from(copies)),
        Action::Hold(_) => text("fault-holds").to_owned(),
        Action::Corrupt(_) => text("fault-corrupts").to_owned(),
    }
}

/// What a fault did to a push, in a word or two: “503”, “held”.
#[must_use]
pub fn did(action: Action) -> String {
    match action {
        Action::Verdict(verdict) => verdict.row().code.to_string(),
        Action::DelayMs(millis) => text_with("fault-did-delay", &[("span", Argument::Text(&millis_in_words(millis)))]),
        Action::Close(_) => text("fault-did-close").to_owned(),
        Action::Lose(_) => text("fault-did-lose").to_owned(),
        Action::Duplicate(copies) => format!("×{}", u64::from(copies) + 1),
        Action::Hold(_) => text("fault-did-hold").to_owned(),
        Action::Corrupt(_) => text("fault-did-corrupt").to_owned(),
    }
}

/// The fault that acted on a push, in a word or two: “#2 503”. A fault that is long gone has its number left.
#[must_use]
pub fn acted(model: &Model, fault: u64) -> String {
    match model.world.actions.get(&fault) {
        Some(action) => format!("#{fault} {}", did(*action)),
        None => format!("#{fault}"),
    }
}

/// That a fault acted on a push, and what it did, as a sentence.
#[must_use]
pub fn acted_in_words(model: &Model, fault: u64) -> String {
    let id = ("id", Argument::Number(fault));
    let Some(action) = model.world.actions.get(&fault) else { return text_with("fault-acted-gone", &[id]) };
    let did = did(*action);
    let what = match action {
        Action::Verdict(_) => text_with("fault-acted-verdict", &[("what", Argument::Text(&did))]),
        Action::Close(_) => text_with("fault-acted-close", &[("what", Argument::Text(&did))]),
        Action::DelayMs(_) | Action::Lose(_) | Action::Duplicate(_) | Action::Hold(_) | Action::Corrupt(_) => did,
    };
    text_with("fault-acted", &[id, ("what", Argument::Text(&what))])
}

fn millis_in_words(millis: u64) -> String {
    figures::span(std::time::Duration::from_millis(millis))
}

fn which(model: &Model, fault: &Fault) -> String {
    let on = &fault.on;
    let kind = match on.kind {
        None => text("fault-on-any"),
        Some(Kind::Toast) => text("fault-on-toasts"),
        Some(Kind::Tile) => text("fault-on-tiles"),
        Some(Kind::Raw) => text("fault-on-raws"),
    };
    let named = |key: &str, value: &str| text_with(key, &[("name", Argument::Text(value))]);
    let to = match (&on.device, &on.app) {
        (Some(device), Some(app)) => Some(named("fault-on-to", &title(model, device, app))),
        (Some(device), None) => Some(named("fault-on-to", &device_name(model, device))),
        (None, Some(app)) => Some(named("fault-on-app", app)),
        (None, None) => None,
    };
    let channel = on.channel.as_ref().map(|channel| named("fault-on-channel", channel));
    let words = on.text.as_ref().map(|words| named("fault-on-text", words));
    let parts = [Some(kind.to_owned()), to, channel, words];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn title(model: &Model, device: &str, app: &str) -> String {
    let title = device.parse().map_or_else(|_| app.to_owned(), |device: DeviceId| app_title(model, &device, app));
    format!("{} · {title}", device_name(model, device))
}

fn device_name(model: &Model, device: &str) -> String {
    let known = device.parse().ok().and_then(|device: DeviceId| model.world.devices.get(&device));
    known.map_or_else(|| device.to_owned(), |known| known.name.clone())
}

fn how_often(fault: &Fault) -> String {
    let number = |key: &str, number: u64| text_with(key, &[("count", Argument::Number(number))]);
    let skip = (fault.skip > 0).then(|| number("fault-skips", u64::from(fault.skip)));
    let times = Some(match fault.times {
        Some(times) => number("fault-times", u64::from(times)),
        None => text("fault-endless").to_owned(),
    });
    let chance = (fault.probability < 1.0).then(|| {
        // Two figures after the point are as fine as anybody sets a chance.
        let percent = (fault.probability * 10_000.0).round() / 100.0;
        text_with("fault-chance", &[("percent", Argument::Text(&percent.to_string()))])
    });
    [skip, times, chance].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What a usual fault's button says.
#[must_use]
pub fn quick(quick: Quick) -> String {
    match quick {
        Quick::Answer(verdict) => {
            let key = format!("quick-{}", verdict.row().name);
            if crate::lang::knows(&key) { text(&key).to_owned() } else { verdict.row().code.to_string() }
        }
        Quick::Lose => text("quick-lose").to_owned(),
        Quick::Hold => text("quick-hold").to_owned(),
    }
}
