//! Token events wait here and are written in batches.
//!
//! Events of a change of state never come this way: they commit with the change. What waits
//! here is lost by `kill -9`; what does not fit is dropped and counted.

use std::{
    mem::take,
    sync::atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{Mutex, mpsc};

use crate::store::token_events::TokenEvent;

/// A bounded queue of events.
pub struct AuditQueue {
    sender: mpsc::Sender<TokenEvent>,
    receiver: Mutex<mpsc::Receiver<TokenEvent>>,
    /// How many are on their way to the database.
    under_way: AtomicUsize,
}

impl AuditQueue {
    /// A queue for at most `capacity` events.
    pub fn new(capacity: usize) -> Self {
        let (sender, receiver) = mpsc::channel(capacity.max(1));
        Self { sender, receiver: Mutex::new(receiver), under_way: AtomicUsize::new(0) }
    }

    /// Adds an event, or drops and counts it.
    pub fn push(&self, event: TokenEvent) {
        if self.sender.try_send(event).is_err() {
            metrics::counter!(crate::telemetry::AUDIT_DROPPED).increment(1);
        }
    }

    /// How many were not written yet.
    pub fn waiting(&self) -> usize {
        self.sender.max_capacity() - self.sender.capacity() + self.under_way.load(Ordering::Relaxed)
    }

    /// Takes up to `limit` of the events that are there, without waiting. One taker at a time.
    pub async fn take(&self, limit: usize) -> AuditBatch<'_> {
        let mut receiver = self.receiver.lock().await;
        let mut events = Vec::new();
        while events.len() < limit
            && let Ok(event) = receiver.try_recv()
        {
            events.push(event);
        }
        self.under_way.fetch_add(events.len(), Ordering::Relaxed);
        AuditBatch { queue: self, events }
    }
}

/// Events on their way to the database. Dropped, they wait with the others again, as far as there is room.
pub struct AuditBatch<'q> {
    queue: &'q AuditQueue,
    events: Vec<TokenEvent>,
}

impl AuditBatch<'_> {
    /// The events.
    pub fn events(&self) -> &[TokenEvent] {
        &self.events
    }

    /// They are written.
    pub fn written(mut self) {
        self.forget();
    }

    /// Nobody knows whether they are written, or they cannot be: that is counted.
    pub fn lost(mut self) {
        metrics::counter!(crate::telemetry::AUDIT_DROPPED).increment(u64::try_from(self.events.len()).unwrap_or(0));
        self.forget();
    }

    fn forget(&mut self) -> Vec<TokenEvent> {
        self.queue.under_way.fetch_sub(self.events.len(), Ordering::Relaxed);
        take(&mut self.events)
    }
}

impl Drop for AuditBatch<'_> {
    fn drop(&mut self) {
        self.forget().into_iter().for_each(|event| self.queue.push(event));
    }
}
