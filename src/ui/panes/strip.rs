//! Where do the boxes and arrows of the strip stand? Geometry alone: arrows meet their boxes, labels stand in gaps of their
//! own lines, and nothing covers an arrow.

use egui::{Pos2, Rect, pos2, vec2};

use crate::ui::theme::measure::{L, S};
use crate::ui::views::travel::Arrow;

/// The strip is never wider than reads as one picture.
const WIDEST: f32 = 1_720.0;
/// Height of a party's box.
const BOX_HEIGHT: f32 = 42.0;
/// How far below the strip's top the way of step 4 runs.
const OVERPASS: f32 = 13.0;

/// The boxes of the four parties.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strip {
    /// App, push client, relay, cloud service.
    pub boxes: [Rect; 4],
    overpass: f32,
}

impl Strip {
    /// The boxes in a strip.
    #[must_use]
    pub fn of(strip: Rect) -> Self {
        let width = (strip.width() - 2.0 * L).min(WIDEST);
        let left = strip.center().x - width / 2.0;
        // Where it gets tight the labels of the steps need the room more than the parties do.
        let share = if width < 960.0 { 0.122 } else { 0.142 };
        let box_width = (width * share).clamp(96.0, 240.0);
        let gap = (width - 4.0 * box_width) / 3.0;
        let top = strip.bottom() - BOX_HEIGHT - S;
        let boxed = |at: f32| {
            let rect = Rect::from_min_size(pos2(left + at * (box_width + gap), top), vec2(box_width, BOX_HEIGHT));
            Rect::from_min_max(rect.min.round(), rect.max.round())
        };
        Self { boxes: [0.0, 1.0, 2.0, 3.0].map(boxed), overpass: strip.top() + OVERPASS }
    }

    /// The corners of an arrow, from its tail to its head.
    #[must_use]
    pub fn way(&self, arrow: Arrow) -> Vec<Pos2> {
        let [app, client, relay, cloud] = self.boxes;
        let (upper, lower) = (app.center().y - 9.0, app.center().y + 11.0);
        let right = |from: Rect, to: Rect, y: f32| vec![pos2(from.right(), y), pos2(to.left(), y)];
        let left = |from: Rect, to: Rect, y: f32| vec![pos2(from.left(), y), pos2(to.right(), y)];
        match arrow {
            Arrow::Asks => right(app, client, upper),
            Arrow::Gets => left(client, app, lower),
            Arrow::Negotiates => right(client, relay, upper),
            Arrow::Routes => left(relay, client, lower),
            Arrow::Posts => left(cloud, relay, upper),
            Arrow::Answers => right(relay, cloud, lower),
            Arrow::Gives => vec![
                pos2(app.center().x, app.top()),
                pos2(app.center().x, self.overpass),
                pos2(cloud.center().x, self.overpass),
                pos2(cloud.center().x, cloud.top()),
            ],
        }
    }
}

/// How long a way is.
#[must_use]
pub fn length(way: &[Pos2]) -> f32 {
    way.windows(2).map(|pair| if let [a, b] = pair { a.distance(*b) } else { 0.0 }).sum()
}

/// The part of a way between two distances from its tail, as corners.
#[must_use]
pub fn part(way: &[Pos2], from: f32, to: f32) -> Vec<Pos2> {
    let mut out = Vec::new();
    if to <= from {
        return out;
    }
    let mut walked = 0.0;
    for pair in way.windows(2) {
        let [a, b] = pair else { continue };
        let length = a.distance(*b);
        let (start, end) = (walked, walked + length);
        walked = end;
        if length <= 0.0 || end <= from || start >= to {
            continue;
        }
        let at = |distance: f32| *a + (*b - *a) * ((distance - start) / length);
        if out.is_empty() {
            out.push(at(from.max(start)));
        }
        out.push(at(to.min(end)));
    }
    out
}

/// The point at a distance from the tail.
#[must_use]
pub fn point(way: &[Pos2], distance: f32) -> Option<Pos2> {
    part(way, 0.0, distance.max(0.01)).last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Arrow; 7] =
        [Arrow::Asks, Arrow::Negotiates, Arrow::Gets, Arrow::Gives, Arrow::Posts, Arrow::Answers, Arrow::Routes];

    /// Each arrow begins and ends on the edge of a box, at every width.
    #[test]
    fn arrows_meet_their_boxes() {
        for width in [1_024.0, 1_440.0, 2_560.0] {
            let strip = Strip::of(Rect::from_min_size(Pos2::ZERO, vec2(width, 76.0)));
            for arrow in ALL {
                let way = strip.way(arrow);
                for end in [way[0], way[way.len() - 1]] {
                    let meets = strip
                        .boxes
                        .iter()
                        .any(|rect| rect.expand(0.01).contains(end) && !rect.shrink(0.5).contains(end));
                    assert!(meets, "{arrow:?} at {width}");
                }
            }
        }
    }

    /// A part of a way goes round its corners.
    #[test]
    fn parts_follow_corners() {
        let way = [pos2(0.0, 10.0), pos2(0.0, 0.0), pos2(20.0, 0.0)];
        assert!((length(&way) - 30.0).abs() < 0.001);
        assert_eq!(part(&way, 5.0, 15.0), [pos2(0.0, 5.0), pos2(0.0, 0.0), pos2(5.0, 0.0)]);
        assert_eq!(point(&way, 30.0), Some(pos2(20.0, 0.0)));
        assert!(part(&way, 15.0, 5.0).is_empty());
    }
}
