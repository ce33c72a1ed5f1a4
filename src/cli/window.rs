//! `tilecast` with no command: starts a console for the window and says when it is ready.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use etcetera::BaseStrategy as _;

use super::arguments::WindowArguments;
use super::exit::Failure;
use super::{limits, setup};
use crate::clock::Clock;
use crate::console::Shared;
use crate::console::compose::Compose;
use crate::console::event::DeskEvent;
use crate::console::journal::{self, KeepsPhones, Kept};
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
    routes: impl FnOnce(&Shared, Option<Arc<str>>) -> Routes,
) -> Result<(Console, Vec<DeskEvent>), Failure> {
    limits::raise();
    let token = setup::token(arguments.listen, &arguments.tls, arguments.api_token.as_deref())?;
    let mut desk = Vec::new();
    if let Some(file) = &arguments.file {
        desk.push(DeskEvent::Loaded(Box::new(open(file)?)));
    }
    let clock = Clock::real();
    let folder = folder(arguments.data.as_deref());
    let (kept, problem) = keep(folder.as_deref(), &clock);
    desk.extend(problem.map(|message| DeskEvent::Notice(Some(Notice::Archive(message)))));
    let left_out = kept.as_ref().and_then(journal::left_out);
    desk.extend(left_out.map(|count| DeskEvent::Notice(Some(Notice::PhonesLeftOut(count)))));
    let mut phones = vec![setup::phone(setup::FIRST_PHONE.0, setup::FIRST_PHONE.1)?];
    setup::add_services(&mut phones, &arguments.tls.service)?;
    // Where the folder is somebody else's, nothing is kept in it.
    let mut tls = setup::tls(&arguments.tls, folder.ok().as_deref().filter(|_| kept.is_some()), &clock)?;
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
    let console = runtime::start(start, |shared| routes(shared, token)).map_err(Failure::surroundings)?;
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
fn keep(folder: Result<&Path, &String>, clock: &Clock) -> (Option<Kept>, Option<String>) {
    let folder = match folder {
        Ok(folder) => folder,
        Err(reason) => return (None, Some(journal::not_used(reason))),
    };
    match journal::open(folder, clock) {
        Ok(mut kept) => {
            kept.keeps_phones = KeepsPhones::Yes;
            let problem = kept.set_aside.as_ref().map(journal::set_aside);
            (Some(kept), problem)
        }
        Err(error) => (None, Some(journal::not_used(&error.to_string()))),
    }
}

/// The folder of what outlives the process: the one that was named, or Tilecast's own of this user.
fn folder(named: Option<&Path>) -> Result<PathBuf, String> {
    match named {
        Some(folder) => Ok(folder.to_owned()),
        None => etcetera::base_strategy::choose_native_strategy()
            .map(|system| system.data_dir().join("tilecast"))
            .map_err(|error| error.to_string()),
    }
}

fn open(file: &Path) -> Result<Compose, Failure> {
    let bytes = std::fs::read(file)
        .with_context(|| format!("cannot read {}; check the path", file.display()))
        .map_err(Failure::surroundings)?;
    Ok(Compose::default().with_bytes(&bytes))
}
