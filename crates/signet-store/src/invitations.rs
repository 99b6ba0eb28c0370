//! Whom the operator invited to make an account, by the digest of the link's secret. Growth: one row an invitation,
//! purged thirty days after it ends; that of somebody who has an account by it is gone with the person.

use super::{Conn, PageRequest, Result, types::Json};
use crate::base::{
    id::{InvitationId, OrganizationId, UserId},
    secret::TokenHash,
    time::Timestamp,
};

row! {
    /// An invitation.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Invitation {
        /// Its row.
        pub id: InvitationId,
        /// The digest of the secret in its link.
        pub secret_hash: TokenHash,
        /// The address, as it was written.
        pub email: String,
        /// The same, as it is compared.
        pub email_key: String,
        /// What the person is called.
        pub name: Option<String>,
        /// The organization that they will belong to.
        pub organization_id: Option<OrganizationId>,
        /// Their roles there.
        pub roles: Vec<String> as Json,
        /// 1 where the link went by mail, so that whoever has it reads the mailbox.
        pub mailed: i64,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it ends.
        pub expires_at: Timestamp,
        /// When an account was made by it.
        pub accepted_at: Option<Timestamp>,
        /// When it was taken back.
        pub revoked_at: Option<Timestamp>,
        /// Whose account that is.
        pub user_id: Option<UserId>,
        /// When it is deleted.
        pub purge_at: Timestamp,
    }
}

macro_rules! columns {
    () => {
        "id, secret_hash, email, email_key, name, organization_id, roles, mailed, created_at, expires_at, accepted_at, \
         revoked_at, user_id, purge_at"
    };
}

/// Adds an invitation.
pub async fn insert(conn: &mut Conn, one: &Invitation) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO invitations (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        &one.id,
        &one.secret_hash,
        &one.email,
        &one.email_key,
        &one.name,
        &one.organization_id,
        Json(&one.roles),
        one.mailed,
        one.created_at,
        one.expires_at,
        one.accepted_at,
        one.revoked_at,
        &one.user_id,
        one.purge_at
    )
    .map(drop)
}

/// By the digest of its secret, whatever became of it.
pub async fn find_by_secret(conn: &mut Conn, secret: &TokenHash) -> Result<Option<Invitation>> {
    q!(
        conn,
        fetch_optional,
        Invitation,
        concat!("SELECT ", columns!(), " FROM invitations WHERE secret_hash = $1"),
        secret
    )
}

/// By row, whatever became of it.
pub async fn find(conn: &mut Conn, id: &InvitationId) -> Result<Option<Invitation>> {
    q!(conn, fetch_optional, Invitation, concat!("SELECT ", columns!(), " FROM invitations WHERE id = $1"), id)
}

/// All of them, oldest first, a page at a time.
pub async fn list(conn: &mut Conn, page: &PageRequest) -> Result<Vec<Invitation>> {
    q!(
        conn,
        fetch_all,
        Invitation,
        concat!("SELECT ", columns!(), " FROM invitations WHERE id > $1 ORDER BY id LIMIT $2"),
        page.cursor(),
        page.limit
    )
}

/// Those by which a person has their account.
pub async fn list_for_user(conn: &mut Conn, user: &UserId) -> Result<Vec<Invitation>> {
    q!(
        conn,
        fetch_all,
        Invitation,
        concat!("SELECT ", columns!(), " FROM invitations WHERE user_id = $1 ORDER BY id"),
        user
    )
}

/// Somebody has an account by it; `false` when it was used, taken back or too old.
pub async fn accept(conn: &mut Conn, id: &InvitationId, user: &UserId, now: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE invitations SET accepted_at = $3, user_id = $2 \
         WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3",
        id,
        user,
        now
    )?;
    Ok(touched > 0)
}

/// Takes one back; `false` when there is none that could still be used.
pub async fn revoke(conn: &mut Conn, id: &InvitationId, now: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE invitations SET revoked_at = $2 \
         WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2",
        id,
        now
    )?;
    Ok(touched > 0)
}

/// Those of an address that could still be used.
pub async fn list_open(conn: &mut Conn, email_key: &str, now: Timestamp) -> Result<Vec<Invitation>> {
    q!(
        conn,
        fetch_all,
        Invitation,
        concat!(
            "SELECT ",
            columns!(),
            " FROM invitations WHERE email_key = $1 AND accepted_at IS NULL AND revoked_at IS NULL \
              AND expires_at > $2 ORDER BY id"
        ),
        email_key,
        now
    )
}
