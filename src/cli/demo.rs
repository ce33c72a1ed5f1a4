//! `tilecast demo`: the six steps of a push with no window. Prints each as it happens, and leaves pictures of the phone.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use uuid::Uuid;

use super::arguments::DemoArguments;
use super::exit::{Exit, Failure};
use super::setup;
use crate::clock::Clock;
use crate::console::command::{Outgoing, Request};
use crate::console::compose::{Compose, Destination};
use crate::console::runtime::{self, Console, Setup, WhenTaken};
use crate::console::{Painter, Shared};
use crate::lang::{Argument, text_with};
use crate::notification::Kind;
use crate::protocol::device::DeviceId;
use crate::protocol::trace::Stage;
use crate::relay::Settings;
use crate::relay::serve::Routes;

/// How long a push may take to be shown, in seconds.
const SHOWN_WITHIN_SECS: u64 = 10;
/// When the picture is taken after a push was shown: its arrival has come to rest (VISUALS.md 9, TOAST_IN).
const AT_REST: Duration = Duration::from_secs(1);

/// Plays the six steps.
///
/// # Errors
/// The pictures cannot be written, or a push was not shown.
pub fn run(
    arguments: &DemoArguments,
    painter: &dyn Painter,
    routes: impl FnOnce(&Shared) -> Routes,
) -> Result<Exit, Failure> {
    std::fs::create_dir_all(&arguments.out)
        .with_context(|| format!("cannot make the folder {}; choose another --out", arguments.out.display()))
        .map_err(Failure::surroundings)?;
    let (name, os) = setup::FIRST_PHONE;
    let phone = setup::phone(name, os)?;
    let device = phone.device.clone();
    let start = Setup {
        listen: ([127, 0, 0, 1], 0).into(),
        when_taken: WhenTaken::Fail,
        tls: None,
        phones: vec![phone],
        clock: Clock::real(),
        settings: Settings::default(),
        journal: None,
        seed: 0,
    };
    let console = runtime::start(start, routes).map_err(Failure::surroundings)?;
    let waiting = tokio::runtime::Builder::new_current_thread().enable_all().build();
    waiting.context("the system refused an event queue").map_err(Failure::surroundings)?.block_on(play(
        &console,
        &device,
        painter,
        &arguments.out,
    ))?;
    Ok(Exit::Done)
}

async fn play(console: &Console, device: &DeviceId, painter: &dyn Painter, out: &Path) -> Result<(), Failure> {
    setup::channels_open(console).await?;
    let (app, uri) = channel(console, device)?;
    say("demo-step-1", &[("app", Argument::Text(&app)), ("device", Argument::Text(device.as_str()))]);
    say("demo-step-2", &[]);
    say("demo-step-3", &[("uri", Argument::Text(&uri))]);
    say("demo-step-4", &[]);
    picture(console, device, painter, &out.join("1-start.png"))?;
    let drafts = [(Kind::Toast, "2-toast.png"), (Kind::Tile, "3-tile.png")];
    for (kind, file) in drafts {
        let draft = Compose {
            kind,
            to: Some(Destination::Channel { device: device.clone(), app: app.clone() }),
            ..Compose::default()
        };
        push(console, &draft, &uri).await?;
        picture(console, device, painter, &out.join(file))?;
    }
    Ok(())
}

fn channel(console: &Console, device: &DeviceId) -> Result<(String, String), Failure> {
    let world = console.shared.hub.world();
    let open = world.devices.get(device).and_then(|snapshot| snapshot.apps.first());
    open.map(|open| (open.app.clone(), open.uri.to_string()))
        .ok_or_else(|| Failure::surroundings(anyhow!("the phone has no channel; try again")))
}

async fn push(console: &Console, draft: &Compose, uri: &str) -> Result<(), Failure> {
    let (body, _) = draft.body();
    let outgoing =
        Outgoing { message_id: Uuid::new_v4(), uri: uri.to_owned(), kind: draft.kind, class: draft.class(), body };
    let message_id = outgoing.message_id;
    let bytes = outgoing.body.len() as u64;
    let asked = console.shared.requests.send(Request::Send(outgoing)).await;
    asked.map_err(|_| Failure::surroundings(anyhow!("the console has stopped; try again")))?;
    let (title, detail) = shown(console, message_id).await?;
    let kind = Argument::Text(draft.kind.word());
    say("demo-step-5", &[("kind", kind), ("bytes", Argument::Number(bytes)), ("answer", Argument::Text(&title))]);
    say("demo-step-6", &[("kind", kind), ("stages", Argument::Text(&detail))]);
    Ok(())
}

/// Waits until the push is shown and answered; the answer's title, and the stages with their times.
async fn shown(console: &Console, message_id: Uuid) -> Result<(String, String), Failure> {
    let hub = &console.shared.hub;
    let mut version = hub.version();
    let arrived = async {
        loop {
            version.mark_unchanged();
            {
                let world = hub.world();
                let entry = world.log.row_of_message(message_id).and_then(|row| world.log.row(row));
                if let Some(entry) = entry
                    && entry.reached(Stage::Shown).is_some()
                    && let Some(exchange) = &entry.exchange
                {
                    return Some((title(exchange), journey(entry)));
                }
            }
            if version.changed().await.is_err() {
                return None;
            }
        }
    };
    let patience = Duration::from_secs(SHOWN_WITHIN_SECS);
    tokio::time::timeout(patience, arrived)
        .await
        .ok()
        .flatten()
        .ok_or_else(|| Failure::surroundings(anyhow!("a push was not shown within {SHOWN_WITHIN_SECS} seconds")))
}

fn title(exchange: &crate::console::event::Exchange) -> String {
    match &exchange.result {
        Ok(answer) => match answer.verdict {
            Some(verdict) => crate::lang::text(&format!("verdict-{}-title", verdict.row().name)).to_owned(),
            None => answer.status.to_string(),
        },
        Err(failed) => failed.words.clone(),
    }
}

fn journey(entry: &crate::console::log::Entry) -> String {
    let stages: Vec<String> = entry
        .stages
        .iter()
        .map(|event| format!("{} {:.1} ms", event.stage.word(), event.at.since(entry.at).as_secs_f64() * 1e3))
        .collect();
    stages.join(", ")
}

fn picture(console: &Console, device: &DeviceId, painter: &dyn Painter, file: &Path) -> Result<(), Failure> {
    let now = console.shared.clock.now().plus(AT_REST);
    let scene = console.shared.hub.world().scene(device, now);
    let scene = scene.ok_or_else(|| Failure::surroundings(anyhow!("the phone is gone; try again")))?;
    let png = painter.screen_png(&scene, 1.0).map_err(Failure::surroundings)?;
    std::fs::write(file, png)
        .with_context(|| format!("cannot write {}; choose another --out", file.display()))
        .map_err(Failure::surroundings)?;
    say("demo-picture", &[("file", Argument::Text(&file.display().to_string()))]);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the demonstration is what the command was asked for")]
fn say(key: &str, arguments: &[(&'static str, Argument<'_>)]) {
    println!("{}", text_with(key, arguments));
}
