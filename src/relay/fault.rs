//! Which fault acts on a push? Pure: rules in order, each with its own seeded chance (INTERFACES.md 4).
//!
//! What a fault does to a push is done in `reception` (the answer, the delivery) and `wire` (the connection).

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::notification::Kind;
use crate::protocol::Verdict;
use crate::protocol::device::DeviceId;

/// How many rules there may be.
const MAX_RULES: usize = 1_000;
/// The longest text of a match, in bytes.
pub const MAX_TEXT_BYTES: usize = 4_096;
/// The longest delay, in milliseconds: ten minutes. No sender waits for longer.
pub const MAX_DELAY_MS: u64 = 600_000;
/// How often a push can be delivered over.
pub const MAX_DUPLICATES: u32 = 100;

/// A rule: which pushes, when, and what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Its number, given by the relay.
    #[serde(default)]
    pub id: u64,
    /// Which pushes it is about.
    #[serde(default, rename = "match")]
    pub on: Match,
    /// How many of them pass before it begins.
    #[serde(default)]
    pub skip: u32,
    /// On how many it acts; `null` is no end.
    #[serde(default = "once")]
    pub times: Option<u32>,
    /// How likely it acts on each.
    #[serde(default = "always")]
    pub probability: f64,
    /// What it does.
    pub action: Action,
    /// How many pushes it was asked about so far.
    #[serde(default)]
    pub seen: u64,
    /// On how many it has acted so far.
    #[serde(default)]
    pub acted: u64,
}

#[expect(clippy::unnecessary_wraps, reason = "serde asks for the type of the field")]
const fn once() -> Option<u32> {
    Some(1)
}

const fn always() -> f64 {
    1.0
}

/// Which pushes a rule is about: those that agree with every field that is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = FaultMatch)]
pub struct Match {
    /// The device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
    /// The channel's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// What the body contains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What a fault does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FaultAction)]
pub enum Action {
    /// Answers this in place of what would be answered.
    Verdict(Verdict),
    /// Answers after so many milliseconds of the relay's clock.
    DelayMs(u64),
    /// Closes the connection.
    Close(CloseAt),
    /// Answers `Received` and delivers nothing.
    Lose(Yes),
    /// Delivers the push so many times more.
    Duplicate(u32),
    /// Stops the push on its way to the phone, to be released or dropped.
    Hold(Yes),
    /// Hands the phone a broken body.
    Corrupt(Yes),
}

/// Where a connection is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CloseAt {
    /// The sender gets no answer.
    BeforeAnswer,
    /// It gets the answer, and the end of the connection that nothing announced.
    AfterAnswer,
    /// It gets a part of the answer.
    MidAnswer,
}

/// `true`, which is all that may be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "bool", into = "bool")]
pub struct Yes;

impl PartialSchema for Yes {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Boolean).enum_values(Some([true])).into()
    }
}

impl ToSchema for Yes {}

impl From<Yes> for bool {
    fn from(_: Yes) -> Self {
        true
    }
}

impl TryFrom<bool> for Yes {
    type Error = &'static str;

    fn try_from(said: bool) -> Result<Self, Self::Error> {
        if said { Ok(Self) } else { Err("say true, or leave the fault out") }
    }
}

/// A rule cannot be as it was wanted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct BadFault(String);

/// What a push shows to the rules.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject<'a> {
    /// The device, if the channel is known.
    pub(super) device: Option<&'a DeviceId>,
    /// The app.
    pub(super) app: Option<&'a str>,
    /// The channel's name.
    pub(super) channel: Option<&'a str>,
    /// The kind.
    pub(super) kind: Kind,
    /// The body.
    pub(super) body: &'a [u8],
    /// What it comes to if no fault acts.
    pub(super) fate: Fate,
}

/// What a push comes to if no fault acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nothing of it goes to the phone.
    Ends,
    /// It is on its way to the phone.
    Travels,
    /// It is on its way, and cannot be stopped: as many stand at breakpoints as may.
    TravelsUnstopped,
}

/// The fault that acts on a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Acting {
    /// Which rule.
    pub(super) id: u64,
    /// What it does.
    pub(super) action: Action,
}

/// How often a rule was asked, and how often it acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Which rule.
    pub id: u64,
    /// How many pushes it was asked about so far.
    pub seen: u64,
    /// On how many it has acted so far.
    pub acted: u64,
}

/// The rules, in order.
#[derive(Debug, Default)]
pub(super) struct Faults {
    rules: Vec<Fault>,
    /// The rules that were asked about the latest push, as they stand since.
    asked: Vec<Tally>,
    seed: u64,
    last_id: u64,
}

impl Action {
    /// Whether it can do anything to a push of that fate. What happens on the way needs a way.
    const fn can_act(self, fate: Fate) -> bool {
        match self {
            Self::Verdict(_) | Self::DelayMs(_) | Self::Close(_) => true,
            Self::Lose(_) | Self::Duplicate(_) | Self::Corrupt(_) => !matches!(fate, Fate::Ends),
            Self::Hold(_) => matches!(fate, Fate::Travels),
        }
    }
}

impl Match {
    fn takes(&self, subject: &Subject<'_>) -> bool {
        let same = |wanted: &Option<String>, got: Option<&str>| wanted.is_none() || wanted.as_deref() == got;
        same(&self.device, subject.device.map(DeviceId::as_str))
            && same(&self.app, subject.app)
            && same(&self.channel, subject.channel)
            && self.kind.is_none_or(|kind| kind == subject.kind)
            && self.text.as_ref().is_none_or(|text| contains(subject.body, text.as_bytes()))
    }
}

impl Fault {
    /// Whether it acts on the next push that it is about. Each is asked once.
    fn acts(&mut self, seed: u64) -> bool {
        let nth = self.seen;
        self.seen += 1;
        if nth < u64::from(self.skip) || self.times.is_some_and(|times| self.acted >= u64::from(times)) {
            return false;
        }
        let acts = self.probability >= 1.0 || chance(seed, self.id, nth) < self.probability;
        self.acted += u64::from(acts);
        acts
    }

    /// Whether it can be as it is wanted.
    ///
    /// # Errors
    /// A number is out of its range, or a text is too long.
    pub fn check(&self) -> Result<(), BadFault> {
        let bad = |text: String| Err(BadFault(text));
        if !(0.0..=1.0).contains(&self.probability) {
            return bad(format!("probability is 0 to 1; it cannot be {}", self.probability));
        }
        let on = &self.on;
        let texts = [&on.device, &on.app, &on.channel, &on.text];
        if texts.into_iter().flatten().any(|text| text.len() > MAX_TEXT_BYTES) {
            return bad(format!("a text of a match has at most {MAX_TEXT_BYTES} bytes"));
        }
        match self.action {
            Action::DelayMs(delay) if delay > MAX_DELAY_MS => {
                bad(format!("delay_ms is at most {MAX_DELAY_MS}; it cannot be {delay}"))
            }
            Action::Duplicate(times) if !(1..=MAX_DUPLICATES).contains(&times) => {
                bad(format!("duplicate is 1 to {MAX_DUPLICATES}; it cannot be {times}"))
            }
            Action::Verdict(_)
            | Action::DelayMs(_)
            | Action::Close(_)
            | Action::Lose(Yes)
            | Action::Duplicate(_)
            | Action::Hold(Yes)
            | Action::Corrupt(Yes) => Ok(()),
        }
    }
}

impl Faults {
    /// No rules; chances follow from `seed`, so a run repeats.
    pub(super) fn with_seed(seed: u64) -> Self {
        Self { rules: Vec::new(), asked: Vec::new(), seed, last_id: 0 }
    }

    /// The rules, in order.
    pub(super) fn list(&self) -> &[Fault] {
        &self.rules
    }

    /// Adds a rule behind the others and gives it as it is kept.
    pub(super) fn add(&mut self, mut fault: Fault) -> Result<Fault, BadFault> {
        fault.check()?;
        if self.rules.len() >= MAX_RULES {
            return Err(BadFault(format!("there may be {MAX_RULES} faults; take one out first")));
        }
        self.last_id += 1;
        (fault.id, fault.seen, fault.acted) = (self.last_id, 0, 0);
        self.rules.push(fault.clone());
        Ok(fault)
    }

    /// Puts rules back that were there before.
    pub(super) fn restore(&mut self, rules: Vec<Fault>) {
        self.last_id = rules.iter().map(|rule| rule.id).max().unwrap_or(0).max(self.last_id);
        self.rules = rules;
    }

    /// Takes a rule out; whether it was there.
    pub(super) fn remove(&mut self, id: u64) -> bool {
        let before = self.rules.len();
        self.rules.retain(|rule| rule.id != id);
        self.rules.len() != before
    }

    /// Takes every rule out.
    pub(super) fn clear(&mut self) {
        self.rules.clear();
    }

    /// The fault that acts on a push: the first rule in order that is about it and could do something to it, has begun, is not
    /// used up, and is in luck.
    pub(super) fn act(&mut self, subject: &Subject<'_>) -> Option<Acting> {
        let Self { rules, asked, seed, last_id: _ } = self;
        asked.clear();
        let can_act = |rule: &&mut Fault| rule.action.can_act(subject.fate) && rule.on.takes(subject);
        let rule = rules.iter_mut().filter(can_act).find_map(|rule| {
            let acts = rule.acts(*seed);
            asked.push(Tally { id: rule.id, seen: rule.seen, acted: rule.acted });
            acts.then_some(rule)
        })?;
        Some(Acting { id: rule.id, action: rule.action })
    }

    /// The rules that were asked about the latest push, as they stand since.
    pub(super) fn asked(&self) -> &[Tally] {
        &self.asked
    }
}

/// A number from 0 up to 1 for the `nth` push of a rule; the same for the same seed (the mixer of SplitMix64).
#[expect(clippy::cast_precision_loss, reason = "53 bits fit a double")]
fn chance(seed: u64, rule: u64, nth: u64) -> f64 {
    let mut mixed = seed ^ rule.wrapping_mul(0xA24B_AED4_963E_E407) ^ nth.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    mixed = mixed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

fn contains(body: &[u8], text: &[u8]) -> bool {
    text.is_empty() || body.windows(text.len()).any(|part| part == text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(seed: u64, rules: &[serde_json::Value]) -> Faults {
        let mut faults = Faults::with_seed(seed);
        for rule in rules {
            faults.add(serde_json::from_value(rule.clone()).unwrap()).unwrap();
        }
        faults
    }

    fn subject(body: &str) -> Subject<'_> {
        let (kind, fate) = (Kind::Toast, Fate::Travels);
        Subject { device: None, app: Some("trips"), channel: None, kind, body: body.as_bytes(), fate }
    }

    fn acting(faults: &mut Faults, times: usize) -> Vec<Option<u64>> {
        (0..times).map(|_| faults.act(&subject("Train 7")).map(|acting| acting.id)).collect()
    }

    /// A rule skips, then acts as often as it says; those behind it act on what it lets pass.
    #[test]
    fn rules_skip_act_and_are_used_up() {
        let first = json!({ "skip": 1, "times": 2, "action": { "verdict": "service-unavailable" } });
        let second = json!({ "times": null, "match": { "app": "trips" }, "action": { "lose": true } });
        let mut faults = faults(0, &[first, second]);
        assert_eq!(acting(&mut faults, 5), [Some(2), Some(1), Some(1), Some(2), Some(2)]);
    }

    /// A rule is about those pushes that agree with every field it has.
    #[test]
    fn rules_match_by_every_field() {
        for (on, takes) in [
            (json!({}), true),
            (json!({ "app": "trips", "kind": "toast", "text": "ain 7" }), true),
            (json!({ "app": "news" }), false),
            (json!({ "kind": "tile" }), false),
            (json!({ "text": "Train 8" }), false),
            (json!({ "device": "ana" }), false),
        ] {
            let mut faults = faults(0, &[json!({ "match": on, "action": { "hold": true } })]);
            assert_eq!(faults.act(&subject("Train 7")).is_some(), takes, "{on}");
        }
    }

    /// What happens on the way to the phone needs a way; such a rule is not used up by pushes that have none.
    #[test]
    fn rules_act_where_they_can() {
        let at = |fate| Subject { fate, ..subject("Train 7") };
        for (action, ends, unstopped) in [
            (json!({ "verdict": "expired" }), true, true),
            (json!({ "delay_ms": 5 }), true, true),
            (json!({ "close": "mid-answer" }), true, true),
            (json!({ "lose": true }), false, true),
            (json!({ "duplicate": 2 }), false, true),
            (json!({ "corrupt": true }), false, true),
            (json!({ "hold": true }), false, false),
        ] {
            let mut faults = faults(0, &[json!({ "times": null, "action": action })]);
            assert_eq!(faults.act(&at(Fate::Ends)).is_some(), ends, "{action}");
            assert_eq!(faults.act(&at(Fate::TravelsUnstopped)).is_some(), unstopped, "{action}");
            assert!(faults.act(&at(Fate::Travels)).is_some());
            assert_eq!(faults.list()[0].seen, 1 + u64::from(ends) + u64::from(unstopped));
        }
    }

    /// The same seed gives the same run, another seed another; about as many act as the probability says.
    #[test]
    fn chances_are_seeded() {
        let rule = json!({ "times": null, "probability": 0.25, "action": { "lose": true } });
        let run = |seed| acting(&mut faults(seed, std::slice::from_ref(&rule)), 4_000);
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
        let acted = run(7).iter().flatten().count();
        assert!((900..1_100).contains(&acted), "{acted}");
    }

    /// What cannot be is refused.
    #[test]
    fn bad_rules_are_refused() {
        let read = serde_json::from_value::<Fault>;
        assert!(read(json!({ "action": { "verdict": "ok" } })).is_err());
        assert!(read(json!({ "action": { "lose": false } })).is_err());
        assert!(read(json!({ "action": { "lose": true }, "mach": {} })).is_err());
        for rule in [
            json!({ "probability": 1.5, "action": { "lose": true } }),
            json!({ "action": { "delay_ms": 600_001 } }),
            json!({ "action": { "duplicate": 0 } }),
        ] {
            assert!(Faults::default().add(read(rule).unwrap()).is_err());
        }
    }
}
