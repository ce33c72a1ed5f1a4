//! What becomes of a request? ★ PURE: what was asked, what is known of the device, and the time in; a decision out.
//!
//! The first line that holds, counts:
//!
//! | when | answer | effect |
//! |---|---|---|
//! | a GET, and the settings answer it with 200 | `received` | nothing |
//! | the method is not POST | `method-not-allowed` | nothing |
//! | the path is no channel's | `bad-request` | nothing |
//! | the channel is unknown | `expired` | nothing |
//! | the channel is closed | `expired`, and where the device is | nothing |
//! | the body is too large, or no notification of its kind | `bad-request` | nothing |
//! | it registers a callback | `received`, and where the device is | nothing |
//! | the device has been away for too long | `device-inactive` | nothing |
//! | the kind is not bound (raw always is) | `suppressed`, and where the device is | nothing |
//! | the link takes more | `received` | onto the link |
//! | as many pushes wait as may | `queue-full`, and where the device is | nothing |
//! | otherwise | `received`, and where the device is | waits |
//!
//! A closed channel comes before the body, because it is what the sender must act on first; PROTOCOL.md leaves the order open.
//! What an answer looks like is `respond` and `protocol::verdict`.

use std::time::Duration;

use super::intake::{Refusal, Wish};
use super::settings::Settings;
use crate::clock::Timestamp;
use crate::notification::Kind;
use crate::protocol::Verdict;
use crate::protocol::status::ConnectionStatus;

/// What the relay knows of the channel and its device when a request has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sight {
    /// Whether the channel lives, and what it takes.
    pub(super) channel: Life,
    /// Where the device is.
    pub(super) presence: Presence,
    /// How many pushes wait for the device.
    pub(super) waiting: usize,
}

/// Whether a channel that is known lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// It does, and takes these kinds.
    Open(Bindings),
    /// It does not.
    Closed,
}

/// Which kinds the shell takes for a channel; raw needs no binding (PROTOCOL.md 7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bindings {
    /// Toasts.
    pub(super) toast: bool,
    /// Tiles.
    pub(super) tile: bool,
}

impl Bindings {
    const fn take(self, kind: Kind) -> bool {
        match kind {
            Kind::Toast => self.toast,
            Kind::Tile => self.tile,
            Kind::Raw => true,
        }
    }
}

/// Where a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// On its link.
    Linked(Room),
    /// Away since then.
    Away(Timestamp),
}

/// Whether a link takes one more push now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// It does.
    Free,
    /// It carries as many as it may.
    Full,
}

impl Presence {
    /// The device's connection at `now`.
    pub(super) fn connection(self, now: Timestamp, settings: &Settings) -> ConnectionStatus {
        match self {
            Self::Linked(_) => ConnectionStatus::Connected,
            Self::Away(since) if now.since(since) >= Duration::from_secs(settings.inactive_after_secs) => {
                ConnectionStatus::Inactive
            }
            Self::Away(_) => ConnectionStatus::TempDisconnected,
        }
    }
}

/// What becomes of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// It goes onto the link.
    Deliver,
    /// It waits.
    Wait,
    /// Nothing.
    Nothing,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decision {
    /// The answer.
    pub(super) verdict: Verdict,
    /// What becomes of the push.
    pub(super) effect: Effect,
    /// Why, in words, where the verdict alone does not say it.
    pub(super) reason: Option<String>,
}

impl Decision {
    fn nothing(verdict: Verdict, reason: impl Into<Option<String>>) -> Self {
        Self { verdict, effect: Effect::Nothing, reason: reason.into() }
    }
}

/// Decides; see the table above. `sight` is what is known of the channel, if the path names one that is.
pub(super) fn decide(
    wish: &Result<Wish, Refusal>,
    sight: Option<&Sight>,
    settings: &Settings,
    now: Timestamp,
) -> Decision {
    match wish {
        Ok(Wish::Look) => {
            return Decision::nothing(
                Verdict::Received,
                String::from("a GET is answered 200 by setting; it sends nothing"),
            );
        }
        Err(Refusal::Method(reason)) => return Decision::nothing(Verdict::MethodNotAllowed, reason.clone()),
        Err(Refusal::Address(reason)) => return Decision::nothing(Verdict::BadRequest, reason.clone()),
        Err(Refusal::Body(_)) | Ok(Wish::Deliver(_) | Wish::RegisterCallback) => {}
    }
    let Some(sight) = sight else {
        return Decision::nothing(Verdict::Expired, String::from("no channel has this URI"));
    };
    let connection = sight.presence.connection(now, settings);
    let Life::Open(bindings) = sight.channel else {
        return Decision::nothing(expired(connection), String::from("the channel was closed"));
    };
    match wish {
        Err(refusal) => Decision::nothing(Verdict::BadRequest, refusal.reason().to_owned()),
        Ok(Wish::Deliver(kind)) => deliver(*kind, bindings, sight, connection, settings),
        Ok(Wish::Look | Wish::RegisterCallback) => Decision::nothing(
            received(connection),
            String::from("a callback was registered; this relay takes note of it and calls nobody"),
        ),
    }
}

fn deliver(
    kind: Kind,
    bindings: Bindings,
    sight: &Sight,
    connection: ConnectionStatus,
    settings: &Settings,
) -> Decision {
    if connection == ConnectionStatus::Inactive {
        return Decision::nothing(Verdict::DeviceInactive, None);
    }
    if !bindings.take(kind) {
        return Decision::nothing(suppressed(connection), format!("the app has not bound its channel to {kind}s"));
    }
    match sight.presence {
        Presence::Linked(Room::Free) => {
            Decision { verdict: received(connection), effect: Effect::Deliver, reason: None }
        }
        Presence::Linked(Room::Full) | Presence::Away(_) if sight.waiting >= settings.queue_depth => {
            let reason = format!("{} pushes wait for the device already", sight.waiting);
            Decision::nothing(queue_full(connection), reason)
        }
        Presence::Linked(Room::Full) | Presence::Away(_) => {
            Decision { verdict: received(connection), effect: Effect::Wait, reason: None }
        }
    }
}

const fn received(connection: ConnectionStatus) -> Verdict {
    match connection {
        ConnectionStatus::Connected => Verdict::Received,
        ConnectionStatus::TempDisconnected => Verdict::ReceivedTempDisconnected,
        ConnectionStatus::Disconnected | ConnectionStatus::Inactive => Verdict::ReceivedDisconnected,
    }
}

/// The table has no row for a device that is `Disconnected`; to a sender it is as good as away for a while.
const fn suppressed(connection: ConnectionStatus) -> Verdict {
    match connection {
        ConnectionStatus::Connected => Verdict::Suppressed,
        ConnectionStatus::TempDisconnected | ConnectionStatus::Disconnected | ConnectionStatus::Inactive => {
            Verdict::SuppressedTempDisconnected
        }
    }
}

/// As with [`suppressed`].
const fn queue_full(connection: ConnectionStatus) -> Verdict {
    match connection {
        ConnectionStatus::Connected => Verdict::QueueFull,
        ConnectionStatus::TempDisconnected | ConnectionStatus::Disconnected | ConnectionStatus::Inactive => {
            Verdict::QueueFullTempDisconnected
        }
    }
}

/// The table has no row for `Inactive` with 404; a device that is away for so long is `Disconnected` there.
const fn expired(connection: ConnectionStatus) -> Verdict {
    match connection {
        ConnectionStatus::Connected => Verdict::Expired,
        ConnectionStatus::TempDisconnected => Verdict::ExpiredTempDisconnected,
        ConnectionStatus::Disconnected | ConnectionStatus::Inactive => Verdict::ExpiredDisconnected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_000_000);
    const BOUND: Bindings = Bindings { toast: true, tile: true };

    fn sight(channel: Life, presence: Presence, waiting: usize) -> Sight {
        Sight { channel, presence, waiting }
    }

    fn away_for(secs: i64) -> Presence {
        Presence::Away(Timestamp::from_secs(1_000_000 - secs))
    }

    fn names(wish: &Result<Wish, Refusal>, sight: Option<Sight>) -> (&'static str, Effect) {
        let decision = decide(wish, sight.as_ref(), &Settings::default(), NOW);
        (decision.verdict.row().name, decision.effect)
    }

    /// Every line of the table above gives its answer and its effect.
    #[test]
    fn the_table_holds() {
        let open = Life::Open(BOUND);
        let free = Presence::Linked(Room::Free);
        let full = Presence::Linked(Room::Full);
        let toast = Ok(Wish::Deliver(Kind::Toast));
        let cases = [
            (Ok(Wish::Look), None, "received"),
            (Err(Refusal::Method(String::new())), Some(sight(open, free, 0)), "method-not-allowed"),
            (Err(Refusal::Address(String::new())), None, "bad-request"),
            (toast.clone(), None, "expired"),
            (toast.clone(), Some(sight(Life::Closed, free, 0)), "expired"),
            (toast.clone(), Some(sight(Life::Closed, away_for(5), 0)), "expired-temp-disconnected"),
            (toast.clone(), Some(sight(Life::Closed, away_for(86_400), 0)), "expired-disconnected"),
            (Err(Refusal::Body(String::new())), Some(sight(Life::Closed, free, 0)), "expired"),
            (Err(Refusal::Body(String::new())), Some(sight(open, free, 0)), "bad-request"),
            (Ok(Wish::RegisterCallback), Some(sight(open, free, 0)), "received"),
            (Ok(Wish::RegisterCallback), Some(sight(open, away_for(5), 0)), "received-temp-disconnected"),
            (toast.clone(), Some(sight(open, away_for(86_400), 0)), "device-inactive"),
            (toast.clone(), Some(sight(Life::Open(Bindings::default()), free, 0)), "suppressed"),
            (
                toast.clone(),
                Some(sight(Life::Open(Bindings::default()), away_for(5), 0)),
                "suppressed-temp-disconnected",
            ),
            (toast.clone(), Some(sight(open, full, 30)), "queue-full"),
            (toast, Some(sight(open, away_for(5), 30)), "queue-full-temp-disconnected"),
        ];
        for (wish, sight, name) in cases {
            assert_eq!(names(&wish, sight), (name, Effect::Nothing), "{wish:?} {sight:?}");
        }
    }

    /// What is taken goes onto the link if that has room, and waits otherwise; raw needs no binding.
    #[test]
    fn what_is_taken_travels_or_waits() {
        let toast = Ok(Wish::Deliver(Kind::Toast));
        let raw = Ok(Wish::Deliver(Kind::Raw));
        let open = Life::Open(BOUND);
        assert_eq!(names(&toast, Some(sight(open, Presence::Linked(Room::Free), 0))), ("received", Effect::Deliver));
        assert_eq!(names(&toast, Some(sight(open, Presence::Linked(Room::Full), 29))), ("received", Effect::Wait));
        assert_eq!(
            names(&toast, Some(sight(open, away_for(86_399), 29))),
            ("received-temp-disconnected", Effect::Wait)
        );
        let unbound = Life::Open(Bindings::default());
        assert_eq!(names(&raw, Some(sight(unbound, Presence::Linked(Room::Free), 0))), ("received", Effect::Deliver));
    }
}
