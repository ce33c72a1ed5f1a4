//! Is an answer as the description says? Every call that a test makes is held against it.

use std::collections::BTreeMap;

use jsonschema::Validator;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};
use tokio::sync::OnceCell;

use crate::desk::Answer;

/// The description, and what it says of each call.
pub(crate) struct Described {
    pub(crate) document: Value,
    /// By method, path and status; 0 is the request's body.
    validators: BTreeMap<(String, String, u16), Validator>,
}

static DESCRIBED: OnceCell<Described> = OnceCell::const_new();

/// The description; the first caller says where it is to be had.
pub(crate) async fn described(ask: impl AsyncFnOnce() -> Value) -> &'static Described {
    DESCRIBED.get_or_init(async || Described::of(ask().await)).await
}

impl Described {
    fn of(document: Value) -> Self {
        let mut components = document["components"].clone();
        for schema in components["schemas"].as_object_mut().unwrap().values_mut() {
            descend(schema);
        }
        let mut validators = BTreeMap::new();
        for (path, method, operation) in operations(&document) {
            let mut keep = |status: u16, content: &Value| {
                let json = content.get("application/json").or_else(|| content.get("text/event-stream"));
                let Some(mut schema) = json.map(|content| content["schema"].clone()) else { return };
                close(&mut schema);
                schema["components"] = components.clone();
                let options = jsonschema::options().should_validate_formats(true);
                validators.insert((method.clone(), path.clone(), status), options.build(&schema).unwrap());
            };
            keep(0, &operation["requestBody"]["content"]);
            for (status, answer) in operation["responses"].as_object().unwrap() {
                keep(status.parse().unwrap(), &answer["content"]);
            }
        }
        Self { document, validators }
    }

    /// Every call: path, method, and what is said of it.
    pub(crate) fn operations(&self) -> Vec<(String, String, &Value)> {
        operations(&self.document)
    }

    /// Holds a call and its answer against the description; its path and method there, if it has a place there.
    pub(crate) fn check(
        &self,
        method: &str,
        target: &str,
        body: Option<&Value>,
        answer: &Answer,
    ) -> Option<(String, String)> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let error = answer.json["error"]["code"].as_str();
        let Some((template, methods)) = self.document["paths"].as_object().unwrap().iter().find(|(t, _)| fits(t, path))
        else {
            assert!(matches!(error, Some("unknown-call" | "unauthorized")), "{method} {target}: {answer:?}");
            return None;
        };
        let method = method.to_lowercase();
        let Some(operation) = methods.get(&method) else {
            assert!(method == "head" || matches!(error, Some("method" | "unauthorized")), "{target}: {answer:?}");
            return None;
        };
        let said = &operation["responses"][answer.status.to_string()];
        assert!(said.is_object(), "{method} {target} is not said to answer {}: {answer:?}", answer.status);
        if let Some(code) = error {
            assert!(said["description"].as_str().unwrap().contains(code), "{method} {target}: {code} of {said}");
        }
        let kind = answer.headers.get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap().split(';').next().unwrap());
        let kinds: Vec<&str> =
            said["content"].as_object().into_iter().flat_map(Map::keys).map(String::as_str).collect();
        assert_eq!(kind.as_slice(), kinds, "{method} {target}");
        let place = |status| (method.clone(), template.clone(), status);
        match self.validators.get(&place(answer.status)) {
            Some(_) if kind == Some("application/json") => {
                assert_eq!(self.errors(&method, template, answer.status, &answer.json), [""; 0], "{answer:?}");
            }
            Some(_) | None => assert_ne!(kind, Some("application/json"), "{method} {target}"),
        }
        if answer.status < 300 {
            // What was taken is what may be said.
            if let Some(body) = body {
                assert_eq!(self.errors(&method, template, 0, body), [""; 0], "{method} {target}: {body}");
            }
            let named =
                |name: &str| operation["parameters"].as_array().unwrap().iter().any(|told| told["name"] == name);
            for pair in query.split('&').filter(|pair| !pair.is_empty()) {
                assert!(named(pair.split('=').next().unwrap()), "{method} {target}: {pair}");
            }
        }
        Some((method, template.clone()))
    }

    /// What is not as described about a value: the JSON of an answer with that status, or of an event, or with 0 of a request.
    pub(crate) fn errors(&self, method: &str, template: &str, status: u16, value: &Value) -> Vec<String> {
        let validator = &self.validators[&(method.to_owned(), template.to_owned(), status)];
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }
}

fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            operations.push((path.clone(), method.clone(), operation));
        }
    }
    operations
}

/// Whether a path is of a template.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    let same = |(told, said): (&&str, &&str)| told == said || (told.starts_with('{') && !said.is_empty());
    template.len() == path.len() && template.iter().zip(&path).all(same)
}

/// Takes nothing that is not described, where a value stands.
fn close(schema: &mut Value) {
    if schema.as_object().is_some_and(|schema| !schema.is_empty()) {
        descend(schema);
        schema["unevaluatedProperties"] = json!(false);
    }
}

fn descend(schema: &mut Value) {
    let Some(schema) = schema.as_object_mut() else { return };
    for (key, inner) in schema.iter_mut() {
        match (key.as_str(), inner) {
            ("properties", Value::Object(properties)) => properties.values_mut().for_each(close),
            ("items" | "additionalProperties", inner) => close(inner),
            ("prefixItems", Value::Array(items)) => items.iter_mut().for_each(close),
            // These are about the same value.
            ("allOf" | "oneOf" | "anyOf", Value::Array(parts)) => parts.iter_mut().for_each(descend),
            _ => {}
        }
    }
}
