//! What moves, and where is it now? ★ PURE: functions of time (VISUALS.md 3, 4, 9).

use std::time::Duration;

use crate::clock::Timestamp;

/// How long the banner stays (VISUALS.md 9, TOAST_MS, O).
pub const TOAST_STAYS: Duration = Duration::from_secs(10);
/// How long it takes to arrive (TOAST_IN, T).
pub const TOAST_ARRIVES: Duration = Duration::from_millis(350);
/// How long it takes to leave (TOAST_OUT, T).
pub const TOAST_LEAVES: Duration = Duration::from_millis(250);
/// How far it slides, in effective pixels (TOAST_IN, TOAST_OUT, T).
pub const TOAST_SLIDE_EP: f32 = 150.0;
/// The exponent of both easings (T).
const EXPONENT: f32 = 6.0;
/// How long after a picture the next is due while something moves: 60 a second.
const FRAME: Duration = Duration::from_millis(16);

/// Where a banner is on its way in or out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BannerPose {
    /// Sideways.
    pub shift_ep: f32,
    /// 0 to 1.
    pub opacity: f32,
}

/// Where a banner is that arrived at `since` and leaves at `leaves_at`; nothing once it is gone.
#[must_use]
pub fn banner_at(since: Timestamp, leaves_at: Timestamp, now: Timestamp) -> Option<BannerPose> {
    if now < leaves_at {
        let arrived = ease_out(now.since(since).as_secs_f32() / TOAST_ARRIVES.as_secs_f32());
        return Some(BannerPose { shift_ep: (arrived - 1.0) * TOAST_SLIDE_EP, opacity: arrived });
    }
    let leaving = now.since(leaves_at);
    (leaving < TOAST_LEAVES).then(|| {
        let left = 1.0 - ease_out(1.0 - leaving.as_secs_f32() / TOAST_LEAVES.as_secs_f32());
        BannerPose { shift_ep: left * TOAST_SLIDE_EP, opacity: 1.0 - left }
    })
}

/// When a banner will next look different by itself.
#[must_use]
pub fn banner_changes(since: Timestamp, leaves_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let arrived = since.plus(TOAST_ARRIVES);
    let gone = leaves_at.plus(TOAST_LEAVES);
    if now >= gone {
        None
    } else if now < arrived || now >= leaves_at {
        Some(now.plus(FRAME).min(gone))
    } else {
        Some(leaves_at)
    }
}

/// Exponential ease-out, `1 - (e^(k(1-t)) - 1) / (e^k - 1)` (VISUALS.md 3), with k = 6.
fn ease_out(progress: f32) -> f32 {
    let rest = 1.0 - progress.clamp(0.0, 1.0);
    1.0 - (power_of_e(EXPONENT * rest) - 1.0) / (power_of_e(EXPONENT) - 1.0)
}

/// `e^x` for 0 to 6 by its series: plain arithmetic, so the same on every machine, which a system's `exp` is not.
fn power_of_e(x: f32) -> f32 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for step in 1..40_u8 {
        term = term * x / f32::from(step);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_secs(100);

    fn pose(after: Duration) -> Option<BannerPose> {
        banner_at(START, START.plus(TOAST_STAYS), START.plus(after))
    }

    /// The banner comes from the left, rests for ten seconds, and leaves to the right.
    #[test]
    fn the_banner_arrives_rests_and_leaves() {
        assert_eq!(pose(Duration::ZERO), Some(BannerPose { shift_ep: -150.0, opacity: 0.0 }));
        let rest = Some(BannerPose { shift_ep: 0.0, opacity: 1.0 });
        assert_eq!(pose(TOAST_ARRIVES), rest);
        assert_eq!(pose(Duration::from_millis(9_999)), rest);
        let leaving = pose(Duration::from_millis(10_200)).unwrap();
        assert!(leaving.shift_ep > 0.0 && leaving.opacity < 1.0, "{leaving:?}");
        assert_eq!(pose(Duration::from_millis(10_250)), None);
    }

    /// At rest the next change is the banner's end; when it is gone there is none.
    #[test]
    fn nothing_moves_at_rest() {
        let end = START.plus(TOAST_STAYS);
        assert_eq!(banner_changes(START, end, START.plus(Duration::from_secs(1))), Some(end));
        assert_eq!(banner_changes(START, end, end.plus(TOAST_LEAVES)), None);
    }
}
