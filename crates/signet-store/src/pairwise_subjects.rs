//! Pairwise subject identifiers (OIDC Core §8.1). Growth: one row a person and sector; gone with
//! the person, and with the client where the sector is only its own.

use super::{Conn, Result};
use crate::base::{
    id::{IssuerId, UserId},
    time::Timestamp,
};

row! {
    /// What a person is called in a sector.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PairwiseSubject {
        /// The sector: a host, or a client by itself.
        pub sector: String,
        /// The person.
        pub user_id: UserId,
        /// What the clients of the sector see.
        pub sub: String,
        /// Since when.
        pub created_at: Timestamp,
    }
}

/// The subject a person has in a sector.
pub async fn find(conn: &mut Conn, issuer: &IssuerId, sector: &str, user: &UserId) -> Result<Option<String>> {
    let row = q!(
        conn,
        fetch_optional,
        (String,),
        "SELECT sub FROM pairwise_subjects WHERE issuer_id = $1 AND sector = $2 AND user_id = $3",
        issuer,
        sector,
        user
    )?;
    Ok(row.map(|(sub,)| sub))
}

/// Gives a person a subject in a sector; answers the one they have, which is an older one if there
/// was one.
pub async fn insert(
    conn: &mut Conn,
    (issuer, sector): (&IssuerId, &str),
    user: &UserId,
    sub: &str,
    now: Timestamp,
) -> Result<String> {
    let (sub,) = q!(
        conn,
        fetch_one,
        (String,),
        "INSERT INTO pairwise_subjects (issuer_id, sector, user_id, sub, created_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (issuer_id, sector, user_id) DO UPDATE SET sub = pairwise_subjects.sub RETURNING sub",
        issuer,
        sector,
        user,
        sub,
        now
    )?;
    Ok(sub)
}

/// Whose subject it is in a sector.
pub async fn find_user_by_sub(conn: &mut Conn, issuer: &IssuerId, sector: &str, sub: &str) -> Result<Option<UserId>> {
    let row = q!(
        conn,
        fetch_optional,
        (UserId,),
        "SELECT user_id FROM pairwise_subjects WHERE issuer_id = $1 AND sector = $2 AND sub = $3",
        issuer,
        sector,
        sub
    )?;
    Ok(row.map(|(user,)| user))
}

/// What a person is called in each sector.
pub async fn list_for_user(conn: &mut Conn, issuer: &IssuerId, user: &UserId) -> Result<Vec<PairwiseSubject>> {
    q!(
        conn,
        fetch_all,
        PairwiseSubject,
        "SELECT sector, user_id, sub, created_at FROM pairwise_subjects WHERE issuer_id = $1 AND user_id = $2 \
         ORDER BY sector",
        issuer,
        user
    )
}

/// Ends a sector that no client has any more.
pub async fn delete_sector(conn: &mut Conn, issuer: &IssuerId, sector: &str) -> Result<()> {
    q!(conn, execute, "DELETE FROM pairwise_subjects WHERE issuer_id = $1 AND sector = $2", issuer, sector).map(drop)
}
