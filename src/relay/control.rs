//! What may the relay's host change while it runs? Settings, faults, breakpoints, where a device is, which channels live.

use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::device::{Device, DeviceState, Line, SetConnection};
use super::event::RelayEvent;
use super::fault::{BadFault, Fault, Faults};
use super::handover::CHANNEL_CLOSED;
use super::journal::{ClosedRow, Entry};
use super::registry::Channel;
use super::service::Relay;
use super::settings::{BadSetting, Settings};
use crate::protocol::channel_uri::{ChannelToken, Form};
use crate::protocol::device::{DeviceId, PowerLevel};
use crate::protocol::link::RelayFrame;
use crate::protocol::status::ConnectionStatus;
use crate::protocol::{ChannelUri, PushId, Stage};

/// An open channel, as the host sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Channel)]
pub struct ChannelView {
    /// Its number: the secret part of its URI.
    pub id: String,
    /// Whose it is.
    pub device: DeviceId,
    /// The app.
    pub app: String,
    /// Its name.
    pub channel: String,
    /// Where to send.
    pub uri: ChannelUri,
    /// The common name that a sender's certificate must have, if it is authenticated.
    pub service: Option<String>,
    /// Whether toasts are bound.
    pub toast: bool,
    /// Whether tiles are bound.
    pub tile: bool,
    /// How many pushes of its day's quota are used.
    pub used_today: u32,
    /// What it is issued for.
    pub form: Form,
}

impl Relay {
    /// Changes settings: `patch` is an object of names and values.
    ///
    /// # Errors
    /// A name is unknown, or a value cannot be.
    pub fn change_settings(&self, patch: &Value) -> Result<Arc<Settings>, BadSetting> {
        let settings = self.patch_settings(patch)?;
        for device in self.registry().devices() {
            let mut state = device.lock();
            let is_inactive = state.presence().connection(self.now(), &settings) == ConnectionStatus::Inactive;
            if state.told_inactive && !is_inactive {
                state.told_inactive = false;
                self.device_changed(&device, &mut state);
            } else {
                self.set_alarm(&device, &mut state);
            }
        }
        Ok(settings)
    }

    /// The faults, in order.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.faults_mut().list().to_vec()
    }

    /// Adds a fault behind the others and gives it as it is kept.
    ///
    /// # Errors
    /// It cannot be, or there are too many.
    pub fn add_fault(&self, fault: Fault) -> Result<Fault, BadFault> {
        self.change_faults(|faults| faults.add(fault))
    }

    /// Takes a fault out; whether it was there.
    #[must_use]
    pub fn remove_fault(&self, id: u64) -> bool {
        self.change_faults(|faults| faults.remove(id))
    }

    /// Takes every fault out.
    pub fn clear_faults(&self) {
        self.change_faults(Faults::clear);
    }

    fn change_faults<T>(&self, change: impl FnOnce(&mut Faults) -> T) -> T {
        let mut faults = self.faults_mut();
        let changed = change(&mut faults);
        self.tell_faults(&faults);
        changed
    }

    /// Tells what the faults are, while nobody else may change them.
    pub(super) fn tell_faults(&self, faults: &Faults) {
        let list = faults.list().to_vec();
        self.note(Entry::Faults(list.clone()));
        self.tell(RelayEvent::Faults(list));
    }

    /// The pushes that stand at a breakpoint, oldest first.
    #[must_use]
    pub fn stopped(&self) -> Vec<PushId> {
        self.breakpoints().list()
    }

    /// Lets a push go that stands at a breakpoint, with this body in place of its own if there is one. Whether it stood there;
    /// a body of more than [`Settings::MAX_ALLOWED_PAYLOAD_BYTES`] leaves it there.
    #[must_use]
    pub fn release(&self, push: PushId, body: Option<Vec<u8>>) -> bool {
        if body.as_ref().is_some_and(|body| body.len() > Settings::MAX_ALLOWED_PAYLOAD_BYTES) {
            return false;
        }
        let Some(mut stopped) = self.breakpoints().let_go(push) else { return false };
        let edited = body.is_some();
        stopped.kept.body = body.map(Bytes::from).or(stopped.kept.body);
        let mut state = stopped.found.device.lock();
        if state.app_of(&stopped.found.channel).is_some() {
            self.note(Entry::Pending { push, pending: stopped.kept.pending(None, false) });
            let detail = if edited { "released with another body" } else { "released" };
            self.tell_stage(push, Stage::Queued, Some(detail));
            state.queue.wait(stopped.kept);
            self.hand_on(&mut state);
            self.tell_device(&stopped.found.device, &state);
        } else {
            // The channel was closed in this very moment.
            self.settle(&[push], Stage::Expired, Some(CHANNEL_CLOSED));
        }
        drop(state);
        self.tell(RelayEvent::Stopped(self.stopped()));
        true
    }

    /// Throws a push away that stands at a breakpoint. Whether it stood there.
    #[must_use]
    pub fn drop_stopped(&self, push: PushId) -> bool {
        if self.breakpoints().let_go(push).is_none() {
            return false;
        }
        self.settle(&[push], Stage::Lost, Some("dropped at a breakpoint"));
        self.tell(RelayEvent::Stopped(self.stopped()));
        true
    }

    /// Sets where a device is, whatever its link says; `Connected` leaves it to the link again. Whether there is such a device.
    #[must_use]
    pub fn set_connection(&self, device: &DeviceId, connection: ConnectionStatus) -> bool {
        let Some(device) = self.registry().device(device) else { return false };
        let mut state = device.lock();
        state.set = match connection {
            ConnectionStatus::Connected => None,
            ConnectionStatus::TempDisconnected | ConnectionStatus::Disconnected | ConnectionStatus::Inactive => {
                Some(SetConnection { connection, since: self.now() })
            }
        };
        state.told_inactive = false;
        if connection == ConnectionStatus::Inactive {
            self.tell_inactive(&device, &mut state);
        }
        self.hand_on(&mut state);
        self.device_changed(&device, &mut state);
        true
    }

    /// Whether a device's link is up, whatever was set.
    #[must_use]
    pub fn is_linked(&self, device: &DeviceId) -> bool {
        self.registry().device(device).is_some_and(|device| matches!(device.lock().line, Line::Up(_)))
    }

    /// Sets how full a device's battery is, and tells it (PROTOCOL.md 7, `PowerLevelChanged`). Whether there is such a device.
    #[must_use]
    pub fn set_power(&self, device: &DeviceId, power: PowerLevel) -> bool {
        let Some(device) = self.registry().device(device) else { return false };
        let mut state = device.lock();
        if state.power != power {
            state.power = power;
            state.power_is_news = true;
            state.tell_power();
            self.device_changed(&device, &mut state);
        }
        true
    }

    /// Removes a device with all that it has: its link closes, its URIs are unknown. Whether it was there.
    #[must_use]
    pub fn remove_device(&self, id: &DeviceId) -> bool {
        let Some(device) = self.registry().forget(id) else { return false };
        let mut state = device.lock();
        state.removed = true;
        state.wake();
        state.line = Line::Down { since: self.now() };
        state.apps.clear();
        let _ = state.queue.link_down();
        let mut ended = state.queue.expire(|_| true);
        let stopped = self.breakpoints().take_dead(|found| Arc::ptr_eq(&found.device, &device));
        ended.extend(&stopped);
        self.end(&mut state, &ended, Stage::Expired, "its device was removed");
        self.set_alarm(&device, &mut state);
        self.note(Entry::DeviceGone(id.clone()));
        self.tell(RelayEvent::DeviceGone(id.clone()));
        drop(state);
        if !stopped.is_empty() {
            self.tell(RelayEvent::Stopped(self.stopped()));
        }
        true
    }

    /// Every open channel, by device and app.
    #[must_use]
    pub fn channels(&self) -> Vec<ChannelView> {
        let now = self.now();
        let views = |device: Arc<Device>| {
            let state = device.lock();
            let view = |app: &super::device::App| ChannelView {
                id: app.channel.token.secret().to_owned(),
                device: device.id.clone(),
                app: app.channel.app.to_string(),
                channel: app.channel.name.to_string(),
                uri: app.channel.uri.clone(),
                service: app.channel.service.clone(),
                toast: app.bindings.toast,
                tile: app.bindings.tile,
                used_today: app.meter.used(now),
                form: app.channel.token.form(),
            };
            state.apps.values().map(view).collect::<Vec<_>>()
        };
        self.registry().devices().into_iter().flat_map(views).collect()
    }

    /// The common name that a sender's certificate must have to send to this address, if it is an authenticated channel of ours.
    #[must_use]
    pub fn service_of(&self, uri: &str) -> Option<String> {
        let base = self.tls_base()?;
        let path = uri.trim().strip_prefix(base)?;
        self.registry().find(&ChannelToken::from_path(path)?)?.channel.service.clone()
    }

    /// Closes the channel of that id, as if its app had: its URI is expired from now on. Whether it was open.
    #[must_use]
    pub fn expire_channel(&self, id: &str) -> bool {
        let Some(found) = self.registry().find_secret(id) else { return false };
        let mut state = found.device.lock();
        if state.app_of(&found.channel).is_none() {
            return false;
        }
        state.apps.remove(&*found.channel.app);
        self.retire(&found.channel, &found.device, &mut state);
        state.tell_phone(RelayFrame::Closed { app: found.channel.app.to_string() });
        self.device_changed(&found.device, &mut state);
        true
    }

    /// A channel is no longer its app's: its URI is expired from now on, and so is what waits on it.
    pub(super) fn retire(&self, channel: &Arc<Channel>, device: &Device, state: &mut DeviceState) {
        self.registry().close(&channel.token);
        self.note(Entry::ChannelClosed(ClosedRow {
            device: device.id.clone(),
            app: channel.app.to_string(),
            channel: channel.name.to_string(),
            token: channel.token.clone(),
            service: channel.service.clone(),
        }));
        let mut expired = state.queue.expire(|kept| Arc::ptr_eq(&kept.channel, channel));
        let stopped = self.breakpoints().take_dead(|found| Arc::ptr_eq(&found.channel, channel));
        expired.extend(&stopped);
        self.end(state, &expired, Stage::Expired, CHANNEL_CLOSED);
        if !stopped.is_empty() {
            self.tell(RelayEvent::Stopped(self.stopped()));
        }
        self.hand_on(state);
    }

    /// What is due for a device now: pushes that were held by their class, or that it has been away for too long.
    pub(super) fn let_happen(&self, device: &Arc<Device>, state: &mut DeviceState) {
        let now = self.now();
        if state.queue.next_due().is_some_and(|due| due <= now) {
            let ripe = state.queue.ripen(now, |kept| {
                let (push, pending) = (kept.record.id, kept.pending(None, false));
                self.note(Entry::Pending { push, pending });
            });
            for push in ripe {
                self.tell_stage(push, Stage::Queued, Some("its interval is over"));
            }
            self.hand_on(state);
            self.tell_device(device, state);
        }
        if state.presence().connection(now, &self.settings()) == ConnectionStatus::Inactive {
            self.tell_inactive(device, state);
        }
    }

    /// A device is inactive: tells so, once, and whoever has registered a callback (PROTOCOL.md 8).
    pub(super) fn tell_inactive(&self, device: &Arc<Device>, state: &mut DeviceState) {
        if !std::mem::replace(&mut state.told_inactive, true) {
            self.call_back(device, state);
            self.device_changed(device, state);
        }
    }
}
