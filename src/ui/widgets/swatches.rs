//! Which colour of a few? Squares in rows; the chosen one has a ring around it.

use egui::accesskit::Role;
use egui::{Color32, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::button::focus_ring;
use crate::ui::theme::measure::XS;
use crate::ui::theme::{self};

/// Side of a square.
pub const SIDE: f32 = 24.0;
/// How many stand in a row.
pub const IN_A_ROW: usize = 10;
/// The ring, inside the gap between two squares.
const RING: f32 = 2.0;

/// A colour that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swatch<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Itself.
    pub color: Color32,
}

/// Draws the colours and returns the place of the one that was just chosen.
pub fn swatches(ui: &mut Ui, chosen: Option<usize>, swatches: &[Swatch<'_>]) -> Option<usize> {
    let palette = theme::of(ui);
    let mut picked = None;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing = vec2(XS, XS);
        for (row, colors) in swatches.chunks(IN_A_ROW).enumerate() {
            ui.horizontal(|ui| {
                for (column, swatch) in colors.iter().enumerate() {
                    let at = row * IN_A_ROW + column;
                    let is_chosen = chosen == Some(at);
                    let (rect, response) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::click());
                    response.widget_info(|| {
                        WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_chosen, swatch.name)
                    });
                    let inner = if is_chosen { rect.shrink(RING + 2.0) } else { rect.shrink(1.0) };
                    ui.painter().rect_filled(inner, 0.0, swatch.color);
                    if is_chosen {
                        ui.painter().rect_stroke(rect, 0.0, Stroke::new(RING, palette.text), StrokeKind::Inside);
                    }
                    focus_ring(ui, rect, 0, &response);
                    if response.on_hover_text(swatch.name).clicked() && !is_chosen {
                        picked = Some(at);
                    }
                }
            });
        }
    });
    picked
}
