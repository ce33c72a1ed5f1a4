//! A window under test: events come in as a console would tell them, and what is asked for can be seen.
#![allow(dead_code, reason = "not every test file needs all of it")]

use std::sync::Arc;
use std::time::Duration;

use egui::vec2;
use egui_kittest::Harness;
use tilecast::clock::Clock;
use tilecast::console::{Event, Request};
use tilecast::ui::app::{ConsoleLink, Window};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::canned;

/// A window, and what it asks its console for.
pub(crate) struct Opened {
    pub(crate) harness: Harness<'static, Window>,
    pub(crate) asked: Receiver<Request>,
    pub(crate) events: Sender<Arc<Event>>,
    pub(crate) clock: Clock,
}

/// Opens a window of this size on which all this has happened, a minute after the beginning.
pub(crate) fn open(size: (f32, f32), happened: Vec<Event>) -> Opened {
    let (events, receiver) = channel(1_024);
    for event in happened {
        events.try_send(Arc::new(event)).unwrap();
    }
    let (requests, asked) = channel(8);
    let clock = Clock::virtual_at(canned::start().plus(Duration::from_secs(60)));
    let link = ConsoleLink { events: Box::new(receiver), requests, clock: clock.clone() };
    let window = Window::new(&egui::Context::default(), link);
    let mut harness = Harness::builder()
        .with_size(vec2(size.0, size.1))
        .with_context_setup(tilecast::ui::theme::install)
        .build_ui_state(
            |ui, window: &mut Window| {
                window.take_in(ui.ctx());
                window.draw(ui);
            },
            window,
        );
    harness.run();
    Opened { harness, asked, events, clock }
}
