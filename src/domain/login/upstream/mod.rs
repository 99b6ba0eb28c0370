//! Leaving for an upstream, and coming back as somebody who is proven.
//!
//! ```text
//!  leave ─▶ the browser is away … and comes back ─▶ come_back ─▶ CameBack
//! ```
//! [`leave()`] and [`come_back()`] ask the upstream and stand in no transaction. What ties the two is a row: the digest of
//! `state`, bound to the browser, spent by the first answer.

mod come_back;
mod fault;
mod leave;
mod person;
mod spend;

pub use come_back::{CameBack, UpstreamAnswer, come_back};
pub use fault::UpstreamFault;
pub use leave::{UpstreamDeparture, leave};

pub use crate::protocol::upstream::{HandedOut, UpstreamAsk, UpstreamFaultKind, UpstreamPerson};
