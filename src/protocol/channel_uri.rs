//! What does a channel URI look like (PROTOCOL.md 1)?

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;
use utoipa::ToSchema;

/// The first path segment of an unauthenticated channel (PROTOCOL.md 1).
pub const THROTTLED: &str = "throttledthirdparty";
/// The first path segment of an authenticated channel (PROTOCOL.md 1).
pub const UNTHROTTLED: &str = "unthrottledthirdparty";
/// The second path segment, always (PROTOCOL.md 1).
pub const GENERATION: &str = "01.00";
/// The longest URI, in characters (PROTOCOL.md 4).
pub const MAX_CHARS: usize = 1_024;

/// An address that a sender posts to: `http` or `https`, a host, a path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(format = "uri")]
pub struct ChannelUri(String);

/// Why a text is no channel URI.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoChannelUri {
    /// It does not begin with `http://` or `https://`.
    #[error("a channel URI begins with http:// or https://")]
    Scheme,
    /// It has no host.
    #[error("a channel URI names a host after the scheme")]
    Host,
    /// It is longer than the service allows.
    #[error("a channel URI has at most {MAX_CHARS} characters")]
    TooLong,
    /// It has white space or control characters.
    #[error("a channel URI has no spaces or control characters")]
    Characters,
}

impl ChannelUri {
    /// The URI as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path, with its leading `/` and without a query.
    #[must_use]
    pub fn path(&self) -> &str {
        let after_scheme = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        let path = after_scheme.find('/').and_then(|at| after_scheme.get(at..)).unwrap_or("/");
        path.split(['?', '#']).next().unwrap_or(path)
    }

    /// The URI of a channel of ours: `base` is `http://host:port` (PROTOCOL.md 1, first two rows).
    #[must_use]
    pub fn for_token(base: &str, token: &ChannelToken) -> Self {
        Self(format!("{base}{}", token.path()))
    }
}

impl FromStr for ChannelUri {
    type Err = NoChannelUri;

    fn from_str(text: &str) -> Result<Self, NoChannelUri> {
        let text = text.trim();
        let scheme = text.split_once("://").ok_or(NoChannelUri::Scheme)?;
        if !scheme.0.eq_ignore_ascii_case("http") && !scheme.0.eq_ignore_ascii_case("https") {
            return Err(NoChannelUri::Scheme);
        }
        if text.chars().count() > MAX_CHARS {
            return Err(NoChannelUri::TooLong);
        }
        if text.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
            return Err(NoChannelUri::Characters);
        }
        let host = scheme.1.split(['/', '?', '#']).next().unwrap_or_default();
        if host.is_empty() || host.starts_with(':') {
            return Err(NoChannelUri::Host);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for ChannelUri {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

impl fmt::Debug for ChannelUri {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}", self.0)
    }
}

impl Serialize for ChannelUri {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// What a token is issued for. A sender cannot turn one into the other (PROTOCOL.md 1, speschka, fungo).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ChannelForm)]
pub enum Form {
    /// An unauthenticated channel.
    Throttled,
    /// An authenticated channel.
    Unthrottled,
}

impl Form {
    /// The first path segment.
    #[must_use]
    pub const fn segment(self) -> &'static str {
        match self {
            Self::Throttled => THROTTLED,
            Self::Unthrottled => UNTHROTTLED,
        }
    }
}

/// The opaque, unguessable part of a channel URI of ours, and what it is issued for. It carries 16 random bytes in the layout
/// that public samples of real tokens have: 67 characters of URL-safe base64 (PROTOCOL.md 1, "token anatomy", DEC).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChannelToken {
    form: Form,
    secret: String,
}

impl ChannelToken {
    /// The token that carries these random bytes.
    #[must_use]
    pub fn from_random(random: [u8; 16], form: Form) -> Self {
        let mut bytes = Vec::with_capacity(50);
        bytes.extend([0x00, 0x01]);
        bytes.extend(random);
        bytes.extend([0x02, 0, 0, 0, 0, 0x03, 1, 0, 0, 0, 0x04, 0x14]);
        bytes.extend(b"fnv:BB285A85BFC2E1DD");
        Self { form, secret: URL_SAFE_NO_PAD.encode(bytes) }
    }

    /// What it is issued for.
    #[must_use]
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The secret part, as it stands in the path.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The path of the channel: `/throttledthirdparty/01.00/<token>`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/{}/{GENERATION}/{}", self.form.segment(), self.secret)
    }

    /// The token in a request's path, if the path has the form of a channel URI. The token is not looked up here; extra
    /// path segments are not part of it.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        let mut segments = path.trim_start_matches('/').split('/');
        let first = segments.next()?;
        let second = segments.next()?;
        let secret = segments.next()?;
        let form = [Form::Throttled, Form::Unthrottled].into_iter().find(|form| form.segment() == first)?;
        (second == GENERATION && !secret.is_empty()).then(|| Self { form, secret: secret.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A token has 67 characters, as the real ones had, and is found again in its own path.
    #[test]
    fn tokens_look_like_the_real_ones() {
        let token = ChannelToken::from_random([0xA5; 16], Form::Throttled);
        assert_eq!(token.secret().len(), 67);
        assert_eq!(ChannelToken::from_path(&token.path()), Some(token.clone()));
        assert_eq!(ChannelToken::from_path(&format!("{}/callback", token.path())), Some(token.clone()));
        assert_eq!(ChannelToken::from_path("/favicon.ico"), None);
        let other = token.path().replacen(THROTTLED, UNTHROTTLED, 1);
        assert_ne!(ChannelToken::from_path(&other), ChannelToken::from_path(&token.path()));
    }

    /// The query is no part of the path.
    #[test]
    fn paths_end_before_the_query() {
        let uri: ChannelUri = "http://127.0.0.1:6770/a/b?c=/d".parse().unwrap();
        assert_eq!(uri.path(), "/a/b");
        assert_eq!("http://".parse::<ChannelUri>(), Err(NoChannelUri::Host));
        assert_eq!("ftp://x/y".parse::<ChannelUri>(), Err(NoChannelUri::Scheme));
    }
}
