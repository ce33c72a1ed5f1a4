//! How do the relay's events reach the hub? Many at a time, so that in a flood a push costs little more than itself.

use tokio::sync::mpsc;

use super::event::Event;
use super::runtime::Shared;
use super::service::works;
use crate::relay::{EventSink, RelayEvent};

/// How many events are handed over at once, while the world is locked.
const AT_ONCE: usize = 512;

/// Hands the relay's events to the hub, and tells of those that were lost.
pub(super) async fn pump(mut events: mpsc::Receiver<RelayEvent>, sink: EventSink, shared: Shared) {
    let hub = &shared.hub;
    let mut lost = 0;
    let mut taken = Vec::with_capacity(AT_ONCE);
    let mut ready = Vec::with_capacity(AT_ONCE);
    while events.recv_many(&mut taken, AT_ONCE).await > 0 {
        for event in taken.drain(..) {
            match event {
                RelayEvent::Device(snapshot) => {
                    // Where it was is what the world says when all before this is known.
                    hub.publish_all(ready.drain(..));
                    ready.extend(works::moved(hub, &shared.clock, &snapshot));
                    ready.push(Event::Device(snapshot));
                }
                RelayEvent::Mark(mark) => {
                    hub.publish_all(ready.drain(..));
                    hub.pass(mark);
                }
                RelayEvent::Push(record) => ready.push(Event::Push(record)),
                RelayEvent::Stage(stage) => ready.push(Event::Stage(stage)),
                RelayEvent::DeviceGone(device) => ready.push(Event::DeviceGone(device)),
                RelayEvent::Faults(faults) => ready.push(Event::Faults(faults)),
                RelayEvent::Tallied(tallies) => ready.push(Event::Tallied(tallies)),
                RelayEvent::Settings(settings) => ready.push(Event::Settings(settings)),
                RelayEvent::Stopped(pushes) => ready.push(Event::Stopped(pushes)),
                RelayEvent::Called(called) => ready.push(works::called_back(called)),
                RelayEvent::Trouble(trouble) => ready.push(Event::Trouble(trouble)),
            }
        }
        hub.publish_all(ready.drain(..));
        if sink.lost() != lost {
            lost = sink.lost();
            hub.publish(Event::Lost(lost));
        }
    }
}
