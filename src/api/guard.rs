//! Who may ask? Programs of this machine, and whoever has the token; never a web page of somebody else.

use std::net::{Ipv4Addr, Ipv6Addr};

use axum::extract::{Request, State};
use axum::http::header::{ALLOW, AUTHORIZATION, HOST, HeaderName, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::Host;
use super::refusal::Refusal;
use crate::relay::serve::{BodyTooLarge, MAX_API_BYTES};

/// Refuses a foreign `Host` or `Origin`, a call without the token where one was set, and a body that is too large; and says
/// which methods there are to a call that has another.
///
/// # Errors
/// The call is refused.
pub async fn check(State(host): State<Host>, request: Request, next: Next) -> Result<Response, Refusal> {
    admit(&host, &request)?;
    let answer = next.run(request).await;
    let allowed = answer.headers().get(ALLOW).filter(|_| answer.status() == StatusCode::METHOD_NOT_ALLOWED);
    Ok(match allowed {
        Some(allowed) => {
            let refusal = Refusal::method(&String::from_utf8_lossy(allowed.as_bytes()));
            ([(ALLOW, allowed.clone())], refusal).into_response()
        }
        None => answer,
    })
}

fn admit(host: &Host, request: &Request) -> Result<(), Refusal> {
    let headers = request.headers();
    // A target in absolute form says the host a second time, and goes before the header (RFC 9112, 3.2.2).
    let mut named = texts(headers, &HOST).chain(request.uri().authority().map(Authority::as_str));
    if named.any(|name| !is_address(name)) {
        return Err(Refusal::forbidden(
            "the Host is not this machine's address",
            "use the address that `serve` printed",
        ));
    }
    let host_named = texts(headers, &HOST).next();
    let foreign = |origin: &str| host_named.is_none() || origin.split_once("://").map(|(_, name)| name) != host_named;
    if texts(headers, &ORIGIN).any(foreign) {
        return Err(Refusal::forbidden("a page of another origin asks", "call from a program, not from a web page"));
    }
    if let Some(token) = &host.token {
        let given = texts(headers, &AUTHORIZATION).next().and_then(bearer);
        if !given.is_some_and(|given| same(given.as_bytes(), token.as_bytes())) {
            return Err(Refusal::unauthorized());
        }
    }
    if request.extensions().get::<BodyTooLarge>().is_some() {
        return Err(Refusal::too_large(MAX_API_BYTES));
    }
    Ok(())
}

fn texts<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    // A value that is no text cannot be ours, so it counts as foreign.
    headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("?"))
}

/// The token of `Bearer TOKEN`; the first word may be in any letter case (RFC 9110, 11.1).
fn bearer(given: &str) -> Option<&str> {
    let (scheme, token) = given.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whether a `Host` is a plain address or `localhost`: a name that somebody else controls could point here at any time.
fn is_address(host: &str) -> bool {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((name, port)) if name.parse::<Ipv6Addr>().is_ok() => ("localhost", port),
            Some(_) | None => return false,
        },
        None => host.find(':').map_or((host, ""), |at| host.split_at(at)),
    };
    let port_is_fine =
        port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
    port_is_fine && (name.eq_ignore_ascii_case("localhost") || name.parse::<Ipv4Addr>().is_ok())
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
        for foreign in [
            "evil.example",
            "evil.example:6770",
            "",
            "127.0.0.1.evil.example:80",
            "[::1]evil.example",
            "[evil]:80",
            "127.0.0.1:80:80",
            "localhost:evil",
            "ana@127.0.0.1",
        ] {
            assert!(!is_address(foreign), "{foreign}");
        }
    }
}
