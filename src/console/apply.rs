//! How does an event change what is known? ★ The only function that changes a [`Model`] or a [`World`].

use super::command::Edit;
use super::compose::Compose;
use super::event::{DeskEvent, Event};
use super::model::{Desk, Model, World};
use super::{gallery, lineup, service};

/// Applies an event to a window's model.
pub fn apply(model: &mut Model, event: &Event) {
    match event {
        Event::Desk(change) => apply_to_desk(&mut model.desk, change),
        _ => apply_to_world(&mut model.world, event),
    }
    model.desk.service.forget_gone(&model.world.stopped);
    model.desk.gallery.take_if(|form| form.is_gone(&model.world));
    if model.desk.draft.to.is_none() {
        model.desk.draft.to = model.first_channel();
    }
    if let Some(row) = model.desk.following.and_then(|message_id| model.world.log.row_of_message(message_id)) {
        model.desk.following = None;
        // The newest is shown as long as nothing is selected, so a stranger's next push is shown just like ours.
        model.desk.selected = (model.world.log.newest() != Some(row)).then_some(row);
    }
}

/// Applies an event to the world; what concerns a desk is no part of it.
pub fn apply_to_world(world: &mut World, event: &Event) {
    match event {
        Event::Listening { base, wanted } => {
            world.base = Some(base.clone());
            world.wanted.clone_from(wanted);
        }
        Event::ListeningTls { base, wanted } => {
            world.tls_base = Some(base.clone());
            world.tls_wanted.clone_from(wanted);
        }
        Event::Certificates(made) => world.certificates = Some(made.clone()),
        Event::Device(snapshot) => {
            world.devices.insert(snapshot.device.clone(), snapshot.clone());
        }
        Event::Phone(phone) => {
            world.phones.insert(phone.config().device.clone(), phone.clone());
        }
        Event::Push(record) => world.log.answered(record.clone()),
        Event::Stage(event) => world.log.reached(event.clone()),
        Event::Sending { outgoing, at } => world.log.sending(outgoing.clone(), *at),
        Event::Sent { message_id, exchange } => world.log.sent(*message_id, exchange.clone()),
        Event::DeviceGone(device) => {
            world.devices.remove(device);
        }
        Event::PhoneGone(device) => {
            world.phones.remove(device);
        }
        Event::Faults(faults) => world.set_faults(faults),
        Event::Tallied(tallies) => world.tally(tallies),
        Event::Happened(happening) => world.log.happened(happening.clone()),
        Event::Settings(settings) => {
            world.settings = settings.clone();
            world.log.keep_at_most(settings.history_limit);
        }
        Event::Stopped(pushes) => world.stopped.clone_from(pushes),
        Event::Trouble(trouble) => world.trouble.clone_from(trouble),
        Event::Forgotten => world.log.clear(),
        Event::Recalled(told) => world.log.recall(told, world.base.as_deref().unwrap_or_default()),
        Event::Lost(count) => world.lost_events = *count,
        Event::World(whole) => world.clone_from(whole),
        Event::Desk(_) => {}
    }
}

fn apply_to_desk(desk: &mut Desk, change: &DeskEvent) {
    match change {
        DeskEvent::Edited(edit) => {
            // Whoever mends the draft has read what was wrong with it.
            desk.notice = desk.notice.take().filter(|notice| !notice.is_about_the_draft());
            apply_to_draft(&mut desk.draft, edit);
        }
        DeskEvent::Loaded(draft) => desk.draft = (**draft).clone(),
        DeskEvent::Selected(row) => desk.selected = *row,
        DeskEvent::Following(message_id) => desk.following = Some(*message_id),
        DeskEvent::Detail(tab) => desk.detail = *tab,
        DeskEvent::Middle(tab) => desk.middle = *tab,
        DeskEvent::Composer(tab) => desk.composer = *tab,
        DeskEvent::Theme(choice) => desk.theme = *choice,
        DeskEvent::Movement(movement) => desk.movement = *movement,
        DeskEvent::Lineup(change) => lineup::apply(&mut desk.lineup, change),
        DeskEvent::Gallery(change) => gallery::apply(&mut desk.gallery, change),
        DeskEvent::Service(change) => service::apply(&mut desk.service, change),
        DeskEvent::Notice(notice) => desk.notice.clone_from(notice),
    }
}

fn apply_to_draft(draft: &mut Compose, edit: &Edit) {
    match edit {
        Edit::To(to) => draft.to = Some(to.clone()),
        Edit::Kind(kind) => draft.kind = *kind,
        Edit::Interval(interval) => draft.interval = *interval,
        Edit::Text1(text) => draft.toast.text1.clone_from(text),
        Edit::Text2(text) => draft.toast.text2.clone_from(text),
        Edit::Param(text) => draft.toast.param.clone_from(text),
        Edit::Sound(sound) => draft.toast.sound = *sound,
        Edit::SoundPath(text) => draft.toast.sound_path.clone_from(text),
        Edit::Template(template) => draft.template = *template,
        Edit::TileId(text) => draft.tile_id.clone_from(text),
        Edit::Field(name, form) => {
            draft.fields.insert(*name, form.clone());
        }
        Edit::Raw(text) => draft.raw.clone_from(text),
    }
}
