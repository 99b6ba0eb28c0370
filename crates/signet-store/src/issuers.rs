//! Issuers. Growth: one row for each issuer URL ever served; one today.

use super::{Conn, Result};
use crate::base::{id::IssuerId, time::Timestamp};

/// The issuer with exactly this URL.
pub async fn find_by_url(conn: &mut Conn, url: &str) -> Result<Option<IssuerId>> {
    let row = q!(conn, fetch_optional, (IssuerId,), "SELECT id FROM issuers WHERE url = $1", url)?;
    Ok(row.map(|(id,)| id))
}

/// The URL of every issuer, oldest first.
pub async fn list(conn: &mut Conn) -> Result<Vec<String>> {
    let rows = q!(conn, fetch_all, (String,), "SELECT url FROM issuers ORDER BY created_at, id")?;
    Ok(rows.into_iter().map(|(url,)| url).collect())
}

/// Adds an issuer.
pub async fn insert(conn: &mut Conn, id: &IssuerId, url: &str, now: Timestamp) -> Result<()> {
    q!(conn, execute, "INSERT INTO issuers (id, url, created_at) VALUES ($1, $2, $3)", id, url, now).map(drop)
}
