//! What ends by one moment of its own: its table has an index of it.

use crate::{Conn, Result, base::time::Timestamp, outcomes};

/// Codes and tokens.
pub(super) async fn tokens(conn: &mut Conn, now: Timestamp, codes_before: Timestamp, limit: i64) -> Result<u64> {
    let mut deleted = q!(
        conn,
        execute,
        "DELETE FROM codes WHERE hash IN (SELECT hash FROM codes WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        codes_before,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM tokens WHERE hash IN (SELECT hash FROM tokens WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM revoked_tokens WHERE jti IN (SELECT jti FROM revoked_tokens WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )?;
    Ok(deleted)
}

/// What only counts, blocks or is repeated.
pub(super) async fn counters(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<u64> {
    let mut deleted = outcomes::delete_expired(conn, now, limit).await?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM replay WHERE (purpose, hash) IN \
         (SELECT purpose, hash FROM replay WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM limits WHERE (rule, hash) IN (SELECT rule, hash FROM limits WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM initial_access_tokens WHERE id IN \
         (SELECT id FROM initial_access_tokens WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM one_time_tokens WHERE hash IN (SELECT hash FROM one_time_tokens WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM invitations WHERE id IN (SELECT id FROM invitations WHERE purge_at <= $1 ORDER BY purge_at LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM phone_proofs WHERE place IN \
         (SELECT place FROM phone_proofs WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM mail_proofs WHERE interaction_id IN \
         (SELECT interaction_id FROM mail_proofs WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM address_changes WHERE user_id IN \
         (SELECT user_id FROM address_changes WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )?;
    Ok(deleted)
}

/// Interactions and sessions.
pub(super) async fn people(conn: &mut Conn, now: Timestamp, ended_before: Timestamp, limit: i64) -> Result<u64> {
    let mut deleted = q!(
        conn,
        execute,
        "DELETE FROM interactions WHERE id IN (SELECT id FROM interactions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM upstream_sign_ins WHERE state IN \
         (SELECT state FROM upstream_sign_ins WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )?;
    // Ending a session moves its expires_at, so one condition covers both ends.
    deleted += q!(
        conn,
        execute,
        "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        ended_before,
        limit
    )?;
    Ok(deleted)
}

/// What was told.
pub(super) async fn records(conn: &mut Conn, now: Timestamp, audit_before: Timestamp, limit: i64) -> Result<u64> {
    let mut deleted = q!(
        conn,
        execute,
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM audit_events WHERE id IN (SELECT id FROM audit_events WHERE at < $1 ORDER BY at LIMIT $2)",
        audit_before,
        limit
    )?;
    deleted += q!(
        conn,
        execute,
        "DELETE FROM token_counts WHERE (user_key, client_id, hour) IN (SELECT user_key, client_id, hour \
         FROM token_counts WHERE hour < $1 ORDER BY hour LIMIT $2)",
        audit_before,
        limit
    )?;
    Ok(deleted)
}
