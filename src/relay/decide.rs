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
//! | the channel is authenticated, and the sender has no certificate of its name | `unauthorized` | nothing |
//! | it has, but the certificate is worth nothing: nobody known has issued it, say | `forbidden` | nothing |
//! | the channel is closed | `expired`, and where the device is | nothing |
//! | the body is too large, or no notification of its kind | `bad-request` | nothing |
//! | it registers a callback | `received`, and where the device is | the callback is kept |
//! | the device has been away for too long | `device-inactive` | nothing |
//! | the channel's quota or rate is used up | `throttled`, and where the device is | nothing |
//! | the kind is not bound (raw always is), or raw is for a stopped app and the settings suppress that | `suppressed`, and where the device is | nothing |
//! | the battery forbids the kind, and the device is on its link | `dropped` | nothing |
//! | as many pushes wait as may, and this one would wait too | `queue-full`, and where the device is | nothing |
//! | the class lets it wait | `received`, and where the device is | held |
//! | the link takes more | `received` | onto the link |
//! | otherwise | `received`, and where the device is | waits |
//!
//! A closed channel comes before the body, because it is what the sender must act on first; PROTOCOL.md leaves the order open.
//! What an answer looks like is `respond` and `protocol::verdict`; a fault may put another answer in this one's place
//! (`reception`).

use super::intake::{Refusal, Wish};
use super::settings::{RawToStoppedApp, Settings};
use super::sight::{Life, Openness, Permission, Presence, Room, Running, Sight};
use super::throttle::{Excess, Quota};
use crate::clock::Timestamp;
use crate::notification::Kind;
use crate::protocol::Verdict;
use crate::protocol::class::{Interval, NotificationClass};
use crate::protocol::device::PowerLevel;
use crate::protocol::status::ConnectionStatus;

/// What becomes of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// It goes onto the link.
    Deliver,
    /// It waits for the device.
    Wait,
    /// It waits by its class.
    Hold(Interval),
    /// Nothing; the body is a callback's, to be kept.
    KeepCallback,
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
    /// Whether it counts against the channel's quota and rate.
    pub(super) counts: Counts,
}

/// Whether a push counts against its channel's quota and rate: those do that the service has taken, even to discard them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// It does.
    Yes,
    /// It does not.
    No,
}

impl Decision {
    pub(super) fn nothing(verdict: Verdict, reason: impl Into<Option<String>>) -> Self {
        Self { verdict, effect: Effect::Nothing, reason: reason.into(), counts: Counts::No }
    }

    fn counted(verdict: Verdict, effect: Effect, reason: impl Into<Option<String>>) -> Self {
        Self { verdict, effect, reason: reason.into(), counts: Counts::Yes }
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
        Err(Refusal::Body(_)) | Ok(Wish::Deliver(..) | Wish::RegisterCallback) => {}
    }
    let Some(sight) = sight else {
        return Decision::nothing(Verdict::Expired, String::from("no channel has this URI"));
    };
    if let Some(refused) = refused_sender(sight.permission) {
        return refused;
    }
    let connection = sight.presence.connection(now, settings);
    let Life::Open(open) = sight.channel else {
        return Decision::nothing(expired(connection), String::from("the channel was closed"));
    };
    match wish {
        Err(refusal) => Decision::nothing(Verdict::BadRequest, refusal.reason().to_owned()),
        Ok(Wish::Deliver(kind, class)) => deliver(*kind, *class, &open, sight, connection, settings, now),
        Ok(Wish::Look | Wish::RegisterCallback) => Decision {
            verdict: received(connection),
            effect: Effect::KeepCallback,
            reason: Some(String::from("a callback was registered: it is called once, when the device goes inactive")),
            counts: Counts::No,
        },
    }
}

fn refused_sender(permission: Permission) -> Option<Decision> {
    match permission {
        Permission::Anybody | Permission::Certified => None,
        Permission::NoCertificate => Some(Decision::nothing(
            Verdict::Unauthorized,
            String::from(
                "the channel is authenticated: send over HTTPS, with a client certificate of its service name",
            ),
        )),
        Permission::OtherName => Some(Decision::nothing(
            Verdict::Unauthorized,
            String::from("the client certificate's common name is not the channel's service name"),
        )),
        Permission::Flawed(flaw) => Some(Decision::nothing(
            Verdict::Forbidden,
            format!("the client certificate has the right common name, but {}", flaw.words()),
        )),
    }
}

fn deliver(
    kind: Kind,
    class: NotificationClass,
    open: &Openness,
    sight: &Sight,
    connection: ConnectionStatus,
    settings: &Settings,
    now: Timestamp,
) -> Decision {
    if connection == ConnectionStatus::Inactive {
        return Decision::nothing(Verdict::DeviceInactive, None);
    }
    let quota = match sight.permission {
        Permission::Anybody => Quota::Daily,
        Permission::Certified | Permission::NoCertificate | Permission::OtherName | Permission::Flawed(_) => {
            Quota::None
        }
    };
    if let Some(excess) = open.meter.excess(quota, settings, now) {
        return Decision::nothing(throttled(connection), too_many(excess));
    }
    if let Some(reason) = suppressed_because(kind, class, open, settings) {
        return Decision::counted(suppressed(connection), Effect::Nothing, reason);
    }
    if let (Presence::Linked(_), Some(reason)) = (sight.presence, barred_because(kind, sight.power)) {
        return Decision::counted(Verdict::Dropped, Effect::Nothing, String::from(reason));
    }
    let effect = match (class.interval(), sight.presence) {
        (Interval::Immediate, Presence::Linked(Room::Free)) => Effect::Deliver,
        (Interval::Immediate, Presence::Linked(Room::Full) | Presence::Away(_) | Presence::Set(_)) => Effect::Wait,
        (interval, _) => Effect::Hold(interval),
    };
    if effect != Effect::Deliver && sight.waiting >= settings.queue_depth {
        let reason = format!("{} pushes wait for the device already", sight.waiting);
        return Decision::counted(queue_full(connection), Effect::Nothing, reason);
    }
    Decision::counted(received(connection), effect, None)
}

fn too_many(excess: Excess) -> String {
    match excess {
        Excess::Day(taken) => {
            format!(
                "the channel has taken {taken} pushes within 24 hours, which is its quota; an authenticated one has none"
            )
        }
        Excess::Second(taken) => format!("the channel has taken {taken} pushes within this second, which is its rate"),
    }
}

fn suppressed_because(kind: Kind, class: NotificationClass, open: &Openness, settings: &Settings) -> Option<String> {
    if !open.bindings.take(kind) {
        return Some(format!("the app has not bound its channel to {kind}s"));
    }
    // A VoIP call starts its app (PROTOCOL.md 2.2).
    let is_for_stopped = kind == Kind::Raw && class != NotificationClass::VOIP && open.app == Running::Stopped;
    match settings.raw_to_stopped_app {
        RawToStoppedApp::Suppressed if is_for_stopped => Some(String::from("the app does not run")),
        RawToStoppedApp::Suppressed | RawToStoppedApp::Received => None,
    }
}

/// Normal takes everything, low only raw, critical nothing (PROTOCOL.md 6, O-power).
pub(super) const fn barred_because(kind: Kind, power: PowerLevel) -> Option<&'static str> {
    match (power, kind) {
        (PowerLevel::Normal, _) | (PowerLevel::Low, Kind::Raw) => None,
        (PowerLevel::Low, Kind::Toast | Kind::Tile) => {
            Some("the battery is low: only raw is delivered, to a running app")
        }
        (PowerLevel::Critical, _) => Some("the battery is critical: nothing is delivered"),
    }
}

/// The table has no row for a device that is `Disconnected`; to a sender it is as good as away for a while.
const fn throttled(connection: ConnectionStatus) -> Verdict {
    match connection {
        ConnectionStatus::Connected => Verdict::Throttled,
        ConnectionStatus::TempDisconnected | ConnectionStatus::Disconnected | ConnectionStatus::Inactive => {
            Verdict::ThrottledTempDisconnected
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

/// As with [`throttled`].
const fn suppressed(connection: ConnectionStatus) -> Verdict {
    match connection {
        ConnectionStatus::Connected => Verdict::Suppressed,
        ConnectionStatus::TempDisconnected | ConnectionStatus::Disconnected | ConnectionStatus::Inactive => {
            Verdict::SuppressedTempDisconnected
        }
    }
}

/// As with [`throttled`].
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
    use crate::relay::certificate::Flaw;
    use crate::relay::sight::Bindings;

    const NOW: Timestamp = Timestamp::from_secs(1_000_000);
    const BOUND: Bindings = Bindings { toast: true, tile: true };

    fn sight(channel: Life, presence: Presence, waiting: usize) -> Sight {
        let (power, permission) = (PowerLevel::Normal, Permission::Anybody);
        Sight { channel, presence, power, waiting, permission }
    }

    fn open(bindings: Bindings) -> Life {
        Life::Open(Openness { bindings, ..Openness::default() })
    }

    #[expect(clippy::unnecessary_wraps, reason = "it stands for what intake gives")]
    fn wish(kind: Kind) -> Result<Wish, Refusal> {
        Ok(Wish::Deliver(kind, NotificationClass::of(kind, Interval::Immediate)))
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
        let bound = open(BOUND);
        let free = Presence::Linked(Room::Free);
        let full = Presence::Linked(Room::Full);
        let toast = wish(Kind::Toast);
        let cases = [
            (Ok(Wish::Look), None, "received"),
            (Err(Refusal::Method(String::new())), Some(sight(bound, free, 0)), "method-not-allowed"),
            (Err(Refusal::Address(String::new())), None, "bad-request"),
            (toast.clone(), None, "expired"),
            (toast.clone(), Some(sight(Life::Closed, free, 0)), "expired"),
            (toast.clone(), Some(sight(Life::Closed, away_for(5), 0)), "expired-temp-disconnected"),
            (toast.clone(), Some(sight(Life::Closed, away_for(86_400), 0)), "expired-disconnected"),
            (Err(Refusal::Body(String::new())), Some(sight(Life::Closed, free, 0)), "expired"),
            (Err(Refusal::Body(String::new())), Some(sight(bound, free, 0)), "bad-request"),
            (toast.clone(), Some(sight(bound, away_for(86_400), 0)), "device-inactive"),
            (toast.clone(), Some(sight(open(Bindings::default()), free, 0)), "suppressed"),
            (toast.clone(), Some(sight(open(Bindings::default()), away_for(5), 0)), "suppressed-temp-disconnected"),
            (toast.clone(), Some(sight(bound, full, 30)), "queue-full"),
            (toast, Some(sight(bound, away_for(5), 30)), "queue-full-temp-disconnected"),
        ];
        for (wish, sight, name) in cases {
            assert_eq!(names(&wish, sight), (name, Effect::Nothing), "{wish:?} {sight:?}");
        }
    }

    /// What is taken goes onto the link if that has room, and waits otherwise; raw needs no binding.
    #[test]
    fn what_is_taken_travels_or_waits() {
        let toast = wish(Kind::Toast);
        let raw = wish(Kind::Raw);
        let bound = open(BOUND);
        assert_eq!(names(&toast, Some(sight(bound, Presence::Linked(Room::Free), 0))), ("received", Effect::Deliver));
        assert_eq!(names(&toast, Some(sight(bound, Presence::Linked(Room::Full), 29))), ("received", Effect::Wait));
        assert_eq!(
            names(&toast, Some(sight(bound, away_for(86_399), 29))),
            ("received-temp-disconnected", Effect::Wait)
        );
        let unbound = open(Bindings::default());
        assert_eq!(names(&raw, Some(sight(unbound, Presence::Linked(Room::Free), 0))), ("received", Effect::Deliver));
    }

    /// A class that lets the service wait is held, wherever the device is; it counts as waiting.
    #[test]
    fn classes_hold() {
        let later = Ok(Wish::Deliver(Kind::Toast, NotificationClass::of(Kind::Toast, Interval::Within900Secs)));
        let held = Effect::Hold(Interval::Within900Secs);
        assert_eq!(names(&later, Some(sight(open(BOUND), Presence::Linked(Room::Free), 29))), ("received", held));
        assert_eq!(names(&later, Some(sight(open(BOUND), away_for(5), 0))), ("received-temp-disconnected", held));
        let full = sight(open(BOUND), Presence::Linked(Room::Free), 30);
        assert_eq!(names(&later, Some(full)), ("queue-full", Effect::Nothing));
    }

    /// The battery bars toasts and tiles when it is low, and everything when it is critical.
    #[test]
    fn power_bars() {
        for (power, kind, name) in [
            (PowerLevel::Low, Kind::Toast, "dropped"),
            (PowerLevel::Low, Kind::Tile, "dropped"),
            (PowerLevel::Low, Kind::Raw, "received"),
            (PowerLevel::Critical, Kind::Raw, "dropped"),
        ] {
            let seen = Sight { power, ..sight(open(BOUND), Presence::Linked(Room::Free), 0) };
            assert_eq!(names(&wish(kind), Some(seen)).0, name, "{power:?} {kind}");
        }
    }

    /// An authenticated channel asks for a certificate of its name that is known here, before anything else is said of it.
    #[test]
    fn certificates_come_first() {
        for (permission, name) in [
            (Permission::Certified, "expired"),
            (Permission::NoCertificate, "unauthorized"),
            (Permission::OtherName, "unauthorized"),
            (Permission::Flawed(Flaw::UnknownIssuer), "forbidden"),
        ] {
            let seen = Sight { permission, ..sight(Life::Closed, Presence::Linked(Room::Free), 0) };
            assert_eq!(names(&wish(Kind::Toast), Some(seen)).0, name);
        }
    }
}
