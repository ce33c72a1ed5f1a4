//! What is said of the pictures of an app? Where its files are, what was dropped among them, which domains it has bound.

use serde::Serialize;

use crate::console::Model;
use crate::console::gallery::{self, GalleryForm};
use crate::lang::{Argument, text, text_with};
use crate::protocol::device::DeviceId;

/// The pictures of an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GalleryView {
    /// Whose phone.
    pub device: DeviceId,
    /// What is looked at, in words.
    pub title: String,
    /// The phone's apps, their names and titles, if there are several.
    pub apps: Vec<(String, String)>,
    /// Which of them.
    pub app: String,
    /// Where its files are, in words.
    pub files: String,
    /// Whether they are in a folder.
    pub folder: FolderChoice,
    /// The folder, as typed.
    pub typed: String,
    /// What is wrong with it.
    pub folder_problem: Option<String>,
    /// What was dropped among them, in words.
    pub dropped: String,
    /// Whether anything was.
    pub has_dropped: bool,
    /// The domains, as typed.
    pub domains: String,
    /// What is wrong with them.
    pub problem: Option<String>,
}

/// Where an app's files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FolderChoice {
    /// The sample art.
    Sample,
    /// A folder of this machine.
    Folder,
}

impl GalleryView {
    /// What is said; none if the phone or the app is gone.
    #[must_use]
    pub fn new(model: &Model, form: &GalleryForm) -> Option<Self> {
        let all = gallery::apps(model, &form.device);
        let app = all.iter().find(|app| app.app == form.app)?.clone();
        let phone = model.world.phones.get(&form.device)?;
        let named = [("name", Argument::Text(&phone.config().name)), ("app", Argument::Text(&app.title))];
        let apps = all.into_iter().map(|app| (app.app, app.title)).collect::<Vec<_>>();
        Some(Self {
            device: form.device.clone(),
            title: text_with("gallery-title", &named),
            apps: if apps.len() > 1 { apps } else { Vec::new() },
            app: form.app.clone(),
            typed: form.typed.folder.clone(),
            folder_problem: form.folder_problem.clone(),
            folder: if app.assets.is_some() { FolderChoice::Folder } else { FolderChoice::Sample },
            files: app.assets.unwrap_or_else(|| text("gallery-sample").to_owned()),
            dropped: if app.put.is_empty() { text("gallery-nothing-dropped").to_owned() } else { app.put.join(", ") },
            has_dropped: !app.put.is_empty(),
            domains: form.typed.domains.clone(),
            problem: form.problem(),
        })
    }
}
