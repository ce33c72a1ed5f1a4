//! Who comes in over TLS (PROTOCOL.md 8)? Handshakes of senders, who may show a certificate but need not.
//!
//! A certificate that does not fit is no reason to break a handshake off: what it is worth is judged by `certificate`, and the
//! service's answer is 401 or 403. Only a sender that cannot prove that the certificate is its own is turned away.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, Error, ServerConfig, SignatureScheme};
use thiserror::Error as ThisError;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::authority::{BadCertificate, Credential};
use super::certificate::{Certificate, Judge, read_pem};
use crate::clock::Timestamp;

/// How long a handshake may take. A sender waits 15 s for its whole answer (PROTOCOL.md 2).
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// The only protocol that is spoken inside: header names keep their letter case only in HTTP/1.1 (PROTOCOL.md 5.1).
const ALPN: &[u8] = b"http/1.1";
/// The first byte of every handshake (RFC 8446, 5.1).
const HANDSHAKE: u8 = 22;
/// What a sender is told that speaks plain HTTP here.
const PLAIN_HTTP: &str = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 45\r\nConnection: close\r\n\r\n\
    This port speaks TLS: the URI begins https://";

/// Opens TLS connections. Clones share what they know.
#[derive(Clone)]
pub struct TlsDoor {
    acceptor: TlsAcceptor,
    judge: Arc<Judge>,
    known: Vec<CertificateDer<'static>>,
}

impl fmt::Debug for TlsDoor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("TlsDoor").field("judge", &self.judge).finish_non_exhaustive()
    }
}

/// Why a connection is none.
#[derive(Debug, ThisError)]
pub(super) enum NoHandshake {
    /// It said nothing, or too little, for too long.
    #[error("the handshake took more than {} seconds", HANDSHAKE_WITHIN.as_secs())]
    Slow,
    /// It said nothing and went.
    #[error("nothing was said")]
    Silent,
    /// It is HTTP.
    #[error("it speaks plain HTTP, and was told that this port speaks TLS")]
    PlainHttp(TcpStream),
    /// It is something else, or failed.
    #[error("{0}")]
    Failed(#[from] io::Error),
}

/// A connection behind its handshake.
pub(super) struct Greeted {
    /// What is said on it.
    pub(super) stream: TlsStream<TcpStream>,
    /// The certificate that was shown.
    pub(super) certificate: Option<Arc<Certificate>>,
}

impl TlsDoor {
    /// A door that shows `server`'s certificate. `known` are PEM texts of authorities, or of certificates of senders.
    ///
    /// # Errors
    /// A certificate or key cannot be read, or they do not belong together.
    pub fn new(server: &Credential, known: &[&str]) -> Result<Self, BadCertificate> {
        let chain = read_pem(&server.certificate_pem)?;
        let key = PrivateKeyDer::from_pem_slice(server.key_pem.as_bytes())
            .map_err(|error| BadCertificate::new("the server's key", error))?;
        let known = known.iter().map(|pem| read_pem(pem)).collect::<Result<Vec<_>, _>>()?.concat();
        let provider = Arc::new(ring::default_provider());
        let failed = |error: Error| BadCertificate::new("the server's certificate or key", error);
        let mut config = ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(failed)?
            .with_client_cert_verifier(Arc::new(Asking { provider }))
            .with_single_cert(chain, key)
            .map_err(failed)?;
        config.alpn_protocols = vec![ALPN.to_vec()];
        Ok(Self { acceptor: Arc::new(config).into(), judge: Arc::new(Judge::who_knows(&known)?), known })
    }

    /// The certificates that vouch for senders, and for those whom the relay calls.
    pub(super) fn known(&self) -> &[CertificateDer<'static>] {
        &self.known
    }

    /// Shakes hands, within a limit. Nothing is kept of a connection that says nothing but its socket.
    pub(super) async fn greet(&self, stream: TcpStream, now: Timestamp) -> Result<Greeted, NoHandshake> {
        timeout(HANDSHAKE_WITHIN, self.shake(stream, now)).await.map_err(|_| NoHandshake::Slow)?
    }

    async fn shake(&self, mut stream: TcpStream, now: Timestamp) -> Result<Greeted, NoHandshake> {
        let mut first = [0];
        if stream.peek(&mut first).await? == 0 {
            return Err(NoHandshake::Silent);
        }
        if first[0] != HANDSHAKE && first[0].is_ascii_uppercase() {
            stream.write_all(PLAIN_HTTP.as_bytes()).await?;
            return Err(NoHandshake::PlainHttp(stream));
        }
        let stream = self.acceptor.accept(stream).await?;
        let chain = stream.get_ref().1.peer_certificates().unwrap_or_default();
        let certificate = self.judge.judge(chain, now).map(Arc::new);
        Ok(Greeted { stream, certificate })
    }
}

/// Asks senders for a certificate, names no authority (else a sender would keep one of another to itself), takes any, and
/// holds them only to the proof that it is theirs.
#[derive(Debug)]
struct Asking {
    provider: Arc<CryptoProvider>,
}

impl ClientCertVerifier for Asking {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        _shown: &CertificateDer<'_>,
        _others: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
