//! What does a push do to the phone? It is read, handed to the shell or to its app, and acknowledged (PROTOCOL.md 3, 7).

use std::sync::Arc;

use super::apps::{page_of, raw_text, toast_text};
use super::art;
use super::client::Arrival;
use super::device::{Output, Phone, send};
use super::places::Over;
use super::shell::banner::Banner;
use super::shell::scene::Banners;
use super::shell::start::Origin;
use crate::clock::Timestamp;
use crate::notification::read::{Reading, read};
use crate::notification::{Kind, Notification, Tile, Toast};
use crate::protocol::NotificationClass;
use crate::protocol::PushId;
use crate::protocol::domain::{is_bound, remote_pictures};
use crate::protocol::link::{ErrorCode, PhoneFrame, PushFrame};
use crate::protocol::trace::Stage;
use crate::protocol::version::{self, Does, Older};

/// What became of a push, with words for people.
struct Outcome {
    stage: Stage,
    detail: Option<String>,
    channel: ChannelFate,
}

/// What a push does to its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ChannelFate {
    /// Nothing.
    Lives,
    /// The phone drops it; the app must open it again (PROTOCOL.md 7, `PayloadFormatError`).
    Dropped,
}

impl Outcome {
    const fn new(stage: Stage, detail: Option<String>) -> Self {
        Self { stage, detail, channel: ChannelFate::Lives }
    }

    fn ignored(why: impl Into<String>) -> Self {
        Self::new(Stage::Ignored, Some(why.into()))
    }

    /// The same, with something more to say.
    fn remarking(mut self, more: Option<String>) -> Self {
        let all: Vec<String> = self.detail.take().into_iter().chain(more).collect();
        self.detail = (!all.is_empty()).then(|| all.join("; "));
        self
    }
}

impl Phone {
    /// A push came. One that came before is acknowledged again and does nothing else (INTERFACES.md 2).
    pub(super) fn push(&mut self, push: &PushFrame, now: Timestamp) -> Vec<Output> {
        let ack = Output::Send(PhoneFrame::Ack { id: push.id });
        match self.client_mut().arrived(push.id) {
            Arrival::Again => vec![ack],
            Arrival::First => {
                let reached = |stage, detail| Output::Reached { push: push.push_id(), stage, detail };
                let Outcome { stage, detail, channel } = self.deliver(push, now);
                let mut outputs = vec![reached(Stage::AtPhone, None), reached(stage, detail), ack];
                if channel == ChannelFate::Dropped {
                    outputs.extend(send(self.client_mut().drop_channel(&push.app)));
                }
                outputs
            }
        }
    }

    fn deliver(&mut self, push: &PushFrame, now: Timestamp) -> Outcome {
        if self.apps.app(&push.app).is_none() {
            return Outcome::ignored(format!("no app `{}` is installed", push.app));
        }
        let bytes = push.bytes();
        if push.kind == Kind::Raw {
            return match push.class {
                NotificationClass::VOIP => self.call(&push.app, &bytes, now),
                _ => self.raw(&push.app, &bytes, now),
            };
        }
        match read(&bytes, push.kind) {
            Ok(Reading { notification, .. }) => self.notification(push, notification, now),
            Err(error) => self.unreadable(&push.app, error.to_string(), now),
        }
    }

    /// What is newer than the phone is an error, leaves everything as it was, or is left out (`protocol/version`).
    fn notification(&mut self, push: &PushFrame, notification: Notification, now: Timestamp) -> Outcome {
        let app = push.app.as_str();
        let os = self.config.os;
        let newcomers = version::newcomers(&notification);
        let too_new = version::worst(&newcomers, os);
        let why = too_new.map(|part| format!("{}: {}", part.fact(os), part.consequence()));
        match (too_new.map(|part| part.older), notification) {
            (Some(Older::Refuses), _) => self.unreadable(app, why.unwrap_or_default(), now),
            (Some(Older::Leaves), _) => Outcome::ignored(why.unwrap_or_default()),
            (Some(Older::DoesWithout), Notification::Toast(toast)) => {
                self.toast(app, Toast { sound: None, ..toast }, now).remarking(why)
            }
            (Some(Older::DoesWithout) | None, Notification::Tile(tile)) => {
                self.tile(app, &tile, push.push_id(), now).remarking(why)
            }
            (None, Notification::Toast(toast)) => self.toast(app, toast, now),
            (Some(Older::DoesWithout) | None, Notification::Raw(raw)) => self.raw(app, &raw.bytes, now),
        }
    }

    /// The app hears of it and loses its channel, but on versions that swallow it (PROTOCOL.md 7, "Newer OS").
    fn unreadable(&mut self, app: &str, message: String, now: Timestamp) -> Outcome {
        self.raise_error(app, ErrorCode::PayloadFormatError, &message, now);
        let channel = match version::abilities(self.config.os).channel_errors {
            Does::Yes => ChannelFate::Dropped,
            Does::No => ChannelFate::Lives,
        };
        Outcome { channel, ..Outcome::ignored(message) }
    }

    /// A toast is a banner, unless its app is in front: then the app gets it instead (VISUALS.md 4, O). The newest takes
    /// the place of the one that shows (VISUALS.md 10).
    fn toast(&mut self, app: &str, toast: Toast, now: Timestamp) -> Outcome {
        let is_covered =
            self.places.over() != Over::Nothing && version::abilities(self.config.os).shows_over_covered.so();
        if self.places.is_front(app) && !is_covered {
            self.apps_mut().tell(app, "ShellToastNotificationReceived", toast_text(&toast), now);
            return Outcome::new(Stage::ToApp, Some("the app is in front, so it gets the toast".to_owned()));
        }
        // The relay hears of it as well, and then sends none.
        if self.client.banners(app) == Banners::Blocked {
            return Outcome::ignored("the user has blocked the app's toasts");
        }
        let param = toast.param.as_deref();
        let remark = page_of(param).is_none().then(|| {
            let param = param.unwrap_or_default();
            format!("`{param}` is no page (it must begin with / or ?), so a tap leads to the app's start page")
        });
        let title = self.apps.app(app).map_or_else(|| app.to_owned(), |known| known.config.title.clone());
        if let Some(replaced) = self.banner.take_if(|banner| banner.is_showing(now)) {
            self.keep(&replaced);
        }
        self.banner = Some(Arc::new(Banner::coming(app.to_owned(), title, art::app_icon(), toast, now)));
        Outcome::new(Stage::Shown, remark)
    }

    /// Pictures that the channel's domains forbid are left out, the rest of the update applies (PROTOCOL.md 7 says only that
    /// the app hears of it; our choice).
    fn tile(&mut self, app: &str, tile: &Tile, push: PushId, now: Timestamp) -> Outcome {
        let seen = self.sees_start();
        let assets = self.apps.app(app).map(|app| Arc::clone(&app.assets)).unwrap_or_default();
        let from = Origin { assets: &assets, push: Some(push) };
        match self.start_mut().update(app, tile, &from, seen, now) {
            Ok(remarks) => {
                let forbidden = remote_pictures(tile).find(|(_, address)| !is_bound(address.as_str(), &assets.domains));
                if let Some((_, address)) = forbidden {
                    self.raise_error(app, ErrorCode::MessageBadContent, address.as_str(), now);
                }
                Outcome::new(Stage::Shown, (!remarks.is_empty()).then(|| remarks.join("; ")))
            }
            Err(reason) => Outcome::ignored(reason.to_string()),
        }
    }

    /// A VoIP call starts its app's task, whether or not the app runs (PROTOCOL.md 2.2, O-voip).
    fn call(&mut self, app: &str, bytes: &[u8], now: Timestamp) -> Outcome {
        self.apps_mut().tell(app, "VoipHttpIncomingCallTask", raw_text(bytes), now);
        Outcome::new(Stage::ToApp, Some("the call starts the app's task".to_owned()))
    }

    /// Raw bytes go to a running app only (PROTOCOL.md 3.5, O).
    fn raw(&mut self, app: &str, bytes: &[u8], now: Timestamp) -> Outcome {
        if bytes.is_empty() && !version::abilities(self.config.os).channel_errors.so() {
            return Outcome::ignored("this version hands no empty raw notification to the app");
        }
        if self.places.is_front(app) {
            self.apps_mut().tell(app, "HttpNotificationReceived", raw_text(bytes), now);
            Outcome::new(Stage::ToApp, None)
        } else {
            Outcome::ignored("the app is not running")
        }
    }
}
