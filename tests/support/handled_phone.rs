//! A window with one phone in it that feels every finger: what a finger does to the phone shows in the next frame.
#![allow(dead_code, reason = "not every test file needs all of it")]

use egui::{Pos2, Rect, Vec2, pos2, vec2};
use egui_kittest::{Harness, HarnessBuilder};
use tilecast::phone::shell::scene::Finger;
use tilecast::phone::{Input, Phone};
use tilecast::ui::device::phone_ui;
use tilecast::ui::fonts;

use crate::pushed_phone::at;

/// A phone of 528 × 915 effective pixels with its body, drawn at half their size.
pub(crate) const SIZE: Vec2 = vec2(264.0, 458.0);
/// Where its body begins in the window.
const CORNER: Pos2 = pos2(8.0, 8.0);

/// What lies in the window.
pub(crate) struct Desk {
    pub(crate) phone: Phone,
    /// What it felt so far.
    pub(crate) fingers: Vec<Finger>,
    has_fonts: bool,
}

/// A harness as these tests begin it; those that need pixels give it a renderer.
pub(crate) fn builder() -> HarnessBuilder<Desk> {
    Harness::builder().with_size(SIZE + vec2(16.0, 16.0)).with_step_dt(1.0 / 60.0)
}

/// A window with this phone in it, so many milliseconds after the beginning.
pub(crate) fn window(builder: HarnessBuilder<Desk>, phone: Phone, millis: u64) -> Harness<'static, Desk> {
    let draw = move |ui: &mut egui::Ui, desk: &mut Desk| {
        // Fonts are there from the next pass on.
        if !std::mem::replace(&mut desk.has_fonts, true) {
            return ui.ctx().set_fonts(fonts::definitions());
        }
        let rect = Rect::from_min_size(CORNER, SIZE);
        for finger in phone_ui(ui, rect, &desk.phone.scene(at(millis)), "ana").fingers {
            desk.phone.handle(Input::Finger(finger.clone()), at(millis));
            desk.fingers.push(finger);
        }
    };
    let mut harness = builder.build_ui_state(draw, Desk { phone, fingers: Vec::new(), has_fonts: false });
    harness.run();
    harness
}

/// Where a place of the screen is in the window: two effective pixels to a point, the body around the screen.
pub(crate) fn place(x_ep: f32, y_ep: f32) -> Pos2 {
    CORNER + vec2(24.0 + x_ep, 29.0 + y_ep) * 0.5
}

/// Turns the wheel to the end of what lies under this place.
pub(crate) fn wheel_down(harness: &mut Harness<'_, Desk>, at: Pos2) {
    harness.hover_at(at);
    for _ in 0..60 {
        harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -100.0),
            modifiers: egui::Modifiers::NONE,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
        });
        harness.step();
    }
}
