//! Counters of failures, within a window or in a row. Growth: one row a rule and (hashed) key that
//! failed; purged when its window is over, or when nothing failed for a while.

use super::{Conn, Result};
use crate::base::{secret::TokenHash, time::Timestamp};

/// How often the key failed in the present window.
pub async fn count(conn: &mut Conn, rule: &str, hash: &TokenHash, now: Timestamp) -> Result<i64> {
    let row = q!(
        conn,
        fetch_optional,
        (i64,),
        "SELECT count FROM limits WHERE rule = $1 AND hash = $2 AND expires_at > $3",
        rule,
        hash,
        now
    )?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Counts one more failure in the window that began at `window_start`; answers the new count.
pub async fn add(
    conn: &mut Conn,
    rule: &str,
    hash: &TokenHash,
    window_start: Timestamp,
    expires_at: Timestamp,
) -> Result<i64> {
    let (count,) = q!(
        conn,
        fetch_one,
        (i64,),
        "INSERT INTO limits (rule, hash, window_start, count, expires_at) VALUES ($1, $2, $3, 1, $4) \
         ON CONFLICT (rule, hash) DO UPDATE SET \
         count = CASE WHEN limits.window_start = excluded.window_start THEN limits.count + 1 ELSE 1 END, \
         window_start = excluded.window_start, expires_at = excluded.expires_at RETURNING count",
        rule,
        hash,
        window_start,
        expires_at
    )?;
    Ok(count)
}

/// Failures without a success between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streak {
    /// How many.
    pub count: i64,
    /// When the last of them was.
    pub last: Timestamp,
}

/// The failures of a key in a row; none when they are forgotten.
pub async fn find_streak(conn: &mut Conn, rule: &str, hash: &TokenHash, now: Timestamp) -> Result<Option<Streak>> {
    let row = q!(
        conn,
        fetch_optional,
        (i64, Timestamp),
        "SELECT count, window_start FROM limits WHERE rule = $1 AND hash = $2 AND expires_at > $3",
        rule,
        hash,
        now
    )?;
    Ok(row.map(|(count, last)| Streak { count, last }))
}

/// Counts one more failure in a row, to be forgotten at `expires_at`; answers the new count.
pub async fn add_to_streak(
    conn: &mut Conn,
    rule: &str,
    hash: &TokenHash,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<i64> {
    let (count,) = q!(
        conn,
        fetch_one,
        (i64,),
        "INSERT INTO limits (rule, hash, window_start, count, expires_at) VALUES ($1, $2, $3, 1, $4) \
         ON CONFLICT (rule, hash) DO UPDATE SET \
         count = CASE WHEN limits.expires_at > excluded.window_start THEN limits.count + 1 ELSE 1 END, \
         window_start = excluded.window_start, expires_at = excluded.expires_at RETURNING count",
        rule,
        hash,
        now,
        expires_at
    )?;
    Ok(count)
}

/// Forgets the failures of a key.
pub async fn clear(conn: &mut Conn, rule: &str, hash: &TokenHash) -> Result<()> {
    q!(conn, execute, "DELETE FROM limits WHERE rule = $1 AND hash = $2", rule, hash).map(drop)
}
