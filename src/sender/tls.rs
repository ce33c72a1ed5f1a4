//! What does a sender show and trust over TLS (PROTOCOL.md 8), and why was there no TLS connection?

use std::error::Error;
use std::{fmt, io};

use reqwest::{Certificate, ClientBuilder, Identity};
use rustls::{AlertDescription, CertificateError, InvalidMessage};

use super::exchange::SenderError;
use crate::lang::{Argument, text_with};

/// What a sender shows and trusts. Nothing at all is what most senders need.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tls {
    /// A client certificate with its key, both PEM.
    pub identity: Option<Vec<u8>>,
    /// Authorities to trust beside those of the system, each a PEM text.
    pub authorities: Vec<Vec<u8>>,
}

impl fmt::Debug for Tls {
    /// Without the key.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shows = self.identity.is_some();
        out.debug_struct("Tls").field("shows", &shows).field("trusts", &self.authorities.len()).finish()
    }
}

impl Tls {
    /// Sets a client up.
    pub(super) fn apply(&self, mut builder: ClientBuilder) -> Result<ClientBuilder, SenderError> {
        if let Some(pem) = &self.identity {
            builder = builder.identity(Identity::from_pem(pem).map_err(SenderError::Identity)?);
        }
        let mut trusted = Vec::new();
        for pem in &self.authorities {
            let read = Certificate::from_pem_bundle(pem).map_err(SenderError::Authority)?;
            if read.is_empty() {
                return Err(SenderError::NoAuthority);
            }
            trusted.extend(read);
        }
        Ok(builder.tls_certs_merge(trusted))
    }
}

/// Why there is no TLS connection with `host`, in words; none if the error is not about TLS.
pub(super) fn in_words(error: &reqwest::Error, host: &str) -> Option<String> {
    let reason = find(error)?;
    let host = ("host", Argument::Text(host));
    let key = match reason {
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::BadSignature) => {
            "send-failed-tls-issuer"
        }
        rustls::Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => "send-failed-tls-name",
        rustls::Error::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        ) => "send-failed-tls-time",
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => "send-failed-tls-plain",
        rustls::Error::AlertReceived(alert) => {
            let alert = alert_name(*alert);
            return Some(text_with("send-failed-tls-refused", &[host, ("reason", Argument::Text(&alert))]));
        }
        other => {
            let reason = other.to_string();
            return Some(text_with("send-failed-tls", &[host, ("reason", Argument::Text(&reason))]));
        }
    };
    Some(text_with(key, &[host]))
}

/// The alert's name as RFC 8446 writes it: `certificate_required`.
fn alert_name(alert: AlertDescription) -> String {
    let mut name = String::new();
    for letter in format!("{alert:?}").chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// TLS's own error among the causes of an error.
fn find<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let mut cause: Option<&'a (dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref::<rustls::Error>() {
            return Some(found);
        }
        // An I/O error hides what it carries from the chain of causes.
        let carried = error.downcast_ref::<io::Error>().and_then(|error| error.get_ref());
        cause = match carried {
            Some(carried) => Some(carried as &(dyn Error + 'static)),
            None => error.source(),
        };
    }
    None
}
