//! Sends the texts of the outbox, as [`mail`](super::mail) sends its mails: each until it is sent, refused, or too old; of
//! several instances one holds a text by a lease that it renews. When it dies, the text is sent again: few gateways know
//! the copy, so that is the one text too many.

mod delivery;
mod test_text;

pub use delivery::{AT_ONCE, SmsOutcome, claim, deliver};
pub use test_text::{queue_test_text, send_test};
