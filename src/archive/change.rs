//! What can be written down? Pushes and what is still to be done with them, and documents of whoever writes them.
//!
//! The archive does not know what a device or a fault is: its rows are texts that are given back as they came.

use std::sync::Arc;

use thiserror::Error;

use crate::clock::Timestamp;
use crate::protocol::channel_uri::ChannelToken;
use crate::protocol::device::DeviceId;
use crate::protocol::record::PushRecord;
use crate::protocol::{PushId, StageEvent};

/// Something that is to be written down.
#[derive(Clone, Debug)]
pub enum Change {
    /// A request was answered; nobody waits until it is written.
    Push(NewPush),
    /// What is to be done with a push has changed.
    Outstanding(PushId, Outstanding),
    /// Nothing is to be done with a push any more.
    Settled(PushId),
    /// A push reached a stage.
    Stage(StageEvent),
    /// A device is like this now.
    Device(DeviceId, String),
    /// A device is gone, with its closed channels.
    DeviceGone(DeviceId),
    /// A channel of a device was closed.
    ChannelClosed(DeviceId, ChannelToken, String),
    /// A document is like this now.
    Document(Name, String),
    /// A fault was asked about so many pushes by now.
    Counted(Counted),
    /// So many pushes are kept.
    HistoryLimit(usize),
    /// The history is forgotten; what is outstanding stays.
    Forgotten,
}

/// A document that there is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// How the service behaves.
    Settings,
    /// Which faults there are.
    Faults,
    /// Which phones a window has.
    Phones,
}

impl Name {
    /// The document's name in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Faults => "faults",
            Self::Phones => "phones",
        }
    }
}

/// A push that is to be written down.
#[derive(Clone, Debug)]
pub struct NewPush {
    /// The request and its answer.
    pub record: Arc<PushRecord>,
    /// What is still to be done with it.
    pub outstanding: Option<Outstanding>,
    /// What its channel has taken with it, if it counted.
    pub meter: Option<Meter>,
}

/// What is still to be done with a push.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outstanding {
    /// Not before this time.
    pub due: Option<Timestamp>,
    /// Whether it stands at a breakpoint.
    pub stopped: bool,
    /// Its number on the link.
    pub link_id: Option<u64>,
    /// The body that the phone gets, where it is not the sender's.
    pub body: Option<Vec<u8>>,
    /// How many times more it is to be delivered.
    pub copies: u32,
}

/// How often a fault was asked, and how often it acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Which fault.
    pub fault: u64,
    /// About how many pushes it was asked.
    pub seen: u64,
    /// On how many it has acted.
    pub acted: u64,
}

/// What a channel has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meter {
    /// The channel.
    pub token: ChannelToken,
    /// Since when its day counts.
    pub day: Timestamp,
    /// How many it has taken in this day.
    pub in_day: u32,
}

/// Something could not be written down.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotWritten {
    /// There is no room on the disk.
    #[error("the disk is full")]
    Full,
    /// What waits to be written is as much as may wait.
    #[error("the disk is too slow for what is to be written")]
    Busy,
    /// The archive was closed.
    #[error("the archive is closed")]
    Closed,
    /// The file is damaged.
    #[error("the archive's file is damaged ({0})")]
    Damaged(String),
    /// Anything else, in the words of whoever failed.
    #[error("{0}")]
    Failed(String),
}

/// What is told when something is written down, or cannot be.
pub type Done = Box<dyn FnOnce(Result<(), NotWritten>) + Send>;
