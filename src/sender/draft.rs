//! What is to be sent? A push before it is a request: where to, what kind, which bytes.

use uuid::Uuid;

use crate::notification::Kind;
use crate::protocol::class::NotificationClass;

/// A push that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Our id of it, by which answer and arrival are matched.
    pub message_id: Uuid,
    /// Where it goes, as typed.
    pub uri: String,
    /// What kind it is.
    pub kind: Kind,
    /// How long the service may hold it.
    pub class: NotificationClass,
    /// The exact body.
    pub body: Vec<u8>,
}
