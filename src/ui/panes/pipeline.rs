//! The strip with the six steps, lit as far as a push has come; where things stand is `strip`.

use egui::accesskit::Role;
use egui::{Align, Color32, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::strip::{Strip, length, part, point};
use crate::lang::text;
use crate::ui::theme::measure::{DOT, RADIUS_CARD, S};
use crate::ui::theme::{self, Letters, Palette};
use crate::ui::views::PipelineView;
use crate::ui::views::pipeline::{ArrowView, Line, Node};
use crate::ui::widgets::line;

/// Length of an arrow's head.
const HEAD: f32 = 7.0;
/// Space between a label and its line.
const BREATH: f32 = 6.0;
/// Radius of the travelling dot.
const TRAVELLER: f32 = 5.0;

/// Draws the strip over the whole of its panel.
pub fn pipeline_ui(ui: &mut Ui, view: &PipelineView) {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, text("pipeline-name")));
    let strip = Strip::of(rect);
    for (at, (node, place)) in view.nodes.iter().zip(strip.boxes).enumerate() {
        node_ui(ui, place, node, at, palette);
    }
    for arrow in &view.arrows {
        let way = strip.way(arrow.arrow);
        let hole = arrow_ui(ui, &way, arrow, palette);
        if let Some((_, along)) = view.dot.filter(|(on, _)| *on == arrow.arrow) {
            traveller(ui.painter(), &way, along, hole, palette.tone(arrow.tone), palette);
        }
    }
}

fn node_ui(ui: &Ui, rect: Rect, node: &Node, at: usize, palette: &Palette) {
    let spoken = format!("{}: {}", node.title, node.note);
    let response = ui.interact(rect, ui.scope_id().with(("node", at)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
    let painter = ui.painter();
    painter.rect_filled(rect, RADIUS_CARD, palette.raised);
    let inner = rect.shrink2(vec2(S, 4.0));
    let (above, below) = inner.split_top_bottom_at_y(inner.center().y);
    line::paint(painter, above, &node.title, Letters::Strong, palette.text, Align::Center);
    let room = if node.tone.is_some() { vec2(DOT * 2.0 + 3.0, 0.0) } else { vec2(0.0, 0.0) };
    let place = Rect::from_min_max(below.min + room, below.max);
    let words = line::paint(painter, place, &node.note, Letters::Small, palette.secondary, Align::Center);
    if let Some(tone) = node.tone {
        line::dot(painter, pos2(words.left() - DOT - 5.0, words.center().y + 1.0), palette.tone(tone));
    }
    if !line::fits(painter, &node.note, Letters::Small, place.width()) {
        response.on_hover_text(spoken);
    }
}

/// Draws an arrow and returns the stretch of it that its label takes.
fn arrow_ui(ui: &Ui, way: &[Pos2], arrow: &ArrowView, palette: &Palette) -> (f32, f32) {
    let painter = ui.painter();
    let total = length(way);
    let lit = arrow.filled > 0.0;
    let label_color = if lit { palette.secondary } else { palette.dim };
    let galley = line::galley(painter, &arrow.label, Letters::Tiny, label_color, (total - 36.0).max(20.0));
    let half = galley.size().x / 2.0 + BREATH;
    let hole = (total / 2.0 - half, total / 2.0 + half);
    if let Some(middle) = point(way, total / 2.0) {
        painter.galley((middle - galley.size() / 2.0).round(), galley, label_color);
    }
    let shaft = total - HEAD + 1.0;
    let quiet = Stroke::new(1.5, palette.line);
    for (from, to) in [(0.0, hole.0), (hole.1, shaft)] {
        stroke(painter, &part(way, from, to), quiet, Line::Solid);
    }
    let color = palette.tone(arrow.tone);
    let reached = total * arrow.filled;
    if lit {
        let bright = Stroke::new(1.5, color);
        let under = if arrow.line == Line::Dashed { Stroke::new(2.0, palette.panel) } else { bright };
        for (from, to) in [(0.0, hole.0.min(reached)), (hole.1, shaft.min(reached))] {
            stroke(painter, &part(way, from, to), under, Line::Solid);
            stroke(painter, &part(way, from, to), bright, arrow.line);
        }
    }
    let head = if arrow.filled >= 0.98 { color } else { palette.line };
    arrow_head(painter, way, head);
    hole
}

fn stroke(painter: &Painter, corners: &[Pos2], stroke: Stroke, kind: Line) {
    match kind {
        Line::Solid if corners.len() > 1 => {
            painter.add(Shape::line(corners.to_vec(), stroke));
        }
        Line::Dashed if corners.len() > 1 => {
            painter.extend(Shape::dashed_line(corners, stroke, 5.0, 4.0));
        }
        Line::Solid | Line::Dashed => {}
    }
}

fn arrow_head(painter: &Painter, way: &[Pos2], color: Color32) {
    let [.., before, tip] = way else { return };
    let along = (*tip - *before).normalized() * HEAD;
    let across = along.rot90() * 0.5;
    let corners = vec![*tip, *tip - along + across, *tip - along - across];
    painter.add(Shape::convex_polygon(corners, color, Stroke::NONE));
}

/// The dot runs under the label as through a tunnel, so that it never covers a word.
fn traveller(painter: &Painter, way: &[Pos2], along: f32, hole: (f32, f32), color: Color32, palette: &Palette) {
    let distance = length(way) * along;
    let hidden = distance + TRAVELLER > hole.0 && distance - TRAVELLER < hole.1;
    if let Some(at) = point(way, distance).filter(|_| !hidden) {
        painter.circle_filled(at, TRAVELLER + 3.0, color.gamma_multiply(0.25));
        painter.circle(at, TRAVELLER, color, Stroke::new(1.5, palette.panel));
    }
}
