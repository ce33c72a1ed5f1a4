//! What does a call get that cannot be answered? `{"error":{"code","message","hint"}}` with a fitting status.

use axum::Json;
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// An error of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    status: StatusCode,
    error: Error,
}

/// What an error's answer holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorBody {
    /// The error.
    pub error: Error,
}

/// An error, for programs and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Error {
    /// A word for programs.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Refusal {
    /// There is no such call.
    pub(super) fn unknown_call() -> Self {
        let hint = "GET /api/v1/openapi.json describes every call";
        Self::new(StatusCode::NOT_FOUND, "unknown-call", "there is no such call", hint)
    }

    /// The call exists, but only with these methods.
    pub(super) fn method(allowed: &str) -> Self {
        let hint = format!("what works here: {allowed}");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method", "this call does not take that method", hint)
    }

    /// There is no such thing.
    pub(super) fn not_found(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", what, hint)
    }

    /// A parameter of the address is wrong.
    pub(super) fn parameter(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "parameter", what, hint)
    }

    /// The body is no JSON.
    pub(super) fn json(what: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "json", what, "send one JSON value as the body")
    }

    /// The body is JSON, but says something that cannot be.
    pub(super) fn value(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "value", what, hint)
    }

    /// The body is of a kind that is not read here.
    pub(super) fn content_type(given: &str, hint: impl Into<String>) -> Self {
        let given: String = given.chars().take(80).collect();
        let what = format!("the Content-Type is `{given}`");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type", what, hint)
    }

    /// The body is too large.
    pub(super) fn too_large(most_bytes: usize) -> Self {
        let what = format!("the body is larger than {most_bytes} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", what, "send less")
    }

    /// It cannot be done as things stand now.
    pub(super) fn conflict(code: &'static str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, what, hint)
    }

    /// The caller may not ask.
    pub(super) fn forbidden(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", what, hint)
    }

    /// The caller has not said who it is.
    pub(super) fn unauthorized() -> Self {
        let hint = "send the header Authorization: Bearer TOKEN";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "this console asks for its token", hint)
    }

    /// Too many ask for this at once.
    pub(super) fn busy(what: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", what, "try again when others are done")
    }

    /// It was asked for, and did not come about in time.
    pub(super) fn timeout(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::GATEWAY_TIMEOUT, "timeout", what, hint)
    }

    /// Something here went wrong.
    pub(super) fn internal(what: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", what, "try again; if it stays, report it")
    }

    /// The same, with another hint where the body said something that cannot be.
    pub(super) fn with_hint(mut self, hint: impl FnOnce() -> String) -> Self {
        if self.status == StatusCode::UNPROCESSABLE_ENTITY {
            self.error.hint = hint();
        }
        self
    }

    fn new(status: StatusCode, code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { status, error: Error { code, message: message.into(), hint: hint.into() } }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut answer = (self.status, Json(ErrorBody { error: self.error })).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            // RFC 9110, 11.6.1 wants it said how one can say who one is.
            answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        answer
    }
}
