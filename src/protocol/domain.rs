//! May a tile's picture come from there? The domains that a channel was bound with (PROTOCOL.md 3.4, 7).
//!
//! The relay's remarks (`relay/remark/device`) and the phone (`phone/assets`) both ask here, so that they say the same.

use std::net::Ipv6Addr;

use crate::notification::tile::Slot;
use crate::notification::value::ImagePlace;
use crate::notification::{Field, FieldName, ImageRef, Tile};

/// How many domains a channel may be bound with (our choice).
pub const MAX_DOMAINS: usize = 32;
/// The longest domain, in characters (PROTOCOL.md 4).
pub const MAX_DOMAIN_CHARS: usize = 256;

/// The pictures on the web that an update asks for.
pub fn remote_pictures(tile: &Tile) -> impl Iterator<Item = (FieldName, &ImageRef)> {
    let remote = |name: &FieldName| match tile.template.slot(*name) {
        Some(Slot::Image(Field::Set(image))) if image.place() == ImagePlace::Remote => Some((*name, image)),
        Some(Slot::Image(_) | Slot::Text(_) | Slot::Count(_) | Slot::Color(_)) | None => None,
    };
    tile.template.kind().fields().iter().filter_map(remote)
}

/// The host in an address, or in a domain that is written without a scheme.
#[must_use]
pub fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    // An IPv6 address has colons of its own, between brackets.
    let end = host.find(']').map_or_else(|| host.find(':'), |bracket| Some(bracket + 1));
    end.and_then(|end| host.get(..end)).unwrap_or(host)
}

/// Whether a text can be one of a channel's domains: it names a host, and is not too long.
#[must_use]
pub fn is_domain(text: &str) -> bool {
    let host = host_of(text);
    let is_letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let six = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_six = six.is_some_and(|six| six.parse::<Ipv6Addr>().is_ok());
    let is_host = is_six || (!host.is_empty() && host.chars().all(is_letter));
    is_host && text.chars().count() <= MAX_DOMAIN_CHARS
}

/// Whether a picture at an address may be fetched: its host is that of one of the domains, in any letter case. A host below a
/// domain counts only if it was listed itself (nothing is known of that; our choice).
#[must_use]
pub fn is_bound(address: &str, domains: &[String]) -> bool {
    let host = host_of(address);
    !host.is_empty() && domains.iter().any(|domain| host_of(domain).eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A host is found whatever stands around it, and is bound only as a whole.
    #[test]
    fn hosts_are_bound_as_a_whole() {
        let bound = [String::from("http://Pictures.example.org/"), String::from("other.example.org:8080")];
        for (address, expected) in [
            ("http://pictures.example.org:8080/a.png", true),
            ("http://ana@other.example.org/a.png?b", true),
            ("http://example.org/pictures.example.org", false),
            ("http://more.pictures.example.org/a.png", false),
            ("http://pictures.example.org.evil.example/a.png", false),
            ("http:///a.png", false),
            ("", false),
        ] {
            assert_eq!(is_bound(address, &bound), expected, "{address}");
        }
        assert!(!is_bound("http:///a.png", &[String::new()]));
        let six = [String::from("http://[2001:db8::1]:8080/")];
        assert!(is_bound("http://[2001:DB8::1]/a.png", &six));
        assert!(!is_bound("http://[2001:db8::2]/a.png", &six));
    }

    /// A domain names a host, with or without what stands around it.
    #[test]
    fn a_domain_names_a_host() {
        let long = format!("{}.example", "a".repeat(MAX_DOMAIN_CHARS));
        for (text, expected) in [
            ("pictures.example.org", true),
            ("http://pictures.example.org:8080/", true),
            ("http://[::1]:80/", true),
            ("bücher.example", true),
            ("http://[::1", false),
            ("a b", false),
            ("http://", false),
            ("", false),
            (long.as_str(), false),
        ] {
            assert_eq!(is_domain(text), expected, "{text}");
        }
    }
}
