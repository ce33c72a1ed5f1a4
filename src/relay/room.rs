//! Whom does the relay forget when it knows as many devices as it may? Those that are away and have nothing: no channel, nothing
//! waiting. So whoever says hello under ever new names cannot keep others out.

use std::sync::Arc;

use super::device::{Device, Line};
use super::registry::Acquaintance;
use super::service::Relay;
use crate::clock::Timestamp;
use crate::protocol::device::{DeviceId, OsVersion};

/// How many are forgotten at once, so that not everybody who says hello has to wait for a search.
const AT_ONCE: usize = 1_000;

impl Relay {
    /// The device of that id, entered if it is new; `None` if there are as many as there may be, and none to forget.
    pub(super) fn meet(&self, id: &DeviceId, os: OsVersion, now: Timestamp) -> Option<(Arc<Device>, Acquaintance)> {
        self.registry().meet(id, os, now).or_else(|| {
            let spare: Vec<DeviceId> = self.registry().all().iter().filter_map(spare).take(AT_ONCE).collect();
            for id in &spare {
                // It may have gone by itself meanwhile.
                let _ = self.remove_device(id);
            }
            self.registry().meet(id, os, now)
        })
    }
}

fn spare(device: &Arc<Device>) -> Option<DeviceId> {
    let state = device.lock();
    let is_away = matches!(state.line, Line::Down { .. });
    (is_away && state.apps.is_empty() && state.queue.waiting() == 0).then(|| device.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::relay::link::{Reply, Session};
    use crate::relay::outlet::Outlet;
    use crate::relay::registry::MAX_DEVICES;
    use crate::relay::{EventSink, Memory, RelaySetup, Settings};

    fn relay() -> Relay {
        let (events, _) = EventSink::channel(1);
        let base = String::from("http://127.0.0.1:1");
        let clock = Clock::virtual_at(Timestamp::from_secs(1));
        let settings = Settings::default();
        let setup = RelaySetup { settings, clock, events, base, tls_base: None, journal: None, seed: 1 };
        Relay::new(setup, Memory::default())
    }

    fn hello(relay: &Relay, device: &str) -> Session {
        let mut session = Session::new(relay.clone(), Outlet::closed());
        let reply = session.hear(&format!(r#"{{"type":"hello","device":"{device}","os":"8.0"}}"#));
        assert!(matches!(reply, Reply::Say(_)), "{device}: {reply:?}");
        session
    }

    /// However many devices say hello and go, a new one is met, and those that have a channel or a link are not forgotten.
    #[test]
    fn passers_by_are_forgotten() {
        let relay = relay();
        let linked = hello(&relay, "linked");
        let mut away = hello(&relay, "away");
        away.hear(r#"{"type":"open","app":"a","channel":"main"}"#);
        drop(away);
        for number in 0..MAX_DEVICES + 10 {
            drop(hello(&relay, &format!("passer-by-{number}")));
        }
        assert!(relay.registry().all().len() <= MAX_DEVICES);
        for id in ["linked", "away"] {
            assert!(relay.device(&id.parse().unwrap()).is_some(), "{id}");
        }
        drop(linked);
    }
}
