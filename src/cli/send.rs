//! `tilecast send`: one push to a channel URI, and what the service answered, in words.

use std::path::Path;

use anyhow::Context as _;
use serde_json::json;
use uuid::Uuid;

use super::arguments::SendArguments;
use super::exit::{Exit, Failure};
use crate::clock::Clock;
use crate::lang::{Argument, text, text_with};
use crate::notification::{Kind, NAMESPACE, Notification, Toast, read, write};
use crate::protocol::ChannelUri;
use crate::protocol::class::{Interval, NotificationClass};
use crate::protocol::verdict::{Outcome, Verdict};
use crate::sender::retry::wait_before;
use crate::sender::{Draft, Exchange, Sender, Tls};

/// Sends, and waits and sends again if it was asked to.
///
/// # Errors
/// A file cannot be read, or nothing answered.
pub fn run(arguments: &SendArguments) -> Result<Exit, Failure> {
    arguments.uri.parse::<ChannelUri>().map_err(Failure::wrong_call)?;
    let (kind, body) = body(arguments)?;
    let draft = Draft {
        message_id: arguments.message_id.unwrap_or_else(Uuid::new_v4),
        uri: arguments.uri.clone(),
        kind,
        class: arguments.class.unwrap_or_else(|| NotificationClass::of(kind, Interval::Immediate)),
        body,
    };
    let tls = tls(arguments)?;
    let clock = Clock::real();
    let sender = Sender::new(clock.clone(), &tls).map_err(Failure::surroundings)?;
    let waiting = tokio::runtime::Builder::new_current_thread().enable_all().build();
    waiting.context("the system refused an event queue").map_err(Failure::surroundings)?.block_on(async {
        let mut attempt = 0;
        loop {
            let exchange = sender.send(&draft).await;
            let verdict = exchange.result.as_ref().ok().and_then(|answer| answer.verdict);
            let wait =
                verdict.filter(|_| arguments.retry).and_then(|verdict| wait_before(verdict.row().advice, attempt + 1));
            report(arguments, &draft, &exchange, wait.map(|wait| wait.as_secs()))?;
            let Some(wait) = wait else { return Ok(ending(verdict)) };
            clock.sleep_until(clock.now().plus(wait)).await;
            attempt += 1;
        }
    })
}

fn ending(verdict: Option<Verdict>) -> Exit {
    match verdict.map(|verdict| verdict.row().outcome) {
        Some(Outcome::Accepted | Outcome::Waiting) => Exit::Done,
        Some(Outcome::Discarded | Outcome::Refused) | None => Exit::No,
    }
}

fn body(arguments: &SendArguments) -> Result<(Kind, Vec<u8>), Failure> {
    if let Some(file) = &arguments.payload {
        let bytes = std::fs::read(file)
            .with_context(|| format!("cannot read {}; check the path", file.display()))
            .map_err(Failure::surroundings)?;
        let kind = match arguments.kind {
            Some(kind) => kind,
            None => kind_of(&bytes).map_err(|error| {
                let words =
                    "is meant as a toast or tile and cannot be read as one; mend it, or say --kind to send it as it is";
                let error = anyhow::Error::new(error).context(format!("{} {words}", file.display()));
                Failure { exit: Exit::No, error }
            })?,
        };
        return Ok((kind, bytes));
    }
    let mut texts = arguments.toast.iter().cloned();
    let toast = Toast { text1: texts.next(), text2: texts.next(), param: arguments.param.clone(), ..Toast::default() };
    Ok((Kind::Toast, write::write(&Notification::Toast(toast))))
}

/// What a payload is by its XML; anything that is not meant for the shell is raw.
fn kind_of(bytes: &[u8]) -> Result<Kind, read::ReadError> {
    let Err(error) = read::read(bytes, Kind::Toast) else { return Ok(Kind::Toast) };
    if read::read(bytes, Kind::Tile).is_ok() {
        return Ok(Kind::Tile);
    }
    let meant = bytes.windows(NAMESPACE.len()).any(|window| window == NAMESPACE.as_bytes());
    if meant { Err(error) } else { Ok(Kind::Raw) }
}

/// The client certificate with its key, and the authorities to trust: that of `--ca`, and a `ca.pem` beside the certificate,
/// as `tilecast certs` leaves it.
fn tls(arguments: &SendArguments) -> Result<Tls, Failure> {
    let read = |file: &Path| {
        std::fs::read(file)
            .with_context(|| format!("cannot read {}; check the path", file.display()))
            .map_err(Failure::surroundings)
    };
    let mut tls = Tls::default();
    if let (Some(cert), Some(key)) = (&arguments.cert, &arguments.key) {
        tls.identity = Some([read(key)?, read(cert)?].join(&b'\n'));
    }
    let beside = arguments.cert.as_ref().map(|cert| cert.with_file_name("ca.pem")).filter(|file| file.exists());
    for file in [&arguments.ca, &beside].into_iter().flatten() {
        tls.authorities.push(read(file)?);
    }
    Ok(tls)
}

#[expect(clippy::print_stdout, reason = "the answer is what the command was asked for")]
fn report(
    arguments: &SendArguments,
    draft: &Draft,
    exchange: &Exchange,
    retry_after_secs: Option<u64>,
) -> Result<(), Failure> {
    let answer = match &exchange.result {
        Ok(answer) => answer,
        Err(failed) => return Err(Failure::surroundings(anyhow::anyhow!(failed.words.clone()))),
    };
    let name = answer.verdict.map(|verdict| verdict.row().name);
    let words = |part: &str| match name {
        Some(name) => text(&format!("verdict-{name}-{part}")).to_owned(),
        None => text_with(&format!("verdict-unlisted-{part}"), &[("code", Argument::Text(&answer.status.to_string()))]),
    };
    if arguments.json {
        let printed = json!({
            "verdict": name, "status": answer.status, "headers": answer.headers, "message_id": draft.message_id,
            "title": words("title"), "meaning": words("meaning"), "advice": words("advice"),
            "connect_ms": millis(exchange.connect), "answer_ms": millis(exchange.answer),
            "retry_after_secs": retry_after_secs,
        });
        println!("{printed}");
        return Ok(());
    }
    println!("{}", words("title"));
    println!("  {}", words("meaning"));
    println!("  {} {}", text("verdict-to-do"), words("advice"));
    for (name, value) in &answer.headers {
        println!("  {name}: {value}");
    }
    println!("  {:.1} ms, {:.1} ms of it to connect", millis(exchange.answer), millis(exchange.connect));
    if let Some(secs) = retry_after_secs {
        println!("  {}", text_with("send-retry", &[("secs", Argument::Number(secs))]));
    }
    Ok(())
}

fn millis(span: std::time::Duration) -> f64 {
    (span.as_secs_f64() * 1e6).round() / 1e3
}
