//! How do certificates lie in a folder? `ca`, `server` and a safe form of each sender's name, each as `.pem`, `.key.pem` and
//! (but for the authority) `.pfx`.

use std::fs;
use std::io::{self, Write as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use super::{CertificatesError, Fate, File, Role};
use crate::relay::authority::{Authority, BadCertificate, Credential};
use crate::relay::certificate;

/// The authority's file name, without its ending.
pub(super) const AUTHORITY: &str = "ca";
/// The server's.
pub(super) const SERVER: &str = "server";
/// How many senders may share a file name in its safe form, before somebody is told to tidy up.
const MAX_ALIKE: usize = 100;

/// Writes what is not there yet.
pub(super) fn write_all(
    authority: &Authority,
    server: Option<&Credential>,
    folder: &Path,
    services: &[String],
) -> Result<Vec<File>, CertificatesError> {
    fs::create_dir_all(folder).map_err(in_path(folder))?;
    let mut files = Vec::new();
    let mut put = |path: PathBuf, role: Role, bytes: &[u8]| {
        let fate = write_new(&path, bytes, secrecy(&role)).map_err(in_path(&path))?;
        files.push(File { path, role, fate });
        Ok::<_, CertificatesError>(())
    };
    // A key before its certificate: a certificate without its key would be taken for one whose key is kept elsewhere.
    if let Some(key) = authority.key_pem() {
        put(key_pem(folder, AUTHORITY), Role::Key, key.as_bytes())?;
    }
    put(pem(folder, AUTHORITY), Role::Authority, authority.certificate_pem().as_bytes())?;
    let mut places = vec![(SERVER.to_owned(), Role::Server, read_credential(folder, SERVER)?)];
    for service in services {
        let (stem, there) = place_of(folder, service)?;
        places.push((stem, Role::Sender(service.clone()), there));
    }
    for (stem, role, there) in places {
        let was_there = there.is_some();
        let credential = match (there, &role, server) {
            (Some(there), _, _) => there,
            (None, Role::Sender(service), _) => authority.client(service)?,
            (None, _, Some(server)) => server.clone(),
            (None, _, None) => authority.server(IpAddr::from([127, 0, 0, 1]))?,
        };
        let name = match &role {
            Role::Sender(service) => service.clone(),
            Role::Authority | Role::Server | Role::Key | Role::Pfx => stem.clone(),
        };
        put(key_pem(folder, &stem), Role::Key, credential.key_pem.as_bytes())?;
        put(pem(folder, &stem), role, credential.certificate_pem.as_bytes())?;
        match authority.pfx(&credential, &name) {
            Ok(pfx) => put(folder.join(format!("{stem}.pfx")), Role::Pfx, &pfx)?,
            // Somebody put a certificate of his own here, with a key of another form; it is good without a PFX file.
            Err(error) if was_there => tracing::warn!("no PFX file is written for {stem}.pem: {error}"),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(files)
}

/// The authority of a folder, if it has one.
pub(super) fn read_authority(folder: &Path) -> Result<Option<Authority>, CertificatesError> {
    let (path, key_path) = (pem(folder, AUTHORITY), key_pem(folder, AUTHORITY));
    let key = read_if_there(&key_path)?;
    match (read_if_there(&path)?, key) {
        (Some(certificate), key) => Authority::from_pem(&certificate, key.as_deref()).map(Some).map_err(in_file(&path)),
        (None, Some(_)) => Err(CertificatesError::Half { missing: path, there: key_path }),
        (None, None) => Ok(None),
    }
}

/// The certificate of that file name with its key, if it is there.
pub(super) fn read_credential(folder: &Path, stem: &str) -> Result<Option<Credential>, CertificatesError> {
    let (path, key_path) = (pem(folder, stem), key_pem(folder, stem));
    match (read_if_there(&path)?, read_if_there(&key_path)?) {
        (Some(certificate_pem), Some(key_pem)) => Ok(Some(Credential { certificate_pem, key_pem })),
        (Some(_), None) => Err(CertificatesError::Half { missing: key_path, there: path }),
        (None, Some(_)) => Err(CertificatesError::Half { missing: path, there: key_path }),
        (None, None) => Ok(None),
    }
}

/// The file name of a sender's certificate, and the certificate if it is there. Two names may look alike once they are safe.
pub(super) fn place_of(folder: &Path, service: &str) -> Result<(String, Option<Credential>), CertificatesError> {
    let safe = safe_name(service);
    let stems = std::iter::once(safe.clone()).chain((2..=MAX_ALIKE).map(|number| format!("{safe}-{number}")));
    for stem in stems.filter(|stem| stem != AUTHORITY && stem != SERVER) {
        let Some(there) = read_credential(folder, &stem)? else { return Ok((stem, None)) };
        let name = certificate::common_name_of(&there.certificate_pem).map_err(in_file(&pem(folder, &stem)))?;
        if name == service {
            return Ok((stem, Some(there)));
        }
    }
    let source = io::Error::new(io::ErrorKind::AlreadyExists, "too many certificates have a name like it");
    Err(CertificatesError::File { path: pem(folder, &safe), source })
}

/// A name that every file system takes: letters, digits, and `-`, `_`, `.` but not at its start.
fn safe_name(service: &str) -> String {
    let safe = |(at, letter): (usize, char)| match letter {
        letter if letter.is_ascii_alphanumeric() || letter == '-' || letter == '_' => letter,
        '.' if at > 0 => '.',
        _ => '_',
    };
    service.chars().enumerate().map(safe).collect()
}

/// The certificate's file of that name.
pub(super) fn pem(folder: &Path, stem: &str) -> PathBuf {
    folder.join(format!("{stem}.pem"))
}

fn key_pem(folder: &Path, stem: &str) -> PathBuf {
    folder.join(format!("{stem}.key.pem"))
}

fn in_path(path: &Path) -> impl Fn(io::Error) -> CertificatesError + '_ {
    |source| CertificatesError::File { path: path.to_owned(), source }
}

/// An error about what is in a file.
pub(super) fn in_file(path: &Path) -> impl Fn(BadCertificate) -> CertificatesError + '_ {
    |source| CertificatesError::Content { path: path.to_owned(), source }
}

fn read_if_there(path: &Path) -> Result<Option<String>, CertificatesError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(CertificatesError::File { path: path.to_owned(), source }),
    }
}

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Secrecy {
    /// Only its owner.
    Key,
    /// Whoever may read its folder.
    Open,
}

const fn secrecy(role: &Role) -> Secrecy {
    match role {
        Role::Key | Role::Pfx => Secrecy::Key,
        Role::Authority | Role::Server | Role::Sender(_) => Secrecy::Open,
    }
}

/// Writes a file that is not there yet, whole or not at all.
fn write_new(path: &Path, bytes: &[u8], secrecy: Secrecy) -> io::Result<Fate> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(match secrecy {
            Secrecy::Key => 0o600,
            Secrecy::Open => 0o644,
        });
    }
    #[cfg(not(unix))]
    let _ = secrecy;
    let mut file = match options.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(Fate::Kept),
        Err(error) => return Err(error),
    };
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a file would be kept the next time; if it cannot be removed, its content says what is wrong.
        let _ = fs::remove_file(path);
    }
    written.map(|()| Fate::Written)
}
