//! Proofs of a mailbox: a code and a link in one mail. Growth: at most one row a journey; purged
//! when expired.

use super::{Conn, Result};
use crate::base::{
    id::{InteractionId, UserId},
    secret::TokenHash,
    time::{Seconds, Timestamp},
};

row! {
    /// A proof of a mailbox.
    #[derive(Debug, Clone, PartialEq)]
    pub struct MailProof {
        /// Whose mailbox; nobody's where no account has the name.
        pub user_id: Option<UserId>,
        /// The journey that asked.
        pub interaction_id: InteractionId,
        /// A digest of what was typed.
        pub name_hash: TokenHash,
        /// The digest of the secret in the link.
        pub link_hash: TokenHash,
        /// Code, address and what else pages need, as JSON of the domain's own, sealed.
        pub sealed: String,
        /// Codes that were tried.
        pub tries: i64,
        /// When it was asked for.
        pub created_at: Timestamp,
        /// When it is worth nothing any more.
        pub expires_at: Timestamp,
        /// When the waiting page was let go on: by another browser, or by its code where that proved an address.
        pub approved_at: Option<Timestamp>,
        /// When it was used or refused.
        pub ended_at: Option<Timestamp>,
        /// When it proved the address of somebody who has no account yet.
        pub proven_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "user_id, interaction_id, name_hash, link_hash, sealed, tries, created_at, expires_at, approved_at, ended_at, \
         proven_at"
    };
}

/// Writes a proof down in the place of the journey's earlier one; `false` where that is of the same name, still good
/// and younger than `pause`: the second press of a button.
pub async fn upsert(conn: &mut Conn, proof: &MailProof, pause: Seconds) -> Result<bool> {
    let written = q!(
        conn,
        execute,
        concat!(
            "INSERT INTO mail_proofs (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (interaction_id) DO UPDATE SET user_id = excluded.user_id, name_hash = excluded.name_hash, \
             link_hash = excluded.link_hash, sealed = excluded.sealed, tries = excluded.tries, \
             created_at = excluded.created_at, expires_at = excluded.expires_at, \
             approved_at = excluded.approved_at, ended_at = excluded.ended_at, proven_at = excluded.proven_at \
             WHERE mail_proofs.created_at <= $12 OR mail_proofs.ended_at IS NOT NULL \
             OR mail_proofs.name_hash <> excluded.name_hash"
        ),
        &proof.user_id,
        &proof.interaction_id,
        &proof.name_hash,
        &proof.link_hash,
        &proof.sealed,
        proof.tries,
        proof.created_at,
        proof.expires_at,
        proof.approved_at,
        proof.ended_at,
        proof.proven_at,
        proof.created_at - pause
    )?;
    Ok(written > 0)
}

/// The proof of a journey, whatever became of it.
pub async fn find(conn: &mut Conn, interaction: &InteractionId) -> Result<Option<MailProof>> {
    q!(
        conn,
        fetch_optional,
        MailProof,
        concat!("SELECT ", columns!(), " FROM mail_proofs WHERE interaction_id = $1"),
        interaction
    )
}

/// The proof that a link belongs to, whatever became of it.
pub async fn find_by_link(conn: &mut Conn, link: &TokenHash) -> Result<Option<MailProof>> {
    q!(conn, fetch_optional, MailProof, concat!("SELECT ", columns!(), " FROM mail_proofs WHERE link_hash = $1"), link)
}

/// Counts a try before it is looked at; the proof, if it is good and was tried less than `most` times.
pub async fn count_try(conn: &mut Conn, link: &TokenHash, most: i64, now: Timestamp) -> Result<Option<MailProof>> {
    q!(
        conn,
        fetch_optional,
        MailProof,
        concat!(
            "UPDATE mail_proofs SET tries = tries + 1 \
             WHERE link_hash = $1 AND tries < $2 AND ended_at IS NULL AND expires_at > $3 RETURNING ",
            columns!()
        ),
        link,
        most,
        now
    )
}

/// Lets the waiting page go on; `true` for the one call that did.
pub async fn approve(conn: &mut Conn, link: &TokenHash, now: Timestamp) -> Result<bool> {
    let approved = q!(
        conn,
        execute,
        "UPDATE mail_proofs SET approved_at = $2 \
         WHERE link_hash = $1 AND approved_at IS NULL AND ended_at IS NULL AND expires_at > $2",
        link,
        now
    )?;
    Ok(approved > 0)
}

/// Ends a proof, code and link; `true` for the one call that did, and never after it expired.
pub async fn end(conn: &mut Conn, link: &TokenHash, now: Timestamp) -> Result<bool> {
    let ended = q!(
        conn,
        execute,
        "UPDATE mail_proofs SET ended_at = $2 WHERE link_hash = $1 AND ended_at IS NULL AND expires_at > $2",
        link,
        now
    )?;
    Ok(ended > 0)
}

/// Ends a proof that proves an address which no account has, and keeps it for the rest of the sign-up, which the
/// waiting page may go on with if it is `let_on`; `true` for the one call that did.
pub async fn prove(
    conn: &mut Conn,
    link: &TokenHash,
    now: Timestamp,
    until: Timestamp,
    let_on: Option<Timestamp>,
) -> Result<bool> {
    let proven = q!(
        conn,
        execute,
        "UPDATE mail_proofs SET proven_at = $2, ended_at = $2, expires_at = $3, \
         approved_at = COALESCE(approved_at, $4) \
         WHERE link_hash = $1 AND ended_at IS NULL AND expires_at > $2",
        link,
        now,
        until,
        let_on
    )?;
    Ok(proven > 0)
}
