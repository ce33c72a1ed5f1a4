//! What can a person do on the panel about the service? Played by role and label; what it says, read as text.
#![cfg(test)]

#[path = "support/canned.rs"]
mod canned;
#[path = "support/window.rs"]
mod window;

use std::sync::Arc;
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use serde_json::json;
use tilecast::clock::{Clock, Motion};
use tilecast::console::log::{Happening, What};
use tilecast::console::service::{Panel, Section, ServiceCommand, ServiceRequest};
use tilecast::console::{Event, Model, Request, apply, command};
use tilecast::notification::Kind;
use tilecast::protocol::status::ConnectionStatus;
use tilecast::protocol::trace::{PushId, Stage, StageEvent};
use tilecast::protocol::verdict::Verdict;
use tilecast::relay::Fault;
use tilecast::relay::fault::Tally;
use tilecast::ui::views::log::LogLine;
use tilecast::ui::views::{
    AnswerView, DevicesView, FaultsView, HeldView, LogView, NoticeView, ServiceView, SettingsView,
};
use window::Opened as Desk;

impl Desk {
    /// A window on which the panel is opened by its keys.
    fn with_panel(size: (f32, f32), happened: Vec<Event>) -> Self {
        let mut desk = window::open(size, happened);
        desk.key(Modifiers::COMMAND, Key::E);
        assert_eq!(desk.model().desk.service.panel, Panel::Open);
        desk
    }

    fn model(&self) -> &Model {
        self.harness.state().model()
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run();
    }

    fn click(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).click();
        self.harness.run();
    }

    fn write(&mut self, role: Role, field: &str, words: &str) {
        self.harness.get_by_role_and_label(role, field).focus();
        self.harness.run();
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.get_by_role_and_label(role, field).type_text(words);
        self.harness.run();
    }

    fn hears(&mut self, event: Event) {
        self.events.try_send(Arc::new(event)).unwrap();
        self.harness.run();
    }

    fn asked(&mut self) -> Option<ServiceRequest> {
        match self.asked.try_recv() {
            Ok(Request::Service(request)) => Some(request),
            Ok(other) => panic!("{other:?}"),
            Err(_) => None,
        }
    }
}

fn designed(happened: Vec<Event>) -> Desk {
    Desk::with_panel((1_440.0, 900.0), happened)
}

fn fault(id: u64, rule: serde_json::Value) -> Fault {
    Fault { id, ..serde_json::from_value(rule).unwrap() }
}

/// A toast that stands at a breakpoint, by fault 3.
fn held() -> Vec<Event> {
    let mut record =
        canned::record(50, 2_000, Some(Kind::Toast), Verdict::Received, "node mpns", canned::TOAST.as_bytes());
    record.fault = Some(3);
    let stage = |stage, detail: Option<&str>| {
        let at = canned::start().plus(Duration::from_micros(2_100));
        Event::Stage(StageEvent { push: PushId(50), stage, at, detail: detail.map(str::to_owned) })
    };
    let mut events = canned::morning();
    events.extend([
        Event::Faults(vec![fault(3, json!({ "action": { "hold": true } }))]),
        Event::Tallied(vec![Tally { id: 3, seen: 1, acted: 1 }]),
        Event::Push(Arc::new(record)),
        stage(Stage::Accepted, None),
        stage(Stage::Held, Some("at a breakpoint")),
        Event::Stopped(vec![PushId(50)]),
    ]);
    events
}

fn model(events: Vec<Event>) -> Model {
    let mut model = Model::default();
    for event in events {
        apply::apply(&mut model, &event);
    }
    model
}

/// Does what a window does with a command, and gives what is asked of the runtime.
fn command(model: &mut Model, wanted: ServiceCommand) -> Vec<Request> {
    let mut asked = Vec::new();
    for effect in command::handle(model, command::Command::Service(wanted)) {
        match effect {
            command::Effect::Apply(event) => apply::apply(model, &event),
            command::Effect::Ask(request) => asked.push(request),
            command::Effect::Show(dialog) => panic!("nobody is there to answer {dialog:?}"),
            command::Effect::Copy(shot) => panic!("nobody asked for {shot:?}"),
            command::Effect::Check(checking) => panic!("nobody asked for {checking:?}"),
            command::Effect::Read(reading) => panic!("nobody asked for {reading:?}"),
        }
    }
    asked
}

/// Ctrl+E opens the panel and gives it the keyboard; Ctrl+E and Esc close it and give the keyboard back.
#[test]
fn keys_open_and_close_the_panel() {
    let mut desk = designed(canned::set_up());
    assert!(desk.harness.get_by_role_and_label(Role::Tab, "Faults").is_focused());
    desk.key(Modifiers::NONE, Key::Escape);
    assert_eq!(desk.model().desk.service.panel, Panel::Closed);
    assert!(desk.harness.get_by_role_and_label(Role::TextInput, "Text1").is_focused());
    desk.click(Role::Button, "Service panel");
    assert_eq!(desk.model().desk.service.panel, Panel::Open);
    desk.key(Modifiers::COMMAND, Key::E);
    assert_eq!(desk.model().desk.service.panel, Panel::Closed);
}

/// In a narrow window the panel is a tab beside phones and answer.
#[test]
fn the_panel_is_a_tab_in_a_narrow_window() {
    for size in [(1_024.0, 700.0), (800.0, 560.0)] {
        let mut desk = Desk::with_panel(size, canned::morning());
        desk.harness.get_by_role_and_label(Role::Tab, "Faults");
        desk.click(Role::Tab, "Phones");
        assert_eq!(desk.model().desk.service.panel, Panel::Closed);
        desk.click(Role::Tab, "Service");
        assert_eq!(desk.model().desk.service.panel, Panel::Open);
    }
}

/// A usual fault for the next push is one press.
#[test]
fn a_usual_fault_is_one_press() {
    let mut desk = designed(canned::set_up());
    desk.click(Role::Button, "The next push: 404 Expired");
    let wanted = fault(0, json!({ "action": { "verdict": "expired" } }));
    assert_eq!(desk.asked(), Some(ServiceRequest::AddFault(Box::new(wanted))));
}

/// A fault is described by a form; what is wrong stands at its field, and is not set until it is mended.
#[test]
fn a_fault_is_described_by_a_form() {
    let mut desk = designed(canned::set_up());
    desk.click(Role::Button, "Describe a fault…");
    desk.write(Role::TextInput, "With text", "gate");
    desk.click(Role::ComboBox, "Channel");
    desk.click(Role::ListBoxOption, "main");
    desk.write(Role::TextInput, "Acts on", "often");
    desk.harness.get_by_label("“often” is no whole number");
    desk.click(Role::Button, "Set the fault");
    assert_eq!(desk.asked(), None);
    desk.write(Role::TextInput, "Acts on", "2");
    desk.click(Role::Button, "Set the fault");
    let wanted = fault(
        0,
        json!({ "match": { "channel": "main", "text": "gate" }, "times": 2, "action": { "verdict": "service-unavailable" } }),
    );
    assert_eq!(desk.asked(), Some(ServiceRequest::AddFault(Box::new(wanted))));
    assert!(desk.model().desk.service.fault.is_none());
}

/// A held push is looked at, changed, and released as it was changed.
#[test]
fn a_held_push_is_changed_and_released() {
    let mut desk = designed(held());
    desk.click(Role::Tab, "Held 1");
    desk.write(Role::MultilineTextInput, "Body of the held push", "<changed/>");
    desk.click(Role::Button, "Release as changed");
    let body = Some(b"<changed/>".to_vec());
    assert_eq!(desk.asked(), Some(ServiceRequest::Release { push: PushId(50), body }));
    desk.hears(Event::Stopped(Vec::new()));
    desk.harness.get_by_label("No push is held.");
    assert!(desk.model().desk.service.bodies.is_empty());
}

/// The details of a held push have the same buttons, and a way to the panel.
#[test]
fn the_answer_of_a_held_push_lets_it_go() {
    let mut desk = designed(held());
    desk.click(Role::Tab, "Answer");
    desk.harness.get_by_label("By fault #3: held.");
    desk.click(Role::Button, "Drop push #8");
    assert_eq!(desk.asked(), Some(ServiceRequest::Drop(PushId(50))));
    desk.click(Role::Button, "Look at push #8 and change it");
    assert_eq!(desk.model().desk.service.section, Section::Held);
    desk.click(Role::Button, "Release push #8");
    assert_eq!(desk.asked(), Some(ServiceRequest::Release { push: PushId(50), body: None }));
}

/// A setting is typed and set with Enter; what cannot be is refused in words at its field.
#[test]
fn a_setting_is_typed() {
    let mut desk = designed(canned::set_up());
    desk.click(Role::Tab, "Settings");
    desk.write(Role::TextInput, "Daily quota", "many");
    desk.key(Modifiers::NONE, Key::Enter);
    desk.harness.get_by_label("“many” is no whole number");
    assert_eq!(desk.asked(), None);
    desk.write(Role::TextInput, "Daily quota", "3");
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.asked(), Some(ServiceRequest::ChangeSettings(json!({ "daily_quota": 3 }))));
    let changed = tilecast::relay::Settings::default().patched(&json!({ "daily_quota": 3 })).unwrap();
    desk.hears(Event::Settings(Arc::new(changed)));
    desk.click(Role::Button, "Reset Daily quota");
    assert_eq!(desk.asked(), Some(ServiceRequest::ChangeSettings(json!({ "daily_quota": 500 }))));
}

/// The clock is moved and stopped, devices are sent away.
#[test]
fn clock_and_devices_are_set() {
    let mut desk = designed(canned::set_up());
    desk.click(Role::Button, "Move the clock 15 minutes ahead");
    assert_eq!(desk.asked(), Some(ServiceRequest::Advance(Duration::from_secs(900))));
    desk.click(Role::RadioButton, "Clock: a minute a second");
    assert_eq!(desk.asked(), Some(ServiceRequest::Run(60)));
    desk.click(Role::Tab, "Devices");
    desk.click(Role::RadioButton, "Connection of ana: inactive");
    let device = "ana".parse().unwrap();
    assert_eq!(desk.asked(), Some(ServiceRequest::Connect(device, ConnectionStatus::Inactive)));
}

/// A clock that runs is drawn once a second, however fast it runs; one that stands asks for nothing.
#[test]
fn a_running_clock_is_drawn_once_a_second() {
    let mut desk = designed(canned::morning());
    let next = |desk: &mut Desk| {
        for _ in 0..3 {
            desk.harness.step();
        }
        desk.harness.output().viewport_output.values().map(|output| output.repaint_delay).min().unwrap()
    };
    assert_eq!(next(&mut desk), Duration::MAX);
    desk.clock.run_at(600.0);
    assert!(next(&mut desk) >= Duration::from_millis(900));
    desk.clock.set_motion(Motion::Paused);
    assert_eq!(next(&mut desk), Duration::MAX);
}

/// Faults are said in words: on what they act, what they do, how often they did.
#[test]
fn faults_in_words() {
    let rules = vec![
        fault(1, json!({ "action": { "verdict": "expired" }, "acted": 1, "seen": 4 })),
        fault(
            2,
            json!({
                "match": { "device": "ana", "app": "trips", "kind": "toast", "text": "gate" }, "skip": 2, "times": null,
                "probability": 0.125, "action": { "delay_ms": 5_000 }
            }),
        ),
        fault(3, json!({ "match": { "app": "news" }, "times": 3, "action": { "close": "mid-answer" } })),
    ];
    let mut events = canned::set_up();
    events.push(Event::Faults(rules));
    insta::assert_json_snapshot!(FaultsView::new(&model(events)));
}

/// A held push is marked everywhere: on the panel, in the log, in its details.
#[test]
fn a_held_push_is_marked() {
    let model = model(held());
    let view = HeldView::new(&model);
    assert_eq!((view.rows[0].number.as_str(), view.rows[0].what.as_str()), ("#8", "Train 7 · Leaves at 10:40"));
    let log = LogView::new(&model, 0..1);
    let LogLine::Push(row) = &log.lines[0] else { panic!("{log:?}") };
    assert_eq!((row.to_shown.as_str(), row.fault.as_deref()), ("held", Some("#3 held")));
    let push = AnswerView::new(&model).push.unwrap();
    assert_eq!(
        (push.fault.as_deref(), push.held.map(|held| held.push)),
        (Some("By fault #3: held."), Some(PushId(50)))
    );
}

/// A body that no link would take is not released, and says so.
#[test]
fn a_body_that_is_too_large_stays() {
    let mut model = model(held());
    let push = PushId(50);
    command(&mut model, ServiceCommand::EditBody(push, Some("x".repeat(24_577))));
    assert!(HeldView::new(&model).open.unwrap().problem.is_some());
    assert!(command(&mut model, ServiceCommand::Release(push)).is_empty());
    command(&mut model, ServiceCommand::EditBody(push, None));
    assert_eq!(command(&mut model, ServiceCommand::Release(push)).len(), 1);
}

/// What happens beside the pushes has its line in the log: a clock that is moved, a device that goes.
#[test]
fn what_happens_is_in_the_log() {
    let mut events = canned::morning();
    let at = canned::start().plus(Duration::from_secs(900));
    let device = String::from("ana");
    for what in [
        What::ClockAdvanced(Duration::from_secs(86_400)),
        What::DeviceMoved { device, to: ConnectionStatus::Inactive, waiting: 0 },
        What::ClockSet(Motion::Running, 60.0),
    ] {
        events.push(Event::Happened(Happening { at, what }));
    }
    let view = LogView::new(&model(events), 0..3);
    let words = view.lines.iter().map(|line| match line {
        LogLine::Happened { what, .. } => what.as_str(),
        LogLine::Push(row) => row.what.as_str(),
    });
    let wanted = [
        "the clock runs 60 times as fast",
        "ana is inactive: it was away for too long",
        "the clock was moved ahead by 24 h",
    ];
    assert_eq!(words.collect::<Vec<_>>(), wanted);
}

/// Devices, settings and sections are said in words.
#[test]
fn devices_settings_and_sections_in_words() {
    let mut events = held();
    events.push(canned::snapshot(ConnectionStatus::TempDisconnected, 3));
    let model = model(events);
    let clock = Clock::virtual_at(canned::start());
    let sections = ServiceView::new(&model, &clock.face()).sections;
    insta::assert_json_snapshot!((sections, DevicesView::new(&model, 0..9), SettingsView::new(&model)));
}

/// Trouble is said as long as it holds: what happened, then what it means and what to do.
#[test]
fn trouble_stays_as_long_as_it_holds() {
    let trouble = "The disk is full. Pushes are answered 503 until there is room. Make room on it.";
    let view = NoticeView::of_trouble(trouble);
    assert_eq!((view.what.as_str(), view.meaning.len()), ("The disk is full.", trouble.len() - 18));
    let mut desk = designed(canned::set_up());
    desk.hears(Event::Trouble(Some(trouble.to_owned())));
    desk.harness.get_by_label("The disk is full.");
    assert!(desk.harness.query_by_label("Dismiss").is_none());
    desk.hears(Event::Trouble(None));
    assert!(desk.harness.query_by_label("The disk is full.").is_none());
}
