//! What are the words? Every text that people read stands in `assets/lang/en.ftl` and is looked up here.
//!
//! The only file that says `fluent`. A test looks up every key that the sources name.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;
use unic_langid::LanguageIdentifier;

/// The English words.
const ENGLISH: &str = include_str!("../assets/lang/en.ftl");

/// What stands where words are missing.
const MISSING: &str = "⟨no words⟩";

struct Words {
    bundle: FluentBundle<FluentResource>,
    plain: HashMap<String, String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // A broken entry is left out and shows as missing; a test reads the whole file.
    let resource = FluentResource::try_new(ENGLISH.to_owned()).unwrap_or_else(|(whole_entries, _)| whole_entries);
    let keys: Vec<String> = resource
        .entries()
        .filter_map(|entry| match entry {
            Entry::Message(message) => Some(message.id.name.to_owned()),
            _ => None,
        })
        .collect();
    let mut bundle = FluentBundle::new_concurrent(vec!["en".parse::<LanguageIdentifier>().unwrap_or_default()]);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    let plain = keys.into_iter().filter_map(|key| Some((key.clone(), format(&bundle, &key, None)?))).collect();
    Words { bundle, plain }
});

fn format(bundle: &FluentBundle<FluentResource>, key: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    Some(bundle.format_pattern(pattern, arguments, &mut errors).into_owned())
}

/// A text without arguments.
#[must_use]
pub fn text(key: &str) -> &'static str {
    WORDS.plain.get(key).map_or(MISSING, String::as_str)
}

/// Whether there are words for a key.
#[must_use]
pub fn knows(key: &str) -> bool {
    WORDS.plain.contains_key(key)
}

/// A text with arguments, `text_with("log-count", &[("count", Argument::Number(3))])`.
#[must_use]
pub fn text_with(key: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
    let mut values = FluentArgs::with_capacity(arguments.len());
    for (name, argument) in arguments {
        values.set(*name, argument.value());
    }
    format(&WORDS.bundle, key, Some(&values)).unwrap_or_else(|| MISSING.to_owned())
}

/// An argument of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument<'a> {
    /// A text.
    Text(&'a str),
    /// A number, for plural forms too.
    Number(u64),
}

impl Argument<'_> {
    fn value(&self) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::String(Cow::Owned((*text).to_owned())),
            Self::Number(number) => FluentValue::from(*number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::verdict::TABLE;

    /// The file of words is read whole.
    #[test]
    fn the_words_have_no_syntax_error() {
        assert!(FluentResource::try_new(ENGLISH.to_owned()).is_ok());
    }

    /// No key stands in the file twice: the later words would silently take the place of the earlier.
    #[test]
    fn every_key_stands_once() {
        let resource = FluentResource::try_new(ENGLISH.to_owned()).unwrap();
        let mut seen = std::collections::HashSet::new();
        for entry in resource.entries() {
            if let Entry::Message(message) = entry {
                assert!(seen.insert(message.id.name), "{} stands twice", message.id.name);
            }
        }
    }

    /// Every row of the verdict table says in words what happened, what it means and what to do.
    #[test]
    fn every_verdict_has_words() {
        for row in &TABLE {
            for part in ["title", "meaning", "advice"] {
                let key = format!("verdict-{}-{part}", row.name);
                assert!(knows(&key), "{key}");
            }
        }
    }
}
