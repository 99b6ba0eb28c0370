//! A session begins, or is renewed.

use super::browsers::{Browser, renewed, renewed_stranger};
use crate::{
    base::{
        id::{SessionId, UserId},
        time::Timestamp,
    },
    domain::kernel::{Actor, Cx, Error, Event, Work},
    protocol::acr,
    store::{
        memberships,
        sessions::{self, Session},
    },
};

/// What a sign-in proved.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The person.
    pub user: UserId,
    /// By what (RFC 8176).
    pub amr: Vec<String>,
    /// Whether the session outlives the browser.
    pub remember: bool,
}

/// Starts or renews a session and replaces the browser's secret.
///
/// # Errors
/// When the database fails.
pub async fn sign_in(
    cx: &Cx<'_>,
    work: &mut Work,
    browser: Option<&Browser>,
    proof: &Proof,
) -> Result<(SessionId, Browser), Error> {
    let now = cx.now;
    let browser = match browser {
        Some(known) => match renewed(cx, work, known).await? {
            Some(browser) => browser,
            // Somebody else signed in with this cookie meanwhile: the row is theirs now.
            None => renewed_stranger(cx, work).await?,
        },
        None => renewed_stranger(cx, work).await?,
    };
    let lifetimes = lifetimes(cx, proof.remember, now);
    let existing = sessions::list_live_for_browser(work, &browser.id, now)
        .await?
        .into_iter()
        .find(|one| one.user_id == proof.user);
    let acr = acr::of(&proof.amr);
    let id = if let Some(session) = existing {
        let renewed = sessions::Reauthentication {
            auth_time: now,
            acr: acr.to_owned(),
            amr: proof.amr.clone(),
            idle_expires_at: lifetimes.0.max(session.idle_expires_at),
            expires_at: lifetimes.1.max(session.expires_at),
        };
        sessions::reauthenticate(work, &session.id, &renewed).await?;
        session.id
    } else {
        let session = Session {
            id: cx.new_id(),
            issuer_id: cx.issuer.id.clone(),
            browser_id: browser.id.clone(),
            user_id: proof.user.clone(),
            organization_id: only_organization(work, &proof.user).await?,
            auth_time: now,
            acr: acr.to_owned(),
            amr: proof.amr.clone(),
            ip: cx.origin.ip.clone(),
            user_agent: cx.origin.user_agent.clone(),
            created_at: now,
            last_seen_at: now,
            idle_expires_at: lifetimes.0,
            expires_at: lifetimes.1,
            ended_at: None,
        };
        sessions::insert(work, &session).await?;
        session.id
    };
    let cx = &cx.acting(Actor::person(&proof.user, &id, now));
    let started = Event::SessionStarted { session: id.clone(), user: proof.user.clone(), amr: proof.amr.clone() };
    work.emit(cx, started).await?;
    Ok((id, browser))
}

fn lifetimes(cx: &Cx<'_>, remember: bool, now: Timestamp) -> (Timestamp, Timestamp) {
    let session = &cx.app.config.session;
    let end = now + if remember { session.absolute } else { session.unremembered };
    ((now + session.idle).min(end), end)
}

/// With a single membership there is nothing to choose: it is the active organization.
async fn only_organization(work: &mut Work, user: &UserId) -> Result<Option<crate::base::id::OrganizationId>, Error> {
    let memberships = memberships::list_for_user(work, user, 2).await?;
    Ok(if let [only] = memberships.as_slice() { Some(only.organization_id.clone()) } else { None })
}
