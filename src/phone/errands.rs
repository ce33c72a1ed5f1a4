//! Which pictures does the phone send for, and what does it do when they come? It never waits for one: a tile shows what it
//! showed before until its picture is there, and its background if there is none (PROTOCOL.md 3.4, "default tile shown").
//!
//! Who gets them is `fetch`; where they are looked for is `assets`.

use std::path::PathBuf;
use std::sync::Arc;

use super::assets::{NoPicture, Source};
use super::device::{Output, Phone};
use super::shell::hand::Objection;
use super::shell::scene::{Picture, Pixels};
use super::shell::tile::{Awaited, Seen};
use crate::clock::Timestamp;
use crate::notification::ImageRef;
use crate::protocol::domain::MAX_DOMAINS;
use crate::protocol::link::PhoneFrame;
use crate::protocol::trace::Stage;

/// How many bytes the pictures of a phone's tiles may take, decoded (our choice: a small file may hold many pixels, and
/// whoever sends pushes may name as many files as there are tiles and fields).
const MAX_PICTURE_BYTES: usize = 256 * 1_024 * 1_024;

/// A picture that is to be got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// What is brought back with it.
    pub ticket: u64,
    /// Its address in the payload.
    pub address: ImageRef,
    /// Where it is to be got.
    pub source: Source,
}

impl Phone {
    /// Sends for every picture that nobody was sent for yet.
    pub(super) fn send_for_pictures(&mut self) -> Vec<Output> {
        // Most of the time there is none, and then nothing is to be copied.
        if !self.start.has_unsent() {
            return Vec::new();
        }
        let apps = Arc::clone(&self.apps);
        let mut tickets = self.tickets;
        let mut outputs = Vec::new();
        for (app, awaited) in self.start_mut().unsent() {
            let Some(app) = apps.app(&app) else { continue };
            tickets += 1;
            awaited.ticket = Some(tickets);
            let (address, source) = (awaited.address.clone(), app.assets.source(&awaited.address));
            outputs.push(Output::Fetch(Errand { ticket: tickets, address, source }));
        }
        self.tickets = tickets;
        outputs
    }

    /// Whether it still waits for what somebody was sent for.
    #[must_use]
    pub fn awaits(&self, ticket: u64) -> bool {
        self.start.awaits(ticket).is_some()
    }

    /// A picture was got, or was not.
    pub(super) fn got_picture(
        &mut self,
        ticket: u64,
        result: Result<Arc<Pixels>, NoPicture>,
        now: Timestamp,
    ) -> Vec<Output> {
        let seen = self.sees_start();
        let (pixels, trouble) = match result {
            Ok(pixels) if self.start.picture_bytes() + pixels.rgba.len() <= MAX_PICTURE_BYTES => (Some(pixels), None),
            Ok(_) => (None, self.start.awaits(ticket).map(|awaited| no_memory(&awaited.address).to_string())),
            Err(error) => (None, Some(error.to_string())),
        };
        let awaited = self.start_mut().got(ticket, pixels, seen, now);
        awaited.zip(trouble).map(|(awaited, trouble)| told(&awaited, trouble)).unwrap_or_default()
    }

    /// Whoever was sent for a picture needs long.
    pub(super) fn slow_picture(&self, ticket: u64) -> Vec<Output> {
        let slow = |awaited: &Awaited| {
            let address = awaited.address.as_str();
            told(awaited, format!("{address} is slow: some phones gave up after 15 seconds, this one does after 60"))
        };
        self.start.awaits(ticket).map(slow).unwrap_or_default()
    }

    /// Puts a picture among an app's files, if it has room for it.
    pub(super) fn put(&mut self, app: &str, picture: Picture, now: Timestamp) {
        if let Some(app) = self.apps_mut().app_mut(app) {
            // Whoever has no room was told so before (`no_room`).
            let _ = Arc::make_mut(&mut app.assets).put(picture);
        }
        self.look_again(app, now);
    }

    /// Why a picture cannot be put among an app's files.
    pub(super) fn no_room(&self, app: &str, picture: &Picture) -> Option<Objection> {
        let mut assets = self.apps.app(app)?.assets.as_ref().clone();
        assets.put(picture.clone()).err().map(Objection::from)
    }

    /// Takes the pictures out again that were put among an app's files.
    pub(super) fn forget_put(&mut self, app: &str, now: Timestamp) {
        if let Some(app) = self.apps_mut().app_mut(app) {
            Arc::make_mut(&mut app.assets).forget_dropped();
        }
        self.look_again(app, now);
    }

    /// Gives an app another folder.
    pub(super) fn set_folder(&mut self, app: &str, folder: Option<PathBuf>, now: Timestamp) {
        if let Some(config) = Arc::make_mut(&mut self.config).apps.iter_mut().find(|config| config.app == app) {
            config.assets.clone_from(&folder);
        }
        if let Some(app) = self.apps_mut().app_mut(app) {
            app.config.assets.clone_from(&folder);
            Arc::make_mut(&mut app.assets).folder = folder;
        }
        self.look_again(app, now);
    }

    /// Binds an app's channel with other domains.
    pub(super) fn set_domains(&mut self, app: &str, mut domains: Vec<String>) -> Vec<PhoneFrame> {
        domains.truncate(MAX_DOMAINS);
        if let Some(config) = Arc::make_mut(&mut self.config).apps.iter_mut().find(|config| config.app == app) {
            config.tile_domains.clone_from(&domains);
        }
        if let Some(app) = self.apps_mut().app_mut(app) {
            app.config.tile_domains.clone_from(&domains);
            Arc::make_mut(&mut app.assets).domains.clone_from(&domains);
        }
        self.client_mut().set_domains(app, domains)
    }

    fn look_again(&mut self, app: &str, now: Timestamp) {
        let Some(assets) = self.apps.app(app).map(|app| Arc::clone(&app.assets)) else { return };
        let seen = self.sees_start();
        self.start_mut().look_again(app, &assets, seen, now);
    }

    /// Whether the user sees Start.
    pub(super) fn sees_start(&self) -> Seen {
        if self.places.shows_start() { Seen::Yes } else { Seen::No }
    }
}

fn no_memory(address: &ImageRef) -> NoPicture {
    let why = format!("the pictures of this phone's tiles take {} MiB already", MAX_PICTURE_BYTES / 1_024 / 1_024);
    NoPicture::NotGot(address.as_str().to_owned(), why)
}

/// Tells of a picture what is to be said: in a line of its own, and among the stages of the push that wants it, if one does.
fn told(awaited: &Awaited, what: String) -> Vec<Output> {
    let detail = Some(what.clone());
    let stage = awaited.push.map(|push| Output::Reached { push, stage: Stage::Shown, detail });
    stage.into_iter().chain([Output::Trouble(what)]).collect()
}
