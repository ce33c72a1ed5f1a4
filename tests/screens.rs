//! What does a phone look like? Golden images of tiles and screens, measured letters, and fingers on the glass.
#![cfg(test)]
#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "pixels")]

#[path = "support/pixels.rs"]
mod pixels;

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Rect, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use pixels::{Camera, assert_golden};
use tilecast::console::Painter;
use tilecast::phone::shell::scene::{
    AppEvent, AppScene, BackFace, Face, Finger, IconicFace, Key, Movement, Page, PhoneTheme, Picture, PictureFace,
    PinOffer, Pixels, RectEp, Rgb, Scene, Signal, SoundMark, Spot, StartScene, StatusBar, TileKey, TileScene, TileSize,
    TileStyle, ToastScene,
};
use tilecast::ui::device::canvas::{Anchor, Canvas, Lettering};
use tilecast::ui::device::phone_ui;
use tilecast::ui::fonts::{self, Weight};
use tilecast::ui::offscreen::Offscreen;

const COBALT: Rgb = Rgb(0x00, 0x50, 0xEF);
const RED: Rgb = Rgb(0xE5, 0x14, 0x00);

/// A picture made of a function of the place, from 0 to 1 both ways.
fn picture(name: &str, width: u32, height: u32, color: impl Fn(f32, f32) -> [u8; 4]) -> Picture {
    let at = |index: u32| {
        color(((index % width) as f32 + 0.5) / width as f32, ((index / width) as f32 + 0.5) / height as f32)
    };
    let rgba = (0..width * height).flat_map(at).collect();
    Picture { name: name.to_owned(), pixels: Arc::new(Pixels { width, height, rgba }) }
}

/// Hills under an evening sky.
fn hills(width: u32, height: u32) -> Picture {
    picture("hills.png", width, height, |x, y| {
        let near = 0.72 - 0.35 * (x - 0.3) * (1.0 - x);
        let far = 0.5 + 0.9 * (x - 0.62) * (x - 0.62);
        let sun = (x - 0.66) * (x - 0.66) + (y - 0.3) * (y - 0.3) < 0.008;
        if y > near {
            [24, (70.0 + 40.0 * x) as u8, 60, 255]
        } else if y > far {
            [64, 84, (110.0 + 20.0 * x) as u8, 255]
        } else if sun {
            [255, 236, 190, 255]
        } else {
            [(96.0 + 230.0 * y).min(255.0) as u8, (132.0 + 90.0 * y) as u8, (190.0 - 40.0 * y) as u8, 255]
        }
    })
}

/// An envelope, coloured so that a stencil shows.
fn envelope(width: u32, height: u32) -> Picture {
    picture("envelope.png", width, height, |x, y| {
        let inside = (0.04..0.96).contains(&x) && (0.2..0.8).contains(&y);
        let flap = (y - 0.2 - 0.38 * (1.0 - (2.0 * x - 1.0).abs())).abs() < 0.035;
        [255, 0, 0, if inside && !flap { 255 } else { 0 }]
    })
}

fn key(app: &str) -> TileKey {
    TileKey { app: app.to_owned(), id: None }
}

fn tile(app: &str, size: TileSize, (x_ep, y_ep): (f32, f32), face: Face) -> TileScene {
    let (width_ep, height_ep) = match size {
        TileSize::Small => (99.0, 99.0),
        TileSize::Medium => (210.0, 210.0),
        TileSize::Wide => (432.0, 210.0),
    };
    let rect = RectEp { x_ep, y_ep, width_ep, height_ep };
    TileScene {
        key: key(app),
        rect,
        spot: Spot::default(),
        size,
        style: TileStyle::Eight,
        background: COBALT,
        face,
        turned_deg: 0.0,
    }
}

fn arrow(x_ep: f32, y_ep: f32) -> RectEp {
    RectEp { x_ep, y_ep, width_ep: 48.0, height_ep: 48.0 }
}

fn front(title: &str, count: Option<u8>, picture: Option<Picture>) -> Face {
    Face::Picture(PictureFace { picture, title: Some(title.to_owned()), count })
}

fn calendar() -> IconicFace {
    IconicFace {
        icon: Some(envelope(71, 110)),
        count: Some(8),
        title: Some("Calendar".to_owned()),
        lines: ["WP Developer Day", "Hall 2, 10:00", "Bring a laptop"].map(|line| Some(line.to_owned())),
    }
}

fn start() -> Scene {
    let green = TileScene {
        background: Rgb(0x00, 0x8A, 0x00),
        ..tile(
            "post",
            TileSize::Medium,
            (246.0, 538.0),
            Face::Iconic(IconicFace {
                icon: Some(envelope(134, 134)),
                count: Some(12),
                title: Some("Post".to_owned()),
                ..IconicFace::default()
            }),
        )
    };
    let tiles = vec![
        tile("trips", TileSize::Medium, (24.0, 94.0), front("Trips", Some(3), Some(hills(336, 336)))),
        tile("small-a", TileSize::Small, (246.0, 94.0), front("No title", Some(7), None)),
        tile(
            "small-b",
            TileSize::Small,
            (357.0, 94.0),
            Face::Iconic(IconicFace { icon: Some(envelope(71, 71)), count: Some(4), ..IconicFace::default() }),
        ),
        tile("small-c", TileSize::Small, (246.0, 205.0), front("", None, Some(hills(159, 159)))),
        tile(
            "small-d",
            TileSize::Small,
            (357.0, 205.0),
            Face::Iconic(IconicFace { icon: Some(envelope(110, 110)), ..IconicFace::default() }),
        ),
        tile("calendar", TileSize::Wide, (24.0, 316.0), Face::Iconic(calendar())),
        tile(
            "news",
            TileSize::Medium,
            (24.0, 538.0),
            Face::Back(BackFace {
                content: Some("Gate 4\nboards in\n12 minutes".to_owned()),
                title: Some("Next".to_owned()),
                ..BackFace::default()
            }),
        ),
        green,
        tile("album", TileSize::Wide, (24.0, 760.0), front("Album", None, Some(hills(691, 336)))),
    ];
    Scene {
        width_ep: 480.0,
        height_ep: 800.0,
        theme: PhoneTheme::Dark,
        accent: COBALT,
        status_bar: StatusBar { clock: "14:02".to_owned(), signal: Signal::Up, battery: 80, notes: None },
        page: Page::Start(StartScene { tiles, lifted: None, arrow: arrow(408.0, 994.0) }),
        toast: None,
        movement: Movement::Full,
    }
}

fn toast(shift_ep: f32, opacity: f32) -> ToastScene {
    let (text1, text2) = ("Train 7".to_owned(), "Leaves at 10:40".to_owned());
    ToastScene { app: "trips".to_owned(), icon: None, text1, text2, shift_ep, opacity, sound: SoundMark::Default }
}

const BAR: RectEp = RectEp { x_ep: 0.0, y_ep: 728.0, width_ep: 480.0, height_ep: 72.0 };

fn app_page(theme: PhoneTheme) -> Scene {
    let event =
        |name: &str, text: &str, time: &str| AppEvent { name: name.into(), text: text.into(), time: time.into() };
    let events = vec![
        event(
            "HttpNotificationReceived",
            "{\"train\":7,\"gate\":4,\"delay\":\"12 min\"} and a long rest of the body that wraps into a second line",
            "14:02:07",
        ),
        event("ShellToastNotificationReceived", "wp:Text1 = Train 7, wp:Text2 = Leaves at 10:40", "14:01:58"),
        event("ChannelUriUpdated", "http://127.0.0.1:6770/throttledthirdparty/01.00/AQE9xk2f", "14:01:12"),
    ];
    let page = AppScene {
        app: "trips".to_owned(),
        page: "/MainPage.xaml?id=7".to_owned(),
        query: vec![("id".to_owned(), "7".to_owned())],
        events,
        pin: Some(PinOffer { rect: BAR, finger: Finger::TapAside }),
    };
    let status_bar = StatusBar { clock: "14:02".to_owned(), signal: Signal::Down, battery: 80, notes: None };
    Scene { theme, page: Page::App(page), status_bar, ..start() }
}

/// A medium flip tile has its picture to the edges, its title at the bottom left, its count in a disc at the top right.
#[test]
fn a_flip_tile() {
    let tile = tile("trips", TileSize::Medium, (24.0, 94.0), front("Trips", Some(3), Some(hills(336, 336))));
    assert_golden("tile-flip-medium", &Offscreen::new().tile(&tile, 1.5).unwrap());
}

/// A wide iconic tile has three lines, title, number and a white icon where the phone has them.
#[test]
fn a_wide_iconic_tile() {
    let tile = tile("calendar", TileSize::Wide, (0.0, 0.0), Face::Iconic(calendar()));
    let tile = TileScene { background: RED, ..tile };
    assert_golden("tile-iconic-wide", &Offscreen::new().tile(&tile, 1.5).unwrap());
}

/// A tile of Windows Phone 7 is 173 wide, its back wraps.
#[test]
fn tiles_of_windows_phone_7() {
    let offscreen = Offscreen::new();
    let seven = |face| TileScene {
        rect: RectEp { x_ep: 24.0, y_ep: 94.0, width_ep: 173.0, height_ep: 173.0 },
        style: TileStyle::Seven,
        background: Rgb(0x1B, 0xA1, 0xE2),
        ..tile("trips", TileSize::Medium, (0.0, 0.0), face)
    };
    let content = Some("The train to the sea leaves in a quarter of an hour".to_owned());
    let back = Face::Back(BackFace { content, title: Some("Next".to_owned()), ..BackFace::default() });
    assert_golden("tile-standard-front", &offscreen.tile(&seven(front("Trips", Some(12), None)), 1.5).unwrap());
    assert_golden("tile-standard-back", &offscreen.tile(&seven(back), 1.5).unwrap());
}

/// Windows Phone 7 has two columns, and a round arrow beside them.
#[test]
fn the_start_screen_of_windows_phone_7() {
    let place = |index: u8| (24.0 + 185.0 * f32::from(index % 2), 94.0 + 185.0 * f32::from(index / 2));
    let names = ["Trips", "Post", "Calendar", "People", "A very long title that is cut"];
    let tiles = (0..).zip(names).map(|(index, name)| {
        let (x_ep, y_ep) = place(index);
        let rect = RectEp { x_ep, y_ep, width_ep: 173.0, height_ep: 173.0 };
        let face = front(name, (index == 1).then_some(100), (index == 0).then(|| hills(173, 173)));
        TileScene { rect, style: TileStyle::Seven, background: RED, ..tile(name, TileSize::Medium, (0.0, 0.0), face) }
    });
    let page = Page::Start(StartScene { tiles: tiles.collect(), lifted: None, arrow: arrow(394.0, 94.0) });
    let scene = Scene { theme: PhoneTheme::Light, page, ..start() };
    assert_golden("screen-start-seven", &Offscreen::new().screen(&scene, 1.0).unwrap());
}

/// On a phone with three columns a tile is smaller, and so is everything on it.
#[test]
fn a_smaller_tile_is_drawn_smaller() {
    let rect = RectEp { x_ep: 0.0, y_ep: 0.0, width_ep: 105.0, height_ep: 105.0 };
    let face = || front("Trips", Some(3), Some(hills(336, 336)));
    let whole = tile("trips", TileSize::Medium, (0.0, 0.0), face());
    let half = TileScene { rect, ..tile("trips", TileSize::Medium, (0.0, 0.0), face()) };
    let offscreen = Offscreen::new();
    assert!(offscreen.tile(&half, 2.0).unwrap() == offscreen.tile(&whole, 1.0).unwrap());
}

/// The Start screen shows tiles of every size where the grid has them.
#[test]
fn the_start_screen() {
    assert_golden("screen-start", &Offscreen::new().screen(&start(), 1.0).unwrap());
}

/// A toast covers the status bar; while it arrives it is shifted and half seen.
#[test]
fn a_toast_over_start() {
    let offscreen = Offscreen::new();
    let at_rest = Scene { toast: Some(toast(0.0, 1.0)), ..start() };
    assert_golden("screen-toast", &offscreen.screen(&at_rest, 1.0).unwrap());
    let arriving = Scene { toast: Some(toast(-60.0, 0.6)), height_ep: 120.0, ..start() };
    assert_golden("screen-toast-arriving", &offscreen.screen(&arriving, 1.0).unwrap());
}

/// An app in front shows its page and what it was told, in either theme.
#[test]
fn an_app_in_front() {
    let offscreen = Offscreen::new();
    assert_golden("screen-app-dark", &offscreen.screen(&app_page(PhoneTheme::Dark), 1.0).unwrap());
    assert_golden("screen-app-light", &offscreen.screen(&app_page(PhoneTheme::Light), 1.0).unwrap());
}

/// Left, top, width and height of what is bright, in effective pixels, edges by coverage.
fn ink(text: &str, lettering: Lettering) -> (f32, f32, f32, f32) {
    let scale = 4.0;
    let pixels = Offscreen::new()
        .paint(320.0, 120.0, scale, |painter, rect| {
            Canvas::new(painter, rect.min, 1.0).text(Anchor::Left, 20.0, 90.0, text, lettering);
        })
        .unwrap();
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    let alpha = |x: usize, y: usize| pixels.rgba[4 * (y * width + x) + 3];
    let columns: Vec<usize> = (0..width).filter(|x| (0..height).any(|y| alpha(*x, y) > 127)).collect();
    let rows: Vec<usize> = (0..height).filter(|y| (0..width).any(|x| alpha(x, *y) > 127)).collect();
    let span = |all: &[usize]| (all[0] as f32 / scale, (all[all.len() - 1] + 1 - all[0]) as f32 / scale);
    let ((left, wide), (top, high)) = (span(&columns), span(&rows));
    (left, top, wide, high)
}

/// Capitals at 64 are 44.8 high and stand on their baseline (VISUALS.md 9).
#[test]
fn capitals_have_the_phones_height() {
    for weight in Weight::ALL {
        let (_, top, _, high) = ink("H", Lettering::white(weight, 64.0));
        assert!((high - 44.8).abs() <= 0.5, "{weight:?}: {high}");
        assert!((top + high - 90.0).abs() <= 0.25, "{weight:?}: {top} + {high}");
    }
}

/// The 8 of Semibold 64 is 30 wide and 46 high (VISUALS.md 9).
#[test]
fn digits_have_the_phones_size() {
    let (_, _, wide, high) = ink("8", Lettering::white(Weight::Semibold, 64.0));
    assert!((wide - 30.0).abs() <= 1.0, "{wide}");
    assert!((high - 46.0).abs() <= 1.0, "{high}");
}

/// The lines of a wide iconic tile are as wide as they were measured on the phone (VISUALS.md 2.5).
#[test]
fn lines_have_the_phones_width() {
    let (_, _, wide, _) = ink("WP Developer Day", Lettering::white(Weight::Regular, 32.0));
    assert!((wide - 262.5).abs() <= 3.0, "{wide}");
}

/// A letter that no font has leaves a gap, and what is around it is painted.
#[test]
fn unknown_letters_are_gaps() {
    let (_, _, narrow, _) = ink("ab", Lettering::white(Weight::Regular, 30.0));
    let (_, _, wide, _) = ink("a票b", Lettering::white(Weight::Regular, 30.0));
    assert!(wide > narrow + 3.0, "{narrow} {wide}");
}

/// What cannot be painted is refused, and says why.
#[test]
fn impossible_scales_are_refused() {
    let offscreen = Offscreen::new();
    for scale in [0.0, -1.0, f32::NAN, f32::INFINITY, 8.5] {
        assert!(offscreen.screen_png(&start(), scale).is_err(), "{scale}");
    }
    let long = Scene { height_ep: 90_000.0, ..start() };
    assert!(offscreen.screen_png(&long, 1.0).is_err());
}

/// The same scene is the same file, byte for byte, from a fresh painter and from one that has painted before.
#[test]
fn pictures_are_the_same_bytes() {
    let offscreen = Offscreen::new();
    let first = offscreen.screen_png(&start(), 0.75).unwrap();
    let _ = offscreen.screen_png(&app_page(PhoneTheme::Light), 1.25).unwrap();
    assert_eq!(offscreen.screen_png(&start(), 0.75).unwrap(), first);
    assert_eq!(Offscreen::new().screen_png(&start(), 0.75).unwrap(), first);
}

struct Desk {
    scene: Scene,
    fingers: Vec<Finger>,
    has_fonts: bool,
}

/// A window with one phone in it.
fn window(scene: Scene, camera: &Camera) -> Harness<'static, Desk> {
    let mut harness = Harness::builder()
        .with_size(vec2(300.0, 460.0))
        .with_step_dt(1.0 / 60.0)
        .renderer(camera.renderer())
        .build_ui_state(
            |ui, desk: &mut Desk| {
                // Fonts are there from the next pass on.
                if !std::mem::replace(&mut desk.has_fonts, true) {
                    return ui.ctx().set_fonts(fonts::definitions());
                }
                let rect = Rect::from_min_size(ui.max_rect().min, vec2(260.0, 440.0));
                desk.fingers.extend(phone_ui(ui, rect, &desk.scene, "ana").fingers);
            },
            Desk { scene, fingers: Vec::new(), has_fonts: false },
        );
    harness.run();
    harness
}

/// A phone in a window is drawn with its body and keys.
#[test]
fn a_phone_in_a_window() {
    let camera = Camera::new();
    let mut harness = window(Scene { toast: Some(toast(0.0, 1.0)), ..start() }, &camera);
    harness.run();
    assert_golden("phone-window", &camera.shoot(&harness));
}

/// Tiles, banner and keys are found by their names, inside their phone, and say what was touched.
#[test]
fn everything_can_be_touched_by_name() {
    let mut harness = window(Scene { toast: Some(toast(0.0, 1.0)), ..start() }, &Camera::new());
    for name in ["tile Trips", "tile small-b", "toast Train 7 Leaves at 10:40", "Back key", "Start key", "Search key"] {
        harness.get_by_label("phone ana").get_by_role_and_label(Role::Button, name).click();
        harness.run();
    }
    let expected = [
        Finger::TapTile(key("trips")),
        Finger::TapTile(key("small-b")),
        Finger::TapToast,
        Finger::Press(Key::Back),
        Finger::Press(Key::Start),
        Finger::Press(Key::Search),
    ];
    assert_eq!(harness.state().fingers, expected);
}

/// Everything can be touched from the keyboard, and the banner dismissed.
#[test]
fn the_keyboard_reaches_everything() {
    let mut harness = window(Scene { toast: Some(toast(0.0, 1.0)), ..start() }, &Camera::new());
    for (name, pressed) in [
        ("tile Calendar", egui::Key::Enter),
        ("toast Train 7 Leaves at 10:40", egui::Key::Delete),
        ("Search key", egui::Key::Space),
    ] {
        harness.get_by_label(name).focus();
        harness.run();
        harness.key_press(pressed);
        harness.run();
    }
    let expected = [Finger::TapTile(key("calendar")), Finger::DismissToast, Finger::Press(Key::Search)];
    assert_eq!(harness.state().fingers, expected);
}

/// What the fingers say after the banner was dragged by so many points in so many steps and let go.
fn drag_toast(points: f32, steps: u16) -> Vec<Finger> {
    let mut harness = window(Scene { toast: Some(toast(0.0, 1.0)), ..start() }, &Camera::new());
    let from = harness.get_by_label("toast Train 7 Leaves at 10:40").rect().left_center() + vec2(20.0, 0.0);
    harness.drag_at(from);
    harness.step();
    for step in 1..=steps {
        harness.hover_at(from + vec2(points * f32::from(step) / f32::from(steps), 0.0));
        harness.step();
    }
    for _ in 0..30 {
        harness.step();
    }
    harness.drop_at(from + vec2(points, 0.0));
    harness.run();
    std::mem::take(&mut harness.state_mut().fingers)
}

/// A banner that was dragged past 200 effective pixels is dismissed; one that was let go before that stays.
#[test]
fn a_banner_is_flicked_away() {
    assert_eq!(drag_toast(150.0, 20), [Finger::DismissToast]);
    assert_eq!(drag_toast(40.0, 20), []);
}

/// A short but fast drag dismisses a banner too.
#[test]
fn a_fast_flick_dismisses_a_banner() {
    let mut harness = window(Scene { toast: Some(toast(0.0, 1.0)), ..start() }, &Camera::new());
    let from = harness.get_by_label("toast Train 7 Leaves at 10:40").rect().left_center() + vec2(20.0, 0.0);
    harness.drag_at(from);
    harness.step();
    for step in 1..=4_u16 {
        harness.hover_at(from + vec2(15.0 * f32::from(step), 0.0));
        harness.step();
    }
    harness.drop_at(from + vec2(60.0, 0.0));
    harness.step();
    assert_eq!(harness.state().fingers, [Finger::DismissToast]);
}

/// Everything that a window is made of can be drawn without a graphics card.
#[test]
fn a_window_of_widgets() {
    let camera = Camera::new();
    let mut has_fonts = false;
    let (mut line, mut on, mut value) = ("Gate 4".to_owned(), true, 40.0_f32);
    let mut harness = Harness::builder()
        .with_size(vec2(420.0, 300.0))
        .with_accessibility_check(false)
        .with_pixels_per_point(2.0)
        .renderer(camera.renderer())
        .build_ui(move |ui| {
            if !std::mem::replace(&mut has_fonts, true) {
                return ui.ctx().set_fonts(fonts::definitions());
            }
            egui::Frame::central_panel(ui.style()).show(ui, |ui| {
                ui.heading("Tilecast Погода Ωμέγα");
                ui.label(egui::RichText::new("struck").strikethrough().background_color(egui::Color32::DARK_BLUE));
                ui.label(egui::RichText::new("underlined italics").underline().italics());
                ui.monospace("<wp:Count>3</wp:Count>");
                ui.text_edit_singleline(&mut line).request_focus();
                ui.horizontal(|ui| {
                    ui.checkbox(&mut on, "on");
                    let _ = ui.radio(true, "radio");
                    let _ = ui.button("Send");
                    ui.add(egui::ProgressBar::new(0.4).desired_width(90.0).text("40 %"));
                });
                ui.add(egui::Slider::new(&mut value, 0.0..=100.0));
                ui.collapsing("Rest", |ui| ui.label("hidden"));
                ui.separator();
                let long = "a text that is far too long for the room that there is for it and is cut short at its end";
                ui.add(egui::Label::new(long).truncate());
            });
            egui::Window::new("Over it")
                .default_width(160.0)
                .fixed_pos((150.0, 215.0))
                .show(ui.ctx(), |ui| ui.label("with a shadow"));
        });
    harness.run_steps(8);
    assert_golden("window-widgets", &camera.shoot(&harness));
}
