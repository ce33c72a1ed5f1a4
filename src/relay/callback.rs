//! Whom may the relay call when a device goes inactive (PROTOCOL.md 8), and who waits to be called?
//!
//! A registration is a request to `<channel URI>/callback` with `X-CallbackURI` and an opaque body, answered 200 (PROTOCOL.md 11,
//! point 8). Without an absolute http or https URI it registers nobody, and the one before stays; the service may have refused
//! it, but no source says so. Only this machine is called, and the hosts that a setting names; a remark says if that is nobody.
//! The service took registrations for authenticated channels only; here others may try it out too, which is our choice. The
//! call itself is `caller`'s.
//!
//! A registration is used up before the call is made, so a relay that is killed between the two calls nobody; none is called
//! twice.

use std::collections::VecDeque;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;

use http::Uri;
use parking_lot::Mutex;
use thiserror::Error;
use tokio::sync::Notify;

use super::device::{Device, DeviceState};
use super::event::RelayEvent;
use super::journal::Callback;
use super::service::Relay;
use super::settings::Settings;
use crate::clock::Timestamp;
use crate::protocol::device::DeviceId;

/// How many calls may wait. Each was a registration before, of which a channel has one.
const MAX_WAITING: usize = 100_000;

/// Where a callback goes: an absolute http or https URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// The URI.
    pub(super) uri: Uri,
    /// The host, without the brackets of an IPv6 address.
    pub(super) host: String,
    /// The port, said or the scheme's.
    pub(super) port: u16,
    /// Whether it is called over TLS.
    pub(super) scheme: Scheme,
}

/// How a callback is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Plainly.
    Http,
    /// Over TLS.
    Https,
}

/// Why a text says nobody to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum NoTarget {
    /// There is none.
    #[error("X-CallbackURI is missing: it says whom to call")]
    Missing,
    /// It is no URI.
    #[error("X-CallbackURI is no absolute URI that begins with http:// or https://")]
    NotAbsolute,
    /// It carries a name or a password.
    #[error("X-CallbackURI has an `@`: a name or password in it would go nowhere")]
    Credentials,
}

/// Which addresses a callback may go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Those of this machine.
    ThisMachine,
    /// Any: the settings name the host.
    Anywhere,
    /// None.
    Nowhere,
}

impl Target {
    /// Reads the header's value.
    pub(super) fn read(sent: Option<&str>) -> Result<Self, NoTarget> {
        sent.map(str::trim).filter(|text| !text.is_empty()).ok_or(NoTarget::Missing)?.parse()
    }

    /// Which addresses it may go to.
    pub(super) fn reach(&self, settings: &Settings) -> Reach {
        let with_port = format!("{}:{}", self.host, self.port);
        let with_brackets = format!("[{}]", self.host);
        let is_named = |named: &String| {
            [&self.host, &with_port, &with_brackets, &format!("{with_brackets}:{}", self.port)]
                .into_iter()
                .any(|ours| ours.eq_ignore_ascii_case(named))
        };
        if settings.callback_hosts.iter().any(is_named) {
            return Reach::Anywhere;
        }
        let host = self.host.to_ascii_lowercase();
        // RFC 6761, 6.3: `localhost` and what ends in it is this machine.
        let is_localhost = host == "localhost" || host.ends_with(".localhost");
        let is_loopback = host.parse().is_ok_and(is_this_machine);
        if is_localhost || is_loopback { Reach::ThisMachine } else { Reach::Nowhere }
    }
}

/// Whether an address is this machine's loopback, in either version of IP.
pub(super) fn is_this_machine(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

impl FromStr for Target {
    type Err = NoTarget;

    fn from_str(text: &str) -> Result<Self, NoTarget> {
        let uri: Uri = text.parse().map_err(|_| NoTarget::NotAbsolute)?;
        let scheme = match uri.scheme_str() {
            Some("http") => Scheme::Http,
            Some("https") => Scheme::Https,
            Some(_) | None => return Err(NoTarget::NotAbsolute),
        };
        let authority = uri.authority().ok_or(NoTarget::NotAbsolute)?;
        if authority.as_str().contains('@') {
            return Err(NoTarget::Credentials);
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        if host.is_empty() {
            return Err(NoTarget::NotAbsolute);
        }
        let usual = match scheme {
            Scheme::Http => 80,
            Scheme::Https => 443,
        };
        let port = match authority.port() {
            Some(port) => port.as_u16(),
            None if authority.as_str().ends_with(':') || !has_port(authority.as_str()) => usual,
            None => return Err(NoTarget::NotAbsolute),
        };
        Ok(Self { uri, host, port, scheme })
    }
}

/// Whether an authority has something behind a colon, brackets aside.
fn has_port(authority: &str) -> bool {
    authority.rsplit(']').next().is_some_and(|rest| rest.contains(':'))
}

/// A callback that was made, or that was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// When.
    pub at: Timestamp,
    /// The device that went inactive.
    pub device: DeviceId,
    /// The app whose channel the registration was for.
    pub app: String,
    /// Where the call went.
    pub url: String,
    /// What came of it.
    pub outcome: CallOutcome,
}

/// What came of a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    /// It was answered, with this status.
    Answered(u16),
    /// It was not made.
    NotMade(String),
    /// It was made, or begun, and failed.
    Failed(String),
}

impl fmt::Display for CallOutcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(status @ 300..=399) => write!(out, "answered {status}; redirects are not followed"),
            Self::Answered(status) => write!(out, "answered {status}"),
            Self::NotMade(reason) => write!(out, "not called: {reason}"),
            Self::Failed(reason) => write!(out, "failed: {reason}"),
        }
    }
}

/// A call that is to be made.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The device that went inactive.
    pub(super) device: DeviceId,
    /// The app whose channel the registration was for.
    pub(super) app: String,
    /// Whom to call with what.
    pub(super) callback: Callback,
}

/// The calls that are to be made, in order.
#[derive(Debug, Default)]
pub(super) struct Calls {
    waiting: Mutex<VecDeque<Call>>,
    /// Told when there is one more.
    pub(super) more: Notify,
}

impl Calls {
    /// The next one.
    pub(super) fn next(&self) -> Option<Call> {
        self.waiting.lock().pop_front()
    }

    /// Adds one; gives it back if there are too many.
    fn add(&self, call: Call) -> Result<(), Call> {
        let mut waiting = self.waiting.lock();
        if waiting.len() >= MAX_WAITING {
            return Err(call);
        }
        waiting.push_back(call);
        drop(waiting);
        self.more.notify_one();
        Ok(())
    }
}

impl Relay {
    /// A device went inactive: uses its registrations up, and has those called who wanted to be.
    pub(super) fn call_back(&self, device: &Arc<Device>, state: &mut DeviceState) {
        for app in state.apps.values_mut() {
            let Some(callback) = app.callback.take() else { continue };
            let call = Call { device: device.id.clone(), app: app.channel.app.to_string(), callback };
            if let Err(call) = self.calls().add(call) {
                self.called(call, CallOutcome::NotMade(format!("{MAX_WAITING} calls wait already")));
            }
        }
    }

    /// Tells what came of a call.
    pub(super) fn called(&self, call: Call, outcome: CallOutcome) {
        let Call { device, app, callback } = call;
        match &outcome {
            CallOutcome::Answered(_) => tracing::info!(%device, app, url = callback.url, "callback {outcome}"),
            CallOutcome::NotMade(_) | CallOutcome::Failed(_) => {
                tracing::warn!(%device, app, url = callback.url, "callback {outcome}");
            }
        }
        self.tell(RelayEvent::Called(Box::new(Called { at: self.now(), device, app, url: callback.url, outcome })));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(uri: &str, hosts: &[&str]) -> Reach {
        let callback_hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
        let target: Target = uri.parse().unwrap();
        target.reach(&Settings { callback_hosts, ..Settings::default() })
    }

    /// Only this machine is called, under its own names, and hosts that the settings name.
    #[test]
    fn only_this_machine_and_named_hosts_are_called() {
        for ours in [
            "http://127.0.0.1/",
            "https://localhost:8443/x",
            "http://LocalHost",
            "http://app.localhost:1/",
            "http://127.8.9.10:1/",
            "http://[::1]:8080/back",
            "http://[::ffff:127.0.0.1]/",
        ] {
            assert_eq!(reach(ours, &[]), Reach::ThisMachine, "{ours}");
        }
        for foreign in [
            "http://example.org/",
            "http://localhost.example.org/",
            "http://127.0.0.1.example.org/",
            "http://0.0.0.0/",
            "http://10.0.0.7/",
            "http://[fe80::1]/",
            "http://2130706433/",
        ] {
            assert_eq!(reach(foreign, &["other.example"]), Reach::Nowhere, "{foreign}");
        }
        for named in ["Hooks.example", "hooks.example:8080"] {
            assert_eq!(reach("http://hooks.example:8080/x", &[named]), Reach::Anywhere, "{named}");
        }
        assert_eq!(reach("http://hooks.example/x", &["hooks.example:8080"]), Reach::Nowhere);
        assert_eq!(reach("http://[2001:db8::1]:81/", &["[2001:db8::1]"]), Reach::Anywhere);
    }

    /// What is no absolute http or https URI says nobody to call.
    #[test]
    fn a_target_is_an_absolute_uri() {
        let target = Target::read(Some(" https://localhost/a?b=c ")).unwrap();
        assert_eq!((target.host.as_str(), target.port, target.scheme), ("localhost", 443, Scheme::Https));
        assert_eq!(Target::read(Some("http://[::1]:81")).unwrap().port, 81);
        assert_eq!(Target::read(Some("http://127.0.0.1:")).unwrap().port, 80);
        for (sent, why) in [
            (None, NoTarget::Missing),
            (Some(" "), NoTarget::Missing),
            (Some("/callback"), NoTarget::NotAbsolute),
            (Some("localhost:80"), NoTarget::NotAbsolute),
            (Some("ftp://localhost/"), NoTarget::NotAbsolute),
            (Some("http://"), NoTarget::NotAbsolute),
            (Some("http://localhost:99999/"), NoTarget::NotAbsolute),
            (Some("http://a b/"), NoTarget::NotAbsolute),
            (Some("http://127.0.0.1@example.org/"), NoTarget::Credentials),
        ] {
            assert_eq!(Target::read(sent), Err(why), "{sent:?}");
        }
    }
}
