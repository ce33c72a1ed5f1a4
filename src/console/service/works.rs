//! Who does to the service what a person asked for? Each request as a call of the relay or the clock; what is refused is said
//! to every window.

use std::sync::Arc;

use super::ServiceRequest;
use super::refused;
use crate::clock::Clock;
use crate::console::event::Event;
use crate::console::hub::Hub;
use crate::console::log::{Happening, What};
use crate::console::runtime::Shared;
use crate::lang::{Argument, text_with};
use crate::protocol::PushId;
use crate::protocol::device::{DeviceId, DeviceSnapshot};
use crate::relay::callback::{CallOutcome, Called};

/// Carries a request out.
pub(in crate::console) fn carry_out(request: ServiceRequest, shared: &Shared) {
    let Shared { hub, clock, relay, .. } = shared;
    let refusal = match request {
        ServiceRequest::AddFault(fault) => relay.add_fault(*fault).err().map(|error| error.to_string()),
        ServiceRequest::RemoveFault(id) => {
            let _ = relay.remove_fault(id);
            None
        }
        ServiceRequest::ClearFaults => {
            relay.clear_faults();
            None
        }
        ServiceRequest::Release { push, body } => (!relay.release(push, body)).then(|| gone(push)),
        ServiceRequest::Drop(push) => (!relay.drop_stopped(push)).then(|| gone(push)),
        ServiceRequest::Advance(span) => {
            clock.advance(span);
            None
        }
        ServiceRequest::Run(speed) => {
            clock.run_at(f64::from(speed));
            None
        }
        ServiceRequest::SetMotion(motion) => {
            clock.set_motion(motion);
            None
        }
        ServiceRequest::Connect(device, connection) => {
            (!relay.set_connection(&device, connection)).then(|| unknown(&device))
        }
        ServiceRequest::Power(device, power) => (!shared.set_power(&device, power)).then(|| unknown(&device)),
        ServiceRequest::ChangeSettings(patch) => relay.change_settings(&patch).err().map(|error| error.to_string()),
    };
    if let Some(message) = refusal {
        hub.publish(refused(message));
    }
}

fn gone(push: PushId) -> String {
    text_with("held-gone", &[("push", Argument::Text(&push.to_string()))])
}

fn unknown(device: &DeviceId) -> String {
    text_with("device-unknown", &[("device", Argument::Text(device.as_str()))])
}

/// Tells of what somebody did to the clock, whoever it was, until the future is dropped.
pub(in crate::console) async fn follow_the_clock(clock: Clock, hub: Arc<Hub>) {
    let mut moves = clock.moves();
    let (mut face, mut advanced) = (clock.face(), clock.advanced());
    while moves.changed().await.is_ok() {
        let (now, total) = (clock.face(), clock.advanced());
        if total > advanced {
            hub.publish(Event::Happened(Happening {
                at: now.now,
                what: What::ClockAdvanced(total.saturating_sub(advanced)),
            }));
        }
        if (face.motion, face.speed) != (now.motion, now.speed) {
            hub.publish(Event::Happened(Happening { at: now.now, what: What::ClockSet(now.motion, now.speed) }));
        }
        (face, advanced) = (now, total);
    }
}

/// The line in the log about a callback.
pub(in crate::console) fn called_back(called: Called) -> Event {
    let status = match &called.outcome {
        CallOutcome::Answered(status) => Some(*status),
        CallOutcome::NotMade(_) | CallOutcome::Failed(_) => None,
    };
    let (device, outcome) = (called.device.to_string(), called.outcome.to_string());
    let what = What::CalledBack { device, url: called.url, status, outcome };
    Event::Happened(Happening { at: called.at, what })
}

/// What is worth a line in the log about a device that has changed: it is somewhere else now.
pub(in crate::console) fn moved(hub: &Hub, clock: &Clock, now: &DeviceSnapshot) -> Option<Event> {
    let before = hub.world().devices.get(&now.device)?.connection;
    (before != now.connection).then(|| {
        let what = What::DeviceMoved { device: now.name.clone(), to: now.connection, waiting: now.queued };
        Event::Happened(Happening { at: clock.now(), what })
    })
}
