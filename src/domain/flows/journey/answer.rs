//! What the person answered. One function takes it, applies it to the interaction in hand, decides again on the
//! facts in hand, and, if nothing is left to ask, goes on: all in one unit of work.
//!
//! ```text
//!  prepared before:  who was verified, the hint, the plan of what will be handed out
//!  one transaction:  apply ─▶ decide ─┬─▶ a question: how far the person got is written down
//!                                     ├─▶ nothing left: approved, and the interaction completed
//!                                     └─▶ a refusal: the interaction completed with it
//!  after the commit: signed (inside where a form's answer is kept for its second press), counted, noted
//! ```

use super::{step::Step, taking::Taking, upstream::NewAtUpstream};
use crate::{
    base::id::{OrganizationId, SessionId},
    domain::{
        directory::accounts::{Prepared, agreements::AgreedDocument},
        flows::authorize::proceed::PreparedAnswer,
        interactions::{Paused, Standing, Stopped},
        kernel::Cx,
        login::{Proven, mail_proof::VerifiedAddress, wallets::WaitingWallet},
        registry::upstreams,
        sessions::visitor::Visitor,
    },
};

/// What a person answers to the question that an interaction asks.
pub enum Answer<'a> {
    /// They proved who they are. Whoever did so by a further factor that they set up on the way keeps their recovery
    /// codes before they go on.
    SignedIn(&'a Proven),
    /// They set one up another time.
    Later,
    /// They do not want a passkey now, or have made one.
    Suggested {
        /// Whether they do not want to be asked again.
        never: bool,
    },
    /// They go on in this session without the further factor that the request wishes for. Of what it needs they are asked
    /// on.
    WithoutFactor(SessionId),
    /// They proved an address and made an account of it.
    SignedUp(Box<NewAccount>),
    /// An upstream proved who they are, and they made an account.
    SignedUpAtUpstream(Box<NewAtUpstream>),
    /// They proved the address of the account that they are signed in to.
    Verified(VerifiedAddress),
    /// They agree to documents of the operator.
    AgreedToTerms(TermsAgreement),
    /// They chose one of the signed-in accounts.
    Selected(SessionId),
    /// They want to sign in with another one.
    AnotherAccount,
    /// They agree.
    Consented(Agreement),
    /// They go on with what they agreed to before, as the person of the session that the page showed. Nothing is
    /// remembered: the next program that asks in the client's name asks them again.
    Confirmed(Option<SessionId>),
    /// They do not want to go on.
    Denied,
}

/// An account of somebody who has proven its address.
pub struct NewAccount {
    /// The account.
    pub prepared: Prepared,
    /// The wallet that signs in to it from the first.
    pub wallet: Option<WaitingWallet>,
    /// Whether its session outlives the browser's window.
    pub remember: bool,
}

/// What the page of the operator's documents brought back.
pub struct TermsAgreement {
    /// The session whose person the page showed.
    pub shown: SessionId,
    /// What they agreed to.
    pub documents: Vec<AgreedDocument>,
}

/// What the consent page brought back with a yes.
pub struct Agreement {
    /// The session whose person the page showed.
    pub shown: Option<SessionId>,
    /// The organization that was chosen on it.
    pub organization: Option<OrganizationId>,
}

/// Takes the person's answer, and answers what comes next.
///
/// # Errors
/// [`Stopped::SignedOut`] when the session that it is about has ended, [`Forbidden`](crate::domain::kernel::Error::Forbidden) for an organization of
/// which the person is no member, and for a password that was changed while it was looked at.
pub async fn answer(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: Paused, answer: Answer<'_>) -> Result<Step, Stopped> {
    let prepared = match &answer {
        Answer::Denied => PreparedAnswer::none(),
        _ => PreparedAnswer::of(cx, &paused.journey).await?,
    };
    if paused.progress.upstream.is_some() {
        // In memory from here on, also while the feature is off: inside the unit of work no second connection is waited
        // for.
        upstreams::list(cx).await?;
    }
    let mut taking = Taking::new(visitor, paused);
    // On the heap: every page that takes an answer would carry it otherwise.
    let outcome = cx.write(async |work| Box::pin(taking.take(cx, work, answer, &prepared)).await).await;
    Box::pin(taking.follow(cx, visitor, outcome, &prepared)).await
}

/// Nothing is left to ask: proceeds, without an answer of the person.
pub(super) async fn go_on(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    paused: Paused,
    standing: Standing,
) -> Result<Step, Stopped> {
    let prepared = PreparedAnswer::of(cx, &paused.journey).await?;
    let mut taking = Taking::new(visitor, paused);
    let outcome = cx.write(async |work| Box::pin(taking.write_down(cx, work, standing, &prepared)).await).await;
    Box::pin(taking.follow(cx, visitor, outcome, &prepared)).await
}
