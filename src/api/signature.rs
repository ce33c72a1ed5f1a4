//! What does a handler's own signature say of its call? Its parameters, its body, its answer and what it may refuse are read
//! off the types that it takes and gives, so that the description (`openapi`) says what is served and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Content, Ref, RefOr, Required, Response, ResponseBuilder, Schema};
use utoipa::{IntoParams, ToSchema};

use super::refusal::{Code, Refusal};

/// What is known of a call so far.
pub(super) struct Said {
    path: &'static str,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<RequestBody>,
    pub(super) answers: BTreeMap<u16, Response>,
    pub(super) refusals: BTreeSet<Code>,
    pub(super) schemas: Vec<(String, RefOr<Schema>)>,
}

/// A part of a request that a handler takes.
pub(super) trait Asks {
    /// Says what it needs.
    fn tell(said: &mut Said);
}

/// What a handler gives.
pub(super) trait Answers {
    /// Says what it is.
    fn tell(said: &mut Said);
}

/// A handler that takes these parts.
pub(super) trait Handles<Parts> {
    /// Says all of it.
    fn tell(said: &mut Said);
}

macro_rules! handles {
    ($($part:ident)*) => {
        impl<F, Fut, Answer, $($part),*> Handles<($($part,)*)> for F
        where
            F: FnOnce($($part),*) -> Fut,
            Fut: Future<Output = Answer>,
            Answer: Answers,
            $($part: Asks,)*
        {
            fn tell(said: &mut Said) {
                $($part::tell(said);)*
                Answer::tell(said);
            }
        }
    };
}

handles!();
handles!(A);
handles!(A B);
handles!(A B C);
handles!(A B C D);

impl Said {
    /// Nothing yet.
    pub(super) fn nothing(path: &'static str) -> Self {
        let (answers, refusals) = (BTreeMap::new(), BTreeSet::new());
        Self { path, parameters: Vec::new(), body: None, answers, refusals, schemas: Vec::new() }
    }

    /// What a handler's signature says of a call at that path.
    pub(super) fn by<H: Handles<Parts>, Parts>(path: &'static str, _: &H) -> Self {
        // These are the guard's, who stands before every call.
        let mut said = Self::nothing(path);
        said.refuses(&[Code::Unauthorized, Code::Forbidden, Code::TooLarge]);
        H::tell(&mut said);
        said
    }

    /// Says what may be refused.
    pub(super) fn refuses(&mut self, codes: &[Code]) {
        self.refusals.extend(codes);
    }

    /// Where a type is described.
    pub(super) fn schema<T: ToSchema>(&mut self) -> Ref {
        let name = T::name().into_owned();
        if !self.schemas.iter().any(|(known, _)| *known == name) {
            self.schemas.push((name.clone(), T::schema()));
            T::schemas(&mut self.schemas);
        }
        Ref::from_schema_name(name)
    }

    /// The body may be of that media type.
    pub(super) fn takes(&mut self, media_type: &str, content: Content, required: Required) {
        let body = self.body.take().map_or_else(RequestBodyBuilder::new, RequestBodyBuilder::from);
        self.body = Some(body.content(media_type, content).required(Some(required)).build());
    }

    /// What it answers if all is well.
    pub(super) fn gives(&mut self, status: StatusCode, what: &str, content: Option<(&str, Content)>) {
        let response = ResponseBuilder::new().description(what);
        let response = content.into_iter().fold(response, |response, (kind, content)| response.content(kind, content));
        self.answers.insert(status.as_u16(), response.build());
    }

    /// A parameter that is a header.
    pub(super) fn header(&mut self, name: &str, description: &str, kind: Type) {
        let parameter = parameter(name, ParameterIn::Header, Required::False, kind).description(Some(description));
        self.parameters.push(parameter.build());
    }

    /// The part of the path in braces.
    pub(super) fn name_in_path(&mut self) {
        let named = self.path.split(['{', '}']).nth(1).unwrap_or_default();
        let parameter = parameter(named, ParameterIn::Path, Required::True, Type::String);
        self.parameters.push(parameter.build());
        self.refuses(&[Code::Parameter, Code::NotFound]);
    }

    /// The parameters of the address.
    pub(super) fn query<T: IntoParams>(&mut self) {
        self.parameters.extend(T::into_params(|| Some(ParameterIn::Query)));
        self.refuses(&[Code::Parameter]);
    }
}

fn parameter(name: &str, place: ParameterIn, required: Required, kind: Type) -> ParameterBuilder {
    let schema = ObjectBuilder::new().schema_type(kind);
    ParameterBuilder::new().name(name).parameter_in(place).required(required).schema(Some(schema))
}

/// A schema as the content of a body.
pub(super) fn content(schema: impl Into<RefOr<Schema>>) -> Content {
    Content::new(Some(schema))
}

/// Bytes of any kind.
pub(super) fn bytes() -> Content {
    content(ObjectBuilder::new().schema_type(Type::String).content_media_type("application/octet-stream"))
}

impl<T> Asks for State<T> {
    fn tell(_: &mut Said) {}
}

impl<T: Asks> Asks for Result<T, Refusal> {
    fn tell(said: &mut Said) {
        T::tell(said);
    }
}

impl<T: ToSchema> Answers for Json<T> {
    fn tell(said: &mut Said) {
        let schema = said.schema::<T>();
        said.gives(StatusCode::OK, "What was asked for", Some(("application/json", content(schema))));
    }
}

impl<T: Answers> Answers for Result<T, Refusal> {
    fn tell(said: &mut Said) {
        T::tell(said);
    }
}
