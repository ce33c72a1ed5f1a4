//! Whose is a certificate, for whom is it good, and who vouches for it? What is asked of certificates that exist; new ones are
//! `authority`'s.
//!
//! A sender's certificate is judged here and never refused: that it does not fit is answered 401 or 403 (`decide`), as the
//! service did, and not with a broken handshake.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{CertificateError, RootCertStore};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer as _;
use x509_parser::x509::X509Name;

use super::authority::{BadCertificate, MAX_COMMON_NAME_CHARS};
use crate::clock::Timestamp;

/// A client certificate, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Certificate {
    /// The subject's common name; empty if it has none.
    pub(super) common_name: String,
    /// What it is worth.
    pub(super) standing: Standing,
}

impl Certificate {
    /// That it is not the one of `service`, in words.
    pub(super) fn is_not(&self, service: &str) -> String {
        let shown: String = self.common_name.chars().take(MAX_COMMON_NAME_CHARS).collect();
        format!("the client certificate's common name is `{shown}`; the channel's service name is `{service}`")
    }
}

/// What a certificate is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// An authority that is known here vouches for it, or it is known itself.
    Known,
    /// It is worth nothing.
    Refused(Flaw),
}

/// Why a certificate is worth nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Nobody known here has issued it.
    UnknownIssuer,
    /// It is no longer valid, or not yet.
    Lapsed,
    /// Its extensions say that it is for something else.
    OtherPurpose,
    /// It is built in a way that nothing can be said.
    Broken,
}

impl Flaw {
    /// What is wrong, as the end of "the client certificate has the right common name, but …".
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::UnknownIssuer => "no authority that is known here has issued it",
            Self::Lapsed => "it is not valid at this time",
            Self::OtherPurpose => "its extended key usage does not allow client authentication",
            Self::Broken => "it cannot be used as a client certificate",
        }
    }
}

/// Judges the certificates of senders.
pub(super) struct Judge {
    /// Follows chains to the authorities that are known; none if there are none.
    chains: Option<Arc<dyn ClientCertVerifier>>,
    /// Certificates that are known themselves, as those were that a developer uploaded (PROTOCOL.md 8, O-auth).
    uploaded: Vec<CertificateDer<'static>>,
}

impl fmt::Debug for Judge {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Judge").field("uploaded", &self.uploaded.len()).finish_non_exhaustive()
    }
}

impl Judge {
    /// A judge who knows these certificates: authorities, or certificates of senders.
    ///
    /// # Errors
    /// One of them is none.
    pub(super) fn who_knows(known: &[CertificateDer<'static>]) -> Result<Self, BadCertificate> {
        let mut roots = RootCertStore::empty();
        for certificate in known {
            roots.add(certificate.clone()).map_err(|error| BadCertificate::new("a certificate", error))?;
        }
        let chains = if known.is_empty() {
            None
        } else {
            let provider = Arc::new(ring::default_provider());
            let built = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            Some(built.map_err(|error| BadCertificate::new("the known certificates", error))?)
        };
        Ok(Self { chains, uploaded: known.to_vec() })
    }

    /// What the certificate that a sender showed is worth at `now`. `chain` begins with it; empty is none.
    pub(super) fn judge(&self, chain: &[CertificateDer<'_>], now: Timestamp) -> Option<Certificate> {
        let (shown, others) = chain.split_first()?;
        let read = X509Certificate::from_der(shown).ok().map(|(_, read)| read);
        let common_name = read.as_ref().and_then(|read| common_name(read.subject())).unwrap_or_default();
        let standing = match read {
            Some(read) if self.uploaded.iter().any(|known| known == shown) => uploaded_standing(&read, now),
            Some(_) => self.follow(shown, others, now),
            None => Standing::Refused(Flaw::Broken),
        };
        Some(Certificate { common_name, standing })
    }

    fn follow(&self, shown: &CertificateDer<'_>, others: &[CertificateDer<'_>], now: Timestamp) -> Standing {
        let Some(chains) = &self.chains else { return Standing::Refused(Flaw::UnknownIssuer) };
        let now = UnixTime::since_unix_epoch(now.since(Timestamp::from_secs(0)));
        match chains.verify_client_cert(shown, others, now) {
            Ok(_) => Standing::Known,
            Err(rustls::Error::InvalidCertificate(error)) => Standing::Refused(flaw(&error)),
            Err(_) => Standing::Refused(Flaw::Broken),
        }
    }
}

fn uploaded_standing(read: &X509Certificate<'_>, now: Timestamp) -> Standing {
    let secs = i64::try_from(now.since(Timestamp::from_secs(0)).as_secs()).unwrap_or(i64::MAX);
    let validity = read.validity();
    let is_valid = validity.not_before.timestamp() <= secs && secs <= validity.not_after.timestamp();
    if is_valid { Standing::Known } else { Standing::Refused(Flaw::Lapsed) }
}

fn flaw(error: &CertificateError) -> Flaw {
    match error {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => Flaw::Lapsed,
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => Flaw::OtherPurpose,
        CertificateError::UnknownIssuer | CertificateError::BadSignature => Flaw::UnknownIssuer,
        // The list is open: what comes new says nothing that a sender could act on otherwise.
        _ => Flaw::Broken,
    }
}

/// The most specific common name of a name, which is the last.
fn common_name(name: &X509Name<'_>) -> Option<String> {
    let last = name.iter_common_name().last()?;
    if let Ok(text) = last.as_str() {
        return Some(text.to_owned());
    }
    // Old tools of Microsoft's wrote UTF-16, its high byte first (X.680, BMPString).
    let units = last.as_slice().chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
    Some(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Every certificate in a PEM text.
///
/// # Errors
/// The text is no PEM, or has no certificate.
pub(super) fn read_pem(pem: &str) -> Result<Vec<CertificateDer<'static>>, BadCertificate> {
    let read = CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<Vec<_>, _>>();
    let certificates = read.map_err(|error| BadCertificate::new("the text", error))?;
    if certificates.is_empty() {
        return Err(BadCertificate::new("the text", "it has no line `-----BEGIN CERTIFICATE-----`"));
    }
    Ok(certificates)
}

/// The common name of the first certificate in a PEM text.
///
/// # Errors
/// There is none.
pub fn common_name_of(pem: &str) -> Result<String, BadCertificate> {
    let certificates = read_pem(pem)?;
    let first = certificates.first().map(AsRef::as_ref).unwrap_or_default();
    let (_, read) = X509Certificate::from_der(first).map_err(|error| BadCertificate::new("the certificate", error))?;
    Ok(common_name(read.subject()).unwrap_or_default())
}

/// Whether the first certificate in a PEM text is good for a server at `address` at `now`.
///
/// # Errors
/// There is none.
pub fn serves(pem: &str, address: IpAddr, now: Timestamp) -> Result<bool, BadCertificate> {
    let certificates = read_pem(pem)?;
    let first = certificates.first().map(AsRef::as_ref).unwrap_or_default();
    let (_, read) = X509Certificate::from_der(first).map_err(|error| BadCertificate::new("the certificate", error))?;
    if uploaded_standing(&read, now) != Standing::Known {
        return Ok(false);
    }
    // Whoever listens everywhere is reached under names that only its user knows.
    if address.is_unspecified() {
        return Ok(true);
    }
    let octets = match address {
        IpAddr::V4(four) => four.octets().to_vec(),
        IpAddr::V6(six) => six.octets().to_vec(),
    };
    let names = read.subject_alternative_name().ok().flatten();
    let is_address = |name: &GeneralName<'_>| matches!(name, GeneralName::IPAddress(bytes) if *bytes == octets);
    Ok(names.is_some_and(|names| names.value.general_names.iter().any(is_address)))
}

#[cfg(test)]
mod tests {
    use super::super::authority::Authority;
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_795_492_943);

    fn chain(pem: &str) -> Vec<CertificateDer<'static>> {
        read_pem(pem).unwrap()
    }

    /// A certificate is known if a known authority has issued it, or if it is known itself.
    #[test]
    fn authorities_vouch() {
        let (ours, other) = (Authority::generate().unwrap(), Authority::generate().unwrap());
        let judge = Judge::who_knows(&chain(ours.certificate_pem())).unwrap();
        let judged = |authority: &Authority, judge: &Judge| {
            judge.judge(&chain(&authority.client("*.example.org").unwrap().certificate_pem), NOW).unwrap()
        };
        let known = Certificate { common_name: String::from("*.example.org"), standing: Standing::Known };
        assert_eq!(judged(&ours, &judge), known);
        assert_eq!(judged(&other, &judge).standing, Standing::Refused(Flaw::UnknownIssuer));
        let stranger = chain(&other.client("bank").unwrap().certificate_pem);
        let judge = Judge::who_knows(&stranger).unwrap();
        assert_eq!(judge.judge(&stranger, NOW).unwrap().standing, Standing::Known);
        assert_eq!(judged(&ours, &judge).standing, Standing::Refused(Flaw::UnknownIssuer));
        assert_eq!(judge.judge(&[], NOW), None);
        let nobody = Judge::who_knows(&[]).unwrap();
        assert_eq!(nobody.judge(&stranger, NOW).unwrap().standing, Standing::Refused(Flaw::UnknownIssuer));
    }

    /// A server's certificate is none for a client, and no certificate holds for ever.
    #[test]
    fn certificates_are_for_something_and_for_a_time() {
        let ours = Authority::generate().unwrap();
        let judge = Judge::who_knows(&chain(ours.certificate_pem())).unwrap();
        let standing = |pem: &str, now| judge.judge(&chain(pem), now).unwrap().standing;
        let client = ours.client("bank").unwrap().certificate_pem;
        let server = ours.server(IpAddr::from([10, 0, 0, 7])).unwrap().certificate_pem;
        let too_early = Timestamp::from_secs(1_262_304_000 - 1);
        assert_eq!(standing(&client, Timestamp::from_secs(1_262_304_000)), Standing::Known);
        assert_eq!(standing(&client, too_early), Standing::Refused(Flaw::Lapsed));
        assert_eq!(standing(&client, Timestamp::from_secs(2_600_000_000)), Standing::Refused(Flaw::Lapsed));
        assert_eq!(standing(&server, NOW), Standing::Refused(Flaw::OtherPurpose));
        assert_eq!(standing(ours.certificate_pem(), too_early), Standing::Refused(Flaw::Lapsed));
        let broken = [CertificateDer::from(b"no certificate".to_vec())];
        let judged = judge.judge(&broken, NOW).unwrap();
        assert_eq!(judged, Certificate { common_name: String::new(), standing: Standing::Refused(Flaw::Broken) });
    }

    /// A server's certificate serves this machine, and the address that it was made for.
    #[test]
    fn servers_have_addresses() {
        let pem = Authority::generate().unwrap().server(IpAddr::from([10, 0, 0, 7])).unwrap().certificate_pem;
        let serves = |address: &str, now| serves(&pem, address.parse().unwrap(), now).unwrap();
        for (address, expected) in
            [("127.0.0.1", true), ("::1", true), ("10.0.0.7", true), ("0.0.0.0", true), ("10.0.0.8", false)]
        {
            assert_eq!(serves(address, NOW), expected, "{address}");
        }
        assert!(!serves("127.0.0.1", Timestamp::from_secs(0)));
    }
}
