//! Which channels are open? They are listed, and expired on request.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::Host;
use super::answer::Done;
use super::ask::Name;
use super::refusal::Refusal;
use crate::relay::ChannelView;

/// Every open channel, by device and app.
#[derive(Serialize, ToSchema)]
pub(super) struct Channels {
    /// The channels.
    channels: Vec<ChannelView>,
}

/// `GET /channels`.
pub(super) async fn list(State(host): State<Host>) -> Json<Channels> {
    Json(Channels { channels: host.console.relay.channels() })
}

/// `DELETE /channels/{id}`: its URI is expired from now on.
pub(super) async fn expire(State(host): State<Host>, Name(id): Name) -> Result<Done, Refusal> {
    let expired = host.console.relay.expire_channel(&id);
    let missing = || Refusal::not_found("no open channel has that id", "GET /api/v1/channels lists them");
    if !expired {
        return Err(missing());
    }
    host.console.catch_up().await;
    Ok(Done)
}
