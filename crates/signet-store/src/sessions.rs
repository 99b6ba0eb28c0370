//! Sign-on sessions, one for each account signed in to a browser. Growth: one row a sign-in;
//! purged a while after its end, so that an `id_token_hint` still finds it.

use super::{Conn, PageRequest, Result, types::Json};
use crate::{
    base::{
        id::{BrowserId, IssuerId, OrganizationId, SessionId, UserId},
        secret::TokenHash,
        time::Timestamp,
    },
    protocol::acr::{Factor, FactorKind},
};

row! {
    /// A sign-on session.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Session {
        /// Its row.
        pub id: SessionId,
        /// The issuer it is with.
        pub issuer_id: IssuerId,
        /// The browser it lives in.
        pub browser_id: BrowserId,
        /// Who is signed in.
        pub user_id: UserId,
        /// The organization the person acts for.
        pub organization_id: Option<OrganizationId>,
        /// When the person last proved who they are (OIDC Core §2 `auth_time`).
        pub auth_time: Timestamp,
        /// How strongly (`acr`).
        pub acr: String,
        /// By what means (RFC 8176 `amr`).
        pub amr: Vec<String> as Json,
        /// What was proven, each factor with its kind and its time; empty in sessions of before they were kept.
        pub factors: Vec<Factor> as Json,
        /// The address it was opened from.
        pub ip: Option<String>,
        /// The browser's name for itself.
        pub user_agent: Option<String>,
        /// When it was opened.
        pub created_at: Timestamp,
        /// When it was last used.
        pub last_seen_at: Timestamp,
        /// When it ends unless it is used before.
        pub idle_expires_at: Timestamp,
        /// When it ends at the latest; moved to the end when it is ended earlier.
        pub expires_at: Timestamp,
        /// When it was ended by somebody.
        pub ended_at: Option<Timestamp>,
        /// What its person calls it; nothing while it is new.
        pub label: Option<String>,
    }
}

macro_rules! columns {
    () => {
        "id, issuer_id, browser_id, user_id, organization_id, auth_time, acr, amr, factors, ip, user_agent, created_at, \
         last_seen_at, idle_expires_at, expires_at, ended_at, label"
    };
}

impl Session {
    /// What was proven in it. Of sessions of before factors were kept, no more is known than their methods.
    pub fn proven(&self) -> Vec<Factor> {
        if !self.factors.is_empty() {
            return self.factors.clone();
        }
        let kind = |amr: &str| if amr == "pwd" { FactorKind::Knowledge } else { FactorKind::Possession };
        self.amr.iter().map(|amr| Factor::new(amr, kind(amr), self.auth_time)).collect()
    }

    /// When its person last proved who they are, as far as that is known: an upstream need not say.
    pub fn known_auth_time(&self) -> Option<Timestamp> {
        Some(self.auth_time).filter(|at| at.0 > 0)
    }

    /// Since when its person is signed in here: never before it began.
    pub fn signed_in_at(&self) -> Timestamp {
        self.auth_time.max(self.created_at)
    }

    /// As if nothing had been proven in it.
    #[must_use]
    pub fn without_factors(self) -> Self {
        Self { factors: Vec::new(), amr: Vec::new(), ..self }
    }
}

/// What a new proof of identity changes in a session.
#[derive(Debug, Clone)]
pub struct Reauthentication {
    /// When it happened.
    pub auth_time: Timestamp,
    /// How strong it was.
    pub acr: String,
    /// By what means.
    pub amr: Vec<String>,
    /// What was proven by now.
    pub factors: Vec<Factor>,
    /// When the session now ends unless it is used before.
    pub idle_expires_at: Timestamp,
    /// When it now ends at the latest.
    pub expires_at: Timestamp,
}

row! {
    /// A session was opened.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Opened {
        /// The organization that it acts for: the only one of its person, if there is exactly one.
        pub organization_id: Option<OrganizationId>,
        /// One of the person's others with this issuer, if there were as many alive before as there may be.
        pub surplus: Option<SessionId>,
    }
}

/// Opens a session of a person who may have `most` with this issuer; of any number where that is 0.
pub async fn open(conn: &mut Conn, session: &Session, most: u32) -> Result<Opened> {
    let (asked, offset) = (i64::from(most.min(1)), i64::from(most.saturating_sub(1)));
    q!(
        conn,
        fetch_one,
        Opened,
        concat!(
            "INSERT INTO sessions (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, (SELECT MIN(m.organization_id) FROM memberships m WHERE m.user_id = $4 \
             GROUP BY m.user_id HAVING COUNT(*) = 1), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, NULL) \
             RETURNING organization_id, (SELECT o.id FROM sessions o WHERE o.user_id = $4 \
             AND o.ended_at IS NULL AND o.expires_at > $11 AND o.idle_expires_at > $11 AND o.issuer_id = $2 \
             AND o.id <> $1 LIMIT $16 OFFSET $17) AS surplus"
        ),
        &session.id,
        &session.issuer_id,
        &session.browser_id,
        &session.user_id,
        session.auth_time,
        &session.acr,
        Json(&session.amr),
        Json(&session.factors),
        &session.ip,
        &session.user_agent,
        session.created_at,
        session.last_seen_at,
        session.idle_expires_at,
        session.expires_at,
        session.ended_at,
        asked,
        offset
    )
}

/// By row, ended or not.
pub async fn find(conn: &mut Conn, id: &SessionId) -> Result<Option<Session>> {
    q!(conn, fetch_optional, Session, concat!("SELECT ", columns!(), " FROM sessions WHERE id = $1"), id)
}

/// The live sessions of a browser, the last used first.
pub async fn list_live_for_browser(conn: &mut Conn, browser: &BrowserId, now: Timestamp) -> Result<Vec<Session>> {
    q!(
        conn,
        fetch_all,
        Session,
        concat!(
            "SELECT ",
            columns!(),
            " FROM sessions WHERE browser_id = $1 AND ended_at IS NULL AND expires_at > $2 AND idle_expires_at > $2 \
              ORDER BY last_seen_at DESC, id DESC"
        ),
        browser,
        now
    )
}

/// When the oldest session began that is known, alive or kept for hints.
pub async fn oldest(conn: &mut Conn) -> Result<Option<Timestamp>> {
    let oldest = q!(conn, fetch_optional, (Timestamp,), "SELECT created_at FROM sessions ORDER BY created_at LIMIT 1")?;
    Ok(oldest.map(|(began,)| began))
}

/// The live sessions of a person with one issuer, the last used first.
pub async fn list_live_for_user(
    conn: &mut Conn,
    issuer: &IssuerId,
    user: &UserId,
    now: Timestamp,
) -> Result<Vec<Session>> {
    q!(
        conn,
        fetch_all,
        Session,
        concat!(
            "SELECT ",
            columns!(),
            " FROM sessions WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 AND idle_expires_at > $2 \
              AND issuer_id = $3 ORDER BY last_seen_at DESC, id DESC"
        ),
        user,
        now,
        issuer
    )
}

/// Notes that a session was used; `false` when it is over.
pub async fn touch(conn: &mut Conn, id: &SessionId, now: Timestamp, idle_expires_at: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE sessions SET last_seen_at = $2, idle_expires_at = $3 \
         WHERE id = $1 AND ended_at IS NULL AND expires_at > $2",
        id,
        now,
        idle_expires_at
    )?;
    Ok(touched > 0)
}

/// Writes a new proof of identity into a live session; `false` when it has been ended.
pub async fn reauthenticate(conn: &mut Conn, id: &SessionId, proof: &Reauthentication) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE sessions SET auth_time = $2, acr = $3, amr = $4, last_seen_at = $2, idle_expires_at = $5, \
         expires_at = $6, factors = $7 WHERE id = $1 AND ended_at IS NULL",
        id,
        proof.auth_time,
        &proof.acr,
        Json(&proof.amr),
        proof.idle_expires_at,
        proof.expires_at,
        Json(&proof.factors)
    )?;
    Ok(touched > 0)
}

/// Calls a live session of a person with this issuer by a name, or by none; `false` where there is no such session.
pub async fn set_label(
    conn: &mut Conn,
    issuer: &IssuerId,
    user: &UserId,
    id: &SessionId,
    label: Option<&str>,
) -> Result<bool> {
    let named = q!(
        conn,
        execute,
        "UPDATE sessions SET label = $4 WHERE id = $1 AND user_id = $2 AND issuer_id = $3 AND ended_at IS NULL",
        id,
        user,
        issuer,
        label
    )?;
    Ok(named > 0)
}

/// Sets the organization the person acts for.
pub async fn set_organization(conn: &mut Conn, id: &SessionId, organization: Option<&OrganizationId>) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE sessions SET organization_id = $2 WHERE id = $1 AND ended_at IS NULL",
        id,
        organization
    )?;
    Ok(touched > 0)
}

/// The sessions of a person with any issuer, ended ones too while they are kept, oldest first.
pub async fn list_for_user(conn: &mut Conn, user: &UserId, page: &PageRequest) -> Result<Vec<Session>> {
    q!(
        conn,
        fetch_all,
        Session,
        concat!("SELECT ", columns!(), " FROM sessions WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3"),
        user,
        page.cursor(),
        page.limit
    )
}

/// Ends a session; `true` for the one call that did.
pub async fn end(conn: &mut Conn, id: &SessionId, now: Timestamp) -> Result<bool> {
    let ended = q!(
        conn,
        execute,
        "UPDATE sessions SET ended_at = $2, expires_at = CASE WHEN expires_at > $2 THEN $2 ELSE expires_at END \
         WHERE id = $1 AND ended_at IS NULL",
        id,
        now
    )?;
    Ok(ended > 0)
}

/// Ends every session of a person and answers which.
pub async fn end_all_for_user(conn: &mut Conn, user: &UserId, now: Timestamp) -> Result<Vec<SessionId>> {
    let rows = q!(
        conn,
        fetch_all,
        (SessionId,),
        "UPDATE sessions SET ended_at = $2, expires_at = CASE WHEN expires_at > $2 THEN $2 ELSE expires_at END \
         WHERE user_id = $1 AND ended_at IS NULL RETURNING id",
        user,
        now
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Ends every session of a person but one, and answers which.
pub async fn end_others_for_user(
    conn: &mut Conn,
    user: &UserId,
    kept: &SessionId,
    now: Timestamp,
) -> Result<Vec<SessionId>> {
    let rows = q!(
        conn,
        fetch_all,
        (SessionId,),
        "UPDATE sessions SET ended_at = $2, expires_at = CASE WHEN expires_at > $2 THEN $2 ELSE expires_at END \
         WHERE user_id = $1 AND ended_at IS NULL AND id <> $3 RETURNING id",
        user,
        now,
        kept
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Ends the sessions of the person of `opened` whose sign-in is longest ago, so that `most` are alive with that issuer;
/// answers which.
pub async fn end_oldest(conn: &mut Conn, opened: &Session, most: u32, now: Timestamp) -> Result<Vec<SessionId>> {
    let rows = q!(
        conn,
        fetch_all,
        (SessionId,),
        "UPDATE sessions SET ended_at = $3, expires_at = CASE WHEN expires_at > $3 THEN $3 ELSE expires_at END \
         WHERE id IN (SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $3 \
         AND idle_expires_at > $3 AND issuer_id = $2 AND id <> $4 ORDER BY auth_time DESC, id DESC LIMIT 1000 OFFSET $5) \
         RETURNING id",
        &opened.user_id,
        &opened.issuer_id,
        now,
        &opened.id,
        i64::from(most.saturating_sub(1))
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Holds a live session until the transaction ends, if `secret` is still its browser's cookie:
/// nothing may be approved by a session that is being ended, or by a cookie that was replaced.
pub async fn hold(conn: &mut Conn, id: &SessionId, secret: &TokenHash, now: Timestamp) -> Result<bool> {
    // The update changes nothing and takes the row's lock on PostgreSQL.
    let held = q!(
        conn,
        execute,
        "UPDATE sessions SET last_seen_at = last_seen_at WHERE id = $1 AND ended_at IS NULL AND expires_at > $2 \
         AND idle_expires_at > $2 AND browser_id IN (SELECT id FROM browsers WHERE secret_hash = $3)",
        id,
        now,
        secret
    )?;
    Ok(held > 0)
}

/// Forgets the active organization of a person's sessions: the membership is gone.
pub async fn clear_organization(conn: &mut Conn, user: &UserId, organization: &OrganizationId) -> Result<u64> {
    q!(
        conn,
        execute,
        "UPDATE sessions SET organization_id = NULL WHERE user_id = $1 AND organization_id = $2",
        user,
        organization
    )
}
