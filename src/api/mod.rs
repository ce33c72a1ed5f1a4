//! What can a program ask? The control API of INTERFACES.md 3, over the console, on the relay's port.
//!
//! Who may ask at all is `guard`, how a call is read `ask`, what an error looks like `refusal`; the calls stand in files of
//! their own, by what they are about.

mod ask;
mod breakpoints;
mod channels;
mod clock;
mod devices;
mod events;
mod faults;
mod filter;
pub mod guard;
mod limits;
mod metrics;
mod older;
mod payload;
mod phones;
mod pushes;
pub mod refusal;
mod resend;
mod settings;
mod wait;

use std::sync::Arc;

use axum::extract::{FromRef, State};
use axum::routing::{delete, get, post};
use axum::{Json, Router, middleware};
use serde::Serialize;

use crate::console::{Painter, Shared};
use limits::Limits;
use refusal::Refusal;

/// What every call needs.
#[derive(Clone)]
pub struct Host {
    /// The running console.
    pub console: Shared,
    /// Who draws pictures.
    pub painter: Arc<dyn Painter>,
    /// The token that every call must carry, if one was set.
    pub token: Option<Arc<str>>,
}

/// What the routes share.
#[derive(Clone)]
struct Desk {
    host: Host,
    limits: Limits,
}

impl FromRef<Desk> for Host {
    fn from_ref(desk: &Desk) -> Self {
        desk.host.clone()
    }
}

impl FromRef<Desk> for Limits {
    fn from_ref(desk: &Desk) -> Self {
        desk.limits.clone()
    }
}

/// The API's routes; the relay serves them under `/api/v1`.
pub fn routes(host: Host) -> Router {
    let desk = Desk { host: host.clone(), limits: Limits::default() };
    let calls = Router::<Desk>::new()
        .route("/health", get(health))
        .route("/devices", get(devices::list).post(phones::add))
        .route("/devices/{device}", get(devices::one).patch(devices::change).delete(phones::remove))
        .route("/devices/{device}/input", post(phones::input))
        .route("/devices/{device}/screen.png", get(devices::screen))
        .route("/channels", get(channels::list))
        .route("/channels/{id}", delete(channels::expire))
        .route("/pushes", get(pushes::list).delete(pushes::forget))
        .route("/pushes/{id}", get(pushes::one))
        .route("/pushes/{id}/resend", post(resend::resend))
        .route("/pushes/{id}/release", post(breakpoints::release))
        .route("/pushes/{id}/drop", post(breakpoints::drop))
        .route("/events", get(events::follow))
        .route("/faults", get(faults::list).post(faults::add).delete(faults::clear))
        .route("/faults/{id}", delete(faults::remove))
        .route("/clock", get(clock::show).post(clock::turn))
        .route("/render", post(payload::draw))
        .route("/lint", post(payload::check))
        .route("/metrics", get(metrics::show))
        .route("/settings", get(settings::show).patch(settings::change))
        .fallback(async || Refusal::unknown_call())
        .with_state(desk);
    // The guard stands around the whole, so that it sees what the routes themselves answer.
    Router::new().fallback_service(calls).layer(middleware::from_fn_with_state(host, guard::check))
}

/// Whether the console is there.
#[derive(Serialize)]
struct Health {
    /// It is.
    ok: bool,
    /// Of this program.
    version: &'static str,
    /// What is wrong that a person should know of, if anything is.
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
}

async fn health(State(host): State<Host>) -> Json<Health> {
    let trouble = host.console.hub.world().trouble.clone();
    Json(Health { ok: true, version: env!("CARGO_PKG_VERSION"), trouble })
}
