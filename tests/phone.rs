//! What does a phone do with what it gets? Frames and fingers in, frames, stages and scenes out; no socket, no waiting.
#![cfg(test)]

#[path = "support/pushed_phone.rs"]
mod support;

use support::{FLIP, TestPhone, URI, at, bind, opened, push, scene_text, toast, trips};
use tilecast::notification::{Kind, TemplateKind};
use tilecast::phone::shell::scene::{Finger, Key, Page, Signal};
use tilecast::phone::{Airplane, Input, Output, Phone, PhoneConfig};
use tilecast::protocol::device::OsVersion;
use tilecast::protocol::link::{ErrorCode, PhoneFrame, PushFrame, RelayFrame};
use tilecast::protocol::trace::{PushId, Stage};

// --- the channel side ---

/// A phone greets when the link is up, opens its channels when it is welcome, and binds toast and tile when they are open.
#[test]
fn a_phone_opens_and_binds_its_channel() {
    let mut phone = Phone::new(PhoneConfig::sample("ana".parse().unwrap(), "Ana", OsVersion::V8_0));
    let hello = PhoneFrame::Hello { device: "ana".parse().unwrap(), os: OsVersion::V8_0, name: Some("Ana".to_owned()) };
    assert_eq!(phone.handle(Input::LinkUp, at(0)), [Output::Send(hello)]);
    let welcome = RelayFrame::Welcome { relay: "test".to_owned(), resumed: false };
    let open = PhoneFrame::Open { app: "trips".to_owned(), channel: "main".to_owned(), service: None };
    assert_eq!(phone.handle(Input::Frame(welcome), at(0)), [Output::Send(open)]);
    assert_eq!(phone.handle(Input::Frame(opened()), at(0)), [bind(false)]);
    assert_eq!(phone.snapshot().apps[0].uri.as_deref(), Some(URI));
}

/// An app is told its channel's URI when it is new, and not when it is the same again.
#[test]
fn a_new_uri_is_told_once() {
    let mut phone = TestPhone::new();
    phone.frame(opened());
    let changed =
        RelayFrame::UriChanged { app: "trips".to_owned(), channel: "main".to_owned(), uri: format!("{URI}2") };
    phone.frame(changed);
    let told: Vec<_> = phone.events().into_iter().map(|event| (event.name, event.text)).collect();
    let event = |uri: String| ("ChannelUriUpdated".to_owned(), uri);
    assert_eq!(told, [event(format!("{URI}2")), event(URI.to_owned())]);
}

/// The relay hears when the app comes to the front and when it leaves.
#[test]
fn coming_and_going_is_told_to_the_relay() {
    let mut phone = TestPhone::new();
    assert_eq!(phone.finger(Finger::TapTile(trips()), at(0)), [bind(true)]);
    assert_eq!(phone.finger(Finger::Press(Key::Start), at(0)), [bind(false)]);
    phone.finger(Finger::TapTile(trips()), at(0));
    assert_eq!(phone.finger(Finger::Press(Key::Back), at(0)), [bind(false)]);
    assert_eq!(phone.finger(Finger::Press(Key::Back), at(0)), []);
}

/// What could not be told while the link was down is told when the channel is open again.
#[test]
fn the_binding_after_a_reconnect_is_the_present_one() {
    let mut phone = TestPhone::new();
    phone.phone.handle(Input::LinkDown, at(0));
    assert_eq!(phone.finger(Finger::TapTile(trips()), at(0)), []);
    phone.phone.handle(Input::LinkUp, at(0));
    phone.frame(RelayFrame::Welcome { relay: "test".to_owned(), resumed: true });
    assert_eq!(phone.frame(opened()), [bind(true)]);
}

/// A push that comes again is acknowledged again and does nothing else.
#[test]
fn a_push_is_taken_once() {
    let mut phone = TestPhone::new();
    phone.toast("Train 7", "", at(0));
    phone.finger(Finger::DismissToast, at(500));
    phone.frame(RelayFrame::Welcome { relay: "test".to_owned(), resumed: true });
    let again = phone.frame(push(1, Kind::Toast, &toast("Train 7", "", "")));
    assert_eq!(again, [Output::Send(PhoneFrame::Ack { id: PushId(1) })]);
    assert_eq!(phone.toast_text(at(1_000)), None);
}

/// A relay that does not know the phone counts afresh, so its first push is a new one.
#[test]
fn a_new_relay_counts_afresh() {
    let mut phone = TestPhone::new();
    phone.toast("Train 7", "", at(0));
    phone.frame(RelayFrame::Welcome { relay: "test".to_owned(), resumed: false });
    phone.last_push = 0;
    assert_eq!(phone.toast("Train 8", "", at(0)).0, Stage::Shown);
}

/// A push that was held and comes after a younger one is not taken for a double.
#[test]
fn an_older_push_that_comes_late_is_taken() {
    let mut phone = TestPhone::new();
    phone.last_push = 8;
    phone.toast("Train 9", "", at(0));
    phone.last_push = 4;
    assert_eq!(phone.toast("Train 5", "", at(0)).0, Stage::Shown);
}

/// The status bar shows an aeroplane whenever the phone has no link, and airplane mode takes it away.
#[test]
fn the_signal_is_the_link() {
    let mut phone = TestPhone::new();
    assert_eq!(phone.phone.scene(at(0)).status_bar.signal, Signal::Up);
    phone.phone.handle(Input::Airplane(Airplane::On), at(0));
    assert_eq!(phone.phone.scene(at(0)).status_bar.signal, Signal::Down);
    assert_eq!(phone.phone.airplane(), Airplane::On);
    assert_eq!(phone.finger(Finger::TapTile(trips()), at(0)), []);
}

/// A push for an app that is not installed is ignored and said so.
#[test]
fn a_push_for_nobody_is_ignored() {
    let mut phone = TestPhone::new();
    let RelayFrame::Push(frame) = push(1, Kind::Raw, "x") else { panic!() };
    let outputs = phone.frame(RelayFrame::Push(PushFrame { app: "post".to_owned(), ..frame }));
    let detail = Some("no app `post` is installed".to_owned());
    assert_eq!(outputs[1], Output::Reached { push: PushId(1), stage: Stage::Ignored, detail });
}

// --- tiles ---

/// A phone shows its app's own tile from the start: medium, with title and picture from its package.
#[test]
fn the_app_is_pinned_from_the_start() {
    let phone = TestPhone::new();
    assert_eq!(phone.front(), (Some("Trips".to_owned()), None, Some("/Art/m.png".to_owned())));
    insta::assert_json_snapshot!(scene_text(&phone.phone, at(0)));
}

/// A Flip update changes title, count and picture at once.
#[test]
fn a_tile_push_is_shown() {
    let mut phone = TestPhone::new();
    let fields = "<wp:BackgroundImage>/Art/red.png</wp:BackgroundImage><wp:Count>3</wp:Count><wp:Title>Gate 4</wp:Title>\
                  <wp:BackTitle>Next</wp:BackTitle><wp:BackContent>Platform B</wp:BackContent>";
    assert_eq!(phone.tile(FLIP, fields), (Stage::Shown, None));
    insta::assert_json_snapshot!(scene_text(&phone.phone, at(0)));
    insta::assert_json_snapshot!("snapshot_after_flip", phone.phone.snapshot().tiles);
}

/// Absent keeps, Clear removes, a value replaces.
#[test]
fn an_update_changes_what_it_names() {
    let mut phone = TestPhone::new();
    phone.tile(FLIP, "<wp:Count>3</wp:Count><wp:Title>Gate 4</wp:Title>");
    phone.tile(FLIP, "<wp:Title>Gate 5</wp:Title>");
    let picture = Some("/Art/m.png".to_owned());
    assert_eq!(phone.front(), (Some("Gate 5".to_owned()), Some(3), picture.clone()));
    phone.tile(FLIP, r#"<wp:Count Action="Clear"/><wp:Title Action="Clear"/>"#);
    assert_eq!(phone.front(), (None, None, picture));
    phone.tile(FLIP, r#"<wp:BackgroundImage Action="Clear"/>"#);
    assert_eq!(phone.front(), (None, None, None));
}

/// Count 0 hides the badge, and a count over 99 is shown as 99.
#[test]
fn counts_are_shown_from_1_to_99() {
    let mut phone = TestPhone::new();
    for (count, shown) in [(7, Some(7)), (0, None), (120, Some(99)), (-1, None)] {
        phone.tile(FLIP, &format!("<wp:Count>{count}</wp:Count>"));
        assert_eq!(phone.front().1, shown, "{count}");
    }
}

/// An empty address keeps the picture that a tile has.
#[test]
fn an_empty_address_keeps_the_picture() {
    let mut phone = TestPhone::new();
    phone.tile(FLIP, "<wp:BackgroundImage></wp:BackgroundImage>");
    assert_eq!(phone.front().2.as_deref(), Some("/Art/m.png"));
}

/// A picture that cannot be found leaves the accent, and the stage says which one it was.
#[test]
fn a_missing_picture_is_said() {
    let mut phone = TestPhone::new();
    let (stage, detail) = phone.tile(FLIP, "<wp:BackgroundImage>/Art/x.png</wp:BackgroundImage>");
    assert_eq!((stage, detail.as_deref()), (Stage::Shown, Some("/Art/x.png is not among the app's files")));
    assert_eq!(phone.front().2, None);
    let (_, detail) = phone.tile(FLIP, "<wp:BackgroundImage>http://a.example/x.png</wp:BackgroundImage>");
    let why =
        "http://a.example/x.png was not fetched: the channel has not bound the domain a.example (MessageBadContent)";
    assert_eq!(detail.as_deref(), Some(why));
    assert_eq!(phone.events()[0].name, "ErrorOccurred");
    assert_eq!(phone.events()[0].text, "MessageBadContent: http://a.example/x.png");
}

/// An update with another template than the tile's is ignored and said so.
#[test]
fn another_template_is_ignored() {
    let mut phone = TestPhone::new();
    let (stage, detail) = phone.tile(r#"Template="IconicTile""#, "<wp:Title>Post</wp:Title>");
    let why = "template differs from the pinned tile's: the update is IconicTile, the tile is FlipTile";
    assert_eq!((stage, detail.as_deref()), (Stage::Ignored, Some(why)));
    assert_eq!(phone.front().0.as_deref(), Some("Trips"));
}

/// The tile of Windows Phone 7 is a Flip tile on 8, so its update changes one.
#[test]
fn a_seven_tile_updates_a_flip_tile() {
    let mut phone = TestPhone::new();
    assert_eq!(phone.tile("", "<wp:Count>5</wp:Count><wp:Title>Seven</wp:Title>"), (Stage::Shown, None));
    assert_eq!(phone.front(), (Some("Seven".to_owned()), Some(5), Some("/Art/m.png".to_owned())));
    let mut standard = TestPhone::with(TemplateKind::Standard);
    assert_eq!(standard.tile("", "<wp:Title>Seven</wp:Title>"), (Stage::Shown, None));
    assert_eq!(standard.front().0.as_deref(), Some("Seven"));
}

/// An update for a secondary tile that is not pinned is ignored and said so.
#[test]
fn an_unknown_id_is_ignored() {
    let mut phone = TestPhone::new();
    let (stage, detail) = phone.tile(r#"Id="/Trip.xaml?id=7" Template="FlipTile""#, "<wp:Title>Trip</wp:Title>");
    let why = "no tile with this Id is pinned: /Trip.xaml?id=7";
    assert_eq!((stage, detail.as_deref()), (Stage::Ignored, Some(why)));
    assert_eq!(phone.front().0.as_deref(), Some("Trips"));
}

/// An Iconic tile shows icon, count, title and its own colour.
#[test]
fn an_iconic_tile_is_shown() {
    let mut phone = TestPhone::with(TemplateKind::Iconic);
    let fields = "<wp:WideContent1>Ana</wp:WideContent1><wp:Count>12</wp:Count><wp:Title>Post</wp:Title>\
                  <wp:BackgroundColor>#FF008A00</wp:BackgroundColor>";
    assert_eq!(phone.tile(r#"Template="IconicTile""#, fields), (Stage::Shown, None));
    insta::assert_json_snapshot!(scene_text(&phone.phone, at(0)));
}

/// A background colour that is not opaque leaves the accent.
#[test]
fn a_translucent_colour_leaves_the_accent() {
    let mut phone = TestPhone::with(TemplateKind::Iconic);
    phone.tile(r#"Template="IconicTile""#, "<wp:BackgroundColor>#80008A00</wp:BackgroundColor>");
    let scene = phone.phone.scene(at(0));
    let Page::Start(start) = scene.page else { panic!() };
    assert_eq!(start.tiles[0].background, scene.accent);
}

/// A Cycle tile rests on its first picture.
#[test]
fn a_cycle_tile_is_shown() {
    let mut phone = TestPhone::with(TemplateKind::Cycle);
    let fields = r#"<wp:CycleImage1 Action="Clear"/><wp:CycleImage2>/Art/c2.jpg</wp:CycleImage2><wp:Count>4</wp:Count>
                    <wp:Title>Album</wp:Title>"#;
    assert_eq!(phone.tile(r#"Template="CycleTile""#, fields), (Stage::Shown, None));
    insta::assert_json_snapshot!(scene_text(&phone.phone, at(0)));
}

// --- toasts ---

/// A toast comes from the left, stays ten seconds, leaves to the right, and is gone.
#[test]
fn a_toast_stays_ten_seconds() {
    let mut phone = TestPhone::new();
    assert_eq!(phone.toast("Train 7", "/Trip.xaml?id=7", at(0)), (Stage::Shown, None));
    for (millis, name) in
        [(0, "0.0"), (100, "0.1"), (5_000, "5.0"), (9_900, "9.9"), (10_200, "10.2"), (10_250, "10.25")]
    {
        let toast = phone.phone.scene(at(millis)).toast;
        insta::assert_json_snapshot!(format!("toast_at_{name}_s"), toast);
    }
}

/// Once its ten seconds are over a toast is no part of the phone's state, whether or not anybody looked.
#[test]
fn a_toast_ends_with_a_tick() {
    let mut phone = TestPhone::new();
    phone.toast("Train 7", "", at(0));
    assert_eq!(phone.phone.snapshot().toast.unwrap().text1.as_deref(), Some("Train 7"));
    assert_eq!(phone.phone.deadline(), Some(at(10_000)));
    phone.phone.handle(Input::Tick, at(10_000));
    assert_eq!(phone.phone.snapshot().toast, None);
    assert_eq!(phone.phone.deadline(), Some(at(10_250)));
    phone.phone.handle(Input::Tick, at(10_250));
    assert_eq!(phone.phone.deadline(), None);
}

/// The newest toast takes the place of the one that shows, with ten seconds of its own.
#[test]
fn the_newest_toast_shows() {
    let mut phone = TestPhone::new();
    phone.toast("Train 7", "", at(0));
    phone.toast("Train 8", "", at(4_000));
    assert_eq!(phone.toast_text(at(13_000)).as_deref(), Some("Train 8"));
    assert_eq!(phone.toast_text(at(14_300)), None);
}

/// A tap on a toast opens its app at `Param`, and the toast is gone.
#[test]
fn a_tap_opens_the_page() {
    let mut phone = TestPhone::new();
    phone.toast("Train 7", "/Trip.xaml?id=7&amp;leg=2", at(0));
    assert_eq!(phone.finger(Finger::TapToast, at(2_000)), [bind(true)]);
    assert_eq!(phone.page().as_deref(), Some("/Trip.xaml?id=7&leg=2"));
    assert_eq!(phone.toast_text(at(2_000)), None);
}

/// `?` gives arguments to the start page, nothing leads to it, and what is no page does too and is said.
#[test]
fn param_may_be_arguments_or_nothing() {
    for (param, page) in [("?id=7", "/MainPage.xaml?id=7"), ("", "/MainPage.xaml"), ("Trip.xaml", "/MainPage.xaml")] {
        let mut phone = TestPhone::new();
        let (_, detail) = phone.toast("Train 7", param, at(0));
        assert_eq!(detail.is_some(), param == "Trip.xaml");
        phone.finger(Finger::TapToast, at(1));
        assert_eq!(phone.page().as_deref(), Some(page));
    }
}

/// A flick sends a toast away, and a toast that leaves can no longer be tapped.
#[test]
fn a_flick_dismisses() {
    let mut phone = TestPhone::new();
    phone.toast("Train 7", "/Trip.xaml", at(0));
    phone.finger(Finger::DismissToast, at(3_000));
    assert_eq!(phone.phone.snapshot().toast, None);
    assert!(phone.phone.scene(at(3_100)).toast.unwrap().shift_ep > 0.0);
    assert_eq!(phone.finger(Finger::TapToast, at(3_100)), []);
    assert_eq!(phone.page(), None);
    assert_eq!(phone.toast_text(at(3_250)), None);
}

/// A tap that comes when the ten seconds are over opens nothing.
#[test]
fn a_late_tap_opens_nothing() {
    let mut phone = TestPhone::new();
    phone.toast("Train 7", "/Trip.xaml", at(0));
    assert_eq!(phone.finger(Finger::TapToast, at(10_000)), []);
    assert_eq!(phone.page(), None);
}

// --- the app in front ---

/// A toast to the app in front is handed to the app, with prefixed keys, and no banner shows.
#[test]
fn the_app_in_front_gets_the_toast() {
    let mut phone = TestPhone::new();
    phone.finger(Finger::TapTile(trips()), at(0));
    assert_eq!(phone.toast("Train 7", "/Trip.xaml?id=7", at(0)).0, Stage::ToApp);
    assert_eq!(phone.toast_text(at(500)), None);
    let event = &phone.events()[0];
    assert_eq!(event.name, "ShellToastNotificationReceived");
    assert_eq!(event.text, "wp:Text1 = Train 7\nwp:Text2 = Leaves at 10:40\nwp:Param = /Trip.xaml?id=7");
}

/// The page of the app in front lists what it was told, newest first.
#[test]
fn an_app_in_front_is_shown() {
    let mut phone = TestPhone::new();
    phone.finger(Finger::TapTile(trips()), at(0));
    assert_eq!(phone.push(Kind::Raw, r#"{"gate":4}"#, at(0)), (Stage::ToApp, None));
    phone.toast("Train 7", "", at(0));
    insta::assert_json_snapshot!(scene_text(&phone.phone, at(0)));
}

/// A raw notification reaches only an app that is in front.
#[test]
fn raw_needs_a_running_app() {
    let mut phone = TestPhone::new();
    let ignored = (Stage::Ignored, Some("the app is not running".to_owned()));
    assert_eq!(phone.push(Kind::Raw, "4", at(0)), ignored);
    phone.finger(Finger::TapTile(trips()), at(0));
    assert_eq!(phone.push(Kind::Raw, "4", at(0)), (Stage::ToApp, None));
    phone.finger(Finger::Press(Key::Back), at(0));
    assert_eq!(phone.push(Kind::Raw, "4", at(0)), ignored);
}

/// Behind an app in front no tile can be tapped, and its tile is updated all the same.
#[test]
fn start_lives_on_behind_an_app() {
    let mut phone = TestPhone::new();
    phone.toast("Train 7", "/Trip.xaml", at(0));
    phone.finger(Finger::TapToast, at(1));
    assert_eq!(phone.finger(Finger::TapTile(trips()), at(2)), []);
    assert_eq!(phone.page().as_deref(), Some("/Trip.xaml"));
    assert_eq!(phone.tile(FLIP, "<wp:Count>3</wp:Count>").0, Stage::Shown);
    phone.finger(Finger::Press(Key::Start), at(3));
    assert_eq!(phone.front().1, Some(3));
}

/// A payload that cannot be read is ignored with the reader's words, and the app hears of a `PayloadFormatError`.
#[test]
fn an_unreadable_payload_is_an_error_of_the_app() {
    let mut phone = TestPhone::new();
    let (stage, detail) = phone.push(Kind::Toast, "<wp:Notification", at(0));
    assert_eq!(stage, Stage::Ignored);
    let event = &phone.events()[0];
    assert_eq!(event.name, "ErrorOccurred");
    assert_eq!(event.text, format!("PayloadFormatError: {}", detail.unwrap()));
}

/// A channel that the phone has dropped is closed at the relay, and stays so until its app comes to the front.
#[test]
fn a_dropped_channel_waits_for_its_app() {
    let close = || Output::Send(PhoneFrame::Close { app: "trips".to_owned() });
    let open = || Output::Send(PhoneFrame::Open { app: "trips".to_owned(), channel: "main".to_owned(), service: None });
    let closed = || RelayFrame::Closed { app: "trips".to_owned() };
    let welcome = |resumed| RelayFrame::Welcome { relay: "test".to_owned(), resumed };
    let dropped = || {
        let mut phone = TestPhone::new();
        phone.push(Kind::Toast, "<wp:Notification", at(0));
        assert_eq!(phone.snapshot_uri(), None);
        phone
    };
    // The relay has heard of it: nothing is opened on the next link, but when the app comes to the front.
    let mut phone = dropped();
    phone.frame(closed());
    assert_eq!(phone.frame(welcome(true)), []);
    assert_eq!(phone.finger(Finger::TapTile(trips()), at(0)), [open()]);
    assert_eq!(phone.frame(opened()), [bind(true)]);
    // The link went down before: it is said again, and what the relay does not know is no error of the app.
    let mut phone = dropped();
    assert_eq!(phone.frame(welcome(true)), [close()]);
    let none = RelayFrame::Error { about: Some("close".to_owned()), code: ErrorCode::Unknown, message: String::new() };
    assert_eq!(phone.frame(none), []);
    assert_eq!(phone.events().iter().filter(|event| event.name == "ErrorOccurred").count(), 1);
    assert_eq!(phone.frame(welcome(true)), []);
    // The app was quicker than the relay's answer: the new channel outlives the old one.
    let mut phone = dropped();
    assert_eq!(phone.finger(Finger::TapTile(trips()), at(0)), [open()]);
    phone.frame(closed());
    phone.frame(opened());
    assert_eq!(phone.snapshot_uri().as_deref(), Some(URI));
    // A relay that starts afresh has nothing to close.
    let mut phone = dropped();
    assert_eq!(phone.frame(welcome(false)), []);
}

/// A channel that somebody has expired stays closed until its app comes to the front.
#[test]
fn an_expired_channel_waits_for_its_app() {
    let mut phone = TestPhone::new();
    phone.frame(RelayFrame::Closed { app: "trips".to_owned() });
    assert_eq!(phone.snapshot_uri(), None);
    assert_eq!(phone.frame(RelayFrame::Welcome { relay: "test".to_owned(), resumed: true }), []);
    let open = PhoneFrame::Open { app: "trips".to_owned(), channel: "main".to_owned(), service: None };
    assert_eq!(phone.finger(Finger::TapTile(trips()), at(0)), [Output::Send(open)]);
}

/// What the relay tells of battery and rate is an error of every app, with its type.
#[test]
fn troubles_are_told_to_the_apps() {
    let mut phone = TestPhone::new();
    for code in [ErrorCode::PowerLevelChanged, ErrorCode::NotificationRateTooHigh, ErrorCode::ChannelOpenFailed] {
        phone.frame(RelayFrame::Error { about: None, code, message: "so it is".to_owned() });
        let event = &phone.events()[0];
        assert_eq!((event.name.as_str(), event.text.as_str()), ("ErrorOccurred", &*format!("{code:?}: so it is")));
    }
}

// --- time ---

/// The screen next changes when the banner moves, or else when the status bar's clock does.
#[test]
fn the_next_change_is_known() {
    let mut phone = TestPhone::new();
    assert_eq!(phone.phone.next_change(at(20_000)), Some(at(60_000)));
    phone.toast("Train 7", "", at(20_000));
    assert_eq!(phone.phone.next_change(at(20_100)), Some(at(20_116)));
    assert_eq!(phone.phone.next_change(at(25_000)), Some(at(30_000)));
    assert_eq!(phone.phone.next_change(at(30_300)), Some(at(60_000)));
}

/// A scene depends on nothing but the phone and the time.
#[test]
fn scenes_repeat() {
    let mut phone = TestPhone::new();
    phone.toast("Train 7", "", at(0));
    let copy = phone.phone.clone();
    assert_eq!(phone.phone.scene(at(120)), copy.scene(at(120)));
}
