//! Where does each phone stand, and how large is it? Rows of cards of one width, in the middle of the room there is.
//!
//! How large is wanted is `console::lineup::zoom`; what stands in a card is drawn by `phones`.

use egui::{Rect, Vec2, pos2, vec2};

use crate::console::lineup::zoom::Zoom;
use crate::ui::theme::measure::{L, M, ROW, S, XL};

/// A phone is never drawn higher than this to fill the room.
const TALLEST: f32 = 960.0;
/// Several phones are not made smaller than this to fit all at once: tiles could not be told apart any more. Four of this
/// height stand beside each other in a window of 1024 x 700.
const LEAST_OF_MANY: f32 = 236.0;
/// Phones that are scrolled anyway are at least so high, where there is room: their words can be read then.
const LEAST_SCROLLED: f32 = 280.0;
/// One phone is made so small before it is scrolled.
const LEAST: f32 = 200.0;
/// What stands over a phone: its name, and a gap.
pub const OVER: f32 = ROW + S;
/// So many phones stand farther apart, as there is room.
const FEW: usize = 3;

/// Where phones stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrangement {
    /// Points for one effective pixel.
    pub scale: f32,
    /// Where the cards are, from the top left of the room.
    pub cards: Vec<Rect>,
    /// How high all of it is.
    pub height: f32,
}

impl Arrangement {
    /// Arranges phones whose bodies are so many effective pixels large.
    #[must_use]
    pub fn new(bodies: &[Vec2], room: Vec2, zoom: Zoom) -> Self {
        let largest = bodies.iter().fold(Vec2::ZERO, |largest, body| largest.max(*body));
        if largest.min_elem() <= 0.0 {
            return Self { scale: 1.0, cards: Vec::new(), height: 0.0 };
        }
        let gap = if bodies.len() <= FEW { XL } else { L };
        let room = Room { inner: vec2((room.x - 2.0 * M).max(1.0), room.y), gap };
        let scale = match zoom {
            Zoom::Fit => room.fitting(largest, bodies.len()),
            Zoom::Percent(percent) => f32::from(percent) / 100.0,
        };
        room.laid(bodies, largest, scale)
    }

    /// How large that is, in percent.
    #[must_use]
    pub fn percent(&self) -> f32 {
        self.scale * 100.0
    }
}

/// The room for all phones, and how far they stand apart.
#[derive(Clone, Copy)]
struct Room {
    inner: Vec2,
    gap: f32,
}

impl Room {
    /// The scale at which all phones are to be seen at once, or, if they would get too small, at which they fill rows.
    fn fitting(self, body: Vec2, count: usize) -> f32 {
        let one_row = self.inner.y - 2.0 * L - OVER;
        let least = if count == 1 { LEAST } else { one_row.clamp(LEAST, LEAST_OF_MANY) } / body.y;
        let at = |columns: usize| {
            let rows = as_points(count.div_ceil(columns));
            let height = (self.inner.y - 2.0 * L - (rows - 1.0) * L) / rows - OVER;
            (self.width_in(columns) / body.x).min(height / body.y)
        };
        let best = (1..=count).map(at).fold(0.0, f32::max);
        if best >= least {
            return best.min(TALLEST / body.y);
        }
        let columns = self.columns(body.x * (one_row.clamp(LEAST, LEAST_SCROLLED) / body.y));
        (self.width_in(columns) / body.x).min(one_row / body.y).max(least)
    }

    /// How wide one of so many beside each other is.
    fn width_in(self, columns: usize) -> f32 {
        let columns = as_points(columns);
        (self.inner.x - (columns - 1.0) * self.gap) / columns
    }

    /// How many of this width stand beside each other; one in any case.
    fn columns(self, width: f32) -> usize {
        let fit = ((self.inner.x + self.gap + 0.5) / (width + self.gap)).floor().max(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count, at least one")]
        let columns = fit as usize;
        columns
    }

    fn laid(self, bodies: &[Vec2], largest: Vec2, scale: f32) -> Arrangement {
        // Whole points, so that edges and letters are sharp.
        let cell = (largest * scale).floor();
        let most = self.columns(cell.x).min(bodies.len());
        let rows = bodies.len().div_ceil(most);
        let high = as_points(rows) * (cell.y + OVER + L) - L;
        // Where all are to be seen, the last row is as full as the others, as far as that goes.
        let columns = if high + 2.0 * S <= self.inner.y { bodies.len().div_ceil(rows) } else { most };
        let wide = as_points(columns) * (cell.x + self.gap) - self.gap;
        let left = M + ((self.inner.x - wide) / 2.0).max(0.0).round();
        // In the middle where there is room to spare, else near the top.
        let top = ((self.inner.y - high) / 2.0).max(S).round();
        let card = |(at, body): (usize, &Vec2)| {
            let (column, row) = (as_points(at % columns), as_points(at / columns));
            let corner = pos2(left + column * (cell.x + self.gap), top + row * (cell.y + OVER + L));
            Rect::from_min_size(corner, vec2(cell.x, OVER + (body.y * scale).floor()))
        };
        let cards = bodies.iter().enumerate().map(card).collect();
        let height = if high + 2.0 * S <= self.inner.y { top + high } else { S + high + L };
        Arrangement { scale, cards, height }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of phones")]
const fn as_points(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Vec2 = vec2(528.0, 915.0);

    fn arranged(count: usize, room: (f32, f32), zoom: Zoom) -> Arrangement {
        Arrangement::new(&vec![BODY; count], vec2(room.0, room.1), zoom)
    }

    fn same(one: f32, other: f32) -> bool {
        (one - other).abs() < 0.01
    }

    fn height(arrangement: &Arrangement) -> f32 {
        arrangement.cards[0].height() - OVER
    }

    /// In every room, however many there are, no card lies on another and none leaves the room sideways.
    #[test]
    fn cards_lie_beside_each_other() {
        let zooms = [Zoom::Fit, Zoom::Percent(25), Zoom::Percent(50), Zoom::Percent(60)];
        for room in [(624.0, 376.0), (644.0, 532.0), (1_420.0, 958.0), (400.0, 240.0)] {
            for (count, zoom) in (1..=64).flat_map(|count| zooms.map(|zoom| (count, zoom))) {
                let Arrangement { cards, height, .. } = arranged(count, room, zoom);
                assert_eq!(cards.len(), count);
                for (at, card) in cards.iter().enumerate() {
                    assert!(card.left() >= 0.0 && card.top() >= 0.0 && card.bottom() <= height + 0.5);
                    assert!(card.right() <= room.0.max(card.width() + 2.0 * M), "{count} {zoom:?} {room:?}");
                    assert!(cards.iter().skip(at + 1).all(|other| !card.shrink(0.5).intersects(*other)));
                }
            }
        }
    }

    /// As many as can be read are all to be seen at once; more are scrolled, and not made smaller.
    #[test]
    fn all_fit_as_long_as_they_can_be_read() {
        for (count, room) in [
            (1, (644.0, 532.0)),
            (4, (644.0, 532.0)),
            (4, (624.0, 376.0)),
            (12, (1_420.0, 958.0)),
            (4, (1_420.0, 958.0)),
        ] {
            let fitted = arranged(count, room, Zoom::Fit);
            assert!(fitted.height <= room.1 + 0.5, "{count} {room:?}: {}", fitted.height);
        }
        let many = arranged(12, (644.0, 532.0), Zoom::Fit);
        assert!(many.height > 532.0 && height(&many) >= LEAST_SCROLLED);
    }

    /// One phone is as large as there is room for.
    #[test]
    fn one_phone_fills_the_room() {
        assert!((height(&arranged(1, (644.0, 532.0), Zoom::Fit)) - (532.0 - 2.0 * L - OVER)).abs() < 1.0);
        assert!(height(&arranged(1, (4_000.0, 3_000.0), Zoom::Fit)) <= TALLEST);
    }

    /// A chosen size is that size, whatever the room.
    #[test]
    fn a_chosen_size_is_kept() {
        let half = arranged(5, (644.0, 532.0), Zoom::Percent(50));
        assert_eq!((half.cards[0].width(), half.percent()), (264.0, 50.0));
        assert!(same(half.cards[0].top(), half.cards[1].top()));
        assert!(half.cards[2].top() > half.cards[1].bottom());
        let seven = arranged(7, (1_420.0, 958.0), Zoom::Fit);
        assert!(seven.cards[3].top() < seven.cards[4].top(), "four and three, not five and two");
    }

    /// Screens of several heights keep one width, and hang from one line.
    #[test]
    fn rows_hang_from_one_line() {
        let bodies = [vec2(528.0, 915.0), vec2(528.0, 968.3)];
        let two = Arrangement::new(&bodies, vec2(1_000.0, 600.0), Zoom::Fit);
        assert!(same(two.cards[0].top(), two.cards[1].top()));
        assert!(two.cards[0].height() < two.cards[1].height());
        assert!(same(two.cards[0].width(), two.cards[1].width()));
    }
}
