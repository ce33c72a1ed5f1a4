//! `tilecast` with no command: starts a console for the window and says when it is ready.

use std::path::Path;

use anyhow::Context as _;
use etcetera::BaseStrategy as _;

use super::arguments::WindowArguments;
use super::exit::Failure;
use super::setup;
use crate::clock::Clock;
use crate::console::Shared;
use crate::console::compose::Compose;
use crate::console::event::DeskEvent;
use crate::console::journal::{self, Kept};
use crate::console::model::Notice;
use crate::console::runtime::{self, Console, Setup, WhenTaken};
use crate::relay::Settings;
use crate::relay::serve::Routes;

/// Starts the console of a window. Gives with it what has happened on the desk already: the file that was named is in the
/// composer, and there is a notice if the archive cannot be used.
///
/// # Errors
/// No address can be used, or a file cannot be read or written.
pub fn start(
    arguments: &WindowArguments,
    routes: impl FnOnce(&Shared) -> Routes,
) -> Result<(Console, Vec<DeskEvent>), Failure> {
    let mut desk = Vec::new();
    if let Some(file) = &arguments.file {
        desk.push(DeskEvent::Loaded(Box::new(open(file)?)));
    }
    let clock = Clock::real();
    let (kept, problem) = keep(arguments.data.as_deref(), &clock);
    desk.extend(problem.map(|message| DeskEvent::Notice(Some(Notice::Archive(message)))));
    let mut phones = vec![setup::phone(setup::FIRST_PHONE.0, setup::FIRST_PHONE.1)?];
    setup::add_services(&mut phones, &arguments.tls.service)?;
    let mut tls = setup::tls(&arguments.tls, arguments.data.as_deref(), &clock)?;
    tls.when_taken = WhenTaken::TakeAnother;
    let start = Setup {
        listen: arguments.listen,
        when_taken: WhenTaken::TakeAnother,
        tls: Some(tls),
        phones,
        clock,
        settings: Settings::default(),
        journal: kept,
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
    Ok((console, desk))
}

/// What is written down, and what is to be said about it. A window that cannot use its archive is still of use.
fn keep(folder: Option<&Path>, clock: &Clock) -> (Option<Kept>, Option<String>) {
    let folder = match (folder, etcetera::base_strategy::choose_native_strategy()) {
        (Some(folder), _) => folder.to_owned(),
        (None, Ok(system)) => system.data_dir().join("tilecast"),
        (None, Err(error)) => return (None, Some(journal::not_used(&error.to_string()))),
    };
    match journal::open(&folder, clock) {
        Ok(kept) => {
            let problem = kept.set_aside.as_ref().map(journal::set_aside);
            (Some(kept), problem)
        }
        Err(error) => (None, Some(journal::not_used(&error.to_string()))),
    }
}

fn open(file: &Path) -> Result<Compose, Failure> {
    let bytes = std::fs::read(file)
        .with_context(|| format!("cannot read {}; check the path", file.display()))
        .map_err(Failure::surroundings)?;
    Ok(Compose::default().with_bytes(&bytes))
}
