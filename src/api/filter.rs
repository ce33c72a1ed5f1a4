//! Which pushes does a list want? The parameters of `GET /pushes`, read and applied.

use serde::Deserialize;
use utoipa::IntoParams;

use super::refusal::Refusal;
use crate::archive::Wanted;
use crate::clock::Timestamp;
use crate::notification::Kind;
use crate::protocol::device::DeviceId;
use crate::protocol::record::PushRecord;
use crate::protocol::trace::PushId;
use crate::protocol::verdict::Verdict;

/// The parameters of `GET /pushes`.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct PushQuery {
    /// Only this kind: `toast`, `tile` or `raw`.
    #[param(value_type = Option<Kind>, inline)]
    pub(super) kind: Option<String>,
    /// Only to this device.
    pub(super) device: Option<String>,
    /// Only to this app.
    pub(super) app: Option<String>,
    /// Only with this verdict.
    #[param(value_type = Option<Verdict>, inline)]
    pub(super) verdict: Option<String>,
    /// Only with this text in the body, in any letter case.
    pub(super) text: Option<String>,
    /// Only after the push of this id, or from this RFC 3339 time on.
    pub(super) since: Option<String>,
    /// At most so many, the newest.
    pub(super) limit: Option<usize>,
    /// Hold the answer for so many seconds, until `count` pushes match.
    pub(super) wait_secs: Option<f64>,
    /// How many are to match before the answer comes.
    pub(super) count: Option<usize>,
}

/// Which pushes are wanted.
pub(super) struct Filter {
    kind: Option<Kind>,
    device: Option<String>,
    app: Option<String>,
    verdict: Option<Verdict>,
    text: Option<String>,
    since: Option<Since>,
}

/// From where on pushes are wanted.
enum Since {
    /// After that push.
    Push(PushId),
    /// At that time or after.
    Time(Timestamp),
}

impl Filter {
    /// Reads the parameters that say which pushes are wanted.
    pub(super) fn read(query: &PushQuery) -> Result<Self, Refusal> {
        let kind = query.kind.as_ref().map(|word| word.parse::<Kind>()).transpose();
        let verdict = query.verdict.as_ref().map(|name| Verdict::from_name(name).ok_or(name)).transpose();
        Ok(Self {
            kind: kind.map_err(|error| Refusal::parameter(error.to_string(), "use kind=toast, tile or raw"))?,
            device: query.device.clone(),
            app: query.app.clone(),
            verdict: verdict.map_err(|name| no_verdict(name))?,
            text: query.text.as_ref().map(|text| text.to_lowercase()),
            since: query.since.as_deref().map(Since::read).transpose()?,
        })
    }

    /// The same question about pushes before `end`, as the archive takes it.
    pub(super) fn wanted(&self, end: PushId) -> Wanted {
        let (after, since) = match self.since {
            Some(Since::Push(id)) => (Some(id), None),
            Some(Since::Time(time)) => (None, Some(time)),
            None => (None, None),
        };
        Wanted {
            kind: self.kind,
            device: self.device.clone(),
            app: self.app.clone(),
            verdict: self.verdict,
            text: self.text.clone(),
            after,
            before: Some(end),
            since,
        }
    }

    /// Whether this push is wanted.
    pub(super) fn takes(&self, record: &PushRecord) -> bool {
        let same = |wanted: &Option<String>, got: Option<&str>| wanted.is_none() || wanted.as_deref() == got;
        self.kind.is_none_or(|kind| record.kind == Some(kind))
            && same(&self.device, record.device.as_ref().map(DeviceId::as_str))
            && same(&self.app, record.app.as_deref())
            && self.verdict.is_none_or(|verdict| record.verdict == verdict)
            && self.since.as_ref().is_none_or(|since| since.includes(record))
            && self
                .text
                .as_ref()
                .is_none_or(|text| String::from_utf8_lossy(&record.request.body).to_lowercase().contains(text.as_str()))
    }
}

impl Since {
    fn read(text: &str) -> Result<Self, Refusal> {
        if let Ok(id) = text.parse() {
            return Ok(Self::Push(id));
        }
        // In an address a plus sign is a space, unless it was escaped.
        let time = text.replace(' ', "+").parse().map(Self::Time);
        time.map_err(|error| Refusal::parameter(format!("since: {error}"), "use the id of a push, or a time"))
    }

    fn includes(&self, record: &PushRecord) -> bool {
        match self {
            Self::Push(id) => record.id > *id,
            // Times are written in milliseconds, so the one that a caller has read may have lost a part of one.
            Self::Time(time) => record.at.as_micros().div_euclid(1_000) >= time.as_micros().div_euclid(1_000),
        }
    }
}

fn no_verdict(name: &str) -> Refusal {
    let name: String = name.chars().take(40).collect();
    let known: Vec<&str> = Verdict::all().map(|verdict| verdict.row().name).collect();
    Refusal::parameter(format!("`{name}` is no verdict"), format!("the verdicts are {}", known.join(", ")))
}
