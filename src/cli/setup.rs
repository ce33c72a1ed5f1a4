//! Which phones does a console start with, and what does it say when it is ready?

use std::path::Path;

use anyhow::{Context as _, anyhow};
use serde_json::json;

use super::exit::Failure;
use crate::console::phones;
use crate::console::runtime::Console;
use crate::phone::PhoneConfig;
use crate::protocol::device::OsVersion;

/// The phone that a console has if nobody asks for another.
pub const FIRST_PHONE: (&str, OsVersion) = ("ana", OsVersion::V8_0);

/// A phone with the sample app.
///
/// # Errors
/// The name cannot name a device.
pub fn phone(name: &str, os: OsVersion) -> Result<PhoneConfig, Failure> {
    phones::named(name, os).map_err(Failure::wrong_call)
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
    json!({ "ready": true, "http": world.base, "phones": phones }).to_string()
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
