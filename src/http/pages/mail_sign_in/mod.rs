//! Signing in by a mail that has a code and a link.
//!
//! ```text
//!  /login/email        whom the mail is for; then, with the ticket of a mail, the page that waits
//!  /login/email/code   the code, or "continue" once the link was confirmed elsewhere
//!  /login/email/state  what the waiting page's script asks
//!  /login/email/link   the link of the mail, in the browser that asked and in any other
//! ```

mod ask;
mod kinds;
mod link;
mod wait;

pub use ask::{ask, begin, elsewhere, get, pressed_on};
pub use kinds::{MailPages, OF_CONFIRMATION, OF_SIGN_IN, OF_VERIFY};
pub use link::{open, press, shown as link_shown, taken as link_taken};
pub use wait::{paused_of, reopened, sent_again, state, submit, taken as code_taken, wait_page};

use crate::{app::App, base::id::InteractionId, domain::kernel::Feature, http::pages::with_interaction};

/// Where one asks for a mail, and waits for it.
pub const PATH: &str = "/login/email";
/// Where the code is sent.
pub const CODE_PATH: &str = "/login/email/code";
/// Where a script asks whether the link was confirmed.
pub const STATE_PATH: &str = "/login/email/state";
/// The purpose of the forms of these pages.
pub const FORM: &str = "mail_sign_in";

/// Whether there are mails that sign in or make an account: both have these addresses.
pub fn is_there(app: &App) -> bool {
    Feature::MailSignIn.is_on(app) || Feature::SignUp.is_on(app)
}

/// The page that asks whom the mail is for, on a journey or on the way to one's own account.
pub fn path(id: Option<&InteractionId>) -> String {
    with_interaction(PATH, id)
}
