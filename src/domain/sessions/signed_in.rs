//! Who is signed in where.

use super::Browser;
use crate::{
    base::{
        id::{SessionId, UserId},
        time::Timestamp,
    },
    domain::kernel::{Actor, Cx, Error, On, Permission, Work, permit},
    protocol::{
        acr::{Factor, Ladder},
        authorize::interaction::Account,
        client::{ClientId, ClientMetadata, RefreshTokens},
        error::Refusal,
    },
    store::{
        Conn, session_clients,
        sessions::{self, Session},
        users,
    },
};

/// Factors that a person can have proven after one more question.
#[derive(Debug, Clone)]
pub struct Reachable {
    /// After signing in once more, by one way or another.
    pub by_sign_in: Vec<Vec<Factor>>,
    /// By a further factor alone.
    pub by_factor: Vec<Factor>,
    /// By a passkey, also where they are not asked for one.
    pub by_passkey: Vec<Factor>,
    /// By setting one up; nothing where they have one, or cannot.
    pub by_enrolling: Vec<Factor>,
    /// Whether they have signed in lately enough to change how they sign in.
    pub is_fresh: bool,
    /// Whether they may set one up now.
    pub may_enrol: bool,
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

    /// The facts that the rules need: what a sign-in can have proven, and what a further factor alone can.
    pub fn account(&self, ladder: &Ladder, login_hint: Option<&str>, reach: &Reachable) -> Account {
        let key = login_hint.map(users::fold);
        let hinted = key.is_some_and(|key| key == self.user.username_key || Some(&key) == self.user.email_key.as_ref());
        Account {
            session: self.session.id.clone(),
            user: self.user.id.clone(),
            auth_time: self.session.auth_time,
            reached: ladder.reached(&self.session.proven()),
            within_reach: ladder.reached_by_one(&reach.by_sign_in),
            by_factor: ladder.reached(&reach.by_factor),
            by_passkey: ladder.reached(&reach.by_passkey),
            by_enrolling: ladder.reached(&reach.by_enrolling),
            is_fresh: reach.is_fresh,
            may_enrol: reach.may_enrol,
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

/// Where a person is signed in, in all browsers.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else.
pub async fn of_person(cx: &Cx<'_>, user: &UserId) -> Result<Vec<Session>, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let mut conn = cx.read().await?;
    Ok(sessions::list_live_for_user(&mut conn, &cx.issuer.id, user, cx.now).await?)
}

/// A session of a person, ended or not.
///
/// # Errors
/// [`Error::NotFound`] for one that is somebody else's, is with another issuer, or was forgotten after its end.
pub async fn find_own(cx: &Cx<'_>, user: &UserId, id: &SessionId) -> Result<Session, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let mut conn = cx.read().await?;
    let found = sessions::find(&mut conn, id).await?;
    let is_own = |one: &Session| one.user_id == *user && one.issuer_id == cx.issuer.id;
    found.filter(is_own).ok_or(Error::NotFound)
}

/// Refuses a refresh token whose session has run out, where its client wants them to end together. One that was ended
/// took the approval with it.
///
/// # Errors
/// `invalid_grant`.
pub fn check_refresh(client: &ClientMetadata, offline: bool, session: Option<&Session>) -> Result<(), Refusal> {
    // OIDC Core §11: a refresh token of offline_access is for when the person is not present.
    if offline || session.is_some() || client.refresh_tokens == RefreshTokens::OwnLifetime {
        return Ok(());
    }
    Err(Refusal::invalid_grant("the session that this refresh token belongs to has ended (OIDC Core section 11)"))
}

/// Notes that a session was used, at most once per `session.update_age`.
///
/// # Errors
/// When the database fails.
pub async fn touch(cx: &Cx<'_>, work: &mut Work, session: &Session) -> Result<(), Error> {
    let now = cx.now;
    if is_touch_due(cx, session) {
        let idle_end = (now + cx.app.config.session.idle).min(session.expires_at);
        sessions::touch(work, &session.id, now, idle_end).await?;
    }
    Ok(())
}

/// Whether [`touch`] would write.
pub fn is_touch_due(cx: &Cx<'_>, session: &Session) -> bool {
    cx.now - session.last_seen_at >= cx.app.config.session.update_age
}
