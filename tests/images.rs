//! How do pictures come to a phone's tiles? They are sent for, come late or never, or are dropped on the phone.
//!
//! Who gets them is tested where that is written, `src/phone/fetch.rs`; over the whole way, in `tests/api/pictures.rs`.
#![cfg(test)]

#[path = "support/pushed_phone.rs"]
mod pushed_phone;

use std::sync::Arc;

use pushed_phone::{FLIP, TestPhone, at, push, tile};
use tilecast::notification::Kind;
use tilecast::phone::assets::NoPicture;
use tilecast::phone::shell::scene::{Face, Finger, Picture, Pixels, Setting};
use tilecast::phone::{Input, Output, PhoneConfig};
use tilecast::protocol::device::OsVersion;
use tilecast::protocol::link::PhoneFrame;
use tilecast::protocol::trace::{PushId, Stage};

const WEB: &str = "http://a.example/x.png";

fn errands(outputs: &[Output]) -> Vec<(u64, String)> {
    let errand = |output: &Output| match output {
        Output::Fetch(errand) => Some((errand.ticket, errand.address.as_str().to_owned())),
        Output::Send(_) | Output::Reached { .. } | Output::Trouble(_) => None,
    };
    outputs.iter().filter_map(errand).collect()
}

/// A phone whose app has bound a domain, and what it sends for when a tile wants this picture.
fn sent(address: &str) -> (TestPhone, Vec<(u64, String)>) {
    let mut phone = TestPhone::new();
    let domains = Setting::Domains { app: "trips".to_owned(), domains: vec!["a.example".to_owned()] };
    let outputs = phone.finger(Finger::Set(domains), at(0));
    assert!(matches!(&outputs[..], [Output::Send(PhoneFrame::Bind { tile_domains: Some(_), .. })]), "{outputs:?}");
    let errands = ask(&mut phone, address);
    (phone, errands)
}

fn ask(phone: &mut TestPhone, address: &str) -> Vec<(u64, String)> {
    let body = tile(FLIP, &format!("<wp:BackgroundImage>{address}</wp:BackgroundImage>"));
    phone.last_push += 1;
    let frame = push(phone.last_push, Kind::Tile, &body);
    errands(&phone.phone.handle(Input::Frame(frame), at(0)))
}

fn pixels() -> Arc<Pixels> {
    Arc::new(Pixels { width: 1, height: 1, rgba: vec![0; 4] })
}

/// A picture on the web is sent for once; until it is here, the tile shows the one before it.
#[test]
fn a_picture_is_sent_for() {
    let (mut phone, errands) = sent(WEB);
    assert_eq!(errands, [(1, WEB.to_owned())]);
    assert_eq!(phone.front().2.as_deref(), Some("/Art/m.png"));
    assert!(phone.phone.awaits(1) && ask(&mut phone, WEB).is_empty());
    assert_eq!(phone.phone.handle(Input::Picture { ticket: 1, result: Ok(pixels()) }, at(0)), []);
    assert_eq!(phone.front().2.as_deref(), Some(WEB));
    assert!(!phone.phone.awaits(1) && ask(&mut phone, WEB).is_empty(), "it is here");
}

/// A picture that did not come leaves the accent, and the push says so, long after it was shown; another push tries again.
#[test]
fn a_picture_that_does_not_come_is_said() {
    let (mut phone, _) = sent(WEB);
    let slow = phone.phone.handle(Input::SlowPicture(1), at(0));
    assert!(matches!(&slow[..], [Output::Reached { stage: Stage::Shown, .. }, Output::Trouble(_)]), "{slow:?}");
    let error = NoPicture::NotGot(WEB.to_owned(), "the host answered 404".to_owned());
    let told = phone.phone.handle(Input::Picture { ticket: 1, result: Err(error) }, at(0));
    let what = format!("{WEB} was not got: the host answered 404");
    let reached = Output::Reached { push: PushId(1), stage: Stage::Shown, detail: Some(what.clone()) };
    assert_eq!(told, [reached, Output::Trouble(what)]);
    assert_eq!(phone.front().2, None);
    assert_eq!(ask(&mut phone, WEB), [(2, WEB.to_owned())]);
}

/// A picture that comes after the tile was given another one is too late, and changes nothing.
#[test]
fn a_late_picture_changes_nothing() {
    let (mut phone, _) = sent(WEB);
    let next = "http://a.example/y.png";
    assert_eq!(ask(&mut phone, next), [(2, next.to_owned())]);
    assert!(!phone.phone.awaits(1));
    assert_eq!(phone.phone.handle(Input::Picture { ticket: 1, result: Ok(pixels()) }, at(0)), []);
    assert_eq!(phone.front().2.as_deref(), Some("/Art/m.png"));
    phone.phone.handle(Input::Picture { ticket: 2, result: Ok(pixels()) }, at(0));
    assert_eq!(phone.front().2.as_deref(), Some(next));
}

/// What is dropped on the phone is among its app's files at once, on tiles that show it already; taken out, the sample art is
/// back.
#[test]
fn a_dropped_picture_is_shown() {
    let mut phone = TestPhone::new();
    let picture = Picture { name: "M.png".to_owned(), pixels: pixels() };
    phone.finger(Finger::Put { app: "trips".to_owned(), picture }, at(0));
    let side = |phone: &TestPhone| match phone.face() {
        Face::Picture(face) => face.picture.unwrap().pixels.width,
        face @ (Face::Back(_) | Face::Iconic(_) | Face::Cycle(_)) => panic!("{face:?}"),
    };
    assert_eq!((side(&phone), phone.phone.snapshot().apps[0].put.clone()), (1, vec!["M.png".to_owned()]));
    phone.finger(Finger::ForgetPut("trips".to_owned()), at(0));
    assert_eq!(side(&phone), 336);
    let nobody = Finger::ForgetPut("none".to_owned());
    assert_eq!(phone.phone.objection(&nobody).unwrap().to_string(), "no app `none` is installed");
}

/// The pictures of a phone's tiles have a limit together: one that does not fit any more is left out, and that is said.
#[test]
fn pictures_have_a_limit_together() {
    let mut phone = TestPhone::new();
    let domains = Setting::Domains { app: "trips".to_owned(), domains: vec!["a.example".to_owned()] };
    phone.finger(Finger::Set(domains), at(0));
    let large = || Arc::new(Pixels { width: 4_096, height: 4_096, rgba: vec![0; 4 * 4_096 * 4_096] });
    let names = [
        "SmallBackgroundImage",
        "BackgroundImage",
        "WideBackgroundImage",
        "BackBackgroundImage",
        "WideBackBackgroundImage",
    ];
    let fields: String = names.map(|name| format!("<wp:{name}>http://a.example/{name}</wp:{name}>")).concat();
    phone.last_push += 1;
    let frame = push(phone.last_push, Kind::Tile, &tile(FLIP, &fields));
    let sent = errands(&phone.phone.handle(Input::Frame(frame), at(0)));
    assert_eq!(sent.len(), 5);
    let told: Vec<Vec<Output>> = sent
        .iter()
        .map(|(ticket, _)| phone.phone.handle(Input::Picture { ticket: *ticket, result: Ok(large()) }, at(0)))
        .collect();
    let left_out: Vec<&Vec<Output>> = told.iter().filter(|outputs| !outputs.is_empty()).collect();
    assert!(
        matches!(&left_out[..], [outputs] if matches!(&outputs[..], [_, Output::Trouble(what)] if what.contains("256 MiB"))),
        "{told:?}"
    );
}

/// A phone that gets another version goes on waiting for the pictures that its tiles wait for: it sends for them again.
#[test]
fn pictures_are_awaited_over_a_change() {
    let (phone, _) = sent(WEB);
    for os in [OsVersion::V8_1, OsVersion::V7_1] {
        let config = PhoneConfig { os, ..phone.phone.config().clone() };
        let mut changed = phone.phone.switched_on_again(config);
        let asked = errands(&changed.handle(Input::Tick, at(0)));
        assert_eq!(asked.iter().map(|(_, address)| address.as_str()).collect::<Vec<_>>(), [WEB], "{os}");
    }
}
