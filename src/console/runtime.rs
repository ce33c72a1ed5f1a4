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

use super::command::{Outgoing, Request};
use super::event::Event;
use super::hub::Hub;
use super::phones::{NotAdded, Phones};
use super::service::{self, works};
use crate::clock::Clock;
use crate::phone::PhoneConfig;
use crate::protocol::link;
use crate::relay::serve::{self, Routes};
use crate::relay::{EventSink, Journal, Memory, Relay, RelayEvent, RelaySetup, Settings};
use crate::sender::{Sender, SenderError};

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
    /// The emulated phones.
    pub phones: Vec<PhoneConfig>,
    /// The clock that everything follows.
    pub clock: Clock,
    /// How the service behaves.
    pub settings: Settings,
    /// Who keeps what must not be forgotten, and what was kept before; without it, everything ends with the process.
    pub journal: Option<(Arc<dyn Journal>, Memory)>,
    /// What chances follow from, so that a run repeats.
    pub seed: u64,
}

/// A console could not be started.
#[derive(Debug, Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("{address} cannot be used: {reason}. Choose another address with --listen, or port 0 for a free one")]
    Listen {
        /// The address.
        address: SocketAddr,
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
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

/// Starts relay, phones and sender. `routes` makes what else is served on the relay's port.
///
/// # Errors
/// The address is taken (and no other may be used), or the system refuses threads or sockets.
pub fn start(mut setup: Setup, routes: impl FnOnce(&Shared) -> Routes) -> Result<Console, StartError> {
    let (listener, wanted) = listen(setup.listen, setup.when_taken)?;
    let address = listener.local_addr().map_err(StartError::System)?;
    let (requests, inbox) = mpsc::channel(WAITING_REQUESTS);
    let base = format!("http://{}", reachable(address));
    let (events, told) = EventSink::channel(WAITING_EVENTS);
    let relay = relay(&mut setup, events.clone(), base.clone());
    let (stop, stopped) = watch::channel(false);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_name("tilecast-worker")
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(StartError::System)?;
    let hub = Arc::new(Hub::starting_at(setup.clock.now()));
    let link_url = format!("{}{}", base.replacen("http://", "ws://", 1), link::PATH);
    let phones = Phones::new(link_url, setup.clock.clone(), hub.clone(), runtime.handle().clone());
    let clock = setup.clock.clone();
    let shared = Shared { hub, requests, clock, relay, phones: Arc::new(phones), stopped: stopped.clone() };
    shared.hub.publish(Event::Listening { base, wanted: wanted.map(|address| address.to_string()) });
    for config in std::mem::take(&mut setup.phones) {
        shared.phones.add(config)?;
    }
    let sender = Sender::new(setup.clock.clone(), None)?;
    let works = Works { shared: shared.clone(), sender, stopped };
    let routes = routes(&shared);
    let thread = std::thread::Builder::new()
        .name(String::from("tilecast-console"))
        .spawn(move || {
            runtime.block_on(works.run(listener, routes, inbox, told, events));
            runtime.shutdown_timeout(Duration::from_secs(WIND_DOWN_SECS));
        })
        .map_err(StartError::System)?;
    Ok(Console { shared, address, stop, thread: Some(thread) })
}

fn relay(setup: &mut Setup, events: EventSink, base: String) -> Relay {
    let (journal, memory) = setup.journal.take().unzip();
    let setup = RelaySetup {
        settings: setup.settings.clone(),
        clock: setup.clock.clone(),
        events,
        base,
        tls_base: None,
        journal,
        seed: setup.seed,
    };
    Relay::new(setup, memory.unwrap_or_default())
}

impl Drop for Console {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // A panic on that thread was reported when it happened; there is nothing left to save here.
            let _ = thread.join();
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

fn listen(wanted: SocketAddr, when_taken: WhenTaken) -> Result<(TcpListener, Option<SocketAddr>), StartError> {
    let bind = |address: SocketAddr| {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    };
    match (bind(wanted), when_taken) {
        (Ok(listener), _) => Ok((listener, None)),
        (Err(reason), WhenTaken::Fail) => Err(StartError::Listen { address: wanted, reason }),
        (Err(reason), WhenTaken::TakeAnother) => {
            let free = SocketAddr::new(wanted.ip(), 0);
            let listener = bind(free).map_err(|_: std::io::Error| StartError::Listen { address: wanted, reason })?;
            Ok((listener, Some(wanted)))
        }
    }
}

/// What runs on the thread.
struct Works {
    shared: Shared,
    sender: Sender,
    stopped: watch::Receiver<bool>,
}

impl Works {
    async fn run(
        self,
        listener: TcpListener,
        routes: Routes,
        mut inbox: mpsc::Receiver<Request>,
        told: mpsc::Receiver<RelayEvent>,
        sink: EventSink,
    ) {
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
        let relay = self.shared.relay.clone();
        let mut tasks = JoinSet::new();
        tasks.spawn(pump(told, sink, self.shared.clone()));
        tasks.spawn(works::follow_the_clock(self.shared.clock.clone(), self.shared.hub.clone()));
        let mut stopped = self.stopped.clone();
        let mut serving = tokio::spawn(serve::run(listener, relay, routes, async move {
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
                tasks.spawn(send(self.sender.clone(), shared.hub, shared.clock, outgoing));
            }
            Request::Finger { device, finger } => {
                // A phone that does not feel it shows so.
                let _ = shared.phones.finger(&device, finger);
            }
            Request::AddPhone(config) => {
                tasks.spawn(async move {
                    if let Err(reason) = shared.add_phone(*config).await {
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
        }
    }
}

async fn send(sender: Sender, hub: Arc<Hub>, clock: Clock, outgoing: Outgoing) {
    let outgoing = Arc::new(outgoing);
    let message_id = outgoing.message_id;
    hub.publish(Event::Sending { outgoing: outgoing.clone(), at: clock.now() });
    let exchange = Arc::new(sender.send(&outgoing).await);
    hub.publish(Event::Sent { message_id, exchange });
}

/// Hands the relay's events to the hub, and tells of those that were lost.
async fn pump(mut events: mpsc::Receiver<RelayEvent>, sink: EventSink, shared: Shared) {
    let hub = &shared.hub;
    let mut lost = 0;
    while let Some(event) = events.recv().await {
        if let RelayEvent::Device(snapshot) = &event
            && let Some(moved) = works::moved(hub, &shared.clock, snapshot)
        {
            hub.publish(moved);
        }
        match event {
            RelayEvent::Device(snapshot) => hub.publish(Event::Device(snapshot)),
            RelayEvent::Push(record) => hub.publish(Event::Push(record)),
            RelayEvent::Stage(stage) => hub.publish(Event::Stage(stage)),
            RelayEvent::DeviceGone(device) => hub.publish(Event::DeviceGone(device)),
            RelayEvent::Faults(faults) => hub.publish(Event::Faults(faults)),
            RelayEvent::Tallied(tallies) => hub.publish(Event::Tallied(tallies)),
            RelayEvent::Settings(settings) => hub.publish(Event::Settings(settings)),
            RelayEvent::Stopped(pushes) => hub.publish(Event::Stopped(pushes)),
            RelayEvent::Trouble(trouble) => hub.publish(Event::Trouble(trouble)),
            RelayEvent::Mark(mark) => hub.pass(mark),
        }
        if sink.lost() != lost {
            lost = sink.lost();
            hub.publish(Event::Lost(lost));
        }
    }
}
