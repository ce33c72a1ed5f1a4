//! What can a program ask? The control API of INTERFACES.md 3, over the console, on the relay's port.
//!
//! Who may ask at all is `guard`; what an error looks like is `refusal`.

pub mod devices;
pub mod guard;
pub mod pushes;
pub mod refusal;

use std::sync::Arc;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router, middleware};
use serde_json::{Value, json};

use crate::console::{Painter, Shared};
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

/// The API's routes; the relay serves them under `/api/v1`.
pub fn routes(host: Host) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/devices", get(devices::list))
        .route("/devices/{device}", get(devices::one))
        .route("/devices/{device}/screen.png", get(devices::screen))
        .route("/pushes", get(pushes::list))
        .route("/pushes/{id}", get(pushes::one))
        .fallback(async || Refusal::unknown_call())
        .method_not_allowed_fallback(async || Refusal::method())
        .layer(middleware::from_fn_with_state(host.clone(), guard::check))
        .with_state(host)
}

async fn health(State(_): State<Host>) -> Json<Value> {
    Json(json!({ "ok": true, "version": env!("CARGO_PKG_VERSION") }))
}
