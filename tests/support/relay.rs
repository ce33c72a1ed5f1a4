//! A relay on a free port of the loopback, with a virtual clock. Dropping it stops it.

use std::net::SocketAddr;
use std::sync::Arc;

use tilecast::clock::{Clock, Timestamp};
use tilecast::protocol::record::PushRecord;
use tilecast::protocol::{PushId, Stage};
use tilecast::relay::{EventSink, Memory, Relay, RelayEvent, RelaySetup, Settings, serve};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::{Sender, TestPhone};

/// Where the virtual clock of every test begins: Tue, 24 Nov 2026 04:02:23 GMT.
pub const START: Timestamp = Timestamp::from_secs(1_795_492_943);

/// A running relay.
pub struct TestRelay {
    pub relay: Relay,
    pub clock: Clock,
    pub addr: SocketAddr,
    pub events: mpsc::Receiver<RelayEvent>,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<std::io::Result<()>>>,
}

impl TestRelay {
    /// Starts one with the default settings.
    pub async fn start() -> Self {
        Self::with(Settings::default()).await
    }

    /// Starts one with these settings.
    pub async fn with(settings: Settings) -> Self {
        Self::with_routes(settings, axum::Router::new()).await
    }

    /// Starts one with these settings and routes of a host.
    pub async fn with_routes(settings: Settings, routes: axum::Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let clock = Clock::virtual_at(START);
        let (sink, events) = EventSink::channel(100_000);
        let base = format!("http://{addr}");
        let setup =
            RelaySetup { settings, clock: clock.clone(), events: sink, base, tls_base: None, journal: None, seed: 7 };
        let relay = Relay::new(setup, Memory::default());
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async {
            let _ = stopped.await;
        };
        let server = tokio::spawn(serve::run(listener, relay.clone(), routes, shutdown));
        Self { relay, clock, addr, events, stop: Some(stop), server: Some(server) }
    }

    /// A phone on its link, with a channel of the app `trips`, toast and tile bound; and the path of the channel.
    pub async fn phone(&self, device: &str) -> (TestPhone, String) {
        let mut phone = TestPhone::connect(self.addr, device).await;
        let path = phone.open("trips", "main").await;
        phone.bind("trips", true, true).await;
        (phone, path)
    }

    /// A connection for a sender.
    pub async fn sender(&self) -> Sender {
        Sender::connect(self.addr).await
    }

    /// The next push that was recorded.
    pub async fn record(&mut self) -> Arc<PushRecord> {
        loop {
            if let RelayEvent::Push(record) = self.events.recv().await.unwrap() {
                return record;
            }
        }
    }

    /// Waits until a push reaches a stage.
    pub async fn reached(&mut self, push: u64, stage: Stage) {
        loop {
            if let RelayEvent::Stage(event) = self.events.recv().await.unwrap()
                && (event.push, event.stage) == (PushId(push), stage)
            {
                return;
            }
        }
    }

    /// Waits until a snapshot of a device fits.
    pub async fn device_is(&mut self, fits: impl Fn(&tilecast::protocol::device::DeviceSnapshot) -> bool) {
        loop {
            if let RelayEvent::Device(snapshot) = self.events.recv().await.unwrap()
                && fits(&snapshot)
            {
                return;
            }
        }
    }

    /// The stages that were told so far, in order.
    pub fn stages(&mut self) -> Vec<(u64, Stage)> {
        let mut stages = Vec::new();
        while let Ok(event) = self.events.try_recv() {
            if let RelayEvent::Stage(event) = event {
                stages.push((event.push.0, event.stage));
            }
        }
        stages
    }

    /// Stops it and waits for its end.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        self.server.take().unwrap().await.unwrap().unwrap();
    }
}
