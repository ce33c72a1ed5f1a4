//! `tilecast` with no command: starts a console for the window and says when it is ready.

use anyhow::Context as _;

use super::arguments::WindowArguments;
use super::exit::Failure;
use super::setup;
use crate::clock::Clock;
use crate::console::Shared;
use crate::console::compose::Compose;
use crate::console::runtime::{self, Console, Setup, WhenTaken};
use crate::relay::Settings;
use crate::relay::serve::Routes;

/// Starts the console of a window; the draft is the file that was named, if one was.
///
/// # Errors
/// No address can be used, or a file cannot be read or written.
pub fn start(
    arguments: &WindowArguments,
    routes: impl FnOnce(&Shared) -> Routes,
) -> Result<(Console, Option<Compose>), Failure> {
    let draft = arguments.file.as_deref().map(open).transpose()?;
    let mut phones = vec![setup::phone(setup::FIRST_PHONE.0, setup::FIRST_PHONE.1)?];
    setup::add_services(&mut phones, &arguments.tls.service)?;
    let clock = Clock::real();
    let mut tls = setup::tls(&arguments.tls, None, &clock)?;
    tls.when_taken = WhenTaken::TakeAnother;
    let start = Setup {
        listen: arguments.listen,
        when_taken: WhenTaken::TakeAnother,
        tls: Some(tls),
        phones,
        clock,
        settings: Settings::default(),
        journal: None,
        seed: 0,
    };
    let console = runtime::start(start, routes).map_err(Failure::surroundings)?;
    if let Some(file) = &arguments.ready_file {
        let waiting = tokio::runtime::Builder::new_current_thread().enable_all().build();
        waiting
            .context("the system refused an event queue")
            .map_err(Failure::surroundings)?
            .block_on(setup::channels_open(&console))?;
        setup::write_ready_file(file, &setup::ready_line(&console))?;
    }
    Ok((console, draft))
}

fn open(file: &std::path::Path) -> Result<Compose, Failure> {
    let bytes = std::fs::read(file)
        .with_context(|| format!("cannot read {}; check the path", file.display()))
        .map_err(Failure::surroundings)?;
    Ok(Compose::default().with_bytes(&bytes))
}
