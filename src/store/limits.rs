//! Counters of failures, within a window or in a row. Growth: one row a rule and (hashed) key that
//! failed; purged when its window is over, or when nothing failed for a while.

use super::{Conn, Result};
use crate::base::{secret::TokenHash, time::Timestamp};

row! {
    /// What failed.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Failures {
        /// The rule.
        pub rule: String,
        /// The key.
        pub hash: TokenHash,
        /// How often it failed, in the present window or in a row.
        pub count: i64,
        /// When the window began, or when the last failure in a row was.
        pub window_start: Timestamp,
    }
}

/// A rule and a key that it counts.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// The rule.
    pub rule: &'a str,
    /// The key.
    pub hash: &'a TokenHash,
}

/// Most keys that [`list`] looks at.
pub const MOST: usize = 7;

/// What has failed of some keys, in one look; what never did, or long ago, is left out. At most [`MOST`].
pub async fn list(conn: &mut Conn, keys: &[Counted<'_>], now: Timestamp) -> Result<Vec<Failures>> {
    let rule = |at: usize| keys.get(at).map(|key| key.rule);
    let hash = |at: usize| keys.get(at).map(|key| key.hash);
    let found = q!(
        conn,
        fetch_all,
        Failures,
        "SELECT rule, hash, count, window_start FROM limits WHERE rule IN ($2, $3, $4, $5, $6, $7, $8) \
         AND hash IN ($9, $10, $11, $12, $13, $14, $15) AND expires_at > $1",
        now,
        rule(0),
        rule(1),
        rule(2),
        rule(3),
        rule(4),
        rule(5),
        rule(6),
        hash(0),
        hash(1),
        hash(2),
        hash(3),
        hash(4),
        hash(5),
        hash(6)
    )?;
    let is_asked = |one: &Failures| keys.iter().any(|key| key.rule == one.rule && *key.hash == one.hash);
    Ok(found.into_iter().filter(is_asked).collect())
}

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
