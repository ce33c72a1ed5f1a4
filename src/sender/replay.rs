//! How is a request that came once sent again? The same bytes, as far as they were kept, over a connection of its own: method,
//! target, header lines in their order and letter case, body.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::Tls;
use crate::protocol::record::Request;

/// How long the relay may take to accept a connection, or a piece of the request.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long an answer is read for; nobody looks at it here, the relay's record says what it was.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);
/// How much of an answer is read.
const MAX_ANSWER_BYTES: u64 = 64 * 1_024;

/// Why a request cannot be sent again.
#[derive(Debug, Error)]
pub enum NotReplayed {
    /// Its body was not kept, or only in part.
    #[error("only {kept} of the {announced} bytes of its body were kept")]
    Incomplete {
        /// How many bytes there are.
        kept: usize,
        /// How many there were.
        announced: u64,
    },
    /// The relay does not take it.
    #[error("the relay did not take it: {0}")]
    Connection(#[from] io::Error),
}

/// A request that is on its way again.
pub struct Replay {
    /// Where it comes from, as the relay sees it.
    pub from: SocketAddr,
    stream: Box<dyn Stream>,
}

/// What bytes go over: a socket, or TLS on one.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// The bytes of a request. White space beside a header's value is not kept, and a chunked body comes in one piece.
///
/// # Errors
/// The body was not kept whole.
pub fn bytes(request: &Request) -> Result<Vec<u8>, NotReplayed> {
    let Request { method, path, headers, body } = request;
    let mut bytes = format!("{method} {path} HTTP/1.1\r\n").into_bytes();
    for (name, value) in headers {
        bytes.extend(format!("{name}: {value}\r\n").bytes());
    }
    bytes.extend(b"\r\n");
    let named = |wanted: &str| headers.first(wanted);
    if named("Transfer-Encoding").is_some() {
        if !body.is_empty() {
            bytes.extend(format!("{:x}\r\n", body.len()).bytes());
            bytes.extend(body);
            bytes.extend(b"\r\n");
        }
        bytes.extend(b"0\r\n\r\n");
        return Ok(bytes);
    }
    let announced = named("Content-Length").and_then(|value| value.trim().parse().ok()).unwrap_or(0);
    if announced != body.len() as u64 {
        return Err(NotReplayed::Incomplete { kept: body.len(), announced });
    }
    bytes.extend(body);
    Ok(bytes)
}

impl Replay {
    /// Sends bytes to the relay at `address`, over TLS if it is said what is shown and trusted.
    ///
    /// # Errors
    /// The relay does not take them.
    pub async fn send(address: SocketAddr, bytes: &[u8], tls: Option<&Tls>) -> Result<Self, NotReplayed> {
        let late = |_| io::Error::from(io::ErrorKind::TimedOut);
        let socket = timeout(PATIENCE, TcpStream::connect(address)).await.map_err(late)??;
        let from = socket.local_addr()?;
        let mut stream: Box<dyn Stream> = match tls {
            Some(tls) => {
                let shaken = connector(tls)?.connect(ServerName::from(address.ip()), socket);
                Box::new(timeout(PATIENCE, shaken).await.map_err(late)??)
            }
            None => Box::new(socket),
        };
        timeout(PATIENCE, stream.write_all(bytes)).await.map_err(late)??;
        Ok(Self { from, stream })
    }

    /// Reads the answer and throws it away: a relay whose sender is gone could not say that it was given.
    pub async fn hear(self) {
        let (mut stream, mut answer) = (self.stream.take(MAX_ANSWER_BYTES), Vec::new());
        let heard = async {
            // An answer of the service is a head; one of 100 Continue comes before it.
            while !answer.ends_with(b"\r\n\r\n") || answer.starts_with(b"HTTP/1.1 100 ") {
                if stream.read_buf(&mut answer).await? == 0 {
                    break;
                }
                if answer.starts_with(b"HTTP/1.1 100 ")
                    && let Some(end) = answer.windows(4).position(|part| part == b"\r\n\r\n")
                {
                    answer.drain(..end + 4);
                }
            }
            io::Result::Ok(())
        };
        // Whatever goes wrong, the relay has recorded what there is to know.
        let _ = timeout(ANSWER_WITHIN, heard).await;
    }
}

/// What shakes hands as that is said.
fn connector(tls: &Tls) -> io::Result<TlsConnector> {
    let read =
        |pem: &[u8]| CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>().map_err(io::Error::other);
    let mut roots = RootCertStore::empty();
    for pem in &tls.authorities {
        roots.add_parsable_certificates(read(pem)?);
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots);
    let config = match &tls.identity {
        Some(pem) => {
            let key = PrivateKeyDer::from_pem_slice(pem).map_err(io::Error::other)?;
            builder.with_client_auth_cert(read(pem)?, key).map_err(io::Error::other)?
        }
        None => builder.with_no_client_auth(),
    };
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(headers: &[(&str, &str)], body: &[u8]) -> Request {
        let headers = headers.iter().copied().collect();
        Request { method: "POST".to_owned(), path: "/a?b=1".to_owned(), headers, body: body.to_vec() }
    }

    /// Header lines keep their order and letter case, and the body its bytes.
    #[test]
    fn requests_are_spelled_as_they_came() {
        let sent = bytes(&request(&[("host", "h"), ("X-MessageId", "1"), ("Content-length", "2")], b"\xFF\0")).unwrap();
        assert_eq!(sent, b"POST /a?b=1 HTTP/1.1\r\nhost: h\r\nX-MessageId: 1\r\nContent-length: 2\r\n\r\n\xFF\0");
        let chunked = bytes(&request(&[("Transfer-Encoding", "chunked")], b"0123456789abcdef")).unwrap();
        assert!(chunked.ends_with(b"\r\n\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"));
        assert!(bytes(&request(&[("Transfer-Encoding", "chunked")], b"")).unwrap().ends_with(b"\r\n\r\n0\r\n\r\n"));
    }

    /// A body that was not kept whole is not made up.
    #[test]
    fn incomplete_bodies_are_not_sent() {
        for (headers, body) in [(vec![("Content-Length", "5000")], "part"), (vec![], "body")] {
            assert!(matches!(bytes(&request(&headers, body.as_bytes())), Err(NotReplayed::Incomplete { .. })));
        }
    }
}
