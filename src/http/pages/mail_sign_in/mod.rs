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
    http::pages::{confirm_by_mail, verify, with_interaction},
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
    /// What its mails are for.
    purposes: &'static [ProofPurpose],
}

/// Mails that sign in, or make an account.
pub const OF_SIGN_IN: MailPages = MailPages {
    ask: PATH,
    code: CODE_PATH,
    state: STATE_PATH,
    link: LINK_PATH,
    purposes: &[ProofPurpose::SignIn, ProofPurpose::SignUp],
};
/// Mails that prove the address of an account.
pub const OF_VERIFY: MailPages = MailPages {
    ask: verify::PATH,
    code: verify::CODE_PATH,
    state: verify::STATE_PATH,
    link: verify::LINK_PATH,
    purposes: &[ProofPurpose::Verify],
};
/// Mails that come on top of something else.
pub const OF_CONFIRMATION: MailPages = MailPages {
    ask: confirm_by_mail::PATH,
    code: confirm_by_mail::CODE_PATH,
    state: confirm_by_mail::STATE_PATH,
    link: confirm_by_mail::LINK_PATH,
    purposes: &[ProofPurpose::Confirm],
};

impl MailPages {
    /// Those of a proof.
    pub fn of(purpose: ProofPurpose) -> &'static Self {
        match purpose {
            ProofPurpose::SignIn | ProofPurpose::SignUp => &OF_SIGN_IN,
            ProofPurpose::Verify => &OF_VERIFY,
            ProofPurpose::Confirm => &OF_CONFIRMATION,
        }
    }

    /// Whether a proof is looked at here: each kind can be switched off by itself.
    fn has(&self, proof: &OpenProof) -> bool {
        self.purposes.contains(&proof.purpose())
    }

    /// Whether its mails prove the address of an account, and sign nobody in.
    fn verifies(&self) -> bool {
        self.purposes.contains(&ProofPurpose::Verify)
    }

    /// What a mail was for that is not known any more; `is_new` where it was for a new account.
    fn purpose(&self, is_new: bool) -> ProofPurpose {
        match self.purposes {
            [only] => *only,
            _ if is_new => ProofPurpose::SignUp,
            _ => ProofPurpose::SignIn,
        }
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
