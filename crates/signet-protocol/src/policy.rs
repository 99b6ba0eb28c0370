//! The operator's choices that rules depend on, as plain values filled from the configuration.

use crate::{acr::Ladder, base::time::Seconds};

/// Lifetimes and limits.
#[derive(Debug, Clone)]
pub struct Policy {
    /// RFC 6749 §4.1.2: at most ten minutes; ours is a minute.
    pub code_lifetime: Seconds,
    /// Of an ID token.
    pub id_token_lifetime: Seconds,
    /// During which a repeated refresh gets the same successor.
    pub refresh_grace: Seconds,
    /// After which an unused refresh token ends.
    pub refresh_idle: Seconds,
    /// After which any refresh token ends.
    pub refresh_lifetime: Seconds,
    /// How long a paused authorization waits for its person.
    pub interaction_lifetime: Seconds,
    /// How far clocks may differ when assertions are checked.
    pub clock_skew: Seconds,
    /// The longest life of a client assertion.
    pub assertion_lifetime: Seconds,
    /// How strong a sign-in can be, weakest first.
    pub acr: Ladder,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            code_lifetime: Seconds(60),
            id_token_lifetime: Seconds::hours(1),
            refresh_grace: Seconds(30),
            refresh_idle: Seconds::days(7),
            refresh_lifetime: Seconds::days(30),
            interaction_lifetime: Seconds::hours(1),
            clock_skew: Seconds(60),
            assertion_lifetime: Seconds::hours(1),
            acr: Ladder::default(),
        }
    }
}
