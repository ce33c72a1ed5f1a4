//! What may be written on the command line? Names and defaults of INTERFACES.md 1.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::anyhow;
use clap::{Args, Parser, Subcommand, ValueEnum};
use uuid::Uuid;

use super::exit::{Exit, Failure};
use super::render::RenderArguments;
use crate::notification::Kind;
use crate::protocol::class::NotificationClass;
use crate::protocol::device::OsVersion;

/// A desktop test console for Windows Phone push: without a command it opens its window.
#[derive(Debug, Parser)]
#[command(name = "tilecast", version, about, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// The window's own arguments.
    #[command(flatten)]
    pub window: WindowArguments,
    /// What to do in place of opening the window.
    #[command(subcommand)]
    pub task: Option<Task>,
}

impl Arguments {
    /// Reads the command line.
    ///
    /// # Errors
    /// The call is wrong; or help or the version was asked for, printed, and the program is done.
    pub fn read() -> Result<Self, Result<Exit, Failure>> {
        Self::try_parse().map_err(|error| {
            if error.use_stderr() {
                // The first paragraph says what is wrong; how it should be is a question of its own.
                let said = error.to_string();
                let what = said.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ").trim();
                let words: Vec<&str> = what.split_whitespace().collect();
                return Err(Failure::wrong_call(anyhow!("{}; try `tilecast --help`", words.join(" "))));
            }
            // Whoever asked for help has closed standard output: there is nobody left to tell.
            let _ = error.print();
            Ok(Exit::Done)
        })
    }
}

/// What the window takes.
#[derive(Args, Debug)]
pub struct WindowArguments {
    /// Where the relay listens; port 0 takes a free one.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:6770")]
    pub listen: SocketAddr,
    /// The authenticated service.
    #[command(flatten)]
    pub tls: TlsArguments,
    /// Keep phones, channels, history, faults and settings in this folder; without it, in Tilecast's own of this user.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The token that the control API asks for; needed when listening beyond loopback.
    #[arg(long, value_name = "TOKEN")]
    pub api_token: Option<String>,
    /// Ignore the saved layout.
    #[arg(long)]
    pub fresh: bool,
    /// Write one line of JSON here once the relay accepts connections.
    #[arg(long, value_name = "FILE")]
    pub ready_file: Option<PathBuf>,
    /// A payload to open in the composer.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// How the authenticated service is served; the same for the window and for `serve`.
#[derive(Args, Debug)]
pub struct TlsArguments {
    /// Where the relay listens over TLS; port 0 takes a free one [default: 127.0.0.1:6743, or a free port if that is taken]
    #[arg(long, value_name = "ADDR:PORT")]
    pub tls_listen: Option<SocketAddr>,
    /// The folder of certificates to use, as `tilecast certs` makes it.
    #[arg(long, value_name = "DIR")]
    pub certs: Option<PathBuf>,
    /// Further certificates (PEM) of authorities whose senders are known, or of senders themselves.
    #[arg(long, value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// Gives each emulated phone another app, whose channel is authenticated as this service; may be given several times.
    #[arg(long, value_name = "CN")]
    pub service: Vec<String>,
}

/// What to do without a window.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Run relay, phones and control API without a window.
    Serve(ServeArguments),
    /// Send one push and say what the service answered.
    Send(SendArguments),
    /// Draw what a payload looks like, without sending it.
    Render(RenderArguments),
    /// Play the six steps of a push and leave pictures of the phone.
    Demo(DemoArguments),
    /// Make the certificates of the authenticated service, as PEM and PFX.
    Certs(CertsArguments),
}

/// What `serve` takes.
#[derive(Args, Debug)]
pub struct ServeArguments {
    /// Where the relay listens; port 0 takes a free one.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:6770")]
    pub listen: SocketAddr,
    /// The authenticated service.
    #[command(flatten)]
    pub tls: TlsArguments,
    /// Keep channels, history, faults and settings in this folder, and begin with what is there.
    #[arg(long, value_name = "DIR", conflicts_with = "memory")]
    pub data: Option<PathBuf>,
    /// Keep nothing after the end; so it is also without --data.
    #[arg(long)]
    pub memory: bool,
    /// An emulated phone; may be given several times. Without any there is one, `ana:8.0`.
    #[arg(long, value_name = "NAME[:OS]", value_parser = phone)]
    pub phone: Vec<(String, OsVersion)>,
    /// Write the line that says "ready" here as well.
    #[arg(long, value_name = "FILE")]
    pub ready_file: Option<PathBuf>,
    /// The token that the control API asks for; needed when listening beyond loopback.
    #[arg(long, value_name = "TOKEN")]
    pub api_token: Option<String>,
    /// The machine's clock, or one that stands still.
    #[arg(long, value_enum, default_value_t = ClockChoice::Real)]
    pub clock: ClockChoice,
    /// What the chances of faults follow from: the same number, the same run.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// How the log on standard error is written.
    #[arg(long, value_enum, default_value_t = LogChoice::Text)]
    pub log: LogChoice,
}

/// Which clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClockChoice {
    /// The machine's.
    Real,
    /// One that stands still.
    Virtual,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogChoice {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

/// What `send` takes.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["toast", "payload"]))]
pub struct SendArguments {
    /// The channel URI.
    pub uri: String,
    /// A toast's title, and its content.
    #[arg(long, num_args = 1..=2, value_names = ["TEXT1", "TEXT2"])]
    pub toast: Vec<String>,
    /// Where a tap on the toast leads.
    #[arg(long, value_name = "P", requires = "toast")]
    pub param: Option<String>,
    /// A file whose bytes are the body.
    #[arg(long, value_name = "FILE")]
    pub payload: Option<PathBuf>,
    /// What the payload is; without it, its XML says so, and anything else is raw.
    #[arg(long, requires = "payload")]
    pub kind: Option<Kind>,
    /// The notification class; without it, the kind's immediate one.
    #[arg(long, value_name = "N")]
    pub class: Option<NotificationClass>,
    /// The id of the message; without it, a new one.
    #[arg(long, value_name = "UUID")]
    pub message_id: Option<Uuid>,
    /// A client certificate in PEM, for an authenticated channel.
    #[arg(long, value_name = "FILE", requires = "key")]
    pub cert: Option<PathBuf>,
    /// The certificate's key in PEM.
    #[arg(long, value_name = "FILE", requires = "cert")]
    pub key: Option<PathBuf>,
    /// The certificate in PEM of an authority to trust; a `ca.pem` beside the client certificate is trusted without it.
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// Wait and try again as the answer advises.
    #[arg(long)]
    pub retry: bool,
    /// Print one JSON object in place of words.
    #[arg(long)]
    pub json: bool,
}

/// What `demo` takes.
#[derive(Args, Debug)]
pub struct DemoArguments {
    /// Where to leave the pictures.
    #[arg(long, value_name = "DIR", default_value = "tilecast-demo")]
    pub out: PathBuf,
}

/// What `certs` takes.
#[derive(Args, Debug)]
pub struct CertsArguments {
    /// The folder to write to; what is there already is used and kept.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// A service name, which becomes the common name of a client certificate; may be given several times.
    #[arg(long, value_name = "CN")]
    pub service: Vec<String>,
}

fn phone(text: &str) -> Result<(String, OsVersion), String> {
    let (name, os) = match text.rsplit_once(':') {
        Some((name, os)) => {
            (name, os.parse().map_err(|error: crate::protocol::device::NoOsVersion| error.to_string())?)
        }
        None => (text, OsVersion::default()),
    };
    if name.is_empty() { Err(String::from("a phone needs a name")) } else { Ok((name.to_owned(), os)) }
}
