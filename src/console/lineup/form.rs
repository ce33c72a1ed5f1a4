//! Which phone is wanted? The form of one: what it is called, what it runs, how it looks; and what follows from it.

use crate::clock::Timestamp;
use crate::console::model::World;
use crate::phone::shell::scene::{PhoneTheme, Rgb, Scene};
use crate::phone::{AppConfig, Phone, PhoneConfig, profile};
use crate::protocol::device::{DeviceId, OsVersion};
use crate::protocol::version::{self, Columns, Screen};

use super::names;

/// A phone as it is being described.
#[derive(Clone, Debug, PartialEq)]
pub struct PhoneForm {
    /// The phone that is being changed; none for a new one.
    former: Option<PhoneConfig>,
    /// What is wanted. Its name may be none yet, and its screen none that its version has: the form keeps what was chosen.
    wanted: PhoneConfig,
}

/// A change to the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneEdit {
    /// What it is called.
    Name(String),
    /// What it runs.
    Os(OsVersion),
    /// Its screen.
    Screen(Screen),
    /// How wide Start's grid is.
    Columns(Columns),
    /// Dark or light.
    Theme(PhoneTheme),
    /// The accent.
    Accent(Rgb),
    /// Have a sample app, or no longer.
    App(String),
}

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    /// There is none.
    Empty,
    /// It has too many letters: so many.
    Long(usize),
    /// It has a letter that no device's name may have.
    Letters,
    /// Another device has it.
    Taken,
}

/// What has to be done so that a phone is as it is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Add,
    /// Nothing.
    Nothing,
    /// Settings are changed while it runs.
    Settings,
    /// It is switched off and on again.
    OffAndOn,
}

impl PhoneForm {
    /// The form of a new phone, as it is proposed.
    pub(super) const fn new(proposed: PhoneConfig) -> Self {
        Self { former: None, wanted: proposed }
    }

    /// The form of a phone that runs.
    pub(super) fn of(config: &PhoneConfig) -> Self {
        Self { former: Some(config.clone()), wanted: config.clone() }
    }

    /// The phone that is being changed; none for a new one.
    #[must_use]
    pub const fn former(&self) -> Option<&PhoneConfig> {
        self.former.as_ref()
    }

    /// What it is called, as typed.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.wanted.name
    }

    /// What is wanted, as far as its version has it. Its id is that of the phone that is changed, or follows from the name.
    #[must_use]
    pub fn wanted(&self) -> PhoneConfig {
        let mut config = self.wanted.clone();
        let abilities = version::abilities(config.os);
        if !abilities.screens.contains(&config.screen) {
            config.screen = Screen::default();
        }
        if !abilities.three_columns.contains(&config.screen) {
            config.columns = Columns::default();
        }
        match (&self.former, config.name.parse()) {
            (Some(former), _) => config.device = former.device.clone(),
            (None, Ok(device)) => config.device = device,
            (None, Err(_)) => {}
        }
        config
    }

    /// The screens that its version has.
    #[must_use]
    pub const fn screens(&self) -> &'static [Screen] {
        version::abilities(self.wanted.os).screens
    }

    /// The screens on which its version has a third column.
    #[must_use]
    pub const fn three_columns(&self) -> &'static [Screen] {
        version::abilities(self.wanted.os).three_columns
    }

    /// The accents that its version offers, by name.
    #[must_use]
    pub fn accents(&self) -> Vec<(&'static str, Rgb)> {
        profile::accents(self.wanted.os)
    }

    /// What its screen would show.
    #[must_use]
    pub fn scene(&self, now: Timestamp) -> Scene {
        Phone::new(self.wanted()).scene(now)
    }

    /// What is wrong with the name, if something is.
    #[must_use]
    pub fn name_problem(&self, world: &World) -> Option<NameProblem> {
        let name = &self.wanted.name;
        if self.former.as_ref().is_some_and(|former| former.name == *name) {
            return None;
        }
        let count = name.chars().count();
        match name.parse::<DeviceId>() {
            _ if count == 0 => Some(NameProblem::Empty),
            Err(_) if count > names::MOST_LETTERS => Some(NameProblem::Long(count)),
            Err(_) => Some(NameProblem::Letters),
            // A phone that was called otherwise may have its first name again.
            Ok(device) if self.former.as_ref().is_some_and(|former| former.device == device) => {
                let taken = world.phones.values().any(|phone| phone.config().name == *name);
                taken.then_some(NameProblem::Taken)
            }
            Ok(_) => (!names::is_free(world, name)).then_some(NameProblem::Taken),
        }
    }

    /// What has to be done so that the phone is as it is wanted.
    #[must_use]
    pub fn change(&self) -> Change {
        let Some(former) = &self.former else { return Change::Add };
        let wanted = self.wanted();
        if wanted == *former {
            return Change::Nothing;
        }
        let apps = |config: &PhoneConfig| config.apps.iter().map(|app| app.app.clone()).collect::<Vec<_>>();
        let stays = |config: &PhoneConfig| (config.name.clone(), config.os, config.screen, apps(config));
        if stays(&wanted) == stays(former) { Change::Settings } else { Change::OffAndOn }
    }

    /// Applies a change.
    pub(super) fn edit(&mut self, edit: &PhoneEdit) {
        let wanted = &mut self.wanted;
        match edit {
            PhoneEdit::Name(name) => wanted.name.clone_from(name),
            PhoneEdit::Os(os) => {
                wanted.accent = accent_on(*os, wanted);
                wanted.os = *os;
            }
            PhoneEdit::Screen(screen) => wanted.screen = *screen,
            PhoneEdit::Columns(columns) => wanted.columns = *columns,
            PhoneEdit::Theme(theme) => wanted.theme = *theme,
            PhoneEdit::Accent(accent) => wanted.accent = *accent,
            PhoneEdit::App(app) => toggle(&mut wanted.apps, app),
        }
    }

    /// The sample apps, and whether each is wanted.
    #[must_use]
    pub fn apps(&self) -> Vec<(AppConfig, bool)> {
        let is_wanted = |app: &AppConfig| self.wanted.apps.iter().any(|wanted| wanted.app == app.app);
        AppConfig::samples().into_iter().map(|app| (app.clone(), is_wanted(&app))).collect()
    }
}

/// Adds a sample app in the order of the samples, or takes it out; the last app stays.
fn toggle(apps: &mut Vec<AppConfig>, app: &str) {
    if apps.iter().any(|known| known.app == app) {
        if apps.len() > 1 {
            apps.retain(|known| known.app != app);
        }
    } else if let Some(sample) = AppConfig::samples().into_iter().find(|sample| sample.app == app) {
        apps.push(sample);
        let order = AppConfig::samples().map(|sample| sample.app);
        apps.sort_by_key(|app| order.iter().position(|known| *known == app.app).unwrap_or(order.len()));
    }
}

/// The accent of the same name on another version, or the same colour under another name, or else the one that it comes with. A
/// colour that the phone's own version does not offer stays.
fn accent_on(os: OsVersion, config: &PhoneConfig) -> Rgb {
    let named = |accents: Vec<(&'static str, Rgb)>| accents.into_iter().find(|(_, color)| *color == config.accent);
    match named(profile::accents(config.os)) {
        None => config.accent,
        Some((name, _)) => {
            let same = named(profile::accents(os)).map(|(_, color)| color);
            profile::accent(os, name).or(same).unwrap_or_else(|| profile::default_accent(os))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(os: OsVersion) -> PhoneForm {
        PhoneForm::new(PhoneConfig::sample("ana".parse().unwrap(), "ana", os))
    }

    /// A form offers what the version has, and remembers what was chosen for another one.
    #[test]
    fn a_form_offers_what_a_version_has() {
        let mut form = form(OsVersion::V8_1);
        form.edit(&PhoneEdit::Screen(Screen::Hd1080));
        form.edit(&PhoneEdit::Columns(Columns::Three));
        form.edit(&PhoneEdit::Os(OsVersion::V7_1));
        let seven = form.wanted();
        assert_eq!((form.screens(), seven.screen, seven.columns), (&[Screen::Wvga][..], Screen::Wvga, Columns::Two));
        form.edit(&PhoneEdit::Os(OsVersion::V8_0));
        let eight = form.wanted();
        assert_eq!((eight.screen, eight.columns), (Screen::Hd1080, Columns::Three));
    }

    /// An accent keeps its name on another version where that has it, and is the version's own where not.
    #[test]
    fn an_accent_keeps_its_name() {
        let mut form = form(OsVersion::V8_0);
        form.edit(&PhoneEdit::Accent(profile::accent(OsVersion::V8_0, "cobalt").unwrap()));
        form.edit(&PhoneEdit::Os(OsVersion::V8_1));
        assert_eq!(Some(form.wanted().accent), profile::accent(OsVersion::V8_1, "cobalt"));
        form.edit(&PhoneEdit::Os(OsVersion::V7_1));
        assert_eq!(form.wanted().accent, profile::default_accent(OsVersion::V7_1));
    }

    /// What a phone needs so that it is as wanted: nothing, its settings changed, or to be switched off and on.
    #[test]
    fn a_form_knows_what_has_to_be_done() {
        let config = PhoneConfig::sample("ana".parse().unwrap(), "ana", OsVersion::V8_1);
        let after = |edits: &[PhoneEdit]| {
            let mut form = PhoneForm::of(&config);
            for edit in edits {
                form.edit(edit);
            }
            form.change()
        };
        assert_eq!(form(OsVersion::V8_0).change(), Change::Add);
        assert_eq!(after(&[]), Change::Nothing);
        assert_eq!(after(&[PhoneEdit::Theme(PhoneTheme::Light)]), Change::Settings);
        assert_eq!(after(&[PhoneEdit::Columns(Columns::Three)]), Change::Settings);
        assert_eq!(after(&[PhoneEdit::Screen(Screen::Hd720)]), Change::OffAndOn);
        assert_eq!(after(&[PhoneEdit::Name(String::from("bo"))]), Change::OffAndOn);
        assert_eq!(after(&[PhoneEdit::App(String::from("album"))]), Change::OffAndOn);
    }

    /// Sample apps come and go, in their own order; the last one stays, and other apps are left alone.
    #[test]
    fn apps_come_and_go() {
        let mut config = PhoneConfig::sample("ana".parse().unwrap(), "ana", OsVersion::V8_0);
        config.apps.push(AppConfig::bank(1, "push.example.org"));
        let mut form = PhoneForm::of(&config);
        let mut after = |app: &str| {
            form.edit(&PhoneEdit::App(app.to_owned()));
            form.wanted().apps.into_iter().map(|app| app.app).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(after("news"), "trips news bank");
        assert_eq!(after("post"), "trips post news bank");
        assert_eq!((after("trips"), after("news")), (String::from("post news bank"), String::from("post bank")));
        assert_eq!((after("post"), after("none")), (String::from("bank"), String::from("bank")));
        let mut alone = self::form(OsVersion::V8_0);
        alone.edit(&PhoneEdit::App(String::from("trips")));
        assert_eq!(alone.wanted().apps, [AppConfig::trips()]);
    }

    /// A name is one that a device can have, and that nobody else has.
    #[test]
    fn names_are_checked() {
        let mut world = World::default();
        let other = PhoneConfig::sample("bo".parse().unwrap(), "bo", OsVersion::V8_0);
        world.phones.insert(other.device.clone(), std::sync::Arc::new(Phone::new(other)));
        let mut form = form(OsVersion::V8_0);
        let mut problem = |name: &str| {
            form.edit(&PhoneEdit::Name(name.to_owned()));
            form.name_problem(&world)
        };
        assert_eq!((problem("cy-2_x.y"), problem("")), (None, Some(NameProblem::Empty)));
        assert_eq!((problem("bo"), problem("an a")), (Some(NameProblem::Taken), Some(NameProblem::Letters)));
        assert_eq!(problem(&"a".repeat(65)), Some(NameProblem::Long(65)));
    }
}
