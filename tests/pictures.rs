//! What does `tilecast render` leave? The picture that the phone would show, to the byte; moving pictures; and one sentence where
//! there is none.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    clippy::needless_raw_string_hashes,
    reason = "a test fails by panicking"
)]

#[path = "support/pixels.rs"]
mod pixels;
#[path = "support/program.rs"]
mod program;

use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use egui::{Rect, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use image::codecs::gif::GifDecoder;
use image::{AnimationDecoder as _, RgbaImage};
use pixels::{assert_golden, assert_golden_file};
use program::{Folder, tilecast};
use tilecast::clock::Timestamp;
use tilecast::console::command::Keep;
use tilecast::console::render::shot::{Pictured, Shot};
use tilecast::console::render::{self, wish::Wish};
use tilecast::console::{Painter, World};
use tilecast::phone::shell::scene::{Finger, Pixels, Scene, TileKey};
use tilecast::phone::{Phone, PhoneConfig};
use tilecast::protocol::device::OsVersion;
use tilecast::ui::device::{Touched, phone_ui};
use tilecast::ui::offscreen::Offscreen;
use tilecast::ui::shots;

const FLIP: &str = r#"<wp:Notification xmlns:wp="WPNotification" Version="2.0"><wp:Tile Template="FlipTile"><wp:WideBackContent>Gate 4, platform B</wp:WideBackContent><wp:Count>3</wp:Count><wp:Title>Trips</wp:Title><wp:BackTitle>Next</wp:BackTitle><wp:BackContent>Gate 4</wp:BackContent></wp:Tile></wp:Notification>"#;
const CYCLE: &str = r#"<wp:Notification xmlns:wp="WPNotification" Version="2.0"><wp:Tile Template="CycleTile"><wp:CycleImage1>/Art/c1.jpg</wp:CycleImage1><wp:CycleImage2>/Art/c2.jpg</wp:CycleImage2><wp:CycleImage3 Action="Clear"/><wp:Title>Album</wp:Title></wp:Tile></wp:Notification>"#;
const ICONIC: &str = r#"<wp:Notification xmlns:wp="WPNotification" Version="2.0"><wp:Tile Template="IconicTile"><wp:Count>8</wp:Count><wp:Title>Post</wp:Title></wp:Tile></wp:Notification>"#;
const TOAST: &str = r#"<wp:Notification xmlns:wp="WPNotification"><wp:Toast><wp:Text1>Train 7</wp:Text1><wp:Text2>Leaves at 10:40</wp:Text2></wp:Toast></wp:Notification>"#;

/// Runs `tilecast render` on a payload, in a folder.
fn render(folder: &Folder, payload: &str, arguments: &[&str]) -> Output {
    std::fs::write(folder.file("payload.xml"), payload).unwrap();
    let mut command = tilecast();
    command.current_dir(folder.path()).args(["render", "payload.xml"]).args(arguments);
    command.output().unwrap()
}

fn drawn(folder: &Folder, payload: &str, out: &str, arguments: &[&str]) -> Vec<u8> {
    let output = render(folder, payload, &[&["-o", out], arguments].concat());
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.is_empty() && output.stderr.is_empty());
    std::fs::read(folder.file(out)).unwrap()
}

fn pixels(png: &[u8]) -> Pixels {
    let image = image::load_from_memory(png).unwrap().into_rgba8();
    Pixels { width: image.width(), height: image.height(), rgba: image.into_raw() }
}

/// The exit code and the one sentence of a picture that there is not; no file is left.
fn refused(payload: &str, out: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let folder = Folder::new();
    let output = render(&folder, payload, &[&["-o", out], arguments].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    assert!(!Path::new(out).exists() && !folder.file(out).exists(), "{arguments:?} left a file");
    (output.status.code(), said)
}

/// A tile at each size, a sheet of all, a side, and a toast: as they always were, to the bit.
#[test]
fn payloads_become_pictures() {
    let folder = Folder::new();
    let draw = |payload: &str, arguments: &[&str]| pixels(&drawn(&folder, payload, "out.png", arguments));
    assert_golden("render/flip-medium", &draw(FLIP, &[]));
    assert_golden("render/flip-all", &draw(FLIP, &["--size", "all"]));
    assert_golden("render/flip-wide-back-red", &draw(FLIP, &["--size", "wide", "--side", "back", "--accent", "red"]));
    assert_golden("render/iconic-small-double", &draw(ICONIC, &["--size", "small", "--scale", "2"]));
    assert_golden("render/cycle-rising", &draw(CYCLE, &["--at", "8.4", "--accent", "#FA6800"]));
    assert_golden("render/toast-light", &draw(TOAST, &["--theme", "light", "--scale", "0.5", "--os", "8.1"]));
}

/// A folder's pictures are drawn in place of the sample art; what is missing or broken is said, and the rest is drawn.
#[test]
fn a_folder_holds_the_pictures() {
    let folder = Folder::new();
    let assets = folder.file("assets");
    std::fs::create_dir(&assets).unwrap();
    std::fs::write(assets.join("M.PNG"), include_bytes!("../assets/art/red.png")).unwrap();
    let path = assets.to_str().unwrap();
    assert_golden("render/flip-folder", &pixels(&drawn(&folder, FLIP, "out.png", &["--assets", path])));
    std::fs::write(assets.join("s.png"), b"no picture").unwrap();
    let payload = folder.file("payload.xml");
    std::fs::write(&payload, FLIP).unwrap();
    let run = |assets: &str| {
        let mut command = tilecast();
        command.arg("render").arg(&payload).args(["--size", "small", "--assets", assets, "-o"]);
        let done = command.arg(folder.file("small.png")).output().unwrap();
        (done.status.code(), String::from_utf8(done.stderr).unwrap())
    };
    let (code, said) = run(path);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("/Art/s.png cannot be shown") && said.lines().count() == 1, "{said}");
    let (code, said) = run(folder.file("none").to_str().unwrap());
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("is no folder that can be read"), "{said}");
}

/// The program draws the very bytes that the API's `/render` answers with: both ask the same function.
#[test]
fn the_program_and_the_library_agree() {
    let folder = Folder::new();
    let view = || Wish { scale: Some(1.6), ..Wish::default() }.view().unwrap();
    let ours = render::png(&Offscreen::new(), FLIP.as_bytes(), &view()).unwrap();
    assert_eq!(drawn(&folder, FLIP, "out.png", &["--size", "all", "--scale", "1.6"]), ours);
}

/// A payload is read from standard input as well.
#[test]
fn standard_input_is_read() {
    let folder = Folder::new();
    let mut command = tilecast();
    command.current_dir(folder.path()).args(["render", "-", "-o", "out.png"]).stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(FLIP.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(std::fs::read(folder.file("out.png")).unwrap(), drawn(&folder, FLIP, "file.png", &[]));
}

/// The frames of a GIF, each with how long it is shown.
fn frames(gif: &[u8]) -> Vec<(RgbaImage, Duration)> {
    let frames = GifDecoder::new(std::io::Cursor::new(gif)).unwrap().into_frames().collect_frames().unwrap();
    frames.into_iter().map(|frame| (frame.buffer().clone(), frame.delay().into())).collect()
}

fn total(frames: &[(RgbaImage, Duration)]) -> Duration {
    frames.iter().map(|(_, lasts)| *lasts).sum()
}

/// A flip is shown whole: the front rests, turns over, the back rests, and turns back; the same bytes each time.
#[test]
fn a_flip_becomes_a_moving_picture() {
    let folder = Folder::new();
    let gif = drawn(&folder, FLIP, "flip.gif", &["--scale", "0.5"]);
    assert_golden_file("render/flip-medium.gif", &gif);
    assert_eq!(drawn(&folder, FLIP, "again.gif", &["--scale", "0.5"]), gif);
    let frames = frames(&gif);
    assert_eq!(frames[0].1, Duration::from_millis(2_540), "until a picture after the first tick, 2.5 s");
    let rests: Vec<&RgbaImage> =
        frames.iter().filter(|(_, lasts)| *lasts > Duration::from_millis(500)).map(|(image, _)| image).collect();
    assert_eq!(rests.len(), 2, "the front and the back");
    assert_ne!(rests[0], rests[1]);
    assert!((30..60).contains(&frames.len()), "two turns of 0.85 s at 25 pictures a second: {}", frames.len());
    assert!(total(&frames) < Duration::from_secs(20));
}

/// A cycle is shown until its first picture comes again; a sheet moves as one; a tile that never moves is one picture.
#[test]
fn cycles_sheets_and_stills() {
    let folder = Folder::new();
    let cycle = frames(&drawn(&folder, CYCLE, "cycle.gif", &["--scale", "0.25"]));
    let long = total(&cycle);
    assert!(long >= Duration::from_secs(14) && long <= Duration::from_secs(20), "two pictures at 7 to 10 s: {long:?}");
    let sheet = frames(&drawn(&folder, FLIP, "sheet.gif", &["--size", "all", "--scale", "0.25"]));
    assert_eq!(sheet[0].0.dimensions(), (191, 53));
    assert!(sheet.len() > 30);
    let still = frames(&drawn(&folder, ICONIC, "still.gif", &["--scale", "0.5"]));
    assert_eq!(still.len(), 1);
    let toast = frames(&drawn(&folder, TOAST, "toast.gif", &["--scale", "0.125"]));
    let long = total(&toast);
    assert!(long > Duration::from_secs(11) && long < Duration::from_secs(12), "ten seconds and its ways: {long:?}");
}

/// Where there is no picture, one sentence says why, the exit code says whose fault it is, and no file is left.
#[test]
fn what_cannot_be_drawn_is_refused() {
    let broken = FLIP.replace("Trips", "Tea & cake");
    let long = "x".repeat(1_100_000);
    for (payload, out, arguments, code, words) in [
        ("hello", "o.png", [].as_slice(), 1, "raw"),
        (&broken, "o.png", &[], 1, "lint"),
        (FLIP, "o.png", &["--size", "huge"], 2, "huge"),
        (FLIP, "o.png", &["--os", "10"], 2, "10"),
        (FLIP, "o.png", &["--accent", "sienna"], 2, "cobalt"),
        (FLIP, "o.png", &["--at", "-1"], 2, "--help"),
        (FLIP, "o.png", &["--at", "1e9"], 2, "86400"),
        (FLIP, "o.png", &["--scale", "0"], 2, "scale"),
        (FLIP, "o.png", &["--scale", "NaN"], 2, "scale"),
        (FLIP, "o.png", &["--side", "back", "--size", "small"], 1, "back"),
        (FLIP, "o.png", &["--os", "7.1"], 1, "FlipTile"),
        (FLIP, "o.gif", &["--side", "back"], 2, "movement"),
        (FLIP, "o.gif", &["--scale", "8", "--size", "all"], 2, "many"),
        (FLIP, "o.gif", &["--scale", "9"], 2, "scale"),
        (FLIP, "o.jpg", &[], 2, ".gif"),
        (FLIP, "png", &[], 2, ".gif"),
        (FLIP, "/no/such/folder/o.png", &[], 3, "--out"),
        (&long, "o.png", &[], 1, "bytes"),
    ] {
        let (found, said) = refused(payload, out, arguments);
        assert_eq!(found, Some(code), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    let output = tilecast().args(["render", "/no/such/payload.xml", "-o", "o.png"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let output = tilecast().args(["render", "/", "-o", "o.png"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "a folder is no payload");
}

/// A painter that is asked for nothing says so.
#[test]
fn no_film_is_no_gif() {
    assert!(Offscreen::new().gif(&[], 1.0).is_err());
}

/// A phone alone in a window.
struct Desk {
    scene: Scene,
    touched: Touched,
}

fn window(scene: Scene) -> Harness<'static, Desk> {
    let mut has_fonts = false;
    let draw = move |ui: &mut egui::Ui, desk: &mut Desk| {
        // Fonts are there from the next pass on.
        if !std::mem::replace(&mut has_fonts, true) {
            return tilecast::ui::theme::install(ui.ctx());
        }
        let rect = Rect::from_min_size(ui.max_rect().min, vec2(260.0, 440.0));
        let Touched { fingers, pictures, focused: _ } = phone_ui(ui, rect, &desk.scene, "ana");
        desk.touched.fingers.extend(fingers);
        desk.touched.pictures.extend(pictures);
    };
    let desk = Desk { scene, touched: Touched::default() };
    let mut harness = Harness::builder().with_size(vec2(300.0, 460.0)).build_ui_state(draw, desk);
    harness.run();
    harness
}

fn phone() -> Phone {
    Phone::new(PhoneConfig::sample("ana".parse().unwrap(), "ana", OsVersion::V8_0))
}

/// The right button on a tile, or Shift+F10 where the keyboard is, opens what can be done with it: pictures, and to lift it.
#[test]
fn a_tile_offers_its_picture() {
    let mut harness = window(phone().scene(Timestamp::default()));
    let choose = |harness: &mut Harness<'_, Desk>, deed: &str| {
        harness.get_by_label(deed).click();
        harness.run();
    };
    harness.get_by_label("tile Trips").click_secondary();
    harness.run();
    choose(&mut harness, "Copy picture");
    harness.get_by_label("tile Trips").focus();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::F10);
    harness.run();
    choose(&mut harness, "Save picture…");
    harness.get_by_label("tile Trips").click_secondary();
    harness.run();
    choose(&mut harness, "Rearrange");
    let key = TileKey { app: String::from("trips"), id: None };
    let tile = || Pictured::Tile(key.clone());
    let touched = &harness.state().touched;
    assert_eq!(touched.pictures, [(tile(), Keep::Clipboard), (tile(), Keep::File)]);
    assert_eq!(touched.fingers, [Finger::Hold(key.clone())]);
}

/// What is kept of a phone is what it shows: its screen, a tile, the banner; as a file, by its ending, still or moving.
#[test]
fn phones_are_kept_as_pictures() {
    let mut world = World::default();
    let phone = Arc::new(phone());
    let (device, at) = (phone.config().device.clone(), Timestamp::default());
    world.phones.insert(device.clone(), phone);
    let size = |of: Pictured| {
        let shot = Shot::taken(&world, &device, of, at)?;
        Some((shots::image(&shot).unwrap().size, shot.name()))
    };
    let key = TileKey { app: String::from("trips"), id: None };
    assert_eq!(size(Pictured::Screen), Some(([480, 800], String::from("ana"))));
    assert_eq!(size(Pictured::Tile(key.clone())), Some(([210, 210], String::from("ana-trips"))));
    assert_eq!(size(Pictured::Toast), None, "there is no banner");
    assert_eq!(size(Pictured::Tile(TileKey { id: Some(String::from("/x")), ..key.clone() })), None);
    let shot = Shot::taken(&world, &device, Pictured::Tile(key), at).unwrap();
    let file = |name: &str| shots::file(&shot, Path::new(name)).unwrap();
    assert!(file("a.png").starts_with(b"\x89PNG") && file("a").starts_with(b"\x89PNG"));
    assert_eq!(frames(&file("a.GIF")).len(), 1, "a tile without a back stands still");
}
