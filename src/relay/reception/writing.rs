//! What becomes of a push that was taken while it is written down? It has its place in the queue, and goes to the phone once it
//! is safe.

use std::sync::Arc;

use super::Taken;
use crate::protocol::record::PushRecord;
use crate::protocol::{Stage, Verdict};
use crate::relay::device::EarlyEnd;
use crate::relay::event::RelayEvent;
use crate::relay::journal::NotKept;
use crate::relay::respond::{self, After};
use crate::relay::service::Relay;
use crate::relay::settings::Settings;

impl Relay {
    /// Makes a push safe even if the sender hangs up meanwhile, which drops the future that answers it: the push has its place
    /// in the queue, and what is behind it waits.
    pub(super) async fn make_safe_whatever_happens(&self, taken: Taken, settings: Arc<Settings>) -> Arc<PushRecord> {
        let (relay, record) = (self.clone(), taken.record.clone());
        let writing = tokio::spawn({
            let settings = settings.clone();
            async move { relay.make_safe(taken, &settings).await }
        });
        // The task is only ever ended with the runtime.
        let ended = NotKept(String::from("the relay stops"));
        writing.await.unwrap_or_else(|_| self.refused(&record, &ended, &settings))
    }

    /// Waits until a push is written down, and lets it go; one that cannot be is taken back and answered 503.
    async fn make_safe(&self, taken: Taken, settings: &Settings) -> Arc<PushRecord> {
        let Taken { record, found, tile, place, stages, receipt } = taken;
        let written = receipt.await.unwrap_or_else(|_| Err(NotKept(String::from("the archive has ended"))));
        let push = record.id;
        let mut state = found.device.lock();
        let early = state.early_ends.iter().position(|end| end.push == push).map(|at| state.early_ends.remove(at));
        match written {
            Ok(()) => {
                self.tell(RelayEvent::Push(record.clone()));
                for (stage, detail) in &stages {
                    self.tell_stage(push, *stage, detail.as_deref());
                }
                if self.breakpoints().make_safe(push) || state.queue.make_safe(push) {
                    self.moves_on(&found, push, place, tile.as_deref(), &mut state);
                } else if let Some(EarlyEnd { push: _, stage, why }) = early {
                    self.tell_stage(push, stage, Some(why));
                }
                record
            }
            Err(reason) => {
                state.queue.withdraw(push);
                let _ = self.breakpoints().take(push);
                if let Some(app) = state.app_of_mut(&found.channel) {
                    app.meter.give_back();
                }
                let refused = self.refused(&record, &reason, settings);
                self.tell(RelayEvent::Push(refused.clone()));
                self.tell_stage(push, Stage::Refused, None);
                // What was behind it goes on.
                self.set_alarm(&found.device, &mut state);
                self.hand_on(&mut state);
                refused
            }
        }
    }

    /// The record of a push that could not be written down.
    fn refused(&self, record: &PushRecord, reason: &NotKept, settings: &Settings) -> Arc<PushRecord> {
        let verdict = Verdict::ServiceUnavailable;
        let answer = respond::answer(verdict, settings, &record.message_id, self.now(), After::of(verdict));
        let reason = Some(format!("the push could not be written down: {reason}"));
        Arc::new(PushRecord { verdict, reason, answer, ..record.clone() })
    }
}
