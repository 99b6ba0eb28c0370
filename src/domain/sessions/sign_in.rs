//! A session begins, or is renewed.

use super::{
    SignedIn,
    browsers::{Browser, renewed, renewed_stranger},
    end::end_oldest_in,
};
use crate::{
    base::{
        id::{SessionId, UserId},
        time::Timestamp,
    },
    domain::kernel::{Actor, Cx, Error, Event, Work},
    protocol::{
        acr::{self, Factor, FactorKind},
        authorize::interaction::Progress,
    },
    store::sessions::{self, Session},
};

/// What a sign-in proved.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The person.
    pub user: UserId,
    /// What was proven, and when.
    pub factors: Vec<Factor>,
    /// Whether the session outlives the browser.
    pub remember: bool,
}

impl Proof {
    /// When the person proved who they are, never later than now: the newest factor says so. Of an upstream that does
    /// not say when it asked for one, it is the beginning of time.
    fn auth_time(&self, now: Timestamp) -> Timestamp {
        // OIDC Core §2 auth_time: when the authentication occurred, wherever it did.
        self.factors.iter().map(|factor| factor.at).max().map_or(now, |at| at.min(now))
    }
}

/// Starts or renews a session and replaces the browser's secret; reads for itself who is signed in there.
///
/// # Errors
/// When the database fails.
pub async fn sign_in(
    cx: &Cx<'_>,
    work: &mut Work,
    browser: Option<&Browser>,
    proof: &Proof,
) -> Result<(SessionId, Browser), Error> {
    let browser = match browser {
        Some(known) => match renewed(cx, work, known).await? {
            Some(browser) => browser,
            // Somebody else signed in with this cookie meanwhile: the row is theirs now.
            None => renewed_stranger(cx, work).await?,
        },
        None => renewed_stranger(cx, work).await?,
    };
    let here = sessions::list_live_for_browser(work, &browser.id, cx.now).await?;
    let session = begin(cx, work, &browser, here.into_iter().find(|one| one.user_id == proof.user), proof).await?;
    Ok((session.id, browser))
}

/// Starts a session in a browser whose secret was replaced in this unit of work, or renews the one that the
/// person has there. Nobody else can have begun one since the old secret was looked at.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    cx: &Cx<'_>,
    work: &mut Work,
    browser: &Browser,
    known: Option<Session>,
    proof: &Proof,
) -> Result<Session, Error> {
    let now = cx.now;
    let renewed = match known {
        Some(session) => renew(cx, work, session, proof).await?,
        None => None,
    };
    let session = match renewed {
        Some(session) => session,
        None => open(cx, work, browser, proof).await?,
    };
    let cx = &cx.acting(Actor::person(&proof.user, &session.id, now));
    let amr = acr::amr(&proof.factors);
    let started = Event::SessionStarted { session: session.id.clone(), user: proof.user.clone(), amr };
    work.emit(cx, started).await?;
    Ok(session)
}

/// Writes the proof into a session, beside what was proven in it before; `None` when it has ended meanwhile.
async fn renew(cx: &Cx<'_>, work: &mut Work, session: Session, proof: &Proof) -> Result<Option<Session>, Error> {
    let now = cx.now;
    let (idle_end, end) = lifetimes(cx, proof.remember, now);
    let factors = acr::merged(session.proven(), &proof.factors);
    let renewed = sessions::Reauthentication {
        // What an upstream proved may be older than what was proven here.
        auth_time: proof.auth_time(now).max(session.auth_time),
        acr: highest(cx, &factors),
        amr: acr::amr(&factors),
        factors,
        idle_expires_at: idle_end.max(session.idle_expires_at),
        expires_at: end.max(session.expires_at),
    };
    if !sessions::reauthenticate(work, &session.id, &renewed).await? {
        return Ok(None);
    }
    let sessions::Reauthentication { auth_time, acr, amr, factors, idle_expires_at, expires_at } = renewed;
    Ok(Some(Session { auth_time, acr, amr, factors, last_seen_at: now, idle_expires_at, expires_at, ..session }))
}

/// Further factors were proven in a session: it is worth more, and did not begin anew. Answers the session as it is
/// now; `None` when it has ended meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn strengthen(
    cx: &Cx<'_>,
    work: &mut Work,
    session: &Session,
    factors: &[Factor],
) -> Result<Option<Session>, Error> {
    let factors = acr::merged(session.proven(), factors);
    let stronger = sessions::Reauthentication {
        // OIDC Core §2: auth_time is when the person was authenticated, all of it.
        auth_time: session.auth_time,
        acr: highest(cx, &factors),
        amr: acr::amr(&factors),
        factors,
        idle_expires_at: session.idle_expires_at,
        expires_at: session.expires_at,
    };
    if !sessions::reauthenticate(work, &session.id, &stronger).await? {
        return Ok(None);
    }
    let sessions::Reauthentication { acr, amr, factors, .. } = stronger;
    Ok(Some(Session { acr, amr, factors, ..session.clone() }))
}

/// Whether somebody has signed in, with everything that is asked of them, lately enough to change how they sign in.
pub fn is_fresh(cx: &Cx<'_>, account: &SignedIn) -> bool {
    has_fresh_sign_in(cx, account) && (account.user.second_factor_at.is_none() || has_fresh_factor(cx, account))
}

/// Whether the person of a session asked to stay signed in.
pub fn is_remembered(cx: &Cx<'_>, session: &Session) -> bool {
    session.expires_at - session.signed_in_at() > cx.app.config.session.unremembered
}

/// Whether the sign-in itself is recent, whatever further factor is missing.
pub fn has_fresh_sign_in(cx: &Cx<'_>, account: &SignedIn) -> bool {
    is_recent(cx, account.session.auth_time)
}

/// Whether what was proven at a moment counts for a change of how one signs in.
fn is_recent(cx: &Cx<'_>, at: Timestamp) -> bool {
    cx.now - at < cx.app.config.session.fresh
}

/// Whether the person of a session may set a first further factor up on a journey: they have signed in lately, or have
/// just done so on it. An upstream need not tell when they signed in there; that it has just proven them is enough, as
/// where everybody must have a factor (`login/policy.rs`).
pub fn may_enrol(cx: &Cx<'_>, account: &SignedIn, progress: &Progress) -> bool {
    let has_begun_here = progress.authenticated.as_ref() == Some(&account.session.id);
    let has_just_begun = has_begun_here && progress.authenticated_at.is_some_and(|at| is_recent(cx, at));
    has_fresh_sign_in(cx, account) || has_just_begun
}

/// Whether the person of a session has signed in after a moment, with something that they have.
pub fn has_signed_in_after(account: &SignedIn, moment: Timestamp) -> bool {
    let is_later = |factor: &Factor| factor.kind == FactorKind::Possession && factor.at > moment;
    account.session.auth_time > moment && account.session.proven().iter().any(is_later)
}

fn has_fresh_factor(cx: &Cx<'_>, account: &SignedIn) -> bool {
    account.session.proven().iter().any(|factor| factor.kind == FactorKind::Possession && is_recent(cx, factor.at))
}

async fn open(cx: &Cx<'_>, work: &mut Work, browser: &Browser, proof: &Proof) -> Result<Session, Error> {
    let now = cx.now;
    let (idle_end, end) = lifetimes(cx, proof.remember, now);
    let session = Session {
        id: cx.new_id(),
        issuer_id: cx.issuer.id.clone(),
        browser_id: browser.id.clone(),
        user_id: proof.user.clone(),
        organization_id: None,
        auth_time: proof.auth_time(now),
        acr: highest(cx, &proof.factors),
        amr: acr::amr(&proof.factors),
        factors: proof.factors.clone(),
        ip: cx.origin.ip.clone(),
        user_agent: cx.origin.user_agent.clone(),
        created_at: now,
        last_seen_at: now,
        idle_expires_at: idle_end,
        expires_at: end,
        ended_at: None,
        label: None,
    };
    // With a single membership there is nothing to choose: it is the active organization.
    let sessions::Opened { organization_id, surplus } =
        sessions::open(work, &session, cx.app.config.session.max).await?;
    if surplus.is_some() {
        end_oldest_in(cx, work, &session).await?;
    }
    Ok(Session { organization_id, ..session })
}

/// The highest `acr` that factors reach today; empty for none.
fn highest(cx: &Cx<'_>, factors: &[Factor]) -> String {
    cx.issuer.policy.acr.acr_for(factors, &[]).unwrap_or_default()
}

fn lifetimes(cx: &Cx<'_>, remember: bool, now: Timestamp) -> (Timestamp, Timestamp) {
    let session = &cx.app.config.session;
    let end = now + if remember { session.absolute } else { session.unremembered };
    ((now + session.idle).min(end), end)
}
