//! What is being composed? The form's state, and the notification that it stands for.
//!
//! The form keeps whatever was typed: switching a field off, or the kind over, loses nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::notification::tile::{Slot, SlotMut};
use crate::notification::{
    Field, FieldName, ImageRef, Kind, Notification, Raw, Sound, TemplateKind, Tile, TileId, Toast, Version,
};
use crate::notification::{read, write};
use crate::protocol::class::{Interval, NotificationClass};
use crate::protocol::device::DeviceId;

/// Where a push goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Destination {
    /// An app on a phone, by whatever URI its channel has now.
    Channel {
        /// The device.
        device: DeviceId,
        /// The app.
        app: String,
    },
    /// A channel URI as typed.
    Uri(String),
}

/// Whether a tile's field keeps, clears or sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldState {
    /// Not sent: the phone keeps what it shows.
    #[default]
    Keep,
    /// `Action="Clear"`.
    Clear,
    /// Sent with the text.
    Set,
}

/// One field of the tile form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FieldForm {
    /// Keep, clear or set.
    pub state: FieldState,
    /// What was typed, kept in every state.
    pub text: String,
}

/// The toast's sound in the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SoundForm {
    /// Not sent.
    #[default]
    Default,
    /// `Silent="true"`.
    Silent,
    /// Sent with the path.
    Path,
}

/// The toast form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ToastForm {
    /// Title.
    pub text1: String,
    /// Content.
    pub text2: String,
    /// Where a tap leads; not sent if empty.
    pub param: String,
    /// Sound.
    pub sound: SoundForm,
    /// Path of the sound.
    pub sound_path: String,
}

/// The composer, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compose {
    /// Where it goes.
    pub to: Option<Destination>,
    /// What kind it is.
    pub kind: Kind,
    /// How long the service may hold it.
    pub interval: Interval,
    /// The toast form.
    pub toast: ToastForm,
    /// The tile's template.
    pub template: TemplateKind,
    /// The tile's id; empty is the application tile.
    pub tile_id: String,
    /// The tile form, for every template at once.
    pub fields: BTreeMap<FieldName, FieldForm>,
    /// The raw body.
    pub raw: String,
}

/// A field's text that cannot be sent as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormProblem {
    /// The field.
    pub field: FieldName,
    /// What is wrong, in words.
    pub message: String,
}

impl Default for Compose {
    fn default() -> Self {
        let set = |text: &str| FieldForm { state: FieldState::Set, text: text.to_owned() };
        Self {
            to: None,
            kind: Kind::Toast,
            interval: Interval::Immediate,
            toast: ToastForm {
                text1: String::from("Train 7"),
                text2: String::from("Leaves at 10:40"),
                param: String::from("/Trip.xaml?id=7"),
                ..ToastForm::default()
            },
            template: TemplateKind::Flip,
            tile_id: String::new(),
            fields: BTreeMap::from([
                (FieldName::Title, set("Trips")),
                (FieldName::Count, set("3")),
                (FieldName::BackContent, set("Gate 4")),
                (FieldName::BackTitle, set("Next")),
            ]),
            raw: String::from("{\"train\": 7, \"leaves\": \"10:40\"}"),
        }
    }
}

impl Compose {
    /// This draft with a payload from elsewhere: as the toast or tile that its XML says, anything else as raw. What the
    /// other kinds' forms hold is kept.
    #[must_use]
    pub fn with_bytes(&self, bytes: &[u8]) -> Self {
        let known = [Kind::Toast, Kind::Tile].into_iter().find_map(|kind| read::read(bytes, kind).ok());
        match known {
            Some(reading) => self.with_notification(&reading.notification),
            None => self.with_notification(&Notification::Raw(Raw { bytes: bytes.to_vec() })),
        }
    }

    fn with_notification(&self, notification: &Notification) -> Self {
        let mut form = Self { kind: notification.kind(), ..self.clone() };
        match notification {
            Notification::Toast(toast) => form.toast = ToastForm::from(toast),
            Notification::Tile(tile) => {
                form.template = tile.template.kind();
                form.tile_id = tile.id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default();
                for name in tile.template.kind().fields() {
                    if let Some(slot) = tile.template.slot(*name) {
                        form.fields.insert(*name, FieldForm::from(slot));
                    }
                }
            }
            Notification::Raw(raw) => form.raw = String::from_utf8_lossy(&raw.bytes).into_owned(),
        }
        form
    }

    /// The class that the push is sent with.
    #[must_use]
    pub const fn class(&self) -> NotificationClass {
        NotificationClass::of(self.kind, self.interval)
    }

    /// The form of a field, as typed so far.
    #[must_use]
    pub fn field(&self, name: FieldName) -> FieldForm {
        self.fields.get(&name).cloned().unwrap_or_default()
    }

    /// The notification that the form stands for, and which fields had to be left out of it.
    #[must_use]
    pub fn notification(&self) -> (Notification, Vec<FormProblem>) {
        match self.kind {
            Kind::Toast => (Notification::Toast(self.toast()), Vec::new()),
            Kind::Tile => {
                let (tile, problems) = self.tile();
                (Notification::Tile(tile), problems)
            }
            Kind::Raw => (Notification::Raw(Raw { bytes: self.raw.clone().into_bytes() }), Vec::new()),
        }
    }

    /// The exact bytes that Send will send, laid out as the composer shows them, and which fields had to be left out.
    #[must_use]
    pub fn body(&self) -> (Vec<u8>, Vec<FormProblem>) {
        let (notification, problems) = self.notification();
        let bytes = match notification {
            Notification::Raw(raw) => raw.bytes,
            Notification::Toast(_) | Notification::Tile(_) => write::pretty(&notification).into_bytes(),
        };
        (bytes, problems)
    }

    fn toast(&self) -> Toast {
        let filled = |text: &String| (!text.is_empty()).then(|| text.clone());
        let form = &self.toast;
        Toast {
            version: None,
            text1: Some(form.text1.clone()),
            text2: Some(form.text2.clone()),
            param: filled(&form.param),
            sound: match form.sound {
                SoundForm::Default => None,
                SoundForm::Silent => Some(Sound::Silent),
                // Without a path there is nothing to play: the default.
                SoundForm::Path => filled(&form.sound_path).map(Sound::Path),
            },
        }
    }

    fn tile(&self) -> (Tile, Vec<FormProblem>) {
        let mut template = self.template.empty();
        let mut problems = Vec::new();
        for name in self.template.fields() {
            let form = self.field(*name);
            let filled = match template.slot_mut(*name) {
                Some(slot) => fill(slot, &form),
                None => Ok(()),
            };
            if let Err(message) = filled {
                problems.push(FormProblem { field: *name, message });
            }
        }
        let version = self.template.attribute().map(|_| Version::TWO);
        (Tile { version, id: TileId::new(self.tile_id.clone()), template }, problems)
    }
}

impl From<&Toast> for ToastForm {
    fn from(toast: &Toast) -> Self {
        let (sound, sound_path) = match &toast.sound {
            None => (SoundForm::Default, String::new()),
            Some(Sound::Silent) => (SoundForm::Silent, String::new()),
            Some(Sound::Path(path)) => (SoundForm::Path, path.clone()),
        };
        Self {
            text1: toast.text1.clone().unwrap_or_default(),
            text2: toast.text2.clone().unwrap_or_default(),
            param: toast.param.clone().unwrap_or_default(),
            sound,
            sound_path,
        }
    }
}

impl From<Slot<'_>> for FieldForm {
    fn from(slot: Slot<'_>) -> Self {
        match slot {
            Slot::Text(field) => form_of(field, String::clone),
            Slot::Image(field) => form_of(field, |image| image.as_str().to_owned()),
            Slot::Count(field) => form_of(field, ToString::to_string),
            Slot::Color(field) => form_of(field, ToString::to_string),
        }
    }
}

fn form_of<T>(field: &Field<T>, show: impl Fn(&T) -> String) -> FieldForm {
    match field {
        Field::Absent => FieldForm::default(),
        Field::Cleared => FieldForm { state: FieldState::Clear, text: String::new() },
        Field::Set(value) => FieldForm { state: FieldState::Set, text: show(value) },
    }
}

fn fill(slot: SlotMut<'_>, form: &FieldForm) -> Result<(), String> {
    match slot {
        SlotMut::Text(field) => put(field, form, |text| Ok(text.to_owned())),
        SlotMut::Image(field) => put(field, form, |text| Ok(ImageRef::new(text))),
        SlotMut::Count(field) => put(field, form, |text| text.parse().map_err(to_words)),
        SlotMut::Color(field) => put(field, form, |text| text.parse().map_err(to_words)),
    }
}

fn put<T>(field: &mut Field<T>, form: &FieldForm, parse: impl Fn(&str) -> Result<T, String>) -> Result<(), String> {
    *field = match form.state {
        FieldState::Keep => Field::Absent,
        FieldState::Clear => Field::Cleared,
        FieldState::Set => Field::Set(parse(&form.text)?),
    };
    Ok(())
}

fn to_words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was saved opens as the same body, and what the other kinds' forms hold is kept.
    #[test]
    fn a_saved_body_opens_again() {
        let draft = Compose::default();
        for kind in Kind::ALL {
            let (body, problems) = Compose { kind, ..draft.clone() }.body();
            assert!(problems.is_empty());
            let mut typed = draft.clone();
            typed.toast.text1 = String::from("typed");
            typed.raw = String::from("typed");
            let opened = typed.with_bytes(&body);
            assert_eq!((opened.kind, opened.body().0), (kind, body));
            if kind != Kind::Raw {
                assert_eq!(opened.raw, "typed");
            }
            if kind != Kind::Toast {
                assert_eq!(opened.toast.text1, "typed");
            }
        }
    }

    /// Anything that is neither toast nor tile opens as raw.
    #[test]
    fn other_files_open_as_raw() {
        let opened = Compose::default().with_bytes(&[b'<', 0xFF, 0x00]);
        assert_eq!(opened.kind, Kind::Raw);
    }
}
