//! What does the window say? Each pane's view, made from canned events, as text.
#![cfg(test)]

#[path = "support/canned.rs"]
mod canned;

use std::time::Duration;

use tilecast::clock::{ClockFace, Motion, Timestamp};
use tilecast::console::command::{self, Edit, Effect};
use tilecast::console::compose::{FieldForm, FieldState};
use tilecast::console::event::{DeskEvent, Exchange, Reach, Unanswered};
use tilecast::console::lineup::form::PhoneEdit;
use tilecast::console::lineup::zoom::Zoom;
use tilecast::console::lineup::{LineupCommand, LineupEvent};
use tilecast::console::model::Notice;
use tilecast::console::{Command, Event, Model, apply};
use tilecast::notification::lint::{Diagnostic, Severity, Span};
use tilecast::notification::{FieldName, Kind};
use tilecast::phone::{Phone, PhoneConfig};
use tilecast::protocol::Verdict;
use tilecast::protocol::device::OsVersion;
use tilecast::protocol::status::ConnectionStatus;
use tilecast::protocol::version::Screen;
use tilecast::ui::views::log::LogLine;
use tilecast::ui::views::{
    AnswerView, ComposerView, LogView, NoticeView, PhoneFormView, PhonesView, PipelineView, StatusBarView, TopBarView,
};

fn model(events: Vec<Event>) -> Model {
    let mut model = Model::default();
    for event in events {
        apply::apply(&mut model, &event);
    }
    model
}

fn later(millis: u64) -> Timestamp {
    canned::start().plus(Duration::from_millis(millis))
}

fn face(millis: u64) -> ClockFace {
    ClockFace { now: later(millis), speed: 1.0, motion: Motion::Running }
}

fn edit(edit: Edit) -> Event {
    Event::Desk(DeskEvent::Edited(edit))
}

/// A view as JSON, with the time of day taken out: it is that of the machine's zone.
fn in_any_zone(model: &Model, view: &impl serde::Serialize) -> String {
    let mut json = serde_json::to_string_pretty(view).unwrap();
    for entry in model.world.log.entries() {
        json = json.replace(&entry.at.wall_clock(), "hh:mm:ss");
    }
    json
}

/// The top bar says where to point a sender: the relay's address and the channel's whole URI.
#[test]
fn top_bar() {
    insta::assert_json_snapshot!(TopBarView::new(&model(canned::set_up()), &face(0)));
    let starting = TopBarView::new(&Model::default(), &face(0));
    assert_eq!((starting.base, starting.endpoint), (None, None));
}

/// The composer shows a row per field, the body laid out, and its size as it is sent.
#[test]
fn composer_of_a_tile() {
    let mut events = canned::set_up();
    events.push(edit(Edit::Kind(Kind::Tile)));
    let count = FieldForm { state: FieldState::Set, text: String::from("three") };
    events.push(edit(Edit::Field(FieldName::Count, count)));
    let title = FieldForm { state: FieldState::Clear, text: String::from("kept for later") };
    events.push(edit(Edit::Field(FieldName::Title, title)));
    insta::assert_json_snapshot!(ComposerView::new(&model(events)));
}

/// A toast has its four rows, and can be sent as soon as there is a channel.
#[test]
fn composer_of_a_toast() {
    insta::assert_json_snapshot!(ComposerView::new(&model(canned::set_up())));
    assert!(!ComposerView::new(&Model::default()).sendable);
}

/// The log has one row per push, newest first, a stranger's just like ours.
#[test]
fn log() {
    let model = model(canned::morning());
    insta::assert_snapshot!(in_any_zone(&model, &LogView::new(&model, 0..100)));
}

/// Only the rows in sight are made.
#[test]
fn log_makes_only_rows_in_sight() {
    let view = LogView::new(&model(canned::morning()), 2..4);
    let row = |line: &LogLine| if let LogLine::Push(row) = line { Some(row.row) } else { None };
    let rows: Vec<u64> = view.lines.iter().filter_map(row).collect();
    assert_eq!((view.total, rows), (7, vec![5, 4]));
}

/// An empty log says where to point a sender.
#[test]
fn empty_log_invites() {
    let view = LogView::new(&model(canned::set_up()), 0..0);
    assert_eq!(view.invitation.unwrap().unwrap().uri, canned::URI);
    assert_eq!(LogView::new(&Model::default(), 0..0).invitation, Some(None));
}

/// The answer says what happened, what it means and what to do, and shows everything as it was on the wire.
#[test]
fn answer() {
    let model = model(canned::morning());
    insta::assert_snapshot!(in_any_zone(&model, &AnswerView::new(&model)));
}

/// A refused push says why, and what is wrong with it.
#[test]
fn answer_to_a_refused_push() {
    let mut events = canned::morning();
    events.push(Event::Desk(DeskEvent::Selected(Some(5))));
    let push = AnswerView::new(&model(events)).push.unwrap();
    assert_eq!(push.title, "400 Bad Request");
    assert_eq!(push.reason.as_deref(), Some("line 2, column 11: `&` does not begin a reference"));
    assert_eq!(push.lint[0].place.as_deref(), Some("line 2, column 11"));
}

/// What is said of a header has no place in the body, and so none is shown.
#[test]
fn what_is_said_of_a_header_has_no_place() {
    let mut record = canned::record(50, 0, Some(Kind::Raw), Verdict::Received, "curl/8", b"x");
    record.lint.push(Diagnostic {
        code: "L36",
        severity: Severity::Warning,
        message: String::from("X-NotificationClass: `x` is no number from 0 to 255"),
        why: String::from("The class of the kind is taken."),
        span: Span::default(),
        fix: None,
    });
    let mut events = canned::set_up();
    events.push(Event::Push(record.into()));
    let push = AnswerView::new(&model(events)).push.unwrap();
    assert_eq!((push.lint.len(), push.lint[0].place.as_deref()), (1, None));
}

/// A push that never left says so, with what the network said, and is nowhere told as sent.
#[test]
fn answer_that_never_came() {
    let mut events = canned::set_up();
    let Some(Event::Sending { outgoing, at }) = canned::ours().into_iter().next() else { panic!("nothing was sent") };
    events.push(Event::Sending { outgoing, at });
    let failed = Exchange {
        sent_at: at,
        connect: Duration::ZERO,
        answer: Duration::from_millis(2),
        result: Err(Unanswered { reach: Reach::NotSent, words: String::from("connection refused") }),
    };
    events.push(Event::Sent { message_id: canned::OURS, exchange: failed.into() });
    let push = AnswerView::new(&model(events)).push.unwrap();
    assert_eq!((push.title.as_str(), push.meaning.as_str()), ("Not sent", "connection refused"));
    assert!(push.journey.iter().all(|step| step.label != "sent"), "{:?}", push.journey);
}

/// Steps 1 to 4 are lit as soon as a channel is open; 5, the answer and 6 follow the push, then rest.
#[test]
fn pipeline() {
    let closed = PipelineView::new(&Model::default(), later(0));
    assert!(closed.arrows.iter().all(|arrow| arrow.filled <= 0.0));
    let model = model(canned::morning());
    let moments = [0, 200, 600, 1_000, 5_000].map(|millis| PipelineView::new(&model, later(millis)));
    insta::assert_json_snapshot!("pipeline_at_rest", moments[4]);
    let dots: Vec<_> = moments.iter().map(|view| view.dot.map(|(arrow, _)| arrow)).collect();
    insta::assert_json_snapshot!("pipeline_dot", dots);
    assert_eq!(moments[4].next_change, None);
}

/// A push that waits for the phone shows as waiting at step 6.
#[test]
fn pipeline_of_a_waiting_push() {
    let mut events = canned::morning();
    events.push(canned::snapshot(ConnectionStatus::TempDisconnected, 1));
    events.push(Event::Desk(DeskEvent::Selected(Some(6))));
    let view = PipelineView::new(&model(events), later(5_000));
    let routes = &view.arrows[6];
    assert_eq!((routes.label.as_str(), view.nodes[1].note.as_str()), ("6 waits", "away, 1 waiting"));
}

/// Each phone has a card with its name, its system and its connection.
#[test]
fn phones() {
    let view = PhonesView::new(&model(canned::set_up()));
    let card = &view.phones[0];
    assert_eq!((card.name.as_str(), card.os.word(), card.connection), ("ana", "8.0", "connected"));
}

/// Several phones stand there by id, each with its own version, screen and connection, at the size that was chosen.
#[test]
fn several_phones() {
    let mut events = canned::set_up();
    for (name, os, screen) in [("cleo", OsVersion::V7_1, Screen::Wvga), ("ben", OsVersion::V8_1, Screen::Hd1080)] {
        let config = PhoneConfig { screen, ..PhoneConfig::sample(name.parse().unwrap(), name, os) };
        events.push(Event::Phone(std::sync::Arc::new(Phone::new(config))));
    }
    events.push(canned::snapshot(ConnectionStatus::TempDisconnected, 2));
    events.push(Event::Desk(DeskEvent::Lineup(LineupEvent::Zoomed(Zoom::Percent(60)))));
    insta::assert_json_snapshot!(PhonesView::new(&model(events)));
}

/// The form of a phone offers what its version has, and says what applying does.
#[test]
fn phone_form() {
    let describe = |command| command::handle(&model(canned::set_up()), Command::Lineup(command));
    let mut events = canned::set_up();
    for effect in describe(LineupCommand::Edit("ana".parse().unwrap())) {
        let Effect::Apply(event) = effect else { panic!("{effect:?}") };
        events.push(event);
    }
    events.push(Event::Desk(DeskEvent::Lineup(LineupEvent::Changed(PhoneEdit::Os(OsVersion::V7_1)))));
    events.push(Event::Desk(DeskEvent::Lineup(LineupEvent::Changed(PhoneEdit::Name(String::from("a b"))))));
    let model = model(events);
    insta::assert_json_snapshot!(PhoneFormView::new(&model, model.desk.lineup.form.as_ref().unwrap()));
}

/// The status bar counts, and tells of another port and of lost events.
#[test]
fn status_bar() {
    let mut events = canned::set_up();
    let base = String::from("http://127.0.0.1:41233");
    events.push(Event::Listening { base, wanted: Some(canned::BASE.to_owned()) });
    events.push(Event::Lost(3));
    insta::assert_json_snapshot!(StatusBarView::new(&model(events), &face(0)));
}

/// A notice says what happened and what to do.
#[test]
fn notices() {
    let notices = [
        Notice::NoDestination,
        Notice::Busy,
        Notice::File { name: String::from("gate.xml"), message: String::from("permission denied") },
    ];
    insta::assert_json_snapshot!(notices.map(|notice| NoticeView::new(&notice)));
}
