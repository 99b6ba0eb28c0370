//! Each kind of mail has pages of its own, which do the same.

use super::{CODE_PATH, PATH, STATE_PATH};
use crate::{
    base::{id::InteractionId, secret::Secret},
    domain::{
        kernel::Feature,
        login::mail_proof::{LINK_PATH, OpenProof, ProofPurpose},
    },
    http::{
        extract::PageCall,
        pages::{confirm_by_mail, verify},
    },
};

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
    pub(super) fn has(&self, call: &PageCall, proof: &OpenProof) -> bool {
        let is_off = proof.purpose() == ProofPurpose::SignIn && !Feature::MailSignIn.is_on(&call.app);
        self.purposes.contains(&proof.purpose()) && !is_off
    }

    /// Whether its mails prove the address of an account, and sign nobody in.
    pub(super) fn verifies(&self) -> bool {
        self.purposes.contains(&ProofPurpose::Verify)
    }

    /// What a mail was for that is not known any more; `is_new` where it was for a new account.
    pub(super) fn purpose(&self, is_new: bool) -> ProofPurpose {
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
