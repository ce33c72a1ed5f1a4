//! What does a phone take over from another: from the one that it is a copy of, or from itself before it was switched off?

use std::sync::Arc;

use super::device::{Phone, PhoneConfig};
use super::profile::Profile;
use super::settings::power_of;
use super::shell::pacing::seed_of;
use super::shell::scene::TileKey;
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
        for app in self.apps.iter() {
            if let Some(copy) = phone.apps_mut().app_mut(&app.config.app) {
                copy.assets = Arc::clone(&app.assets);
            }
        }
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
        phone.apps = Arc::clone(&self.apps);
        phone.client = Arc::clone(&self.client);
        phone.client_mut().switched_off();
        if version::abilities(phone.config.os).action_center.so() {
            phone.center = Arc::clone(&self.center);
        }
        phone
    }
}
