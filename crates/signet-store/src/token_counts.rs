//! How many times tokens were issued to a client for a person, by the hour: what is kept of token events once
//! `audit.token_retention` has passed. Growth: one row for each client, person and hour in which there were any; purged
//! after `audit.retention`.

use super::{Conn, Result, audit::Filter};
use crate::{
    base::{
        id::{AuditId, IssuerId, UserId},
        time::Timestamp,
    },
    protocol::client::ClientId,
};

row! {
    /// How many in an hour.
    #[derive(Debug, Clone, PartialEq)]
    pub struct TokenCount {
        /// The beginning of the hour.
        pub hour: Timestamp,
        /// To whom.
        pub client_id: ClientId,
        /// For whom; empty where a client acted for itself.
        pub user_key: String,
        /// By which issuer.
        pub issuer_id: IssuerId,
        /// How many times.
        pub count: i64,
    }
}

/// Of two instances that count, one waits: what the other counts is gone before this one looks.
async fn wait_for_others(conn: &mut Conn) -> Result<()> {
    q!(conn, execute, "UPDATE cache_versions SET version = version WHERE name = 'token_counts'").map(drop)
}

/// Counts the oldest events of before `before` and deletes them, at most `limit`; answers how many.
pub async fn compact(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<u64> {
    wait_for_others(conn).await?;
    let last = q!(
        conn,
        fetch_one,
        (Option<AuditId>,),
        "SELECT MAX(o.id) FROM (SELECT id, at FROM token_events ORDER BY id LIMIT $2) AS o WHERE o.at < $1",
        before,
        limit
    )?;
    let Some(last) = last.0 else { return Ok(0) };
    q!(
        conn,
        execute,
        "INSERT INTO token_counts (hour, client_id, user_key, issuer_id, count) \
         SELECT e.at - e.at % 3600, e.client_id, COALESCE(e.user_id, ''), MIN(e.issuer_id), COUNT(*) \
         FROM token_events e WHERE e.id <= $1 AND e.at < $2 \
         GROUP BY e.at - e.at % 3600, e.client_id, COALESCE(e.user_id, '') \
         ON CONFLICT (user_key, client_id, hour) DO UPDATE SET count = token_counts.count + excluded.count",
        &last,
        before
    )?;
    q!(conn, execute, "DELETE FROM token_events WHERE id <= $1 AND at < $2", &last, before)
}

/// [`compact`] for token events that stand in the audit log: those of before they had a table of their own.
pub async fn compact_audited(conn: &mut Conn, kind: &str, before: Timestamp, limit: i64) -> Result<u64> {
    wait_for_others(conn).await?;
    let last = q!(
        conn,
        fetch_one,
        (Option<AuditId>,),
        "SELECT MAX(o.id) FROM (SELECT id, at FROM audit_events WHERE kind = $3 ORDER BY id LIMIT $2) AS o \
         WHERE o.at < $1",
        before,
        limit,
        kind
    )?;
    let Some(last) = last.0 else { return Ok(0) };
    q!(
        conn,
        execute,
        "INSERT INTO token_counts (hour, client_id, user_key, issuer_id, count) \
         SELECT e.at - e.at % 3600, COALESCE(e.client_id, ''), COALESCE(e.user_id, ''), COALESCE(MIN(e.issuer_id), ''), \
         COUNT(*) FROM audit_events e WHERE e.kind = $3 AND e.id <= $1 AND e.at < $2 \
         GROUP BY e.at - e.at % 3600, COALESCE(e.client_id, ''), COALESCE(e.user_id, '') \
         ON CONFLICT (user_key, client_id, hour) DO UPDATE SET count = token_counts.count + excluded.count",
        &last,
        before,
        kind
    )?;
    q!(conn, execute, "DELETE FROM audit_events WHERE kind = $3 AND id <= $1 AND at < $2", &last, before, kind)
}

macro_rules! narrowed {
    () => {
        " AND hour >= $1 AND hour < $2 AND (CAST($3 AS TEXT) IS NULL OR issuer_id = $3)"
    };
}

macro_rules! newest {
    () => {
        " ORDER BY hour DESC, client_id, user_key LIMIT $4"
    };
}

macro_rules! columns {
    () => {
        "SELECT hour, client_id, user_key, issuer_id, count FROM token_counts WHERE "
    };
}

/// The counts of a person, of a client or of all, the newest hour first.
pub async fn list(conn: &mut Conn, filter: &Filter, limit: i64) -> Result<Vec<TokenCount>> {
    let since = filter.since.unwrap_or(Timestamp(0));
    let until = filter.until.unwrap_or(Timestamp(i64::MAX));
    if let Some(user) = &filter.user {
        return q!(
            conn,
            fetch_all,
            TokenCount,
            concat!(
                columns!(),
                "user_key = $5 AND (CAST($6 AS TEXT) IS NULL OR client_id = $6)",
                narrowed!(),
                newest!()
            ),
            since,
            until,
            &filter.issuer,
            limit,
            user,
            &filter.client
        );
    }
    if let Some(client) = &filter.client {
        return q!(
            conn,
            fetch_all,
            TokenCount,
            concat!(columns!(), "client_id = $5", narrowed!(), newest!()),
            since,
            until,
            &filter.issuer,
            limit,
            client
        );
    }
    q!(
        conn,
        fetch_all,
        TokenCount,
        concat!(columns!(), "1 = 1", narrowed!(), newest!()),
        since,
        until,
        &filter.issuer,
        limit
    )
}

/// The counts of a person by client and hour, from behind the last one of the page before.
pub async fn list_for_user(
    conn: &mut Conn,
    user: &UserId,
    after: Option<&TokenCount>,
    limit: i64,
) -> Result<Vec<TokenCount>> {
    q!(
        conn,
        fetch_all,
        TokenCount,
        concat!(
            columns!(),
            "user_key = $1 AND (client_id > $2 OR (client_id = $2 AND hour > $3)) ORDER BY client_id, hour LIMIT $4"
        ),
        user,
        after.map_or("", |one| one.client_id.as_str()),
        after.map_or(Timestamp(-1), |one| one.hour),
        limit
    )
}
