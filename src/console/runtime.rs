//! Who does the work? One named thread owns the tokio runtime, and on it the relay, the phones and the sender.
//!
//! Requests come in over a bounded channel, events leave through the [`Hub`].

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use thiserror::Error;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::certificates::{self, Certificates, CertificatesError, Made};
use super::command::{Outgoing, Request};
use super::event::Event;
use super::hub::Hub;
use super::journal::{self, KeepsPhones, Kept};
use super::keeper::{self, Keeper};
use super::phones::{NotAdded, Phones};
use super::pump::{self, Teller, Told};
use super::senders::Senders;
use super::service::{self, works};
use crate::archive::Archive;
use crate::clock::Clock;
use crate::phone::PhoneConfig;
use crate::protocol::link;
use crate::relay::serve::{self, Ports, Routes};
use crate::relay::tls::TlsDoor;
use crate::relay::{EventSink, Memory, Relay, RelaySetup, Settings};
use crate::sender::SenderError;

/// How many of the relay's events may wait to be applied.
const WAITING_EVENTS: usize = 65_536;
/// How many requests may wait for the runtime.
const WAITING_REQUESTS: usize = 1_024;
/// How long the runtime may take to wind down, in seconds.
const WIND_DOWN_SECS: u64 = 3;

/// How long somebody who asks waits for the world to catch up with the relay.
const CATCH_UP_WITHIN: Duration = Duration::from_secs(2);

/// What to do if the address is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenTaken {
    /// Give up.
    Fail,
    /// Take a free port of the same host, and say so.
    TakeAnother,
}

/// How a console is set up.
pub struct Setup {
    /// Where the relay listens.
    pub listen: SocketAddr,
    /// What to do if that is taken.
    pub when_taken: WhenTaken,
    /// Where and how it listens over TLS, if it does.
    pub tls: Option<TlsSetup>,
    /// The emulated phones, unless some were kept.
    pub phones: Vec<PhoneConfig>,
    /// The clock that everything follows.
    pub clock: Clock,
    /// How the service behaves.
    pub settings: Settings,
    /// Who keeps what must not be forgotten, and what was kept before; without it, everything ends with the process.
    pub journal: Option<Kept>,
    /// What chances follow from, so that a run repeats.
    pub seed: u64,
}

/// How a console serves authenticated channels.
pub struct TlsSetup {
    /// Where the relay listens.
    pub listen: SocketAddr,
    /// What to do if that is taken.
    pub when_taken: WhenTaken,
    /// What the relay shows, and whom it knows.
    pub certificates: Arc<Certificates>,
    /// Further certificates of authorities or senders that are known, as PEM.
    pub trusted: Option<String>,
}

/// A console could not be started.
#[derive(Debug, Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("{address} cannot be used: {reason}. Choose another address with {option}, or port 0 for a free one")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// How it is chosen.
        option: &'static str,
        /// What the system says.
        reason: std::io::Error,
    },
    /// The system gave no thread or no event queue.
    #[error("the system refused a thread or an event queue: {0}")]
    System(#[source] std::io::Error),
    /// The HTTP client could not be made.
    #[error(transparent)]
    Sender(#[from] SenderError),
    /// A phone could not be added.
    #[error(transparent)]
    Phone(#[from] NotAdded),
    /// The certificates cannot be used.
    #[error(transparent)]
    Certificates(#[from] CertificatesError),
}

/// What the control API and a window need of a running console.
#[derive(Clone)]
pub struct Shared {
    /// The world, and its events.
    pub hub: Arc<Hub>,
    /// Where to ask for something.
    pub requests: mpsc::Sender<Request>,
    /// The clock that everything follows.
    pub clock: Clock,
    /// The relay, for those who may change it.
    pub relay: Relay,
    /// The emulated phones.
    pub phones: Arc<Phones>,
    /// The certificates of the authenticated service, if it is served.
    pub certificates: Option<Arc<Certificates>>,
    /// What outlives the process, if anything does.
    pub archive: Option<Archive>,
    /// Turns true when the console is to stop: whoever holds an answer then gives it.
    pub stopped: watch::Receiver<bool>,
}

impl Shared {
    /// Waits until the world holds what has happened at the relay so far, or for [`CATCH_UP_WITHIN`] where there is too
    /// much of it. Whoever was answered by the relay then finds in the world what it did.
    pub async fn catch_up(&self) {
        let mark = self.relay.mark();
        // In a flood the world may be behind for longer; who asks is then told what is known.
        let _ = tokio::time::timeout(CATCH_UP_WITHIN, self.hub.until_passed(mark)).await;
    }
}

/// A running console. Dropping it stops everything.
pub struct Console {
    /// What others need of it.
    pub shared: Shared,
    /// Where the relay listens.
    pub address: SocketAddr,
    /// Where the relay listens over TLS.
    pub tls_address: Option<SocketAddr>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

/// Starts relay, phones and sender. `routes` makes what else is served on the relay's port.
///
/// # Errors
/// The address is taken (and no other may be used), or the system refuses threads or sockets.
pub fn start(mut setup: Setup, routes: impl FnOnce(&Shared) -> Routes) -> Result<Console, StartError> {
    let plain = listen(setup.listen, setup.when_taken, "--listen")?;
    let door = setup.tls.as_ref().map(|tls| tls.certificates.door(tls.trusted.as_deref())).transpose()?;
    let tls = setup.tls.as_ref().map(|tls| listen(tls.listen, tls.when_taken, "--tls-listen")).transpose()?;
    let (address, tls_address) = (plain.address, tls.as_ref().map(|tls| tls.address));
    let (requests, inbox) = mpsc::channel(WAITING_REQUESTS);
    let base = format!("http://{}", reachable(address));
    let tls_base = tls_address.map(|address| format!("https://{}", reachable(address)));
    let (events, told) = EventSink::channel(WAITING_EVENTS);
    let hub = Arc::new(Hub::starting_at(setup.clock.now()));
    hub.publish(Event::Listening { base: base.clone(), wanted: plain.wanted() });
    let mut kept = setup.journal.as_mut().filter(|kept| kept.keeps_phones == KeepsPhones::Yes);
    let (before, unread) =
        kept.as_mut().and_then(|kept| kept.phones.take()).map(|kept| (kept.phones, kept.unread)).unzip();
    let keeper = kept.map(|kept| Keeper::new(kept.archive.clone(), unread.unwrap_or_default()));
    let first = keeper::first_phones(before, std::mem::take(&mut setup.phones));
    let (archive, memory) = setup.journal.take().map(|kept| journal::begin(kept, &hub)).unzip();
    let relay =
        relay(&setup, events.clone(), (base.clone(), tls_base.clone()), archive.as_ref(), memory.unwrap_or_default());
    let (stop, stopped) = watch::channel(false);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_name("tilecast-worker")
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(StartError::System)?;
    let link_url = format!("{}{}", base.replacen("http://", "ws://", 1), link::PATH);
    let (teller, told_by_phones) = Teller::new(hub.clone());
    let phones = Phones::new(link_url, setup.clock.clone(), hub.clone(), teller, runtime.handle().clone());
    let (clock, certificates) = (setup.clock.clone(), setup.tls.take().map(|tls| tls.certificates));
    let senders = Arc::new(Senders::new(clock.clone(), certificates.clone())?);
    let phones = Arc::new(phones.kept_by(keeper));
    let shared = Shared { hub, requests, clock, relay, phones, certificates, archive, stopped: stopped.clone() };
    if let (Some(base), Some(tls)) = (tls_base, &tls) {
        shared.hub.publish(Event::ListeningTls { base, wanted: tls.wanted() });
    }
    for phone in first {
        shared.phones.add(phone)?;
    }
    let works = Works { shared: shared.clone(), senders, stopped };
    let routes = routes(&shared);
    let thread = std::thread::Builder::new()
        .name(String::from("tilecast-console"))
        .spawn(move || {
            runtime.block_on(works.run(
                (plain.listener, tls.map(|tls| tls.listener).zip(door)),
                routes,
                inbox,
                Told { relay: told, phones: told_by_phones },
                events,
            ));
            runtime.shutdown_timeout(Duration::from_secs(WIND_DOWN_SECS));
        })
        .map_err(StartError::System)?;
    Ok(Console { shared, address, tls_address, stop, thread: Some(thread) })
}

fn relay(
    setup: &Setup,
    events: EventSink,
    (base, tls_base): (String, Option<String>),
    archive: Option<&Archive>,
    memory: Memory,
) -> Relay {
    let setup = RelaySetup {
        settings: setup.settings.clone(),
        clock: setup.clock.clone(),
        events,
        base,
        tls_base,
        journal: archive.map(journal::of),
        seed: setup.seed,
    };
    Relay::new(setup, memory)
}

impl Drop for Console {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // A panic on that thread was reported when it happened; there is nothing left to save here.
            let _ = thread.join();
        }
        if let Some(archive) = &self.shared.archive {
            archive.close();
        }
    }
}

/// The address under which this machine reaches a listener: loopback if it listens everywhere.
fn reachable(address: SocketAddr) -> SocketAddr {
    let mut address = address;
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() {
            std::net::Ipv4Addr::LOCALHOST.into()
        } else {
            std::net::Ipv6Addr::LOCALHOST.into()
        });
    }
    address
}

/// A port of the relay.
struct Port {
    listener: TcpListener,
    address: SocketAddr,
    /// The address that was wanted, if it was taken.
    instead_of: Option<SocketAddr>,
}

impl Port {
    fn wanted(&self) -> Option<String> {
        self.instead_of.map(|address| address.to_string())
    }
}

fn listen(wanted: SocketAddr, when_taken: WhenTaken, option: &'static str) -> Result<Port, StartError> {
    let bind = |address: SocketAddr, instead_of| {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok(Port { listener, address, instead_of })
    };
    let failed = |reason: std::io::Error| StartError::Listen { address: wanted, option, reason };
    match (bind(wanted, None), when_taken) {
        (Ok(port), _) => Ok(port),
        (Err(reason), WhenTaken::Fail) => Err(failed(reason)),
        (Err(reason), WhenTaken::TakeAnother) => {
            bind(SocketAddr::new(wanted.ip(), 0), Some(wanted)).map_err(|_: std::io::Error| failed(reason))
        }
    }
}

/// What runs on the thread.
struct Works {
    shared: Shared,
    senders: Arc<Senders>,
    stopped: watch::Receiver<bool>,
}

impl Works {
    async fn run(
        self,
        (plain, tls): (TcpListener, Option<(TcpListener, TlsDoor)>),
        routes: Routes,
        mut inbox: mpsc::Receiver<Request>,
        told: Told,
        sink: EventSink,
    ) {
        let Ok(plain) = tokio::net::TcpListener::from_std(plain) else { return };
        let ports = match tls {
            Some((tls, door)) => match tokio::net::TcpListener::from_std(tls) {
                Ok(tls) => Ports::with_tls(plain, tls, door),
                Err(_) => return,
            },
            None => Ports::from(plain),
        };
        let relay = self.shared.relay.clone();
        let mut tasks = JoinSet::new();
        tasks.spawn(pump::pump(told, sink, self.shared.clone()));
        tasks.spawn(works::follow_the_clock(self.shared.clock.clone(), self.shared.hub.clone()));
        let mut stopped = self.stopped.clone();
        let mut serving = tokio::spawn(serve::run(ports, relay, routes, async move {
            // The console holds the other end until it is dropped, which means stop as well.
            let _ = stopped.wait_for(|stop| *stop).await;
        }));
        let mut stopped = self.stopped.clone();
        loop {
            tokio::select! {
                request = inbox.recv() => match request {
                    Some(request) => self.carry_out(request, &mut tasks),
                    None => break,
                },
                Some(_) = tasks.join_next() => {}
                _ = stopped.wait_for(|stop| *stop) => break,
            }
        }
        self.shared.phones.stop();
        // `serve::run` bounds its own winding down; a failure of the listener has already ended it.
        let _ = (&mut serving).await;
        tasks.abort_all();
    }

    fn carry_out(&self, request: Request, tasks: &mut JoinSet<()>) {
        let shared = self.shared.clone();
        match request {
            Request::Send(outgoing) => {
                tasks.spawn(send(self.senders.clone(), shared, outgoing));
            }
            Request::Finger { device, finger } => {
                // A phone that does not feel it shows so.
                let _ = shared.phones.finger(&device, finger);
            }
            Request::AddPhone(phone) => {
                tasks.spawn(async move {
                    if let Err(reason) = shared.add_phone(*phone).await {
                        shared.hub.publish(service::refused(reason.to_string()));
                    }
                });
            }
            Request::ChangePhone(config) => {
                tasks.spawn(async move {
                    if let Err(reason) = shared.phones.change(*config).await {
                        shared.hub.publish(service::refused(reason.to_string()));
                    }
                });
            }
            Request::RemoveDevice(device) => {
                tasks.spawn(async move {
                    // One that is gone already is what was wanted.
                    let _ = shared.remove_device(&device).await;
                });
            }
            Request::Service(request) => works::carry_out(request, &shared),
            Request::ForgetPushes => shared.hub.publish(Event::Forgotten),
            Request::MakeCertificates { folder, services } => {
                tokio::task::spawn_blocking(move || {
                    let files = match &shared.certificates {
                        Some(ours) => ours.write(&folder, &services),
                        None => certificates::write(&folder, &services),
                    };
                    let files = files.map_err(|error| error.to_string());
                    shared.hub.publish(Event::Certificates(Arc::new(Made { folder, files })));
                });
            }
        }
    }
}

async fn send(senders: Arc<Senders>, shared: Shared, outgoing: Outgoing) {
    let outgoing = Arc::new(outgoing);
    let message_id = outgoing.message_id;
    shared.hub.publish(Event::Sending { outgoing: outgoing.clone(), at: shared.clock.now() });
    let sender = senders.of(shared.relay.service_of(&outgoing.uri).as_deref());
    let exchange = Arc::new(sender.send(&outgoing).await);
    shared.hub.publish(Event::Sent { message_id, exchange });
}
