//! The messages of the outbox: each is sent, refused, or too old in the end.

mod deliver;
mod opened;

pub use deliver::{MessageOutcome, at_once, claim, deliver};
pub(super) use deliver::{claim_at_once, deliver_once};
