//! How does a tile stand in space while it turns or is pressed, and where do its points land on the screen? (VISUALS.md 3, 9.)
//!
//! Only `+ - * /` in `f64`: the same bits on every machine, as `ui/raster` needs them.

/// How far the eye is from the screen, in effective pixels (VISUALS.md 9, `FLIP_PERSPECTIVE`, T).
const EYE_EP: f64 = 800.0;
/// The farthest that a pressed tile tilts, in degrees: 0.3 rad (VISUALS.md 3, "press feedback", A).
const TILT_DEG: f32 = 17.188_734;
/// How deep a tile goes that is pressed in its middle (VISUALS.md 3, "depress 25", A).
const DEPRESS_EP: f32 = 25.0;
/// The steepest that anything stands: at 90 degrees nothing of it is to be seen.
const STEEPEST_DEG: f64 = 90.0;

/// How something stands in space, about its own middle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pose {
    /// Turned about the level line: above 0 the lower edge has gone back. That is Silverlight's `RotationX`, by which
    /// `HubTile` turns; which way it is follows from `TiltEffect`, where what is touched goes back (A).
    pub about_x_deg: f32,
    /// Turned about the upright line: above 0 the left edge has gone back.
    pub about_y_deg: f32,
    /// How far it has gone back.
    pub back_ep: f32,
}

impl Pose {
    /// Flat on the screen.
    pub const FLAT: Self = Self { about_x_deg: 0.0, about_y_deg: 0.0, back_ep: 0.0 };

    /// A tile in the middle of a turn.
    #[must_use]
    pub const fn turned(degrees: f32) -> Self {
        Self { about_x_deg: degrees, ..Self::FLAT }
    }

    /// A tile that a finger presses at a place, 0 to 1 from its left and its top: it tilts to where it is pressed, and goes
    /// the deeper the nearer to its middle that is (VISUALS.md 3, `TiltEffect`).
    #[must_use]
    pub fn pressed(across: f32, down: f32) -> Self {
        let (x, y) = (across.clamp(0.0, 1.0) - 0.5, down.clamp(0.0, 1.0) - 0.5);
        Self { about_x_deg: y * TILT_DEG, about_y_deg: -x * TILT_DEG, back_ep: (1.0 - x.abs() - y.abs()) * DEPRESS_EP }
    }

    /// Both at once.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            about_x_deg: self.about_x_deg + other.about_x_deg,
            about_y_deg: self.about_y_deg + other.about_y_deg,
            back_ep: self.back_ep + other.back_ep,
        }
    }

    /// Only so much of it, 0 to 1.
    #[must_use]
    pub fn part(self, part: f32) -> Self {
        Self {
            about_x_deg: self.about_x_deg * part,
            about_y_deg: self.about_y_deg * part,
            back_ep: self.back_ep * part,
        }
    }

    /// Where a point lands that is so far from the middle.
    #[must_use]
    pub fn project(self, x_ep: f32, y_ep: f32) -> (f32, f32) {
        let (x, y) = (f64::from(x_ep), f64::from(y_ep));
        let (sin_x, cos_x) = sin_cos(self.about_x_deg);
        let (sin_y, cos_y) = sin_cos(self.about_y_deg);
        let (level, back) = (y * cos_x, y * sin_x);
        let (across, back) = (x * cos_y + back * sin_y, back * cos_y - x * sin_y + f64::from(self.back_ep));
        let nearer = EYE_EP / (EYE_EP + back).max(1.0);
        #[expect(clippy::cast_possible_truncation, reason = "places on a screen")]
        let narrow = |value: f64| value as f32;
        (narrow(across * nearer), narrow(level * nearer))
    }
}

/// Sine and cosine of an angle from -90 to 90 degrees, by their series: the mathematics library of each machine rounds in
/// its own way.
fn sin_cos(degrees: f32) -> (f64, f64) {
    let angle = f64::from(degrees).clamp(-STEEPEST_DEG, STEEPEST_DEG) / 180.0 * std::f64::consts::PI;
    let square = angle * angle;
    // From the smallest term inwards: 1 - x²/(1·2) (1 - x²/(3·4) (1 - …)).
    let series = |first: f64| {
        let mut sum = 1.0;
        let mut step = 20.0 + first;
        while step > first {
            sum = 1.0 - square / (step * (step - 1.0)) * sum;
            step -= 2.0;
        }
        sum
    };
    (angle * series(1.0), series(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The series are sine and cosine.
    #[test]
    fn series_are_exact() {
        for degrees in (-90_i16..=90).map(f32::from) {
            let (sin, cos) = sin_cos(degrees);
            let angle = f64::from(degrees).to_radians();
            assert!((sin - angle.sin()).abs() < 1e-12 && (cos - angle.cos()).abs() < 1e-12, "{degrees}: {sin} {cos}");
        }
    }

    /// Half way down a turn the upper edge has come nearer and looks longer, the lower one is farther and shorter.
    #[test]
    fn a_turn_has_depth() {
        let pose = Pose::turned(45.0);
        let (upper, lower) = (pose.project(105.0, -105.0), pose.project(105.0, 105.0));
        assert!(upper.0 > 110.0 && lower.0 < 100.0, "{upper:?} {lower:?}");
        assert!(upper.1 > -90.0 && lower.1 < 74.0);
        assert_eq!(Pose::FLAT.project(31.0, -7.0), (31.0, -7.0));
        assert!(Pose::turned(90.0).project(50.0, 105.0).1.abs() < 1e-4);
    }

    /// A tile tilts to the corner where it is pressed, by 0.3 rad at most, and sinks by 25 where it is pressed in its middle.
    #[test]
    fn a_pressed_tile_tilts() {
        assert_eq!(Pose::pressed(0.5, 0.5), Pose { back_ep: DEPRESS_EP, ..Pose::FLAT });
        let corner = Pose::pressed(1.0, 1.0);
        assert!(corner.project(100.0, 100.0).0 < 100.0 && corner.project(-100.0, -100.0).0 < -100.0);
        let most = corner.about_x_deg.abs() + corner.about_y_deg.abs();
        assert!((f64::from(most).to_radians() - 0.3).abs() < 1e-4 && corner.back_ep.abs() < 1e-4);
    }
}
