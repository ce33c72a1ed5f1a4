//! What does a call get that cannot be answered? `{"error":{"code","message","hint"}}` with a fitting status.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An error of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    hint: &'static str,
}

impl Refusal {
    /// There is no such call.
    pub(super) fn unknown_call() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown-call", "there is no such call", "the calls are listed in the README")
    }

    /// The call exists, but not with this method.
    pub(super) fn method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method", "this call does not take that method", "try GET")
    }

    /// There is no such thing.
    pub(super) fn not_found(what: &str, hint: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", what, hint)
    }

    /// A parameter is wrong.
    pub(super) fn parameter(what: &str, hint: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "parameter", what, hint)
    }

    /// The caller may not ask.
    pub(super) fn forbidden(what: &str, hint: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", what, hint)
    }

    /// The caller has not said who it is.
    pub(super) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "this console asks for its token",
            "send the header Authorization: Bearer TOKEN",
        )
    }

    /// Something here went wrong.
    pub(super) fn internal(what: &str) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", what, "try again; if it stays, report it")
    }

    fn new(status: StatusCode, code: &'static str, message: &str, hint: &'static str) -> Self {
        Self { status, code, message: message.to_owned(), hint }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({ "error": { "code": self.code, "message": self.message, "hint": self.hint } });
        (self.status, Json(body)).into_response()
    }
}
