//! Opaque access tokens, by digest. Growth: one row a token; purged when expired. (A JWT access
//! token has no row.)

use serde_json::{Map, Value};

use super::{Conn, Result, types::Json};
use crate::{
    base::{
        id::{GrantId, IssuerId},
        secret::TokenHash,
        time::Timestamp,
    },
    protocol::client::ClientId,
};

row! {
    /// An opaque access token.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Token {
        /// Its digest.
        pub hash: TokenHash,
        /// The issuer that made it.
        pub issuer_id: IssuerId,
        /// What it was made from; absent for client_credentials.
        pub grant_id: Option<GrantId>,
        /// The client it was given to.
        pub client_id: ClientId,
        /// The resource server it is for.
        pub audience: String,
        /// What introspection tells about it.
        pub claims: Map<String, Value> as Json,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it ends.
        pub expires_at: Timestamp,
        /// When it was revoked singly.
        pub revoked_at: Option<Timestamp>,
    }
}

/// Adds a token.
pub async fn insert(conn: &mut Conn, token: &Token) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO tokens (hash, issuer_id, grant_id, client_id, audience, claims, created_at, expires_at, \
         revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &token.hash,
        &token.issuer_id,
        &token.grant_id,
        &token.client_id,
        &token.audience,
        Json(&token.claims),
        token.created_at,
        token.expires_at,
        token.revoked_at
    )
    .map(drop)
}

/// Revokes one token; `true` for the one call that did.
pub async fn revoke(conn: &mut Conn, hash: &TokenHash, now: Timestamp) -> Result<bool> {
    let revoked =
        q!(conn, execute, "UPDATE tokens SET revoked_at = $2 WHERE hash = $1 AND revoked_at IS NULL", hash, now)?;
    Ok(revoked > 0)
}

/// Revokes the opaque tokens of a client that hang from no grant (the others end with theirs). Answers how many.
pub async fn revoke_for_client(conn: &mut Conn, client: &ClientId, now: Timestamp) -> Result<u64> {
    q!(
        conn,
        execute,
        "UPDATE tokens SET revoked_at = $2 WHERE client_id = $1 AND grant_id IS NULL AND revoked_at IS NULL",
        client,
        now
    )
}
