//! What an upstream proved, while an answer is taken.

use super::sign_up::NewAtUpstream;
use crate::{
    domain::{
        directory::identities,
        flows::journey::{
            settle::Outcome,
            taking::{Taking, make_account},
        },
        kernel::{Cx, Error, Work, identity_event::IdentityChange},
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
        let NewAtUpstream { prepared, by, is_proven_by_mail, remember } = new;
        let user = make_account(cx, work, prepared).await?.id;
        // Whoever has the mailbox is told: what waited in this browser may be somebody else's who left it there.
        let change = if is_proven_by_mail { IdentityChange::Linked } else { IdentityChange::Began };
        let identity = identities::link(cx, work, &user, by.new_identity(change)).await?;
        let by = ByUpstream { identity: Some(identity), ..by };
        let proven = if is_proven_by_mail {
            // The mail proves the person, and the session is the upstream's too.
            let browser = self.visitor.browser.ok_or(Error::SignedOut)?;
            let waiting = WaitingUpstream::of(by, WaitingFor::Factor(user.clone()));
            self.paused.progress.upstream = Some(waiting.seal(cx, browser)?);
            ProvenAddress::owner(user, remember)
        } else {
            Proven { user, verified: Verified::Upstream(Box::new(by)), remember: false }
        };
        self.enter(cx, work, &proven).await
    }

    /// What upstreams proved that counts once this person is signed in: that by which they sign in, or on top of which
    /// they have proven a further factor, and that which waits for their account. Whatever waits for another person is
    /// forgotten.
    pub(in crate::domain::flows::journey) fn waiting(&self, cx: &Cx<'_>, proven: &Proven) -> Vec<WaitingUpstream> {
        let before = self.sealed(cx);
        let signs_in = match &proven.verified {
            Verified::Upstream(by) => Some((**by).clone()),
            _ => before.clone().filter(|waiting| self.is_completed(cx, proven, waiting)).map(|waiting| waiting.by),
        };
        let of_account = before.and_then(|waiting| waiting.for_account_of(&proven.user));
        // A person has one identity at an upstream: the one by which they sign in.
        let of_account = of_account.filter(|by| signs_in.as_ref().is_none_or(|one| one.upstream != by.upstream));
        let signs_in = signs_in.map(|by| WaitingUpstream::of(by, WaitingFor::Factor(proven.user.clone())));
        let of_account = of_account.map(|by| WaitingUpstream::of(by, WaitingFor::Account(proven.user.clone())));
        signs_in.into_iter().chain(of_account).collect()
    }

    /// What an upstream proved of somebody who is asked for a further factor, with what waits for their account.
    pub(in crate::domain::flows::journey) fn before_factor(
        &self,
        cx: &Cx<'_>,
        proven: &Proven,
        by: &ByUpstream,
    ) -> WaitingUpstream {
        let of_account = self.sealed(cx).and_then(|waiting| waiting.for_account_of(&proven.user));
        let also = of_account.filter(|one| one.upstream != by.upstream).map(Box::new);
        WaitingUpstream { also, ..WaitingUpstream::of(by.clone(), WaitingFor::Factor(proven.user.clone())) }
    }

    /// What waits in the interaction.
    fn sealed(&self, cx: &Cx<'_>) -> Option<WaitingUpstream> {
        WaitingUpstream::open(cx, self.visitor.browser?, self.paused.progress.upstream.as_deref()?)
    }

    /// Whether what waits for a further factor has got it from this person, or their account was made of it.
    fn is_completed(&self, cx: &Cx<'_>, proven: &Proven, waiting: &WaitingUpstream) -> bool {
        // Only the page that says so makes an account; what waits for one is linked beside.
        let WaitingFor::Factor(user) = &waiting.wants else { return false };
        let is_on_top = |pending: &PendingAuthentication| pending.user == *user && pending.is_good(cx.now);
        let has_begun = self.paused.progress.pending.as_ref().is_some_and(is_on_top);
        let is_new = matches!(proven.verified, Verified::NewAccount);
        *user == proven.user && (is_new || has_begun && proven.verified.method().is_further())
    }
}
