//! How do pushes that are kept move on: onto the link, back from it, or to an end before they were delivered?
//!
//! All of it under the device's lock. A push that is not written down yet may come to its end too; that is told once the push
//! itself was, by `reception`.

use std::sync::Arc;

use super::decide::barred_because;
use super::device::{Device, DeviceState, EarlyEnd, Line};
use super::journal::Entry;
use super::kept::{Kept, Mention, Safety};
use super::link::push_text;
use super::outlet::{Put, add_frame};
use super::registry::Channel;
use super::service::Relay;
use super::settings::Settings;
use crate::protocol::link::{ErrorCode, RelayFrame};
use crate::protocol::{PushId, Stage};

/// How many pushes are put on a socket at once by whoever has them; more are the link's own to hand over, so that nobody holds
/// the device's lock for long.
const AT_ONCE: usize = 8;

/// Why a push expires with its channel.
pub(super) const CHANNEL_CLOSED: &str = "its channel was closed before it was delivered";

impl Relay {
    /// What waits goes onto the link, if there is one that takes it, and the link's loop is woken. What the battery forbids by
    /// now is thrown away (PROTOCOL.md 6, O-power): its sender was told `Received`, which is no proof of delivery.
    pub(super) fn hand_on(&self, state: &mut DeviceState) {
        if !state.takes_pushes() {
            return;
        }
        let power = state.power;
        let barred =
            state.queue.fill_link(|kept| kept.kind().is_some_and(|kind| barred_because(kind, power).is_some()));
        if !barred.is_empty() {
            self.end(state, &barred, Stage::Lost, "the battery forbade it when it was to be handed over");
        }
        self.put_on_socket(state);
        if state.queue.has_to_write() || state.has_news() {
            state.wake();
        }
    }

    /// What is to go to the phone goes onto its socket at once, as far as nothing stands in its way.
    fn put_on_socket(&self, state: &mut DeviceState) {
        let Line::Up(link) = &state.line else { return };
        if state.has_news() || !state.queue.has_to_write() {
            return;
        }
        let Some(mut turn) = link.outlet.begin() else { return };
        let mut frames = Vec::new();
        // A number that is not the push's own is written down first, which is the link's to do.
        for _ in 0..AT_ONCE {
            let Some(kept) = state.queue.next_to_write_if(Kept::has_own_number) else { break };
            if let Some(text) = push_text(kept) {
                self.tell_stage(kept.record.id, Stage::OnLink, None);
                add_frame(&mut frames, &text);
            }
        }
        if turn.put(&frames) == Put::Part {
            link.wake.notify_one();
        }
    }

    /// Pushes come to an end before they were delivered.
    pub(super) fn end(&self, state: &mut DeviceState, pushes: &[Mention], stage: Stage, why: &'static str) {
        for Mention { push, safety } in pushes {
            self.note(Entry::Settled(*push));
            match safety {
                Safety::Safe => self.tell_stage(*push, stage, Some(why)),
                Safety::Unwritten => state.early_ends.push(EarlyEnd { push: *push, stage, why }),
            }
        }
    }

    /// The link went down: what was on it waits again, unless its channel is closed by now.
    pub(super) fn put_back(&self, state: &mut DeviceState) {
        state.forget_news();
        let back = state.queue.link_down();
        let apps = &state.apps;
        let is_open =
            |channel: &Arc<Channel>| apps.get(&*channel.app).is_some_and(|app| Arc::ptr_eq(&app.channel, channel));
        let expired = state.queue.expire(|kept| !is_open(&kept.channel));
        for push in back.into_iter().filter(|push| expired.iter().all(|gone| gone.push != *push)) {
            self.tell_stage(push, Stage::Queued, Some("the link went down before it was acknowledged"));
        }
        self.end(state, &expired, Stage::Expired, CHANNEL_CLOSED);
    }

    /// A push goes onto the link under a number that is not its id: writes that down, so that it comes under the same number
    /// after a restart, and no other push does.
    pub(super) fn note_numbers(&self, device: &Device, state: &mut DeviceState, kept: &Kept) {
        if self.journal().is_none() {
            return;
        }
        let note = |kept: &Kept| self.note(Entry::Pending { push: kept.record.id, pending: kept.pending(None, false) });
        if !kept.is_copy() {
            note(kept);
        }
        if state.queue.reserve(note) {
            self.note(Entry::Device(Box::new(state.row(&device.id))));
        }
    }

    /// A tile update takes the place of those older ones that were not delivered yet, if the settings want it so.
    pub(super) fn coalesce(&self, state: &mut DeviceState, channel: &Arc<Channel>, tile: Option<&str>, newest: PushId) {
        let replaced = state.queue.expire(|old| old.record.id < newest && is_of_tile(old, channel, tile));
        self.end(state, &replaced, Stage::Expired, "a newer tile update took its place");
    }

    /// A push for a device on its link was refused because too many wait: the phone is told so (PROTOCOL.md 7,
    /// `NotificationRateTooHigh`), once until half of the queue is free again.
    #[expect(clippy::unused_self, reason = "it reads as the relay's, as its neighbours do")]
    pub(super) fn tell_full(&self, state: &mut DeviceState) {
        if state.takes_pushes() && !std::mem::replace(&mut state.told_full, true) {
            let message = format!("{} pushes wait already, so a push was refused", state.queue.waiting());
            let code = ErrorCode::NotificationRateTooHigh;
            state.tell_phone(RelayFrame::Error { about: None, code, message });
        }
    }
}

/// How many pushes wait that one more may not push out: with a tile update, older ones of its tile leave when it comes.
pub(super) fn waiting_for(
    state: &DeviceState,
    channel: &Arc<Channel>,
    tile: Option<&str>,
    settings: &Settings,
) -> usize {
    let waiting = state.queue.waiting();
    if settings.coalesce_tiles && tile.is_some() {
        waiting - state.queue.waiting_of(|old| is_of_tile(old, channel, tile)).min(waiting)
    } else {
        waiting
    }
}

fn is_of_tile(kept: &Kept, channel: &Arc<Channel>, tile: Option<&str>) -> bool {
    tile.is_some() && kept.tile.as_deref() == tile && Arc::ptr_eq(&kept.channel, channel)
}
