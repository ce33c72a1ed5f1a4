//! The phone that the program emulates, on its own link to a relay under test.

use tilecast::phone::{Input, Phone, PhoneConfig, socket};
use tilecast::protocol::Stage;
use tilecast::protocol::device::OsVersion;
use tilecast::protocol::trace::PushId;
use tokio::sync::mpsc;

use super::TestRelay;

/// The phone. Dropping it hangs up.
pub struct EmulatedPhone {
    pub inputs: mpsc::Sender<Input>,
    events: mpsc::Receiver<socket::PhoneEvent>,
    reached: Vec<(u64, Stage)>,
    path: String,
}

impl EmulatedPhone {
    /// Starts one with its sample app, and waits until the app's channel is open and bound.
    pub async fn start(relay: &mut TestRelay, device: &str) -> Self {
        let phone = Phone::new(PhoneConfig::sample(device.parse().unwrap(), device, OsVersion::V8_0));
        let (inputs, taken) = mpsc::channel(64);
        let (told, events) = mpsc::channel(100_000);
        let url = format!("ws://{}/link/v1", relay.addr);
        let tell = move |event| told.try_send(event).unwrap();
        tokio::spawn(socket::run(url, phone, taken, relay.clock.clone(), tell));
        relay.device_is(|known| known.device.as_str() == device && known.apps.iter().any(|app| app.toast)).await;
        let path = relay.device(device).apps[0].uri.path().to_owned();
        Self { inputs, events, reached: Vec::new(), path }
    }

    /// The path of its app's channel.
    pub fn path(&self) -> String {
        self.path.clone()
    }

    /// Waits until the app has had an event of that name; gives the text of the newest.
    pub async fn event(&mut self, name: &str) -> String {
        loop {
            if let Some(phone) = self.next().await {
                let apps = phone.snapshot().apps;
                if let Some(event) = apps[0].events.iter().find(|event| event.name == name) {
                    return event.text.clone();
                }
            }
        }
    }

    /// Waits until the phone is as wanted.
    pub async fn until(&mut self, wanted: impl Fn(&Phone) -> bool) {
        loop {
            if self.next().await.is_some_and(|phone| wanted(&phone)) {
                return;
            }
        }
    }

    /// The stages that a push has reached here so far.
    pub fn stages(&mut self, push: u64) -> Vec<Stage> {
        while let Ok(event) = self.events.try_recv() {
            self.take(event);
        }
        self.reached.iter().filter(|(other, _)| *other == push).map(|(_, stage)| *stage).collect()
    }

    async fn next(&mut self) -> Option<std::sync::Arc<Phone>> {
        let event = self.events.recv().await.unwrap();
        self.take(event)
    }

    fn take(&mut self, event: socket::PhoneEvent) -> Option<std::sync::Arc<Phone>> {
        match event {
            socket::PhoneEvent::Changed(phone) => Some(phone),
            socket::PhoneEvent::Trouble { .. } => None,
            socket::PhoneEvent::Reached { push: PushId(push), stage, .. } => {
                self.reached.push((push, stage));
                None
            }
        }
    }
}
