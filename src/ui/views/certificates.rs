//! Who may send on an authenticated channel? What there is to know before certificates are made, and what was written.

use std::path::Path;

use serde::Serialize;

use crate::console::Model;
use crate::console::certificates::{Fate, File, PFX_PASSWORD, Role};
use crate::lang::{Argument, text, text_with};
use crate::ui::theme::Tone;

/// What the panel says of certificates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CertificatesView {
    /// Under which name the service gets a certificate.
    pub name: String,
    /// What came of it the last time.
    pub made: Option<Made>,
}

/// What came of making certificates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Made {
    /// Whether they were written.
    pub tone: Tone,
    /// What happened.
    pub what: String,
    /// The files by name, with what each is for.
    pub files: Vec<(String, String)>,
    /// What to do now.
    pub todo: String,
}

impl CertificatesView {
    /// What this model knows of certificates.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let made = model.world.certificates.as_ref().map(|made| Made::new(&made.folder, &made.files));
        Self { name: model.desk.service.certificate_name.clone(), made }
    }
}

impl Made {
    fn new(folder: &Path, files: &Result<Vec<File>, String>) -> Self {
        match files {
            Ok(files) => {
                let folder = folder.display().to_string();
                let named = [("folder", Argument::Text(&folder)), ("count", Argument::Number(files.len() as u64))];
                Self {
                    tone: Tone::Received,
                    what: text_with("certificates-written", &named),
                    files: files.iter().map(line).collect(),
                    todo: text("certificates-written-do").to_owned(),
                }
            }
            Err(message) => Self {
                tone: Tone::Refused,
                what: text("certificates-failed").to_owned(),
                files: Vec::new(),
                todo: message.clone(),
            },
        }
    }
}

/// A file's name, and what it is for.
fn line(file: &File) -> (String, String) {
    let name = file.path.file_name().unwrap_or(file.path.as_os_str()).to_string_lossy().into_owned();
    let role = match &file.role {
        Role::Authority => text("certificate-authority").to_owned(),
        Role::Server => text("certificate-server").to_owned(),
        Role::Sender(service) => text_with("certificate-sender", &[("service", Argument::Text(service))]),
        Role::Key => text("certificate-key").to_owned(),
        Role::Pfx => text_with("certificate-pfx", &[("password", Argument::Text(PFX_PASSWORD))]),
    };
    let role = match file.fate {
        Fate::Written => role,
        Fate::Kept => format!("{role} ({})", text("certificate-kept")),
    };
    (name, role)
}
