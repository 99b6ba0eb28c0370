//! Codes that were texted, each for one page. Growth: at most one row a session or journey; purged when expired.

use super::{Conn, Result};
use crate::base::{
    id::UserId,
    time::{Seconds, Timestamp},
};

row! {
    /// A code that was texted.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PhoneProof {
        /// The page that waits for it: what it is for, and of which session or journey.
        pub place: String,
        /// Who asked for it.
        pub user_id: UserId,
        /// Code and number, as JSON of the domain's own, sealed.
        pub sealed: String,
        /// Codes that were tried.
        pub tries: i64,
        /// When it was asked for.
        pub created_at: Timestamp,
        /// When it is worth nothing any more.
        pub expires_at: Timestamp,
        /// When it was used.
        pub ended_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "place, user_id, sealed, tries, created_at, expires_at, ended_at"
    };
}

/// Writes a code down in the place of the page's earlier one; `false` where that is still good and younger than `pause`:
/// the second press of a button.
pub async fn upsert(conn: &mut Conn, proof: &PhoneProof, pause: Seconds) -> Result<bool> {
    let written = q!(
        conn,
        execute,
        concat!(
            "INSERT INTO phone_proofs (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (place) DO UPDATE SET user_id = excluded.user_id, sealed = excluded.sealed, \
             tries = excluded.tries, created_at = excluded.created_at, expires_at = excluded.expires_at, \
             ended_at = excluded.ended_at \
             WHERE phone_proofs.created_at <= $8 OR phone_proofs.ended_at IS NOT NULL"
        ),
        &proof.place,
        &proof.user_id,
        &proof.sealed,
        proof.tries,
        proof.created_at,
        proof.expires_at,
        proof.ended_at,
        proof.created_at - pause
    )?;
    Ok(written > 0)
}

/// The code that a page waits for, whatever became of it.
pub async fn find(conn: &mut Conn, place: &str) -> Result<Option<PhoneProof>> {
    q!(conn, fetch_optional, PhoneProof, concat!("SELECT ", columns!(), " FROM phone_proofs WHERE place = $1"), place)
}

/// Counts a try before it is looked at; the code, if it is good and was tried less than `most` times.
pub async fn count_try(conn: &mut Conn, place: &str, most: i64, now: Timestamp) -> Result<Option<PhoneProof>> {
    q!(
        conn,
        fetch_optional,
        PhoneProof,
        concat!(
            "UPDATE phone_proofs SET tries = tries + 1 \
             WHERE place = $1 AND tries < $2 AND ended_at IS NULL AND expires_at > $3 RETURNING ",
            columns!()
        ),
        place,
        most,
        now
    )
}

/// Ends the code that was sealed so; `true` for the one call that did, and never after it expired.
pub async fn end(conn: &mut Conn, place: &str, sealed: &str, now: Timestamp) -> Result<bool> {
    let ended = q!(
        conn,
        execute,
        "UPDATE phone_proofs SET ended_at = $3 \
         WHERE place = $1 AND sealed = $2 AND ended_at IS NULL AND expires_at > $3",
        place,
        sealed,
        now
    )?;
    Ok(ended > 0)
}

/// Ends whatever was texted for a person and not used: their number is another one by now.
pub async fn end_all(conn: &mut Conn, user: &UserId, now: Timestamp) -> Result<u64> {
    q!(conn, execute, "UPDATE phone_proofs SET ended_at = $2 WHERE user_id = $1 AND ended_at IS NULL", user, now)
}
