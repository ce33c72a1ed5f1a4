//! Which toast is at the top of the screen, and until when? How it moves is `motion`.

use super::motion::{self, Motion, Stay};
use super::scene::{Movement, Picture, SoundMark, ToastScene};
use crate::clock::Timestamp;
use crate::notification::{Sound, Toast};

/// A toast on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Banner {
    /// The app's name on the link.
    pub app: String,
    /// The app's title.
    pub title: String,
    /// The app's icon.
    pub icon: Option<Picture>,
    /// What it says.
    pub toast: Toast,
    stay: Stay,
    presence: Presence,
}

/// Whether the banner still means something to a finger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    Showing,
    Leaving,
}

impl Banner {
    /// A banner that comes now.
    #[must_use]
    pub fn coming(app: String, title: String, icon: Option<Picture>, toast: Toast, now: Timestamp) -> Self {
        Self { app, title, icon, toast, stay: Stay::starting(now), presence: Presence::Showing }
    }

    /// Whether it is there, and not on its way out.
    #[must_use]
    pub fn is_showing(&self, now: Timestamp) -> bool {
        self.showed_last() && now < self.stay.until
    }

    /// Whether it was there, and not on its way out, when it was last looked after.
    #[must_use]
    pub const fn showed_last(&self) -> bool {
        match self.presence {
            Presence::Showing => true,
            Presence::Leaving => false,
        }
    }

    /// When it came.
    #[must_use]
    pub const fn came(&self) -> Timestamp {
        self.stay.from
    }

    /// Sends it away now.
    pub fn dismiss(&mut self, now: Timestamp) {
        if self.is_showing(now) {
            self.stay.until = now;
            self.presence = Presence::Leaving;
        }
    }

    /// Looks after it: none when it is gone.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Option<Self> {
        if now >= self.stay.until {
            self.presence = Presence::Leaving;
        }
        (now < self.stay.over()).then_some(self)
    }

    /// When it must be looked after next.
    #[must_use]
    pub fn deadline(&self) -> Timestamp {
        match self.presence {
            Presence::Showing => self.stay.until,
            Presence::Leaving => self.stay.over(),
        }
    }

    /// What it looks like; none when it is gone.
    #[must_use]
    pub fn scene(&self, movement: Movement, now: Timestamp) -> Option<ToastScene> {
        let motion = match movement {
            Movement::Full => motion::toast_at(self.stay, now)?,
            Movement::Reduced if now < self.stay.until => Motion::REST,
            Movement::Reduced => return None,
        };
        Some(ToastScene {
            app: self.title.clone(),
            icon: self.icon.clone(),
            text1: self.toast.text1.clone().unwrap_or_default(),
            text2: self.toast.text2.clone().unwrap_or_default(),
            shift_ep: motion.shift_ep,
            opacity: motion.opacity,
            sound: sound_of(&self.toast),
        })
    }

    /// When it next looks different by itself.
    #[must_use]
    pub fn next_change(&self, movement: Movement, now: Timestamp) -> Option<Timestamp> {
        match movement {
            Movement::Full => motion::next_toast_change(self.stay, now),
            Movement::Reduced => Some(self.stay.until).filter(|until| now < *until),
        }
    }
}

/// What is heard when a toast comes (PROTOCOL.md 3.1).
#[must_use]
pub fn sound_of(toast: &Toast) -> SoundMark {
    match &toast.sound {
        None => SoundMark::Default,
        Some(Sound::Silent) => SoundMark::Silent,
        Some(Sound::Path(_)) => SoundMark::Custom,
    }
}
