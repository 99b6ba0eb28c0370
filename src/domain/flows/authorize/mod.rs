//! The authorization endpoint: a request is checked, and its client answered. What its person is asked in between is
//! their journey ([`journey`](super::journey)).
//!
//! Approving is not answering: [`approve`](super::super::approval::grants::approve) writes the grant, and what is
//! answered with it (a code, tokens beside it) is this flow's affair.

mod begin;
mod offer;
pub(super) mod proceed;
pub(super) mod refusal;
mod repeat;
mod reply;
mod request_object;
pub(super) mod silence;
mod single_claims;

pub use begin::{Begun, IncomingRequest, begin};
pub use offer::{Offer, offer};
pub use repeat::answered_before;
pub use reply::Reply;
pub use silence::{is_sender, is_silent, nobody_came};
