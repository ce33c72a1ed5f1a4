//! One push's whole journey: composed, sent over HTTP, decided, handed over the link, shown, and told by the control API.
#![cfg(test)]

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tilecast::api;
use tilecast::cli::setup;
use tilecast::clock::Clock;
use tilecast::console::command::{self, Command, Edit, Effect};
use tilecast::console::hub::{Feed as _, Subscription};
use tilecast::console::runtime::{self, Console, Setup, WhenTaken};
use tilecast::console::{Model, apply};
use tilecast::notification::Kind;
use tilecast::protocol::device::OsVersion;
use tilecast::relay::Settings;
use tilecast::ui::offscreen::Offscreen;

/// A console with one phone, on a free port, and a window's model that follows it.
struct Desk {
    console: Console,
    events: Subscription,
    model: Model,
    client: reqwest::Client,
}

impl Desk {
    async fn open() -> Self {
        let setup = Setup {
            listen: ([127, 0, 0, 1], 0).into(),
            when_taken: WhenTaken::Fail,
            tls: None,
            phones: vec![setup::phone("ana", OsVersion::V8_0).unwrap()],
            clock: Clock::real(),
            settings: Settings::default(),
            journal: None,
            seed: 7,
        };
        let painter = Arc::new(Offscreen::new());
        let console =
            runtime::start(setup, |shared| api::routes(api::Host { console: shared.clone(), painter, token: None }))
                .unwrap();
        setup::channels_open(&console).await.unwrap();
        let events = console.shared.hub.subscribe(Box::new(|| {}));
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut desk = Self { console, events, model: Model::default(), client };
        desk.drain();
        desk
    }

    fn drain(&mut self) {
        while let Some(event) = self.events.next() {
            apply::apply(&mut self.model, &event);
        }
    }

    fn command(&mut self, command: Command) {
        for effect in command::handle(&self.model, command) {
            match effect {
                Effect::Apply(event) => apply::apply(&mut self.model, &event),
                Effect::Show(dialog) => panic!("nobody is there to answer {dialog:?}"),
                Effect::Copy(shot) => panic!("nobody asked for {shot:?}"),
                Effect::Check(checking) => panic!("nobody asked for {checking:?}"),
                Effect::Read(reading) => panic!("nobody asked for {reading:?}"),
                Effect::Ask(request) => self.console.shared.requests.try_send(request).unwrap(),
            }
        }
    }

    async fn get(&self, path: &str) -> Value {
        let url = format!("http://{}/api/v1{path}", self.console.address);
        let text = self.client.get(url).send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// Waits until the world is as wanted, then brings the model up to date.
    async fn until(&mut self, wanted: impl Fn(&Model) -> bool) {
        let mut version = self.console.shared.hub.version();
        let patience = tokio::time::timeout(Duration::from_secs(20), async {
            loop {
                version.mark_unchanged();
                self.drain();
                if wanted(&self.model) {
                    break;
                }
                version.changed().await.unwrap();
            }
        });
        patience.await.unwrap();
    }
}

fn stage_words(push: &Value) -> Vec<&str> {
    push["stages"].as_array().unwrap().iter().map(|stage| stage["stage"].as_str().unwrap()).collect()
}

/// A toast that is composed and sent from the window is answered with Received, shown by the phone, and told by the API.
#[tokio::test(flavor = "multi_thread")]
async fn a_toast_travels_from_the_composer_to_the_phone() {
    let mut desk = Desk::open().await;
    desk.command(Command::Edit(Edit::Text1(String::from("Train 9 & <more>"))));
    desk.command(Command::Send);
    let done = |model: &Model| {
        let entry = model.world.log.newest().and_then(|row| model.world.log.row(row));
        entry.is_some_and(|entry| {
            entry.exchange.is_some() && entry.stages.iter().any(|event| event.stage.word() == "acked")
        })
    };
    desk.until(done).await;
    let listed = desk.get("/pushes?wait_secs=20&count=1&kind=toast&device=ana").await;
    let push = &listed["pushes"][0];
    assert_eq!(push["verdict"], "received");
    assert_eq!(push["app"], "trips");
    let words = stage_words(push);
    for stage in ["composed", "sent", "accepted", "on-link", "at-phone", "shown", "acked"] {
        assert!(words.contains(&stage), "{stage} is missing from {words:?}");
    }
    let device = desk.get("/devices/ana").await;
    assert_eq!(device["connection"], "connected");
    assert_eq!(device["shell"]["toast"]["text1"], "Train 9 & <more>");
}

/// A tile update changes what the phone shows, and the picture of its screen.
#[tokio::test(flavor = "multi_thread")]
async fn a_tile_update_changes_the_screen() {
    let mut desk = Desk::open().await;
    let url = format!("http://{}/api/v1/devices/ana/screen.png", desk.console.address);
    let before = desk.client.get(&url).send().await.unwrap().bytes().await.unwrap();
    desk.command(Command::Edit(Edit::Kind(Kind::Tile)));
    desk.command(Command::Send);
    desk.until(|model| {
        model.world.log.entries().any(|entry| entry.stages.iter().any(|event| event.stage.word() == "shown"))
    })
    .await;
    let after = desk.client.get(&url).send().await.unwrap();
    assert_eq!(after.headers()["content-type"], "image/png");
    assert_ne!(before, after.bytes().await.unwrap());
    let device = desk.get("/devices/ana").await;
    assert_eq!(device["shell"]["tiles"][0]["count"], 3, "{device:#}");
}

/// A push to a channel that does not exist is refused with 404, and is in the log like any other.
#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_mistake_is_in_the_log_too() {
    let desk = Desk::open().await;
    let url = format!("http://{}/throttledthirdparty/01.00/AAnope", desk.console.address);
    let answer = desk.client.post(url).body("hello").send().await.unwrap();
    assert_eq!(answer.status(), 404);
    let listed = desk.get("/pushes?wait_secs=20&verdict=expired").await;
    assert_eq!(listed["total"], 1);
    assert_eq!(stage_words(&listed["pushes"][0]), ["refused"]);
}

/// A call of the API that cannot be answered says what is wrong and what to do.
#[tokio::test(flavor = "multi_thread")]
async fn the_api_explains_its_refusals() {
    let desk = Desk::open().await;
    for (path, code) in [
        ("/nothing", "unknown-call"),
        ("/devices/bo", "not-found"),
        ("/devices/..%2F", "not-found"),
        ("/pushes/77", "not-found"),
        ("/pushes?verdict=fine", "parameter"),
        ("/devices/ana/screen.png?scale=-1", "parameter"),
        ("/devices/ana/screen.png?scale=9999", "parameter"),
    ] {
        let error = &desk.get(path).await["error"];
        assert_eq!(error["code"], code, "{path}");
        assert!(error["message"].is_string() && error["hint"].is_string(), "{path}");
    }
    let url = format!("http://{}/api/v1/health", desk.console.address);
    let foreign = desk.client.get(&url).header("Origin", "http://evil.example").send().await.unwrap();
    assert_eq!(foreign.status(), 403);
    let rebound = desk.client.get(&url).header("Host", "evil.example").send().await.unwrap();
    assert_eq!(rebound.status(), 403);
    assert_eq!(desk.get("/health").await["ok"], true);
}

/// A console that is told to may take another port, and says which one it wanted; otherwise it refuses to start.
#[test]
fn a_taken_port_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let start = |when_taken| {
        let setup = Setup {
            listen: taken.local_addr().unwrap(),
            when_taken,
            tls: None,
            phones: Vec::new(),
            clock: Clock::real(),
            settings: Settings::default(),
            journal: None,
            seed: 7,
        };
        runtime::start(setup, |_| tilecast::relay::serve::Routes::new())
    };
    let refused = start(WhenTaken::Fail).err().unwrap().to_string();
    assert!(refused.contains("cannot be used") && refused.contains("--listen"), "{refused}");
    let console = start(WhenTaken::TakeAnother).unwrap();
    assert_eq!(console.shared.hub.world().wanted, Some(taken.local_addr().unwrap().to_string()));
}
