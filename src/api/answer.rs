//! What does a call answer with that is no plain JSON value? What was made, what was done, and pictures.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::signature::{Answers, Said, bytes, content};

/// Something was made: it, with 201.
pub(super) struct Created<T>(pub(super) T);

/// It was done, and there is nothing to say: 204.
pub(super) struct Done;

/// A picture.
pub(super) struct Png(pub(super) Vec<u8>);

const PNG: &str = "image/png";

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Json(self.0)).into_response()
    }
}

impl<T: ToSchema> Answers for Created<T> {
    fn tell(said: &mut Said) {
        let schema = said.schema::<T>();
        said.gives(StatusCode::CREATED, "What was made", Some(("application/json", content(schema))));
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

impl Answers for Done {
    fn tell(said: &mut Said) {
        said.gives(StatusCode::NO_CONTENT, "It is done", None);
    }
}

impl IntoResponse for Png {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, PNG), (CACHE_CONTROL, "no-store")], self.0).into_response()
    }
}

impl Answers for Png {
    fn tell(said: &mut Said) {
        said.gives(StatusCode::OK, "The picture", Some((PNG, bytes())));
    }
}
