//! Does an idle window stay idle? Who asked for each frame is egui's own word.
#![cfg(test)]

#[path = "support/canned.rs"]
mod canned;
#[path = "support/window.rs"]
mod window;

use std::sync::Arc;
use std::time::Duration;

use egui::ViewportId;
use tilecast::clock::Motion;
use tilecast::console::Event;
use tilecast::console::event::DeskEvent;
use tilecast::notification::{Kind, TemplateKind};
use tilecast::phone::shell::scene::{Finger, Movement, TileSize};
use tilecast::phone::{AppConfig, Input, Phone, PhoneConfig};
use tilecast::protocol::PushId;
use tilecast::protocol::class::{Interval, NotificationClass};
use tilecast::protocol::device::OsVersion;
use tilecast::protocol::header_lines::HeaderLines;
use tilecast::protocol::link::{PushFrame, RelayFrame};
use window::{Opened, open};

const MINUTE: Duration = Duration::from_secs(60);

/// A phone whose tile has a back, and so turns now and then.
fn phone(name: &str, os: OsVersion) -> Phone {
    let mut phone = Phone::new(PhoneConfig::sample(name.parse().unwrap(), name, os));
    let now = canned::start();
    for (id, size) in [("/wide", TileSize::Wide), ("/small", TileSize::Small)] {
        let pin = Finger::Pin { app: "trips".to_owned(), id: Some(id.to_owned()), size, template: TemplateKind::Flip };
        phone.handle(Input::Finger(pin), now);
    }
    phone
}

fn turning(mut phone: Phone) -> Phone {
    let AppConfig { app, channel, .. } = AppConfig::trips();
    let push = PushFrame {
        id: PushId(1),
        push: PushId(1),
        app,
        channel,
        kind: Kind::Tile,
        class: NotificationClass::of(Kind::Tile, Interval::Immediate),
        message_id: String::new(),
        body: Some(canned::TILE.to_owned()),
        body_base64: None,
        headers: HeaderLines::default(),
    };
    phone.handle(Input::Frame(RelayFrame::Push(push)), canned::start());
    phone
}

/// A window with four phones, its clock running, at the beginning of a minute, a moment after the last thing has moved.
fn opened(phones: impl IntoIterator<Item = Phone>, desk: Option<DeskEvent>) -> Opened {
    let mut events = canned::set_up();
    events.extend(phones.into_iter().map(|phone| Event::Phone(Arc::new(phone))));
    events.extend(desk.map(Event::Desk));
    let mut desk = open((1_440.0, 900.0), events);
    desk.clock.advance_to(canned::start().plus(MINUTE).plus(MINUTE).next_minute());
    desk.clock.set_motion(Motion::Running);
    for _ in 0..8 {
        desk.harness.step();
    }
    desk
}

/// Lets time pass as a window's event loop does: each frame comes when the one before it asked for it. Who asked, by frame.
fn frames(desk: &mut Opened, span: Duration) -> Vec<Vec<String>> {
    let mut asked = Vec::new();
    let mut left = span;
    loop {
        let delay = desk.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay;
        // The clock has gone on by itself meanwhile, by less than a second.
        if delay + Duration::from_secs(1) >= left || asked.len() > 2_000 {
            return asked;
        }
        left -= delay;
        desk.clock.advance(delay);
        desk.harness.step();
        asked.push(desk.harness.ctx.repaint_causes().iter().map(ToString::to_string).collect());
    }
}

const FOUR: [(&str, OsVersion); 4] =
    [("bo", OsVersion::V7_1), ("cy", OsVersion::V7_8), ("di", OsVersion::V8_0), ("eve", OsVersion::V8_1)];

/// A window with four phones on which nothing moves draws no frame for a minute; the next is for the phones' clocks.
#[test]
fn nothing_moving_draws_nothing() {
    let mut desk = opened(FOUR.map(|(name, os)| phone(name, os)), None);
    assert_eq!(frames(&mut desk, MINUTE), [] as [Vec<String>; 0]);
    let next = frames(&mut desk, 2 * MINUTE);
    assert_eq!(next.len(), 1, "{next:?}");
    assert!(next[0].iter().any(|cause| cause.contains("app.rs")), "{next:?}");
}

/// With reduced motion that holds for tiles that would turn as well; without it, they turn.
#[test]
fn reduced_motion_draws_nothing() {
    let turning = || FOUR.map(|(name, os)| turning(phone(name, os)));
    let mut still = opened(turning(), Some(DeskEvent::Movement(Movement::Reduced)));
    assert_eq!(frames(&mut still, MINUTE), [] as [Vec<String>; 0]);
    let mut moving = opened(turning(), None);
    assert!(frames(&mut moving, MINUTE).len() > 100);
}

/// Among twelve phones, one that turns its tiles out of sight wakes nobody; in sight, it does.
#[test]
fn what_turns_out_of_sight_draws_nothing() {
    let still = |at: usize| phone(&format!("p{at:02}"), OsVersion::ALL[at % 5]);
    let twelve = |turning: Phone| (0..11).map(still).chain([turning]);
    let mut out_of_sight = opened(twelve(turning(phone("zoe", OsVersion::V8_0))), None);
    assert_eq!(frames(&mut out_of_sight, MINUTE), [] as [Vec<String>; 0]);
    let mut in_sight = opened(twelve(turning(phone("aa", OsVersion::V8_0))), None);
    assert!(frames(&mut in_sight, MINUTE).len() > 25);
}
