//! How long refresh tokens live that were issued without `offline_access`: the member `refresh_tokens`. Ours.

use serde::{Deserialize, Serialize};

use crate::wire_enum::wire_enum;

wire_enum! {
    /// How long refresh tokens live that were issued without `offline_access`. Whoever ends the session ends them,
    /// whichever is chosen.
    RefreshTokens {
        /// As long as any other: a session that merely runs out leaves them alone.
        OwnLifetime = "own_lifetime",
        /// No longer than the session that they came from.
        WithSession = "with_session",
    }
}

impl RefreshTokens {
    /// What is said where something else was written.
    pub const EXPECTED: &str = "one of own_lifetime, with_session";

    /// Whether it is what counts where nothing is said.
    pub fn is_usual(&self) -> bool {
        *self == Self::OwnLifetime
    }
}
