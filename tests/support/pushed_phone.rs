//! A phone to push to: one app, linked and bound, without a relay or a socket.

#![allow(dead_code, reason = "not every test file needs all of it")]

use std::time::Duration;

use serde_json::Value;
use tilecast::clock::Timestamp;
use tilecast::notification::{Kind, TemplateKind};
use tilecast::phone::shell::scene::{AppEvent, Face, Finger, Page, TileKey, TileScene};
use tilecast::phone::{AppConfig, Input, Output, Phone, PhoneConfig};
use tilecast::protocol::class::{Interval, NotificationClass};
use tilecast::protocol::device::OsVersion;
use tilecast::protocol::link::{PhoneFrame, PushFrame, RelayFrame};
use tilecast::protocol::trace::{PushId, Stage};

pub(crate) const URI: &str = "http://127.0.0.1:6770/throttledthirdparty/01.00/AQE";

/// 14:02:00 of a day, so that the status bar has something to show.
pub(crate) fn at(millis: u64) -> Timestamp {
    Timestamp::from_secs(1_384_178_520).plus(Duration::from_millis(millis))
}

/// A phone with one app, linked and bound.
pub(crate) struct TestPhone {
    pub phone: Phone,
    pub last_push: u64,
}

impl TestPhone {
    pub(crate) fn with(template: TemplateKind) -> Self {
        Self::made("ana", template, OsVersion::V8_0)
    }

    pub(crate) fn named(device: &str) -> Self {
        Self::made(device, TemplateKind::Flip, OsVersion::V8_0)
    }

    pub(crate) fn on(os: OsVersion) -> Self {
        Self::made("ana", TemplateKind::Flip, os)
    }

    fn made(device: &str, template: TemplateKind, os: OsVersion) -> Self {
        let mut config = PhoneConfig::sample(device.parse().unwrap(), device, os);
        config.apps = vec![AppConfig { template, ..AppConfig::trips() }];
        let mut phone = Self { phone: Phone::new(config), last_push: 0 };
        phone.phone.handle(Input::LinkUp, at(0));
        phone.frame(RelayFrame::Welcome { relay: "test".to_owned(), resumed: false });
        phone.frame(opened());
        phone
    }

    pub(crate) fn new() -> Self {
        Self::with(TemplateKind::Flip)
    }

    pub(crate) fn frame(&mut self, frame: RelayFrame) -> Vec<Output> {
        self.phone.handle(Input::Frame(frame), at(0))
    }

    pub(crate) fn finger(&mut self, finger: Finger, now: Timestamp) -> Vec<Output> {
        self.phone.handle(Input::Finger(finger), now)
    }

    /// Delivers a push; gives back the last stage that it reached, with its detail.
    pub(crate) fn push(&mut self, kind: Kind, body: &str, now: Timestamp) -> (Stage, Option<String>) {
        self.last_push += 1;
        let outputs = self.phone.handle(Input::Frame(push(self.last_push, kind, body)), now);
        let id = PushId(self.last_push);
        // A payload that cannot be read costs the app its channel.
        let dropped = Output::Send(PhoneFrame::Close { app: "trips".to_owned() });
        assert!(outputs[3..].iter().all(|output| *output == dropped), "{outputs:?}");
        assert_eq!(outputs[0], Output::Reached { push: id, stage: Stage::AtPhone, detail: None });
        assert_eq!(outputs[2], Output::Send(PhoneFrame::Ack { id }));
        match outputs[1].clone() {
            Output::Reached { stage, detail, .. } => (stage, detail),
            other @ (Output::Send(_) | Output::Fetch(_) | Output::Trouble(_)) => {
                panic!("{other:?} in place of a stage")
            }
        }
    }

    pub(crate) fn toast(&mut self, text1: &str, param: &str, now: Timestamp) -> (Stage, Option<String>) {
        self.push(Kind::Toast, &toast(text1, "Leaves at 10:40", param), now)
    }

    pub(crate) fn tile(&mut self, attributes: &str, fields: &str) -> (Stage, Option<String>) {
        self.push(Kind::Tile, &tile(attributes, fields), at(0))
    }

    pub(crate) fn tile_at(&self, millis: u64) -> TileScene {
        match self.phone.scene(at(millis)).page {
            Page::Start(start) => start.tiles[0].clone(),
            page @ (Page::App(_) | Page::List(_) | Page::Lock(_)) => panic!("{page:?} in place of Start"),
        }
    }

    pub(crate) fn face(&self) -> Face {
        self.tile_at(0).face
    }

    pub(crate) fn front(&self) -> (Option<String>, Option<u8>, Option<String>) {
        match self.face() {
            Face::Picture(face) => (face.title, face.count, face.picture.map(|picture| picture.name)),
            face @ (Face::Back(_) | Face::Iconic(_) | Face::Cycle(_)) => panic!("{face:?} in place of a front"),
        }
    }

    pub(crate) fn events(&self) -> Vec<AppEvent> {
        self.phone.snapshot().apps[0].events.clone()
    }

    pub(crate) fn snapshot_uri(&self) -> Option<String> {
        self.phone.snapshot().apps[0].uri.clone()
    }

    pub(crate) fn page(&self) -> Option<String> {
        match self.phone.scene(at(0)).page {
            Page::App(app) => Some(app.page),
            Page::Start(_) | Page::List(_) | Page::Lock(_) => None,
        }
    }

    pub(crate) fn toast_text(&self, now: Timestamp) -> Option<String> {
        self.phone.scene(now).toast.map(|toast| toast.text1)
    }
}

pub(crate) fn opened() -> RelayFrame {
    RelayFrame::Opened { app: "trips".to_owned(), channel: "main".to_owned(), uri: URI.to_owned() }
}

pub(crate) fn bind(foreground: bool) -> Output {
    Output::Send(PhoneFrame::Bind {
        app: "trips".to_owned(),
        toast: true,
        tile: true,
        tile_domains: Some(Vec::new()),
        foreground: Some(foreground),
    })
}

pub(crate) fn push(id: u64, kind: Kind, body: &str) -> RelayFrame {
    RelayFrame::Push(PushFrame {
        id: PushId(id),
        push: PushId(0),
        app: "trips".to_owned(),
        channel: "main".to_owned(),
        kind,
        class: NotificationClass::of(kind, Interval::Immediate),
        message_id: String::new(),
        body: Some(body.to_owned()),
        body_base64: None,
        headers: tilecast::protocol::header_lines::HeaderLines::default(),
    })
}

pub(crate) fn toast(text1: &str, text2: &str, param: &str) -> String {
    format!(
        "<wp:Notification xmlns:wp=\"WPNotification\"><wp:Toast><wp:Text1>{text1}</wp:Text1><wp:Text2>{text2}</wp:Text2>\
         <wp:Param>{param}</wp:Param></wp:Toast></wp:Notification>"
    )
}

pub(crate) fn tile(attributes: &str, fields: &str) -> String {
    format!(
        "<wp:Notification xmlns:wp=\"WPNotification\" Version=\"2.0\"><wp:Tile {attributes}>{fields}</wp:Tile></wp:Notification>"
    )
}

pub(crate) const FLIP: &str = r#"Template="FlipTile""#;

pub(crate) fn trips() -> TileKey {
    TileKey { app: "trips".to_owned(), id: None }
}

/// A scene as text, with the clock and the times of events (which are of the machine's zone) taken out.
pub(crate) fn scene_text(phone: &Phone, now: Timestamp) -> Value {
    let mut scene = serde_json::to_value(phone.scene(now)).unwrap();
    scene["status_bar"]["clock"] = "H:MM".into();
    if let Some(events) = scene.pointer_mut("/page/app/events").and_then(Value::as_array_mut) {
        for event in events {
            event["time"] = "HH:MM:SS".into();
        }
    }
    scene
}
