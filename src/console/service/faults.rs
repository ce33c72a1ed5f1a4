//! How is a fault described? A form that keeps whatever was typed, and the fault that it stands for; the usual faults for the
//! next push.

use crate::lang::{Argument, text, text_with};
use crate::notification::Kind;
use crate::protocol::Verdict;
use crate::relay::fault::{MAX_DELAY_MS, MAX_DUPLICATES, MAX_TEXT_BYTES, Match, Yes};

pub use crate::relay::fault::{Action, CloseAt, Fault};

/// A fault as it is being described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultForm {
    /// What it does.
    pub does: Does,
    /// What it answers, if it answers.
    pub verdict: Verdict,
    /// For how many milliseconds it delays, if it delays.
    pub delay_ms: String,
    /// Where it closes the connection, if it does.
    pub close: CloseAt,
    /// How often it delivers over, if it does.
    pub copies: String,
    /// Only pushes to this device.
    pub device: Option<String>,
    /// Only pushes to this app.
    pub app: Option<String>,
    /// Only pushes to a channel of this name.
    pub channel: Option<String>,
    /// Only pushes of this kind.
    pub kind: Option<Kind>,
    /// Only pushes whose body has this text.
    pub text: String,
    /// How many of them pass before it begins.
    pub skip: String,
    /// Whether there is an end to it.
    pub end: End,
    /// On how many it acts, if there is an end.
    pub times: String,
    /// On how many of a hundred it acts.
    pub percent: String,
}

/// What a fault does, without its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Answers something else.
    Answer,
    /// Answers late.
    Delay,
    /// Closes the connection.
    Close,
    /// Answers `Received`, and delivers nothing.
    Lose,
    /// Delivers several times.
    Duplicate,
    /// Holds the push at a breakpoint.
    Hold,
    /// Hands the phone a broken body.
    Corrupt,
}

impl Does {
    /// Everything that a fault can do.
    pub const ALL: [Self; 7] =
        [Self::Answer, Self::Delay, Self::Close, Self::Lose, Self::Duplicate, Self::Hold, Self::Corrupt];
}

/// Whether a fault comes to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// After so many pushes.
    AfterTimes,
    /// Never.
    Never,
}

/// A change to a described fault.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the field of the same name")]
pub enum FaultEdit {
    Does(Does),
    Verdict(Verdict),
    DelayMs(String),
    Close(CloseAt),
    Copies(String),
    Device(Option<String>),
    App(Option<String>),
    Channel(Option<String>),
    Kind(Option<Kind>),
    Text(String),
    Skip(String),
    End(End),
    Times(String),
    Percent(String),
}

/// A field of the form in which something can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the field of the same name")]
pub enum FaultField {
    DelayMs,
    Copies,
    Text,
    Skip,
    Times,
    Percent,
}

/// Why a described fault cannot be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultProblem {
    /// Where.
    pub field: FaultField,
    /// What is wrong, in words.
    pub message: String,
}

/// A usual fault for the next push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quick {
    /// It is answered this.
    Answer(Verdict),
    /// It is lost.
    Lose,
    /// It is held.
    Hold,
}

impl Quick {
    /// What is offered.
    pub const ALL: [Self; 5] = [
        Self::Answer(Verdict::ServiceUnavailable),
        Self::Answer(Verdict::Expired),
        Self::Answer(Verdict::Throttled),
        Self::Lose,
        Self::Hold,
    ];

    /// The fault: once, on whatever comes next.
    #[must_use]
    pub fn fault(self) -> Fault {
        once(match self {
            Self::Answer(verdict) => Action::Verdict(verdict),
            Self::Lose => Action::Lose(Yes),
            Self::Hold => Action::Hold(Yes),
        })
    }
}

fn once(action: Action) -> Fault {
    Fault { id: 0, on: Match::default(), skip: 0, times: Some(1), probability: 1.0, action, seen: 0, acted: 0 }
}

/// Whether a fault has acted as often as it may.
#[must_use]
pub fn is_used_up(fault: &Fault) -> bool {
    fault.times.is_some_and(|times| fault.acted >= u64::from(times))
}

impl Default for FaultForm {
    fn default() -> Self {
        Self {
            does: Does::Answer,
            verdict: Verdict::ServiceUnavailable,
            delay_ms: String::from("5000"),
            close: CloseAt::BeforeAnswer,
            copies: String::from("1"),
            device: None,
            app: None,
            channel: None,
            kind: None,
            text: String::new(),
            skip: String::from("0"),
            end: End::AfterTimes,
            times: String::from("1"),
            percent: String::from("100"),
        }
    }
}

impl FaultForm {
    /// The fault that the form stands for.
    ///
    /// # Errors
    /// Everything that is wrong with it, by field.
    pub fn fault(&self) -> Result<Fault, Vec<FaultProblem>> {
        let mut problems = Problems(Vec::new());
        let action = self.action(&mut problems);
        let skip = problems.number(FaultField::Skip, &self.skip, 0, u32::MAX);
        let times = match self.end {
            End::AfterTimes => Some(problems.number(FaultField::Times, &self.times, 1, u32::MAX)),
            End::Never => None,
        };
        let probability = problems.part(&self.percent);
        if self.text.len() > MAX_TEXT_BYTES {
            let most = Argument::Number(MAX_TEXT_BYTES as u64);
            problems.add(FaultField::Text, text_with("fault-problem-text", &[("most", most)]));
        }
        let on = Match {
            device: self.device.clone(),
            app: self.app.clone(),
            channel: self.channel.clone(),
            kind: self.kind,
            text: Some(self.text.clone()).filter(|text| !text.is_empty()),
        };
        if problems.0.is_empty() { Ok(Fault { on, skip, times, probability, ..once(action) }) } else { Err(problems.0) }
    }

    fn action(&self, problems: &mut Problems) -> Action {
        match self.does {
            Does::Answer => Action::Verdict(self.verdict),
            Does::Delay => Action::DelayMs(problems.number(FaultField::DelayMs, &self.delay_ms, 1, MAX_DELAY_MS)),
            Does::Close => Action::Close(self.close),
            Does::Lose => Action::Lose(Yes),
            Does::Duplicate => Action::Duplicate(problems.number(FaultField::Copies, &self.copies, 1, MAX_DUPLICATES)),
            Does::Hold => Action::Hold(Yes),
            Does::Corrupt => Action::Corrupt(Yes),
        }
    }

    pub(super) fn edit(&mut self, edit: &FaultEdit) {
        match edit {
            FaultEdit::Does(does) => self.does = *does,
            FaultEdit::Verdict(verdict) => self.verdict = *verdict,
            FaultEdit::DelayMs(typed) => self.delay_ms.clone_from(typed),
            FaultEdit::Close(close) => self.close = *close,
            FaultEdit::Copies(typed) => self.copies.clone_from(typed),
            FaultEdit::Device(device) => self.device.clone_from(device),
            FaultEdit::App(app) => self.app.clone_from(app),
            FaultEdit::Channel(channel) => self.channel.clone_from(channel),
            FaultEdit::Kind(kind) => self.kind = *kind,
            FaultEdit::Text(typed) => self.text.clone_from(typed),
            FaultEdit::Skip(typed) => self.skip.clone_from(typed),
            FaultEdit::End(end) => self.end = *end,
            FaultEdit::Times(typed) => self.times.clone_from(typed),
            FaultEdit::Percent(typed) => self.percent.clone_from(typed),
        }
    }
}

/// What was found wrong so far.
struct Problems(Vec<FaultProblem>);

impl Problems {
    fn add(&mut self, field: FaultField, message: String) {
        self.0.push(FaultProblem { field, message });
    }

    /// The number that was typed, or the least there may be if it is none.
    fn number<N>(&mut self, field: FaultField, typed: &str, least: N, most: N) -> N
    where
        N: Copy + PartialOrd + std::str::FromStr + Into<u64>,
    {
        match typed.trim().parse::<N>() {
            Ok(number) if number >= least && number <= most => number,
            Ok(_) => self.out_of(field, typed, least, most),
            // A number that is too large for its type is out of its range too.
            Err(_) if !typed.trim().is_empty() && typed.trim().bytes().all(|byte| byte.is_ascii_digit()) => {
                self.out_of(field, typed, least, most)
            }
            Err(_) => {
                self.add(field, no_number(typed));
                least
            }
        }
    }

    fn out_of<N: Copy + Into<u64>>(&mut self, field: FaultField, typed: &str, least: N, most: N) -> N {
        let (from, to) = (least.into().to_string(), most.into().to_string());
        let named =
            [("least", Argument::Text(&from)), ("most", Argument::Text(&to)), ("typed", Argument::Text(typed.trim()))];
        self.add(field, text_with("problem-range", &named));
        least
    }

    /// The part of one that so many of a hundred are.
    fn part(&mut self, typed: &str) -> f64 {
        let digits = typed.trim().trim_end_matches('%').trim_end();
        match digits.parse::<f64>() {
            Ok(percent) if percent > 0.0 && percent <= 100.0 => return percent / 100.0,
            Ok(_) => {
                let named = [("typed", Argument::Text(typed.trim()))];
                self.add(FaultField::Percent, text_with("fault-problem-percent", &named));
            }
            Err(_) => self.add(FaultField::Percent, no_number(typed)),
        }
        1.0
    }
}

/// Says that something is no number.
pub(super) fn no_number(typed: &str) -> String {
    let typed: String = typed.trim().chars().take(40).collect();
    if typed.is_empty() {
        text("problem-empty").to_owned()
    } else {
        text_with("problem-number", &[("typed", Argument::Text(&typed))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The form says what the fault says.
    #[test]
    fn the_form_stands_for_a_fault() {
        let form = FaultForm {
            does: Does::Delay,
            delay_ms: String::from(" 250 "),
            channel: Some(String::from("main")),
            kind: Some(Kind::Tile),
            text: String::from("gate"),
            skip: String::from("2"),
            end: End::Never,
            percent: String::from("12.5 %"),
            ..FaultForm::default()
        };
        let fault = form.fault().unwrap();
        assert_eq!(fault.check(), Ok(()));
        let wanted = serde_json::json!({
            "id": 0, "match": { "channel": "main", "kind": "tile", "text": "gate" }, "skip": 2, "times": null, "probability": 0.125,
            "action": { "delay_ms": 250 }, "seen": 0, "acted": 0
        });
        assert_eq!(serde_json::to_value(fault).unwrap(), wanted);
    }

    /// What cannot be is said at its field, all of it at once.
    #[test]
    fn problems_stand_at_their_fields() {
        let form = FaultForm {
            does: Does::Duplicate,
            copies: String::from("0"),
            skip: String::from("-1"),
            times: String::from("99999999999"),
            percent: String::from("often"),
            text: "x".repeat(MAX_TEXT_BYTES + 1),
            ..FaultForm::default()
        };
        let problems = form.fault().unwrap_err();
        let fields: Vec<FaultField> = problems.iter().map(|problem| problem.field).collect();
        let expected = [FaultField::Copies, FaultField::Skip, FaultField::Times, FaultField::Percent, FaultField::Text];
        assert_eq!(fields, expected);
        assert!(problems[0].message.contains("1 to 100"), "{}", problems[0].message);
        assert!(problems[2].message.contains("99999999999"), "{}", problems[2].message);
        assert!(problems[3].message.contains("often"), "{}", problems[3].message);
    }

    /// Chances are above nothing and at most always.
    #[test]
    fn chances_have_a_range() {
        for (typed, good) in [("100", true), ("0.5%", true), ("0", false), ("101", false), ("NaN", false), ("", false)]
        {
            let form = FaultForm { percent: typed.to_owned(), ..FaultForm::default() };
            assert_eq!(form.fault().is_ok(), good, "{typed}");
        }
    }

    /// The usual faults can be set as they are.
    #[test]
    fn usual_faults_can_be_set() {
        for quick in Quick::ALL {
            assert_eq!(quick.fault().check(), Ok(()));
            assert_eq!(quick.fault().times, Some(1));
        }
    }
}
