//! A relay on a free port of the loopback, with a virtual clock. Dropping it stops it.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tilecast::clock::{Clock, Timestamp};
use tilecast::protocol::device::DeviceSnapshot;
use tilecast::protocol::record::PushRecord;
use tilecast::protocol::status::ConnectionStatus;
use tilecast::protocol::{PushId, Stage};
use tilecast::relay::serve::Ports;
use tilecast::relay::tls::TlsDoor;
use tilecast::relay::{Authority, EventSink, Journal, Memory, Relay, RelayEvent, RelaySetup, Settings, serve};
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
    /// Where it can be reached over TLS, if it can.
    pub tls_addr: Option<SocketAddr>,
    pub events: mpsc::Receiver<RelayEvent>,
    log: Vec<RelayEvent>,
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
        Self::from_memory(settings, routes, None, Memory::default(), None).await
    }

    /// Starts one that lets in so many connections at once.
    pub async fn with_room_for(connections: u32) -> Self {
        let (settings, routes) = (Settings::default(), axum::Router::new());
        Self::limited(settings, routes, None, Memory::default(), None, Some(connections)).await
    }

    /// Starts one that waits for a journal.
    pub async fn with_journal(journal: Arc<dyn Journal>, memory: Memory) -> Self {
        Self::from_memory(Settings::default(), axum::Router::new(), Some(journal), memory, None).await
    }

    /// Starts one that can be reached over TLS too, whose certificates this authority issues.
    pub async fn with_tls(settings: Settings, authority: &Authority) -> Self {
        let server = authority.server(IpAddr::from([127, 0, 0, 1])).unwrap();
        Self::behind(settings, TlsDoor::new(&server, &[authority.certificate_pem()]).unwrap()).await
    }

    /// Starts one that can be reached over TLS too, by this door.
    pub async fn behind(settings: Settings, door: TlsDoor) -> Self {
        Self::from_memory(settings, axum::Router::new(), None, Memory::default(), Some(door)).await
    }

    async fn from_memory(
        settings: Settings,
        routes: axum::Router,
        journal: Option<Arc<dyn Journal>>,
        memory: Memory,
        door: Option<TlsDoor>,
    ) -> Self {
        Self::limited(settings, routes, journal, memory, door, None).await
    }

    async fn limited(
        settings: Settings,
        routes: axum::Router,
        journal: Option<Arc<dyn Journal>>,
        memory: Memory,
        door: Option<TlsDoor>,
        connections: Option<u32>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let clock = Clock::virtual_at(START);
        let (sink, events) = EventSink::channel(100_000);
        let base = format!("http://{addr}");
        let (ports, tls_addr) = match door {
            Some(door) => {
                let tls = TcpListener::bind("127.0.0.1:0").await.unwrap();
                let tls_addr = tls.local_addr().unwrap();
                (Ports::with_tls(listener, tls, door), Some(tls_addr))
            }
            None => (Ports::from(listener), None),
        };
        let ports = connections.into_iter().fold(ports, Ports::at_most);
        let tls_base = tls_addr.map(|addr| format!("https://{addr}"));
        let setup = RelaySetup { settings, clock: clock.clone(), events: sink, base, tls_base, journal, seed: 7 };
        let relay = Relay::new(setup, memory);
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async {
            let _ = stopped.await;
        };
        let server = tokio::spawn(serve::run(ports, relay.clone(), routes, shutdown));
        Self { relay, clock, addr, tls_addr, events, log: Vec::new(), stop: Some(stop), server: Some(server) }
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

    /// The next event.
    async fn event(&mut self) -> RelayEvent {
        let event = self.events.recv().await.unwrap();
        self.log.push(event.clone());
        event
    }

    /// The next push that was recorded.
    pub async fn record(&mut self) -> Arc<PushRecord> {
        loop {
            if let RelayEvent::Push(record) = self.event().await {
                return record;
            }
        }
    }

    /// Waits until a push reaches a stage.
    pub async fn reached(&mut self, push: u64, stage: Stage) {
        loop {
            if let RelayEvent::Stage(event) = self.event().await
                && (event.push, event.stage) == (PushId(push), stage)
            {
                return;
            }
        }
    }

    /// Waits until a snapshot of a device fits.
    pub async fn device_is(&mut self, fits: impl Fn(&DeviceSnapshot) -> bool) {
        loop {
            if let RelayEvent::Device(snapshot) = self.event().await
                && fits(&snapshot)
            {
                return;
            }
        }
    }

    /// Drops a phone and waits until its device is away.
    pub async fn away(&mut self, phone: TestPhone) {
        drop(phone);
        self.device_is(|device| device.connection == ConnectionStatus::TempDisconnected).await;
    }

    /// Lets time pass.
    pub fn pass(&self, secs: u64) {
        self.clock.advance(Duration::from_secs(secs));
    }

    /// The device as it is now.
    pub fn device(&self, device: &str) -> DeviceSnapshot {
        self.relay.device(&device.parse().unwrap()).unwrap()
    }

    /// The stages that were told since the last event that somebody waited for, in order.
    pub fn stages(&mut self) -> Vec<(u64, Stage)> {
        let mut stages = Vec::new();
        while let Ok(event) = self.events.try_recv() {
            self.log.push(event.clone());
            if let RelayEvent::Stage(event) = event {
                stages.push((event.push.0, event.stage));
            }
        }
        stages
    }

    /// All that was told of a push so far: `push`, and then the words of its stages.
    pub fn life(&mut self, push: u64) -> String {
        let _ = self.stages();
        let word = |event: &RelayEvent| match event {
            RelayEvent::Push(record) if record.id == PushId(push) => Some("push"),
            RelayEvent::Stage(event) if event.push == PushId(push) => Some(event.stage.word()),
            _ => None,
        };
        self.log.iter().filter_map(word).collect::<Vec<_>>().join(" ")
    }

    /// What was told with a push's stage, the last time that it reached it.
    pub fn detail(&mut self, push: u64, stage: Stage) -> Option<String> {
        let _ = self.stages();
        let last = self.log.iter().rev().find_map(|event| match event {
            RelayEvent::Stage(event) if (event.push, event.stage) == (PushId(push), stage) => Some(event),
            _ => None,
        });
        last.and_then(|event| event.detail.clone())
    }

    /// The record of a push that was told so far.
    pub fn pushed(&mut self, push: u64) -> Arc<PushRecord> {
        let _ = self.stages();
        let record = |event: &RelayEvent| match event {
            RelayEvent::Push(record) if record.id == PushId(push) => Some(record.clone()),
            _ => None,
        };
        self.log.iter().find_map(record).unwrap()
    }

    /// Stops it and waits for its end.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        self.server.take().unwrap().await.unwrap().unwrap();
    }
}
