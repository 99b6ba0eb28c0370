//! Signing in by a mail that has a code and a link.
//!
//! ```text
//!  /login/email        whom the mail is for; then, with the ticket of a mail, the page that waits
//!  /login/email/code   the code, or "continue" once the link was confirmed elsewhere
//!  /login/email/state  what the waiting page's script asks
//!  /login/email/link   the link of the mail, in the browser that asked and in any other
//! ```

mod ask;
mod link;
mod wait;

pub use ask::{ask, begin, elsewhere, get, pressed_on};
pub use link::{open, press};
pub use wait::{paused_of, reopened, sent_again, state, submit};

use crate::base::{id::InteractionId, secret::Secret};

/// Where one asks for a mail, and waits for it.
pub const PATH: &str = "/login/email";
/// Where the code is sent.
pub const CODE_PATH: &str = "/login/email/code";
/// Where a script asks whether the link was confirmed.
pub const STATE_PATH: &str = "/login/email/state";
/// The purpose of the forms of these pages.
pub const FORM: &str = "mail_sign_in";

/// The page that asks whom the mail is for, on a journey or on the way to one's own account.
pub fn path(id: Option<&InteractionId>) -> String {
    id.map_or_else(|| PATH.to_owned(), |id| format!("{PATH}?interaction={id}"))
}

/// The page that waits for a mail.
pub(super) fn waiting(id: &InteractionId, ticket: &Secret<String>) -> String {
    format!("{PATH}?interaction={id}&ticket={}", ticket.expose())
}
