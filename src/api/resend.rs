//! How is a push sent again? The same bytes go over the wire to this relay, which takes them for what they are: a new push.
//!
//! To an authenticated channel they go over TLS, with a certificate of this console for the channel's service: whatever the first
//! sender showed, its key is not here.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use tokio::time::timeout;

use super::ask::Name;
use super::pushes::{PushView, find, read_id, record};
use super::refusal::{Code, Refusal};
use super::{Host, Limits};
use crate::console::Shared;
use crate::protocol::PushId;
use crate::protocol::record::PushRecord;
use crate::protocol::verdict::Verdict;
use crate::sender::Tls;
use crate::sender::replay::{self, NotReplayed, Replay};

/// How many may be sent again at once.
pub(super) const MAX_RESENDING: usize = 64;
/// How long the relay may take to decide about it.
const DECIDED_WITHIN: Duration = Duration::from_secs(15);

/// `POST /pushes/{id}/resend`. Answers with the new push.
pub(super) async fn resend(
    State(host): State<Host>,
    State(limits): State<Limits>,
    Name(id): Name,
) -> Result<Json<PushView>, Refusal> {
    let console = &host.console;
    console.catch_up().await;
    let sent_before = record(console, read_id(&id)?).await?;
    let bytes = bytes(console, &sent_before)?;
    let busy = |_| Refusal::busy(format!("{MAX_RESENDING} pushes are being sent again already"));
    let one_of_few = limits.resending.clone().try_acquire_owned().map_err(busy)?;
    let newest = console.hub.world().log.newest().unwrap_or_default();
    let (address, tls) = way(console, &sent_before)?;
    let replay = Replay::send(address, &bytes, tls.as_ref()).await.map_err(|error| refused(&error))?;
    let from = replay.from.to_string();
    tokio::spawn(async move {
        replay.hear().await;
        drop(one_of_few);
    });
    let arrived = timeout(DECIDED_WITHIN, arrived(console, newest, &from)).await;
    let push =
        arrived.map_err(|_| Refusal::timeout("the relay has not decided about it yet", "look for it in the list"))?;
    console.catch_up().await;
    find(console, push).await.map(Json)
}

/// The bytes of a push that was kept whole.
fn bytes(console: &Shared, record: &PushRecord) -> Result<Vec<u8>, Refusal> {
    let request = &record.request;
    // The record does not say how long a chunked body was that is longer than what is read of it.
    let is_chunked = request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("Transfer-Encoding"));
    let is_cut = is_chunked
        && record.verdict == Verdict::BadRequest
        && request.body.len() >= console.relay.settings().max_payload_bytes;
    if is_cut {
        return Err(incomplete(format!("only {} bytes of its body were kept", request.body.len())));
    }
    replay::bytes(request).map_err(|error| refused(&error))
}

/// Where a push goes again; and over TLS what is shown and trusted, if its channel is authenticated.
fn way(console: &Shared, record: &PushRecord) -> Result<(SocketAddr, Option<Tls>), Refusal> {
    let relay = &console.relay;
    let at = |base: &str| {
        let parsed = base.split_once("://").and_then(|(_, address)| address.parse().ok());
        parsed.ok_or_else(|| Refusal::internal(format!("{base} is no address of this machine")))
    };
    let target: Option<Uri> = record.request.path.parse().ok();
    let secure = relay.tls_base().zip(target).and_then(|(base, target)| {
        let service = relay.service_of(&format!("{base}{}", target.path()))?;
        Some((base, service, console.certificates.as_ref()?))
    });
    let Some((base, service, certificates)) = secure else { return Ok((at(relay.base())?, None)) };
    let tls = certificates.tls_as(&service).map_err(|reason| {
        let what = format!("the channel is authenticated, and there is no certificate to send as {service}: {reason}");
        let hint =
            "start with the folder of certificates that has the sender's certificate and key, or the authority's key";
        Refusal::conflict(Code::NoCertificate, what, hint)
    })?;
    Ok((at(base)?, Some(tls)))
}

/// Waits for the push that came from there; it is in the log behind `newest`.
async fn arrived(console: &Shared, newest: u64, from: &str) -> PushId {
    let mut version = console.hub.version();
    loop {
        version.mark_unchanged();
        let found = {
            let world = console.hub.world();
            let later = world.log.entries().rev().take_while(|entry| entry.row > newest);
            later.filter_map(|entry| entry.record.as_ref()).find(|record| *record.from == *from).map(|record| record.id)
        };
        if let Some(push) = found {
            return push;
        }
        if version.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

fn refused(error: &NotReplayed) -> Refusal {
    match error {
        NotReplayed::Incomplete { .. } => incomplete(error.to_string()),
        NotReplayed::Connection(_) => Refusal::internal(error.to_string()),
    }
}

fn incomplete(what: String) -> Refusal {
    Refusal::conflict(
        Code::Incomplete,
        what,
        "the relay keeps no more of a body than it takes; send it from where it came",
    )
}
