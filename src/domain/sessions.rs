//! Browsers, and the accounts signed in to them.
//!
//! A browser is known by the hash of its cookie; it holds sessions, one for each signed-in
//! account. The cookie's secret is replaced at every sign-in, so a planted cookie is worthless.

use super::login::throttle;
use crate::{
    base::{
        id::{BrowserId, SessionId, UserId},
        secret::{Secret, TokenHash},
        time::{Seconds, Timestamp},
    },
    domain::kernel::{Actor, Cx, Error, Event, On, Permission, Work, permit},
    protocol::{acr, authorize::interaction::Account, client::ClientId, error::Refusal},
    store::{
        Conn, browsers,
        grants::{self, Grant},
        memberships, session_clients,
        sessions::{self, Session},
        users,
    },
};

/// How long a browser is remembered in which nobody has signed in: longer than any interaction,
/// and short, because anybody can make one.
const STRANGER_LIFETIME: Seconds = Seconds::days(1);

/// A browser that showed a valid cookie.
#[derive(Debug, Clone)]
pub struct Browser {
    /// Its row.
    pub id: BrowserId,
    /// The cookie's secret, to derive form tokens from.
    pub secret: Secret<String>,
}

/// Finds the browser behind a cookie.
///
/// # Errors
/// When the database fails.
pub async fn browser(cx: &Cx<'_>, cookie: Option<&str>) -> Result<Option<Browser>, Error> {
    let Some(cookie) = cookie else { return Ok(None) };
    let now = cx.now;
    let mut conn = cx.read().await?;
    let found = browsers::find_by_secret(&mut conn, &TokenHash::of(cookie), now).await?;
    Ok(found.map(|row| Browser { id: row.id, secret: Secret::new(cookie.to_owned()) }))
}

/// Makes a browser known, inside a transaction that needs one.
///
/// # Errors
/// [`Error::TooMany`] when one address makes too many.
pub async fn new_browser(cx: &Cx<'_>, work: &mut Work) -> Result<Browser, Error> {
    let now = cx.now;
    throttle::admit_stranger(cx, work).await?;
    let browser = Browser { id: cx.new_id(), secret: cx.app.entropy.token() };
    let row = browsers::Browser {
        id: browser.id.clone(),
        secret_hash: TokenHash::of(browser.secret.expose()),
        created_at: now,
        last_seen_at: now,
        expires_at: now + STRANGER_LIFETIME,
    };
    browsers::insert(work, &row).await?;
    Ok(browser)
}

/// A signed-in account with what the pages show of it.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Its session.
    pub session: Session,
    /// The person.
    pub user: users::User,
    /// Whether this session was the last to be used with the client that asks.
    pub familiar: bool,
}

impl SignedIn {
    /// The person as the one who acts.
    pub fn actor(&self) -> Actor {
        Actor::person(&self.user.id, &self.session.id, self.session.auth_time)
    }

    /// The facts that the rules need.
    pub fn account(&self, login_hint: Option<&str>) -> Account {
        let key = login_hint.map(users::fold);
        let hinted = key.is_some_and(|key| key == self.user.username_key || Some(&key) == self.user.email_key.as_ref());
        Account {
            session: self.session.id.clone(),
            user: self.user.id.clone(),
            auth_time: self.session.auth_time,
            acr: self.session.acr.clone(),
            hinted,
            familiar: self.familiar,
        }
    }
}

/// The live accounts of a browser, the one last used with `client` marked.
///
/// # Errors
/// When the database fails.
pub async fn signed_in(
    conn: &mut Conn,
    browser: &Browser,
    client: Option<&ClientId>,
    now: Timestamp,
) -> Result<Vec<SignedIn>, Error> {
    let mut all = Vec::new();
    let mut latest: Option<(Timestamp, SessionId)> = None;
    for session in sessions::list_live_for_browser(conn, &browser.id, now).await? {
        let Some(user) = users::find(conn, &session.user_id).await?.filter(|user| user.disabled_at.is_none()) else {
            continue;
        };
        all.push(SignedIn { session, user, familiar: false });
    }
    if let Some(client) = client.filter(|_| all.len() > 1) {
        for one in &all {
            let used = session_clients::find(conn, &one.session.id, client).await?;
            if let Some(used) = used.filter(|used| latest.as_ref().is_none_or(|(at, _)| used.last_at > *at)) {
                latest = Some((used.last_at, one.session.id.clone()));
            }
        }
    }
    for one in &mut all {
        one.familiar = latest.as_ref().is_some_and(|(_, session)| *session == one.session.id);
    }
    Ok(all)
}

/// The live accounts of a browser, the one that signed in last at the end.
///
/// # Errors
/// When the database fails.
pub async fn accounts_in(cx: &Cx<'_>, browser: Option<&Browser>) -> Result<Vec<SignedIn>, Error> {
    let Some(browser) = browser else { return Ok(Vec::new()) };
    let mut conn = cx.read().await?;
    let mut accounts = signed_in(&mut conn, browser, None, cx.now).await?;
    accounts.sort_by_key(|one| one.session.auth_time);
    Ok(accounts)
}

/// Where a person is signed in, in all browsers.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else.
pub async fn of_person(cx: &Cx<'_>, user: &UserId) -> Result<Vec<Session>, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let mut conn = cx.read().await?;
    Ok(sessions::list_live_for_user(&mut conn, &cx.issuer.id, user, cx.now).await?)
}

/// A live session of a person.
///
/// # Errors
/// [`Error::NotFound`] for one that has ended, is somebody else's, or is with another issuer.
pub async fn find_own(cx: &Cx<'_>, user: &UserId, id: &SessionId) -> Result<Session, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let mut conn = cx.read().await?;
    let found = sessions::find_live(&mut conn, id, cx.now).await?;
    let is_own = |one: &Session| one.user_id == *user && one.issuer_id == cx.issuer.id;
    found.filter(is_own).ok_or(Error::NotFound)
}

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

/// Makes a browser known by itself: for a page whose form must be bound to one.
///
/// # Errors
/// As [`new_browser`].
pub async fn make_browser(cx: &Cx<'_>) -> Result<Browser, Error> {
    cx.write(async |work| new_browser(cx, work).await).await
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

/// A new browser that somebody signs in to at once.
async fn renewed_stranger(cx: &Cx<'_>, work: &mut Work) -> Result<Browser, Error> {
    let stranger = new_browser(cx, work).await?;
    renewed(cx, work, &stranger).await?.ok_or(Error::Forbidden)
}

/// Replaces the browser's secret, if the one that was shown is still its own.
async fn renewed(cx: &Cx<'_>, work: &mut Work, known: &Browser) -> Result<Option<Browser>, Error> {
    let now = cx.now;
    let fresh = Browser { id: known.id.clone(), secret: cx.app.entropy.token() };
    let (old, new) = (TokenHash::of(known.secret.expose()), TokenHash::of(fresh.secret.expose()));
    let exchange = browsers::Exchange { old: &old, new: &new };
    let end = now + cx.app.config.session.absolute + STRANGER_LIFETIME;
    Ok(browsers::replace_secret(work, &fresh.id, exchange, now, end).await?.then_some(fresh))
}

/// Whether a browser's cookie is still the one that it showed.
///
/// # Errors
/// When the database fails.
pub async fn is_current(cx: &Cx<'_>, browser: &Browser) -> Result<bool, Error> {
    let mut conn = cx.read().await?;
    has_cookie(cx, &mut conn, browser).await
}

/// [`is_current`] on a connection.
///
/// # Errors
/// When the database fails.
pub async fn has_cookie(cx: &Cx<'_>, conn: &mut Conn, browser: &Browser) -> Result<bool, Error> {
    let found = browsers::find_by_secret(conn, &TokenHash::of(browser.secret.expose()), cx.now).await?;
    Ok(found.is_some_and(|row| row.id == browser.id))
}

/// Holds a browser until the transaction ends; `false` when its cookie has been replaced.
///
/// # Errors
/// When the database fails.
pub async fn hold(work: &mut Work, browser: &Browser) -> Result<bool, Error> {
    Ok(browsers::hold(work, &browser.id, &TokenHash::of(browser.secret.expose())).await?)
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

/// Ends one session of a person, its online grants, and tells its clients.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else's.
pub async fn end(cx: &Cx<'_>, session: &Session) -> Result<bool, Error> {
    permit(cx, Permission::UsersWrite, On::User(&session.user_id))?;
    cx.write(async |work| end_in(cx, work, session).await).await
}

/// [`end`] inside a unit of work, for whoever may.
///
/// # Errors
/// When the database fails.
pub async fn end_in(cx: &Cx<'_>, work: &mut Work, session: &Session) -> Result<bool, Error> {
    let ended = sessions::end(work, &session.id, cx.now).await?;
    if ended {
        follow_up(cx, work, &session.id, &session.user_id).await?;
    }
    Ok(ended)
}

/// Ends every session of a person, in all browsers, and answers which; like [`end_in`]. Those that
/// ran out are ended with them: the clients that were signed in to through them were not told then.
///
/// # Errors
/// When the database fails.
pub async fn end_all_in(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<Vec<SessionId>, Error> {
    let ended = sessions::end_all_for_user(work, user, cx.now).await?;
    for session in &ended {
        follow_up(cx, work, session, user).await?;
    }
    Ok(ended)
}

/// What the end of a session brings along: its online grants end, and whoever hears of its end does the
/// rest. The one place where a session's end has consequences.
async fn follow_up(cx: &Cx<'_>, work: &mut Work, session: &SessionId, user: &UserId) -> Result<(), Error> {
    let revoked = grants::revoke_for_session(work, session, cx.now).await?;
    work.emit(cx, Event::GrantsRevoked(revoked)).await?;
    work.emit(cx, Event::SessionEnded { session: session.clone(), user: user.clone() }).await
}

/// A refresh token without `offline_access` lives no longer than the session it came from.
///
/// # Errors
/// `invalid_grant` when that session has ended.
pub async fn alive_for_refresh(conn: &mut Conn, grant: &Grant, now: Timestamp) -> Result<Session, Error> {
    let alive = match &grant.session_id {
        Some(id) => sessions::find_live(conn, id, now).await?,
        None => None,
    };
    alive.ok_or_else(|| {
        Refusal::invalid_grant("the session that this refresh token belongs to has ended (OIDC Core section 11)").into()
    })
}

/// Notes that a session was used, at most once per `session.update_age`.
///
/// # Errors
/// When the database fails.
pub async fn touch(cx: &Cx<'_>, work: &mut Work, session: &Session) -> Result<(), Error> {
    let now = cx.now;
    if now - session.last_seen_at >= cx.app.config.session.update_age {
        let idle_end = (now + cx.app.config.session.idle).min(session.expires_at);
        sessions::touch(work, &session.id, now, idle_end).await?;
    }
    Ok(())
}
