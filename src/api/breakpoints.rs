//! What becomes of a push that stands at a breakpoint (INTERFACES.md 4, `hold`)? It is released, perhaps with another body, or
//! dropped.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::Required;

use super::Host;
use super::ask::{Name, Payload, content_type, media_type, read_json};
use super::pushes::{PushView, find, read_id};
use super::refusal::{Code, Refusal};
use super::signature::{Asks, Said, bytes, content};
use crate::protocol::PushId;
use crate::relay::Settings;

/// The body that the phone is to get, in JSON. Without either it gets the sender's.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewBody)]
pub(super) struct Edited {
    /// As text.
    body: Option<String>,
    /// As bytes, in base64.
    body_base64: Option<String>,
}

/// The body that the phone is to get; none is the sender's.
pub(super) struct NewBody(Option<Vec<u8>>);

/// `POST /pushes/{id}/release`. The body, if there is one, is JSON (`application/json`: [`Edited`]), or the new body itself
/// (`text/…`, `application/xml`, `application/octet-stream`).
pub(super) async fn release(
    State(host): State<Host>,
    Name(id): Name,
    NewBody(edited): NewBody,
) -> Result<Json<PushView>, Refusal> {
    let push = read_id(&id)?;
    if edited.as_ref().is_some_and(|body| body.len() > Settings::MAX_ALLOWED_PAYLOAD_BYTES) {
        return Err(Refusal::too_large(Settings::MAX_ALLOWED_PAYLOAD_BYTES));
    }
    after(&host, push, |host| host.console.relay.release(push, edited)).await
}

/// `POST /pushes/{id}/drop`.
pub(super) async fn drop(State(host): State<Host>, Name(id): Name) -> Result<Json<PushView>, Refusal> {
    let push = read_id(&id)?;
    after(&host, push, |host| host.console.relay.drop_stopped(push)).await
}

/// Does it, and gives the push as it is then.
async fn after(host: &Host, push: PushId, act: impl FnOnce(&Host) -> bool) -> Result<Json<PushView>, Refusal> {
    let done = act(host);
    host.console.catch_up().await;
    let push = find(&host.console, push).await;
    if !done {
        // A push that is not there at all is missing in the first place.
        push?;
        let hint = "a fault with the action {\"hold\":true} makes pushes stand there";
        return Err(Refusal::conflict(Code::NotHeld, "the push does not stand at a breakpoint", hint));
    }
    push.map(Json)
}

impl<S: Send + Sync> FromRequest<S> for NewBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let headers = request.headers().clone();
        let Payload(body) = Payload::from_request(request, state).await?;
        edited(&headers, &body).map(Self)
    }
}

impl Asks for NewBody {
    fn tell(said: &mut Said) {
        let edited = said.schema::<Edited>();
        said.takes("application/json", content(edited), Required::False);
        for kind in ["text/*", "application/xml", "application/octet-stream"] {
            said.takes(kind, bytes(), Required::False);
        }
        said.refuses(&[Code::Json, Code::Value, Code::ContentType]);
    }
}

fn edited(headers: &HeaderMap, body: &Bytes) -> Result<Option<Vec<u8>>, Refusal> {
    if body.is_empty() {
        return Ok(None);
    }
    let given = content_type(headers).unwrap_or_default();
    match media_type(given).as_str() {
        "application/json" => read_json::<Edited>(body)?.into_bytes(),
        "application/xml" | "application/octet-stream" => Ok(Some(body.to_vec())),
        text if text.starts_with("text/") => Ok(Some(body.to_vec())),
        _ => {
            let hint = "send the new body as text/xml, text/plain or application/octet-stream, or as application/json \
                        with {\"body\":TEXT} or {\"body_base64\":BYTES}";
            Err(Refusal::content_type(given, hint))
        }
    }
}

impl Edited {
    fn into_bytes(self) -> Result<Option<Vec<u8>>, Refusal> {
        match (self.body, self.body_base64) {
            (Some(_), Some(_)) => Err(Refusal::value("there are two bodies", "say body or body_base64")),
            (Some(text), None) => Ok(Some(text.into_bytes())),
            (None, Some(base64)) => STANDARD
                .decode(base64)
                .map(Some)
                .map_err(|error| Refusal::value(format!("body_base64: {error}"), "write base64 with padding")),
            (None, None) => Ok(None),
        }
    }
}
