//! What other rows hold: a grant by its code, its refresh tokens and the grants derived from it, a browser by its
//! sessions; and what ends later with each use: a family of refresh tokens. Each has `purge_at`, the moment at which it
//! is looked at. Most are deleted then; one that is held after all gets a later moment. So a batch looks at `limit`
//! rows, however many are held, and a use need not move an index.

use super::{Batch, Due};
use crate::{Conn, Result, base::time::Timestamp};

/// The families whose moment has come.
pub(super) async fn families(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Batch> {
    let postponed = q!(
        conn,
        execute,
        "UPDATE refresh_families SET purge_at = CASE WHEN idle_expires_at < expires_at THEN idle_expires_at \
         ELSE expires_at END \
         WHERE id IN (SELECT id FROM refresh_families WHERE purge_at <= $1 ORDER BY purge_at LIMIT $2) \
         AND idle_expires_at > $1 AND expires_at > $1",
        now,
        limit
    )?;
    let deleted = q!(
        conn,
        execute,
        "DELETE FROM refresh_families \
         WHERE id IN (SELECT id FROM refresh_families WHERE purge_at <= $1 ORDER BY purge_at LIMIT $2) \
         AND purge_at <= $1 AND (idle_expires_at <= $1 OR expires_at <= $1)",
        now,
        limit
    )?;
    Ok(Batch { deleted, postponed })
}

/// The grants whose moment has come.
pub(super) async fn grants(conn: &mut Conn, due: &Due<'_>) -> Result<Batch> {
    let Due { now, retention, limit } = *due;
    let codes_before = now - retention.codes;
    // A code that is still kept keeps its grant: a second use must find what to revoke. So does a derived grant, which
    // would go with its parent while its own tokens live.
    let postponed = q!(
        conn,
        execute,
        "UPDATE grants SET purge_at = (SELECT MAX(held.until) FROM (SELECT grants.expires_at AS until \
         UNION ALL SELECT c.expires_at + $3 FROM codes c WHERE c.grant_id = grants.id \
         UNION ALL SELECT f.idle_expires_at FROM refresh_families f WHERE f.grant_id = grants.id \
         UNION ALL SELECT d.purge_at FROM grants d WHERE d.parent_grant_id = grants.id \
         UNION ALL SELECT CAST($1 AS BIGINT) + 1) AS held) \
         WHERE id IN (SELECT id FROM grants WHERE purge_at <= $1 ORDER BY purge_at LIMIT $2) AND (expires_at > $1 \
         OR EXISTS (SELECT 1 FROM codes c WHERE c.grant_id = grants.id AND c.expires_at > $4) \
         OR EXISTS (SELECT 1 FROM refresh_families f WHERE f.grant_id = grants.id AND f.idle_expires_at > $1) \
         OR EXISTS (SELECT 1 FROM grants d WHERE d.parent_grant_id = grants.id))",
        now,
        limit,
        retention.codes.0,
        codes_before
    )?;
    // Asked again of each: others may have come into the batch in place of those above, or changed meanwhile.
    let deleted = q!(
        conn,
        execute,
        "DELETE FROM grants WHERE id IN (SELECT id FROM grants WHERE purge_at <= $1 ORDER BY purge_at LIMIT $2) \
         AND purge_at <= $1 AND expires_at <= $1 \
         AND NOT EXISTS (SELECT 1 FROM codes c WHERE c.grant_id = grants.id AND c.expires_at > $3) \
         AND NOT EXISTS (SELECT 1 FROM refresh_families f WHERE f.grant_id = grants.id AND f.idle_expires_at > $1) \
         AND NOT EXISTS (SELECT 1 FROM grants d WHERE d.parent_grant_id = grants.id)",
        now,
        limit,
        codes_before
    )?;
    Ok(Batch { deleted, postponed })
}

/// The browsers whose moment has come.
pub(super) async fn browsers(conn: &mut Conn, due: &Due<'_>) -> Result<Batch> {
    let Due { now, retention, limit } = *due;
    let ended_before = now - retention.ended_sessions;
    let postponed = q!(
        conn,
        execute,
        "UPDATE browsers SET purge_at = (SELECT MAX(held.until) FROM (SELECT browsers.expires_at AS until \
         UNION ALL SELECT s.expires_at + $3 FROM sessions s WHERE s.browser_id = browsers.id) AS held) \
         WHERE id IN (SELECT id FROM browsers WHERE purge_at <= $1 ORDER BY purge_at LIMIT $2) AND (expires_at > $1 \
         OR EXISTS (SELECT 1 FROM sessions s WHERE s.browser_id = browsers.id AND s.expires_at > $4))",
        now,
        limit,
        retention.ended_sessions.0,
        ended_before
    )?;
    let deleted = q!(
        conn,
        execute,
        "DELETE FROM browsers WHERE id IN (SELECT id FROM browsers WHERE purge_at <= $1 ORDER BY purge_at LIMIT $2) \
         AND purge_at <= $1 AND expires_at <= $1 \
         AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.browser_id = browsers.id AND s.expires_at > $3)",
        now,
        limit,
        ended_before
    )?;
    Ok(Batch { deleted, postponed })
}
