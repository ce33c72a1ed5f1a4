//! What can a program ask? The control API of INTERFACES.md 3, over the console, on the relay's port.
//!
//! Which calls there are is the table in `calls`, who may ask at all is `guard`, how a call is read `ask`, what an error looks
//! like `refusal`; how all this is described is `openapi`. The calls stand in files of their own, by what they are about.

mod answer;
mod ask;
mod breakpoints;
mod calls;
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
mod openapi;
mod payload;
mod phones;
mod pushes;
pub mod refusal;
mod resend;
mod settings;
mod signature;
mod wait;

use std::sync::Arc;

use axum::extract::{FromRef, State};
use axum::{Json, Router, middleware};
use serde::Serialize;
use utoipa::ToSchema;

use crate::console::{Painter, Shared};
use limits::Limits;
use openapi::Description;
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
    description: Description,
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
    let calls = calls::all();
    let description = Description::of(&calls);
    let desk = Desk { host: host.clone(), limits: Limits::default(), description };
    let served = calls::router(calls).fallback(async || Refusal::unknown_call()).with_state(desk);
    // The guard stands around the whole, so that it sees what the routes themselves answer.
    Router::new().fallback_service(served).layer(middleware::from_fn_with_state(host, guard::check))
}

/// Whether the console is there.
#[derive(Serialize, ToSchema)]
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
