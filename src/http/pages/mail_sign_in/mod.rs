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
pub use link::{open, press, shown as link_shown, taken as link_taken};
pub use wait::{paused_of, reopened, sent_again, state, submit, taken as code_taken, wait_page};

use crate::{
    base::{id::InteractionId, secret::Secret},
    domain::login::mail_proof::{LINK_PATH, OpenProof, ProofPurpose},
    http::pages::{verify, with_interaction},
};

/// Where one asks for a mail, and waits for it.
pub const PATH: &str = "/login/email";
/// Where the code is sent.
pub const CODE_PATH: &str = "/login/email/code";
/// Where a script asks whether the link was confirmed.
pub const STATE_PATH: &str = "/login/email/state";
/// The purpose of the forms of these pages.
pub const FORM: &str = "mail_sign_in";

/// The addresses of one kind of mail.
pub struct MailPages {
    /// Where the mail is asked for, and waited for.
    pub ask: &'static str,
    /// Where the code is sent.
    pub code: &'static str,
    /// Where a script asks whether the link was confirmed.
    pub state: &'static str,
    /// Where the link leads.
    pub link: &'static str,
    /// Whether its mails prove the address of an account, and sign nobody in.
    verifies: bool,
}

/// Mails that sign in, or make an account.
pub const OF_SIGN_IN: MailPages =
    MailPages { ask: PATH, code: CODE_PATH, state: STATE_PATH, link: LINK_PATH, verifies: false };
/// Mails that prove the address of an account.
pub const OF_VERIFY: MailPages = MailPages {
    ask: verify::PATH,
    code: verify::CODE_PATH,
    state: verify::STATE_PATH,
    link: verify::LINK_PATH,
    verifies: true,
};

impl MailPages {
    /// Those of a proof.
    pub fn of(purpose: ProofPurpose) -> &'static Self {
        if purpose == ProofPurpose::Verify { &OF_VERIFY } else { &OF_SIGN_IN }
    }

    /// Whether a proof is looked at here: each kind can be switched off by itself.
    fn has(&self, proof: &OpenProof) -> bool {
        (proof.purpose() == ProofPurpose::Verify) == self.verifies
    }

    /// The page that waits for a mail.
    pub fn waiting(&self, id: &InteractionId, ticket: &Secret<String>) -> String {
        format!("{}?interaction={id}&ticket={}", self.ask, ticket.expose())
    }
}

/// The page that asks whom the mail is for, on a journey or on the way to one's own account.
pub fn path(id: Option<&InteractionId>) -> String {
    with_interaction(PATH, id)
}
