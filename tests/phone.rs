//! What a phone does with what it gets: frames and fingers in, screen and stages out, no socket.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test stops at the first surprise")]

use std::time::Duration;

use tilecast::cli::setup;
use tilecast::clock::Timestamp;
use tilecast::notification::tile::FlipTile;
use tilecast::notification::{
    Count, Field, ImageRef, Kind, Notification, Template, TemplateKind, Tile, TileId, Toast, write,
};
use tilecast::phone::shell::scene::{AppScene, Face, Finger, Key, Page, PictureFace, Scene, TileKey};
use tilecast::phone::{Input, Output, Phone};
use tilecast::protocol::class::{Interval, NotificationClass};
use tilecast::protocol::device::OsVersion;
use tilecast::protocol::link::{PhoneFrame, PushFrame, RelayFrame};
use tilecast::protocol::trace::{PushId, Stage};

const START: Timestamp = Timestamp::from_secs(1_000_000);

fn after(millis: u64) -> Timestamp {
    START.plus(Duration::from_millis(millis))
}

/// A phone whose channel is open, with the app's tile of one template.
fn phone_with(template: TemplateKind) -> Phone {
    let mut config = setup::phone("ana", OsVersion::V8_0).unwrap();
    config.apps[0].template = template;
    let mut phone = Phone::new(config);
    phone.handle(Input::LinkUp, START);
    let opened = RelayFrame::Opened {
        app: String::from("trips"),
        channel: String::from("main"),
        uri: String::from("http://127.0.0.1/x"),
    };
    phone.handle(Input::Frame(opened), START);
    phone
}

fn phone() -> Phone {
    phone_with(TemplateKind::Flip)
}

fn push(id: u64, kind: Kind, bytes: &[u8]) -> Input {
    let mut frame = PushFrame {
        id: PushId(id),
        app: String::from("trips"),
        channel: String::from("main"),
        kind,
        class: NotificationClass::of(kind, Interval::Immediate),
        message_id: String::new(),
        body: None,
        body_base64: None,
        headers: Vec::new(),
    };
    frame.set_bytes(bytes);
    Input::Frame(RelayFrame::Push(frame))
}

fn toast(id: u64, text1: &str, param: Option<&str>) -> Input {
    let toast = Toast {
        text1: Some(text1.to_owned()),
        text2: Some(String::from("Leaves at 10:40")),
        param: param.map(str::to_owned),
        ..Toast::default()
    };
    push(id, Kind::Toast, &write::write(&Notification::Toast(toast)))
}

fn tile(id: u64, tile_id: Option<&str>, template: Template) -> Input {
    let tile = Tile { version: None, id: tile_id.and_then(TileId::new), template };
    push(id, Kind::Tile, &write::write(&Notification::Tile(tile)))
}

fn flip(title: Field<String>, count: Field<Count>) -> Template {
    Template::Flip(FlipTile { title, count, ..FlipTile::default() })
}

/// The stages that the outputs report, without the arrival.
fn stages(outputs: &[Output]) -> Vec<(Stage, Option<&str>)> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Reached { stage: Stage::AtPhone, .. } | Output::Send(_) => None,
            Output::Reached { stage, detail, .. } => Some((*stage, detail.as_deref())),
        })
        .collect()
}

fn front(scene: &Scene) -> &PictureFace {
    let Page::Start(start) = &scene.page else { panic!("Start is not in front") };
    let Face::Picture(front) = &start.tiles[0].face else { panic!("not a picture: {:?}", start.tiles[0].face) };
    front
}

fn app(scene: &Scene) -> &AppScene {
    match &scene.page {
        Page::App(app) => app,
        Page::Start(_) => panic!("no app is in front"),
    }
}

fn own_tile() -> Finger {
    Finger::TapTile(TileKey { app: String::from("trips"), id: None })
}

/// When the link comes up the phone says hello and opens its apps' channels; an opened channel is bound.
#[test]
fn the_app_opens_and_binds_its_channel() {
    let mut phone = Phone::new(setup::phone("ana", OsVersion::V8_0).unwrap());
    let frames = phone.handle(Input::LinkUp, START);
    assert!(matches!(&frames[0], Output::Send(PhoneFrame::Hello { device, .. }) if device.as_str() == "ana"));
    assert!(matches!(&frames[1], Output::Send(PhoneFrame::Open { app, .. }) if app == "trips"));
    let opened = RelayFrame::Opened {
        app: String::from("trips"),
        channel: String::from("main"),
        uri: String::from("http://127.0.0.1/x"),
    };
    let bound = phone.handle(Input::Frame(opened), START);
    assert!(matches!(
        &bound[..],
        [Output::Send(PhoneFrame::Bind { toast: true, tile: true, foreground: Some(false), .. })]
    ));
}

/// A toast shows for ten seconds and is then gone, by itself.
#[test]
fn a_toast_shows_for_ten_seconds() {
    let mut phone = phone();
    let outputs = phone.handle(toast(1, "Train 7", None), START);
    assert_eq!(stages(&outputs), [(Stage::Shown, None)]);
    assert!(matches!(outputs.last(), Some(Output::Send(PhoneFrame::Ack { id: PushId(1) }))));
    assert_eq!(phone.scene(after(1_000)).toast.unwrap().text1, "Train 7");
    assert!(phone.scene(after(9_999)).toast.is_some());
    assert!(phone.scene(after(10_300)).toast.is_none());
    assert_eq!(phone.next_change(after(1_000)), Some(after(10_000)));
}

/// The newest toast takes the place of the one that shows.
#[test]
fn the_newest_toast_wins() {
    let mut phone = phone();
    phone.handle(toast(1, "Train 7", None), START);
    phone.handle(toast(2, "Train 9", None), after(5_000));
    assert_eq!(phone.scene(after(12_000)).toast.unwrap().text1, "Train 9");
}

/// A tap on the toast opens the app at its Param; a page, a query of the start page, or the start page itself.
#[test]
fn a_tap_opens_the_app_at_param() {
    for (param, page) in [
        (Some("/Trip.xaml?id=7"), "/Trip.xaml?id=7"),
        (Some("?id=7"), "/MainPage.xaml?id=7"),
        (Some(""), "/MainPage.xaml"),
        (None, "/MainPage.xaml"),
    ] {
        let mut phone = phone();
        phone.handle(toast(1, "Train 7", param), START);
        let outputs = phone.handle(Input::Finger(Finger::TapToast), after(1_000));
        assert_eq!(app(&phone.scene(after(1_000))).page, page);
        assert!(phone.scene(after(1_000)).toast.is_none());
        assert!(matches!(&outputs[..], [Output::Send(PhoneFrame::Bind { foreground: Some(true), .. })]));
    }
}

/// A flick sends the toast away, and the app stays where it was.
#[test]
fn a_flick_dismisses_the_toast() {
    let mut phone = phone();
    phone.handle(toast(1, "Train 7", None), START);
    assert!(phone.handle(Input::Finger(Finger::DismissToast), after(2_000)).is_empty());
    assert!(phone.scene(after(2_100)).toast.is_some_and(|toast| toast.shift_ep > 0.0));
    assert!(phone.scene(after(2_300)).toast.is_none());
    assert!(matches!(phone.scene(after(2_300)).page, Page::Start(_)));
}

/// A toast to the app in front is handed to the app, with its keys as the phone's API has them, and no banner shows.
#[test]
fn a_toast_to_the_app_in_front_goes_to_the_app() {
    let mut phone = phone();
    phone.handle(Input::Finger(own_tile()), START);
    let outputs = phone.handle(toast(1, "Train 7", Some("/Trip.xaml")), after(10));
    assert_eq!(stages(&outputs)[0].0, Stage::ToApp);
    let scene = phone.scene(after(20));
    assert!(scene.toast.is_none());
    let told = &app(&scene).events[0];
    assert_eq!(told.name, "ShellToastNotificationReceived");
    assert_eq!(told.text, "wp:Text1: Train 7\nwp:Text2: Leaves at 10:40\nwp:Param: /Trip.xaml");
}

/// Raw reaches the app only while it is in front.
#[test]
fn raw_reaches_only_a_running_app() {
    let mut phone = phone();
    assert_eq!(
        stages(&phone.handle(push(1, Kind::Raw, b"hi"), START)),
        [(Stage::Ignored, Some("the app is not running"))]
    );
    phone.handle(Input::Finger(own_tile()), START);
    assert_eq!(stages(&phone.handle(push(2, Kind::Raw, b"hi"), START)), [(Stage::ToApp, None)]);
    phone.handle(push(3, Kind::Raw, &[0xFF, 0xFE, 0x00]), START);
    let scene = phone.scene(START);
    let told: Vec<_> = app(&scene).events.iter().map(|event| event.text.as_str()).collect();
    assert_eq!(told[..2], ["3 bytes that are no text", "hi"]);
}

/// Back and Start leave the app, and the relay is told who is in front.
#[test]
fn back_and_start_leave_the_app() {
    for key in [Key::Back, Key::Start] {
        let mut phone = phone();
        phone.handle(Input::Finger(own_tile()), START);
        let outputs = phone.handle(Input::Finger(Finger::Press(key)), START);
        assert!(matches!(&outputs[..], [Output::Send(PhoneFrame::Bind { foreground: Some(false), .. })]));
        assert!(matches!(phone.scene(START).page, Page::Start(_)));
    }
}

/// Absent keeps, a value replaces, Clear removes, and a count of 0 hides the badge.
#[test]
fn tile_updates_merge() {
    let mut phone = phone();
    let set = |text: &str| Field::Set(text.to_owned());
    phone.handle(tile(1, None, flip(set("Gate 4"), Field::Set(Count::new(3)))), START);
    phone.handle(tile(2, None, flip(Field::Absent, Field::Set(Count::new(120)))), START);
    let scene = phone.scene(START);
    assert_eq!((front(&scene).title.as_deref(), front(&scene).count), (Some("Gate 4"), Some(99)));
    assert!(front(&scene).picture.is_some());
    phone.handle(tile(3, None, flip(Field::Cleared, Field::Set(Count::new(0)))), START);
    let scene = phone.scene(START);
    assert_eq!((front(&scene).title.as_deref(), front(&scene).count), (None, None));
}

/// An update of another template, or for a tile that is not pinned, is ignored, and the phone says why.
#[test]
fn updates_that_fit_no_tile_are_ignored() {
    let mut phone = phone();
    let cycle = tile(1, None, TemplateKind::Cycle.empty());
    assert_eq!(
        stages(&phone.handle(cycle, START)),
        [(Stage::Ignored, Some("its template differs from the pinned tile's"))]
    );
    let secondary = tile(2, Some("/Trip.xaml?id=7"), TemplateKind::Flip.empty());
    assert_eq!(
        stages(&phone.handle(secondary, START)),
        [(Stage::Ignored, Some("no tile with the Id /Trip.xaml?id=7 is pinned"))]
    );
}

/// A Flip tile takes the updates of Windows Phone 7's tile, from which it grew.
#[test]
fn a_flip_tile_takes_sevens_updates() {
    let mut phone = phone();
    let standard = tilecast::notification::tile::StandardTile {
        title: Field::Set(String::from("Seven")),
        ..tilecast::notification::tile::StandardTile::default()
    };
    assert_eq!(stages(&phone.handle(tile(1, None, Template::Standard(standard)), START)), [(Stage::Shown, None)]);
    assert_eq!(front(&phone.scene(START)).title.as_deref(), Some("Seven"));
}

/// A picture that the app has not leaves the accent, and the phone says so.
#[test]
fn a_missing_picture_shows_the_accent() {
    let mut phone = phone();
    let template = Template::Flip(FlipTile {
        background_image: Field::Set(ImageRef::new("/Art/none.png")),
        ..FlipTile::default()
    });
    let outputs = phone.handle(tile(1, None, template), START);
    assert_eq!(stages(&outputs), [(Stage::Shown, Some("/Art/none.png is not among the app's files"))]);
    assert!(front(&phone.scene(START)).picture.is_none());
}

/// A push that was seen already is acknowledged again, and shown only once.
#[test]
fn a_push_that_was_seen_is_dropped() {
    let mut phone = phone();
    phone.handle(toast(5, "Train 7", None), START);
    phone.handle(Input::Finger(Finger::DismissToast), START);
    let outputs = phone.handle(toast(5, "Train 7", None), after(1_000));
    assert_eq!(outputs, [Output::Send(PhoneFrame::Ack { id: PushId(5) })]);
    assert!(phone.scene(after(1_000)).toast.is_none());
}

/// A payload that cannot be read is a PayloadFormatError to the app, never a surprise.
#[test]
fn a_broken_payload_is_a_format_error() {
    let mut phone = phone();
    let outputs = phone.handle(push(1, Kind::Toast, b"<wp:Notification"), START);
    let (stage, detail) = stages(&outputs)[0];
    assert_eq!(stage, Stage::Ignored);
    assert!(detail.unwrap().starts_with("PayloadFormatError: line 1"), "{detail:?}");
}

/// The screen of a phone, as text: after a tile update with a toast, and with the app in front.
#[test]
fn scenes_read_well() {
    let mut phone = phone();
    phone.handle(tile(1, None, flip(Field::Absent, Field::Set(Count::new(3)))), START);
    phone.handle(toast(2, "Train 7", Some("/Trip.xaml?id=7")), START);
    let steady = |mut scene: Scene| {
        // The zone of the machine is no part of the picture.
        scene.status_bar.clock = String::from("10:40");
        if let Page::App(app) = &mut scene.page {
            for event in &mut app.events {
                event.time = String::from("10:40:00");
            }
        }
        scene
    };
    insta::assert_json_snapshot!("phone-start-toast", steady(phone.scene(after(5_000))));
    phone.handle(Input::Finger(Finger::TapToast), after(6_000));
    phone.handle(push(3, Kind::Raw, b"{\"gate\": 4}"), after(6_100));
    insta::assert_json_snapshot!("phone-app", steady(phone.scene(after(7_000))));
}

/// Every template shows its own face: an icon with a count, a picture of the cycle.
#[test]
fn every_template_has_its_face() {
    let face = |template| {
        let Page::Start(start) = phone_with(template).scene(START).page else { panic!("Start is not in front") };
        start.tiles[0].face.clone()
    };
    assert!(matches!(face(TemplateKind::Iconic), Face::Iconic(iconic) if iconic.icon.is_some()));
    assert!(matches!(face(TemplateKind::Cycle), Face::Picture(front) if front.picture.is_some()));
    assert!(matches!(face(TemplateKind::Standard), Face::Picture(front) if front.picture.is_some()));
}
