//! `tilecast certs`: an authority, a server's certificate, and one for each sender that is named; as PEM and PFX.

use std::path::Path;

use super::arguments::CertsArguments;
use super::exit::{Exit, Failure};
use crate::console::certificates::{self, CertificatesError, Fate, File, Role};
use crate::lang::{Argument, text, text_with};
use crate::relay::authority::PFX_PASSWORD;

/// Writes what is not there yet, and says what each file is for.
///
/// # Errors
/// A name cannot be one, a file there is broken, or the folder cannot be written.
pub fn run(arguments: &CertsArguments) -> Result<Exit, Failure> {
    let files = certificates::write(&arguments.out, &arguments.service).map_err(|error| match &error {
        CertificatesError::Name(_) => Failure::wrong_call(error),
        CertificatesError::File { .. }
        | CertificatesError::Content { .. }
        | CertificatesError::Nothing(_)
        | CertificatesError::Half { .. }
        | CertificatesError::OtherAuthority(_)
        | CertificatesError::Making(_) => Failure::surroundings(error),
    })?;
    report(&files, &arguments.out);
    Ok(Exit::Done)
}

#[expect(clippy::print_stdout, reason = "the answer is what the command was asked for")]
fn report(files: &[File], folder: &Path) {
    for file in files {
        let path = file.path.display().to_string();
        let role = match &file.role {
            Role::Authority => text("certs-authority").to_owned(),
            Role::Server => text("certs-server").to_owned(),
            Role::Sender(service) => text_with("certs-sender", &[("service", Argument::Text(service))]),
            Role::Key => text("certs-key").to_owned(),
            Role::Pfx => text_with("certs-pfx", &[("password", Argument::Text(PFX_PASSWORD))]),
        };
        let named = [("file", Argument::Text(&path)), ("role", Argument::Text(&role))];
        println!(
            "{}",
            match file.fate {
                Fate::Written => text_with("certs-written", &named),
                Fate::Kept => text_with("certs-kept", &named),
            }
        );
    }
    println!("{}", text_with("certs-next", &[("folder", Argument::Text(&folder.display().to_string()))]));
}
