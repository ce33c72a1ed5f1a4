//! What can the user change on a phone? Theme, accent, airplane mode, battery, grid, and whose toasts are shown.

use std::sync::Arc;

use super::device::{Output, Phone, send};
use super::shell::hand::Objection;
use super::shell::scene::{Airplane, Setting};
use crate::clock::Timestamp;
use crate::protocol::device::PowerLevel;
use crate::protocol::version::{self, Columns};

/// How full a battery is at first, in percent (our choice).
pub(super) const BATTERY: u8 = 80;
/// Full.
const FULL: u8 = 100;
/// From here on downwards battery saver lets only raw pass, and then nothing (PROTOCOL.md 6, O-power, names the levels; where
/// they begin is our choice: the phone's battery saver began at 20).
const LOW: u8 = 20;
const CRITICAL: u8 = 5;

/// What the battery policy makes of a battery so full.
#[must_use]
pub(super) const fn power_of(percent: u8) -> PowerLevel {
    match percent {
        0..=CRITICAL => PowerLevel::Critical,
        6..=LOW => PowerLevel::Low,
        _ => PowerLevel::Normal,
    }
}

/// How full a battery is that the battery policy sees so, in percent: in the middle of what it takes for that, or as at first.
#[must_use]
pub const fn battery_of(level: PowerLevel) -> u8 {
    match level {
        PowerLevel::Normal => BATTERY,
        PowerLevel::Low => LOW - 5,
        PowerLevel::Critical => CRITICAL - 1,
    }
}

impl Phone {
    /// How full its battery is, as the battery policy sees it.
    #[must_use]
    pub fn power(&self) -> PowerLevel {
        power_of(self.battery)
    }

    /// Why a setting cannot be.
    pub(super) fn setting_objection(&self, setting: &Setting) -> Option<Objection> {
        let known = |app: &str| self.apps.app(app).is_some();
        let abilities = version::abilities(self.config.os);
        match setting {
            Setting::Banners { app, .. }
            | Setting::Assets { app, .. }
            | Setting::Domains { app, .. }
            | Setting::LockText(Some(app))
                if !known(app) =>
            {
                Some(Objection::NoSuchApp(app.clone()))
            }
            Setting::LockText(_) if !abilities.lock_screen.so() => Some(Objection::NoLockText(self.config.os)),
            Setting::Columns(Columns::Three) if !abilities.three_columns.contains(&self.config.screen) => {
                Some(Objection::NoThreeColumns(self.config.os))
            }
            Setting::Theme(_)
            | Setting::Accent(_)
            | Setting::Airplane(_)
            | Setting::Battery(_)
            | Setting::Columns(_)
            | Setting::LockText(_)
            | Setting::Assets { .. }
            | Setting::Domains { .. }
            | Setting::Banners { .. } => None,
        }
    }

    /// Changes a setting.
    pub(super) fn set(&mut self, setting: Setting, now: Timestamp) -> Vec<Output> {
        let config = Arc::make_mut(&mut self.config);
        match setting {
            Setting::Theme(theme) => config.theme = theme,
            Setting::Accent(accent) => config.accent = accent,
            Setting::Airplane(airplane) => {
                self.airplane = airplane;
                match airplane {
                    Airplane::On => self.client_mut().link_down(),
                    Airplane::Off => {}
                }
            }
            Setting::Battery(percent) => {
                self.battery = percent.min(FULL);
                let level = power_of(self.battery);
                return send(self.client_mut().power(level));
            }
            Setting::Columns(columns) => {
                config.columns = columns;
                let grid = config.profile().grid;
                self.start_mut().set_grid(grid);
                self.start_mut().settle(now);
            }
            Setting::LockText(app) => self.lock_text = app,
            Setting::Assets { app, folder } => self.set_folder(&app, folder, now),
            Setting::Domains { app, domains } => return send(self.set_domains(&app, domains)),
            Setting::Banners { app, banners } => return send(self.client_mut().set_banners(&app, banners)),
        }
        Vec::new()
    }
}
