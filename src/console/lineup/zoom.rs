//! How large do the phones stand in the window? As large as all of them fit, or so many points for each of their pixels.

use serde::Serialize;

/// The sizes that can be chosen, in percent: 100 is one point of the window for one effective pixel of the phone. The smallest
/// is the first at which the words on a tile can still be told apart.
pub const STEPS: [u16; 9] = [25, 30, 40, 50, 60, 75, 100, 125, 150];

/// How large phones are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zoom {
    /// All of them at once, as long as they can be read.
    #[default]
    Fit,
    /// So many percent.
    Percent(u16),
}

impl Zoom {
    /// The next larger size than what is shown now, if there is one.
    #[must_use]
    pub fn larger(shown_percent: f32) -> Option<Self> {
        STEPS.into_iter().find(|step| f32::from(*step) > shown_percent + 0.5).map(Self::Percent)
    }

    /// The next smaller size than what is shown now, if there is one.
    #[must_use]
    pub fn smaller(shown_percent: f32) -> Option<Self> {
        STEPS.into_iter().rev().find(|step| f32::from(*step) < shown_percent - 0.5).map(Self::Percent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From any size, one step leads to the next that can be chosen, and at the ends to none.
    #[test]
    fn steps_lead_to_the_next_size() {
        assert_eq!(Zoom::larger(47.3), Some(Zoom::Percent(50)));
        assert_eq!(Zoom::smaller(47.3), Some(Zoom::Percent(40)));
        assert_eq!(Zoom::larger(50.0), Some(Zoom::Percent(60)));
        assert_eq!(Zoom::smaller(50.2), Some(Zoom::Percent(40)));
        assert_eq!((Zoom::larger(150.0), Zoom::smaller(25.0)), (None, None));
    }
}
