//! What of a phone outlives the process? How it is set up, what its user has set, and its tiles; not what it was told, and not
//! its channels, which the relay keeps.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::device::{AppConfig, Phone, PhoneConfig};
use super::profile::Profile;
use super::settings::power_of;
use super::shell::kept::{Declaration, KeptTile};
use super::shell::pacing::seed_of;
use super::shell::scene::{Airplane, Banners};
use super::shell::start::Start;
use crate::protocol::device::DeviceId;

/// A phone, as it is written down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptPhone {
    #[serde(flatten)]
    config: PhoneConfig,
    /// Whether it may have a link.
    #[serde(default)]
    airplane: Airplane,
    /// How full its battery is, in percent.
    battery: u8,
    /// The app whose texts the lock screen shows.
    #[serde(default)]
    lock_text: Option<String>,
    /// The apps whose toasts are not shown.
    #[serde(default)]
    blocked: Vec<String>,
    /// What is pinned.
    tiles: Vec<KeptTile>,
}

impl Phone {
    /// What of it outlives the process.
    #[must_use]
    pub fn kept(&self) -> KeptPhone {
        let apps = self.config.apps.iter().map(|app| app.app.clone());
        KeptPhone {
            config: (*self.config).clone(),
            airplane: self.airplane,
            battery: self.battery,
            lock_text: self.lock_text.clone(),
            blocked: apps.filter(|app| self.client.banners(app) == Banners::Blocked).collect(),
            tiles: self.start.kept(),
        }
    }
}

impl KeptPhone {
    /// Which phone it is.
    #[must_use]
    pub const fn device(&self) -> &DeviceId {
        &self.config.device
    }

    /// Installs an app, if it is not there.
    pub fn install(&mut self, app: &AppConfig) {
        if self.config.apps.iter().all(|known| known.app != app.app) {
            self.config.apps.push(app.clone());
            self.tiles.push(KeptTile::declared(&app.app, app.template));
        }
    }

    /// The phone, as it was.
    #[must_use]
    pub fn phone(self) -> Phone {
        let Self { config, airplane, battery, lock_text, blocked, tiles } = self;
        let Profile { grid, height_ep, .. } = config.profile();
        let seed = seed_of(config.device.as_str());
        let mut phone = Phone::new(config);
        let apps: Vec<Declaration<'_>> = phone
            .apps
            .iter()
            .map(|app| Declaration {
                app: &app.config.app,
                title: &app.config.title,
                template: app.config.template,
                assets: &app.assets,
            })
            .collect();
        let start = Start::restored(grid, height_ep, seed, &tiles, &apps);
        phone.start = Arc::new(start);
        phone.airplane = airplane;
        phone.battery = battery.min(100);
        phone.client_mut().power(power_of(battery));
        phone.lock_text = lock_text.filter(|app| phone.apps.app(app).is_some());
        for app in &blocked {
            phone.client_mut().set_banners(app, Banners::Blocked);
        }
        phone
    }
}
