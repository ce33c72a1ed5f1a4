//! Can others read the certificates that are written, PEM and PFX, and send with them?

use std::path::PathBuf;
use std::process::Command;

use p12_keystore::{KeyStore, KeyStoreEntry, Pkcs12ImportPolicy};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tilecast::console::certificates::{self, PFX_PASSWORD, Role};
use tilecast::relay::tls::TlsDoor;
use tilecast::relay::{Authority, Credential, Settings};

use super::{Bank, SERVICE};
use crate::support::TestRelay;
use crate::support::wire::raw;

/// A folder with certificates, and the file of each role.
struct Written {
    _folder: Folder,
    files: Vec<(Role, PathBuf)>,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Written {
    fn new() -> Self {
        let folder = Folder(std::env::temp_dir().join(format!("tilecast-certs-{}", uuid::Uuid::new_v4())));
        let files = certificates::write(&folder.0, &[SERVICE.to_owned()]).unwrap();
        Self { _folder: folder, files: files.into_iter().map(|file| (file.role, file.path)).collect() }
    }

    fn text(&self, role: &Role) -> String {
        let (_, path) = self.files.iter().find(|(known, _)| known == role).unwrap();
        std::fs::read_to_string(path).unwrap()
    }

    /// The sender's certificate and key, as they lie there.
    fn sender(&self) -> Credential {
        let role = Role::Sender(SERVICE.to_owned());
        let (_, path) = self.files.iter().find(|(known, _)| *known == role).unwrap();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let key = self
            .files
            .iter()
            .find(|(known, key)| *known == Role::Key && key.file_name().unwrap().to_str().unwrap().starts_with(stem));
        let key_pem = std::fs::read_to_string(&key.unwrap().1).unwrap();
        Credential { certificate_pem: self.text(&role), key_pem }
    }

    fn pfx(&self) -> PathBuf {
        let is_senders = |path: &PathBuf| path.to_str().unwrap().contains(SERVICE);
        let pfx = self.files.iter().find(|(role, path)| *role == Role::Pfx && is_senders(path));
        pfx.unwrap().1.clone()
    }
}

/// The PEM files are what an authority, a server and a sender need: a relay takes the ones, and a sender with the others.
#[tokio::test]
async fn pem_files_are_sent_with() {
    let written = Written::new();
    let authority = Authority::from_pem(&written.text(&Role::Authority), None).unwrap();
    let sender = written.sender();
    let server_key = written
        .files
        .iter()
        .find(|(role, path)| *role == Role::Key && path.file_name().unwrap().to_str().unwrap().starts_with("server"));
    let key_pem = std::fs::read_to_string(&server_key.unwrap().1).unwrap();
    let server = Credential { certificate_pem: written.text(&Role::Server), key_pem };
    let door = TlsDoor::new(&server, &[authority.certificate_pem()]).unwrap();
    let mut bank = Bank::open(Settings::default()).await;
    let (_phone, path) = bank.phone("ana").await;
    let stranger = bank.sender(Some(&sender)).await.send(&raw(&path, "x")).await;
    assert_eq!(stranger.code(), 403, "the folder's authority is not this relay's");
    bank = Bank { relay: TestRelay::behind(Settings::default(), door).await, authority };
    let (_phone, path) = bank.phone("ana").await;
    assert_eq!(bank.sender(Some(&sender)).await.send(&raw(&path, "x")).await.code(), 200);
}

/// A PFX file opens with its password, and holds the key, the sender's certificate and the authority's.
#[test]
fn pfx_files_hold_key_and_chain() {
    let written = Written::new();
    let bytes = std::fs::read(written.pfx()).unwrap();
    assert!(KeyStore::from_pkcs12(&bytes, "wrong", Pkcs12ImportPolicy::Strict).is_err());
    let store = KeyStore::from_pkcs12(&bytes, PFX_PASSWORD, Pkcs12ImportPolicy::Strict).unwrap();
    let chains: Vec<_> = store
        .entries()
        .filter_map(|(_, entry)| match entry {
            KeyStoreEntry::PrivateKeyChain(chain) => Some(chain),
            _ => None,
        })
        .collect();
    let [chain] = chains[..] else { panic!("{} keys", chains.len()) };
    let sender = written.sender();
    let key = PrivateKeyDer::from_pem_slice(sender.key_pem.as_bytes()).unwrap();
    assert_eq!(chain.key().as_der(), key.secret_der());
    let held: Vec<_> = chain.certs().iter().map(|certificate| certificate.as_der().to_vec()).collect();
    let expected = [sender.certificate_pem, written.text(&Role::Authority)]
        .map(|pem| CertificateDer::from_pem_slice(pem.as_bytes()).unwrap().to_vec());
    assert_eq!(held, expected);
}

/// OpenSSL, where it is installed, reads the same, and finds that the authority has issued what it says.
#[test]
fn openssl_reads_them() {
    let ask = |arguments: &[&str]| Command::new("openssl").args(arguments).output();
    if ask(&["version"]).is_err() {
        eprintln!("not tried: there is no openssl here");
        return;
    }
    let written = Written::new();
    let path = |role: &Role| written.files.iter().find(|(known, _)| known == role).unwrap().1.to_str().unwrap();
    let pfx = written.pfx();
    let pass = format!("pass:{PFX_PASSWORD}");
    let read = ask(&["pkcs12", "-in", pfx.to_str().unwrap(), "-passin", &pass, "-nodes"]).unwrap();
    let text = String::from_utf8(read.stdout).unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    assert_eq!(
        (text.matches("BEGIN CERTIFICATE").count(), text.matches("BEGIN PRIVATE KEY").count()),
        (2, 1),
        "{text}"
    );
    let wrong = ask(&["pkcs12", "-in", pfx.to_str().unwrap(), "-passin", "pass:wrong", "-nodes"]).unwrap();
    assert!(!wrong.status.success());
    let authority = path(&Role::Authority);
    for (role, purpose) in [(Role::Server, "sslserver"), (Role::Sender(SERVICE.to_owned()), "sslclient")] {
        let checked = ask(&["verify", "-CAfile", authority, "-purpose", purpose, path(&role)]).unwrap();
        assert!(checked.status.success(), "{role:?}: {}", String::from_utf8_lossy(&checked.stderr));
    }
    let subject = ask(&["x509", "-in", path(&Role::Sender(SERVICE.to_owned())), "-noout", "-subject"]).unwrap();
    assert!(String::from_utf8_lossy(&subject.stdout).trim_end().ends_with(SERVICE));
}
