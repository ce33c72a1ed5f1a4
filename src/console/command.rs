//! What can be asked for? [`Command`]s from a person, and the [`Request`]s that they become for the runtime.
//!
//! `handle` decides and changes nothing: what it returns is applied by `apply`, and carried out by the runtime.

use std::path::PathBuf;
use std::sync::Arc;

use uuid::Uuid;

use super::compose::{Compose, Destination, FieldForm, SoundForm};
use super::event::{DeskEvent, Event};
use super::gallery::{self, Checking, GalleryCommand, Reading};
use super::lineup::{self, LineupCommand, LineupEvent};
use super::model::{ComposerTab, DetailTab, MiddleTab, Model, Notice, ThemeChoice};
use super::render::shot::{Pictured, Shot};
use super::service::{self, ServiceCommand, ServiceRequest};
use crate::clock::Timestamp;
use crate::notification::{FieldName, Kind, TemplateKind};
use crate::phone::shell::scene::{Finger, Movement};
use crate::phone::{Phone, PhoneConfig};
use crate::protocol::ChannelUri;
use crate::protocol::class::Interval;
use crate::protocol::device::DeviceId;

pub use crate::sender::Draft as Outgoing;

/// What a person wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Change the draft.
    Edit(Edit),
    /// Put another draft in its place.
    Load(Box<Compose>),
    /// Ask for a payload's file, and open it.
    Open,
    /// Put the payload of a file into the composer.
    OpenBytes(Vec<u8>),
    /// Ask for a file, and save the draft's body in it.
    Save,
    /// Send the draft.
    Send,
    /// Send a ready-made toast to the first channel there is.
    SendOne,
    /// A finger on a phone.
    Finger {
        /// Which phone.
        device: DeviceId,
        /// What it does.
        finger: Finger,
    },
    /// Keep a picture of a phone.
    Picture {
        /// Which phone.
        device: DeviceId,
        /// What of it.
        of: Pictured,
        /// As it is at this moment.
        at: Timestamp,
        /// Where to.
        keep: Keep,
    },
    /// Show a push's details, or nobody's.
    Select(Option<u64>),
    /// Show another part of the details.
    Detail(DetailTab),
    /// Show the phones, the comparison of versions, or, where it does not fit beside them, the answer.
    Middle(MiddleTab),
    /// Show form or source, where they do not fit above each other.
    Composer(ComposerTab),
    /// Dark, light or the system's.
    Theme(ThemeChoice),
    /// Let what the phones show move, or not.
    Movement(Movement),
    /// Add, change or remove phones, or draw them larger or smaller.
    Lineup(LineupCommand),
    /// Look at the pictures of an app, or change where they come from.
    Gallery(GalleryCommand),
    /// Do something to the service, or to the panel that is about it.
    Service(ServiceCommand),
    /// Forget the log.
    ClearLog,
    /// Write the certificates that senders need into a folder; what came of it is `World::certificates`.
    MakeCertificates {
        /// The folder.
        folder: PathBuf,
        /// The service names that senders send as.
        services: Vec<String>,
    },
    /// Say something to the person.
    Notify(Notice),
    /// Take the notice away.
    DismissNotice,
}

/// Where a picture goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Into a file that is asked for.
    File,
    /// To the clipboard.
    Clipboard,
}

/// A change to the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Where it goes.
    To(Destination),
    /// What kind it is.
    Kind(Kind),
    /// How long the service may hold it.
    Interval(Interval),
    /// Toast title.
    Text1(String),
    /// Toast content.
    Text2(String),
    /// Where a tap leads.
    Param(String),
    /// Toast sound.
    Sound(SoundForm),
    /// Path of the toast's sound.
    SoundPath(String),
    /// The tile's template.
    Template(TemplateKind),
    /// The tile's id.
    TileId(String),
    /// A field of the tile.
    Field(FieldName, FieldForm),
    /// The raw body.
    Raw(String),
}

/// What the runtime is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Send these bytes.
    Send(Outgoing),
    /// Hand this to a phone.
    Finger {
        /// Which phone.
        device: DeviceId,
        /// What the finger does.
        finger: Finger,
    },
    /// Add an emulated phone.
    AddPhone(Box<NewPhone>),
    /// Switch an emulated phone off and on again with this setup.
    ChangePhone(Box<PhoneConfig>),
    /// Remove a device, and switch it off if it is an emulated phone.
    RemoveDevice(DeviceId),
    /// Do this to the service.
    Service(ServiceRequest),
    /// Forget every push.
    ForgetPushes,
    /// Write the certificates that senders need.
    MakeCertificates {
        /// The folder.
        folder: PathBuf,
        /// The service names that senders send as.
        services: Vec<String>,
    },
}

/// A phone that is to be switched on.
#[derive(Clone, Debug)]
pub struct NewPhone {
    /// How it is set up.
    pub config: PhoneConfig,
    /// The phone whose tiles and settings it has; without one, it comes out of the box.
    pub like: Option<Arc<Phone>>,
}

impl PartialEq for NewPhone {
    fn eq(&self, other: &Self) -> bool {
        let likes = match (&self.like, &other.like) {
            (Some(ours), Some(theirs)) => Arc::ptr_eq(ours, theirs),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        self.config == other.config && likes
    }
}

/// What follows from a command.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Apply this.
    Apply(Event),
    /// Ask the runtime for this.
    Ask(Request),
    /// Show this dialog.
    Show(Dialog),
    /// Put this picture on the clipboard.
    Copy(Shot),
    /// Look at this folder, and come back with a [`GalleryCommand::Folder`] or [`GalleryCommand::NoFolder`].
    Check(Checking),
    /// Read these pictures, and come back with a [`GalleryCommand::Put`] for each.
    Read(Reading),
}

/// A dialog of the system's.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// Which file is to be opened?
    Open,
    /// Where is this body to be saved?
    Save {
        /// The exact bytes.
        body: Vec<u8>,
    },
    /// Where is this picture to be saved?
    Picture(Shot),
    /// In which folder are certificates to be written?
    Certificates,
    /// Which folder holds the pictures of an app?
    Assets {
        /// Whose phone.
        device: DeviceId,
        /// Which app.
        app: String,
    },
}

/// Decides what follows from a command.
#[must_use]
pub fn handle(model: &Model, command: Command) -> Vec<Effect> {
    let desk = |event| vec![Effect::Apply(Event::Desk(event))];
    match command {
        Command::Edit(edit) => desk(DeskEvent::Edited(edit)),
        Command::Load(draft) => desk(DeskEvent::Loaded(draft)),
        Command::Open => vec![Effect::Show(Dialog::Open)],
        Command::OpenBytes(bytes) => desk(DeskEvent::Loaded(Box::new(model.desk.draft.with_bytes(&bytes)))),
        Command::Save => vec![Effect::Show(Dialog::Save { body: model.desk.draft.body().0 })],
        Command::Send => send(model, &model.desk.draft),
        Command::SendOne => send(model, &sample(model)),
        Command::Finger { device, finger } => vec![Effect::Ask(Request::Finger { device, finger })],
        Command::Picture { device, of, at, keep } => {
            let shot = Shot::taken(&model.world, &device, of, at);
            // What is gone since it was pointed at leaves no picture.
            let effect = shot.map(|shot| match keep {
                Keep::File => Effect::Show(Dialog::Picture(shot)),
                Keep::Clipboard => Effect::Copy(shot),
            });
            effect.into_iter().collect()
        }
        Command::Select(row) => desk(DeskEvent::Selected(row)),
        Command::Detail(tab) => desk(DeskEvent::Detail(tab)),
        Command::Middle(tab) => desk(DeskEvent::Middle(tab)),
        Command::Composer(tab) => desk(DeskEvent::Composer(tab)),
        Command::Theme(choice) => desk(DeskEvent::Theme(choice)),
        Command::Movement(movement) => desk(DeskEvent::Movement(movement)),
        Command::Lineup(command) => lineup::handle(model, command),
        Command::Gallery(command) => gallery::handle(model, command),
        Command::Service(command) => service::handle(model, command),
        Command::ClearLog => {
            let mut effects = desk(DeskEvent::Selected(None));
            effects.push(Effect::Ask(Request::ForgetPushes));
            effects
        }
        Command::MakeCertificates { folder, services } => {
            vec![Effect::Ask(Request::MakeCertificates { folder, services })]
        }
        Command::Notify(notice) => desk(DeskEvent::Notice(Some(notice))),
        Command::DismissNotice => desk(DeskEvent::Notice(None)),
    }
}

fn send(model: &Model, draft: &Compose) -> Vec<Effect> {
    let Some(uri) = model.uri_of(draft.to.as_ref()) else {
        return vec![Effect::Apply(Event::Desk(DeskEvent::Notice(Some(Notice::NoDestination))))];
    };
    if let Err(reason) = uri.parse::<ChannelUri>() {
        let notice = Notice::Address(reason.to_string());
        return vec![Effect::Apply(Event::Desk(DeskEvent::Notice(Some(notice))))];
    }
    let (body, problems) = draft.body();
    if let Some(problem) = problems.into_iter().next() {
        return vec![Effect::Apply(Event::Desk(DeskEvent::Notice(Some(Notice::Form(problem)))))];
    }
    let outgoing = Outgoing { message_id: Uuid::new_v4(), uri, kind: draft.kind, class: draft.class(), body };
    let called = match &draft.to {
        Some(Destination::Channel { device, .. }) => Some(LineupEvent::Called(outgoing.message_id, device.clone())),
        Some(Destination::Uri(_)) | None => None,
    };
    let mut effects = vec![
        Effect::Apply(Event::Desk(DeskEvent::Notice(None))),
        Effect::Apply(Event::Desk(DeskEvent::Following(outgoing.message_id))),
    ];
    effects.extend(called.map(Effect::from));
    effects.push(Effect::Ask(Request::Send(outgoing)));
    effects
}

fn sample(model: &Model) -> Compose {
    Compose { to: model.first_channel(), ..Compose::default() }
}
