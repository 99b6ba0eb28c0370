//! Sends the mails of the outbox: each until it is sent, refused, or too old.
//!
//! Of several instances one holds a mail: its claim is a lease that it renews while it sends. When it dies, the lease ends
//! soon, and the mail is sent again with the same Message-ID and the same words. If the server had it already, that is the
//! one copy too many. What became of a mail is written down before anything else is done.

mod delivery;
mod test_mail;

pub use delivery::{AT_ONCE, MailOutcome, claim, deliver};
pub use test_mail::{queue_test_mail, send_test};
