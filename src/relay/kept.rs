//! What is kept of a push until it is acknowledged? Where it stands is known to its `queue`, or to `breakpoint`.

use std::sync::Arc;

use bytes::Bytes;

use super::journal::Pending;
use super::registry::Channel;
use crate::clock::Timestamp;
use crate::notification::Kind;
use crate::protocol::PushId;
use crate::protocol::record::PushRecord;

/// A push that is kept until it is acknowledged.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// The push.
    pub(super) record: Arc<PushRecord>,
    /// Where it came in.
    pub(super) channel: Arc<Channel>,
    /// The body that the phone gets, where it is not the sender's.
    pub(super) body: Option<Bytes>,
    /// How many times more it is to be delivered.
    pub(super) copies: u32,
    /// Whether it is the push, or comes beside it.
    pub(super) standing: Standing,
    /// Whether it may be handed to the link.
    pub(super) safety: Safety,
    /// Its number on the link, once it was on one.
    pub(super) link_id: Option<u64>,
    /// The tile that it updates, by its id; empty is the application's.
    pub(super) tile: Option<String>,
}

/// Whether a push is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Safety {
    /// It is, or need not be.
    Safe,
    /// Not yet: neither it nor what is behind it goes to the phone.
    Unwritten,
}

/// Whether something kept is the push itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is: with its ack, the push is done with.
    Push,
    /// It is a copy that goes before it.
    Copy,
}

/// A push by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// Which push.
    pub(super) push: PushId,
    /// Whether it may be told of already.
    pub(super) safety: Safety,
}

impl Kept {
    /// A push that goes as it came.
    pub(super) fn new(record: Arc<PushRecord>, channel: Arc<Channel>) -> Self {
        Self {
            record,
            channel,
            body: None,
            copies: 0,
            standing: Standing::Push,
            safety: Safety::Safe,
            link_id: None,
            tile: None,
        }
    }

    /// What is still to be done with it, as it is written down.
    pub(super) fn pending(&self, due: Option<Timestamp>, stopped: bool) -> Pending {
        Pending {
            due,
            stopped,
            link_id: self.link_id,
            body: self.body.as_ref().map(|body| body.to_vec()),
            copies: self.copies,
        }
    }

    /// Whether it only comes beside a push.
    pub(super) fn is_copy(&self) -> bool {
        self.standing == Standing::Copy
    }

    /// It is kept no longer. A copy's end is nobody's.
    pub(super) fn leave(&self, gone: &mut Vec<Mention>) {
        if !self.is_copy() {
            gone.push(Mention { push: self.record.id, safety: self.safety });
        }
    }

    /// Whether its number on the link is its own id.
    pub(super) fn has_own_number(&self) -> bool {
        self.link_id == Some(self.record.id.0)
    }

    /// Its kind.
    pub(super) fn kind(&self) -> Option<Kind> {
        self.record.kind
    }

    /// One more of it, to come before it.
    pub(super) fn copy(&self) -> Self {
        Self { standing: Standing::Copy, link_id: None, copies: 0, ..self.clone() }
    }

    /// The bytes that the phone gets.
    pub(super) fn bytes(&self) -> &[u8] {
        self.body.as_deref().unwrap_or(&self.record.request.body)
    }
}
