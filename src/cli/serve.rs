//! `tilecast serve`: relay, phones and control API without a window, until it is told to stop.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;

use anyhow::{Context as _, anyhow};

use super::arguments::{ClockChoice, LogChoice, ServeArguments};
use super::exit::{Exit, Failure};
use super::{limits, setup};
use crate::clock::Clock;
use crate::console::runtime::{self, Setup, WhenTaken};
use crate::console::{Shared, journal};
use crate::phone::PhoneConfig;
use crate::relay::Settings;
use crate::relay::serve::Routes;

/// Serves until SIGINT or SIGTERM.
///
/// # Errors
/// A name is wrong, the address is taken, or a file cannot be written.
pub fn run(
    arguments: &ServeArguments,
    routes: impl FnOnce(&Shared, Option<Arc<str>>) -> Routes,
) -> Result<Exit, Failure> {
    start_log(arguments.log);
    limits::raise();
    let token = setup::token(arguments.listen, &arguments.tls, arguments.api_token.as_deref())?;
    let mut phones = Vec::new();
    for (name, os) in &arguments.phone {
        let phone = setup::phone(name, *os)?;
        if phones.iter().any(|other: &PhoneConfig| other.device == phone.device) {
            return Err(Failure::wrong_call(anyhow!("--phone: there are two phones `{name}`; give each its own name")));
        }
        phones.push(phone);
    }
    if phones.is_empty() {
        phones.push(setup::phone(setup::FIRST_PHONE.0, setup::FIRST_PHONE.1)?);
    }
    setup::add_services(&mut phones, &arguments.tls.service)?;
    let clock = match arguments.clock {
        ClockChoice::Real => Clock::real(),
        ClockChoice::Virtual => Clock::virtual_at(Clock::real().now()),
    };
    let kept = arguments.data.as_deref().map(|folder| journal::open(folder, &clock)).transpose();
    let kept = kept.map_err(Failure::surroundings)?;
    if let Some(message) = kept.as_ref().and_then(|kept| kept.set_aside.as_ref()).map(journal::set_aside) {
        tracing::warn!("{message}");
    }
    let start = Setup {
        listen: arguments.listen,
        when_taken: WhenTaken::Fail,
        tls: Some(setup::tls(&arguments.tls, arguments.data.as_deref(), &clock)?),
        phones,
        clock,
        settings: Settings::default(),
        journal: kept,
        seed: arguments.seed,
    };
    let console = runtime::start(start, |shared| routes(shared, token)).map_err(Failure::surroundings)?;
    let waiting = tokio::runtime::Builder::new_current_thread().enable_all().build();
    waiting.context("the system refused an event queue").map_err(Failure::surroundings)?.block_on(async {
        setup::channels_open(&console).await?;
        let line = setup::ready_line(&console);
        if let Some(file) = &arguments.ready_file {
            setup::write_ready_file(file, &line)?;
        }
        // Whoever started us may have closed its end; the ready file and the port still say that we are up.
        let _ = writeln!(std::io::stdout(), "{line}");
        stopped().await
    })?;
    tracing::info!("stopping");
    Ok(Exit::Done)
}

#[cfg(unix)]
async fn stopped() -> Result<(), Failure> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())
        .context("the system refused a signal handler")
        .map_err(Failure::surroundings)?;
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn stopped() -> Result<(), Failure> {
    tokio::signal::ctrl_c().await.context("the system refused a signal handler").map_err(Failure::surroundings)
}

fn start_log(choice: LogChoice) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("TILECAST_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // Only a second start in one process could fail here, and then a log is there already.
    let _ = match choice {
        LogChoice::Json => log.json().try_init(),
        LogChoice::Text => log.try_init(),
    };
}
