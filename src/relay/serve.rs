//! Who listens? One port for senders (any path), phones (`/link/v1`) and the host's own routes (`/api/v1`); and, if wanted,
//! another for the same over TLS.
//!
//! The caller owns the socket and the stop signal. Connections are accepted and handed to hyper here, because only so can
//! answers keep the letter case of their header names (`letter_case`) and a request be held to its time (`wire`).

use std::convert::Infallible;
use std::error::Error as _;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body as AxumBody;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Extension, State, WebSocketUpgrade};
use http::header::{CONNECTION, ORIGIN};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, Version};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower_service::Service as _;

use super::caller::Caller;
use super::certificate::Certificate;
use super::crowd::Crowd;
use super::intake::{Asked, Body, address};

use super::letter_case::LetterCase;
use super::link::socket;
use super::outlet::Outlet;
use super::respond::{self, After};
use super::service::Relay;
use super::stand_in;
use super::stream::Stream;
use super::tls::{NoHandshake, TlsDoor};
use super::wire::{Length, Watch, Wire, linger};
use crate::protocol::link;

/// Routes of the host that are served beside the relay's own.
pub type Routes = Router;

/// Where the host's routes begin (INTERFACES.md 3).
pub const API: &str = "/api/v1";
/// How many connections there may be at once, links included. Idle ones make room for further ones (`crowd`).
const MAX_CONNECTIONS: u32 = 20_000;
/// How many TLS handshakes there may be at once. Further ones wait to be accepted, and plain connections do not wait for them.
const MAX_HANDSHAKES: usize = 8_192;
/// The most that hyper buffers, and so the largest head, in bytes.
const MAX_HEAD_BYTES: usize = 16 * 1_024;
/// The largest body that the host's routes are given, in bytes.
pub const MAX_API_BYTES: usize = 1_024 * 1_024;
/// How long connections may take to wind down once there is to be an end.
const STOP_WITHIN: Duration = Duration::from_secs(2);
/// How long to wait when a connection cannot be accepted (too many open files, say).
const ACCEPT_AGAIN: Duration = Duration::from_millis(50);

/// Stands among the extensions of a request to the host's routes whose body is larger than [`MAX_API_BYTES`]; the routes
/// are given it empty, to say so in their own words.
#[derive(Clone, Copy, Debug)]
pub struct BodyTooLarge;

/// Where the relay listens.
pub struct Ports {
    plain: TcpListener,
    tls: Option<(TcpListener, TlsDoor)>,
    most: u32,
}

impl Ports {
    /// A port for plain HTTP, and one for HTTPS.
    #[must_use]
    pub fn with_tls(plain: TcpListener, tls: TcpListener, door: TlsDoor) -> Self {
        Self { tls: Some((tls, door)), ..Self::from(plain) }
    }

    /// Lets in so many at once, and no more.
    #[must_use]
    pub fn at_most(self, connections: u32) -> Self {
        Self { most: connections, ..self }
    }
}

impl From<TcpListener> for Ports {
    fn from(plain: TcpListener) -> Self {
        Self { plain, tls: None, most: MAX_CONNECTIONS }
    }
}

/// What every connection needs.
struct Host {
    relay: Relay,
    letters: LetterCase,
    routes: Router,
    crowd: Crowd,
}

/// Who is at the other end of a connection.
struct Peer {
    /// Its address, as it is recorded.
    address: Arc<str>,
    /// The certificate that was shown, over TLS.
    certificate: Option<Arc<Certificate>>,
}

/// Serves until `shutdown` resolves, then winds down within about two seconds. `extra` is mounted under `/api/v1`.
///
/// # Errors
/// The listener fails before the first connection.
pub async fn run(
    ports: impl Into<Ports>,
    relay: Relay,
    extra: Router,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let letters = LetterCase::learn().await.map_err(io::Error::other)?;
    let routes = Router::new()
        .route(link::PATH, axum::routing::any(upgrade).with_state(relay.clone()))
        .nest(API, extra.clone())
        // A slash alone is no path of what is nested, yet it is the host's.
        .fallback_service(extra);
    let ports = ports.into();
    let host = Arc::new(Host { relay: relay.clone(), letters, routes, crowd: Crowd::of(ports.most) });
    let handshakes = Arc::new(Semaphore::new(MAX_HANDSHAKES));
    let (stop, _) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    let mut clock = pin!(relay.clone().watch_the_clock());
    let trusted = ports.tls.as_ref().map(|(_, door)| door.known().to_vec()).unwrap_or_default();
    let mut calls = pin!(relay.clone().make_calls(Caller::who_trusts(trusted)));
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            () = &mut clock => {}
            () = &mut calls => {}
            Some(_) = connections.join_next() => {}
            accepted = accept(&ports.plain, &host.crowd) => match accepted {
                Ok((stream, peer, permit)) => {
                    connections.spawn(connection(host.clone(), stream.into(), peer, permit, None, stop.subscribe()));
                }
                Err(_) => no_room(&host.crowd).await,
            },
            accepted = accept_tls(ports.tls.as_ref(), &host.crowd, &handshakes) => match accepted {
                Ok((accepted, door, shaking)) => {
                    connections.spawn(tls_connection(host.clone(), accepted, door, shaking, stop.subscribe()));
                }
                Err(_) => no_room(&host.crowd).await,
            },
        }
    }
    drop(ports);
    stop.send_replace(());
    relay.close_all_links();
    let all_closed = async {
        while connections.join_next().await.is_some() {}
        // Links live on after their connection's task has ended; each holds its permit.
        host.crowd.all_gone().await;
    };
    // What is still open after that is cut off when `connections` is dropped.
    let _ = timeout(STOP_WITHIN, all_closed).await;
    Ok(())
}

/// A connection that was accepted, and where it came from.
type Accepted = (TcpStream, SocketAddr, OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, crowd: &Crowd) -> io::Result<Accepted> {
    let permit = crowd.place().await?;
    let (stream, peer) = listener.accept().await?;
    // Pushes are small and wanted at once.
    stream.set_nodelay(true)?;
    Ok((stream, peer, permit))
}

/// A connection could not be accepted: most likely the system has no files left, so some who are idle make room.
async fn no_room(crowd: &Crowd) {
    crowd.thin_out();
    sleep(ACCEPT_AGAIN).await;
}

/// As [`accept`]; without a TLS port it waits for ever. The second permit is held while hands are shaken.
async fn accept_tls(
    tls: Option<&(TcpListener, TlsDoor)>,
    crowd: &Crowd,
    handshakes: &Arc<Semaphore>,
) -> io::Result<(Accepted, TlsDoor, OwnedSemaphorePermit)> {
    let Some((listener, door)) = tls else { return std::future::pending().await };
    let shaking = handshakes.clone().acquire_owned().await.map_err(io::Error::other)?;
    Ok((accept(listener, crowd).await?, door.clone(), shaking))
}

async fn tls_connection(
    host: Arc<Host>,
    (stream, peer, permit): Accepted,
    door: TlsDoor,
    shaking: OwnedSemaphorePermit,
    mut stop: watch::Receiver<()>,
) {
    let greeted = tokio::select! {
        greeted = door.greet(stream, host.relay.now()) => greeted,
        _ = stop.changed() => return,
    };
    drop(shaking);
    match greeted {
        Ok(greeted) => connection(host, greeted.stream.into(), peer, permit, greeted.certificate, stop).await,
        Err(failed) => {
            tracing::info!(%peer, "no TLS connection: {failed}");
            if let NoHandshake::PlainHttp(stream) = failed {
                linger(stream.into(), permit).await;
            }
        }
    }
}

async fn connection(
    host: Arc<Host>,
    stream: Stream,
    peer: SocketAddr,
    permit: OwnedSemaphorePermit,
    certificate: Option<Arc<Certificate>>,
    mut stop: watch::Receiver<()>,
) {
    let (wire, watch) = Wire::new(stream, permit);
    let member = host.crowd.enter(watch.clone());
    let watched = watch.clone();
    let sender = Arc::new(Peer { address: peer.to_string().into(), certificate });
    let answering = host.clone();
    let service = service_fn(move |request| answer(answering.clone(), watch.clone(), sender.clone(), request));
    // An answer keeps its letter case by what `letter_case` puts into it; how a request's names were spelled, `head` knows.
    let connection = http1::Builder::new()
        .half_close(true)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(wire), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    // A connection that ends in an error has told its peer what there was to tell.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = watched.sent_away() => return,
        _ = stop.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
    drop(member);
}

/// Why a connection ends without an answer.
type Broken = Box<dyn std::error::Error + Send + Sync>;

/// Answers one request. An error closes the connection without an answer.
async fn answer(
    host: Arc<Host>,
    watch: Arc<Watch>,
    peer: Arc<Peer>,
    request: Request<Incoming>,
) -> Result<Response<AxumBody>, Broken> {
    let path = request.uri().path();
    let is_hosts =
        path == link::PATH || path.strip_prefix(API).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let answer = if is_hosts {
        by_routes(&host, &watch, request).await
    } else {
        by_relay(&host, &watch, &peer, request).await?
    };
    watch.answered(if answer.size_hint().exact().is_some() { Length::Known } else { Length::Unknown });
    Ok(answer)
}

async fn by_relay(
    host: &Host,
    watch: &Watch,
    peer: &Peer,
    request: Request<Incoming>,
) -> Result<Response<AxumBody>, Broken> {
    if watch.is_cutting() {
        // A fault has closed the connection at the answer before.
        return Err(Broken::from("closed by a fault"));
    }
    let (headers, colons) = watch.take_head(request.headers());
    let asked = Asked {
        from: peer.address.clone(),
        method: request.method().as_str().to_owned(),
        target: target(request.uri()),
        path: request.uri().path().to_owned(),
        address: address(request.uri().path()),
        headers,
        colons,
        certificate: peer.certificate.clone(),
    };
    let is_of_today = request.version() == Version::HTTP_11;
    let body = if asked.is_settled() {
        Body::Unread
    } else {
        read_body(request.into_body(), host.relay.settings().max_payload_bytes).await?
    };
    watch.read_whole();
    let (is_broken, is_whole) = (matches!(body, Body::Broken(_)), matches!(body, Body::Whole(_)));
    let reply = host.relay.receive(asked, body).await;
    if let Some(at) = reply.close {
        watch.cut(at);
    }
    let answer = &reply.record.answer;
    if is_of_today && is_whole && reply.close.is_none() && After::of(reply.record.verdict) == After::KeepOpen {
        watch.stands_in_for(respond::in_bytes(answer, None));
        return Ok(stand_in::for_status(answer.status));
    }
    let mut response = respond::response(answer, &host.letters);
    if is_broken {
        // Whatever the verdict is: what follows may be a part of this request.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response)
}

/// The target as it was sent.
fn target(uri: &Uri) -> String {
    match (uri.authority(), uri.path_and_query()) {
        (None, Some(path)) => path.as_str().to_owned(),
        _ => uri.to_string(),
    }
}

/// Reads a body of at most `max_bytes`, and of a larger one no more than it takes to know.
async fn read_body(mut incoming: Incoming, max_bytes: usize) -> Result<Body, hyper::Error> {
    let announced = incoming.size_hint().exact();
    if announced.is_some_and(|bytes| bytes > max_bytes as u64) {
        return Ok(Body::TooLarge { read: Vec::new(), announced });
    }
    let mut read = Vec::with_capacity(announced.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(0));
    while let Some(frame) = incoming.frame().await {
        // Trailers say nothing.
        let frame = match frame {
            Ok(frame) => frame,
            Err(error) if is_malformed(&error) => return Ok(Body::Broken("the chunks of the body are none")),
            Err(error) => return Err(error),
        };
        let Ok(data) = frame.into_data() else { continue };
        let room = max_bytes.saturating_sub(read.len());
        read.extend_from_slice(data.get(..room).unwrap_or(&data));
        if data.len() > room {
            return Ok(Body::TooLarge { read, announced: None });
        }
    }
    Ok(Body::Whole(read))
}

/// Whether what came is no body, rather than late or not there.
fn is_malformed(error: &hyper::Error) -> bool {
    let cause = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    cause.is_some_and(|cause| matches!(cause.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData))
}

/// Answers by the link's route or the host's. The body is read first, so that it is held to its time like any other.
async fn by_routes(host: &Host, watch: &Watch, request: Request<Incoming>) -> Response<AxumBody> {
    let _ = watch.take_head(request.headers());
    let (mut parts, incoming) = request.into_parts();
    let body = match Limited::new(incoming, MAX_API_BYTES).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            parts.extensions.insert(BodyTooLarge);
            bytes::Bytes::new()
        }
        Err(_) => return respond::plain(StatusCode::BAD_REQUEST),
    };
    parts.extensions.insert(watch.outlet().clone());
    let is_cut = parts.extensions.get::<BodyTooLarge>().is_some();
    let answer: Result<_, Infallible> = {
        watch.read_whole();
        host.routes.clone().call(Request::from_parts(parts, AxumBody::from(body))).await
    };
    let Ok(mut answer) = answer;
    if is_cut {
        // What follows on the connection is the rest of that body.
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    if answer.status() == StatusCode::SWITCHING_PROTOCOLS {
        watch.upgraded();
    }
    answer
}

/// Begins a link. A page in a browser is no phone: it may reach this port, and must not take a phone's place.
async fn upgrade(
    State(relay): State<Relay>,
    Extension(outlet): Extension<Outlet>,
    method: Method,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response<AxumBody> {
    if headers.contains_key(ORIGIN) {
        return respond::plain(StatusCode::FORBIDDEN);
    }
    let Ok(upgrade) = upgrade else { return respond::to_no_link(&method) };
    socket::with_limits(upgrade).on_upgrade(move |socket| socket::speak(socket, outlet, relay))
}
