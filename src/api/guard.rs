//! Who may ask? Programs of this machine, and whoever has the token; never a web page of somebody else.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::middleware::Next;
use axum::response::Response;

use super::Host;
use super::refusal::Refusal;

/// Refuses a foreign `Host` or `Origin`, and a call without the token where one was set.
///
/// # Errors
/// The call is refused.
pub async fn check(State(host): State<Host>, request: Request, next: Next) -> Result<Response, Refusal> {
    let headers = request.headers();
    let named = text(headers, HOST.as_str());
    if named.is_some_and(|name| !is_address(name)) {
        return Err(Refusal::forbidden(
            "the Host header names another machine",
            "use the address that `serve` printed",
        ));
    }
    let foreign = |origin: &str| origin.split_once("://").map(|(_, name)| name) != named;
    if text(headers, ORIGIN.as_str()).is_some_and(foreign) {
        return Err(Refusal::forbidden("a page of another origin asks", "call from a program, not from a web page"));
    }
    if let Some(token) = &host.token {
        let given = text(headers, AUTHORIZATION.as_str()).and_then(|value| value.strip_prefix("Bearer "));
        if !given.is_some_and(|given| same(given.trim().as_bytes(), token.as_bytes())) {
            return Err(Refusal::unauthorized());
        }
    }
    Ok(next.run(request).await)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    // A value that is no text cannot be ours, so it counts as foreign.
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

/// Whether a `Host` is a plain address or `localhost`: a name that somebody else controls could point here at any time.
fn is_address(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok()
}

/// Compares in a time that does not depend on where the two differ.
fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |differs, (left, right)| differs | (left ^ right)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Addresses and `localhost` are ours, names are not.
    #[test]
    fn only_addresses_name_this_machine() {
        for ours in ["127.0.0.1:6770", "127.0.0.1", "[::1]:6770", "localhost:80", "LOCALHOST", "192.168.0.7:1"] {
            assert!(is_address(ours), "{ours}");
        }
        for foreign in ["evil.example", "evil.example:6770", "", "127.0.0.1.evil.example:80"] {
            assert!(!is_address(foreign), "{foreign}");
        }
    }
}
