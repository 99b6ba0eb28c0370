//! What a paused request waits for.

use crate::{
    base::id::{OrganizationId, UserId},
    domain::{
        kernel::Cx,
        sessions::{self, SignedIn},
    },
    protocol::{
        authorize::{interaction::LoginReason, required::RequiredStep},
        error::Refusal,
    },
};

/// What the person is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Sign in.
    Login(LoginReason),
    /// Make an account.
    SignUp,
    /// Prove a further factor, as this person.
    Factor(UserId),
    /// Bring the code of a mail beside what they proved, as this person.
    ConfirmByMail(UserId),
    /// Set a further factor up.
    Enrol {
        /// Who.
        user: UserId,
        /// Whether they may do it another time.
        may_wait: bool,
    },
    /// Say whether they want a passkey, as this person.
    SuggestPasskey(UserId),
    /// Keep the recovery codes that came with it.
    RecoveryCodes,
    /// Choose an account.
    SelectAccount,
    /// What the account owes before an app gets its answer.
    Step(RequiredStep),
    /// Agree.
    Consent,
    /// Go on: everything was agreed to, but any program on the device could be asking.
    Confirm,
}

/// The person behind a paused request, as far as it is known, and what must be asked.
pub struct Standing {
    /// The account this is for, once that is clear.
    pub account: Option<SignedIn>,
    /// The organization it speaks for: chosen here or in the session, and still joined.
    pub organization: Option<OrganizationId>,
    /// What to ask, or what to refuse; `None` means go on.
    pub question: Result<Option<Question>, Refusal>,
}

impl Standing {
    /// Who is asked to take this step, if that is what is asked.
    pub fn asked_to(self, step: RequiredStep) -> Option<SignedIn> {
        let is_asked = self.question == Ok(Some(Question::Step(step)));
        self.account.filter(|_| is_asked)
    }

    pub(super) fn asked(question: Question) -> Self {
        Self { account: None, organization: None, question: Ok(Some(question)) }
    }

    /// Somebody takes a step first.
    pub(super) fn step(cx: &Cx<'_>, account: &SignedIn, step: RequiredStep) -> Self {
        let question = match step {
            // Whoever changes how they sign in has signed in lately, with everything that is asked of them.
            RequiredStep::Password if !sessions::has_fresh_sign_in(cx, account) => {
                Question::Login(LoginReason::Prompted)
            }
            RequiredStep::Password if !sessions::is_fresh(cx, account) => Question::Factor(account.user.id.clone()),
            step => Question::Step(step),
        };
        Self { account: Some(account.clone()), organization: None, question: Ok(Some(question)) }
    }

    pub(super) fn of_account(account: &SignedIn) -> Self {
        Self { account: Some(account.clone()), organization: None, question: Ok(None) }
    }
}
