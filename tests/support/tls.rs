//! A sender that speaks TLS, and somebody who is called back.

use std::net::SocketAddr;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig, SupportedProtocolVersion};
use tilecast::relay::{Authority, Credential};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::client::TlsStream;
use tokio_rustls::{TlsAcceptor, TlsConnector};

use super::Sender;

/// How a sender shakes hands.
pub struct Handshake<'a> {
    /// Whom it trusts.
    pub trusts: &'a Authority,
    /// What it shows.
    pub shows: Option<&'a Credential>,
    /// Which version of TLS it speaks.
    pub version: &'static SupportedProtocolVersion,
    /// Which protocols it offers inside.
    pub offers: &'a [&'a [u8]],
}

impl<'a> Handshake<'a> {
    /// One over TLS 1.3 that offers nothing in particular.
    pub fn new(trusts: &'a Authority, shows: Option<&'a Credential>) -> Self {
        Self { trusts, shows, version: &rustls::version::TLS13, offers: &[] }
    }

    /// Shakes hands.
    pub async fn with(self, addr: SocketAddr) -> std::io::Result<Sender<TlsStream<TcpStream>>> {
        let mut roots = RootCertStore::empty();
        roots.add(certificates(self.trusts.certificate_pem()).remove(0)).unwrap();
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[self.version])
            .unwrap()
            .with_root_certificates(roots);
        let mut config = match self.shows {
            Some(shown) => builder.with_client_auth_cert(certificates(&shown.certificate_pem), key(shown)).unwrap(),
            None => builder.with_no_client_auth(),
        };
        config.alpn_protocols = self.offers.iter().map(|offer| offer.to_vec()).collect();
        let stream = TcpStream::connect(addr).await?;
        let name = ServerName::try_from("127.0.0.1").unwrap();
        Ok(Sender::over(TlsConnector::from(Arc::new(config)).connect(name, stream).await?))
    }
}

fn certificates(pem: &str) -> Vec<CertificateDer<'static>> {
    CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<_, _>>().unwrap()
}

fn key(credential: &Credential) -> PrivateKeyDer<'static> {
    PrivateKeyDer::from_pem_slice(credential.key_pem.as_bytes()).unwrap()
}

/// Somebody who is called back.
pub struct Hook {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
}

/// What answers most calls.
pub const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

impl Hook {
    /// Somebody who speaks plain HTTP.
    pub async fn plain() -> Self {
        Self { listener: TcpListener::bind("127.0.0.1:0").await.unwrap(), tls: None }
    }

    /// Somebody who shows this certificate.
    pub async fn over_tls(shows: &Credential) -> Self {
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(certificates(&shows.certificate_pem), key(shows))
            .unwrap();
        Self { tls: Some(Arc::new(config).into()), ..Self::plain().await }
    }

    /// Whom to call.
    pub fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}/gone?a=b", self.listener.local_addr().unwrap())
    }

    /// The next call, whole; it is answered so.
    pub async fn called(&self, answer: &str) -> String {
        let (stream, _) = self.listener.accept().await.unwrap();
        match &self.tls {
            Some(tls) => converse(tls.accept(stream).await.unwrap(), answer).await,
            None => converse(stream, answer).await,
        }
    }

    /// The next call's connection, on which nothing is said.
    pub async fn silent(&self) -> TcpStream {
        self.listener.accept().await.unwrap().0
    }

    /// Shakes hands with the next caller, who may not like it.
    pub async fn shake(&self) {
        let (stream, _) = self.listener.accept().await.unwrap();
        let _ = self.tls.as_ref().unwrap().accept(stream).await;
    }
}

async fn converse(mut stream: impl AsyncRead + AsyncWrite + Unpin, answer: &str) -> String {
    let mut call = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&call).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap();
            if body.len() >= length.parse().unwrap() {
                break;
            }
        }
        assert!(stream.read_buf(&mut call).await.unwrap() > 0, "ended after {text}");
    }
    stream.write_all(answer.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    String::from_utf8(call).unwrap()
}
