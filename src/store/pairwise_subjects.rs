//! Pairwise subject identifiers (OIDC Core §8.1). Growth: one row a person and sector; gone with
//! the person.

use super::{Conn, Result};
use crate::base::{
    id::{IssuerId, UserId},
    time::Timestamp,
};

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
