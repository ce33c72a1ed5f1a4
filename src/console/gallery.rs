//! What does a person do with the pictures of a phone's apps? Say which folder holds them, put files among them, say which
//! domains they may come from.
//!
//! What the phone makes of that is `phone/assets` and `phone/errands`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::command::{Dialog, Effect, Request};
use super::event::{DeskEvent, Event};
use super::model::{Model, Notice, World};
use crate::lang::{Argument, text, text_with};
use crate::phone::Phone;
use crate::phone::picture::{self, FileError};
use crate::phone::shell::scene::{Finger, Picture, Setting};
use crate::phone::snapshot::AppSnapshot;
use crate::protocol::device::DeviceId;
use crate::protocol::domain::{MAX_DOMAINS, is_domain};

/// How many entries of a folder are looked at for a picture.
const MAX_ENTRIES: usize = 10_000;

/// The pictures of one app, as they are being looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GalleryForm {
    /// Whose phone.
    pub device: DeviceId,
    /// Which app.
    pub app: String,
    /// What is typed of it.
    pub typed: Typed,
    /// What is wrong with the folder that was typed last.
    pub folder_problem: Option<String>,
    /// What was typed of the phone's other apps, and waits for its turn.
    pub aside: BTreeMap<String, Typed>,
}

/// What is typed of an app's pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The folder.
    pub folder: String,
    /// The domains.
    pub domains: String,
}

/// A folder that is to be looked at before an app has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checking {
    /// Whose phone.
    pub device: DeviceId,
    /// Which app.
    pub app: String,
    /// The folder.
    pub folder: PathBuf,
    /// What is done when the app has it.
    pub then: Then,
}

/// What is done when a folder was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The pictures go on being looked at.
    Stay,
    /// They are no longer.
    Close,
}

/// What a person wants of an app's pictures.
#[derive(Clone, Debug, PartialEq)]
pub enum GalleryCommand {
    /// Look at those of a phone, or of another app of it.
    Show {
        /// Which phone.
        device: DeviceId,
        /// Which app; none is the first.
        app: Option<String>,
    },
    /// Change the text of the domains.
    Domains(String),
    /// Change the text of the folder.
    TypeFolder(String),
    /// Have the folder that is typed, if it is one.
    UseFolder,
    /// What is typed is no folder.
    NoFolder {
        /// Whose phone.
        device: DeviceId,
        /// Which app.
        app: String,
        /// Why not, in words.
        reason: String,
    },
    /// Ask for a folder.
    ChooseFolder,
    /// Have this folder, or the sample art.
    Folder {
        /// Whose phone.
        device: DeviceId,
        /// Which app.
        app: String,
        /// The folder.
        folder: Option<PathBuf>,
        /// What is done then.
        then: Then,
    },
    /// Put these files among an app's files.
    Drop {
        /// Whose phone.
        device: DeviceId,
        /// The files.
        files: Vec<PathBuf>,
    },
    /// Put this picture among an app's files.
    Put {
        /// Whose phone.
        device: DeviceId,
        /// Which app.
        app: String,
        /// The picture.
        picture: Picture,
    },
    /// Take what was put there out again.
    Forget,
    /// Bind the domains and be done.
    Done,
    /// Be done, and leave the domains as they were.
    Leave,
}

/// Something changed about the pictures that are being looked at.
#[derive(Clone, Debug)]
pub enum GalleryEvent {
    /// These, or none any more.
    Shown(Option<GalleryForm>),
    /// The domains are typed like this.
    Typed(String),
    /// The folder is typed like this.
    TypedFolder(String),
    /// There is no such folder, for this reason.
    NoFolder(String),
}

/// Pictures that are to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whose phone.
    pub device: DeviceId,
    /// Which app.
    pub app: String,
    /// The files.
    pub files: Vec<PathBuf>,
}

impl From<GalleryEvent> for Effect {
    fn from(event: GalleryEvent) -> Self {
        Self::Apply(Event::Desk(DeskEvent::Gallery(event)))
    }
}

impl GalleryForm {
    /// The app on its phone, as both are now.
    #[must_use]
    pub fn app(&self, model: &Model) -> Option<AppSnapshot> {
        apps(model, &self.device).into_iter().find(|app| app.app == self.app)
    }

    /// Whether it is about that app on that phone.
    fn is_of(&self, device: &DeviceId, app: &str) -> bool {
        self.device == *device && self.app == app
    }

    /// Whether the app, or its phone, is gone.
    pub(super) fn is_gone(&self, world: &World) -> bool {
        let phone = world.phones.get(&self.device);
        phone.is_none_or(|phone| phone.config().apps.iter().all(|app| app.app != self.app))
    }

    /// What is wrong with the domains, in words.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        domains_problem(&self.typed.domains)
    }

    /// That of an app as it is.
    fn fresh(device: DeviceId, app: &AppSnapshot) -> Self {
        Self { device, app: app.app.clone(), typed: Typed::of(app), folder_problem: None, aside: BTreeMap::new() }
    }

    /// That of another app of the phone. What was typed of this one waits, and what was typed of that one is back.
    fn turned(&self, app: &AppSnapshot, model: &Model) -> Self {
        let mut aside = self.aside.clone();
        if self.app(model).is_some_and(|left| Typed::of(&left) != self.typed) {
            aside.insert(self.app.clone(), self.typed.clone());
        }
        let typed = aside.remove(&app.app).unwrap_or_else(|| Typed::of(app));
        Self { typed, aside, ..Self::fresh(self.device.clone(), app) }
    }
}

impl Typed {
    /// What one would type for an app to be as it is.
    fn of(app: &AppSnapshot) -> Self {
        Self { folder: app.assets.clone().unwrap_or_default(), domains: app.tile_domains.join(", ") }
    }
}

/// The domains in a text.
fn split(domains: &str) -> Vec<String> {
    let parts = domains.split([',', ';', ' ', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// What is wrong with them, in words.
fn domains_problem(domains: &str) -> Option<String> {
    let bound = split(domains);
    if bound.len() > MAX_DOMAINS {
        let most = [("count", Argument::Number(MAX_DOMAINS as u64))];
        return Some(text_with("gallery-domains-many", &most));
    }
    let wrong = bound.iter().find(|domain| !is_domain(domain));
    wrong.map(|domain| text_with("gallery-domains-wrong", &[("domain", Argument::Text(domain))]))
}

/// Whether a folder was typed that the app does not have.
fn is_new_folder(app: &AppSnapshot, folder: &str) -> bool {
    app.assets.as_deref().unwrap_or_default() != folder.trim()
}

/// The apps of a phone.
#[must_use]
pub fn apps(model: &Model, device: &DeviceId) -> Vec<AppSnapshot> {
    model.world.phones.get(device).map(|phone| phone.snapshot().apps).unwrap_or_default()
}

/// The app that takes what is dropped on a phone: the one in front, or else the first.
#[must_use]
pub fn taker(phone: &Phone) -> Option<AppSnapshot> {
    let shell = phone.snapshot();
    let front = shell.front.as_ref();
    let at = shell.apps.iter().position(|app| Some(&app.app) == front).unwrap_or_default();
    shell.apps.into_iter().nth(at)
}

/// Decides what follows from a command.
pub(super) fn handle(model: &Model, command: GalleryCommand) -> Vec<Effect> {
    let form = model.desk.gallery.as_ref();
    match command {
        GalleryCommand::Show { device, app } => show(model, device, app.as_deref()).into_iter().collect(),
        GalleryCommand::Domains(typed) => vec![GalleryEvent::Typed(typed).into()],
        GalleryCommand::TypeFolder(typed) => vec![GalleryEvent::TypedFolder(typed).into()],
        // Who has gone on to something else meanwhile is not told of it there.
        GalleryCommand::NoFolder { device, app, reason } => {
            let shown = form.filter(|form| form.is_of(&device, &app));
            shown.map(|_| GalleryEvent::NoFolder(reason).into()).into_iter().collect()
        }
        GalleryCommand::UseFolder => form.map(|form| use_folder(model, form, Then::Stay)).unwrap_or_default(),
        GalleryCommand::ChooseFolder => {
            let dialog = |form: &GalleryForm| {
                Effect::Show(Dialog::Assets { device: form.device.clone(), app: form.app.clone() })
            };
            form.map(dialog).into_iter().collect()
        }
        GalleryCommand::Folder { device, app, folder, then } => {
            let typed = folder.as_ref().map(|folder| folder.display().to_string()).unwrap_or_default();
            let follows = form.filter(|form| form.is_of(&device, &app)).map(|form| match then {
                Then::Stay => vec![GalleryEvent::TypedFolder(typed).into()],
                Then::Close => close(model, form),
            });
            let set = set(device, Setting::Assets { app, folder });
            std::iter::once(set).chain(follows.unwrap_or_default()).collect()
        }
        GalleryCommand::Drop { device, files } => {
            let app = model.world.phones.get(&device).and_then(|phone| taker(phone));
            app.map(|app| Effect::Read(Reading { device, app: app.app, files })).into_iter().collect()
        }
        GalleryCommand::Put { device, app, picture } => vec![put(model, device, app, picture)],
        GalleryCommand::Forget => {
            let forget = |form: &GalleryForm| {
                let finger = Finger::ForgetPut(form.app.clone());
                Effect::Ask(Request::Finger { device: form.device.clone(), finger })
            };
            form.map(forget).into_iter().collect()
        }
        GalleryCommand::Done => form.map(|form| done(model, form)).unwrap_or_default(),
        GalleryCommand::Leave => vec![GalleryEvent::Shown(None).into()],
    }
}

/// Binds all domains that were typed and closes, unless something is wrong with them: that is shown first.
fn done(model: &Model, form: &GalleryForm) -> Vec<Effect> {
    if form.problem().is_some() {
        return Vec::new();
    }
    let known = apps(model, &form.device);
    let aside = || known.iter().filter_map(|app| Some((app, form.aside.get(&app.app)?)));
    if let Some((app, _)) = aside().find(|(_, typed)| domains_problem(&typed.domains).is_some()) {
        return vec![GalleryEvent::Shown(Some(form.turned(app, model))).into()];
    }
    let bind = |app: &str, domains: &str| {
        set(form.device.clone(), Setting::Domains { app: app.to_owned(), domains: split(domains) })
    };
    let mut effects = vec![bind(&form.app, &form.typed.domains)];
    effects.extend(aside().map(|(app, typed)| bind(&app.app, &typed.domains)));
    // A folder that is typed and was not used yet is meant as well.
    if known.iter().any(|app| app.app == form.app && is_new_folder(app, &form.typed.folder)) {
        effects.extend(use_folder(model, form, Then::Close));
    } else {
        effects.extend(close(model, form));
    }
    effects
}

/// Closes the form of an app that has its folder, once those that were typed of other apps are looked at too.
fn close(model: &Model, form: &GalleryForm) -> Vec<Effect> {
    let known = apps(model, &form.device);
    let is_next = |app: &&AppSnapshot| form.aside.get(&app.app).is_some_and(|typed| is_new_folder(app, &typed.folder));
    let Some(next) = known.iter().find(is_next) else { return vec![GalleryEvent::Shown(None).into()] };
    let mut turned = form.turned(next, model);
    turned.aside.remove(&form.app);
    let mut effects = vec![GalleryEvent::Shown(Some(turned.clone())).into()];
    effects.extend(use_folder(model, &turned, Then::Close));
    effects
}

fn use_folder(model: &Model, form: &GalleryForm, then: Then) -> Vec<Effect> {
    let (device, app) = (form.device.clone(), form.app.clone());
    let folder = form.typed.folder.trim();
    if !folder.is_empty() {
        return vec![Effect::Check(Checking { device, app, folder: PathBuf::from(folder), then })];
    }
    let mut effects = vec![set(device, Setting::Assets { app, folder: None })];
    if then == Then::Close {
        effects.extend(close(model, form));
    }
    effects
}

fn show(model: &Model, device: DeviceId, app: Option<&str>) -> Option<Effect> {
    let known = apps(model, &device);
    let chosen = known.iter().find(|known| Some(known.app.as_str()) == app).or_else(|| known.first())?;
    let form = match model.desk.gallery.as_ref().filter(|form| form.device == device) {
        Some(form) => form.turned(chosen, model),
        None => GalleryForm::fresh(device, chosen),
    };
    Some(GalleryEvent::Shown(Some(form)).into())
}

fn set(device: DeviceId, setting: Setting) -> Effect {
    Effect::Ask(Request::Finger { device, finger: Finger::Set(setting) })
}

fn put(model: &Model, device: DeviceId, app: String, picture: Picture) -> Effect {
    let name = picture.name.clone();
    let finger = Finger::Put { app, picture };
    let objection = model.world.phones.get(&device).and_then(|phone| phone.objection(&finger));
    match objection {
        Some(objection) => {
            let message = objection.to_string();
            Effect::Apply(Event::Desk(DeskEvent::Notice(Some(Notice::File { name, message }))))
        }
        None => Effect::Ask(Request::Finger { device, finger }),
    }
}

/// Applies what changed.
pub(super) fn apply(form: &mut Option<GalleryForm>, change: &GalleryEvent) {
    match change {
        GalleryEvent::Shown(shown) => form.clone_from(shown),
        GalleryEvent::Typed(typed) => {
            if let Some(form) = form {
                form.typed.domains.clone_from(typed);
            }
        }
        GalleryEvent::TypedFolder(typed) => {
            if let Some(form) = form {
                form.typed.folder.clone_from(typed);
                form.folder_problem = None;
            }
        }
        GalleryEvent::NoFolder(reason) => {
            if let Some(form) = form {
                form.folder_problem = Some(reason.clone());
            }
        }
    }
}

/// Reads a picture's file. Blocks.
///
/// # Errors
/// It cannot be read, or is no picture.
pub fn read(file: &Path) -> Result<Picture, FileError> {
    let pixels = Arc::new(picture::read(file)?);
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    Ok(Picture { name, pixels })
}

/// What is wrong with a folder that is to hold pictures, in words. Blocks.
#[must_use]
pub fn folder_problem(folder: &Path) -> Option<String> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let reason = error.to_string();
            return Some(text_with("gallery-folder-unreadable", &[("reason", Argument::Text(&reason))]));
        }
    };
    let is_picture = |entry: std::fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        is_folder || [".png", ".jpg", ".jpeg"].iter().any(|ending| name.ends_with(ending))
    };
    let has_some = entries.take(MAX_ENTRIES).filter_map(Result::ok).any(is_picture);
    (!has_some).then(|| text("gallery-folder-empty").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Domains are typed with commas or blanks between them, and each is looked at.
    #[test]
    fn domains_are_read() {
        assert_eq!(split("a.example, http://b.example/ ;c.example"), ["a.example", "http://b.example/", "c.example"]);
        assert_eq!((split("").len(), domains_problem(" , ")), (0, None));
        assert_eq!(domains_problem("a.example 127.0.0.1:8080"), None);
        assert_eq!(domains_problem("http://[2001:db8::1]:8080/ [::1]"), None);
        for wrong in ["http://", "a!b", "http:///a.png", "[::g]"] {
            assert!(domains_problem(wrong).unwrap().contains(wrong), "{wrong}");
        }
        assert!(domains_problem(&"a,".repeat(33)).unwrap().contains("32"));
        assert!(domains_problem(&"a".repeat(257)).is_some());
    }

    /// A file that is no picture, or no file, is refused in words.
    #[test]
    fn files_are_read() {
        let art = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/art");
        let picture = read(&art.join("red.png")).unwrap();
        assert_eq!((picture.name.as_str(), picture.pixels.width), ("red.png", 173));
        assert_eq!(read(&art), Err(FileError::NoFile));
        assert!(read(&art.join("none.png")).is_err());
        assert!(read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).is_err());
        assert_eq!((folder_problem(&art), folder_problem(&art.join("none")).is_some()), (None, true));
    }
}
