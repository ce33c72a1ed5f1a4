//! What is being composed? The form's rows, the body that it stands for, and what keeps it from being sent.

use serde::Serialize;

use crate::console::Model;
use crate::console::compose::{Compose, Destination, FieldForm, FieldState, FormProblem, SoundForm};
use crate::console::model::ComposerTab;
use crate::lang::{Argument, text, text_with};
use crate::notification::tile::ValueKind;
use crate::notification::{FieldName, Kind, MAX_PAYLOAD_BYTES, TemplateKind};
use crate::protocol::class::Interval;

use super::{channel_title, figures};

/// What the composer shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComposerView {
    /// Which side is shown where both do not fit.
    pub tab: ComposerTab,
    /// The kind.
    pub kind: Kind,
    /// The tile's template.
    pub template: TemplateKind,
    /// Where it goes.
    pub to: To,
    /// How long the service may hold it.
    pub interval: Interval,
    /// The form, by kind.
    pub form: Form,
    /// The body, laid out for reading.
    pub source: String,
    /// The body as it is sent.
    #[serde(skip)]
    pub body: Vec<u8>,
    /// How large it is.
    pub meter: Meter,
    /// Whether it can be sent.
    pub sendable: bool,
}

/// Where it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct To {
    /// What is chosen, in words.
    pub shown: String,
    /// Every open channel.
    pub channels: Vec<(String, Destination)>,
    /// Which of them is chosen.
    pub chosen: Option<usize>,
    /// The typed address, if one is to be typed.
    pub typed: Option<String>,
}

/// The form of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Text1, Text2, Param, Sound.
    Toast {
        /// Title.
        text1: String,
        /// Content.
        text2: String,
        /// Where a tap leads.
        param: String,
        /// Sound.
        sound: SoundForm,
        /// Path of the sound.
        sound_path: String,
    },
    /// Id and the template's fields.
    Tile {
        /// The tile's id.
        id: String,
        /// The fields.
        fields: Vec<FieldRow>,
    },
    /// The body.
    Raw(String),
}

/// One field of the tile form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldRow {
    /// Which field.
    pub name: FieldName,
    /// Keep, clear or set.
    pub state: FieldState,
    /// What stands in the box; nothing unless it is set.
    pub text: String,
    /// What the box says while it is empty.
    pub hint: &'static str,
    /// Why it cannot be sent.
    pub problem: Option<String>,
    /// What was typed, kept in every state.
    #[serde(skip)]
    pub kept: String,
}

/// How large the body is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Meter {
    /// In words.
    pub text: String,
    /// 0 to 1.
    pub filled: f32,
    /// Whether the service would refuse it.
    pub too_large: bool,
}

impl ComposerView {
    /// The composer of this model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let draft = &model.desk.draft;
        let (body, problems) = draft.body();
        let meter = Meter::new(body.len());
        Self {
            tab: model.desk.composer,
            kind: draft.kind,
            template: draft.template,
            to: To::new(model),
            interval: draft.interval,
            form: Form::new(draft, &problems),
            source: String::from_utf8_lossy(&body).into_owned(),
            sendable: problems.is_empty() && model.uri_of(draft.to.as_ref()).is_some(),
            meter,
            body,
        }
    }
}

impl To {
    fn new(model: &Model) -> Self {
        let to = model.desk.draft.to.as_ref();
        let named = |to: Destination| match &to {
            Destination::Channel { device, app } => (channel_title(model, device, app), to),
            Destination::Uri(uri) => (uri.clone(), to),
        };
        let channels: Vec<(String, Destination)> = model.channels().map(named).collect();
        let chosen = channels.iter().position(|(_, channel)| Some(channel) == to);
        let typed = match to {
            Some(Destination::Uri(uri)) => Some(uri.clone()),
            Some(Destination::Channel { .. }) | None => None,
        };
        let shown = match (chosen.and_then(|at| channels.get(at)), &typed, to) {
            (Some((title, _)), _, _) => title.clone(),
            (None, Some(_), _) => text("to-typed").to_owned(),
            (None, None, Some(Destination::Channel { device, app })) => {
                let channel = channel_title(model, device, app);
                text_with("to-gone", &[("channel", Argument::Text(&channel))])
            }
            (None, None, Some(Destination::Uri(_)) | None) => text("to-nobody").to_owned(),
        };
        Self { shown, channels, chosen, typed }
    }
}

impl Form {
    fn new(draft: &Compose, problems: &[FormProblem]) -> Self {
        match draft.kind {
            Kind::Toast => Self::Toast {
                text1: draft.toast.text1.clone(),
                text2: draft.toast.text2.clone(),
                param: draft.toast.param.clone(),
                sound: draft.toast.sound,
                sound_path: draft.toast.sound_path.clone(),
            },
            Kind::Tile => {
                let mut names = draft.template.fields().to_vec();
                names.sort_by_key(|name| place(*name));
                let rows = names.into_iter().map(|name| FieldRow::new(name, draft.field(name), problems));
                Self::Tile { id: draft.tile_id.clone(), fields: rows.collect() }
            }
            Kind::Raw => Self::Raw(draft.raw.clone()),
        }
    }
}

/// What people write first stands first: the front of the medium tile, its back, the wide tile, the small one.
fn place(name: FieldName) -> u8 {
    match name {
        FieldName::Title => 0,
        FieldName::Count => 1,
        FieldName::BackgroundImage | FieldName::IconImage => 2,
        FieldName::BackgroundColor => 3,
        FieldName::BackTitle | FieldName::WideContent1 => 4,
        FieldName::BackContent | FieldName::WideContent2 => 5,
        FieldName::BackBackgroundImage | FieldName::WideContent3 => 6,
        FieldName::CycleImage1
        | FieldName::CycleImage2
        | FieldName::CycleImage3
        | FieldName::CycleImage4
        | FieldName::CycleImage5
        | FieldName::CycleImage6
        | FieldName::CycleImage7
        | FieldName::CycleImage8
        | FieldName::CycleImage9 => 7,
        FieldName::WideBackgroundImage => 8,
        FieldName::WideBackContent => 9,
        FieldName::WideBackBackgroundImage => 10,
        FieldName::SmallBackgroundImage | FieldName::SmallIconImage => 11,
    }
}

impl FieldRow {
    fn new(name: FieldName, form: FieldForm, problems: &[FormProblem]) -> Self {
        let hint = match (form.state, name.value_kind()) {
            (FieldState::Keep, _) => text("field-keeps"),
            (FieldState::Clear, _) => text("field-clears"),
            (FieldState::Set, ValueKind::Text) => text("field-empty-text"),
            (FieldState::Set, ValueKind::Image) => text("field-image"),
            (FieldState::Set, ValueKind::Count) => text("field-count"),
            (FieldState::Set, ValueKind::Color) => text("field-color"),
        };
        let problem = problems.iter().find(|problem| problem.field == name).map(|problem| problem.message.clone());
        let shown = match form.state {
            FieldState::Set => form.text.clone(),
            FieldState::Keep | FieldState::Clear => String::new(),
        };
        Self { name, state: form.state, text: shown, hint, problem, kept: form.text }
    }
}

impl Meter {
    #[expect(clippy::cast_precision_loss, reason = "a length in bytes that is drawn as a bar")]
    fn new(bytes: usize) -> Self {
        let (used, most) = (figures::thousands(bytes), figures::thousands(MAX_PAYLOAD_BYTES));
        Self {
            text: text_with("meter", &[("used", Argument::Text(&used)), ("most", Argument::Text(&most))]),
            filled: (bytes as f32 / MAX_PAYLOAD_BYTES as f32).min(1.0),
            too_large: bytes > MAX_PAYLOAD_BYTES,
        }
    }
}
