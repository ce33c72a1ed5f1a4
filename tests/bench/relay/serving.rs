//! What runs in a child: the floor or the relay, until standard input ends.

use std::io::{BufRead as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
use bytes::Bytes;
use http::StatusCode;
use tilecast::clock::Clock;
use tilecast::console::hub::Hub;
use tilecast::console::journal;
use tilecast::console::runtime::{self, Console, Setup, WhenTaken};
use tilecast::protocol::Stage;
use tilecast::relay::Settings;

/// How long pushes may take until they are acknowledged.
const SETTLED_WITHIN: Duration = Duration::from_secs(20);

/// Serves as what the parent wants.
pub fn serve(role: &str, arguments: &[String]) {
    match role {
        "floor" => floor(),
        _ => relay(arguments),
    }
}

/// A bare axum server that reads the body and answers 200.
fn floor() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(anywhere()).await.expect("a port");
        say(&listener.local_addr().expect("its address").to_string());
        let listener = listener.tap_io(|stream| {
            // As the relay has it; a socket that refuses is slower, and serves.
            let _ = stream.set_nodelay(true);
        });
        let routes = Router::new().fallback(async |body: Bytes| {
            std::hint::black_box(&body);
            StatusCode::OK
        });
        let serving = tokio::spawn(async { axum::serve(listener, routes).await });
        let listening = tokio::task::spawn_blocking(|| std::io::stdin().lock().lines().for_each(drop));
        // Whichever ends first, the child is done.
        tokio::select! {
            _ = serving => {}
            _ = listening => {}
        }
    });
}

/// The relay as `serve` has it. It answers the questions that come on standard input.
fn relay(arguments: &[String]) {
    let mut settings = Settings { daily_quota: None, ..Settings::default() };
    let clock = Clock::real();
    let mut kept = None;
    for argument in arguments {
        match argument.split_once('=') {
            Some(("queue-depth", depth)) => settings.queue_depth = depth.parse().expect("a number"),
            Some(("history-limit", limit)) => settings.history_limit = limit.parse().expect("a number"),
            Some(("data", folder)) => kept = Some(journal::open(Path::new(folder), &clock).expect("an archive")),
            _ => panic!("{argument} is no argument of the relay"),
        }
    }
    let setup = Setup {
        listen: anywhere(),
        when_taken: WhenTaken::Fail,
        phones: Vec::new(),
        clock,
        settings,
        tls: None,
        journal: kept,
        seed: 0,
    };
    let console = runtime::start(setup, |_| Router::new()).expect("a relay");
    say(&console.address.to_string());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        say(&answer(&console, &line));
    }
}

fn answer(console: &Console, question: &str) -> String {
    let hub = &console.shared.hub;
    match question.split_once(' ') {
        Some(("acknowledged", pushes)) => {
            let is_so = pushes.parse().is_ok_and(|pushes| are_acknowledged(hub, pushes));
            let lost = console.shared.relay.lost_events();
            if is_so { String::from("yes") } else { format!("no; {lost} events were lost") }
        }
        _ => match question {
            "rows" => hub.world().log.entries().len().to_string(),
            "rest" => {
                let archive = console.shared.archive.as_ref().expect("an archive");
                let (told, answer) = std::sync::mpsc::sync_channel(1);
                archive.rest(Box::new(move |done| told.send(done).expect("somebody waits")));
                let done = answer.recv().expect("the archive answers");
                done.map_or_else(|error| error.to_string(), |()| String::from("at rest"))
            }
            _ => String::from("what?"),
        },
    }
}

/// Waits until the newest `pushes` of the log are acknowledged.
fn are_acknowledged(hub: &Arc<Hub>, pushes: u64) -> bool {
    let waiting = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let mut version = hub.version();
    waiting.block_on(async {
        let all = async {
            let mut row = hub.world().log.newest().map_or(0, |newest| newest.saturating_sub(pushes));
            loop {
                version.mark_unchanged();
                {
                    let world = hub.world();
                    // What the history has no room for is forgotten, whatever became of it.
                    row = row.max(world.log.oldest().map_or(0, |oldest| oldest - 1));
                    let acknowledged =
                        |row| world.log.row(row).is_some_and(|entry| entry.reached(Stage::Acked).is_some());
                    while acknowledged(row + 1) {
                        row += 1;
                    }
                    if world.log.newest() == Some(row) {
                        return;
                    }
                }
                if version.changed().await.is_err() {
                    return;
                }
            }
        };
        tokio::time::timeout(SETTLED_WITHIN, all).await.is_ok()
    })
}

fn anywhere() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

fn say(line: &str) {
    // A parent that is gone needs no answer.
    let _ = writeln!(std::io::stdout(), "{line}");
}
