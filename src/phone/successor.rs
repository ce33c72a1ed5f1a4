//! What does a phone take over from another: from the one that it is a copy of, or from itself before it was switched off?

use std::sync::Arc;

use super::apps::{App, Apps};
use super::device::{Phone, PhoneConfig};
use super::profile::Profile;
use super::settings::power_of;
use super::shell::pacing::seed_of;
use super::shell::scene::TileKey;
use super::shell::tile::PinnedTile;
use crate::protocol::version;

impl Phone {
    /// Another phone with the tiles and the settings of this one, as far as its version has them. It has been told nothing,
    /// and has no channel yet.
    #[must_use]
    pub fn copied(&self, config: PhoneConfig) -> Self {
        let mut phone = Self::new(config);
        let abilities = version::abilities(phone.config.os);
        let Profile { grid, height_ep, .. } = phone.config.profile();
        let declared = |key: &TileKey| {
            let own = self.config.apps.iter().find(|app| app.app == key.app && key.id.is_none());
            own.map(|app| app.template)
        };
        phone.start = Arc::new(self.start.on(grid, height_ep, seed_of(phone.config.device.as_str()), declared));
        phone.apps = Arc::new(Apps::after(&phone.config.apps, &self.apps).untold());
        phone.install_tiles();
        phone.battery = self.battery;
        phone.client_mut().power(power_of(self.battery));
        if abilities.lock_screen.so() {
            phone.lock_text.clone_from(&self.lock_text);
        }
        for app in &self.config.apps {
            let banners = self.client.banners(&app.app);
            phone.client_mut().set_banners(&app.app, banners);
        }
        phone
    }

    /// This phone, switched off and on again with another setup: its channels stay, and what its apps were told.
    #[must_use]
    pub fn switched_on_again(&self, config: PhoneConfig) -> Self {
        let mut phone = self.copied(config);
        phone.airplane = self.airplane;
        phone.apps = Arc::new(Apps::after(&phone.config.apps, &self.apps));
        phone.client = Arc::clone(&self.client);
        phone.client_mut().switched_off();
        let installed = Arc::clone(&phone.config);
        phone.client_mut().install(&installed.apps);
        if version::abilities(phone.config.os).action_center.so() {
            phone.center = Arc::clone(&self.center);
        }
        phone
    }

    /// Apps that came have their tiles pinned, and those that are gone have none any more.
    fn install_tiles(&mut self) {
        let apps = Arc::clone(&self.apps);
        let start = self.start_mut();
        let gone: Vec<TileKey> =
            start.tiles().iter().map(PinnedTile::key).filter(|key| apps.app(&key.app).is_none()).cloned().collect();
        for key in gone {
            // It is pinned.
            let _ = start.unpin(&key);
        }
        start.forget_tiles_but(|app| apps.app(app).is_some());
        for App { config, assets, .. } in apps.iter() {
            let key = TileKey { app: config.app.clone(), id: None };
            if start.own_tile(&key).is_none() {
                start.install(key, &config.title, config.template, assets);
            }
        }
    }
}
