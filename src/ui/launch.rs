//! How does the window come up, and what is said if it cannot?
//!
//! Without a display, or without the libraries that the window needs, the start fails with one clear sentence.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::NativeOptions;
use egui::ViewportBuilder;
use thiserror::Error;

use super::app::{ConsoleLink, Window};
use crate::console::Shared;
use crate::console::event::DeskEvent;

/// The window's first size, as in the design.
const FIRST_SIZE: [f32; 2] = [1_440.0, 900.0];
/// The smallest size in which everything can be reached.
const LEAST_SIZE: [f32; 2] = [800.0, 560.0];

/// Why there is no window.
#[derive(Debug, Error)]
pub enum NoWindow {
    /// No display answers.
    #[error(
        "there is no display to open a window on; start Tilecast in a desktop session, or run `tilecast serve`, which \
         needs none"
    )]
    Display,
    /// The display is there, but no picture can be drawn on it.
    #[error(
        "the window cannot draw: {0}; install the graphics libraries that the README names, or run `tilecast serve`, \
         which needs none"
    )]
    Graphics(String),
}

/// Whether the last layout is used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// As the window was left.
    Saved,
    /// As if it were opened for the first time.
    Fresh,
}

/// Opens the window on a running console, with what has happened on its desk already; returns when it is closed.
///
/// # Errors
/// There is no display, or nothing can be drawn on it.
pub fn open(shared: &Shared, desk: Vec<DeskEvent>, layout: Layout) -> Result<(), NoWindow> {
    let options = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("Tilecast")
            .with_app_id("tilecast")
            .with_inner_size(FIRST_SIZE)
            .with_min_inner_size(LEAST_SIZE),
        persist_window: layout == Layout::Saved,
        ..NativeOptions::default()
    };
    let opened = Arc::new(AtomicBool::new(false));
    let shared = shared.clone();
    let started = opened.clone();
    let quiet = Quiet::start(opened.clone());
    let ran = panic::catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native(
            "Tilecast",
            options,
            Box::new(move |context| {
                started.store(true, Ordering::Release);
                let waker = context.egui_ctx.clone();
                let link = ConsoleLink {
                    events: Box::new(shared.hub.subscribe(Box::new(move || waker.request_repaint()))),
                    requests: shared.requests.clone(),
                    clock: shared.clock.clone(),
                };
                Ok(Box::new(Window::new(&context.egui_ctx, link).after(desk)))
            }),
        )
    }));
    drop(quiet);
    match ran {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(in_words(&error)),
        // A library that is missing makes the window system panic; after the window is up, a panic is a fault of ours.
        Err(panicked) if opened.load(Ordering::Acquire) => panic::resume_unwind(panicked),
        Err(panicked) => Err(NoWindow::Graphics(first_line(&panicked))),
    }
}

fn in_words(error: &eframe::Error) -> NoWindow {
    match error {
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => NoWindow::Display,
        other => NoWindow::Graphics(other.to_string().lines().next().unwrap_or_default().to_owned()),
    }
}

fn first_line(panicked: &Box<dyn std::any::Any + Send>) -> String {
    let text = panicked
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panicked.downcast_ref::<&str>().copied())
        .unwrap_or("a library is missing");
    text.lines().next().unwrap_or_default().to_owned()
}

type Hook = Box<dyn Fn(&panic::PanicHookInfo<'_>) + Send + Sync>;

/// Keeps the window system's panics off standard error until the window is up; after that they are reported as ever.
struct Quiet {
    former: Arc<Hook>,
}

impl Quiet {
    fn start(opened: Arc<AtomicBool>) -> Self {
        let former: Arc<Hook> = Arc::new(panic::take_hook());
        let reporting = former.clone();
        panic::set_hook(Box::new(move |info| {
            if opened.load(Ordering::Acquire) {
                reporting(info);
            }
        }));
        Self { former }
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let former = self.former.clone();
            panic::set_hook(Box::new(move |info| former(info)));
        }
    }
}
