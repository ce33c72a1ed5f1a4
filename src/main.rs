//! A stand-in that opens the window with canned events, to look at it.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a stand-in")]
extern crate self as main_crate;
#[path = "../tests/support/canned.rs"]
mod canned;
use std::sync::Arc;
use tilecast::clock::Clock;
use tilecast::console::Event;
use tilecast::console::event::DeskEvent;
use tilecast::console::model::*;
use tilecast::console::command::Edit;
use tilecast::ui::app::{ConsoleLink, Window};
fn main() {
    let (events, receiver) = tokio::sync::mpsc::channel(512);
    let (requests, mut asked) = tokio::sync::mpsc::channel(64);
    let mut list = canned::set_up();
    for word in std::env::args().skip(1) {
        match word.as_str() {
            "morning" => list.extend(canned::strangers().into_iter().chain(canned::ours())),
            "tile" => list.push(Event::Desk(DeskEvent::Edited(Edit::Kind(tilecast::notification::Kind::Tile)))),
            "raw" => list.push(Event::Desk(DeskEvent::Edited(Edit::Kind(tilecast::notification::Kind::Raw)))),
            "light" => list.push(Event::Desk(DeskEvent::Theme(ThemeChoice::Light))),
            "contrast" => list.push(Event::Desk(DeskEvent::Theme(ThemeChoice::HighContrast))),
            "notice" => list.push(Event::Desk(DeskEvent::Notice(Some(Notice::NoDestination)))),
            "request" => list.push(Event::Desk(DeskEvent::Detail(DetailTab::Request))),
            "answer" => list.push(Event::Desk(DeskEvent::Middle(MiddleTab::Answer))),
            "bad" => list.push(Event::Desk(DeskEvent::Selected(Some(5)))),
            "queued" => list.push(Event::Desk(DeskEvent::Selected(Some(6)))),
            "none" => list.clear(),
            "taken" => list.push(Event::Listening { base: "http://127.0.0.1:41233".into(), wanted: Some(canned::BASE.into()) }),
            _ => {}
        }
    }
    let size = std::env::args().find_map(|word| { let (w, h) = word.split_once('x')?; Some([w.parse().ok()?, h.parse().ok()?]) }).unwrap_or([1440.0, 900.0]);
    let real = std::env::args().any(|word| word == "live");
    for event in list { events.try_send(Arc::new(event)).unwrap(); }
    let clock = if real { Clock::real() } else { Clock::virtual_at(canned::start().plus(std::time::Duration::from_secs(5))) };
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size(size).with_position([0.0, 0.0]).with_decorations(false),
        ..Default::default()
    };
    let back = events.clone();
    let ticking = clock.clone();
    let wake: Arc<std::sync::OnceLock<egui::Context>> = Arc::default();
    let waker = wake.clone();
    std::thread::spawn(move || {
        let mut id = 100;
        while let Some(request) = asked.blocking_recv() {
            let tilecast::console::Request::Send(out) = request else { continue };
            id += 1;
            let at = ticking.now();
            let mut record = canned::record(id, 0, Some(out.kind), tilecast::protocol::Verdict::Received, "Tilecast/0.1", &out.body);
            record.at = at;
            record.message_id = out.message_id.to_string();
            let stage = |stage, ms| Event::Stage(tilecast::protocol::StageEvent { push: tilecast::protocol::PushId(id), stage, at: at.plus(std::time::Duration::from_millis(ms)), detail: None });
            use tilecast::protocol::Stage;
            for event in [Event::Sending { outgoing: Arc::new(out), at }, Event::Push(Arc::new(record)), stage(Stage::OnLink, 1), stage(Stage::AtPhone, 2), stage(Stage::Shown, 3)] {
                back.try_send(Arc::new(event)).unwrap();
            }
            if let Some(ctx) = waker.get() { ctx.request_repaint(); }
        }
    });
    eframe::run_native("Tilecast", options, Box::new(move |cc| {
        let _ = wake.set(cc.egui_ctx.clone());
        cc.egui_ctx.send_viewport_cmd(egui::ViewportCommand::Focus);
        let _keep = events.clone();
        std::mem::forget(_keep);
        Ok(Box::new(Window::new(&cc.egui_ctx, ConsoleLink { events: receiver, requests, clock })))
    })).unwrap();
}
