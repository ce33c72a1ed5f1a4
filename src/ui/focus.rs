//! Who gets the keys where no window manager hands them out?
//!
//! On a plain X display (a kiosk, a test under Xvfb) nobody gives a new window the keyboard, and the window system drops
//! every key until somebody does. There we take it ourselves; wherever there is a window manager we leave it alone.

use eframe::Frame;
use raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, InputFocus, MapState};

/// How many frames the window may take to appear on the screen.
const PATIENCE_FRAMES: u8 = 120;

/// The first frames of a window, until it has the keyboard or needs no help.
#[derive(Debug)]
pub struct FirstFocus {
    frames_left: u8,
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attempt {
    /// The window has the keyboard, or somebody else gives it.
    Settled,
    /// The window is not on the screen yet.
    TooEarly,
}

impl Default for FirstFocus {
    fn default() -> Self {
        Self { frames_left: PATIENCE_FRAMES }
    }
}

impl FirstFocus {
    /// Tries to take the keyboard; true while it should be tried again with the next frame.
    pub fn try_again(&mut self, frame: &Frame) -> bool {
        if self.frames_left == 0 {
            return false;
        }
        // Without X, or without a connection to it, there is nothing to take.
        let attempt = window_of(frame).and_then(|window| take(window).ok()).unwrap_or(Attempt::Settled);
        self.frames_left = match attempt {
            Attempt::Settled => 0,
            Attempt::TooEarly => self.frames_left - 1,
        };
        self.frames_left > 0
    }
}

fn window_of(frame: &Frame) -> Option<u32> {
    match frame.window_handle().ok()?.as_raw() {
        RawWindowHandle::Xlib(handle) => u32::try_from(handle.window).ok(),
        RawWindowHandle::Xcb(handle) => Some(handle.window.get()),
        _ => None,
    }
}

fn take(window: u32) -> Result<Attempt, Box<dyn std::error::Error>> {
    let (connection, screen) = x11rb::connect(None)?;
    let root = connection.setup().roots.get(screen).map(|screen| screen.root).ok_or("no such screen")?;
    // A window manager says so in this property of the root window (EWMH, "Root Window Properties").
    let managed = connection.intern_atom(false, b"_NET_SUPPORTING_WM_CHECK")?.reply()?.atom;
    let manager = connection.get_property(false, root, managed, AtomEnum::WINDOW, 0, 1)?.reply()?;
    if manager.value_len > 0 {
        return Ok(Attempt::Settled);
    }
    if connection.get_window_attributes(window)?.reply()?.map_state != MapState::VIEWABLE {
        return Ok(Attempt::TooEarly);
    }
    connection.set_input_focus(InputFocus::POINTER_ROOT, window, x11rb::CURRENT_TIME)?.check()?;
    Ok(Attempt::Settled)
}
