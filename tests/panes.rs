//! What can a person do in the window? Played by role and label, as a screen reader finds things.
#![cfg(test)]

#[path = "support/canned.rs"]
mod canned;
#[path = "support/window.rs"]
mod window;

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers, OutputCommand};
use egui_kittest::kittest::Queryable as _;
use tilecast::console::command::Edit;
use tilecast::console::compose::FieldState;
use tilecast::console::event::DeskEvent;
use tilecast::console::{Event, Request};
use tilecast::notification::{FieldName, Kind};
use window::{Opened as Desk, open};

fn designed(happened: Vec<Event>) -> Desk {
    open((1_440.0, 900.0), happened)
}

fn tile() -> Vec<Event> {
    let mut events = canned::set_up();
    events.push(Event::Desk(DeskEvent::Edited(Edit::Kind(Kind::Tile))));
    events
}

fn source(desk: &Desk) -> String {
    desk.harness.get_by_role_and_label(Role::Document, "XML source").value().unwrap_or_default()
}

fn type_into(desk: &mut Desk, field: &str, words: &str) {
    desk.harness.get_by_role_and_label(Role::TextInput, field).focus();
    desk.harness.run();
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    desk.harness.get_by_role_and_label(Role::TextInput, field).type_text(words);
    desk.harness.run();
}

/// Typing in a field changes the draft, and the XML beside it follows.
#[test]
fn typing_changes_draft_and_source() {
    let mut desk = designed(canned::set_up());
    type_into(&mut desk, "Text1", "Gate <9>");
    assert_eq!(desk.harness.state().model().desk.draft.toast.text1, "Gate <9>");
    assert!(source(&desk).contains("<wp:Text1>Gate &lt;9"), "{}", source(&desk));
}

/// Ctrl+Enter asks for the exact bytes to be sent, while a field has the focus and with its last letter.
#[test]
fn ctrl_enter_sends_exactly_the_draft() {
    let mut desk = designed(canned::set_up());
    type_into(&mut desk, "Text2", "Leaves at 11:00");
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    desk.harness.run();
    let Ok(Request::Send(outgoing)) = desk.asked.try_recv() else { panic!("nothing was sent") };
    let (body, _) = desk.harness.state().model().desk.draft.body();
    assert_eq!(outgoing.body, body);
    assert!(String::from_utf8(outgoing.body).unwrap().contains("Leaves at 11:00"));
    assert_eq!(outgoing.uri, canned::URI);
}

/// The button says Send and does the same.
#[test]
fn the_button_sends() {
    let mut desk = designed(canned::set_up());
    desk.harness.get_by_role_and_label(Role::Button, "Send").click();
    desk.harness.run();
    assert!(matches!(desk.asked.try_recv(), Ok(Request::Send(_))));
}

/// With nowhere to send to, Send says so; the notice can be dismissed.
#[test]
fn sending_nowhere_is_explained() {
    let mut desk = designed(Vec::new());
    desk.harness.get_by_role_and_label(Role::Button, "Send").click();
    desk.harness.run();
    assert!(desk.asked.try_recv().is_err());
    desk.harness.get_by_label("There is nowhere to send to.");
    desk.harness.get_by_role_and_label(Role::Button, "Dismiss").click();
    desk.harness.run();
    assert!(desk.harness.query_by_label("There is nowhere to send to.").is_none());
}

/// The copy button in the top bar copies the whole channel URI.
#[test]
fn the_uri_is_copied() {
    let mut desk = designed(canned::morning());
    desk.harness.get_by_role_and_label(Role::Button, "Copy the channel URI").click();
    let mut commands = Vec::new();
    for _ in 0..6 {
        desk.harness.step();
        commands.extend(desk.harness.output().platform_output.commands.iter().cloned());
    }
    assert_eq!(commands, [OutputCommand::CopyText(canned::URI.to_owned())]);
}

/// A tile's field is kept, cleared or set by its own switch, and typing sets it.
#[test]
fn a_field_is_kept_cleared_or_set() {
    let mut desk = designed(tile());
    let state = |desk: &Desk| desk.harness.state().model().desk.draft.field(FieldName::Title).state;
    desk.harness.get_by_role_and_label(Role::RadioButton, "Title: clear").click();
    desk.harness.run();
    assert_eq!(state(&desk), FieldState::Clear);
    assert!(source(&desk).contains("<wp:Title Action=\"Clear\""), "{}", source(&desk));
    desk.harness.get_by_role_and_label(Role::RadioButton, "Title: keep").click();
    desk.harness.run();
    assert_eq!(state(&desk), FieldState::Keep);
    assert!(!source(&desk).contains("wp:Title"));
    type_into(&mut desk, "Title", "Trips");
    assert_eq!(state(&desk), FieldState::Set);
}

/// A count that is no number is marked at its field, and not sent.
#[test]
fn a_problem_stands_at_its_field() {
    let mut desk = designed(tile());
    type_into(&mut desk, "Count", "three");
    desk.harness.get_by_label("`three` is not a number");
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    desk.harness.run();
    assert!(desk.asked.try_recv().is_err());
}

/// The kind is chosen by the segments on top of the form.
#[test]
fn the_kind_is_chosen() {
    let mut desk = designed(canned::set_up());
    desk.harness.get_by_role_and_label(Role::RadioButton, "Raw").click();
    desk.harness.run();
    assert_eq!(desk.harness.state().model().desk.draft.kind, Kind::Raw);
    desk.harness.get_by_role_and_label(Role::MultilineTextInput, "Raw body");
}

/// A click on a row of the log shows that push's answer; a second click follows the latest again.
#[test]
fn a_row_is_selected() {
    let mut desk = designed(canned::morning());
    let row = "Push 6: toast, Train 7 · Leaves at 10:40, 200 Received · TempDisconnected, queued";
    desk.harness.get_by_role_and_label(Role::Row, row).click();
    desk.harness.run();
    assert_eq!(desk.harness.state().model().desk.selected, Some(6));
    desk.harness.get_by_role_and_label(Role::Row, row).click();
    desk.harness.run();
    assert_eq!(desk.harness.state().model().desk.selected, None);
}

/// The tabs of the answer show the whole request.
#[test]
fn the_whole_request_is_shown() {
    let mut desk = designed(canned::morning());
    desk.harness.get_by_role_and_label(Role::Tab, "Request").click();
    desk.harness.run();
    let shown = desk.harness.get_by_role_and_label(Role::Document, "The request as it came").value().unwrap();
    assert!(shown.starts_with("POST /throttledthirdparty/01.00/") && shown.ends_with("</wp:Notification>"));
}

/// In a narrow window the answer is a tab beside the phones; in a very narrow one the source is a tab beside the form.
#[test]
fn narrow_windows_have_tabs() {
    let mut desk = open((1_024.0, 700.0), canned::morning());
    assert!(desk.harness.query_by_label("Journey").is_none());
    desk.harness.get_by_role_and_label(Role::Tab, "Answer").click();
    desk.harness.run();
    desk.harness.get_by_label("Journey");
    let mut desk = open((900.0, 700.0), canned::set_up());
    assert!(desk.harness.query_by_label("XML source").is_none());
    desk.harness.get_by_role_and_label(Role::Tab, "Source").click();
    desk.harness.run();
    assert!(source(&desk).contains("<wp:Text1>"));
}

/// Everything a first push needs can be reached with the Tab key alone.
#[test]
fn the_keyboard_reaches_everything() {
    let mut desk = designed(canned::set_up());
    let wanted = ["Copy the channel URI", "Tile", "To", "Text1", "Send"];
    let mut found = Vec::new();
    for _ in 0..60 {
        desk.harness.key_press(Key::Tab);
        desk.harness.run();
        let focused = wanted.iter().filter(|name| desk.harness.query_all_by_label(name).any(|node| node.is_focused()));
        found.extend(focused.copied());
    }
    for name in wanted {
        assert!(found.contains(&name), "{name} was not reached, but {found:?}");
    }
}

/// An idle window sleeps until a phone's screen changes by itself, or for good if none will.
#[test]
fn idle_is_idle() {
    let now = canned::start().plus(Duration::from_secs(60));
    for happened in [canned::morning(), Vec::new()] {
        let mut desk = designed(happened);
        for _ in 0..3 {
            desk.harness.step();
        }
        let asked = desk.harness.output().viewport_output.values().map(|output| output.repaint_delay).min().unwrap();
        let next_change = desk.harness.state().model().next_change(now);
        // egui wakes one frame early, so that the change is on screen in time.
        let least = next_change.map_or(Duration::MAX, |at| at.since(now).saturating_sub(Duration::from_millis(100)));
        assert!(asked >= least, "{asked:?} < {least:?}");
    }
}
