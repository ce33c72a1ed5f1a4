//! How fast is the relay beside a server that does nothing, how much does a linked phone cost, and does a push cost more
//! where there is much already?
//!
//! ```text
//! cargo bench --bench relay                     everything, a few minutes
//! cargo bench --bench relay -- speed latency    only these of: speed, data, latency, scale,
//!                                               channels, queue, history, archive
//! cargo bench --bench relay -- --check          exit code 1 if a goal is missed
//! ```
//!
//! The floor is a bare axum server that reads the body and answers 200. Floor and relay are child processes with two worker
//! threads each; the relay's is started as `tilecast serve --memory` starts it, with its log and everything that follows it, but
//! for the daily quota. Senders and phones are this process, on one thread and on plain sockets, so that they cost little,
//! and the same for both. Floor and relay are measured in turns, for the machine's noise to hit both; what is printed is the
//! median of the turns' ratios, with the least and the greatest behind it, then the goal. CPU time is the child's alone.
//!
//! A push counts once it stands as acknowledged in the relay's log. Phones acknowledge in bunches, at most 100 ms late
//! (INTERFACES.md 2), but where it says otherwise.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

mod cases;
mod child;
mod flatness;
mod load;
mod numbers;
mod phones;
mod serving;

use std::process::ExitCode;

use tokio::runtime::Builder;
use tokio::task::LocalSet;

use numbers::Report;

/// What can be measured.
const CASES: [&str; 8] = ["speed", "data", "latency", "scale", "channels", "queue", "history", "archive"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(role) = arguments.first().and_then(|first| first.strip_prefix("--serve=")) {
        serving::serve(role, arguments.get(1..).unwrap_or_default());
        return ExitCode::SUCCESS;
    }
    // Cargo says `--bench` when it runs a bench, and nothing when it tests all targets.
    if arguments.is_empty() {
        println!("nothing to do; see `cargo bench --bench relay`");
        return ExitCode::SUCCESS;
    }
    child::raise_file_limit();
    let wanted: Vec<&str> =
        arguments.iter().map(String::as_str).filter(|argument| !argument.starts_with('-')).collect();
    if let Some(unknown) = wanted.iter().find(|wanted| !CASES.contains(wanted)) {
        println!("{unknown} is no case; there are {}", CASES.join(", "));
        return ExitCode::from(2);
    }
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut report = Report::default();
    runtime.block_on(LocalSet::new().run_until(async {
        for case in CASES.into_iter().filter(|case| wanted.is_empty() || wanted.contains(case)) {
            match case {
                "speed" => cases::speed(&mut report).await,
                "data" => cases::data(&mut report).await,
                "latency" => cases::latency(&mut report).await,
                "scale" => cases::scale(&mut report).await,
                "channels" => flatness::channels(&mut report).await,
                "queue" => flatness::queue(&mut report).await,
                "history" => flatness::history(&mut report).await,
                _ => flatness::archive(&mut report).await,
            }
        }
    }));
    let is_checked = arguments.iter().any(|argument| argument == "--check");
    if is_checked && report.missed() > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
