//! Which phones does a console start with, and what does it say when it is ready?

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use serde_json::json;

use super::arguments::TlsArguments;
use super::exit::Failure;
use crate::clock::Clock;
use crate::console::certificates::Certificates;
use crate::console::phones;
use crate::console::runtime::{Console, TlsSetup, WhenTaken};
use crate::phone::PhoneConfig;
use crate::protocol::device::OsVersion;

/// Where the relay listens over TLS if nobody says otherwise (INTERFACES.md 1).
const DEFAULT_TLS_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 6743);
/// Where certificates lie in the folder of what outlives the process.
const CERTIFICATES: &str = "certificates";

/// The phone that a console has if nobody asks for another.
pub const FIRST_PHONE: (&str, OsVersion) = ("ana", OsVersion::V8_0);

/// A phone with the sample app.
///
/// # Errors
/// The name cannot name a device.
pub fn phone(name: &str, os: OsVersion) -> Result<PhoneConfig, Failure> {
    phones::named(name, os).map_err(Failure::wrong_call)
}

/// Gives each phone another app for each service name, whose channel only that service may send to.
///
/// # Errors
/// No service can have such a name.
pub fn add_services(wanted: &mut [PhoneConfig], services: &[String]) -> Result<(), Failure> {
    for (at, service) in services.iter().enumerate() {
        for phone in wanted.iter_mut() {
            let added = phones::add_service(phone, at + 1, service);
            added.map_err(|error| Failure::wrong_call(anyhow!("--service: {error}")))?;
        }
    }
    Ok(())
}

/// The token that the control API asks for. Whoever can be reached from other machines needs one.
///
/// # Errors
/// There is none.
pub fn token(listen: SocketAddr, tls: &TlsArguments, token: Option<&str>) -> Result<Option<Arc<str>>, Failure> {
    let mut reached =
        [Some(listen), tls.tls_listen].into_iter().flatten().filter(|address| !address.ip().is_loopback());
    match (reached.next(), token) {
        (Some(address), None) => Err(Failure::wrong_call(anyhow!(
            "{address} can be reached from other machines, so the control API needs a token: add --api-token TOKEN"
        ))),
        (_, token) => Ok(token.map(Arc::from)),
    }
}

/// How the authenticated service is served. `data` is the folder of what outlives the process, if anything does.
///
/// # Errors
/// A file of certificates cannot be read or written.
pub fn tls(arguments: &TlsArguments, data: Option<&Path>, clock: &Clock) -> Result<TlsSetup, Failure> {
    let listen = arguments.tls_listen.unwrap_or(DEFAULT_TLS_LISTEN);
    let certificates = match (&arguments.certs, data) {
        (Some(folder), _) => Certificates::from_folder(folder, listen.ip(), clock.now()),
        (None, Some(data)) => Certificates::kept_in(&data.join(CERTIFICATES), listen.ip(), clock.now()),
        (None, None) => Certificates::in_memory(listen.ip()),
    };
    let trusted = arguments.trust.as_ref().map(|file| {
        std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}; check the path", file.display()))
            .map_err(Failure::surroundings)
    });
    Ok(TlsSetup {
        listen,
        // Nobody has asked for the default port, so a second relay beside this one is no reason to fail.
        when_taken: if arguments.tls_listen.is_some() { WhenTaken::Fail } else { WhenTaken::TakeAnother },
        certificates: Arc::new(certificates.map_err(Failure::surroundings)?),
        trusted: trusted.transpose()?,
    })
}

/// Waits until every phone of the console has its channels.
///
/// # Errors
/// They did not get them in time.
pub async fn channels_open(console: &Console) -> Result<(), Failure> {
    let late = || anyhow!("the phones did not get their channels in time; try again, and report it if it stays");
    if console.shared.until_ready().await { Ok(()) } else { Err(Failure::surroundings(late())) }
}

/// The line that says that connections are accepted (INTERFACES.md 1).
#[must_use]
pub fn ready_line(console: &Console) -> String {
    let world = console.shared.hub.world();
    let phones: Vec<_> = world
        .phones
        .keys()
        .filter_map(|device| world.devices.get(device))
        .map(|device| {
            let apps: Vec<_> = device.apps.iter().map(|open| json!({ "app": open.app, "uri": open.uri })).collect();
            json!({ "device": device.device, "name": device.name, "os": device.os, "apps": apps })
        })
        .collect();
    let mut line = json!({ "ready": true, "http": world.base, "phones": phones });
    if let (Some(line), Some(base)) = (line.as_object_mut(), &world.tls_base) {
        line.insert(String::from("https"), base.as_str().into());
    }
    line.to_string()
}

/// Writes the ready line to a file, whole or not at all: whoever waits for the file never reads half of it.
///
/// # Errors
/// The file cannot be written.
pub fn write_ready_file(file: &Path, line: &str) -> Result<(), Failure> {
    let part = file.with_extension("part");
    std::fs::write(&part, format!("{line}\n"))
        .and_then(|()| std::fs::rename(&part, file))
        .with_context(|| format!("cannot write {}; choose another --ready-file", file.display()))
        .map_err(Failure::surroundings)
}
