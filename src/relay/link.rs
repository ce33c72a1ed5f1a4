//! How does the relay speak with one phone (INTERFACES.md 2)? Frames in, frames out; no socket here, that is `socket`.
//!
//! A session is one link. What it learns goes into the device, which outlives it; when it is dropped, the device is away.

pub(super) mod socket;

use std::sync::Arc;

use tokio::sync::Notify;

use super::device::{App, Device, DeviceState, Line, LinkEnd};
use super::journal::Entry;
use super::kept::Kept;
use super::outlet::Outlet;
use super::registry::{Acquaintance, Found, name_or_id};
use super::service::Relay;
use super::sight::{Bindings, Running};
use crate::protocol::channel_uri::{ChannelToken, Form};
use crate::protocol::device::{DeviceId, OsVersion};
use crate::protocol::domain::{MAX_DOMAIN_CHARS, MAX_DOMAINS};
use crate::protocol::link::{ErrorCode, MAX_FRAME_BYTES, PhoneFrame, PushText, RelayFrame};
use crate::protocol::{PushId, Stage};

/// What the relay says it is in `welcome`.
const NAME: &str = concat!("tilecast/", env!("CARGO_PKG_VERSION"));
/// How many channels a device may have. Phones had 15, later 30 (PROTOCOL.md 10, row 18); this only keeps memory bounded.
const MAX_CHANNELS: usize = 100;
/// The longest name of an app, a channel or a device, in characters.
const MAX_NAME_CHARS: usize = 128;

/// One link.
pub(super) struct Session {
    relay: Relay,
    number: u64,
    wake: Arc<Notify>,
    outlet: Outlet,
    device: Option<Arc<Device>>,
}

/// What the relay says to a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// Nothing.
    Nothing,
    /// This.
    Say(RelayFrame),
    /// This, and then it closes the link.
    SayAndClose(RelayFrame),
}

/// What there is to hand to the link's socket.
#[derive(Clone, Debug)]
pub(super) enum Next {
    /// This push.
    Push(Box<Kept>),
    /// This, beside the pushes.
    Say(RelayFrame),
    /// Nothing now.
    Nothing,
    /// The link is no longer the device's: another took its place.
    Replaced,
}

/// Why a frame was not followed; the link stays up.
struct Trouble {
    about: &'static str,
    code: ErrorCode,
    message: String,
}

impl Trouble {
    fn new(about: &'static str, code: ErrorCode, message: impl Into<String>) -> Self {
        Self { about, code, message: message.into() }
    }

    fn into_frame(self) -> RelayFrame {
        RelayFrame::Error { about: Some(self.about.to_owned()), code: self.code, message: self.message }
    }
}

impl Session {
    /// A link on which nothing was said yet.
    pub(super) fn new(relay: Relay, outlet: Outlet) -> Self {
        let number = relay.next_link();
        Self { relay, number, wake: Arc::new(Notify::new()), outlet, device: None }
    }

    /// All that the session gave to be written is on the socket.
    pub(super) fn has_written(&self) {
        self.outlet.put_down();
    }

    /// Told when there is something to hand to the socket.
    pub(super) fn wake(&self) -> Arc<Notify> {
        self.wake.clone()
    }

    /// Whether the phone has said who it is.
    pub(super) fn is_greeted(&self) -> bool {
        self.device.is_some()
    }

    /// A frame came.
    pub(super) fn hear(&mut self, text: &str) -> Reply {
        let frame = PhoneFrame::from_text(text);
        let Some(device) = self.device.clone() else {
            return match frame {
                Ok(PhoneFrame::Hello { device, os, name }) => self.hello(&device, os, name.as_deref()),
                Ok(_) => hello_first(None, "the first frame must be hello"),
                Err(error) => hello_first(error.about, &format!("the first frame must be hello: {}", error.message)),
            };
        };
        let frame = match frame {
            Ok(frame) => frame,
            Err(error) => {
                let code = ErrorCode::Unknown;
                return Reply::Say(RelayFrame::Error { about: error.about, code, message: error.message });
            }
        };
        let mut state = device.lock();
        if !state.is_linked_by(self.number) {
            // The loop is about to learn that another link took the place of this one.
            return Reply::Nothing;
        }
        let reply = match self.follow(frame, &device, &mut state) {
            Ok(Some(frame)) => frame,
            Ok(None) => return Reply::Nothing,
            Err(trouble) => trouble.into_frame(),
        };
        // What follows from the frame comes after the answer to it.
        self.outlet.take_up();
        Reply::Say(reply)
    }

    /// What came was no text.
    pub(super) fn hear_bytes() -> Reply {
        let message = String::from("frames are text");
        Reply::Say(RelayFrame::Error { about: None, code: ErrorCode::Unknown, message })
    }

    /// What there is to write.
    pub(super) fn next(&self) -> Next {
        let Some(device) = &self.device else { return Next::Nothing };
        let mut state = device.lock();
        if !state.is_linked_by(self.number) {
            return Next::Replaced;
        }
        self.outlet.take_up();
        if let Some(frame) = state.next_news() {
            return Next::Say(frame);
        }
        if let Some(frame) = state.next_uri() {
            self.relay.note(Entry::Device(Box::new(state.row(&device.id))));
            return Next::Say(frame);
        }
        if !state.takes_pushes() {
            return Next::Nothing;
        }
        match state.queue.next_to_write().cloned() {
            Some(kept) => {
                if !kept.has_own_number() {
                    self.relay.note_numbers(device, &mut state, &kept);
                }
                let detail = kept.is_copy().then_some("a copy, by a fault");
                self.relay.tell_stage(kept.record.id, Stage::OnLink, detail);
                Next::Push(Box::new(kept))
            }
            None => Next::Nothing,
        }
    }

    fn hello(&mut self, id: &DeviceId, os: OsVersion, name: Option<&str>) -> Reply {
        if name.is_some_and(|name| !is_name(name)) {
            return hello_first(Some(String::from("hello")), &names_are("a device's name"));
        }
        let now = self.relay.now();
        let Some((device, acquaintance)) = self.relay.meet(id, os, now) else {
            return hello_first(Some(String::from("hello")), "the relay knows as many devices as it may");
        };
        let mut state = device.lock();
        if state.removed {
            // In this very moment; the phone comes back as a new device.
            return hello_first(Some(String::from("hello")), "the device was removed");
        }
        if let Line::Up(old) = &state.line {
            old.wake.notify_one();
            self.relay.put_back(&mut state);
        }
        if acquaintance == Acquaintance::New || name.is_some() {
            state.name = name_or_id(name, id);
        }
        state.os = os;
        // Nothing comes before the welcome.
        self.outlet.take_up();
        state.line = Line::Up(LinkEnd { number: self.number, wake: self.wake.clone(), outlet: self.outlet.clone() });
        state.told_inactive = false;
        state.told_full = false;
        state.uris_are_news = true;
        state.wake();
        state.tell_power();
        self.relay.hand_on(&mut state);
        self.relay.device_changed(&device, &mut state);
        drop(state);
        self.device = Some(device);
        Reply::Say(RelayFrame::Welcome { relay: NAME.to_owned(), resumed: acquaintance == Acquaintance::Known })
    }

    fn follow(
        &self,
        frame: PhoneFrame,
        device: &Arc<Device>,
        state: &mut DeviceState,
    ) -> Result<Option<RelayFrame>, Trouble> {
        let reply = match frame {
            PhoneFrame::Hello { .. } => {
                return Err(Trouble::new("hello", ErrorCode::Unknown, "hello was said before"));
            }
            PhoneFrame::Ack { id } => {
                self.ack(id, device, state);
                return Ok(None);
            }
            PhoneFrame::Open { app, channel, service } => self.open(app, channel, service.as_deref(), device, state)?,
            PhoneFrame::Bind { app, toast, tile, tile_domains, foreground } => {
                let bound = state.apps.get_mut(&app).ok_or_else(|| no_channel("bind", &app))?;
                bind(bound, Bindings { toast, tile }, tile_domains, foreground)?;
                RelayFrame::Bound { app }
            }
            PhoneFrame::Close { app } => {
                let closed = state.apps.remove(&app).ok_or_else(|| no_channel("close", &app))?;
                self.relay.retire(&closed.channel, device, state);
                RelayFrame::Closed { app }
            }
            PhoneFrame::Power { level } => {
                state.power = level;
                self.relay.device_changed(device, state);
                return Ok(None);
            }
        };
        self.relay.device_changed(device, state);
        Ok(Some(reply))
    }

    fn ack(&self, id: PushId, device: &Arc<Device>, state: &mut DeviceState) {
        let waited = state.queue.waiting();
        let acked = state.queue.ack(id.0);
        self.relay.settle(&acked.done, Stage::Acked, None);
        if acked.count > 0 && waited > 0 {
            self.relay.hand_on(state);
            self.relay.tell_device(device, state);
        }
    }

    fn open(
        &self,
        app: String,
        channel: String,
        service: Option<&str>,
        device: &Arc<Device>,
        state: &mut DeviceState,
    ) -> Result<RelayFrame, Trouble> {
        let failed = |message: String| Trouble::new("open", ErrorCode::ChannelOpenFailed, message);
        if !is_name(&app) || !is_name(&channel) {
            return Err(failed(names_are("the name of an app or a channel")));
        }
        if let Some(service) = service {
            if !is_name(service) {
                return Err(failed(names_are("the name of a service")));
            }
            if self.relay.tls_base().is_none() {
                return Err(failed(format!("this relay has no TLS port, so it cannot authenticate {service}")));
            }
        }
        let same = |known: &&App| *known.channel.name == *channel && known.channel.service.as_deref() == service;
        if let Some(known) = state.apps.get_mut(&app).filter(|known| same(&&**known)) {
            let uri = known.channel.uri.to_string();
            known.told_uri.clone_from(&uri);
            return Ok(RelayFrame::Opened { app, channel, uri });
        }
        if !state.apps.contains_key(&app) && state.apps.len() >= MAX_CHANNELS {
            return Err(failed(format!("a device may have {MAX_CHANNELS} channels")));
        }
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| failed(format!("no random numbers: {error}")))?;
        let form = if service.is_some() { Form::Unthrottled } else { Form::Throttled };
        let token = ChannelToken::from_random(random, form);
        let new = self.relay.channel(&app, &channel, token, service.map(str::to_owned));
        let opened = RelayFrame::Opened { app: app.clone(), channel, uri: new.uri.to_string() };
        self.relay.registry().open(Found { device: device.clone(), channel: new.clone() });
        if let Some(replaced) = state.apps.insert(app, App::with_channel(new)) {
            self.relay.retire(&replaced.channel, device, state);
        }
        Ok(opened)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let Some(device) = self.device.take() else { return };
        let mut state = device.lock();
        if state.is_linked_by(self.number) {
            state.line = Line::Down { since: self.relay.now() };
            self.relay.put_back(&mut state);
            self.relay.device_changed(&device, &mut state);
        }
    }
}

/// The push as it goes to the phone, as text. Of the headers only those that concern the phone: the `X-` ones.
///
/// A frame has its limit, and a push that does not fit would close the link each time that it comes. So a text that grows too
/// much by JSON's escapes goes in base64, and headers that are too many stay out.
pub(super) fn push_text(kept: &Kept) -> Option<String> {
    let fits = |text: &String| text.len() <= MAX_FRAME_BYTES;
    let mut push = in_words(kept)?;
    push.set_bytes(kept.bytes());
    let whole = push.to_text();
    if fits(&whole) {
        return Some(whole);
    }
    push.set_base64(kept.bytes());
    let encoded = push.to_text();
    if fits(&encoded) {
        return Some(encoded);
    }
    push.headers.clear();
    Some(push.to_text())
}

/// The push but for its body.
fn in_words(kept: &Kept) -> Option<PushText<'_>> {
    let record = &kept.record;
    let is_ours = |name: &str| name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("X-"));
    Some(PushText {
        id: PushId(kept.link_id?),
        push: record.id,
        app: record.app.as_deref()?,
        channel: record.channel.as_deref()?,
        kind: record.kind?,
        class: record.class?,
        message_id: &record.message_id,
        body: None,
        body_base64: None,
        headers: record.request.headers.iter().filter(|(name, _)| is_ours(name)).collect(),
    })
}

fn bind(
    app: &mut App,
    bindings: Bindings,
    tile_domains: Option<Vec<String>>,
    foreground: Option<bool>,
) -> Result<(), Trouble> {
    if let Some(domains) = tile_domains {
        if domains.len() > MAX_DOMAINS || domains.iter().any(|domain| domain.chars().count() > MAX_DOMAIN_CHARS) {
            let message = format!("at most {MAX_DOMAINS} domains of {MAX_DOMAIN_CHARS} characters may be listed");
            return Err(Trouble::new("bind", ErrorCode::Unknown, message));
        }
        app.tile_domains = domains;
    }
    app.bindings = bindings;
    if let Some(foreground) = foreground {
        app.running = if foreground { Running::Front } else { Running::Stopped };
    }
    Ok(())
}

fn is_name(text: &str) -> bool {
    (1..=MAX_NAME_CHARS).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

fn names_are(what: &str) -> String {
    format!("{what} has 1 to {MAX_NAME_CHARS} characters, and no control characters")
}

fn no_channel(about: &'static str, app: &str) -> Trouble {
    let app: String = app.chars().take(MAX_NAME_CHARS).collect();
    Trouble::new(about, ErrorCode::Unknown, format!("`{app}` has no open channel"))
}

fn hello_first(about: Option<String>, message: &str) -> Reply {
    Reply::SayAndClose(RelayFrame::Error { about, code: ErrorCode::Unknown, message: message.to_owned() })
}
