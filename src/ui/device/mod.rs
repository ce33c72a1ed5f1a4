//! How is a phone drawn? Its body, its screen, its keys. (A stand-in: the real one is drawn from the scene.)

use egui::{Color32, Rect, Ui, Vec2};

use crate::phone::shell::scene::{Finger, Scene};

/// Draws a phone into a space of this size and returns what fingers did to it.
pub fn phone_ui(ui: &mut Ui, size: Vec2, scene: &Scene, name: &str) -> Vec<Finger> {
    let _ = (scene, name);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    ui.painter().rect_filled(rect, 18.0, Color32::from_rgb(9, 10, 12));
    let screen = Rect::from_min_max(rect.min + egui::vec2(9.0, 12.0), rect.max - egui::vec2(9.0, 36.0));
    ui.painter().rect_filled(screen, 0.0, Color32::BLACK);
    Vec::new()
}
