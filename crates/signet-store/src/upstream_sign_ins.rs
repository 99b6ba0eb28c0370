//! People who left for an upstream and have not come back. Growth: one row a press of a button, at most as many in a
//! browser as [`keep_newest`] is told; purged soon after they expire.

use super::{Conn, Result};
use crate::base::{
    id::{BrowserId, InteractionId, SessionId, UpstreamId},
    secret::TokenHash,
    time::Timestamp,
};

row! {
    /// Somebody who left for an upstream.
    #[derive(Debug, Clone, PartialEq)]
    pub struct UpstreamSignIn {
        /// The digest of `state`.
        pub state: TokenHash,
        /// Where to.
        pub upstream_id: UpstreamId,
        /// The only browser that may come back.
        pub browser_id: BrowserId,
        /// What they are on the way to, if that has a row.
        pub interaction_id: Option<InteractionId>,
        /// The session of somebody who adds an identity to their account.
        pub session_id: Option<SessionId>,
        /// Nonce, verifier and what was asked, as JSON of the domain's own, sealed.
        pub request: String,
        /// When they left.
        pub created_at: Timestamp,
        /// Until when they may come back.
        pub expires_at: Timestamp,
    }
}

macro_rules! columns {
    () => {
        "state, upstream_id, browser_id, interaction_id, session_id, request, created_at, expires_at"
    };
}

/// Writes down that somebody leaves.
pub async fn insert(conn: &mut Conn, left: &UpstreamSignIn) -> Result<()> {
    q!(
        conn,
        execute,
        concat!("INSERT INTO upstream_sign_ins (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        &left.state,
        &left.upstream_id,
        &left.browser_id,
        &left.interaction_id,
        &left.session_id,
        &left.request,
        left.created_at,
        left.expires_at
    )
    .map(drop)
}

/// Deletes all but the newest of a browser; answers how many.
pub async fn keep_newest(conn: &mut Conn, browser: &BrowserId, keep: i64) -> Result<u64> {
    q!(
        conn,
        execute,
        "DELETE FROM upstream_sign_ins WHERE state IN (SELECT state FROM upstream_sign_ins WHERE browser_id = $1 \
         ORDER BY created_at DESC, state DESC LIMIT 1000 OFFSET $2)",
        browser,
        keep
    )
}

/// By the digest of `state`, expired or not; nothing is spent.
pub async fn find(conn: &mut Conn, state: &TokenHash) -> Result<Option<UpstreamSignIn>> {
    q!(
        conn,
        fetch_optional,
        UpstreamSignIn,
        concat!("SELECT ", columns!(), " FROM upstream_sign_ins WHERE state = $1"),
        state
    )
}

/// Spends a state in the browser that it was made for; the row for the one call that did, never after it expired.
pub async fn take(
    conn: &mut Conn,
    state: &TokenHash,
    browser: &BrowserId,
    now: Timestamp,
) -> Result<Option<UpstreamSignIn>> {
    q!(
        conn,
        fetch_optional,
        UpstreamSignIn,
        concat!(
            "DELETE FROM upstream_sign_ins WHERE state = $1 AND browser_id = $2 AND expires_at > $3 RETURNING ",
            columns!()
        ),
        state,
        browser,
        now
    )
}
