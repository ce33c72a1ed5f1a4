//! What is being described as a fault: the form's fields, what can be chosen in them, and what is wrong with them?

use std::collections::BTreeSet;

use serde::Serialize;

use super::app_title;
use crate::console::Model;
use crate::console::service::faults::{Does, FaultField, FaultForm, FaultProblem};
use crate::lang::text;
use crate::protocol::Verdict;
use crate::protocol::device::{AppSnapshot, DeviceSnapshot};

/// A fault that is being described.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FaultFormView {
    /// What was typed and chosen.
    #[serde(skip)]
    pub form: FaultForm,
    /// What it does, in words.
    pub does: &'static str,
    /// What it answers, in words.
    pub verdict: String,
    /// Which devices can be chosen, the chosen one marked; the first is any.
    pub devices: Vec<Choice>,
    /// Which apps can be chosen, the chosen one marked; the first is any.
    pub apps: Vec<Choice>,
    /// Which channels can be chosen, the chosen one marked; the first is any.
    pub channels: Vec<Choice>,
    /// What is wrong, by field.
    #[serde(serialize_with = "messages")]
    pub problems: Vec<FaultProblem>,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// In words.
    pub words: String,
    /// What it stands for; none is any.
    pub value: Option<String>,
    /// Whether it is chosen.
    pub chosen: bool,
}

fn messages<S: serde::Serializer>(problems: &[FaultProblem], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(problems.iter().map(|problem| format!("{:?}: {}", problem.field, problem.message)))
}

impl FaultFormView {
    /// The fault that is being described in this model.
    #[must_use]
    pub fn new(model: &Model) -> Option<Self> {
        let form = model.desk.service.fault.clone()?;
        Some(Self {
            does: does(form.does),
            verdict: verdict(form.verdict),
            devices: devices(model, form.device.as_deref()),
            apps: apps(model, &form),
            channels: channels(model, &form),
            problems: form.fault().err().unwrap_or_default(),
            form,
        })
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn problem(&self, field: FaultField) -> Option<&str> {
        self.problems.iter().find(|problem| problem.field == field).map(|problem| problem.message.as_str())
    }
}

/// What a fault can do, in words.
#[must_use]
pub fn does(does: Does) -> &'static str {
    match does {
        Does::Answer => text("does-answer"),
        Does::Delay => text("does-delay"),
        Does::Close => text("does-close"),
        Does::Lose => text("does-lose"),
        Does::Duplicate => text("does-duplicate"),
        Does::Hold => text("does-hold"),
        Does::Corrupt => text("does-corrupt"),
    }
}

/// A verdict with its code, by its name in interfaces.
#[must_use]
pub fn verdict(verdict: Verdict) -> String {
    format!("{} · {}", verdict.row().code, verdict.row().name)
}

fn any(key: &str, chosen: Option<&str>) -> Choice {
    Choice { words: text(key).to_owned(), value: None, chosen: chosen.is_none() }
}

fn devices(model: &Model, chosen: Option<&str>) -> Vec<Choice> {
    let known = model.world.devices.values().map(|device| Choice {
        words: device.name.clone(),
        value: Some(device.device.to_string()),
        chosen: chosen == Some(device.device.as_str()),
    });
    std::iter::once(any("fault-any-device", chosen)).chain(known).collect()
}

/// Whether what was chosen, if anything was, is this.
fn fits(chosen: Option<&str>, name: &str) -> bool {
    chosen.is_none_or(|chosen| chosen == name)
}

/// The channels of the chosen device, or of every device.
fn open<'a>(model: &'a Model, form: &'a FaultForm) -> impl Iterator<Item = (&'a DeviceSnapshot, &'a AppSnapshot)> {
    let devices = model.world.devices.values();
    let wanted = devices.filter(|device| fits(form.device.as_deref(), device.device.as_str()));
    wanted.flat_map(|device| device.apps.iter().map(move |open| (device, open)))
}

/// The names of the channels of the chosen device and app, or of all, each once.
fn channels(model: &Model, form: &FaultForm) -> Vec<Choice> {
    let chosen = form.channel.as_deref();
    let open = open(model, form).filter(|(_, open)| fits(form.app.as_deref(), &open.app));
    let names: BTreeSet<&str> = open.map(|(_, open)| open.channel.as_str()).chain(chosen).collect();
    let choice =
        |name: &str| Choice { words: name.to_owned(), value: Some(name.to_owned()), chosen: chosen == Some(name) };
    std::iter::once(any("fault-any-channel", chosen)).chain(names.into_iter().map(choice)).collect()
}

/// The apps of the chosen device, or of every device, each once.
fn apps(model: &Model, form: &FaultForm) -> Vec<Choice> {
    let chosen = form.app.as_deref();
    let mut choices = vec![any("fault-any-app", chosen)];
    for (device, open) in open(model, form) {
        if !choices.iter().any(|choice| choice.value.as_deref() == Some(&open.app)) {
            choices.push(Choice {
                words: app_title(model, &device.device, &open.app),
                value: Some(open.app.clone()),
                chosen: chosen == Some(open.app.as_str()),
            });
        }
    }
    choices
}
