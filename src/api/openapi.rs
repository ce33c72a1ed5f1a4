//! How is the API described? `GET /openapi.json`: the table of calls in the words of OpenAPI 3.1.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::path::{OperationBuilder, PathsBuilder};
use utoipa::openapi::schema::{AdditionalProperties, ComponentsBuilder, ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    HttpMethod, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, RefOr, ResponseBuilder, Schema, Server,
};

use super::Desk;
use super::calls::Call;
use super::refusal::{Code, ErrorBody};
use super::signature::{Answers, Said, content};

/// The name of the token among the ways to say who one is.
const TOKEN: &str = "token";
const TOPICS: [(&str, &str); 3] = [
    ("devices", "Phones, their screens and their channels"),
    ("pushes", "What arrived, and what became of it"),
    ("service", "How the service behaves, and payloads without sending them"),
];

/// The description, written once.
#[derive(Clone)]
pub(super) struct Description(Arc<str>);

/// `GET /openapi.json`.
pub(super) async fn show(State(description): State<Description>) -> Description {
    description
}

impl FromRef<Desk> for Description {
    fn from_ref(desk: &Desk) -> Self {
        desk.description.clone()
    }
}

impl IntoResponse for Description {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, "application/json")], self.0.to_string()).into_response()
    }
}

impl Answers for Description {
    fn tell(said: &mut Said) {
        let document = ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some("An OpenAPI document"))
            .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(true)));
        said.gives(StatusCode::OK, "The description", Some(("application/json", content(document))));
    }
}

impl Description {
    /// Describes these calls.
    pub(super) fn of(calls: &[Call]) -> Self {
        // The document is made of texts, lists and maps with texts as keys, so writing it cannot fail.
        Self(serde_json::to_string(&document(calls)).unwrap_or_default().into())
    }
}

fn document(calls: &[Call]) -> OpenApi {
    let mut schemas: BTreeMap<String, RefOr<Schema>> = BTreeMap::new();
    let mut paths = PathsBuilder::new();
    for call in calls {
        let (operation, known) = operation(call);
        schemas.extend(known);
        paths = paths.path(call.path, PathItem::new(call.method.clone(), operation));
    }
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("Where `--api-token` was given"));
    let components = schemas
        .into_iter()
        .fold(ComponentsBuilder::new(), |components, (name, schema)| components.schema(name, schema))
        .security_scheme(TOKEN, SecurityScheme::Http(bearer.build()));
    let info = InfoBuilder::new()
        .title("Tilecast")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("The control API of the relay and its phones. Times are RFC 3339, of the relay's clock."));
    let tag = |(name, what)| TagBuilder::new().name(name).description(Some(what)).build();
    OpenApiBuilder::new()
        .info(info.build())
        .servers(Some([Server::new(crate::relay::serve::API)]))
        .paths(paths)
        .components(Some(components.build()))
        .security(Some([SecurityRequirement::default(), SecurityRequirement::new(TOKEN, Vec::<String>::new())]))
        .tags(Some(TOPICS.map(tag)))
        .build()
}

/// A call as an operation, and the types that it names.
fn operation(call: &Call) -> (OperationBuilder, Vec<(String, RefOr<Schema>)>) {
    let mut known = Said::nothing(call.path);
    let error = known.schema::<ErrorBody>();
    known.schemas.extend(call.said.schemas.iter().cloned());
    let mut refused: BTreeMap<u16, Vec<&Code>> = BTreeMap::new();
    for code in &call.said.refusals {
        refused.entry(code.status().as_u16()).or_default().push(code);
    }
    let mut operation = OperationBuilder::new()
        .tag(call.topic)
        .summary(Some(call.summary))
        .operation_id(Some(name_of(call)))
        .parameters(Some(call.said.parameters.iter().cloned()))
        .request_body(call.said.body.clone());
    for (status, response) in &call.said.answers {
        operation = operation.response(status.to_string(), response.clone());
    }
    for (status, codes) in refused {
        let words: Vec<&str> = codes.into_iter().map(|code| code.word()).collect();
        let response = ResponseBuilder::new()
            .description(format!("Refused: {}", words.join(", ")))
            .content("application/json", content(error.clone()));
        operation = operation.response(status.to_string(), response);
    }
    (operation, known.schemas)
}

/// `get_devices_device_screen_png`.
fn name_of(call: &Call) -> String {
    let method = match call.method {
        HttpMethod::Get => "get",
        HttpMethod::Post => "post",
        HttpMethod::Patch => "patch",
        HttpMethod::Delete => "delete",
        HttpMethod::Put => "put",
        HttpMethod::Options => "options",
        HttpMethod::Head => "head",
        HttpMethod::Trace => "trace",
    };
    let words = call.path.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    std::iter::once(method).chain(words).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::super::calls;
    use super::*;

    /// No two types go by the same name, and every call by its own.
    #[test]
    fn names_are_unique() {
        let mut schemas: BTreeMap<String, String> = BTreeMap::new();
        let mut operations: Vec<String> = Vec::new();
        for call in calls::all() {
            operations.push(name_of(&call));
            for (name, schema) in operation(&call).1 {
                let schema = serde_json::to_string(&schema).unwrap();
                let known = schemas.entry(name.clone()).or_insert_with(|| schema.clone());
                assert_eq!(*known, schema, "two types go by the name {name}");
            }
        }
        let count = operations.len();
        operations.sort_unstable();
        operations.dedup();
        assert_eq!(operations.len(), count);
    }
}
