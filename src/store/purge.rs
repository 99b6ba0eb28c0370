//! Deletes what has expired, in small batches, so that no table grows for ever and nobody waits.
//!
//! | table | kept until |
//! |---|---|
//! | codes | `retention.codes` after they expire, so that a second use is recognised |
//! | tokens, revoked_tokens, one_time_tokens, initial_access_tokens, replay, limits, interactions, outcomes | they expire |
//! | outbox (with outbox_deliveries) | they expire |
//! | refresh_families | idle too long, or expired |
//! | grants | their last token has expired and no derived grant is left |
//! | sessions (with session_clients) | `retention.ended_sessions` after their end, so that hints resolve |
//! | browsers | their cookie has expired and no session is left |
//! | audit_events | `retention.audit` |
//!
//! All other tables hold what somebody keeps on purpose and name their law in their files.

use super::{Conn, Result, outcomes};
use crate::base::time::{Seconds, Timestamp};

/// How long things are kept beyond their end.
#[derive(Debug, Clone, Copy)]
pub struct Retention {
    /// Sessions after they ended or expired.
    pub ended_sessions: Seconds,
    /// Codes after they expired.
    pub codes: Seconds,
    /// Audit events.
    pub audit: Seconds,
}

impl Default for Retention {
    fn default() -> Self {
        Self { ended_sessions: Seconds::days(30), codes: Seconds::days(1), audit: Seconds::days(365) }
    }
}

/// Deletes at most `limit` expired rows from each table and answers how many in all. Call it in a
/// transaction of its own, again and again until it answers 0.
pub async fn purge_batch(conn: &mut Conn, now: Timestamp, retention: &Retention, limit: i64) -> Result<u64> {
    Ok(purge_tokens(conn, now, now - retention.codes, limit).await?
        + purge_counters(conn, now, limit).await?
        + purge_people(conn, now, now - retention.ended_sessions, limit).await?
        + purge_records(conn, now, now - retention.audit, limit).await?)
}

/// Codes, tokens, families and at last the grants they hang from.
async fn purge_tokens(conn: &mut Conn, now: Timestamp, codes_before: Timestamp, limit: i64) -> Result<u64> {
    let mut deleted = q!(
        conn,
        execute,
        "DELETE FROM codes WHERE hash IN (SELECT hash FROM codes WHERE expires_at <= $1 LIMIT $2)",
        codes_before,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM tokens WHERE hash IN (SELECT hash FROM tokens WHERE expires_at <= $1 LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM revoked_tokens WHERE jti IN (SELECT jti FROM revoked_tokens WHERE expires_at <= $1 LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM refresh_families WHERE id IN \
         (SELECT id FROM refresh_families WHERE idle_expires_at <= $1 LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM refresh_families WHERE id IN (SELECT id FROM refresh_families WHERE expires_at <= $1 LIMIT $2)",
        now,
        limit
    )?;
    // A code that is still kept keeps its grant: a second use must find what to revoke. So does a
    // derived grant, which would go with its parent while its own tokens live.
    deleted += q!(
        conn,
        execute,
        "DELETE FROM grants WHERE id IN (SELECT g.id FROM grants g WHERE g.expires_at <= $1 \
         AND NOT EXISTS (SELECT 1 FROM codes c WHERE c.grant_id = g.id) \
         AND NOT EXISTS (SELECT 1 FROM refresh_families f WHERE f.grant_id = g.id) \
         AND NOT EXISTS (SELECT 1 FROM grants d WHERE d.parent_grant_id = g.id) LIMIT $2)",
        now,
        limit
    )?;
    Ok(deleted)
}

/// What only counts, blocks or is repeated.
async fn purge_counters(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<u64> {
    let mut deleted = outcomes::delete_expired(conn, now, limit).await?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM replay WHERE (purpose, hash) IN \
         (SELECT purpose, hash FROM replay WHERE expires_at <= $1 LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM limits WHERE (rule, hash) IN (SELECT rule, hash FROM limits WHERE expires_at <= $1 LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM initial_access_tokens WHERE id IN \
         (SELECT id FROM initial_access_tokens WHERE expires_at <= $1 LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM one_time_tokens WHERE hash IN (SELECT hash FROM one_time_tokens WHERE expires_at <= $1 LIMIT $2)",
        now,
        limit
    )?;
    Ok(deleted)
}

/// Interactions, sessions and the browsers they lived in.
async fn purge_people(conn: &mut Conn, now: Timestamp, ended_before: Timestamp, limit: i64) -> Result<u64> {
    let mut deleted = q!(
        conn,
        execute,
        "DELETE FROM interactions WHERE id IN (SELECT id FROM interactions WHERE expires_at <= $1 LIMIT $2)",
        now,
        limit
    )?;
    // Ending a session moves its expires_at, so one condition covers both ends.
    deleted += q!(
        conn,
        execute,
        "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= $1 LIMIT $2)",
        ended_before,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM browsers WHERE id IN (SELECT b.id FROM browsers b WHERE b.expires_at <= $1 \
         AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.browser_id = b.id) LIMIT $2)",
        now,
        limit
    )?;
    Ok(deleted)
}

/// Keys and what was told.
async fn purge_records(conn: &mut Conn, now: Timestamp, audit_before: Timestamp, limit: i64) -> Result<u64> {
    let mut deleted = q!(
        conn,
        execute,
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE expires_at <= $1 LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM audit_events WHERE id IN (SELECT id FROM audit_events WHERE at < $1 LIMIT $2)",
        audit_before,
        limit
    )?;
    Ok(deleted)
}
