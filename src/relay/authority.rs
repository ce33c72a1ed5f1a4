//! Who issues the certificates of the authenticated service (PROTOCOL.md 8)? An authority of our own, for this machine's tests.
//!
//! Pure but for chance: no file is touched here; where they are kept is the host's. What is asked of certificates that exist is
//! `certificate`.

use std::fmt;
use std::net::IpAddr;

use p12_keystore::{EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKey, PrivateKeyChain};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PublicKeyData as _, date_time_ymd,
};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use thiserror::Error;

use super::certificate::read_pem;

/// What every PFX file is locked with: nothing is secret about a test double, but .NET and Java do not take an empty password.
pub const PFX_PASSWORD: &str = "tilecast";
/// The names by which a server of ours is reached: this machine's, and the service's own, for senders that insist on it and find
/// it here by a hosts file (PROTOCOL.md 1, "relay consequence").
const SERVER_NAMES: [&str; 4] = ["localhost", "127.0.0.1", "::1", "*.notify.live.net"];
/// How often a PFX file's key is hashed. It keeps nothing secret, see [`PFX_PASSWORD`].
const PFX_ITERATIONS: u32 = 2_048;
/// The longest common name, in characters (RFC 5280, `ub-common-name`).
pub const MAX_COMMON_NAME_CHARS: usize = 64;

/// Issues certificates, or only stands for those that it has issued, if its key is not at hand.
pub struct Authority {
    certificate_pem: String,
    key: Option<Key>,
}

struct Key {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate and its key, as PEM.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// The certificate, and any between it and its authority.
    pub certificate_pem: String,
    /// The key; whoever has it can pass for the certificate's owner.
    pub key_pem: String,
}

/// A certificate or key cannot be used, or could not be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{what} cannot be used: {why}")]
pub struct BadCertificate {
    what: &'static str,
    why: String,
}

impl BadCertificate {
    pub(super) fn new(what: &'static str, why: impl fmt::Display) -> Self {
        Self { what, why: why.to_string() }
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Authority").field("has_key", &self.key.is_some()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Credential {
    /// Without the key.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Credential").field("certificate_pem", &self.certificate_pem).finish_non_exhaustive()
    }
}

impl Authority {
    /// A new authority, told from others by a number in its name.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn generate() -> Result<Self, BadCertificate> {
        let failed = |error| BadCertificate::new("a new authority", error);
        let mut number = [0; 3];
        getrandom::fill(&mut number).map_err(|error| BadCertificate::new("a new authority", error))?;
        let [one, two, three] = number;
        let mut params = params(&format!("Tilecast test authority {one:02x}{two:02x}{three:02x}"));
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let pair = KeyPair::generate().map_err(failed)?;
        let certificate_pem = params.self_signed(&pair).map_err(failed)?.pem();
        let key = Key { pem: pair.serialize_pem(), issuer: Issuer::new(params, pair) };
        Ok(Self { certificate_pem, key: Some(key) })
    }

    /// An authority that was kept; without its key it can issue nothing.
    ///
    /// # Errors
    /// The certificate or its key cannot be read, or they do not belong together.
    pub fn from_pem(certificate_pem: &str, key_pem: Option<&str>) -> Result<Self, BadCertificate> {
        let certificates = read_pem(certificate_pem)?;
        let Some(key_pem) = key_pem else {
            return Ok(Self { certificate_pem: certificate_pem.to_owned(), key: None });
        };
        let pair = KeyPair::from_pem(key_pem).map_err(|error| {
            BadCertificate::new("the authority's key", format!("{error} (it must be PKCS#8: `BEGIN PRIVATE KEY`)"))
        })?;
        let first = certificates.first().map(AsRef::as_ref).unwrap_or_default();
        let public = pair.subject_public_key_info();
        if !first.windows(public.len()).any(|window| window == public) {
            return Err(BadCertificate::new("the authority's key", "it is not the key of the authority's certificate"));
        }
        let issuer = Issuer::from_ca_cert_der(&first.into(), pair)
            .map_err(|error| BadCertificate::new("the authority's certificate", error))?;
        Ok(Self { certificate_pem: certificate_pem.to_owned(), key: Some(Key { pem: key_pem.to_owned(), issuer }) })
    }

    /// Its certificate; whoever is to trust it needs this.
    #[must_use]
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// Its key, if it is at hand.
    #[must_use]
    pub fn key_pem(&self) -> Option<&str> {
        self.key.as_ref().map(|key| key.pem.as_str())
    }

    /// A certificate for a server on this machine, and at `address`.
    ///
    /// # Errors
    /// The authority's key is not at hand.
    pub fn server(&self, address: IpAddr) -> Result<Credential, BadCertificate> {
        let mut names = SERVER_NAMES.map(str::to_owned).to_vec();
        let address = address.to_string();
        if !names.contains(&address) {
            names.push(address);
        }
        let mut params = params("localhost");
        params.subject_alt_names = CertificateParams::new(names)
            .map_err(|error| BadCertificate::new("a new server certificate", error))?
            .subject_alt_names;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.issue(params)
    }

    /// A certificate for a sender, whose common name is `service`, literally, a `*` included (PROTOCOL.md 8).
    ///
    /// # Errors
    /// The name has no characters, or too many; or the authority's key is not at hand.
    pub fn client(&self, service: &str) -> Result<Credential, BadCertificate> {
        let length = service.chars().count();
        if !(1..=MAX_COMMON_NAME_CHARS).contains(&length) || service.chars().any(char::is_control) {
            let why = format!("it has 1 to {MAX_COMMON_NAME_CHARS} characters, and no control characters");
            return Err(BadCertificate::new("this common name", why));
        }
        let mut params = params(service);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(params)
    }

    fn issue(&self, mut params: CertificateParams) -> Result<Credential, BadCertificate> {
        let failed = |error| BadCertificate::new("a new certificate", error);
        let key = self.key.as_ref().ok_or_else(|| BadCertificate::new("the authority", "its key is not at hand"))?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        let pair = KeyPair::generate().map_err(failed)?;
        let certificate = params.signed_by(&pair, &key.issuer).map_err(failed)?;
        Ok(Credential { certificate_pem: certificate.pem(), key_pem: pair.serialize_pem() })
    }

    /// A credential with this authority's certificate as a PFX file, locked with [`PFX_PASSWORD`].
    ///
    /// # Errors
    /// The credential cannot be read.
    pub fn pfx(&self, credential: &Credential, name: &str) -> Result<Vec<u8>, BadCertificate> {
        let failed = |error| BadCertificate::new("a PFX file", error);
        let key = PrivateKeyDer::from_pem_slice(credential.key_pem.as_bytes())
            .map_err(|error| BadCertificate::new("the key", error))?;
        let mut chain = Vec::new();
        for certificate in [read_pem(&credential.certificate_pem)?, read_pem(&self.certificate_pem)?].concat() {
            chain.push(p12_keystore::Certificate::from_der(&certificate).map_err(failed)?);
        }
        let key = PrivateKey::from_der(key.secret_der()).map_err(failed)?;
        // The name that key stores show it under; PKCS#12 knows no letters beyond the first 65,536.
        let name: String = name.chars().map(|letter| if letter.len_utf16() == 1 { letter } else { '?' }).collect();
        let mut store = KeyStore::new();
        store.add_entry(&name, KeyStoreEntry::PrivateKeyChain(PrivateKeyChain::new(name.as_str(), key, chain)));
        // The oldest way that OpenSSL 3 still reads without its legacy provider: every .NET, Java and macOS reads it too.
        store
            .writer(PFX_PASSWORD)
            .encryption_algorithm(EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc)
            .encryption_iterations(PFX_ITERATIONS)
            .mac_algorithm(MacAlgorithm::HmacSha1)
            .mac_iterations(PFX_ITERATIONS)
            .write()
            .map_err(failed)
    }
}

/// What all our certificates have in common. They hold for as long as any test's clock may run: from the year in which the
/// service began to the last that the usual encoding of a date knows (RFC 5280, 4.1.2.5).
fn params(common_name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, "Tilecast");
    params.distinguished_name.push(DnType::CommonName, common_name);
    params.not_before = date_time_ymd(2010, 1, 1);
    params.not_after = date_time_ymd(2049, 12, 31);
    params
}

#[cfg(test)]
mod tests {
    use p12_keystore::Pkcs12ImportPolicy;

    use super::super::certificate::common_name_of;
    use super::*;

    /// An authority that was kept issues what the new one would have, and says so if its key is another's.
    #[test]
    fn authorities_can_be_kept() {
        let (one, other) = (Authority::generate().unwrap(), Authority::generate().unwrap());
        let kept = Authority::from_pem(one.certificate_pem(), one.key_pem()).unwrap();
        assert_eq!(common_name_of(&kept.client("bank").unwrap().certificate_pem).unwrap(), "bank");
        let mixed = Authority::from_pem(one.certificate_pem(), other.key_pem()).unwrap_err().to_string();
        assert!(mixed.contains("not the key"), "{mixed}");
        let without = Authority::from_pem(one.certificate_pem(), None).unwrap();
        assert!(without.client("bank").unwrap_err().to_string().contains("not at hand"));
        for broken in ["", "-----BEGIN CERTIFICATE-----\nAAAA", "-----BEGIN PRIVATE KEY-----"] {
            assert!(
                Authority::from_pem(broken, None).is_err()
                    && Authority::from_pem(one.certificate_pem(), Some(broken)).is_err()
            );
        }
    }

    /// A common name is taken literally, and has its limits.
    #[test]
    fn common_names_are_literal() {
        let authority = Authority::generate().unwrap();
        for name in ["*.example.org", "Zürich, Bahn & Co", &"n".repeat(64)] {
            assert_eq!(common_name_of(&authority.client(name).unwrap().certificate_pem).unwrap(), name);
        }
        for name in ["", "a\nb", &"n".repeat(65)] {
            assert!(authority.client(name).is_err(), "{name:?}");
        }
    }

    /// A PFX file holds the key, the certificate and its authority's.
    #[test]
    fn pfx_files_are_whole() {
        let authority = Authority::generate().unwrap();
        let credential = authority.client("*.example.org").unwrap();
        let pfx = authority.pfx(&credential, "*.example.org").unwrap();
        let store = KeyStore::from_pkcs12(&pfx, PFX_PASSWORD, Pkcs12ImportPolicy::Strict).unwrap();
        let (name, chain) = store.private_key_chain().unwrap();
        assert_eq!((name, chain.certs().len()), ("*.example.org", 2));
        assert!(KeyStore::from_pkcs12(&pfx, "another", Pkcs12ImportPolicy::Strict).is_err());
    }
}
