//! What does drawing cost? A frame of twelve phones beside a frame of egui's own demo windows, and a tile's
//! picture beside a process that only says its version.
//!
//! The targets: the frame costs no more than the demo's; a tile as PNG takes at most 15 ms of the process's own work, and
//! `tilecast render` as a whole at most three times `tilecast --version` plus that. The last lines show all three.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

#[path = "../support/canned.rs"]
mod canned;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Context, FullOutput, RawInput, Rect, Ui, pos2, vec2};
use egui_demo_lib::DemoWindows;
use tilecast::clock::{Clock, Timestamp};
use tilecast::console::Event;
use tilecast::console::render::{self, wish::Wish};
use tilecast::notification::{Kind, TemplateKind};
use tilecast::phone::shell::scene::{Finger, Key, TileSize};
use tilecast::phone::{AppConfig, Input, Phone, PhoneConfig};
use tilecast::protocol::PushId;
use tilecast::protocol::class::{Interval, NotificationClass};
use tilecast::protocol::device::OsVersion;
use tilecast::protocol::header_lines::HeaderLines;
use tilecast::protocol::link::{PushFrame, RelayFrame};
use tilecast::ui::app::{ConsoleLink, Window};
use tilecast::ui::offscreen;
use tilecast::ui::panes::phones::{Lineup, arranged, phones_ui};
use tilecast::ui::views::PhonesView;

/// How many frames are measured; those of both kinds take turns, so that what disturbs one disturbs the other.
const FRAMES: usize = 400;
/// How many processes of each kind are measured, in turns as well.
const PROCESSES: usize = 40;
/// What a tile's picture may cost of the process's own work (15 ms).
const OWN_WORK: Duration = Duration::from_millis(15);
/// The window's size in points.
const WINDOW: egui::Vec2 = vec2(1_920.0, 1_080.0);

/// The payloads that the pictures are of.
const FLIP: &str = r#"<?xml version="1.0" encoding="utf-8"?><wp:Notification xmlns:wp="WPNotification" Version="2.0"><wp:Tile Template="FlipTile"><wp:SmallBackgroundImage>/Art/s.png</wp:SmallBackgroundImage><wp:WideBackgroundImage>/Art/w.png</wp:WideBackgroundImage><wp:BackgroundImage>/Art/m.png</wp:BackgroundImage><wp:Count>7</wp:Count><wp:Title>Trips</wp:Title><wp:BackTitle>Next</wp:BackTitle><wp:BackContent>Gate 4</wp:BackContent><wp:WideBackContent>Gate 4, platform B</wp:WideBackContent></wp:Tile></wp:Notification>"#;
const TOAST: &str = canned::TOAST;

/// What is installed on the twelve phones and pinned beside the app's own tile.
const PINNED: [(&str, TileSize, TemplateKind); 4] = [
    ("/wide", TileSize::Wide, TemplateKind::Flip),
    ("/icon", TileSize::Medium, TemplateKind::Iconic),
    ("/album", TileSize::Medium, TemplateKind::Cycle),
    ("/small", TileSize::Small, TemplateKind::Flip),
];

fn main() {
    let Frames { phones, window, demo } = frames(&twelve_phones(), WINDOW);
    let (first, warm) = picture();
    let (version, rendering) = processes();
    let millis = |duration: Duration| duration.as_secs_f64() * 1_000.0;
    let beside_demo = |frame: Duration| frame.as_secs_f64() / demo.as_secs_f64();
    println!(
        "a frame of 12 phones: {:.2} ms, of egui's demo windows {:.2} ms: {:.2} x (at most 1)",
        millis(phones),
        millis(demo),
        beside_demo(phones),
    );
    println!("a frame of a whole window with them: {:.2} ms: {:.2} x", millis(window), beside_demo(window));
    println!(
        "a tile as PNG: the first {:.1} ms, fonts and all (at most {:.0}); each further one {:.2} ms",
        millis(first),
        millis(OWN_WORK),
        millis(warm),
    );
    let most = 3 * version + OWN_WORK;
    println!(
        "tilecast render: {:.1} ms, tilecast --version {:.1} ms: {:.2} of 3 x that and {:.0} ms (at most 1)",
        millis(rendering),
        millis(version),
        rendering.as_secs_f64() / most.as_secs_f64(),
        millis(OWN_WORK),
    );
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn now() -> Instant {
    Instant::now()
}

fn push(id: u64, kind: Kind, body: &str) -> Input {
    let AppConfig { app, channel, .. } = AppConfig::trips();
    Input::Frame(RelayFrame::Push(PushFrame {
        id: PushId(id),
        push: PushId(id),
        app,
        channel,
        kind,
        class: NotificationClass::of(kind, Interval::Immediate),
        message_id: String::new(),
        body: Some(body.to_owned()),
        body_base64: None,
        headers: HeaderLines::default(),
    }))
}

/// Phones of every version, with tiles of every template, one with a toast and one on another page.
fn twelve_phones() -> Vec<Phone> {
    let started = canned::start();
    let phone = |(number, os): (u64, OsVersion)| {
        let name = format!("phone-{number}");
        let mut phone = Phone::new(PhoneConfig::sample(name.parse().unwrap(), name, os));
        for (id, size, template) in PINNED {
            let pin = Finger::Pin { app: "trips".to_owned(), id: Some(id.to_owned()), size, template };
            phone.handle(Input::Finger(pin), started);
        }
        phone.handle(push(1, Kind::Tile, FLIP), started);
        match number {
            3 => drop(phone.handle(push(2, Kind::Toast, TOAST), started.plus(Duration::from_secs(58)))),
            7 => drop(phone.handle(Input::Finger(Finger::Press(Key::Power)), started)),
            _ => {}
        }
        phone
    };
    (0..12).zip(OsVersion::ALL.into_iter().cycle()).map(phone).collect()
}

/// A window on which these phones stand.
fn window(ctx: &Context, phones: &[Phone], at: Timestamp) -> Window {
    let (events, receiver) = tokio::sync::mpsc::channel(1_024);
    let told = phones.iter().map(|phone| Event::Phone(Arc::new(phone.clone())));
    for event in canned::morning().into_iter().filter(|event| !matches!(event, Event::Phone(_))).chain(told) {
        events.try_send(Arc::new(event)).expect("the events fit");
    }
    let (requests, _asked) = tokio::sync::mpsc::channel(8);
    Window::new(ctx, ConsoleLink { events: Box::new(receiver), requests, clock: Clock::virtual_at(at) })
}

/// One frame: laid out, painted, and cut into triangles. What it costs to make it.
fn frame(ctx: &Context, size: egui::Vec2, draw: &mut dyn FnMut(&mut Ui)) -> Duration {
    let input = RawInput { screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), size)), ..RawInput::default() };
    let began = now();
    let FullOutput { shapes, pixels_per_point, mut textures_delta, .. } = ctx.run_ui(input, draw);
    black_box(ctx.tessellate(shapes, pixels_per_point));
    let took = began.elapsed();
    textures_delta.clear();
    took
}

/// What frames usually cost.
struct Frames {
    /// One of phones, all in sight.
    phones: Duration,
    /// One of a whole window with them.
    window: Duration,
    /// One of egui's demo windows.
    demo: Duration,
}

/// Measures frames, each kind in turn.
fn frames(phones: &[Phone], size: egui::Vec2) -> Frames {
    let contexts = [(); 3].map(|()| Context::default());
    let [phones_ctx, window_ctx, demo_ctx] = &contexts;
    let now = canned::start().plus(Duration::from_secs(60));
    let mut whole = window(window_ctx, phones, now);
    let mut other = window(phones_ctx, phones, now);
    other.take_in(phones_ctx);
    let model = other.model();
    let mut demo = DemoWindows::default();
    let mut costs = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..FRAMES {
        let took = [
            frame(phones_ctx, size, &mut |ui| {
                let view = PhonesView::new(model);
                let arrangement = arranged(&view, ui.available_size());
                let lineup = Lineup { model, view: &view, arrangement: &arrangement, now };
                black_box(phones_ui(ui, lineup, &mut Vec::new()));
            }),
            frame(window_ctx, size, &mut |ui| {
                whole.take_in(ui.ctx());
                whole.draw(ui);
            }),
            frame(demo_ctx, size, &mut |ui| demo.ui(ui)),
        ];
        costs.iter_mut().zip(took).for_each(|(costs, took)| costs.push(took));
    }
    let [phones, window, demo] = costs.map(median);
    Frames { phones, window, demo }
}

fn median(mut costs: Vec<Duration>) -> Duration {
    costs.sort_unstable();
    costs.get(costs.len() / 2).copied().unwrap_or_default()
}

/// What a tile's picture costs: the first of a process, and one of many.
fn picture() -> (Duration, Duration) {
    let wish = Wish {
        sizes: vec![TileSize::Medium],
        os: OsVersion::V8_0,
        theme: tilecast::phone::shell::scene::PhoneTheme::Dark,
        accent: None,
        side: None,
        at: None,
        scale: Some(1.0),
        folder: None,
    };
    let view = wish.view().expect("a usual view");
    let began = now();
    let painter = offscreen::painter();
    black_box(render::png(&*painter, FLIP.as_bytes(), &view).expect("a picture"));
    let first = began.elapsed();
    let warm = (0..200).map(|_| {
        let began = now();
        black_box(render::png(&*painter, FLIP.as_bytes(), &view).expect("a picture"));
        began.elapsed()
    });
    (first, median(warm.collect()))
}

fn run(arguments: &[&Path]) -> Duration {
    let began = now();
    let mut program = Command::new(env!("CARGO_BIN_EXE_tilecast"));
    let ended = program.args(arguments).stdout(Stdio::null()).status().expect("the program runs");
    assert!(ended.success(), "{arguments:?} ended with {ended}");
    began.elapsed()
}

/// The usual time of a process that says its version, and of one that draws a tile.
fn processes() -> (Duration, Duration) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (payload, picture): (PathBuf, PathBuf) = (folder.join("bench-tile.xml"), folder.join("bench-tile.png"));
    std::fs::write(&payload, FLIP).expect("a payload");
    let mut costs = (Vec::new(), Vec::new());
    for _ in 0..PROCESSES {
        costs.0.push(run(&[Path::new("--version")]));
        costs.1.push(run(&[Path::new("render"), &payload, Path::new("-o"), &picture]));
    }
    (median(costs.0), median(costs.1))
}
