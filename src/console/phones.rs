//! Which emulated phones live in this process? They are added and removed while everything runs; each has a task that holds
//! its link.
//!
//! What is known of them is in the world, like everything else: here are only the ends by which they are reached.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use thiserror::Error;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::timeout;

use super::command::NewPhone;
use super::event::Event;
use super::hub::Hub;
use super::keeper::Keeper;
use super::log::{Happening, What};
use super::pump::Teller;
use super::runtime::Shared;
use crate::clock::Clock;
use crate::phone::settings::battery_of;
use crate::phone::shell::scene::{Airplane, Banners, Finger, Setting};
use crate::phone::snapshot::AppSnapshot;
use crate::phone::socket::{self, PhoneEvent};
use crate::phone::{AppConfig, Input, Phone, PhoneConfig, profile};
use crate::protocol::StageEvent;
use crate::protocol::device::{DeviceId, DeviceSnapshot, NoDeviceId, OsVersion, PowerLevel};
use crate::relay::authority::MAX_COMMON_NAME_CHARS;

/// How many emulated phones there may be.
pub const MAX_PHONES: usize = 64;
/// How many inputs may wait for one phone.
const WAITING_INPUTS: usize = 64;
/// How long a phone may take to hang up, before its task is ended.
const HANG_UP_WITHIN: Duration = Duration::from_secs(2);
/// How long a phone may take to get its channels.
const CHANNELS_WITHIN: Duration = Duration::from_secs(10);
/// How long a finger may take to be felt, and what it did to reach the relay.
const FELT_WITHIN: Duration = Duration::from_secs(5);

/// The emulated phones.
pub struct Phones {
    link_url: String,
    clock: Clock,
    hub: Arc<Hub>,
    teller: Teller,
    runtime: Handle,
    /// Who writes down what the phones are like, if they are kept.
    keeper: Option<Arc<Keeper>>,
    /// The task in which that goes on.
    keeping: Option<AbortHandle>,
    running: Mutex<Running>,
}

/// Those that run.
#[derive(Default)]
struct Running {
    phones: HashMap<DeviceId, Wire>,
    /// Those that are switched off to be switched on again.
    changing: HashSet<DeviceId>,
    /// Whether everything is at its end.
    is_over: bool,
}

/// How one phone is reached.
struct Wire {
    inputs: mpsc::Sender<Input>,
    /// How many fingers were sent to it.
    fingers: u64,
    task: JoinHandle<Phone>,
}

/// Why a phone was not added.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotAdded {
    /// There is a device of that name.
    #[error("there is a device `{0}` already")]
    Taken(DeviceId),
    /// There are as many as there may be.
    #[error("there are {MAX_PHONES} emulated phones, which is the most")]
    Full,
    /// It did not get its channels in time.
    #[error("the phone `{0}` did not get its channels in time")]
    NoChannels(DeviceId),
    /// The console stops.
    #[error("the console stops")]
    Over,
}

/// Why a finger was not felt.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotFelt {
    /// There is no such phone here.
    #[error("no emulated phone has the name `{0}`")]
    NoPhone(DeviceId),
    /// The phone does not take the inputs that it was sent before.
    #[error("the phone `{0}` is busy")]
    Busy(DeviceId),
}

/// Why a phone was not switched on with another setup.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotChanged {
    /// There is no such phone here.
    #[error("no emulated phone has the name `{0}`")]
    NoPhone(DeviceId),
    /// It could not be switched on again.
    #[error(transparent)]
    NotAdded(#[from] NotAdded),
}

/// A phone with the sample app, as this program makes them.
///
/// # Errors
/// The name cannot name a device.
pub fn named(name: &str, os: OsVersion) -> Result<PhoneConfig, NoDeviceId> {
    let mut config = PhoneConfig::sample(name.parse()?, name, os);
    // As most pictures of the time show it; a version without cobalt keeps its own default.
    config.accent = profile::accent(os, "cobalt").unwrap_or(config.accent);
    Ok(config)
}

/// The text can be no service's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a service name has 1 to {MAX_COMMON_NAME_CHARS} characters, and no control characters")]
pub struct NoService;

/// Gives a phone another app, the `number`th from 1 whose channel only `service` may send to.
///
/// # Errors
/// No service can have such a name.
pub fn add_service(phone: &mut PhoneConfig, number: usize, service: &str) -> Result<(), NoService> {
    if !(1..=MAX_COMMON_NAME_CHARS).contains(&service.chars().count()) || service.chars().any(char::is_control) {
        return Err(NoService);
    }
    phone.apps.push(AppConfig::bank(number, service));
    Ok(())
}

impl Phones {
    /// None yet. Their links go to `link_url`, and their tasks run on `runtime`.
    pub(super) fn new(link_url: String, clock: Clock, hub: Arc<Hub>, teller: Teller, runtime: Handle) -> Self {
        Self { link_url, clock, hub, teller, runtime, keeper: None, keeping: None, running: Mutex::default() }
    }

    /// The same, and what they are like is written down.
    pub(super) fn kept_by(self, keeper: Option<Keeper>) -> Self {
        let keeper = keeper.map(Arc::new);
        let keeping = keeper.as_ref().map(|keeper| self.runtime.spawn(keeper.clone().keep_up()).abort_handle());
        Self { keeper, keeping, ..self }
    }

    /// Switches a phone on. It is in the world at once; its channels come by and by.
    ///
    /// # Errors
    /// One of that name runs, or there are as many as there may be.
    pub fn add(&self, phone: Phone) -> Result<(), NotAdded> {
        let mut running = self.running.lock();
        let device = phone.config().device.clone();
        if running.is_over {
            return Err(NotAdded::Over);
        }
        if running.phones.contains_key(&device) || running.changing.contains(&device) {
            return Err(NotAdded::Taken(device));
        }
        if running.phones.len() >= MAX_PHONES {
            return Err(NotAdded::Full);
        }
        let (inputs, inbox) = mpsc::channel(WAITING_INPUTS);
        let name = phone.config().name.clone();
        self.hub.publish(Event::Phone(Arc::new(phone.clone())));
        let (teller, keeper) = (self.teller.clone(), self.keeper.clone());
        if let Some(keeper) = &keeper {
            keeper.hear(&phone);
        }
        let mut felt = phone.fingers_felt();
        let on_event = move |event| {
            if let (PhoneEvent::Changed(phone), Some(keeper)) = (&event, &keeper) {
                if felt == phone.fingers_felt() {
                    keeper.hear_soon(phone);
                } else {
                    felt = phone.fingers_felt();
                    keeper.hear(phone);
                }
            }
            teller.tell(match event {
                PhoneEvent::Changed(phone) => Event::Phone(phone),
                PhoneEvent::Reached { push, stage, at, detail } => Event::Stage(StageEvent { push, stage, at, detail }),
                PhoneEvent::Trouble { at, what } => {
                    Event::Happened(Happening { at, what: What::Said { device: name.clone(), what } })
                }
            });
        };
        let task = self.runtime.spawn(socket::run(self.link_url.clone(), phone, inbox, self.clock.clone(), on_event));
        running.phones.insert(device, Wire { inputs, fingers: 0, task });
        Ok(())
    }

    /// Lets a phone feel a finger. Gives how many it will have felt then ([`Phone::fingers_felt`]).
    ///
    /// # Errors
    /// There is no such phone, or it has not taken its last inputs.
    pub fn finger(&self, device: &DeviceId, finger: Finger) -> Result<u64, NotFelt> {
        let mut running = self.running.lock();
        let wire = running.phones.get_mut(device).ok_or_else(|| NotFelt::NoPhone(device.clone()))?;
        // A phone that has not taken its last inputs is not helped by another.
        wire.inputs.try_send(Input::Finger(finger)).map_err(|_| NotFelt::Busy(device.clone()))?;
        wire.fingers += 1;
        Ok(wire.fingers)
    }

    /// Switches a phone off and takes it out of the world. Whether it ran.
    pub async fn remove(&self, device: &DeviceId) -> bool {
        let (wire, was_changing) = {
            let mut running = self.running.lock();
            (running.phones.remove(device), running.changing.remove(device))
        };
        match wire {
            Some(wire) => {
                let _ = hang_up(wire).await;
                self.gone(device);
                true
            }
            // Whoever changes it finds that it is not wanted any more.
            None => was_changing,
        }
    }

    fn gone(&self, device: &DeviceId) {
        if let Some(keeper) = &self.keeper {
            keeper.forget(device);
        }
        self.teller.tell(Event::PhoneGone(device.clone()));
    }

    /// Switches a phone off and on again with another setup. The relay knows the device, so its channels stay.
    ///
    /// # Errors
    /// There is no such phone, or everything is at its end.
    pub async fn change(&self, config: PhoneConfig) -> Result<(), NotChanged> {
        let device = config.device.clone();
        let wire = {
            let mut running = self.running.lock();
            let wire = running.phones.remove(&device).ok_or_else(|| NotChanged::NoPhone(device.clone()))?;
            running.changing.insert(device.clone());
            wire
        };
        let last = hang_up(wire).await.map(Arc::new);
        if !self.running.lock().changing.remove(&device) {
            self.gone(&device);
            return Err(NotChanged::NoPhone(device));
        }
        let known = || self.hub.world().phones.get(&device).cloned();
        let former = last.or_else(known).ok_or(NotChanged::NoPhone(device))?;
        Ok(self.add(former.switched_on_again(config))?)
    }

    /// Switches every phone off, for good. They stay in the world, as they were last.
    pub(super) fn stop(&self) {
        let mut running = self.running.lock();
        running.is_over = true;
        if let Some(keeping) = &self.keeping {
            keeping.abort();
        }
        if let Some(keeper) = &self.keeper {
            keeper.catch_up();
        }
        running.phones.clear();
    }
}

/// Gives the phone as it was last, if it hung up in time.
async fn hang_up(wire: Wire) -> Option<Phone> {
    let Wire { inputs, fingers: _, mut task } = wire;
    // Without inputs the phone says goodbye and ends.
    drop(inputs);
    if let Ok(ended) = timeout(HANG_UP_WITHIN, &mut task).await {
        return ended.ok();
    }
    task.abort();
    task.await.ok()
}

impl Shared {
    /// Adds a phone and waits until senders can reach it.
    ///
    /// # Errors
    /// A device of that name is there, there are as many phones as there may be, or it did not get its channels in time; it
    /// is taken out again then.
    pub async fn add_phone(&self, phone: NewPhone) -> Result<(), NotAdded> {
        let NewPhone { config, like } = phone;
        let device = config.device.clone();
        if self.relay.is_linked(&device) {
            return Err(NotAdded::Taken(device));
        }
        self.phones.add(match like {
            Some(like) => like.copied(config),
            None => Phone::new(config),
        })?;
        if timeout(CHANNELS_WITHIN, self.until(|| self.is_ready(&device))).await.is_ok() {
            return Ok(());
        }
        self.remove_device(&device).await;
        Err(NotAdded::NoChannels(device))
    }

    /// Removes a device with all that it has, and switches it off if it is a phone of ours. Whether it was there.
    pub async fn remove_device(&self, device: &DeviceId) -> bool {
        // First the phone, so that it does not come back.
        let was_ours = self.phones.remove(device).await;
        let was_known = self.relay.remove_device(device);
        self.catch_up().await;
        was_ours || was_known
    }

    /// Lets a phone feel a finger, and waits until what it did is known here and at the relay.
    ///
    /// # Errors
    /// There is no such phone, or it is busy.
    pub async fn touch(&self, device: &DeviceId, finger: Finger) -> Result<(), NotFelt> {
        let is_battery = matches!(finger, Finger::Set(Setting::Battery(_)));
        let nth = self.phones.finger(device, finger)?;
        // A phone without a link tells the relay later.
        let powered = |phone: &Phone| self.relay.device(device).is_some_and(|seen| seen.power == phone.power());
        let told =
            |phone: &Phone| !self.relay.is_linked(device) || (self.agrees(phone) && (!is_battery || powered(phone)));
        let felt = || self.phone(device).is_none_or(|phone| phone.fingers_felt() >= nth && told(&phone));
        let _ = timeout(FELT_WITHIN, self.until(felt)).await;
        Ok(())
    }

    /// Sets how full a device's battery is, and that of the phone itself where it is one of ours. Whether there is such a
    /// device.
    #[must_use]
    pub fn set_power(&self, device: &DeviceId, level: PowerLevel) -> bool {
        if self.phone(device).is_some_and(|phone| phone.power() != level) {
            // A phone that is busy shows what it showed; what counts for its pushes is what the relay knows.
            let _ = self.phones.finger(device, Finger::Set(Setting::Battery(battery_of(level))));
        }
        self.relay.set_power(device, level)
    }

    /// Waits until a phone of ours shows a battery so full.
    pub async fn until_powered(&self, device: &DeviceId, level: PowerLevel) {
        let shown = || self.phone(device).is_none_or(|phone| phone.power() == level);
        let _ = timeout(FELT_WITHIN, self.until(shown)).await;
    }

    /// Waits until every phone has its channels, and the world knows it. Whether they had them in time.
    pub async fn until_ready(&self) -> bool {
        let all = || {
            let phones: Vec<DeviceId> = self.hub.world().phones.keys().cloned().collect();
            phones.iter().all(|device| self.is_ready(device))
        };
        let ready = timeout(CHANNELS_WITHIN, self.until(all)).await.is_ok();
        self.catch_up().await;
        ready
    }

    /// Waits until something holds; it is looked at whenever something has happened.
    async fn until(&self, holds: impl Fn() -> bool) {
        let mut version = self.hub.version();
        loop {
            version.mark_unchanged();
            // The hub lives as long as we do, so the wait never ends in an error.
            if holds() || version.changed().await.is_err() {
                return;
            }
        }
    }

    fn phone(&self, device: &DeviceId) -> Option<Arc<Phone>> {
        self.hub.world().phones.get(device).cloned()
    }

    /// Whether a phone has all its channels.
    fn is_ready(&self, device: &DeviceId) -> bool {
        self.phone(device).is_some_and(|phone| {
            // In airplane mode a phone gets none, and misses none.
            phone.airplane() == Airplane::On
                || phone.snapshot().apps.iter().all(|app| app.uri.is_some())
                    && self.relay.is_linked(device)
                    && self.agrees(&phone)
        })
    }

    /// Whether the relay knows what a phone has told it: its channels, what they take, and which app is in front.
    fn agrees(&self, phone: &Phone) -> bool {
        let (shell, seen) = (phone.snapshot(), self.relay.device(&phone.config().device));
        let front = shell.front.as_deref();
        let bound = |app: &AppSnapshot, seen: &DeviceSnapshot| {
            let toast = app.banners == Banners::Shown;
            let mut apps = seen.apps.iter().filter(|seen| seen.app == app.app);
            let front = front == Some(app.app.as_str());
            apps.any(|seen| {
                (seen.toast, seen.tile, seen.foreground) == (toast, true, front)
                    && seen.tile_domains == app.tile_domains
            })
        };
        shell.apps.iter().all(|app| match (&app.uri, &seen) {
            (Some(_), Some(seen)) => bound(app, seen),
            (Some(_), None) => false,
            // An app in front asks for a channel that it lacks.
            (None, _) => front != Some(app.app.as_str()),
        })
    }
}
