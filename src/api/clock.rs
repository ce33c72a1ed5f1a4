//! What time is it for the relay, and how does its time pass?

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Host;
use super::ask::Body;
use super::refusal::Refusal;
use crate::clock::{Clock, Motion, Timestamp};

/// The most that a clock is moved at once, in seconds: a hundred years.
const MAX_ADVANCE_SECS: f64 = 3_155_760_000.0;
/// The last moment that a clock may be moved to: later ones cannot be written as RFC 3339 for long.
const LAST_MOMENT: Timestamp = Timestamp::from_secs(253_370_764_800);

/// What the clock shows.
#[derive(Serialize, ToSchema)]
#[schema(as = Clock)]
pub(super) struct ClockView {
    /// The time.
    now: Timestamp,
    /// Seconds of this clock in a second of the machine, while it runs.
    speed: f64,
    /// Whether it stands still until it is moved.
    paused: bool,
}

/// What is to happen to the clock, in this order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ClockTurn)]
pub(super) struct Turn {
    /// Move it forward by so many seconds.
    advance_secs: Option<f64>,
    /// Let it run so many times as fast as the machine's.
    speed: Option<f64>,
    /// Stop it, or let it run on.
    pause: Option<bool>,
}

/// `GET /clock`.
pub(super) async fn show(State(host): State<Host>) -> Json<ClockView> {
    Json(view(&host.console.clock))
}

/// `POST /clock`. Answers when what is due by then has happened at the relay.
pub(super) async fn turn(State(host): State<Host>, Body(turn): Body<Turn>) -> Result<Json<ClockView>, Refusal> {
    let clock = &host.console.clock;
    let span = turn.advance_secs.map(|secs| span(secs, clock.now())).transpose()?;
    if let Some(speed) = turn.speed
        && !(speed > 0.0 && speed <= Clock::MAX_SPEED)
    {
        let hint = format!("use more than 0 and at most {}; {{\"pause\":true}} stops it", Clock::MAX_SPEED);
        return Err(Refusal::value(format!("the speed cannot be {speed}"), hint));
    }
    if turn.advance_secs.is_none() && turn.speed.is_none() && turn.pause.is_none() {
        let hint = "say {\"advance_secs\":900}, {\"speed\":60} or {\"pause\":true}";
        return Err(Refusal::value("nothing is to happen to the clock", hint));
    }
    if let Some(span) = span {
        clock.advance(span);
    }
    if let Some(speed) = turn.speed {
        clock.run_at(speed);
    }
    if let Some(pause) = turn.pause {
        clock.set_motion(if pause { Motion::Paused } else { Motion::Running });
    }
    host.console.relay.let_due_happen();
    host.console.catch_up().await;
    Ok(Json(view(clock)))
}

fn view(clock: &Clock) -> ClockView {
    let face = clock.face();
    ClockView { now: face.now, speed: face.speed, paused: face.motion == Motion::Paused }
}

fn span(secs: f64, now: Timestamp) -> Result<Duration, Refusal> {
    let wrong = |why: &str| Refusal::value(format!("advance_secs cannot be {secs}"), why);
    if !(0.0..=MAX_ADVANCE_SECS).contains(&secs) {
        return Err(wrong("use seconds from 0 to 3155760000; a clock does not go back"));
    }
    let span = Duration::try_from_secs_f64(secs).map_err(|_| wrong("use seconds"))?;
    if now.plus(span) > LAST_MOMENT {
        return Err(wrong("the clock would leave the year 9998"));
    }
    Ok(span)
}
