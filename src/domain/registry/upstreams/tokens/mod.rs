//! What upstreams handed out for people: kept sealed, refreshed ahead of their end, revoked when an identity, its person or
//! its upstream goes.

mod current;
mod keep;
mod narrow;
mod queue_revocations;
mod refresh;
mod revoke;

pub use current::{KeptToken, UpstreamAccessToken, current, has_ended};
pub use keep::{NewUpstreamTokens, keep};
pub use narrow::narrowed;
pub use queue_revocations::{KeptTokensOf, forget, queue_revocations};
pub use refresh::refresh_due;
pub use revoke::revoke_due;
