//! As whom does this process send? One HTTP client for plain channels, and one with a certificate for each service name.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;

use super::certificates::Certificates;
use crate::clock::Clock;
use crate::sender::{Sender, SenderError};

/// How many service names have a client at once; beyond that all are made anew when they are wanted.
const MAX_KEPT: usize = 64;

/// The clients.
pub(super) struct Senders {
    clock: Clock,
    certificates: Option<Arc<Certificates>>,
    plain: Sender,
    by_service: Mutex<HashMap<String, Sender>>,
}

impl Senders {
    /// The client without a certificate; the others are made when they are wanted.
    pub(super) fn new(clock: Clock, certificates: Option<Arc<Certificates>>) -> Result<Self, SenderError> {
        let tls = certificates.as_ref().map(|certificates| certificates.tls()).unwrap_or_default();
        let plain = Sender::new(clock.clone(), &tls)?;
        Ok(Self { clock, certificates, plain, by_service: Mutex::default() })
    }

    /// The client for a channel of that service name.
    pub(super) fn of(&self, service: Option<&str>) -> Sender {
        let (Some(service), Some(certificates)) = (service, &self.certificates) else { return self.plain.clone() };
        if let Some(known) = self.by_service.lock().get(service) {
            return known.clone();
        }
        match self.certified(service, certificates) {
            Ok(made) => {
                let mut kept = self.by_service.lock();
                if kept.len() >= MAX_KEPT {
                    kept.clear();
                }
                kept.insert(service.to_owned(), made.clone());
                made
            }
            Err(reason) => {
                // Without a certificate the answer is 401, which says what is wrong in its own way.
                tracing::warn!("there is no certificate to send as {service}: {reason}");
                self.plain.clone()
            }
        }
    }

    fn certified(&self, service: &str, certificates: &Certificates) -> Result<Sender, String> {
        let tls = certificates.tls_as(service).map_err(|error| error.to_string())?;
        Sender::new(self.clock.clone(), &tls).map_err(|error| error.to_string())
    }
}
