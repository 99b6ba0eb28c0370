//! What the last look at whether the database takes writes found.

use std::time::Instant;

/// One look.
#[derive(Debug, Clone, Copy)]
pub struct WriteCheck {
    /// When it ended.
    pub at: Instant,
    /// Whether a write was acknowledged.
    pub passed: bool,
}

/// The last look; whoever looks holds the lock, so that many who ask cause one write.
pub type Readiness = tokio::sync::Mutex<Option<WriteCheck>>;
