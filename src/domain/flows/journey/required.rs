//! The steps that an account owes before an app gets its answer, taken in the unit of work of the journey.

use super::{
    answer::TermsAgreement,
    taking::{Taking, asked},
};
use crate::{
    base::id::UserId,
    domain::{
        directory::accounts::agreements,
        flows::authorize::proceed::PreparedAnswer,
        interactions::Question,
        kernel::{Cx, Error, Work},
        login::mail_proof::{self, VerifiedAddress},
    },
    protocol::authorize::required::RequiredStep,
    store::users,
};

impl Taking<'_> {
    /// The address of the account was proven, where that is still asked for.
    pub(super) async fn verified(
        &mut self,
        cx: &Cx<'_>,
        work: &mut Work,
        verified: &VerifiedAddress,
        prepared: &PreparedAnswer,
    ) -> Result<(), Error> {
        let standing = self.decide(cx, work, prepared).await?;
        let Some(account) = standing.asked_to(RequiredStep::Verify) else { return Ok(()) };
        if account.user.id != verified.user {
            return Err(Error::NotFound);
        }
        users::find_held(work, &verified.user).await?.ok_or(Error::SignedOut)?;
        self.hold(cx, work, &account).await?;
        mail_proof::spend_address(&cx.acting(account.actor()), work, verified).await?;
        self.look_again(work, &verified.user).await
    }

    /// The person whom the page showed agreed to documents of the operator, where that is still asked for.
    pub(super) async fn agreed_to_terms(
        &mut self,
        cx: &Cx<'_>,
        work: &mut Work,
        agreement: &TermsAgreement,
        prepared: &PreparedAnswer,
    ) -> Result<(), Error> {
        let standing = self.decide(cx, work, prepared).await?;
        let question = Question::Step(RequiredStep::Terms);
        let Some(account) = asked(&standing, &question, Some(&agreement.shown)).cloned() else { return Ok(()) };
        let person = users::find_held(work, &account.user.id).await?.ok_or(Error::SignedOut)?;
        self.hold(cx, work, &account).await?;
        agreements::agree(&cx.acting(account.actor()), work, &person, &agreement.documents).await?;
        self.look_again(work, &person.id).await
    }

    /// What is known of a person has changed in this unit of work.
    pub(super) async fn look_again(&mut self, work: &mut Work, user: &UserId) -> Result<(), Error> {
        let person = users::find(work, user).await?.ok_or(Error::SignedOut)?;
        self.accounts.know(&person);
        Ok(())
    }
}
