//! What time is it at the relay, and how does that time pass?

use serde::Serialize;

use crate::clock::{ClockFace, Motion};
use crate::lang::{Argument, text, text_with};

/// What the panel says of the clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockView {
    /// Hours, minutes and seconds.
    pub time: String,
    /// The day.
    pub day: String,
    /// How it runs, in words.
    pub state: String,
    /// Which of the offered ways to run it is; none if somebody set another.
    pub pace: Option<Pace>,
}

/// A way in which the clock can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pace {
    /// Not at all.
    Paused,
    /// So many times as fast as the machine's.
    Times(u32),
}

impl Pace {
    /// What is offered.
    pub const ALL: [Self; 4] = [Self::Paused, Self::Times(1), Self::Times(60), Self::Times(600)];

    /// How a clock runs, if it is one of those.
    #[must_use]
    pub fn of(face: &ClockFace) -> Option<Self> {
        Self::ALL.into_iter().find(|pace| match (pace, face.motion) {
            (Self::Paused, motion) => motion == Motion::Paused,
            #[expect(clippy::float_cmp, reason = "whole numbers of this size are what they are, to the bit")]
            (Self::Times(times), Motion::Running) => face.speed == f64::from(*times),
            (Self::Times(_), Motion::Paused) => false,
        })
    }
}

impl ClockView {
    /// The clock with this face.
    #[must_use]
    pub fn new(face: &ClockFace) -> Self {
        let state = state(face.motion, face.speed);
        Self { time: face.now.hour_minute_second(), day: face.now.day(), state, pace: Pace::of(face) }
    }
}

/// How a clock runs, in words.
#[must_use]
pub fn state(motion: Motion, speed: f64) -> String {
    match motion {
        Motion::Paused => text("clock-paused").to_owned(),
        #[expect(clippy::float_cmp, reason = "1 is what a clock starts with, to the bit")]
        Motion::Running if speed == 1.0 => text("clock-real").to_owned(),
        Motion::Running => text_with("clock-fast", &[("times", Argument::Text(&speed.to_string()))]),
    }
}

/// Whether a clock runs as the machine's does, so that what moves by it can be followed.
#[must_use]
pub fn runs_like_the_machines(face: &ClockFace) -> bool {
    Pace::of(face) == Some(Pace::Times(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    fn face(motion: Motion, speed: f64) -> ClockFace {
        ClockFace { now: Timestamp::from_secs(0), speed, motion }
    }

    /// The ways to run that are offered are told apart; another speed is none of them.
    #[test]
    fn paces_are_told_apart() {
        let pace = |motion, speed| Pace::of(&face(motion, speed));
        assert_eq!(pace(Motion::Running, 1.0), Some(Pace::Times(1)));
        assert_eq!(pace(Motion::Running, 600.0), Some(Pace::Times(600)));
        assert_eq!(pace(Motion::Paused, 60.0), Some(Pace::Paused));
        assert_eq!(pace(Motion::Running, 2.5), None);
    }

    /// A speed that nobody offered is said in words.
    #[test]
    fn other_speeds_have_words() {
        assert!(ClockView::new(&face(Motion::Running, 2.5)).state.contains("2.5"));
    }
}
