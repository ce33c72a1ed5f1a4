//! How does the window run? It drains events, draws, then handles what was asked for; idle is idle.
//!
//! What is drawn is `panes/frame`; what a command means is `console::command`; who fills the [`ConsoleLink`] is `main`.

use eframe::Frame;
use egui::{Context, Key, Modifiers, Ui};
use tokio::sync::mpsc::Sender;

use super::files::Files;
use super::panes::{Commands, fields, frame};
use super::theme;
use crate::clock::{Clock, Timestamp};
use crate::console::command::{Effect, handle};
use crate::console::event::DeskEvent;
use crate::console::hub::Feed;
use crate::console::model::{Notice, ThemeChoice};
use crate::console::{Command, Compose, Event, Model, Request, apply};

/// How many events are taken in before a frame is drawn; the rest wait for the next one.
pub const EVENTS_PER_FRAME: usize = 512;

/// What joins a window to the console's runtime. Both channels are bounded.
pub struct ConsoleLink {
    /// What happened.
    pub events: Box<dyn Feed>,
    /// What is to be done.
    pub requests: Sender<Request>,
    /// The time.
    pub clock: Clock,
}

/// Whether the window has been drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FirstFrame {
    /// Not yet.
    Ahead,
    /// It has.
    Past,
}

/// The window.
pub struct Window {
    model: Model,
    link: ConsoleLink,
    theme: ThemeChoice,
    first_frame: FirstFrame,
    files: Files,
    #[cfg(target_os = "linux")]
    focus: super::focus::FirstFocus,
}

impl Window {
    /// A window that knows nothing yet. Gives the context our fonts and styles, so call it before the first frame.
    #[must_use]
    pub fn new(ctx: &Context, link: ConsoleLink) -> Self {
        theme::install(ctx);
        Self {
            model: Model::default(),
            link,
            theme: ThemeChoice::default(),
            first_frame: FirstFrame::Ahead,
            files: Files::default(),
            #[cfg(target_os = "linux")]
            focus: super::focus::FirstFocus::default(),
        }
    }

    /// The same window with another draft in its composer.
    #[must_use]
    pub fn with_draft(mut self, draft: Compose) -> Self {
        apply::apply(&mut self.model, &Event::Desk(DeskEvent::Loaded(Box::new(draft))));
        self
    }

    /// What the window knows.
    #[must_use]
    pub const fn model(&self) -> &Model {
        &self.model
    }

    /// Takes in what happened, a bounded number of events at a time.
    pub fn take_in(&mut self, ctx: &Context) {
        while let Some(command) = self.files.answered() {
            self.carry_out(ctx, command);
        }
        for _ in 0..EVENTS_PER_FRAME {
            match self.link.events.next() {
                Some(event) => apply::apply(&mut self.model, &event),
                None => return,
            }
        }
        ctx.request_repaint();
    }

    /// Draws a frame and does what was asked for in it.
    pub fn draw(&mut self, ui: &mut Ui) {
        let now = self.link.clock.now();
        let send = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let mut commands = Commands::new();
        let next_change = frame::frame_ui(ui, &self.model, now, &mut commands);
        if send {
            // Last, so that letters typed in the same frame are sent too.
            commands.push(Command::Send);
        }
        if self.first_frame == FirstFrame::Ahead {
            self.first_frame = FirstFrame::Past;
            ui.memory_mut(|memory| memory.request_focus(fields::first_field()));
        }
        let asked = !commands.is_empty();
        let ctx = ui.ctx().clone();
        for command in commands {
            self.carry_out(&ctx, command);
        }
        if self.theme != self.model.desk.theme {
            self.theme = self.model.desk.theme;
            theme::choose(&ctx, self.theme);
        }
        if asked {
            ctx.request_repaint();
        }
        wake(&ctx, next_change, now);
    }

    fn carry_out(&mut self, ctx: &Context, command: Command) {
        for effect in handle(&self.model, command) {
            match effect {
                Effect::Apply(event) => apply::apply(&mut self.model, &event),
                Effect::Show(dialog) => {
                    let ctx = ctx.clone();
                    self.files.show(dialog, move || ctx.request_repaint());
                }
                Effect::Ask(request) => {
                    if self.link.requests.try_send(request).is_err() {
                        let notice = DeskEvent::Notice(Some(Notice::Busy));
                        apply::apply(&mut self.model, &Event::Desk(notice));
                    }
                }
            }
        }
    }
}

/// Asks for a frame when something changes next, and for none if nothing does.
fn wake(ctx: &Context, next_change: Option<Timestamp>, now: Timestamp) {
    if let Some(at) = next_change {
        ctx.request_repaint_after(at.since(now));
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut Frame) {
        self.take_in(ctx);
    }

    #[cfg_attr(not(target_os = "linux"), expect(unused_variables, reason = "only X needs the window's handle"))]
    fn ui(&mut self, ui: &mut Ui, frame: &mut Frame) {
        self.draw(ui);
        #[cfg(target_os = "linux")]
        if self.focus.try_again(frame) {
            ui.ctx().request_repaint();
        }
    }
}
