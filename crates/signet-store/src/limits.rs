//! Counters of failures, within a window or in a row, and what was taken of what may be asked for. Growth: one row a
//! rule and (hashed) key that failed or asked; purged when its window is over, when nothing failed for a while, or when
//! all of it may be asked for again.

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

/// Counts one more failure in the window that began at `window_start`; answers the new count. Where the next window has
/// begun meanwhile, as for an attempt that waited for its hash, it counts there: it clears nothing. What lies further
/// ahead was written by a clock that was wrong.
pub async fn add(conn: &mut Conn, key: Counted<'_>, window_start: Timestamp, expires_at: Timestamp) -> Result<i64> {
    let (count,) = q!(
        conn,
        fetch_one,
        (i64,),
        "INSERT INTO limits (rule, hash, window_start, count, expires_at) VALUES ($1, $2, $3, 1, $4) \
         ON CONFLICT (rule, hash) DO UPDATE SET \
         count = CASE WHEN limits.window_start >= excluded.window_start \
         AND limits.window_start <= excluded.expires_at THEN limits.count + 1 ELSE 1 END, \
         window_start = CASE WHEN limits.window_start > excluded.window_start \
         AND limits.window_start <= excluded.expires_at THEN limits.window_start ELSE excluded.window_start END, \
         expires_at = CASE WHEN limits.window_start > excluded.window_start \
         AND limits.window_start <= excluded.expires_at THEN limits.expires_at ELSE excluded.expires_at END \
         RETURNING count",
        key.rule,
        key.hash,
        window_start,
        expires_at
    )?;
    Ok(count)
}

/// Counts one more failure in a row, to be forgotten at `expires_at`; answers the new count. What lies further ahead was
/// written by a clock that was wrong.
pub async fn add_to_streak(conn: &mut Conn, key: Counted<'_>, now: Timestamp, expires_at: Timestamp) -> Result<i64> {
    let (count,) = q!(
        conn,
        fetch_one,
        (i64,),
        "INSERT INTO limits (rule, hash, window_start, count, expires_at) VALUES ($1, $2, $3, 1, $4) \
         ON CONFLICT (rule, hash) DO UPDATE SET \
         count = CASE WHEN limits.expires_at > excluded.window_start \
         AND limits.window_start <= excluded.expires_at THEN limits.count + 1 ELSE 1 END, \
         window_start = excluded.window_start, expires_at = excluded.expires_at RETURNING count",
        key.rule,
        key.hash,
        now,
        expires_at
    )?;
    Ok(count)
}

/// Forgets the failures of a key.
pub async fn clear(conn: &mut Conn, key: Counted<'_>) -> Result<()> {
    q!(conn, execute, "DELETE FROM limits WHERE rule = $1 AND hash = $2", key.rule, key.hash).map(drop)
}

/// One more of what is worked off evenly, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Taking {
    /// When.
    pub now: i64,
    /// How long one takes.
    pub interval: i64,
    /// How long takes what may be taken at once.
    pub burst: i64,
    /// What lies further ahead counts as nothing.
    pub furthest: i64,
}

/// Takes one more, if there is room; answers when everything will be worked off.
pub async fn take(conn: &mut Conn, key: Counted<'_>, taking: Taking) -> Result<Option<i64>> {
    let Taking { now, interval, burst, furthest } = taking;
    let (first, last) = (now.saturating_add(interval), now.saturating_add(burst - interval));
    let row = q!(
        conn,
        fetch_optional,
        (i64,),
        "INSERT INTO limits (rule, hash, window_start, count, expires_at, worked_off) VALUES ($1, $2, $3, 0, $4, $5) \
         ON CONFLICT (rule, hash) DO UPDATE SET \
         worked_off = CASE WHEN limits.worked_off > $6 AND limits.worked_off <= $7 \
         THEN limits.worked_off ELSE $6 END + $8, \
         expires_at = (CASE WHEN limits.worked_off > $6 AND limits.worked_off <= $7 \
         THEN limits.worked_off ELSE $6 END + $8) / 1000 + 1 \
         WHERE limits.worked_off <= $9 OR limits.worked_off > $7 RETURNING worked_off",
        key.rule,
        key.hash,
        Timestamp(now / 1000),
        Timestamp(first / 1000 + 1),
        first,
        now,
        furthest,
        interval,
        last
    )?;
    Ok(row.map(|(worked_off,)| worked_off))
}

/// When everything that was taken will be worked off, in milliseconds; `None` where nothing was.
pub async fn find_worked_off(conn: &mut Conn, key: Counted<'_>) -> Result<Option<i64>> {
    let row = q!(
        conn,
        fetch_optional,
        (i64,),
        "SELECT worked_off FROM limits WHERE rule = $1 AND hash = $2",
        key.rule,
        key.hash
    )?;
    Ok(row.map(|(worked_off,)| worked_off))
}
