//! What happened? Everything that can change a [`super::Model`], as one list that can be recorded and played again.

use std::sync::Arc;

use uuid::Uuid;

use super::certificates::Made;
use super::command::{Edit, Outgoing};
use super::compose::Compose;
use super::gallery::GalleryEvent;
use super::lineup::LineupEvent;
use super::log::Happening;
use super::model::{ComposerTab, DetailTab, MiddleTab, Notice, ThemeChoice, World};
use super::service::PanelEvent;
use crate::archive::Told;
use crate::clock::Timestamp;
use crate::phone::Phone;
use crate::phone::shell::scene::Movement;
use crate::protocol::device::{DeviceId, DeviceSnapshot};
use crate::protocol::record::PushRecord;
use crate::protocol::{PushId, StageEvent};
use crate::relay::fault::Tally;
use crate::relay::{Fault, Settings};

pub use crate::sender::{Answered, Exchange, Reach, Unanswered};

/// Something happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The relay takes connections.
    Listening {
        /// `http://127.0.0.1:6770`.
        base: String,
        /// The address that was wanted, if it was taken.
        wanted: Option<String>,
    },
    /// The relay takes connections over TLS as well.
    ListeningTls {
        /// `https://127.0.0.1:6743`.
        base: String,
        /// The address that was wanted, if it was taken.
        wanted: Option<String>,
    },
    /// Certificates were written, or could not be.
    Certificates(Arc<Made>),
    /// A device is new or changed, as the relay sees it.
    Device(DeviceSnapshot),
    /// An emulated phone is new or changed.
    Phone(Arc<Phone>),
    /// A request was answered.
    Push(Arc<PushRecord>),
    /// A push reached a stage.
    Stage(StageEvent),
    /// A push left this window.
    Sending {
        /// The push.
        outgoing: Arc<Outgoing>,
        /// When its bytes were ready.
        at: Timestamp,
    },
    /// It was answered, or was not.
    Sent {
        /// Which.
        message_id: Uuid,
        /// What came of it.
        exchange: Arc<Exchange>,
    },
    /// A device was removed.
    DeviceGone(DeviceId),
    /// An emulated phone was switched off.
    PhoneGone(DeviceId),
    /// The relay's faults are these now.
    Faults(Vec<Fault>),
    /// These faults were asked about a push, and stand so since.
    Tallied(Vec<Tally>),
    /// The relay's settings are these now.
    Settings(Arc<Settings>),
    /// These pushes stand at a breakpoint now.
    Stopped(Vec<PushId>),
    /// Something is wrong that a person should know of, or no longer.
    Trouble(Option<String>),
    /// Something beside the pushes is worth a line in the log.
    Happened(Happening),
    /// The log was cleared.
    Forgotten,
    /// These pushes were there before this console began, oldest first; the log need not hold what is older, which stays in the
    /// archive.
    Recalled(Arc<Vec<Told>>),
    /// So many of the relay's events did not fit its channel so far.
    Lost(u64),
    /// A window missed something: here is the world, whole.
    World(Arc<World>),
    /// Something changed on the desk.
    Desk(DeskEvent),
}

/// Something changed on the desk: it is this window's alone.
#[derive(Clone, Debug)]
pub enum DeskEvent {
    /// The draft was changed.
    Edited(Edit),
    /// Another draft is in its place.
    Loaded(Box<Compose>),
    /// A push's details are wanted.
    Selected(Option<u64>),
    /// Our own push with this id is to be selected when it is in the log.
    Following(Uuid),
    /// Another part of the details is wanted.
    Detail(DetailTab),
    /// The other side of the middle is wanted.
    Middle(MiddleTab),
    /// The other side of the composer is wanted.
    Composer(ComposerTab),
    /// The theme was chosen.
    Theme(ThemeChoice),
    /// Whether things may move was chosen.
    Movement(Movement),
    /// Something changed about how the phones stand there.
    Lineup(LineupEvent),
    /// Something changed about the pictures that are being looked at.
    Gallery(GalleryEvent),
    /// Something changed on the panel that is about the service.
    Service(PanelEvent),
    /// There is something to say, or no longer.
    Notice(Option<Notice>),
}
