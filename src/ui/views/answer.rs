//! What came back? What happened, what it means, what to do; below it the headers, the journey, and everything as it was
//! on the wire.

use serde::Serialize;

use crate::console::Model;
use crate::console::event::{Answered, Reach};
use crate::console::log::Entry;
use crate::console::model::DetailTab;
use crate::lang::{Argument, text, text_with};
use crate::notification::lint::{Severity, Span};
use crate::protocol::PushId;
use crate::protocol::header;
use crate::protocol::header_lines::HeaderLines;
use crate::protocol::record::PushRecord;
use crate::protocol::status::reason_phrase;
use crate::protocol::verdict::Verdict;
use crate::ui::theme::Tone;

use super::journey::{Step, journey};
use super::{faults, held, log, shown_entry};

/// What the answer pane shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerView {
    /// Which part is wanted.
    pub tab: DetailTab,
    /// The push, if there is one.
    pub push: Option<PushDetails>,
}

/// Everything about one push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PushDetails {
    /// Which push, and when.
    pub caption: String,
    /// How it went, as a colour.
    pub tone: Tone,
    /// What happened.
    pub title: String,
    /// What it means.
    pub meaning: String,
    /// Why, where the verdict alone does not say it.
    pub reason: Option<String>,
    /// Which fault acted on it, and what it did.
    pub fault: Option<String>,
    /// That it stands at a breakpoint, if it does, and under which number.
    pub held: Option<Held>,
    /// What to do.
    pub advice: String,
    /// The statuses of the answer, as they were spelled.
    pub statuses: HeaderLines,
    /// Where it was, and when.
    pub journey: Vec<Step>,
    /// The whole request.
    pub request: Option<String>,
    /// The whole answer.
    pub answer: Option<String>,
    /// What is wrong with it.
    pub lint: Vec<Finding>,
}

/// A push that stands at a breakpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Which.
    pub push: PushId,
    /// Its number in the log.
    pub number: String,
}

/// Something that is wrong with a push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub tone: Tone,
    /// The rule's code and what is the matter.
    pub message: String,
    /// Why it matters.
    pub why: String,
    /// Where.
    pub place: Option<String>,
}

impl AnswerView {
    /// The answer to the shown push.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        Self { tab: model.desk.detail, push: shown_entry(model).map(|entry| PushDetails::new(model, entry)) }
    }
}

impl PushDetails {
    fn new(model: &Model, entry: &Entry) -> Self {
        let record = entry.record.as_deref();
        let words = Words::of(entry);
        let number = entry.row.to_string();
        let caption = [("row", Argument::Text(&number)), ("time", Argument::Text(&entry.at.wall_clock()))];
        Self {
            caption: text_with("answer-caption", &caption),
            tone: words.tone,
            title: words.title,
            meaning: words.meaning,
            reason: record.and_then(|record| record.reason.clone()).or(words.reason),
            fault: record.and_then(|record| record.fault).map(|fault| faults::acted_in_words(model, fault)),
            held: record
                .filter(|record| model.world.stopped.contains(&record.id))
                .map(|record| Held { push: record.id, number: held::number(model, record.id) }),
            advice: words.advice,
            statuses: statuses(entry),
            journey: journey(entry),
            request: record.map(request_text),
            answer: answer_text(entry),
            lint: record.map_or_else(Vec::new, findings),
        }
    }
}

struct Words {
    tone: Tone,
    title: String,
    meaning: String,
    reason: Option<String>,
    advice: String,
}

impl Words {
    fn of(entry: &Entry) -> Self {
        let known = entry.record.as_ref().map(|record| record.verdict);
        let answered = entry.exchange.as_ref().map(|exchange| exchange.result.as_ref());
        match (known, answered) {
            (Some(verdict), _) => Self::of_verdict(verdict),
            (None, Some(Ok(Answered { verdict: Some(verdict), .. }))) => Self::of_verdict(*verdict),
            (None, Some(Ok(answer))) => Self::of_unlisted(answer.status),
            // What happened, what it means and what to do stand in one sentence each, where the failure was noticed.
            (None, Some(Err(failed))) => Self {
                tone: Tone::Refused,
                title: text(match failed.reach {
                    Reach::NotSent => "not-sent-title",
                    Reach::Unknown => "no-answer-title",
                })
                .to_owned(),
                meaning: failed.words.clone(),
                reason: None,
                advice: String::new(),
            },
            (None, None) => Self::plain(Tone::Busy, "waiting-title", "waiting-meaning", "waiting-advice"),
        }
    }

    /// The words of the table's row, under `verdict-<name>`.
    fn of_verdict(verdict: Verdict) -> Self {
        let part = |part: &str| text(&format!("verdict-{}-{part}", verdict.row().name)).to_owned();
        let (title, meaning, advice) = (part("title"), part("meaning"), part("advice"));
        Self { tone: log::tone_of(verdict), title, meaning, reason: None, advice }
    }

    fn of_unlisted(status: u16) -> Self {
        let title = text_with("verdict-unlisted-title", &[("code", Argument::Number(u64::from(status)))]);
        Self {
            title,
            ..Self::plain(Tone::Warned, "waiting-title", "verdict-unlisted-meaning", "verdict-unlisted-advice")
        }
    }

    fn plain(tone: Tone, title: &str, meaning: &str, advice: &str) -> Self {
        let words = |key: &str| text(key).to_owned();
        Self { tone, title: words(title), meaning: words(meaning), reason: None, advice: words(advice) }
    }
}

fn headers_of(entry: &Entry) -> Option<(u16, &HeaderLines)> {
    let record = entry.record.as_ref().map(|record| (record.answer.status, &record.answer.headers));
    record.or_else(|| match &entry.exchange.as_ref()?.result {
        Ok(answered) => Some((answered.status, &answered.headers)),
        Err(_) => None,
    })
}

/// The lines that a sender should read, in the order in which they are explained.
fn statuses(entry: &Entry) -> HeaderLines {
    let wanted = [header::NOTIFICATION_STATUS, header::DEVICE_STATUS, header::SUBSCRIPTION_STATUS, header::MESSAGE_ID];
    let Some((_, lines)) = headers_of(entry) else { return HeaderLines::default() };
    let found = wanted.iter().filter_map(|name| lines.iter().find(|(line, _)| line.eq_ignore_ascii_case(name)));
    found.collect()
}

fn request_text(record: &PushRecord) -> String {
    let request = &record.request;
    let mut out = format!("{} {} HTTP/1.1\r\n", request.method, request.path);
    add_headers(&mut out, &request.headers);
    out.push_str(&String::from_utf8_lossy(&request.body));
    if let (true, Some(reason)) = (request.body.is_empty(), &record.reason) {
        out.push_str(&text_with("request-body-unread", &[("reason", Argument::Text(reason))]));
    }
    out
}

fn answer_text(entry: &Entry) -> Option<String> {
    let (status, headers) = headers_of(entry)?;
    let mut out = format!("HTTP/1.1 {status} {}\r\n", reason_phrase(status));
    add_headers(&mut out, headers);
    Some(out)
}

fn add_headers(out: &mut String, headers: &HeaderLines) {
    for (name, value) in headers {
        out.push_str(name);
        out.push_str(": ");
        out.push_str(value);
        out.push_str("\r\n");
    }
    out.push_str("\r\n");
}

/// Where something is in a body. What is said of a header, or of the whole, has no place there.
fn place(span: Span) -> Option<String> {
    let number = |number| Argument::Number(u64::from(number));
    (span.line > 0).then(|| text_with("lint-place", &[("line", number(span.line)), ("column", number(span.column))]))
}

fn findings(record: &PushRecord) -> Vec<Finding> {
    let finding = |found: &crate::notification::lint::Diagnostic| Finding {
        tone: match found.severity {
            Severity::Note => Tone::Busy,
            Severity::Warning => Tone::Warned,
            Severity::Error => Tone::Refused,
        },
        message: format!("{} · {}", found.code, found.message),
        why: found.why.clone(),
        place: place(found.span),
    };
    record.lint.iter().map(finding).collect()
}
