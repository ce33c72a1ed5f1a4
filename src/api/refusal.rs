//! What does a call get that cannot be answered? `{"error":{"code","message","hint"}}` with a fitting status.

use axum::Json;
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// An error of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    error: Error,
}

/// What an error's answer holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ErrorBody {
    /// The error.
    pub error: Error,
}

/// An error, for programs and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Error {
    /// A word for programs.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// What is wrong, as a word for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// There is no such call.
    UnknownCall,
    /// There is no such thing.
    NotFound,
    /// The call does not take that method.
    Method,
    /// A parameter of the address is wrong.
    Parameter,
    /// The body is no JSON.
    Json,
    /// The body says something that cannot be.
    Value,
    /// The body is of a kind that is not read here.
    ContentType,
    /// The body is too large.
    TooLarge,
    /// The name is taken.
    Taken,
    /// There are as many as there may be.
    Full,
    /// It would change nothing.
    NoEffect,
    /// The push does not stand at a breakpoint.
    NotHeld,
    /// The push was not kept whole.
    Incomplete,
    /// There is no certificate to send as that service.
    NoCertificate,
    /// There is no TLS port, so no channel can be authenticated.
    NoTls,
    /// The caller may not ask.
    Forbidden,
    /// The caller has not said who it is.
    Unauthorized,
    /// Too many ask for this at once.
    Busy,
    /// It did not come about in time.
    Timeout,
    /// Something here went wrong.
    Internal,
}

impl Code {
    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::UnknownCall => "unknown-call",
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::Parameter => "parameter",
            Self::Json => "json",
            Self::Value => "value",
            Self::ContentType => "content-type",
            Self::TooLarge => "too-large",
            Self::Taken => "taken",
            Self::Full => "full",
            Self::NoEffect => "no-effect",
            Self::NotHeld => "not-held",
            Self::Incomplete => "incomplete",
            Self::NoCertificate => "no-certificate",
            Self::NoTls => "no-tls",
            Self::Forbidden => "forbidden",
            Self::Unauthorized => "unauthorized",
            Self::Busy => "busy",
            Self::Timeout => "timeout",
            Self::Internal => "internal",
        }
    }

    /// The status that fits.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::UnknownCall | Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Parameter | Self::Json => StatusCode::BAD_REQUEST,
            Self::Value => StatusCode::UNPROCESSABLE_ENTITY,
            Self::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Taken
            | Self::Full
            | Self::NoEffect
            | Self::NotHeld
            | Self::Incomplete
            | Self::NoCertificate
            | Self::NoTls => StatusCode::CONFLICT,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Timeout => StatusCode::GATEWAY_TIMEOUT,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl Refusal {
    /// There is no such call.
    pub(super) fn unknown_call() -> Self {
        let hint = "GET /api/v1/openapi.json describes every call";
        Self::new(Code::UnknownCall, "there is no such call", hint)
    }

    /// The call exists, but only with these methods.
    pub(super) fn method(allowed: &str) -> Self {
        let hint = format!("what works here: {allowed}");
        Self::new(Code::Method, "this call does not take that method", hint)
    }

    /// There is no such thing.
    pub(super) fn not_found(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Code::NotFound, what, hint)
    }

    /// A parameter of the address is wrong.
    pub(super) fn parameter(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Code::Parameter, what, hint)
    }

    /// The body is no JSON.
    pub(super) fn json(what: impl Into<String>) -> Self {
        Self::new(Code::Json, what, "send one JSON value as the body")
    }

    /// The body is JSON, but says something that cannot be.
    pub(super) fn value(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Code::Value, what, hint)
    }

    /// The body is of a kind that is not read here.
    pub(super) fn content_type(given: &str, hint: impl Into<String>) -> Self {
        let given: String = given.chars().take(80).collect();
        let what = format!("the Content-Type is `{given}`");
        Self::new(Code::ContentType, what, hint)
    }

    /// The body is too large.
    pub(super) fn too_large(most_bytes: usize) -> Self {
        let what = format!("the body is larger than {most_bytes} bytes");
        Self::new(Code::TooLarge, what, "send less")
    }

    /// It cannot be done as things stand now.
    pub(super) fn conflict(code: Code, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(code, what, hint)
    }

    /// The caller may not ask.
    pub(super) fn forbidden(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Code::Forbidden, what, hint)
    }

    /// The caller has not said who it is.
    pub(super) fn unauthorized() -> Self {
        let hint = "send the header Authorization: Bearer TOKEN";
        Self::new(Code::Unauthorized, "this console asks for its token", hint)
    }

    /// Too many ask for this at once.
    pub(super) fn busy(what: impl Into<String>) -> Self {
        Self::new(Code::Busy, what, "try again when others are done")
    }

    /// It was asked for, and did not come about in time.
    pub(super) fn timeout(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Code::Timeout, what, hint)
    }

    /// Something here went wrong.
    pub(super) fn internal(what: impl Into<String>) -> Self {
        Self::new(Code::Internal, what, "try again; if it stays, report it")
    }

    /// The same, with another hint where the body said something that cannot be.
    pub(super) fn with_hint(mut self, hint: impl FnOnce() -> String) -> Self {
        if self.error.code == Code::Value {
            self.error.hint = hint();
        }
        self
    }

    fn new(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { error: Error { code, message: message.into(), hint: hint.into() } }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let code = self.error.code;
        let mut answer = (code.status(), Json(ErrorBody { error: self.error })).into_response();
        if code == Code::Unauthorized {
            // RFC 9110, 11.6.1 wants it said how one can say who one is.
            answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        answer
    }
}
