//! How is a callback made (PROTOCOL.md 8)? One POST with the stored body, as it was; no redirect is followed, and nobody waits.
//!
//! Where a name leads is asked once, and the connection goes to the address that was looked at: a name that leads elsewhere the
//! next time gains nothing. What headers the service sent is not known; here there are only those that HTTP needs, and the
//! content type of the registration.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::header::{CONNECTION, CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderValue, Method, Request};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls_platform_verifier::Verifier;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::callback::{Call, CallOutcome, Reach, Scheme, Target, is_this_machine};
use super::service::Relay;

/// How long a call may take, from the look-up of its name to the head of the answer.
const CALL_WITHIN: Duration = Duration::from_secs(10);
/// How many calls are made at once.
const MAX_AT_ONCE: usize = 64;
/// Who calls.
const AGENT: &str = concat!("Tilecast/", env!("CARGO_PKG_VERSION"));

/// What a call is made with.
#[derive(Clone)]
pub(super) struct Caller {
    /// Authorities that are trusted beside the system's.
    trusted: Vec<CertificateDer<'static>>,
    /// Made when the first call over TLS is.
    tls: Arc<OnceLock<Result<TlsConnector, String>>>,
}

impl Caller {
    /// A caller that trusts these authorities beside the system's.
    pub(super) fn who_trusts(trusted: Vec<CertificateDer<'static>>) -> Self {
        Self { trusted, tls: Arc::default() }
    }

    /// Makes a call, and says what came of it.
    async fn call(&self, call: &Call, reach: Reach, target: &Target) -> CallOutcome {
        let answered = async {
            let addresses = match addresses(target, reach).await {
                Ok(addresses) => addresses,
                Err(reason) => return CallOutcome::NotMade(reason),
            };
            self.post(call, target, &addresses).await.map_or_else(CallOutcome::Failed, CallOutcome::Answered)
        };
        let late = || CallOutcome::Failed(format!("no answer within {} seconds", CALL_WITHIN.as_secs()));
        timeout(CALL_WITHIN, answered).await.unwrap_or_else(|_| late())
    }

    async fn post(&self, call: &Call, target: &Target, addresses: &[SocketAddr]) -> Result<u16, String> {
        let stream = TcpStream::connect(addresses).await.map_err(|error| format!("nothing answers there: {error}"))?;
        match target.scheme {
            Scheme::Http => exchange(stream, call, target).await,
            Scheme::Https => {
                let name = ServerName::try_from(target.host.clone()).map_err(|error| error.to_string())?;
                let tls = self.tls.get_or_init(|| connector(&self.trusted)).clone()?;
                let stream = tls.connect(name, stream).await.map_err(|error| format!("no TLS connection: {error}"))?;
                exchange(stream, call, target).await
            }
        }
    }
}

fn connector(trusted: &[CertificateDer<'static>]) -> Result<TlsConnector, String> {
    let in_words = |error: rustls::Error| error.to_string();
    let provider = Arc::new(ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(trusted.to_vec(), provider.clone()).map_err(in_words)?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(in_words)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(Arc::new(config).into())
}

/// The addresses of a target's host, as far as they may be called.
async fn addresses(target: &Target, reach: Reach) -> Result<Vec<SocketAddr>, String> {
    let host = target.host.as_str();
    let outside = || format!("{host} is not this machine; the setting callback_hosts does not name it");
    if reach == Reach::Nowhere {
        return Err(outside());
    }
    let found = lookup_host((host, target.port)).await.map_err(|error| format!("{host} cannot be found: {error}"))?;
    let may = |address: &SocketAddr| reach == Reach::Anywhere || is_this_machine(address.ip());
    let addresses: Vec<_> = found.filter(may).collect();
    if addresses.is_empty() { Err(outside()) } else { Ok(addresses) }
}

/// Posts the body and reads the head of the answer.
async fn exchange<S>(stream: S, call: &Call, target: &Target) -> Result<u16, String>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let in_words = |error: hyper::Error| format!("it ended without an answer: {error}");
    let (mut sender, connection) =
        http1::Builder::new().title_case_headers(true).handshake(TokioIo::new(stream)).await.map_err(in_words)?;
    let request = request(call, target).map_err(|error| error.to_string())?;
    let mut answer = pin!(sender.send_request(request));
    // The connection ends with the future, whatever else the host would like to say.
    let answer = tokio::select! {
        answer = &mut answer => answer,
        // It has handed on what it had, an answer or an error.
        _ = connection => answer.await,
    };
    answer.map(|answer| answer.status().as_u16()).map_err(in_words)
}

fn request(call: &Call, target: &Target) -> Result<Request<Full<bytes::Bytes>>, http::Error> {
    let path = target.uri.path_and_query().map_or("/", |path| path.as_str());
    let host = target.uri.authority().map_or("", |authority| authority.as_str());
    let body = Full::new(bytes::Bytes::from(call.callback.body.clone()));
    let mut request = Request::builder().method(Method::POST).uri(path).header(HOST, host).body(body)?;
    let headers = request.headers_mut();
    if let Some(Ok(content_type)) = call.callback.content_type.as_deref().map(HeaderValue::from_str) {
        headers.insert(CONTENT_TYPE, content_type);
    }
    headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    Ok(request)
}

impl Relay {
    /// Makes the calls that are to be made, a number of them at once, until the future is dropped.
    pub(super) async fn make_calls(self, caller: Caller) {
        let mut making = JoinSet::new();
        loop {
            while making.len() < MAX_AT_ONCE
                && let Some(call) = self.calls().next()
            {
                making.spawn(self.clone().make_call(caller.clone(), call));
            }
            tokio::select! {
                () = self.calls().more.notified() => {}
                Some(_) = making.join_next() => {}
            }
        }
    }

    async fn make_call(self, caller: Caller, call: Call) {
        let outcome = match Target::read(Some(&call.callback.url)) {
            Ok(target) => caller.call(&call, target.reach(&self.settings()), &target).await,
            Err(reason) => CallOutcome::NotMade(reason.to_string()),
        };
        self.called(call, outcome);
    }
}
