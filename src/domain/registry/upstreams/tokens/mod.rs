//! What upstreams handed out for people: kept sealed, refreshed ahead of their end, taken back when somebody leaves.

mod keep;
mod refresh;
mod request;
mod revoke;

pub use keep::{NewUpstreamTokens, keep};
pub use refresh::refresh_due;
pub use revoke::{TakenTokens, revoke, take};
