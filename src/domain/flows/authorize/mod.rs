//! The authorization endpoint: begin, pause for a person, resume, answer.
//!
//! A paused request is an interaction: a row bound to the browser, holding the validated
//! request and what has been done in it. Each answer of the person decides again from the top.

mod answers;
mod begin;
mod decide;
mod offer;
mod pause;
mod proceed;
mod refusal;
mod repeat;
mod request_object;
mod single_claims;

pub use answers::{Agreement, approve, confirm, deny, select_account};
pub use begin::begin;
pub use decide::{Next, Reply, Step, resume};
pub use offer::{Offer, offer};
pub use repeat::answered_before;
