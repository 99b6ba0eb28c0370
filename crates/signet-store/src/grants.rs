//! Grants: one approval each, from which codes, families and opaque tokens hang. Growth: one row
//! an approval; purged when its last token has expired, and no kept code and no child is left.

use serde_json::Value;

use super::{Conn, Result, types::Json};
use crate::{
    base::{
        id::{GrantId, IssuerId, OrganizationId, SessionId, UserId},
        time::Timestamp,
    },
    protocol::{claims::request::ClaimsRequest, client::ClientId, grant_kind::GrantKind},
};

row! {
    /// One approval.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Grant {
        /// Its row; access tokens carry it.
        pub id: GrantId,
        /// The issuer that gave it.
        pub issuer_id: IssuerId,
        /// The client it was given to.
        pub client_id: ClientId,
        /// Who gave it; absent when the client acts for itself.
        pub user_id: Option<UserId>,
        /// The session it was given in.
        pub session_id: Option<SessionId>,
        /// The organization the person acted for.
        pub organization_id: Option<OrganizationId>,
        /// How it came about.
        pub kind: GrantKind,
        /// The scopes granted.
        pub scopes: Vec<String> as Json,
        /// The audiences granted (RFC 8707).
        pub resources: Vec<String> as Json,
        /// RFC 9396.
        pub authorization_details: Option<Value> as OptionalJson,
        /// The claims request (OIDC Core §5.5).
        pub claims: Option<ClaimsRequest> as OptionalJson,
        /// How strongly the person proved who they are.
        pub acr: Option<String>,
        /// By what means.
        pub amr: Vec<String> as Json,
        /// When.
        pub auth_time: Option<Timestamp>,
        /// The session's name for this client.
        pub sid: Option<String>,
        /// The request's `nonce`.
        pub nonce: Option<String>,
        /// The DPoP key (RFC 9449).
        pub jkt: Option<String>,
        /// The client certificate (RFC 8705).
        pub x5t_s256: Option<String>,
        /// The grant it was derived from; revoking that revokes this.
        pub parent_grant_id: Option<GrantId>,
        /// Who acts (RFC 8693 §4.1).
        pub act: Option<Value> as OptionalJson,
        /// When it was given.
        pub created_at: Timestamp,
        /// When its last token expires.
        pub expires_at: Timestamp,
        /// When it was revoked.
        pub revoked_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "id, issuer_id, client_id, user_id, session_id, organization_id, kind, scopes, resources, \
         authorization_details, claims, acr, amr, auth_time, sid, nonce, jkt, x5t_s256, parent_grant_id, act, \
         created_at, expires_at, revoked_at"
    };
}

// Revokes the grants of the recursive query `tree`, which begins with what stands before this.
macro_rules! revoke_tree {
    () => {
        " UNION SELECT g.id FROM grants g JOIN tree t ON g.parent_grant_id = t.id) \
         UPDATE grants SET revoked_at = $1 WHERE revoked_at IS NULL AND id IN (SELECT id FROM tree) RETURNING id"
    };
}

/// Adds a grant; the purge looks at it when `purge_at` has come.
pub async fn insert(conn: &mut Conn, grant: &Grant, purge_at: Timestamp) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO grants (",
            columns!(),
            ", purge_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
             $19, $20, $21, $22, $23, $24)"
        ),
        &grant.id,
        &grant.issuer_id,
        &grant.client_id,
        &grant.user_id,
        &grant.session_id,
        &grant.organization_id,
        grant.kind,
        Json(&grant.scopes),
        Json(&grant.resources),
        grant.authorization_details.as_ref().map(Json),
        grant.claims.as_ref().map(Json),
        &grant.acr,
        Json(&grant.amr),
        grant.auth_time,
        &grant.sid,
        &grant.nonce,
        &grant.jkt,
        &grant.x5t_s256,
        &grant.parent_grant_id,
        grant.act.as_ref().map(Json),
        grant.created_at,
        grant.expires_at,
        grant.revoked_at,
        purge_at
    )
    .map(drop)
}

/// By row, revoked or not.
pub async fn find(conn: &mut Conn, id: &GrantId) -> Result<Option<Grant>> {
    q!(conn, fetch_optional, Grant, concat!("SELECT ", columns!(), " FROM grants WHERE id = $1"), id)
}

row! {
    /// What a client may do for a person by grants of one kind.
    #[derive(Debug, Clone, PartialEq)]
    pub struct ClientGrants {
        /// The client.
        pub client_id: ClientId,
        /// The scopes of these grants.
        pub scopes: Vec<String> as Json,
        /// When the first of them was made.
        pub since: Timestamp,
    }
}

/// The clients that hold grants of a person, once for each list of scopes, the longest known first.
pub async fn list_holders_for_user(conn: &mut Conn, user: &UserId, now: Timestamp) -> Result<Vec<ClientGrants>> {
    q!(
        conn,
        fetch_all,
        ClientGrants,
        "SELECT client_id, scopes, MIN(created_at) AS since FROM grants \
         WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 \
         GROUP BY client_id, scopes ORDER BY since, client_id, scopes",
        user,
        now
    )
}

/// Lets a grant live at least until then; `false` when it was revoked or is gone. The purge finds out by itself: what
/// it would have to be told stands in an index.
pub async fn extend(conn: &mut Conn, id: &GrantId, expires_at: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE grants SET expires_at = CASE WHEN expires_at < $2 THEN $2 ELSE expires_at END \
         WHERE id = $1 AND revoked_at IS NULL",
        id,
        expires_at
    )?;
    Ok(touched > 0)
}

/// Revokes a grant and all that was derived from it. Answers which of them were still alive.
pub async fn revoke(conn: &mut Conn, id: &GrantId, now: Timestamp) -> Result<Vec<GrantId>> {
    let rows = q!(
        conn,
        fetch_all,
        (GrantId,),
        concat!("WITH RECURSIVE tree (id) AS (SELECT id FROM grants WHERE id = $2", revoke_tree!()),
        now,
        id
    )?;
    Ok(ids(rows))
}

/// Revokes what a person granted to a client, and all that was derived from it. Answers which.
pub async fn revoke_for_user_client(
    conn: &mut Conn,
    user: &UserId,
    client: &ClientId,
    now: Timestamp,
) -> Result<Vec<GrantId>> {
    let rows = q!(
        conn,
        fetch_all,
        (GrantId,),
        concat!(
            "WITH RECURSIVE tree (id) AS (SELECT id FROM grants WHERE user_id = $2 AND client_id = $3",
            revoke_tree!()
        ),
        now,
        user,
        client
    )?;
    Ok(ids(rows))
}

/// Revokes everything a person granted, and all that was derived from it. Answers which.
pub async fn revoke_for_user(conn: &mut Conn, user: &UserId, now: Timestamp) -> Result<Vec<GrantId>> {
    let rows = q!(
        conn,
        fetch_all,
        (GrantId,),
        concat!("WITH RECURSIVE tree (id) AS (SELECT id FROM grants WHERE user_id = $2", revoke_tree!()),
        now,
        user
    )?;
    Ok(ids(rows))
}

/// Revokes everything that a person granted but what belongs to one session, and all that was derived from it. Answers
/// which.
pub async fn revoke_for_user_but_session(
    conn: &mut Conn,
    user: &UserId,
    session: &SessionId,
    now: Timestamp,
) -> Result<Vec<GrantId>> {
    let rows = q!(
        conn,
        fetch_all,
        (GrantId,),
        concat!(
            "WITH RECURSIVE tree (id) AS (SELECT o.id FROM grants o WHERE o.user_id = $2 \
             AND (o.session_id IS NULL OR o.session_id <> $3)",
            revoke_tree!()
        ),
        now,
        user,
        session
    )?;
    Ok(ids(rows))
}

/// Revokes what a person granted to first-party clients and what they were never asked about (the client was
/// first-party then), and all that was derived from it. Answers which.
pub async fn revoke_unasked_for_user(conn: &mut Conn, user: &UserId, now: Timestamp) -> Result<Vec<GrantId>> {
    let rows = q!(
        conn,
        fetch_all,
        (GrantId,),
        concat!(
            "WITH RECURSIVE tree (id) AS (SELECT o.id FROM grants o WHERE o.user_id = $2 AND (o.client_id IN \
             (SELECT c.id FROM clients c WHERE c.first_party_at IS NOT NULL) OR NOT EXISTS \
             (SELECT 1 FROM consents a WHERE a.user_id = $2 AND a.client_id = o.client_id))",
            revoke_tree!()
        ),
        now,
        user
    )?;
    Ok(ids(rows))
}

/// Revokes everything granted to a client, and all that was derived from it. Answers which.
pub async fn revoke_for_client(conn: &mut Conn, client: &ClientId, now: Timestamp) -> Result<Vec<GrantId>> {
    let rows = q!(
        conn,
        fetch_all,
        (GrantId,),
        concat!("WITH RECURSIVE tree (id) AS (SELECT id FROM grants WHERE client_id = $2", revoke_tree!()),
        now,
        client
    )?;
    Ok(ids(rows))
}

/// Revokes what ends with a session: its grants without an offline refresh family, and all that
/// was derived from them. Answers which.
pub async fn revoke_for_session(conn: &mut Conn, session: &SessionId, now: Timestamp) -> Result<Vec<GrantId>> {
    let rows = q!(
        conn,
        fetch_all,
        (GrantId,),
        concat!(
            // OIDC Core §11: offline_access is for when the person is not present, so it survives sign-out.
            "WITH RECURSIVE tree (id) AS (SELECT s.id FROM grants s WHERE s.session_id = $2 AND NOT EXISTS \
             (SELECT 1 FROM refresh_families f WHERE f.grant_id = s.id AND f.offline_at IS NOT NULL)",
            revoke_tree!()
        ),
        now,
        session
    )?;
    Ok(ids(rows))
}

/// Revokes what ends with the sessions of a person, one of them excepted, whether or not these are still known: grants
/// without an offline refresh family, and all that was derived from them. Answers which.
pub async fn revoke_online_for_user(
    conn: &mut Conn,
    user: &UserId,
    except: Option<&SessionId>,
    now: Timestamp,
) -> Result<Vec<GrantId>> {
    let rows = q!(
        conn,
        fetch_all,
        (GrantId,),
        concat!(
            // OIDC Core §11: offline_access is for when the person is not present, so it survives sign-out.
            "WITH RECURSIVE tree (id) AS (SELECT s.id FROM grants s WHERE s.user_id = $2 \
             AND (s.session_id IS NULL OR s.session_id <> $3) AND NOT EXISTS \
             (SELECT 1 FROM refresh_families f WHERE f.grant_id = s.id AND f.offline_at IS NOT NULL)",
            revoke_tree!()
        ),
        now,
        user,
        except.map_or("", SessionId::as_str)
    )?;
    Ok(ids(rows))
}

fn ids(rows: Vec<(GrantId,)>) -> Vec<GrantId> {
    rows.into_iter().map(|(id,)| id).collect()
}

/// Revokes a person's grants that speak for an organization; answers which.
pub async fn revoke_for_member(
    conn: &mut Conn,
    user: &UserId,
    organization: &OrganizationId,
    now: Timestamp,
) -> Result<Vec<GrantId>> {
    let rows = q!(
        conn,
        fetch_all,
        (GrantId,),
        "UPDATE grants SET revoked_at = $3 WHERE user_id = $1 AND organization_id = $2 AND revoked_at IS NULL \
         RETURNING id",
        user,
        organization,
        now
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Revokes every grant that speaks for an organization; answers which.
pub async fn revoke_for_organization(
    conn: &mut Conn,
    organization: &OrganizationId,
    now: Timestamp,
) -> Result<Vec<GrantId>> {
    let rows = q!(
        conn,
        fetch_all,
        (GrantId,),
        "UPDATE grants SET revoked_at = $2 WHERE organization_id = $1 AND revoked_at IS NULL RETURNING id",
        organization,
        now
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
