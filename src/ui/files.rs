//! How is a payload opened and saved, and a picture saved? The system's own dialogs, on a thread of their own: the window goes on meanwhile.
//!
//! What a file's bytes become is `console::compose`; when a dialog is wanted is `console::command`.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use rfd::{AsyncFileDialog, FileHandle};
use tokio::sync::mpsc;

use super::shots;
use crate::console::command::{Command, Dialog};
use crate::console::gallery::{self, Checking, GalleryCommand, Reading, Then};
use crate::console::model::Notice;
use crate::console::service::ServiceCommand;
use crate::lang::text;
use crate::protocol::device::DeviceId;

/// The largest file that is opened, in bytes: far over any payload, and nothing that fills the memory.
const MAX_FILE_BYTES: u64 = 1_024 * 1_024;
/// How many pictures are read of those that are dropped together (as many as an app takes).
const MAX_PICTURES: usize = 64;
/// How many answers of dialogs may wait.
const WAITING: usize = 8;

/// The dialogs that are open, and what came of those that are closed.
pub struct Files {
    answers: mpsc::Receiver<Command>,
    answer: mpsc::Sender<Command>,
}

impl Default for Files {
    fn default() -> Self {
        let (answer, answers) = mpsc::channel(WAITING);
        Self { answers, answer }
    }
}

impl Files {
    /// What came of a dialog, if one was closed.
    pub fn answered(&mut self) -> Option<Command> {
        self.answers.try_recv().ok()
    }

    /// Reads pictures; `wake` is called whenever one was read.
    pub fn read(&self, reading: Reading, wake: impl Fn() + Send + 'static) {
        let answer = self.answer.clone();
        let Reading { device, app, files } = reading;
        let working = std::thread::Builder::new().name(String::from("tilecast-pictures")).spawn(move || {
            for file in files.iter().take(MAX_PICTURES) {
                // Each waits until the window has taken the one before it.
                if answer.blocking_send(picture(file, &device, &app)).is_err() {
                    return;
                }
                wake();
            }
        });
        self.unless(working);
    }

    /// Looks at a folder; `wake` is called when that is done. It may lie on a network that does not answer.
    pub fn check(&self, checking: Checking, wake: impl Fn() + Send + 'static) {
        let answer = self.answer.clone();
        let Checking { device, app, folder, then } = checking;
        let working = std::thread::Builder::new().name(String::from("tilecast-folder")).spawn(move || {
            let command = match gallery::folder_problem(&folder) {
                Some(reason) => GalleryCommand::NoFolder { device, app, reason },
                None => GalleryCommand::Folder { device, app, folder: Some(folder), then },
            };
            // A window that is gone wants no answer.
            let _ = answer.blocking_send(Command::Gallery(command));
            wake();
        });
        self.unless(working);
    }

    /// Says why there is no thread.
    fn unless(&self, working: std::io::Result<std::thread::JoinHandle<()>>) {
        if let Err(error) = working {
            let notice = Notice::File { name: text("file-dialog").to_owned(), message: error.to_string() };
            // A window that has eight answers not yet taken gets no ninth.
            let _ = self.answer.try_send(Command::Notify(notice));
        }
    }

    /// Opens a dialog; `wake` is called when it has been answered.
    pub fn show(&self, dialog: Dialog, wake: impl Fn() + Send + 'static) {
        let answer = self.answer.clone();
        let worked = std::thread::Builder::new().name(String::from("tilecast-files")).spawn({
            // Some systems want their dialogs made by the thread that draws, so only the waiting is done elsewhere.
            let answered = ask(dialog);
            move || {
                let done = tokio::runtime::Builder::new_current_thread().build().ok();
                if let Some(command) = done.and_then(|runtime| runtime.block_on(answered)) {
                    // A window that is gone wants no answer, and one that has eight of them not yet taken no ninth.
                    let _ = answer.try_send(command);
                }
                wake();
            }
        });
        self.unless(worked);
    }
}

/// Reads a picture.
fn picture(file: &Path, device: &DeviceId, app: &str) -> Command {
    match gallery::read(file) {
        Ok(picture) => Command::Gallery(GalleryCommand::Put { device: device.clone(), app: app.to_owned(), picture }),
        Err(error) => trouble(file, &error.to_string()),
    }
}

/// Shows the dialog and does what was chosen; nothing if it was closed without a choice.
fn ask(dialog: Dialog) -> impl Future<Output = Option<Command>> + Send {
    let wanted = AsyncFileDialog::new().add_filter(text("file-kind"), &["xml"]).add_filter(text("file-any"), &["*"]);
    let opening = matches!(dialog, Dialog::Open).then(|| wanted.clone().pick_file());
    let choosing = matches!(dialog, Dialog::Certificates)
        .then(|| AsyncFileDialog::new().set_title(text("certificates-folder")).pick_folder());
    let pointing = matches!(dialog, Dialog::Assets { .. })
        .then(|| AsyncFileDialog::new().set_title(text("gallery-folder")).pick_folder());
    let keeping = match &dialog {
        Dialog::Picture(shot) => Some(
            AsyncFileDialog::new()
                .add_filter(text("file-picture"), &["png"])
                .add_filter(text("file-moving-picture"), &["gif"])
                .set_file_name(format!("{}.png", shot.name()))
                .save_file(),
        ),
        Dialog::Open | Dialog::Save { .. } | Dialog::Certificates | Dialog::Assets { .. } => None,
    };
    let saving = matches!(dialog, Dialog::Save { .. }).then(|| wanted.set_file_name("payload.xml").save_file());
    async move {
        match dialog {
            Dialog::Open => Some(opened(&path(opening?.await)?)),
            Dialog::Certificates => {
                let folder = path(choosing?.await)?;
                Some(Command::Service(ServiceCommand::MakeCertificatesIn(folder)))
            }
            Dialog::Assets { device, app } => {
                let folder = path(pointing?.await)?;
                Some(match gallery::folder_problem(&folder) {
                    Some(problem) => trouble(&folder, &problem),
                    None => {
                        Command::Gallery(GalleryCommand::Folder { device, app, folder: Some(folder), then: Then::Stay })
                    }
                })
            }
            Dialog::Picture(shot) => {
                let path = path(keeping?.await)?;
                match shots::file(&shot, &path) {
                    Ok(picture) => saved(&path, &picture),
                    Err(error) => Some(trouble(&path, &error.to_string())),
                }
            }
            Dialog::Save { body } => saved(&path(saving?.await)?, &body),
        }
    }
}

fn path(chosen: Option<FileHandle>) -> Option<PathBuf> {
    chosen.map(|file| file.path().to_owned())
}

fn opened(path: &Path) -> Command {
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) if bytes.len() as u64 > MAX_FILE_BYTES => trouble(path, text("file-too-large")),
        Ok(_) => Command::OpenBytes(bytes),
        Err(error) => trouble(path, &error.to_string()),
    }
}

fn saved(path: &Path, body: &[u8]) -> Option<Command> {
    std::fs::write(path, body).err().map(|error| trouble(path, &error.to_string()))
}

fn trouble(path: &Path, message: &str) -> Command {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Command::Notify(Notice::File { name, message: message.to_owned() })
}
