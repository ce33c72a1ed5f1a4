//! What does a person do with the phones of the window? More of them, fewer, others, larger, smaller.
//!
//! How large is `zoom`, what new ones are called `names`, the form in which one is described `form`; the phones themselves are run by `console::phones`, and what fingers do
//! on one is no matter of this file.

pub mod form;
mod names;
pub mod zoom;

use std::sync::Arc;

use uuid::Uuid;

use super::command::{Effect, NewPhone, Request};
use super::event::{DeskEvent, Event};
use super::model::{Model, Notice};
use super::phones::MAX_PHONES;
use crate::phone::shell::scene::{Finger, Setting};
use crate::phone::{Phone, PhoneConfig};
use crate::protocol::device::DeviceId;
use form::{Change, PhoneEdit, PhoneForm};
use zoom::Zoom;

/// What one window remembers of its phones.
#[derive(Clone, Debug, Default)]
pub struct LineupDesk {
    /// How large they are.
    pub zoom: Zoom,
    /// The phone that this window has last sent something to, and what: it is to be in sight.
    pub called: Option<(Uuid, DeviceId)>,
    /// The phone that is being described, if one is.
    pub form: Option<PhoneForm>,
    /// The phone that was removed last, as it was; it can be brought back.
    pub removed: Option<Arc<Phone>>,
}

/// What a person wants of the phones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineupCommand {
    /// Draw them so large.
    Zoom(Zoom),
    /// Begin to describe another phone.
    Add,
    /// Begin to describe this phone anew.
    Edit(DeviceId),
    /// Change what is described.
    Change(PhoneEdit),
    /// Have the phone that is described.
    Apply,
    /// Stop describing one.
    Cancel,
    /// Another phone like this one.
    Duplicate(DeviceId),
    /// One phone less.
    Remove(DeviceId),
    /// The phone that was removed last, once more.
    BringBack,
}

/// Something changed about how the phones stand in the window.
#[derive(Clone, Debug)]
pub enum LineupEvent {
    /// They are so large.
    Zoomed(Zoom),
    /// This window sends that to this phone.
    Called(Uuid, DeviceId),
    /// A phone is being described, or no longer.
    Described(Option<Box<PhoneForm>>),
    /// What is described was changed.
    Changed(PhoneEdit),
    /// This phone was removed, or none is kept any more.
    Removed(Option<Arc<Phone>>),
}

impl From<LineupEvent> for Effect {
    fn from(event: LineupEvent) -> Self {
        Self::Apply(Event::Desk(DeskEvent::Lineup(event)))
    }
}

/// Decides what follows from a command.
pub(super) fn handle(model: &Model, command: LineupCommand) -> Vec<Effect> {
    let phones = &model.world.phones;
    match command {
        LineupCommand::Zoom(zoom) => vec![LineupEvent::Zoomed(zoom).into()],
        LineupCommand::Add | LineupCommand::Duplicate(_) | LineupCommand::BringBack if phones.len() >= MAX_PHONES => {
            vec![notice(Notice::PhonesFull)]
        }
        LineupCommand::Add => names::next_phone(&model.world).map(PhoneForm::new).map(describe).into_iter().collect(),
        LineupCommand::Edit(device) => {
            phones.get(&device).map(|phone| describe(PhoneForm::of(phone.config()))).into_iter().collect()
        }
        LineupCommand::Change(edit) => vec![LineupEvent::Changed(edit).into()],
        LineupCommand::Apply => match &model.desk.lineup.form {
            // What is wrong with it stands at its field.
            Some(form) if form.name_problem(&model.world).is_none() => apply_form(form),
            Some(_) | None => Vec::new(),
        },
        LineupCommand::Cancel => vec![LineupEvent::Described(None).into()],
        LineupCommand::Duplicate(device) => {
            let Some(phone) = phones.get(&device) else { return Vec::new() };
            duplicate(model, phone).into_iter().collect()
        }
        LineupCommand::Remove(device) => {
            let Some(phone) = phones.get(&device) else { return Vec::new() };
            vec![
                LineupEvent::Removed(Some(phone.clone())).into(),
                notice(Notice::PhoneRemoved(phone.config().name.clone())),
                Effect::Ask(Request::RemoveDevice(device)),
            ]
        }
        LineupCommand::BringBack => {
            let Some(phone) = &model.desk.lineup.removed else { return Vec::new() };
            let clear = Effect::Apply(Event::Desk(DeskEvent::Notice(None)));
            vec![add(phone.config().clone(), Some(phone.clone())), LineupEvent::Removed(None).into(), clear]
        }
    }
}

fn describe(form: PhoneForm) -> Effect {
    LineupEvent::Described(Some(Box::new(form))).into()
}

fn apply_form(form: &PhoneForm) -> Vec<Effect> {
    let wanted = form.wanted();
    let mut effects = vec![LineupEvent::Described(None).into()];
    match (form.change(), form.former()) {
        (Change::Add, _) => effects.push(add(wanted, None)),
        (Change::OffAndOn, _) => effects.push(Effect::Ask(Request::ChangePhone(Box::new(wanted)))),
        (Change::Settings, Some(former)) => {
            let settings = [
                (wanted.theme != former.theme).then_some(Setting::Theme(wanted.theme)),
                (wanted.accent != former.accent).then_some(Setting::Accent(wanted.accent)),
                (wanted.columns != former.columns).then_some(Setting::Columns(wanted.columns)),
            ];
            let finger = |setting| Request::Finger { device: wanted.device.clone(), finger: Finger::Set(setting) };
            effects.extend(settings.into_iter().flatten().map(|setting| Effect::Ask(finger(setting))));
        }
        (Change::Settings | Change::Nothing, _) => {}
    }
    effects
}

fn duplicate(model: &Model, phone: &Arc<Phone>) -> Option<Effect> {
    let name = names::free_name(&model.world, &phone.config().name)?;
    let config = PhoneConfig { device: name.parse().ok()?, name, ..phone.config().clone() };
    Some(add(config, Some(phone.clone())))
}

fn add(config: PhoneConfig, like: Option<Arc<Phone>>) -> Effect {
    Effect::Ask(Request::AddPhone(Box::new(NewPhone { config, like })))
}

fn notice(notice: Notice) -> Effect {
    Effect::Apply(Event::Desk(DeskEvent::Notice(Some(notice))))
}

/// Applies what changed.
pub(super) fn apply(desk: &mut LineupDesk, change: &LineupEvent) {
    match change {
        LineupEvent::Zoomed(zoom) => desk.zoom = *zoom,
        LineupEvent::Called(push, device) => desk.called = Some((*push, device.clone())),
        LineupEvent::Described(form) => desk.form = form.as_deref().cloned(),
        LineupEvent::Changed(edit) => {
            if let Some(form) = &mut desk.form {
                form.edit(edit);
            }
        }
        LineupEvent::Removed(phone) => desk.removed.clone_from(phone),
    }
}
