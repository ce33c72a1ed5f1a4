//! Where does one point a sender? The bar that says so, always.

use serde::Serialize;

use crate::clock::ClockFace;
use crate::console::Model;
use crate::console::model::ThemeChoice;
use crate::console::service::Panel;

use super::service::bent;
use super::{channel_of, channel_title};
use crate::ui::theme::Tone;

/// What the top bar shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TopBarView {
    /// Whether the relay listens.
    pub tone: Tone,
    /// The relay's address.
    pub base: Option<String>,
    /// The channel that the composer sends to.
    pub endpoint: Option<Endpoint>,
    /// Whether the panel about the service is open.
    pub panel: Panel,
    /// Whether something bends the service, as a colour.
    pub bent: Option<Tone>,
    /// The theme.
    pub theme: ThemeChoice,
}

/// Where to point a sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Endpoint {
    /// Whose channel it is.
    pub whose: String,
    /// The whole URI, as it is copied.
    pub uri: String,
    /// The address in it.
    pub base: String,
    /// The part after the address.
    pub path: String,
}

impl TopBarView {
    /// The bar of this model.
    #[must_use]
    pub fn new(model: &Model, face: &ClockFace) -> Self {
        let base = model.world.base.clone();
        Self {
            tone: if base.is_some() { Tone::Received } else { Tone::Idle },
            endpoint: endpoint(model),
            base,
            panel: model.desk.service.panel,
            bent: (!bent(model, face).is_empty()).then_some(Tone::Warned),
            theme: model.desk.theme,
        }
    }
}

/// The channel to point a sender at: the composer's, or else the first there is.
#[must_use]
pub fn endpoint(model: &Model) -> Option<Endpoint> {
    let first = model.first_channel();
    let (device, open) =
        channel_of(model, model.desk.draft.to.as_ref()).or_else(|| channel_of(model, first.as_ref()))?;
    let uri = open.uri.to_string();
    let path = open.uri.path().to_owned();
    let base = uri.strip_suffix(&path).unwrap_or_default().to_owned();
    Some(Endpoint { whose: channel_title(model, &device.device, &open.app), base, path, uri })
}
