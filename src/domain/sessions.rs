//! Browsers, and the accounts signed in to them.
//!
//! A browser is known by the hash of its cookie; it holds sessions, one for each signed-in
//! account. The cookie's secret is replaced at every sign-in, so a planted cookie is worthless.

use serde_json::{Map, json};

use super::{
    audit::{self, Origin},
    error::{Error, settle},
    grants::revoke,
    login::throttle,
    logout::backchannel,
};
use crate::{
    app::App,
    base::{
        id::{BrowserId, SessionId, UserId},
        secret::{Secret, TokenHash},
        time::{Seconds, Timestamp},
        url::ServedIssuer,
    },
    protocol::{acr, authorize::interaction::Account, client::ClientId, error::Error as Refusal},
    store::{
        Conn, Tx, audit as audit_events, browsers,
        grants::{self, Grant},
        memberships, outbox, session_clients,
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
pub async fn browser(app: &App, cookie: Option<&str>) -> Result<Option<Browser>, Error> {
    let Some(cookie) = cookie else { return Ok(None) };
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let found = browsers::find_by_secret(&mut conn, &TokenHash::of(cookie), now).await?;
    Ok(found.map(|row| Browser { id: row.id, secret: Secret::new(cookie.to_owned()) }))
}

/// Makes a browser known, inside a transaction that needs one.
///
/// # Errors
/// [`Error::TooMany`] when one address makes too many.
pub async fn new_browser(app: &App, tx: &mut Tx, origin: &Origin) -> Result<Browser, Error> {
    let now = app.clock.now();
    throttle::admit_stranger(app, tx, origin.ip.as_deref()).await?;
    let browser = Browser { id: BrowserId::fresh(&app.clock, &app.entropy), secret: app.entropy.token() };
    let row = browsers::Browser {
        id: browser.id.clone(),
        secret_hash: TokenHash::of(browser.secret.expose()),
        created_at: now,
        last_seen_at: now,
        expires_at: now + STRANGER_LIFETIME,
    };
    browsers::insert(tx, &row).await?;
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
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    (browser, proof): (Option<&Browser>, &Proof),
    origin: &Origin,
) -> Result<(SessionId, Browser), Error> {
    let now = app.clock.now();
    let browser = match browser {
        Some(known) => match renewed(app, tx, known).await? {
            Some(browser) => browser,
            // Somebody else signed in with this cookie meanwhile: the row is theirs now.
            None => new_home(app, tx, origin).await?,
        },
        None => new_home(app, tx, origin).await?,
    };
    let lifetimes = lifetimes(app, proof.remember, now);
    let existing =
        sessions::list_live_for_browser(tx, &browser.id, now).await?.into_iter().find(|one| one.user_id == proof.user);
    let acr = acr::of(&proof.amr);
    let id = if let Some(session) = existing {
        let renewed = sessions::Reauthentication {
            auth_time: now,
            acr: acr.to_owned(),
            amr: proof.amr.clone(),
            idle_expires_at: lifetimes.0.max(session.idle_expires_at),
            expires_at: lifetimes.1.max(session.expires_at),
        };
        sessions::reauthenticate(tx, &session.id, &renewed).await?;
        session.id
    } else {
        let session = Session {
            id: SessionId::fresh(&app.clock, &app.entropy),
            issuer_id: issuer.id.clone(),
            browser_id: browser.id.clone(),
            user_id: proof.user.clone(),
            organization_id: only_organization(tx, &proof.user).await?,
            auth_time: now,
            acr: acr.to_owned(),
            amr: proof.amr.clone(),
            ip: origin.ip.clone(),
            user_agent: origin.user_agent.clone(),
            created_at: now,
            last_seen_at: now,
            idle_expires_at: lifetimes.0,
            expires_at: lifetimes.1,
            ended_at: None,
        };
        sessions::insert(tx, &session).await?;
        session.id
    };
    let mut event = audit::event(app, issuer, "session.started", &format!("user:{}", proof.user), origin);
    event.user_id = Some(proof.user.clone());
    event.session_id = Some(id.clone());
    audit_events::insert(tx, &audit::with(event, "amr", proof.amr.clone())).await?;
    Ok((id, browser))
}

/// A new browser that somebody signs in to at once.
async fn new_home(app: &App, tx: &mut Tx, origin: &Origin) -> Result<Browser, Error> {
    let stranger = new_browser(app, tx, origin).await?;
    renewed(app, tx, &stranger).await?.ok_or(Error::Forbidden)
}

/// Replaces the browser's secret, if the one that was shown is still its own.
async fn renewed(app: &App, tx: &mut Tx, known: &Browser) -> Result<Option<Browser>, Error> {
    let now = app.clock.now();
    let fresh = Browser { id: known.id.clone(), secret: app.entropy.token() };
    let secrets = (&TokenHash::of(known.secret.expose()), &TokenHash::of(fresh.secret.expose()));
    let end = now + app.config.session.absolute + STRANGER_LIFETIME;
    Ok(browsers::replace_secret(tx, &fresh.id, secrets, now, end).await?.then_some(fresh))
}

/// Whether a browser's cookie is still the one that it showed.
///
/// # Errors
/// When the database fails.
pub async fn is_current(app: &App, browser: &Browser) -> Result<bool, Error> {
    let mut conn = app.db.read().await?;
    has_cookie(app, &mut conn, browser).await
}

/// [`is_current`] on a connection.
///
/// # Errors
/// When the database fails.
pub async fn has_cookie(app: &App, conn: &mut Conn, browser: &Browser) -> Result<bool, Error> {
    let found = browsers::find_by_secret(conn, &TokenHash::of(browser.secret.expose()), app.clock.now()).await?;
    Ok(found.is_some_and(|row| row.id == browser.id))
}

/// Holds a browser until the transaction ends; `false` when its cookie has been replaced.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, browser: &Browser) -> Result<bool, Error> {
    Ok(browsers::hold(tx, &browser.id, &TokenHash::of(browser.secret.expose())).await?)
}

fn lifetimes(app: &App, remember: bool, now: Timestamp) -> (Timestamp, Timestamp) {
    let session = &app.config.session;
    let end = now + if remember { session.absolute } else { session.unremembered };
    ((now + session.idle).min(end), end)
}

/// With a single membership there is nothing to choose: it is the active organization.
async fn only_organization(tx: &mut Tx, user: &UserId) -> Result<Option<crate::base::id::OrganizationId>, Error> {
    let memberships = memberships::list_for_user(tx, user, 2).await?;
    Ok(if let [only] = memberships.as_slice() { Some(only.organization_id.clone()) } else { None })
}

/// Ends one session, its online grants, and tells the outbox.
///
/// # Errors
/// When the database fails.
pub async fn end(
    app: &App,
    issuer: &ServedIssuer,
    session: &Session,
    actor: &str,
    origin: &Origin,
) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    let outcome = end_in(app, issuer, &mut tx, session, (actor, origin)).await;
    let ended = settle(tx, outcome).await?;
    backchannel::wake(app);
    Ok(ended)
}

/// [`end`] inside a transaction; [`backchannel::wake`] comes after the commit.
///
/// # Errors
/// When the database fails.
pub async fn end_in(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    session: &Session,
    by: (&str, &Origin),
) -> Result<bool, Error> {
    let ended = sessions::end(tx, &session.id, app.clock.now()).await?;
    if ended {
        follow_up(app, issuer, tx, (&session.id, &session.user_id), by).await?;
    }
    Ok(ended)
}

/// Ends every session of a person, in all browsers, and answers which; like [`end_in`]. Those that
/// ran out are ended with them: the clients that were signed in to through them were not told then.
///
/// # Errors
/// When the database fails.
pub async fn end_all_in(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    user: &UserId,
    by: (&str, &Origin),
) -> Result<Vec<SessionId>, Error> {
    let ended = sessions::end_all_for_user(tx, user, app.clock.now()).await?;
    for session in &ended {
        follow_up(app, issuer, tx, (session, user), by).await?;
    }
    Ok(ended)
}

/// What the end of a session brings along: its online grants end, its clients are told, and so are
/// the outbox and the audit log. The one place where a session's end has consequences.
async fn follow_up(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    (session, user): (&SessionId, &UserId),
    (actor, origin): (&str, &Origin),
) -> Result<(), Error> {
    let revoked = grants::revoke_for_session(tx, session, app.clock.now()).await?;
    revoke::tell(app, issuer, tx, &revoked).await?;
    let payload = Map::from_iter([("session_id".to_owned(), json!(session)), ("user_id".to_owned(), json!(user))]);
    let told = super::organizations::outbox_event(app, issuer, "session.revoked", payload);
    outbox::insert(tx, &told).await?;
    let parties = session_clients::list_registered(tx, session).await?;
    backchannel::write_down(tx, issuer, &told, (&parties, user)).await?;
    let mut event = audit::event(app, issuer, "session.ended", actor, origin);
    event.user_id = Some(user.clone());
    event.session_id = Some(session.clone());
    Ok(audit_events::insert(tx, &event).await?)
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
pub async fn touch(app: &App, tx: &mut Tx, session: &Session) -> Result<(), Error> {
    let now = app.clock.now();
    if now - session.last_seen_at >= app.config.session.update_age {
        let idle_end = (now + app.config.session.idle).min(session.expires_at);
        sessions::touch(tx, &session.id, now, idle_end).await?;
    }
    Ok(())
}
