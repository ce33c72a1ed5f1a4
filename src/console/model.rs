//! What does the console know? The [`World`] that everyone shares, and the [`Desk`] of one window.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use uuid::Uuid;

use super::certificates::Made;
use super::compose::{Compose, Destination, FormProblem};
use super::gallery::GalleryForm;
use super::lineup::LineupDesk;
use super::log::Log;
use super::service::ServiceDesk;
use crate::clock::Timestamp;
use crate::phone::Phone;
use crate::phone::shell::scene::{Movement, Scene};
use crate::protocol::PushId;
use crate::protocol::device::{DeviceId, DeviceSnapshot};
use crate::relay::fault::{Action, Tally};
use crate::relay::{Fault, Settings};

/// Of how many faults it is remembered what they did, when they are long gone.
const REMEMBERED_FAULTS: usize = 10_000;

/// The world and a desk.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// What everyone shares.
    pub world: World,
    /// What is this window's alone.
    pub desk: Desk,
}

/// What everyone shares: the relay, the devices, the log.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// `http://127.0.0.1:6770`, once the relay listens.
    pub base: Option<String>,
    /// The address that was wanted but taken.
    pub wanted: Option<String>,
    /// `https://127.0.0.1:6743`, once the relay listens there.
    pub tls_base: Option<String>,
    /// The address that was wanted for it but taken.
    pub tls_wanted: Option<String>,
    /// The certificates that were last written, or why they could not be.
    pub certificates: Option<Arc<Made>>,
    /// The devices as the relay sees them.
    pub devices: BTreeMap<DeviceId, DeviceSnapshot>,
    /// The emulated phones of this process.
    pub phones: BTreeMap<DeviceId, Arc<Phone>>,
    /// Every push.
    pub log: Log,
    /// The relay's faults.
    pub faults: Vec<Fault>,
    /// What each fault does that there was, by its number: a push in the log tells of it when the fault is gone.
    pub actions: BTreeMap<u64, Action>,
    /// The relay's settings.
    pub settings: Arc<Settings>,
    /// The pushes that stand at a breakpoint, oldest first.
    pub stopped: Vec<PushId>,
    /// What is wrong that a person should know of.
    pub trouble: Option<String>,
    /// How many of the relay's events were lost because nobody took them in time.
    pub lost_events: u64,
}

/// What is one window's alone.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// What is being composed.
    pub draft: Compose,
    /// The row whose details are shown.
    pub selected: Option<u64>,
    /// Our push that is to be selected as soon as it is in the log.
    pub following: Option<Uuid>,
    /// Which part of the details is shown.
    pub detail: DetailTab,
    /// What the middle shows; the answer is there only where it does not fit beside the phones.
    pub middle: MiddleTab,
    /// Which side of the composer is shown where form and source do not fit above each other.
    pub composer: ComposerTab,
    /// Dark, light or the system's.
    pub theme: ThemeChoice,
    /// Whether what the phones show may move.
    pub movement: Movement,
    /// How the phones stand in the window.
    pub lineup: LineupDesk,
    /// The pictures that are being looked at, if some are.
    pub gallery: Option<GalleryForm>,
    /// The panel that is about the service.
    pub service: ServiceDesk,
    /// Something to say.
    pub notice: Option<Notice>,
}

impl Desk {
    /// Whether a form lies over the window, and has the keyboard.
    #[must_use]
    pub const fn is_covered(&self) -> bool {
        self.lineup.form.is_some() || self.gallery.is_some()
    }
}

/// A part of a push's details.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DetailTab {
    /// The verdict in words, and the journey.
    #[default]
    Verdict,
    /// The whole request.
    Request,
    /// The whole answer.
    Answer,
    /// What is wrong with it.
    Lint,
}

/// What stands in the middle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MiddleTab {
    /// The phones.
    #[default]
    Phones,
    /// The answer.
    Answer,
    /// What is in the composer, on every version.
    Versions,
}

/// What the composer of a very narrow window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComposerTab {
    /// The form.
    #[default]
    Form,
    /// The body that it stands for.
    Source,
}

/// The window's theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// As the system has it.
    System,
    /// Dark.
    #[default]
    Dark,
    /// Light.
    Light,
    /// White on black, every text at a contrast of seven or more.
    HighContrast,
}

/// Something to say to the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// There is nowhere to send to.
    NoDestination,
    /// The runtime has more to do than it can take.
    Busy,
    /// A field cannot be sent as it stands.
    Form(FormProblem),
    /// The address that was typed is no channel URI.
    Address(String),
    /// What was written down before is not used; why, and what became of it.
    Archive(String),
    /// A file could not be read or written.
    File {
        /// Which.
        name: String,
        /// What happened, in words.
        message: String,
    },
    /// The service refused something, for this reason.
    Service(String),
    /// So many phones that were kept could not be read.
    PhonesLeftOut(u64),
    /// There are as many phones as there may be.
    PhonesFull,
    /// The phone of this name was removed; it can be brought back.
    PhoneRemoved(String),
}

impl Notice {
    /// Whether it says what is wrong with the draft, and so is done with once the draft is changed.
    #[must_use]
    pub const fn is_about_the_draft(&self) -> bool {
        match self {
            Self::NoDestination | Self::Form(_) | Self::Address(_) => true,
            Self::File { .. }
            | Self::Archive(_)
            | Self::Busy
            | Self::Service(_)
            | Self::PhonesLeftOut(_)
            | Self::PhonesFull
            | Self::PhoneRemoved(_) => false,
        }
    }
}

impl World {
    /// The faults are these now.
    pub(super) fn set_faults(&mut self, faults: &[Fault]) {
        self.faults = faults.to_vec();
        self.actions.extend(faults.iter().map(|fault| (fault.id, fault.action)));
        while self.actions.len() > REMEMBERED_FAULTS {
            self.actions.pop_first();
        }
    }

    /// These faults stand so since a push.
    pub(super) fn tally(&mut self, tallies: &[Tally]) {
        for tally in tallies {
            if let Some(fault) = self.faults.iter_mut().find(|fault| fault.id == tally.id) {
                (fault.seen, fault.acted) = (tally.seen, tally.acted);
            }
        }
    }

    /// What is on a phone's screen at a moment.
    #[must_use]
    pub fn scene(&self, device: &DeviceId, now: Timestamp) -> Option<Scene> {
        self.phones.get(device).map(|phone| phone.scene(now))
    }
}

impl Model {
    /// When what this window shows of a phone will next change by itself.
    #[must_use]
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        let movement = self.desk.movement;
        self.world.phones.values().filter_map(|phone| phone.next_seen_change(movement, now)).min()
    }

    /// The URI that a destination stands for now.
    #[must_use]
    pub fn uri_of(&self, to: Option<&Destination>) -> Option<String> {
        match to? {
            Destination::Uri(uri) => Some(uri.trim().to_owned()).filter(|uri| !uri.is_empty()),
            Destination::Channel { device, app } => {
                let apps = &self.world.devices.get(device)?.apps;
                apps.iter().find(|open| open.app == *app).map(|open| open.uri.to_string())
            }
        }
    }

    /// Every open channel.
    pub fn channels(&self) -> impl Iterator<Item = Destination> {
        self.world.devices.values().flat_map(|snapshot| {
            snapshot
                .apps
                .iter()
                .map(|open| Destination::Channel { device: snapshot.device.clone(), app: open.app.clone() })
        })
    }

    /// The first open channel, a phone of this process before any other.
    #[must_use]
    pub fn first_channel(&self) -> Option<Destination> {
        let ours = |to: &Destination| match to {
            Destination::Channel { device, .. } => self.world.phones.contains_key(device),
            Destination::Uri(_) => false,
        };
        self.channels().find(ours).or_else(|| self.channels().next())
    }
}
