//! The authorization endpoint: begin, pause for a person, take the person's answer, answer the client.
//!
//! Approving is not answering: [`approve`](super::super::approval::grants::approve) writes the grant, and what is
//! answered with it (a code, tokens beside it) is this flow's affair.

mod answer;
mod begin;
mod decide;
mod offer;
mod pause;
mod proceed;
mod refusal;
mod repeat;
mod request_object;
mod single_claims;

pub use answer::{Agreement, Answer, answer};
pub use begin::begin;
pub use decide::{Next, Reply, Step, resume};
pub use offer::{Offer, offer};
pub use repeat::answered_before;
