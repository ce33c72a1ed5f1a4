//! How is a call read? Its address and its body into types; what does not fit is a [`Refusal`] that says why.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use serde::de::DeserializeOwned;
use utoipa::openapi::Required;
use utoipa::{IntoParams, ToSchema};

use super::refusal::{Code, Refusal};
use super::signature::{Asks, Said, bytes, content};

/// The body as JSON.
pub(super) struct Body<T>(pub(super) T);

/// The address's parameters.
pub(super) struct Parameters<T>(pub(super) T);

/// The body as it came, of whatever kind.
pub(super) struct Payload(pub(super) Bytes);

/// The part of the path that names something.
pub(super) struct Name(pub(super) String);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        if !is_json(request.headers()) {
            let given = content_type(request.headers()).unwrap_or_default();
            return Err(Refusal::content_type(given, "send JSON, with Content-Type: application/json"));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|_| Refusal::json("the body broke off"))?;
        read_json(&bytes).map(Self)
    }
}

/// Reads JSON. What is no JSON and what says something else than it may are two things.
pub(super) fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    if let Err(error) = Json::<serde::de::IgnoredAny>::from_bytes(bytes) {
        return Err(Refusal::json(what_of(&error.body_text())));
    }
    // serde would take a list for the values of an object in the order in which our types happen to name them.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(Refusal::value(
            "the body is no JSON object",
            "GET /api/v1/openapi.json describes what the body may say",
        ));
    }
    Json::<T>::from_bytes(bytes).map(|Json(read)| read).map_err(|error| {
        Refusal::value(what_of(&error.body_text()), "GET /api/v1/openapi.json describes what the body may say")
    })
}

/// What is wrong, without the words that axum puts before it.
fn what_of(said: &str) -> &str {
    let begins = ["target type: ", "as JSON: ", "query string: "];
    begins.iter().find_map(|begin| said.split_once(begin)).map_or(said, |(_, what)| what)
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Parameters<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parameters(&parts.uri).map(Self)
    }
}

fn parameters<T: DeserializeOwned>(uri: &Uri) -> Result<T, Refusal> {
    let refused = |error: QueryRejection| {
        Refusal::parameter(what_of(&error.body_text()), "GET /api/v1/openapi.json describes what the address may say")
    };
    Query::try_from_uri(uri).map(|Query(read)| read).map_err(refused)
}

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Path(name) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|error| Refusal::parameter(error.body_text(), "write names in UTF-8, percent-encoded"))?;
        Ok(Self(name))
    }
}

/// The value of `Content-Type`; empty if it is no text.
pub(super) fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default())
}

/// Whether the body is said to be JSON, or nothing is said about it.
fn is_json(headers: &HeaderMap) -> bool {
    content_type(headers).is_none_or(|given| {
        let kind = media_type(given);
        kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
    })
}

/// A content type without its parameters, in lower case.
pub(super) fn media_type(given: &str) -> String {
    given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

impl<S: Send + Sync> FromRequest<S> for Payload {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        Bytes::from_request(request, state)
            .await
            .map(Self)
            .map_err(|_| Refusal::parameter("the body broke off", "send it whole"))
    }
}

impl<T: ToSchema> Asks for Body<T> {
    fn tell(said: &mut Said) {
        let schema = said.schema::<T>();
        said.takes("application/json", content(schema), Required::True);
        said.refuses(&[Code::Json, Code::Value, Code::ContentType]);
    }
}

impl Asks for Payload {
    fn tell(said: &mut Said) {
        said.takes("*/*", bytes(), Required::True);
        said.refuses(&[Code::Parameter]);
    }
}

impl<T: IntoParams> Asks for Parameters<T> {
    fn tell(said: &mut Said) {
        said.query::<T>();
    }
}

impl Asks for Name {
    fn tell(said: &mut Said) {
        said.name_in_path();
    }
}
