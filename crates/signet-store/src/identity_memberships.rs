//! What rules of a mapping gave to people. Growth: at most one row an identity and organization; gone with either.

use super::{Conn, Result, types::Json};
use crate::base::{
    id::{IdentityId, OrganizationId, UserId},
    time::Timestamp,
};

row! {
    /// What an upstream gave to somebody in an organization.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct IdentityMembership {
        /// By which identity.
        pub identity_id: IdentityId,
        /// Where.
        pub organization_id: OrganizationId,
        /// The roles that came from it.
        pub roles: Vec<String> as Json,
        /// Since when the membership itself is its own; none where the person was a member before.
        pub joined_at: Option<Timestamp>,
    }
}

/// Adds one, or replaces what it says.
pub async fn upsert(conn: &mut Conn, row: &IdentityMembership) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO identity_memberships (identity_id, organization_id, roles, joined_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (identity_id, organization_id) DO UPDATE SET roles = excluded.roles, joined_at = excluded.joined_at",
        &row.identity_id,
        &row.organization_id,
        Json(&row.roles),
        row.joined_at
    )
    .map(drop)
}

/// Those of an identity.
pub async fn list(conn: &mut Conn, identity: &IdentityId) -> Result<Vec<IdentityMembership>> {
    q!(
        conn,
        fetch_all,
        IdentityMembership,
        "SELECT identity_id, organization_id, roles, joined_at FROM identity_memberships \
         WHERE identity_id = $1 ORDER BY organization_id",
        identity
    )
}

/// What the identities of a member gave them in an organization.
pub async fn list_for_member(
    conn: &mut Conn,
    user: &UserId,
    organization: &OrganizationId,
) -> Result<Vec<IdentityMembership>> {
    q!(
        conn,
        fetch_all,
        IdentityMembership,
        "SELECT m.identity_id, m.organization_id, m.roles, m.joined_at FROM identities i \
         JOIN identity_memberships m ON m.identity_id = i.id \
         WHERE i.user_id = $1 AND m.organization_id = $2 ORDER BY m.identity_id",
        user,
        organization
    )
}

/// Forgets one.
pub async fn delete(conn: &mut Conn, identity: &IdentityId, organization: &OrganizationId) -> Result<bool> {
    let deleted = q!(
        conn,
        execute,
        "DELETE FROM identity_memberships WHERE identity_id = $1 AND organization_id = $2",
        identity,
        organization
    )?;
    Ok(deleted > 0)
}
