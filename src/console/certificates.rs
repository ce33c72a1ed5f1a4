//! Which certificates does a console use, and in which files do they lie? An authority, the server's certificate, and one per
//! sender; as PEM, and as PFX for .NET and Java.
//!
//! What is there is used and never overwritten: new senders' certificates still fit the authority that others trust already.
//! How they lie in a folder is `folder`; how certificates are made is the relay's (`relay::authority`).

mod folder;

use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::clock::Timestamp;
use crate::relay::authority::{self, Authority, BadCertificate, Credential, MAX_COMMON_NAME_CHARS};
use crate::relay::certificate;
use crate::relay::tls::TlsDoor;
use crate::sender::Tls;

use folder::{AUTHORITY, SERVER, in_file, pem, place_of, read_authority, read_credential, write_all};

/// What every PFX file is locked with.
pub const PFX_PASSWORD: &str = authority::PFX_PASSWORD;

/// Certificates that go together.
#[derive(Debug)]
pub struct Certificates {
    authority: Authority,
    server: Credential,
    /// The folder that they lie in; none if they are gone with the process.
    folder: Option<PathBuf>,
}

/// A file of certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// What it is for.
    pub role: Role,
    /// Whether it is new.
    pub fate: Fate,
}

/// What came of writing certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Where they were to lie.
    pub folder: PathBuf,
    /// The files, or what is wrong, in words.
    pub files: Result<Vec<File>, String>,
}

/// What a file is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// The authority's certificate: what senders are to trust.
    Authority,
    /// The server's certificate.
    Server,
    /// The certificate of the sender of this name.
    Sender(String),
    /// The key of the file of the same name.
    Key,
    /// Certificate and key in one, for .NET and Java.
    Pfx,
}

/// Whether a file is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was written.
    Written,
    /// It was there, and was left as it is.
    Kept,
}

/// Certificates cannot be used, or not be written.
#[derive(Debug, Error)]
pub enum CertificatesError {
    /// A file or folder cannot be read or written.
    #[error("{} cannot be read or written: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file has not what its name says.
    #[error("{}: {source}", path.display())]
    Content {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: BadCertificate,
    },
    /// There is nothing in the folder.
    #[error("{} has no ca.pem; `tilecast certs --out {}` makes certificates there", .0.display(), .0.display())]
    Nothing(PathBuf),
    /// One of two files that belong together is missing.
    #[error("{} is missing beside {}; put it back, or move the other away", missing.display(), there.display())]
    Half {
        /// The file that is not there.
        missing: PathBuf,
        /// The file that is.
        there: PathBuf,
    },
    /// The folder has certificates of another authority.
    #[error("{} has certificates of another authority already; choose another folder", .0.display())]
    OtherAuthority(PathBuf),
    /// No certificate can have this name.
    #[error(
        "`{0}` cannot be a sender's name: it has 1 to {MAX_COMMON_NAME_CHARS} characters, and no control characters"
    )]
    Name(String),
    /// A certificate cannot be made.
    #[error(transparent)]
    Making(#[from] BadCertificate),
}

/// Writes an authority, a server's certificate and one for each of `services` into `folder`, which is made if need be. An
/// authority that is there issues the others.
///
/// # Errors
/// A name cannot be one, a file there is broken, or the folder cannot be written.
pub fn write(folder: &Path, services: &[String]) -> Result<Vec<File>, CertificatesError> {
    check_names(services)?;
    let authority = match read_authority(folder)? {
        Some(authority) => authority,
        None => Authority::generate()?,
    };
    write_all(&authority, None, folder, services)
}

impl Certificates {
    /// New ones that nobody knows of yet, and that end with the process.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn in_memory(address: IpAddr) -> Result<Self, CertificatesError> {
        let authority = Authority::generate()?;
        let server = authority.server(address)?;
        Ok(Self { authority, server, folder: None })
    }

    /// Those of a folder; they are made there if there are none.
    ///
    /// # Errors
    /// A file there is broken, or the folder cannot be written.
    pub fn kept_in(folder: &Path, address: IpAddr, now: Timestamp) -> Result<Self, CertificatesError> {
        if read_authority(folder)?.is_none() {
            let authority = Authority::generate()?;
            let server = authority.server(address)?;
            write_all(&authority, Some(&server), folder, &[])?;
        }
        Self::from_folder(folder, address, now)
    }

    /// Those of a folder, which has them.
    ///
    /// # Errors
    /// It has none, or a file there is broken.
    pub fn from_folder(folder: &Path, address: IpAddr, now: Timestamp) -> Result<Self, CertificatesError> {
        let authority = read_authority(folder)?.ok_or_else(|| CertificatesError::Nothing(folder.to_owned()))?;
        let there = read_credential(folder, SERVER)?;
        let fits = there.as_ref().map(|there| certificate::serves(&there.certificate_pem, address, now));
        let fits = fits.transpose().map_err(in_file(&pem(folder, SERVER)))?;
        let server = match (there, fits, authority.key_pem()) {
            (Some(there), Some(true), _) => there,
            (Some(there), _, None) => {
                tracing::warn!("{} is not for {address}: senders may refuse it", pem(folder, SERVER).display());
                there
            }
            (Some(_), _, Some(_)) => {
                tracing::info!(
                    "{} is not for {address}: another is used while this runs",
                    pem(folder, SERVER).display()
                );
                authority.server(address)?
            }
            (None, _, _) => authority.server(address)?,
        };
        Ok(Self { authority, server, folder: Some(folder.to_owned()) })
    }

    /// The authority's certificate: what senders are to trust.
    #[must_use]
    pub fn authority_pem(&self) -> &str {
        self.authority.certificate_pem()
    }

    /// Where they lie, if they outlive the process.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The TLS port's door. Besides the authority's own, senders are known that `trusted` (PEM) vouches for.
    ///
    /// # Errors
    /// A certificate or key cannot be used.
    pub fn door(&self, trusted: Option<&str>) -> Result<TlsDoor, CertificatesError> {
        let known: Vec<&str> = std::iter::once(self.authority_pem()).chain(trusted).collect();
        Ok(TlsDoor::new(&self.server, &known)?)
    }

    /// A certificate with which this process sends as `service`: a new one, or that of the folder where there is no key to
    /// issue one with.
    ///
    /// # Errors
    /// There is neither.
    pub fn sender(&self, service: &str) -> Result<Credential, CertificatesError> {
        match (&self.folder, self.authority.key_pem()) {
            (Some(folder), None) => {
                let (stem, _) = place_of(folder, service)?;
                let there = read_credential(folder, &stem)?;
                there.ok_or_else(|| CertificatesError::Half {
                    missing: pem(folder, &stem),
                    there: pem(folder, AUTHORITY),
                })
            }
            (_, _) => Ok(self.authority.client(service)?),
        }
    }

    /// What a sender of this process trusts.
    #[must_use]
    pub fn tls(&self) -> Tls {
        Tls { identity: None, authorities: vec![self.authority_pem().as_bytes().to_vec()] }
    }

    /// What it trusts and shows as `service`.
    ///
    /// # Errors
    /// There is no certificate of that name, and no key to issue one with.
    pub fn tls_as(&self, service: &str) -> Result<Tls, CertificatesError> {
        let shown = self.sender(service)?;
        let identity = [shown.key_pem.as_bytes(), b"\n", shown.certificate_pem.as_bytes()].concat();
        Ok(Tls { identity: Some(identity), ..self.tls() })
    }

    /// Writes these certificates, and one for each of `services`, into `folder`: what a sender needs to reach this console now.
    ///
    /// # Errors
    /// A name cannot be one, the folder has other certificates, or cannot be written.
    pub fn write(&self, folder: &Path, services: &[String]) -> Result<Vec<File>, CertificatesError> {
        check_names(services)?;
        let there = read_authority(folder)?;
        if there.is_some_and(|there| there.certificate_pem() != self.authority_pem()) {
            return Err(CertificatesError::OtherAuthority(folder.to_owned()));
        }
        write_all(&self.authority, Some(&self.server), folder, services)
    }
}

fn check_names(services: &[String]) -> Result<(), CertificatesError> {
    let is_name = |name: &&String| {
        (1..=MAX_COMMON_NAME_CHARS).contains(&name.chars().count()) && !name.chars().any(char::is_control)
    };
    services.iter().find(|name| !is_name(name)).map_or(Ok(()), |name| Err(CertificatesError::Name(name.clone())))
}
