//! Where was a push, and when? Its stages in words, each with the time since it was composed or arrived.

use serde::Serialize;

use crate::clock::Timestamp;
use crate::console::event::Reach;
use crate::console::log::Entry;
use crate::lang::{Argument, text, text_with};
use crate::protocol::trace::Stage;
use crate::ui::theme::Tone;

use super::figures;

/// One step of a push's journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// How it went.
    pub tone: Tone,
    /// What happened.
    pub label: String,
    /// More, as the phone or the relay said it.
    pub detail: Option<String>,
    /// When, since the start.
    pub at: String,
}

/// The journey of a push so far, in order of time.
#[must_use]
pub fn journey(entry: &Entry) -> Vec<Step> {
    let mut timed: Vec<(Timestamp, u8, Step)> = Vec::new();
    for (order, event) in (0_u8..).zip(&entry.stages) {
        let (tone, label) = words(event.stage);
        let at = figures::span(event.at.since(entry.at));
        timed.push((
            event.at,
            order.saturating_mul(2),
            Step { tone, label: label.to_owned(), detail: event.detail.clone(), at },
        ));
    }
    timed.extend(connected(entry));
    timed.extend(answer(entry));
    timed.sort_by_key(|(at, order, _)| (*at, *order));
    timed.into_iter().map(|(_, _, step)| step).collect()
}

/// Connecting is no stage of the push; on a connection that was open it takes no time and is not worth a line.
fn connected(entry: &Entry) -> Option<(Timestamp, u8, Step)> {
    let exchange = entry.exchange.as_ref().filter(|exchange| !exchange.connect.is_zero())?;
    let at = exchange.sent_at.plus(exchange.connect);
    let label = text("journey-connected").to_owned();
    let since = figures::span(at.since(entry.at));
    Some((at, u8::MAX - 1, Step { tone: Tone::Received, label, detail: None, at: since }))
}

/// The answer is no stage of the push; its time is known only to our own sender.
fn answer(entry: &Entry) -> Option<(Timestamp, u8, Step)> {
    let exchange = entry.exchange.as_ref()?;
    let at = exchange.sent_at.plus(exchange.answer);
    let (tone, label) = match &exchange.result {
        Ok(answered) => {
            let code = Argument::Number(u64::from(answered.status));
            let tone = if answered.status == 200 { Tone::Received } else { Tone::Refused };
            (tone, text_with("journey-answer", &[("code", code)]))
        }
        Err(failed) => match failed.reach {
            Reach::NotSent => (Tone::Refused, text("journey-not-sent").to_owned()),
            Reach::Unknown => (Tone::Refused, text("journey-no-answer").to_owned()),
        },
    };
    Some((at, u8::MAX, Step { tone, label, detail: None, at: figures::span(at.since(entry.at)) }))
}

fn words(stage: Stage) -> (Tone, &'static str) {
    match stage {
        Stage::Composed => (Tone::Received, text("stage-composed")),
        Stage::Sent => (Tone::Received, text("stage-sent")),
        Stage::Accepted => (Tone::Received, text("stage-accepted")),
        Stage::Refused => (Tone::Refused, text("stage-refused")),
        Stage::Queued => (Tone::Warned, text("stage-queued")),
        Stage::Held => (Tone::Warned, text("stage-held")),
        Stage::OnLink => (Tone::Received, text("stage-on-link")),
        Stage::AtPhone => (Tone::Received, text("stage-at-phone")),
        Stage::Shown => (Tone::Received, text("stage-shown")),
        Stage::ToApp => (Tone::Received, text("stage-to-app")),
        Stage::Ignored => (Tone::Warned, text("stage-ignored")),
        Stage::Acked => (Tone::Received, text("stage-acked")),
        Stage::Lost => (Tone::Refused, text("stage-lost")),
        Stage::Expired => (Tone::Refused, text("stage-expired")),
    }
}
