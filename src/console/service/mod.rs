//! What does a person want of the service, and what is on the panel that they say it with? Faults, pushes that are held,
//! the clock, the devices, the settings, certificates.
//!
//! The form of a fault is `faults`, that of a setting `settings`; who carries a [`ServiceRequest`] out is `works`.

pub mod faults;
pub mod settings;
pub(super) mod works;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::command::{Dialog, Effect, Request};
use super::event::{DeskEvent, Event};
use super::model::{Model, Notice, World};
use crate::clock::Motion;
use crate::protocol::PushId;
use crate::protocol::device::{DeviceId, PowerLevel};
use crate::protocol::status::ConnectionStatus;
use crate::relay::{Fault, Settings};
use faults::{FaultEdit, FaultForm, Quick};
use settings::Setting;

/// What one window's panel shows.
#[derive(Clone, Debug, Default)]
pub struct ServiceDesk {
    /// Whether it is open.
    pub panel: Panel,
    /// Which part of it is shown.
    pub section: Section,
    /// The fault that is being described, if one is.
    pub fault: Option<FaultForm>,
    /// The held push that is looked at.
    pub looked_at: Option<PushId>,
    /// Bodies of held pushes that were changed here.
    pub bodies: BTreeMap<PushId, String>,
    /// Settings that are being typed.
    pub typed: BTreeMap<Setting, String>,
    /// Under which name a service is to get a certificate.
    pub certificate_name: String,
}

/// Whether the panel is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Panel {
    /// It is.
    Open,
    /// It is not.
    #[default]
    Closed,
}

/// A part of the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Which answers are bent.
    #[default]
    Faults,
    /// Which pushes stand at a breakpoint.
    Held,
    /// Where the devices are.
    Devices,
    /// How the service behaves.
    Settings,
    /// Who may send on an authenticated channel.
    Certificates,
}

/// What a person wants of the service or of the panel.
#[derive(Clone, Debug, PartialEq)]
pub enum ServiceCommand {
    /// Open the panel, or close it.
    Toggle,
    /// Close the panel; what is typed in a setting is let go.
    Close,
    /// Show another part.
    Show(Section),
    /// Begin to describe a fault, or stop.
    Describe(Describing),
    /// Change the described fault.
    EditFault(FaultEdit),
    /// Set the described fault.
    AddFault,
    /// Set a usual fault for the next push.
    Quick(Quick),
    /// Take a fault out.
    RemoveFault(u64),
    /// Take those out that will not act again.
    RemoveUsedUp,
    /// Take every fault out.
    ClearFaults,
    /// Look at a held push.
    Look(PushId),
    /// Change a held push's body; `None` puts the sender's back.
    EditBody(PushId, Option<String>),
    /// Let a held push go, with its body as it was changed here.
    Release(PushId),
    /// Let every held push go.
    ReleaseAll,
    /// Throw a held push away.
    Drop(PushId),
    /// Move the clock ahead.
    Advance(Duration),
    /// Let the clock run so many times as fast as the machine's.
    Run(u32),
    /// Stop the clock.
    Pause,
    /// Set where a device is; `Connected` leaves it to its link.
    Connect(DeviceId, ConnectionStatus),
    /// Set how full a device's battery is.
    Power(DeviceId, PowerLevel),
    /// Type a setting; `None` lets go of what was typed.
    TypeSetting(Setting, Option<String>),
    /// Set a setting to what was typed or chosen.
    Set(Setting, String),
    /// Put every setting back.
    ResetSettings,
    /// Name the service that is to get a certificate.
    NameCertificate(String),
    /// Ask for a folder, and write certificates there.
    MakeCertificates,
    /// Write certificates there.
    MakeCertificatesIn(PathBuf),
}

/// Whether a fault is to be described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Describing {
    /// It is.
    Begin,
    /// It is not.
    Cancel,
}

/// What the runtime is to do about the service.
#[derive(Clone, Debug, PartialEq)]
pub enum ServiceRequest {
    /// Add this fault behind the others.
    AddFault(Box<Fault>),
    /// Take that fault out.
    RemoveFault(u64),
    /// Take every fault out.
    ClearFaults,
    /// Let this push go, with another body if there is one.
    Release {
        /// Which.
        push: PushId,
        /// The body in place of the sender's.
        body: Option<Vec<u8>>,
    },
    /// Throw this push away.
    Drop(PushId),
    /// Move the clock ahead.
    Advance(Duration),
    /// Let the clock run so many times as fast as the machine's.
    Run(u32),
    /// Stop the clock.
    SetMotion(Motion),
    /// Set where a device is.
    Connect(DeviceId, ConnectionStatus),
    /// Set how full a device's battery is.
    Power(DeviceId, PowerLevel),
    /// Change these settings.
    ChangeSettings(Value),
}

/// Something changed on the panel.
#[derive(Clone, Debug)]
pub enum PanelEvent {
    /// It was opened or closed.
    Panel(Panel),
    /// Another part is shown.
    Section(Section),
    /// A fault is being described, or no longer.
    Described(Option<FaultForm>),
    /// The described fault was changed.
    Edited(FaultEdit),
    /// A held push is looked at.
    LookedAt(PushId),
    /// A held push's body was changed, or put back.
    Body(PushId, Option<String>),
    /// A setting is being typed, or no longer.
    Typed(Setting, Option<String>),
    /// The service was named that is to get a certificate.
    CertificateName(String),
}

impl From<PanelEvent> for Effect {
    fn from(event: PanelEvent) -> Self {
        Self::Apply(Event::Desk(DeskEvent::Service(event)))
    }
}

impl From<ServiceRequest> for Effect {
    fn from(request: ServiceRequest) -> Self {
        Self::Ask(Request::Service(request))
    }
}

impl ServiceDesk {
    /// The held push that is looked at: the chosen one, or else the one that stands longest.
    #[must_use]
    pub fn looked_at(&self, world: &World) -> Option<PushId> {
        let chosen = self.looked_at.filter(|push| world.stopped.contains(push));
        chosen.or_else(|| world.stopped.first().copied())
    }

    /// The body that a held push is to have in place of its own, if it was changed here.
    #[must_use]
    pub fn changed_body(&self, push: PushId, world: &World) -> Option<&str> {
        let body = self.bodies.get(&push)?;
        let own = world.log.push(push).and_then(|entry| entry.record.as_ref()).map(|record| &record.request.body);
        own.is_none_or(|own| own.as_slice() != body.as_bytes()).then_some(body.as_str())
    }

    /// What was changed about pushes that no longer stand is let go.
    pub(super) fn forget_gone(&mut self, stopped: &[PushId]) {
        self.bodies.retain(|push, _| stopped.contains(push));
    }
}

/// Whether a body is too large to be put in place of a held push's own.
#[must_use]
pub const fn is_too_large(body: &str) -> bool {
    body.len() > Settings::MAX_ALLOWED_PAYLOAD_BYTES
}

/// Decides what follows from a command.
pub(super) fn handle(model: &Model, command: ServiceCommand) -> Vec<Effect> {
    let desk = &model.desk.service;
    match command {
        ServiceCommand::Toggle if desk.panel == Panel::Closed => vec![PanelEvent::Panel(Panel::Open).into()],
        ServiceCommand::Toggle | ServiceCommand::Close => vec![PanelEvent::Panel(Panel::Closed).into()],
        ServiceCommand::Show(section) => open_at(section),
        ServiceCommand::Describe(Describing::Begin) => vec![PanelEvent::Described(Some(FaultForm::default())).into()],
        ServiceCommand::Describe(Describing::Cancel) => vec![PanelEvent::Described(None).into()],
        ServiceCommand::EditFault(edit) => vec![PanelEvent::Edited(edit).into()],
        ServiceCommand::AddFault => match desk.fault.as_ref().map(FaultForm::fault) {
            Some(Ok(fault)) => {
                vec![ServiceRequest::AddFault(Box::new(fault)).into(), PanelEvent::Described(None).into()]
            }
            // What is wrong stands at its field.
            Some(Err(_)) | None => Vec::new(),
        },
        ServiceCommand::Quick(quick) => vec![ServiceRequest::AddFault(Box::new(quick.fault())).into()],
        ServiceCommand::RemoveFault(id) => vec![ServiceRequest::RemoveFault(id).into()],
        ServiceCommand::RemoveUsedUp => {
            let used_up = model.world.faults.iter().filter(|fault| faults::is_used_up(fault));
            used_up.map(|fault| ServiceRequest::RemoveFault(fault.id).into()).collect()
        }
        ServiceCommand::ClearFaults => vec![ServiceRequest::ClearFaults.into()],
        ServiceCommand::Look(push) => {
            let mut effects = open_at(Section::Held);
            effects.push(PanelEvent::LookedAt(push).into());
            effects
        }
        ServiceCommand::EditBody(push, body) => vec![PanelEvent::Body(push, body).into()],
        ServiceCommand::Release(push) => release(model, push).into_iter().collect(),
        ServiceCommand::ReleaseAll => model.world.stopped.iter().filter_map(|push| release(model, *push)).collect(),
        ServiceCommand::Drop(push) => vec![ServiceRequest::Drop(push).into()],
        ServiceCommand::Advance(span) => vec![ServiceRequest::Advance(span).into()],
        ServiceCommand::Run(speed) => vec![ServiceRequest::Run(speed).into()],
        ServiceCommand::Pause => vec![ServiceRequest::SetMotion(Motion::Paused).into()],
        ServiceCommand::Connect(device, connection) => vec![ServiceRequest::Connect(device, connection).into()],
        ServiceCommand::Power(device, power) => vec![ServiceRequest::Power(device, power).into()],
        ServiceCommand::TypeSetting(setting, typed) => vec![PanelEvent::Typed(setting, typed).into()],
        ServiceCommand::Set(setting, typed) => set(model, setting, typed),
        ServiceCommand::ResetSettings => vec![ServiceRequest::ChangeSettings(settings::defaults()).into()],
        ServiceCommand::NameCertificate(name) => vec![PanelEvent::CertificateName(name).into()],
        ServiceCommand::MakeCertificates => vec![Effect::Show(Dialog::Certificates)],
        ServiceCommand::MakeCertificatesIn(folder) => {
            let named = desk.certificate_name.split([',', ' ']).map(str::trim).filter(|name| !name.is_empty());
            vec![Effect::Ask(Request::MakeCertificates { folder, services: named.map(str::to_owned).collect() })]
        }
    }
}

fn open_at(section: Section) -> Vec<Effect> {
    vec![PanelEvent::Section(section).into(), PanelEvent::Panel(Panel::Open).into()]
}

fn release(model: &Model, push: PushId) -> Option<Effect> {
    let body = model.desk.service.changed_body(push, &model.world);
    // What is too large is said at the body.
    let fits = body.is_none_or(|body| !is_too_large(body));
    let body = body.map(|body| body.as_bytes().to_vec());
    fits.then(|| ServiceRequest::Release { push, body }.into())
}

fn set(model: &Model, setting: Setting, typed: String) -> Vec<Effect> {
    let now = &model.world.settings;
    match setting.patch(now, &typed) {
        Ok(patch) => {
            let changes = now.patched(&patch).is_ok_and(|patched| patched != **now);
            let change = changes.then(|| ServiceRequest::ChangeSettings(patch).into());
            [Some(PanelEvent::Typed(setting, None).into()), change].into_iter().flatten().collect()
        }
        // What is wrong stands at its field.
        Err(_) => vec![PanelEvent::Typed(setting, Some(typed)).into()],
    }
}

/// Applies what changed on the panel.
pub(super) fn apply(desk: &mut ServiceDesk, change: &PanelEvent) {
    match change {
        PanelEvent::Panel(panel) => {
            desk.panel = *panel;
            desk.typed.clear();
        }
        PanelEvent::Section(section) => desk.section = *section,
        PanelEvent::Described(form) => desk.fault.clone_from(form),
        PanelEvent::Edited(edit) => {
            if let Some(form) = &mut desk.fault {
                form.edit(edit);
            }
        }
        PanelEvent::LookedAt(push) => desk.looked_at = Some(*push),
        PanelEvent::Body(push, Some(body)) => {
            desk.bodies.insert(*push, body.clone());
        }
        PanelEvent::Body(push, None) => {
            desk.bodies.remove(push);
        }
        PanelEvent::Typed(setting, Some(typed)) => {
            desk.typed.insert(*setting, typed.clone());
        }
        PanelEvent::Typed(setting, None) => {
            desk.typed.remove(setting);
        }
        PanelEvent::CertificateName(name) => desk.certificate_name.clone_from(name),
    }
}

/// Something that the service refused, in words, for every window.
pub(super) fn refused(message: String) -> Event {
    Event::Desk(DeskEvent::Notice(Some(Notice::Service(message))))
}
