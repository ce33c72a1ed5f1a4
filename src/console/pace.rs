//! How long do pushes take? From their arrival at the relay to each later stage, as a spread over fixed limits, on the relay's
//! clock.

use super::event::Event;
use super::model::World;
use crate::protocol::Stage;

/// Upper limits of the spread, in seconds: the fast ones for links, the slow ones for classes and phones that are away.
pub const LIMITS_SECS: [f64; 17] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0, 450.0, 900.0, 3_600.0, 86_400.0];

/// The stages that are measured.
pub const MEASURED: [Stage; 3] = [Stage::OnLink, Stage::AtPhone, Stage::Acked];

/// How long pushes took, by stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pace {
    spreads: [Spread; MEASURED.len()],
}

/// How long pushes took to one stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread {
    /// How many took at most as long as each of [`LIMITS_SECS`] and longer than the one before.
    pub counts: [u64; LIMITS_SECS.len()],
    /// How many there were.
    pub total: u64,
    /// How long they took together.
    pub sum_secs: f64,
}

impl Pace {
    /// The measured stages, with how long pushes took to each.
    pub fn spreads(&self) -> impl Iterator<Item = (Stage, &Spread)> {
        MEASURED.into_iter().zip(&self.spreads)
    }

    /// Takes in what an event that was just applied says about stages.
    pub(super) fn hear(&mut self, world: &World, event: &Event) {
        let Event::Stage(reached) = event else { return };
        let Some(spread) = MEASURED.iter().position(|stage| *stage == reached.stage) else { return };
        let record = world.log.push(reached.push).and_then(|entry| entry.record.as_ref());
        if let (Some(record), Some(spread)) = (record, self.spreads.get_mut(spread)) {
            spread.add(reached.at.since(record.at).as_secs_f64());
        }
    }
}

impl Spread {
    fn add(&mut self, secs: f64) {
        self.total += 1;
        self.sum_secs += secs;
        let at = LIMITS_SECS.partition_point(|limit| *limit < secs);
        if let Some(count) = self.counts.get_mut(at) {
            *count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A time is counted under the first limit that it does not pass; one that passes all only in the total.
    #[test]
    fn times_are_spread() {
        let mut spread = Spread::default();
        for secs in [0.0, 0.0005, 0.2, 86_400.5] {
            spread.add(secs);
        }
        assert_eq!((spread.counts[0], spread.counts[8], spread.counts.iter().sum::<u64>()), (2, 1, 3));
        assert_eq!(spread.total, 4);
    }
}
