//! Who may send on an authenticated channel? What there is to know before certificates are made, and what was written.

use serde::Serialize;

use crate::console::Model;
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
    /// The files, or nothing.
    pub files: Vec<String>,
    /// What to do now.
    pub todo: String,
}

impl CertificatesView {
    /// What this model knows of certificates.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let desk = &model.desk.service;
        let made = desk.certificates.as_ref().map(|made| match made {
            Ok(certificates) => {
                let folder = certificates.folder.display().to_string();
                let named =
                    [("folder", Argument::Text(&folder)), ("count", Argument::Number(certificates.files.len() as u64))];
                Made {
                    tone: Tone::Received,
                    what: text_with("certificates-written", &named),
                    files: certificates.files.clone(),
                    todo: text("certificates-written-do").to_owned(),
                }
            }
            Err(message) => Made {
                tone: Tone::Refused,
                what: text("certificates-failed").to_owned(),
                files: Vec::new(),
                todo: message.clone(),
            },
        });
        Self { name: desk.certificate_name.clone(), made }
    }
}
