//! What becomes of somebody who came back.

use std::sync::Arc;

use super::{
    look::{Comer, Seen, is_vouched, look},
    sign_up::{self, UpstreamSignUp},
    waiting::wait,
};
use crate::{
    base::id::InteractionId,
    domain::{
        directory::identities::TAKEN,
        flows::{
            authorize::silence,
            journey::{
                answer::{Answer, answer},
                step::Step,
                wait::WaitsHere,
            },
        },
        interactions::{Journey, Paused, Stopped},
        kernel::{Actor, Cx, Error, Event},
        login::{
            Method, Proven, Verified,
            by_upstream::{ByUpstream, WaitingFor, WaitingSecret, WaitingTokens, WaitingUpstream},
            policy,
            upstream::CameBack,
        },
        registry::upstreams::Upstream,
        sessions::{Browser, visitor::Visitor},
    },
    protocol::upstream::{
        factors::{FreshnessDemand, FreshnessProof, taken_over},
        linking::{LinkOutcome, LinkRefusal, decide},
        mapping,
        settings::ProfileRefresh,
    },
    store::users::User,
};

/// What becomes of somebody who came back.
pub enum Arrived {
    /// Signed in, or asked for a further factor: the journey goes on.
    Step(Step),
    /// An account has that address: its person proves it first, then the identity is linked.
    ProveAccount(ClashOffer),
    /// A new account, for which something is still asked.
    SignUp(Box<UpstreamSignUp>),
    /// Nothing.
    Refused(LinkRefusal),
}

/// An account has the address of whoever came. The person signs in to it in any way, on this journey and in this
/// browser; then the identity is linked.
pub struct ClashOffer {
    /// The journey.
    pub interaction: InteractionId,
    /// Where they came from.
    pub upstream: Arc<Upstream>,
    /// The address.
    pub email: String,
    /// The browser with its new cookie.
    pub browser: Browser,
}

/// What becomes of somebody who came back.
///
/// # Errors
/// What [`Stopped`] says.
pub async fn arrive(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: Paused, came: CameBack) -> Result<Arrived, Stopped> {
    let arrived = match Box::pin(arrive_once(cx, visitor, paused.clone(), &came)).await {
        // Another tab has linked the identity in this moment: it is an account's now.
        Err(Stopped::Failed(Error::Conflict(TAKEN))) => Box::pin(arrive_once(cx, visitor, paused.clone(), &came)).await,
        arrived => arrived,
    };
    let is_refused = matches!(arrived, Ok(Arrived::Refused(_)) | Err(Stopped::Failed(Error::SignInStopped)));
    if is_refused && silence::is_silent(&paused) {
        return silence::answer(cx, visitor, &paused, silence::login_required()).await.map(Arrived::Step);
    }
    arrived
}

/// Whether the person would have to see a page: an account is to be made, linked, proven or kept.
fn wants_person(outcome: LinkOutcome, account: Option<&User>) -> bool {
    let has_to_act = matches!(outcome, LinkOutcome::Link | LinkOutcome::ProveAccount | LinkOutcome::SignUp(_));
    has_to_act || outcome == LinkOutcome::SignIn && account.is_some_and(|user| user.deletion_due_at.is_some())
}

async fn arrive_once(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: Paused, came: &CameBack) -> Result<Arrived, Stopped> {
    let (by, seen) = proved(cx, came, None).await?;
    let outcome =
        if came.upstream.disabled_at.is_some() { LinkOutcome::Refuse(LinkRefusal::Gone) } else { decide(&seen.facts) };
    if silence::is_silent(&paused) && wants_person(outcome, seen.account.as_ref()) {
        return silence::answer(cx, visitor, &paused, silence::interaction_required()).await.map(Arrived::Step);
    }
    let by = ByUpstream { owes_own_factor: !is_fresh(cx, &paused, came), ..by };
    match (outcome, &seen.account) {
        (LinkOutcome::Refuse(why), account) => refused(cx, &paused, account.as_ref(), why).await,
        (LinkOutcome::SignIn | LinkOutcome::Link, Some(person)) => {
            if by.owes_own_factor && !policy::has_own_factor(cx, person) {
                return refused(cx, &paused, Some(person), LinkRefusal::NotFresh).await;
            }
            let address = seen.email_key.filter(|_| seen.identity.is_none());
            let by = ByUpstream { identity: seen.identity.map(|one| one.id), address, ..by };
            let verified = Verified::Upstream(Box::new(by));
            let proven = Proven { user: person.id.clone(), verified, remember: false };
            Ok(Arrived::Step(answer(cx, visitor, paused, Answer::SignedIn(&proven)).await?))
        }
        (LinkOutcome::ProveAccount, Some(person)) => {
            let email = by.person.email.clone().unwrap_or_default();
            let waiting = WaitingUpstream::of(by, WaitingFor::Account(person.id.clone()));
            let WaitsHere { interaction, browser } = wait(cx, visitor, paused, &waiting).await?;
            let upstream = Arc::clone(&came.upstream);
            Ok(Arrived::ProveAccount(ClashOffer { interaction, upstream, email, browser }))
        }
        (LinkOutcome::SignUp(_), _) if by.owes_own_factor => refused(cx, &paused, None, LinkRefusal::NotFresh).await,
        (LinkOutcome::SignUp(proof), _) => {
            sign_up::begin(cx, visitor, paused, sign_up::Beginning { came, by, seen, proof }).await
        }
        (LinkOutcome::SignIn | LinkOutcome::Link | LinkOutcome::ProveAccount, None) => {
            Err(Error::internal("an account was found that is not there").into())
        }
    }
}

/// What an upstream proved, and what is known of it here; `adding` is who adds it to their account.
pub(super) async fn proved(cx: &Cx<'_>, came: &CameBack, adding: Option<&User>) -> Result<(ByUpstream, Seen), Error> {
    let (upstream, said) = (&*came.upstream, &came.person);
    let settings = &upstream.settings;
    let mapping = mapping::map(settings, &said.claims);
    let taken = taken_over(said, settings, &cx.issuer.policy.acr, cx.now);
    let comer = Comer {
        upstream,
        iss: &said.iss,
        sub: &said.sub,
        is_refused_by_rule: mapping.refused_by.is_some(),
        proves_further_factor: taken.has_further,
        is_vouched: is_vouched(cx, upstream, said, &mapping.person).await?,
        person: &mapping.person,
        adding,
    };
    let seen = look(cx, comer).await?;
    let by = ByUpstream {
        upstream: upstream.id.clone(),
        iss: said.iss.clone(),
        sub: said.sub.clone(),
        identity: None,
        address: None,
        person: mapping.person,
        refreshes: settings.refresh == ProfileRefresh::Always,
        factors: taken.factors,
        has_further: taken.has_further,
        owes_own_factor: false,
        is_straight: came.ask.is_straight,
        sid: said.sid.clone(),
        id_token: came.id_token.clone().map(WaitingSecret),
        tokens: came.tokens.as_ref().filter(|_| settings.keeps_tokens).map(|all| WaitingTokens::of(all, cx.now)),
    };
    Ok((by, seen))
}

/// Whether the sign-in at the upstream is as fresh as the journey demands.
fn is_fresh(cx: &Cx<'_>, paused: &Paused, came: &CameBack) -> bool {
    let demand = match &paused.journey {
        Journey::Authorization(asked) => {
            let metadata = &asked.client.client.metadata;
            let essential = asked.request.claims.id_token.iter().any(|one| one.name == "auth_time" && one.essential);
            FreshnessDemand {
                anew: asked.request.prompt.login,
                max_age: asked.request.max_age,
                // OIDC Core §2 auth_time: required where it is an essential claim, or the client always wants it.
                needs_auth_time: metadata.require_auth_time || essential,
            }
        }
        // Whoever changes how they sign in has signed in lately.
        Journey::Account(visit) => FreshnessDemand {
            max_age: visit.fresh.as_ref().map(|_| cx.app.config.session.fresh.0),
            ..FreshnessDemand::default()
        },
    };
    let proof = FreshnessProof {
        is_able: came.upstream.settings.proves_freshness,
        was_asked: came.ask.oldest() == Some(0),
        auth_time: came.person.auth_time,
    };
    demand.is_met(&proof, cx.now)
}

/// Writes down that somebody did not get in.
pub(super) async fn refused(
    cx: &Cx<'_>,
    paused: &Paused,
    account: Option<&User>,
    why: LinkRefusal,
) -> Result<Arrived, Stopped> {
    tracing::info!(why = why.as_str(), "{}", why.sentence());
    Method::Upstream.count_failure();
    let client = paused.journey.client().map(|client| client.client.id.clone());
    let failed = Event::SignInFailed { user: account.map(|user| user.id.clone()), client };
    let cx = &cx.acting(Actor::Anonymous);
    cx.write(async |work| work.emit(cx, failed).await).await?;
    Ok(Arrived::Refused(why))
}
