//! Token events wait here and are written in batches.
//!
//! Events of a change of state never come this way: they commit with the change. What waits
//! here is lost by `kill -9`; what does not fit is dropped and counted.

use tokio::sync::{Mutex, mpsc};

use crate::store::audit::AuditEvent;

/// A bounded queue of events.
pub struct AuditQueue {
    sender: mpsc::Sender<AuditEvent>,
    receiver: Mutex<mpsc::Receiver<AuditEvent>>,
}

impl AuditQueue {
    /// A queue for at most `capacity` events.
    pub fn new(capacity: usize) -> Self {
        let (sender, receiver) = mpsc::channel(capacity.max(1));
        Self { sender, receiver: Mutex::new(receiver) }
    }

    /// Adds an event, or drops and counts it.
    pub fn push(&self, event: AuditEvent) {
        if self.sender.try_send(event).is_err() {
            metrics::counter!(crate::telemetry::AUDIT_DROPPED).increment(1);
        }
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.sender.max_capacity() - self.sender.capacity()
    }

    /// Takes up to `limit` of the events that are there, without waiting. One taker at a time.
    pub async fn take(&self, limit: usize) -> Vec<AuditEvent> {
        let mut receiver = self.receiver.lock().await;
        let mut batch = Vec::new();
        while batch.len() < limit
            && let Ok(event) = receiver.try_recv()
        {
            batch.push(event);
        }
        batch
    }
}
