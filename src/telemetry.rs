//! Logs and metrics: their set-up, and the names of all metrics in one place.
//!
//! Used by every layer and imports nothing of ours.

/// Gauge: sign-ins waiting for a password worker.
pub const PASSWORD_QUEUE: &str = "signet_password_queue";
