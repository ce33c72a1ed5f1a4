//! What does a payload look like, and what is wrong with it? Nothing is sent to find out.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::Png;
use super::ask::{Parameters, Payload};
use super::refusal::Refusal;
use super::{Host, Limits};
use crate::console::lint::lint;
use crate::console::render::wish::{MAX_AT_SECS, Wish, WrongWish, names};
use crate::console::render::{self, NoPicture, View};
use crate::notification::Kind;
use crate::notification::lint::Diagnostic;
use crate::phone::shell::motion::Side;
use crate::phone::shell::scene::{PhoneTheme, TileSize};
use crate::protocol::device::OsVersion;

/// The parameters of `POST /lint`.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct LintQuery {
    /// What the payload is; what it seems to be if it is not said. A whole request says it itself.
    #[param(inline)]
    kind: Option<Kind>,
    /// Also what a phone of this version will not do.
    #[param(inline)]
    os: Option<OsVersion>,
}

/// What is wrong with a payload.
#[derive(Serialize, ToSchema)]
pub(super) struct Linted {
    /// What it was taken as.
    kind: Kind,
    /// Everything that is wrong.
    diagnostics: Vec<Diagnostic>,
}

/// `POST /lint`. The body is a payload, or a whole request as text.
pub(super) async fn check(
    Parameters(query): Parameters<LintQuery>,
    Payload(body): Payload,
) -> Result<Json<Linted>, Refusal> {
    let hint = "write a payload, or a request: request line, header lines, an empty line, the body";
    let found = lint(&body, query.kind, query.os).map_err(|error| Refusal::value(error.to_string(), hint))?;
    Ok(Json(Linted { kind: found.kind, diagnostics: found.diagnostics }))
}

/// The parameters of `POST /render`.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct RenderQuery {
    /// How large a tile is; `all` draws every size that it can have.
    #[serde(default)]
    #[param(inline)]
    size: Sizes,
    /// The phone's system.
    #[serde(default)]
    #[param(inline)]
    os: OsVersion,
    /// The phone's theme; tiles look the same in both.
    #[serde(default)]
    #[param(inline)]
    theme: PhoneTheme,
    /// The phone's accent: a name that its version has, or `#RRGGBB`.
    accent: Option<String>,
    /// Which side of a tile; the one that shows at that moment if it is not said.
    #[param(inline)]
    side: Option<SideName>,
    /// How many seconds after the payload arrived; a toast has come to rest if it is not said.
    at: Option<f64>,
    /// Pixels per effective pixel; 1 if it is not said.
    scale: Option<f32>,
}

/// How large a tile is.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Sizes {
    /// 99 × 99.
    Small,
    /// 210 × 210, or 173 × 173 on Windows Phone 7.
    #[default]
    Medium,
    /// 432 × 210.
    Wide,
    /// Every size that it can have, side by side.
    All,
}

/// A side of a tile.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SideName {
    /// The front.
    Front,
    /// The back.
    Back,
}

/// `POST /render`. The body is a payload; the answer is a tile at the sizes that are wanted, or the screen with a toast.
pub(super) async fn draw(
    State(host): State<Host>,
    State(limits): State<Limits>,
    Parameters(query): Parameters<RenderQuery>,
    Payload(body): Payload,
) -> Result<Png, Refusal> {
    let view = query.view()?;
    let painter = host.painter.clone();
    let png = limits.draw(move || render::png(&*painter, &body, &view)).await?.map_err(|error| no_picture(&error))?;
    Ok(Png(png))
}

impl RenderQuery {
    fn view(self) -> Result<View, Refusal> {
        let sizes = match self.size {
            Sizes::Small => vec![TileSize::Small],
            Sizes::Medium => vec![TileSize::Medium],
            Sizes::Wide => vec![TileSize::Wide],
            Sizes::All => Vec::new(),
        };
        let side = self.side.map(|side| match side {
            SideName::Front => Side::Front,
            SideName::Back => Side::Back,
        });
        let Self { os, theme, accent, at, scale, .. } = self;
        Wish { sizes, os, theme, accent, side, at, scale, folder: None }.view().map_err(|wrong| match wrong {
            WrongWish::Accent { os } => Refusal::parameter(
                format!("Windows Phone {os} has no such accent"),
                format!("use #RRGGBB (its # written %23) or one of {}", names(os)),
            ),
            WrongWish::At => Refusal::parameter(format!("at is 0 to {MAX_AT_SECS} seconds"), "use fewer seconds"),
        })
    }
}

fn no_picture(error: &NoPicture) -> Refusal {
    match error {
        NoPicture::Unreadable(_) => Refusal::value(error.to_string(), "POST /api/v1/lint says more"),
        NoPicture::Raw => Refusal::value(error.to_string(), "send a toast or a tile"),
        NoPicture::NoView(_) => Refusal::value(error.to_string(), "choose another size, side or os"),
        NoPicture::WholeMovement => Refusal::parameter(error.to_string(), "leave them out"),
        NoPicture::Paint(_) => Refusal::parameter(error.to_string(), "use a scale above 0, at most 8"),
    }
}
