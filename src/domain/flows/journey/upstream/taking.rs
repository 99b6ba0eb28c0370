//! What an upstream proved, while an answer is taken.

use super::sign_up::NewAtUpstream;
use crate::{
    domain::{
        directory::{accounts, identities},
        flows::journey::{settle::Outcome, taking::Taking},
        kernel::{Cx, Error, Work, identity_event::IdentityChange, limits},
        login::{
            Proven, Verified,
            by_upstream::{ByUpstream, WaitingFor, WaitingUpstream},
            mail_proof::ProvenAddress,
        },
    },
    protocol::authorize::interaction::PendingAuthentication,
};

impl Taking<'_> {
    /// An account of somebody whom an upstream has proven, with its identity, and signed in to; an outcome where nobody
    /// is signed in to it here, and it is not made.
    pub(in crate::domain::flows::journey) async fn sign_up_at_upstream(
        &mut self,
        cx: &Cx<'_>,
        work: &mut Work,
        new: NewAtUpstream,
    ) -> Result<Option<Outcome>, Error> {
        let NewAtUpstream { prepared, by, is_proven_by_mail } = new;
        // Whom the operator invited is no stranger, however many come from one address.
        if !prepared.is_invited() {
            limits::admit_sign_up(cx, work).await?;
        }
        let user = accounts::insert(cx, work, prepared).await?.id;
        let identity = identities::link(cx, work, &user, by.new_identity(IdentityChange::Began)).await?;
        let by = ByUpstream { identity: Some(identity), ..by };
        let proven = if is_proven_by_mail {
            // The mail proves the person, and the session is the upstream's too.
            let browser = self.visitor.browser.ok_or(Error::SignedOut)?;
            let waiting = WaitingUpstream { by, wants: WaitingFor::Factor(user.clone()) };
            self.paused.progress.upstream = Some(waiting.seal(cx, browser)?);
            ProvenAddress::owner(user)
        } else {
            Proven { user, verified: Verified::Upstream(Box::new(by)), remember: false }
        };
        self.enter(cx, work, &proven).await
    }

    /// What an upstream proved that counts once this person is signed in: by it, by a further factor on top of it, or to
    /// the account that it waits for. Whatever waits for another person is forgotten.
    pub(in crate::domain::flows::journey) fn waiting(&self, cx: &Cx<'_>, proven: &Proven) -> Option<WaitingUpstream> {
        if let Verified::Upstream(by) = &proven.verified {
            let wants = WaitingFor::Factor(proven.user.clone());
            return Some(WaitingUpstream { by: (**by).clone(), wants });
        }
        let sealed = self.paused.progress.upstream.as_deref()?;
        let waiting = WaitingUpstream::open(cx, self.visitor.browser?, sealed)?;
        let is_theirs = match &waiting.wants {
            WaitingFor::Account(user) => *user == proven.user,
            WaitingFor::Factor(user) => {
                let is_on_top = |pending: &PendingAuthentication| pending.user == *user && pending.is_good(cx.now);
                let has_begun = self.paused.progress.pending.as_ref().is_some_and(is_on_top);
                let is_new = matches!(proven.verified, Verified::NewAccount);
                *user == proven.user && (is_new || has_begun && proven.verified.method().is_further())
            }
            // Only the page that says so makes it.
            WaitingFor::NewAccount(_) => false,
        };
        is_theirs.then_some(waiting)
    }
}
