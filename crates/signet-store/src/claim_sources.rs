//! Who else vouches for claims about a person (OIDC Core §5.6.2). Growth: as many rows as the operator
//! sets; gone with the person.

use super::{Conn, Result, types::Json};
use crate::base::{id::UserId, time::Timestamp};

row! {
    /// A source of aggregated claims (`jwt`) or distributed ones (`endpoint`).
    #[derive(Debug, Clone, PartialEq)]
    pub struct ClaimSource {
        /// About whom.
        pub user_id: UserId,
        /// What ties `_claim_names` to `_claim_sources`.
        pub name: String,
        /// The claims it holds.
        pub claims: Vec<String> as Json,
        /// A JWT that holds them.
        pub jwt: Option<String>,
        /// Where a JWT that holds them can be fetched.
        pub endpoint: Option<String>,
        /// What to show there, sealed under the master key.
        pub access_token_sealed: Option<String>,
        /// When it was set first.
        pub created_at: Timestamp,
        /// When it was set last.
        pub updated_at: Timestamp,
    }
}

macro_rules! columns {
    () => {
        "user_id, name, claims, jwt, endpoint, access_token_sealed, created_at, updated_at"
    };
}

/// Sets a source, replacing one of the same name.
pub async fn upsert(conn: &mut Conn, source: &ClaimSource) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO claim_sources (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (user_id, name) DO UPDATE SET \
             claims = excluded.claims, jwt = excluded.jwt, endpoint = excluded.endpoint, \
             access_token_sealed = excluded.access_token_sealed, updated_at = excluded.updated_at"
        ),
        &source.user_id,
        &source.name,
        Json(&source.claims),
        &source.jwt,
        &source.endpoint,
        &source.access_token_sealed,
        source.created_at,
        source.updated_at
    )
    .map(drop)
}

/// Whether there are any.
pub async fn exist(conn: &mut Conn) -> Result<bool> {
    Ok(q!(conn, fetch_optional, (String,), "SELECT name FROM claim_sources LIMIT 1")?.is_some())
}

/// The sources about a person, by name.
pub async fn list_for_user(conn: &mut Conn, user: &UserId) -> Result<Vec<ClaimSource>> {
    q!(
        conn,
        fetch_all,
        ClaimSource,
        concat!("SELECT ", columns!(), " FROM claim_sources WHERE user_id = $1 ORDER BY name"),
        user
    )
}

/// Every source with a sealed token, for rewrapping.
pub async fn list_sealed(conn: &mut Conn) -> Result<Vec<ClaimSource>> {
    q!(
        conn,
        fetch_all,
        ClaimSource,
        concat!(
            "SELECT ",
            columns!(),
            " FROM claim_sources WHERE access_token_sealed IS NOT NULL ORDER BY user_id, name"
        )
    )
}

/// Replaces the sealed token only, after the master key changed; does nothing when it was replaced
/// since `old` was read.
pub async fn set_sealed(conn: &mut Conn, user: &UserId, name: &str, old: &str, new: &str) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE claim_sources SET access_token_sealed = $4 \
         WHERE user_id = $1 AND name = $2 AND access_token_sealed = $3",
        user,
        name,
        old,
        new
    )?;
    Ok(touched > 0)
}

/// Removes a source; answers whether there was one.
pub async fn delete(conn: &mut Conn, user: &UserId, name: &str) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM claim_sources WHERE user_id = $1 AND name = $2", user, name)? > 0)
}
