//! How does a whole phone stand in the window? Its body around the screen, the keys below, and what fingers do to it.
#![expect(
    clippy::disallowed_methods,
    reason = "a phone's colours are the phone's own (VISUALS.md 6), not the window's"
)]

use egui::{Color32, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, vec2};

use super::canvas::{Anchor, Canvas, Lettering};
use super::touching::{Chosen, Touching};
use super::{Touch, hand, keys, lists, paint, swipe, toast};
use crate::console::command::Keep;
use crate::console::render::shot::Pictured;
use crate::lang::{Argument, text, text_with};
use crate::phone::shell::scene::{Finger, Key, Page, RectEp, Scene, SoundMark, ToastScene};
use crate::ui::fonts::Weight;

/// The body around the screen, in effective pixels (design: author-dark).
const SIDE: f32 = 24.0;
const TOP: f32 = 29.0;
const BOTTOM: f32 = 86.0;
/// The body's corners, in points.
pub const RADIUS: u8 = 18;
/// The middle of the power key at the body's right side (R).
const POWER_MIDDLE: f32 = 290.0;
const BODY: Color32 = Color32::from_rgb(0x0B, 0x0C, 0x0E);
const BODY_EDGE: Color32 = Color32::from_rgb(0x2E, 0x33, 0x3D);
const KEY: Color32 = Color32::from_rgb(0xB4, 0xBA, 0xC6);

/// A banner that is let go beyond this, or faster than this, is dismissed; moved less than the last, it was tapped
/// (VISUALS.md 4, `TOAST_DISMISS`).
const DISMISS_EP: f32 = 200.0;
const DISMISS_EP_PER_SEC: f32 = 1000.0;
const TAP_EP: f32 = 20.0;

/// How large a phone is whose screen is so large, in effective pixels.
#[must_use]
pub const fn body_size(width_ep: f32, height_ep: f32) -> Vec2 {
    vec2(width_ep + 2.0 * SIDE, height_ep + TOP + BOTTOM)
}

/// What was done to a phone in one frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    /// What fingers did.
    pub fingers: Vec<Finger>,
    /// The pictures that are wanted.
    pub pictures: Vec<(Pictured, Keep)>,
    /// Where what the keyboard is on stands.
    pub focused: Option<Rect>,
}

/// Draws a phone as large as fits into the rectangle, and says what was done to it.
///
/// `name` tells phones apart. Everything that can be touched can be focused and has a name.
pub fn phone_ui(ui: &mut Ui, rect: Rect, scene: &Scene, name: &str) -> Touched {
    let body = body_size(scene.width_ep, scene.height_ep);
    let size = body * (rect.width() / body.x).min(rect.height() / body.y);
    let rect = Rect::from_center_size(rect.center(), size);
    let scale = size.x / (scene.width_ep + 2.0 * SIDE);
    let mut label = UiBuilder::new().id_salt(("phone", name)).max_rect(rect);
    label.accessibility_label = Some(text_with("device-phone", &[("name", Argument::Text(name))]));
    label.accessibility_role = Some(egui::accesskit::Role::Group);
    ui.scope_builder(label, |ui| {
        let painter = ui.painter().clone();
        painter.rect(rect, CornerRadius::same(RADIUS), BODY, Stroke::new(1.0, BODY_EDGE), StrokeKind::Inside);
        let screen_min = rect.min + vec2(SIDE, TOP) * scale;
        let screen = Rect::from_min_size(screen_min, vec2(scene.width_ep, scene.height_ep) * scale);
        let canvas = Canvas::new(&painter, screen_min, scale);
        let mut touching = Touching {
            ui,
            canvas: &canvas,
            screen,
            fingers: Vec::new(),
            pictures: Vec::new(),
            touch: Touch::default(),
            focused: None,
        };
        match &scene.page {
            Page::Start(start) => {
                hand::tiles(&mut touching, scene, start);
                lists::arrow(&mut touching, start);
            }
            Page::List(list) => lists::list(&mut touching, list, scene.height_ep),
            Page::Lock(_) => lists::lock(&mut touching),
            Page::App(app) => lists::pin(&mut touching, app),
        }
        lists::status_bar(&mut touching, scene);
        swipe::swipe(&mut touching, scene);
        if let Some(banner) = &scene.toast {
            touching.toast(banner, scene.width_ep);
        }
        touching.keys(scene);
        let Touching { fingers, pictures, touch, focused, .. } = touching;
        paint(&painter, screen, scene, &touch);
        if let Some(banner) = &scene.toast {
            sound(&canvas, scene.width_ep, banner.sound);
        }
        if let Some(focused) = focused {
            let ring = Stroke::new(2.0, ui.visuals().selection.stroke.color);
            painter.rect_stroke(focused, 0.0, ring, StrokeKind::Outside);
        }
        Touched { fingers, pictures, focused }
    })
    .inner
}

impl Touching<'_> {
    /// The banner follows the finger to the right, and flies off if it is let go far or fast enough.
    fn toast(&mut self, banner: &ToastScene, width_ep: f32) {
        let id = self.ui.scope_id().with("toast");
        let drag_id = id.with("drag");
        let scale = self.canvas.scale();
        let mut drag_ep: f32 = self.ui.data(|data| data.get_temp(drag_id)).unwrap_or_default();
        let area = toast::area(width_ep, banner.shift_ep + drag_ep.max(0.0));
        let rect = self.canvas.rect(area).intersect(self.screen);
        let arguments = [("text1", Argument::Text(&banner.text1)), ("text2", Argument::Text(&banner.text2))];
        let mut name = text_with("device-toast", &arguments).trim().to_owned();
        if banner.sound != SoundMark::Default {
            name = format!("{name}, {}", text(sound_word(banner.sound)));
        }
        let response = self.sense(id, rect, Sense::click_and_drag(), || name.clone());
        if response.dragged() {
            drag_ep += response.drag_delta().x / scale;
        } else if !response.drag_stopped() {
            // The finger left a banner that has gone; this one was not moved.
            drag_ep = 0.0;
        }
        if self.offer(&response, Pictured::Toast, Some(text("device-dismiss"))) == Chosen::Yes {
            self.fingers.push(Finger::DismissToast);
        }
        let removed = response.has_focus() && self.ui.input(|input| input.key_pressed(egui::Key::Delete));
        if response.drag_stopped() {
            let speed_ep = self.ui.input(|input| input.pointer.velocity().x) / scale;
            if drag_ep > DISMISS_EP || speed_ep > DISMISS_EP_PER_SEC {
                self.fingers.push(Finger::DismissToast);
            } else if drag_ep.abs() < TAP_EP {
                self.fingers.push(Finger::TapToast);
            }
            drag_ep = 0.0;
        } else if removed {
            self.fingers.push(Finger::DismissToast);
        } else if response.clicked() {
            self.fingers.push(Finger::TapToast);
        }
        self.ui.data_mut(|data| data.insert_temp(drag_id, drag_ep));
        self.touch.drag_ep = drag_ep.max(0.0);
    }

    fn keys(&mut self, scene: &Scene) {
        for (key, x_ep) in keys::KEYS {
            let area = RectEp {
                x_ep: x_ep - 0.5 * keys::KEY_WIDTH,
                y_ep: scene.height_ep + 6.0,
                width_ep: keys::KEY_WIDTH,
                height_ep: BOTTOM - 12.0,
            };
            self.key(scene, key, area, (x_ep, scene.height_ep + 0.5 * BOTTOM - 2.0));
        }
        let (x_ep, y_ep) = (scene.width_ep + 0.5 * SIDE, POWER_MIDDLE);
        let area = RectEp { x_ep: scene.width_ep, y_ep: y_ep - 48.0, width_ep: SIDE, height_ep: 96.0 };
        self.key(scene, Key::Power, area, (x_ep, y_ep));
    }

    fn key(&mut self, scene: &Scene, key: Key, area: RectEp, (x_ep, y_ep): (f32, f32)) {
        let rect = self.canvas.rect(area);
        let id = self.ui.scope_id().with(("key", key));
        let response = self.sense(id, rect, Sense::click(), || text(keys::word(key)).to_owned());
        let color = if response.is_pointer_button_down_on() {
            super::canvas::color(scene.accent)
        } else if response.hovered() {
            Color32::WHITE
        } else if key == Key::Power {
            BODY_EDGE
        } else {
            KEY
        };
        keys::glyph(self.canvas, key, x_ep, y_ep, color);
        if response.clicked() {
            self.fingers.push(Finger::Press(key));
        }
    }
}

/// What is heard when a toast comes, in words.
const fn sound_word(sound: SoundMark) -> &'static str {
    match sound {
        SoundMark::Default => "device-sound-default",
        SoundMark::Custom => "device-sound-custom",
        SoundMark::Silent => "device-sound-silent",
    }
}

/// A mark on the body over the screen, where a phone has its speaker: what is heard while a toast is there.
fn sound(body: &Canvas, width_ep: f32, sound: SoundMark) {
    let words = Lettering { weight: Weight::Regular, size_ep: 18.667, color: KEY };
    let middle = 0.5 * width_ep;
    let width = body.text_width_ep(text(sound_word(sound)), words) + 34.0;
    let (x, y) = (middle - 0.5 * width, -14.5);
    body.polygon(&[(x, y - 4.0), (x + 5.0, y - 4.0), (x + 5.0, y + 4.0), (x, y + 4.0)], KEY);
    body.polygon(&[(x + 5.0, y - 4.0), (x + 12.0, y - 10.0), (x + 12.0, y + 10.0), (x + 5.0, y + 4.0)], KEY);
    match sound {
        SoundMark::Silent => {
            body.stroke(&[(x + 16.0, y - 5.0), (x + 26.0, y + 5.0)], 2.2, KEY);
            body.stroke(&[(x + 16.0, y + 5.0), (x + 26.0, y - 5.0)], 2.2, KEY);
        }
        SoundMark::Default | SoundMark::Custom => {
            body.stroke(&[(x + 16.0, y - 4.0), (x + 18.0, y), (x + 16.0, y + 4.0)], 2.2, KEY);
            body.stroke(&[(x + 21.0, y - 8.0), (x + 25.0, y), (x + 21.0, y + 8.0)], 2.2, KEY);
        }
    }
    body.text(Anchor::Left, x + 34.0, y + 6.5, text(sound_word(sound)), words);
}
