//! How is a test's picture compared, and how is a window drawn without a graphics card? Golden images, bit by bit, and
//! `egui_kittest` with our own raster.
//!
//! `TILECAST_UPDATE=1` writes the golden images anew. A picture that differs is written beside its golden image as
//! `<name>.new.png`.

#![allow(dead_code, reason = "not every test file needs all of it")]

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use egui_kittest::{Harness, TestRenderer};
use tilecast::phone::shell::scene::Pixels;
use tilecast::ui::offscreen;
use tilecast::ui::raster::{Raster, Sheet, Textures};

/// Compares a picture with `tests/snapshots/<name>.png`.
pub(crate) fn assert_golden(name: &str, pixels: &Pixels) {
    let golden = folder().join(format!("{name}.png"));
    let fresh = folder().join(format!("{name}.new.png"));
    let bytes = offscreen::png(pixels).expect("a picture can be encoded");
    if std::env::var_os("TILECAST_UPDATE").is_some() {
        std::fs::write(&golden, bytes).expect("the golden image can be written");
        let _ = std::fs::remove_file(fresh);
        return;
    }
    let problem = match read(&golden) {
        None => Some("there is no golden image".to_owned()),
        Some(expected) => difference(&expected, pixels),
    };
    if problem.is_some() {
        std::fs::write(&fresh, bytes).expect("the new image can be written");
    } else {
        let _ = std::fs::remove_file(&fresh);
    }
    assert_eq!(problem, None, "{name}: see {}", fresh.display());
}

/// Compares a file with `tests/snapshots/<name>`, byte by byte.
pub(crate) fn assert_golden_file(name: &str, bytes: &[u8]) {
    let (golden, fresh) = (folder().join(name), folder().join(format!("{name}.new")));
    if std::env::var_os("TILECAST_UPDATE").is_some() {
        std::fs::write(&golden, bytes).expect("the golden file can be written");
        let _ = std::fs::remove_file(fresh);
        return;
    }
    let is_same = std::fs::read(&golden).is_ok_and(|expected| expected == bytes);
    if is_same {
        let _ = std::fs::remove_file(&fresh);
    } else {
        std::fs::write(&fresh, bytes).expect("the new file can be written");
    }
    assert!(is_same, "{name}: see {}", fresh.display());
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

fn read(path: &Path) -> Option<Pixels> {
    let picture = image::load_from_memory(&std::fs::read(path).ok()?).expect("a golden image can be read").to_rgba8();
    Some(Pixels { width: picture.width(), height: picture.height(), rgba: picture.into_raw() })
}

/// In words; none if the pictures are the same.
fn difference(expected: &Pixels, found: &Pixels) -> Option<String> {
    if (expected.width, expected.height) != (found.width, found.height) {
        let sizes = (expected.width, expected.height, found.width, found.height);
        return Some(format!("it was {} × {} and is {} × {}", sizes.0, sizes.1, sizes.2, sizes.3));
    }
    let pairs = || expected.rgba.chunks_exact(4).zip(found.rgba.chunks_exact(4));
    let differ = pairs().filter(|(a, b)| a != b).count();
    let most = expected.rgba.iter().zip(&found.rgba).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
    (differ > 0).then(|| format!("{differ} of {} pixels differ, by at most {most}", pairs().count()))
}

/// A renderer for `egui_kittest`: give [`Camera::renderer`] to the harness's builder, then call [`Camera::shoot`].
#[derive(Clone)]
pub(crate) struct Camera {
    textures: Rc<RefCell<Textures>>,
    raster: Rc<RefCell<Raster>>,
}

impl Camera {
    /// A camera for windows whose egui context has the program's fonts.
    pub(crate) fn new() -> Self {
        let raster = Raster::new(&tilecast::ui::fonts::definitions());
        Self { textures: Rc::default(), raster: Rc::new(RefCell::new(raster)) }
    }

    /// What takes the pictures over that the window uploads.
    pub(crate) fn renderer(&self) -> Uploads {
        Uploads { textures: self.textures.clone() }
    }

    /// The window as it was drawn last.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a window's size is a small whole number"
    )]
    pub(crate) fn shoot<State>(&self, harness: &Harness<'_, State>) -> Pixels {
        let output = harness.output();
        let size = harness.ctx.content_rect().size() * output.pixels_per_point;
        let sheet = Sheet {
            width_px: size.x.round() as u32,
            height_px: size.y.round() as u32,
            pixels_per_point: output.pixels_per_point,
            background: egui::Color32::BLACK,
        };
        self.raster.borrow_mut().paint(&output.shapes, &self.textures.borrow(), sheet)
    }
}

/// Keeps what the window uploads.
pub(crate) struct Uploads {
    textures: Rc<RefCell<Textures>>,
}

impl TestRenderer for Uploads {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        let mut textures = self.textures.borrow_mut();
        textures.free(delta);
        textures.upload(delta);
    }
}
