//! Leaving for an upstream, and coming back as somebody who is proven.
//!
//! ```text
//!  leave ─▶ the browser is away … and comes back ─▶ come_back ─▶ CameBack
//! ```
//! [`leave()`] and [`come_back()`] ask the upstream and stand in no transaction. What ties the two is a row: the digest of
//! `state`, bound to the browser, spent by the first answer. A native app has an ID token already, and shows that
//! ([`show_id_token`]).

mod come_back;
mod fault;
mod leave;
mod native;
mod person;
mod relay;
mod spend;

pub use come_back::{CameBack, UpstreamAnswer, come_back};
pub use fault::UpstreamFault;
pub use leave::{UpstreamDeparture, leave};
pub use native::{ShownIdToken, UpstreamNonce, hand_out_nonce, show_id_token};
pub use relay::{HandedOnAnswer, hand_on, handed_on};

pub use crate::protocol::upstream::{HandedOut, UpstreamAsk, UpstreamFaultKind, UpstreamPerson};
