//! Tilecast: parses arguments, opens the window or runs the command, prints the error, and ends with the right code.

use std::process::ExitCode;

use tilecast::cli::{Arguments, Exit, Failure, Task, certs, demo, render, send, serve, window};
use tilecast::console::Shared;
use tilecast::ui::{Layout, offscreen::painter};
use tilecast::{api, ui};

fn main() -> ExitCode {
    let outcome = match Arguments::read() {
        Ok(arguments) => run(&arguments),
        Err(outcome) => outcome,
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(failure) => {
            eprintln!("tilecast: {failure}");
            failure.exit.into()
        }
    }
}

fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let host = |shared: &Shared, token| api::Host { console: shared.clone(), painter: painter(), token };
    match &arguments.task {
        Some(Task::Serve(wanted)) => serve::run(wanted, |shared, token| api::routes(host(shared, token))),
        Some(Task::Send(wanted)) => send::run(wanted),
        Some(Task::Render(wanted)) => render::run(wanted, &*painter()),
        Some(Task::Certs(wanted)) => certs::run(wanted),
        Some(Task::Demo(wanted)) => demo::run(wanted, &*painter(), |shared| api::routes(host(shared, None))),
        None => {
            let (console, desk) = window::start(&arguments.window, |shared, token| api::routes(host(shared, token)))?;
            let layout = if arguments.window.fresh { Layout::Fresh } else { Layout::Saved };
            ui::open(&console.shared, desk, layout).map_err(Failure::surroundings)?;
            Ok(Exit::Done)
        }
    }
}
