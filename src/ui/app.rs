//! How does the window run? It drains events, draws, then handles what was asked for; idle is idle.
//!
//! What is drawn is `panes/frame`; what a command means is `console::command`; who fills the [`ConsoleLink`] is `main`.

use std::time::Duration;

use eframe::Frame;
use egui::{Context, Id, Key, Modifiers, RawInput, Ui};
use tokio::sync::mpsc::Sender;

use super::files::Files;
use super::panes::{Commands, fields, frame};
use super::typing::TypedAhead;
use super::widgets::tabs::Keyboard;
use super::{shots, theme};
use crate::clock::{Clock, ClockFace, Motion, Timestamp};
use crate::console::command::{Effect, handle};
use crate::console::event::DeskEvent;
use crate::console::hub::Feed;
use crate::console::model::{Notice, ThemeChoice};
use crate::console::service::{Panel, ServiceCommand};
use crate::console::{Command, Event, Model, Request, apply};
use crate::lang::text;

/// The least time between two frames that nothing asks for but a clock that runs ahead of the machine's.
const BETWEEN_FRAMES_AHEAD: Duration = Duration::from_secs(1);

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
    typed_ahead: TypedAhead,
    /// What had the keyboard before the panel about the service took it.
    focus_before: Option<Id>,
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
            typed_ahead: TypedAhead::default(),
            focus_before: None,
            #[cfg(target_os = "linux")]
            focus: super::focus::FirstFocus::default(),
        }
    }

    /// The same window, on whose desk this has happened already.
    #[must_use]
    pub fn after(mut self, desk: Vec<DeskEvent>) -> Self {
        for event in desk {
            apply::apply(&mut self.model, &Event::Desk(event));
        }
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
        let face = self.link.clock.face();
        let keyboard = self.panel_keys(ui);
        // While a form lies over the window, the keys are the form's.
        let send =
            !self.model.desk.is_covered() && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let mut commands = Commands::new();
        let next_change =
            frame::frame_ui(ui, frame::Scene { model: &self.model, face: &face, keyboard }, &mut commands);
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
        wake(&ctx, next_change, &face);
    }

    /// The keys that open and close the panel about the service; whether the panel takes the keyboard. Closed by a key, it
    /// gives the keyboard back to whoever had it.
    fn panel_keys(&mut self, ui: &Ui) -> Keyboard {
        let ctx = ui.ctx();
        if self.model.desk.is_covered() {
            return Keyboard::Leave;
        }
        let toggled = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::E));
        let is_open = self.model.desk.service.panel == Panel::Open;
        // A list that is open closes first.
        let left = is_open
            && !egui::Popup::is_any_open(ctx)
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if !toggled && !left {
            return Keyboard::Leave;
        }
        self.carry_out(ctx, Command::Service(ServiceCommand::Toggle));
        ctx.request_repaint();
        if is_open {
            if let Some(before) = self.focus_before.take() {
                ui.memory_mut(|memory| memory.request_focus(before));
            }
            return Keyboard::Leave;
        }
        self.focus_before = ui.memory(egui::Memory::focused);
        Keyboard::Take
    }

    fn carry_out(&mut self, ctx: &Context, command: Command) {
        for effect in handle(&self.model, command) {
            match effect {
                Effect::Apply(event) => apply::apply(&mut self.model, &event),
                Effect::Show(dialog) => {
                    let ctx = ctx.clone();
                    self.files.show(dialog, move || ctx.request_repaint());
                }
                Effect::Check(checking) => {
                    let ctx = ctx.clone();
                    self.files.check(checking, move || ctx.request_repaint());
                }
                Effect::Read(reading) => {
                    let ctx = ctx.clone();
                    self.files.read(reading, move || ctx.request_repaint());
                }
                Effect::Copy(shot) => match shots::image(&shot) {
                    Ok(image) => ctx.copy_image(image),
                    Err(error) => {
                        let notice =
                            Notice::File { name: text("file-clipboard").to_owned(), message: error.to_string() };
                        apply::apply(&mut self.model, &Event::Desk(DeskEvent::Notice(Some(notice))));
                    }
                },
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
fn wake(ctx: &Context, next_change: Option<Timestamp>, face: &ClockFace) {
    if let Some(at) = next_change
        && face.motion == Motion::Running
        && face.speed > 0.0
    {
        let passes = Duration::try_from_secs_f64(at.since(face.now).as_secs_f64() / face.speed);
        // A clock that runs ahead would ask for frame after frame; once a second is as often as its hands can be read.
        let least = if face.speed > 1.0 { BETWEEN_FRAMES_AHEAD } else { Duration::ZERO };
        ctx.request_repaint_after(passes.unwrap_or(Duration::MAX).max(least));
    }
}

impl eframe::App for Window {
    fn raw_input_hook(&mut self, ctx: &Context, raw_input: &mut RawInput) {
        if self.typed_ahead.hold_back(&mut raw_input.events) {
            ctx.request_repaint();
        }
    }

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
