//! Logs and metrics: their set-up, and the names of all metrics in one place.
//!
//! Used by every layer and imports nothing of ours.

/// Gauge: sign-ins waiting for a password worker.
pub const AUDIT_DROPPED: &str = "signet_audit_dropped_total";
/// Tokens.
pub const TOKENS_ISSUED: &str = "signet_tokens_issued_total";
/// Sign-ins.
pub const SIGN_INS: &str = "signet_sign_ins_total";
/// Queue
pub const PASSWORD_QUEUE: &str = "signet_password_queue";
