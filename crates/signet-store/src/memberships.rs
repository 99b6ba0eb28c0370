//! Who belongs to which organization. Growth: one row a person and organization; gone with either.

use super::{Conn, Result, types::Json};
use crate::base::{
    id::{OrganizationId, UserId},
    time::Timestamp,
};

row! {
    /// A membership.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Membership {
        /// The organization.
        pub organization_id: OrganizationId,
        /// The member.
        pub user_id: UserId,
        /// The member's roles there.
        pub roles: Vec<String> as Json,
        /// Since when.
        pub created_at: Timestamp,
    }
}

row! {
    /// A membership as the claim `organizations` tells it.
    #[derive(Debug, Clone, PartialEq)]
    pub struct OrganizationMembership {
        /// The organization.
        pub organization_id: OrganizationId,
        /// Its name in URLs.
        pub slug: String,
        /// Its name.
        pub name: String,
        /// The member's roles there.
        pub roles: Vec<String> as Json,
    }
}

/// Adds a member, or replaces the roles of one.
pub async fn upsert(conn: &mut Conn, membership: &Membership) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO memberships (organization_id, user_id, roles, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (organization_id, user_id) DO UPDATE SET roles = excluded.roles",
        &membership.organization_id,
        &membership.user_id,
        Json(&membership.roles),
        membership.created_at
    )
    .map(drop)
}

/// Removes a member.
pub async fn remove(conn: &mut Conn, organization: &OrganizationId, user: &UserId) -> Result<bool> {
    let removed =
        q!(conn, execute, "DELETE FROM memberships WHERE organization_id = $1 AND user_id = $2", organization, user)?;
    Ok(removed > 0)
}

/// One membership.
pub async fn find(conn: &mut Conn, organization: &OrganizationId, user: &UserId) -> Result<Option<Membership>> {
    q!(
        conn,
        fetch_optional,
        Membership,
        "SELECT organization_id, user_id, roles, created_at FROM memberships \
         WHERE organization_id = $1 AND user_id = $2",
        organization,
        user
    )
}

/// The organizations of a person, sorted by id.
pub async fn list_for_user(conn: &mut Conn, user: &UserId, limit: i64) -> Result<Vec<OrganizationMembership>> {
    q!(
        conn,
        fetch_all,
        OrganizationMembership,
        "SELECT m.organization_id, o.slug, o.name, m.roles FROM memberships m \
         JOIN organizations o ON o.id = m.organization_id \
         WHERE m.user_id = $1 ORDER BY m.organization_id LIMIT $2",
        user,
        limit
    )
}

/// One organization of a person, as [`list_for_user`] has it.
pub async fn find_shown(
    conn: &mut Conn,
    organization: &OrganizationId,
    user: &UserId,
) -> Result<Option<OrganizationMembership>> {
    q!(
        conn,
        fetch_optional,
        OrganizationMembership,
        "SELECT m.organization_id, o.slug, o.name, m.roles FROM memberships m \
         JOIN organizations o ON o.id = m.organization_id \
         WHERE m.organization_id = $1 AND m.user_id = $2",
        organization,
        user
    )
}

/// The members of an organization, sorted by id.
pub async fn list_for_organization(
    conn: &mut Conn,
    organization: &OrganizationId,
    page: &super::PageRequest,
) -> Result<Vec<Membership>> {
    q!(
        conn,
        fetch_all,
        Membership,
        "SELECT organization_id, user_id, roles, created_at FROM memberships \
         WHERE organization_id = $1 AND user_id > $2 ORDER BY user_id LIMIT $3",
        organization,
        page.cursor(),
        page.limit
    )
}
