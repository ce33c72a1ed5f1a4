//! Which pushes stand at a breakpoint, and what is in the one that is looked at?

use serde::Serialize;

use super::{figures, log, summary};
use crate::console::Model;
use crate::console::service::is_too_large;
use crate::lang::{Argument, text, text_with};
use crate::protocol::PushId;
use crate::protocol::trace::Stage;

/// What the panel says of held pushes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldView {
    /// The pushes, the one that stands longest first.
    pub rows: Vec<HeldRow>,
    /// The one that is looked at.
    pub open: Option<OpenPush>,
}

/// A held push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldRow {
    /// Which.
    pub push: PushId,
    /// Its number in the log.
    pub number: String,
    /// Its kind, a word of the wire.
    pub kind: &'static str,
    /// What it is about.
    pub what: String,
    /// To whom.
    pub to: String,
    /// Whether it is looked at.
    pub selected: bool,
}

/// A held push that is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenPush {
    /// Which.
    pub push: PushId,
    /// Its number, to whom, and since when it stands.
    pub caption: String,
    /// Its body.
    pub body: Body,
    /// How large the body is.
    pub size: String,
    /// Why the body cannot be sent on as it was changed.
    pub problem: Option<String>,
}

/// The body of a held push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// As it came.
    Own(String),
    /// As it was changed here.
    Changed(String),
    /// It is no text, so it cannot be changed here; why, in words.
    Closed(String),
}

impl HeldView {
    /// The held pushes of this model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let looked_at = model.desk.service.looked_at(&model.world);
        let rows = model.world.stopped.iter().map(|push| HeldRow::new(model, *push, looked_at));
        Self { rows: rows.collect(), open: looked_at.map(|push| OpenPush::new(model, push)) }
    }
}

impl HeldRow {
    fn new(model: &Model, push: PushId, looked_at: Option<PushId>) -> Self {
        let entry = model.world.log.push(push);
        Self {
            push,
            number: number(model, push),
            kind: entry.and_then(log::kind).map_or("–", crate::notification::Kind::word),
            what: entry.map_or_else(|| text("held-forgotten").to_owned(), summary::of_entry),
            to: entry.map(|entry| log::to(model, entry)).unwrap_or_default(),
            selected: looked_at == Some(push),
        }
    }
}

impl OpenPush {
    fn new(model: &Model, push: PushId) -> Self {
        let body = body(model, push);
        let bytes = match &body {
            Body::Own(words) | Body::Changed(words) => Some(words.len()),
            Body::Closed(_) => None,
        };
        let size = |bytes: usize| text_with("what-bytes", &[("bytes", Argument::Text(&figures::thousands(bytes)))]);
        let problem = match &body {
            Body::Changed(words) if is_too_large(words) => Some(text("held-too-large").to_owned()),
            Body::Own(_) | Body::Changed(_) | Body::Closed(_) => None,
        };
        Self { push, caption: caption(model, push), size: bytes.map(size).unwrap_or_default(), problem, body }
    }
}

/// The number under which the log has a push, or else its own.
#[must_use]
pub fn number(model: &Model, push: PushId) -> String {
    let entry = model.world.log.push(push);
    entry.map_or_else(|| format!("#{push}"), |entry| format!("#{}", entry.row))
}

fn caption(model: &Model, push: PushId) -> String {
    let since = model.world.log.push(push).and_then(|entry| entry.reached(Stage::Held)).map(|held| held.at);
    let number = number(model, push);
    match since {
        Some(since) => {
            let time = since.hour_minute_second();
            text_with("held-caption", &[("number", Argument::Text(&number)), ("time", Argument::Text(&time))])
        }
        None => number,
    }
}

fn body(model: &Model, push: PushId) -> Body {
    if let Some(changed) = model.desk.service.changed_body(push, &model.world) {
        return Body::Changed(changed.to_owned());
    }
    let Some(record) = model.world.log.push(push).and_then(|entry| entry.record.as_ref()) else {
        return Body::Closed(text("held-forgotten-do").to_owned());
    };
    if let Ok(words) = std::str::from_utf8(&record.request.body) {
        Body::Own(words.to_owned())
    } else {
        let bytes = figures::thousands(record.request.body.len());
        Body::Closed(text_with("held-no-text", &[("bytes", Argument::Text(&bytes))]))
    }
}
