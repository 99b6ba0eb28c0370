//! Deletes what has expired, in small batches, so that no table grows for ever and nobody waits.
//!
//! | table | kept until |
//! |---|---|
//! | codes | `retention.codes` after they expire, so that a second use is recognised |
//! | tokens, revoked_tokens, one_time_tokens, mail_proofs, phone_proofs, address_changes, initial_access_tokens, invitations (by `purge_at`), replay, limits, interactions, upstream_sign_ins, outcomes | they expire |
//! | outbox (with outbox_deliveries) | they expire |
//! | refresh_families | idle too long, or expired (`held.rs`) |
//! | grants | their last token has expired, and no kept code and no derived grant is left (`held.rs`) |
//! | sessions (with session_clients) | `retention.ended_sessions` after their end, so that hints resolve |
//! | browsers | their cookie has expired and no kept session is left (`held.rs`) |
//! | audit_events, token_counts | `retention.audit` |
//! | token_events | they are only counted (`token_counts.rs`) |
//!
//! All other tables hold what somebody keeps on purpose and name their law in their files.
//!
//! A batch costs what it deletes: each condition is one indexed column, taken in its order (without that, PostgreSQL
//! may walk through the table). A test counts the rows that are visited.

mod batch;
mod ended;
mod held;

pub use batch::Batch;

use super::{Conn, Result, codes};
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
        Self { ended_sessions: Seconds::days(30), codes: codes::KEPT, audit: Seconds::days(365) }
    }
}

/// What is deleted in one transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expired {
    /// Codes, tokens and families.
    Tokens,
    /// The approvals that these hang from.
    Grants,
    /// What only counts, blocks or is repeated.
    Counters,
    /// Interactions, sessions and the browsers they lived in.
    People,
    /// What was told.
    Records,
}

impl Expired {
    /// All of it, in the order in which one makes the next free.
    pub const ALL: [Self; 5] = [Self::Tokens, Self::Grants, Self::Counters, Self::People, Self::Records];
}

/// What is due: when it is, what is kept beyond its end, and how many rows of a table go at once.
#[derive(Debug, Clone, Copy)]
pub struct Due<'a> {
    /// When it is.
    pub now: Timestamp,
    /// How long things are kept beyond their end.
    pub retention: &'a Retention,
    /// How many rows of each table.
    pub limit: i64,
}

/// Deletes at most `limit` expired rows from some tables. Call it in a transaction of its own, again and
/// again until the batch is empty.
pub async fn purge_batch(conn: &mut Conn, expired: Expired, due: &Due<'_>) -> Result<Batch> {
    let Due { now, retention, limit } = *due;
    match expired {
        Expired::Tokens => {
            let mut batch = Batch::of(ended::tokens(conn, now, now - retention.codes, limit).await?);
            batch += held::families(conn, now, limit).await?;
            Ok(batch)
        }
        Expired::Grants => held::grants(conn, due).await,
        Expired::Counters => Ok(Batch::of(ended::counters(conn, now, limit).await?)),
        Expired::People => {
            let mut batch = Batch::of(ended::people(conn, now, now - retention.ended_sessions, limit).await?);
            batch += held::browsers(conn, due).await?;
            Ok(batch)
        }
        Expired::Records => Ok(Batch::of(ended::records(conn, now, now - retention.audit, limit).await?)),
    }
}
